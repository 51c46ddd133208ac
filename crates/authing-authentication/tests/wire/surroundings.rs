//! The cases of the field about what is around a client: the values that it is made from, the runtimes
//! that it is used on, and what lies between it and the server.

use std::sync::Arc;

use authing_authentication::{AuthenticationClient, AuthenticationClientBuilder, ErrorKind};
use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_test_support::{
    RawServer, assert_names_option, case, json_response, on_two_runtimes, public_key_cases,
};
use http::StatusCode;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey, pkcs8::DecodePrivateKey as _};
use serde_json::json;

use crate::common::{Sent, data, only, user};

const HOST: &str = "https://app.example.com";
const APP: &str = "5f7a993eb9b49dcd5c021e40";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn builder() -> AuthenticationClientBuilder {
    AuthenticationClient::builder(APP, HOST)
}

#[tokio::test]
async fn ids_secrets_and_hosts_lose_what_their_way_has_put_around_them() {
    for (case, secret) in [
        ("pem-10", case!("pem/secret-lf.txt")),
        ("pem-11", case!("pem/secret-crlf.txt")),
        ("pem-12", case!("pem/secret-quoted.txt")),
    ] {
        let response = data("user", user("u1", None)).to_string();
        let server = ScriptedTransport::new(move |_, _| {
            Ok(HttpResponse::new(StatusCode::OK, response.clone()))
        });
        let client = AuthenticationClient::builder(case!("pem/id-lf.txt"), "'app.example.com'\r\n")
            .secret(secret)
            .user_pool_id("\"pool\"\n")
            .token("t0k3n\n")
            .transport(Arc::new(server.clone()))
            .build()
            .unwrap();
        assert_eq!((client.app_id(), client.app_host()), (APP, HOST), "{case}");
        assert_eq!(client.secret().unwrap().expose(), SECRET, "{case}");
        client.current_user().await.unwrap();
        let sent: Sent = only(&server);
        assert_eq!(sent.token(), Some("t0k3n"));
        assert_eq!(sent.0.headers["x-authing-app-id"], APP);
        assert_eq!(sent.0.headers["x-authing-userpool-id"], "pool");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_when_the_client_is_built_and_not_shown() {
    for (built, option) in [
        (AuthenticationClient::builder("can\nary", HOST).build(), "app_id"),
        (AuthenticationClient::builder(APP, "https：//canary").build(), "app_host"),
        (AuthenticationClient::builder(APP, "http://canary:3000").build(), "app_host"),
        (builder().secret("\"canary").build(), "secret"),
        (builder().user_pool_id("can\0ary").build(), "user_pool_id"),
        (builder().token("can\nary").build(), "token"),
        (builder().websocket_host("http:/canary").build(), "websocket_host"),
        (builder().websocket_host("http://canary").build(), "websocket_host"),
        (builder().public_key("canary").build(), "public_key"),
    ] {
        let error = built.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_names_option(&error, option);
    }
}

/// The private key of the cases shows that it is the same key.
#[tokio::test]
async fn a_public_key_is_the_same_in_every_form_of_the_cases() {
    let private = RsaPrivateKey::from_pkcs8_pem(case!("pem/rsa.key.pem")).unwrap();
    for (case, pem) in public_key_cases!() {
        let response = data("loginByUsername", user("u1", Some("t"))).to_string();
        let server = ScriptedTransport::new(move |_, _| {
            Ok(HttpResponse::new(StatusCode::OK, response.clone()))
        });
        let client = builder().public_key(pem).transport(Arc::new(server.clone())).build().unwrap();
        // Not touched by what holds for ids and secrets.
        let password = " \"passw0rd\"\n";
        client.login_by_username("bob", password).await.unwrap();
        let sent = only(&server).variables()["input"]["password"].clone();
        let bytes = base64(sent.as_str().unwrap());
        let read = private.decrypt(Pkcs1v15Encrypt, &bytes).unwrap();
        assert_eq!(read, password.as_bytes(), "{case}");
    }
}

fn base64(text: &str) -> Vec<u8> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.decode(text).unwrap()
}

fn client(server: &RawServer) -> AuthenticationClient {
    AuthenticationClient::builder(APP, server.url()).no_proxy().token("t").build().unwrap()
}

#[test]
fn a_client_works_at_once_on_each_of_two_runtimes() {
    let response = data("user", user("u1", None)).to_string();
    let server = RawServer::new(move |_| json_response(&response));
    let client = client(&server);
    for user in on_two_runtimes(|| async { client.current_user().await }) {
        assert_eq!(user.unwrap().id, "u1");
    }
}

#[tokio::test]
async fn redirects_and_codings_that_are_not_read_are_named() {
    for (response, text) in [
        (
            &include_bytes!("../cases/messages/redirect-301.http")[..],
            "HTTP 301: the server responds with a redirect to `https://core.example.com/graphql/v2`",
        ),
        (
            include_bytes!("../cases/messages/redirect-308.http"),
            "HTTP 308: the server responds with a redirect to `https://core.example.com/graphql/v2`",
        ),
        (include_bytes!("../cases/messages/compressed-zstd.http"), "is compressed by `zstd`"),
    ] {
        let server = RawServer::always(response);
        let error = client(&server).current_user().await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        let error = client(&server).login_by_username("bob", "passw0rd").await.unwrap_err();
        assert!(error.to_string().contains(text), "{error}");
        let sent = server.requests();
        assert_eq!(sent.len(), 2, "nothing is followed");
        assert!(sent.iter().all(|sent| sent.contains("accept-encoding: identity\r\n")));
    }
}

#[tokio::test]
async fn a_response_by_gzip_is_read() {
    // Any response of the server's will do: it has another form than this call's.
    let server = RawServer::always(include_bytes!("../cases/environment/users-gzip.http"));
    let found: serde_json::Value =
        client(&server).graphql("query { users }", &json!({})).await.unwrap();
    assert_eq!(found["users"]["list"][0]["id"], "u1");
}
