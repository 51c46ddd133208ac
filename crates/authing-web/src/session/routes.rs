//! The routes: login, callback, logout, back-channel logout.

use std::time::{Duration, UNIX_EPOCH};

use authing_protocols::{
    CallbackError, Error, Secret, jose::LogoutTokenClaims, oauth2::Callback, oidc::OidcClient,
    store::PendingStore,
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request::Parts};
use url::form_urlencoded;

use super::{
    error::SessionError,
    login::SessionLogin,
    pending::{LoginCookie, OneLogin},
    return_to::own_page,
    sessions::{Inner, Keeping, Paths, Sessions, new_id},
    store::{SessionGroup, hex_digest},
};
use crate::{
    cookie, cross_site,
    error::Causes,
    problem::{Problem, ProblemKind, language},
};

/// How many bytes a body may have that is posted to a route.
pub(super) const BODY_LIMIT: usize = 64 << 10;

/// Who begins in more tabs finishes the newest ones.
const MOST_LOGINS: usize = 5;

/// No login is that old.
const LONGEST_MAX_AGE: u64 = 10 * 365 * 86_400;

/// Longer ones are nobody's.
const LONGEST_ACR: usize = 200;

/// A page that asks for the same login so soon after it asks without end.
const SOON: Duration = Duration::from_secs(10);

/// How long a logout message is remembered: far longer than one is accepted after it was issued.
const MESSAGE_LIFE: Duration = Duration::from_secs(3600);

/// A route of [`Sessions`].
///
/// A framework that speaks tower mounts [`Sessions::service`] at each [path](Sessions::path); any other
/// calls [`Sessions::respond`] there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionRoute {
    /// `GET`: redirects the visitor to Authing. In the query `return_to` is the page of this service to come
    /// back to (anything that could lead elsewhere is left out), and `max_age` (in seconds) and
    /// `acr_values` are what a step-up asks for.
    Login,
    /// `GET`: the visitor comes back, gets a session and goes on to the page.
    Callback,
    /// `POST`: ends the session here, revokes its refresh token and redirects the visitor to Authing, so that
    /// the session there ends too. Rejected when another site's page posts it; a `csrf_token` in the form
    /// must be right.
    Logout,
    /// `POST`: Authing tells that a session has ended elsewhere (OpenID Connect Back-Channel Logout 1.0). Ends
    /// the sessions that come from it, or all of the user's.
    BackChannelLogout,
}

impl SessionRoute {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Login, Self::Callback, Self::Logout, Self::BackChannelLogout];

    /// The one method that it has.
    pub fn method(self) -> Method {
        match self {
            Self::Login | Self::Callback => Method::GET,
            Self::Logout | Self::BackChannelLogout => Method::POST,
        }
    }
}

/// What a route responds with when all went well.
struct Reply {
    status: StatusCode,
    location: Option<String>,
    cookies: Vec<HeaderValue>,
}

impl Reply {
    fn to(location: impl Into<String>) -> Self {
        Self { status: StatusCode::SEE_OTHER, location: Some(location.into()), cookies: Vec::new() }
    }

    fn with(self, cookies: impl IntoIterator<Item = HeaderValue>) -> Self {
        Self { cookies: self.cookies.into_iter().chain(cookies).collect(), ..self }
    }
}

/// What went wrong on a route, and the cookies that go with the response all the same.
struct Failure {
    error: SessionError,
    cookies: Vec<HeaderValue>,
}

impl<E: Into<SessionError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { error: error.into(), cookies: Vec::new() }
    }
}

