//! The profile of the user who is logged in, and whether an account exists.

use authing_core::{Call, Error, Operation};
use authing_types::{Secret, UpdateUserInput, User, UserKey};

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, is_user_exists, update_user},
};

const UPDATE_PROFILE: Operation =
    Operation::graphql("authentication.update_profile").user().idempotent();
const USER_EXISTS: Operation =
    Operation::graphql("authentication.user_exists").user_if_held().idempotent();

impl AuthenticationClient {
    /// Changes the profile of the user who is logged in. Fields that are not set stay as they are;
    /// [`Patch::Null`](crate::Patch::Null) clears one.
    ///
    /// Password, email address and phone number have calls of their own, since the server asks for a
    /// proof of them.
    ///
    /// ```no_run
    /// use authing_authentication::{Patch, types::UpdateUserInput};
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let changes = UpdateUserInput::new().nickname("Nick").company(Patch::Null);
    /// let user = client.update_profile(changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateUser`. Idempotent.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for a password: use
    ///   [`update_password`](Self::update_password);
    /// - [`ErrorCode::EMAIL_NEEDS_UPDATE_EMAIL`](crate::ErrorCode::EMAIL_NEEDS_UPDATE_EMAIL) and
    ///   [`PHONE_NEEDS_UPDATE_PHONE`](crate::ErrorCode::PHONE_NEEDS_UPDATE_PHONE) for an address or
    ///   number.
    pub fn update_profile(&self, changes: impl Into<UpdateProfile>) -> Call<User> {
        let UpdateProfile { mut changes, email_token, phone_token } = changes.into();
        let checked = match changes.password_mut() {
            Some(_) => Err(Error::input(
                "password",
                "cannot be changed with the profile: use `update_password`",
            )),
            None => Ok(()),
        };
        let (api, update) = self.session_update();
        api.call(UPDATE_PROFILE)
            .check(checked)
            .graphql::<operations::UpdateUser>(update_user::Variables {
                // The official SDKs name the user beside the token, so it is named if it is known.
                id: self.session().user_id(),
                input: changes,
                email_token: email_token.map(|token| token.expose().to_owned()),
                phone_token: phone_token.map(|token| token.expose().to_owned()),
            })
            .map(|data| data.update_user)
            .map(update.stores())
    }

    /// Whether a user has this email address, username, phone number or external id.
    ///
    /// ```no_run
    /// use authing_authentication::types::UserKey;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let taken = client.user_exists(UserKey::username("bob")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isUserExists`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text to look for is empty.
    #[doc(alias = "is_user_exists")]
    pub fn user_exists(&self, key: UserKey) -> Call<bool> {
        let (argument, text) = key.argument();
        let call = self.api().call(USER_EXISTS).required(argument, text);
        let mut variables = is_user_exists::Variables::default();
        let (call, variable) = match &key {
            UserKey::Email(_) => (call, &mut variables.email),
            UserKey::Username(_) => (call, &mut variables.username),
            UserKey::Phone(_) => (call, &mut variables.phone),
            UserKey::ExternalId(_) => (call, &mut variables.external_id),
            // Without a condition the server would tell about another user.
            _ => {
                let unknown = Error::input("key", "is of a kind that cannot be looked up");
                (call.check(Err::<(), _>(unknown)), &mut variables.username)
            }
        };
        *variable = Some(text.to_owned());
        call.graphql::<operations::IsUserExists>(variables)
            .map(|data| data.is_user_exists.unwrap_or(false))
    }
}

/// What [`AuthenticationClient::update_profile`] changes; an [`UpdateUserInput`] is enough. `Debug`
/// hides it.
#[derive(Clone)]
pub struct UpdateProfile {
    changes: UpdateUserInput,
    email_token: Option<Secret>,
    phone_token: Option<Secret>,
}

authing_types::redacted_debug!(UpdateProfile {});

impl UpdateProfile {
    /// These changes.
    pub fn new(changes: UpdateUserInput) -> Self {
        Self { changes, email_token: None, phone_token: None }
    }

    /// The token of an email address that was verified before: the server then takes the address
    /// with the profile.
    #[must_use]
    pub fn email_token(mut self, token: impl Into<Secret>) -> Self {
        self.email_token = Some(token.into());
        self
    }

    /// The token of a phone number that was verified before: the server then takes the number with
    /// the profile.
    #[must_use]
    pub fn phone_token(mut self, token: impl Into<Secret>) -> Self {
        self.phone_token = Some(token.into());
        self
    }
}

impl From<UpdateUserInput> for UpdateProfile {
    fn from(changes: UpdateUserInput) -> Self {
        Self::new(changes)
    }
}
