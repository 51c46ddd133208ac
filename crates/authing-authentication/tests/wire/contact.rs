//! Binding, changing and unbinding email address and phone number.

use authing_authentication::{EmailProof, ErrorKind, PhoneProof};
use serde_json::{Value, json};

use crate::common::{HELD, ID, client, data, exchange_logged_in, server, unsent, user};

#[tokio::test]
async fn a_first_phone_number_is_bound_with_its_code() {
    let response = data("bindPhone", user(ID, None));
    let (sent, bob) = exchange_logged_in(response, |client| {
        client.bind_phone(PhoneProof::new("5550100", "1234").country_code("+1"))
    })
    .await;
    sent.is_graphql(
        "mutation bindPhone($phone:String!,$phoneCode:String!,$phoneCountryCode:String)",
    );
    let variables = json!({"phone": "5550100", "phoneCode": "1234", "phoneCountryCode": "+1"});
    assert_eq!((sent.token(), sent.variables()), (Some(HELD), variables));
    assert_eq!(bob.id, ID);
}

#[tokio::test]
async fn a_first_email_address_is_bound_with_its_code() {
    let response = data("bindEmail", user(ID, None));
    let (sent, bob) = exchange_logged_in(response, |client| {
        client.bind_email(EmailProof::new("bob@example.com", "1234"))
    })
    .await;
    sent.is_graphql("mutation bindEmail($email:String!,$emailCode:String!)");
    let variables = json!({"email": "bob@example.com", "emailCode": "1234"});
    assert_eq!((sent.token(), sent.variables()), (Some(HELD), variables));
    assert_eq!(bob.id, ID);
}

#[tokio::test]
async fn unbinding_a_phone_number_needs_nothing_but_the_login() {
    let response = data("unbindPhone", user(ID, None));
    let (sent, _) = exchange_logged_in(response, |client| client.unbind_phone()).await;
    sent.is_graphql("mutation unbindPhone{unbindPhone{");
    assert_eq!((sent.token(), sent.variables()), (Some(HELD), Value::Null));
}

#[tokio::test]
async fn unbinding_an_email_address_needs_nothing_but_the_login() {
    let response = data("unbindEmail", user(ID, None));
    let (sent, _) = exchange_logged_in(response, |client| client.unbind_email()).await;
    sent.is_graphql("mutation unbindEmail{unbindEmail{");
    assert_eq!((sent.token(), sent.variables()), (Some(HELD), Value::Null));
}

#[tokio::test]
async fn a_phone_number_is_changed_with_the_proof_of_the_old_one_or_without() {
    let old = PhoneProof::new("5550100", "1234").country_code("+1");
    let old_variables = json!({
        "phone": "13900000000",
        "phoneCode": "5678",
        "oldPhone": "5550100",
        "oldPhoneCode": "1234",
        "oldPhoneCountryCode": "+1",
    });
    for (old, variables) in
        [(None, json!({"phone": "13900000000", "phoneCode": "5678"})), (Some(old), old_variables)]
    {
        let response = data("updatePhone", user(ID, None));
        let (sent, _) = exchange_logged_in(response, |client| {
            client.update_phone(PhoneProof::new("13900000000", "5678"), old)
        })
        .await;
        sent.is_graphql("mutation updatePhone($phone:String!,$phoneCode:String!,");
        assert_eq!((sent.token(), sent.variables()), (Some(HELD), variables));
    }
}

#[tokio::test]
async fn an_email_address_is_changed_with_the_proof_of_the_old_one_or_without() {
    let old = EmailProof::new("old@example.com", "1234");
    let old_variables = json!({
        "email": "new@example.com",
        "emailCode": "5678",
        "oldEmail": "old@example.com",
        "oldEmailCode": "1234",
    });
    for (old, variables) in [
        (None, json!({"email": "new@example.com", "emailCode": "5678"})),
        (Some(old), old_variables),
    ] {
        let response = data("updateEmail", user(ID, None));
        let (sent, _) = exchange_logged_in(response, |client| {
            client.update_email(EmailProof::new("new@example.com", "5678"), old)
        })
        .await;
        sent.is_graphql("mutation updateEmail($email:String!,$emailCode:String!,");
        assert_eq!((sent.token(), sent.variables()), (Some(HELD), variables));
    }
}

#[tokio::test]
async fn the_changed_user_is_remembered_and_the_token_kept() {
    let server = server(data("bindPhone", user(ID, Some("older"))));
    let client = client(&server).with_token(HELD);
    client.bind_phone(PhoneProof::new("13800000000", "1234")).await.unwrap();
    assert_eq!(client.user().unwrap().id, ID);
    assert_eq!(client.token().unwrap().expose(), HELD);
}

#[tokio::test]
async fn an_empty_part_of_a_proof_is_named_and_not_sent() {
    let phone = |phone, code| PhoneProof::new(phone, code);
    let email = |email, code| EmailProof::new(email, code);
    let good = || phone("13900000000", "5678");
    for (error, argument) in [
        (unsent(|client| client.bind_phone(phone(" ", "1"))).await, "phone"),
        (unsent(|client| client.bind_phone(phone("1", ""))).await, "code"),
        (unsent(|client| client.bind_email(email("", "1"))).await, "email"),
        (unsent(|client| client.bind_email(email("b@example.com", ""))).await, "code"),
        (unsent(|client| client.update_phone(good(), Some(phone("", "1")))).await, "old_phone"),
        (unsent(|client| client.update_phone(good(), Some(phone("1", " ")))).await, "old_code"),
        (
            unsent(|client| client.update_email(email("b@example.com", "1"), Some(email("", "1"))))
                .await,
            "old_email",
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::Input);
        assert_eq!(error.message(), format!("argument `{argument}` is empty"));
    }
}

#[tokio::test]
async fn nobody_s_address_is_not_changed() {
    for error in [
        unsent(|client| client.unbind_phone()).await,
        unsent(|client| client.unbind_email()).await,
        unsent(|client| client.bind_phone(PhoneProof::new("1", "1"))).await,
    ] {
        assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
    }
}
