//! Permissions are checked by the administrator's client.

use std::sync::Arc;

use authing_core::{HttpRequest, HttpResponse, RetryPolicy, test_util::ScriptedTransport};
use authing_management::{Credentials, ManagementClient};
use authing_web::Permission;
use http::StatusCode;
use serde_json::{Value, json};

use crate::support::*;

/// A server with this response.
fn server(response: Value) -> ScriptedTransport {
    ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, response.to_string())))
}

fn management(server: &ScriptedTransport) -> ManagementClient {
    ManagementClient::builder("pool", Credentials::AccessToken("a token".into()))
        .transport(Arc::new(server.clone()))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

/// What was sent.
struct Sent(HttpRequest);

impl Sent {
    #[track_caller]
    fn is_graphql(&self, document: &str, variables: Value) {
        let body: Value = serde_json::from_slice(&self.0.body).unwrap();
        assert!(body["query"].as_str().unwrap().starts_with(document), "{body}");
        assert_eq!(body["variables"], variables);
    }
}

#[tokio::test]
async fn action_and_resource_are_sent_as_what_they_are() {
    let server = server(json!({"data": {"isActionAllowed": true}}));
    let may = guard().permissions(management(&server));
    let read = Permission::to("books:read").on("books:1").in_namespace("shop");
    let layer = may.require_permission(read);
    let response = send(routes(layer), bearer(&token())).await;
    assert_eq!(response.status, 200);
    let sent = Sent(server.requests().pop().unwrap());
    let variables = json!({
        "resource": "books:1", "action": "books:read", "userId": USER, "namespace": "shop",
    });
    sent.is_graphql("query isActionAllowed(", variables);
}

#[tokio::test]
async fn the_response_of_the_server_decides() {
    let failure = |code: i64| json!({"errors": [{"message": {"code": code, "message": "canary"}}]});
    for (response, status) in [
        (json!({"data": {"isActionAllowed": true}}), 200),
        (json!({"data": {"isActionAllowed": false}}), 403),
        // The user was deleted since.
        (failure(2004), 403),
        (failure(500), 503),
        (json!({"data": {"isActionAllowed": null}}), 503),
        (json!({}), 503),
    ] {
        let may = guard().permissions(management(&server(response.clone())));
        let layer = may.require_permission(Permission::to("books:read").on("books:1"));
        let answered = send(routes(layer), bearer(&token())).await;
        assert_eq!(answered.status, status, "{response}");
        assert!(!answered.body.contains("canary"));
    }
}

#[tokio::test]
async fn roles_tenants_and_organisations_are_asked_for() {
    use authing_web::{HasRole, InOrg, InTenant, Requirement};
    let path = format!("/api/v2/users/{USER}");
    let org =
        json!([[{"type": "org", "id": "o1", "rootNodeId": "n1"}, {"type": "node", "id": "n1"}]]);
    for (requirement, response, asked, status) in [
        (
            Requirement::from(HasRole::new("admin").in_namespace("shop")),
            json!(true),
            "/has-role?code=admin&namespace=shop",
            200,
        ),
        (HasRole::new("admin").into(), json!(false), "/has-role?code=admin", 403),
        (InTenant::new("t1").into(), json!([{"id": "t0"}, {"id": "t1"}]), "/tenants", 200),
        (InTenant::new("t2").into(), json!([{"id": "t1"}]), "/tenants", 403),
        (InOrg::new("o1").into(), org.clone(), "/orgs", 200),
        (InOrg::new("n1").into(), org.clone(), "/orgs", 200),
        (InOrg::new("o2").into(), org, "/orgs", 403),
        (InOrg::new("o2").into(), json!("odd"), "/orgs", 503),
    ] {
        let server = server(json!({"code": 200, "data": response}));
        let may = guard().permissions(management(&server));
        let layer = may.require(&requirement);
        let response = send(routes(layer), bearer(&token())).await;
        assert_eq!(response.status, status, "{requirement:?}");
        let sent = server.requests().pop().unwrap().url.to_string();
        assert!(sent.ends_with(&format!("{path}{asked}")), "{sent}");
    }
}
