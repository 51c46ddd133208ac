//! What the clients of both protocols can be set to.

use std::{fmt, time::Duration};

use authing_core::{Error as CallError, client::Pipeline, options};
use authing_types::Secret;
use url::Url;

use super::authentication::ClientAuthentication;

/// As long as Authing's own codes live; a visitor who takes longer begins again.
const DEFAULT_PENDING_LIFETIME: Duration = Duration::from_secs(600);

/// Where a call of `user_info` puts the access token (RFC 6750 section 2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserInfoMethod {
    /// `GET`, in the `Authorization` header.
    #[default]
    Header,
    /// `GET`, in the query: it may end up in the logs of whatever lies between. For servers that
    /// take nothing else.
    Query,
    /// `POST`, in a form.
    Form,
}

/// What a builder was told.
#[derive(Clone)]
pub(crate) struct FlowOptions {
    pub(crate) client_id: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) authentication: Option<ClientAuthentication>,
    pub(crate) introspection_authentication: Option<ClientAuthentication>,
    pub(crate) revocation_authentication: Option<ClientAuthentication>,
    pub(crate) pending_lifetime: Duration,
    pub(crate) user_info_method: UserInfoMethod,
    pub(crate) key_bound_tokens: bool,
}

/// The same, checked.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) client_id: String,
    pub(crate) secret: Option<Secret>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) issuer: String,
    pub(crate) token_authentication: ClientAuthentication,
    pub(crate) introspection_authentication: ClientAuthentication,
    pub(crate) revocation_authentication: ClientAuthentication,
    pub(crate) pending_lifetime: Duration,
    pub(crate) user_info_method: UserInfoMethod,
    pub(crate) key_bound_tokens: bool,
}

impl FlowOptions {
    pub(crate) fn new(client_id: String) -> Self {
        Self {
            client_id,
            secret: None,
            redirect_uri: None,
            issuer: None,
            authentication: None,
            introspection_authentication: None,
            revocation_authentication: None,
            pending_lifetime: DEFAULT_PENDING_LIFETIME,
            user_info_method: UserInfoMethod::default(),
            key_bound_tokens: false,
        }
    }

    /// Checks what can be checked without I/O, and fills in what was not said.
    pub(crate) fn settings(
        mut self,
        default_issuer: String,
        pipeline: &Pipeline,
    ) -> Result<Settings, CallError> {
        self.client_id = app_id(&self.client_id)?;
        self.secret = self.secret.map(|secret| options::secret("secret", &secret)).transpose()?;
        if self.secret.as_ref().is_some_and(Secret::is_empty) {
            return Err(CallError::config("secret", "is empty: leave it out, or give the app's"));
        }
        if let Some(uri) = &self.redirect_uri {
            let uri = options::text("redirect_uri", uri)?;
            check_redirect_uri(&uri)
                .map_err(|problem| CallError::config("redirect_uri", problem))?;
            self.redirect_uri = Some(uri);
        }
        let issuer = options::text("issuer", &self.issuer.unwrap_or(default_issuer))?;
        safe_address("issuer", &issuer, pipeline)?;
        if self.pending_lifetime.is_zero() {
            return Err(CallError::config("pending_lifetime", "must be longer than nothing"));
        }
        let secret = self.secret.as_ref();
        let all = self.authentication.unwrap_or_else(|| ClientAuthentication::default_for(secret));
        let introspection = self.introspection_authentication.unwrap_or_else(|| all.clone());
        let revocation = self.revocation_authentication.unwrap_or_else(|| all.clone());
        for (option, method) in [
            ("client_authentication", &all),
            ("introspection_authentication", &introspection),
            ("revocation_authentication", &revocation),
        ] {
            method.check(option, secret)?;
        }
        Ok(Settings {
            client_id: self.client_id,
            secret: self.secret,
            redirect_uri: self.redirect_uri,
            issuer,
            token_authentication: all,
            introspection_authentication: introspection,
            revocation_authentication: revocation,
            pending_lifetime: self.pending_lifetime,
            user_info_method: self.user_info_method,
            key_bound_tokens: self.key_bound_tokens,
        })
    }
}

/// RFC 6749 section 3.1.2: an absolute address without a fragment. An app may have its own scheme.
pub(crate) fn check_redirect_uri(uri: &str) -> Result<(), &'static str> {
    let url = Url::parse(uri).map_err(|_| "is not a whole address, as `https://me/callback`")?;
    if url.fragment().is_some() {
        return Err("must not hold a fragment");
    }
    if matches!(url.scheme(), "javascript" | "data" | "vbscript" | "file" | "about" | "blob") {
        return Err("has a scheme that no provider sends a browser to");
    }
    Ok(())
}

/// The application's id, which must be there.
pub(crate) fn app_id(id: &str) -> Result<String, CallError> {
    let id = options::text("app_id", id)?;
    if id.is_empty() {
        return Err(CallError::config("app_id", "is empty: the console shows it"));
    }
    Ok(id)
}

