//! Redirecting the visitor to `/oidc/auth`.

use std::time::Duration;

use authing_core::{Error as CallError, Operation};
use authing_types::Secret;
use serde::Deserialize;
use url::Url;

use super::client::OidcClient;
use crate::{
    error::Error,
    oauth2::{
        Authorization,
        authorize::{FlowKind, Parameters, address, authorize_setters},
        endpoint::Endpoint,
        form::Form,
        tokens::unusable,
    },
    store::PendingStore,
};

const PUSH: Operation = Operation::post("oidc.authorize", "/oidc/request").raw();

/// What Authing's own clients request.
const DEFAULT_SCOPE: &str = "openid profile email phone address";

/// An authorization request under construction: see [`OidcClient::authorize`].
///
/// Every request has a new state, a new nonce and, with a code, a new PKCE verifier (S256). None
/// of them can be set. `Debug` shows names of parameters, no values.
#[derive(Clone)]
#[must_use = "a request does nothing until it is started"]
pub struct AuthorizeRequest {
    client: OidcClient,
    parameters: Parameters,
    response_type: OidcResponseType,
    response_mode: Option<ResponseMode>,
    max_age: Option<Duration>,
    pushed: bool,
}

/// What comes back with the visitor (OpenID Connect Core section 3).
///
/// The type `none` is left out: it returns nothing that says who logged in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OidcResponseType {
    /// A code that only this client can change for tokens. The one to use.
    #[default]
    Code,
    /// A code and an id_token.
    CodeIdToken,
    /// A code and an access token.
    CodeToken,
    /// All three.
    CodeIdTokenToken,
    /// An id_token alone: finish it with `finish_id_token`.
    IdToken,
    /// An id_token and an access token. RFC 9700 section 2.1.2 advises against access tokens in
    /// URLs.
    IdTokenToken,
}

/// How it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseMode {
    /// In the query: the default for a code alone.
    Query,
    /// Behind `#`, where only a page or an app can read it: the default for all else.
    Fragment,
    /// As a form that the browser posts. A cookie must be `SameSite=None` to come with it.
    FormPost,
}

/// What the provider asks the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Prompt {
    /// Nothing: an error comes back where a question would be needed. Cannot be combined.
    None,
    /// To log in, even with a session.
    Login,
    /// To consent.
    Consent,
    /// Which account.
    SelectAccount,
}

impl OidcClient {
    /// Begins a request to send a visitor to `/oidc/auth` with. Its scope is `openid profile email
    /// phone address` unless you set another.
    pub fn authorize(&self) -> AuthorizeRequest {
        AuthorizeRequest::new(self.clone())
    }
}

authorize_setters!(AuthorizeRequest);

impl AuthorizeRequest {
    fn new(client: OidcClient) -> Self {
        Self {
            client,
            parameters: Parameters::new(DEFAULT_SCOPE),
            response_type: OidcResponseType::default(),
            response_mode: None,
            max_age: None,
            pushed: false,
        }
    }

    /// What comes back. Default: a code.
    pub fn response_type(mut self, response_type: OidcResponseType) -> Self {
        self.response_type = response_type;
        self
    }

    /// How it comes back. Default: what the provider does for the response type.
    pub fn response_mode(mut self, mode: ResponseMode) -> Self {
        self.response_mode = Some(mode);
        self
    }

    /// What the user is asked. Default: what is needed; `Consent` with the scope
    /// `offline_access`, without which Authing gives no refresh token.
    pub fn prompt(mut self, prompts: impl IntoIterator<Item = Prompt>) -> Self {
        let prompts: Vec<Prompt> = prompts.into_iter().collect();
        if prompts.contains(&Prompt::None) && prompts.len() > 1 {
            self.parameters.refuse(CallError::input("prompt", "is `None` and something else"));
        }
        let words: Vec<&str> = prompts.iter().map(|prompt| prompt.as_str()).collect();
        self.parameters.set("prompt", words.join(" "));
        self
    }

    /// Who is likely to log in: an email address, a phone number, a username.
    pub fn login_hint(mut self, hint: impl Into<String>) -> Self {
        self.parameters.set("login_hint", hint.into());
        self
    }

    /// How long ago the user may have logged in, in whole seconds. `finish` checks it.
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// The languages for the provider's pages, best first, with spaces between.
    pub fn ui_locales(mut self, locales: impl Into<String>) -> Self {
        self.parameters.set("ui_locales", locales.into());
        self
    }

