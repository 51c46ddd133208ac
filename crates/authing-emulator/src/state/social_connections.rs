//! Connections with social identity providers.

use serde::{Deserialize, Serialize};

/// A pool's connection with a social identity provider.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SocialConnection {
    pub(crate) provider: String,
    pub(crate) enabled: bool,
    pub(crate) fields: Vec<SocialConnectionField>,
}

show_fields!(SocialConnection { enabled });

/// One setting of a connection.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SocialConnectionField {
    pub(crate) key: String,
    pub(crate) value: String,
}

show_fields!(SocialConnectionField {});
