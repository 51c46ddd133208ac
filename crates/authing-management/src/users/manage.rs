//! Creating, changing and deleting users.

use authing_core::{Call, Error, Operation, RestRequest, client::PasswordCipher};
use authing_types::Secret;
use authing_types::{
    CommonMessage, CreateUserIdentityInput, CreateUserInput, CustomData, UpdateUserInput, User,
};
use serde::Serialize;
use serde_json::json;

use super::Users;
use crate::{
    arguments::{collect, none_empty, not_empty},
    generated::operations::{
        self, create_user, create_user_with_custom_data, delete_user, delete_users, update_user,
    },
};

const CREATE: Operation = Operation::graphql("users.create").management();
const UPDATE: Operation = Operation::graphql("users.update").management().idempotent();
const DELETE: Operation = Operation::graphql("users.delete").management();
const DELETE_MANY: Operation = Operation::graphql("users.delete_many").management();
const SUSPEND: Operation = Operation::post("users.suspend", "/api/v2/users/{userId}/suspend")
    .management()
    .idempotent()
    .whole_envelope();
const ACTIVATE: Operation = Operation::post("users.activate", "/api/v2/users/{userId}/activate")
    .management()
    .idempotent()
    .whole_envelope();
const RESIGN: Operation = Operation::post("users.resign", "/api/v3/resign-user")
    .management()
    .idempotent()
    .whole_envelope();
const RESIGN_MANY: Operation = Operation::post("users.resign_many", "/api/v3/resign-user-batch")
    .management()
    .idempotent()
    .whole_envelope();
const LINK_IDENTITY: Operation =
    Operation::post("users.link_identity", "/api/v2/users/identity/link")
        .management()
        .whole_envelope();
const UNLINK_IDENTITY: Operation =
    Operation::post("users.unlink_identity", "/api/v2/users/identity/unlink")
        .management()
        .whole_envelope();

