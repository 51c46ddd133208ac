//! Reading the logs.

use std::time::{SystemTime, UNIX_EPOCH};

use authing_core::{Error, Operation, PageRequest, PagedCall, client::ApiClient};

use super::{LogEntry, LogsApi};

const LIST_USER_ACTIONS: Operation =
    Operation::get("logs.list_user_actions", "/api/v2/analysis/user-action")
        .management()
        .idempotent();
const LIST_AUDIT_LOGS: Operation =
    Operation::get("logs.list_audit_logs", "/api/v2/analysis/audit").management().idempotent();

impl LogsApi<'_> {
    /// Lists what users did, the latest first: logins, registrations, changes of their profile.
    ///
    /// Servers describe an action in one of two forms; both are read.
    /// [`UsersApi::list_user_actions`](crate::UsersApi::list_user_actions) asks in the older way and
    /// returns the older form as it is.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, logs::ListLogs};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let logins = ListLogs::new().event_type("login").user_id("5f7ddfe62ba819802422362e");
    /// let page = management.logs().list_user_actions(logins).await?;
    /// println!("{} logins", page.total_count);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/analysis/user-action`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0, or an end before the
    /// start; else those of every call.
    pub fn list_user_actions(&self, request: ListLogs) -> PagedCall<LogEntry> {
        // The server finds users by their resource name, which holds the pool's id here …
        let operators = format!("arn:cn:authing:{}:user:", self.client.user_pool_id());
        request.send(self.client.api(), LIST_USER_ACTIONS, operators)
    }

    /// Lists what administrators did, the latest first.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, logs::ListLogs};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let deletions = ListLogs::new().event_type("deleteUser").limit(50);
    /// for entry in management.logs().list_audit_logs(deletions).await?.list {
    ///     println!("{:?} {:?}", entry.timestamp, entry.event_details);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/analysis/audit`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0, or an end before the
    /// start; else those of every call.
    pub fn list_audit_logs(&self, request: ListLogs) -> PagedCall<LogEntry> {
        // … and does not here.
        request.send(self.client.api(), LIST_AUDIT_LOGS, "arn:cn:authing:user:".to_owned())
    }
}

/// Which entries of a log are listed. `Debug` shows the page, not who it is about.
#[derive(Clone, Default)]
pub struct ListLogs {
    page: PageRequest,
    client_ip: Option<String>,
    event_type: Option<String>,
    user_id: Option<String>,
    app_id: Option<String>,
    operation_names: Vec<String>,
    operator_ids: Vec<String>,
    app_ids: Vec<String>,
    start: Option<SystemTime>,
    end: Option<SystemTime>,
}

impl ListLogs {
    /// The latest ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// Only what was done from this address.
    #[must_use]
    pub fn client_ip(mut self, ip: impl Into<String>) -> Self {
        self.client_ip = Some(ip.into());
        self
    }

    /// Only this kind of event, such as `login` or `createUser`.
    #[must_use]
    pub fn event_type(mut self, event_type: impl Into<String>) -> Self {
        self.event_type = Some(event_type.into());
        self
    }

    /// Only what this user did.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Some(user_id.into());
        self
    }

    /// Only what was done in this application.
    #[must_use]
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// Only these operations, such as `createUser`: the list `operation_name` of the request, by which
    /// the official Python SDK searches. [`event_type`](Self::event_type) is the newer name of one.
    #[must_use]
    pub fn operation_names(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operation_names = names.into_iter().map(Into::into).collect();
        self
    }

    /// Only what these users did: the list `operator_arn` of the request.
    /// [`user_id`](Self::user_id) is the newer name of one.
    #[must_use]
    pub fn operator_ids(mut self, user_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.operator_ids = user_ids.into_iter().map(Into::into).collect();
        self
    }

    /// Only what was done in these applications: the list `app_id` of the request.
    #[must_use]
    pub fn app_ids(mut self, app_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.app_ids = app_ids.into_iter().map(Into::into).collect();
        self
    }

    /// Only what was done from this time on.
    #[must_use]
    pub fn start(mut self, time: SystemTime) -> Self {
        self.start = Some(time);
        self
    }

    /// Only what was done up to this time.
    #[must_use]
    pub fn end(mut self, time: SystemTime) -> Self {
        self.end = Some(time);
        self
    }

    fn send(self, api: &ApiClient, operation: Operation, operators: String) -> PagedCall<LogEntry> {
        api.pages(self.page, move |api, page, limit| {
            api.call(operation.clone()).check(self.check()).rest(|request| {
                request
                    .query_opt("clientip", self.client_ip.as_deref())
                    .query_opt("eventType", self.event_type.as_deref())
                    .query_opt("userId", self.user_id.as_deref())
                    .query_opt("app_id", self.app_id.as_deref())
                    .query_list("operation_name", &self.operation_names)
                    .query_list(
                        "operator_arn",
                        self.operator_ids.iter().map(|id| format!("{operators}{id}")),
                    )
                    .query_list("app_id", &self.app_ids)
                    .query("page", page)
                    .query("limit", limit)
                    .query_opt("start", self.start.map(milliseconds))
                    .query_opt("end", self.end.map(milliseconds))
            })
        })
    }

    fn check(&self) -> Result<(), Error> {
        match (self.start, self.end) {
            (Some(start), Some(end)) if end < start => {
                Err(Error::input("end", "is before the start"))
            }
            _ => Ok(()),
        }
    }
}

authing_types::redacted_debug!(ListLogs { page, event_type, app_id, operation_names, app_ids });

/// Since 1970; a time before that is 1970.
fn milliseconds(time: SystemTime) -> u128 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}
