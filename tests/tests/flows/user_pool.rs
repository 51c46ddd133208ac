//! The user pool area of the administrator's client, against the emulator.

use authing_emulator::Emulator;
use authing_management::{ErrorCode, ManagementClient, types::UpdateUserpoolInput};
use authing_tests::TestServer;

/// The variables as they are listed, values exposed.
async fn listed(client: &ManagementClient) -> Vec<(String, Option<String>)> {
    let env = client.user_pool().list_env().await.unwrap().into_iter();
    env.map(|entry| (entry.key, entry.value.map(|value| value.expose().to_owned()))).collect()
}

#[tokio::test]
async fn environment_variables_come_change_and_go() {
    let server = TestServer::start().await.unwrap();
    let client = &server.management;
    assert!(listed(client).await.is_empty());

    let pool = client.user_pool();
    pool.add_env("A/B", "s3cret").await.unwrap();
    pool.add_env("C", "").await.unwrap();
    let both =
        [("C".to_owned(), Some(String::new())), ("A/B".to_owned(), Some("s3cret".to_owned()))];
    assert_eq!(listed(client).await, both, "the newest first");

    pool.add_env("A/B", "{\"a\": [1]}").await.unwrap();
    assert_eq!(listed(client).await[1].1.as_deref(), Some("{\"a\": [1]}"));

    pool.remove_env("A/B").await.unwrap();
    assert_eq!(listed(client).await.len(), 1);
    assert!(pool.remove_env("A/B").await.unwrap_err().code().is_some(), "there is none any more");
}

#[tokio::test]
async fn settings_change_one_by_one() {
    let server = TestServer::start().await.unwrap();
    let pool = server.management.user_pool();
    let before = pool.get().await.unwrap();
    assert_eq!(before.id, server.emulator.user_pool_id());
    assert_eq!(before.secret.expose(), server.emulator.user_pool_secret());
    assert_eq!((before.send_welcome_email, before.verify_code_length.as_ref()), (true, Some(&4)));

    let changes = UpdateUserpoolInput::new().name("Shop").verify_code_length(6);
    let after = pool.update(changes).await.unwrap();
    assert_eq!((after.name.as_str(), after.verify_code_length.as_ref()), ("Shop", Some(&6)));
    let read = pool.get().await.unwrap();
    assert_eq!((read.name.as_str(), read.send_welcome_email), ("Shop", true));
    server.app.send_sms_code("13800000000").await.unwrap();
    assert_eq!(server.emulator.last_code("13800000000").unwrap().len(), 6);

    let other = server.emulator.create_user_pool("Other").id;
    let taken = UpdateUserpoolInput::new().domain(other);
    assert!(pool.update(taken).await.unwrap_err().is_already_exists());
}

#[tokio::test]
async fn environment_variables_are_the_administrators() {
    let server = TestServer::start().await.unwrap();
    server.user("bob").await.unwrap();
    server.app.login_by_username("bob", "passw0rd").await.unwrap();
    let token = server.app.token().unwrap();
    let as_bob = administrator(&server.emulator, token.expose());
    let refused = as_bob.user_pool().list_env().await.unwrap_err();
    assert_eq!(refused.code(), Some(ErrorCode::PERMISSION_DENIED));
}

/// A client that takes this token for the administrator's.
fn administrator(emulator: &Emulator, token: &str) -> ManagementClient {
    let token = authing_management::Credentials::AccessToken(token.into());
    ManagementClient::builder(emulator.user_pool_id(), token)
        .host(emulator.url())
        .no_proxy()
        .build()
        .unwrap()
}
