//! The applications of a pool.

use authing_management::{
    CreateRole, ListRoles, ManagementClient, UpdateRole,
    applications::{
        AccessTargets, AgreementLang, ApplicationType, CreateAgreement, CreateApplication,
        DefaultAccess, ListAccessPolicies, ListActiveUsers, ListApplications, UpdateAgreement,
        UpdateApplication,
    },
};

use crate::walk::{Failure, Walk};

/// The root of the organisation that the seed has put there.
const NODE: &str = "6a0000000000000000000001";

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let applications = client.applications();
    let bob = walk.user("bob").await?;
    let node = NODE;

    let request = CreateApplication::new("Shop", "acme-shop", ["https://shop.acme.com/callback"])
        .logo("https://l/1.png");
    let made =
        walk.step("create an application", async { applications.create(request).await }).await?;
    assert_eq!(made.identifier.as_deref(), Some("acme-shop"));
    let app = made.id;
    walk.name("<shop>", &app)?;
    let list = ListApplications::new();
    let page = walk.step("list applications", async { applications.list(list).await }).await?;
    assert_eq!((page.total_count, page.list.first().map(|first| &first.id)), (2, Some(&app)));
    let found = walk.step("find an application", async { applications.get(&app).await }).await?;
    let secret = found.secret.ok_or("a secret")?;
    let changes = UpdateApplication::new().name("Shop");
    walk.step("change an application", async { applications.update(&app, changes).await }).await?;

    access(walk, &client, &app, [&bob, node]).await?;
    permissions(walk, &client, &app, &bob).await?;
    agreements(walk, &client, &app).await?;
    roles(walk, &client, &app, &bob).await?;

    let list = ListActiveUsers::new(&app);
    let active = walk
        .step("list active users", async { applications.list_active_users(list).await })
        .await?;
    assert_eq!(active.total_count, 0);
    walk.step("refresh a secret", async { applications.refresh_secret(&app).await }).await?;
    assert_ne!(applications.get(&app).await?.secret, Some(secret));
    let kind = ApplicationType::Tenant;
    let changed =
        walk.step("change the type", async { applications.change_type(&app, kind).await }).await?;
    assert_eq!(changed.app_type, Some(ApplicationType::Tenant));
    let told = walk
        .step("list the tenants of an application", async { applications.list_tenants(&app).await })
        .await?;
    assert!(told.tenants.is_empty());
    walk.step("delete an application", async { applications.delete(&app).await }).await?;
    assert_eq!(applications.list(ListApplications::new()).await?.total_count, 1);
    Ok(())
}

async fn access(
    walk: &mut Walk,
    client: &ManagementClient,
    app: &str,
    [bob, node]: [&str; 2],
) -> Result<(), Failure> {
    let applications = client.applications();
    let user = || AccessTargets::users([bob]);
    walk.step("let a user in", async { applications.allow_access(app, user()).await }).await?;
    let staff = AccessTargets::groups(["staff"]);
    walk.step("keep a group out", async { applications.deny_access(app, staff).await }).await?;
    let org = AccessTargets::departments([node]).inherit_by_children(true);
    walk.step("let a department in", async { applications.allow_access(app, org).await }).await?;
    let list = ListAccessPolicies::new(app);
    let page = walk
        .step("list access policies", async { applications.list_access_policies(list).await })
        .await?;
    assert_eq!(page.total_count, 3);
    walk.step("disable an access policy", async {
        applications.disable_access_policy(app, user()).await
    })
    .await?;
    walk.step("enable an access policy", async {
        applications.enable_access_policy(app, user()).await
    })
    .await?;
    walk.step("delete an access policy", async {
        applications.delete_access_policy(app, user()).await
    })
    .await?;
    let left = applications.list_access_policies(ListAccessPolicies::new(app)).await?;
    assert_eq!(left.total_count, 2);
    let strategy = DefaultAccess::DenyAll;
    let strict = walk
        .step("refuse everybody else", async {
            applications.update_default_access_policy(app, strategy).await
        })
        .await?;
    let strict = strict.permission_strategy.and_then(|strategy| strategy.default_strategy);
    assert_eq!(strict, Some(DefaultAccess::DenyAll));
    Ok(())
}

