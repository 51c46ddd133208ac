//! Steps about the password.

use super::LoginClient;
use authing_core::Call;
use authing_types::Secret;

/// A first log-in: the password was right, but the user must choose one of their own
/// (code 1639). Set it, then log in with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FirstLogin {
    /// The token that allows it, once. Keep it where the browser cannot read it.
    pub token: Secret,
}

/// A password that is too old: it was right, but another one must be chosen (code 2058). Set it,
/// then log in with it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PasswordReset {
    /// The token that allows it, once. Keep it where the browser cannot read it.
    pub token: Secret,
}

impl FirstLogin {
    /// The step that was kept as its token.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self { token: token.into() }
    }

    /// Sets the password of the user's own. It logs nobody in: that is what the new password is
    /// for.
    ///
    /// GraphQL `resetPasswordByFirstLoginToken`. Not idempotent: the token is good for once.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the token is not good any more; an
    /// error of the server's when the password is too weak.
    pub fn set_password<C: LoginClient>(
        &self,
        client: &C,
        password: impl Into<Secret>,
    ) -> Call<C::Message> {
        client.set_first_password(self, password.into())
    }
}

impl PasswordReset {
    /// The step that was kept as its token.
    pub fn from_token(token: impl Into<Secret>) -> Self {
        Self { token: token.into() }
    }

    /// Sets another password; the old one is asked for again. It logs nobody in: that is what the
    /// new password is for.
    ///
    /// GraphQL `resetPasswordByForceResetToken`. Not idempotent: the token is good for once.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when the token is not good any more; an
    /// error of the server's when the old password is wrong, or the new one too weak.
    pub fn set_password<C: LoginClient>(
        &self,
        client: &C,
        old_password: impl Into<Secret>,
        new_password: impl Into<Secret>,
    ) -> Call<C::Message> {
        client.replace_password(self, old_password.into(), new_password.into())
    }
}
