//! The logs area.

use std::time::{Duration, UNIX_EPOCH};

use authing_management::logs::{ListLogs, LogEntry};
use serde_json::{Value, json};

use crate::common::{ID, exchange, refused, rest};

/// Every filter, and its query.
fn filtered() -> (ListLogs, &'static str) {
    let request = ListLogs::new()
        .page(2)
        .limit(50)
        .client_ip("1.2.3.4")
        .event_type("user:created")
        .user_id(ID)
        .app_id("app")
        .start(UNIX_EPOCH + Duration::from_millis(1_500))
        .end(UNIX_EPOCH + Duration::from_secs(2));
    let query = "clientip=1.2.3.4&eventType=user%3Acreated&userId=5f7ddfe62ba819802422362e\
        &app_id=app&page=2&limit=50&start=1500&end=2000";
    (request, query)
}

#[tokio::test]
async fn list_user_actions() {
    // The older form.
    let response = rest(json!({"totalCount": 1, "list": [{
        "operator_arn": format!("arn:cn:authing:pool:user:{ID}"),
        "@timestamp": "2021-09-24T07:29:51.123Z",
        "userpool_id": "pool",
        "app_id": "app",
        "app": {"name": "Demo", "logo": "https://l"},
        "operation_name": "login",
        "operation_desc": "登录",
        "clientip": "1.2.3.4",
        "user": {"id": ID, "displayName": "Bob", "photo": null},
        "geoip": {"city_name": "Beijing", "latitude": 39.9},
        "ua": {"name": "Chrome", "os": "Mac OS", "device": "null"},
    }]}));
    let (sent, page) =
        exchange(response.clone(), |client| client.logs().list_user_actions(ListLogs::new())).await;
    sent.is_rest("GET", "/api/v2/analysis/user-action?page=1&limit=10", Value::Null);
    let entry = &page.unwrap().list[0];
    assert_eq!(entry.event_type.as_deref(), Some("login"));
    assert_eq!((entry.user_id.as_deref(), entry.user_name.as_deref()), (Some(ID), Some("Bob")));
    assert_eq!((entry.app_id.as_deref(), entry.app_name.as_deref()), (Some("app"), Some("Demo")));
    assert_eq!(entry.client_ip.as_deref(), Some("1.2.3.4"));
    assert_eq!(entry.geoip.as_ref().unwrap().latitude, Some(39.9));
    assert_eq!(entry.ua.as_ref().unwrap().device, None);
    let shown = format!("{entry:?}");
    assert!(shown.contains("login") && !shown.contains("Bob") && !shown.contains("1.2.3.4"));

    let (request, query) = filtered();
    assert!(!format!("{request:?}").contains("1.2.3.4"));
    let (sent, _) = exchange(response, |client| client.logs().list_user_actions(request)).await;
    sent.is_rest("GET", &format!("/api/v2/analysis/user-action?{query}"), Value::Null);
}

#[tokio::test]
async fn list_audit_logs() {
    // The newer form, with its odd ways to say nothing.
    let entry = json!({
        "logId": "l1",
        "timestamp": 1632468591123_i64,
        "eventType": "createUser",
        "eventDetails": {"id": ID},
        "eventResultCode": 200,
        "operationMode": "SDK",
        "originValue": "null",
        "userPoolId": "pool",
        "userId": ID,
        "clientIp": "1.2.3.4",
        "appId": null,
        "geoip": "null",
        "ua": {"os": 1},
        "addedLater": true,
    });
    let response = rest(json!({"totalCount": 1, "list": [entry]}));
    let (request, query) = filtered();
    let (sent, page) = exchange(response, |client| client.logs().list_audit_logs(request)).await;
    sent.is_rest("GET", &format!("/api/v2/analysis/audit?{query}"), Value::Null);
    let entry = page.unwrap().list.remove(0);
    assert_eq!(entry.event_type.as_deref(), Some("createUser"));
    assert_eq!(entry.timestamp.as_ref().unwrap().as_str(), "1632468591123");
    assert_eq!(entry.event_result_code.as_deref(), Some("200"));
    assert_eq!((&entry.origin_value, &entry.geoip, &entry.app_id), (&None, &None, &None));
    // What is kept somewhere as JSON reads back the same.
    let kept = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<LogEntry>(&kept).unwrap(), entry);
}

#[tokio::test]
async fn an_end_before_the_start_is_refused() {
    let error = refused(|client| {
        let request = ListLogs::new().start(UNIX_EPOCH + Duration::from_secs(1)).end(UNIX_EPOCH);
        client.logs().list_audit_logs(request).page()
    })
    .await;
    assert_eq!(error, "logs.list_audit_logs failed: argument `end` is before the start");
    let error =
        refused(|client| client.logs().list_user_actions(ListLogs::new().limit(0)).page()).await;
    assert!(error.contains("argument `limit` is 0"), "{error}");
}

#[tokio::test]
async fn operations_operators_and_applications_are_sent_as_lists() {
    let response = rest(json!({"totalCount": 0, "list": []}));
    let request = || {
        ListLogs::new()
            .operation_names(["createUser", "deleteUser"])
            .operator_ids([ID])
            .app_ids(["a", "b"])
    };
    let lists = |arn: &str| {
        format!(
            "operation_name%5B%5D=createUser&operation_name%5B%5D=deleteUser\
             &operator_arn%5B%5D={arn}%3A{ID}&app_id%5B%5D=a&app_id%5B%5D=b&page=1&limit=10"
        )
    };
    let (sent, _) =
        exchange(response.clone(), |client| client.logs().list_audit_logs(request())).await;
    let arn = lists("arn%3Acn%3Aauthing%3Auser");
    sent.is_rest("GET", &format!("/api/v2/analysis/audit?{arn}"), Value::Null);
    let (sent, _) = exchange(response, |client| client.logs().list_user_actions(request())).await;
    let arn = lists("arn%3Acn%3Aauthing%3Apool%3Auser");
    sent.is_rest("GET", &format!("/api/v2/analysis/user-action?{arn}"), Value::Null);
}
