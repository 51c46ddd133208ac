//! The functions area.

use authing_management::{CreateFunction, ListFunctions, UpdateFunction, types::SortBy};
use serde_json::{Value, json};

use crate::common::{data, done, exchange, refused};

fn function() -> Value {
    json!({"id": "f", "name": "pipe", "sourceCode": "1", "description": null, "url": null})
}

#[tokio::test]
async fn list() {
    let response = data("functions", json!({"totalCount": 1, "list": [function()]}));
    let (sent, page) = exchange(response, |client| {
        let request = ListFunctions::new().page(2).limit(50).sort_by(SortBy::CreatedAtAsc);
        client.functions().list(request)
    })
    .await;
    let variables = json!({"page": 2, "limit": 50, "sortBy": "CREATEDAT_ASC"});
    sent.is_graphql("query functions(", variables);
    let page = page.unwrap();
    assert_eq!((page.total_count, page.list[0].source_code.as_str()), (1, "1"));
}

#[tokio::test]
async fn get() {
    let (sent, found) =
        exchange(data("function", function()), |client| client.functions().get("f")).await;
    sent.is_graphql("query function(", json!({"id": "f"}));
    assert_eq!(found.unwrap().name, "pipe");
    let missing = || data("function", Value::Null);
    let (_, found) = exchange(missing(), |client| client.functions().get("f")).await;
    assert!(found.unwrap_err().is_not_found());
    let (_, found) = exchange(missing(), |client| client.functions().get_opt("f")).await;
    assert_eq!(found.unwrap(), None);
    let error = refused(|client| client.functions().get(" ")).await;
    assert_eq!(error, "functions.get failed: argument `id` is empty");
}

#[tokio::test]
async fn create() {
    let (sent, created) = exchange(data("createFunction", function()), |client| {
        let request = CreateFunction::new("pipe", "1").description("d").url("https://f.example");
        client.functions().create(request)
    })
    .await;
    let input = json!({
        "name": "pipe", "sourceCode": "1", "description": "d", "url": "https://f.example",
    });
    sent.is_graphql("mutation createFunction(", json!({"input": input}));
    assert_eq!(created.unwrap().id, "f");
    for (name, source, argument) in [("", "1", "name"), ("pipe", " ", "source_code")] {
        let error =
            refused(|client| client.functions().create(CreateFunction::new(name, source))).await;
        assert_eq!(error, format!("functions.create failed: argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn update() {
    let (sent, updated) = exchange(data("updateFunction", function()), |client| {
        let changes =
            UpdateFunction::new().name("tube").clear_description().url("https://g.example");
        client.functions().update("f", changes)
    })
    .await;
    let input = json!({"id": "f", "name": "tube", "description": null, "url": "https://g.example"});
    sent.is_graphql("mutation updateFunction(", json!({"input": input}));
    assert_eq!(updated.unwrap().id, "f");

    let (sent, _) = exchange(data("updateFunction", function()), |client| {
        let changes = UpdateFunction::new().source_code("2").description("d").clear_url();
        client.functions().update("f", changes)
    })
    .await;
    let input = json!({"id": "f", "sourceCode": "2", "description": "d", "url": null});
    sent.is_graphql("mutation updateFunction(", json!({"input": input}));
    for (id, name, argument) in [("", "tube", "id"), ("f", "", "name")] {
        let changes = UpdateFunction::new().name(name);
        let error = refused(|client| client.functions().update(id, changes)).await;
        assert_eq!(error, format!("functions.update failed: argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn delete() {
    let (sent, deleted) =
        exchange(done("deleteFunction"), |client| client.functions().delete("f")).await;
    sent.is_graphql("mutation deleteFunction(", json!({"id": "f"}));
    deleted.unwrap();
    let error = refused(|client| client.functions().delete("")).await;
    assert_eq!(error, "functions.delete failed: argument `id` is empty");
}
