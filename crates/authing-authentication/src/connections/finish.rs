//! Checking the outcome of a login at a provider.

use authing_core::{Call, Error, ErrorCode, ErrorKind, Operation};
use authing_types::User;

use super::{
    message::{ConnectionMessage, Outcome},
    pending::PendingConnection,
};
use crate::{
    client::AuthenticationClient,
    generated::operations::{self, user},
    session::is_for_application,
};

const FINISH: Operation = Operation::graphql("connections.finish").user().idempotent();

impl AuthenticationClient {
    /// Finishes a login at a social or an enterprise provider, which logs the user in on this
    /// client.
    ///
    /// The message comes through a browser, so it is checked: it must belong to the login that was
    /// begun, and Authing, asked with the token in it, must confirm the user.
    ///
    /// ```no_run
    /// use authing_authentication::{
    ///     AuthenticationClient, Error, Secret,
    ///     connections::{ConnectionMessage, PendingConnection},
    /// };
    ///
    /// # async fn example(client: AuthenticationClient, kept: Secret, query: &str) -> Result<(), Error> {
    /// let pending = PendingConnection::from_secret(&kept)?;
    /// let message = ConnectionMessage::from_query(query)?;
    /// let user = client.finish_connection(message, pending).await?;
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `user`. Idempotent.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::Input`] when the message belongs to another login, or comes too late: the
    ///   visitor must begin again;
    /// - the server's code when the login failed; [`is_login_step`](Error::is_login_step) when it
    ///   needs something more;
    /// - [`is_auth_expired`](Error::is_auth_expired) when the token is not valid, or belongs to
    ///   another user or application.
    pub fn finish_connection(
        &self,
        message: ConnectionMessage,
        pending: PendingConnection,
    ) -> Call<User> {
        let outcome = match self.check_message(message, &pending) {
            Ok(outcome) => outcome,
            Err(error) => {
                return self
                    .api()
                    .call(FINISH)
                    .check(Err::<(), _>(error))
                    .graphql::<operations::User>(user::Variables::default())
                    .map(|data| data.user)
                    .required_at("data.user");
            }
        };
        let app_id = self.app_id().to_owned();
        let call = self
            .api_with_token(&outcome.token)
            .graphql::<operations::User>(FINISH, user::Variables::default())
            .try_map(move |data| {
                let other = || {
                    Error::new(ErrorKind::Api, "the token is another user's or application's")
                        .with_code(ErrorCode::LOGIN_INVALID)
                };
                let mut user: User = data.user.ok_or_else(other)?;
                // Another application of the user pool must not be able to log its users in here.
                if user.id != outcome.id || !is_for_application(&outcome.token, &app_id) {
                    return Err(other());
                }
                user.token = Some(outcome.token.clone());
                Ok(user)
            });
        self.logs_in(call)
    }

    fn check_message(
        &self,
        message: ConnectionMessage,
        pending: &PendingConnection,
    ) -> Result<Outcome, Error> {
        let now = self.api().pipeline().clock().now();
        pending.check(self.app_id(), message.returned_state(), now)?;
        if !message.is_about(pending.kind().event_type()) {
            return Err(Error::input("message", "is about another kind of login"));
        }
        message.outcome()
    }
}
