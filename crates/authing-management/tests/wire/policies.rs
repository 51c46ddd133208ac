//! The policies area.

use authing_management::{
    AssignPolicies, CreatePolicy, ListPolicies, ListPolicyAssignments, Target, Targets,
    UpdatePolicy,
    types::{Condition, PolicyAssignmentTargetType, Statement},
};
use serde_json::{Value, json};

use crate::common::{ID, data, done, exchange, refused};

fn policy() -> Value {
    json!({
        "namespace": "default", "code": "p", "isDefault": false, "assignmentsCount": 0,
        "statements": [{
            "resource": "books:*", "actions": ["books:read"], "effect": "DENY",
            "condition": [{"param": "UserId", "operator": "StringEquals", "value": ID}],
        }],
    })
}

fn statement() -> Statement {
    Statement::deny("books:*", ["books:read"]).when(Condition::new("UserId", "StringEquals", ID))
}

#[tokio::test]
async fn list() {
    let answer = data("policies", json!({"totalCount": 1, "list": [policy()]}));
    let (sent, page) =
        exchange(answer.clone(), |client| client.policies().list(ListPolicies::new())).await;
    sent.is_graphql("query policies(", json!({"page": 1, "limit": 10}));
    let read: Vec<Statement> =
        page.unwrap().list.remove(0).statements.into_iter().map(Into::into).collect();
    assert_eq!(read, [statement()]);
    let (sent, _) = exchange(answer, |client| {
        let request = ListPolicies::new().exclude_default().page(2).limit(5);
        client.policies().in_namespace("shop").list(request)
    })
    .await;
    sent.is_graphql(
        "query policies(",
        json!({"namespace": "shop", "excludeDefault": true, "page": 2, "limit": 5}),
    );
    refused(|client| client.policies().in_namespace("").list(ListPolicies::new()).page()).await;
}

#[tokio::test]
async fn get() {
    let (sent, found) = exchange(data("policy", policy()), |client| {
        client.policies().in_namespace("shop").get("p")
    })
    .await;
    sent.is_graphql("query policy(", json!({"code": "p", "namespace": "shop"}));
    assert_eq!(found.unwrap().code, "p");
    let nothing = || data("policy", Value::Null);
    let (sent, found) = exchange(nothing(), |client| client.policies().get("p")).await;
    sent.is_graphql("query policy(", json!({"code": "p"}));
    assert!(found.unwrap_err().is_not_found());
    let (sent, found) = exchange(nothing(), |client| client.policies().get_opt("p")).await;
    sent.is_graphql("query policy(", json!({"code": "p"}));
    assert_eq!(found.unwrap(), None);
    refused(|client| client.policies().get("")).await;
    refused(|client| client.policies().get_opt("")).await;
}

#[tokio::test]
async fn create() {
    let (sent, created) = exchange(data("createPolicy", policy()), |client| {
        let request =
            CreatePolicy::new("p", [statement(), Statement::allow("a", ["b"])]).description("d");
        client.policies().in_namespace("shop").create(request)
    })
    .await;
    let statements = json!([
        policy()["statements"][0],
        {"resource": "a", "actions": ["b"], "effect": "ALLOW"},
    ]);
    sent.is_graphql(
        "mutation createPolicy(",
        json!({"code": "p", "description": "d", "namespace": "shop", "statements": statements}),
    );
    assert_eq!(created.unwrap().code, "p");
    refused(|client| client.policies().create(CreatePolicy::new("", [statement()]))).await;
    for nothing in [Statement::allow(" ", ["a"]), Statement::allow("a", [""])] {
        let statements = [statement(), nothing];
        let error = refused(|c| c.policies().create(CreatePolicy::new("p", statements))).await;
        let problem = "names no resource or an empty action at index 1";
        assert_eq!(error, format!("policies.create failed: argument `statements` {problem}"));
    }
}

#[tokio::test]
async fn update() {
    let (sent, updated) = exchange(data("updatePolicy", policy()), |client| {
        let changes = UpdatePolicy::new().statements([statement()]).description("d").new_code("q");
        client.policies().in_namespace("shop").update("p", changes)
    })
    .await;
    sent.is_graphql(
        "mutation updatePolicy(",
        json!({
            "code": "p", "description": "d", "newCode": "q", "namespace": "shop",
            "statements": policy()["statements"],
        }),
    );
    assert_eq!(updated.unwrap().code, "p");
    let (sent, _) = exchange(data("updatePolicy", policy()), |client| {
        client.policies().update("p", UpdatePolicy::new().description("d"))
    })
    .await;
    sent.is_graphql("mutation updatePolicy(", json!({"code": "p", "description": "d"}));
    refused(|client| client.policies().update("p", UpdatePolicy::new().new_code(""))).await;
}

