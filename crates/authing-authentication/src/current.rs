//! The log-in itself: whose it is, whether it is still good, its renewal and its end.

use std::sync::Arc;

use authing_core::{Call, Error, ErrorKind, Operation, RestRequest};
use authing_types::Secret;
use authing_types::{CommonMessage, RefreshToken, TokenStatus, User};

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, check_login_status, refresh_token, user},
    membership::nobody,
    session::{LastTurn, Turn},
};

const CURRENT_USER: Operation =
    Operation::graphql("authentication.current_user").user().idempotent();
const CHECK_LOGIN_STATUS: Operation =
    Operation::graphql("authentication.check_login_status").idempotent();
const REFRESH_TOKEN: Operation = Operation::graphql("authentication.refresh_token").user();
const LOGOUT: Operation =
    Operation::get("authentication.logout", "/api/v2/logout").user().idempotent().whole_envelope();
const LOGOUT_CURRENT_DEVICE: Operation =
    Operation::get("authentication.logout_current_device", "/logout")
        .user()
        .idempotent()
        .whole_envelope();

impl AuthenticationClient {
    /// Gets the user who is logged in, with custom data. This is the one honest check of a
    /// log-in: the server looks at the token.
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
        let (api, turn) = self.turn();
        api.graphql::<operations::User>(CURRENT_USER, user::Variables::default()).try_map(
            move |data| {
                let user = data.user.ok_or_else(nobody)?;
                turn.update_user(&user);
                Ok(user)
            },
        )
    }

    /// Whether a token is still good, and until when: this one, or without one the token that the
    /// client holds. A token that is not good is an answer, not an error.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let status = client.check_login_status(None).await?;
    /// if status.status == Some(true) {
    ///     println!("good until {:?}", status.exp);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `checkLoginStatus`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`] when no token is given and the client holds none.
    pub fn check_login_status(&self, token: Option<Secret>) -> Call<TokenStatus> {
        let session = Arc::clone(self.session());
        let variables = async move {
            let token = token.or_else(|| session.token()).ok_or_else(Error::not_logged_in)?;
            Ok(check_login_status::Variables { token: Some(token.expose().to_owned()) })
        };
        self.api()
            .call(CHECK_LOGIN_STATUS)
            .graphql_deferred::<operations::CheckLoginStatus>(variables)
            .map(|data| data.check_login_status)
            .required()
    }

    /// Gets a new token for the user who is logged in; later calls carry it.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let renewed = client.refresh_token().await?;
    /// println!("good until {:?}", renewed.exp);
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
        let (api, turn) = self.turn();
        api.graphql::<operations::RefreshToken>(REFRESH_TOKEN, refresh_token::Variables::default())
            .map(|data| data.refresh_token)
            .required()
            .try_map(move |renewed| match &renewed.token {
                Some(token) if !token.is_empty() => {
                    turn.renew(token);
                    Ok(renewed)
                }
                _ => Err(Error::new(ErrorKind::Decode, "the answer holds no token")),
            })
    }

    /// Logs out: ends the log-in on the server and makes its token useless, then forgets user and
    /// token. When the call fails the client stays logged in, unless the server says that the token
    /// is no longer good ([`is_auth_expired`](Error::is_auth_expired)): then there is nothing left
    /// to log out from.
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
    pub fn logout(&self) -> Call<CommonMessage> {
        self.ends(RestRequest::new(LOGOUT).query("app_id", self.app_id()))
    }

    /// Logs out on the device that the token was given to, and leaves the user's other devices
    /// logged in; then forgets user and token, as [`logout`](Self::logout) does. A server that
    /// knows the device by a cookie alone sees none here.
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
    pub fn logout_current_device(&self) -> Call<CommonMessage> {
        let request = RestRequest::new(LOGOUT_CURRENT_DEVICE);
        self.ends(request.query("appId", self.app_id()).query("deviceId", "current"))
    }

    /// A call that ends the log-in.
    fn ends(&self, request: RestRequest) -> Call<CommonMessage> {
        let turn = Arc::new(Turn::new(Arc::clone(self.session())));
        self.caller_with(Arc::new(LastTurn(Arc::clone(&turn)))).rest(request).map(
            move |message: CommonMessage| {
                turn.end();
                message
            },
        )
    }
}
