use authing_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::Client;

async fn run(admin: &Client<'_>, query: &str) -> Value {
    let response = admin.graphql(query, json!({})).await;
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].clone()
}

async fn resources(admin: &Client<'_>, id: &str) -> Value {
    let query = format!(
        "{{ user(id: \"{id}\") {{ authorizedResources(namespace: \"default\") \
         {{ totalCount list {{ code actions }} }} }} }}"
    );
    run(admin, &query).await["user"]["authorizedResources"]["list"].clone()
}

#[tokio::test]
async fn groups_and_roles_are_given_and_taken() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let id = bob["id"].as_str().unwrap();
    run(&admin, "mutation { createGroup(code: \"g\", name: \"G\") { code } createRole(code: \"r\") { id } }").await;
    run(&admin, &format!("mutation {{ addUserToGroup(userIds: [\"{id}\"], code: \"g\") {{ code }} assignRole(roleCode: \"r\", userIds: [\"{id}\"]) {{ code }} }}")).await;
    let query = format!(
        "{{ user(id: \"{id}\") {{ groups {{ list {{ code }} }} roles {{ list {{ code namespace }} }} }} group(code: \"g\") {{ users {{ totalCount }} }} role(code: \"r\") {{ users {{ list {{ id }} }} }} }}"
    );
    let held = run(&admin, &query).await;
    assert_eq!(held["user"]["groups"]["list"], json!([{ "code": "g" }]));
    assert_eq!(held["user"]["roles"]["list"], json!([{ "code": "r", "namespace": "default" }]));
    assert_eq!(held["group"]["users"]["totalCount"], 1);
    assert_eq!(held["role"]["users"]["list"], json!([{ "id": id }]));
    let has = |role: &'static str| {
        let path = format!("/api/v2/users/{id}/has-role?code={role}");
        let admin = &admin;
        async move { admin.rest("GET", &path, json!(null)).await.unwrap() }
    };
    assert_eq!((has("r").await, has("x").await), (json!(true), json!(false)));

    run(&admin, &format!("mutation {{ removeUserFromGroup(userIds: [\"{id}\"], code: \"g\") {{ code }} revokeRole(roleCodes: [\"r\"], userIds: [\"{id}\"]) {{ code }} }}")).await;
    let held = run(&admin, &query).await;
    assert_eq!(held["user"]["groups"]["list"], json!([]));
    assert_eq!(held["user"]["roles"]["list"], json!([]));
    let unknown = "mutation { assignRole(roleCode: \"x\", userIds: []) { code } }";
    assert_eq!(admin.op("assignRole", unknown, json!({})).await.unwrap_err().code, 500);
    assert_eq!(run(&admin, "{ role(code: \"x\") { id } }").await["role"], Value::Null);
}

#[tokio::test]
async fn rights_reach_a_user_by_every_way() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let id = bob["id"].as_str().unwrap();
    run(&admin, "mutation { createGroup(code: \"g\", name: \"G\") { code } createRole(code: \"r\") { id } }").await;
    for kind in ["own", "group", "role", "org"] {
        run(&admin, &format!("mutation {{ createPolicy(code: \"{kind}\", statements: [{{ resource: \"{kind}:*\", actions: [\"{kind}:read\"] }}]) {{ code }} }}")).await;
    }
    let org = run(&admin, "mutation { createOrg(name: \"Org\") { id rootNode { id } } }").await;
    let (org_id, root) = (&org["createOrg"]["id"], &org["createOrg"]["rootNode"]["id"]);
    let node = run(
        &admin,
        &format!("mutation {{ addNodeV2(orgId: {org_id}, name: \"Dev\") {{ id path }} }}"),
    )
    .await;
    let node = &node["addNodeV2"];
    assert_eq!(node["path"][0], *root);
    run(&admin, &format!("mutation {{ addMember(nodeId: {}, userIds: [\"{id}\"]) {{ id }} addUserToGroup(userIds: [\"{id}\"], code: \"g\") {{ code }} assignRole(roleCode: \"r\", userIds: [\"{id}\"]) {{ code }} }}", node["id"])).await;
    for (policy, kind, target) in [
        ("own", "USER", id),
        ("group", "GROUP", "g"),
        ("role", "ROLE", "r"),
        ("org", "ORG", root.as_str().unwrap()),
    ] {
        run(&admin, &format!("mutation {{ addPolicyAssignments(policies: [\"{policy}\"], targetType: {kind}, targetIdentifiers: [\"{target}\"]) {{ message }} }}")).await;
    }
    let list = resources(&admin, id).await;
    let codes: Vec<&str> =
        list.as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["own:*", "group:*", "role:*", "org:*"]);

    let body = json!({ "userId": id, "namespace": "default", "resources": ["own:1", "none:1"] });
    let path = "/api/v2/acl/check-resource-permission-batch";
    let rights = admin.rest("POST", path, body).await.unwrap();
    assert_eq!(rights, json!([{ "code": "own:1", "actions": ["own:read"] }]));

    run(&admin, &format!("mutation {{ disbalePolicyAssignment(policy: \"own\", targetType: USER, targetIdentifier: \"{id}\") {{ code }} }}")).await;
    assert_eq!(resources(&admin, id).await.as_array().unwrap().len(), 3);
    let unknown = "mutation { addPolicyAssignments(policies: [\"own\"], targetType: USER, targetIdentifiers: [\"nobody\"]) { code } }";
    assert!(admin.op("addPolicyAssignments", unknown, json!({})).await.is_err());
}

