//! The roles area.

use authing_management::{
    CreateRole, FindRoleUsers, ListRoleUsers, ListRoles, PageRequest, UpdateRole,
    types::{CustomData, CustomValue, ResourceType, SortBy},
};
use serde_json::{Value, json};

use crate::common::{ID, data, done, exchange, refused, rest, user};

fn role() -> Value {
    let arn = format!("arn:cn:authing:pool:role:{ID}");
    json!({"id": ID, "namespace": "default", "code": "r", "arn": arn, "isSystem": false})
}

#[tokio::test]
async fn list() {
    let answer = data("roles", json!({"totalCount": 1, "list": [role()]}));
    let (sent, page) =
        exchange(answer.clone(), |client| client.roles().list(ListRoles::new())).await;
    sent.is_graphql("query roles(", json!({"page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].code, "r");
    let (sent, _) = exchange(answer, |client| {
        let request = ListRoles::new().page(2).limit(5).sort_by(SortBy::CreatedAtAsc);
        client.roles().in_namespace("shop").list(request)
    })
    .await;
    sent.is_graphql(
        "query roles(",
        json!({"namespace": "shop", "page": 2, "limit": 5, "sortBy": "CREATEDAT_ASC"}),
    );
    let error =
        refused(|client| client.roles().in_namespace("").list(ListRoles::new()).page()).await;
    assert_eq!(error, "roles.list failed: argument `namespace` is empty");
    refused(|client| client.roles().list(ListRoles::new().page(0)).page()).await;
}

#[tokio::test]
async fn get() {
    let (sent, found) =
        exchange(data("role", role()), |client| client.roles().in_namespace("shop").get("r")).await;
    sent.is_graphql("query role(", json!({"code": "r", "namespace": "shop"}));
    assert_eq!(found.unwrap().id, ID);
    let nothing = || data("role", Value::Null);
    let (sent, found) = exchange(nothing(), |client| client.roles().get("r")).await;
    sent.is_graphql("query role(", json!({"code": "r"}));
    let error = found.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message(), "the role does not exist");
    let (sent, found) = exchange(nothing(), |client| client.roles().get_opt("r")).await;
    sent.is_graphql("query role(", json!({"code": "r"}));
    assert_eq!(found.unwrap(), None);
    let error = refused(|client| client.roles().get("")).await;
    assert_eq!(error, "roles.get failed: argument `code` is empty");
    refused(|client| client.roles().in_namespace(" ").get_opt("r")).await;
}

#[tokio::test]
async fn create() {
    let answer = || data("createRole", role());
    let (sent, created) = exchange(answer(), |client| client.roles().create("r")).await;
    sent.is_graphql("mutation createRole(", json!({"code": "r"}));
    assert_eq!(created.unwrap().code, "r");
    let (sent, _) = exchange(answer(), |client| {
        let request = CreateRole::new("r").description("d").parent("staff");
        client.roles().in_namespace("shop").create(request)
    })
    .await;
    sent.is_graphql(
        "mutation createRole(",
        json!({"code": "r", "description": "d", "namespace": "shop", "parent": "staff"}),
    );
    let error = refused(|client| client.roles().create(CreateRole::new("r").parent(""))).await;
    assert_eq!(error, "roles.create failed: argument `parent` is empty");
    refused(|client| client.roles().create("")).await;
}

#[tokio::test]
async fn update() {
    let (sent, updated) = exchange(data("updateRole", role()), |client| {
        let changes = UpdateRole::new().description("d").new_code("s");
        client.roles().in_namespace("shop").update("r", changes)
    })
    .await;
    sent.is_graphql(
        "mutation updateRole(",
        json!({"code": "r", "description": "d", "newCode": "s", "namespace": "shop"}),
    );
    assert_eq!(updated.unwrap().id, ID);
    refused(|client| client.roles().update("r", UpdateRole::new().new_code(" "))).await;
    refused(|client| client.roles().update("", UpdateRole::new())).await;
}

#[tokio::test]
async fn delete() {
    let (sent, _) =
        exchange(done("deleteRole"), |client| client.roles().in_namespace("shop").delete("r"))
            .await;
    sent.is_graphql("mutation deleteRole(", json!({"code": "r", "namespace": "shop"}));
    let (sent, deleted) =
        exchange(done("deleteRoles"), |client| client.roles().delete_many(["r", "s"])).await;
    sent.is_graphql("mutation deleteRoles(", json!({"codeList": ["r", "s"]}));
    deleted.unwrap();
    let refusal = data("deleteRole", json!({"code": 500, "message": "in use"}));
    let (_, kept) = exchange(refusal, |client| client.roles().delete("r")).await;
    assert_eq!(kept.unwrap_err().message(), "in use");
    refused(|client| client.roles().delete("")).await;
    refused(|client| client.roles().delete_many([] as [&str; 0])).await;
    refused(|client| client.roles().in_namespace("").delete_many(["r"])).await;
}

#[tokio::test]
async fn list_users() {
    let answer = data("role", json!({"users": {"totalCount": 1, "list": [user()]}}));
    let (sent, page) = exchange(answer.clone(), |client| client.roles().list_users("r")).await;
    sent.is_graphql("query roleWithUsers(", json!({"code": "r", "page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].id, ID);
    let (sent, _) = exchange(answer, |client| {
        let request = ListRoleUsers::new("r").page(2).limit(5).with_custom_data();
        client.roles().in_namespace("shop").list_users(request)
    })
    .await;
    sent.is_graphql(
        "query roleWithUsers(",
        json!({"code": "r", "namespace": "shop", "page": 2, "limit": 5}),
    );
    let (_, nobody) =
        exchange(data("role", Value::Null), |client| client.roles().list_users("r")).await;
    assert!(nobody.unwrap_err().is_not_found());
    refused(|client| client.roles().list_users("").page()).await;
}

#[tokio::test]
async fn find_users() {
    let answer = rest(json!({"totalCount": 1, "list": [user()]}));
    let (sent, page) = exchange(answer.clone(), |client| client.roles().find_users("r")).await;
    let body = json!({"namespace": "default", "code": "r", "limit": 10, "page": 1, "search": ""});
    sent.is_rest("POST", "/api/v2/roles/roleUsers", body);
    assert_eq!(page.unwrap().total_count, 1);
    let request = FindRoleUsers::new("r").search("canary").page(2).limit(5);
    assert!(!format!("{request:?}").contains("canary"));
    let (sent, _) =
        exchange(answer, |client| client.roles().in_namespace("shop").find_users(request)).await;
    let body = json!({"namespace": "shop", "code": "r", "limit": 5, "page": 2, "search": "canary"});
    sent.is_rest("POST", "/api/v2/roles/roleUsers", body);
    refused(|client| client.roles().find_users("").page()).await;
}

#[tokio::test]
async fn holders() {
    let (sent, _) = exchange(done("assignRole"), |client| {
        client.roles().in_namespace("shop").add_users("r", [ID])
    })
    .await;
    let variables = json!({"roleCode": "r", "userIds": [ID], "namespace": "shop"});
    sent.is_graphql("mutation assignRole(", variables);
    let (sent, _) =
        exchange(done("revokeRole"), |client| client.roles().remove_users("r", [ID])).await;
    sent.is_graphql("mutation revokeRole(", json!({"roleCode": "r", "userIds": [ID]}));
    let error = refused(|client| client.roles().add_users("", [ID])).await;
    assert_eq!(error, "roles.add_users failed: argument `code` is empty");
    refused(|client| client.roles().remove_users("r", [""])).await;
    refused(|client| client.roles().in_namespace("").remove_users("r", [ID])).await;
}

#[tokio::test]
async fn policies_are_assigned_to_the_role_itself() {
    let assignment = json!({"code": "p", "targetType": "ROLE", "targetIdentifier": "r"});
    let answer = data("policyAssignments", json!({"totalCount": 1, "list": [assignment]}));
    let (sent, page) = exchange(answer, |client| {
        client.roles().in_namespace("shop").list_policies("r", PageRequest::default())
    })
    .await;
    sent.is_graphql(
        "query policyAssignments(",
        json!({
            "targetType": "ROLE", "targetIdentifier": "r", "namespace": "shop",
            "page": 1, "limit": 10,
        }),
    );
    assert_eq!(page.unwrap().list[0].code, "p");

    let variables = json!({"policies": ["p"], "targetType": "ROLE", "targetIdentifiers": ["r"]});
    let (sent, _) =
        exchange(done("addPolicyAssignments"), |client| client.roles().add_policies("r", ["p"]))
            .await;
    sent.is_graphql("mutation addPolicyAssignments(", variables.clone());
    let (sent, _) = exchange(done("removePolicyAssignments"), |client| {
        client.roles().remove_policies("r", ["p"])
    })
    .await;
    sent.is_graphql("mutation removePolicyAssignments(", variables);

    let error = refused(|client| client.roles().add_policies("", ["p"])).await;
    assert_eq!(error, "roles.add_policies failed: argument `code` is empty");
    refused(|client| client.roles().remove_policies("r", [] as [&str; 0])).await;
    let page = PageRequest::default();
    refused(|client| client.roles().list_policies("", page).page()).await;
}

#[tokio::test]
async fn list_authorized_resources() {
    let page = json!({"authorizedResources": {"totalCount": 1, "list": [{"code": "menu"}]}});
    let (sent, resources) = exchange(data("role", page), |client| {
        client.roles().in_namespace("shop").list_authorized_resources("r", Some(ResourceType::Menu))
    })
    .await;
    sent.is_graphql(
        "query listRoleAuthorizedResources(",
        json!({"code": "r", "namespace": "shop", "resourceType": "MENU"}),
    );
    assert_eq!(resources.unwrap().list[0].code, "menu");
    let (_, none) = exchange(data("role", Value::Null), |client| {
        client.roles().list_authorized_resources("r", None)
    })
    .await;
    assert!(none.unwrap_err().is_not_found());
    refused(|client| client.roles().list_authorized_resources("", None)).await;
}

#[tokio::test]
async fn custom_data() {
    let entry = json!({"key": "level", "dataType": "NUMBER", "value": "3", "label": "Level"});
    let target = json!({"targetType": "ROLE", "targetId": ID});
    let answer = data("udv", json!([entry]));
    let (sent, read) = exchange(answer.clone(), |client| client.roles().get_custom_data(ID)).await;
    sent.is_graphql("query udv(", target.clone());
    assert_eq!(read.unwrap(), CustomData::new().with("level", 3));
    let (sent, item) =
        exchange(answer.clone(), |client| client.roles().find_custom_value(ID, "level")).await;
    sent.is_graphql("query udv(", target);
    assert_eq!(item.unwrap(), Some(CustomValue::from(3)));
    let (_, item) = exchange(answer, |client| client.roles().find_custom_value(ID, "other")).await;
    assert_eq!(item.unwrap(), None);

    let batch = data("udfValueBatch", json!([{"targetId": ID, "data": [entry]}]));
    let (sent, read) = exchange(batch, |client| client.roles().get_custom_data_many([ID])).await;
    sent.is_graphql("query udfValueBatch(", json!({"targetType": "ROLE", "targetIds": [ID]}));
    assert_eq!(read.unwrap()[ID].get("level"), Some(&CustomValue::from(3)));

    let three = CustomData::new().with("level", 3);
    let (sent, set) = exchange(data("setUdvBatch", json!([entry])), |client| {
        client.roles().set_custom_data(ID, &three)
    })
    .await;
    let list = json!([{"key": "level", "value": "3"}]);
    sent.is_graphql(
        "mutation setUdvBatch(",
        json!({"targetType": "ROLE", "targetId": ID, "udvList": list}),
    );
    assert_eq!(set.unwrap()[0].label.as_deref(), Some("Level"));
    let (sent, _) = exchange(done("setUdfValueBatch"), |client| {
        client.roles().set_custom_data_many([(ID, &three)])
    })
    .await;
    let input = json!([{"targetId": ID, "key": "level", "value": "3"}]);
    sent.is_graphql("mutation setUdfValueBatch(", json!({"targetType": "ROLE", "input": input}));
    let (sent, left) = exchange(data("removeUdv", json!([])), |client| {
        client.roles().remove_custom_value(ID, "level")
    })
    .await;
    sent.is_graphql(
        "mutation removeUdv(",
        json!({"targetType": "ROLE", "targetId": ID, "key": "level"}),
    );
    assert!(left.unwrap().is_empty());

    let error = refused(|client| client.roles().get_custom_data("")).await;
    assert_eq!(error, "roles.get_custom_data failed: argument `role_id` is empty");
    refused(|client| client.roles().find_custom_value(ID, "")).await;
    refused(|client| client.roles().get_custom_data_many([] as [&str; 0])).await;
    refused(|client| client.roles().set_custom_data(ID, &CustomData::new())).await;
    refused(|client| client.roles().set_custom_data_many([("", &three)])).await;
    refused(|client| client.roles().remove_custom_value(ID, "")).await;
}
