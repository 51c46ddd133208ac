//! What the calls that manage namespaces, resources and programmatic access accounts are given.

use std::time::Duration;

use authing_core::{Error, PageRequest};
use authing_types::ResourceType;
use serde::{Serialize, Serializer};

use super::ResourceAction;
use crate::arguments::{not_empty, not_empty_if_given};

/// Which namespaces [`Acl::list_namespaces`](super::Acl::list_namespaces) lists.
#[derive(Clone, Debug, Default)]
pub struct ListNamespaces {
    pub(super) page: PageRequest,
}

impl ListNamespaces {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}

/// The namespace that [`Acl::create_namespace`](super::Acl::create_namespace) makes.
#[derive(Clone, Debug, Serialize)]
pub struct CreateNamespace {
    code: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl CreateNamespace {
    /// A namespace of this code, by which calls name it, and this name, which people see.
    pub fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into(), description: None }
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        not_empty("code", &self.code)?;
        not_empty("name", &self.name)
    }
}

/// What [`Acl::update_namespace`](super::Acl::update_namespace) changes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateNamespace {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl UpdateNamespace {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A new code. Calls that name the old one no longer find it.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// A new name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// A new description.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Whether the namespace will be found by another code.
    pub(super) fn renames(&self) -> bool {
        self.code.is_some()
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if let Self { code: None, name: None, description: None } = self {
            return Err(Error::input("changes", "is empty: set a code, a name or a description"));
        }
        not_empty_if_given("code", self.code.as_deref())?;
        not_empty_if_given("name", self.name.as_deref())
    }
}

/// Which resources [`Acl::list_resources`](super::Acl::list_resources) lists.
#[derive(Clone, Debug, Default)]
pub struct ListResources {
    pub(super) namespace: Option<String>,
    pub(super) resource_type: Option<ResourceType>,
    pub(super) page: PageRequest,
}

impl ListResources {
    /// The first ten of the default namespace.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those of this namespace; an application's is named by the application's id.
    #[must_use]
    pub fn namespace(mut self, code: impl Into<String>) -> Self {
        self.namespace = Some(code.into());
        self
    }

    /// Only those of this type.
    #[must_use]
    pub fn resource_type(mut self, resource_type: ResourceType) -> Self {
        self.resource_type = Some(resource_type);
        self
    }

    page_setters!();

    pub(super) fn check(&self) -> Result<(), Error> {
        not_empty_if_given("namespace", self.namespace.as_deref())?;
        self.resource_type.as_ref().map_or(Ok(()), check_type)
    }
}

/// The resource that [`Acl::create_resource`](super::Acl::create_resource) makes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateResource {
    namespace: String,
    code: String,
    r#type: ResourceType,
    actions: Vec<ResourceAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_identifier: Option<String>,
}

impl CreateResource {
    /// A resource of a namespace, by its code, such as `books`. Menus and buttons need no actions.
    pub fn new(
        namespace: impl Into<String>,
        code: impl Into<String>,
        resource_type: ResourceType,
    ) -> Self {
        Self {
            namespace: namespace.into(),
            code: code.into(),
            r#type: resource_type,
            actions: Vec::new(),
            description: None,
            api_identifier: None,
        }
    }

    /// Adds something that can be done with it. The server puts the code before a bare name:
    /// `read` becomes `books:read`.
    #[must_use]
    pub fn action(mut self, name: impl Into<String>, description: impl Into<String>) -> Self {
        self.actions.push(ResourceAction::new(name, description));
        self
    }

    /// What it is.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The address of the API that it stands for.
    #[must_use]
    pub fn api_identifier(mut self, address: impl Into<String>) -> Self {
        self.api_identifier = Some(address.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        not_empty("namespace", &self.namespace)?;
        not_empty("code", &self.code)?;
        check_type(&self.r#type)?;
        check_actions(&self.actions)
    }
}

/// What [`Acl::update_resource`](super::Acl::update_resource) changes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateResource {
    namespace: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<ResourceType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<ResourceAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_identifier: Option<String>,
}

impl UpdateResource {
    /// Changes to a resource of this namespace; none yet.
    pub fn new(namespace: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            r#type: None,
            actions: None,
            description: None,
            api_identifier: None,
        }
    }

    /// Another type.
    #[must_use]
    pub fn resource_type(mut self, resource_type: ResourceType) -> Self {
        self.r#type = Some(resource_type);
        self
    }

    /// All its actions, in place of those it has.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = ResourceAction>) -> Self {
        self.actions = Some(actions.into_iter().collect());
        self
    }

    /// Another description.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The address of the API that it stands for.
    #[must_use]
    pub fn api_identifier(mut self, address: impl Into<String>) -> Self {
        self.api_identifier = Some(address.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        not_empty("namespace", &self.namespace)?;
        if let Self {
            r#type: None, actions: None, description: None, api_identifier: None, ..
        } = self
        {
            return Err(Error::input("changes", "is empty: set what is to be another"));
        }
        self.r#type.as_ref().map_or(Ok(()), check_type)?;
        check_actions(self.actions.as_deref().unwrap_or_default())
    }
}

/// Which accounts [`Acl::list_programmatic_access_accounts`](super::Acl::list_programmatic_access_accounts) lists.
#[derive(Clone, Debug)]
pub struct ListProgrammaticAccessAccounts {
    pub(super) app_id: String,
    pub(super) page: PageRequest,
}

impl ListProgrammaticAccessAccounts {
    /// The first ten of this application.
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

/// The account that [`Acl::create_programmatic_access_account`](super::Acl::create_programmatic_access_account) makes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateProgrammaticAccessAccount {
    #[serde(skip)]
    pub(super) app_id: String,
    #[serde(serialize_with = "seconds")]
    token_lifetime: Duration,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
}

impl CreateProgrammaticAccessAccount {
    /// An account of this application whose tokens live ten minutes, as the server has it.
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), token_lifetime: Duration::from_secs(600), remarks: None }
    }

    /// How long its access tokens live, in whole seconds.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// What it is for.
    #[must_use]
    pub fn remarks(mut self, text: impl Into<String>) -> Self {
        self.remarks = Some(text.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        not_empty("app_id", &self.app_id)?;
        match (self.token_lifetime.as_secs(), self.token_lifetime.subsec_nanos()) {
            (0, _) => Err(Error::input("token_lifetime", "is less than a second")),
            (_, 0) => Ok(()),
            _ => Err(Error::input("token_lifetime", "is no whole number of seconds")),
        }
    }
}

fn seconds<S: Serializer>(lifetime: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(lifetime.as_secs())
}

fn check_type(resource_type: &ResourceType) -> Result<(), Error> {
    match resource_type {
        ResourceType::Unknown(_) => {
            Err(Error::input("resource_type", "is none of DATA, API, MENU, UI and BUTTON"))
        }
        _ => Ok(()),
    }
}

fn check_actions(actions: &[ResourceAction]) -> Result<(), Error> {
    match actions.iter().position(|action| action.name.trim().is_empty()) {
        Some(index) => Err(Error::input("actions", format_args!("has no name at index {index}"))),
        None => Ok(()),
    }
}