impl Users<'_> {
    /// Creates a user. At least one of user name, e-mail address, phone number and external id is
    /// needed. The password is encrypted on the way; the value given is not changed.
    ///
    /// ```no_run
    /// use authing_management::{CreateUser, ManagementClient};
    /// use authing_management::types::{CreateUserInput, CustomData};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let input = CreateUserInput::new().email("bob@example.com").password("passw0rd");
    /// let request = CreateUser::new(input)
    ///     .reset_password_on_first_login()
    ///     .custom_data(CustomData::new().with("school", "HUST"));
    /// let bob = management.users().create(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createUser`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](Error::is_already_exists) when a user has the user name, address or
    /// number; [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is too long for the
    /// server's key.
    pub fn create(&self, request: impl Into<CreateUser>) -> Call<User> {
        let request = request.into();
        let passwords = self.client.passwords().clone();
        let api = self.client.api();
        let with_custom_data = request.custom_data.is_some();
        let encrypted = async move {
            let mut request = request;
            encrypt(&passwords, request.user.password_mut()).await?;
            Ok::<_, Error>(request)
        };
        if with_custom_data {
            let variables = async move {
                let request = encrypted.await?;
                Ok(create_user_with_custom_data::Variables {
                    user_info: request.user,
                    keep_password: request.keep_password,
                    reset_password_on_first_login: request.reset_password_on_first_login,
                    params: request.custom_data.and_then(|data| data.to_params()),
                    identity: request.identity,
                })
            };
            api.call(CREATE)
                .graphql_deferred::<operations::CreateUserWithCustomData>(variables)
                .map(|data| data.create_user)
        } else {
            let variables = async move {
                let request = encrypted.await?;
                Ok(create_user::Variables {
                    user_info: request.user,
                    keep_password: request.keep_password,
                    reset_password_on_first_login: request.reset_password_on_first_login,
                    params: None,
                    identity: request.identity,
                })
            };
            api.call(CREATE)
                .graphql_deferred::<operations::CreateUser>(variables)
                .map(|data| data.create_user)
        }
    }

    /// Changes a user. Fields that are not set stay as they are; [`Patch::Null`] clears one. A
    /// password is encrypted on the way.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, Patch, types::UpdateUserInput};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateUserInput::new().nickname("Bobby").company(Patch::Null);
    /// let bob = management.users().update("5f7ddfe62ba819802422362e", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateUser`. Idempotent.
    ///
    /// [`Patch::Null`]: crate::Patch::Null
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user;
    /// [`is_already_exists`](Error::is_already_exists) when another user has the user name, address
    /// or number.
    pub fn update(&self, user_id: impl Into<String>, changes: UpdateUserInput) -> Call<User> {
        let user_id = user_id.into();
        let passwords = self.client.passwords().clone();
        let variables = async move {
            check_id(&user_id)?;
            let mut input = changes;
            encrypt(&passwords, input.password_mut()).await?;
            Ok(update_user::Variables { id: user_id, input, email_token: None, phone_token: None })
        };
        self.client
            .api()
            .call(UPDATE)
            .graphql_deferred::<operations::UpdateUser>(variables)
            .map(|data| data.update_user)
    }

    /// Deletes a user.
    ///
    /// GraphQL `deleteUser`. Not idempotent: the second time there is no such user.
    ///
    /// # Errors
    ///
    /// Code 2210 ([`ErrorCode::DELETION_FAILED`](crate::ErrorCode::DELETION_FAILED)) when there is
    /// no such user.
    pub fn delete(&self, user_id: impl Into<String>) -> Call<CommonMessage> {
        let id = user_id.into();
        let checked = check_id(&id);
        self.client
            .api()
            .graphql::<operations::DeleteUser>(DELETE, delete_user::Variables { id })
            .map(|data| data.delete_user)
            .required()
            .check(checked)
    }

    /// Deletes several users.
    ///
    /// GraphQL `deleteUsers`. Not idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id; else those of every call.
    pub fn delete_many(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        let ids = collect(user_ids);
        let checked = check_ids(&ids);
        self.client
            .api()
            .graphql::<operations::DeleteUsers>(DELETE_MANY, delete_users::Variables { ids })
            .map(|data| data.delete_users)
            .required()
            .check(checked)
    }

    /// Suspends a user: nobody can log in with the account until it is activated again.
    ///
    /// `POST /api/v2/users/{userId}/suspend`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user.
    pub fn suspend(&self, user_id: impl AsRef<str>) -> Call<CommonMessage> {
        let request = RestRequest::new(SUSPEND).path("userId", user_id).json(&json!({}));
        self.client.api().rest(request)
    }

    /// Activates a user that was suspended or has resigned.
    ///
    /// `POST /api/v2/users/{userId}/activate`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user.
    pub fn activate(&self, user_id: impl AsRef<str>) -> Call<CommonMessage> {
        let request = RestRequest::new(ACTIVATE).path("userId", user_id).json(&json!({}));
        self.client.api().rest(request)
    }

    /// Marks a user as having left: the account stays but is of no use.
    ///
    /// `POST /api/v3/resign-user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user.
    pub fn resign(&self, user_id: impl Into<String>) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let request = RestRequest::new(RESIGN).json(&json!({ "userId": user_id }));
        self.client.api().rest(request.check(check_id(&user_id)))
    }

    /// Marks several users as having left.
    ///
    /// `POST /api/v3/resign-user-batch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id; else those of every call.
    pub fn resign_many(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        let user_ids = collect(user_ids);
        let request = RestRequest::new(RESIGN_MANY).json(&json!({ "userIds": user_ids }));
        self.client.api().rest(request.check(check_ids(&user_ids)))
    }

    /// Links an identity of a social or enterprise provider to a user, who can then log in with it.
    ///
    /// `POST /api/v2/users/identity/link`. Not idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn link_identity(&self, identity: &LinkIdentity) -> Call<CommonMessage> {
        self.client.api().rest(RestRequest::new(LINK_IDENTITY).json(identity))
    }

    /// Takes an identity from a user.
    ///
    /// `POST /api/v2/users/identity/unlink`. Not idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn unlink_identity(&self, identity: &UnlinkIdentity) -> Call<CommonMessage> {
        self.client.api().rest(RestRequest::new(UNLINK_IDENTITY).json(identity))
    }
}

