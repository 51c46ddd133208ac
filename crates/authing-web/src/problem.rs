//! What a failure is over HTTP: one map for all errors of the guard and of the SDK.

use std::time::Duration;

use authing_core::{Error as CallError, ErrorCode as Code, ErrorKind as Kind, Lang};
use authing_protocols::Error;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// When to try again, where no server says so.
const RETRY_AFTER: Duration = Duration::from_secs(10);

/// No browser names more languages.
const MOST_LANGUAGES: usize = 32;

/// Lists the problems once: name, status, English and Chinese text.
macro_rules! problems {
    ($($(#[$doc:meta])+ $name:ident = $code:literal, $status:ident, $en:literal, $zh:literal;)+) => {
        /// Which problem it is; in the response it is `code`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ProblemKind {
            $($(#[$doc])+ $name,)+
        }

        impl ProblemKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What the response calls it: the same in every language.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }

            /// The status of the response.
            pub fn status(self) -> StatusCode {
                match self {
                    $(Self::$name => StatusCode::$status,)+
                }
            }

            fn english(self) -> &'static str {
                match self {
                    $(Self::$name => $en,)+
                }
            }

            fn chinese(self) -> &'static str {
                match self {
                    $(Self::$name => $zh,)+
                }
            }
        }
    };
}

problems! {
    /// There is no token, or nobody is logged in.
    LoginRequired = "login_required", UNAUTHORIZED, "Log in first.", "请先登录。";
    /// The token or login is forged, expired or revoked.
    InvalidToken = "invalid_token", UNAUTHORIZED, "Log in again.", "请重新登录。";
    /// There are several tokens.
    AmbiguousToken = "ambiguous_token", BAD_REQUEST,
        "Send one token, in one place.", "请只在一处发送一个令牌。";
    /// Another site's page made the request.
    CrossSite = "cross_site", FORBIDDEN, "Another site made this request.", "该请求来自其他网站。";
    /// A program where a user is needed.
    UserRequired = "user_required", FORBIDDEN, "Not permitted.", "没有权限。";
    /// The token lacks a scope.
    InsufficientScope = "insufficient_scope", FORBIDDEN, "Not permitted.", "没有权限。";
    /// The user lacks a permission or role, or does not belong to the tenant or organisation.
    PermissionDenied = "permission_denied", FORBIDDEN, "Not permitted.", "没有权限。";
    /// The user must log in once more, or with a second factor.
    StepUpRequired = "step_up_required", UNAUTHORIZED,
        "Confirm that it is you: log in again.", "请重新验证您的身份。";
    /// The password or code was right, and the login wants something more.
    LoginStepRequired = "login_step_required", UNAUTHORIZED,
        "The login needs one more step.", "登录还需要完成下一步验证。";
    /// The account or password is wrong; which of both, is not told.
    WrongCredentials = "wrong_credentials", UNAUTHORIZED,
        "Account or password is wrong.", "账号或密码错误。";
    /// The verification code is wrong or expired.
    WrongCode = "wrong_code", BAD_REQUEST,
        "The code is wrong or expired.", "验证码错误或已过期。";
    /// The user is blocked or locked.
    AccountLocked = "account_locked", FORBIDDEN, "The account is locked.", "账号已被锁定。";
    /// A value cannot be used.
    InvalidInput = "invalid_input", BAD_REQUEST,
        "Something in the request cannot be used.", "请求中有无效的内容。";
    /// There is no such thing.
    NotFound = "not_found", NOT_FOUND, "There is no such thing.", "未找到相关内容。";
    /// There is one already.
    AlreadyExists = "already_exists", CONFLICT, "It is there already.", "相关内容已存在。";
    /// Too many requests.
    RateLimited = "rate_limited", TOO_MANY_REQUESTS,
        "Too many requests: try again later.", "请求过于频繁，请稍后再试。";
    /// Authing refused, for a reason without a place of its own here.
    Refused = "refused", UNPROCESSABLE_ENTITY, "This cannot be done.", "无法完成该操作。";
    /// Authing returned what cannot be read, or failed.
    BadGateway = "bad_gateway", BAD_GATEWAY, "Try again later.", "请稍后再试。";
    /// Authing cannot be reached.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Try again later.", "请稍后再试。";
    /// Authing did not respond in time.
    Timeout = "timeout", GATEWAY_TIMEOUT, "Try again later.", "请稍后再试。";
    /// The service is set up wrongly.
    Misconfigured = "misconfigured", INTERNAL_SERVER_ERROR,
        "Something is wrong with this service.", "服务出现问题。";
    /// A login that was begun elsewhere, or too long ago, or whose code is refused.
    LoginNotFinished = "login_not_finished", BAD_REQUEST,
        "The login cannot be finished: start again.", "登录未能完成，请重新开始。";
    /// The visitor or the provider said no.
    LoginRefused = "login_refused", FORBIDDEN,
        "The login was cancelled or refused.", "登录已取消或被拒绝。";
    /// A form without a token of the session.
    FormOutdated = "form_outdated", FORBIDDEN,
        "The form is outdated: load the page again.", "表单已过期，请刷新页面后重试。";
    /// A route that has another method.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED,
        "This address has another method.", "该地址不支持此请求方法。";
    /// A body that is larger than is read.
    BodyTooLarge = "body_too_large", PAYLOAD_TOO_LARGE,
        "The request is too large.", "请求内容过大。";
    /// A webhook's delivery that proves nothing.
    WebhookSecret = "webhook_secret", UNAUTHORIZED,
        "The delivery does not have the secret.", "推送未携带正确的密钥。";
    /// A webhook's delivery by another method than POST.
    WebhookMethod = "webhook_method", METHOD_NOT_ALLOWED, "Deliver by POST.", "请使用 POST 推送。";
    /// A webhook's delivery that is neither JSON nor a form.
    WebhookType = "webhook_type", UNSUPPORTED_MEDIA_TYPE,
        "Deliver JSON or a form.", "请以 JSON 或表单推送。";
    /// A webhook's delivery that is larger than is read.
    WebhookTooLarge = "webhook_too_large", PAYLOAD_TOO_LARGE,
        "The delivery is too large.", "推送内容过大。";
    /// A webhook's delivery that cannot be read.
    WebhookBody = "webhook_body", BAD_REQUEST, "The delivery cannot be read.", "无法读取推送内容。";
}

