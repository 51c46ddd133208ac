//! What users did, and how many of them did.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Page, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::UsersApi;

const LIST_USER_ACTIONS: Operation =
    Operation::get("users.list_user_actions", "/api/v2/analysis/user-action")
        .management()
        .idempotent();
const COUNT_APPLICATION_LOGINS: Operation =
    Operation::get("users.count_application_logins", "/api/v2/analysis/total-login-count")
        .management()
        .idempotent();
const COUNT_CUSTOM_FIELD_USERS: Operation =
    Operation::get("users.count_custom_field_users", "/api/v2/analysis/exist-defined-field-count")
        .management()
        .idempotent();

impl UsersApi<'_> {
    /// Lists what users did: logins, registrations, changes of their profile.
    ///
    /// ```no_run
    /// use authing_management::{ListUserActions, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let logins = ListUserActions::new().operation("login").user("5f7ddfe62ba819802422362e");
    /// let mut actions = management.users().list_user_actions(logins).items();
    /// while let Some(action) = actions.try_next().await? {
    ///     println!("{:?} {:?}", action.timestamp, action.operation_name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/analysis/user-action`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn list_user_actions(&self, request: ListUserActions) -> PagedCall<UserAction> {
        let pool = self.client.user_pool_id();
        // The server finds users by their resource name.
        let operators: Vec<_> =
            request.users.iter().map(|id| format!("arn:cn:authing:{pool}:user:{id}")).collect();
        self.pages(LIST_USER_ACTIONS, request.page, move |call, _, page, limit| {
            call.rest::<Page<UserAction>>(|rest| {
                rest.query_opt("clientip", request.client_ip.as_deref())
                    .query_list("operation_name", &request.operations)
                    .query_list("operator_arn", &operators)
                    .query_list("app_id", &request.apps)
                    .query_opt("start", request.start)
                    .query_opt("end", request.end)
                    .query_opt("exclude_non_app_records", request.only_in_apps.then_some(1))
                    .query("page", page)
                    .query("limit", limit)
            })
        })
    }

    /// Counts the users who have logged in to an application.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let users = management.users().count_application_logins("60ab26fe5be730bfc1742c68").await?;
    /// println!("{users} users");
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/analysis/total-login-count`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; otherwise those of every call.
    pub fn count_application_logins(&self, app_id: impl Into<String>) -> Call<i64> {
        let app_id = app_id.into();
        self.call(COUNT_APPLICATION_LOGINS)
            .required("app_id", &app_id)
            .rest::<Count>(|request| request.query("appId", &app_id))
            .map(|Count(count)| count)
    }

    /// Counts the users of an application who have a value in a custom field.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let app_id = "60ab26fe5be730bfc1742c68";
    /// let users = management.users().count_custom_field_users(app_id, "school").await?;
    /// println!("{users} users");
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/analysis/exist-defined-field-count`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or key; otherwise those of
    /// every call.
    pub fn count_custom_field_users(
        &self,
        app_id: impl Into<String>,
        key: impl Into<String>,
    ) -> Call<i64> {
        let (app_id, key) = (app_id.into(), key.into());
        self.call(COUNT_CUSTOM_FIELD_USERS)
            .required("app_id", &app_id)
            .required("key", &key)
            .rest::<Count>(|request| request.query("definedFieldKey", &key).query("appId", &app_id))
            .map(|Count(count)| count)
    }
}

/// Which actions [`UsersApi::list_user_actions`] lists.
#[derive(Clone, Default)]
pub struct ListUserActions {
    page: PageRequest,
    client_ip: Option<String>,
    operations: Vec<String>,
    users: Vec<String>,
    apps: Vec<String>,
    start: Option<i64>,
    end: Option<i64>,
    only_in_apps: bool,
}

authing_types::redacted_debug!(ListUserActions {
    page,
    operations,
    users,
    apps,
    start,
    end,
    only_in_apps
});

