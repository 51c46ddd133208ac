//! What can be set on an [`AuthenticationClient`].

use std::sync::Arc;

use authing_core::{
    Error, FixedToken,
    client::{ClientConfig, ClientIdentity, PasswordCipher, Pipeline},
    client_config_setters,
    options::{self, Variables},
};
use authing_types::Secret;

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
    /// - `AUTHING_PUBLIC_KEY`: the server's key for passwords, as PEM, for a private deployment;
    /// - `AUTHING_DANGER_ALLOW_HTTP`: `1` allows plain `http` to another machine, as
    ///   [`danger_allow_http`](AuthenticationClientBuilder::danger_allow_http) does.
    ///
    /// Line ends, white space and quotes around a value are not part of it: see
    /// [`options`](authing_core::options).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config), naming the variable that is missing or cannot
    /// be used.
    pub fn from_env() -> Result<Self, Error> {
        from_variables(&Variables::of_process())
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
        let mut config = ClientConfig::new(app_host);
        config.host_option = "app_host";
        Self { app_id, secret: None, user_pool_id: None, token: None, websocket_host: None, config }
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
        let app_id = options::text("app_id", &self.app_id)?;
        if app_id.is_empty() {
            return Err(Error::config("app_id", "is empty: the console shows it"));
        }
        let user_pool_id = options::text_opt("user_pool_id", self.user_pool_id.as_deref())?;
        let identity =
            ClientIdentity { user_pool_id: user_pool_id.clone(), app_id: Some(app_id.clone()) };
        let pipeline = Pipeline::new(&self.config, &identity)?;
        let passwords = PasswordCipher::new(&self.config.password_encryption, &pipeline)?;
        let websocket_host = match self.websocket_host.as_deref() {
            Some(host) => {
                let url = options::host("websocket_host", host)?;
                // Passwords go there.
                pipeline.check_address("websocket_host", &url)?;
                Some(url)
            }
            None => None,
        };
        let secret = self.secret.map(|secret| options::secret("secret", &secret)).transpose()?;
        let session = match self.token {
            Some(token) => {
                let token = options::secret("token", &token)?;
                FixedToken::new(&token).map_err(|cause| {
                    Error::config("token", "cannot be used as a token").with_source(cause)
                })?;
                Session::with_token(token)
            }
            None => Session::default(),
        };
        let application = Application {
            app_id,
            user_pool_id,
            secret: secret.filter(|secret| !secret.is_empty()),
            websocket_host,
        };
        Ok(AuthenticationClient::new(pipeline, passwords, Arc::new(application), session))
    }
}

authing_types::redacted_debug!(AuthenticationClientBuilder { app_id, user_pool_id });

const APP_HOST: &str = "AUTHING_APP_HOST";
const PUBLIC_KEY: &str = "AUTHING_PUBLIC_KEY";

/// A client of what these variables say: see [`AuthenticationClient::from_env`].
fn from_variables(variables: &Variables<'_>) -> Result<AuthenticationClient, Error> {
    let mut builder = AuthenticationClientBuilder::new(
        variables.required("AUTHING_APP_ID")?,
        variables.required(APP_HOST)?,
    )
    .danger_allow_http(variables.switch("AUTHING_DANGER_ALLOW_HTTP")?);
    if let Some(secret) = variables.optional("AUTHING_APP_SECRET")? {
        builder = builder.secret(secret);
    }
    if let Some(user_pool_id) = variables.optional("AUTHING_USERPOOL_ID")? {
        builder = builder.user_pool_id(user_pool_id);
    }
    if let Some(pem) = variables.pem(PUBLIC_KEY)? {
        builder = builder.public_key(pem);
    }
    // All else was read by the variable's name.
    builder.build().map_err(|error| {
        error.with_option_named("app_host", APP_HOST).with_option_named("public_key", PUBLIC_KEY)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(variables: &[(&str, &str)]) -> Result<AuthenticationClient, Error> {
        let variables = Variables::of(|wanted| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.into())
        });
        from_variables(&variables)
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
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_variable() {
        const HOST: (&str, &str) = ("AUTHING_APP_HOST", "app.example.com");
        const ID: (&str, &str) = ("AUTHING_APP_ID", "app");
        for (variables, problem) in [
            ([ID, HOST, ("AUTHING_PUBLIC_KEY", "no key")], "`AUTHING_PUBLIC_KEY` is neither PEM"),
            ([ID, HOST, ("AUTHING_PUBLIC_KEY", "MAcGBSuBBAAK")], "`AUTHING_PUBLIC_KEY` "),
            ([ID, ("AUTHING_APP_HOST", "http:/x"), ("A", "")], "`AUTHING_APP_HOST` begins with"),
        ] {
            let error = build(&variables).unwrap_err().to_string();
            assert!(error.starts_with(&format!("option {problem}")), "{error}");
        }
        // Blank is not set, whatever its way has put around it.
        build(&[ID, HOST, ("AUTHING_PUBLIC_KEY", "\"\"\n")]).unwrap();
    }

    #[test]
    fn a_variable_loses_what_its_way_has_put_around_it() {
        let client = build(&[
            ("AUTHING_APP_ID", include_str!("../tests/cases/pem/id-lf.txt")),
            ("AUTHING_APP_HOST", "'http://authing:3000'\r\n"),
            ("AUTHING_APP_SECRET", include_str!("../tests/cases/pem/secret-quoted.txt")),
            ("AUTHING_USERPOOL_ID", " pool\n"),
            ("AUTHING_PUBLIC_KEY", include_str!("../tests/cases/pem/public-key-one-line.txt")),
            ("AUTHING_DANGER_ALLOW_HTTP", "1"),
        ])
        .unwrap();
        assert_eq!(client.app_id(), "5f7a993eb9b49dcd5c021e40");
        assert_eq!(client.user_pool_id(), Some("pool"));
        assert_eq!(client.app_host(), "http://authing:3000");
        assert_eq!(client.secret().unwrap().expose(), "0123456789abcdef0123456789abcdef");
    }

    #[test]
    fn plain_http_needs_the_switch_and_the_error_names_the_variable() {
        let error = build(&[
            ("AUTHING_APP_ID", "app"),
            ("AUTHING_APP_HOST", "http://authing:3000"),
            ("AUTHING_DANGER_ALLOW_HTTP", "0"),
        ])
        .unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("option `AUTHING_APP_HOST` is not encrypted"), "{text}");
        assert!(text.contains("AUTHING_DANGER_ALLOW_HTTP=1"), "{text}");
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
