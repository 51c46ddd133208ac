//! User-defined fields and their values.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What a field is defined for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum FieldTarget {
    Node,
    Org,
    #[default]
    User,
    UserPool,
    Role,
    Permission,
    Application,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum DataType {
    #[default]
    String,
    Number,
    DateTime,
    Boolean,
    Object,
    Select,
}

/// A defined field, in the form it has on the wire.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FieldDefinition {
    pub(crate) target_type: FieldTarget,
    pub(crate) key: String,
    pub(crate) data_type: DataType,
    pub(crate) label: Option<String>,
    pub(crate) options: Option<String>,
}

show_fields!(FieldDefinition { target_type, data_type });

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct FieldValue {
    pub(crate) target_type: FieldTarget,
    pub(crate) target_id: String,
    pub(crate) key: String,
    pub(crate) value: Json,
}

show_fields!(FieldValue { target_type, target_id });
