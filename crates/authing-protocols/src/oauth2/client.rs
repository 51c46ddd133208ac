//! The client for `/oauth/*`.

use std::sync::Arc;

use authing_core::{
    Error as CallError, FixedToken, Operation,
    client::{ApiClient, ClientConfig, ClientIdentity, Pipeline},
    client_config_setters,
};
use authing_types::Secret;
use url::Url;

use super::{
    arguments::{required, required_secret},
    authorize::{Authorization, FlowKind, Parameters, address, authorize_setters},
    callback::{Callback, FrontChannel},
    endpoint::{Core, Endpoint},
    flow,
    form::Form,
    introspection::{Introspection, TokenHint},
    options::{FlowOptions, UserInfoMethod, app_id, flow_option_setters},
    pending::PendingLogin,
    tokens::Tokens,
    user_info::UserInfo,
};
use crate::{error::Error, store::PendingStore};

const CODE: Operation = Operation::post("oauth2.finish", "/oauth/token").raw();
const REFRESH: Operation = Operation::post("oauth2.refresh", "/oauth/token").raw();
const PASSWORD: Operation = Operation::post("oauth2.password", "/oauth/token").raw();
const INTROSPECT: Operation =
    Operation::post("oauth2.introspect", "/oauth/token/introspection").raw();
const REVOKE: Operation = Operation::post("oauth2.revoke", "/oauth/token/revocation").raw();
const USER_INFO: Operation = Operation::get("oauth2.user_info", "/oauth/me").raw().idempotent();
const USER_INFO_FORM: Operation =
    Operation::post("oauth2.user_info", "/oauth/me").raw().idempotent();

/// A client of Authing's OAuth 2.0 endpoints (`/oauth/*`), whose tokens are opaque and say nothing
/// about the user.
///
/// For logins use `OidcClient`: OAuth 2.0 alone tells you that somebody granted you something,
/// and not who. OAuth 2.0 must be switched on for the application in the console.
///
/// Cheap to clone; clones share connections.
///
/// ```no_run
/// use authing_protocols::oauth2::{Authorization, Callback, OAuth2Client};
///
/// # async fn example(query: &str) -> Result<(), authing_protocols::Error> {
/// let oauth = OAuth2Client::builder("APP_ID", "https://my-app.authing.cn")
///     .secret("APP_SECRET")
///     .redirect_uri("https://me/callback")
///     .build()?;
/// // Redirect the visitor to `url`, keep `pending` in the session.
/// let Authorization { url, pending, .. } = oauth.authorize().start()?;
/// // When the visitor comes back:
/// let tokens = oauth.finish(&Callback::from_query(query)?, pending).await?;
/// let user = oauth.user_info(&tokens.access_token).await?;
/// # let _ = (url, user); Ok(()) }
/// ```
#[derive(Clone)]
pub struct OAuth2Client {
    core: Arc<Core>,
}

/// Builds an [`OAuth2Client`].
#[must_use = "a builder does nothing until it builds"]
pub struct OAuth2ClientBuilder {
    flow: FlowOptions,
    config: ClientConfig,
}

client_config_setters!(OAuth2ClientBuilder, config);
flow_option_setters!(OAuth2ClientBuilder);

impl OAuth2ClientBuilder {
    /// Who a callback's `iss` must name, if it has one. Default: `{app host}/oauth`.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.flow.issuer = Some(issuer.into());
        self
    }

    /// Makes the client. No network is touched.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<OAuth2Client, Error> {
        let api = api_client(&self.flow.client_id, &self.config)?;
        let pipeline = api.pipeline();
        let settings = self.flow.settings(format!("{}/oauth", pipeline.host()), pipeline)?;
        Ok(OAuth2Client { core: Arc::new(Core { api, settings }) })
    }
}

/// The way to the application's host, for either protocol.
pub(crate) fn api_client(client_id: &str, config: &ClientConfig) -> Result<ApiClient, CallError> {
    let identity = ClientIdentity { user_pool_id: None, app_id: Some(app_id(client_id)?) };
    let pipeline = Pipeline::new(config, &identity)?;
    Ok(ApiClient::new(pipeline, Arc::new(FixedToken::none())))
}

