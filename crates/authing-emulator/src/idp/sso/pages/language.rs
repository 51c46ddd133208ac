//! The language of pages.

use http::header::{self, SET_COOKIE};

use crate::base::text::Lang;
use crate::domain::context::Cx;
use crate::handler::{Call, Response};

/// The cookie that keeps what somebody has chosen, here or on another page of the emulator.
const COOKIE: &str = "authing-emulator-lang";

/// A year in seconds.
const LIFETIME: u32 = 365 * 24 * 60 * 60;

/// The language that was chosen, else that of the API if the request names one, else the browser's.
pub(crate) fn lang(cx: &Cx<'_>, call: &Call) -> Lang {
    let kept = || call.cookies().find(|(name, _)| *name == COOKIE).map(|(_, value)| value);
    if let Some(chosen) = chosen(call).or_else(kept) {
        return Lang::from_header(chosen);
    }
    match cx.request.lang {
        Lang::English => Lang::English,
        Lang::Chinese => {
            let wanted = call.header(header::ACCEPT_LANGUAGE).unwrap_or_default();
            Lang::from_header(wanted.trim())
        }
    }
}

/// Keeps the language that the request chooses.
pub(crate) fn keep_lang(response: Response, call: &Call) -> Response {
    let Some(chosen) = chosen(call) else { return response };
    let tag = Lang::from_header(chosen).tag();
    let cookie = format!("{COOKIE}={tag}; Path=/; Max-Age={LIFETIME}; SameSite=Lax; HttpOnly");
    response.header(SET_COOKIE, &cookie)
}

fn chosen(call: &Call) -> Option<&str> {
    call.query("lang")
}
