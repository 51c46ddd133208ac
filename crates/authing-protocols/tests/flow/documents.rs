//! Discovery documents in which something is not in order.

use authing_protocols::{
    Error,
    oidc::{OidcClient, ProviderMetadata},
};
use authing_test_support::logged;
use serde_json::{Value, json};

use crate::{
    authorize::discovery,
    common::{HOST, ISSUER, SECRET, Server, login, query},
};

/// A client whose provider has this document.
fn client(document: &str) -> OidcClient {
    let server = Server::new();
    server.says(200, document.to_owned());
    server.oidc_builder().discovery(true).build().unwrap()
}

async fn read(document: &Value) -> Result<ProviderMetadata, String> {
    let read = client(&document.to_string()).metadata().await;
    read.map(|metadata| (*metadata).clone()).map_err(|error| error.to_string())
}

const ENDPOINTS: [&str; 6] = [
    "userinfo_endpoint",
    "end_session_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
];

const LISTS: [&str; 5] = [
    "scopes_supported",
    "response_modes_supported",
    "grant_types_supported",
    "token_endpoint_auth_methods_supported",
    "code_challenge_methods_supported",
];

const FLAGS: [&str; 2] =
    ["authorization_response_iss_parameter_supported", "require_pushed_authorization_requests"];

fn odd_addresses() -> Vec<Value> {
    vec![
        json!(""),
        json!("path"),
        json!("/oidc/x"),
        json!("//op.example.com/x"),
        json!("http://op.example.com/x"),
        json!("http://localhost.example.com/x"),
        json!("javascript:alert(1)"),
        json!("file:///etc/passwd"),
        json!("https://"),
        json!(7),
        json!(true),
        json!([]),
        json!(["https://op.example.com/x"]),
        json!({}),
        json!("x\r\n`y"),
        json!("x".repeat(5000)),
    ]
}

/// A document with this member is read without it, and says so.
#[track_caller]
fn is_set_aside(read: Result<ProviderMetadata, String>, name: &str, value: &Value) {
    let metadata = read.unwrap_or_else(|error| panic!("{name} {value}: {error}"));
    let [one] = &metadata.set_aside[..] else { panic!("{name} {value}: {:?}", metadata.set_aside) };
    assert_eq!(one.path, name);
    assert!(!one.problem.is_empty() && one.problem.len() < 500 && !one.problem.contains('\n'));
    assert!(!metadata.extra.contains_key(name));
}

#[tokio::test]
async fn an_optional_endpoint_in_any_odd_form_counts_as_absent() {
    for name in ENDPOINTS {
        for value in odd_addresses().into_iter().chain([json!(null)]) {
            let document = crate::common::merge(discovery(json!({})), json!({ name: 1 }));
            let document = with(document, name, &value);
            is_set_aside(read(&document).await, name, &value);
            let oidc = client(&document.to_string());
            let refused = needs(&oidc, name).await.unwrap_err().to_string();
            assert!(refused.contains(&format!("`{name}`")), "{refused}");
        }
    }
}

/// `merge` takes null for absent.
fn with(mut document: Value, name: &str, value: &Value) -> Value {
    document[name] = value.clone();
    document
}

/// The call that needs an endpoint.
async fn needs(oidc: &OidcClient, endpoint: &str) -> Result<(), Error> {
    match endpoint {
        "userinfo_endpoint" => oidc.user_info_unbound("t").await.map(drop),
        "end_session_endpoint" => oidc.logout_url().build().await.map(drop),
        "introspection_endpoint" => oidc.introspect("t", None).await.map(drop),
        "revocation_endpoint" => oidc.revoke("t", None).await,
        "device_authorization_endpoint" => oidc.device_authorization("openid").await.map(drop),
        _ => oidc.authorize().pushed(true).start().await.map(drop),
    }
}

#[tokio::test]
async fn an_optional_list_in_any_odd_form_counts_as_absent() {
    for name in LISTS {
        for value in [json!("openid profile"), json!(7), json!(false), json!({}), json!(null)] {
            let document = with(discovery(json!({})), name, &value);
            is_set_aside(read(&document).await, name, &value);
        }
    }
    // An odd entry does not spoil the others.
    let scopes = json!(["openid", 7, "profile", null]);
    let metadata = read(&with(discovery(json!({})), "scopes_supported", &scopes)).await.unwrap();
    assert_eq!(metadata.scopes_supported, ["openid", "profile"]);
    assert_eq!(metadata.set_aside.len(), 2);
    assert_eq!(metadata.set_aside[0].path, "scopes_supported[1]");
}

#[tokio::test]
async fn an_optional_flag_in_any_odd_form_counts_as_absent() {
    for name in FLAGS {
        for value in [json!("yes"), json!(1), json!([]), json!({}), json!(null)] {
            let document = with(discovery(json!({})), name, &value);
            is_set_aside(read(&document).await, name, &value);
        }
        for (value, is_on) in [(json!(true), true), (json!("true"), true), (json!("false"), false)]
        {
            let metadata = read(&with(discovery(json!({})), name, &value)).await.unwrap();
            assert!(metadata.set_aside.is_empty(), "{value}");
            let found = match name {
                "require_pushed_authorization_requests" => {
                    metadata.require_pushed_authorization_requests
                }
                _ => metadata.authorization_response_iss_parameter_supported,
            };
            assert_eq!(found, is_on, "{value}");
        }
    }
}

