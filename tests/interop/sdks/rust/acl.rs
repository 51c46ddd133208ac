//! Namespaces, resources, permissions on them, and accounts of machines.

use std::time::Duration;

use authing_management::{
    AclApi, AssignPolicies, AuthorizeResources, CreatePolicy, Grantees, ListAuthorizedTargets,
    ManagementClient, ResourceGrant, ResourceRights, RevokeResources, Target, Targets,
    acl::{
        CreateNamespace, CreateProgrammaticAccessAccount, CreateResource, ListNamespaces,
        ListProgrammaticAccessAccounts, ListResources, ResourceAction, ResourceDefinition,
        UpdateNamespace, UpdateResource,
    },
    types::{PolicyAssignmentTargetType, ResourceType, Statement},
};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let app_id = walk.info("appId");
    namespaces(walk, client.acl(), &app_id).await?;
    resources(walk, client.acl().in_namespace("shop")).await?;
    resources_of_an_application(walk, client.acl().in_namespace(&app_id), &app_id).await?;
    let bob = rights(walk, &client).await?;
    revocations(walk, &client, &bob).await?;
    accounts(walk, client.acl(), &app_id).await
}

async fn namespaces(walk: &mut Walk, acl: AclApi<'_>, app_id: &str) -> Result<(), Failure> {
    let shop = CreateNamespace::new("shop", "Shop").description("What is sold");
    let shop = walk.step("create a namespace", async { acl.create_namespace(shop).await }).await?;
    assert_eq!((shop.code.as_str(), shop.status), ("shop", Some(1)));
    let request = ListNamespaces::new();
    let page = walk.step("list namespaces", async { acl.list_namespaces(request).await }).await?;
    let codes: Vec<_> = page.list.iter().map(|one| one.code.as_str()).collect();
    assert_eq!((page.total_count, codes), (4, vec!["default", "system", app_id, "shop"]));
    let name = UpdateNamespace::new().name("Store");
    let store = walk
        .step("update a namespace by id", async { acl.update_namespace(shop.id, name).await })
        .await?;
    assert_eq!((store.id, store.name.as_deref()), (shop.id, Some("Store")));
    let text = UpdateNamespace::new().description("Sold here");
    let store = walk
        .step("update a namespace by code", async { acl.update_namespace("shop", text).await })
        .await?;
    assert_eq!((store.id, store.description.as_deref()), (shop.id, Some("Sold here")));
    let spare = acl.create_namespace(CreateNamespace::new("spare", "Spare")).await?.id;
    walk.step("delete a namespace by id", async { acl.delete_namespace(spare).await }).await?;
    acl.create_namespace(CreateNamespace::new("other", "Other")).await?;
    walk.step("delete a namespace by code", async { acl.delete_namespace("other").await }).await?;
    Ok(())
}

fn new(code: &str, resource_type: ResourceType) -> CreateResource {
    CreateResource::new(code, resource_type).action("read", "Read")
}

fn codes(resources: &[ResourceDefinition]) -> Vec<&str> {
    resources.iter().map(|one| one.code.as_str()).collect()
}

