//! Where the login page leads back to when it was opened from the console: what an application would get.

use maud::{Markup, html};

use crate::base::form;
use crate::base::text::Text;
use crate::console::page::{Page, Place, Sheet, Shown, Stop};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::state::applications::{Application, ClientAuthMethod};

const APP: Text = Text::new("应用", "Application");
const CODE: Text = Text::new("授权码", "Authorization code");
const DONE: Text = Text::new(
    "登录成功。应用会收到下面的授权码，用它换取 Token。",
    "The login has worked. An application gets this code, and redeems it for tokens.",
);
const REFUSED: Text = Text::new("登录未完成", "The login was not completed");
const NOTHING: Text = Text::new(
    "从应用页面打开登录页，登录后会回到这里。",
    "Open the login page from the page of the application: after the login it leads back here.",
);
const REDEEM: Text =
    Text::new("换取 Token（授权码只能使用一次）", "Redeem it for tokens (a code works once)");
const WHAT_NEXT: Text = Text::new("接下来", "What next");
const EVENTS: Text = Text::new("在事件中查看这次登录", "See the login among the events");
const TRY_AGAIN: Text = Text::new("再次登录", "Log in once more");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/apps/{id}/login",
    title: Text::new("登录结果", "Result of the login"),
    place: Place::Under("/_console/apps"),
    show,
    actions: &[],
};

/// The address of the login page for an application. It leads back to this page if the application takes any
/// address of this machine, else to its first one.
pub(in crate::console) fn address(app: &Application, url: &str) -> String {
    let mut query = vec![
        ("client_id", app.id.clone()),
        ("redirect_uri", redirect_uri(app, url)),
        ("response_type", "code".to_owned()),
        ("scope", "openid profile".to_owned()),
    ];
    if app.protocols.token_auth == ClientAuthMethod::None {
        query.push(("code_challenge", VERIFIER.to_owned()));
        query.push(("code_challenge_method", "plain".to_owned()));
    }
    format!("/oidc/auth?{}", form::encode(&query))
}

/// The proof key of public clients, which must have one. Everybody may know this one: it is for trying a login.
const VERIFIER: &str = "tried-from-the-console-tried-from-the-console";

fn redirect_uri(app: &Application, url: &str) -> String {
    let registered = app.protocols.redirect_uris.first();
    registered.cloned().unwrap_or_else(|| format!("{url}/_console/apps/{}/login", app.id))
}

fn show(visit: &Visit<'_>) -> Shown {
    let found = visit.with(|cx| {
        let Some(app) = cx.pool()?.app(visit.param("id")) else { return Ok(None) };
        Ok(Some(result(visit, app, &cx.env.base_url)))
    })?;
    found.map(Sheet::new).ok_or(Stop::NotFound)
}

fn result(visit: &Visit<'_>, app: &Application, url: &str) -> Markup {
    let code = visit.query("code");
    let error = visit.query("error");
    html! {
        section.sheet {
            @if let Some(error) = error {
                p.note.bad role="alert" {
                    (visit.say(REFUSED)) ": " code { (error) }
                    @if let Some(reason) = visit.query("error_description") { " · " (reason) }
                }
            } @else if code.is_some() {
                p.note.good role="status" { (visit.say(DONE)) }
            } @else {
                p { (visit.say(NOTHING)) }
            }
            dl.facts {
                dt { (visit.say(APP)) } dd { a href={ "/_console/apps/" (app.id) } { (app.name) } }
                @if let Some(code) = code {
                    dt { (visit.say(CODE)) } dd { (parts::copyable(visit, visit.say(CODE), code)) }
                }
            }
        }
        @if let Some(code) = code {
            section.sheet {
                h2 { (visit.say(REDEEM)) }
                (parts::snippet(visit, visit.say(REDEEM), &command(app, url, code)))
            }
        }
        section.sheet {
            h2 { (visit.say(WHAT_NEXT)) }
            div.buttons {
                a.button href="/_console/events" { (visit.say(EVENTS)) }
                a.button href={ (address(app, url)) "&prompt=login" } { (visit.say(TRY_AGAIN)) }
            }
        }
    }
}

/// How an application redeems the code.
fn command(app: &Application, url: &str, code: &str) -> String {
    let field = |name: &str, value: &str| {
        format!("--data-urlencode {}", parts::quoted(&format!("{name}={value}")))
    };
    let secret = &app.secret;
    let mut lines = vec![
        format!("curl {url}/oidc/token"),
        field("grant_type", "authorization_code"),
        field("code", code),
        field("redirect_uri", &redirect_uri(app, url)),
    ];
    match app.protocols.token_auth {
        ClientAuthMethod::ClientSecretBasic => {
            lines.push(format!("-u {}", parts::quoted(&format!("{}:{secret}", app.id))));
        }
        ClientAuthMethod::ClientSecretPost => {
            lines.extend([field("client_id", &app.id), field("client_secret", secret)]);
        }
        ClientAuthMethod::None => {
            lines.extend([field("client_id", &app.id), field("code_verifier", VERIFIER)]);
        }
    }
    lines.join(" \\\n  ")
}
