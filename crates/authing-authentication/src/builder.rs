//! What can be set on an [`AuthenticationClient`].

use std::{env, sync::Arc};

use authing_core::{
    Error, FixedToken,
    client::{ClientConfig, ClientIdentity, PasswordCipher, Pipeline},
    client_config_setters,
};
use authing_types::Secret;
use url::Url;

use crate::{
    client::{Application, AuthenticationClient},
    session::Session,
};

impl AuthenticationClient {
    /// A client for an application: its id, and its host as `https://my-app.authing.cn`. Both are
    /// in the console under the application's settings.
    ///
    /// ```
    /// use std::time::Duration;
    /// use authing_authentication::{AuthenticationClient, Lang};
    ///
    /// let app = AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn")
    ///     .timeout(Duration::from_secs(5))
    ///     .lang(Lang::EnUs)
    ///     .on_error(|error| eprintln!("{}", error.report()))
    ///     .build()?;
    /// # Ok::<(), authing_authentication::Error>(())
    /// ```
    pub fn builder(
        app_id: impl Into<String>,
        app_host: impl Into<String>,
    ) -> AuthenticationClientBuilder {
        AuthenticationClientBuilder::new(app_id.into(), app_host.into())
    }

    /// A client made from the environment:
    ///
    /// - `AUTHING_APP_ID`: the application's id (required);
    /// - `AUTHING_APP_HOST`: its host, as `https://my-app.authing.cn` (required);
    /// - `AUTHING_APP_SECRET`: its secret;
    /// - `AUTHING_USERPOOL_ID`: the user pool it belongs to;
    /// - `AUTHING_PUBLIC_KEY`: the server's key for passwords, as PEM, for a private deployment.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the variable that is missing or the
    /// option that cannot be used.
    pub fn from_env() -> Result<Self, Error> {
        from_variables(|name| env::var(name).ok())?.build()
    }
}

/// Builds an [`AuthenticationClient`]. `Debug` shows the application and its pool.
#[must_use = "a builder does nothing until it builds"]
pub struct AuthenticationClientBuilder {
    app_id: String,
    secret: Option<Secret>,
    user_pool_id: Option<String>,
    token: Option<Secret>,
    websocket_host: Option<String>,
    config: ClientConfig,
}

client_config_setters!(AuthenticationClientBuilder, config);

impl AuthenticationClientBuilder {
    fn new(app_id: String, app_host: String) -> Self {
        Self {
            app_id,
            secret: None,
            user_pool_id: None,
            token: None,
            websocket_host: None,
            config: ClientConfig::new(app_host),
        }
    }

    /// The token of a user who has logged in before, for instance one that a browser kept: the
    /// client then acts as this user at once.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The user pool that the application belongs to, sent as `x-authing-userpool-id`. The server
    /// finds it by the application when it is left out.
    pub fn user_pool_id(mut self, user_pool_id: impl Into<String>) -> Self {
        self.user_pool_id = Some(user_pool_id.into());
        self
    }

