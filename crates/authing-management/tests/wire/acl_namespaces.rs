//! Permission namespaces.

use authing_management::{
    ErrorCode, ErrorKind,
    acl::{CreateNamespace, ListNamespaces, NamespaceKey, UpdateNamespace},
};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use crate::common::{client, exchange, outage, refused, rest};

fn shop() -> Value {
    json!({
        "id": 48070, "appId": null, "appName": null, "code": "shop", "name": "Shop",
        "description": "", "status": 1, "something": "new",
    })
}

#[tokio::test]
async fn list_namespaces() {
    let page = rest(json!({"total": 21, "list": [shop()]}));
    let (sent, read) = exchange(page, |client| {
        client.acl().list_namespaces(ListNamespaces::new().page(2).limit(20))
    })
    .await;
    sent.is_rest("GET", "/api/v2/resource-namespace/pool?page=2&limit=20", Value::Null);
    let read = read.unwrap();
    assert_eq!((read.total_count, read.list[0].id), (21, 48070));
    assert_eq!((read.list[0].code.as_str(), read.list[0].status), ("shop", Some(1)));
    // A server that counts as elsewhere is understood too.
    let (_, read) = exchange(rest(json!({"totalCount": 3, "list": []})), |client| {
        client.acl().list_namespaces(ListNamespaces::new())
    })
    .await;
    assert_eq!(read.unwrap().total_count, 3);

    let (client, server) = client(rest(json!({"total": 2, "list": [shop()]})));
    let one_each = ListNamespaces::new().limit(1);
    let all: Vec<_> = client.acl().list_namespaces(one_each).items().try_collect().await.unwrap();
    assert_eq!((all.len(), server.requests().len()), (2, 2), "two pages of one");
}

#[tokio::test]
async fn create_namespace() {
    let (sent, made) = exchange(rest(shop()), |client| {
        client.acl().create_namespace(CreateNamespace::new("shop", "Shop").description("d"))
    })
    .await;
    sent.is_rest(
        "POST",
        "/api/v2/resource-namespace/pool",
        json!({"code": "shop", "name": "Shop", "description": "d"}),
    );
    assert_eq!(made.unwrap().id, 48070);
    let (sent, _) = exchange(rest(shop()), |client| {
        client.acl().create_namespace(CreateNamespace::new("shop", "Shop"))
    })
    .await;
    assert_eq!(sent.body(), json!({"code": "shop", "name": "Shop"}));
    let error = refused(|c| c.acl().create_namespace(CreateNamespace::new(" ", "Shop"))).await;
    assert_eq!(error, "acl.create_namespace failed: argument `code` is empty");
    refused(|c| c.acl().create_namespace(CreateNamespace::new("shop", ""))).await;
}

#[tokio::test]
async fn update_namespace() {
    let (sent, changed) = exchange(rest(shop()), |client| {
        client.acl().update_namespace(48070, UpdateNamespace::new().name("Shop").code("shop"))
    })
    .await;
    sent.is_rest(
        "PUT",
        "/api/v2/resource-namespace/pool/48070",
        json!({"code": "shop", "name": "Shop"}),
    );
    assert_eq!(NamespaceKey::from(&changed.unwrap()), NamespaceKey::Id(48070));
    let (sent, _) = exchange(rest(shop()), |client| {
        client.acl().update_namespace("a/b", UpdateNamespace::new().description(""))
    })
    .await;
    sent.is_rest("PUT", "/api/v2/resource-namespace/pool/code/a%2Fb", json!({"description": ""}));
    let unknown = json!({"code": 3005, "message": "no such namespace"});
    let (_, failed) = exchange(unknown, |client| {
        client.acl().update_namespace(1, UpdateNamespace::new().name("n"))
    })
    .await;
    assert_eq!(failed.unwrap_err().code(), Some(ErrorCode::NAMESPACE_TO_UPDATE_NOT_FOUND));

    let error = refused(|c| c.acl().update_namespace(1, UpdateNamespace::new())).await;
    assert!(error.contains("argument `changes` is empty"), "{error}");
    refused(|c| c.acl().update_namespace("", UpdateNamespace::new().name("n"))).await;
    refused(|c| c.acl().update_namespace(1, UpdateNamespace::new().code(""))).await;
}

#[tokio::test(start_paused = true)]
async fn an_update_by_code_that_changes_the_code_is_not_repeated() {
    let attempts = async |changes: UpdateNamespace, by_code: bool| {
        let (client, server) = outage();
        let key = if by_code { NamespaceKey::from("shop") } else { NamespaceKey::from(1) };
        let error = client.acl().update_namespace(key, changes).await.unwrap_err();
        assert_eq!(error.status(), Some(502));
        server.requests().len()
    };
    assert_eq!(attempts(UpdateNamespace::new().code("store"), true).await, 1);
    assert!(attempts(UpdateNamespace::new().name("Store"), true).await > 1);
    assert!(attempts(UpdateNamespace::new().code("store"), false).await > 1);
}

#[tokio::test]
async fn delete_namespace() {
    let done = || json!({"code": 200, "message": "ok"});
    let (sent, response) = exchange(done(), |client| client.acl().delete_namespace(48070)).await;
    sent.is_rest("DELETE", "/api/v2/resource-namespace/pool/48070", Value::Null);
    response.unwrap();
    let (sent, _) =
        exchange(done(), |client| client.acl().delete_namespace("shop".to_owned())).await;
    sent.is_rest("DELETE", "/api/v2/resource-namespace/pool/code/shop", Value::Null);
    refused(|client| client.acl().delete_namespace("")).await;
    let (_, failed) = exchange(json!({"code": 3003, "message": "no such namespace"}), |client| {
        client.acl().delete_namespace(1)
    })
    .await;
    assert_eq!(failed.unwrap_err().kind(), ErrorKind::Api);
}