/// The user that [`Users::create`] creates; a [`CreateUserInput`] is enough.
#[derive(Clone, Debug)]
pub struct CreateUser {
    user: CreateUserInput,
    keep_password: Option<bool>,
    reset_password_on_first_login: Option<bool>,
    identity: Option<CreateUserIdentityInput>,
    custom_data: Option<CustomData>,
}

impl CreateUser {
    /// A user with this profile.
    pub fn new(user: CreateUserInput) -> Self {
        Self {
            user,
            keep_password: None,
            reset_password_on_first_login: None,
            identity: None,
            custom_data: None,
        }
    }

    /// Stores the password as it is given, because it is a hash from another system already.
    #[must_use]
    pub fn keep_password(mut self) -> Self {
        self.keep_password = Some(true);
        self
    }

    /// Makes the user choose a password at the first log-in.
    #[must_use]
    pub fn reset_password_on_first_login(mut self) -> Self {
        self.reset_password_on_first_login = Some(true);
        self
    }

    /// An identity of another provider that the user can log in with.
    #[must_use]
    pub fn identity(mut self, identity: CreateUserIdentityInput) -> Self {
        self.identity = Some(identity);
        self
    }

    /// Values for custom fields, which must have been defined. The answer then holds them too.
    #[must_use]
    pub fn custom_data(mut self, data: CustomData) -> Self {
        self.custom_data = Some(data);
        self
    }
}

impl From<CreateUserInput> for CreateUser {
    fn from(user: CreateUserInput) -> Self {
        Self::new(user)
    }
}

/// The identity that [`Users::link_identity`] links. `Debug` hides who it is.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkIdentity {
    user_id_in_idp: String,
    #[serde(flatten)]
    identity: UnlinkIdentity,
}

impl LinkIdentity {
    /// The user's id at the provider; the rest names user and provider as for unlinking.
    pub fn new(user_id_in_idp: impl Into<String>, identity: UnlinkIdentity) -> Self {
        Self { user_id_in_idp: user_id_in_idp.into(), identity }
    }
}

impl std::fmt::Debug for LinkIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.identity.fmt(f)
    }
}

/// The identity that [`Users::unlink_identity`] takes away.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlinkIdentity {
    user_id: String,
    identifier: String,
    ext_idp_id: String,
    is_social: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<String>,
}

impl UnlinkIdentity {
    /// An identity of a social provider: the user, the connection's identifier, and the provider's
    /// id in the pool.
    pub fn social(
        user_id: impl Into<String>,
        identifier: impl Into<String>,
        ext_idp_id: impl Into<String>,
    ) -> Self {
        Self {
            user_id: user_id.into(),
            identifier: identifier.into(),
            ext_idp_id: ext_idp_id.into(),
            is_social: true,
            r#type: None,
        }
    }

    /// An identity of an enterprise provider.
    pub fn enterprise(
        user_id: impl Into<String>,
        identifier: impl Into<String>,
        ext_idp_id: impl Into<String>,
    ) -> Self {
        Self { is_social: false, ..Self::social(user_id, identifier, ext_idp_id) }
    }

    /// The kind of identity, for providers that have several.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.r#type = Some(kind.into());
        self
    }
}

/// Replaces a password by what goes over the wire.
async fn encrypt(passwords: &PasswordCipher, password: Option<&mut Secret>) -> Result<(), Error> {
    if let Some(password) = password {
        *password = passwords.encrypt("password", password).await?.into();
    }
    Ok(())
}

/// An empty id would be left out by the server and mean somebody else.
pub(super) fn check_id(user_id: &str) -> Result<(), Error> {
    not_empty("user_id", user_id)
}

pub(super) fn check_ids(user_ids: &[String]) -> Result<(), Error> {
    none_empty("user_ids", user_ids)
}
