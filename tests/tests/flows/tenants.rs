//! The tenants area of the administrator's client, against the emulator.

use authing_authentication::AuthenticationClient;
use authing_emulator::TokenAlgorithm;
use authing_management::{
    Error, ErrorCode, ErrorKind,
    tenants::{
        ConfigureTenant, ConnectionFields, ConnectionScope, CreateIdentitySource, CreateTenant,
        ListTenantMembers, ListTenants, NewConnection, SsoPageSettings, Tenant,
        UpdateIdentityConnection, UpdateTenant,
    },
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// The user is disabled or no member of the tenant.
const NOT_IN_TENANT: ErrorCode = ErrorCode::new(2_120_008);

async fn tenant(server: &TestServer, name: &str) -> Tenant {
    let request = CreateTenant::new(name, [server.emulator.app_id()]);
    server.management.tenants().create(request).await.unwrap()
}

async fn members(server: &TestServer, tenant_id: &str) -> Vec<String> {
    let list = server.management.tenants().list_members(ListTenantMembers::new(tenant_id).limit(1));
    let users = list.items().map_ok(|member| member.user.unwrap().id);
    users.try_collect().await.unwrap()
}

/// Logs in as bob, to a tenant.
async fn login(server: &TestServer, tenant_id: &str) -> Result<(), Error> {
    let client =
        AuthenticationClient::builder(server.emulator.app_id(), server.emulator.app_host())
            .public_key(server.emulator.public_key())
            .tenant_id(tenant_id)
            .no_proxy()
            .build()
            .unwrap();
    client.login_by_username("bob", "passw0rd").await.map(drop)
}

#[tokio::test]
async fn a_tenant_is_created_changed_listed_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let tenants = server.management.tenants();
    let other = server.emulator.create_application("other", TokenAlgorithm::Hs256).unwrap();

    let acme = tenant(&server, "Acme").await;
    assert_eq!(acme.apps.as_ref().unwrap()[0].id, server.emulator.app_id());
    for name in ["B", "C"] {
        tenant(&server, name).await;
    }
    let listed: Vec<_> = tenants
        .list(ListTenants::new().limit(2))
        .items()
        .map_ok(|tenant| tenant.name.unwrap())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(listed, ["C", "B", "Acme"]);

    let changes = UpdateTenant::new("Acme Ltd").app_ids([&other.id]).description("first");
    tenants.update(&acme.id, changes).await.unwrap();
    let mut page = SsoPageSettings::default();
    page.hide_idp = Some(true);
    tenants.configure(&acme.id, ConfigureTenant::new().css("a{}").sso_page(page)).await.unwrap();
    let read = tenants.get(&acme.id).await.unwrap();
    assert_eq!((read.name.as_deref(), read.css.as_deref()), (Some("Acme Ltd"), Some("a{}")));
    assert_eq!(read.description.as_deref(), Some("first"));
    assert_eq!(read.sso_page_customization_settings.unwrap().hide_idp, Some(true));
    let apps = read.apps.unwrap();
    assert_eq!((apps.len(), apps[0].id.as_str()), (1, other.id.as_str()));

    tenants.delete(&acme.id).await.unwrap();
    assert_eq!(tenants.get(&acme.id).await.unwrap_err().kind(), ErrorKind::Api);
    assert!(tenants.delete(&acme.id).await.is_err());
    assert!(tenants.update(&acme.id, UpdateTenant::new("x")).await.is_err());
    let unknown = tenants.create(CreateTenant::new("D", ["no-app"])).await.unwrap_err();
    assert_eq!(unknown.code(), Some(ErrorCode::APPLICATION_NOT_FOUND));
}

#[tokio::test]
async fn members_come_and_go() {
    let server = TestServer::start().await.unwrap();
    let tenants = server.management.tenants();
    let acme = tenant(&server, "Acme").await;
    let (bob, ann) = (server.user("bob").await.unwrap().id, server.user("ann").await.unwrap().id);

    let both = tenants.add_members(&acme.id, [&bob, &ann]).await.unwrap();
    assert_eq!(both.users.unwrap().len(), 2);
    tenants.add_members(&acme.id, [&bob]).await.unwrap();
    assert_eq!(members(&server, &acme.id).await, [bob.clone(), ann.clone()], "twice is once");
    let half = tenants.add_members(&acme.id, ["no-user", &bob]).await.unwrap_err();
    assert!(half.is_not_found());
    let of_bob = server.management.users().list_tenants(&bob).await.unwrap();
    assert_eq!((of_bob.len(), of_bob[0].id.as_str()), (1, acme.id.as_str()));

    tenants.remove_member(&acme.id, &ann).await.unwrap();
    assert_eq!(members(&server, &acme.id).await, [bob.as_str()]);
    assert!(tenants.remove_member(&acme.id, &ann).await.is_err(), "not a member now");
    server.management.users().delete(&bob).await.unwrap();
    assert!(members(&server, &acme.id).await.is_empty(), "a deleted user is not a member");
}

