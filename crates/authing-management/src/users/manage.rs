//! Creating, changing and deleting users.

use authing_core::{
    Call, Error, Operation,
    client::{Asked, PasswordCipher},
};
use authing_types::{
    CreateUserIdentityInput, CreateUserInput, CustomData, Secret, UpdateUserInput, User,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

use super::UsersApi;
use crate::{
    arguments::{collect, not_empty},
    generated::{
        documents,
        operations::{self, create_user, delete_user, delete_users, update_user},
    },
};

const CREATE: Operation = Operation::graphql("users.create").management();
const CREATE_MANY: Operation =
    Operation::post("users.create_many", "/api/v2/users/create/batch").management();
const UPDATE: Operation = Operation::graphql("users.update").management().idempotent();
const DELETE: Operation = Operation::graphql("users.delete").management();
const DELETE_MANY: Operation = Operation::graphql("users.delete_many").management();
const SUSPEND: Operation =
    Operation::post("users.suspend", "/api/v2/users/{user_id}/suspend").management().idempotent();
const ACTIVATE: Operation =
    Operation::post("users.activate", "/api/v2/users/{user_id}/activate").management().idempotent();
const RESIGN: Operation =
    Operation::post("users.resign", "/api/v3/resign-user").management().idempotent();
const RESIGN_MANY: Operation =
    Operation::post("users.resign_many", "/api/v3/resign-user-batch").management().idempotent();

impl UsersApi<'_> {
    /// Creates a user. At least one of username, email address, phone number and external id is
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
    /// GraphQL `createUser`. Not idempotent: the second time the name is taken.
    ///
    /// # Errors
    ///
    /// [`is_already_exists`](Error::is_already_exists) when a user has the username, address or
    /// number; [`ErrorKind::Input`](crate::ErrorKind::Input) when the password is too long for the
    /// server's key.
    pub fn create(&self, request: impl Into<CreateUser>) -> Call<User> {
        let request = request.into();
        let passwords = self.client.passwords().clone();
        let call = self.call(CREATE);
        let asked = match request.custom_data {
            Some(_) => Asked::default().with("with_custom_data"),
            None => Asked::default(),
        };
        call.asking(&documents::CREATE_USER, &asked)
            .graphql_deferred::<operations::CreateUser>(async move {
                let mut request = request;
                encrypt(&passwords, request.user.password_mut()).await?;
                Ok(create_user::Variables {
                    user_info: request.user,
                    keep_password: request.keep_password,
                    reset_password_on_first_login: request.reset_password_on_first_login,
                    params: request.custom_data.and_then(|data| data.to_params()),
                    identity: request.identity,
                })
            })
            .map(|data| data.create_user)
    }

    /// Creates several users without passwords, at most [`MAX_CREATED`]. What became of each is in the list that
    /// is returned, where a user that is refused costs the others nothing. That the list is in the order of the
    /// users is not documented: know them by their names.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, types::CreateUserInput};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let people = ["ann", "bob"].map(|name| CreateUserInput::new().username(name));
    /// for created in management.users().create_many(people).await? {
    ///     match created.user {
    ///         Some(user) => println!("{} is there", user.id),
    ///         None => println!("one is not: {}", created.error.unwrap_or_default()),
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/create/batch`, which is known from one official SDK (C#) and no documentation: the
    /// limit is that SDK's, and what the endpoint takes a password for is not settled, so that users with
    /// one are refused here. Not idempotent: the second time the names are taken.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no user, for too many, and for one with a password;
    /// otherwise those of every call. That a user was refused is not an error.
    pub fn create_many(
        &self,
        users: impl IntoIterator<Item = CreateUserInput>,
    ) -> Call<Vec<UserCreation>> {
        self.create_many_as(users.into_iter().collect())
    }

    /// As [`create_many`](Self::create_many), with entries of another type.
    pub(super) fn create_many_as<T: DeserializeOwned + Send + 'static>(
        &self,
        users: Vec<CreateUserInput>,
    ) -> Call<Vec<T>> {
        self.call(CREATE_MANY)
            .check(check_new(&users))
            .rest(|request| request.json(&json!({ "users": users })))
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
    /// [`is_already_exists`](Error::is_already_exists) when another user has the username, address
    /// or number; [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or a password that
    /// is too long for the server's key.
    pub fn update(&self, user_id: impl Into<String>, changes: UpdateUserInput) -> Call<User> {
        let id = user_id.into();
        let passwords = self.client.passwords().clone();
        // Without an id the server would change another user.
        self.call(UPDATE)
            .required("user_id", &id)
            .graphql_deferred::<operations::UpdateUser>(async move {
                let mut input = changes;
                encrypt(&passwords, input.password_mut()).await?;
                Ok(update_user::Variables { id, input, email_token: None, phone_token: None })
            })
            .map(|data| data.update_user)
    }

    /// Deletes a user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().delete("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteUser`. Not idempotent: the second time there is no such user.
    ///
    /// # Errors
    ///
    /// Code 2210 ([`ErrorCode::DELETION_FAILED`](crate::ErrorCode::DELETION_FAILED)) when there is
    /// no such user; [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn delete(&self, user_id: impl Into<String>) -> Call<()> {
        let id = user_id.into();
        self.call(DELETE)
            .required("user_id", &id)
            .graphql::<operations::DeleteUser>(delete_user::Variables { id })
            .map(|data| data.delete_user)
            .confirmed()
    }

    /// Deletes several users.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let ids = ["5f7ddfe62ba819802422362e", "5f7ddfe62ba819802422362f"];
    /// management.users().delete_many(ids).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteUsers`. Not idempotent: the second time there are no such users.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id or a blank one; otherwise those of
    /// every call.
    pub fn delete_many(&self, user_ids: impl IntoIterator<Item = impl Into<String>>) -> Call<()> {
        let ids = collect(user_ids);
        self.call(DELETE_MANY)
            .required_all("user_ids", &ids)
            .graphql::<operations::DeleteUsers>(delete_users::Variables { ids })
            .map(|data| data.delete_users)
            .confirmed()
    }

    /// Suspends a user: nobody can log in with the account until it is activated again.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().suspend("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/{userId}/suspend`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn suspend(&self, user_id: impl Into<String>) -> Call<()> {
        self.command_about(SUSPEND, &user_id.into())
    }

    /// Activates a user that was suspended or has resigned.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().activate("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/{userId}/activate`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn activate(&self, user_id: impl Into<String>) -> Call<()> {
        self.command_about(ACTIVATE, &user_id.into())
    }

    fn command_about(&self, operation: Operation, user_id: &str) -> Call<()> {
        self.call(operation)
            .required("user_id", user_id)
            .command(|request| request.path("user_id", user_id).json(&json!({})))
    }

    /// Marks a user as having left: the account stays and cannot be used.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().resign("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/resign-user`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn resign(&self, user_id: impl Into<String>) -> Call<()> {
        let user_id = user_id.into();
        self.call(RESIGN)
            .required("user_id", &user_id)
            .command(|request| request.json(&json!({ "userId": user_id })))
    }

    /// Marks several users as having left.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let ids = ["5f7ddfe62ba819802422362e", "5f7ddfe62ba819802422362f"];
    /// management.users().resign_many(ids).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/resign-user-batch`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id or a blank one; otherwise those of
    /// every call.
    pub fn resign_many(&self, user_ids: impl IntoIterator<Item = impl Into<String>>) -> Call<()> {
        let user_ids = collect(user_ids);
        self.call(RESIGN_MANY)
            .required_all("user_ids", &user_ids)
            .command(|request| request.json(&json!({ "userIds": user_ids })))
    }
}