/// The settings that all clients share, for a host that the caller knows as `app_host`.
pub(crate) fn client_config(app_host: impl Into<String>) -> ClientConfig {
    let mut config = ClientConfig::new(app_host);
    config.host_option = "app_host";
    config
}

/// An authorization request under construction: see [`OAuth2Client::authorize`].
#[derive(Clone)]
#[must_use = "a request does nothing until it is started"]
pub struct OAuth2Authorize {
    core: Arc<Core>,
    parameters: Parameters,
    response_type: OAuth2ResponseType,
}

/// How the tokens come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OAuth2ResponseType {
    /// `code`: by a code that only this client can change for tokens.
    #[default]
    Code,
    /// `token`: in the address itself, behind `#`. RFC 9700 section 2.1.2 advises against it.
    Token,
}

authorize_setters!(OAuth2Authorize);

impl OAuth2Authorize {
    /// How the tokens come back. Default: by a code.
    pub fn response_type(mut self, response_type: OAuth2ResponseType) -> Self {
        self.response_type = response_type;
        self
    }

    /// Returns the URL to redirect the visitor to, and what must be kept until the callback.
    /// No network is touched. Each call starts another login.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Input` when a parameter is missing or cannot be sent.
    pub fn start(self) -> Result<Authorization, Error> {
        let response_type = match self.response_type {
            OAuth2ResponseType::Code => "code",
            OAuth2ResponseType::Token => "token",
        };
        let flow = FlowKind { response_type, nonce: false, max_age: None };
        let (parameters, pending) = self.parameters.begin(&self.core, &flow)?;
        let url = address(&self.core.on_host("/oauth/auth")?, &parameters);
        Ok(Authorization { url, pending })
    }

    /// [`start`](Self::start), with the pending login kept in a store: put the handle into a
    /// cookie (`HttpOnly`, `Secure`, `SameSite=Lax`).
    ///
    /// # Errors
    ///
    /// Those of `start`, and [`Error::Store`].
    pub async fn start_with_store(self, store: &dyn PendingStore) -> Result<(Url, Secret), Error> {
        let lifetime = self.core.settings.pending_lifetime;
        self.start()?.keep(store, lifetime).await
    }
}

impl OAuth2Client {
    /// Begins a client for the application with this id, at its own host as the console shows it.
    pub fn builder(app_id: impl Into<String>, app_host: impl Into<String>) -> OAuth2ClientBuilder {
        OAuth2ClientBuilder {
            flow: FlowOptions::new(app_id.into()),
            config: client_config(app_host),
        }
    }

    /// Begins a request to send a visitor to `/oauth/auth` with, for the scope `user`.
    pub fn authorize(&self) -> OAuth2Authorize {
        OAuth2Authorize {
            core: Arc::clone(&self.core),
            parameters: Parameters::new("user"),
            response_type: OAuth2ResponseType::default(),
        }
    }

    /// Finishes a login: checks that the callback is the response to it, and changes the code for
    /// tokens at `/oauth/token`. Not idempotent: a code is single-use.
    ///
    /// # Errors
    ///
    /// [`Error::Callback`] when it is not the response; [`Error::OAuth`] when the provider refused;
    /// [`Error::Call`] when no usable response came.
    pub async fn finish(
        &self,
        callback: &Callback,
        pending: PendingLogin,
    ) -> Result<Tokens, Error> {
        self.recognise(callback, &pending)?;
        let front = callback.response(&pending)?;
        self.complete(front, pending).await
    }

    fn recognise(&self, callback: &Callback, pending: &PendingLogin) -> Result<(), Error> {
        self.core.recognise(callback, pending)?;
        Ok(callback.check_issuer(&self.core.settings.issuer, false)?)
    }

