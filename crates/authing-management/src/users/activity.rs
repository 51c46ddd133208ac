//! What users did, and how many of them did.

use authing_core::{Call, Operation, PageRequest, PagedCall, RestRequest};
use authing_types::{Page, Timestamp};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::Users;

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

impl Users<'_> {
    /// Lists what users did: log-ins, registrations, changes of their profile.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list_user_actions(&self, request: ListUserActions) -> PagedCall<UserAction> {
        let pool = self.client.user_pool_id();
        // The server finds users by their resource name.
        let operators: Vec<_> =
            request.users.iter().map(|id| format!("arn:cn:authing:{pool}:user:{id}")).collect();
        self.client.api().pages(request.page, move |api, page, limit| {
            let rest = RestRequest::new(LIST_USER_ACTIONS)
                .query_opt("clientip", request.client_ip.as_deref())
                .query_list("operation_name", &request.operations)
                .query_list("operator_arn", &operators)
                .query_list("app_id", &request.apps)
                .query_opt("start", request.start)
                .query_opt("end", request.end)
                .query_opt("exclude_non_app_records", request.only_in_apps.then_some(1))
                .query("page", page)
                .query("limit", limit);
            api.rest::<Page<UserAction>>(rest)
        })
    }

    /// Counts the users who have logged in to an application.
    ///
    /// `GET /api/v2/analysis/total-login-count`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn count_application_logins(&self, app_id: &str) -> Call<i64> {
        let request = RestRequest::new(COUNT_APPLICATION_LOGINS).query("appId", app_id);
        self.client.api().rest::<Count>(request).map(|Count(count)| count)
    }

    /// Counts the users of an application who have a value in a custom field.
    ///
    /// `GET /api/v2/analysis/exist-defined-field-count`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn count_custom_field_users(&self, app_id: &str, key: &str) -> Call<i64> {
        let request = RestRequest::new(COUNT_CUSTOM_FIELD_USERS)
            .query("definedFieldKey", key)
            .query("appId", app_id);
        self.client.api().rest::<Count>(request).map(|Count(count)| count)
    }
}

/// Which actions [`Users::list_user_actions`] lists.
#[derive(Clone, Debug, Default)]
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
    /// The kind of action, for people.
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

impl std::fmt::Debug for UserAction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserAction")
            .field("operation_name", &self.operation_name)
            .field("timestamp", &self.timestamp)
            .field("app_id", &self.app_id)
            .field("operator_arn", &self.operator_arn)
            .finish_non_exhaustive()
    }
}

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

impl std::fmt::Debug for UserActionUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserActionUser").field("id", &self.id).finish_non_exhaustive()
    }
}

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

impl std::fmt::Debug for UserActionPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserActionPlace").finish_non_exhaustive()
    }
}

/// The application of a [`UserAction`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserActionApp {
    /// The application's name.
    #[serde(default)]
    pub name: Option<String>,
}

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