async fn resources(walk: &mut Walk, acl: AclApi<'_>) -> Result<(), Failure> {
    let books = new("books", ResourceType::Data).description("Books");
    let books = walk.step("create a resource", async { acl.create_resource(books).await }).await?;
    let names: Vec<_> = books.actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(names, ["books:read"]);
    let books = books.id.ok_or("no id")?;
    walk.name("<books>", &books)?;
    let address = "https://api.example.com/orders";
    let api = new("orders", ResourceType::Api).api_identifier(address);
    let api = walk.step("create an API", async { acl.create_resource(api).await }).await?;
    assert_eq!(api.api_identifier.as_deref(), Some(address));
    let bulk = [new("menu", ResourceType::Menu), new("button", ResourceType::Button)];
    walk.step("create several resources", async { acl.create_resource_many(bulk).await }).await?;
    let all = ListResources::new();
    let page = walk.step("list resources", async { acl.list_resources(all).await }).await?;
    assert_eq!(page.total_count, 4);
    let apis = ListResources::new().resource_type(ResourceType::Api).limit(5);
    let page =
        walk.step("list resources of a type", async { acl.list_resources(apis).await }).await?;
    assert_eq!(codes(&page.list), ["orders"]);
    let all = ListResources::new();
    let page = walk
        .step("list resources by the older call", async { acl.list_resources(all).await })
        .await?;
    assert_eq!(page.total_count, 4);
    let found =
        walk.step("get a resource by id", async { acl.get_resource_by_id(&books).await }).await?;
    assert_eq!(found.code, "books");
    let found =
        walk.step("get a resource by code", async { acl.get_resource("books").await }).await?;
    assert_eq!(found.id.as_deref(), Some(books.as_str()));
    let changes = UpdateResource::new()
        .actions([ResourceAction::new("read", "Read")])
        .description("All books");
    let changed = walk
        .step("update a resource", async { acl.update_resource("books", changes).await })
        .await?;
    assert_eq!(changed.description.as_deref(), Some("All books"));
    walk.step("delete a resource", async { acl.delete_resource("orders").await }).await?;
    Ok(())
}

async fn resources_of_an_application(
    walk: &mut Walk,
    acl: AclApi<'_>,
    app_id: &str,
) -> Result<(), Failure> {
    let films = new("films", ResourceType::Data);
    let made = walk
        .step("create a resource of an application", async { acl.create_resource(films).await })
        .await?;
    assert_eq!(made.namespace.as_deref(), Some(app_id));
    let all = ListResources::new();
    let page = walk
        .step("list resources of an application", async { acl.list_resources(all).await })
        .await?;
    assert_eq!(codes(&page.list), ["films"]);
    let changes = UpdateResource::new().resource_type(ResourceType::Data).description("Films");
    let changed = walk
        .step("update a resource of an application", async {
            acl.update_resource("films", changes).await
        })
        .await?;
    assert_eq!(changed.description.as_deref(), Some("Films"));
    walk.step("delete a resource of an application", async { acl.delete_resource("films").await })
        .await?;
    Ok(())
}

async fn rights(walk: &mut Walk, client: &ManagementClient) -> Result<String, Failure> {
    let acl = client.acl().in_namespace("shop");
    let bob = walk.user("bob").await?;
    client.roles().in_namespace("shop").create("editor").await?;

    let to_bob = Grantees::user(&bob);
    walk.step("allow a user", async { acl.allow(to_bob, "books:1", "books:read").await }).await?;
    let to_role = Grantees::role("editor");
    walk.step("allow a role", async { acl.allow(to_role, "books:*", "books:*").await }).await?;
    let allowed = walk
        .step("ask what a user may do", async {
            acl.is_allowed(&bob, "books:1", "books:read").await
        })
        .await?;
    assert!(allowed);
    let allowed = walk
        .step("ask what a user may do in a tenant", async {
            acl.is_allowed_in_tenant("t1", &bob, "books:1", "books:read").await
        })
        .await?;
    assert!(allowed);
    assert!(!acl.is_allowed(&bob, "books:2", "books:read").await?);
    let grants = [
        ResourceGrant::new(Target::user(&bob), ["books:read"]),
        ResourceGrant::new(Target::group("g1"), ["books:*"]),
    ];
    walk.step("authorize targets", async { acl.authorize_resource("books:2", None, grants).await })
        .await?;
    let request = AuthorizeResources::new().grant(Targets::roles(["editor"]), [menu()]);
    walk.step("authorize several resources", async { acl.authorize_resource_many(request).await })
        .await?;
    let target = Target::user(&bob);
    let page = walk
        .step("list authorized resources", async {
            acl.list_authorized_resources(target, Some(ResourceType::Data)).await
        })
        .await?;
    let codes: Vec<_> = page.list.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["books:1", "books:2"]);
    let targets = [Target::role("editor"), Target::group("g1")];
    let pages = walk
        .step("list authorized resources of several", async {
            acl.list_authorized_resources_many(targets, None).await
        })
        .await?;
    let last: Vec<_> =
        pages.iter().filter_map(|page| page.list.last()).map(|one| one.code.as_str()).collect();
    assert_eq!(last, ["menu", "books:2"]);
    let request = ListAuthorizedTargets::new(ResourceType::Data, "books:2")
        .with_all_actions(["books:read", "books:edit"])
        .target_type(PolicyAssignmentTargetType::Group);
    let page = walk
        .step("list authorized targets", async { acl.list_authorized_targets(request).await })
        .await?;
    assert_eq!(page.list.len(), 1);
    Ok(bob)
}