    /// The application's secret. Calls of an end user need none; it is kept for what a server does
    /// in the application's name.
    pub fn secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// The server's host for WebSockets, as `https://ws.example.com`, to which logins by
    /// [Active Directory](AuthenticationClient::login_by_ad) go. Default: `https://ws.` in place of
    /// the first label of the application's host; a host that has none must be given.
    pub fn websocket_host(mut self, host: impl Into<String>) -> Self {
        self.websocket_host = Some(host.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the option that is missing or cannot
    /// be used.
    pub fn build(self) -> Result<AuthenticationClient, Error> {
        if self.app_id.trim().is_empty() {
            return Err(Error::config("app_id", "is empty: the console shows it"));
        }
        if self.config.host.trim().is_empty() {
            return Err(Error::config(
                "app_host",
                "is empty: the console shows it, as `https://` and the application's domain",
            ));
        }
        let identity = ClientIdentity {
            user_pool_id: self.user_pool_id.clone(),
            app_id: Some(self.app_id.clone()),
        };
        host_address("app_host", &self.config.host)?;
        let pipeline = Pipeline::new(&self.config, &identity)?;
        let passwords = PasswordCipher::new(&self.config.password_encryption, &pipeline)?;
        let websocket_host = self.websocket_host.as_deref();
        let websocket_host =
            websocket_host.map(|host| host_address("websocket_host", host)).transpose()?;
        let session = match self.token {
            Some(token) => {
                FixedToken::new(&token).map_err(|cause| {
                    Error::config("token", "cannot be used as a token").with_source(cause)
                })?;
                Session::with_token(token)
            }
            None => Session::default(),
        };
        let application = Application {
            app_id: self.app_id,
            user_pool_id: self.user_pool_id,
            secret: self.secret,
            websocket_host,
        };
        Ok(AuthenticationClient::new(pipeline, passwords, Arc::new(application), session))
    }
}

authing_types::redacted_debug!(AuthenticationClientBuilder { app_id, user_pool_id });

/// Reads a host: the application's, or the one that passwords for a directory go to.
fn host_address(option: &'static str, text: &str) -> Result<Url, Error> {
    let text = text.trim();
    let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let refused = |reason: &'static str| Error::config(option, reason);
    let url = Url::parse(&text)
        .map_err(|_| refused("is not an address: give `https://` and the host name"))?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(refused("must start with `https://`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("must not hold a username or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("must not hold a query or fragment"));
    }
    Ok(url)
}

/// A builder with what these variables say: see [`AuthenticationClient::from_env`].
fn from_variables(
    variable: impl Fn(&str) -> Option<String>,
) -> Result<AuthenticationClientBuilder, Error> {
    let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
    let required = |name: &str| {
        variable(name).ok_or_else(|| Error::config(name, "is not set in the environment"))
    };
    let mut builder = AuthenticationClientBuilder::new(
        required("AUTHING_APP_ID")?,
        required("AUTHING_APP_HOST")?,
    );
    if let Some(secret) = variable("AUTHING_APP_SECRET") {
        builder = builder.secret(secret);
    }
    if let Some(user_pool_id) = variable("AUTHING_USERPOOL_ID") {
        builder = builder.user_pool_id(user_pool_id);
    }
    if let Some(pem) = variable("AUTHING_PUBLIC_KEY") {
        builder = builder.public_key(pem);
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(variables: &[(&str, &str)]) -> Result<AuthenticationClient, Error> {
        from_variables(|wanted| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned())
        })?
        .build()
    }

    #[test]
    fn every_variable_of_the_environment_is_read() {
        let client = build(&[
            ("AUTHING_APP_ID", "app"),
            ("AUTHING_APP_HOST", "https://app.example.com/"),
            ("AUTHING_APP_SECRET", "canary"),
            ("AUTHING_USERPOOL_ID", "pool"),
        ])
        .unwrap();
        assert_eq!((client.app_id(), client.user_pool_id()), ("app", Some("pool")));
        assert_eq!(client.app_host(), "https://app.example.com");
        assert_eq!(client.secret().unwrap().expose(), "canary");
        let error = build(&[
            ("AUTHING_APP_ID", "app"),
            ("AUTHING_APP_HOST", "app.example.com"),
            ("AUTHING_PUBLIC_KEY", "no key"),
        ])
        .unwrap_err();
        assert!(error.to_string().starts_with("option `public_key` "), "{error}");
    }

    #[test]
    fn a_missing_or_empty_variable_is_named() {
        for (variables, name) in [
            (vec![("AUTHING_APP_HOST", "https://app.example.com")], "AUTHING_APP_ID"),
            (vec![("AUTHING_APP_ID", "app"), ("AUTHING_APP_HOST", "")], "AUTHING_APP_HOST"),
        ] {
            let error = build(&variables).unwrap_err();
            assert_eq!(error.to_string(), format!("option `{name}` is not set in the environment"));
        }
    }
}
