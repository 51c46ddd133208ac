//! The user pools area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::{
    CreateUserPool, Credentials, ListUserPools, ManagementClient, Secret, types::SortBy,
};
use authing_tests::TestServer;

fn administrator(
    server: &TestServer,
    pool: &str,
    credentials: impl Into<Credentials>,
) -> ManagementClient {
    let builder = ManagementClient::builder(pool, credentials).host(server.emulator.url());
    builder.no_proxy().build().unwrap()
}

#[tokio::test]
async fn a_pool_is_made_used_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let pools = server.management.user_pools();
    assert!(pools.is_domain_available("shop").await.unwrap());
    server.emulator.advance(Duration::from_secs(1));
    let request = CreateUserPool::new("Shop", "shop").description("d").types(["web"]);
    let shop = pools.create(request).await.unwrap();
    assert_eq!((shop.name.as_str(), shop.description.as_deref()), ("Shop", Some("d")));
    assert!(!pools.is_domain_available("shop").await.unwrap());
    let taken = pools.create(CreateUserPool::new("Other", "shop")).await.unwrap_err();
    assert!(taken.is_already_exists(), "{taken}");

    let page = pools.list(ListUserPools::new().limit(1)).await.unwrap();
    assert_eq!((page.total_count, page.list[0].id.as_str()), (2, shop.id.as_str()));
    let oldest_first = ListUserPools::new().limit(1).sort_by(SortBy::CreatedAtAsc);
    let page = pools.list(oldest_first).await.unwrap();
    assert_eq!(page.list[0].id, server.emulator.user_pool_id());

    let of_the_shop = administrator(&server, &shop.id, shop.secret);
    assert_eq!(of_the_shop.user_pool().of_token().await.unwrap().id, shop.id);
    of_the_shop.user_pool().delete().await.unwrap();
    assert!(of_the_shop.user_pool().get().await.is_err(), "its tokens are worth nothing now");
    assert!(pools.is_domain_available("shop").await.unwrap());
    server.user("bob").await.unwrap();
}

#[tokio::test]
async fn another_secret_takes_the_place_of_the_former() {
    let server = TestServer::start().await.unwrap();
    let pool = server.emulator.user_pool_id().to_owned();
    let former = Secret::from(server.emulator.user_pool_secret());
    let secret = server.management.user_pool().refresh_secret().await.unwrap();
    server.management.user_pool().get().await.unwrap();
    assert!(administrator(&server, &pool, former).user_pool().get().await.is_err());
    administrator(&server, &pool, secret).user_pool().get().await.unwrap();
}

#[tokio::test]
async fn a_token_that_was_handed_over_is_renewed_without_the_secret() {
    let server = TestServer::start().await.unwrap();
    let pool = server.emulator.user_pool_id().to_owned();
    let token = |text: &str| Credentials::AccessToken(text.into());
    let issued = server.management.graphql::<serde_json::Value>(
        "query($pool: String!, $secret: String!) \
         { accessToken(userPoolId: $pool, secret: $secret) { accessToken } }",
        &serde_json::json!({"pool": pool, "secret": server.emulator.user_pool_secret()}),
    );
    let issued = issued.await.unwrap()["accessToken"]["accessToken"].clone();
    let issued = issued.as_str().unwrap();
    let handed = administrator(&server, &pool, token(issued));
    server.emulator.advance(Duration::from_secs(60));
    let renewed = handed.refresh_access_token(issued).await.unwrap();
    let renewed = renewed.access_token.unwrap();
    assert_ne!(renewed.expose(), issued);
    let client = administrator(&server, &pool, token(renewed.expose()));
    assert_eq!(client.user_pool().of_token().await.unwrap().id, pool);
    assert!(handed.refresh_access_token("no token").await.is_err());
}
