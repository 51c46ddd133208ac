//! The groups area.

use authing_management::{
    CreateGroup, ListGroupUsers, ListGroups, UpdateGroup,
    types::{ResourceType, SortBy},
};
use serde_json::{Value, json};

use crate::common::{ID, data, done, exchange, outage, refused, user};

fn group() -> Value {
    json!({"code": "g", "name": "G", "description": null})
}

#[tokio::test]
async fn list() {
    let answer = data("groups", json!({"totalCount": 1, "list": [group()]}));
    let (sent, page) =
        exchange(answer.clone(), |client| client.groups().list(ListGroups::new())).await;
    sent.is_graphql("query groups(", json!({"page": 1, "limit": 10}));
    let page = page.unwrap();
    assert_eq!((page.total_count, page.list[0].code.as_str()), (1, "g"));
    assert_eq!((page.list[0].name.as_str(), &page.list[0].description), ("G", &None));

    let (sent, _) = exchange(answer, |client| {
        let request = ListGroups::new().page(2).limit(50).user_id(ID).sort_by(SortBy::UpdatedAtAsc);
        client.groups().list(request)
    })
    .await;
    sent.is_graphql(
        "query groups(",
        json!({"userId": ID, "page": 2, "limit": 50, "sortBy": "UPDATEDAT_ASC"}),
    );
}

#[tokio::test]
async fn what_no_server_can_list_is_refused() {
    let error = refused(|client| client.groups().list(ListGroups::new().page(0)).page()).await;
    assert_eq!(error, "groups.list failed: argument `page` is 0, but pages are counted from 1");
    let error = refused(|client| client.groups().list(ListGroups::new().limit(0)).page()).await;
    assert!(error.contains("argument `limit` is 0"), "{error}");
    let error = refused(|client| client.groups().list(ListGroups::new().user_id(" ")).page()).await;
    assert_eq!(error, "groups.list failed: argument `user_id` is empty");
}

#[tokio::test]
async fn get() {
    let (sent, found) = exchange(data("group", group()), |client| client.groups().get("g")).await;
    sent.is_graphql("query group(", json!({"code": "g"}));
    assert_eq!(found.unwrap().name, "G");
    let nothing = || data("group", Value::Null);
    let (_, found) = exchange(nothing(), |client| client.groups().get("g")).await;
    assert!(found.unwrap_err().is_not_found());
    let (sent, found) = exchange(nothing(), |client| client.groups().get_opt("g")).await;
    sent.is_graphql("query group(", json!({"code": "g"}));
    assert_eq!(found.unwrap(), None);
    let error = refused(|client| client.groups().get(" ")).await;
    assert_eq!(error, "groups.get failed: argument `code` is empty");
}