/// What a failure is over HTTP (RFC 9457): status, a text for people in their language, and a code for
/// programs. It holds nothing of how the service works, and nothing that a server said.
///
/// | error | status | `code` |
/// |---|---|---|
/// | no token; the call needs a login | 401 | `login_required` |
/// | a token that is forged, expired, revoked, another application's or kind | 401 | `invalid_token` |
/// | a login that is too old, or without a second factor (RFC 9470) | 401 | `step_up_required` |
/// | several tokens | 400 | `ambiguous_token` |
/// | another site's page | 403 | `cross_site` |
/// | a program where a user is needed | 403 | `user_required` |
/// | a scope is missing | 403 | `insufficient_scope` |
/// | a permission, role, tenant, organisation is missing | 403 | `permission_denied` |
/// | keys, permissions or confirmation cannot be fetched | 503, `Retry-After` | `unavailable` |
/// | a guard, client or route that is set up wrongly | 500 | `misconfigured` |
///
/// Of [sessions](crate::session), besides:
///
/// | error | status | `code` |
/// |---|---|---|
/// | a login that is another browser's, too old, finished before, or whose code is refused | 400 | `login_not_finished` |
/// | a login that the visitor cancelled or the provider refused | 403 | `login_refused` |
/// | a form without a token of the session | 403 | `form_outdated` |
/// | a page that asks for the same login as soon as it is over | 401 | `step_up_required` |
/// | another method than the route's | 405 | `method_not_allowed` |
/// | a body that is too large | 413 | `body_too_large` |
/// | the store is down; the provider is down, and the session went on for as long as it may | 503, `Retry-After` | `unavailable` |
///
/// Of calls in the user's name ([`of_user_call`](Self::of_user_call)):
///
/// | error | status | `code` |
/// |---|---|---|
/// | `is_login_step` | 401 | `login_step_required` |
/// | account or password wrong, user not found by a login | 401 | `wrong_credentials` |
/// | `is_auth_expired` | 401 | `invalid_token` |
/// | verification code wrong or expired | 400 | `wrong_code` |
/// | blocked, locked | 403 | `account_locked` |
/// | `ErrorKind::Input` | 400 | `invalid_input` |
///
/// and of all calls, those with the service's own credentials among them
/// ([`of_service_call`](Self::of_service_call)):
///
/// | error | status | `code` |
/// |---|---|---|
/// | `is_rate_limited` | 429, `Retry-After` | `rate_limited` |
/// | `is_already_exists` | 409 | `already_exists` |
/// | `is_not_found` | 404 | `not_found` |
/// | any other refusal of Authing's | 422 | `refused` |
/// | `is_timeout` | 504 | `timeout` |
/// | Authing cannot be reached, or is busy | 503, `Retry-After` | `unavailable` |
/// | a response that cannot be read, a failure of a server | 502 | `bad_gateway` |
/// | the service's own credentials, options or arguments | 500 | `misconfigured` |
///
/// ```
/// use authing_protocols::{CallError, Lang};
/// use authing_web::{Problem, ProblemKind};
/// use bytes::Bytes;
/// use http::Response;
///
/// let error = CallError::not_logged_in();
/// let problem = Problem::of_user_call(&error);
/// assert_eq!((problem.status().as_u16(), problem.kind()), (401, ProblemKind::LoginRequired));
///
/// let response: Response<Bytes> = problem.to_response(&Lang::ZhCn);
/// assert_eq!(response.headers()["content-type"], "application/problem+json");
/// assert!(std::str::from_utf8(response.body())?.contains("请先登录。"));
/// # Ok::<(), std::str::Utf8Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: ProblemKind,
    retry_after: Option<Duration>,
    /// For developers only.
    explained: Option<Explained>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Explained {
    cause: String,
    hint: &'static str,
}

