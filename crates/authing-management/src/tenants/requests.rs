//! What the calls of this area are given.

use authing_core::{Error, PageRequest, client::CallBuilder};
use serde::{Serialize, Serializer};

use super::{ConnectionFields, SsoPageSettings};
use crate::arguments::collect;

/// Which tenants [`TenantsApi::list`](super::TenantsApi::list) lists.
#[derive(Clone, Default)]
pub struct ListTenants {
    pub(super) page: PageRequest,
}

authing_types::redacted_debug!(ListTenants { page });

impl ListTenants {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}

/// The tenant whose members [`TenantsApi::list_members`](super::TenantsApi::list_members) lists.
#[derive(Clone)]
pub struct ListTenantMembers {
    pub(super) tenant_id: String,
    pub(super) page: PageRequest,
}

authing_types::redacted_debug!(ListTenantMembers { tenant_id, page });

impl ListTenantMembers {
    /// The first ten of this tenant.
    pub fn new(tenant_id: impl Into<String>) -> Self {
        Self { tenant_id: tenant_id.into(), page: PageRequest::default() }
    }

    page_setters!();
}

/// The tenant that [`TenantsApi::create`](super::TenantsApi::create) creates.
#[derive(Clone, Serialize)]
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

authing_types::redacted_debug!(CreateTenant { app_ids });

impl CreateTenant {
    /// A tenant of this name, for these applications.
    pub fn new(
        name: impl Into<String>,
        app_ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self { name: name.into(), app_ids: collect(app_ids), logo: None, description: None }
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

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        check_app_ids(call.required("name", &self.name), &self.app_ids)
    }
}

/// What [`TenantsApi::update`](super::TenantsApi::update) changes.
#[derive(Clone, Serialize)]
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

authing_types::redacted_debug!(UpdateTenant { app_ids });

impl UpdateTenant {
    /// The tenant's name, new or as it was: the server wants it every time.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), app_ids: None, logo: None, description: None }
    }

    /// Its applications, instead of those it has.
    #[must_use]
    pub fn app_ids(mut self, app_ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.app_ids = Some(collect(app_ids));
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

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let call = call.required("name", &self.name);
        match &self.app_ids {
            Some(app_ids) => check_app_ids(call, app_ids),
            None => call,
        }
    }
}

/// What [`TenantsApi::configure`](super::TenantsApi::configure) sets.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigureTenant {
    #[serde(skip_serializing_if = "Option::is_none")]
    css: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sso_page_customization_settings: Option<SsoPageSettings>,
}

authing_types::redacted_debug!(ConfigureTenant { sso_page_customization_settings });

impl ConfigureTenant {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The style sheet of the login page.
    #[must_use]
    pub fn css(mut self, css: impl Into<String>) -> Self {
        self.css = Some(css.into());
        self
    }

    /// What the login page shows.
    #[must_use]
    pub fn sso_page(mut self, settings: SsoPageSettings) -> Self {
        self.sso_page_customization_settings = Some(settings);
        self
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let settings = match self {
            Self { css: None, sso_page_customization_settings: None } => {
                Err(Error::input("settings", "is empty: set the style sheet or the page"))
            }
            _ => Ok(()),
        };
        call.check(settings)
    }
}

/// What [`TenantsApi::update_identity_connection`](super::TenantsApi::update_identity_connection) sets.
#[derive(Clone, Serialize)]
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

authing_types::redacted_debug!(UpdateIdentityConnection { fields });

impl UpdateIdentityConnection {
    /// The name on the login page, and all the settings, new or as they were.
    pub fn new(display_name: impl Into<String>, fields: ConnectionFields) -> Self {
        Self { display_name: display_name.into(), fields, user_match_fields: None, logo: None }
    }

    /// The fields of the user table by which people are recognised.
    #[must_use]
    pub fn user_match_fields(
        mut self,
        fields: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.user_match_fields = Some(collect(fields));
        self
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, address: impl Into<String>) -> Self {
        self.logo = Some(address.into());
        self
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required("display_name", &self.display_name)
    }
}

/// The server wants one text with commas between the ids, so none may hold one.
fn check_app_ids<'a>(call: CallBuilder<'a>, app_ids: &[String]) -> CallBuilder<'a> {
    let commas = match app_ids.iter().any(|id| id.contains(',')) {
        true => Err(Error::input("app_ids", "holds an id with a comma: give one id an entry")),
        false => Ok(()),
    };
    call.required_all("app_ids", app_ids).check(commas)
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
