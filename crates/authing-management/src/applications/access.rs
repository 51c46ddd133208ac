//! Who may log in to an application.

use authing_core::{Call, Error, Operation, PageRequest, PagedCall, client::CallBuilder};
use authing_types::PolicyAssignmentTargetType;
use serde::Serialize;
use serde_json::json;

use super::{AccessPolicy, Application, ApplicationsApi, DefaultAccess};
use crate::target::Targets;

const LIST: Operation = Operation::get(
    "applications.list_access_policies",
    "/api/v2/applications/{app_id}/authorization/records",
)
.management()
.idempotent()
.strict();
const ALLOW: Operation = Operation::post(
    "applications.allow_access",
    "/api/v2/applications/{app_id}/authorization/allow",
)
.management()
.idempotent();
const DENY: Operation =
    Operation::post("applications.deny_access", "/api/v2/applications/{app_id}/authorization/deny")
        .management()
        .idempotent();
const ENABLE: Operation = Operation::post(
    "applications.enable_access_policy",
    "/api/v2/applications/{app_id}/authorization/enable-effect",
)
.management()
.idempotent();
const DISABLE: Operation = Operation::post(
    "applications.disable_access_policy",
    "/api/v2/applications/{app_id}/authorization/disable-effect",
)
.management()
.idempotent();
const DELETE: Operation = Operation::post(
    "applications.delete_access_policy",
    "/api/v2/applications/{app_id}/authorization/revoke",
)
.management()
.idempotent();
const UPDATE_DEFAULT: Operation =
    Operation::post("applications.update_default_access_policy", "/api/v2/applications/{app_id}")
        .management()
        .idempotent();

impl ApplicationsApi<'_> {
    /// Lists who is let in and who is kept out, one entry for each user, role, group and
    /// department that was named. What becomes of everybody else is the application's
    /// [`permission_strategy`](Application::permission_strategy).
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::ListAccessPolicies};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListAccessPolicies::new("600a8f4e37708b363024a3ca");
    /// let mut policies = management.applications().list_access_policies(request).items();
    /// while let Some(policy) = policies.try_next().await? {
    ///     println!("{:?} {:?}", policy.target_identifier, policy.effect());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{app_id}/authorization/records`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, or page or limit 0;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn list_access_policies(&self, request: ListAccessPolicies) -> PagedCall<AccessPolicy> {
        let ListAccessPolicies { app_id, page } = request;
        self.client.api().pages(page, move |api, page, limit| {
            api.call(LIST).required("app_id", &app_id).rest(|request| {
                request.path("app_id", &app_id).query("page", page).query("limit", limit)
            })
        })
    }

    /// Lets users, or those of a role, group or department, log in. Who was kept out before is let
    /// in instead.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::AccessTargets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let (applications, id) = (management.applications(), "600a8f4e37708b363024a3ca");
    /// applications.allow_access(id, AccessTargets::roles(["cashier"])).await?;
    /// let sales = AccessTargets::departments(["613ad7081436dc0f42d8ee65"]);
    /// applications.allow_access(id, sales.inherit_by_children(true)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/authorization/allow`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty application id, no target, an
    /// empty one, or departments' children where there are no departments; an error of the
    /// server's when application or target does not exist.
    pub fn allow_access(&self, app_id: impl Into<String>, targets: AccessTargets) -> Call<()> {
        self.set_access(ALLOW, app_id.into(), targets)
    }

    /// Keeps users, or those of a role, group or department, from logging in. Who was let in
    /// before is kept out instead. Whoever is kept out by one entry is not let in by another.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::AccessTargets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = AccessTargets::users(["5f7ddfe62ba819802422362e"]);
    /// management.applications().deny_access("600a8f4e37708b363024a3ca", bob).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/authorization/deny`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`allow_access`](Self::allow_access).
    pub fn deny_access(&self, app_id: impl Into<String>, targets: AccessTargets) -> Call<()> {
        self.set_access(DENY, app_id.into(), targets)
    }

    /// Switches the entries of these targets on again.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::AccessTargets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = AccessTargets::users(["5f7ddfe62ba819802422362e"]);
    /// management.applications().enable_access_policy("600a8f4e37708b363024a3ca", bob).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/authorization/enable-effect`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`allow_access`](Self::allow_access).
    pub fn enable_access_policy(
        &self,
        app_id: impl Into<String>,
        targets: AccessTargets,
    ) -> Call<()> {
        self.set_access(ENABLE, app_id.into(), targets)
    }

    /// Switches the entries of these targets off: they stay listed, and neither let anybody in nor
    /// keep anybody out.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::AccessTargets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = AccessTargets::users(["5f7ddfe62ba819802422362e"]);
    /// management.applications().disable_access_policy("600a8f4e37708b363024a3ca", bob).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/authorization/disable-effect`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`allow_access`](Self::allow_access).
    pub fn disable_access_policy(
        &self,
        app_id: impl Into<String>,
        targets: AccessTargets,
    ) -> Call<()> {
        self.set_access(DISABLE, app_id.into(), targets)
    }

    /// Removes the entries of these targets.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::AccessTargets};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = AccessTargets::users(["5f7ddfe62ba819802422362e"]);
    /// management.applications().delete_access_policy("600a8f4e37708b363024a3ca", bob).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/authorization/revoke`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`allow_access`](Self::allow_access).
    pub fn delete_access_policy(
        &self,
        app_id: impl Into<String>,
        targets: AccessTargets,
    ) -> Call<()> {
        self.set_access(DELETE, app_id.into(), targets)
    }

    /// Sets the default for all users that no entry names. Entries win over it.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::DefaultAccess};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let (applications, id) = (management.applications(), "600a8f4e37708b363024a3ca");
    /// applications.update_default_access_policy(id, DefaultAccess::DenyAll).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}`. Idempotent. The response may leave
    /// out the application's secret.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or a strategy that the server
    /// does not have;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn update_default_access_policy(
        &self,
        app_id: impl Into<String>,
        default_strategy: DefaultAccess,
    ) -> Call<Application> {
        let app_id = app_id.into();
        let body = json!({ "permissionStrategy": { "defaultStrategy": default_strategy } });
        self.client
            .call(UPDATE_DEFAULT)
            .required("app_id", &app_id)
            .check(known(&default_strategy))
            .rest(|request| request.path("app_id", &app_id).json(&body))
    }

    fn set_access(&self, operation: Operation, app_id: String, targets: AccessTargets) -> Call<()> {
        let call = self.client.call(operation).required("app_id", &app_id);
        let call = targets.check(call);
        let targets = targets.in_application(&app_id);
        call.command(|request| request.path("app_id", &app_id).json(&targets))
    }
}

