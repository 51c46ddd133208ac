//! The access control area of the administrator's client, against the emulator.

use authing_emulator::Emulator;
use authing_management::{
    AssignPolicies, AuthorizeResources, CreateGroup, CreatePolicy, Grantees, ListAuthorizedTargets,
    ManagementClient, ResourceGrant, ResourceRights, RevokeResources, Target, Targets,
    types::{Condition, PolicyAssignmentTargetType, ResourceType, Statement},
};
use authing_tests::TestServer;

/// Whether a user may perform an action in the default namespace, by both calls.
async fn may(server: &TestServer, user_id: &str, resource: &str, action: &str) -> bool {
    let acl = server.management.acl();
    let allowed = acl.is_allowed(user_id, resource, action).await.unwrap();
    let by_rest = acl.is_allowed_in_tenant("t", user_id, resource, action).await.unwrap();
    assert_eq!(allowed, by_rest);
    allowed
}

/// What a user may use: `books:1=books:read,books:edit`.
async fn resources(server: &TestServer, target: Target) -> Vec<String> {
    let page = server.management.acl().list_authorized_resources(target, None).await.unwrap();
    let shown = page.list.into_iter().map(|resource| {
        format!("{}={}", resource.code, resource.actions.unwrap_or_default().join(","))
    });
    shown.collect()
}

#[tokio::test]
async fn wildcards_cover_their_kind_and_nothing_else() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    for (name, resource, action, yes, no) in [
        ("a", "books:*", "books:read", ("books:1", "books:read"), ("films:1", "books:read")),
        ("b", "books", "books:*", ("books:1", "books:edit"), ("books:1", "films:edit")),
        ("c", "books:1", "books:read", ("books:1", "books:read"), ("books:2", "books:read")),
        ("d", "books:1", "books:*", ("books:1", "books:read"), ("books:*", "books:read")),
        ("e", "*", "*", ("films:1", "films:play"), ("", "")),
        ("f", "books:1", "edit", ("books:1", "books:edit"), ("books:1", "books:read")),
        ("g", "books:1", "books:edit", ("books:1", "edit"), ("books:1", "books:*")),
    ] {
        let user = server.user(name).await.unwrap().id;
        acl.allow(Grantees::user(&user), resource, action).await.unwrap();
        assert!(may(&server, &user, yes.0, yes.1).await, "{resource} {action}: {yes:?}");
        if !no.0.is_empty() {
            assert!(!may(&server, &user, no.0, no.1).await, "{resource} {action}: {no:?}");
        }
    }
}

#[tokio::test]
async fn permissions_are_of_their_namespace() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let bob = server.user("bob").await.unwrap().id;
    let app = server.emulator.app_id();
    acl.in_namespace(app).allow(Grantees::user(&bob), "books:1", "books:read").await.unwrap();
    assert!(acl.in_namespace(app).is_allowed(&bob, "books:1", "books:read").await.unwrap());
    assert!(!may(&server, &bob, "books:1", "books:read").await);
    let nowhere = acl.in_namespace("nowhere").allow(Grantees::user(&bob), "books:1", "books:read");
    assert!(nowhere.await.is_err());
    let policies = server.management.policies();
    let of_app = policies.in_namespace(app);
    let statement = Statement::allow("films:*", ["films:play"]);
    of_app.create(CreatePolicy::new("p", [statement])).await.unwrap();
    let to_bob = AssignPolicies::new(["p"], Target::user(&bob));
    assert!(policies.add_assignments(to_bob.clone()).await.is_err(), "no such policy there");
    of_app.add_assignments(to_bob).await.unwrap();
    assert!(acl.in_namespace(app).is_allowed(&bob, "films:1", "films:play").await.unwrap());
    assert!(!may(&server, &bob, "films:1", "films:play").await);
    // A role of the default namespace is none of the application's.
    server.management.roles().create("r").await.unwrap();
    assert!(
        acl.in_namespace(app).allow(Grantees::role("r"), "books:1", "books:read").await.is_err()
    );
}

