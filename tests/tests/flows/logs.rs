//! The logs area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::logs::ListLogs;
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// Lists a log to the end and returns the kinds of events.
async fn events(
    list: authing_management::PagedCall<authing_management::logs::LogEntry>,
) -> Vec<String> {
    list.items().map_ok(|entry| entry.event_type.unwrap()).try_collect().await.unwrap()
}

#[tokio::test]
async fn what_users_do_is_logged_and_found() {
    let server = TestServer::start().await.unwrap();
    let logs = server.management.logs();
    let bob = server.user("bob").await.unwrap().id;
    let ann = server.user("ann").await.unwrap().id;
    for name in ["bob", "ann"] {
        server.app.new_session().login_by_username(name, "passw0rd").await.unwrap();
        server.emulator.advance(Duration::from_secs(60));
    }
    assert_eq!(events(logs.list_user_actions(ListLogs::new().limit(1))).await, ["login", "login"]);

    let page = logs.list_user_actions(ListLogs::new().user_id(&bob)).await.unwrap();
    let entry = &page.list[0];
    assert_eq!((page.total_count, entry.user_id.as_deref()), (1, Some(bob.as_str())));
    assert_eq!(entry.user_name.as_deref(), Some("bob"));
    assert_eq!(entry.app_id.as_deref(), Some(server.emulator.app_id()));
    let at = entry.timestamp.as_ref().unwrap().to_system_time().unwrap();
    let later = at + Duration::from_secs(30);
    let since = logs.list_user_actions(ListLogs::new().start(later)).await.unwrap();
    assert_eq!((since.total_count, since.list[0].user_id.as_deref()), (1, Some(ann.as_str())));
    let until = logs.list_user_actions(ListLogs::new().end(later)).await.unwrap();
    assert_eq!((until.total_count, until.list[0].user_id.as_deref()), (1, Some(bob.as_str())));
    for nothing in [
        ListLogs::new().event_type("register"),
        ListLogs::new().app_id("other"),
        ListLogs::new().client_ip("203.0.113.1"),
    ] {
        assert_eq!(logs.list_user_actions(nothing).await.unwrap().total_count, 0);
    }
}

#[tokio::test]
async fn what_administrators_do_is_logged_and_found() {
    let server = TestServer::start().await.unwrap();
    let logs = server.management.logs();
    let bob = server.user("bob").await.unwrap().id;
    server
        .management
        .users()
        .exists(authing_management::types::UserKey::username("bob"))
        .await
        .unwrap();
    server.management.users().delete(&bob).await.unwrap();
    server.management.users().delete(&bob).await.unwrap_err();
    server.app.register_by_username("ann", "passw0rd").await.unwrap();
    assert_eq!(
        events(logs.list_audit_logs(ListLogs::new().limit(1))).await,
        ["deleteUser", "createUser"],
        "neither what was only read, nor what failed, nor what users did"
    );

    let created = logs.list_audit_logs(ListLogs::new().event_type("createUser")).await.unwrap();
    let entry = &created.list[0];
    assert_eq!((created.total_count, entry.operation_mode.as_deref()), (1, Some("SDK")));
    assert_eq!(entry.user_pool_id.as_deref(), Some(server.emulator.user_pool_id()));
    let owner = server.management.user_pool().get().await.unwrap().owner_id.into_option().unwrap();
    assert_eq!((entry.user_id.as_ref(), &entry.origin_value), (Some(&owner), &None));
    let ip = entry.client_ip.clone().unwrap();
    let from_here = logs.list_audit_logs(ListLogs::new().client_ip(ip)).await.unwrap();
    assert_eq!(from_here.total_count, 2);
    let by_user = logs.list_audit_logs(ListLogs::new().user_id(&bob)).await.unwrap();
    assert_eq!(by_user.total_count, 0);
    let by_owner = logs.list_audit_logs(ListLogs::new().user_id(&owner)).await.unwrap();
    assert_eq!(by_owner.total_count, 2, "the pool's secret acts for its owner");
    let listed = ListLogs::new().operation_names(["createUser", "none"]).operator_ids([&owner]);
    assert_eq!(logs.list_audit_logs(listed).await.unwrap().total_count, 1);
}
