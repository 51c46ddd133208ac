//! What a layer has found out about a request.

use std::sync::Arc;

use http::{Extensions, HeaderMap, HeaderValue, header};

use crate::{
    cookie,
    error::AuthError,
    rejection::Rejection,
    reply::Reply,
    session::record::Session,
    settings::Settings,
    verified::{CurrentUser, TokenSource, Verified},
};

/// Who sent a request, as a layer of a [`Guard`](crate::Guard) has found out: it is in the extensions
/// of every request that gets through, and replaces what an outer layer found.
///
/// Frameworks make their extractors of it; `authing-axum` and `authing-actix` have them ready. A clone is cheap.
///
/// ```
/// use authing_web::{AuthContext, Rejection};
/// use bytes::Bytes;
/// use http::{Request, Response};
///
/// fn me(request: &Request<Bytes>) -> Result<Response<Bytes>, Rejection> {
///     let user = AuthContext::of(request.extensions())?.user()?;
///     Ok(Response::new(format!("hello {}", user.id()).into()))
/// }
///
/// // A handler without a layer around it lets no request in.
/// assert_eq!(me(&Request::default()).unwrap_err().error().status(), 500);
/// ```
#[derive(Clone, Debug)]
pub struct AuthContext {
    verified: Option<Verified>,
    settings: Arc<Settings>,
    reply: Reply,
}

impl AuthContext {
    pub(crate) fn new(verified: Option<Verified>, settings: &Arc<Settings>, reply: Reply) -> Self {
        Self { verified, settings: Arc::clone(settings), reply }
    }

    /// What a layer has put into the extensions of a request.
    ///
    /// # Errors
    ///
    /// 500 where there is no layer: an error of the service, and not a visitor who may pass.
    pub fn of(extensions: &Extensions) -> Result<&Self, Rejection> {
        Self::required(extensions.get())
    }

    /// What a layer has left with a request, for frameworks that keep extensions of their own.
    ///
    /// # Errors
    ///
    /// 500 where there is no layer, as by [`of`](Self::of).
    pub fn required(found: Option<&Self>) -> Result<&Self, Rejection> {
        found.ok_or_else(|| Rejection::bare(AuthError::NoLayer))
    }

    /// Whose token it is; `None` where nobody is logged in.
    pub fn verified_opt(&self) -> Option<&Verified> {
        self.verified.as_ref()
    }

    /// Whose token it is.
    ///
    /// # Errors
    ///
    /// 401, or the way to the login page, where nobody is logged in.
    pub fn verified(&self) -> Result<&Verified, Rejection> {
        let nobody = || Rejection::new(AuthError::NoToken, &self.settings, &self.reply);
        self.verified.as_ref().ok_or_else(nobody)
    }

    /// Which user is logged in; `None` where nobody is.
    ///
    /// # Errors
    ///
    /// 403 where the token is a programmatic account's.
    pub fn user_opt(&self) -> Result<Option<CurrentUser>, Rejection> {
        match &self.verified {
            None => Ok(None),
            Some(_) => self.user().map(Some),
        }
    }

    /// Which user is logged in.
    ///
    /// # Errors
    ///
    /// 401, or the way to the login page, where nobody is logged in; 403 where the token is a
    /// programmatic account's.
    pub fn user(&self) -> Result<CurrentUser, Rejection> {
        let program = || Rejection::new(AuthError::NoUser, &self.settings, &self.reply);
        CurrentUser::of(self.verified()?).ok_or_else(program)
    }

    /// The browser's session.
    ///
    /// # Errors
    ///
    /// 401, or the way to the login page, where nobody is logged in, or by a token.
    pub fn session(&self) -> Result<&Session, Rejection> {
        let none = || Rejection::new(AuthError::NoSession, &self.settings, &self.reply);
        self.verified()?.session().ok_or_else(none)
    }

    /// Checks the token of a form of the application's own, which [`Session::csrf_token`] made.
    ///
    /// # Errors
    ///
    /// 403 where it is not one of this session; those of [`session`](Self::session).
    pub fn check_csrf(&self, token: &str) -> Result<(), Rejection> {
        if self.session()?.is_csrf_token(token) {
            return Ok(());
        }
        Err(Rejection::new(AuthError::FormOutdated, &self.settings, &self.reply))
    }

    /// Adds what belongs to the response, for frameworks that do not speak tower; the tower layer does it
    /// by itself. Call it with the headers of the handler's response: a session in a cookie is renewed by
    /// them, and what is private stays out of shared caches. What the handler says about the same has
    /// precedence, but for one thing: a response that sets a session's cookie is never one that others
    /// get from a cache.
    pub fn finish(&self, headers: &mut HeaderMap) {
        let Some(verified) = &self.verified else { return };
        let own: Vec<Vec<u8>> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|cookie| cookie::name_of(cookie).to_vec())
            .collect();
        let mut sets_session = false;
        for set in verified.cookies() {
            if !own.iter().any(|name| name == cookie::name_of(set)) {
                headers.append(header::SET_COOKIE, set.clone());
                sets_session = true;
            }
        }
        let private = HeaderValue::from_static("private");
        if sets_session && !is_kept_from_others(headers) {
            headers.insert(header::CACHE_CONTROL, private);
        } else if verified.source() != TokenSource::Header {
            // RFC 6750 section 2.3. Caches keep requests with `Authorization` apart by themselves, and no
            // others.
            headers.entry(header::CACHE_CONTROL).or_insert(private);
        }
    }
}

/// Whether a response says of itself that no shared cache may keep it.
fn is_kept_from_others(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::CACHE_CONTROL).iter();
    let mut words = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    words.any(|word| {
        let word = word.trim_ascii();
        word.eq_ignore_ascii_case(b"private") || word.eq_ignore_ascii_case(b"no-store")
    })
}
