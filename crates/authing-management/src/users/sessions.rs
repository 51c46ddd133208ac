//! The logins of users.

use authing_core::{Call, Operation};
use authing_types::{RefreshToken, User};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::UsersApi;
use crate::{
    arguments::collect,
    generated::operations::{self, refresh_token, send_first_login_verify_email},
};

const REFRESH_TOKEN: Operation = Operation::graphql("users.refresh_token").management().strict();
const KICK: Operation =
    Operation::post("users.kick", "/api/v2/users/kick").management().idempotent();
const KICK_MANY: Operation =
    Operation::post("users.kick_many", "/api/v2/users/kick").management().idempotent();
const LOGOUT: Operation = Operation::get("users.logout", "/logout").management().idempotent();
const CHECK_LOGIN_STATUS: Operation =
    Operation::get("users.check_login_status", "/api/v2/users/login-status")
        .management()
        .idempotent()
        .strict();
const SEND_FIRST_LOGIN_VERIFY_EMAIL: Operation =
    Operation::graphql("users.send_first_login_verify_email").management();

impl UsersApi<'_> {
    /// Makes a new token for a user, as if the user had logged in again.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let token = management.users().refresh_token("5f7ddfe62ba819802422362e").await?;
    /// println!("until {:?}", token.exp);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `refreshToken`. Not idempotent: each call makes another token.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn refresh_token(&self, user_id: impl Into<String>) -> Call<RefreshToken> {
        let id = user_id.into();
        self.call(REFRESH_TOKEN)
            .required("user_id", &id)
            .graphql::<operations::RefreshToken>(refresh_token::Variables { id })
            .map(|data| data.refresh_token)
            .required_at("data.refreshToken")
    }

    /// Ends every login of a user.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.users().kick("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/kick`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; otherwise those of every call.
    pub fn kick(&self, user_id: impl Into<String>) -> Call<()> {
        let user_id = user_id.into();
        self.call(KICK)
            .required("user_id", &user_id)
            .command(|request| request.json(&json!({ "userIds": [user_id] })))
    }

    /// Ends every login of several users.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let ids = ["5f7ddfe62ba819802422362e", "5f7ddfe62ba819802422362f"];
    /// management.users().kick_many(ids).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/kick`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id or a blank one; otherwise those of
    /// every call.
    pub fn kick_many(&self, user_ids: impl IntoIterator<Item = impl Into<String>>) -> Call<()> {
        let user_ids = collect(user_ids);
        self.call(KICK_MANY)
            .required_all("user_ids", &user_ids)
            .command(|request| request.json(&json!({ "userIds": user_ids })))
    }

    /// Logs a user out of all applications, or of one.
    ///
    /// ```no_run
    /// use authing_management::users::LogoutUser;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = management.users();
    /// users.logout("5f7ddfe62ba819802422362e").await?;
    /// let of_the_shop = LogoutUser::new("5f7ddfe62ba819802422362e").app_id("60ab26fe5be730bf");
    /// users.logout(of_the_shop).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /logout`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn logout(&self, request: impl Into<LogoutUser>) -> Call<()> {
        let LogoutUser { user_id, app_id } = request.into();
        self.call(LOGOUT)
            .required("user_id", &user_id)
            .required_if_given("app_id", app_id.as_deref())
            .command(|request| request.query_opt("appId", app_id).query("userId", &user_id))
    }

    /// Whether a user is logged in, anywhere, in one application, or on one device.
    ///
    /// ```no_run
    /// use authing_management::users::CheckLoginStatus;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = management.users();
    /// let anywhere = users.check_login_status("5f7ddfe62ba819802422362e").await?;
    /// let request = CheckLoginStatus::new("5f7ddfe62ba819802422362e").app_id("60ab26fe5be730bf");
    /// let in_the_shop = users.check_login_status(request).await?;
    /// println!("{} {}", anywhere.is_login, in_the_shop.is_login);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/login-status`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn check_login_status(&self, request: impl Into<CheckLoginStatus>) -> Call<LoginState> {
        let CheckLoginStatus { user_id, app_id, device_id } = request.into();
        self.call(CHECK_LOGIN_STATUS)
            .required("user_id", &user_id)
            .required_if_given("app_id", app_id.as_deref())
            .required_if_given("device_id", device_id.as_deref())
            .rest(|request| {
                request
                    .query("userId", &user_id)
                    .query_opt("appId", app_id)
                    .query_opt("deviceId", device_id)
            })
    }

    /// Sends a user the email with the link that confirms the address at the first login to an
    /// application.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let (user_id, app_id) = ("5f7ddfe62ba819802422362e", "60ab26fe5be730bfc1742c68");
    /// management.users().send_first_login_verify_email(user_id, app_id).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `sendFirstLoginVerifyEmail`. Not idempotent: each call sends an email.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when user or application does not exist;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn send_first_login_verify_email(
        &self,
        user_id: impl Into<String>,
        app_id: impl Into<String>,
    ) -> Call<()> {
        let (user_id, app_id) = (user_id.into(), app_id.into());
        self.call(SEND_FIRST_LOGIN_VERIFY_EMAIL)
            .required("user_id", &user_id)
            .required("app_id", &app_id)
            .graphql::<operations::SendFirstLoginVerifyEmail>(
                send_first_login_verify_email::Variables { user_id, app_id },
            )
            .map(|data| data.send_first_login_verify_email)
            .confirmed()
    }
}

/// Which user [`UsersApi::logout`] logs out, and of what; a user's id is enough.
#[derive(Clone)]
pub struct LogoutUser {
    user_id: String,
    app_id: Option<String>,
}

authing_types::redacted_debug!(LogoutUser { user_id, app_id });

impl LogoutUser {
    /// This user, of all applications.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), app_id: None }
    }

    /// Only of this application.
    #[must_use]
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }
}

impl<T: Into<String>> From<T> for LogoutUser {
    fn from(user_id: T) -> Self {
        Self::new(user_id)
    }
}

/// Which user [`UsersApi::check_login_status`] asks about, and where; a user's id is enough.
#[derive(Clone)]
pub struct CheckLoginStatus {
    user_id: String,
    app_id: Option<String>,
    device_id: Option<String>,
}

authing_types::redacted_debug!(CheckLoginStatus { user_id, app_id, device_id });

impl CheckLoginStatus {
    /// Whether this user is logged in anywhere.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), app_id: None, device_id: None }
    }

    /// Only in this application.
    #[must_use]
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// Only on this device.
    #[must_use]
    pub fn device_id(mut self, device_id: impl Into<String>) -> Self {
        self.device_id = Some(device_id.into());
        self
    }
}

impl<T: Into<String>> From<T> for CheckLoginStatus {
    fn from(user_id: T) -> Self {
        Self::new(user_id)
    }
}

/// Whether and where a user is logged in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginState {
    /// Whether there is a login.
    pub is_login: bool,
    /// The user, when there is one.
    #[serde(default)]
    pub user: Option<User>,
    /// The applications the user is logged in to.
    #[serde(default)]
    pub application: Option<Vec<LoginStateApp>>,
}

authing_types::redacted_debug!(LoginState { is_login, application });

/// An application a user is logged in to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoginStateApp {
    /// The application's id.
    #[serde(alias = "_id", alias = "appId")]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}

authing_types::redacted_debug!(LoginStateApp { id });
