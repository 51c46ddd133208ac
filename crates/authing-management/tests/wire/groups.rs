//! The groups area.

use authing_management::{ListGroups, types::SortBy};
use serde_json::json;

use crate::common::{ID, data, exchange, refused};

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
