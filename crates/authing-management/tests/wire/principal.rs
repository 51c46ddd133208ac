//! The real names area.

use authing_management::principal::{PrincipalIdentity, PrincipalType};
use serde_json::{Value, json};

use crate::common::{ID, exchange, refused, rest};

fn path() -> String {
    format!("/api/v2/users/{ID}/management/principal_authentication")
}

#[tokio::test]
async fn get() {
    let answer = rest(json!({
        "id": "p1",
        "userPoolId": "pool",
        "userId": ID,
        "principalType": "P",
        "principalName": "canary-name",
        "principalCode": "canary-number",
        "authenticationTime": "2021-05-31T12:31:43.414Z",
    }));
    let (sent, found) = exchange(answer, |client| client.principal().get(ID)).await;
    sent.is_rest("GET", &path(), Value::Null);
    let found = found.unwrap();
    assert_eq!(found.principal_type, Some(PrincipalType::Person));
    assert_eq!(found.principal_code.as_ref().unwrap().expose(), "canary-number");
    assert!(!format!("{found:?}").contains("canary"));
    assert!(!serde_json::to_string(&found).unwrap().contains("canary-number"));

    let (_, found) = exchange(rest(Value::Null), |client| client.principal().get(ID)).await;
    assert!(found.unwrap_err().is_not_found());
    let (sent, found) = exchange(rest(Value::Null), |client| client.principal().get_opt(ID)).await;
    sent.is_rest("GET", &path(), Value::Null);
    assert_eq!(found.unwrap(), None);
    let error = refused(|client| client.principal().get("")).await;
    assert_eq!(error, "principal.get failed: argument `user_id` is empty");
}

#[tokio::test]
async fn authenticate() {
    for (identity, body) in [
        (
            PrincipalIdentity::person("canary 1", "canary 2", "canary 3"),
            json!({"type": "P", "name": "canary 1", "idCard": "canary 2", "ext": "canary 3"}),
        ),
        (
            PrincipalIdentity::enterprise("canary 1", "canary 2", "canary 3"),
            json!({"type": "E", "name": "canary 1", "idCard": "canary 2", "ext": "canary 3"}),
        ),
    ] {
        assert!(!format!("{identity:?}").contains("canary"));
        let (sent, done) =
            exchange(rest(json!(true)), |client| client.principal().authenticate(ID, identity))
                .await;
        // Identity numbers are in the body, and nothing is in the query.
        sent.is_rest("POST", &path(), body);
        done.unwrap();
    }
    for (identity, argument) in [
        (PrincipalIdentity::person("", "2", "3"), "`name`"),
        (PrincipalIdentity::person("1", "", "3"), "`id_card`"),
        (PrincipalIdentity::enterprise("1", "2", " "), "`legal_person`"),
    ] {
        let error = refused(|client| client.principal().authenticate(ID, identity)).await;
        assert!(error.contains(argument), "{error}");
    }
}
