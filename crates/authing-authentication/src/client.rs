//! The end user's client.

use std::{fmt, sync::Arc};

use authing_core::{
    Call, Operation, RestRequest, TokenProvider,
    client::{ApiClient, PasswordCipher, Pipeline},
};
use authing_types::{Secret, User};
use bytes::Bytes;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use crate::session::{Session, SessionUpdate};

const GRAPHQL: Operation = Operation::graphql("graphql").user_if_held();
const GET_PUBLIC_KEY: Operation =
    Operation::get("authentication.get_public_key", "/api/v2/.well-known").idempotent();

/// Acts as an end user of one application.
///
/// A client holds one login: what logs in or registers stores the user and the token, and later
/// calls carry that token. Clones share the login. A server makes one client for the process and
/// from it one sibling for each request, with [`new_session`](Self::new_session) or
/// [`with_token`](Self::with_token): siblings share connections and settings, and nothing else.
///
/// ```no_run
/// use authing_authentication::{AuthenticationClient, types::UpdateUserInput};
///
/// # async fn example() -> Result<(), authing_authentication::Error> {
/// let app = AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn").build()?;
///
/// let client = app.new_session();
/// client.login_by_username("bob", "passw0rd").await?;
/// client.update_profile(UpdateUserInput::new().nickname("Nick")).await?;
/// assert!(app.token().is_none(), "siblings do not share a login");
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct AuthenticationClient {
    api: ApiClient,
    session: Arc<Session>,
    passwords: PasswordCipher,
    application: Arc<Application>,
}

/// Which application a client is about.
pub(crate) struct Application {
    pub(crate) app_id: String,
    pub(crate) user_pool_id: Option<String>,
    pub(crate) secret: Option<Secret>,
    pub(crate) websocket_host: Option<Url>,
}

impl AuthenticationClient {
    /// A sibling with nobody logged in, for the next request.
    #[must_use]
    pub fn new_session(&self) -> Self {
        self.sibling(Session::default())
    }

    /// A sibling that acts as the user of this token: a remembered login. A text that cannot be a
    /// token is reported by the first call that needs one.
    ///
    /// ```no_run
    /// # async fn example(app: authing_authentication::AuthenticationClient, id_token: &str) -> Result<(), authing_authentication::Error> {
    /// let user = app.with_token(id_token).current_user().await?;
    /// println!("welcome back, {}", user.id);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with_token(&self, token: impl Into<Secret>) -> Self {
        self.sibling(Session::with_token(token.into()))
    }

    /// The token that calls carry; `None` when nobody is logged in. Keep it to remember the login
    /// for [`with_token`](Self::with_token).
    pub fn token(&self) -> Option<Secret> {
        self.session.token()
    }

    /// The user as last seen in the response to a call, without asking the server: see
    /// [`current_user`](Self::current_user). `None` when only a token was given. Its `token` is
    /// empty; [`token`](Self::token) has it.
    pub fn user(&self) -> Option<Arc<User>> {
        self.session.user()
    }

    /// Makes calls carry this token. A user remembered with another token is forgotten.
    pub fn set_token(&self, token: impl Into<Secret>) {
        self.session.set_token(token.into());
    }

    /// Remembers this user, for instance one that another call returned, and its token. A user
    /// without a token leaves the token held as it is.
    pub fn set_current_user(&self, user: &User) {
        self.session.set_user(user);
    }

    /// Forgets user and token here only. [`logout`](Self::logout) ends the login on the server
    /// too.
    pub fn clear_current_user(&self) {
        self.session.forget();
    }

    /// The application's id.
    pub fn app_id(&self) -> &str {
        &self.application.app_id
    }

    /// The application's host, without a slash at its end.
    pub fn app_host(&self) -> &str {
        self.api.pipeline().host()
    }

    /// The user pool's id, if it was given.
    pub fn user_pool_id(&self) -> Option<&str> {
        self.application.user_pool_id.as_deref()
    }

    /// The application's secret, if it was given.
    pub fn secret(&self) -> Option<&Secret> {
        self.application.secret.as_ref()
    }

    /// Gets the key that the server publishes for passwords, as PEM. Calls encrypt passwords by
    /// themselves; a page that does so in the browser may need it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let pem = client.get_public_key().await?;
    /// assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----"));
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/.well-known`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of the transport.
    pub fn get_public_key(&self) -> Call<String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct WellKnown {
            public_key: String,
        }
        let call = self.api.call(GET_PUBLIC_KEY).rest(|request| request);
        call.map(|response: WellKnown| response.public_key)
    }

    /// Sends any GraphQL document, with the user's token if one is held. Returns its `data`.
    ///
    /// Not idempotent, so it is not sent again after an uncertain failure; declare the call
    /// [idempotent](Call::idempotent) if it is.
    ///
    /// ```no_run
    /// use serde_json::{Value, json};
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let data: Value = client.graphql("query { user { id } }", &json!({})).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// What the server says, and those of the transport.
    pub fn graphql<T: DeserializeOwned + Send + 'static>(
        &self,
        document: &str,
        variables: &impl Serialize,
    ) -> Call<T> {
        self.api.graphql_text(GRAPHQL, document, variables)
    }

    /// Sends any REST request. Returns what its operation's envelope says.
    ///
    /// ```no_run
    /// use authing_authentication::{Operation, RestRequest};
    /// use serde_json::Value;
    ///
    /// const LEVEL: Operation =
    ///     Operation::get("security_level", "/api/v2/users/me/security-level").user().idempotent();
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let level: Value = client.rest(RestRequest::new(LEVEL)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// Idempotent if the operation is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the operation needs a token and
    /// the client holds none; what the server says; those of the transport.
    pub fn rest<T: DeserializeOwned + Send + 'static>(&self, request: RestRequest) -> Call<T> {
        self.api.rest(request)
    }

    /// Sends any REST request. Returns the body as it came, of whatever type.
    ///
    /// ```no_run
    /// use authing_authentication::{Operation, RestRequest};
    ///
    /// const EXPORT: Operation = Operation::get("export", "/api/v2/export").user().idempotent();
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let file = client.rest_bytes(RestRequest::new(EXPORT)).await?;
    /// println!("{} bytes", file.len());
    /// # Ok(()) }
    /// ```
    ///
    /// Idempotent if the operation is.
    ///
    /// # Errors
    ///
    /// As for [`rest`](Self::rest). A status that is not a success is an error.
    pub fn rest_bytes(&self, request: RestRequest) -> Call<Bytes> {
        self.api.rest_bytes(request)
    }
}

