//! Logout.

use authing_core::Error as CallError;
use authing_types::Secret;
use url::Url;

use super::client::OidcClient;
use crate::{error::Error, jose::LogoutTokenClaims, oauth2::options::check_redirect_uri};

/// An address to end a session with, under construction: see [`OidcClient::logout_url`].
///
/// `Debug` shows none of it.
#[derive(Clone)]
#[must_use = "a request does nothing until it is built"]
pub struct OidcLogoutRequest {
    client: OidcClient,
    id_token_hint: Option<Secret>,
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
}

impl OidcLogoutRequest {
    /// The id_token of the login that ends. Without it the provider asks the visitor first.
    pub fn id_token_hint(mut self, id_token: impl Into<Secret>) -> Self {
        self.id_token_hint = Some(id_token.into());
        self
    }

    /// Where the visitor goes then, as registered in the console. Authing wants it together with
    /// the id_token, or neither.
    pub fn post_logout_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.post_logout_redirect_uri = Some(uri.into());
        self
    }

    /// What comes back with the visitor as `state`.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Makes the address. Reads the provider's metadata if `discovery` is on.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Input` when the redirect URI is not a URL, or of another kind
    /// when the metadata could not be read or names no such endpoint.
    pub async fn build(self) -> Result<Url, Error> {
        if let Some(uri) = &self.post_logout_redirect_uri {
            check_redirect_uri(uri)
                .map_err(|problem| CallError::input("post_logout_redirect_uri", problem))?;
        }
        let mut url = self.client.endpoints().await?.end_session()?;
        // Without the id_token the provider must learn otherwise whose redirect URI it is.
        let client_id = (self.id_token_hint.is_none() && self.post_logout_redirect_uri.is_some())
            .then_some(self.client.core.settings.client_id.as_str());
        let parameters = [
            ("id_token_hint", self.id_token_hint.as_ref().map(Secret::expose)),
            ("client_id", client_id),
            ("post_logout_redirect_uri", self.post_logout_redirect_uri.as_deref()),
            ("state", self.state.as_deref()),
        ];
        for (name, value) in parameters {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        Ok(url)
    }
}

impl OidcClient {
    /// Where to redirect a visitor to end the session at the provider too (`/oidc/session/end`,
    /// OpenID Connect RP-Initiated Logout). End your own session first.
    pub fn logout_url(&self) -> OidcLogoutRequest {
        OidcLogoutRequest {
            client: self.clone(),
            id_token_hint: None,
            post_logout_redirect_uri: None,
            state: None,
        }
    }

    /// Authing's simple logout, `{host}/login/profile/logout`: the URL to redirect the browser to.
    ///
    /// # Errors
    ///
    /// None that is known.
    pub fn easy_logout_url(&self) -> Result<Url, Error> {
        self.core.easy_logout_url()
    }

    /// [`easy_logout_url`](Self::easy_logout_url), and then back to `redirect_uri`. Any URL is
    /// accepted there: never let a visitor choose it.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Input` when `redirect_uri` is not a URL.
    pub fn easy_logout_url_to(&self, redirect_uri: impl Into<String>) -> Result<Url, Error> {
        self.core.easy_logout_url_to(&redirect_uri.into())
    }

    /// Verifies what the provider posts as `logout_token` when a session has ended elsewhere
    /// (OpenID Connect Back-Channel Logout section 2.6). End the sessions of `sub` or `sid`, and
    /// remember `jti` in a [`ReplayStore`](crate::store::ReplayStore) to refuse it a second time.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] when it is not genuine: respond with 400.
    pub async fn verify_logout_token(&self, token: &str) -> Result<LogoutTokenClaims, Error> {
        self.verifier.verify_logout_token(token).await
    }
}

authing_types::redacted_debug!(OidcLogoutRequest { client });
