//! Tenants: their members, administrators and identity sources.

use authing_management::{
    ManagementClient, TenantsApi,
    tenants::{
        ConfigureTenant, ConnectionFields, ConnectionScope, CreateIdentitySource, CreateTenant,
        ListTenantMembers, ListTenants, NewConnection, UpdateIdentityConnection, UpdateTenant,
    },
};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let tenants = client.tenants();
    let page = walk.step("list tenants", async { tenants.list(ListTenants::new()).await }).await?;
    assert_eq!(page.total_count, 0);
    let acme = CreateTenant::new("Acme", [walk.info("appId")]).description("Who build");
    let tenant = walk.step("create a tenant", async { tenants.create(acme).await }).await?.id;
    walk.name("<tenant>", &tenant)?;
    let found = walk.step("get a tenant", async { tenants.get(&tenant).await }).await?;
    assert_eq!(found.name.as_deref(), Some("Acme"));
    let changes = UpdateTenant::new("Acme & Co");
    walk.step("update a tenant", async { tenants.update(&tenant, changes).await }).await?;
    let looks = ConfigureTenant::new().css("a{}");
    walk.step("configure a tenant", async { tenants.configure(&tenant, looks).await }).await?;
    members(walk, &client, &tenant).await?;
    sources(walk, tenants, &tenant).await?;
    walk.step("delete a tenant", async { tenants.delete(&tenant).await }).await?;
    assert_eq!(tenants.list(ListTenants::new()).await?.total_count, 0);
    Ok(())
}

async fn members(walk: &mut Walk, client: &ManagementClient, tenant: &str) -> Result<(), Failure> {
    let tenants = client.tenants();
    let bob = walk.user("bob").await?;
    walk.step("add members", async { tenants.add_members(tenant, [&bob]).await }).await?;
    let of_tenant = ListTenantMembers::new(tenant);
    let page = walk.step("list members", async { tenants.list_members(of_tenant).await }).await?;
    assert_eq!(page.total_count, 1);
    walk.step("switch a member off", async { tenants.disable_member(tenant, &bob).await }).await?;
    walk.step("make an administrator", async { tenants.set_admins(tenant, [&bob]).await }).await?;
    walk.step("remove an administrator", async { tenants.delete_admin(tenant, &bob).await })
        .await?;
    walk.step("remove a member", async { tenants.remove_member(tenant, &bob).await }).await?;
    Ok(())
}

fn connection(identifier: &str) -> NewConnection {
    let fields = ConnectionFields::new().set("clientID", "cli");
    NewConnection::new("lark-internal", identifier, "Lark", fields)
}

async fn sources(walk: &mut Walk, tenants: TenantsApi<'_>, tenant: &str) -> Result<(), Failure> {
    let lark = CreateIdentitySource::new("Lark", "lark").tenant(tenant).connection(connection("a"));
    let source = walk
        .step("create an identity source", async { tenants.create_identity_source(lark).await })
        .await?
        .id;
    walk.name("<source>", &source)?;
    let all = walk
        .step("list identity sources", async { tenants.list_identity_sources(tenant).await })
        .await?;
    assert_eq!(all.iter().map(|one| &one.id).collect::<Vec<_>>(), [&source]);
    let found = walk
        .step("get an identity source", async { tenants.get_identity_source(&source).await })
        .await?;
    assert_eq!(found.connections.len(), 1);
    walk.step("update an identity source", async {
        tenants.update_identity_source(&source, "Feishu").await
    })
    .await?;
    let second = walk
        .step("create a connection", async {
            tenants.create_identity_connection(&source, connection("b")).await
        })
        .await?
        .id;
    walk.name("<connection>", &second)?;
    let changes = UpdateIdentityConnection::new("L", ConnectionFields::new().set("clientID", "c"));
    walk.step("update a connection", async {
        tenants.update_identity_connection(&second, changes).await
    })
    .await?;
    walk.step("check an identifier", async {
        tenants.check_identity_connection_identifier("free").await
    })
    .await?;
    let here = || ConnectionScope::tenant(tenant);
    walk.step("switch a connection off", async {
        tenants.disable_identity_connection(&second, here()).await
    })
    .await?;
    walk.step("switch all connections off", async {
        tenants.disable_identity_source(&source, here()).await
    })
    .await?;
    walk.step("delete a connection", async { tenants.delete_identity_connection(&second).await })
        .await?;
    walk.step("delete an identity source", async { tenants.delete_identity_source(&source).await })
        .await?;
    assert!(tenants.list_identity_sources(tenant).await?.is_empty());
    Ok(())
}
