//! The social connections area of the administrator's client, against the emulator.

use authing_tests::TestServer;

#[tokio::test]
async fn a_provider_is_connected_switched_off_and_on() {
    let server = TestServer::start().await.unwrap();
    let social = server.management.social_connections();
    let github = social.get_provider("github").await.unwrap();
    assert!(social.list_providers().await.unwrap().contains(&github));
    assert_eq!(social.get_provider_opt("nobody").await.unwrap(), None);
    assert!(social.list().await.unwrap().is_empty());
    assert!(social.get("github").await.is_err(), "it is not connected yet");
    assert!(social.enable("github").await.is_err());

    let connected = social.create("github", [("clientId", "a"), ("clientSecret", "b")]).await;
    assert!(connected.unwrap().enabled);
    assert!(!social.disable("github").await.unwrap().enabled);
    let again = social.create("github", [("clientId", "c")]).await.unwrap();
    assert!(!again.enabled, "other settings switch nothing on");
    let all = social.list().await.unwrap();
    assert_eq!(all.len(), 1, "one connection with a provider");
    assert_eq!(all[0].fields.as_ref().unwrap()[0].value, "c");
    assert!(social.enable("github").await.unwrap().enabled);
    assert!(social.get("github").await.unwrap().enabled);
    assert!(social.create("nobody", [("clientId", "a")]).await.is_err());
}
