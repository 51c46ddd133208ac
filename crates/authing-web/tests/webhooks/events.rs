//! What deliveries say.

use authing_web::webhook::{TestDelivery, WebhookEvent};
use serde_json::{Value, json};

use crate::{SECRET, builder, event, read};

/// A user with all that is secret about them.
fn user() -> Value {
    json!({
        "_id": "u1", "userPoolId": "p1", "username": "canary-name", "email": "canary@example.com",
        "password": "canary-hash", "salt": "canary-salt", "encryptedPassword": "canary-rsa",
        "token": "canary-token", "oauth": {"access": "canary-oauth"}, "tokenExpiredAt": "2026-01-01",
        "loginsCount": 3, "phone": null,
        "identities": [{"provider": "wechat", "accessToken": "canary-access", "a/b~c": {"secret": 7}}],
    })
}

/// Every way in which a delivery can be written.
fn ways(delivery: &TestDelivery) -> [TestDelivery; 3] {
    [delivery.clone(), delivery.clone().form(), delivery.clone().nested_form()]
}

#[test]
fn there_are_63_events_and_none_is_unknown() {
    assert_eq!(WebhookEvent::NAMES.len(), 63);
    for name in WebhookEvent::NAMES {
        for data in [json!({}), json!(null), json!("odd"), json!([1, null]), json!({"user": 7})] {
            let delivery = read(&event(name, data));
            assert_eq!(delivery.name(), *name);
            let is_known =
                !matches!(delivery.event(), WebhookEvent::Unknown(_) | WebhookEvent::Test(_));
            assert!(is_known, "{name}");
        }
    }
}

#[test]
fn a_user_is_read_and_their_secrets_are_apart() {
    for delivery in ways(&event("user:created", user())) {
        let delivery = read(&delivery);
        let WebhookEvent::UserCreated(user) = delivery.event() else { panic!("{delivery:?}") };
        assert_eq!(user.id.as_deref(), Some("u1"));
        assert_eq!(user.email.as_deref(), Some("canary@example.com"));
        assert_eq!(user.phone, None);
        let secrets = [&user.password, &user.salt, &user.encrypted_password, &user.token];
        let secrets: Vec<_> = secrets.iter().map(|one| one.as_ref().unwrap().expose()).collect();
        assert_eq!(secrets, ["canary-hash", "canary-salt", "canary-rsa", "canary-token"]);
        for record in [&user.record, delivery.data()] {
            assert_eq!(record.secret("password").unwrap().expose(), "canary-hash");
            let nested = record.secret("/identities/0/accessToken").unwrap();
            assert_eq!(nested.expose(), "canary-access");
            assert_eq!(record.secret("/identities/0/a~1b~0c/secret").unwrap().expose(), "7");
            assert_eq!(record.secret("username"), None);
            assert_eq!(record.get("password"), Some(&json!("[redacted]")));
            assert_eq!(record.get("/identities/0/provider"), Some(&json!("wechat")));
            assert_eq!(record.get("tokenExpiredAt"), Some(&json!("2026-01-01")));
            let shown = Value::Object(record.fields().clone()).to_string();
            for secret in ["hash", "salt", "rsa", "canary-token", "oauth\"canary", "canary-access"]
            {
                assert!(!shown.contains(&format!("canary-{secret}")), "{shown}");
            }
        }
        let shown = format!("{delivery:?} {user:?} {:?}", delivery.data());
        assert!(shown.contains("u1") && !shown.contains("canary"), "{shown}");
    }
}

