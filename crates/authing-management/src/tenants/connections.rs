//! The connections of identity sources.

use authing_core::{Call, Operation};
use serde::Serialize;
use serde_json::json;

use super::{
    ConnectionScope, IdentityConnection, NewConnection, TenantsApi, UpdateIdentityConnection,
};

const CREATE: Operation =
    Operation::post("tenants.create_identity_connection", "/api/v2/extIdpConn").management();
const UPDATE: Operation =
    Operation::put("tenants.update_identity_connection", "/api/v2/extIdpConn/{connection_id}")
        .management()
        .idempotent();
const DELETE: Operation =
    Operation::delete("tenants.delete_identity_connection", "/api/v2/extIdpConn/{connection_id}")
        .management();
const CHECK_IDENTIFIER: Operation = Operation::post(
    "tenants.check_identity_connection_identifier",
    "/api/v2/check/extIdpConn/identifier",
)
.management()
.idempotent();
const ENABLE: Operation = Operation::put(
    "tenants.enable_identity_connection",
    "/api/v2/extIdpConn/{connection_id}/state",
)
.management()
.idempotent();
const DISABLE: Operation = Operation::put(
    "tenants.disable_identity_connection",
    "/api/v2/extIdpConn/{connection_id}/state",
)
.management()
.idempotent();
const ENABLE_SOURCE: Operation =
    Operation::put("tenants.enable_identity_source", "/api/v2/extIdp/{source_id}/connState")
        .management()
        .idempotent();
const DISABLE_SOURCE: Operation =
    Operation::put("tenants.disable_identity_source", "/api/v2/extIdp/{source_id}/connState")
        .management()
        .idempotent();