#[tokio::test]
async fn only_enabled_members_log_in_to_a_tenant() {
    let server = TestServer::start().await.unwrap();
    let tenants = server.management.tenants();
    let acme = tenant(&server, "Acme").await.id;
    let bob = server.user("bob").await.unwrap().id;

    assert_eq!(login(&server, &acme).await.unwrap_err().code(), Some(NOT_IN_TENANT));
    assert!(tenants.enable_member(&acme, &bob).await.is_err(), "not a member yet");
    tenants.add_members(&acme, [&bob]).await.unwrap();
    login(&server, &acme).await.unwrap();
    tenants.disable_member(&acme, &bob).await.unwrap();
    assert_eq!(login(&server, &acme).await.unwrap_err().code(), Some(NOT_IN_TENANT));
    tenants.enable_member(&acme, &bob).await.unwrap();
    login(&server, &acme).await.unwrap();
}

#[tokio::test]
async fn administrators_are_members() {
    let server = TestServer::start().await.unwrap();
    let tenants = server.management.tenants();
    let acme = tenant(&server, "Acme").await.id;
    let bob = server.user("bob").await.unwrap().id;

    assert!(tenants.set_admins(&acme, [&bob]).await.is_err(), "not a member yet");
    tenants.add_members(&acme, [&bob]).await.unwrap();
    assert!(tenants.delete_admin(&acme, &bob).await.is_err(), "no administrator yet");
    tenants.set_admins(&acme, [&bob]).await.unwrap();
    tenants.set_admins(&acme, [&bob]).await.unwrap();
    tenants.delete_admin(&acme, &bob).await.unwrap();
    assert!(tenants.delete_admin(&acme, &bob).await.is_err());
    assert_eq!(members(&server, &acme).await, [bob], "still a member");
}

fn connection(identifier: &str) -> NewConnection {
    let fields = ConnectionFields::new().set("clientID", "cli").set("clientSecret", "s3cret");
    NewConnection::new("lark-internal", identifier, "Lark", fields)
}

#[tokio::test]
async fn identity_sources_and_their_connections_come_change_and_go() {
    let server = TestServer::start().await.unwrap();
    let tenants = server.management.tenants();
    let acme = tenant(&server, "Acme").await.id;

    tenants.check_identity_connection_identifier("one").await.unwrap();
    let request = CreateIdentitySource::new("Lark", "lark").tenant(&acme);
    let source =
        tenants.create_identity_source(request.connection(connection("one"))).await.unwrap();
    let taken = tenants.check_identity_connection_identifier("one").await.unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::Api);
    assert!(tenants.create_identity_connection(&source.id, connection("one")).await.is_err());
    let two = tenants.create_identity_connection(&source.id, connection("two")).await.unwrap();

    tenants.update_identity_source(&source.id, "Feishu").await.unwrap();
    let fields = ConnectionFields::new().set("clientID", "other");
    let changes = UpdateIdentityConnection::new("Feishu", fields.clone());
    tenants.update_identity_connection(&two.id, changes).await.unwrap();
    let read = tenants.get_identity_source(&source.id).await.unwrap();
    assert_eq!((read.name.as_deref(), read.connections.len()), (Some("Feishu"), 2));
    assert_eq!(read.connections[0].fields.as_ref().unwrap().expose()["clientSecret"], "s3cret");
    assert_eq!(read.connections[1].fields, Some(fields));

    tenants.delete_identity_connection(&two.id).await.unwrap();
    assert!(tenants.delete_identity_connection(&two.id).await.is_err());
    assert_eq!(tenants.get_identity_source(&source.id).await.unwrap().connections.len(), 1);
    tenants.delete_identity_source(&source.id).await.unwrap();
    assert!(tenants.get_identity_source(&source.id).await.is_err());
    tenants.check_identity_connection_identifier("one").await.unwrap();
}

#[tokio::test]
async fn connections_are_switched_one_by_one_and_together() {
    let server = TestServer::start().await.unwrap();
    let tenants = server.management.tenants();
    let acme = tenant(&server, "Acme").await.id;
    let request = CreateIdentitySource::new("Lark", "lark")
        .tenant(&acme)
        .connection(connection("one"))
        .connection(connection("two"));
    let source = tenants.create_identity_source(request).await.unwrap();
    let states = async || -> Vec<Option<bool>> {
        let sources = tenants.list_identity_sources(&acme).await.unwrap();
        sources[0].connections.iter().map(|connection| connection.enabled).collect()
    };
    assert_eq!(states().await, [Some(true), Some(true)]);

    let scope = || ConnectionScope::tenant(&acme);
    let first = &source.connections[0].id;
    tenants.disable_identity_connection(first, scope()).await.unwrap();
    assert_eq!(states().await, [Some(false), Some(true)]);
    let app = ConnectionScope::application(server.emulator.app_id());
    tenants.enable_identity_connection(first, app).await.unwrap();
    assert_eq!(states().await, [Some(false), Some(true)], "the application is another scope");
    tenants.enable_identity_source(&source.id, scope()).await.unwrap();
    assert_eq!(states().await, [Some(true), Some(true)]);
    tenants.disable_identity_source(&source.id, scope()).await.unwrap();
    assert_eq!(states().await, [Some(false), Some(false)]);
    let nobody = ConnectionScope::tenant("no-tenant");
    assert!(tenants.enable_identity_connection(first, nobody).await.is_err());

    tenants.delete(&acme).await.unwrap();
    assert!(tenants.get_identity_source(&source.id).await.is_err(), "gone with its tenant");
}
