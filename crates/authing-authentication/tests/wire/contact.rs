//! Binding, changing and unbinding e-mail address and phone number.

use authing_authentication::{
    AuthenticationClient, Call, EmailProof, ErrorKind, PhoneProof, types::User,
};
use serde_json::{Value, json};

use crate::common::{HELD, ID, client, data, exchange_logged_in, server, unsent, user};

/// One call: its root field, the start of its document, its variables.
async fn is_sent(
    field: &str,
    start: &str,
    variables: Value,
    call: impl FnOnce(&AuthenticationClient) -> Call<User>,
) {
    let (sent, bob) = exchange_logged_in(data(field, user(ID, None)), call).await;
    sent.is_graphql(start);
    assert_eq!((sent.token(), sent.variables()), (Some(HELD), variables), "{field}");
    assert_eq!(bob.id, ID, "{field}");
}

#[tokio::test]
async fn a_first_phone_number_is_bound_with_its_code() {
    is_sent(
        "bindPhone",
        "mutation bindPhone($phone:String!,$phoneCode:String!,$phoneCountryCode:String)",
        json!({"phone": "5550100", "phoneCode": "1234", "phoneCountryCode": "+1"}),
        |client| client.bind_phone(PhoneProof::new("5550100", "1234").country_code("+1")),
    )
    .await;
}

#[tokio::test]
async fn a_first_email_address_is_bound_with_its_code() {
    is_sent(
        "bindEmail",
        "mutation bindEmail($email:String!,$emailCode:String!)",
        json!({"email": "bob@example.com", "emailCode": "1234"}),
        |client| client.bind_email(EmailProof::new("bob@example.com", "1234")),
    )
    .await;
}

#[tokio::test]
async fn unbinding_needs_nothing_but_the_log_in() {
    is_sent("unbindPhone", "mutation unbindPhone{unbindPhone{", Value::Null, |client| {
        client.unbind_phone()
    })
    .await;
    is_sent("unbindEmail", "mutation unbindEmail{unbindEmail{", Value::Null, |client| {
        client.unbind_email()
    })
    .await;
}

#[tokio::test]
async fn a_phone_number_is_changed_with_the_proof_of_the_old_one_or_without() {
    is_sent(
        "updatePhone",
        "mutation updatePhone($phone:String!,$phoneCode:String!,",
        json!({"phone": "13900000000", "phoneCode": "5678"}),
        |client| client.update_phone(PhoneProof::new("13900000000", "5678"), None),
    )
    .await;
    is_sent(
        "updatePhone",
        "mutation updatePhone(",
        json!({
            "phone": "13900000000",
            "phoneCode": "5678",
            "oldPhone": "5550100",
            "oldPhoneCode": "1234",
            "oldPhoneCountryCode": "+1",
        }),
        |client| {
            let old = PhoneProof::new("5550100", "1234").country_code("+1");
            client.update_phone(PhoneProof::new("13900000000", "5678"), Some(old))
        },
    )
    .await;
}

#[tokio::test]
async fn an_email_address_is_changed_with_the_proof_of_the_old_one_or_without() {
    is_sent(
        "updateEmail",
        "mutation updateEmail($email:String!,$emailCode:String!,",
        json!({"email": "new@example.com", "emailCode": "5678"}),
        |client| client.update_email(EmailProof::new("new@example.com", "5678"), None),
    )
    .await;
    is_sent(
        "updateEmail",
        "mutation updateEmail(",
        json!({
            "email": "new@example.com",
            "emailCode": "5678",
            "oldEmail": "old@example.com",
            "oldEmailCode": "1234",
        }),
        |client| {
            let old = EmailProof::new("old@example.com", "1234");
            client.update_email(EmailProof::new("new@example.com", "5678"), Some(old))
        },
    )
    .await;
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
