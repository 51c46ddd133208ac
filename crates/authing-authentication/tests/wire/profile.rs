//! The profile, and whether an account exists.

use authing_authentication::{
    ErrorCode, ErrorKind, Patch, UpdateProfile,
    types::{UpdateUserInput, UserKey},
};
use serde_json::json;

use crate::common::{
    HELD, ID, client, data, exchange, exchange_logged_in, refusal, server, unsent, user,
};

#[tokio::test]
async fn a_profile_is_changed_with_the_user_s_token() {
    let changes = UpdateUserInput::new().nickname("Nick").company(Patch::Null);
    let response = data("updateUser", user(ID, None));
    let (sent, bob) = exchange_logged_in(response, |client| client.update_profile(changes)).await;
    assert_eq!(bob.id, ID);
    sent.is_graphql("mutation updateUser($id:String,$input:UpdateUserInput!,");
    assert_eq!(sent.token(), Some(HELD));
    assert_eq!(sent.variables(), json!({"input": {"nickname": "Nick", "company": null}}));
}

#[tokio::test]
async fn a_profile_names_the_user_where_that_is_known() {
    let server = server(data("updateUser", user(ID, None)));
    let client = client(&server).with_token(HELD);
    client.set_current_user(&serde_json::from_value(user(ID, None)).unwrap());
    client.update_profile(UpdateUserInput::new().nickname("Nick")).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&server.requests()[0].body).unwrap();
    assert_eq!(body["variables"], json!({"id": ID, "input": {"nickname": "Nick"}}));
}

#[tokio::test]
async fn a_profile_carries_tokens_of_verified_addresses() {
    let request = UpdateProfile::new(UpdateUserInput::new().email("new@example.com"))
        .email_token("email-token")
        .phone_token("phone-token");
    let response = data("updateUser", user(ID, None));
    let (sent, _) = exchange_logged_in(response, |client| client.update_profile(request)).await;
    assert_eq!(
        sent.variables(),
        json!({
            "input": {"email": "new@example.com"},
            "emailToken": "email-token",
            "phoneToken": "phone-token",
        })
    );
}

#[tokio::test]
async fn a_password_in_a_profile_is_refused_before_it_is_sent() {
    let changes = UpdateUserInput::new().nickname("Nick").password("canary");
    let error = unsent(|client| client.with_token(HELD).update_profile(changes)).await;
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.message().contains("update_password"), "{error}");
}

#[tokio::test]
async fn a_profile_of_nobody_is_not_sent() {
    let changes = UpdateUserInput::new().nickname("Nick");
    let error = unsent(|client| client.update_profile(changes)).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}

#[tokio::test]
async fn an_address_in_a_profile_is_the_server_s_to_refuse() {
    let client = client(&server(refusal(2225, "请使用 updateEmail"))).with_token(HELD);
    let changes = UpdateUserInput::new().email("new@example.com");
    let error = client.update_profile(changes).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::EMAIL_NEEDS_UPDATE_EMAIL));
}

#[tokio::test]
async fn a_user_is_looked_up_by_each_kind_of_key() {
    for (key, variables) in [
        (UserKey::email("bob@example.com"), json!({"email": "bob@example.com"})),
        (UserKey::username("bob"), json!({"username": "bob"})),
        (UserKey::phone("13800000000"), json!({"phone": "13800000000"})),
        (UserKey::external_id("hr-7"), json!({"externalId": "hr-7"})),
    ] {
        let (sent, exists) =
            exchange(data("isUserExists", json!(true)), |client| client.user_exists(key)).await;
        assert!(exists);
        sent.is_graphql("query isUserExists($email:String,");
        assert_eq!(sent.token(), None);
        assert_eq!(sent.variables(), variables);
    }
}

#[tokio::test]
async fn a_lookup_carries_a_token_that_is_held_and_reads_null_as_no() {
    let key = UserKey::username("bob");
    let (sent, exists) =
        exchange_logged_in(data("isUserExists", json!(null)), |client| client.user_exists(key))
            .await;
    assert!(!exists);
    assert_eq!(sent.token(), Some(HELD));
}

#[tokio::test]
async fn a_lookup_of_nothing_is_not_sent() {
    let error = unsent(|client| client.user_exists(UserKey::email(" "))).await;
    assert_eq!((error.kind(), error.message()), (ErrorKind::Input, "argument `email` is empty"));
}