#[tokio::test]
async fn create() {
    let (sent, created) = exchange(data("createGroup", group()), |client| {
        client.groups().create(CreateGroup::new("g", "G"))
    })
    .await;
    sent.is_graphql("mutation createGroup(", json!({"code": "g", "name": "G"}));
    assert_eq!(created.unwrap().code, "g");
    let (sent, _) = exchange(data("createGroup", group()), |client| {
        client.groups().create(CreateGroup::new("g", "G").description("d"))
    })
    .await;
    sent.is_graphql("mutation createGroup(", json!({"code": "g", "name": "G", "description": "d"}));
    for (code, name, argument) in [("", "G", "code"), ("g", " ", "name")] {
        let error = refused(|client| client.groups().create(CreateGroup::new(code, name))).await;
        assert_eq!(error, format!("groups.create failed: argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn update() {
    let (sent, updated) = exchange(data("updateGroup", group()), |client| {
        client.groups().update("g", UpdateGroup::new().name("H").description("d").new_code("h"))
    })
    .await;
    sent.is_graphql(
        "mutation updateGroup(",
        json!({"code": "g", "name": "H", "description": "d", "newCode": "h"}),
    );
    assert_eq!(updated.unwrap().code, "g");
    refused(|client| client.groups().update("", UpdateGroup::new())).await;
    let error =
        refused(|client| client.groups().update("g", UpdateGroup::new().new_code(""))).await;
    assert_eq!(error, "groups.update failed: argument `new_code` is empty");
}

#[tokio::test]
async fn delete() {
    let (sent, _) = exchange(done("deleteGroups"), |client| client.groups().delete("g")).await;
    sent.is_graphql("mutation deleteGroups(", json!({"codeList": ["g"]}));
    let (sent, deleted) =
        exchange(done("deleteGroups"), |client| client.groups().delete_many(["g", "h"])).await;
    sent.is_graphql("mutation deleteGroups(", json!({"codeList": ["g", "h"]}));
    deleted.unwrap();
    refused(|client| client.groups().delete("")).await;
    refused(|client| client.groups().delete_many([] as [&str; 0])).await;
    let error = refused(|client| client.groups().delete_many(["g", ""])).await;
    assert_eq!(error, "groups.delete_many failed: argument `codes` has nothing at index 1");
}

#[tokio::test]
async fn list_users() {
    let answer = data("group", json!({"users": {"totalCount": 1, "list": [user()]}}));
    let (sent, page) =
        exchange(answer.clone(), |client| client.groups().list_users("g").page()).await;
    sent.is_graphql("query groupWithUsers(", json!({"code": "g", "page": 1, "limit": 10}));
    assert_eq!(page.unwrap().list[0].id, ID);
    let (sent, _) = exchange(answer, |client| {
        let request = ListGroupUsers::new("g").page(2).limit(5).with_custom_data();
        client.groups().list_users(request)
    })
    .await;
    sent.is_graphql("query groupWithUsers(", json!({"code": "g", "page": 2, "limit": 5}));
    refused(|client| client.groups().list_users("").page()).await;
}

#[tokio::test]
async fn a_group_that_is_not_there_has_no_users_and_no_resources() {
    let nothing = || data("group", Value::Null);
    let (_, users) = exchange(nothing(), |client| client.groups().list_users("g")).await;
    let (_, resources) =
        exchange(nothing(), |client| client.groups().list_authorized_resources("g", None)).await;
    let errors = [users.unwrap_err(), resources.unwrap_err()];
    for error in errors {
        assert!(error.is_not_found(), "{error}");
        assert!(error.to_string().contains("the group does not exist"), "{error}");
    }
}

#[tokio::test]
async fn members() {
    let (sent, _) =
        exchange(done("addUserToGroup"), |client| client.groups().add_users("g", [ID])).await;
    sent.is_graphql("mutation addUserToGroup(", json!({"userIds": [ID], "code": "g"}));
    let (sent, _) =
        exchange(done("removeUserFromGroup"), |client| client.groups().remove_users("g", [ID]))
            .await;
    sent.is_graphql("mutation removeUserFromGroup(", json!({"userIds": [ID], "code": "g"}));
    let error = refused(|client| client.groups().add_users("", [ID])).await;
    assert_eq!(error, "groups.add_users failed: argument `code` is empty");
    refused(|client| client.groups().remove_users("g", [] as [&str; 0])).await;
}

#[tokio::test]
async fn list_authorized_resources() {
    let resource = json!({"code": "books:1", "type": "DATA", "actions": ["books:read"]});
    let page = json!({"authorizedResources": {"totalCount": 1, "list": [resource]}});
    let (sent, resources) = exchange(data("group", page.clone()), |client| {
        let shop = client.groups().in_namespace("shop");
        shop.list_authorized_resources("g", Some(ResourceType::Data))
    })
    .await;
    sent.is_graphql(
        "query listGroupAuthorizedResources(",
        json!({"code": "g", "namespace": "shop", "resourceType": "DATA"}),
    );
    assert_eq!(resources.unwrap().list[0].code, "books:1");
    let (sent, _) = exchange(data("group", page), |client| {
        client.groups().list_authorized_resources("g", None)
    })
    .await;
    sent.is_graphql("query listGroupAuthorizedResources(", json!({"code": "g"}));
    refused(|c| c.groups().in_namespace("").list_authorized_resources("g", None)).await;
}

#[tokio::test(start_paused = true)]
async fn a_change_is_sent_again_after_an_outage_unless_it_changes_the_code() {
    for (changes, repeated) in
        [(UpdateGroup::new().name("H"), true), (UpdateGroup::new().name("H").new_code("h"), false)]
    {
        let (client, server) = outage();
        client.groups().update("g", changes).await.unwrap_err();
        assert_eq!(server.requests().len() > 1, repeated);
    }
    let (client, server) = outage();
    client.groups().create(CreateGroup::new("g", "G")).await.unwrap_err();
    client.groups().delete("g").await.unwrap_err();
    assert_eq!(server.requests().len(), 2, "once each");
}
