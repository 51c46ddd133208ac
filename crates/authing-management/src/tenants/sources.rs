//! Where a tenant's people may come from: its identity sources.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::lenient;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;

use super::{IdentityConnection, NewConnection, TenantsApi};

const LIST: Operation =
    Operation::get("tenants.list_identity_sources", "/api/v2/extIdp").management().idempotent();
const GET: Operation = Operation::get("tenants.get_identity_source", "/api/v2/extIdp/{source_id}")
    .management()
    .idempotent();
const CREATE: Operation =
    Operation::post("tenants.create_identity_source", "/api/v2/extIdp").management();
const UPDATE: Operation =
    Operation::put("tenants.update_identity_source", "/api/v2/extIdp/{source_id}")
        .management()
        .idempotent();
const DELETE: Operation =
    Operation::delete("tenants.delete_identity_source", "/api/v2/extIdp/{source_id}").management();

impl TenantsApi<'_> {
    /// Lists the identity sources of a tenant, and whether each connection is switched on for it.
    /// The settings of connections are not listed.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// for source in tenants.list_identity_sources("619b07312d6b99e1af7d8e4e").await? {
    ///     println!("{:?}: {} connections", source.name, source.connections.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/extIdp`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant.
    pub fn list_identity_sources(&self, tenant_id: impl Into<String>) -> Call<Vec<IdentitySource>> {
        let tenant_id = tenant_id.into();
        let call = self.client.call(LIST).required("tenant_id", &tenant_id);
        call.rest(|request| request.query("tenantId", &tenant_id))
    }

    /// Gets an identity source, with its connections and their settings.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let source = management.tenants().get_identity_source("619b33a00412723ba777eabf").await?;
    /// for connection in source.connections {
    ///     println!("{} {:?}", connection.id, connection.identifier);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/extIdp/{source_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// An error of the server's when there is no such source.
    pub fn get_identity_source(&self, source_id: impl Into<String>) -> Call<IdentitySource> {
        let source_id = source_id.into();
        let call = self.client.call(GET).required("source_id", &source_id);
        call.rest(|request| request.path("source_id", &source_id))
    }

    /// Creates an identity source with its connections.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     tenants::{ConnectionFields, CreateIdentitySource, NewConnection},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let fields = ConnectionFields::new().set("clientID", "cli_a1").set("clientSecret", "…");
    /// let connection = NewConnection::new("lark-internal", "acme-lark", "Log in with Lark", fields);
    /// let request = CreateIdentitySource::new("Lark", "lark")
    ///     .tenant("619b07312d6b99e1af7d8e4e")
    ///     .connection(connection);
    /// let source = management.tenants().create_identity_source(request).await?;
    /// println!("{}", source.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/extIdp`. Not idempotent: each call makes another source.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name, type or identifier; an
    /// error of the server's when the tenant does not exist or an identifier is taken.
    pub fn create_identity_source(&self, request: CreateIdentitySource) -> Call<IdentitySource> {
        request.check(self.client.call(CREATE)).rest(|rest| rest.json(&request))
    }

    /// Renames an identity source.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// tenants.update_identity_source("619b33a00412723ba777eabf", "Lark").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdp/{source_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name; an error of the server's
    /// when there is no such source.
    pub fn update_identity_source(
        &self,
        source_id: impl Into<String>,
        name: impl Into<String>,
    ) -> Call<()> {
        let (source_id, name) = (source_id.into(), name.into());
        self.client
            .call(UPDATE)
            .required("source_id", &source_id)
            .required("name", &name)
            .command(|request| request.path("source_id", &source_id).json(&json!({ "name": name })))
    }

    /// Deletes an identity source with its connections.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.tenants().delete_identity_source("619b33a00412723ba777eabf").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/extIdp/{source_id}`. Not idempotent: the second time there is no such
    /// source.
    ///
    /// # Errors
    ///
    /// An error of the server's when there is no such source.
    pub fn delete_identity_source(&self, source_id: impl Into<String>) -> Call<()> {
        let source_id = source_id.into();
        let call = self.client.call(DELETE).required("source_id", &source_id);
        call.command(|request| request.path("source_id", &source_id))
    }
}

/// The source that [`TenantsApi::create_identity_source`] creates.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateIdentitySource {
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<String>,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    connections: Vec<NewConnection>,
}

authing_types::redacted_debug!(CreateIdentitySource { tenant_id, kind, connections });

impl CreateIdentitySource {
    /// A source of this name and type, such as `wechat` or `lark`; of the whole pool unless
    /// [a tenant](Self::tenant) is given.
    pub fn new(name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { tenant_id: None, name: name.into(), kind: kind.into(), connections: Vec::new() }
    }

    /// The tenant it belongs to.
    #[must_use]
    pub fn tenant(mut self, tenant_id: impl Into<String>) -> Self {
        self.tenant_id = Some(tenant_id.into());
        self
    }

    /// Adds a connection. Connections of one source share the identities of their people.
    #[must_use]
    pub fn connection(mut self, connection: NewConnection) -> Self {
        self.connections.push(connection);
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let call = call
            .required("name", &self.name)
            .required("kind", &self.kind)
            .required_if_given("tenant_id", self.tenant_id.as_deref());
        self.connections.iter().fold(call, |call, connection| connection.check(call))
    }
}

/// Where people come from: a kind of identity provider, with one or more connections to it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IdentitySource {
    /// The source's id.
    pub id: String,
    /// The source's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The kind of provider, such as `wechat` or `lark`.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The tenant it belongs to; `None` for one of the whole pool, and where it is not told.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// Its connections.
    #[serde(default, deserialize_with = "list_or_null")]
    pub connections: Vec<IdentityConnection>,
}

authing_types::redacted_debug!(IdentitySource { id, kind, tenant_id, connections });

fn list_or_null<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    lenient::optional_list(deserializer).map(Option::unwrap_or_default)
}
