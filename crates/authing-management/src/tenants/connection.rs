//! What a connection of an identity source is.

use std::fmt;

use authing_core::client::CallBuilder;
use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value, json};

use crate::arguments::collect;

/// What a connection is switched on or off for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionScope {
    /// An application, by its id.
    Application(String),
    /// A tenant, by its id.
    Tenant(String),
}

impl ConnectionScope {
    /// For this application.
    pub fn application(app_id: impl Into<String>) -> Self {
        Self::Application(app_id.into())
    }

    /// For this tenant.
    pub fn tenant(tenant_id: impl Into<String>) -> Self {
        Self::Tenant(tenant_id.into())
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        match self {
            Self::Application(id) => call.required("app_id", id),
            Self::Tenant(id) => call.required("tenant_id", id),
        }
    }

    /// The body that switches something on or off in this scope.
    pub(super) fn switch(&self, enabled: bool) -> Value {
        match self {
            Self::Application(id) => json!({ "appId": id, "enabled": enabled }),
            Self::Tenant(id) => json!({ "tenantId": id, "enabled": enabled }),
        }
    }
}

/// A connection to be made.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewConnection {
    #[serde(rename = "type")]
    kind: String,
    identifier: String,
    display_name: String,
    #[serde(serialize_with = "ConnectionFields::serialize_exposed")]
    fields: ConnectionFields,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_match_fields: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
}

authing_types::redacted_debug!(NewConnection { kind, identifier, fields });

impl NewConnection {
    /// A connection of this type, such as `wechat:pc` or `lark-internal`, with an identifier that
    /// no other has, its name on the login page, and the settings that its type asks for.
    pub fn new(
        kind: impl Into<String>,
        identifier: impl Into<String>,
        display_name: impl Into<String>,
        fields: ConnectionFields,
    ) -> Self {
        Self {
            kind: kind.into(),
            identifier: identifier.into(),
            display_name: display_name.into(),
            fields,
            user_match_fields: None,
            logo: None,
        }
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
        call.required("kind", &self.kind)
            .required("identifier", &self.identifier)
            .required("display_name", &self.display_name)
    }
}

/// A connection of an identity source.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IdentityConnection {
    /// The connection's id.
    pub id: String,
    /// Its type, such as `wechat:pc`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The name that programs know it by.
    #[serde(default)]
    pub identifier: Option<String>,
    /// Its name on the login page.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Its settings, where they are told.
    #[serde(default)]
    pub fields: Option<ConnectionFields>,
    /// The fields of the user table by which people are recognised.
    #[serde(default)]
    pub user_match_fields: Option<Vec<String>>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// Whether it is switched on for the tenant asked about, where that is told.
    #[serde(default)]
    pub enabled: Option<bool>,
}

authing_types::redacted_debug!(IdentityConnection { id, kind, identifier, fields, enabled });

/// The settings of a connection. Which there are depends on its type, and some are credentials:
/// `Debug` shows their names, JSON masks their values, and [`expose`](Self::expose) gives them out.
///
/// ```
/// use authing_management::tenants::ConnectionFields;
///
/// let fields = ConnectionFields::new().set("clientID", "cli_a1").set("clientSecret", "s3cret");
/// assert_eq!(format!("{fields:?}"), r#"ConnectionFields(["clientID", "clientSecret"])"#);
/// assert_eq!(fields.expose()["clientSecret"], "s3cret");
/// ```
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct ConnectionFields(Map<String, Value>);

impl ConnectionFields {
    /// No settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets one.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// The settings themselves. Do not log them.
    pub fn expose(&self) -> &Map<String, Value> {
        &self.0
    }

    pub(super) fn serialize_exposed<S: Serializer>(
        fields: &Self,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        fields.0.serialize(serializer)
    }
}

impl From<Map<String, Value>> for ConnectionFields {
    fn from(fields: Map<String, Value>) -> Self {
        Self(fields)
    }
}

impl fmt::Debug for ConnectionFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.keys().collect();
        f.debug_tuple("ConnectionFields").field(&names).finish()
    }
}

impl Serialize for ConnectionFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut masked = serializer.serialize_map(Some(self.0.len()))?;
        for name in self.0.keys() {
            masked.serialize_entry(name, "[redacted]")?;
        }
        masked.end()
    }
}