#[tokio::test]
async fn permissions_reach_a_user_by_every_way() {
    let server = TestServer::start().await.unwrap();
    let (acl, roles) = (server.management.acl(), server.management.roles());
    let bob = server.user("bob").await.unwrap().id;
    server.management.groups().create(CreateGroup::new("g", "G")).await.unwrap();
    server.management.groups().add_users("g", [&bob]).await.unwrap();
    for role in ["own", "of-group", "of-root"] {
        roles.create(role).await.unwrap();
    }
    roles.add_users("own", [&bob]).await.unwrap();
    let org = r#"mutation { createOrg(name: "Org") { id rootNode { id } } }"#;
    let org = server.graphql(org).await.unwrap()["createOrg"].clone();
    let node = format!(r#"mutation {{ addNodeV2(orgId: {}, name: "Dev") {{ id }} }}"#, org["id"]);
    let node = server.graphql(&node).await.unwrap()["addNodeV2"]["id"].clone();
    let root = org["rootNode"]["id"].as_str().unwrap();
    let join = format!(
        r#"mutation {{ addMember(nodeId: {node}, userIds: ["{bob}"]) {{ id }}
        a: assignRole(roleCode: "of-group", groupCodes: ["g"]) {{ code }}
        b: assignRole(roleCode: "of-root", nodeCodes: ["{root}"]) {{ code }} }}"#
    );
    server.graphql(&join).await.unwrap();

    let targets = [
        ("user", Target::user(&bob)),
        ("role", Target::role("own")),
        ("group", Target::group("g")),
        ("role-of-group", Target::role("of-group")),
        ("department", Target::department(node.as_str().unwrap())),
        ("department-above", Target::department(root)),
        ("role-of-department-above", Target::role("of-root")),
    ];
    for (kind, target) in &targets {
        let resource = format!("{kind}:1");
        assert!(!may(&server, &bob, &resource, "do").await);
        let grant = [ResourceGrant::new(target.clone(), [format!("{kind}:do")])];
        acl.authorize_resource(resource.as_str(), None, grant).await.unwrap();
        assert!(may(&server, &bob, &resource, "do").await, "{kind}");
    }
    let mut expected: Vec<String> =
        targets.iter().map(|(kind, _)| format!("{kind}:1={kind}:do")).collect();
    assert_eq!(resources(&server, Target::user(&bob)).await, expected);
    let listed = server.management.users().list_authorized_resources(&bob, None).await;
    assert_eq!(listed.unwrap().total_count, 7);

    let remove =
        format!(r#"mutation {{ deleteNode(orgId: {}, nodeId: {node}) {{ code }} }}"#, org["id"]);
    server.graphql(&remove).await.unwrap();
    expected.truncate(4);
    assert_eq!(resources(&server, Target::user(&bob)).await, expected, "out of the organisation");
    server.management.groups().delete("g").await.unwrap();
    expected.truncate(2);
    assert_eq!(resources(&server, Target::user(&bob)).await, expected, "out of the group");
}

#[tokio::test]
async fn a_refusal_wins_over_every_grant() {
    let server = TestServer::start().await.unwrap();
    let (acl, policies) = (server.management.acl(), server.management.policies());
    let bob = server.user("bob").await.unwrap().id;
    acl.allow(Grantees::user(&bob), "books:*", "books:read").await.unwrap();
    acl.allow(Grantees::user(&bob), "books:*", "books:edit").await.unwrap();
    let policy = CreatePolicy::new("p", [Statement::deny("books:1", ["books:edit"])]);
    policies.create(policy).await.unwrap();
    policies.add_assignments(AssignPolicies::new(["p"], Target::user(&bob))).await.unwrap();
    assert!(!may(&server, &bob, "books:1", "books:edit").await);
    assert!(may(&server, &bob, "books:1", "books:read").await);
    assert!(may(&server, &bob, "books:2", "books:edit").await);
    let denied = async |resource, action| acl.is_denied(&bob, resource, action).await;
    assert!(denied("books:1", "books:edit").await.unwrap());
    assert!(!denied("books:2", "books:edit").await.unwrap());
    assert!(!denied("films:1", "films:play").await.unwrap(), "nobody speaks of films");
    let checked = server.management.users();
    let checked = checked.check_permissions_many(&bob, ["books:1", "books:2"]);
    let checked = checked.await.unwrap();
    assert_eq!(checked[0].actions, ["books:read"]);
    assert_eq!(checked[1].actions, ["books:edit", "books:read"]);

    let always = Statement::deny("books", ["*"]);
    let changes = authing_management::UpdatePolicy::new().statements([always]);
    policies.update("p", changes).await.unwrap();
    assert!(resources(&server, Target::user(&bob)).await.is_empty());
}

#[tokio::test]
async fn a_conditional_grant_grants_nothing_here() {
    let server = TestServer::start().await.unwrap();
    let policies = server.management.policies();
    let bob = server.user("bob").await.unwrap().id;
    let condition = || Condition::new("UserId", "StringEquals", bob.as_str());
    let statements = [
        Statement::allow("books:*", ["books:read"]).when(condition()),
        Statement::allow("films:*", ["films:play"]),
        Statement::deny("films:1", ["films:play"]).when(condition()),
    ];
    policies.create(CreatePolicy::new("p", statements)).await.unwrap();
    policies.add_assignments(AssignPolicies::new(["p"], Target::user(&bob))).await.unwrap();
    assert!(!may(&server, &bob, "books:1", "books:read").await);
    assert!(!may(&server, &bob, "films:1", "films:play").await);
    assert!(may(&server, &bob, "films:2", "films:play").await);
}

