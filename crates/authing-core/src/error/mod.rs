//! What went wrong, and what to do about it.

mod code;
pub(crate) mod server_text;
mod unknown;

use std::{borrow::Cow, error::Error as StdError, fmt, sync::Arc, time::Duration};

use authing_types::InvalidArgument;
use serde_json::Value;

pub use code::ErrorCode;
pub use unknown::{Unknown, UnknownKind};

/// The cause of an [`Error`], shared so that the error can be cloned.
type Cause = Arc<dyn StdError + Send + Sync>;

/// A failed call.
///
/// One pointer wide and cheap to clone. `Display` is one line about this failure only; the cause
/// is in [`source`](StdError::source), and [`Error::report`] prints the whole chain. Neither shows
/// a secret or what the server sent as data.
///
/// ```
/// use authing_core::{Error, ErrorCode};
///
/// fn describe(error: &Error) -> String {
///     if error.code() == Some(ErrorCode::USER_NOT_FOUND) {
///         return "no such user".to_owned();
///     }
///     if error.is_rate_limited() {
///         return format!("slow down, wait {:?}", error.retry_after());
///     }
///     error.report().to_string()
/// }
/// # let _ = describe;
/// ```
#[derive(Clone)]
pub struct Error(Arc<Details>);

/// The stage at which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An option of the client is missing or malformed; nothing was sent.
    Config,
    /// An argument of the call is missing or malformed; nothing was sent.
    Input,
    /// The call needs a login and the client holds no token; nothing was sent.
    NotLoggedIn,
    /// The password could not be encrypted; nothing was sent.
    Encryption,
    /// The management token could not be obtained.
    Credential,
    /// No connection could be made; nothing was sent.
    Connect,
    /// The connection broke; the server may have carried out the call, unless
    /// [`Error::is_not_sent`].
    Transport,
    /// No complete response came in time; the server may have carried out the call, unless
    /// [`Error::is_not_sent`].
    Timeout,
    /// The server or a gateway returned an HTTP status that is not a success, and with no
    /// code of Authing's.
    Status,
    /// Authing refused the call: see [`Error::code`].
    Api,
    /// The response is not what this call returns.
    Decode,
}

#[derive(Clone)]
struct Details {
    kind: ErrorKind,
    operation: Option<Cow<'static, str>>,
    status: Option<u16>,
    code: Option<ErrorCode>,
    message: Cow<'static, str>,
    data: Option<Value>,
    unknown: Vec<Unknown>,
    /// The server says that it is the next step of a login rather than a failure.
    step: bool,
    /// The same attempt would fail the same way.
    is_final: bool,
    /// The server has certainly not acted on the request.
    not_carried_out: bool,
    /// The server has acted on a part of the request.
    partly_carried_out: bool,
    /// The connection had been kept from an earlier request.
    kept_connection: bool,
    request_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    cause: Option<Cause>,
}

impl Error {
    /// The stage at which the call failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The call, as `area.method`; `None` while a client is being built.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The HTTP status, when there was a response. Authing mostly reports failures with 200.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Authing's code, when the response carried one.
    pub fn code(&self) -> Option<ErrorCode> {
        self.0.code
    }

    /// The server's message in the client's language, or what this crate found wrong.
    ///
    /// What the call carried is taken out of a server's message (`[redacted]`), and so is what looks
    /// like a token, an email address or somebody's number: messages end up in logs.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the server sent along with the failure, for instance the list of factors of a second
    /// login step. It may hold tokens: do not log it.
    pub fn data(&self) -> Option<&Value> {
        self.0.data.as_ref()
    }

    /// What the call uses and the server does not know, because its version is older: fields, arguments,
    /// types. Nothing was carried out. Empty for every other failure.
    ///
    /// ```
    /// # fn example(error: &authing_core::Error) {
    /// for unknown in error.unknown_to_server() {
    ///     println!("{unknown}");
    ///     if let Some(option) = unknown.asked_by {
    ///         println!("the call works without {option}");
    ///     }
    /// }
    /// # }
    /// ```
    pub fn unknown_to_server(&self) -> &[Unknown] {
        &self.0.unknown
    }

    /// The server's name for this request, to quote to its operators.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the server asked to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many times the request was sent, or tried to be.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What was looked for does not exist.
    pub fn is_not_found(&self) -> bool {
        const CODES: [ErrorCode; 5] = [
            ErrorCode::USER_NOT_FOUND,
            ErrorCode::APPLICATION_NOT_FOUND,
            ErrorCode::USER_POOL_NOT_FOUND,
            ErrorCode::QR_CODE_NOT_FOUND,
            ErrorCode::new(404),
        ];
        self.status() == Some(404) || self.has_code(&CODES)
    }