/// The address of an issuer. Anybody on the network path could otherwise read secrets and tokens, and
/// put keys of their own in place.
pub(crate) fn safe_address(
    option: &str,
    text: &str,
    pipeline: &Pipeline,
) -> Result<Url, CallError> {
    let url = Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "https" | "http")
            && url.query().is_none()
            && url.fragment().is_none()
    });
    let url = url.ok_or_else(|| {
        CallError::config(option, "must be an `https` address without a query or fragment")
    })?;
    pipeline.check_address(option, &url)?;
    Ok(url)
}

impl fmt::Debug for FlowOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowOptions")
            .field("client_id", &self.client_id)
            .field("has_secret", &self.secret.is_some())
            .finish_non_exhaustive()
    }
}

/// Gives a builder the setters of [`FlowOptions`], with their docs: one place for both clients.
macro_rules! flow_option_setters {
    ($builder:ident) => {
        impl $builder {
            /// The application's secret, from the console. An application that cannot keep one,
            /// such as a program on users' machines, has none.
            pub fn secret(mut self, secret: impl Into<authing_types::Secret>) -> Self {
                self.flow.secret = Some(secret.into());
                self
            }

            /// Where the visitor comes back to, as registered in the console.
            pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
                self.flow.redirect_uri = Some(uri.into());
                self
            }

            /// How the application proves itself to the endpoints for tokens, introspection and
            /// revocation. Default: with the secret in the form, or not at all without one.
            pub fn client_authentication(
                mut self,
                method: $crate::oauth2::ClientAuthentication,
            ) -> Self {
                self.flow.authentication = Some(method);
                self
            }

            /// The same for introspection alone, which has its own setting in the console.
            pub fn introspection_authentication(
                mut self,
                method: $crate::oauth2::ClientAuthentication,
            ) -> Self {
                self.flow.introspection_authentication = Some(method);
                self
            }

            /// The same for revocation alone, which has its own setting in the console.
            pub fn revocation_authentication(
                mut self,
                method: $crate::oauth2::ClientAuthentication,
            ) -> Self {
                self.flow.revocation_authentication = Some(method);
                self
            }

            /// How long a visitor may take from the start of a login to its end. Default: 10
            /// minutes.
            pub fn pending_lifetime(mut self, lifetime: ::std::time::Duration) -> Self {
                self.flow.pending_lifetime = lifetime;
                self
            }

            /// Where a call of `user_info` puts the access token. Default: in the header.
            pub fn user_info_method(mut self, method: $crate::oauth2::UserInfoMethod) -> Self {
                self.flow.user_info_method = method;
                self
            }

            /// Whether tokens that are bound to a key (`cnf`: by DPoP, mutual TLS or another way)
            /// pass when they are introspected or verified. Such a token is not a bearer token:
            /// whoever presents it must prove that they hold the key, and this crate does not check
            /// that proof. Say `true` only where you check it yourself, for every request.
            /// Default: no.
            pub fn key_bound_tokens(mut self, accept: bool) -> Self {
                self.flow.key_bound_tokens = accept;
                self
            }
        }
    };
}

pub(crate) use flow_option_setters;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_are_whole_addresses_without_fragment() {
        for uri in ["https://me/cb?x=1", "http://localhost:3000/cb", "com.example.app:/cb"] {
            assert_eq!(check_redirect_uri(uri), Ok(()), "{uri}");
        }
        for uri in ["", "/cb", "me/cb", "https://me/cb#x", "javascript:alert(1)"] {
            assert!(check_redirect_uri(uri).is_err(), "{uri}");
        }
    }

    fn pipeline(allow_http: bool) -> Pipeline {
        let mut config = authing_core::client::ClientConfig::new("https://op.example.com");
        config.danger_allow_http = allow_http;
        config.transport = Some(std::sync::Arc::new(Nowhere));
        Pipeline::new(&config, &authing_core::client::ClientIdentity::default()).unwrap()
    }

    #[derive(Debug)]
    struct Nowhere;

    impl authing_core::Transport for Nowhere {
        fn send(
            &self,
            _: authing_core::HttpRequest,
        ) -> authing_core::BoxFuture<
            '_,
            Result<authing_core::HttpResponse, authing_core::TransportError>,
        > {
            Box::pin(async { Err(authing_core::TransportError::connect("nowhere")) })
        }
    }

    #[test]
    fn an_address_is_encrypted_or_on_this_machine() {
        for address in [
            "https://my-app.authing.cn/oidc",
            "http://localhost:3000",
            "http://app.localhost",
            "http://127.0.0.2:1",
            "http://[::1]:1",
        ] {
            assert!(safe_address("issuer", address, &pipeline(false)).is_ok(), "{address}");
        }
        for address in [
            "http://my-app.authing.cn",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "http://[::ffff:10.0.0.1]",
            "ftp://localhost",
            "file:///localhost",
            "https://op?x=1",
            "https://op#x",
            "localhost",
        ] {
            assert!(safe_address("issuer", address, &pipeline(false)).is_err(), "{address}");
        }
        let error = safe_address("issuer", "http://op:3000", &pipeline(false)).unwrap_err();
        assert!(error.to_string().contains("danger_allow_http(true)"), "{error}");
        assert!(safe_address("issuer", "http://op:3000", &pipeline(true)).is_ok());
        assert!(safe_address("issuer", "ftp://op:3000", &pipeline(true)).is_err());
    }
}