/// For the areas.
impl AuthenticationClient {
    pub(crate) fn new(
        pipeline: Pipeline,
        passwords: PasswordCipher,
        application: Arc<Application>,
        session: Session,
    ) -> Self {
        let session = Arc::new(session);
        let api = ApiClient::new(pipeline, Arc::clone(&session) as _);
        Self { api, session, passwords, application }
    }

    fn sibling(&self, session: Session) -> Self {
        let pipeline = self.api.pipeline().clone();
        Self::new(pipeline, self.passwords.clone(), Arc::clone(&self.application), session)
    }

    pub(crate) fn api(&self) -> &ApiClient {
        &self.api
    }

    /// Calls with tokens from elsewhere.
    pub(crate) fn api_with(&self, tokens: Arc<dyn TokenProvider>) -> ApiClient {
        ApiClient::new(self.api.pipeline().clone(), tokens)
    }

    /// Calls that carry this token. A text that cannot be a token is reported by the first of them.
    pub(crate) fn api_with_token(&self, token: impl Into<Secret>) -> ApiClient {
        self.api_with(Arc::new(Session::with_token(token.into())))
    }

    pub(crate) fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// For one call whose response changes the session.
    pub(crate) fn session_update(&self) -> (ApiClient, Arc<SessionUpdate>) {
        let update = Arc::new(SessionUpdate::new(Arc::clone(&self.session)));
        (self.api_with(Arc::clone(&update) as _), update)
    }

    /// The host for WebSockets, if it was given.
    pub(crate) fn given_websocket_host(&self) -> Option<&Url> {
        self.application.websocket_host.as_ref()
    }

    pub(crate) fn passwords(&self) -> &PasswordCipher {
        &self.passwords
    }

    /// The user that this call returns is then logged in.
    pub(crate) fn logs_in(&self, call: Call<User>) -> Call<User> {
        self.stores(call, Session::log_in)
    }

    /// The user that this call returns is then logged in if there is a token.
    pub(crate) fn registers(&self, call: Call<User>) -> Call<User> {
        self.stores(call, Session::register)
    }

    fn stores(&self, call: Call<User>, store: fn(&Session, &User)) -> Call<User> {
        let session = Arc::clone(&self.session);
        call.map(move |user| {
            store(&session, &user);
            user
        })
    }
}

impl fmt::Debug for AuthenticationClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticationClient")
            .field("app_id", &self.app_id())
            .field("app_host", &self.app_host())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for AuthenticationClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "application {} at {}", self.app_id(), self.app_host())
    }
}
