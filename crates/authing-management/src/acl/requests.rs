//! What the calls that manage namespaces, resources and programmatic access accounts are given.

use std::time::Duration;

use authing_core::{Error, PageRequest, client::CallBuilder};
use authing_types::ResourceType;
use serde::{Serialize, Serializer};

use super::ResourceAction;

/// Which namespaces [`AclApi::list_namespaces`](super::AclApi::list_namespaces) lists.
#[derive(Clone, Default)]
pub struct ListNamespaces {
    pub(super) page: PageRequest,
}

authing_types::redacted_debug!(ListNamespaces { page });

impl ListNamespaces {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}

/// The namespace that [`AclApi::create_namespace`](super::AclApi::create_namespace) makes.
#[derive(Clone, Serialize)]
pub struct CreateNamespace {
    code: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

authing_types::redacted_debug!(CreateNamespace { code });

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

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required("code", &self.code).required("name", &self.name)
    }
}

/// What [`AclApi::update_namespace`](super::AclApi::update_namespace) changes.
#[derive(Clone, Default, Serialize)]
pub struct UpdateNamespace {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

authing_types::redacted_debug!(UpdateNamespace { code });

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

    /// The code by which the namespace will be found.
    pub(super) fn new_code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let changes = match self {
            Self { code: None, name: None, description: None } => {
                Err(Error::input("changes", "is empty: set a code, a name or a description"))
            }
            _ => Ok(()),
        };
        call.check(changes)
            .required_if_given("code", self.code.as_deref())
            .required_if_given("name", self.name.as_deref())
    }
}

/// Which resources [`AclApi::list_resources`](super::AclApi::list_resources) lists.
#[derive(Clone, Default)]
pub struct ListResources {
    pub(super) resource_type: Option<ResourceType>,
    pub(super) page: PageRequest,
}

authing_types::redacted_debug!(ListResources { resource_type, page });

impl ListResources {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those of this type.
    #[must_use]
    pub fn resource_type(mut self, resource_type: ResourceType) -> Self {
        self.resource_type = Some(resource_type);
        self
    }

    page_setters!();

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.check(self.resource_type.as_ref().map_or(Ok(()), check_type))
    }
}

/// The resource that [`AclApi::create_resource`](super::AclApi::create_resource) makes.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateResource {
    code: String,
    #[serde(rename = "type")]
    resource_type: ResourceType,
    actions: Vec<ResourceAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_identifier: Option<String>,
}

authing_types::redacted_debug!(CreateResource { code, resource_type, actions });

impl CreateResource {
    /// A resource of this code, such as `books`. Menus and buttons need no actions.
    pub fn new(code: impl Into<String>, resource_type: ResourceType) -> Self {
        Self {
            code: code.into(),
            resource_type,
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

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required("code", &self.code)
            .check(check_type(&self.resource_type))
            .check(check_actions(&self.actions))
    }
}

/// What [`AclApi::update_resource`](super::AclApi::update_resource) changes.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateResource {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    resource_type: Option<ResourceType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<ResourceAction>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_identifier: Option<String>,
}

authing_types::redacted_debug!(UpdateResource { resource_type, actions });

impl UpdateResource {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another type.
    #[must_use]
    pub fn resource_type(mut self, resource_type: ResourceType) -> Self {
        self.resource_type = Some(resource_type);
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

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let changes = match self {
            Self {
                resource_type: None,
                actions: None,
                description: None,
                api_identifier: None,
            } => Err(Error::input("changes", "is empty: set what is to change")),
            _ => Ok(()),
        };
        call.check(changes)
            .check(self.resource_type.as_ref().map_or(Ok(()), check_type))
            .check(check_actions(self.actions.as_deref().unwrap_or_default()))
    }
}

/// Which accounts [`AclApi::list_programmatic_access_accounts`](super::AclApi::list_programmatic_access_accounts) lists.
#[derive(Clone)]
pub struct ListProgrammaticAccessAccounts {
    pub(super) app_id: String,
    pub(super) page: PageRequest,
}

authing_types::redacted_debug!(ListProgrammaticAccessAccounts { app_id, page });

impl ListProgrammaticAccessAccounts {
    /// The first ten of this application.
    pub fn new(app_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

/// The account that [`AclApi::create_programmatic_access_account`](super::AclApi::create_programmatic_access_account) makes.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateProgrammaticAccessAccount {
    #[serde(skip)]
    pub(super) app_id: String,
    #[serde(serialize_with = "seconds")]
    token_lifetime: Duration,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
}

authing_types::redacted_debug!(CreateProgrammaticAccessAccount { app_id, token_lifetime });

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

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let lifetime = match (self.token_lifetime.as_secs(), self.token_lifetime.subsec_nanos()) {
            (0, _) => Err(Error::input("token_lifetime", "is less than a second")),
            (_, 0) => Ok(()),
            _ => Err(Error::input("token_lifetime", "is not a whole number of seconds")),
        };
        call.required("app_id", &self.app_id).check(lifetime)
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
