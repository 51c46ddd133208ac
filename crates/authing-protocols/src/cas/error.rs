//! Why a CAS ticket, response or message is refused.

use std::{borrow::Cow, fmt};

use crate::text::{printable, quoted};

/// Why a CAS ticket or response is refused.
///
/// None of the texts holds a ticket, a user's name or an attribute. Addresses and name spaces that
/// were found beside those expected are cut and escaped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CasError {
    /// The server refused: see [`CasRefusal::code`].
    #[error(transparent)]
    Refused(CasRefusal),
    /// The text is not a ticket; it was not sent.
    #[error("this is not a ticket: start the login again")]
    NotATicket,
    /// A parameter came twice, so that two readers could see different ones.
    #[error("the request holds `{0}` twice")]
    Duplicate(&'static str),
    /// A parameter is missing.
    #[error("the request lacks `{0}`")]
    Missing(&'static str),
    /// The URL that the browser requested lies outside of the configured service.
    #[error(
        "the address is not below the service's: {} was found, and one below {} was expected; \
         check the option `service`",
        quoted(found, 200),
        quoted(expected, 200)
    )]
    ForeignService {
        /// Whose page the browser requested: scheme, host and port.
        found: String,
        /// The configured service.
        expected: String,
    },
    /// The response or message is longer than any that CAS has.
    #[error("the CAS message is longer than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// The response or message is nested deeper, or has more parts, than any that CAS has: `16 levels`,
    /// `20000 parts`, `32 attributes of an element` or `16 namespaces in scope`.
    #[error("the CAS message has more than {0}")]
    TooComplex(&'static str),
    /// The response or message is not, or says that it is not, in UTF-8.
    #[error("the CAS message is not in UTF-8: {0}")]
    Encoding(String),
    /// The response or message has a document type declaration, which could define entities.
    #[error("the CAS message has a document type declaration, which is not read")]
    DocumentType,
    /// A text is written in part as a CDATA section, which some readers take for another text.
    #[error("`{0}` in the CAS message is in part a CDATA section, so that it could be misread")]
    Section(&'static str),
    /// The response is not a CAS response at all, such as a web page.
    #[error("the response is not one of CAS, {0}: check the host, the application and the version")]
    NotCas(&'static str),
    /// The response or message is neither well-formed XML nor JSON.
    #[error("the CAS message is not well-formed at line {line} column {column}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The response or message has the right names in the wrong XML name space.
    #[error(
        "the CAS message is in another XML name space: {} was found, and `{expected}` was expected",
        quoted(found, 200)
    )]
    Namespace {
        /// The name space that was found; empty for none.
        found: String,
        /// The one that it must be in.
        expected: &'static str,
    },
    /// The response says more than one outcome: success and failure, or one of them twice.
    #[error("the response holds more than one outcome")]
    Ambiguous,
    /// A part that may be there once is there twice.
    #[error("the CAS message holds `{0}` more than once")]
    Repeated(&'static str),
    /// A part that must be there is not.
    #[error("the CAS message lacks `{0}`")]
    Lacks(&'static str),
    /// A text is broken up by comments, instructions, sections or elements, or is of the wrong
    /// kind, so that two readers could see different texts.
    #[error("`{0}` in the CAS message is not one plain text")]
    NotPlain(&'static str),
    /// A text that decides holds half a character, or a reference to none: with U+FFFD in its place
    /// two texts would be one.
    #[error("`{0}` in the CAS message holds half a character, or a reference to none")]
    Half(&'static str),
    /// The user's name is empty, or holds a line break, another control character or white space
    /// around it.
    #[error("the user's name in the response is empty or holds characters that no name has")]
    UserName,
    /// A new login was required, and the ticket came from an old one.
    #[error("the ticket does not come from a new login: ask for the password again")]
    NotRenewed,
    /// The ticket came through a proxy that this service does not allow.
    #[error(
        "the ticket came through proxies that are not allowed ({}): validate it with \
         `proxy_validate`, and allow exactly this chain with `allow_proxy_chain`",
        Chain(.0)
    )]
    ProxyNotAllowed(Vec<String>),
    /// The server named no proxy-granting ticket, or the one it named never came.
    #[error("there is no proxy-granting ticket: check that the server reaches the callback")]
    NoProxyGrantingTicket,
}

/// The proxies of a ticket as a row of bounded length.
struct Chain<'a>(&'a [String]);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MANY: usize = 5;
        if self.0.is_empty() {
            return f.write_str("the server names none");
        }
        for (position, proxy) in self.0.iter().take(MANY).enumerate() {
            let between = if position > 0 { ", " } else { "" };
            write!(f, "{between}{}", quoted(proxy, 200))?;
        }
        match self.0.len().saturating_sub(MANY) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// The server's refusal of a ticket or request.
#[derive(Clone, PartialEq, Eq)]
pub struct CasRefusal {
    code: Option<CasCode>,
    message: Option<String>,
}

impl CasRefusal {
    /// A refusal with what the server said about it.
    pub(super) fn new(code: Option<&str>, message: Option<&str>) -> Self {
        let text =
            |text: &str, limit| Some(printable(text.trim(), limit)).filter(|text| !text.is_empty());
        Self {
            code: code.and_then(|code| text(code, 64)).map(|code| CasCode(Cow::Owned(code))),
            message: message.and_then(|message| text(message, 500)),
        }
    }

    /// Which refusal it is. CAS 1.0 says only that the ticket is not valid: `None`.
    pub fn code(&self) -> Option<&CasCode> {
        self.code.as_ref()
    }

    /// The server's text for developers. They often quote the ticket or the service.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for CasRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(code) = &self.code else {
            return f.write_str("the CAS server refused the ticket: start the login again");
        };
        write!(f, "the CAS server refused: {code}")?;
        match code.advice() {
            Some(advice) => write!(f, " ({advice})"),
            None => Ok(()),
        }
    }
}

