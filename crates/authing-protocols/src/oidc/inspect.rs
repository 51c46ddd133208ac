//! What the server says about a token, and about its user.

use std::time::{Duration, SystemTime};

use authing_core::{Operation, RestRequest};
use authing_types::Secret;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{client::OidcClient, finish::OidcLogin};
use crate::{
    confirmation::methods,
    error::Error,
    jose::{TokenError, printable_audience},
    oauth2::{
        Introspection, TokenHint, UserInfo, UserInfoMethod,
        arguments::required_secret,
        tolerant::{confirmation, identifier, one_or_many, seconds, text, words},
    },
};

const INTROSPECT: Operation = Operation::post("oidc.introspect", "/oidc/token/introspection").raw();
const REVOKE: Operation = Operation::post("oidc.revoke", "/oidc/token/revocation").raw();
const USER_INFO: Operation = Operation::get("oidc.user_info", "/oidc/me").raw().idempotent();
const USER_INFO_FORM: Operation = Operation::post("oidc.user_info", "/oidc/me").raw().idempotent();
const VALIDATE: Operation =
    Operation::get("oidc.validate_token", "/api/v2/oidc/validate_token").raw().idempotent();

/// The claims of a token that the server has confirmed: see
/// [`OidcClient::validate_access_token_online`]. `Debug` shows ids only.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct ValidatedToken {
    /// The user's id; none for a token of a program.
    #[serde(default, deserialize_with = "identifier")]
    pub sub: Option<String>,
    /// The issuer.
    #[serde(default, deserialize_with = "identifier")]
    pub iss: Option<String>,
    /// The audience.
    #[serde(default, deserialize_with = "one_or_many")]
    pub aud: Vec<String>,
    /// The application that requested the token.
    #[serde(default, deserialize_with = "identifier")]
    pub azp: Option<String>,
    /// What the token allows.
    #[serde(default, deserialize_with = "words")]
    pub scope: Option<Vec<String>>,
    /// The token's own id.
    #[serde(default, deserialize_with = "text")]
    pub jti: Option<String>,
    /// The key that the token is bound to (RFC 7800 section 3.1): only where `key_bound_tokens` are
    /// accepted.
    #[serde(default, deserialize_with = "confirmation")]
    pub cnf: Option<Map<String, Value>>,
    // Without a default: a response that lacks it is an error, not a set of claims.
    #[serde(deserialize_with = "seconds")]
    exp: Option<u64>,
    /// All other claims.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ValidatedToken {
    /// When the token ends.
    pub fn expires_at(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.exp?))
    }
}

impl OidcClient {
    /// What the server knows about a token (RFC 7662, `/oidc/token/introspection`). An id_token
    /// cannot be asked about. Idempotent.
    ///
    /// Verifying a signed access token with [`verifier`](Self::verifier) takes no round trip, but
    /// does not see that it was revoked.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_client` when the application cannot prove itself;
    /// [`Error::KeyBound`] when the token is valid and bound to a key, unless `key_bound_tokens` says
    /// that you check the proof.
    pub async fn introspect(
        &self,
        token: impl Into<Secret>,
        hint: Option<TokenHint>,
    ) -> Result<Introspection, Error> {
        let token = required_secret("token", token.into())?;
        let endpoint = self.endpoints().await?.introspection(INTROSPECT)?;
        self.core.introspect(endpoint, token, hint).await
    }

    /// Revokes a token (RFC 7009, `/oidc/token/revocation`). A token that is unknown or
    /// revoked already is not an error. Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_client` when the application cannot prove itself.
    pub async fn revoke(
        &self,
        token: impl Into<Secret>,
        hint: Option<TokenHint>,
    ) -> Result<(), Error> {
        let token = required_secret("token", token.into())?;
        let endpoint = self.endpoints().await?.revocation(REVOKE)?;
        self.core.revoke(endpoint, token, hint).await
    }

    /// What the server says about the user who has logged in (`/oidc/me`). The response must be
    /// about this user (OpenID Connect Core section 5.3.2). Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::OtherUser`] when it is about another user. [`Error::OAuth`] with `invalid_token`,
    /// or [`Error::Call`] with status 401, when the access token is expired or revoked.
    pub async fn user_info(&self, login: &OidcLogin) -> Result<UserInfo, Error> {
        self.user_info_of(&login.tokens.access_token, &login.claims.sub).await
    }

    /// [`user_info`](Self::user_info) for an access token and the `sub` of the id_token that came
    /// with it, where there is no [`OidcLogin`].
    ///
    /// # Errors
    ///
    /// Those of `user_info`.
    pub async fn user_info_of(
        &self,
        access_token: impl Into<Secret>,
        sub: impl Into<String>,
    ) -> Result<UserInfo, Error> {
        let user = self.user_info_unbound(access_token).await?;
        if user.sub != sub.into() {
            return Err(Error::OtherUser("user info"));
        }
        Ok(user)
    }

    /// The user of an access token, of any user. An access token that a browser or an app sent
    /// may have been given to any other application: to know who has logged in, call
    /// [`user_info`](Self::user_info).
    ///
    /// # Errors
    ///
    /// Those of `user_info`, but for `OtherUser`.
    pub async fn user_info_unbound(
        &self,
        access_token: impl Into<Secret>,
    ) -> Result<UserInfo, Error> {
        let operation = match self.core.settings.user_info_method {
            UserInfoMethod::Form => USER_INFO_FORM,
            UserInfoMethod::Header | UserInfoMethod::Query => USER_INFO,
        };
        let endpoint = self.endpoints().await?.user_info(operation)?;
        let response = self.core.user_info(endpoint, &access_token.into()).await?;
        match response.token() {
            Some(token) => self.verifier.verify_user_info(token?).await,
            None => response.claims(),
        }
    }

    /// Asks Authing whether an id_token is valid, and what it says
    /// (`GET /api/v2/oidc/validate_token`). The token goes there in the query, where logs may keep
    /// it: prefer [`verifier`](Self::verifier), which needs no call. Idempotent.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] with Authing's code 400 when the token is not valid; [`Error::Token`] when
    /// it is valid and another application's.
    pub async fn validate_id_token_online(
        &self,
        token: impl Into<Secret>,
    ) -> Result<ValidatedToken, Error> {
        self.validate("id_token", token.into()).await
    }

    /// The same for an access token.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] with Authing's code 400 when the token is not valid; [`Error::Token`] when
    /// it is valid and another application's; [`Error::KeyBound`] when it is bound to a key.
    pub async fn validate_access_token_online(
        &self,
        token: impl Into<Secret>,
    ) -> Result<ValidatedToken, Error> {
        let token = self.validate("access_token", token.into()).await?;
        match &token.cnf {
            Some(cnf) if !self.core.settings.key_bound_tokens => {
                Err(Error::KeyBound { by: methods(cnf) })
            }
            _ => Ok(token),
        }
    }

    async fn validate(&self, kind: &str, token: Secret) -> Result<ValidatedToken, Error> {
        let token = required_secret("token", token)?;
        let request = RestRequest::new(VALIDATE).query(kind, token.expose());
        let token: ValidatedToken = self.core.ask(request).await?;
        // A token of a program is meant for its account and names the application in `azp`.
        let app_id = &self.core.settings.client_id;
        if !token.aud.contains(app_id) && token.azp.as_ref() != Some(app_id) {
            let (expected, found) = (app_id.clone(), printable_audience(&token.aud));
            return Err(TokenError::Audience { expected, found }.into());
        }
        Ok(token)
    }
}

authing_types::redacted_debug!(ValidatedToken { sub, aud, scope, exp });
