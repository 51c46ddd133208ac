//! The social connections area.

use serde_json::{Value, json};

use crate::common::{data, exchange, refused};

fn instance(enabled: bool) -> Value {
    let fields = json!([{"key": "clientSecret", "value": "canary"}, null]);
    json!({"provider": "github", "enabled": enabled, "fields": fields})
}

fn provider() -> Value {
    let child = json!({"key": "scope", "label": "Scope", "type": "text", "placeholder": null});
    let field = json!({
        "key": "clientId", "label": "Id", "type": "text", "placeholder": "", "children": [child],
    });
    json!({"provider": "github", "name": "GitHub", "logo": "", "description": null, "fields": [field]})
}

#[tokio::test]
async fn list_providers() {
    let response = data("socialConnections", json!([provider()]));
    let (sent, providers) =
        exchange(response, |client| client.social_connections().list_providers()).await;
    sent.is_graphql("query socialConnections{", Value::Null);
    let fields = providers.unwrap().remove(0).fields.unwrap();
    assert_eq!(fields[0].key.as_deref(), Some("clientId"));
    let children = fields[0].children.as_ref().unwrap();
    assert_eq!(children[0].key.as_deref(), Some("scope"));
    assert!(!children[0].children.is_selected(), "nested once");
}

#[tokio::test]
async fn get_provider() {
    let (sent, found) = exchange(data("socialConnection", provider()), |client| {
        client.social_connections().get_provider("github")
    })
    .await;
    sent.is_graphql("query socialConnection(", json!({"provider": "github"}));
    assert_eq!(found.unwrap().name, "GitHub");
    let unknown = || data("socialConnection", Value::Null);
    let (_, found) =
        exchange(unknown(), |client| client.social_connections().get_provider("x")).await;
    assert!(found.unwrap_err().is_not_found());
    let (_, found) =
        exchange(unknown(), |client| client.social_connections().get_provider_opt("x")).await;
    assert_eq!(found.unwrap(), None);
    let error = refused(|client| client.social_connections().get_provider(" ")).await;
    assert_eq!(error, "social_connections.get_provider failed: argument `provider` is empty");
}

#[tokio::test]
async fn list_and_get() {
    let response = data("socialConnectionInstances", json!([instance(true)]));
    let (sent, connected) = exchange(response, |client| client.social_connections().list()).await;
    sent.is_graphql("query socialConnectionInstances{", Value::Null);
    let connected = connected.unwrap();
    assert_eq!(connected[0].fields.as_ref().unwrap()[0].value, "canary");
    assert!(!format!("{connected:?}").contains("canary"));

    let response = data("socialConnectionInstance", instance(false));
    let (sent, connected) =
        exchange(response, |client| client.social_connections().get("github")).await;
    sent.is_graphql("query socialConnectionInstance(", json!({"provider": "github"}));
    assert!(!connected.unwrap().enabled);
    let error = refused(|client| client.social_connections().get("")).await;
    assert_eq!(error, "social_connections.get failed: argument `provider` is empty");
}

#[tokio::test]
async fn create() {
    let response = data("createSocialConnectionInstance", instance(true));
    let (sent, connected) = exchange(response, |client| {
        client.social_connections().create("github", [("clientSecret", "canary")])
    })
    .await;
    let fields = json!([{"key": "clientSecret", "value": "canary"}]);
    sent.is_graphql(
        "mutation createSocialConnectionInstance(",
        json!({"input": {"provider": "github", "fields": fields}}),
    );
    assert!(connected.unwrap().enabled);
    for (provider, key, argument) in [("", "k", "provider"), ("github", " ", "settings")] {
        let error =
            refused(|client| client.social_connections().create(provider, [(key, "canary")])).await;
        assert_eq!(
            error,
            format!("social_connections.create failed: argument `{argument}` is empty")
        );
    }
}

#[tokio::test]
async fn enable_and_disable() {
    let response = data("enableSocialConnectionInstance", instance(true));
    let (sent, enabled) =
        exchange(response, |client| client.social_connections().enable("github")).await;
    sent.is_graphql("mutation enableSocialConnectionInstance(", json!({"provider": "github"}));
    assert!(enabled.unwrap().enabled);
    let response = data("disableSocialConnectionInstance", instance(false));
    let (sent, disabled) =
        exchange(response, |client| client.social_connections().disable("github")).await;
    sent.is_graphql("mutation disableSocialConnectionInstance(", json!({"provider": "github"}));
    assert!(!disabled.unwrap().enabled);
    let error = refused(|client| client.social_connections().enable("")).await;
    assert_eq!(error, "social_connections.enable failed: argument `provider` is empty");
    let error = refused(|client| client.social_connections().disable(" ")).await;
    assert_eq!(error, "social_connections.disable failed: argument `provider` is empty");
}