impl Problem {
    /// The failure of a call in the user's name: with their input, their password or their token.
    pub fn of_user_call(error: &CallError) -> Self {
        let is = |codes: &[Code]| error.code().is_some_and(|code| codes.contains(&code));
        let is_login = error.operation().is_some_and(|name| name.contains("login"));
        match error.kind() {
            Kind::NotLoggedIn => ProblemKind::LoginRequired.into(),
            Kind::Input => ProblemKind::InvalidInput.into(),
            _ if error.is_login_step() => ProblemKind::LoginStepRequired.into(),
            _ if is(&WRONG_CREDENTIALS) || (is_login && is(&[Code::USER_NOT_FOUND])) => {
                ProblemKind::WrongCredentials.into()
            }
            _ if is(&[Code::CODE_INCORRECT, Code::CODE_EXPIRED]) => ProblemKind::WrongCode.into(),
            _ if is(&[Code::USER_BLOCKED, Code::ACCOUNT_LOCKED]) => {
                ProblemKind::AccountLocked.into()
            }
            _ if is(&[Code::PERMISSION_DENIED]) => ProblemKind::PermissionDenied.into(),
            _ if error.is_auth_expired() || is(&[Code::NOT_LOGGED_IN]) => {
                ProblemKind::InvalidToken.into()
            }
            _ => Self::of_call(error),
        }
    }

    /// The failure of a call with the service's own credentials, such as a management client's.
    pub fn of_service_call(error: &CallError) -> Self {
        if matches!(error.kind(), Kind::Input | Kind::NotLoggedIn) || error.is_auth_expired() {
            return ProblemKind::Misconfigured.into();
        }
        Self::of_call(error)
    }

    fn of_call(error: &CallError) -> Self {
        let later = |kind| Self::later(kind, error.retry_after());
        let is_fault = error.status().is_some_and(|status| status >= 500);
        match error.kind() {
            _ if error.is_rate_limited() => later(ProblemKind::RateLimited),
            _ if error.is_timeout() => ProblemKind::Timeout.into(),
            Kind::Connect | Kind::Transport => later(ProblemKind::Unavailable),
            Kind::Api | Kind::Status if error.code() == Some(Code::SYSTEM_BUSY) => {
                later(ProblemKind::Unavailable)
            }
            Kind::Status if error.status() == Some(503) => later(ProblemKind::Unavailable),
            Kind::Api | Kind::Status if error.is_already_exists() => {
                ProblemKind::AlreadyExists.into()
            }
            Kind::Api | Kind::Status if error.is_not_found() => ProblemKind::NotFound.into(),
            Kind::Decode => ProblemKind::BadGateway.into(),
            Kind::Api | Kind::Status if is_fault => ProblemKind::BadGateway.into(),
            Kind::Api | Kind::Status => ProblemKind::Refused.into(),
            // Options, arguments, encryption, the service's own credentials.
            _ => ProblemKind::Misconfigured.into(),
        }
    }

