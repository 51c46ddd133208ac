//! The organisations of a pool.

use authing_management::{
    CreateOrg, ImportNode, ListNodeMembers, ListOrgSummaries, ListOrgs, ManagementClient, NewNode,
    NodeKey, ResourceGrant, SyncProvider, Target, UpdateNode, tenants::CreateTenant,
    types::ResourceType,
};

use crate::walk::{Failure, Walk};

/// What the walk has made.
struct Acme {
    alice: String,
    tenant: String,
    org: String,
    root: String,
    dev: String,
    web: String,
    ops: String,
}

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let alice = walk.user("alice").await?;
    let acme = found(walk, &client, alice).await?;
    tree(walk, &client, &acme).await?;
    members(walk, &client, &acme).await?;
    rights(walk, &client, &acme).await?;
    transfer(walk, &client, &acme).await?;
    sync(walk, &client).await?;
    let orgs = client.orgs();
    walk.step("delete a node", async { orgs.delete_node(&acme.org, &acme.ops).await }).await?;
    assert_eq!(orgs.get_node_opt(&acme.web).await?, None);
    walk.step("delete an organisation", async { orgs.delete(&acme.org).await }).await?;
    let spare = CreateOrg::new("Spare");
    walk.step("create an organisation by the older call", async { orgs.create(spare).await })
        .await?;
    Ok(())
}

async fn found(walk: &mut Walk, client: &ManagementClient, alice: String) -> Result<Acme, Failure> {
    let orgs = client.orgs();
    let acme = CreateOrg::new("Acme").code("acme").description("the company");
    let made = walk.step("create an organisation", async { orgs.create(acme).await }).await?;
    let (org, root) = (made.id, made.root_node.id);
    walk.name("<org>", &org)?;
    walk.name("<root>", &root)?;
    let tenant = client.tenants().create(CreateTenant::new("T", [walk.info("appId")])).await?.id;
    walk.name("<tenant>", &tenant)?;
    let of_tenant = CreateOrg::new("Tenant").tenant_id(&tenant);
    walk.step("create an organisation of a tenant", async { orgs.create(of_tenant).await }).await?;
    let page = walk.step("list organisations", async { orgs.list(ListOrgs::new()).await }).await?;
    assert_eq!(page.total_count, 2);
    let page = walk
        .step("list organisations without nodes", async {
            orgs.list_summaries(ListOrgSummaries::new()).await
        })
        .await?;
    assert_eq!(page.total_count, 2);
    walk.step("get an organisation", async { orgs.get(&org).await }).await?;

    let node = NewNode::new("Dev").code("dev");
    let dev = walk.step("add a node", async { orgs.add_node(&org, &root, node).await }).await?.id;
    walk.name("<dev>", &dev)?;
    let web = orgs.add_node(&org, &dev, "Web").await?.id;
    walk.name("<web>", &web)?;
    let full = NewNode::new("Ops")
        .code("ops")
        .description("d")
        .order(2)
        .name_i18n("n")
        .description_i18n("di");
    let ops = walk
        .step("add a node with everything", async { orgs.add_node(&org, &root, full).await })
        .await?;
    assert_eq!((ops.order, ops.name_i18n.as_deref()), (Some(2), Some("n")));
    walk.name("<ops>", &ops.id)?;
    Ok(Acme { alice, tenant, org, root, dev, web, ops: ops.id })
}

async fn tree(walk: &mut Walk, client: &ManagementClient, acme: &Acme) -> Result<(), Failure> {
    let orgs = client.orgs();
    let Acme { org, root, dev, web, ops, .. } = acme;
    let node = walk.step("get a node", async { orgs.get_node(web).await }).await?;
    assert_eq!(node.path, [root.as_str(), dev, web]);
    let by_code = NodeKey::code(org, "dev");
    let node = walk.step("get a node by code", async { orgs.get_node(by_code).await }).await?;
    assert_eq!(&node.id, dev);
    let changes = UpdateNode::new().name("Www").code("www").description("the web");
    walk.step("update a node", async { orgs.update_node(web, changes).await }).await?;
    assert!(walk.step("is a root", async { orgs.is_root_node(org, root).await }).await?);
    walk.step("get the root", async { orgs.root_node(org).await }).await?;
    walk.step("list children", async { orgs.list_children(root).await }).await?;
    walk.step("search nodes", async { orgs.search_nodes("ww").await }).await?;
    let moved = walk.step("move a node", async { orgs.move_node(org, web, ops).await }).await?;
    let tree = moved.tree();
    let parent = tree.get(web).and_then(|web| web.parent()).ok_or("no parent")?;
    assert_eq!(&parent.id, ops);
    Ok(())
}

