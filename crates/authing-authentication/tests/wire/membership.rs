//! Organisations, departments, roles, applications, permissions and the security level.

use authing_authentication::{ErrorKind, PageRequest, PasswordSecurityLevel, types::ResourceType};
use authing_core::test_util::ScriptedTransport;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use crate::common::{
    HELD, ID, Sent, client, data, exchange_logged_in, ok, only, server, unsent, user,
};

fn page(list: Value) -> Value {
    json!({"totalCount": list.as_array().unwrap().len(), "list": list})
}

/// A token that names its user, so that no call has to ask for them.
fn token() -> String {
    format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(json!({ "sub": ID }).to_string()))
}

#[tokio::test]
async fn organisations_come_as_paths_from_the_root() {
    let response = json!({"code": 200, "message": "", "data": [[
        {"id": "1", "orgId": "o", "name": "Example", "createdAt": "2021-09-24T07:29:51.123Z"},
        {"id": "2", "orgId": "o", "name": "Sales", "code": null, "added": true},
    ]]});
    let (sent, paths) = exchange_logged_in(response, |client| client.list_orgs()).await;
    sent.is_rest("GET", "/api/v2/users/me/orgs", Value::Null);
    assert_eq!(sent.token(), Some(HELD));
    assert_eq!(paths[0].nodes[1].name.as_deref(), Some("Sales"));
}

#[tokio::test]
async fn departments_are_those_of_the_user_the_token_names() {
    let department = json!({
        "department": {"id": "2", "name": "Sales", "path": [], "codePath": [], "namePath": []},
        "isMainDepartment": true,
        "joinedAt": null,
    });
    let response = data("user", json!({ "departments": page(json!([department])) }));
    let server = server(response);
    let client = client(&server).with_token(token());
    let departments = client.list_departments().await.unwrap();
    assert!(departments.list[0].is_main_department);
    let sent = only(&server);
    sent.is_graphql("query getUserDepartments($id:String!,$orgId:String){user(id:$id){departments");
    assert_eq!(sent.variables(), json!({ "id": ID }));
    assert_eq!(sent.token(), Some(token().as_str()));

    client.list_departments_in("org").await.unwrap();
    let sent = Sent(server.requests()[1].clone());
    assert_eq!(sent.variables(), json!({"id": ID, "orgId": "org"}));
}

#[tokio::test]
async fn roles_are_listed_and_looked_for_in_a_namespace() {
    let role = json!({
        "id": "r", "namespace": "shop", "code": "editor", "arn": "arn", "description": null,
        "createdAt": null, "updatedAt": null,
    });
    let server = server(data("user", json!({ "roles": page(json!([role])) })));
    let client = client(&server).with_token(token());
    let shop = client.in_namespace("shop");
    let roles = shop.list_roles().await.unwrap();
    assert_eq!(roles.list[0].code, "editor");
    assert!(shop.has_role("editor").await.unwrap());
    assert!(!shop.has_role("edit").await.unwrap());
    for request in server.requests() {
        let sent = Sent(request);
        sent.is_graphql("query getUserRoles($id:String!,$namespace:String){user(id:$id){roles");
        assert_eq!(sent.variables(), json!({"id": ID, "namespace": "shop"}));
    }
}

#[tokio::test]
async fn a_token_that_names_nobody_costs_one_more_request() {
    let server = ScriptedTransport::new(|number, _| {
        Ok(ok(match number {
            0 => data("user", user(ID, None)),
            _ => data("user", json!({"roles": {"totalCount": 0, "list": []}})),
        }))
    });
    let client = client(&server).with_token(HELD);
    assert!(!client.has_role("editor").await.unwrap());
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(Sent(requests[1].clone()).variables(), json!({ "id": ID }));
}

