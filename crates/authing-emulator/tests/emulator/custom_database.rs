//! A custom database, from which people move in when they log in.

use authing_emulator::{CustomDatabase, DatabaseScript, Emulator};
use serde_json::{Value, json};

use crate::client::{Client, text};
use crate::functions::Service;

/// A database of one: Ann, whose password is `passw0rd`.
fn old() -> CustomDatabase {
    CustomDatabase::new(|call| {
        let named = |key: &str, name: &str| call.query()[key] == name;
        let known = named("username", "ann") || named("email", "ann@example.com");
        let ann = json!({
            "id": 7, "username": "ann", "email": "ann@example.com", "emailVerified": true,
            "nickname": "Ann",
        });
        match call.script() {
            DatabaseScript::Login if known && call.password() == Some("passw0rd") => Ok(Some(ann)),
            DatabaseScript::Login => Err("wrong name or password".to_owned()),
            _ => Ok(known.then_some(ann)),
        }
    })
}

#[tokio::test]
async fn whoever_logs_in_for_the_first_time_moves_in_and_is_a_user_from_then_on() {
    let emulator = Emulator::builder().custom_database(old()).start().await.unwrap();
    let app = Client::app(&emulator);
    let refused = app.login("ann", "wrong").await.unwrap_err();
    assert_eq!((refused.code, refused.message.as_str()), (500, "wrong name or password"));
    let input = json!({ "email": "ann@example.com", "password": app.encrypt("passw0rd") });
    let ann = app.input("loginByEmail", input).await.unwrap();
    assert_eq!((&ann["username"], &ann["nickname"]), (&json!("ann"), &json!("Ann")));
    assert_eq!((&ann["emailVerified"], &ann["loginsCount"]), (&json!(true), &json!(1)));
    assert!(ann["token"].is_string());
    let admin = Client::admin(&emulator).await;
    let find = "query { findUser(externalId: \"7\") { id } }";
    let found = admin.op("findUser", find, json!({})).await.unwrap();
    assert_eq!(found["id"], ann["id"]);
    // The emulator's own copy counts now: its text of a wrong password, not the database's.
    assert_eq!(app.login("ann", "wrong").await.unwrap_err().code, 2006);
    assert_eq!(app.login("ann", "passw0rd").await.unwrap()["id"], ann["id"]);
}

#[tokio::test]
async fn the_login_page_and_protocols_let_people_move_in_too() {
    let emulator = Emulator::builder().custom_database(old()).start().await.unwrap();
    let fields = [
        ("grant_type", "password"),
        ("username", "ann@example.com"),
        ("password", "passw0rd"),
        ("client_id", emulator.app_id()),
        ("client_secret", emulator.app_secret()),
        ("scope", "openid"),
    ];
    let issued = Client::app(&emulator).form("/oidc/token", &fields).await;
    assert!(issued["id_token"].is_string(), "{issued}");
    Client::app(&emulator).login("ann", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn nobody_registers_a_name_that_the_database_knows() {
    let emulator = Emulator::builder().custom_database(old()).start().await.unwrap();
    let app = Client::app(&emulator);
    assert_eq!(app.register("ann", "other-passw0rd").await.unwrap_err().code, 2026);
    app.register("bob", "passw0rd").await.unwrap();
}

#[tokio::test]
async fn an_address_is_asked_by_json_with_the_password_and_a_profile_without_an_id_is_an_error() {
    let profile = json!({ "id": "7", "nickname": "Ann" });
    let service = Service::start(json!({ "profile": profile })).await;
    let emulator = Emulator::builder()
        .custom_database(CustomDatabase::at(&service.url))
        .start()
        .await
        .unwrap();
    let app = Client::app(&emulator);
    let ann = app.login("ann", "passw0rd").await.unwrap();
    assert_eq!((&ann["username"], &ann["nickname"]), (&json!("ann"), &json!("Ann")));
    let (_, call) = service.take();
    assert_eq!((&call["script"], &call["query"]), (&json!("login"), &json!({ "username": "ann" })));
    assert_eq!(
        (text(&call, "password"), &call["context"]["userPoolId"]),
        ("passw0rd", &json!(emulator.user_pool_id()))
    );
    app.login("ann", "passw0rd").await.unwrap();
    assert_eq!(service.count(), 0, "who has moved in is not asked for again");

    for (returned, code, message) in [
        (json!({ "error": "not here" }), 500, "not here"),
        (json!({ "profile": {} }), 603, "a profile has an `id` that is not empty"),
        (json!({ "profile": null }), 603, "it returned no profile"),
        (json!({ "profile": [] }), 603, "a profile is an object"),
        (json!({}), 603, "with `profile` or `error`"),
    ] {
        service.returns(returned);
        let failed = app.login("bob", "passw0rd").await.unwrap_err();
        assert_eq!(failed.code, code);
        assert!(failed.message.ends_with(message), "{}", failed.message);
    }
}

#[tokio::test]
async fn a_control_route_gives_a_pool_a_database_of_this_machine_and_takes_it_away() {
    let service = Service::start(json!({ "profile": null })).await;
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let put = async |body: Value| {
        let request = app.request("PUT", "/_emulator/custom-database").json(&body);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(put(json!({ "url": "http://example.com/" })).await, 400);
    assert_eq!(put(json!({ "url": service.url })).await, 200);
    app.register("bob", "passw0rd").await.unwrap();
    assert_eq!(service.count(), 1, "it was asked for the name");
    assert_eq!(put(json!({ "url": null })).await, 200);
    app.register("ann", "passw0rd").await.unwrap();
    assert_eq!(service.count(), 1);
}