async fn members(walk: &mut Walk, client: &ManagementClient, acme: &Acme) -> Result<(), Failure> {
    let orgs = client.orgs();
    let Acme { alice, dev, web, ops, .. } = acme;
    walk.step("add members", async { orgs.add_members(web, [alice]).await }).await?;
    let request = ListNodeMembers::new(ops).include_children_nodes();
    let page = walk.step("list members", async { orgs.list_members(request).await }).await?;
    assert_eq!(&page.list[0].id, alice);
    walk.step("set a main department", async { orgs.set_main_department(alice, web).await })
        .await?;
    let departments = client.users().list_departments(alice).await?;
    assert!(departments.list[0].is_main_department);
    assert_eq!(client.users().list_orgs(alice).await?[0].nodes.len(), 3);
    walk.step("move members", async { orgs.move_members([alice], web, dev).await }).await?;
    assert_eq!(orgs.list_members(web).await?.total_count, 0);
    walk.step("remove members", async { orgs.remove_members(dev, [alice]).await }).await?;
    Ok(())
}

async fn rights(walk: &mut Walk, client: &ManagementClient, acme: &Acme) -> Result<(), Failure> {
    let orgs = client.orgs();
    let Acme { org, web, ops, .. } = acme;
    walk.step("add roles", async { orgs.add_roles(ops, ["editor"]).await }).await?;
    let page = walk.step("list roles", async { orgs.list_roles(web).await }).await?;
    assert_eq!(page.list[0].code, "editor");
    walk.step("remove roles", async { orgs.remove_roles(ops, ["editor"]).await }).await?;
    let grant = [ResourceGrant::new(Target::department(ops), ["books:read"])];
    client.acl().authorize_resource("books:1", None, grant).await?;
    let of_default = orgs.in_namespace("default");
    let data = Some(ResourceType::Data);
    walk.step("list authorized resources", async {
        of_default.list_authorized_resources(web, data).await
    })
    .await?;
    let page = walk
        .step("list authorized resources by code", async {
            of_default.list_authorized_resources(NodeKey::code(org, "ops"), None).await
        })
        .await?;
    assert_eq!(page.list[0].code, "books:1");
    Ok(())
}

async fn transfer(walk: &mut Walk, client: &ManagementClient, acme: &Acme) -> Result<(), Failure> {
    let orgs = client.orgs();
    let tree = ImportNode::new("Imported").code("imported").children([
        ImportNode::new("Ops").code("ops").description("operations"),
        ImportNode::new("Dev").code("dev").child(ImportNode::new("Api").code("api")),
    ]);
    let imported = walk.step("import a tree", async { orgs.import(tree.clone()).await }).await?.id;
    walk.name("<imported>", &imported)?;
    let root = walk.step("export a tree", async { orgs.export(&imported).await }).await?;
    assert_eq!(ImportNode::from(&root), tree);
    let all = walk.step("export all", async { orgs.export_all().await }).await?;
    assert_eq!(all.len(), 3);
    let of_tenant = walk
        .step("get the organisation of a tenant", async { orgs.list_by_tenant(&acme.tenant).await })
        .await?;
    assert_eq!(of_tenant.len(), 1);
    Ok(())
}

async fn sync(walk: &mut Walk, client: &ManagementClient) -> Result<(), Failure> {
    for (step, provider) in [
        ("synchronise with DingTalk", SyncProvider::DingTalk),
        ("synchronise with WeChat Work", SyncProvider::WeCom),
        ("synchronise with an AD", SyncProvider::active_directory("c1")),
    ] {
        // No directory is set up, which the server says.
        let refused = walk
            .step(step, async {
                Ok::<_, Failure>(client.orgs().start_sync(provider).await.is_err())
            })
            .await?;
        assert!(refused);
    }
    Ok(())
}