#[tokio::test]
async fn a_denial_wins_over_a_grant() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let id = bob["id"].as_str().unwrap();
    run(&admin, "mutation { createPolicy(code: \"p\", statements: [{ resource: \"book:1\", actions: [\"book:read\", \"book:write\"] }, { resource: \"book:*\", actions: [\"book:write\"], effect: DENY }]) { code statements { effect } } }").await;
    run(&admin, &format!("mutation {{ addPolicyAssignments(policies: [\"p\"], targetType: USER, targetIdentifiers: [\"{id}\"]) {{ code }} }}")).await;
    let expected = json!([{ "code": "book:1", "actions": ["book:read"] }]);
    assert_eq!(resources(&admin, id).await, expected);
}

#[tokio::test]
async fn built_in_policies_stay() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let delete = "mutation { deletePolicy(code: \"AdministratorAccess\") { code } }";
    assert_eq!(admin.op("deletePolicy", delete, json!({})).await.unwrap_err().code, 500);
    let policies = run(&admin, "{ policies { totalCount list { code isDefault } } }").await;
    assert_eq!(policies["policies"]["totalCount"], 1);
}

#[tokio::test]
async fn departments_are_listed_with_the_main_one_marked() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let (bob, id) = Client::app(&emulator).registered("bob").await;
    let org =
        run(&admin, "mutation { createOrg(name: \"Org\", code: \"org\") { id rootNode { id } } }")
            .await;
    let (org_id, root) = (&org["createOrg"]["id"], &org["createOrg"]["rootNode"]["id"]);
    let node =
        run(&admin, &format!("mutation {{ addNodeV2(orgId: {org_id}, name: \"Dev\") {{ id }} }}"))
            .await["addNodeV2"]["id"]
            .clone();
    run(&admin, &format!("mutation {{ a: addMember(nodeId: {root}, userIds: [\"{id}\"]) {{ id }} b: addMember(nodeId: {node}, userIds: [\"{id}\"]) {{ id }} setMainDepartment(userId: \"{id}\", departmentId: {node}) {{ message }} }}")).await;
    let query = format!(
        "{{ user(id: \"{id}\") {{ departments {{ totalCount list {{ isMainDepartment department {{ name codePath }} }} }} }} }}"
    );
    let departments =
        bob.graphql(&query, json!({})).await["data"]["user"]["departments"]["list"].clone();
    assert_eq!(
        departments,
        json!([
            { "isMainDepartment": false, "department": { "name": "Org", "codePath": ["org"] } },
            { "isMainDepartment": true, "department": { "name": "Dev", "codePath": ["org", null] } },
        ])
    );
    let paths = bob.rest("GET", "/api/v2/users/me/orgs", json!(null)).await.unwrap();
    let names: Vec<Vec<&str>> = paths
        .as_array()
        .unwrap()
        .iter()
        .map(|path| {
            // The organisation itself comes before its nodes.
            let (org, nodes) = path.as_array().unwrap().split_first().unwrap();
            assert_eq!((&org["type"], &org["id"]), (&json!("org"), org_id));
            nodes.iter().map(|node| node["name"].as_str().unwrap()).collect()
        })
        .collect();
    assert_eq!(names, [vec!["Org"], vec!["Org", "Dev"]]);
    let inside = "{ users(excludeUsersInOrg: true) { totalCount } }";
    assert_eq!(run(&admin, inside).await["users"]["totalCount"], 0);
}
