//! The connections of identity sources.

use authing_core::{Call, Operation, RestRequest};
use authing_types::CommonMessage;
use serde::Serialize;
use serde_json::json;

use super::{
    ConnectionScope, IdentityConnection, NewConnection, Tenants, UpdateIdentityConnection,
};
use crate::command::{check_given, command};

const CREATE: Operation =
    Operation::post("tenants.create_identity_connection", "/api/v2/extIdpConn").management();
const UPDATE: Operation =
    Operation::put("tenants.update_identity_connection", "/api/v2/extIdpConn/{connectionId}")
        .management()
        .idempotent()
        .whole_envelope();
const DELETE: Operation =
    Operation::delete("tenants.delete_identity_connection", "/api/v2/extIdpConn/{connectionId}")
        .management()
        .whole_envelope();
const CHECK_IDENTIFIER: Operation = Operation::post(
    "tenants.check_identity_connection_identifier",
    "/api/v2/check/extIdpConn/identifier",
)
.management()
.idempotent()
.whole_envelope();
const SET_STATE: Operation = Operation::put(
    "tenants.set_identity_connection_state",
    "/api/v2/extIdpConn/{connectionId}/state",
)
.management()
.idempotent()
.whole_envelope();
const SET_STATES: Operation =
    Operation::put("tenants.set_identity_connection_states", "/api/v2/extIdp/{extIdpId}/connState")
        .management()
        .idempotent()
        .whole_envelope();

impl Tenants<'_> {
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
        source_id: &str,
        connection: NewConnection,
    ) -> Call<IdentityConnection> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            ext_idp_id: &'a str,
            #[serde(flatten)]
            connection: &'a NewConnection,
        }
        let checked = check_given("source_id", source_id).and_then(|()| connection.check());
        let body = Body { ext_idp_id: source_id, connection: &connection };
        self.client.api().rest(RestRequest::new(CREATE).json(&body).check(checked))
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
    /// `PUT /api/v2/extIdpConn/{connectionId}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name; an error of the server's
    /// when there is no such connection.
    pub fn update_identity_connection(
        &self,
        connection_id: &str,
        changes: UpdateIdentityConnection,
    ) -> Call<CommonMessage> {
        let checked = changes.check();
        let request = RestRequest::new(UPDATE).path("connectionId", connection_id).json(&changes);
        command(self.client.api(), request.check(checked))
    }

    /// Deletes a connection.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.tenants().delete_identity_connection("619c9490d7b1cec02bf982f6").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/extIdpConn/{connectionId}`. Not idempotent: the second time there is no
    /// such connection.
    ///
    /// # Errors
    ///
    /// An error of the server's when there is no such connection.
    pub fn delete_identity_connection(&self, connection_id: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(DELETE).path("connectionId", connection_id);
        command(self.client.api(), request)
    }

    /// Asks whether an identifier is free for a new connection: the call succeeds if it is.
    ///
    /// Which code says that it is taken is not documented, so a refusal is passed on as it is: look
    /// at [`Error::code`](crate::Error::code) and [`Error::message`](crate::Error::message) before you take it for that. No answer at all is
    /// an error too, never a yes or no.
    ///
    /// ```no_run
    /// use authing_management::{ErrorKind, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let tenants = management.tenants();
    /// match tenants.check_identity_connection_identifier("acme-wechat").await {
    ///     Ok(_) => println!("free"),
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
    pub fn check_identity_connection_identifier(&self, identifier: &str) -> Call<CommonMessage> {
        let request = RestRequest::new(CHECK_IDENTIFIER)
            .json(&json!({ "identifier": identifier }))
            .check(check_given("identifier", identifier));
        command(self.client.api(), request)
    }

    /// Switches a connection on or off, for a tenant or an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ConnectionScope};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = ConnectionScope::tenant("619b07312d6b99e1af7d8e4e");
    /// let tenants = management.tenants();
    /// tenants.set_identity_connection_state("619cc337075fdb26f5fdbfa2", acme, true).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdpConn/{connectionId}/state`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// connection, tenant or application does not exist.
    pub fn set_identity_connection_state(
        &self,
        connection_id: &str,
        scope: ConnectionScope,
        enabled: bool,
    ) -> Call<CommonMessage> {
        let request = RestRequest::new(SET_STATE).path("connectionId", connection_id);
        command(self.client.api(), scope.switch(request, enabled))
    }

    /// Switches every connection of an identity source on or off, for a tenant or an application.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, tenants::ConnectionScope};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let app = ConnectionScope::application("APP_ID");
    /// let tenants = management.tenants();
    /// tenants.set_identity_connection_states("619c917f534a3b8ad988a209", app, false).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/extIdp/{extIdpId}/connState`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// source, tenant or application does not exist.
    pub fn set_identity_connection_states(
        &self,
        source_id: &str,
        scope: ConnectionScope,
        enabled: bool,
    ) -> Call<CommonMessage> {
        let request = RestRequest::new(SET_STATES).path("extIdpId", source_id);
        command(self.client.api(), scope.switch(request, enabled))
    }
}
