//! The routes: login, callback, logout, back-channel logout.

use std::time::Duration;

use authing_protocols::{Secret, jose::LogoutTokenClaims, oauth2::Callback, oidc::OidcClient};
use bytes::Bytes;
use http::{HeaderValue, Method, Response, header, request::Parts};
use url::form_urlencoded;

use super::{
    begun::Way,
    error::SessionError,
    login::SessionLogin,
    outcome::{Failure, Reply},
    record::SessionTokens,
    sessions::{Ending, Inner, Sessions},
    store::{SessionGroup, hex_digest},
};
use crate::{
    cross_site,
    error::Causes,
    problem::{Problem, ProblemKind, language},
};

/// How many bytes a body may have that is posted to a route.
pub(super) const BODY_LIMIT: usize = 64 << 10;

/// How long a logout message is remembered: longer than one is accepted, which is five minutes and twice the
/// leeway of clocks, of five minutes at most.
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
    /// the session there ends too; also where the session is over here already. Rejected when another site's page posts it; a `csrf_token` in the form
    /// must be right.
    Logout,
    /// `POST`: Authing tells that a session has ended elsewhere (OpenID Connect Back-Channel Logout 1.0). Ends
    /// the sessions that come from it, or all of the user's. Idempotent: a message that comes again, because the
    /// response was lost or somebody has kept it, is followed again and gets 200, but ends no session that began
    /// after the message was issued.
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
        if body.len() > BODY_LIMIT {
            return self.fail(parts, SessionError::BodyTooLarge { limit: BODY_LIMIT });
        }
        let done = match route {
            _ if parts.method != route.method() => {
                Err(SessionError::Method(match route.method() {
                    Method::POST => "POST",
                    _ => "GET",
                })
                .into())
            }
            SessionRoute::Login => inner.login(parts).await,
            SessionRoute::Callback => inner.callback(parts).await,
            SessionRoute::Logout => inner.logout(parts, body).await,
            SessionRoute::BackChannelLogout => inner.back_channel(body).await,
        };
        self.finished(parts, done)
    }

    /// The response to what was done.
    pub(super) fn finished(&self, parts: &Parts, done: Result<Reply, Failure>) -> Response<Bytes> {
        match done {
            Ok(Reply { status, location, cookies }) => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                let location = location.and_then(|location| HeaderValue::try_from(location).ok());
                response.headers_mut().extend(location.map(|to| (header::LOCATION, to)));
                finished(response, cookies)
            }
            Err(failure) => self.0.failed(parts, failure),
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

    async fn login(&self, parts: &Parts) -> Result<Reply, Failure> {
        let oidc = self.client()?;
        let asked = self.asked(parts.uri.query(), &[])?;
        let mut request = oidc.authorize().scope(self.scope.as_str());
        if let Some(age) = asked.max_age {
            request = request.max_age(age);
        }
        if let Some(values) = &asked.acr_values {
            request = request.acr_values(values);
        }
        let (headers, life) = (&parts.headers, oidc.pending_lifetime());
        self.begin_login(&Way::OIDC, headers, asked, life, |store| {
            Box::pin(request.start_with_store(store))
        })
        .await
    }

    async fn callback(&self, parts: &Parts) -> Result<Reply, Failure> {
        let oidc = self.client()?;
        let callback = Callback::from_query(parts.uri.query().unwrap_or_default())
            .map_err(SessionError::Login)?;
        self.finish_login(&Way::OIDC, &parts.headers, &[], None, |store, handle| {
            let (oidc, callback) = (oidc.clone(), callback.clone());
            Box::pin(async move {
                oidc.finish_with_store(store, handle, &callback).await.map(SessionLogin::from)
            })
        })
        .await
    }

    async fn logout(&self, parts: &Parts, body: &[u8]) -> Result<Reply, Failure> {
        cross_site::refuse(parts, &self.trusted_origins).map_err(|_| SessionError::CrossSite)?;
        let cookies = self.no_cookies(&parts.headers);
        let home = || Reply::to(self.home.as_str());
        let hint = match self.of_cookie(&parts.headers).await? {
            Some(kept) => {
                let session = &kept.found.session;
                let mut tokens =
                    form_urlencoded::parse(body).filter(|(name, _)| name == "csrf_token");
                if !tokens.all(|(_, token)| session.is_csrf_token(&token)) {
                    return Err(SessionError::Csrf.into());
                }
                let ended = self.end(&kept).await?;
                let SessionTokens { refresh, id_token, .. } = &ended.data().tokens;
                if let Some(oidc) = &self.oidc {
                    self.revoke(oidc, refresh.as_ref()).await;
                }
                if id_token.is_none() {
                    // The session did not come from there.
                    return Ok(home().with(cookies));
                }
                id_token.clone()
            }
            // The session is over here, and perhaps not at the provider.
            None => None,
        };
        let Some(oidc) = &self.oidc else { return Ok(home().with(cookies)) };
        let mut url = oidc.logout_url();
        if let Some(hint) = hint {
            url = url.id_token_hint(hint);
            if let Some(uri) = &self.post_logout {
                // Without the hint Authing takes none.
                url = url.post_logout_redirect_uri(uri);
            }
        }
        match url.build().await {
            Ok(url) => Ok(Reply::to(url).with(cookies)),
            // It has ended here, which is what the visitor sees.
            Err(error) => {
                tracing::warn!(reason = %error, "a visitor cannot be redirected to the provider's logout");
                Ok(home().with(cookies))
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
        let LogoutTokenClaims { jti, sub, sid, iat, .. } =
            claims.map_err(SessionError::LogoutToken)?;
        let app = &*self.app_id;
        let group = match (sid, sub) {
            (Some(sid), _) => SessionGroup::provider_session(app, &sid),
            (None, Some(sub)) => SessionGroup::user(app, &sub),
            (None, None) => {
                return Err(SessionError::LogoutMessage("names neither user nor session").into());
            }
        };
        let id = format!("logout:{}", hex_digest(&format!("{}:{app}:{jti}", app.len())));
        let is_first = self.replays.first_use(&id, MESSAGE_LIFE).await;
        // A message that comes again is followed again, since nobody knows whether it was: but what began after it
        // was issued is not what it is about. It tells the second.
        let begun = match is_first {
            Ok(true) => Ending::UntilNow,
            _ => Ending::By(iat.checked_add(Duration::from_millis(999)).unwrap_or(iat)),
        };
        let ended = self.end_group(&group, begun).await?;
        is_first?;
        tracing::debug!(ended, "the provider ended sessions");
        Ok(Reply::nothing())
    }
}
