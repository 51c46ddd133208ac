//! Every call of the groups area: exactly what goes over the wire, and how the answer is read.
#![cfg(test)]

use std::{future::IntoFuture, sync::Arc};

use authing_core::{HttpRequest, HttpResponse, test_util::ScriptedTransport};
use authing_management::{
    Call, Credentials, Error, ErrorKind, ListGroups, ManagementClient, types::SortBy,
};
use http::StatusCode;
use serde_json::{Value, json};

const ID: &str = "5f7ddfe62ba819802422362e";

/// What one call sent.
struct Sent(HttpRequest);

impl Sent {
    /// Asserts a GraphQL request: its root field and its variables.
    fn is_graphql(&self, start: &str, variables: Value) {
        assert_eq!((self.0.method.as_str(), self.0.url.path()), ("POST", "/graphql/v2"));
        assert_eq!(self.0.headers["authorization"], "Bearer admin-token");
        let body: Value = serde_json::from_slice(&self.0.body).unwrap();
        let query = body["query"].as_str().unwrap();
        assert!(query.starts_with(start), "{query}");
        assert_eq!(body["variables"], variables);
        assert_eq!(body.as_object().unwrap().len(), 2, "query and variables only");
    }
}

fn client(answer: Value) -> (ManagementClient, ScriptedTransport) {
    let server = ScriptedTransport::new(move |_, _| {
        Ok(HttpResponse::new(StatusCode::OK, answer.to_string()))
    });
    let client = ManagementClient::builder("pool", Credentials::AccessToken("admin-token".into()))
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    (client, server)
}

/// Sends one call and gives back what it sent and what it made of the answer.
async fn exchange<C, T>(
    answer: Value,
    call: impl FnOnce(&ManagementClient) -> C,
) -> (Sent, Result<T, Error>)
where
    C: IntoFuture<Output = Result<T, Error>>,
{
    let (client, server) = client(answer);
    let result = call(&client).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "one call, one request");
    (Sent(requests.into_iter().next().unwrap()), result)
}

/// A call that must fail before anything is sent.
async fn refused<T: Send + 'static>(call: impl FnOnce(&ManagementClient) -> Call<T>) -> String {
    let (client, server) = client(Value::Null);
    let Err(error) = call(&client).await else { panic!("the call was sent") };
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(server.requests().is_empty());
    error.to_string()
}

fn data(field: &str, value: Value) -> Value {
    json!({"data": {field: value}})
}

#[tokio::test]
async fn list() {
    let group = json!({"code": "g", "name": "G", "description": null});
    let answer = data("groups", json!({"totalCount": 1, "list": [group]}));
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
async fn what_no_server_can_answer_is_refused() {
    let error = refused(|client| client.groups().list(ListGroups::new().page(0)).page()).await;
    assert_eq!(error, "groups.list failed: argument `page` is 0, but pages are counted from 1");
    let error = refused(|client| client.groups().list(ListGroups::new().limit(0)).page()).await;
    assert!(error.contains("argument `limit` is 0"), "{error}");
    let error = refused(|client| client.groups().list(ListGroups::new().user_id(" ")).page()).await;
    assert_eq!(error, "groups.list failed: argument `user_id` is empty");
}
