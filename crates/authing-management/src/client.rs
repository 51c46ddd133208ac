//! The administrator's client.

use std::{fmt, sync::Arc, time::Duration};

use authing_core::{
    Bearer, CachedToken, Call, DEFAULT_HOST, Error, ErrorKind, FetchedToken, FixedToken, Operation,
    RestRequest, TokenProvider,
    client::{ApiClient, CallBuilder, ClientConfig, ClientIdentity, PasswordCipher, Pipeline},
    client_config_setters,
    options::{self, Variables},
};
use authing_types::Secret;
use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};

use crate::generated::operations::{self, access_token};

const ACCESS_TOKEN: Operation = Operation::graphql("tokens.access_token").idempotent().strict();

const GRAPHQL: Operation = Operation::graphql("graphql").management();

/// Acts as an administrator of one user pool.
///
/// Make one for the whole process and clone it freely: clones share connections and token. The
/// token is fetched with the first call that needs it, renewed an hour before its end, and fetched
/// once more when the server refuses it.
///
/// ```
/// use std::time::Duration;
/// use authing_management::{Lang, ManagementClient};
///
/// let management = ManagementClient::builder("USER_POOL_ID", "SECRET")
///     .host("https://core.your-authing.example")
///     .timeout(Duration::from_secs(5))
///     .lang(Lang::EnUs)
///     .build()?;
/// # Ok::<(), authing_management::Error>(())
/// ```
#[derive(Clone)]
pub struct ManagementClient {
    api: ApiClient,
    passwords: PasswordCipher,
    user_pool_id: Arc<str>,
}

/// What the administrator proves its identity with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credentials {
    /// The user pool's secret, as the console shows it: tokens are fetched with it.
    Secret(Secret),
    /// A ready token. It is used until it ends, since nothing can renew it.
    AccessToken(Secret),
    /// Tokens from elsewhere, for instance from a store that several processes share.
    Provider(Arc<dyn TokenProvider>),
}

/// Shows the pool and the server.
impl fmt::Debug for ManagementClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManagementClient")
            .field("user_pool_id", &self.user_pool_id)
            .field("host", &self.api.pipeline().host())
            .finish_non_exhaustive()
    }
}

/// A text is the user pool's secret.
impl From<&str> for Credentials {
    fn from(secret: &str) -> Self {
        Self::Secret(secret.into())
    }
}

/// A text is the user pool's secret.
impl From<String> for Credentials {
    fn from(secret: String) -> Self {
        Self::Secret(secret.into())
    }
}

impl From<Secret> for Credentials {
    fn from(secret: Secret) -> Self {
        Self::Secret(secret)
    }
}

impl ManagementClient {
    /// A client for a user pool. Both values are in the console under the pool's settings.
    pub fn builder(
        user_pool_id: impl Into<String>,
        credentials: impl Into<Credentials>,
    ) -> ManagementClientBuilder {
        ManagementClientBuilder {
            user_pool_id: user_pool_id.into(),
            app_id: None,
            credentials: credentials.into(),
            config: ClientConfig::new(DEFAULT_HOST),
        }
    }

    /// A client made from the environment:
    ///
    /// - `AUTHING_USERPOOL_ID` and `AUTHING_USERPOOL_SECRET` (both required);
    /// - `AUTHING_HOST`: the server, for a private deployment;
    /// - `AUTHING_PUBLIC_KEY`: its key for passwords, as PEM;
    /// - `AUTHING_DANGER_ALLOW_HTTP`: `1` allows plain `http` to another machine, as
    ///   [`danger_allow_http`](ManagementClientBuilder::danger_allow_http) does.
    ///
    /// Line ends, white space and quotes around a value are not part of it: see
    /// [`options`](authing_core::options).
    ///
    /// ```no_run
    /// let management = authing_management::ManagementClient::from_env()?;
    /// # Ok::<(), authing_management::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], naming the variable that is missing or cannot be used.
    pub fn from_env() -> Result<Self, Error> {
        from_variables(&Variables::of_process())
    }

    /// The user pool's id.
    pub fn user_pool_id(&self) -> &str {
        &self.user_pool_id
    }

