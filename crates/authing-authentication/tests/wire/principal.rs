//! The real name behind the user's account.

use authing_authentication::{
    ErrorKind,
    types::{PrincipalIdentity, PrincipalType},
};
use serde_json::{Value, json};

use crate::common::{HELD, exchange_logged_in, unsent};

const PATH: &str = "/api/v2/users/principal_authentication";

#[tokio::test]
async fn the_real_name_is_read_or_there_is_none() {
    let response = json!({"code": 200, "message": "", "data": {
        "id": "1", "userId": "u", "principalType": "P", "principalName": "ANN",
        "principalCode": "canary", "authenticationTime": "2021-09-24T07:29:51.123Z",
    }});
    let (sent, principal) =
        exchange_logged_in(response, |client| client.principal().get_opt()).await;
    sent.is_rest("GET", PATH, Value::Null);
    assert_eq!(sent.token(), Some(HELD));
    let principal = principal.unwrap();
    assert_eq!(principal.principal_type, Some(PrincipalType::Person));
    assert!(!format!("{principal:?}").contains("canary"));
    let none = json!({"code": 200, "message": "", "data": null});
    let (_, principal) = exchange_logged_in(none, |client| client.principal().get_opt()).await;
    assert!(principal.is_none());
}

#[tokio::test]
async fn the_numbers_of_a_real_name_travel_in_the_body() {
    for (identity, body) in [
        (
            PrincipalIdentity::person("ANN", "110101199003070000", "6222020000000000"),
            json!({
                "type": "P", "name": "ANN", "idCard": "110101199003070000",
                "ext": "6222020000000000",
            }),
        ),
        (
            PrincipalIdentity::enterprise("EXAMPLE", "91110000MA0000000X", "BOB"),
            json!({"type": "E", "name": "EXAMPLE", "idCard": "91110000MA0000000X", "ext": "BOB"}),
        ),
    ] {
        let response = json!({"code": 200, "message": "", "data": true});
        let (sent, _) =
            exchange_logged_in(response, |client| client.principal().authenticate(identity)).await;
        sent.is_rest("POST", PATH, body);
        assert_eq!(sent.token(), Some(HELD));
    }
}

#[tokio::test]
async fn an_incomplete_name_and_nobody_s_are_not_sent() {
    let incomplete = PrincipalIdentity::person("ANN", "", "6222020000000000");
    let error = unsent(|client| client.principal().authenticate(incomplete)).await;
    assert_eq!(error.message(), "argument `id_card` is empty");
    let error = unsent(|client| client.principal().get_opt()).await;
    assert_eq!(error.kind(), ErrorKind::NotLoggedIn);
}
