//! Believing what became of a log-in at a provider.

use std::sync::Arc;

use authing_core::{Call, Error, ErrorCode, ErrorKind, FixedToken, Operation};
use authing_types::User;

use super::{ConnectionMessage, PendingConnection};
use crate::{
    client::AuthenticationClient,
    generated::operations::{self, user},
    session::is_for_application,
};

const FINISH: Operation = Operation::graphql("connections.finish").user().idempotent();

impl AuthenticationClient {
    /// Finishes a log-in at a social or an enterprise provider, which logs the user in on this
    /// client.
    ///
    /// The message comes by way of a browser. It is believed when it belongs to the log-in that
    /// was begun, and no further than Authing, asked with the token that it brings, confirms whose
    /// it is.
    ///
    /// GraphQL `user`. Idempotent.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::Input`] when the message belongs to another log-in, or comes too late: the
    ///   visitor must begin again;
    /// - the server's code when the log-in failed; [`login_step`](Error::login_step) when it needs
    ///   something more;
    /// - [`is_auth_expired`](Error::is_auth_expired) when the token is good for nobody, or for
    ///   somebody else.
    pub fn finish_connection(
        &self,
        message: ConnectionMessage,
        pending: PendingConnection,
    ) -> Call<User> {
        let now = self.api().pipeline().clock().now();
        let checked = pending
            .check(self.app_id(), message.brought_state(), now)
            .and_then(|()| {
                if message.is_about(pending.kind().event_type()) {
                    Ok(())
                } else {
                    Err(Error::input("message", "is about another kind of log-in"))
                }
            })
            .and_then(|()| message.outcome())
            .and_then(|outcome| Ok((FixedToken::new(&outcome.token)?, outcome)));
        let (token, outcome) = match checked {
            Ok(checked) => checked,
            Err(error) => {
                return self
                    .api()
                    .graphql::<operations::User>(FINISH, user::Variables::default())
                    .map(|data| data.user)
                    .required()
                    .check(Err(error));
            }
        };
        let session = Arc::clone(self.session());
        let app_id = self.app_id().to_owned();
        self.caller_with(Arc::new(token))
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
                session.log_in(&user);
                Ok(user)
            })
    }
}
