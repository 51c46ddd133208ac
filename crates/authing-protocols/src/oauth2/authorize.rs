//! Redirecting the visitor to the provider: what both protocols share.

use std::{fmt, time::Duration};

use authing_core::{Error as CallError, random};
use authing_types::Secret;
use url::Url;

use super::{
    endpoint::Core,
    options::check_redirect_uri,
    pending::{AuthorizationParams, PendingLogin},
    pkce,
};
use crate::{
    error::Error,
    store::{PendingStore, handle::new_handle},
    text::printable,
};

/// A started login: redirect the visitor to `url`, keep `pending` for the callback.
///
/// `Debug` shows neither: the address holds the state, and perhaps who the visitor is.
#[non_exhaustive]
pub struct Authorization {
    /// Where to redirect the visitor's browser.
    pub url: Url,
    /// What `finish` needs for the callback.
    pub pending: PendingLogin,
}

impl Authorization {
    /// Keeps the pending login in a store, and returns its handle.
    pub(crate) async fn keep(
        self,
        store: &dyn PendingStore,
        lifetime: Duration,
    ) -> Result<(Url, Secret), Error> {
        let handle = new_handle()?;
        store.put(handle.expose(), self.pending.to_secret()?, lifetime).await?;
        Ok((self.url, handle))
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .finish_non_exhaustive()
    }
}

/// The length of a state, a nonce and a PKCE verifier: 256 bits, 6 in each character.
const RANDOM_LENGTH: usize = 43;

/// What the login itself depends on: set by this crate or by a setter of its own, never as any
/// parameter.
const PROTECTED: &[&str] = &[
    "acr_values",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "tenant_id",
    "ui_locales",
];

/// The parameters of an authorization request under construction. What cannot be sent is kept as
/// an error and comes out of `start`.
#[derive(Clone)]
pub(crate) struct Parameters {
    scope: String,
    redirect_uri: Option<String>,
    others: Vec<(String, Secret)>,
    refused: Option<CallError>,
}

/// What one kind of client asks for.
pub(crate) struct FlowKind {
    pub(crate) response_type: &'static str,
    pub(crate) nonce: bool,
    pub(crate) max_age: Option<u64>,
}

impl Parameters {
    pub(crate) fn new(scope: &str) -> Self {
        Self { scope: scope.to_owned(), redirect_uri: None, others: Vec::new(), refused: None }
    }

    pub(crate) fn set_scope(&mut self, scope: String) {
        self.scope = scope;
    }

    #[cfg(feature = "oidc")]
    pub(crate) fn has_scope(&self, wanted: &str) -> bool {
        crate::text::scope_words(&self.scope).any(|scope| scope == wanted)
    }

    pub(crate) fn set_redirect_uri(&mut self, uri: String) {
        self.redirect_uri = Some(uri);
    }

    /// A parameter with a setter of its own: the last value counts.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Secret>) {
        self.others.retain(|(set, _)| set != name);
        self.add(name, value);
    }

    /// A parameter that may come several times.
    pub(crate) fn add(&mut self, name: &str, value: impl Into<Secret>) {
        self.others.push((name.to_owned(), value.into()));
    }

    #[cfg(feature = "oidc")]
    pub(crate) fn has(&self, name: &str) -> bool {
        self.others.iter().any(|(set, _)| set == name)
    }

    /// A parameter that this crate does not know.
    pub(crate) fn set_other(&mut self, name: String, value: impl Into<Secret>) {
        if name.is_empty() || PROTECTED.contains(&&*name) {
            self.refuse(CallError::input(
                "param",
                format_args!(
                    "cannot set `{}`: it has a setter, or is generated for each request",
                    printable(&name, 40)
                ),
            ));
            return;
        }
        self.set(&name, value);
    }

    pub(crate) fn refuse(&mut self, error: CallError) {
        self.refused.get_or_insert(error);
    }

    /// Makes the secrets of a new login, and the whole list of what is sent.
    pub(crate) fn begin(
        &self,
        core: &Core,
        flow: &FlowKind,
    ) -> Result<(Vec<(String, Secret)>, PendingLogin), Error> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone().into());
        }
        let redirect_uri =
            self.redirect_uri.as_ref().or(core.settings.redirect_uri.as_ref()).ok_or_else(
                || CallError::input("redirect_uri", "is missing: give it here or to the client"),
            )?;
        check_redirect_uri(redirect_uri)
            .map_err(|problem| CallError::input("redirect_uri", problem))?;
        let state = Secret::from(random::text(RANDOM_LENGTH)?);
        let nonce = flow.nonce.then(|| random::text(RANDOM_LENGTH)).transpose()?.map(Secret::from);
        let with_code = flow.response_type.split(' ').any(|word| word == "code");
        let verifier =
            with_code.then(|| random::text(RANDOM_LENGTH)).transpose()?.map(Secret::from);

        let mut sent: Vec<(String, Secret)> = Vec::new();
        let mut send = |name: &str, value: Secret| sent.push((name.to_owned(), value));
        send("response_type", flow.response_type.into());
        send("client_id", core.settings.client_id.as_str().into());
        send("redirect_uri", redirect_uri.as_str().into());
        send("scope", self.scope.as_str().into());
        send("state", state.clone());
        if let Some(nonce) = &nonce {
            send("nonce", nonce.clone());
        }
        if let Some(verifier) = &verifier {
            send("code_challenge", pkce::challenge(verifier.expose()).into());
            send("code_challenge_method", "S256".into());
        }
        if let Some(max_age) = flow.max_age {
            send("max_age", max_age.to_string().into());
        }
        sent.extend(self.others.iter().cloned());

        let params = AuthorizationParams {
            state,
            nonce,
            verifier,
            redirect_uri: redirect_uri.clone(),
            response_type: flow.response_type,
            scope: self.scope.clone(),
            max_age: flow.max_age,
        };
        let settings = &core.settings;
        let pending = PendingLogin::new(params, &settings.issuer, &settings.client_id, core.now());
        Ok((sent, pending))
    }
}

/// The address with these parameters behind those that it may have.
pub(crate) fn address(endpoint: &Url, parameters: &[(String, Secret)]) -> Url {
    let mut url = endpoint.clone();
    url.query_pairs_mut()
        .extend_pairs(parameters.iter().map(|(name, value)| (name, value.expose())));
    url
}

/// Shows which parameters are set.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.others.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Parameters")
            .field("scope", &self.scope)
            .field("others", &names)
            .finish_non_exhaustive()
    }
}

/// Gives a request the setters that both protocols share.
macro_rules! authorize_setters {
    ($request:ident) => {
        impl $request {
            /// What is requested, with spaces between.
            pub fn scope(mut self, scope: impl Into<String>) -> Self {
                self.parameters.set_scope(scope.into());
                self
            }

            /// Where this visitor comes back to, instead of the client's `redirect_uri`. It must
            /// be registered in the console too.
            pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
                self.parameters.set_redirect_uri(uri.into());
                self
            }

            /// The tenant that the visitor logs in to, in a multi-tenant pool.
            pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
                self.parameters.set("tenant_id", tenant_id.into());
                self
            }

            /// Any other parameter, such as Authing's `login_page_context`. What the login
            /// depends on (`state`, `nonce`, `redirect_uri` …) cannot be set: `start` fails then.
            pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.parameters.set_other(name.into(), value.into());
                self
            }
        }
    };
}

pub(crate) use authorize_setters;