impl ListUserActions {
    /// The latest ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// Only actions from this address.
    #[must_use]
    pub fn client_ip(mut self, ip: impl Into<String>) -> Self {
        self.client_ip = Some(ip.into());
        self
    }

    /// Only this kind of action, such as `login` or `register`; may be given more than once.
    #[must_use]
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.operations.push(name.into());
        self
    }

    /// Only actions of this user; may be given more than once.
    #[must_use]
    pub fn user(mut self, user_id: impl Into<String>) -> Self {
        self.users.push(user_id.into());
        self
    }

    /// Only actions in this application; may be given more than once.
    #[must_use]
    pub fn app(mut self, app_id: impl Into<String>) -> Self {
        self.apps.push(app_id.into());
        self
    }

    /// Only actions from this time on, in milliseconds since 1970.
    #[must_use]
    pub fn start(mut self, milliseconds: i64) -> Self {
        self.start = Some(milliseconds);
        self
    }

    /// Only actions up to this time, in milliseconds since 1970.
    #[must_use]
    pub fn end(mut self, milliseconds: i64) -> Self {
        self.end = Some(milliseconds);
        self
    }

    /// Leaves out what was not done in an application.
    #[must_use]
    pub fn only_in_apps(mut self) -> Self {
        self.only_in_apps = true;
        self
    }
}

/// Something a user did. `Debug` shows what, not who from where.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserAction {
    /// The user pool's id.
    #[serde(default)]
    pub userpool_id: Option<String>,
    /// Who did it.
    #[serde(default)]
    pub user: Option<UserActionUser>,
    /// From where.
    #[serde(default)]
    pub geoip: Option<UserActionPlace>,
    /// From which address.
    #[serde(default)]
    pub clientip: Option<String>,
    /// The kind of action, as text for people.
    #[serde(default)]
    pub operation_desc: Option<String>,
    /// The kind of action, such as `login`.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// When.
    #[serde(default)]
    pub timestamp: Option<Timestamp>,
    /// The application's id.
    #[serde(default)]
    pub app_id: Option<String>,
    /// The application.
    #[serde(default)]
    pub app: Option<UserActionApp>,
    /// The user's resource name.
    #[serde(default)]
    pub operator_arn: Option<String>,
    /// The user's browser or program.
    #[serde(default)]
    pub user_agent: Option<String>,
    /// The server's name for the request.
    #[serde(default)]
    pub request_id: Option<String>,
}

authing_types::redacted_debug!(UserAction { operation_name, timestamp, app_id, operator_arn });

/// The user of a [`UserAction`]. `Debug` shows the id only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserActionUser {
    /// The user's id.
    pub id: String,
    /// The user's name for people.
    #[serde(default)]
    pub display_name: Option<String>,
    /// The address of the user's picture.
    #[serde(default)]
    pub photo: Option<String>,
}

authing_types::redacted_debug!(UserActionUser { id });

/// The place of a [`UserAction`], guessed from the address. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserActionPlace {
    /// The address.
    #[serde(default)]
    pub ip: Option<String>,
    /// The city.
    #[serde(default)]
    pub city_name: Option<String>,
    /// The province or state.
    #[serde(default)]
    pub region_name: Option<String>,
    /// The country.
    #[serde(default)]
    pub country_name: Option<String>,
}

authing_types::redacted_debug!(UserActionPlace {});

/// The application of a [`UserAction`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserActionApp {
    /// The application's name.
    #[serde(default)]
    pub name: Option<String>,
}

authing_types::redacted_debug!(UserActionApp {});

/// A count, which is documented nowhere: a number, or the only number in an object.
struct Count(i64);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_i64(),
            Value::Object(fields) => match fields.values().collect::<Vec<_>>().as_slice() {
                [Value::Number(number)] => number.as_i64(),
                _ => None,
            },
            _ => None,
        };
        number.map(Self).ok_or_else(|| serde::de::Error::custom("expected a count"))
    }
}