impl Sessions {
    /// The routes that these sessions have: all, or without OpenID Connect the logout's.
    pub fn routes(&self) -> &'static [SessionRoute] {
        match self.0.oidc {
            Some(_) => SessionRoute::ALL,
            None => &[SessionRoute::Logout],
        }
    }

    /// The path of a route.
    pub fn path(&self, route: SessionRoute) -> &str {
        let paths = &self.0.paths;
        match route {
            SessionRoute::Login => &paths.login,
            SessionRoute::Callback => &paths.callback,
            SessionRoute::Logout => &paths.logout,
            SessionRoute::BackChannelLogout => &paths.back_channel,
        }
    }

    /// The response of a route to a request; `body` is that of a `POST`, of 64 KiB at most
    /// ([`BODY_LIMIT`](Self::BODY_LIMIT)), and empty otherwise. Never fails: what went wrong is a response
    /// too, in the visitor's language, and is told to the log.
    pub async fn respond(
        &self,
        route: SessionRoute,
        parts: &Parts,
        body: &[u8],
    ) -> Response<Bytes> {
        let inner = &self.0;
        let done = match route {
            _ if parts.method != route.method() => {
                Err(SessionError::Method(match route.method() {
                    Method::POST => "POST",
                    _ => "GET",
                })
                .into())
            }
            _ if body.len() > BODY_LIMIT => {
                Err(SessionError::BodyTooLarge { limit: BODY_LIMIT }.into())
            }
            SessionRoute::Login => inner.login(parts).await,
            SessionRoute::Callback => inner.callback(parts).await,
            SessionRoute::Logout => inner.logout(parts, body).await,
            SessionRoute::BackChannelLogout => inner.back_channel(body).await,
        };
        match done {
            Ok(Reply { status, location, cookies }) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                let location = location.and_then(|location| HeaderValue::try_from(location).ok());
                response.headers_mut().extend(location.map(|to| (header::LOCATION, to)));
                finished(response, cookies)
            }
            Err(failure) => inner.failed(parts, failure),
        }
    }

    /// The response to a request that did not come whole, or was too large to be read.
    pub(super) fn fail(&self, parts: &Parts, error: SessionError) -> Response<Bytes> {
        self.0.failed(parts, error.into())
    }

    /// How many bytes a body may have that is posted to a route.
    pub const BODY_LIMIT: usize = BODY_LIMIT;
}

