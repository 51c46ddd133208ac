//! What a token is, whether the emulator takes it, and if not, why.

use maud::{Markup, html};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::base::jwt;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::domain::tokens::{self, Bearer};
use crate::domain::{oidc, signing};
use crate::state::EmulatorState;
use crate::state::oidc::{Subject, TokenKind};

const TOKEN: Text = Text::new("Token", "Token");
const HINT: Text = Text::new(
    "粘贴任意 Token：管理 Token、用户 Token、id_token、access_token 或 refresh_token。它不会被保存或记录。",
    "Paste any token: a management token, a user's token, an id_token, access_token or refresh_token. It is \
     neither kept nor logged.",
);
const LOOK: Text = Text::new("检查", "Look at it");
const EMPTY: Text = Text::new("请粘贴一个 Token。", "Paste a token.");
const RESULT: Text = Text::new("结论", "Result");
const CHECKS: Text = Text::new("逐项检查", "Checks");
const HEADER: Text = Text::new("头部", "Header");
const CLAIMS: Text = Text::new("声明", "Claims");

const MANAGEMENT: Text = Text::new(
    "有效的管理 Token：代表用户池的管理员。",
    "A management token that is accepted: it speaks for the administrator of the user pool.",
);
const USER: Text = Text::new(
    "有效的用户 Token（登录 Token 或 id_token）。",
    "A user's token that is accepted: that of a login, or an id_token.",
);
const ACCESS: Text = Text::new(
    "有效的 access_token：用于其他服务，以及 userinfo 端点。",
    "An access_token that is alive: it is for other services and the userinfo endpoint.",
);
const REFRESH: Text = Text::new("有效的 refresh_token。", "A refresh_token that is alive.");
const REFUSED: Text = Text::new("此 Token 不被接受。", "The token is not accepted.");
const OPAQUE: Text = Text::new(
    "它不是 JWT，也不是本服务当前有效的 refresh_token：可能已使用、已撤销、已过期，或来自别处。",
    "It is neither a JWT nor a refresh_token that is alive here: used, revoked, expired, or from elsewhere.",
);

const IS_JWT: Text = Text::new("格式是 JWT", "It has the form of a JWT");
const KNOWN: Text =
    Text::new("签发的应用或用户池在本服务中", "Its application or user pool is here");
const SIGNED: Text = Text::new("签名正确", "The signature is right");
const IN_TIME: Text =
    Text::new("在有效期内（按模拟器时钟）", "It has not expired, by the emulator's clock");
const NOT_REVOKED: Text = Text::new("未被撤销", "It was not revoked");
const MAY_ACT: Text = Text::new("用户存在且可登录", "The user exists and may log in");
const PASSED: Text = Text::new("通过", "passed");
const FAILED: Text = Text::new("未通过", "failed");

/// A longer text is not looked at.
const TOKEN_BYTES: usize = 64 << 10;

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/tokens",
    title: Text::new("Token 检查", "Tokens"),
    place: Place::In(Group::Tools),
    show,
    actions: &[Action { name: "look", run: look, done: RESULT }],
};

fn show(visit: &Visit<'_>) -> Shown {
    Ok(Sheet::new(form(visit)))
}

fn form(visit: &Visit<'_>) -> Markup {
    html! {
        form.sheet method="post" {
            div.field {
                label for="token" { (visit.say(TOKEN)) }
                textarea.mono id="token" name="token" rows="5" spellcheck="false" autocomplete="off"
                    aria-describedby="token-hint" { (visit.field("token")) }
                p.hint id="token-hint" { (visit.say(HINT)) }
            }
            (parts::submit(visit, "look", LOOK))
        }
    }
}

/// By a form that is posted: an address would keep the token in the browser's history.
fn look(visit: &Visit<'_>) -> Result<Next, Stop> {
    let token = visit.filled("token").filter(|token| token.len() <= TOKEN_BYTES);
    let token = token.ok_or(Stop::Wrong(EMPTY))?;
    let token = token.strip_prefix("Bearer ").unwrap_or(token);
    let found = visit.with(|cx| Ok(Found::of(&cx.state, token, cx.now)))?;
    let content = html! {
        (form(visit))
        section.sheet {
            h2 { (visit.say(RESULT)) }
            @match found.kind {
                Some(kind) => p.note.good role="status" { (visit.say(kind)) },
                None => {
                    p.note.bad role="alert" {
                        (visit.say(if found.claims.is_none() { OPAQUE } else { REFUSED }))
                    }
                }
            }
            @if let Some(whose) = &found.whose {
                p { a href={ "/_console/users/" (whose) } { (whose) } }
            }
            h3 { (visit.say(CHECKS)) }
            ul.checks {
                @for (text, passed) in &found.checks {
                    li {
                        @if *passed {
                            (parts::badge("good", visit.say(PASSED)))
                        } @else {
                            (parts::badge("bad", visit.say(FAILED)))
                        }
                        " " (visit.say(*text))
                    }
                }
            }
        }
        @if let Some(claims) = &found.claims {
            section.sheet {
                @if let Some(header) = &found.header {
                    h2 { (visit.say(HEADER)) }
                    (parts::snippet(visit, visit.say(HEADER), &parts::pretty(header)))
                }
                h2 { (visit.say(CLAIMS)) }
                (times(visit, claims))
                (parts::snippet(visit, visit.say(CLAIMS), &parts::pretty(claims)))
            }
        }
    };
    Ok(Next::Show(Sheet::new(content)))
}

