//! The log-ins of users.

use authing_core::{Call, Operation, RestRequest};
use authing_types::{CommonMessage, RefreshToken, User};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Users,
    manage::{check_id, check_ids},
};
use crate::{
    arguments::collect,
    generated::operations::{self, refresh_token, send_first_login_verify_email},
};

const REFRESH_TOKEN: Operation = Operation::graphql("users.refresh_token").management();
const KICK: Operation =
    Operation::post("users.kick", "/api/v2/users/kick").management().idempotent().whole_envelope();
const LOGOUT: Operation =
    Operation::get("users.logout", "/logout").management().idempotent().whole_envelope();
const CHECK_LOGIN_STATUS: Operation =
    Operation::get("users.check_login_status", "/api/v2/users/login-status")
        .management()
        .idempotent();
const SEND_FIRST_LOGIN_VERIFY_EMAIL: Operation =
    Operation::graphql("users.send_first_login_verify_email").management();

impl Users<'_> {
    /// Makes a new token for a user, as if the user had logged in again.
    ///
    /// GraphQL `refreshToken`. Not idempotent: each call makes another token.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn refresh_token(&self, user_id: impl Into<String>) -> Call<RefreshToken> {
        let id = user_id.into();
        let checked = check_id(&id);
        self.client
            .api()
            .graphql::<operations::RefreshToken>(REFRESH_TOKEN, refresh_token::Variables { id })
            .map(|data| data.refresh_token)
            .required()
            .check(checked)
    }

    /// Ends every log-in of these users.
    ///
    /// `POST /api/v2/users/kick`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no id; else those of every call.
    pub fn kick(
        &self,
        user_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<CommonMessage> {
        let user_ids = collect(user_ids);
        let request = RestRequest::new(KICK).json(&json!({ "userIds": user_ids }));
        self.client.api().rest(request.check(check_ids(&user_ids)))
    }

    /// Logs a user out of one application, or of all.
    ///
    /// `GET /logout`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn logout(&self, user_id: &str, app_id: Option<&str>) -> Call<CommonMessage> {
        let request = RestRequest::new(LOGOUT).query_opt("appId", app_id).query("userId", user_id);
        self.client.api().rest(request.check(check_id(user_id)))
    }

    /// Whether a user is logged in, anywhere, in one application, or on one device.
    ///
    /// `GET /api/v2/users/login-status`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn check_login_status(
        &self,
        user_id: &str,
        app_id: Option<&str>,
        device_id: Option<&str>,
    ) -> Call<LoginState> {
        let request = RestRequest::new(CHECK_LOGIN_STATUS)
            .query("userId", user_id)
            .query_opt("appId", app_id)
            .query_opt("deviceId", device_id);
        self.client.api().rest(request.check(check_id(user_id)))
    }

    /// Mails a user the link that confirms the address at the first log-in to an application.
    ///
    /// GraphQL `sendFirstLoginVerifyEmail`. Not idempotent: each call sends a mail.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when user or application does not exist.
    pub fn send_first_login_verify_email(
        &self,
        user_id: impl Into<String>,
        app_id: impl Into<String>,
    ) -> Call<CommonMessage> {
        let user_id = user_id.into();
        let checked = check_id(&user_id);
        let variables = send_first_login_verify_email::Variables { user_id, app_id: app_id.into() };
        self.client
            .api()
            .graphql::<operations::SendFirstLoginVerifyEmail>(
                SEND_FIRST_LOGIN_VERIFY_EMAIL,
                variables,
            )
            .map(|data| data.send_first_login_verify_email)
            .check(checked)
    }
}

/// Whether and where a user is logged in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginState {
    /// Whether there is a log-in.
    pub is_login: bool,
    /// The user, when there is one.
    #[serde(default)]
    pub user: Option<User>,
    /// The applications the user is logged in to.
    #[serde(default)]
    pub application: Option<Vec<LoginStateApp>>,
}

/// An application a user is logged in to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LoginStateApp {
    /// The application's id.
    #[serde(alias = "_id", alias = "appId")]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}