    /// The token the next call would carry, fetched or renewed if need be. `None` with a
    /// [provider](Credentials::Provider) that has none.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(bearer) = management.bearer().await? {
    ///     println!("{bearer:?}"); // masked
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `accessToken`, unless a token is at hand. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Credential`] when none can be obtained.
    pub async fn bearer(&self) -> Result<Option<Bearer>, Error> {
        self.api.tokens().token().await
    }

    /// Sends any GraphQL document with the administrator's token; returns its `data`.
    ///
    /// ```no_run
    /// use serde_json::{Value, json};
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let data: Value = management.graphql("query { templateCode }", &json!({})).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Not idempotent, so not sent again after an uncertain failure, unless the call is declared
    /// [idempotent](Call::idempotent).
    ///
    /// # Errors
    ///
    /// Those of every call; [`ErrorKind::Decode`] when the `data` is not a `T`.
    pub fn graphql<T: DeserializeOwned + Send + 'static>(
        &self,
        document: &str,
        variables: &impl Serialize,
    ) -> Call<T> {
        self.api.graphql_text(GRAPHQL, document, variables)
    }

    /// Sends any REST request; returns what its operation's envelope says.
    ///
    /// ```no_run
    /// use authing_management::{Operation, RestRequest};
    /// use serde_json::Value;
    ///
    /// const DETAIL: Operation = Operation::get("pool", "/api/v2/userpools/detail").management();
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let pool: Value = management.rest(RestRequest::new(DETAIL)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Idempotent if the operation says so.
    ///
    /// # Errors
    ///
    /// Those of every call; [`ErrorKind::Decode`] when the data is not a `T`.
    pub fn rest<T: DeserializeOwned + Send + 'static>(&self, request: RestRequest) -> Call<T> {
        self.api.rest(request)
    }

    /// Sends any REST request; returns the body as it came, of whatever type: a file, or text that
    /// is not JSON.
    ///
    /// ```no_run
    /// use authing_management::{Operation, RestRequest};
    ///
    /// const EXPORT: Operation = Operation::get("export", "/api/v2/orgs/export").management();
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let bytes = management.rest_bytes(RestRequest::new(EXPORT)).await?;
    /// std::fs::write("export.json", bytes).ok();
    /// # Ok(()) }
    /// ```
    ///
    /// Idempotent if the operation says so.
    ///
    /// # Errors
    ///
    /// Those of every call. An error status is an error; what the body says is not looked at.
    pub fn rest_bytes(&self, request: RestRequest) -> Call<Bytes> {
        self.api.rest_bytes(request)
    }

    pub(crate) fn api(&self) -> &ApiClient {
        &self.api
    }

    /// Begins a call: check its arguments, then say what is sent.
    pub(crate) fn call(&self, operation: Operation) -> CallBuilder<'_> {
        self.api.call(operation)
    }

    pub(crate) fn passwords(&self) -> &PasswordCipher {
        &self.passwords
    }
}

/// Builds a [`ManagementClient`].
#[must_use = "a builder does nothing until it builds"]
pub struct ManagementClientBuilder {
    user_pool_id: String,
    app_id: Option<String>,
    credentials: Credentials,
    config: ClientConfig,
}

authing_types::redacted_debug!(ManagementClientBuilder { user_pool_id, app_id });

client_config_setters!(ManagementClientBuilder, config);

impl ManagementClientBuilder {
    /// The server. Default: `https://core.authing.cn`. A private deployment has its own.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.config.host = host.into();
        self
    }

    /// The application that every call is about, sent as `x-authing-app-id`.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// Makes the client. No network is touched.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`], naming the option that is missing or cannot be used.
    pub fn build(self) -> Result<ManagementClient, Error> {
        let user_pool_id = options::text("user_pool_id", &self.user_pool_id)?;
        if user_pool_id.is_empty() {
            return Err(Error::config("user_pool_id", "is empty: the console shows it"));
        }
        let app_id = options::text_opt("app_id", self.app_id.as_deref())?;
        let identity = ClientIdentity { user_pool_id: Some(user_pool_id.clone()), app_id };
        let pipeline = Pipeline::new(&self.config, &identity)?;
        let passwords = PasswordCipher::new(&self.config.password_encryption, &pipeline)?;
        let tokens: Arc<dyn TokenProvider> = match self.credentials {
            Credentials::Secret(secret) => {
                let secret = options::secret("secret", &secret)?;
                if secret.is_empty() {
                    return Err(Error::config("secret", "is empty: the console shows it"));
                }
                Arc::new(pool_token(&pipeline, user_pool_id.clone(), secret))
            }
            Credentials::AccessToken(token) => {
                let token = options::secret("access_token", &token)?;
                let unusable = |cause| {
                    Error::config("access_token", "cannot be used as a token").with_source(cause)
                };
                Arc::new(FixedToken::new(&token).map_err(|cause: Error| unusable(cause))?)
            }
            Credentials::Provider(provider) => provider,
        };
        Ok(ManagementClient {
            api: ApiClient::new(pipeline, tokens),
            passwords,
            user_pool_id: user_pool_id.into(),
        })
    }
}

const HOST: &str = "AUTHING_HOST";
const PUBLIC_KEY: &str = "AUTHING_PUBLIC_KEY";