/// The times of the claims as people read them.
fn times(visit: &Visit<'_>, claims: &Json) -> Markup {
    let named = [
        ("iat", Text::new("签发", "Issued")),
        ("nbf", Text::new("生效", "Valid from")),
        ("exp", Text::new("过期", "Expires")),
    ];
    let present = |name: &str| claims.get(name).and_then(Json::as_i64);
    html! {
        dl.facts {
            @for (name, text) in named {
                @if let Some(seconds) = present(name) {
                    dt { (visit.say(text)) }
                    dd { (parts::moment(Timestamp(seconds.saturating_mul(1000)))) }
                }
            }
        }
    }
}

/// What was found out about a token.
struct Found {
    /// What it is, if it is accepted.
    kind: Option<Text>,
    whose: Option<String>,
    checks: Vec<(Text, bool)>,
    header: Option<Json>,
    claims: Option<Json>,
}

impl Found {
    fn of(state: &EmulatorState, token: &str, now: Timestamp) -> Self {
        let claims = jwt::unchecked_claims(token);
        let header = claims.is_some().then(|| jwt::unchecked_header(token)).flatten();
        let mut found = Self { kind: None, whose: None, checks: Vec::new(), header, claims };
        if let Some((_, known)) = oidc::find(state, token, now) {
            found.kind = Some(match known.kind {
                TokenKind::Access => ACCESS,
                TokenKind::Refresh => REFRESH,
            });
            if let Subject::User { id, .. } = &known.grant.subject {
                found.whose = Some(id.clone());
            }
        } else {
            match tokens::identify(state, token, now) {
                Ok(Bearer::Administrator { .. }) => found.kind = Some(MANAGEMENT),
                Ok(Bearer::User { user_id, .. }) => {
                    found.kind = Some(USER);
                    found.whose = Some(user_id);
                }
                Err(_) => {}
            }
        }
        found.check(state, token, now);
        found
    }

    /// The checks in the order in which they are made, up to the first that nothing can follow.
    fn check(&mut self, state: &EmulatorState, token: &str, now: Timestamp) {
        let Some(claims) = &self.claims else {
            self.checks.push((IS_JWT, false));
            return;
        };
        let mut checks = vec![(IS_JWT, true)];
        let text = |pointer: &str| claims.pointer(pointer).and_then(Json::as_str);
        let named = text("/data/userPoolId").filter(|_| text("/data/type") == Some("userpool"));
        let pool = match named {
            Some(id) => state.pool(id),
            None => text("/aud").and_then(|app_id| state.pool_of_app(app_id)),
        };
        checks.push((KNOWN, pool.is_some()));
        if let Some(pool) = pool {
            let is_signed = match (named, text("/aud").and_then(|id| pool.app(id))) {
                (None, Some(app)) => signing::open_for_app(token, app).is_some(),
                _ => jwt::open_hs256(token, &pool.jwt_secret).is_some(),
            };
            checks.push((SIGNED, is_signed));
            let ends = claims.get("exp").and_then(Json::as_i64);
            checks.push((IN_TIME, ends.is_some_and(|ends| ends > now.unix_seconds())));
            if named.is_none() {
                let fingerprint = jwt::fingerprint(token);
                let user = text("/sub").and_then(|id| pool.user(id));
                let cut_off =
                    user.and_then(|user| user.token_expired_at).is_some_and(|at| at <= now);
                // A token of a protocol is forgotten when it is revoked.
                let is_forgotten = claims.get("scope").is_some() && self.kind.is_none();
                let is_revoked = pool.tokens.is_revoked(&fingerprint) || cut_off || is_forgotten;
                checks.push((NOT_REVOKED, !is_revoked));
                checks.push((MAY_ACT, user.is_some_and(|user| user.may_log_in(now))));
            }
        }
        self.checks = checks;
    }
}