    /// What was to be created, or a name or address it was to have, is already there.
    pub fn is_already_exists(&self) -> bool {
        self.has_code(&[
            ErrorCode::USER_ALREADY_EXISTS,
            ErrorCode::USERNAME_TAKEN,
            ErrorCode::PHONE_ALREADY_BOUND,
            ErrorCode::EMAIL_ALREADY_BOUND,
            ErrorCode::DOMAIN_TAKEN,
        ])
    }

    /// The server wants fewer calls; see [`Error::retry_after`].
    pub fn is_rate_limited(&self) -> bool {
        self.is_throttled()
            || self.has_code(&[
                ErrorCode::TOO_FREQUENT,
                ErrorCode::CODE_REQUESTED_TOO_SOON,
                ErrorCode::REGISTRATION_TOO_FREQUENT,
            ])
    }

    /// The token the call carried is expired, revoked or was never valid: log in again.
    pub fn is_auth_expired(&self) -> bool {
        self.status() == Some(401)
            || self.code().is_some_and(ErrorCode::is_auth_expired)
            // A revoked token is a plain 500 whose text says so.
            || (self.code() == Some(ErrorCode::FAILED) && self.message().contains("黑名单"))
    }

    /// The login is not over: the password or code was right, and the server wants something more.
    /// `authing-authentication` reads what it wants from the error, as a `LoginStep`.
    pub fn is_login_step(&self) -> bool {
        self.0.step || self.code().is_some_and(ErrorCode::is_login_step)
    }

    /// No complete response came in time, be it that of the call or that of the token request which
    /// it waited for.
    pub fn is_timeout(&self) -> bool {
        match self.kind() {
            ErrorKind::Timeout => true,
            ErrorKind::Credential => {
                self.source().and_then(|cause| cause.downcast_ref()).is_some_and(Self::is_timeout)
            }
            _ => false,
        }
    }

    /// The server has certainly not carried out the call: it cannot have seen the request, or it
    /// says that it did not begin with it, as HTTP/2 can.
    pub fn is_not_sent(&self) -> bool {
        self.0.not_carried_out
            || matches!(
                self.kind(),
                ErrorKind::Config
                    | ErrorKind::Input
                    | ErrorKind::NotLoggedIn
                    | ErrorKind::Encryption
                    | ErrorKind::Credential
                    | ErrorKind::Connect
            )
    }

    /// This error and its causes on one line, for a log.
    pub fn report(&self) -> Report<'_> {
        Report(self)
    }
}

