//! Programmatic access accounts.

use std::{collections::BTreeSet, time::Duration};

use authing_management::acl::{CreateProgrammaticAccessAccount, ListProgrammaticAccessAccounts};
use serde_json::{Value, json};

use crate::common::{ID, client, exchange, outage, refused, rest};

const PATH: &str = "/api/v2/applications/programmatic-access-accounts";

fn account() -> Value {
    json!({
        "id": ID, "createdAt": "2021-09-24T07:29:51.123Z", "updatedAt": "2021-09-24T07:29:51.123Z",
        "appId": "app", "secret": "ttjicwz6rsf2j8znjp4hb42cc8fjkmnp", "remarks": "Nightly",
        "tokenLifetime": 600, "enabled": true, "userId": null,
    })
}

#[tokio::test]
async fn list_programmatic_access_accounts() {
    let page = rest(json!({"totalCount": 1, "list": [account()]}));
    let (sent, read) = exchange(page, |client| {
        let request = ListProgrammaticAccessAccounts::new("a/b").page(2).limit(5);
        client.acl().list_programmatic_access_accounts(request)
    })
    .await;
    let path = "/api/v2/applications/a%2Fb/programmatic-access-accounts?page=2&limit=5";
    sent.is_rest("GET", path, Value::Null);
    let read = read.unwrap();
    let first = &read.list[0];
    assert_eq!(
        (first.id.as_str(), first.token_lifetime, first.enabled),
        (ID, Some(600), Some(true))
    );
    assert_eq!(first.secret.as_ref().unwrap().expose(), "ttjicwz6rsf2j8znjp4hb42cc8fjkmnp");
    let shown = format!("{first:?} {}", serde_json::to_string(first).unwrap());
    assert!(!shown.contains("ttjicwz6"), "{shown}");
    let nobody = ListProgrammaticAccessAccounts::new("");
    refused(|c| c.acl().list_programmatic_access_accounts(nobody).page()).await;
}

#[tokio::test]
async fn create_programmatic_access_account() {
    let path = "/api/v2/applications/app/programmatic-access-accounts";
    let new = || CreateProgrammaticAccessAccount::new("app");
    let (sent, made) =
        exchange(rest(account()), |client| client.acl().create_programmatic_access_account(new()))
            .await;
    sent.is_rest("POST", path, json!({"tokenLifetime": 600}));
    assert_eq!(made.unwrap().remarks.as_deref(), Some("Nightly"));
    let (sent, _) = exchange(rest(account()), |client| {
        let hourly = new().token_lifetime(Duration::from_secs(3600)).remarks("Nightly");
        client.acl().create_programmatic_access_account(hourly)
    })
    .await;
    sent.is_rest("POST", path, json!({"tokenLifetime": 3600, "remarks": "Nightly"}));
    for (account, argument) in [
        (CreateProgrammaticAccessAccount::new(" "), "app_id"),
        (new().token_lifetime(Duration::ZERO), "token_lifetime"),
        (new().token_lifetime(Duration::from_millis(1500)), "token_lifetime"),
    ] {
        let error = refused(|c| c.acl().create_programmatic_access_account(account)).await;
        assert!(error.contains(&format!("argument `{argument}`")), "{error}");
    }
}

#[tokio::test]
async fn enable_and_disable_programmatic_access_account() {
    let (sent, on) =
        exchange(rest(account()), |client| client.acl().enable_programmatic_access_account(ID))
            .await;
    sent.is_rest("PATCH", PATH, json!({"id": ID, "enabled": true}));
    assert_eq!(on.unwrap().enabled, Some(true));
    let (sent, _) =
        exchange(rest(account()), |client| client.acl().disable_programmatic_access_account(ID))
            .await;
    sent.is_rest("PATCH", PATH, json!({"id": ID, "enabled": false}));
    refused(|client| client.acl().enable_programmatic_access_account("")).await;
    refused(|client| client.acl().disable_programmatic_access_account(" ")).await;
}

#[tokio::test]
async fn refresh_programmatic_access_account_secret() {
    let (client, server) = client(rest(json!({"id": ID, "enabled": true})));
    let mut secrets = BTreeSet::new();
    for _ in 0..20 {
        let account = client.acl().refresh_programmatic_access_account_secret(ID).await.unwrap();
        let secret = account.secret.unwrap().expose().to_owned();
        assert_eq!(secret.len(), 32);
        assert!(secret.chars().all(|c| "abcdefhijkmnprstwxyz2345678".contains(c)), "{secret}");
        let sent = crate::common::Sent(server.requests().pop().unwrap());
        sent.is_rest("PATCH", PATH, json!({"id": ID, "secret": secret}));
        secrets.insert(secret);
    }
    assert_eq!(secrets.len(), 20, "a new secret with every call");
    // What the server says it has is what it has.
    let (_, read) = exchange(rest(account()), |client| {
        client.acl().refresh_programmatic_access_account_secret(ID)
    })
    .await;
    assert_eq!(read.unwrap().secret.unwrap().expose(), "ttjicwz6rsf2j8znjp4hb42cc8fjkmnp");
    refused(|client| client.acl().refresh_programmatic_access_account_secret("")).await;
}

#[tokio::test(start_paused = true)]
async fn every_attempt_to_refresh_a_secret_sends_the_same_one() {
    let (client, server) = outage();
    let failed = client.acl().refresh_programmatic_access_account_secret(ID).await;
    let error = format!("{:?}", failed.unwrap_err());
    let bodies: BTreeSet<_> =
        server.requests().iter().map(|request| request.body.to_vec()).collect();
    assert!(server.requests().len() > 1);
    assert_eq!(bodies.len(), 1);
    let sent: Value = serde_json::from_slice(bodies.first().unwrap()).unwrap();
    assert!(!error.contains(sent["secret"].as_str().unwrap()), "{error}");
}

#[tokio::test]
async fn delete_programmatic_access_account() {
    let (sent, response) = exchange(json!({"code": 200, "message": "ok"}), |client| {
        client.acl().delete_programmatic_access_account("a&b")
    })
    .await;
    sent.is_rest("DELETE", &format!("{PATH}?id=a%26b"), Value::Null);
    response.unwrap();
    refused(|client| client.acl().delete_programmatic_access_account("")).await;
}
