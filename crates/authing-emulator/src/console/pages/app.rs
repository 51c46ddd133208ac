//! One application: its secret, the addresses of its protocols, and their settings.

use http::Method;
use maud::{Markup, html};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::base::text::Text;
use crate::console::page::{Action, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::pages::{app_login, apps};
use crate::console::parts;
use crate::console::visit::Visit;
use crate::control;
use crate::state::applications::{Application, ClientAuthMethod, GrantType, ResponseType};
use crate::state::mfa::SecondFactor;

const ID: Text = Text::new("应用 ID", "Application id");
const SECRET: Text = Text::new("应用密钥", "Application secret");
const ISSUER: Text = Text::new("OIDC Issuer", "OIDC issuer");
const DISCOVERY: Text = Text::new("服务发现", "Discovery");
const AUTHORIZE: Text = Text::new("授权端点", "Authorization endpoint");
const CAS: Text = Text::new("CAS 地址", "CAS server");
const SAML: Text = Text::new("SAML 元数据", "SAML metadata");
const TRY: Text = Text::new("打开登录页", "Open the login page");
const ADDRESSES: Text = Text::new("协议地址", "Addresses of its protocols");
const SETTINGS: Text = Text::new("协议设置", "Settings of its protocols");
const REDIRECT: Text = Text::new("登录回调地址，每行一个", "Redirect URIs, one a line");
const REDIRECT_HINT: Text = Text::new(
    "未填写时允许本机（localhost、127.0.0.1）的任意地址。",
    "As long as there is none, every address of this machine is accepted.",
);
const LOGOUT: Text =
    Text::new("登出回调地址，每行一个", "Redirect URIs after a logout, one a line");
const GRANTS: Text = Text::new("授权模式", "Grants");
const RESPONSES: Text = Text::new("返回类型", "Response types");
const TOKEN_AUTH: Text =
    Text::new("换取 Token 的身份验证方式", "How it proves itself at the token endpoint");
const ID_ALGORITHM: Text = Text::new("id_token 签名算法", "id_tokens are signed with");
const ACCESS_ALGORITHM: Text = Text::new("access_token 签名算法", "access_tokens are signed with");
const CODE_SECONDS: Text = Text::new("授权码有效期（秒）", "Life of a code (s)");
const ID_SECONDS: Text = Text::new("id_token 有效期（秒）", "Life of an id_token (s)");
const ACCESS_SECONDS: Text = Text::new("access_token 有效期（秒）", "Life of an access_token (s)");
const REFRESH_SECONDS: Text =
    Text::new("refresh_token 有效期（秒）", "Life of a refresh_token (s)");
const OAUTH: Text = Text::new("启用 OAuth 2.0", "OAuth 2.0 is enabled");
const FACTORS: Text = Text::new("登录时要求的第二因素", "Second factors that a login asks for");
const SAVE: Text = Text::new("保存", "Save");
const BAD_NUMBER: Text = Text::new("有效期须为正整数。", "A life is a whole number above zero.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/apps/{id}",
    title: Text::new("应用", "Application"),
    place: Place::Under("/_console/apps"),
    show,
    actions: &[Action { name: "save", run: save, done: Text::new("已保存。", "Saved.") }],
};

const GRANT_TYPES: [GrantType; 6] = [
    GrantType::AuthorizationCode,
    GrantType::Implicit,
    GrantType::RefreshToken,
    GrantType::ClientCredentials,
    GrantType::Password,
    GrantType::AuthingToken,
];

const SECOND_FACTORS: [SecondFactor; 4] =
    [SecondFactor::Sms, SecondFactor::Email, SecondFactor::Totp, SecondFactor::Face];

/// What each number is called in the settings.
const SECONDS: [&str; 4] =
    ["authorizationCodeSeconds", "idTokenSeconds", "accessTokenSeconds", "refreshTokenSeconds"];

/// A value by its name on the wire.
fn wire(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Json::String(text)) => text,
        _ => String::new(),
    }
}

fn show(visit: &Visit<'_>) -> Shown {
    let sheet = visit.with(|cx| {
        let Some(app) = cx.pool()?.app(visit.param("id")) else { return Ok(None) };
        let content = html! {
            (addresses(visit, app, &cx.env.base_url))
            (settings(visit, app))
        };
        Ok(Some(Sheet::titled(&app.name, content)))
    })?;
    sheet.ok_or(Stop::NotFound)
}

fn addresses(visit: &Visit<'_>, app: &Application, url: &str) -> Markup {
    let facts = [
        (ID, app.id.clone()),
        (ISSUER, format!("{url}/oidc")),
        (DISCOVERY, format!("{url}/oidc/.well-known/openid-configuration")),
        (AUTHORIZE, format!("{url}/oidc/auth")),
        (CAS, format!("{url}/cas-idp/{}", app.id)),
        (SAML, format!("{url}/api/v2/saml-idp/{}/metadata", app.id)),
    ];
    html! {
        section.sheet {
            h2 { (visit.say(ADDRESSES)) }
            dl.facts {
                @for (name, value) in &facts {
                    dt { (visit.say(*name)) }
                    dd { (parts::copyable(visit, visit.say(*name), value)) }
                }
                dt { (visit.say(SECRET)) }
                dd { (parts::secret(visit, visit.say(SECRET), &app.secret)) }
            }
            p { a.button href=(app_login::address(app, url)) target="_blank" rel="noopener" { (visit.say(TRY)) } }
        }
    }
}