/// For the crates that build on this one, and for transports and token providers of your own.
impl Error {
    /// An error of this kind. `message` says what is wrong and what to do, and holds no secret.
    pub fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Arc::new(Details {
            kind,
            operation: None,
            status: None,
            code: None,
            message: message.into(),
            data: None,
            unknown: Vec::new(),
            step: false,
            is_final: false,
            not_carried_out: false,
            partly_carried_out: false,
            kept_connection: false,
            request_id: None,
            retry_after: None,
            attempts: 0,
            cause: None,
        }))
    }

    /// An error with a text that a server or a browser brought: on one line, short, and without what
    /// it was told (`[redacted]`), which is given here, and what looks like a token, an email address
    /// or somebody's number.
    ///
    /// ```
    /// use authing_core::{Error, ErrorKind};
    ///
    /// let text = "token a1b2 of ann@example.com is not valid";
    /// let error = Error::from_server(ErrorKind::Api, text, &["a1b2"]);
    /// assert_eq!(error.message(), "token [redacted] of [redacted] is not valid");
    /// ```
    pub fn from_server(kind: ErrorKind, text: &str, told: &[&str]) -> Self {
        let told = || told.iter().map(|value| (*value).to_owned()).collect();
        let hidden = server_text::hide(text, told);
        Self::new(kind, hidden.unwrap_or_else(|| "the text about it cannot be shown".to_owned()))
    }

    /// A client option that cannot be used.
    pub fn config(option: &str, problem: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Config, format!("option `{option}` {problem}"))
    }

    /// The same error, if it is about this option, about what the caller knows the option as: a
    /// variable of the environment.
    ///
    /// ```
    /// use authing_core::Error;
    ///
    /// let error = Error::config("public_key", "is empty");
    /// let error = error.with_option_named("public_key", "AUTHING_PUBLIC_KEY");
    /// assert_eq!(error.to_string(), "option `AUTHING_PUBLIC_KEY` is empty");
    /// ```
    #[must_use]
    pub fn with_option_named(self, option: &str, name: &str) -> Self {
        let start = format!("option `{option}` ");
        match self.message().strip_prefix(&*start).filter(|_| self.kind() == ErrorKind::Config) {
            Some(problem) => {
                let message = format!("option `{name}` {problem}");
                self.change(|details| details.message = message.into())
            }
            None => self,
        }
    }

    /// An argument that cannot be sent. Its name may come from outside, as a column of a file does: it
    /// is cut at 100 characters.
    pub fn input(argument: &str, problem: impl fmt::Display) -> Self {
        const LONGEST: usize = 100;
        let (name, mark) = match argument.char_indices().nth(LONGEST) {
            Some((end, _)) => (argument.get(..end).unwrap_or_default(), "…"),
            None => (argument, ""),
        };
        Self::new(ErrorKind::Input, format!("argument `{name}{mark}` {problem}"))
    }

    /// A call that needs a login, on a client that holds no token.
    pub fn not_logged_in() -> Self {
        Self::new(
            ErrorKind::NotLoggedIn,
            "nobody is logged in: log in first, or make the client with a token",
        )
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(self, cause: impl StdError + Send + Sync + 'static) -> Self {
        self.change(|details| details.cause = Some(Arc::new(cause)))
    }

    pub(crate) fn with_cause(self, cause: Option<Box<dyn StdError + Send + Sync>>) -> Self {
        self.change(|details| details.cause = cause.map(Cause::from))
    }

    /// Adds Authing's code.
    #[must_use]
    pub fn with_code(self, code: ErrorCode) -> Self {
        self.change(|details| details.code = Some(code))
    }

    pub(crate) fn with_operation(self, operation: &'static str) -> Self {
        if self.0.operation.is_some() {
            return self;
        }
        self.change(|details| details.operation = Some(Cow::Borrowed(operation)))
    }

    pub(crate) fn with_status(self, status: u16) -> Self {
        self.change(|details| details.status = Some(status))
    }

    /// Adds what the server sent along.
    #[must_use]
    pub fn with_data(self, data: Option<Value>) -> Self {
        self.change(|details| details.data = data)
    }

    /// Adds what the server does not know, which is then what the message says: the server's own may
    /// quote what was sent.
    pub(crate) fn with_unknown(self, unknown: Vec<Unknown>) -> Self {
        // What can be left out says more than what cannot.
        let first = unknown.iter().find(|one| one.asked_by.is_some()).or_else(|| unknown.first());
        let Some(first) = first else { return self };
        let message = match unknown.len() {
            1 => first.to_string(),
            many => format!("{first} (and {} more)", many - 1),
        };
        self.change(|details| {
            details.message = message.into();
            details.unknown = unknown;
        })
    }

    pub(crate) fn with_step(self, step: bool) -> Self {
        self.change(|details| details.step = step)
    }

    /// Marks a failure that another attempt cannot mend.
    pub(crate) fn with_final(self) -> Self {
        self.change(|details| details.is_final = true)
    }

    pub(crate) fn is_final(&self) -> bool {
        self.0.is_final
    }

    /// Marks a failure after which the server has certainly not acted on the request.
    pub(crate) fn with_not_carried_out(self) -> Self {
        self.change(|details| details.not_carried_out = true)
    }

    /// Whether the failure is about a part of the call, of which another part was carried out.
    pub(crate) fn with_partly_carried_out(self, is_partly: bool) -> Self {
        self.change(|details| details.partly_carried_out = is_partly)
    }

    pub(crate) fn is_partly_carried_out(&self) -> bool {
        self.0.partly_carried_out
    }

    /// Marks a failure of a connection that had been kept from an earlier request.
    pub(crate) fn with_kept_connection(self) -> Self {
        self.change(|details| details.kept_connection = true)
    }

    pub(crate) fn is_on_kept_connection(&self) -> bool {
        self.0.kept_connection
    }

    pub(crate) fn with_request_id(self, request_id: Option<String>) -> Self {
        self.change(|details| details.request_id = request_id.or(details.request_id.take()))
    }

    pub(crate) fn with_retry_after(self, retry_after: Option<Duration>) -> Self {
        self.change(|details| details.retry_after = retry_after)
    }

    pub(crate) fn with_attempts(self, attempts: u32) -> Self {
        self.change(|details| details.attempts = attempts)
    }

    /// HTTP 429, or the same number inside a 200 response: the call was not carried out.
    pub(crate) fn is_throttled(&self) -> bool {
        self.status() == Some(429) || self.code() == Some(ErrorCode::new(429))
    }

    fn has_code(&self, codes: &[ErrorCode]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    fn change(mut self, change: impl FnOnce(&mut Details)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }
}

impl From<InvalidArgument> for Error {
    fn from(invalid: InvalidArgument) -> Self {
        Self::input(invalid.argument(), invalid.problem())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        if let Some(operation) = &details.operation {
            write!(f, "{operation} failed: ")?;
        }
        // A bare number could be anything, and Authing's codes come with HTTP status 200.
        match (details.status, details.code) {
            (Some(status), Some(code)) => write!(f, "HTTP {status}, Authing code {code}: ")?,
            (Some(status), None) => write!(f, "HTTP {status}: ")?,
            (None, Some(code)) => write!(f, "Authing code {code}: ")?,
            (None, None) => {}
        }
        write!(f, "{}", OneLine(&details.message))?;
        if details.attempts > 1 {
            write!(f, " (after {} attempts)", details.attempts)?;
        }
        if let Some(request_id) = &details.request_id {
            write!(f, " [request {}]", OneLine(request_id))?;
        }
        Ok(())
    }
}

/// A text that a server may have written, on one line and in its order: what ends a line, moves the
/// cursor or turns the direction of writing is escaped.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_odd = |letter: char| {
            letter.is_control()
                || matches!(
                    letter,
                    '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                )
        };
        for part in self.0.split_inclusive(is_odd) {
            match part.char_indices().next_back() {
                Some((end, letter)) if is_odd(letter) => {
                    f.write_str(part.get(..end).unwrap_or_default())?;
                    write!(f, "{}", letter.escape_default())?;
                }
                _ => f.write_str(part)?,
            }
        }
        Ok(())
    }
}

