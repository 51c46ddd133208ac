//! Steps about the password.

use authing_core::{Call, Operation};
use authing_types::Secret;

use crate::{
    client::AuthenticationClient,
    generated::operations::{
        self, reset_password_by_first_login_token, reset_password_by_force_reset_token,
    },
};

const SET_FIRST: Operation =
    Operation::graphql("authentication.reset_password_by_first_login_token");
const REPLACE: Operation = Operation::graphql("authentication.reset_password_by_force_reset_token");

/// A first login: the password was right, but the user must choose one of their own
/// (code 1639). Set it, then log in with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct FirstLogin {
    /// The token that allows it, once. Keep it where the browser cannot read it.
    pub token: Secret,
}

/// A password that is too old: it was right, but another one must be chosen (code 2058). Set it,
/// then log in with it.
#[derive(Clone)]
#[non_exhaustive]
pub struct PasswordReset {
    /// The token that allows it, once. Keep it where the browser cannot read it.
    pub token: Secret,
}

authing_types::redacted_debug!(FirstLogin {});
authing_types::redacted_debug!(PasswordReset {});

impl FirstLogin {
    /// The step that was kept as its token.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self { token: token.into() }
    }

    /// Sets a password of the user's own. It logs nobody in: log in with the new password.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, FirstLogin};
    ///
    /// # async fn example(client: AuthenticationClient, token: &str) -> Result<(), Error> {
    /// FirstLogin::from_token(token).set_password(&client, "n3w-passw0rd").await?;
    /// client.login_by_username("bob", "n3w-passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `resetPasswordByFirstLoginToken`. Not idempotent: the token is single-use.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the token is not valid any more; an
    /// error of the server's when the password is too weak;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token or password, or a password
    /// that is too long for the server's key.
    #[doc(alias = "reset_password_by_first_login_token")]
    pub fn set_password(
        &self,
        client: &AuthenticationClient,
        password: impl Into<Secret>,
    ) -> Call<()> {
        let token = self.token.expose().to_owned();
        let password = client.encrypt("password", password.into());
        client
            .api()
            .call(SET_FIRST)
            .required("token", &token)
            .graphql_deferred::<operations::ResetPasswordByFirstLoginToken>(async move {
                let password = password.await?.expose().to_owned();
                Ok(reset_password_by_first_login_token::Variables { token, password })
            })
            .map(|data| data.reset_password_by_first_login_token)
            .confirmed()
    }
}

impl PasswordReset {
    /// The step that was kept as its token.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self { token: token.into() }
    }

    /// Sets another password; the old one is asked for again. It logs nobody in: log in with the new
    /// password.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, PasswordReset};
    ///
    /// # async fn example(client: AuthenticationClient, token: &str) -> Result<(), Error> {
    /// let step = PasswordReset::from_token(token);
    /// step.set_password(&client, "passw0rd", "n3w-passw0rd").await?;
    /// client.login_by_username("bob", "n3w-passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `resetPasswordByForceResetToken`. Not idempotent: the token is single-use.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the token is not valid any more; an
    /// error of the server's when the old password is wrong, or the new one too weak;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token or password, or a password
    /// that is too long for the server's key.
    #[doc(alias = "reset_password_by_force_reset_token")]
    pub fn set_password(
        &self,
        client: &AuthenticationClient,
        old_password: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<()> {
        let token = self.token.expose().to_owned();
        let old_password = client.encrypt("old_password", old_password.into());
        let new_password = client.encrypt("new_password", new_password.into());
        client
            .api()
            .call(REPLACE)
            .required("token", &token)
            .graphql_deferred::<operations::ResetPasswordByForceResetToken>(async move {
                let old_password = old_password.await?.expose().to_owned();
                let new_password = new_password.await?.expose().to_owned();
                Ok(reset_password_by_force_reset_token::Variables {
                    token,
                    old_password,
                    new_password,
                })
            })
            .map(|data| data.reset_password_by_force_reset_token)
            .confirmed()
    }
}
