//! Tenants, their members and their identity sources.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::base::clock::Timestamp;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Tenant {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) logo: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) css: Option<String>,
    /// `ssoPageCustomizationSettings` as it was set.
    pub(crate) sso_page: Option<Map<String, Json>>,
    pub(crate) app_ids: Vec<String>,
    pub(crate) members: Vec<TenantMember>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

show_fields!(Tenant { id, created_at, updated_at });

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TenantMember {
    /// The membership's id.
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) enabled: bool,
    pub(crate) admin: bool,
}

show_fields!(TenantMember { id, user_id, enabled, admin });

/// Where people come from.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IdentitySource {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) tenant_id: Option<String>,
    pub(crate) connections: Vec<IdentityConnection>,
}

show_fields!(IdentitySource { id, tenant_id });

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IdentityConnection {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) identifier: String,
    pub(crate) display_name: String,
    pub(crate) fields: Map<String, Json>,
    pub(crate) user_match_fields: Option<Vec<String>>,
    pub(crate) logo: Option<String>,
    /// The ids of the tenants and applications it is switched on for.
    pub(crate) enabled_for: Vec<String>,
}

show_fields!(IdentityConnection { id });

impl Tenant {
    pub(crate) fn member(&self, user_id: &str) -> Option<&TenantMember> {
        self.members.iter().find(|member| member.user_id == user_id)
    }

    pub(crate) fn member_mut(&mut self, user_id: &str) -> Option<&mut TenantMember> {
        self.members.iter_mut().find(|member| member.user_id == user_id)
    }
}
