//! Organisations: trees of nodes with members.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;
use crate::state::orgs::{DirectoryNode, DirectoryProvider};

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Org {
    pub(crate) id: String,
    pub(crate) root: String,
    pub(crate) tenant_id: Option<String>,
}

show_fields!(Org { id, tenant_id });

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) org_id: String,
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
    pub(crate) name_i18n: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) description_i18n: Option<String>,
    pub(crate) order: Option<i64>,
    pub(crate) code: Option<String>,
    pub(crate) members: Vec<Member>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

show_fields!(Node { id, org_id, order, created_at, updated_at });

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Member {
    pub(crate) user_id: String,
    pub(crate) is_leader: bool,
    pub(crate) joined_at: Timestamp,
}

show_fields!(Member { user_id, is_leader, joined_at });

/// A directory elsewhere, and the organisation that follows it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KnownDirectory {
    pub(crate) provider: DirectoryProvider,
    pub(crate) connection_id: Option<String>,
    pub(crate) root: DirectoryNode,
    pub(crate) org_id: Option<String>,
}

show_fields!(KnownDirectory { provider, connection_id, org_id });