fn menu() -> ResourceRights {
    ResourceRights::new("menu", ResourceType::Menu, ["menu:open"])
}

async fn revocations(walk: &mut Walk, client: &ManagementClient, bob: &str) -> Result<(), Failure> {
    let acl = client.acl().in_namespace("shop");
    let targets = [Target::user(bob)];
    walk.step("revoke a resource", async { acl.revoke_resource("books", targets).await }).await?;
    assert!(!acl.is_allowed(bob, "books:1", "books:read").await?);
    let request = RevokeResources::new().revoke(Targets::roles(["editor"]), [menu()]);
    walk.step("revoke several resources", async { acl.revoke_resource_many(request).await })
        .await?;

    let policies = client.policies();
    let statement = Statement::allow("books:*", ["books:read"]);
    policies.create(CreatePolicy::new("readers", [statement])).await?;
    policies.add_assignments(AssignPolicies::new(["readers"], Target::user(bob))).await?;
    let assigned = walk
        .step("list a policy's targets of a type", async {
            let users = PolicyAssignmentTargetType::User;
            client.acl().list_policy_assignments_by_target("readers", users).await
        })
        .await?;
    assert_eq!(assigned.targets.len(), 1);
    Ok(())
}

async fn accounts(walk: &mut Walk, acl: AclApi<'_>, app_id: &str) -> Result<(), Failure> {
    let account = CreateProgrammaticAccessAccount::new(app_id);
    let made = walk
        .step("create an account", async { acl.create_programmatic_access_account(account).await })
        .await?;
    assert_eq!((made.token_lifetime, made.enabled), (Some(600), Some(true)));
    let account = made.id.as_str();
    walk.name("<account>", account)?;
    let nightly = CreateProgrammaticAccessAccount::new(app_id)
        .token_lifetime(Duration::from_secs(60))
        .remarks("Nightly");
    let second = walk
        .step("create an account with remarks", async {
            acl.create_programmatic_access_account(nightly).await
        })
        .await?;
    assert_eq!(second.remarks.as_deref(), Some("Nightly"));
    let all = || ListProgrammaticAccessAccounts::new(app_id);
    let page = walk
        .step("list accounts", async { acl.list_programmatic_access_accounts(all()).await })
        .await?;
    let lifetimes: Vec<_> = page.list.iter().map(|one| one.token_lifetime).collect();
    assert_eq!(lifetimes, [Some(60), Some(600)]);
    let off = walk
        .step("disable an account", async {
            acl.disable_programmatic_access_account(account).await
        })
        .await?;
    assert_eq!(off.enabled, Some(false));
    let on = walk
        .step("enable an account", async { acl.enable_programmatic_access_account(account).await })
        .await?;
    assert_eq!(on.enabled, Some(true));
    let renewed = walk
        .step("refresh an account's secret", async {
            acl.refresh_programmatic_access_account_secret(account).await
        })
        .await?;
    assert_ne!(renewed.secret, made.secret);
    walk.step("delete an account", async { acl.delete_programmatic_access_account(account).await })
        .await?;
    assert_eq!(acl.list_programmatic_access_accounts(all()).await?.total_count, 1);
    Ok(())
}
