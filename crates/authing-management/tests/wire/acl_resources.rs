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
    assert_eq!(read.list[0].resource_type, Some(ResourceType::Data));
    assert_eq!(read.list[0].actions[0], ResourceAction::new("books:read", "Read"));
    assert_eq!(read.list[0].namespace_id, Some(1));
    let (sent, _) = exchange(page(), |client| {
        let request = ListResources::new().resource_type(ResourceType::Ui).page(3).limit(50);
        client.acl().in_namespace("a&b").list_resources(request)
    })
    .await;
    sent.is_rest("GET", "/api/v2/resources?namespace=a%26b&type=UI&page=3&limit=50", Value::Null);
    for (request, argument) in [
        (ListResources::new().resource_type("ROBOT".into()), "resource_type"),
        (ListResources::new().limit(0), "limit"),
    ] {
        let error = refused(|client| client.acl().list_resources(request).page()).await;
        assert!(error.contains(&format!("argument `{argument}`")), "{error}");
    }
    let error = refused(|client| {
        client.acl().in_namespace(" ").list_resources(ListResources::new()).page()
    })
    .await;
    assert!(error.ends_with("argument `namespace` is empty"), "{error}");
}

#[tokio::test]
async fn get_resource() {
    let (sent, read) =
        exchange(rest(books()), |client| client.acl().get_resource_by_id("a b")).await;
    sent.is_rest("GET", "/api/v2/resources/detail?id=a+b", Value::Null);
    assert_eq!(read.unwrap().id.as_deref(), Some(ID));
    let (sent, read) = exchange(rest(books()), |client| {
        client.acl().in_namespace("shop").get_resource("books/new")
    })
    .await;
    sent.is_rest("GET", "/api/v2/resources/detail?namespace=shop&code=books%2Fnew", Value::Null);
    assert_eq!(read.unwrap().code, "books");
    let (sent, _) = exchange(rest(books()), |client| client.acl().get_resource("books")).await;
    sent.is_rest("GET", "/api/v2/resources/detail?namespace=default&code=books", Value::Null);
    refused(|client| client.acl().get_resource_by_id("")).await;
    refused(|client| client.acl().in_namespace("").get_resource("books")).await;
    refused(|client| client.acl().get_resource("")).await;
}

#[tokio::test]
async fn a_resource_that_does_not_exist_is_an_error_or_none() {
    let missing = || rest(Value::Null);
    let (_, error) = exchange(missing(), |client| client.acl().get_resource("books")).await;
    assert!(error.unwrap_err().is_not_found());
    let (_, error) = exchange(missing(), |client| client.acl().get_resource_by_id(ID)).await;
    assert!(error.unwrap_err().is_not_found());
    let (_, none) = exchange(missing(), |client| client.acl().get_resource_opt("books")).await;
    assert_eq!(none.unwrap(), None);
    let (_, none) = exchange(missing(), |client| client.acl().get_resource_by_id_opt(ID)).await;
    assert_eq!(none.unwrap(), None);
}

#[tokio::test]
async fn create_resource() {
    let (sent, made) = exchange(rest(books()), |client| {
        let resource = CreateResource::new("books", ResourceType::Api)
            .action("read", "Read")
            .description("Books")
            .api_identifier("https://api.example.com/books");
        client.acl().in_namespace("shop").create_resource(resource)
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
    let new = |code: &str| CreateResource::new(code, ResourceType::Ui);
    refused(|client| client.acl().in_namespace("").create_resource(new("books"))).await;
    refused(|client| client.acl().create_resource(new(""))).await;
    let robot = CreateResource::new("books", "ROBOT".into());
    refused(|client| client.acl().create_resource(robot)).await;
    let nameless = new("books").action("read", "Read").action("", "?");
    let error = refused(|client| client.acl().create_resource(nameless)).await;
    assert!(error.ends_with("argument `actions` has no name at index 1"), "{error}");
}

#[tokio::test]
async fn create_resource_many() {
    let menu = |code: &str| CreateResource::new(code, ResourceType::Menu);
    let (sent, response) = exchange(json!({"code": 200, "message": "ok"}), |client| {
        let menus = [menu("a"), menu("b").action("open", "Open")];
        client.acl().in_namespace("shop").create_resource_many(menus)
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
    response.unwrap();
    let (_, failed) = exchange(json!({"code": 500, "message": "taken"}), |client| {
        client.acl().create_resource_many([menu("a")])
    })
    .await;
    assert!(failed.is_err(), "a failure is not swallowed");
    refused(|client| client.acl().create_resource_many([])).await;
    refused(|client| client.acl().create_resource_many([menu("a"), menu("")])).await;
}

#[tokio::test]
async fn update_resource() {
    let (sent, changed) = exchange(rest(books()), |client| {
        let actions = [ResourceAction::new("books:read", "Read")];
        let changes = UpdateResource::new().resource_type(ResourceType::Data);
        let acl = client.acl().in_namespace("shop");
        acl.update_resource("a/b", changes.actions(actions))
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
        let changes = UpdateResource::new().description("d").api_identifier("i").actions([]);
        client.acl().update_resource("books", changes)
    })
    .await;
    let body =
        json!({"namespace": "default", "description": "d", "apiIdentifier": "i", "actions": []});
    assert_eq!(sent.body(), body);
    let some = || UpdateResource::new().description("d");
    refused(|client| client.acl().update_resource("", some())).await;
    refused(|client| client.acl().update_resource("bulk", some())).await;
    refused(|client| client.acl().update_resource("books", UpdateResource::new())).await;
    refused(|client| client.acl().in_namespace("").update_resource("books", some())).await;
}

#[tokio::test]
async fn delete_resource() {
    let (sent, response) = exchange(json!({"code": 200, "message": "ok"}), |client| {
        client.acl().in_namespace("a&b").delete_resource("books/new")
    })
    .await;
    sent.is_rest("DELETE", "/api/v2/resources/books%2Fnew?namespace=a%26b", Value::Null);
    response.unwrap();
    refused(|client| client.acl().in_namespace("").delete_resource("books")).await;
    refused(|client| client.acl().in_namespace("shop").delete_resource(" ")).await;
}