    /// How the visitor should be authenticated, best first, with spaces between. It is a
    /// preference: check `claims.acr` afterwards.
    pub fn acr_values(mut self, values: impl Into<String>) -> Self {
        self.parameters.set("acr_values", values.into());
        self
    }

    /// An earlier id_token of the visitor who is expected.
    pub fn id_token_hint(mut self, id_token: impl Into<Secret>) -> Self {
        self.parameters.set("id_token_hint", id_token);
        self
    }

    /// An API that the access token is for (RFC 8707). May be given more than once.
    pub fn resource(mut self, resource: impl Into<String>) -> Self {
        self.parameters.add("resource", resource.into());
        self
    }

    /// Sends the parameters from server to server first, and the visitor with a reference to them
    /// (RFC 9126): nobody in between reads or changes them. For providers whose metadata names the
    /// endpoint; where it requires pushed requests, they are pushed in any case. Authing's cloud is not
    /// known to have it.
    pub fn pushed(mut self, pushed: bool) -> Self {
        self.pushed = pushed;
        self
    }

    /// Returns the URL to redirect the visitor to, and what must be kept until the callback.
    /// Reads the provider's metadata if `discovery` is on. Each call starts another login.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Input` when a parameter is missing or cannot be sent, or of
    /// another kind when the metadata could not be read or the request not be pushed.
    pub async fn start(mut self) -> Result<Authorization, Error> {
        if !self.parameters.has_scope("openid") {
            return Err(CallError::input("scope", "must contain `openid`").into());
        }
        if self.parameters.has_scope("offline_access") && !self.parameters.has("prompt") {
            self.parameters.set("prompt", "consent");
        }
        if let Some(mode) = self.response_mode {
            if mode == ResponseMode::Query && self.response_type != OidcResponseType::Code {
                let problem = "cannot be `Query` where tokens come back with the visitor";
                return Err(CallError::input("response_mode", problem).into());
            }
            self.parameters.set("response_mode", mode.as_str());
        }
        let flow = FlowKind {
            response_type: self.response_type.as_str(),
            nonce: true,
            max_age: self.max_age.map(|age| age.as_secs()),
        };
        let (parameters, pending) = self.parameters.begin(&self.client.core, &flow)?;
        let endpoints = self.client.endpoints().await?;
        let endpoint = endpoints.authorization();
        let url = if self.pushed || endpoints.requires_pushed() {
            let push = endpoints.pushed(PUSH)?;
            self.client.push(push, &endpoint, &parameters).await?
        } else {
            address(&endpoint, &parameters)
        };
        Ok(Authorization { url, pending })
    }

    /// [`start`](Self::start), with the pending login kept in a store: put the handle into a
    /// cookie (`HttpOnly`, `Secure`, `SameSite=Lax`) and give it to
    /// [`finish_with_store`](OidcClient::finish_with_store).
    ///
    /// # Errors
    ///
    /// Those of `start`, and [`Error::Store`].
    pub async fn start_with_store(self, store: &dyn PendingStore) -> Result<(Url, Secret), Error> {
        let lifetime = self.client.core.settings.pending_lifetime;
        self.start().await?.keep(store, lifetime).await
    }
}

#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

impl OidcClient {
    /// Changes the parameters for a reference to them.
    async fn push(
        &self,
        push: Endpoint,
        endpoint: &Url,
        parameters: &[(String, Secret)],
    ) -> Result<Url, Error> {
        let client_id = || ("client_id".to_owned(), self.core.settings.client_id.as_str().into());
        let mut form = Form::default();
        // The client's authentication brings the id.
        for (name, value) in parameters.iter().filter(|(name, _)| name != "client_id") {
            form.push(name, value);
        }
        let method = &self.core.settings.token_authentication;
        if method.is_in_header() {
            form.push("client_id", self.core.settings.client_id.as_str());
        }
        let pushed: Pushed = self.core.authenticated(push, method, form)?.await?;
        if pushed.request_uri.is_empty() {
            return Err(unusable("holds an empty `request_uri`"));
        }
        Ok(address(endpoint, &[client_id(), ("request_uri".to_owned(), pushed.request_uri.into())]))
    }
}

impl OidcResponseType {
    fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::CodeIdToken => "code id_token",
            Self::CodeToken => "code token",
            Self::CodeIdTokenToken => "code id_token token",
            Self::IdToken => "id_token",
            Self::IdTokenToken => "id_token token",
        }
    }
}

impl ResponseMode {
    fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
        }
    }
}

impl Prompt {
    fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Login => "login",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
        }
    }
}

authing_types::redacted_debug!(AuthorizeRequest { client, parameters, response_type });
