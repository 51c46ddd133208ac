//! The whitelist area of the administrator's client, against the emulator.

use authing_management::types::WhitelistType;
use authing_tests::TestServer;

#[tokio::test]
async fn who_is_not_on_the_list_cannot_register_while_it_is_in_force() {
    let server = TestServer::start().await.unwrap();
    let whitelist = server.management.whitelist();
    let added = whitelist.add(WhitelistType::Username, ["ann", "bob"]).await.unwrap();
    assert_eq!(added.len(), 2);
    let again = whitelist.add(WhitelistType::Username, ["bob"]).await.unwrap();
    assert_eq!(again.len(), 2, "what is on it stays once");
    assert!(whitelist.list(WhitelistType::Email).await.unwrap().is_empty());

    let register = async |name: &str| {
        let session = server.app.new_session();
        session.register_by_username(name, "passw0rd").await.map(|_| ())
    };
    register("cid").await.unwrap();
    let pool = whitelist.enable(WhitelistType::Username).await.unwrap();
    assert_eq!(pool.whitelist.into_option().unwrap().username_enabled, Some(true));
    whitelist.enable(WhitelistType::Phone).await.unwrap();
    assert!(register("dan").await.is_err());
    register("ann").await.unwrap();
    server.user("eve").await.unwrap();

    let left = whitelist.remove(WhitelistType::Username, ["bob"]).await.unwrap();
    assert_eq!(left.iter().map(|entry| entry.value.as_str()).collect::<Vec<_>>(), ["ann"]);
    assert!(register("bob").await.is_err());
    let pool = whitelist.disable(WhitelistType::Username).await.unwrap();
    let switches = pool.whitelist.into_option().unwrap();
    assert_eq!((switches.username_enabled, switches.phone_enabled), (Some(false), Some(true)));
    register("bob").await.unwrap();
}
