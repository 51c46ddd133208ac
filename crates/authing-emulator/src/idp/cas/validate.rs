//! Asking whose ticket it is (sections 2.4 and 2.5).

use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::{cas, claims};
use crate::handler::{Call, Envelope, Reply};
use crate::idp::cas::params::{self, Repeated};
use crate::idp::cas::validation_response::{self, Format, Refusal, Success};
use crate::state::users::User;

/// What of a user the attributes tell.
const SCOPE: &str = "profile email phone address";

const NO_APP: Refusal = Refusal {
    code: "INVALID_REQUEST",
    text: Text::new("应用不存在", "there is no application with the id in the path"),
};
const REPEATED: Refusal = Refusal {
    code: "INVALID_REQUEST",
    text: Text::new("参数重复", "a parameter came more than once"),
};
const INCOMPLETE: Refusal = Refusal {
    code: "INVALID_REQUEST",
    text: Text::new("缺少 service 或 ticket 参数", "service and ticket are needed"),
};
const BAD_FORMAT: Refusal = Refusal {
    code: "INVALID_REQUEST",
    text: Text::new("format 参数不合法", "format is neither XML nor JSON"),
};
const NO_TICKET: Refusal = Refusal {
    code: "INVALID_TICKET",
    text: Text::new("Ticket 不存在", "the ticket does not exist, was used or has expired"),
};
const NOT_RENEWED: Refusal = Refusal {
    code: "INVALID_TICKET",
    text: Text::new("Ticket 不是新登录签发的", "the ticket does not come from a new login"),
};
const OTHER_SERVICE: Refusal = Refusal {
    code: "INVALID_SERVICE",
    text: Text::new("Ticket 与 service 不匹配", "the ticket was made for another service"),
};

impl From<Repeated> for Refusal {
    fn from(_: Repeated) -> Self {
        REPEATED
    }
}

/// CAS 1.0: the user's name as text.
pub(super) fn validate(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let outcome = check(cx, call)?;
    Ok(validation_response::text(outcome.ok().map(|success| success.user)).into())
}

/// CAS 2.0, with attributes as 3.0 has them.
pub(super) fn service_validate(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if call.query("pgtUrl").is_some() {
        let what = "proxy-granting tickets (pgtUrl)";
        return Ok(Envelope::V2.not_emulated(what, cx.request).into());
    }
    let (format, outcome) = match format(call) {
        Ok(format) => (format, check(cx, call)?),
        Err(refusal) => (Format::Xml, Err(refusal)),
    };
    Ok(validation_response::document(format, &outcome, cx.request.lang).into())
}

fn format(call: &Call) -> Result<Format, Refusal> {
    match params::get(call, "format")? {
        None => Ok(Format::Xml),
        Some(name) if name.eq_ignore_ascii_case("XML") => Ok(Format::Xml),
        Some(name) if name.eq_ignore_ascii_case("JSON") => Ok(Format::Json),
        Some(_) => Err(BAD_FORMAT),
    }
}

/// Takes the ticket. Whatever is wrong then, it is used up (section 2.5.3).
fn check(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Result<Success, Refusal>> {
    let (service, ticket, renew) = match read(cx, call) {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(known) = cas::take_ticket(cx, ticket)? else {
        return Ok(Err(NO_TICKET));
    };
    if known.service != service {
        return Ok(Err(OTHER_SERVICE));
    }
    if renew && !known.new_login {
        return Ok(Err(NOT_RENEWED));
    }
    let pool = cx.pool()?;
    let Some(user) = pool.user(&known.user_id).filter(|user| user.may_log_in(cx.now)) else {
        return Ok(Err(NO_TICKET));
    };
    let mut attributes = Map::new();
    attributes.insert("authenticationDate".to_owned(), json!(known.auth_time.to_rest()));
    attributes.insert("longTermAuthenticationRequestTokenUsed".to_owned(), json!(false));
    attributes.extend(claims::of_user(pool, user, SCOPE));
    Ok(Ok(Success { user: name(user), attributes: without_nulls(attributes) }))
}

fn read<'a>(cx: &mut Cx<'_>, call: &'a Call) -> Result<(&'a str, &'a str, bool), Refusal> {
    cx.enter_app(call.param("appId")).map_err(|_| NO_APP)?;
    let (service, ticket) = (params::get(call, "service")?, params::get(call, "ticket")?);
    let (service, ticket) = service.zip(ticket).ok_or(INCOMPLETE)?;
    Ok((service, ticket, params::flag(call, "renew")?))
}

/// What the service is told as the user's name, on one line.
fn name(user: &User) -> String {
    let own = user.username.as_ref().or(user.email.as_ref()).or(user.phone.as_ref());
    own.unwrap_or(&user.id).chars().filter(|letter| !letter.is_control()).collect()
}

/// What the user has not got is left out, in an address too.
fn without_nulls(members: Map<String, Json>) -> Map<String, Json> {
    members
        .into_iter()
        .map(|(name, value)| match value {
            Json::Object(inner) => (name, Json::Object(without_nulls(inner))),
            other => (name, other),
        })
        .filter(|(_, value)| match value {
            Json::Null => false,
            Json::Object(inner) => !inner.is_empty(),
            _ => true,
        })
        .collect()
}