// Hides the message, which may quote the ticket.
authing_types::redacted_debug!(CasRefusal { code });

impl std::error::Error for CasRefusal {}

/// A CAS error code (CAS protocol 3.0.3 sections 2.5.3 and 2.7.3). Unknown codes are kept.
///
/// ```
/// use authing_protocols::cas::CasCode;
///
/// assert_eq!(CasCode::INVALID_TICKET.as_str(), "INVALID_TICKET");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CasCode(Cow<'static, str>);

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $advice:literal,)+) => {
        impl CasCode {
            $(
                $(#[$doc])*
                pub const $name: Self = Self(Cow::Borrowed(stringify!($name)));
            )+

            /// What to do about it.
            fn advice(&self) -> Option<&'static str> {
                match &*self.0 {
                    $(stringify!($name) => Some($advice),)+
                    _ => None,
                }
            }
        }
    };
}

codes! {
    /// A parameter is missing.
    INVALID_REQUEST = "a parameter is missing",
    /// The ticket is not of the kind that was requested: not from a new login, for instance.
    INVALID_TICKET_SPEC = "the ticket is of another kind: start the login again",
    /// The service may not use proxy tickets.
    UNAUTHORIZED_SERVICE_PROXY = "the service may not be proxied: see the server's settings",
    /// The server cannot reach the callback for proxy-granting tickets, or does not trust it.
    INVALID_PROXY_CALLBACK = "the server must reach the callback by https and trust it",
    /// The ticket is unknown, used or expired.
    INVALID_TICKET = "the ticket is unknown, used or expired: start the login again",
    /// The ticket was made for another service.
    INVALID_SERVICE = "login and validation must name the same service",
    /// The server failed.
    INTERNAL_ERROR = "the server failed",
    /// The service may not get a proxy ticket.
    UNAUTHORIZED_SERVICE = "the service may not be proxied: see the server's settings",
    /// The proxy-granting ticket is unknown or expired; a code of CAS 2.0.
    BAD_PGT = "the proxy-granting ticket is unknown or expired: start the login again",
}

impl CasCode {
    /// The code as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CasCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_to_do_and_nothing_that_the_server_wrote() {
        let refusal = CasRefusal::new(Some("INVALID_TICKET"), Some("\n ST-canary unknown\n"));
        let error = CasError::Refused(refusal.clone());
        assert_eq!(
            error.to_string(),
            "the CAS server refused: INVALID_TICKET \
             (the ticket is unknown, used or expired: start the login again)"
        );
        assert!(!format!("{error:?}").contains("canary"));
        assert_eq!(refusal.code(), Some(&CasCode::INVALID_TICKET));
        assert_eq!(refusal.message(), Some("ST-canary unknown"));
    }

    #[test]
    fn an_unknown_code_is_kept_on_one_line() {
        let refusal = CasRefusal::new(Some("NEW\r\nCODE"), None);
        assert_eq!(refusal.to_string(), "the CAS server refused: NEWCODE");
    }
}
