//! The stand-in for social providers: a page that asks who one is there, and the three ways in which
//! the outcome goes back.

use http::StatusCode;
use serde_json::{Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::text::{Lang, Text};
use crate::base::{failures, form};
use crate::domain::connections::{self, Provider, SocialIdentity};
use crate::domain::context::Cx;
use crate::domain::login::Opening;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Call, Reply, Response, Route, Source, get, post, routes};
use crate::idp::sso::pages::{self, Page};
use crate::idp::sso::redirect;
use crate::idp::stand_in;

const LOGGED_IN: Text = Text::new("登录成功", "Logged in.");
const LINKED: Text = Text::new("绑定成功", "Linked.");
const CANCELLED: Text = Text::new("用户取消了授权", "The user has cancelled.");
const FOREIGN_TARGET: Text = Text::new(
    "target_url 不是应用登记的地址。",
    "target_url is not an address that the application has registered.",
);

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        get("/connections/social/{provider}", Access::Anonymous, show),
        post("/connections/social/{provider}", Access::Anonymous, submit)
            .source(Source::Chosen("a page that plays the provider")),
    ],
);

fn show(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    Ok(match visit(cx, call, lang) {
        Ok(_) => page(cx, call, lang)?.into(),
        Err(error) => refuse(&error, lang),
    })
}

fn page(cx: &Cx<'_>, call: &Call, lang: Lang) -> ApiResult<Response> {
    let name = call.param("provider").to_owned();
    let provider = Provider { identifier: name.clone(), name };
    let content = stand_in::content(cx, &provider, None, None, lang)?;
    let page = Page { title: stand_in::TITLE, app: Some(&cx.app()?.name), lang, again: None };
    Ok(page.respond(StatusCode::OK, &content))
}

fn submit(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let visit = match visit(cx, call, lang) {
        Ok(visit) => visit,
        Err(error) => return Ok(refuse(&error, lang)),
    };
    let outcome = decide(cx, call, lang);
    let message = match outcome {
        Ok((text, data)) => json!({ "code": 200, "message": text.get(lang), "data": data }),
        Err(error) => {
            json!({ "code": error.code, "message": error.message(lang), "data": error.data })
        }
    };
    Ok(visit.send_back(&message, lang).into())
}

fn decide(cx: &mut Cx<'_>, call: &Call, lang: Lang) -> ApiResult<(Text, Json)> {
    let (id, nickname) = stand_in::read(call);
    let identity = SocialIdentity { provider: call.param("provider"), id, nickname };
    if call.form_field("action") == "cancel" || identity.id.is_empty() {
        return Err(ApiError::own(500, CANCELLED.get(lang)));
    }
    if let Some(token) = call.query("link") {
        let user_id = connections::open_link(cx, token)?;
        connections::link(cx, &user_id, &identity)?;
        return Ok((LINKED, views::user_of(cx, &user_id, Dates::Rest)?));
    }
    let user_id = connections::log_in(cx, &identity, Opening::UserToken)?;
    Ok((LOGGED_IN, views::user_of(cx, &user_id, Dates::Rest)?))
}

fn refuse(error: &ApiError, lang: Lang) -> Reply {
    pages::error_text(StatusCode::BAD_REQUEST, error.message(lang), lang).into()
}

/// How the outcome of a visit goes back.
enum ReturnPath {
    /// As a message to the page that opened the window.
    WebMessage,
    Query(String),
    FormPost(String),
}

/// Reads the request of a visit, which must name an application, and an address of its own if the
/// outcome is to go there.
fn visit(cx: &mut Cx<'_>, call: &Call, lang: Lang) -> ApiResult<ReturnPath> {
    cx.enter_app(call.query("app_id").unwrap_or_default())?;
    let method = call.query("relay_method").unwrap_or("web_message");
    let target = call.query("target_url");
    if let Some(target) = target {
        let registered = &cx.app()?.protocols.redirect_uris;
        // Its query is the application's own business.
        let bare = target.split_once('?').map_or(target, |(bare, _)| bare);
        if !redirect::is_allowed(registered, bare) {
            return Err(ApiError::own(failures::BAD_REQUEST.code, FOREIGN_TARGET.get(lang)));
        }
    }
    Ok(match (method, target) {
        ("query", Some(target)) => ReturnPath::Query(target.to_owned()),
        ("form_post", Some(target)) => ReturnPath::FormPost(target.to_owned()),
        _ => ReturnPath::WebMessage,
    })
}

impl ReturnPath {
    fn send_back(self, message: &Json, lang: Lang) -> Response {
        let event = json!({ "source": "authing", "eventType": "socialLogin" });
        let text = |name: &str| match message.get(name) {
            Some(Json::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let pairs = [
            ("code", text("code")),
            ("message", text("message")),
            ("data", text("data")),
            ("event", event.to_string()),
        ];
        match self {
            Self::Query(target) => {
                Response::redirect(&redirect::with_query(&target, &form::encode(&pairs)))
            }
            Self::FormPost(target) => pages::auto_submit(&target, &pairs, lang),
            Self::WebMessage => {
                let mut message = message.clone();
                if let Some(members) = message.as_object_mut() {
                    members.insert("event".to_owned(), event);
                }
                pages::post_message(&message, lang)
            }
        }
    }
}
