//! Responses with something odd in them, as servers have sent them.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_management::{
    Credentials, ErrorCode, ErrorKind, ListUsers, ManagementClient, Target,
    applications::ListApplications,
};
use futures_util::TryStreamExt;
use http::StatusCode;
use serde_json::{Value, json};

use crate::common::{ID, client, data, exchange, rest, user};

const USERS_HALF_EMOJI: &[u8] = include_bytes!("../cases/odd/users-half-emoji.json");
const ERROR_HALF_EMOJI: &[u8] = include_bytes!("../cases/odd/error-half-emoji.json");

/// A client whose server returns these bytes.
fn client_of(body: &'static [u8]) -> ManagementClient {
    let server = ScriptedTransport::new(move |_, _| Ok(HttpResponse::new(StatusCode::OK, body)));
    client_with(&server)
}

fn client_with(server: &ScriptedTransport) -> ManagementClient {
    ManagementClient::builder("pool", Credentials::AccessToken("admin-token".into()))
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap()
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut user = user();
    user[name] = value.into();
    user
}

#[tokio::test]
async fn a_page_of_users_with_half_an_emoji_is_read() {
    let client = client_of(USERS_HALF_EMOJI);
    let page = client.users().list(ListUsers::new()).await.unwrap();
    let nicknames: Vec<&str> =
        page.list.iter().map(|user| user.nickname.as_deref().unwrap()).collect();
    assert_eq!(nicknames, ["whole 😀", "abc\u{fffd}", "last"]);
    assert_eq!((page.total_count, page.set_aside.len()), (3, 0));
    let all: Vec<_> = client.users().list(ListUsers::new()).items().try_collect().await.unwrap();
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn an_error_with_half_an_emoji_keeps_its_code() {
    let client = client_of(ERROR_HALF_EMOJI);
    let listed = client.users().list(ListUsers::new()).await.unwrap_err();
    let found = client.groups().get("g").await.unwrap_err();
    for error in [listed, found] {
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.code(), Some(ErrorCode::new(2026)));
        assert_eq!(error.message(), "用户 \u{fffd} 已存在");
    }
}

#[tokio::test]
async fn one_odd_user_costs_that_user_and_one_odd_member_that_member() {
    let list = json!([
        user(),
        with("loginsCount", "many"),
        with("id", 7),
        with("identities", json!([{"openid": "o", "provider": ["x"]}, {"openid": "p"}])),
        with(
            "customData",
            json!([{"key": "a", "value": "1", "dataType": "NUMBER"}, {"key": 2, "dataType": "NUMBER"}])
        ),
        with("blocked", "perhaps"),
    ]);
    let response = data("users", json!({"totalCount": 6, "list": list}));
    let (_, page) = exchange(response, |client| client.users().list(ListUsers::new())).await;
    let page = page.unwrap();
    assert_eq!((page.list.len(), page.total_count), (4, 6));
    assert_eq!(page.list[1].logins_count, None);
    let openids: Vec<_> =
        page.list[2].identities.as_ref().unwrap().iter().map(|one| one.openid.as_deref()).collect();
    assert_eq!(openids, [Some("o"), Some("p")]);
    let told: Vec<_> = page.set_aside.iter().map(|part| (part.path.as_str(), part.entry)).collect();
    assert_eq!(
        told,
        [
            ("data.users.list[1].loginsCount", false),
            ("data.users.list[2]", true),
            ("data.users.list[3].identities[0].provider", false),
            ("data.users.list[4].customData[1]", true),
            ("data.users.list[5]", true),
        ]
    );
}

#[tokio::test]
async fn every_kind_of_list_loses_the_odd_entry_only() {
    let role = |code: Value| json!({"id": "r", "code": code, "arn": "a", "namespace": "default"});
    let roles = json!({"totalCount": 2, "list": [role(1.into()), role("b".into())]});
    let (_, read) =
        exchange(data("user", json!({"roles": roles})), |client| client.users().list_roles(ID))
            .await;
    let read = read.unwrap();
    assert_eq!((read.list[0].code.as_str(), read.set_aside.len()), ("b", 1));

    // Lists of REST, in pages of several kinds and without one.
    let namespaces = json!({"total": 2, "list": [{"id": "x"}, {"id": 1, "code": "shop"}]});
    let (_, read) = exchange(rest(namespaces), |client| {
        client.acl().list_namespaces(authing_management::acl::ListNamespaces::new())
    })
    .await;
    let read = read.unwrap();
    assert_eq!((read.list.len(), read.set_aside[0].path.as_str()), (1, "data.list[0]"));
    for agreements in [json!([{"id": "x"}, {"id": 1}]), json!({"list": [{"id": "x"}, {"id": 1}]})] {
        let (_, read) =
            exchange(rest(agreements), |client| client.applications().list_agreements("app")).await;
        assert_eq!(read.unwrap().len(), 1);
    }
    let tree =
        json!({"id": "n", "name": "N", "members": [7, {"id": "u"}], "children": [3, {"id": "m"}]});
    let (_, root) = exchange(rest(tree), |client| client.orgs().export("o").with_meta()).await;
    let root = root.unwrap();
    assert_eq!((root.value.members.len(), root.value.children.len()), (1, 1));
    assert_eq!(root.meta.set_aside.len(), 2);
}

