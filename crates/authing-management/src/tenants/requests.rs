//! What the calls of this area are given.

use authing_core::{Error, PageRequest};
use serde::{Serialize, Serializer};

use super::{ConnectionFields, SsoPageSettings};
use crate::command::{check_all_given, check_given};

/// Which tenants [`Tenants::list`](super::Tenants::list) lists.
#[derive(Clone, Debug, Default)]
pub struct ListTenants {
    pub(super) page: PageRequest,
}

impl ListTenants {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}

/// Whose members [`Tenants::list_members`](super::Tenants::list_members) lists.
#[derive(Clone, Debug)]
pub struct ListTenantMembers {
    pub(super) tenant_id: String,
    pub(super) page: PageRequest,
}

impl ListTenantMembers {
    /// The first ten of this tenant.
    pub fn new(tenant_id: impl Into<String>) -> Self {
        Self { tenant_id: tenant_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

/// The tenant that [`Tenants::create`](super::Tenants::create) creates.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateTenant {
    name: String,
    #[serde(serialize_with = "joined")]
    app_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl CreateTenant {
    /// A tenant of this name, for these applications.
    pub fn new(
        name: impl Into<String>,
        app_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let app_ids = app_ids.into_iter().map(Into::into).collect();
        Self { name: name.into(), app_ids, logo: None, description: None }
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, address: impl Into<String>) -> Self {
        self.logo = Some(address.into());
        self
    }

    /// What the tenant is.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_given("name", &self.name)?;
        check_app_ids(&self.app_ids)
    }
}

/// What [`Tenants::update`](super::Tenants::update) changes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateTenant {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "joined_option")]
    app_ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl UpdateTenant {
    /// The tenant's name, new or as it was: the server wants it every time.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), app_ids: None, logo: None, description: None }
    }

    /// Its applications, instead of those it has.
    #[must_use]
    pub fn apps(mut self, app_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.app_ids = Some(app_ids.into_iter().map(Into::into).collect());
        self
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, address: impl Into<String>) -> Self {
        self.logo = Some(address.into());
        self
    }

    /// What the tenant is.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_given("name", &self.name)?;
        self.app_ids.as_deref().map_or(Ok(()), check_app_ids)
    }
}

/// What [`Tenants::configure`](super::Tenants::configure) sets.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigureTenant {
    #[serde(skip_serializing_if = "Option::is_none")]
    css: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sso_page_customization_settings: Option<SsoPageSettings>,
}

impl ConfigureTenant {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The style sheet of the log-in page.
    #[must_use]
    pub fn css(mut self, css: impl Into<String>) -> Self {
        self.css = Some(css.into());
        self
    }

    /// What the log-in page shows.
    #[must_use]
    pub fn sso_page(mut self, settings: SsoPageSettings) -> Self {
        self.sso_page_customization_settings = Some(settings);
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        match self {
            Self { css: None, sso_page_customization_settings: None } => {
                Err(Error::input("settings", "is empty: set the style sheet or the page"))
            }
            _ => Ok(()),
        }
    }
}

/// What [`Tenants::update_identity_connection`](super::Tenants::update_identity_connection) sets.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateIdentityConnection {
    display_name: String,
    #[serde(serialize_with = "ConnectionFields::serialize_exposed")]
    fields: ConnectionFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_match_fields: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
}

impl UpdateIdentityConnection {
    /// The name on the log-in page, and all the settings, new or as they were.
    pub fn new(display_name: impl Into<String>, fields: ConnectionFields) -> Self {
        Self { display_name: display_name.into(), fields, user_match_fields: None, logo: None }
    }

    /// The fields of the user table by which people are recognised.
    #[must_use]
    pub fn user_match_fields(
        mut self,
        fields: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.user_match_fields = Some(fields.into_iter().map(Into::into).collect());
        self
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, address: impl Into<String>) -> Self {
        self.logo = Some(address.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        check_given("display_name", &self.display_name)
    }
}

/// The server wants one text with commas between the ids, so none may hold one.
fn check_app_ids(app_ids: &[String]) -> Result<(), Error> {
    check_all_given("app_ids", app_ids)?;
    if app_ids.iter().any(|id| id.contains(',')) {
        return Err(Error::input("app_ids", "holds an id with a comma: give one id an entry"));
    }
    Ok(())
}

fn joined<S: Serializer>(ids: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&ids.join(","))
}

fn joined_option<S: Serializer>(
    ids: &Option<Vec<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    ids.as_ref().map(|ids| ids.join(",")).serialize(serializer)
}