    async fn complete(&self, front: FrontChannel, pending: PendingLogin) -> Result<Tokens, Error> {
        if let Some(tokens) = front.tokens {
            return Tokens::new(tokens, self.core.now());
        }
        let code = front.code.ok_or(crate::CallbackError::Missing("code"))?;
        let form = self.core.code_form(&code, &pending);
        let mut tokens = self.core.grant(Endpoint::here(CODE), form).await?;
        tokens.scope.get_or_insert_with(|| pending.scope());
        Ok(tokens)
    }

    /// [`finish`](Self::finish) with what [`OAuth2Authorize::start_with_store`] kept. Of any number
    /// of calls with one handle, one succeeds. A callback without the login's `state` is refused and
    /// leaves it: anybody can have a browser call a redirect URI.
    ///
    /// # Errors
    ///
    /// Those of `finish`, and [`Error::Store`].
    pub async fn finish_with_store(
        &self,
        store: &dyn PendingStore,
        handle: impl Into<Secret>,
        callback: &Callback,
    ) -> Result<Tokens, Error> {
        let handle = handle.into();
        let pending = flow::look_up(store, &handle).await?;
        self.recognise(callback, &pending)?;
        let front = flow::redeem(callback, &pending, store, &handle).await?;
        self.complete(front, pending).await
    }

    /// New tokens for a refresh token (RFC 6749 section 6). Where the server gives no new refresh
    /// token the old one stays in the response. Not idempotent: it is never retried by itself.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_grant` when the token is expired or revoked: log in again.
    pub async fn refresh(&self, refresh_token: impl Into<Secret>) -> Result<Tokens, Error> {
        let refresh_token = required_secret("refresh_token", refresh_token.into())?;
        let mut form = Form::new("refresh_token");
        form.push("refresh_token", &refresh_token);
        let mut tokens = self.core.grant(Endpoint::here(REFRESH), form).await?;
        tokens.refresh_token.get_or_insert(refresh_token);
        Ok(tokens)
    }

    /// Tokens for a username and password, for the scope given, `user` for instance. The
    /// application sees the password: RFC 9700 section 2.4 forbids it where another grant is possible.
    /// Not idempotent: it is never retried by itself.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_grant` when name or password is wrong.
    pub async fn password(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
        scope: impl Into<String>,
    ) -> Result<Tokens, Error> {
        let mut form = Form::new("password");
        form.push("username", required("username", username.into())?);
        form.push("password", required_secret("password", password.into())?);
        form.push("scope", scope.into());
        self.core.grant(Endpoint::here(PASSWORD), form).await
    }

    /// What the server knows about a token (RFC 7662, `/oauth/token/introspection`).
    /// Idempotent.
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
        self.core
            .introspect(Endpoint::here(INTROSPECT), required_secret("token", token.into())?, hint)
            .await
    }

    /// Revokes a token (RFC 7009, `/oauth/token/revocation`). A token that is unknown or
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
        self.core
            .revoke(Endpoint::here(REVOKE), required_secret("token", token.into())?, hint)
            .await
    }

    /// The user of an access token (`/oauth/me`). Idempotent.
    ///
    /// An access token says nothing about who obtained it: use only one that came from
    /// [`finish`](Self::finish) or the like, never with one that a browser or an app sent.
    ///
    /// # Errors
    ///
    /// [`Error::OAuth`] with `invalid_token`, or [`Error::Call`] with status 401, when the token is
    /// expired or revoked.
    pub async fn user_info(&self, access_token: impl Into<Secret>) -> Result<UserInfo, Error> {
        let operation = match self.core.settings.user_info_method {
            UserInfoMethod::Form => USER_INFO_FORM,
            UserInfoMethod::Header | UserInfoMethod::Query => USER_INFO,
        };
        let response = self.core.user_info(Endpoint::here(operation), &access_token.into()).await?;
        response.claims()
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
}

authing_types::redacted_debug!(OAuth2Client { core });
authing_types::redacted_debug!(OAuth2ClientBuilder { flow });
authing_types::redacted_debug!(OAuth2Authorize { core, parameters, response_type });