#[tokio::test]
async fn a_token_that_belongs_to_nobody_is_an_error_and_not_an_empty_list() {
    let client = client(&server(data("user", Value::Null))).with_token(token());
    for error in [
        client.list_roles().await.unwrap_err(),
        client.has_role("editor").await.unwrap_err(),
        client.list_departments().await.unwrap_err(),
        client.in_namespace("default").list_authorized_resources(None).await.unwrap_err(),
    ] {
        assert!(error.is_auth_expired(), "{error}");
    }
}

#[tokio::test]
async fn applications_come_page_by_page() {
    let server = ScriptedTransport::new(|number, _| {
        let list = match number {
            0 => json!([{"id": "1", "name": "Shop", "protocol": "oidc", "domain": "shop"}]),
            _ => json!([{"id": "2", "added": true}]),
        };
        Ok(ok(json!({"code": 200, "message": "", "data": {"totalCount": 2, "list": list}})))
    });
    let client = client(&server).with_token(HELD);
    let first = PageRequest { page: 1, limit: 1 };
    let all: Vec<_> = client.list_applications(first).items().try_collect().await.unwrap();
    assert_eq!((all[0].name.as_deref(), all[1].id.as_str()), (Some("Shop"), "2"));
    for (number, request) in (1..).zip(server.requests()) {
        let path = format!("/api/v2/users/me/applications/allowed?page={number}&limit=1");
        Sent(request).is_rest("GET", &path, Value::Null);
    }
    let error = client.list_applications(PageRequest { page: 0, limit: 1 }).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
}

#[tokio::test]
async fn resources_are_listed_by_namespace_and_type() {
    let resource = json!({"code": "books:1", "type": "DATA", "actions": ["books:read"]});
    let server = server(data("user", json!({ "authorizedResources": page(json!([resource])) })));
    let client = client(&server).with_token(token());
    let resources = client
        .in_namespace("shop")
        .list_authorized_resources(Some(ResourceType::Data))
        .await
        .unwrap();
    assert_eq!(resources.list[0].code, "books:1");
    let sent = only(&server);
    sent.is_graphql("query listUserAuthorizedResources($id:String!,$namespace:String,");
    assert_eq!(sent.variables(), json!({"id": ID, "namespace": "shop", "resourceType": "DATA"}));
}

#[tokio::test]
async fn the_security_level_is_read_and_one_that_is_added_survives() {
    let level = |password_level: Value| {
        json!({"code": 200, "message": "", "data": {
            "score": 65, "email": true, "phone": false, "password": true,
            "passwordSecurityLevel": password_level, "mfa": false,
        }})
    };
    let (sent, read) =
        exchange_logged_in(level(json!(1)), |client| client.get_security_level()).await;
    sent.is_rest("GET", "/api/v2/users/me/security-level", Value::Null);
    assert_eq!(read.score, Some(65.0));
    assert!(read.email && read.password && !read.phone && !read.mfa);
    assert_eq!(read.password_security_level, Some(PasswordSecurityLevel::Low));
    for unknown in [json!(null), json!(4), json!("strong")] {
        let (_, response) =
            exchange_logged_in(level(unknown), |client| client.get_security_level()).await;
        assert_eq!(response.password_security_level, None);
    }
}

#[tokio::test]
async fn what_is_asked_for_nobody_or_of_nothing_is_not_sent() {
    for error in [
        unsent(|client| client.list_orgs()).await,
        unsent(|client| client.list_departments()).await,
        unsent(|client| client.list_roles()).await,
        unsent(|client| client.list_applications(PageRequest::default()).page()).await,
        unsent(|client| client.in_namespace("default").list_authorized_resources(None)).await,
        unsent(|client| client.get_security_level()).await,
    ] {
        assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    }
    for (error, argument) in [
        (unsent(|client| client.list_departments_in("")).await, "org_id"),
        (unsent(|client| client.in_namespace(" ").list_roles()).await, "namespace"),
        (unsent(|client| client.has_role("")).await, "code"),
        (
            unsent(|client| client.in_namespace("").list_authorized_resources(None)).await,
            "namespace",
        ),
    ] {
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
}