impl TenantsApi<'_> {
    /// Adds a connection to an identity source.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::{ConnectionFields, NewConnection}};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let fields = ConnectionFields::new().set("clientID", "wx1").set("clientSecret", "…");
    /// let connection = NewConnection::new("wechat:pc", "acme-wechat", "WeChat", fields);
    /// let tenants = management.tenants();
    /// let made =
    ///     tenants.create_identity_connection("619c917f534a3b8ad988a209", connection).await?;
    /// println!("{}", made.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/extIdpConn`. Not idempotent: each call makes another connection.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, type or identifier; an error
    /// of the server's when the source does not exist or the identifier is taken.
    pub fn create_identity_connection(
        &self,
        source_id: impl Into<String>,
        connection: NewConnection,
    ) -> Call<IdentityConnection> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            ext_idp_id: String,
            #[serde(flatten)]
            connection: NewConnection,
        }
        let body = Body { ext_idp_id: source_id.into(), connection };
        let call = self.client.call(CREATE).required("source_id", &body.ext_idp_id);
        body.connection.check(call).rest(|request| request.json(&body))
    }

    /// Changes a connection. Its settings are replaced as a whole.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     tenants::{ConnectionFields, UpdateIdentityConnection},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let fields = ConnectionFields::new().set("clientID", "wx1").set("clientSecret", "…");
    /// let changes = UpdateIdentityConnection::new("WeChat", fields);
    /// let tenants = management.tenants();
    /// tenants.update_identity_connection("619c9490d7b1cec02bf982f6", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdpConn/{connection_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name; an error of the server's
    /// when there is no such connection.
    pub fn update_identity_connection(
        &self,
        connection_id: impl Into<String>,
        changes: UpdateIdentityConnection,
    ) -> Call<()> {
        let connection_id = connection_id.into();
        let call = self.client.call(UPDATE).required("connection_id", &connection_id);
        changes
            .check(call)
            .command(|request| request.path("connection_id", &connection_id).json(&changes))
    }

    /// Deletes a connection.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.tenants().delete_identity_connection("619c9490d7b1cec02bf982f6").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/extIdpConn/{connection_id}`. Not idempotent: the second time there is no
    /// such connection.
    ///
    /// # Errors
    ///
    /// An error of the server's when there is no such connection.
    pub fn delete_identity_connection(&self, connection_id: impl Into<String>) -> Call<()> {
        let connection_id = connection_id.into();
        let call = self.client.call(DELETE).required("connection_id", &connection_id);
        call.command(|request| request.path("connection_id", &connection_id))
    }

    /// Checks that an identifier is free for a new connection: the call succeeds if it is.
    ///
    /// Which code says that it is taken is not documented, so a refusal is passed on as it is: look
    /// at [`Error::code`](crate::Error::code) and [`Error::message`](crate::Error::message) before
    /// you take it for that. A call that gets no response fails too.
    ///
    /// ```no_run
    /// use authing_management::{ErrorKind, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// match tenants.check_identity_connection_identifier("acme-wechat").await {
    ///     Ok(()) => println!("free"),
    ///     Err(error) if error.kind() == ErrorKind::Api => println!("{}", error.message()),
    ///     Err(error) => return Err(error),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/check/extIdpConn/identifier`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty identifier; an error of the
    /// server's when it is taken.
    pub fn check_identity_connection_identifier(&self, identifier: impl Into<String>) -> Call<()> {
        let identifier = identifier.into();
        let call = self.client.call(CHECK_IDENTIFIER).required("identifier", &identifier);
        call.command(|request| request.json(&json!({ "identifier": identifier })))
    }

    /// Switches a connection on, for a tenant or an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ConnectionScope};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = ConnectionScope::tenant("619b07312d6b99e1af7d8e4e");
    /// management.tenants().enable_identity_connection("619cc337075fdb26f5fdbfa2", acme).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdpConn/{connection_id}/state`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// connection, tenant or application does not exist.
    pub fn enable_identity_connection(
        &self,
        connection_id: impl Into<String>,
        scope: ConnectionScope,
    ) -> Call<()> {
        let connection_id = connection_id.into();
        let call = self.client.call(ENABLE).required("connection_id", &connection_id);
        scope.check(call).command(|request| {
            request.path("connection_id", &connection_id).json(&scope.switch(true))
        })
    }

    /// Switches a connection off, for a tenant or an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ConnectionScope};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = ConnectionScope::tenant("619b07312d6b99e1af7d8e4e");
    /// management.tenants().disable_identity_connection("619cc337075fdb26f5fdbfa2", acme).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdpConn/{connection_id}/state`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable_identity_connection`](Self::enable_identity_connection).
    pub fn disable_identity_connection(
        &self,
        connection_id: impl Into<String>,
        scope: ConnectionScope,
    ) -> Call<()> {
        let connection_id = connection_id.into();
        let call = self.client.call(DISABLE).required("connection_id", &connection_id);
        scope.check(call).command(|request| {
            request.path("connection_id", &connection_id).json(&scope.switch(false))
        })
    }

    /// Switches every connection of an identity source on, for a tenant or an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ConnectionScope};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = ConnectionScope::tenant("619b07312d6b99e1af7d8e4e");
    /// management.tenants().enable_identity_source("619c917f534a3b8ad988a209", acme).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdp/{source_id}/connState`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// source, tenant or application does not exist.
    pub fn enable_identity_source(
        &self,
        source_id: impl Into<String>,
        scope: ConnectionScope,
    ) -> Call<()> {
        let source_id = source_id.into();
        let call = self.client.call(ENABLE_SOURCE).required("source_id", &source_id);
        scope
            .check(call)
            .command(|request| request.path("source_id", &source_id).json(&scope.switch(true)))
    }

    /// Switches every connection of an identity source off, for a tenant or an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ConnectionScope};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = ConnectionScope::tenant("619b07312d6b99e1af7d8e4e");
    /// management.tenants().disable_identity_source("619c917f534a3b8ad988a209", acme).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdp/{source_id}/connState`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable_identity_source`](Self::enable_identity_source).
    pub fn disable_identity_source(
        &self,
        source_id: impl Into<String>,
        scope: ConnectionScope,
    ) -> Call<()> {
        let source_id = source_id.into();
        let call = self.client.call(DISABLE_SOURCE).required("source_id", &source_id);
        scope
            .check(call)
            .command(|request| request.path("source_id", &source_id).json(&scope.switch(false)))
    }
}
