//! What can be set on a guard.

use std::{fmt, sync::Arc};

use authing_protocols::{CallError, Error, jose::Verifier};
use axum::response::Response;
use http::HeaderValue;
use url::Url;

use crate::{Accept, Guard, Reason};

type Answer = dyn Fn(&Reason, Response) -> Response + Send + Sync;

/// Builds a [`Guard`].
#[derive(Debug)]
#[must_use = "a builder does nothing until it builds"]
pub struct GuardBuilder {
    verifier: Verifier,
    settings: Settings,
    return_parameter: Option<String>,
}

/// What all layers of a guard share.
pub(crate) struct Settings {
    pub(crate) accepted: Vec<Accept>,
    pub(crate) cookie: Option<String>,
    pub(crate) query: Option<String>,
    pub(crate) realm: String,
    pub(crate) sign_in: Option<SignIn>,
    pub(crate) trusted_origins: Vec<String>,
    pub(crate) answer: Option<Arc<Answer>>,
}

/// Where people sign in.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) address: String,
    pub(crate) return_parameter: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // The one kind that is made for APIs.
            accepted: vec![Accept::AccessToken],
            cookie: None,
            query: None,
            // A challenge must have a parameter (RFC 6750 section 3).
            realm: "api".to_owned(),
            sign_in: None,
            trusted_origins: Vec::new(),
            answer: None,
        }
    }
}

impl GuardBuilder {
    pub(crate) fn new(verifier: Verifier) -> Self {
        Self { verifier, settings: Settings::default(), return_parameter: None }
    }

    /// Which kinds of token are accepted. Default: access tokens of users.
    pub fn accept(mut self, kinds: impl IntoIterator<Item = Accept>) -> Self {
        self.settings.accepted = kinds.into_iter().collect();
        self
    }

    /// The name of a cookie that may hold the token; the official SDKs call it `_authing_token`.
    /// Default: none. See [the crate's documentation](crate#what-is-accepted) on requests from
    /// other sites' pages.
    pub fn cookie(mut self, name: impl Into<String>) -> Self {
        self.settings.cookie = Some(name.into());
        self
    }

    /// The name of a query parameter that may hold the token, such as `access_token`. Default:
    /// none. Addresses are written to logs and sent on to other sites: do without if you can
    /// (RFC 6750 section 2.3).
    pub fn query_parameter(mut self, name: impl Into<String>) -> Self {
        self.settings.query = Some(name.into());
        self
    }

    /// What the challenge of a 401 calls the service. Default: `api`.
    pub fn realm(mut self, realm: impl Into<String>) -> Self {
        self.settings.realm = realm.into();
        self
    }

    /// Where to send a browser that asks for a page and brings no good token, instead of answering
    /// 401: a path of this service, or an address. It must not be behind the guard itself. Default:
    /// none.
    pub fn sign_in_page(mut self, address: impl Into<String>) -> Self {
        let sign_in = SignIn { address: address.into(), return_parameter: None };
        self.settings.sign_in = Some(sign_in);
        self
    }

    /// The name of a parameter that tells the sign-in page which page was asked for: path and query
    /// on this service. The sign-in page must go nowhere else, since anybody can write its address.
    /// Default: none.
    pub fn return_parameter(mut self, name: impl Into<String>) -> Self {
        self.return_parameter = Some(name.into());
        self
    }

    /// Another origin, such as `https://app.example.com`, whose pages may send requests that change
    /// something and carry the token in a cookie. Default: this service's own alone. Behind a proxy
    /// that changes `Host`, name the service's own too: browsers that send no `Sec-Fetch-Site` are
    /// believed by it.
    pub fn trusted_origin(mut self, origin: impl Into<String>) -> Self {
        self.settings.trusted_origins.push(origin.into());
        self
    }

    /// Changes the answers to those who may not pass: it gets the reason and the answer that would
    /// be sent, and gives back the one that is. Say no more about the reason than that answer does.
    ///
    /// ```
    /// # use authing_protocols::jose::Verifier;
    /// use authing_axum::Guard;
    /// use axum::response::{Html, IntoResponse};
    ///
    /// # fn example(verifier: Verifier) -> Result<(), authing_protocols::Error> {
    /// let guard = Guard::builder(verifier)
    ///     .answer(|_reason, answer| match answer.status().as_u16() {
    ///         403 => (answer.status(), Html("<h1>Not for you</h1>")).into_response(),
    ///         _ => answer,
    ///     })
    ///     .build()?;
    /// # let _ = guard; Ok(()) }
    /// ```
    pub fn answer(
        mut self,
        answer: impl Fn(&Reason, Response) -> Response + Send + Sync + 'static,
    ) -> Self {
        self.settings.answer = Some(Arc::new(answer));
        self
    }

    /// Makes the guard. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that cannot be used.
    pub fn build(self) -> Result<Guard, Error> {
        let Self { verifier, mut settings, return_parameter } = self;
        let refuse = |option, problem: &str| Err(CallError::config(option, problem).into());
        if settings.accepted.is_empty() {
            return refuse("accept", "is empty: no token would pass");
        }
        if settings.cookie.as_deref().is_some_and(|name| !is_token(name)) {
            return refuse("cookie", "is no name of a cookie");
        }
        if settings.query.as_deref().is_some_and(str::is_empty) {
            return refuse("query_parameter", "is empty");
        }
        if !settings
            .realm
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte))
        {
            return refuse("realm", "holds more than plain ASCII without quotes");
        }
        match (&mut settings.sign_in, return_parameter) {
            (Some(sign_in), _)
                if sign_in.address.is_empty()
                    || HeaderValue::from_str(&sign_in.address).is_err() =>
            {
                return refuse("sign_in_page", "is no address");
            }
            (_, Some(name)) if name.is_empty() => return refuse("return_parameter", "is empty"),
            (Some(sign_in), name) => sign_in.return_parameter = name,
            (None, Some(_)) => return refuse("return_parameter", "needs a `sign_in_page`"),
            (None, None) => {}
        }
        for origin in &settings.trusted_origins {
            let parsed = Url::parse(origin).map(|url| url.origin().ascii_serialization());
            if parsed.as_ref() != Ok(origin) {
                return refuse("trusted_origin", "is no origin, as `https://app.example.com`");
            }
        }
        Ok(Guard::with(verifier, settings))
    }
}

/// RFC 9110 section 5.6.2.
fn is_token(name: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_letter)
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("accepted", &self.accepted)
            .field("cookie", &self.cookie)
            .field("query", &self.query)
            .field("sign_in", &self.sign_in)
            .field("trusted_origins", &self.trusted_origins)
            .finish_non_exhaustive()
    }
}
