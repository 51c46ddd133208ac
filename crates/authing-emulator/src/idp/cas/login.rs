//! The login endpoint (section 2.1).

use http::StatusCode;

use crate::base::error::ApiResult;
use crate::base::form;
use crate::base::text::{Lang, Text};
use crate::domain::cas;
use crate::domain::context::Cx;
use crate::domain::sso::NewInteraction;
use crate::handler::{Call, Envelope, Reply, Response};
use crate::idp::cas::params::{self, Repeated};
use crate::idp::sso::{self, LoginStart, pages, redirect};
use crate::state::cas::{LoginRequest, TicketMethod};
use crate::state::sso::{AuthenticatedUser, Resume};

pub(super) const NO_APP: Text =
    Text::new("应用不存在", "There is no application with the id in the path.");
const NO_SERVICE: Text = Text::new("缺少 service 参数", "The parameter service is missing.");
const FOREIGN_SERVICE: Text = Text::new(
    "service 不是应用已登记的回调地址",
    "service is not one of the redirect URIs registered for the application.",
);
pub(super) const REPEATED: Text = Text::new("参数重复", "A parameter came more than once.");
const BAD_METHOD: Text = Text::new("method 参数不合法", "method is none of GET, POST and HEADER.");

/// Why there is no login.
enum Stop {
    /// An error page: a service that is not known to be right gets no browser.
    Page(Text),
    /// What the emulator does not do.
    NotEmulated(&'static str),
}

impl From<Repeated> for Stop {
    fn from(_: Repeated) -> Self {
        Self::Page(REPEATED)
    }
}

pub(super) fn login(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let lang = pages::lang(cx, call);
    let (prompt, service, method) = match read(cx, call) {
        Ok(read) => read,
        Err(Stop::Page(text)) => {
            return Ok(pages::error(StatusCode::BAD_REQUEST, text, lang).into());
        }
        Err(Stop::NotEmulated(what)) => {
            return Ok(Envelope::V2.not_emulated(what, cx.request).into());
        }
    };
    let authenticated = sso::current(cx, call).filter(|_| prompt != PasswordPrompt::Renew);
    let request =
        LoginRequest { service: service.to_owned(), method, new_login: authenticated.is_none() };
    if authenticated.is_none() && prompt == PasswordPrompt::Gateway {
        return Ok(send_back(&request).into());
    }
    let resume = Resume::Cas(request.clone());
    let new = NewInteraction { authenticated, needs_consent: false, login_hint: None, resume };
    Ok(match sso::begin(cx, call, new)? {
        LoginStart::Page(response) => response,
        LoginStart::Ready(who) => send_ticket(cx, &request, &who, lang)?,
        LoginStart::Refused(error) => pages::refused(&error, lang),
    }
    .into())
}

/// Sends a browser whose user has logged in to the service, with a ticket.
pub(crate) fn send_ticket(
    cx: &mut Cx<'_>,
    request: &LoginRequest,
    who: &AuthenticatedUser,
    lang: Lang,
) -> ApiResult<Response> {
    let ticket = [("ticket", cas::issue_ticket(cx, request, who)?)];
    Ok(match request.method {
        TicketMethod::Query => {
            let query = form::encode(&ticket);
            Response::redirect(&redirect::with_query(&request.service, &query))
        }
        TicketMethod::FormPost => pages::auto_submit(&request.service, &ticket, lang),
    })
}

/// Sends the browser to the service without a ticket: the user is not logged in.
pub(crate) fn send_back(request: &LoginRequest) -> Response {
    Response::redirect(&request.service)
}

/// Whether the user may or must be asked for a password.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PasswordPrompt {
    IfNeeded,
    Renew,
    Gateway,
}

fn read<'a>(
    cx: &mut Cx<'_>,
    call: &'a Call,
) -> Result<(PasswordPrompt, &'a str, TicketMethod), Stop> {
    cx.enter_app(call.param("appId")).map_err(|_| Stop::Page(NO_APP))?;
    let service = params::get(call, "service")?.ok_or(Stop::Page(NO_SERVICE))?;
    let app = cx.app().map_err(|_| Stop::Page(NO_APP))?;
    if !redirect::is_allowed(&app.protocols.redirect_uris, service) {
        return Err(Stop::Page(FOREIGN_SERVICE));
    }
    let method = match params::get(call, "method")? {
        None | Some("GET") => TicketMethod::Query,
        Some("POST") => TicketMethod::FormPost,
        Some("HEADER") => return Err(Stop::NotEmulated("tickets in a header (method=HEADER)")),
        Some(_) => return Err(Stop::Page(BAD_METHOD)),
    };
    // With both the protocol recommends to ignore gateway.
    let prompt = match (params::flag(call, "renew")?, params::flag(call, "gateway")?) {
        (true, _) => PasswordPrompt::Renew,
        (false, true) => PasswordPrompt::Gateway,
        (false, false) => PasswordPrompt::IfNeeded,
    };
    Ok((prompt, service, method))
}
