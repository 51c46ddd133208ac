//! The organisations area.

use std::sync::Arc;

use authing_core::{HttpRequest, HttpResponse, test_util::ScriptedTransport};
use authing_management::{
    CreateOrg, Credentials, ImportNode, ListNodeMembers, ListOrgSummaries, ListOrgs,
    ManagementClient, NewNode, NodeKey, SyncProvider, UpdateNode,
    types::{ResourceType, SortBy},
};
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{ID, Sent, data, done, exchange, outage, refused, rest, user};

fn node() -> Value {
    json!({"id": "n", "orgId": "o", "name": "N", "path": ["n"], "codePath": [null], "namePath": ["N"]})
}

fn org() -> Value {
    json!({"id": "o", "rootNode": node(), "nodes": [node()], "tenantId": null})
}

#[tokio::test]
async fn create() {
    let (sent, made) =
        exchange(data("createOrg", org()), |client| client.orgs().create(CreateOrg::new("N")))
            .await;
    sent.is_graphql("mutation createOrg(", json!({"name": "N"}));
    let made = made.unwrap();
    assert_eq!((made.id.as_str(), made.tree().root().name.as_str()), ("o", "N"));
    let (sent, _) = exchange(data("createOrg", org()), |client| {
        client.orgs().create(CreateOrg::new("N").code("c").description("d").tenant_id("t"))
    })
    .await;
    sent.is_graphql(
        "mutation createOrg(",
        json!({"name": "N", "code": "c", "description": "d", "tenantId": "t"}),
    );
    for (request, argument) in [
        (CreateOrg::new(" "), "name"),
        (CreateOrg::new("N").code(""), "code"),
        (CreateOrg::new("N").tenant_id(""), "tenant_id"),
    ] {
        let error = refused(|client| client.orgs().create(request)).await;
        assert_eq!(error, format!("orgs.create failed: argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn delete() {
    let (sent, _) = exchange(done("deleteOrg"), |client| client.orgs().delete("o")).await;
    sent.is_graphql("mutation deleteOrg(", json!({"id": "o"}));
    refused(|client| client.orgs().delete("")).await;
}

#[tokio::test]
async fn list() {
    let response = data("orgs", json!({"totalCount": 1, "list": [org()]}));
    let (sent, page) =
        exchange(response.clone(), |client| client.orgs().list(ListOrgs::new())).await;
    sent.is_graphql("query orgs(", json!({"page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].nodes.len(), 1);
    let (sent, _) = exchange(response, |client| {
        client.orgs().list(ListOrgs::new().page(2).limit(5).sort_by(SortBy::CreatedAtAsc))
    })
    .await;
    sent.is_graphql("query orgs(", json!({"page": 2, "limit": 5, "sortBy": "CREATEDAT_ASC"}));
    refused(|client| client.orgs().list(ListOrgs::new().page(0)).page()).await;
}

#[tokio::test]
async fn list_summaries() {
    let server = ScriptedTransport::new(|_, request: &HttpRequest| {
        let response = match request.url.path() {
            "/api/v2/orgs/count" => json!({"count": 3}),
            _ => json!([{"id": "o", "rootNodeId": "n"}]),
        };
        Ok(HttpResponse::new(StatusCode::OK, rest(response).to_string()))
    });
    let token = Credentials::AccessToken("admin-token".into());
    let client = ManagementClient::builder("pool", token)
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    let request = ListOrgSummaries::new().page(2).limit(1);
    let page = client.orgs().list_summaries(request).await.unwrap();
    assert_eq!((page.total_count, page.list[0].id.as_str()), (3, "o"));
    let sent: Vec<_> = server.requests().into_iter().map(Sent).collect();
    assert_eq!(sent.len(), 2);
    sent[0].is_rest("GET", "/api/v2/orgs/count", Value::Null);
    sent[1].is_rest("GET", "/api/v2/orgs?page=2&limit=1", Value::Null);
    refused(|client| client.orgs().list_summaries(ListOrgSummaries::new().limit(0)).page()).await;
}

#[tokio::test]
async fn count() {
    let (sent, count) = exchange(rest(json!({"count": 3})), |client| client.orgs().count()).await;
    sent.is_rest("GET", "/api/v2/orgs/count", Value::Null);
    assert_eq!(count.unwrap(), 3);
}

#[tokio::test]
async fn get() {
    let (sent, found) = exchange(data("org", org()), |client| client.orgs().get("o")).await;
    sent.is_graphql("query org(", json!({"id": "o"}));
    assert_eq!(found.unwrap().root_node.id, "n");
    refused(|client| client.orgs().get("")).await;
}

#[tokio::test]
async fn add_node() {
    let full = || {
        NewNode::new("N")
            .code("c")
            .description("d")
            .order(2)
            .name_i18n("n-i18n")
            .description_i18n("d-i18n")
    };
    let variables = json!({
        "orgId": "o", "parentNodeId": "p", "name": "N", "code": "c", "description": "d",
        "order": 2, "nameI18n": "n-i18n", "descriptionI18n": "d-i18n",
    });
    let (sent, added) =
        exchange(data("addNodeV2", node()), |client| client.orgs().add_node("o", "p", full()))
            .await;
    sent.is_graphql("mutation addNodeV2(", variables.clone());
    assert_eq!(added.unwrap().id, "n");
    let (sent, of) =
        exchange(data("addNode", org()), |client| client.orgs().add_node_v1("o", "p", full()))
            .await;
    sent.is_graphql("mutation addNode(", variables);
    assert_eq!(of.unwrap().id, "o");
    let (sent, _) =
        exchange(data("addNodeV2", node()), |client| client.orgs().add_node("o", "p", "N")).await;
    sent.is_graphql("mutation addNodeV2(", json!({"orgId": "o", "parentNodeId": "p", "name": "N"}));
    for (org, parent, node, argument) in [
        ("", "p", NewNode::new("N"), "org_id"),
        ("o", "", NewNode::new("N"), "parent_node_id"),
        ("o", "p", NewNode::new(""), "name"),
        ("o", "p", NewNode::new("N").code(" "), "code"),
    ] {
        let error = refused(|client| client.orgs().add_node(org, parent, node)).await;
        assert_eq!(error, format!("orgs.add_node failed: argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn get_node() {
    let (sent, found) =
        exchange(data("nodeById", node()), |client| client.orgs().get_node("n")).await;
    sent.is_graphql("query nodeById(", json!({"id": "n"}));
    assert_eq!(found.unwrap().name, "N");
    let (sent, found) = exchange(data("nodeByCode", Value::Null), |client| {
        client.orgs().get_node_opt(NodeKey::code("o", "c"))
    })
    .await;
    sent.is_graphql("query nodeByCode(", json!({"orgId": "o", "code": "c"}));
    assert_eq!(found.unwrap(), None);
    for (key, argument) in [
        (NodeKey::id(""), "node"),
        (NodeKey::code("", "c"), "org_id"),
        (NodeKey::code("o", ""), "code"),
    ] {
        let error = refused(|client| client.orgs().get_node(key)).await;
        assert_eq!(error, format!("orgs.get_node failed: argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn update_node() {
    let (sent, changed) = exchange(data("updateNode", node()), |client| {
        client.orgs().update_node("n", UpdateNode::new().name("N").code("c").description("d"))
    })
    .await;
    sent.is_graphql(
        "mutation updateNode(",
        json!({"id": "n", "name": "N", "code": "c", "description": "d"}),
    );
    assert_eq!(changed.unwrap().id, "n");
    refused(|client| client.orgs().update_node("", UpdateNode::new())).await;
    refused(|client| client.orgs().update_node("n", UpdateNode::new().name(""))).await;
    let error = refused(|client| client.orgs().update_node("n", UpdateNode::new().code(""))).await;
    assert_eq!(error, "orgs.update_node failed: argument `code` is empty");
}

#[tokio::test]
async fn delete_and_move_node() {
    let (sent, _) =
        exchange(done("deleteNode"), |client| client.orgs().delete_node("o", "n")).await;
    sent.is_graphql("mutation deleteNode(", json!({"orgId": "o", "nodeId": "n"}));
    refused(|client| client.orgs().delete_node("o", "")).await;
    let (sent, moved) =
        exchange(data("moveNode", org()), |client| client.orgs().move_node("o", "n", "p")).await;
    sent.is_graphql(
        "mutation moveNode(",
        json!({"orgId": "o", "nodeId": "n", "targetParentId": "p"}),
    );
    assert_eq!(moved.unwrap().id, "o");
    let error = refused(|client| client.orgs().move_node("o", "n", "n")).await;
    assert_eq!(error, "orgs.move_node failed: argument `target_parent_id` is the node itself");
    refused(|client| client.orgs().move_node("", "n", "p")).await;
}

#[tokio::test]
async fn root_and_children() {
    let (sent, root) =
        exchange(data("rootNode", node()), |client| client.orgs().root_node("o")).await;
    sent.is_graphql("query rootNode(", json!({"orgId": "o"}));
    assert_eq!(root.unwrap().id, "n");
    let (sent, is_root) =
        exchange(data("isRootNode", json!(true)), |client| client.orgs().is_root_node("o", "n"))
            .await;
    sent.is_graphql("query isRootNode(", json!({"orgId": "o", "nodeId": "n"}));
    assert!(is_root.unwrap());
    let (sent, children) =
        exchange(data("childrenNodes", json!([node()])), |client| client.orgs().list_children("n"))
            .await;
    sent.is_graphql("query childrenNodes(", json!({"nodeId": "n"}));
    assert_eq!(children.unwrap()[0].id, "n");
    let (sent, found) =
        exchange(data("searchNodes", json!([node()])), |client| client.orgs().search_nodes("N"))
            .await;
    sent.is_graphql("query searchNodes(", json!({"keyword": "N"}));
    assert_eq!(found.unwrap().len(), 1);
    refused(|client| client.orgs().root_node("")).await;
    refused(|client| client.orgs().is_root_node("o", "")).await;
    refused(|client| client.orgs().list_children("")).await;
    refused(|client| client.orgs().search_nodes(" ")).await;
}

#[tokio::test]
async fn list_members() {
    let users = json!({"users": {"totalCount": 1, "list": [user()]}});
    let (sent, page) =
        exchange(data("nodeById", users.clone()), |client| client.orgs().list_members("n").page())
            .await;
    sent.is_graphql("query nodeByIdWithMembers(", json!({"id": "n", "page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].id, ID);
    let full = |key: NodeKey| {
        ListNodeMembers::new(key)
            .page(2)
            .limit(5)
            .sort_by(SortBy::CreatedAtAsc)
            .include_children_nodes()
    };
    let options = json!({
        "page": 2, "limit": 5, "sortBy": "CREATEDAT_ASC", "includeChildrenNodes": true,
    });
    let with = |key: Value| {
        let mut all = options.clone();
        all.as_object_mut().unwrap().extend(key.as_object().unwrap().clone());
        all
    };
    let (sent, _) = exchange(data("nodeById", users.clone()), |client| {
        client.orgs().list_members(full(NodeKey::id("n")).with_custom_data())
    })
    .await;
    sent.is_graphql("query nodeByIdWithMembers(", with(json!({"id": "n"})));
    let by_code = || full(NodeKey::code("o", "c"));
    let (sent, page) =
        exchange(data("nodeByCode", users.clone()), |client| client.orgs().list_members(by_code()))
            .await;
    sent.is_graphql("query nodeByCodeWithMembers(", with(json!({"orgId": "o", "code": "c"})));
    assert_eq!(page.unwrap().total_count, 1);
    let (sent, _) = exchange(data("nodeByCode", users), |client| {
        client.orgs().list_members(by_code().with_custom_data())
    })
    .await;
    sent.is_graphql("query nodeByCodeWithMembers(", with(json!({"orgId": "o", "code": "c"})));
    refused(|client| client.orgs().list_members("").page()).await;
    refused(|client| client.orgs().list_members(NodeKey::code("o", "")).page()).await;
}

#[tokio::test]
async fn members() {
    let response = || data("addMember", node());
    let (sent, of) = exchange(response(), |client| client.orgs().add_members("n", [ID])).await;
    sent.is_graphql("mutation addMember(", json!({"nodeId": "n", "userIds": [ID]}));
    assert_eq!(of.unwrap().id, "n");
    let (sent, _) =
        exchange(response(), |client| client.orgs().add_leaders(NodeKey::code("o", "c"), [ID]))
            .await;
    sent.is_graphql(
        "mutation addMember(",
        json!({"orgId": "o", "nodeCode": "c", "userIds": [ID], "isLeader": true}),
    );
    let (sent, _) =
        exchange(data("removeMember", node()), |client| client.orgs().remove_members("n", [ID]))
            .await;
    sent.is_graphql("mutation removeMember(", json!({"nodeId": "n", "userIds": [ID]}));
    let (sent, _) =
        exchange(done("moveMembers"), |client| client.orgs().move_members([ID], "n", "m")).await;
    sent.is_graphql(
        "mutation moveMembers(",
        json!({"userIds": [ID], "sourceNodeId": "n", "targetNodeId": "m"}),
    );
    let error = refused(|client| client.orgs().add_members("n", [] as [&str; 0])).await;
    assert_eq!(error, "orgs.add_members failed: argument `user_ids` is empty");
    refused(|client| client.orgs().add_leaders("", [ID])).await;
    refused(|client| client.orgs().remove_members("n", [""])).await;
    refused(|client| client.orgs().move_members([ID], "n", "")).await;
}

#[tokio::test]
async fn main_department() {
    let (sent, _) =
        exchange(done("setMainDepartment"), |client| client.orgs().set_main_department(ID, "n"))
            .await;
    sent.is_graphql("mutation setMainDepartment(", json!({"userId": ID, "departmentId": "n"}));
    let (sent, _) =
        exchange(done("setMainDepartment"), |client| client.orgs().clear_main_department(ID)).await;
    sent.is_graphql("mutation setMainDepartment(", json!({"userId": ID}));
    let error = refused(|client| client.orgs().set_main_department(ID, "")).await;
    assert_eq!(error, "orgs.set_main_department failed: argument `node_id` is empty");
    refused(|client| client.orgs().clear_main_department("")).await;
}

#[tokio::test]
async fn roles() {
    let role = json!({"id": "r", "namespace": "default", "code": "r", "arn": "arn"});
    let page = json!({"roles": {"totalCount": 1, "list": [role]}});
    let (sent, roles) =
        exchange(data("nodeById", page.clone()), |client| client.orgs().list_roles("n")).await;
    sent.is_graphql("query getNodeRoles(", json!({"id": "n"}));
    assert_eq!(roles.unwrap().list[0].code, "r");
    let (sent, _) = exchange(data("nodeByCode", page), |client| {
        client.orgs().in_namespace("shop").list_roles(NodeKey::code("o", "c"))
    })
    .await;
    sent.is_graphql(
        "query getNodeRolesByCode(",
        json!({"orgId": "o", "code": "c", "namespace": "shop"}),
    );
    let (sent, _) = exchange(done("assignRole"), |client| {
        client.orgs().in_namespace("shop").add_roles("n", ["r", "s"])
    })
    .await;
    sent.is_graphql(
        "mutation assignRole(",
        json!({"namespace": "shop", "roleCodes": ["r", "s"], "nodeCodes": ["n"]}),
    );
    let (sent, _) =
        exchange(done("revokeRole"), |client| client.orgs().remove_roles("n", ["r"])).await;
    sent.is_graphql("mutation revokeRole(", json!({"roleCodes": ["r"], "nodeCodes": ["n"]}));
    let error = refused(|client| client.orgs().add_roles("", ["r"])).await;
    assert_eq!(error, "orgs.add_roles failed: argument `node_id` is empty");
    refused(|client| client.orgs().remove_roles("n", [] as [&str; 0])).await;
    refused(|client| client.orgs().in_namespace("").list_roles("n")).await;
}

#[tokio::test]
async fn list_authorized_resources() {
    let resource = json!({"code": "books:1", "type": "DATA", "actions": ["books:read"]});
    let page = json!({"authorizedResources": {"totalCount": 1, "list": [resource]}});
    let (sent, resources) = exchange(data("nodeById", page.clone()), |client| {
        let orgs = client.orgs().in_namespace("shop");
        orgs.list_authorized_resources("n", Some(ResourceType::Data))
    })
    .await;
    sent.is_graphql(
        "query listNodeByIdAuthorizedResources(",
        json!({"id": "n", "namespace": "shop", "resourceType": "DATA"}),
    );
    assert_eq!(resources.unwrap().list[0].code, "books:1");
    let (sent, _) = exchange(data("nodeByCode", page), |client| {
        client.orgs().list_authorized_resources(NodeKey::code("o", "c"), None)
    })
    .await;
    sent.is_graphql("query listNodeByCodeAuthorizedResources(", json!({"orgId": "o", "code": "c"}));
    refused(|client| client.orgs().list_authorized_resources("", None)).await;
}

#[tokio::test]
async fn a_node_that_is_not_there_has_nothing() {
    let nothing = || data("nodeById", Value::Null);
    let (_, node) = exchange(nothing(), |client| client.orgs().get_node("n")).await;
    assert!(node.unwrap_err().is_not_found());
    let (_, users) = exchange(nothing(), |client| client.orgs().list_members("n")).await;
    let (_, roles) = exchange(nothing(), |client| client.orgs().list_roles("n")).await;
    let (_, resources) =
        exchange(nothing(), |client| client.orgs().list_authorized_resources("n", None)).await;
    for error in [users.unwrap_err(), roles.unwrap_err(), resources.unwrap_err()] {
        assert!(error.is_not_found(), "{error}");
        assert!(error.to_string().contains("the node does not exist"), "{error}");
    }
}

#[tokio::test]
async fn import() {
    let tree = ImportNode::new("A").code("a").children([
        ImportNode::new("B").description("b"),
        ImportNode::new("C").child(ImportNode::new("D")),
    ]);
    let response = rest(json!({"id": "o", "rootNodeId": "n", "tenantId": null, "logo": null}));
    let (sent, made) = exchange(response, |client| client.orgs().import(tree)).await;
    let file = json!({"name": "A", "code": "a", "children": [
        {"name": "B", "description": "b"}, {"name": "C", "children": [{"name": "D"}]},
    ]});
    sent.is_rest("POST", "/api/v2/orgs/import", json!({"filetype": "json", "file": file}));
    assert_eq!(made.unwrap().root_node_id.as_deref(), Some("n"));
    let nameless = ImportNode::new("A").child(ImportNode::new(" "));
    let error = refused(|client| client.orgs().import(nameless)).await;
    assert_eq!(error, "orgs.import failed: argument `tree` has a node without a name");
}

#[tokio::test]
async fn export() {
    // Members come without their resource names; an id alone is understood too.
    let member = json!({"id": ID, "userPoolId": "pool", "username": "bob", "lastIp": "::1"});
    let tree = json!({
        "id": "n", "orgId": "o", "name": "N", "leaderUserId": ID, "depth": 0, "root": true,
        "members": [member, "u2"], "__id": "1",
        "children": [{"id": "m", "name": "M", "code": "m", "members": null, "children": null}],
    });
    let (sent, root) = exchange(rest(tree.clone()), |client| client.orgs().export("o/1")).await;
    sent.is_rest("GET", "/api/v2/orgs/export?org_id=o%2F1", Value::Null);
    let root = root.unwrap();
    let ids: Vec<_> = root.walk().map(|node| node.id.as_str()).collect();
    assert_eq!((ids, root.members.len()), (vec!["n", "m"], 2));
    assert_eq!(root.members[0].arn, format!("arn:cn:authing:pool:user:{ID}"));
    assert_eq!(root.members[1].id, "u2");
    let again = ImportNode::from(&root);
    assert_eq!(again, ImportNode::new("N").child(ImportNode::new("M").code("m")));

    let (sent, all) = exchange(rest(json!([tree])), |client| client.orgs().export_all()).await;
    sent.is_rest("GET", "/api/v2/orgs/export", Value::Null);
    assert_eq!(all.unwrap()[0].children[0].id, "m");
    let (sent, none) =
        exchange(rest(Value::Null), |client| client.orgs().list_by_tenant("t&x")).await;
    sent.is_rest("GET", "/api/v2/orgs/by-tenant?tenant_id=t%26x", Value::Null);
    assert!(none.unwrap().is_empty());
    refused(|client| client.orgs().export("")).await;
    refused(|client| client.orgs().list_by_tenant(" ")).await;
}

#[tokio::test]
async fn an_exported_member_is_not_told_in_debug() {
    let member = json!({"id": ID, "email": "bob@example.com", "token": "t0ken"});
    let tree = json!({"id": "n", "members": [member], "children": []});
    let (_, root) = exchange(rest(tree), |client| client.orgs().export("o")).await;
    let shown = format!("{:?}", root.unwrap());
    assert!(shown.contains(ID) && !shown.contains("bob@") && !shown.contains("t0ken"), "{shown}");
}

#[tokio::test]
async fn start_sync() {
    for (provider, path, body) in [
        (SyncProvider::DingTalk, "/connections/enterprise/dingtalk/start-sync", json!({})),
        (SyncProvider::WeCom, "/connections/enterprise/wechatwork/start-sync", json!({})),
        (SyncProvider::active_directory("c"), "/api/v2/ad/sync", json!({"connectionId": "c"})),
    ] {
        let (sent, response) =
            exchange(rest(Value::Null), |client| client.orgs().start_sync(provider)).await;
        sent.is_rest("POST", path, body);
        response.unwrap();
    }
    let error =
        refused(|client| client.orgs().start_sync(SyncProvider::active_directory(""))).await;
    assert_eq!(error, "orgs.start_sync failed: argument `connector_id` is empty");
}

#[tokio::test(start_paused = true)]
async fn what_would_happen_twice_is_not_sent_again() {
    let (client, server) = outage();
    let orgs = client.orgs();
    orgs.create(CreateOrg::new("N")).await.unwrap_err();
    orgs.add_node("o", "p", "N").await.unwrap_err();
    orgs.delete_node("o", "n").await.unwrap_err();
    orgs.import(ImportNode::new("N")).await.unwrap_err();
    orgs.move_members([ID], "n", "m").await.unwrap_err();
    orgs.start_sync(SyncProvider::DingTalk).await.unwrap_err();
    assert_eq!(server.requests().len(), 6, "once each");
    orgs.move_node("o", "n", "p").await.unwrap_err();
    assert!(server.requests().len() > 7);
}