    /// Which problem it is.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// When to try again, if that may help.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// What happened, for a person: in Chinese for [`Lang::ZhCn`], otherwise in English.
    pub fn detail(&self, lang: &Lang) -> &'static str {
        match lang {
            Lang::ZhCn => self.kind.chinese(),
            _ => self.kind.english(),
        }
    }

    /// A problem that may be over soon: after so long, or else in 10 s.
    pub(crate) fn later(kind: ProblemKind, wait: Option<Duration>) -> Self {
        Self { retry_after: Some(wait.unwrap_or(RETRY_AFTER)), ..Self::from(kind) }
    }

    /// Adds what only developers may read.
    pub(crate) fn explained(mut self, cause: String, hint: &'static str) -> Self {
        self.explained = Some(Explained { cause, hint });
        self
    }

    /// The response: `application/problem+json`, never cached. In Chinese for [`Lang::ZhCn`], otherwise
    /// in English; [`language`] is what the visitor wants.
    pub fn to_response<B: From<Bytes>>(&self, lang: &Lang) -> Response<B> {
        let mut body = json!({
            "title": title(self.status(), lang),
            "status": self.status().as_u16(),
            "detail": self.detail(lang),
            "code": self.kind.as_str(),
        });
        if let (Some(Explained { cause, hint }), Value::Object(body)) = (&self.explained, &mut body)
        {
            body.insert("cause".to_owned(), cause.as_str().into());
            body.insert("hint".to_owned(), (*hint).into());
        }
        let mut response = Response::new(B::from(Bytes::from(body.to_string())));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        let tag = if *lang == Lang::ZhCn { "zh-CN" } else { "en" };
        for (name, value) in [
            (header::CONTENT_TYPE, "application/problem+json"),
            (header::CONTENT_LANGUAGE, tag),
            (header::CACHE_CONTROL, "no-store"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if self.kind == ProblemKind::WebhookMethod {
            headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        if let Some(wait) = self.retry_after {
            // Whole seconds, and not at once.
            let seconds = wait.as_millis().div_ceil(1000).max(1);
            if let Ok(seconds) = HeaderValue::try_from(seconds.to_string()) {
                headers.insert(header::RETRY_AFTER, seconds);
            }
        }
        response
    }
}

const WRONG_CREDENTIALS: [Code; 4] = [
    Code::PASSWORD_INCORRECT,
    Code::ACCOUNT_OR_PASSWORD_INCORRECT,
    Code::OLD_PASSWORD_INCORRECT,
    Code::PASSWORD_NOT_SET,
];

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self { kind, retry_after: None, explained: None }
    }
}

/// Errors of the protocols: what a callback, a token or a provider got wrong.
impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        match error {
            Error::Call(error) => match error.kind() {
                Kind::Input => ProblemKind::InvalidInput.into(),
                _ => Self::of_service_call(error),
            },
            Error::Token(_) | Error::OtherUser(_) | Error::KeyBound { .. } => {
                ProblemKind::InvalidToken.into()
            }
            Error::Callback(_) => ProblemKind::InvalidInput.into(),
            Error::OAuth(error) => match error.code().as_str() {
                "access_denied" => ProblemKind::PermissionDenied.into(),
                "invalid_grant"
                | "invalid_token"
                | "login_required"
                | "interaction_required"
                | "consent_required" => ProblemKind::InvalidToken.into(),
                "invalid_client" | "unauthorized_client" => ProblemKind::Misconfigured.into(),
                "temporarily_unavailable" => Self::later(ProblemKind::Unavailable, None),
                "server_error" => ProblemKind::BadGateway.into(),
                _ => ProblemKind::Refused.into(),
            },
            Error::Store(_) => Self::later(ProblemKind::Unavailable, None),
            // SAML and CAS: a message or ticket that is refused.
            _ => ProblemKind::InvalidInput.into(),
        }
    }
}

fn title(status: StatusCode, lang: &Lang) -> &'static str {
    let chinese = match status.as_u16() {
        _ if *lang != Lang::ZhCn => None,
        400 => Some("请求无效"),
        401 => Some("未登录"),
        403 => Some("禁止访问"),
        404 => Some("未找到"),
        405 => Some("方法不允许"),
        409 => Some("冲突"),
        413 => Some("内容过大"),
        415 => Some("类型不支持"),
        422 => Some("无法处理"),
        429 => Some("请求过多"),
        500 => Some("服务错误"),
        502 => Some("上游错误"),
        503 => Some("服务不可用"),
        504 => Some("上游超时"),
        _ => None,
    };
    chinese.or_else(|| status.canonical_reason()).unwrap_or("Error")
}

/// Which of the two languages a visitor wants, by `Accept-Language`: [`Lang::ZhCn`], or
/// [`Lang::EnUs`], which it is too when they want neither.
///
/// ```
/// use authing_protocols::Lang;
/// use authing_web::language;
/// use http::{HeaderMap, HeaderValue, header::ACCEPT_LANGUAGE};
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(language(&headers), Lang::EnUs);
/// headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("fr, zh-TW;q=0.9, en;q=0.8"));
/// assert_eq!(language(&headers), Lang::ZhCn);
/// ```
pub fn language(headers: &HeaderMap) -> Lang {
    let (mut chinese, mut english) = (0.0_f32, 0.0_f32);
    let values = headers.get_all(header::ACCEPT_LANGUAGE).iter();
    let ranges = values.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    for range in ranges.take(MOST_LANGUAGES) {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q="));
        let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok());
        let Some(weight) = weight.filter(|weight| (0.0..=1.0).contains(weight)) else { continue };
        let primary = tag.split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            chinese = chinese.max(weight);
        } else if primary.eq_ignore_ascii_case("en") {
            english = english.max(weight);
        }
    }
    if chinese > english { Lang::ZhCn } else { Lang::EnUs }
}