/// A client of what these variables say: see [`ManagementClient::from_env`].
fn from_variables(variables: &Variables<'_>) -> Result<ManagementClient, Error> {
    let mut builder = ManagementClient::builder(
        variables.required("AUTHING_USERPOOL_ID")?,
        variables.required("AUTHING_USERPOOL_SECRET")?,
    )
    .danger_allow_http(variables.switch("AUTHING_DANGER_ALLOW_HTTP")?);
    if let Some(host) = variables.optional(HOST)? {
        builder = builder.host(host);
    }
    if let Some(pem) = variables.pem(PUBLIC_KEY)? {
        builder = builder.public_key(pem);
    }
    // All else was read by the variable's name.
    builder.build().map_err(|error| {
        error.with_option_named("host", HOST).with_option_named("public_key", PUBLIC_KEY)
    })
}

/// Fetches the pool's token with its secret.
fn pool_token(pipeline: &Pipeline, user_pool_id: String, secret: Secret) -> CachedToken {
    let api = ApiClient::new(pipeline.clone(), Arc::new(FixedToken::none()));
    let clock = pipeline.clock();
    CachedToken::new(pipeline.clock(), move || {
        let variables = access_token::Variables {
            user_pool_id: user_pool_id.clone(),
            secret: secret.expose().to_owned(),
        };
        let call = api.graphql::<operations::AccessToken>(ACCESS_TOKEN, variables).nested();
        let clock = Arc::clone(&clock);
        Box::pin(async move {
            let response = call.await?.access_token;
            let (Some(token), Some(exp)) = (response.access_token, response.exp) else {
                return Err(Error::new(ErrorKind::Decode, "the response holds no token"));
            };
            // Its age is counted from now on, not by the server's clock, which may differ.
            let issued = response.iat.unwrap_or_else(|| seconds(clock.now()));
            let lifetime = u64::try_from(exp.saturating_sub(issued)).unwrap_or_default();
            Ok(FetchedToken::new(token, Duration::from_secs(lifetime)))
        })
    })
}

fn seconds(time: std::time::SystemTime) -> i64 {
    let since = time.duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl fmt::Display for ManagementClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "user pool {} at {}", self.user_pool_id, self.api.pipeline().host())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(variables: &[(&str, &str)]) -> Result<ManagementClient, Error> {
        let variables = Variables::of(|wanted| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value.into())
        });
        from_variables(&variables)
    }

    const SECRET: (&str, &str) = ("AUTHING_USERPOOL_SECRET", "canary");

    #[test]
    fn a_client_is_made_from_the_environment() {
        let pem = include_str!("../tests/cases/pem/public-key-escaped-quoted.txt");
        let client = build(&[
            ("AUTHING_USERPOOL_ID", include_str!("../tests/cases/pem/id-lf.txt")),
            ("AUTHING_USERPOOL_SECRET", include_str!("../tests/cases/pem/secret-crlf.txt")),
            ("AUTHING_HOST", "\"http://authing:3000\"\n"),
            ("AUTHING_PUBLIC_KEY", pem),
            ("AUTHING_DANGER_ALLOW_HTTP", "1"),
        ])
        .unwrap();
        assert_eq!(client.user_pool_id(), "5f7a993eb9b49dcd5c021e40");
        assert_eq!(client.api().pipeline().host(), "http://authing:3000");
    }

    #[test]
    fn what_is_missing_or_wrong_in_the_environment_is_named_by_its_variable() {
        const ID: (&str, &str) = ("AUTHING_USERPOOL_ID", "pool");
        for (variables, problem) in [
            (&[SECRET][..], "`AUTHING_USERPOOL_ID` is not set in the environment"),
            (&[ID, ("AUTHING_USERPOOL_SECRET", "\"\"")], "`AUTHING_USERPOOL_SECRET` is not set"),
            (&[ID, ("AUTHING_USERPOOL_SECRET", "'canary")], "`AUTHING_USERPOOL_SECRET` begins or"),
            (&[ID, SECRET, ("AUTHING_HOST", "htps://x")], "`AUTHING_HOST` begins with `htps://`"),
            (
                &[ID, SECRET, ("AUTHING_HOST", "http://authing:3000")],
                "`AUTHING_HOST` is not encrypted",
            ),
            (
                &[ID, SECRET, ("AUTHING_PUBLIC_KEY", "no key")],
                "`AUTHING_PUBLIC_KEY` is neither PEM",
            ),
            (&[ID, SECRET, ("AUTHING_PUBLIC_KEY", "MAcGBSuBBAAK")], "`AUTHING_PUBLIC_KEY` "),
            (
                &[ID, SECRET, ("AUTHING_DANGER_ALLOW_HTTP", "yes")],
                "`AUTHING_DANGER_ALLOW_HTTP` must",
            ),
        ] {
            let error = build(variables).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.to_string().contains(problem), "{error}");
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        }
    }
}