#[tokio::test]
async fn delete() {
    let (sent, _) =
        exchange(done("deletePolicy"), |client| client.policies().in_namespace("shop").delete("p"))
            .await;
    sent.is_graphql("mutation deletePolicy(", json!({"code": "p", "namespace": "shop"}));
    let (sent, deleted) =
        exchange(done("deletePolicies"), |client| client.policies().delete_many(["p", "q"])).await;
    sent.is_graphql("mutation deletePolicies(", json!({"codeList": ["p", "q"]}));
    deleted.unwrap();
    refused(|client| client.policies().delete("")).await;
    refused(|client| client.policies().delete_many([] as [&str; 0])).await;
}

#[tokio::test]
async fn list_assignments() {
    let assignment = json!({"code": "p", "targetType": "ORG", "targetIdentifier": "n"});
    let answer = data("policyAssignments", json!({"totalCount": 1, "list": [assignment]}));
    let (sent, page) =
        exchange(answer.clone(), |client| client.policies().list_assignments("p")).await;
    sent.is_graphql("query policyAssignments(", json!({"code": "p", "page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].target_type, PolicyAssignmentTargetType::Org);
    let (sent, _) = exchange(answer, |client| {
        let request = ListPolicyAssignments::new("p").page(2).limit(5);
        client.policies().in_namespace("shop").list_assignments(request)
    })
    .await;
    sent.is_graphql(
        "query policyAssignments(",
        json!({"code": "p", "namespace": "shop", "page": 2, "limit": 5}),
    );
    refused(|client| client.policies().list_assignments("").page()).await;
}

#[tokio::test]
async fn assignments_come_and_go() {
    let (sent, _) = exchange(done("addPolicyAssignments"), |client| {
        let request =
            AssignPolicies::new(["p"], Targets::departments(["m", "n"])).inherit_by_children(false);
        client.policies().in_namespace("shop").add_assignments(request)
    })
    .await;
    sent.is_graphql(
        "mutation addPolicyAssignments(",
        json!({
            "policies": ["p"], "targetType": "ORG", "targetIdentifiers": ["m", "n"],
            "inheritByChildren": false, "namespace": "shop",
        }),
    );
    let (sent, _) = exchange(done("removePolicyAssignments"), |client| {
        client.policies().remove_assignments(["p"], Target::programmatic_account("a"))
    })
    .await;
    sent.is_graphql(
        "mutation removePolicyAssignments(",
        json!({"policies": ["p"], "targetType": "AK_SK", "targetIdentifiers": ["a"]}),
    );
}

#[tokio::test]
async fn assignments_are_switched() {
    let variables = json!({"policy": "p", "targetType": "GROUP", "targetIdentifier": "g"});
    let (sent, _) = exchange(done("enablePolicyAssignment"), |client| {
        client.policies().enable_assignment("p", Target::group("g"))
    })
    .await;
    sent.is_graphql("mutation enablePolicyAssignment(", variables.clone());
    let (sent, _) = exchange(done("disbalePolicyAssignment"), |client| {
        client.policies().disable_assignment("p", Target::group("g"))
    })
    .await;
    sent.is_graphql("mutation disbalePolicyAssignment(", variables);
}

#[tokio::test]
async fn a_target_that_cannot_be_is_refused() {
    let unknown = PolicyAssignmentTargetType::from("ROBOT");
    let add = |targets: Targets| {
        refused(|client| client.policies().add_assignments(AssignPolicies::new(["p"], targets)))
    };
    let error = add(Targets::new(unknown.clone(), ["r2"])).await;
    let problem = "argument `targets` is none of USER, ROLE, GROUP, ORG and AK_SK";
    assert_eq!(error, format!("policies.add_assignments failed: {problem}"));
    let error = add(Targets::users([] as [&str; 0])).await;
    assert!(error.ends_with("argument `targets` is empty"), "{error}");
    let error = add(Targets::users([ID, " "])).await;
    assert!(error.ends_with("`targets` has nothing at index 1"), "{error}");

    let none = [] as [&str; 0];
    refused(|c| c.policies().remove_assignments(none, Target::role("r"))).await;
    let target = Target::new(unknown, "r2");
    refused(|c| c.policies().enable_assignment("p", target.clone())).await;
    refused(|c| c.policies().disable_assignment("", Target::role("r"))).await;
    let error = refused(|c| c.policies().disable_assignment("p", Target::role(""))).await;
    assert_eq!(error, "policies.disable_assignment failed: argument `target` is empty");
}
