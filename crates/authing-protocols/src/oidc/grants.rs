//! Tokens without a browser.

use std::future::IntoFuture;

use authing_core::{BoxFuture, Error as CallError, Operation, arguments};
use authing_types::Secret;

use super::{client::OidcClient, finish::OidcLogin};
use crate::{
    error::Error,
    jose::{IdTokenChecks, IdTokenClaims, TokenError, printable_audience},
    oauth2::{
        Tokens,
        arguments::{required, required_secret},
        form::Form,
    },
    text::{scope_words, shown},
};

const REFRESH: Operation = Operation::post("oidc.refresh", "/oidc/token").raw();
const CLIENT_CREDENTIALS: Operation =
    Operation::post("oidc.client_credentials", "/oidc/token").raw().idempotent();
const PASSWORD: Operation = Operation::post("oidc.password", "/oidc/token").raw();
const EXCHANGE: Operation = Operation::post("oidc.exchange_id_token", "/oidc/token").raw();

/// Authing's own grant, which changes an id_token for an access token.
const AUTHING_TOKEN: &str = "http://authing.cn/oidc/grant_type/authing_token";

/// Tokens, and who they are about if an id_token came with them.
///
/// `Debug` shows ids, times and scopes only.
#[derive(Clone)]
#[non_exhaustive]
pub struct GrantedTokens {
    /// What was granted.
    pub tokens: Tokens,
    /// The verified id_token, if one came.
    pub claims: Option<IdTokenClaims>,
}

/// New tokens for a login, under construction: see [`OidcClient::refresh`]. Await it.
#[derive(Clone)]
#[must_use = "a request does nothing until it is awaited"]
pub struct RefreshRequest {
    client: OidcClient,
    login: OidcLogin,
    scope: Option<String>,
}

impl RefreshRequest {
    /// Less than was granted at first, with spaces between. Default: the same.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    async fn send(self) -> Result<OidcLogin, Error> {
        let Self { client, login, scope } = self;
        let OidcLogin { claims: earlier, tokens: Tokens { refresh_token, id_token, .. }, .. } =
            login;
        let refresh_token = refresh_token.ok_or_else(|| {
            CallError::input("login", "has no refresh token: request the scope `offline_access`")
        })?;
        let GrantedTokens { mut tokens, claims } =
            client.refreshed(refresh_token, scope.as_deref()).await?;
        let claims = match claims {
            Some(claims) => {
                same_login(&earlier, &claims)?;
                claims
            }
            // Who it is stays known, and the id_token that says so belongs to a later logout.
            None => {
                tokens.id_token = id_token;
                earlier
            }
        };
        Ok(OidcLogin { claims, tokens, front_channel: None })
    }
}

impl IntoFuture for RefreshRequest {
    type Output = Result<OidcLogin, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// New tokens for a refresh token alone, under construction: see [`OidcClient::refresh_of`] and
/// [`OidcClient::refresh_unbound`]. Await it.
#[derive(Clone)]
#[must_use = "a request does nothing until it is awaited"]
pub struct RefreshTokenRequest {
    client: OidcClient,
    refresh_token: Secret,
    scope: Option<String>,
    /// Whose tokens they are, if that is to be checked.
    sub: Option<String>,
}

impl RefreshTokenRequest {
    /// Less than was granted at first, with spaces between. Default: the same.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    async fn send(self) -> Result<GrantedTokens, Error> {
        let granted = self.client.refreshed(self.refresh_token, self.scope.as_deref()).await?;
        if let (Some(sub), Some(claims)) = (&self.sub, &granted.claims)
            && *sub != claims.sub
        {
            return Err(Error::OtherUser(REFRESHED));
        }
        Ok(granted)
    }
}

impl IntoFuture for RefreshTokenRequest {
    type Output = Result<GrantedTokens, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What an error calls an id_token that came with a refresh.
const REFRESHED: &str = "refreshed id_token";

impl OidcClient {
    /// New tokens for a login with a refresh token. Await the request, or narrow it first. What
    /// comes back takes the place of the login.
    ///
    /// An id_token that comes with the tokens is verified, and must be about the same user, from the
    /// same issuer, for the same audience and of the same login (OpenID Connect Core section 12.2).
    /// Where no new refresh token or id_token comes, the old one stays. Not sent twice by itself: a
    /// provider that changes refresh tokens takes the second time for theft.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     oidc: authing_protocols::oidc::OidcClient,
    /// #     mut login: authing_protocols::oidc::OidcLogin,
    /// # ) -> Result<(), authing_protocols::Error> {
    /// login = oidc.refresh(&login).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_grant` when the token is expired or revoked: log in again.
    /// [`Error::OtherUser`] when the new id_token is about another user. [`Error::Call`] of the kind
    /// `Input` when the login has no refresh token.
    pub fn refresh(&self, login: &OidcLogin) -> RefreshRequest {
        RefreshRequest { client: self.clone(), login: login.clone(), scope: None }
    }

    /// [`refresh`](Self::refresh) for a refresh token and the `sub` of the login that it came with,
    /// where there is no [`OidcLogin`]: what a service keeps that stores less.
    ///
    /// # Errors
    ///
    /// Those of `refresh`, but for the login without a refresh token.
    pub fn refresh_of(
        &self,
        refresh_token: impl Into<Secret>,
        sub: impl Into<String>,
    ) -> RefreshTokenRequest {
        self.refresh_token_request(refresh_token.into(), Some(sub.into()))
    }