#[tokio::test]
async fn revoking_a_kind_takes_its_items_and_revoking_an_item_leaves_the_kind() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let bob = server.user("bob").await.unwrap().id;
    let allow = async |resource: &str| {
        acl.allow(Grantees::user(&bob), resource, "order:read").await.unwrap();
    };
    let revoke = async |resource: &str| {
        acl.revoke_resource(resource, [Target::user(&bob)]).await.unwrap();
    };
    allow("order").await;
    allow("order:1").await;
    revoke("order:1").await;
    assert_eq!(resources(&server, Target::user(&bob)).await, ["order=order:read"]);
    allow("order:1").await;
    revoke("order").await;
    assert!(resources(&server, Target::user(&bob)).await.is_empty());
    revoke("order").await;
    assert!(acl.revoke_resource("order", [Target::user("nobody")]).await.is_err());
}

#[tokio::test]
async fn rights_are_given_and_taken_in_batches() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    for role in ["r", "s"] {
        server.management.roles().create(role).await.unwrap();
    }
    let books = ResourceRights::new("books:*", ResourceType::Data, ["books:read", "books:edit"]);
    let menu = ResourceRights::new("menu", ResourceType::Menu, [] as [&str; 0]);
    let both = Targets::roles(["r", "s"]);
    let request = AuthorizeResources::new().grant(both.clone(), [books, menu.clone()]);
    acl.authorize_resource_many(request).await.unwrap();
    let unknown = AuthorizeResources::new().grant(Targets::roles(["s", "t"]), [menu]);
    assert!(acl.authorize_resource_many(unknown).await.is_err());

    let targets = [Target::role("r"), Target::role("s")];
    let list = |kind| acl.list_authorized_resources_many(targets.clone(), kind);
    let pages = list(None).await.unwrap();
    let all: Vec<_> = pages.iter().map(|page| page.total_count).collect();
    assert_eq!(all, [2, 2]);
    assert_eq!(pages[0].list[1].actions, None, "a menu has no actions");
    let menus = list(Some(ResourceType::Menu)).await.unwrap();
    assert_eq!((menus[0].total_count, menus[0].list[0].code.as_str()), (1, "menu"));

    let edit = ResourceRights::new("books:*", ResourceType::Data, ["books:edit"]);
    let request = RevokeResources::new().revoke(Target::role("s"), [edit]);
    acl.revoke_resource_many(request).await.unwrap();
    let both = ["books:*=books:read,books:edit", "menu="];
    assert_eq!(resources(&server, Target::role("r")).await, both);
    assert_eq!(resources(&server, Target::role("s")).await, ["books:*=books:read", "menu="]);
}

#[tokio::test]
async fn who_may_use_a_resource_is_listed() {
    let server = TestServer::start_current().await.unwrap();
    let acl = server.management.acl();
    let bob = server.user("bob").await.unwrap().id;
    server.management.roles().create("r").await.unwrap();
    acl.allow(Grantees::user(&bob), "books:1", "books:read").await.unwrap();
    acl.allow(Grantees::role("r"), "books:*", "books:*").await.unwrap();

    let request = || ListAuthorizedTargets::new(ResourceType::Data, "books:1");
    let names = async |request: ListAuthorizedTargets| {
        let page = acl.list_authorized_targets(request.clone()).await.unwrap();
        let by_code = acl.list_authorized_targets_by_code(request).await.unwrap();
        assert_eq!(page.list, by_code.list);
        let names = page.list.into_iter().map(|target| target.target_identifier.unwrap());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(request()).await, [bob.clone(), "r".to_owned()]);
    assert_eq!(names(request().target_type(PolicyAssignmentTargetType::Role)).await, ["r"]);
    let edit_too = request().with_all_actions(["books:read", "books:edit"]);
    assert_eq!(names(edit_too).await, ["r"]);
    let either = request().with_any_action(["books:read", "books:edit"]);
    assert_eq!(names(either).await.len(), 2);
    let other = ListAuthorizedTargets::new(ResourceType::Data, "books:2");
    assert_eq!(names(other).await, ["r"]);
}

#[tokio::test]
async fn rights_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let client = |emulator: &Emulator| {
        ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
            .host(emulator.url())
            .no_proxy()
            .build()
            .unwrap()
    };
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&first);
    management.roles().create("r").await.unwrap();
    let grantee = Grantees::role("r");
    management.acl().allow(grantee, "books:1", "books:read").await.unwrap();
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let resources = client(&second).roles().list_authorized_resources("r", None).await;
    assert_eq!(resources.unwrap().list[0].code, "books:1");
}

#[tokio::test]
async fn an_unknown_user_may_nothing_and_is_an_error() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let unknown = "5f7ddfe62ba819802422362e";
    let error = acl.is_allowed(unknown, "books:1", "books:read").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let secret = acl.generate_random_secret(32).unwrap();
    assert_eq!(secret.expose().len(), 32);
}
