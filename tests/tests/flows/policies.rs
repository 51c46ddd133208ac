//! The policies area of the administrator's client, against the emulator.

use authing_management::{
    AssignPolicies, CreatePolicy, ListPolicies, ListPolicyAssignments, Target, Targets,
    UpdatePolicy,
    types::{PolicyAssignmentTargetType, PolicyEffect, Statement},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

fn readers(code: &str) -> CreatePolicy {
    CreatePolicy::new(code, [Statement::allow("books:*", ["books:read"])])
}

/// An organization with a department below its root: the ids of both nodes.
async fn departments(server: &TestServer) -> (String, String) {
    let org = r#"mutation { createOrg(name: "Org") { id rootNode { id } } }"#;
    let org = server.graphql(org).await.unwrap()["createOrg"].clone();
    let node = format!(r#"mutation {{ addNodeV2(orgId: {}, name: "Dev") {{ id }} }}"#, org["id"]);
    let node = server.graphql(&node).await.unwrap()["addNodeV2"]["id"].clone();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&org["rootNode"]["id"]), text(&node))
}

#[tokio::test]
async fn a_policy_is_created_changed_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let policies = server.management.policies();
    let created = policies.create(readers("a").description("d")).await.unwrap();
    assert!(!created.is_default);
    assert_eq!(created.statements[0].effect, Some(PolicyEffect::Allow));
    assert!(policies.create(readers("a")).await.is_err(), "the code is taken");
    let app = server.emulator.app_id();
    let of_app = policies.in_namespace(app);
    of_app.create(readers("a")).await.unwrap();
    assert!(policies.in_namespace("nowhere").create(readers("a")).await.is_err());

    policies.create(readers("b")).await.unwrap();
    assert!(policies.update("a", UpdatePolicy::new().new_code("b")).await.is_err());
    let deny = Statement::deny("books:1", ["books:*"]);
    let changes = UpdatePolicy::new().statements([deny.clone()]).new_code("c");
    let changed = policies.update("a", changes).await.unwrap();
    assert_eq!((changed.code.as_str(), changed.description.as_deref()), ("c", Some("d")));
    assert!(policies.get("a").await.unwrap_err().is_not_found());
    assert_eq!(policies.get_opt("a").await.unwrap(), None);
    let read = policies.get("c").await.unwrap();
    assert_eq!(read.statements.into_iter().map(Statement::from).collect::<Vec<_>>(), [deny]);

    let request = ListPolicies::new().limit(1).exclude_default();
    let listed = policies.list(request).items();
    let listed: Vec<String> = listed.map_ok(|policy| policy.code).try_collect().await.unwrap();
    assert_eq!(listed, ["b", "c"]);
    assert!(policies.delete_many(["b", "nothing"]).await.is_err());
    policies.delete_many(["b"]).await.unwrap();
    policies.delete("c").await.unwrap();
    assert!(policies.delete("c").await.is_err());
    assert!(of_app.get("a").await.is_ok(), "another namespace's stays");
}

#[tokio::test]
async fn built_in_policies_can_be_assigned_but_not_changed() {
    let server = TestServer::start().await.unwrap();
    let policies = server.management.policies();
    let built_in = "AdministratorAccess";
    assert!(policies.get(built_in).await.unwrap().is_default);
    assert!(policies.update(built_in, UpdatePolicy::new().description("x")).await.is_err());
    assert!(policies.delete(built_in).await.is_err());
    let bob = server.user("bob").await.unwrap().id;
    policies.add_assignments(AssignPolicies::new([built_in], Target::user(&bob))).await.unwrap();
    let acl = server.management.acl();
    assert!(acl.is_allowed(&bob, "anything:1", "anything:do").await.unwrap());
}