/// The same again, as the JavaScript SDK has it among the calls of permissions.
async fn permissions(
    walk: &mut Walk,
    client: &ManagementClient,
    app: &str,
    bob: &str,
) -> Result<(), Failure> {
    let applications = client.applications();
    let user = || AccessTargets::users([bob]);
    walk.step("let a user in by permission", async {
        applications.allow_access(app, user()).await
    })
    .await?;
    let list = ListAccessPolicies::new(app);
    let page = walk
        .step("list permissions to log in", async { applications.list_access_policies(list).await })
        .await?;
    assert_eq!(page.total_count, 3);
    walk.step("disable a permission to log in", async {
        applications.disable_access_policy(app, user()).await
    })
    .await?;
    walk.step("enable a permission to log in", async {
        applications.enable_access_policy(app, user()).await
    })
    .await?;
    walk.step("delete a permission to log in", async {
        applications.delete_access_policy(app, user()).await
    })
    .await?;
    walk.step("keep a user out by permission", async {
        applications.deny_access(app, user()).await
    })
    .await?;
    let strategy = DefaultAccess::AllowAll;
    walk.step("let everybody else in", async {
        applications.update_default_access_policy(app, strategy).await
    })
    .await?;
    Ok(())
}

async fn agreements(walk: &mut Walk, client: &ManagementClient, app: &str) -> Result<(), Failure> {
    let applications = client.applications();
    let first = CreateAgreement::new("one").required(true).lang(AgreementLang::ZhCn);
    let one = walk
        .step("create an agreement", async { applications.create_agreement(app, first).await })
        .await?
        .id;
    let second = CreateAgreement::new("two").required(false).lang(AgreementLang::EnUs);
    let two = walk
        .step("create an agreement in English", async {
            applications.create_agreement(app, second).await
        })
        .await?
        .id;
    let listed =
        walk.step("list agreements", async { applications.list_agreements(app).await }).await?;
    assert_eq!(listed.iter().map(|agreement| agreement.id).collect::<Vec<_>>(), [one, two]);
    let changes = UpdateAgreement::new().title("1").required(false).lang(AgreementLang::ZhCn);
    let changed = walk
        .step("change an agreement", async {
            applications.update_agreement(app, one, changes).await
        })
        .await?;
    assert_eq!((changed.title.as_deref(), changed.required), (Some("1"), Some(false)));
    walk.step("sort agreements", async { applications.sort_agreements(app, [two, one]).await })
        .await?;
    let listed = applications.list_agreements(app).await?;
    assert_eq!(listed.iter().map(|agreement| agreement.id).collect::<Vec<_>>(), [two, one]);
    walk.step("delete an agreement", async { applications.delete_agreement(app, two).await })
        .await?;
    Ok(())
}

async fn roles(
    walk: &mut Walk,
    client: &ManagementClient,
    app: &str,
    bob: &str,
) -> Result<(), Failure> {
    let roles = client.roles().in_namespace(app);
    let new = CreateRole::new("cashier").description("takes money");
    let role =
        walk.step("create a role in an application", async { roles.create(new).await }).await?;
    assert_eq!(role.namespace, app);
    let page = walk.step("list the roles", async { roles.list(ListRoles::new()).await }).await?;
    assert_eq!(page.total_count, 1);
    let found = walk.step("find a role", async { roles.get("cashier").await }).await?;
    assert_eq!(found.id, role.id);
    let changes = UpdateRole::new().description("counts money");
    walk.step("change a role", async { roles.update("cashier", changes).await }).await?;
    walk.step("add users to a role", async { roles.add_users("cashier", [bob]).await }).await?;
    let page =
        walk.step("list the users of a role", async { roles.list_users("cashier").await }).await?;
    assert_eq!(page.list.first().map(|user| user.id.as_str()), Some(bob));
    let rights = walk
        .step("list the rights of a role", async {
            roles.list_authorized_resources("cashier", None).await
        })
        .await?;
    assert!(rights.list.is_empty());
    walk.step("remove users from a role", async { roles.remove_users("cashier", [bob]).await })
        .await?;
    walk.step("delete a role", async { roles.delete("cashier").await }).await?;
    for code in ["a", "b"] {
        roles.create(code).await?;
    }
    walk.step("delete roles", async { roles.delete_many(["a", "b"]).await }).await?;
    Ok(())
}