fn settings(visit: &Visit<'_>, app: &Application) -> Markup {
    let own = &app.protocols;
    let grants =
        GRANT_TYPES.iter().map(|grant| (wire(grant), wire(grant), own.grants.contains(grant)));
    let responses = ResponseType::ALL
        .iter()
        .map(|kind| (wire(kind), wire(kind), own.response_types.contains(kind)));
    let factors = SECOND_FACTORS
        .iter()
        .map(|factor| (wire(factor), wire(factor), app.mfa_factors.contains(factor)));
    let methods: Vec<String> = ClientAuthMethod::ALL.iter().map(wire).collect();
    let methods = methods.iter().map(|name| (name.as_str(), name.as_str()));
    let lives = [CODE_SECONDS, ID_SECONDS, ACCESS_SECONDS, REFRESH_SECONDS];
    let present =
        [own.code_seconds, app.token_seconds, own.access_token_seconds, own.refresh_token_seconds];
    html! {
        section.sheet {
            h2 { (visit.say(SETTINGS)) }
            form method="post" {
                div.halves {
                    div {
                        (lines(visit, "redirectUris", REDIRECT, &own.redirect_uris, Some(REDIRECT_HINT)))
                        (lines(visit, "logoutRedirectUris", LOGOUT, &own.logout_redirect_uris, None))
                        (parts::choice(
                            visit, "tokenEndpointAuthMethod", TOKEN_AUTH, methods, &wire(own.token_auth),
                        ))
                        (parts::tick(visit, "oauthProviderEnabled", OAUTH, own.oauth_enabled))
                    }
                    div {
                        (parts::ticks(visit, "grantTypes", GRANTS, grants))
                        (parts::ticks(visit, "responseTypes", RESPONSES, responses))
                        (parts::ticks(visit, "mfaFactors", FACTORS, factors))
                    }
                }
                div.fields {
                    (parts::choice(
                        visit, "idTokenAlgorithm", ID_ALGORITHM, apps::ALGORITHMS, apps::wire(app.algorithm),
                    ))
                    (parts::choice(
                        visit, "accessTokenAlgorithm", ACCESS_ALGORITHM, apps::ALGORITHMS,
                        apps::wire(own.access_token_algorithm),
                    ))
                    @for ((name, label), seconds) in SECONDS.iter().zip(lives).zip(present) {
                        (parts::input(visit, name, label, "number", &seconds.to_string()))
                    }
                }
                (parts::submit(visit, "save", SAVE))
            }
        }
    }
}

fn lines(
    visit: &Visit<'_>,
    name: &str,
    label: Text,
    present: &[String],
    hint: Option<Text>,
) -> Markup {
    let present = present.join("\n");
    html! {
        div.field {
            label for=(name) { (visit.say(label)) }
            textarea.mono id=(name) name=(name) rows="3" spellcheck="false" { (visit.kept(name, &present)) }
            @if let Some(hint) = hint { p.hint { (visit.say(hint)) } }
        }
    }
}

fn save(visit: &Visit<'_>) -> Result<Next, Stop> {
    let mut settings = Map::new();
    for name in ["redirectUris", "logoutRedirectUris"] {
        let lines = visit.field(name).lines().map(str::trim).filter(|line| !line.is_empty());
        settings.insert(name.to_owned(), lines.collect());
    }
    for name in ["grantTypes", "responseTypes", "mfaFactors"] {
        settings.insert(name.to_owned(), visit.fields(name).collect());
    }
    for name in ["tokenEndpointAuthMethod", "idTokenAlgorithm", "accessTokenAlgorithm"] {
        settings.insert(name.to_owned(), visit.field(name).into());
    }
    for name in SECONDS {
        let seconds = visit.field(name).trim().parse().ok().filter(|seconds: &i64| *seconds > 0);
        settings.insert(name.to_owned(), seconds.ok_or(Stop::Wrong(BAD_NUMBER))?.into());
    }
    settings.insert(
        "oauthProviderEnabled".to_owned(),
        json!(visit.field("oauthProviderEnabled") == "true"),
    );
    let path = format!("/applications/{}", visit.param("id"));
    // The control route takes an application of any pool; the page has one of its own.
    visit
        .with(|cx| Ok(cx.pool()?.app(visit.param("id")).is_some()))?
        .then_some(())
        .ok_or(Stop::NotFound)?;
    control::call(visit.engine, &Method::PATCH, &path, &Json::Object(settings))
        .map_err(Stop::WrongText)?;
    Ok(Next::Back)
}