#[tokio::test]
async fn a_required_member_is_named_whatever_is_wrong_with_it() {
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        for value in odd_addresses().into_iter().chain([json!(null)]) {
            let error = read(&with(discovery(json!({})), name, &value)).await.unwrap_err();
            assert!(error.contains(&format!("`{name}`")), "{value}: {error}");
            assert!(error.len() < 500 && !error.contains('\n'), "{error}");
        }
        let mut document = discovery(json!({}));
        document.as_object_mut().unwrap().remove(name);
        let error = read(&document).await.unwrap_err();
        assert!(error.contains(&format!("lacks `{name}`")), "{error}");
    }
    for value in [json!(null), json!(7), json!([ISSUER])] {
        let error = read(&with(discovery(json!({})), "issuer", &value)).await.unwrap_err();
        assert!(error.contains("`issuer`"), "{error}");
    }
    for name in ["response_types_supported", "id_token_signing_alg_values_supported"] {
        for value in [json!("code"), json!(7), json!({}), json!(["code", 7])] {
            let error = read(&with(discovery(json!({})), name, &value)).await.unwrap_err();
            assert!(error.contains(&format!("`{name}`")), "{value}: {error}");
        }
        read(&discovery(json!({}))).await.unwrap();
    }
}

#[tokio::test]
async fn a_member_that_stands_twice_is_never_taken_for_one_of_its_values() {
    let document = discovery(json!({"custom": 1})).to_string();
    let twice =
        |name: &str, value: &str| document.replacen('{', &format!("{{\"{name}\": {value}, "), 1);
    for (name, value) in [
        ("issuer", "\"https://evil\""),
        ("jwks_uri", "\"https://evil/keys\""),
        ("token_endpoint", "\"https://evil/token\""),
        ("jwks\\u005furi", "\"https://evil/keys\""),
    ] {
        let error = client(&twice(name, value)).metadata().await.unwrap_err().to_string();
        let name = name.replace("\\u005f", "_");
        assert!(error.contains(&format!("`{name}` stands there twice")), "{error}");
    }
    for name in ["userinfo_endpoint", "custom"] {
        let metadata = client(&twice(name, "\"https://evil\"")).metadata().await.unwrap();
        assert_eq!(metadata.set_aside[0].path, name);
        assert!(metadata.userinfo_endpoint.is_none() == (name == "userinfo_endpoint"));
        assert!(metadata.extra.contains_key("custom") == (name != "custom"));
    }
}

#[tokio::test]
async fn what_is_no_document_says_what_it_is() {
    for (body, said) in [
        ("<html>", "is not JSON"),
        ("", "is empty"),
        ("[]", "no discovery document"),
        ("\"text\"", "no discovery document"),
        ("{}", "lacks `issuer`"),
    ] {
        let error = client(body).metadata().await.unwrap_err().to_string();
        let said = if body.is_empty() { "JSON" } else { said };
        assert!(error.contains(said), "{body}: {error}");
    }
}

#[tokio::test]
async fn without_discovery_nothing_is_set_aside() {
    let oidc = Server::new().oidc_builder().build().unwrap();
    let metadata = oidc.metadata().await.unwrap();
    assert!(metadata.set_aside.is_empty());
    assert_eq!(metadata.jwks_uri.as_str(), format!("{HOST}/oidc/.well-known/jwks.json"));
}

#[test]
fn what_is_set_aside_is_a_warning_and_null_is_none() {
    let work = async {
        let document = json!({"revocation_endpoint": "path", "scopes_supported": 7});
        let document = with(discovery(document), "end_session_endpoint", &json!(null));
        read(&document).await.unwrap();
    };
    logged("documents::what_is_set_aside_is_a_warning_and_null_is_none", work, |log| {
        let warnings: Vec<_> = log.lines().filter(|line| line.contains("WARN")).collect();
        assert_eq!(warnings.len(), 2, "{log}");
        assert!(
            warnings[0].contains("revocation_endpoint") && warnings[0].contains("oidc.discovery")
        );
        assert!(warnings[1].contains("scopes_supported"), "{log}");
    });
}

#[tokio::test]
async fn every_endpoint_keeps_its_own_query() {
    // Azure AD B2C names the policy so.
    let at = |path: &str| format!("{ISSUER}/{path}?p=b2c_1_login");
    let server = Server::new();
    server.responds(discovery(json!({
        "token_endpoint": at("token"), "jwks_uri": at("keys"), "userinfo_endpoint": at("me"),
        "introspection_endpoint": at("introspect"), "end_session_endpoint": at("logout"),
    })));
    let oidc = server.oidc_builder().secret(SECRET).discovery(true).build().unwrap();
    let login = login(&server, &oidc).await;
    server.responds(json!({"sub": "user1"}));
    oidc.user_info(&login).await.unwrap();
    server.responds(json!({"active": false}));
    oidc.introspect("t", None).await.unwrap();
    let asked: Vec<_> = server.requests()[1..].iter().map(|one| one.url.to_string()).collect();
    assert_eq!(asked, [at("token"), at("me"), at("introspect")]);
    let logout = oidc.logout_url().build().await.unwrap();
    assert_eq!(query(&logout, "p").as_deref(), Some("b2c_1_login"));

    // With the token in the query too.
    server.responds(discovery(json!({"userinfo_endpoint": at("me")})));
    let oidc = server
        .oidc_builder()
        .discovery(true)
        .user_info_method(authing_protocols::oauth2::UserInfoMethod::Query)
        .build()
        .unwrap();
    server.responds(json!({"sub": "user1"}));
    oidc.user_info_unbound("t").await.unwrap();
    let asked = server.requests().pop().unwrap().url.to_string();
    assert_eq!(asked, format!("{}&access_token=t", at("me")));
}
