//! The profile of the user who is logged in, and whether somebody else has an account.

use authing_core::{Call, Error, Operation};
use authing_types::Secret;
use authing_types::{UpdateUserInput, User, UserKey};

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, is_user_exists, update_user},
};

const UPDATE_PROFILE: Operation =
    Operation::graphql("authentication.update_profile").user().idempotent();
const IS_USER_EXISTS: Operation =
    Operation::graphql("authentication.is_user_exists").user_if_held().idempotent();

impl AuthenticationClient {
    /// Changes the profile of the user who is logged in. Fields that are not set stay as they are;
    /// [`Patch::Null`](crate::Patch::Null) clears one.
    ///
    /// Password, e-mail address and phone number have calls of their own, since the server wants a
    /// proof for them.
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
        let variables = update_user::Variables {
            // The official SDKs name the user beside the token, so it is named where it is known.
            id: self.session().user_id(),
            input: changes,
            email_token: email_token.map(|token| token.expose().to_owned()),
            phone_token: phone_token.map(|token| token.expose().to_owned()),
        };
        self.changes_user::<operations::UpdateUser>(UPDATE_PROFILE, variables, |data| {
            data.update_user
        })
        .check(checked)
    }

    /// Whether a user has this e-mail address, user name, phone number or external id.
    ///
    /// ```no_run
    /// use authing_authentication::types::UserKey;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let taken = client.is_user_exists(UserKey::username("bob")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isUserExists`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) when the text to look for is empty.
    pub fn is_user_exists(&self, key: UserKey) -> Call<bool> {
        let checked = match key.argument() {
            (name, text) if text.trim().is_empty() => Err(Error::input(name, "is empty")),
            _ => Ok(()),
        };
        let mut variables = is_user_exists::Variables::default();
        let checked = checked.and_then(|()| {
            let (field, text) = match key {
                UserKey::Email(text) => (&mut variables.email, text),
                UserKey::Username(text) => (&mut variables.username, text),
                UserKey::Phone(text) => (&mut variables.phone, text),
                UserKey::ExternalId(text) => (&mut variables.external_id, text),
                // Without a condition the server would answer for somebody else.
                _ => return Err(Error::input("key", "is of a kind that cannot be looked up")),
            };
            *field = Some(text);
            Ok(())
        });
        self.api()
            .graphql::<operations::IsUserExists>(IS_USER_EXISTS, variables)
            .map(|data| data.is_user_exists.unwrap_or(false))
            .check(checked)
    }
}

/// What [`AuthenticationClient::update_profile`] changes; an [`UpdateUserInput`] is enough. `Debug`
/// hides it.
#[derive(Clone, Debug)]
pub struct UpdateProfile {
    changes: UpdateUserInput,
    email_token: Option<Secret>,
    phone_token: Option<Secret>,
}

impl UpdateProfile {
    /// These changes.
    pub fn new(changes: UpdateUserInput) -> Self {
        Self { changes, email_token: None, phone_token: None }
    }

    /// The token of an e-mail address that was verified before: the server then takes the address
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
