//! The groups area of the administrator's client, against the emulator.
#![cfg(test)]

use std::time::Duration;

use authing_management::{ListGroups, types::SortBy};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// Lists to the end and answers the groups' codes.
async fn codes(server: &TestServer, request: ListGroups) -> Vec<String> {
    let groups = server.management.groups().list(request).items();
    groups.map_ok(|group| group.code).try_collect().await.unwrap()
}

async fn create(server: &TestServer, code: &str) {
    server.emulator.advance(Duration::from_secs(1));
    let create = format!(r#"mutation {{ createGroup(code: "{code}", name: "G") {{ code }} }}"#);
    server.graphql(&create).await.unwrap();
}

#[tokio::test]
async fn groups_are_paged_sorted_and_streamed() {
    let server = TestServer::start().await.unwrap();
    for code in ["a", "b", "c"] {
        create(&server, code).await;
    }
    server.emulator.advance(Duration::from_secs(1));
    let rename = r#"mutation { updateGroup(code: "b", name: "B") { code } }"#;
    server.graphql(rename).await.unwrap();

    let request = || ListGroups::new().limit(2);
    let second = server.management.groups().list(request().page(2)).await.unwrap();
    assert_eq!((second.total_count, second.list.len()), (3, 1));
    assert_eq!((second.list[0].code.as_str(), second.list[0].name.as_str()), ("a", "G"));
    assert_eq!(codes(&server, request()).await, ["c", "b", "a"], "newest first");
    for (order, expected) in [
        (SortBy::CreatedAtDesc, ["c", "b", "a"]),
        (SortBy::CreatedAtAsc, ["a", "b", "c"]),
        (SortBy::UpdatedAtDesc, ["b", "c", "a"]),
        (SortBy::UpdatedAtAsc, ["a", "c", "b"]),
    ] {
        assert_eq!(codes(&server, request().sort_by(order.clone())).await, expected, "{order:?}");
    }
}

#[tokio::test]
async fn the_groups_of_one_user_are_listed_alone() {
    let server = TestServer::start().await.unwrap();
    for code in ["a", "b", "c"] {
        create(&server, code).await;
    }
    let (bob, ann) = (server.user("bob").await.unwrap().id, server.user("ann").await.unwrap().id);
    let users = server.management.users();
    for code in ["a", "c"] {
        users.add_group(&bob, code).await.unwrap();
    }
    let of_bob = ListGroups::new().user_id(&bob);
    assert_eq!(codes(&server, of_bob.clone()).await, ["c", "a"]);
    let oldest_first = of_bob.clone().sort_by(SortBy::CreatedAtAsc).limit(1);
    assert_eq!(codes(&server, oldest_first).await, ["a", "c"]);
    assert!(codes(&server, ListGroups::new().user_id(ann)).await.is_empty());

    users.remove_group(&bob, "a").await.unwrap();
    assert_eq!(codes(&server, of_bob).await, ["c"]);
}