/// Shows everything but what the server sent as data, which may hold tokens.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        f.debug_struct("Error")
            .field("kind", &details.kind)
            .field("operation", &details.operation)
            .field("status", &details.status)
            .field("code", &details.code)
            .field("message", &details.message)
            .field("has_data", &details.data.is_some())
            .field("request_id", &details.request_id)
            .field("retry_after", &details.retry_after)
            .field("attempts", &details.attempts)
            .field("source", &details.cause)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}

/// An error and its causes on one line: see [`Error::report`].
#[derive(Clone, Copy, Debug)]
pub struct Report<'a>(&'a Error);

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_is_one_pointer_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
    }

    #[test]
    fn display_says_operation_status_code_message_and_request() {
        let error = Error::new(ErrorKind::Api, "no permission")
            .with_status(403)
            .with_code(ErrorCode::new(1234))
            .with_request_id(Some("7f3a".into()))
            .with_operation("users.list");
        assert_eq!(
            error.to_string(),
            "users.list failed: HTTP 403, Authing code 1234: no permission [request 7f3a]"
        );
    }

    #[test]
    fn display_is_one_line_whatever_the_server_says() {
        let error =
            Error::new(ErrorKind::Api, "no\r\nERROR root logged in\u{1b}[2J\u{202e}x 用户 'a\\b'")
                .with_request_id(Some("a\nb".into()));
        assert_eq!(
            error.to_string(),
            r"no\r\nERROR root logged in\u{1b}[2J\u{202e}x 用户 'a\b' [request a\nb]"
        );
        assert!(error.message().contains('\n'), "the message itself is the server's");
    }

    #[test]
    fn the_name_of_an_argument_is_cut() {
        let error = Error::input(&"é".repeat(5000), "is not known");
        assert_eq!(error.to_string(), format!("argument `{}…` is not known", "é".repeat(100)));
        assert_eq!(Error::input("name", "is empty").to_string(), "argument `name` is empty");
    }

    #[test]
    fn the_cause_is_in_the_report_and_not_in_display() {
        let cause = std::io::Error::other("reset by peer");
        let error = Error::new(ErrorKind::Transport, "the connection broke").with_source(cause);
        assert_eq!(error.to_string(), "the connection broke");
        assert_eq!(error.report().to_string(), "the connection broke: reset by peer");
    }

    #[test]
    fn a_login_that_is_not_over_is_told_from_one_that_failed() {
        let api = |code| Error::new(ErrorKind::Api, "").with_code(code);
        assert!(api(ErrorCode::MFA_REQUIRED).is_login_step());
        assert!(api(ErrorCode::new(9999)).with_step(true).is_login_step());
        assert!(!api(ErrorCode::PASSWORD_INCORRECT).is_login_step());
    }

    #[test]
    fn what_the_server_sent_as_data_is_never_shown() {
        let error =
            Error::new(ErrorKind::Api, "MFA").with_data(Some(json!({"mfaToken": "canary"})));
        assert!(!format!("{error} {error:?} {error:#?}").contains("canary"));
    }

    #[test]
    fn every_shape_of_an_ended_login_is_one_predicate() {
        let api = |code| Error::new(ErrorKind::Api, "").with_code(ErrorCode::new(code));
        for code in [2020, 2206, 2207] {
            assert!(api(code).is_auth_expired(), "{code}");
        }
        assert!(Error::new(ErrorKind::Status, "").with_status(401).is_auth_expired());
        let revoked =
            Error::new(ErrorKind::Api, "该 token 在黑名单中").with_code(ErrorCode::FAILED);
        assert!(revoked.is_auth_expired());
        let taken = Error::new(ErrorKind::Api, "该手机号已被绑定").with_code(ErrorCode::FAILED);
        assert!(!taken.is_auth_expired());
    }
}