/// The user that [`UsersApi::create`] creates; a [`CreateUserInput`] is enough.
#[derive(Clone)]
pub struct CreateUser {
    user: CreateUserInput,
    keep_password: Option<bool>,
    reset_password_on_first_login: Option<bool>,
    identity: Option<CreateUserIdentityInput>,
    custom_data: Option<CustomData>,
}

authing_types::redacted_debug!(CreateUser { keep_password, reset_password_on_first_login });

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

    /// Makes the user choose a password at the first login.
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

    /// Values for custom fields, which must have been defined. The user that is returned then holds
    /// them too.
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

/// How many users [`UsersApi::create_many`] creates at most.
pub const MAX_CREATED: usize = 100;

fn check_new(users: &[CreateUserInput]) -> Result<(), Error> {
    not_empty("users", users)?;
    if users.len() > MAX_CREATED {
        let many = users.len();
        let problem = format_args!("holds {many} users, and {MAX_CREATED} are created at most");
        return Err(Error::input("users", problem));
    }
    match users.iter().position(|user| user.clone().password_mut().is_some()) {
        Some(index) => {
            let problem = format_args!(
                "has a password at index {index}, which this endpoint may take for something else: use `create`"
            );
            Err(Error::input("users", problem))
        }
        None => Ok(()),
    }
}

/// What became of one user of [`UsersApi::create_many`].
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct UserCreation {
    /// Whether the user was created.
    #[serde(default)]
    pub success: Option<bool>,
    /// Why not, in the server's words.
    #[serde(default, rename = "errMsg")]
    pub error: Option<String>,
    /// The user who was created.
    #[serde(default)]
    pub user: Option<User>,
}

authing_types::redacted_debug!(UserCreation { success });

/// Replaces a password by what goes over the wire.
async fn encrypt(passwords: &PasswordCipher, password: Option<&mut Secret>) -> Result<(), Error> {
    if let Some(password) = password {
        *password = passwords.encrypt("password", password).await?.into();
    }
    Ok(())
}