    /// New tokens for a refresh token, of any user: nothing ties them to a login. An id_token that
    /// comes with them is genuine, and may be about somebody else than the one who logged in. To go
    /// on with a login, call [`refresh`](Self::refresh).
    ///
    /// # Errors
    ///
    /// Those of `refresh_of`, but for `OtherUser`.
    pub fn refresh_unbound(&self, refresh_token: impl Into<Secret>) -> RefreshTokenRequest {
        self.refresh_token_request(refresh_token.into(), None)
    }

    fn refresh_token_request(
        &self,
        refresh_token: Secret,
        sub: Option<String>,
    ) -> RefreshTokenRequest {
        RefreshTokenRequest { client: self.clone(), refresh_token, scope: None, sub }
    }

    /// Tokens for a refresh token, and the verified id_token among them.
    async fn refreshed(
        &self,
        refresh_token: Secret,
        scope: Option<&str>,
    ) -> Result<GrantedTokens, Error> {
        let refresh_token = required_secret("refresh_token", refresh_token)?;
        let mut form = Form::new("refresh_token");
        form.push("refresh_token", &refresh_token);
        form.push_opt("scope", scope);
        let endpoint = self.endpoints().await?.token(REFRESH);
        let mut tokens = self.core.grant(endpoint, form).await?;
        // Authing gives no new one: the old one stays valid until its end.
        tokens.refresh_token.get_or_insert(refresh_token);
        self.granted(tokens).await
    }

    /// A token for a program instead of a user, for a programmatic access account's key and secret.
    /// Authing leaves out scopes that the account may not have, and lists them in
    /// [`Tokens::rejected_scope`]. Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_client` when key or secret is wrong or the account is off.
    pub async fn client_credentials(
        &self,
        account_key: impl Into<String>,
        account_secret: impl Into<Secret>,
        scope: impl Into<String>,
    ) -> Result<Tokens, Error> {
        let mut form = Form::new("client_credentials");
        form.push("client_id", arguments::setting("account_key", &account_key.into())?);
        let account_secret = arguments::secret_setting("account_secret", &account_secret.into())?;
        form.push("client_secret", &account_secret);
        form.push("scope", scope.into());
        let endpoint = self.endpoints().await?.token(CLIENT_CREDENTIALS);
        self.core.grant_as(endpoint, form).await
    }

    /// Logs a user in by username, email address or phone number and password. The
    /// application sees the password: RFC 9700 section 2.4 forbids it where another grant is possible.
    /// Not idempotent: it is never retried by itself.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_grant` when name or password is wrong, [`Error::Token`] when
    /// the id_token is not genuine.
    pub async fn password(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
        scope: impl Into<String>,
    ) -> Result<OidcLogin, Error> {
        let scope = scope.into();
        with_openid(&scope)?;
        let mut form = Form::new("password");
        form.push("username", required("username", username.into())?);
        form.push("password", required_secret("password", password.into())?);
        form.push("scope", scope);
        let endpoint = self.endpoints().await?.token(PASSWORD);
        let tokens = self.core.grant(endpoint, form).await?;
        let claims = self.verify_granted(&tokens, IdTokenChecks::new()).await?;
        Ok(OidcLogin { claims, tokens, front_channel: None })
    }

    /// An access token for an id_token of this application (Authing's grant `authing_token`), with
    /// the client's `redirect_uri`. The scope may be empty. Not idempotent: it is never retried by
    /// itself.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_grant` when the id_token is not accepted.
    pub async fn exchange_id_token(
        &self,
        id_token: impl Into<Secret>,
        scope: impl Into<String>,
    ) -> Result<GrantedTokens, Error> {
        let redirect_uri =
            self.core.settings.redirect_uri.as_deref().ok_or_else(|| {
                CallError::input("redirect_uri", "is missing: give it to the client")
            })?;
        let mut form = Form::new(AUTHING_TOKEN);
        form.push("token", required_secret("id_token", id_token.into())?);
        form.push("redirect_uri", redirect_uri);
        form.push("scope", scope.into());
        let endpoint = self.endpoints().await?.token(EXCHANGE);
        let tokens = self.core.grant(endpoint, form).await?;
        self.granted(tokens).await
    }

    /// Verifies the id_token among tokens, if there is one.
    async fn granted(&self, tokens: Tokens) -> Result<GrantedTokens, Error> {
        let claims = match &tokens.id_token {
            Some(_) => Some(self.verify_granted(&tokens, IdTokenChecks::new()).await?),
            None => None,
        };
        Ok(GrantedTokens { tokens, claims })
    }
}

pub(super) fn with_openid(scope: &str) -> Result<(), Error> {
    if scope_words(scope).any(|word| word == "openid") {
        return Ok(());
    }
    Err(CallError::input("scope", "must contain `openid`").into())
}

/// OpenID Connect Core section 12.2. The issuer is compared when a token is verified.
fn same_login(old: &IdTokenClaims, new: &IdTokenClaims) -> Result<(), Error> {
    if old.iss != new.iss {
        let (expected, found) = (old.iss.clone(), shown(&new.iss, 200));
        return Err(TokenError::Issuer { expected, found }.into());
    }
    if old.sub != new.sub {
        return Err(Error::OtherUser(REFRESHED));
    }
    if let Some(missing) = old.aud.iter().find(|audience| !new.aud.contains(audience)) {
        let (expected, found) = (missing.clone(), printable_audience(&new.aud));
        return Err(TokenError::Audience { expected, found }.into());
    }
    // A refreshed token has no nonce, or the old one.
    if new.nonce.is_some() && new.nonce != old.nonce {
        return Err(TokenError::Nonce.into());
    }
    Ok(())
}

authing_types::redacted_debug!(GrantedTokens { tokens, claims });

authing_types::redacted_debug!(RefreshRequest { client, scope });

authing_types::redacted_debug!(RefreshTokenRequest { client, scope });
