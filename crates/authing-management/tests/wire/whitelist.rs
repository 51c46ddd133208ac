//! The whitelist area.

use authing_management::types::WhitelistType;
use serde_json::json;

use crate::{
    common::{data, exchange, refused},
    user_pool::pool,
};

#[tokio::test]
async fn entries() {
    let answer = |field: &str| data(field, json!([{"value": "bob@example.com"}, null]));
    let (sent, list) =
        exchange(data("whitelist", json!([{"value": "bob@example.com"}])), |client| {
            client.whitelist().list(WhitelistType::Email)
        })
        .await;
    sent.is_graphql("query whitelist(", json!({"type": "EMAIL"}));
    assert_eq!(list.unwrap()[0].value, "bob@example.com");

    let variables = json!({"type": "EMAIL", "list": ["bob@example.com"]});
    let (sent, list) = exchange(answer("addWhitelist"), |client| {
        client.whitelist().add(WhitelistType::Email, ["bob@example.com"])
    })
    .await;
    sent.is_graphql("mutation addWhitelist(", variables.clone());
    let list = list.unwrap();
    assert_eq!(list.len(), 1, "a null entry says nothing");
    assert!(!format!("{list:?}").contains("bob"), "{list:?}");
    let (sent, _) = exchange(answer("removeWhitelist"), |client| {
        client.whitelist().remove(WhitelistType::Email, ["bob@example.com"])
    })
    .await;
    sent.is_graphql("mutation removeWhitelist(", variables);

    let error = refused(|client| client.whitelist().list("FAX".into())).await;
    let problem = "argument `kind` is none of USERNAME, EMAIL and PHONE";
    assert_eq!(error, format!("whitelist.list failed: {problem}"));
    refused(|client| client.whitelist().add(WhitelistType::Email, [] as [&str; 0])).await;
    refused(|client| client.whitelist().remove(WhitelistType::Email, [""])).await;
}

#[tokio::test]
async fn switches() {
    for (kind, switch) in [
        (WhitelistType::Username, "usernameEnabled"),
        (WhitelistType::Email, "emailEnabled"),
        (WhitelistType::Phone, "phoneEnabled"),
    ] {
        let answer = || data("updateUserpool", pool());
        let (sent, _) = exchange(answer(), |client| client.whitelist().enable(kind.clone())).await;
        let input = json!({"whitelist": {switch: true}});
        sent.is_graphql("mutation updateUserpool(", json!({"input": input}));
        let (sent, answered) =
            exchange(answer(), |client| client.whitelist().disable(kind.clone())).await;
        let input = json!({"whitelist": {switch: false}});
        sent.is_graphql("mutation updateUserpool(", json!({"input": input}));
        assert_eq!(answered.unwrap().id, "pool");
    }
    refused(|client| client.whitelist().enable("FAX".into())).await;
    refused(|client| client.whitelist().disable("FAX".into())).await;
}