/// Whose access to an application is set: users, or those of roles, groups or departments.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessTargets {
    #[serde(flatten)]
    targets: Targets,
    namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inherit_by_children: Option<bool>,
}

authing_types::redacted_debug!(AccessTargets { targets, namespace, inherit_by_children });

impl AccessTargets {
    /// Users, by id.
    pub fn users(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(Targets::users(ids))
    }

    /// The holders of roles, by code. They are roles of the application, unless
    /// [`namespace`](Self::namespace) says otherwise.
    pub fn roles(codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(Targets::roles(codes))
    }

    /// The members of groups, by code.
    pub fn groups(codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(Targets::groups(codes))
    }

    /// The members of departments, by the ids of their nodes.
    pub fn departments(node_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::new(Targets::departments(node_ids))
    }

    /// The permission namespace that the roles are of, by code. Default: that of the application.
    /// Authing's console offers `default` and `system` beside it.
    #[must_use]
    pub fn namespace(mut self, code: impl Into<String>) -> Self {
        self.namespace = Some(code.into());
        self
    }

    /// Whether what is said of departments is said of all below them too.
    #[must_use]
    pub fn inherit_by_children(mut self, inherit: bool) -> Self {
        self.inherit_by_children = Some(inherit);
        self
    }

    fn new(targets: Targets) -> Self {
        Self { targets, namespace: None, inherit_by_children: None }
    }

    /// Names the application's namespace where no other was.
    fn in_application(mut self, app_id: &str) -> Self {
        self.namespace.get_or_insert_with(|| app_id.to_owned());
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let departments = *self.targets.target_type() == PolicyAssignmentTargetType::Org;
        let inherit = match self.inherit_by_children {
            Some(_) if !departments => Err(Error::input(
                "inherit_by_children",
                "is set for targets that are not departments",
            )),
            _ => Ok(()),
        };
        call.check(self.targets.check_as("targets"))
            .required_if_given("namespace", self.namespace.as_deref())
            .check(inherit)
    }
}

/// Whose access policies [`ApplicationsApi::list_access_policies`] lists.
#[derive(Clone)]
pub struct ListAccessPolicies {
    app_id: String,
    page: PageRequest,
}

authing_types::redacted_debug!(ListAccessPolicies { app_id, page });

impl ListAccessPolicies {
    /// The first ten of this application.
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

fn known(default_strategy: &DefaultAccess) -> Result<(), Error> {
    match default_strategy {
        DefaultAccess::Unknown(_) => {
            Err(Error::input("default_strategy", "is none of ALLOW_ALL and DENY_ALL"))
        }
        _ => Ok(()),
    }
}
