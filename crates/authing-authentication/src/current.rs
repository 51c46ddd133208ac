//! The login itself: its user, whether its token is valid, its renewal and its end.

use std::sync::Arc;

use authing_core::{Call, Error, ErrorKind, Operation, RestRequest};
use authing_types::{RefreshToken, TokenStatus, User};

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, check_login_status, refresh_token, user},
    session::{LogoutUpdate, SessionUpdate, no_user},
};

const CURRENT_USER: Operation =
    Operation::graphql("authentication.current_user").user().idempotent();
const CHECK_LOGIN_STATUS: Operation =
    Operation::graphql("authentication.check_login_status").idempotent().strict();
const REFRESH_TOKEN: Operation = Operation::graphql("authentication.refresh_token").user().strict();
const LOGOUT: Operation =
    Operation::get("authentication.logout", "/api/v2/logout").user().idempotent();
const LOGOUT_CURRENT_DEVICE: Operation =
    Operation::get("authentication.logout_current_device", "/logout").user().idempotent();

impl AuthenticationClient {
    /// Gets the user who is logged in, with custom data and linked identities. This is how to check a
    /// login: the server verifies the token. What the providers said and the tokens that they gave come
    /// with [`list_identities`](crate::connections::UserSocialApi::list_identities).
    ///
    /// Main department, expiry, direct superior and `newly_created` are not asked for, since older
    /// servers refuse a call that does; they are
    /// [`NotSelected`](crate::types::Selected::NotSelected), which says nothing about the user. The
    /// main department is told by [`list_departments`](Self::list_departments), expiry and superior by
    /// [`update_profile`](Self::update_profile), and whether a login made the account by that login.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// match client.current_user().await {
    ///     Ok(user) => println!("hello {}", user.id),
    ///     Err(error) if error.is_auth_expired() => println!("please log in again"),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when the server does not accept the one it
    /// holds.
    pub fn current_user(&self) -> Call<User> {
        let (api, update) = self.session_update();
        api.graphql::<operations::User>(CURRENT_USER, user::Variables::default()).try_map(
            move |data| {
                let user = data.user.ok_or_else(no_user)?;
                update.update_user(&user);
                Ok(user)
            },
        )
    }

    /// Whether the token that the client holds is valid, and until when. A token that is not valid is
    /// a status, not an error. For another token ask a sibling:
    /// [`with_token`](Self::with_token).
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let status = client.check_login_status().await?;
    /// if status.status == Some(true) {
    ///     println!("valid until {:?}", status.exp);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `checkLoginStatus`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token.
    pub fn check_login_status(&self) -> Call<TokenStatus> {
        let session = Arc::clone(self.session());
        let variables = async move {
            let token = session.token().ok_or_else(Error::not_logged_in)?;
            Ok(check_login_status::Variables { token: Some(token.expose().to_owned()) })
        };
        self.api()
            .call(CHECK_LOGIN_STATUS)
            .graphql_deferred::<operations::CheckLoginStatus>(variables)
            .map(|data| data.check_login_status)
            .required_at("data.checkLoginStatus")
    }

    /// Gets a new token for the user who is logged in; later calls carry it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let renewed = client.refresh_token().await?;
    /// println!("valid until {:?}", renewed.exp);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `refreshToken`. Not idempotent: each call makes another token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token;
    /// [`is_auth_expired`](Error::is_auth_expired) when it is too old to be renewed.
    pub fn refresh_token(&self) -> Call<RefreshToken> {
        let (api, update) = self.session_update();
        api.graphql::<operations::RefreshToken>(REFRESH_TOKEN, refresh_token::Variables::default())
            .map(|data| data.refresh_token)
            .required_at("data.refreshToken")
            .try_map(move |renewed| match &renewed.token {
                Some(token) if !token.is_empty() => {
                    update.renew(token);
                    Ok(renewed)
                }
                _ => Err(Error::new(ErrorKind::Decode, "the response holds no token")),
            })
    }

    /// Logs out: ends the login on the server and makes its token useless, then forgets user and
    /// token. When the call fails the client stays logged in, unless the server says that the token
    /// is no longer valid ([`is_auth_expired`](Error::is_auth_expired)): then the login has ended.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.logout().await?;
    /// assert!(client.token().is_none());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/logout`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when the client holds no token.
    pub fn logout(&self) -> Call<()> {
        self.ends_login(LOGOUT, |request| request.query("app_id", self.app_id()))
    }

    /// Logs out on the device that the token was given to, and leaves the user's other devices
    /// logged in; then forgets user and token, as [`logout`](Self::logout) does. A server that
    /// knows devices by their cookie only finds none here.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.logout_current_device().await?;
    /// assert!(client.token().is_none());
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /logout?deviceId=current`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`logout`](Self::logout).
    pub fn logout_current_device(&self) -> Call<()> {
        self.ends_login(LOGOUT_CURRENT_DEVICE, |request| {
            request.query("appId", self.app_id()).query("deviceId", "current")
        })
    }

    fn ends_login(
        &self,
        operation: Operation,
        build: impl FnOnce(RestRequest) -> RestRequest,
    ) -> Call<()> {
        let update = Arc::new(SessionUpdate::new(Arc::clone(self.session())));
        let api = self.api_with(Arc::new(LogoutUpdate(Arc::clone(&update))));
        api.call(operation).command(build).map(move |()| update.end())
    }

    /// The id of the user who is logged in, which some operations want beside the token: from the
    /// session, from the token, or else from the server.
    pub(crate) fn own_id(&self) -> impl Future<Output = Result<String, Error>> + Send + 'static {
        let client = self.clone();
        async move {
            if client.session().token().is_none() {
                return Err(Error::not_logged_in());
            }
            match client.session().user_id() {
                Some(id) => Ok(id),
                None => Ok(client.current_user().nested().await?.id),
            }
        }
    }
}
