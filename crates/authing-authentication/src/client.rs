//! The end user's client.

use std::{fmt, sync::Arc};

use authing_core::{
    Call, Error, Operation, RestRequest, TokenProvider,
    client::{ApiClient, PasswordCipher},
};
use authing_types::Secret;
use authing_types::User;
use bytes::Bytes;
use graphql_client::GraphQLQuery;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use url::Url;

use crate::{
    builder::{self, AuthenticationClientBuilder},
    session::{Session, Turn},
};

const GRAPHQL: Operation = Operation::graphql("graphql").user_if_held();
const GET_PUBLIC_KEY: Operation =
    Operation::get("authentication.get_public_key", "/api/v2/.well-known").idempotent();

/// Acts as an end user of one application.
///
/// A client holds one log-in: what logs in or registers stores the user and the token, and later
/// calls carry that token. Clones share the log-in. A server makes one client for the process and
/// from it one sibling for each request, with [`fresh`](Self::new_session) or
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
/// assert!(app.token().is_none(), "siblings do not see one another's log-in");
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct AuthenticationClient {
    api: ApiClient,
    session: Arc<Session>,
    passwords: PasswordCipher,
    application: Arc<Application>,
}

/// Which application a client is about.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) app_id: String,
    pub(crate) user_pool_id: Option<String>,
    pub(crate) secret: Option<Secret>,
    pub(crate) websocket_host: Option<Url>,
}

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
        builder::from_env()
    }

    /// A sibling with nobody logged in, for the next request.
    #[must_use]
    pub fn new_session(&self) -> Self {
        self.sibling(Session::default())
    }

    /// A sibling that acts as the user of this token: a remembered log-in. A text that cannot be a
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

    /// The token that calls carry; `None` when nobody is logged in. Keep it to remember the log-in
    /// for [`with_token`](Self::with_token).
    pub fn token(&self) -> Option<Secret> {
        self.session.token()
    }

    /// The user as last seen in the answer of a call, without asking the server: see
    /// [`current_user`](Self::current_user). `None` when only a token was given. Its `token` is
    /// empty; [`token`](Self::token) has it.
    pub fn user(&self) -> Option<Arc<User>> {
        self.session.user()
    }

    /// Makes calls carry this token. A user remembered with another token is forgotten.
    pub fn set_token(&self, token: impl Into<Secret>) {
        self.session.set_token(token.into());
    }

    /// Remembers this user, for instance one that another call answered, and its token. A user
    /// without a token leaves the token held as it is.
    pub fn set_current_user(&self, user: &User) {
        self.session.set_user(user);
    }

    /// Forgets user and token, without a word to the server. [`logout`](Self::logout) ends the
    /// log-in there too.
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
    /// `GET /api/v2/.well-known`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn get_public_key(&self) -> Call<String> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct WellKnown {
            public_key: String,
        }
        self.api.rest(RestRequest::new(GET_PUBLIC_KEY)).map(|answer: WellKnown| answer.public_key)
    }

    /// Sends any GraphQL document, with the user's token if one is held; answers its `data`. Not
    /// sent again after an uncertain failure, unless the call is declared
    /// [idempotent](Call::idempotent).
    ///
    /// ```no_run
    /// use serde_json::{Value, json};
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let data: Value = client.graphql("query { user { id } }", &json!({})).await?;
    /// # Ok(()) }
    /// ```
    pub fn graphql<T: DeserializeOwned + Send + 'static>(
        &self,
        document: &str,
        variables: &impl Serialize,
    ) -> Call<T> {
        self.api.graphql_text(GRAPHQL, document, variables)
    }

    /// Sends any REST request; answers what its operation's envelope says.
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
    pub fn rest<T: DeserializeOwned + Send + 'static>(&self, request: RestRequest) -> Call<T> {
        self.api.rest(request)
    }

    /// Sends any REST request; answers the body as it came, of whatever type. An error status is
    /// an error.
    pub fn rest_bytes(&self, request: RestRequest) -> Call<Bytes> {
        self.api.rest_bytes(request)
    }
}

/// For the families of calls.
impl AuthenticationClient {
    pub(crate) fn new(
        api: ApiClient,
        passwords: PasswordCipher,
        application: Arc<Application>,
        session: Session,
    ) -> Self {
        let session = Arc::new(session);
        let tokens: Arc<dyn TokenProvider> = Arc::clone(&session) as _;
        let api = ApiClient::new(api.pipeline().clone(), tokens);
        Self { api, session, passwords, application }
    }

    fn sibling(&self, session: Session) -> Self {
        let application = Arc::clone(&self.application);
        Self::new(self.api.clone(), self.passwords.clone(), application, session)
    }

    pub(crate) fn api(&self) -> &ApiClient {
        &self.api
    }

    pub(crate) fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// The host for WebSockets, if it was given.
    pub(crate) fn given_websocket_host(&self) -> Option<&Url> {
        self.application.websocket_host.as_ref()
    }

    pub(crate) fn passwords(&self) -> &PasswordCipher {
        &self.passwords
    }

    /// A caller for one call whose answer changes the session.
    pub(crate) fn turn(&self) -> (ApiClient, Arc<Turn>) {
        let turn = Arc::new(Turn::new(Arc::clone(&self.session)));
        (self.caller_with(Arc::clone(&turn) as _), turn)
    }

    pub(crate) fn caller_with(&self, tokens: Arc<dyn TokenProvider>) -> ApiClient {
        ApiClient::new(self.api.pipeline().clone(), tokens)
    }

    /// A call that answers a user whom the session then holds.
    pub(crate) fn signs_in<Q>(
        &self,
        operation: Operation,
        variables: impl Future<Output = Result<Q::Variables, Error>> + Send + 'static,
        user: fn(Q::ResponseData) -> Option<User>,
        store: fn(&Session, &User),
    ) -> Call<User>
    where
        Q: GraphQLQuery + 'static,
        Q::ResponseData: Send + 'static,
    {
        let session = Arc::clone(&self.session);
        self.api.call(operation).graphql_deferred::<Q>(variables).map(user).required().map(
            move |user: User| {
                store(&session, &user);
                user
            },
        )
    }

    /// A REST call that answers a user whom the session then holds.
    pub(crate) fn signs_in_by_rest(
        &self,
        request: RestRequest,
        store: fn(&Session, &User),
    ) -> Call<User> {
        let session = Arc::clone(&self.session);
        self.api.rest(request).map(move |user: User| {
            store(&session, &user);
            user
        })
    }

    /// A call that changes the user who is logged in, and answers them as they are then.
    pub(crate) fn changes_user<Q>(
        &self,
        operation: Operation,
        variables: Q::Variables,
        user: fn(Q::ResponseData) -> User,
    ) -> Call<User>
    where
        Q: GraphQLQuery + 'static,
        Q::ResponseData: Send + 'static,
    {
        let (api, turn) = self.turn();
        api.graphql::<Q>(operation, variables).map(move |data| {
            let user = user(data);
            turn.update_user(&user);
            user
        })
    }

    /// The id of the user who is logged in, which some operations want named beside the token:
    /// from the session, from the token, or else from the server.
    pub(crate) fn own_id(&self) -> impl Future<Output = Result<String, Error>> + Send + 'static {
        let client = self.clone();
        async move {
            if client.session.token().is_none() {
                return Err(Error::not_logged_in());
            }
            match client.session.user_id() {
                Some(id) => Ok(id),
                None => Ok(client.current_user().nested().await?.id),
            }
        }
    }
}

impl fmt::Display for AuthenticationClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "application {} at {}", self.app_id(), self.app_host())
    }
}