/// No response of a route is for a cache.
fn finished(mut response: Response<Bytes>, cookies: Vec<HeaderValue>) -> Response<Bytes> {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // An address with a code in it is nobody else's business.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

impl Inner {
    fn client(&self) -> Result<&OidcClient, SessionError> {
        self.oidc.as_ref().ok_or(SessionError::Setup("the sessions have no provider to log in at"))
    }

    fn failed(&self, parts: &Parts, failure: Failure) -> Response<Bytes> {
        let Failure { error, cookies } = failure;
        let mut problem = Problem::from(&error);
        let (causes, hint) = (Causes(&error), error.hint());
        match problem.kind() {
            // Others than the visitor cause these.
            ProblemKind::Unavailable | ProblemKind::BadGateway | ProblemKind::Timeout => {
                tracing::warn!(reason = %causes, hint, "a session's route cannot do its work");
            }
            ProblemKind::Misconfigured => {
                tracing::error!(reason = %causes, hint, "sessions are set up wrongly");
            }
            _ => tracing::debug!(reason = %causes, hint, "a session's route refuses"),
        }
        if self.development {
            problem = problem.explained(causes.to_string(), hint);
        }
        let mut response = problem.to_response(&language(&parts.headers));
        if let SessionError::Method(method) = error {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(method));
        }
        let response = match &self.map_failure {
            Some(map) => map(&error, response),
            None => response,
        };
        finished(response, cookies)
    }

    /// A page of this service to go to, which is none of the routes.
    fn page(&self, text: &str) -> Option<String> {
        let page = own_page(text, &self.origin)?;
        let path = page.split('?').next().unwrap_or_default();
        let Paths { login, callback, logout, back_channel } = &self.paths;
        (![login, callback, logout, back_channel].iter().any(|own| *own == path)).then_some(page)
    }

    async fn login(&self, parts: &Parts) -> Result<Reply, Failure> {
        let oidc = self.client()?;
        let query = parts.uri.query().unwrap_or_default();
        let parameter = |name: &str| {
            let mut found =
                form_urlencoded::parse(query.as_bytes()).filter(move |(key, _)| key == name);
            found.next().map(|(_, value)| value.into_owned())
        };
        let mut request = oidc.authorize().scope(self.scope.as_str());
        if let Some(text) = parameter("max_age") {
            let age = text.parse().ok().filter(|age| *age <= LONGEST_MAX_AGE);
            let age =
                age.ok_or(SessionError::Parameter("max_age", "is not a number of seconds"))?;
            request = request.max_age(Duration::from_secs(age));
        }
        if let Some(values) = parameter("acr_values") {
            let is_letter = |letter| matches!(letter, ' ' | '!' | '#'..='[' | ']'..='~');
            if values.is_empty() || values.len() > LONGEST_ACR || !values.chars().all(is_letter) {
                let problem = "is not a list of up to 200 letters";
                return Err(SessionError::Parameter("acr_values", problem).into());
            }
            request = request.acr_values(values);
        }
        let return_to = parameter("return_to").and_then(|text| self.page(&text));
        let asked = ["max_age", "acr_values"].map(|name| parameter(name).unwrap_or_default());
        // A page that asks names itself; a visitor may follow a link to the login as often as they like.
        let asked = return_to.as_ref().map(|page| hex_digest(&format!("{asked:?} {page}")));
        if let Some(asked) = &asked
            && self.has_just_asked(&parts.headers, asked).await
        {
            return Err(SessionError::Unmet.into());
        }
        let mut begun = LoginCookie {
            at: self.now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
            handle: Secret::default(),
            return_to: return_to.unwrap_or_else(|| self.home.clone()),
            asked,
            login: None,
        };
        let started = match &self.keeping {
            Keeping::Store(_) => request.start_with_store(&*self.logins).await,
            Keeping::Cookie { .. } => {
                let store = OneLogin::default();
                let started = request.start_with_store(&store).await;
                begun.login = store.into_login();
                started
            }
        };
        let (url, handle) = started.map_err(SessionError::Login)?;
        begun.handle = handle;
        let name = format!("{}{}", self.login_prefix(), new_id()?.get(..10).unwrap_or("login"));
        let cookie = self.begun_cookie(&name, &begun, oidc.pending_lifetime());
        let cookie = cookie.ok_or(SessionError::Setup("a login cannot be kept in a cookie"))?;
        Ok(Reply::to(url).with([cookie]).with(self.too_many(&parts.headers)))
    }

    /// Whether the browser's session has just begun with the very login that is asked for. The page
    /// behind it is not content, and would send the visitor round and round.
    async fn has_just_asked(&self, headers: &HeaderMap, asked: &str) -> bool {
        // A store that is down is told of where the visitor comes back.
        let Ok(Some(kept)) = self.of_cookie(headers).await else { return false };
        let session = &kept.found.session;
        let age = self.now().duration_since(session.began_at()).unwrap_or_default();
        session.data().asked.as_deref() == Some(asked) && age < SOON
    }

    fn login_prefix(&self) -> String {
        format!("{}-login-", self.cookie)
    }

    /// What logins are sealed for.
    fn login_purpose(&self) -> String {
        format!("authing login:{}:{}:{}", self.app_id.len(), self.app_id, self.cookie)
    }

    fn begun_cookie(&self, name: &str, begun: &LoginCookie, life: Duration) -> Option<HeaderValue> {
        let text = begun.to_json()?;
        let value = match &self.keeping {
            Keeping::Store(_) => LoginCookie::encode(&text),
            Keeping::Cookie { keys, .. } => keys.seal(&self.login_purpose(), &text)?,
        };
        cookie::set(name, &value, self.secure, life)
    }

    /// The logins that a browser has begun, the newest first, by the names of their cookies.
    fn begun(&self, headers: &HeaderMap) -> Vec<(String, LoginCookie)> {
        let prefix = self.login_prefix();
        let mut begun: Vec<_> = cookie::all(headers)
            .filter(|(name, _)| name.starts_with(prefix.as_bytes()))
            .filter_map(|(name, value)| {
                let (name, value) = (str::from_utf8(name).ok()?, str::from_utf8(value).ok()?);
                let text = match &self.keeping {
                    Keeping::Store(_) => LoginCookie::decode(value)?,
                    Keeping::Cookie { keys, .. } => keys.open(&self.login_purpose(), value)?,
                };
                Some((name.to_owned(), LoginCookie::from_json(&text)?))
            })
            .collect();
        begun.sort_by_key(|(_, begun)| std::cmp::Reverse(begun.at));
        begun
    }

    /// The removal of the oldest logins' cookies, so that they do not fill the browser's requests.
    fn too_many(&self, headers: &HeaderMap) -> Vec<HeaderValue> {
        let begun = self.begun(headers);
        let old = begun.iter().skip(MOST_LOGINS - 1);
        old.filter_map(|(name, _)| self.removed(name)).collect()
    }

    fn removed(&self, name: &str) -> Option<HeaderValue> {
        cookie::set(name, "", self.secure, Duration::ZERO)
    }

    async fn callback(&self, parts: &Parts) -> Result<Reply, Failure> {
        let oidc = self.client()?;
        let callback = Callback::from_query(parts.uri.query().unwrap_or_default())
            .map_err(SessionError::Login)?;
        let mut reason = CallbackError::NotPending;
        for (name, begun) in self.begun(&parts.headers).into_iter().take(2 * MOST_LOGINS) {
            let LoginCookie { handle, return_to, asked, login, .. } = begun;
            let sealed = login.map(|login| OneLogin::new(&handle, login));
            let store: &dyn PendingStore = match &sealed {
                Some(one) => one,
                None => &*self.logins,
            };
            let done = match oidc.finish_with_store(store, handle, &callback).await {
                // Another tab's.
                Err(Error::Callback(error @ CallbackError::StateMismatch)) => {
                    reason = error;
                    continue;
                }
                Err(Error::Callback(CallbackError::NotPending)) => continue,
                Err(Error::Callback(error @ CallbackError::Expired)) => {
                    reason = error;
                    continue;
                }
                done => done,
            };
            let removed = self.removed(&name);
            let login = match done {
                Ok(login) => login,
                Err(error) => {
                    // A forged callback leaves the login that the visitor has begun, and so does a store
                    // that is down: they may try again.
                    let keeps = matches!(error, Error::Callback(_) | Error::Store(_));
                    let cookies = removed.into_iter().filter(|_| !keeps).collect();
                    return Err(Failure { error: SessionError::Login(error), cookies });
                }
            };
            let login = SessionLogin { asked, ..login.into() };
            let begun = self.begin(&parts.headers, login).await;
            let session = begun.map_err(|error| Failure { error, cookies: Vec::new() })?;
            let page = self.page(&return_to).unwrap_or_else(|| self.home.clone());
            return Ok(Reply::to(page).with(session).with(removed));
        }
        // Opened twice, or by somebody's link: who is logged in stays so.
        match self.of_cookie(&parts.headers).await? {
            Some(_) => Ok(Reply::to(self.home.as_str())),
            None => Err(SessionError::Login(reason.into()).into()),
        }
    }

    async fn logout(&self, parts: &Parts, body: &[u8]) -> Result<Reply, Failure> {
        cross_site::refuse(parts, &self.trusted_origins).map_err(|_| SessionError::CrossSite)?;
        let Some(kept) = self.of_cookie(&parts.headers).await? else {
            return Ok(Reply::to(self.home.as_str()).with(self.no_cookies(&parts.headers)));
        };
        let session = &kept.found.session;
        let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == "csrf_token");
        if !tokens.all(|(_, token)| session.is_csrf_token(&token)) {
            return Err(SessionError::Csrf.into());
        }
        self.end(&kept).await?;
        let cookies = self.no_cookies(&parts.headers);
        let Some(oidc) = &self.oidc else {
            return Ok(Reply::to(self.home.as_str()).with(cookies));
        };
        let tokens = &session.data().tokens;
        self.revoke(oidc, tokens.refresh.as_ref()).await;
        let mut url = oidc.logout_url();
        let Some(hint) = &tokens.id_token else {
            // The session did not come from there.
            return Ok(Reply::to(self.home.as_str()).with(cookies));
        };
        url = url.id_token_hint(hint);
        if let Some(uri) = &self.post_logout {
            url = url.post_logout_redirect_uri(uri);
        }
        match url.build().await {
            Ok(url) => Ok(Reply::to(url).with(cookies)),
            // It has ended here, which is what the visitor sees.
            Err(error) => {
                tracing::warn!(reason = %error, "a visitor cannot be redirected to the provider's logout");
                Ok(Reply::to(self.home.as_str()).with(cookies))
            }
        }
    }

    async fn back_channel(&self, body: &[u8]) -> Result<Reply, Failure> {
        let oidc = self.client()?;
        let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == "logout_token");
        let token = match (tokens.next(), tokens.next()) {
            (Some((_, token)), None) => Secret::from(token.into_owned()),
            (Some(_), Some(_)) => {
                return Err(SessionError::LogoutMessage("holds `logout_token` twice").into());
            }
            (None, _) => return Err(SessionError::LogoutMessage("lacks `logout_token`").into()),
        };
        let claims = oidc.verify_logout_token(token.expose()).await;
        let LogoutTokenClaims { jti, sub, sid, .. } = claims.map_err(SessionError::LogoutToken)?;
        let app = &*self.app_id;
        let group = match (sid, sub) {
            (Some(sid), _) => SessionGroup::provider_session(app, &sid),
            (None, Some(sub)) => SessionGroup::user(app, &sub),
            (None, None) => {
                return Err(SessionError::LogoutMessage("names neither user nor session").into());
            }
        };
        // A message that cannot be followed now may come again: it is not used up by that.
        self.can_end(&group).await?;
        let id = format!("logout:{app}:{jti}");
        if !self.replays.first_use(&id, MESSAGE_LIFE).await? {
            return Err(SessionError::LogoutMessage("was used before").into());
        }
        let ended = self.end_group(&group).await?;
        tracing::debug!(ended, "the provider ended sessions");
        Ok(Reply { status: StatusCode::OK, location: None, cookies: Vec::new() })
    }
}