#[test]
fn what_events_tell_has_names() {
    for delivery in
        ways(&event("mfa:verified", json!({"userId": "u1", "isValid": true, "type": "SMS"})))
    {
        let delivery = read(&delivery);
        let WebhookEvent::MfaVerified(checked) = delivery.event() else { panic!() };
        assert_eq!((checked.is_valid, checked.kind.as_deref()), (Some(true), Some("SMS")));
    }
    for delivery in ways(&event(
        "permission:add",
        json!({"targetType": "ROLE", "targetIdentifiers": ["a", "b"], "policies": ["p"]}),
    )) {
        let delivery = read(&delivery);
        let WebhookEvent::PermissionAdded(changed) = delivery.event() else { panic!() };
        assert_eq!(changed.target_ids, ["a", "b"]);
        assert_eq!(changed.policies, ["p"], "codes and ids are told under two names");
    }
    for delivery in ways(&event(
        "application:secret-refreshed",
        json!({"application": {"id": "a1"}, "secret": "canary-new", "oldSecret": "canary-old"}),
    )) {
        let delivery = read(&delivery);
        let WebhookEvent::ApplicationSecretRefreshed(fresh) = delivery.event() else { panic!() };
        assert_eq!(fresh.owner.id.as_deref(), Some("a1"));
        assert_eq!(fresh.secret.as_ref().unwrap().expose(), "canary-new");
        assert_eq!(fresh.old_secret.as_ref().unwrap().expose(), "canary-old");
        assert!(!format!("{delivery:?} {fresh:?}").contains("canary"));
    }
    for delivery in ways(&event(
        "user-pool:env-added",
        json!({"envInfo": {"id": "e1", "key": "K", "value": "canary-env"}}),
    )) {
        let delivery = read(&delivery);
        let WebhookEvent::EnvironmentAdded(changed) = delivery.event() else { panic!() };
        let [variable] = &changed.variables[..] else { panic!() };
        assert_eq!(variable.secret("value").unwrap().expose(), "canary-env");
        assert_eq!(delivery.data().get("/envInfo/value"), Some(&json!("[redacted]")));
        assert!(!format!("{delivery:?} {changed:?}").contains("canary"));
    }
}

#[test]
fn ids_stand_for_what_they_name() {
    let deleted = read(&event("user:deleted", json!({"users": ["u1", {"id": "u2"}, null]})));
    let WebhookEvent::UserDeleted(deleted) = deleted.event() else { panic!() };
    let ids: Vec<_> = deleted.users.iter().map(|user| user.id.as_deref()).collect();
    assert_eq!(ids, [Some("u1"), Some("u2")]);
    let changed = read(&event("user:password-changed", json!({"userId": "u3"})));
    let WebhookEvent::UserPasswordChanged(user) = changed.event() else { panic!() };
    assert_eq!(user.id.as_deref(), Some("u3"));
    for data in [json!("r1"), json!({"id": "r1"}), json!({"_id": "r1"})] {
        let deleted = read(&event("role:delete", data));
        let WebhookEvent::RoleDeleted(role) = deleted.event() else { panic!() };
        assert_eq!(role.id.as_deref(), Some("r1"));
    }
}

#[test]
fn an_event_that_is_new_is_kept() {
    let delivery = read(&event("moon:full", json!({"phase": "full", "secret": "canary"})));
    assert_eq!(delivery.name(), "moon:full");
    let WebhookEvent::Unknown(record) = delivery.event() else { panic!("{delivery:?}") };
    assert_eq!(record.get("phase"), Some(&json!("full")));
    assert_eq!(record.secret("secret").unwrap().expose(), "canary");
    assert_eq!(delivery.user_pool_id(), Some("5f7a993eb9b49dcd5c021e40"));
    assert!(!format!("{delivery:?}").contains("canary"));
}

#[test]
fn a_test_of_the_console_is_one() {
    let named = event("test", json!({"description": "A test from authing"}));
    for delivery in [TestDelivery::of_the_console(SECRET), named] {
        for delivery in ways(&delivery) {
            let delivery = read(&delivery);
            assert!(matches!(delivery.event(), WebhookEvent::Test(_)), "{delivery:?}");
            assert_eq!(delivery.name(), "test");
        }
    }
}

#[test]
fn a_bare_user_is_what_the_service_says_it_is() {
    let bare = TestDelivery::raw(user(), SECRET).request::<bytes::Bytes>();
    let webhooks = builder().bare_event("login").build().unwrap();
    let delivery = webhooks.authenticate(bare.method(), bare.headers()).unwrap();
    let delivery = delivery.read(bare.body()).unwrap();
    let WebhookEvent::Login(user) = delivery.event() else { panic!("{delivery:?}") };
    assert_eq!(user.id.as_deref(), Some("u1"));
}

#[test]
fn the_same_content_has_the_same_fingerprint() {
    let one = read(&event("kick", json!({"users": ["u1"]})));
    let again = read(&event("kick", json!({"users": ["u1"]})));
    assert_eq!(one.fingerprint(), again.fingerprint());
    for other in [
        event("kick", json!({"users": ["u2"]})),
        event("moon", json!({"users": ["u1"]})),
        event("kick", json!({"users": ["u1"]})).user_pool_id("another"),
    ] {
        assert_ne!(one.fingerprint(), read(&other).fingerprint());
    }
}