#[tokio::test]
async fn what_decides_who_may_do_what_is_read_as_a_whole_or_not_at_all() {
    let resources = json!({"totalCount": 2, "list": [{"code": "a"}, {"code": 1}]});
    let answer = data("authorizedResources", resources.clone());
    let (_, read) = exchange(answer, |client| {
        client.acl().list_authorized_resources(Target::role("editor"), None)
    })
    .await;
    assert!(read.unwrap_err().message().contains("`data.authorizedResources.list[1].code`"));
    let (_, read) = exchange(data("user", json!({"authorizedResources": resources})), |client| {
        client.users().list_authorized_resources(ID, None)
    })
    .await;
    assert_eq!(read.unwrap_err().kind(), ErrorKind::Decode);
    let (_, status) =
        exchange(rest(json!({"OTP": true, "FACE": "no"})), |client| client.mfa().get_status(ID))
            .await;
    assert_eq!(status.unwrap_err().kind(), ErrorKind::Decode);
    let policy = json!({"namespace": "default", "code": "p", "statements": [
        {"resource": "a", "actions": ["x"], "effect": "ALLOW"}, {"resource": "a", "actions": 1, "effect": "DENY"},
    ]});
    let (_, read) = exchange(data("policy", policy), |client| client.policies().get("p")).await;
    assert_eq!(read.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_page_without_its_list_is_an_error_that_names_it() {
    for page in [json!({}), json!({"totalCount": 0}), json!({"totalCount": 3, "list": null})] {
        let (_, read) =
            exchange(data("users", page.clone()), |client| client.users().list(ListUsers::new()))
                .await;
        let error = read.unwrap_err();
        assert!(error.message().contains("`data.users.list`"), "{page}: {error}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
        let (client, _) = client(data("users", page));
        let all = client.users().list(ListUsers::new()).items().try_collect::<Vec<_>>().await;
        assert_eq!(all.unwrap_err().kind(), ErrorKind::Decode);
    }
    for body in [data("users", Value::Null), json!({"data": {}})] {
        let (_, read) = exchange(body, |client| client.users().list(ListUsers::new())).await;
        assert!(read.unwrap_err().message().contains("data.users"));
    }
    // The lists below something.
    for (parent, lacks) in
        [("group", "`data.group.users.list`"), ("role", "`data.role.users.list`")]
    {
        let answer = data(parent, json!({"users": {"totalCount": 1}}));
        let read = match parent {
            "group" => exchange(answer, |client| client.groups().list_users("g")).await.1,
            _ => exchange(answer, |client| client.roles().list_users("r")).await.1,
        };
        let error = read.unwrap_err();
        assert!(error.message().contains(lacks), "{error}");
    }
    // REST.
    for body in [json!({"code": 200}), rest(Value::Null), rest(json!({"totalCount": 1}))] {
        let (client, _) = client(body);
        let errors = [
            client.applications().list(ListApplications::new()).await.err(),
            client.tenants().list(authing_management::tenants::ListTenants::new()).await.err(),
            client
                .acl()
                .list_namespaces(authing_management::acl::ListNamespaces::new())
                .await
                .err(),
            client.devices().list(authing_management::devices::ListDevices::new()).await.err(),
        ];
        for error in errors {
            let error = error.unwrap();
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(error.message().contains("lacks `data"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_user_that_does_not_exist_is_told_with_status_and_request() {
    let server = ScriptedTransport::new(|_, request| {
        let body = match request.url.path() {
            "/graphql/v2" => data("user", Value::Null),
            _ => rest(Value::Null),
        };
        let mut response = HttpResponse::new(StatusCode::OK, body.to_string());
        response.headers.insert("x-request-id", "r-1".parse().unwrap());
        Ok(response)
    });
    let client = client_with(&server);
    let users = client.users();
    let errors = [
        users.get(ID).await.err(),
        users.list_groups(ID).await.err(),
        users.list_roles(ID).await.err(),
        users.list_departments(ID).await.err(),
        users.list_authorized_resources(ID, None).await.err(),
    ];
    for error in errors {
        let error = error.unwrap();
        assert!(error.is_not_found(), "{error}");
        assert_eq!((error.status(), error.request_id()), (Some(200), Some("r-1")));
        assert!(
            error
                .to_string()
                .contains("failed: HTTP 200, Authing code 2004: the user does not exist")
        );
    }
}

#[tokio::test]
async fn a_user_without_what_was_asked_for_is_not_a_missing_user() {
    for (member, name) in [("groups", "groups"), ("roles", "roles")] {
        let (_, read) = match member {
            "groups" => {
                let (sent, read) = exchange(data("user", json!({member: null})), |client| {
                    client.users().list_groups(ID)
                })
                .await;
                (sent, read.map(|page| page.total_count))
            }
            _ => {
                let (sent, read) = exchange(data("user", json!({member: "x"})), |client| {
                    client.users().list_roles(ID)
                })
                .await;
                (sent, read.map(|page| page.total_count))
            }
        };
        let error = read.unwrap_err();
        assert!(!error.is_not_found());
        assert!(error.message().contains(&format!("lacks `data.user.{name}`")), "{error}");
    }
}

#[tokio::test]
async fn times_of_every_form_are_read_in_every_area() {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_secs(1_632_468_591);
    for time in [
        json!("1632468591"),
        json!(1_632_468_591),
        json!("1632468591000"),
        json!(1_632_468_591_000_u64),
        json!("2021-09-24 15:29:51+08"),
        json!("2021-09-24T07:29:51+0000"),
    ] {
        let read = |found: Option<authing_management::Timestamp>| found.unwrap().to_system_time();
        let page =
            data("users", json!({"totalCount": 1, "list": [with("createdAt", time.clone())]}));
        let (_, users) = exchange(page, |client| client.users().list(ListUsers::new())).await;
        assert_eq!(read(users.unwrap().list.remove(0).created_at), Some(moment), "{time}");

        let tenant = json!({"id": "t", "createdAt": time});
        let (_, tenant) = exchange(rest(tenant), |client| client.tenants().get("t")).await;
        assert_eq!(read(tenant.unwrap().created_at), Some(moment), "{time}");

        let device = json!({"totalCount": 1, "list": [{"id": "d", "loginTime": time}]});
        let (_, devices) = exchange(rest(device), |client| {
            client.devices().list(authing_management::devices::ListDevices::new())
        })
        .await;
        assert_eq!(read(devices.unwrap().list.remove(0).login_time), Some(moment), "{time}");

        let log = json!({"totalCount": 1, "list": [{"timestamp": time}]});
        let (_, entries) = exchange(rest(log), |client| {
            client.logs().list_user_actions(authing_management::logs::ListLogs::new())
        })
        .await;
        assert_eq!(read(entries.unwrap().list.remove(0).timestamp), Some(moment), "{time}");
    }
}

#[tokio::test]
async fn deleting_every_user_of_a_whole_list_deletes_all() {
    let users: Arc<Mutex<Vec<usize>>> = Arc::new(Mutex::new((0..25).collect()));
    let stored = Arc::clone(&users);
    let server = ScriptedTransport::new(move |_, request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let variables = &body["variables"];
        let mut users = stored.lock().unwrap();
        let answer = match variables["id"].as_str() {
            Some(id) => {
                users.retain(|user| user.to_string() != id);
                data("deleteUser", json!({"code": 200}))
            }
            None => {
                let number = |name: &str| variables[name].as_u64().unwrap() as usize;
                let (page, limit) = (number("page"), number("limit"));
                let shown = users.iter().skip((page - 1) * limit).take(limit);
                let list: Vec<Value> = shown.map(|id| with("id", id.to_string())).collect();
                data("users", json!({"totalCount": users.len(), "list": list}))
            }
        };
        Ok(HttpResponse::new(StatusCode::OK, answer.to_string()))
    });
    let client = client_with(&server);
    let all = client.users().list(ListUsers::new().limit(4)).all().await.unwrap();
    assert_eq!((all.list.len(), all.total_count), (25, 25));
    for user in all.list {
        client.users().delete(user.id).await.unwrap();
    }
    assert!(users.lock().unwrap().is_empty());
}
