//! Resources of a permission namespace.

use authing_management::{
    acl::{CreateResource, ListResources, ResourceAction, UpdateResource},
    types::ResourceType,
};
use serde_json::{Value, json};

use crate::common::{ID, exchange, refused, rest};

fn books() -> Value {
    json!({
        "id": ID, "createdAt": "2021-09-24T07:29:51.123Z", "updatedAt": "2021-09-24T07:29:51.123Z",
        "userPoolId": "pool", "code": "books", "type": "DATA", "description": null,
        "actions": [{"name": "books:read", "description": "Read"}, {"name": "books:edit"}],
        "namespaceId": 1, "apiIdentifier": null, "namespace": "default",
    })
}

#[tokio::test]
async fn list_resources() {
    let page = || rest(json!({"totalCount": 1, "list": [books()]}));
    let (sent, read) =
        exchange(page(), |client| client.acl().list_resources(ListResources::new())).await;
    sent.is_rest("GET", "/api/v2/resources?page=1&limit=10", Value::Null);
    let read = read.unwrap();
    assert_eq!(read.list[0].r#type, Some(ResourceType::Data));
    assert_eq!(read.list[0].actions[0], ResourceAction::new("books:read", "Read"));
    assert_eq!(read.list[0].namespace_id, Some(1));
    let (sent, _) = exchange(page(), |client| {
        let request = ListResources::new().namespace("a&b").resource_type(ResourceType::Ui);
        client.acl().list_resources(request.page(3).limit(50))
    })
    .await;
    sent.is_rest("GET", "/api/v2/resources?namespace=a%26b&type=UI&page=3&limit=50", Value::Null);
    for (request, argument) in [
        (ListResources::new().namespace(" "), "namespace"),
        (ListResources::new().resource_type("ROBOT".into()), "resource_type"),
        (ListResources::new().limit(0), "limit"),
    ] {
        let error = refused(|client| client.acl().list_resources(request).page()).await;
        assert!(error.contains(&format!("argument `{argument}`")), "{error}");
    }
}

#[tokio::test]
async fn get_resource() {
    let (sent, read) =
        exchange(rest(books()), |client| client.acl().get_resource_by_id("a b")).await;
    sent.is_rest("GET", "/api/v2/resources/detail?id=a+b", Value::Null);
    assert_eq!(read.unwrap().unwrap().id.as_deref(), Some(ID));
    let (sent, none) = exchange(rest(Value::Null), |client| {
        client.acl().get_resource_by_code("shop", "books/new")
    })
    .await;
    sent.is_rest("GET", "/api/v2/resources/detail?namespace=shop&code=books%2Fnew", Value::Null);
    assert_eq!(none.unwrap(), None);
    refused(|client| client.acl().get_resource_by_id("")).await;
    refused(|client| client.acl().get_resource_by_code("", "books")).await;
    refused(|client| client.acl().get_resource_by_code("shop", "")).await;
}

#[tokio::test]
async fn create_resource() {
    let (sent, made) = exchange(rest(books()), |client| {
        let resource = CreateResource::new("shop", "books", ResourceType::Api)
            .action("read", "Read")
            .description("Books")
            .api_identifier("https://api.example.com/books");
        client.acl().create_resource(resource)
    })
    .await;
    sent.is_rest(
        "POST",
        "/api/v2/resources",
        json!({
            "namespace": "shop", "code": "books", "type": "API", "description": "Books",
            "actions": [{"name": "read", "description": "Read"}],
            "apiIdentifier": "https://api.example.com/books",
        }),
    );
    assert_eq!(made.unwrap().code, "books");
    let new = |namespace: &str, code: &str| CreateResource::new(namespace, code, ResourceType::Ui);
    refused(|client| client.acl().create_resource(new("", "books"))).await;
    refused(|client| client.acl().create_resource(new("shop", ""))).await;
    let robot = CreateResource::new("shop", "books", "ROBOT".into());
    refused(|client| client.acl().create_resource(robot)).await;
    let nameless = new("shop", "books").action("read", "Read").action("", "?");
    let error = refused(|client| client.acl().create_resource(nameless)).await;
    assert!(error.ends_with("argument `actions` has no name at index 1"), "{error}");
}

#[tokio::test]
async fn create_resources_batch() {
    let menu = |code: &str| CreateResource::new("shop", code, ResourceType::Menu);
    let (sent, answer) = exchange(json!({"code": 200, "message": "ok"}), |client| {
        client.acl().create_resources_batch([menu("a"), menu("b").action("open", "Open")])
    })
    .await;
    let bulk = json!([
        {"namespace": "shop", "code": "a", "type": "MENU", "actions": []},
        {
            "namespace": "shop", "code": "b", "type": "MENU",
            "actions": [{"name": "open", "description": "Open"}],
        },
    ]);
    sent.is_rest("POST", "/api/v2/resources/bulk", json!({"bulk": bulk}));
    assert_eq!(answer.unwrap().code, Some(200));
    let (_, failed) = exchange(json!({"code": 500, "message": "taken"}), |client| {
        client.acl().create_resources_batch([menu("a")])
    })
    .await;
    assert!(failed.is_err(), "a failure is not swallowed");
    refused(|client| client.acl().create_resources_batch([])).await;
    refused(|client| client.acl().create_resources_batch([menu("a"), menu("")])).await;
}

#[tokio::test]
async fn update_resource() {
    let (sent, changed) = exchange(rest(books()), |client| {
        let actions = [ResourceAction::new("books:read", "Read")];
        let changes = UpdateResource::new("shop").resource_type(ResourceType::Data);
        client.acl().update_resource("a/b", changes.actions(actions))
    })
    .await;
    sent.is_rest(
        "POST",
        "/api/v2/resources/a%2Fb",
        json!({
            "namespace": "shop", "type": "DATA",
            "actions": [{"name": "books:read", "description": "Read"}],
        }),
    );
    assert_eq!(changed.unwrap().actions.len(), 2);
    let (sent, _) = exchange(rest(books()), |client| {
        let changes = UpdateResource::new("shop").description("d").api_identifier("i").actions([]);
        client.acl().update_resource("books", changes)
    })
    .await;
    let body =
        json!({"namespace": "shop", "description": "d", "apiIdentifier": "i", "actions": []});
    assert_eq!(sent.body(), body);
    let some = || UpdateResource::new("shop").description("d");
    refused(|client| client.acl().update_resource("", some())).await;
    refused(|client| client.acl().update_resource("bulk", some())).await;
    refused(|client| client.acl().update_resource("books", UpdateResource::new("shop"))).await;
    let nowhere = UpdateResource::new("").description("d");
    refused(|client| client.acl().update_resource("books", nowhere)).await;
}

#[tokio::test]
async fn delete_resource() {
    let (sent, answer) = exchange(json!({"code": 200, "message": "ok"}), |client| {
        client.acl().delete_resource("a&b", "books/new")
    })
    .await;
    sent.is_rest("DELETE", "/api/v2/resources/books%2Fnew?namespace=a%26b", Value::Null);
    assert_eq!(answer.unwrap().code, Some(200));
    refused(|client| client.acl().delete_resource("", "books")).await;
    refused(|client| client.acl().delete_resource("shop", " ")).await;
}