#[tokio::test]
async fn assignments_come_go_and_follow_the_policys_code() {
    let server = TestServer::start().await.unwrap();
    let policies = server.management.policies();
    let (ann, bob) = (server.user("ann").await.unwrap().id, server.user("bob").await.unwrap().id);
    for code in ["p", "q"] {
        policies.create(readers(code)).await.unwrap();
    }
    let both = AssignPolicies::new(["p", "q"], Targets::users([&ann, &bob]));
    policies.add_assignments(both.clone()).await.unwrap();
    policies.add_assignments(both).await.unwrap();
    let unknown = AssignPolicies::new(["p"], Targets::users([&ann, "nobody"]));
    assert!(policies.add_assignments(unknown).await.is_err());

    policies.update("p", UpdatePolicy::new().new_code("r")).await.unwrap();
    let request = ListPolicyAssignments::new("r").limit(1);
    let assigned = policies.list_assignments(request).items();
    let assigned: Vec<String> =
        assigned.map_ok(|one| one.target_identifier).try_collect().await.unwrap();
    assert_eq!(assigned, [ann.clone(), bob.clone()]);
    assert_eq!(policies.get("r").await.unwrap().assignments_count, 2);

    policies.remove_assignments(["r", "q"], Target::user(&ann)).await.unwrap();
    assert_eq!(policies.list_assignments("q").await.unwrap().total_count, 1);
    server.management.users().delete(&bob).await.unwrap();
    assert_eq!(policies.list_assignments("q").await.unwrap().total_count, 0);
}

#[tokio::test]
async fn an_assignment_that_is_off_grants_nothing_and_stays_listed() {
    let server = TestServer::start().await.unwrap();
    let (policies, acl) = (server.management.policies(), server.management.acl());
    let bob = server.user("bob").await.unwrap().id;
    policies.create(readers("p")).await.unwrap();
    policies.add_assignments(AssignPolicies::new(["p"], Target::user(&bob))).await.unwrap();
    let allowed = || acl.is_allowed(&bob, "books:1", "books:read");
    assert!(allowed().await.unwrap());
    policies.disable_assignment("p", Target::user(&bob)).await.unwrap();
    assert!(!allowed().await.unwrap());
    assert_eq!(policies.list_assignments("p").await.unwrap().total_count, 1);
    policies.enable_assignment("p", Target::user(&bob)).await.unwrap();
    assert!(allowed().await.unwrap());
    assert!(policies.enable_assignment("p", Target::role("r")).await.is_err());
}

#[tokio::test]
async fn departments_below_inherit_unless_it_is_said_otherwise() {
    let server = TestServer::start().await.unwrap();
    let (policies, acl) = (server.management.policies(), server.management.acl());
    let bob = server.user("bob").await.unwrap().id;
    let (root, node) = departments(&server).await;
    let join =
        format!(r#"mutation {{ addMember(nodeId: "{node}", userIds: ["{bob}"]) {{ id }} }}"#);
    server.graphql(&join).await.unwrap();
    policies.create(readers("p")).await.unwrap();
    let allowed = || acl.is_allowed(&bob, "books:1", "books:read");

    let to_root = AssignPolicies::new(["p"], Target::department(&root));
    policies.add_assignments(to_root.clone().inherit_by_children(false)).await.unwrap();
    assert!(!allowed().await.unwrap(), "the root alone");
    policies.remove_assignments(["p"], Target::department(&root)).await.unwrap();
    policies.add_assignments(to_root).await.unwrap();
    assert!(allowed().await.unwrap(), "the root and all below");
    let below = acl.list_authorized_resources(Target::department(&node), None).await.unwrap();
    assert_eq!(below.list[0].code, "books:*");
}

#[tokio::test]
async fn a_policy_is_shown_with_its_targets_of_one_type() {
    let server = TestServer::start().await.unwrap();
    let policies = server.management.policies();
    let bob = server.user("bob").await.unwrap().id;
    let role = server.management.roles().create("r").await.unwrap();
    policies.create(readers("p")).await.unwrap();
    policies.add_assignments(AssignPolicies::new(["p"], Target::role("r"))).await.unwrap();
    policies.add_assignments(AssignPolicies::new(["p"], Target::user(&bob))).await.unwrap();

    let by_target = |policy: &'static str, target_type| {
        server.management.acl().list_policy_assignments_by_target(policy, target_type)
    };
    let roles = by_target("p", PolicyAssignmentTargetType::Role).await.unwrap();
    assert_eq!(roles.targets.len(), 1);
    assert_eq!(roles.targets[0].id.as_deref(), Some(role.id.as_str()));
    let policy = roles.policy.unwrap();
    assert_eq!((policy.id, policy.namespace_id.is_some()), (roles.policy_id, true));
    assert_eq!(policy.statements[0].resource, "books:*");
    let users = by_target("p", PolicyAssignmentTargetType::User).await.unwrap();
    assert_eq!(users.targets[0].id.as_ref(), Some(&bob));
    assert!(by_target("p", PolicyAssignmentTargetType::Group).await.unwrap().targets.is_empty());
    assert!(by_target("nothing", PolicyAssignmentTargetType::Role).await.is_err());
}
