//! Tokens without a browser.

use std::future::IntoFuture;

use authing_core::{BoxFuture, Error as CallError, Operation};
use authing_types::Secret;

use super::{client::OidcClient, finish::OidcLogin};
use crate::{
    error::Error,
    jose::{IdTokenChecks, IdTokenClaims, TokenError},
    oauth2::{
        Tokens,
        arguments::{required, required_secret},
        form::Form,
    },
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

/// A request for new tokens under construction: see [`OidcClient::refresh`]. Await it.
#[derive(Clone)]
#[must_use = "a request does nothing until it is awaited"]
pub struct RefreshRequest {
    client: OidcClient,
    refresh_token: Secret,
    scope: Option<String>,
    previous: Option<IdTokenClaims>,
}

impl RefreshRequest {
    /// Less than was granted at first, with spaces between. Default: the same.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// The claims of the login: a new id_token must then be about the same user, for the same
    /// audience, and from the same login (OpenID Connect Core section 12.2). Give them wherever
    /// you have them.
    pub fn previous(mut self, claims: &IdTokenClaims) -> Self {
        self.previous = Some(claims.clone());
        self
    }

    async fn send(self) -> Result<GrantedTokens, Error> {
        let client = &self.client;
        let refresh_token = required_secret("refresh_token", self.refresh_token)?;
        let mut form = Form::new("refresh_token");
        form.push("refresh_token", &refresh_token);
        form.push_opt("scope", self.scope.as_deref());
        let endpoint = client.endpoints().await?.token(REFRESH);
        let mut tokens = client.core.grant(endpoint, form).await?;
        // Authing gives no new one: the old one stays valid until its end.
        tokens.refresh_token.get_or_insert(refresh_token);
        let granted = client.granted(tokens).await?;
        if let (Some(old), Some(new)) = (&self.previous, &granted.claims) {
            same_login(old, new)?;
        }
        Ok(granted)
    }
}

impl IntoFuture for RefreshRequest {
    type Output = Result<GrantedTokens, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl OidcClient {
    /// New tokens for a refresh token. Await the request, or narrow it first. An id_token that
    /// comes with them is verified. Where no new refresh token comes, the old one stays in the
    /// response. Not sent twice by itself: a provider that changes refresh tokens takes the second
    /// time for theft.
    ///
    /// ```no_run
    /// # async fn example(
    /// #     oidc: authing_protocols::oidc::OidcClient, login: authing_protocols::oidc::OidcLogin,
    /// # ) -> Result<(), authing_protocols::Error> {
    /// let Some(refresh_token) = &login.tokens.refresh_token else { return Ok(()) };
    /// let granted = oidc.refresh(refresh_token).previous(&login.claims).await?;
    /// # let _ = granted; Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_grant` when the token is expired or revoked: log in again.
    /// [`Error::OtherUser`] when the new id_token is about another user.
    pub fn refresh(&self, refresh_token: impl Into<Secret>) -> RefreshRequest {
        RefreshRequest {
            client: self.clone(),
            refresh_token: refresh_token.into(),
            scope: None,
            previous: None,
        }
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
        form.push("client_id", required("account_key", account_key.into())?);
        form.push("client_secret", required_secret("account_secret", account_secret.into())?);
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
    if scope.split_whitespace().any(|word| word == "openid") {
        return Ok(());
    }
    Err(CallError::input("scope", "must contain `openid`").into())
}

/// OpenID Connect Core section 12.2. The issuer is compared when a token is verified.
fn same_login(old: &IdTokenClaims, new: &IdTokenClaims) -> Result<(), Error> {
    if old.sub != new.sub || old.iss != new.iss {
        return Err(Error::OtherUser("refreshed id_token"));
    }
    if let Some(missing) = old.aud.iter().find(|audience| !new.aud.contains(audience)) {
        return Err(TokenError::Audience { expected: missing.clone() }.into());
    }
    // A refreshed token has no nonce, or the old one.
    if new.nonce.is_some() && new.nonce != old.nonce {
        return Err(TokenError::Nonce.into());
    }
    Ok(())
}

authing_types::redacted_debug!(GrantedTokens { tokens, claims });

authing_types::redacted_debug!(RefreshRequest { client, scope });
