//! The user pools area.

use authing_management::{CreateUserPool, ListUserPools, types::SortBy};
use serde_json::{Value, json};

use crate::{
    common::{data, exchange, refused},
    user_pool::pool,
};

#[tokio::test]
async fn list() {
    let answer = data("userpools", json!({"totalCount": 1, "list": [pool()]}));
    let (sent, page) = exchange(answer, |client| {
        client.user_pools().list(ListUserPools::new().limit(5).sort_by(SortBy::UpdatedAtDesc))
    })
    .await;
    sent.is_graphql("query userpools(", json!({"page": 1, "limit": 5, "sortBy": "UPDATEDAT_DESC"}));
    let page = page.unwrap();
    assert_eq!(page.list[0].secret.expose(), "canary");
    assert!(!format!("{page:?}").contains("canary"));
}

#[tokio::test]
async fn list_types() {
    let answer = data("userpoolTypes", json!([{"code": "web", "sdks": ["js", null]}]));
    let (sent, types) = exchange(answer, |client| client.user_pools().list_types()).await;
    sent.is_graphql("query userpoolTypes{", Value::Null);
    assert_eq!(types.unwrap()[0].code.as_deref(), Some("web"));
}

#[tokio::test]
async fn is_domain_available() {
    let answer = data("isDomainAvaliable", json!(false));
    let (sent, available) =
        exchange(answer, |client| client.user_pools().is_domain_available("shop")).await;
    sent.is_graphql("query isDomainAvaliable(", json!({"domain": "shop"}));
    assert!(!available.unwrap());
    let answer = data("isDomainAvaliable", Value::Null);
    let (_, nothing) =
        exchange(answer, |client| client.user_pools().is_domain_available("shop")).await;
    assert!(nothing.is_err(), "null does not mean yes");
    let error = refused(|client| client.user_pools().is_domain_available(" ")).await;
    assert_eq!(error, "user_pools.is_domain_available failed: argument `domain` is empty");
}

#[tokio::test]
async fn create() {
    let (sent, created) = exchange(data("createUserpool", pool()), |client| {
        let request = CreateUserPool::new("Shop", "shop")
            .description("d")
            .logo("https://shop.example/logo.svg")
            .types(["web"]);
        client.user_pools().create(request)
    })
    .await;
    sent.is_graphql(
        "mutation createUserpool(",
        json!({
            "name": "Shop", "domain": "shop", "description": "d",
            "logo": "https://shop.example/logo.svg", "userpoolTypes": ["web"],
        }),
    );
    assert_eq!(created.unwrap().id, "pool");
    for (name, domain, argument) in [("", "shop", "name"), ("Shop", " ", "domain")] {
        let request = CreateUserPool::new(name, domain);
        let error = refused(|client| client.user_pools().create(request)).await;
        assert_eq!(error, format!("user_pools.create failed: argument `{argument}` is empty"));
    }
}
