//! The cases of the field about what is around a client: the values that it is made from, the runtimes
//! that it is used on, and what lies between it and the server.

use std::sync::Arc;

use authing_core::{HttpResponse, test_util::ScriptedTransport};
use authing_management::{
    Credentials, Error, ErrorKind, ListUsers, ManagementClient, ManagementClientBuilder,
    types::User,
};
use authing_test_support::{
    RawServer, assert_names_option, case, json_response, on_two_runtimes, public_key_cases,
};
use http::StatusCode;
use serde_json::json;

use crate::common::{Sent, data, done};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const POOL: &str = "5f7a993eb9b49dcd5c021e40";

fn token() -> String {
    let token = json!({"accessToken": "t", "exp": 2_000_000_000, "iat": 1_999_000_000});
    data("accessToken", token).to_string()
}

/// What a client that is made from these values asks for its token with.
async fn asked_with(id: &str, credentials: impl Into<Credentials>) -> Sent {
    let server = ScriptedTransport::new(|_, _| Ok(HttpResponse::new(StatusCode::OK, token())));
    let client = ManagementClient::builder(id, credentials).transport(Arc::new(server.clone()));
    let client = client.build().unwrap();
    client.bearer().await.unwrap();
    Sent(server.requests().remove(0))
}

#[tokio::test]
async fn ids_and_secrets_lose_what_their_way_has_put_around_them() {
    for (case, secret) in [
        ("pem-10", case!("pem/secret-lf.txt")),
        ("pem-11", case!("pem/secret-crlf.txt")),
        ("pem-12", case!("pem/secret-quoted.txt")),
        ("pem-12, single quotes", "'0123456789abcdef0123456789abcdef'\n"),
    ] {
        let sent = asked_with(case!("pem/id-lf.txt"), secret).await;
        assert_eq!(
            sent.body()["variables"],
            json!({"userPoolId": POOL, "secret": SECRET}),
            "{case}"
        );
        assert_eq!(sent.0.headers["x-authing-userpool-id"], POOL, "{case}: pem-13");
    }
}

#[tokio::test]
async fn an_access_token_and_further_ids_are_read_the_same_way() {
    let server = ScriptedTransport::new(|_, _| {
        Ok(HttpResponse::new(StatusCode::OK, done("deleteUser").to_string()))
    });
    let client = ManagementClient::builder(POOL, Credentials::AccessToken("\"t0k3n\"\n".into()))
        .app_id("'app'\r\n")
        .tenant_id("tenant\n")
        .host("\"https://core.example.com\"\n")
        .transport(Arc::new(server.clone()))
        .build()
        .unwrap();
    client.users().delete("u1").await.unwrap();
    let request = server.requests().remove(0);
    assert_eq!(request.headers["authorization"], "Bearer t0k3n");
    assert_eq!(request.headers["x-authing-app-id"], "app");
    assert_eq!(request.headers["x-authing-app-tenant-id"], "tenant");
    assert_eq!(request.url.as_str(), "https://core.example.com/graphql/v2");
}

fn builder() -> ManagementClientBuilder {
    ManagementClient::builder(POOL, SECRET)
}

#[test]
fn what_cannot_be_meant_is_refused_when_the_client_is_built_and_not_shown() {
    for (built, option) in [
        (ManagementClient::builder("can\nary", SECRET).build(), "user_pool_id"),
        (ManagementClient::builder(POOL, "can\nary").build(), "secret"),
        (ManagementClient::builder(POOL, "'canary").build(), "secret"),
        (
            ManagementClient::builder(POOL, Credentials::AccessToken("can\tary".into())).build(),
            "access_token",
        ),
        (builder().app_id("can\u{200b}ary").build(), "app_id"),
        (builder().tenant_id("\"canary").build(), "tenant_id"),
        (builder().host("https//canary").build(), "host"),
        (builder().public_key("canary").build(), "public_key"),
    ] {
        let error = built.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert_names_option(&error, option);
    }
}

#[test]
fn a_public_key_is_read_in_every_form_of_the_cases() {
    for (case, pem) in public_key_cases!() {
        let built = builder().public_key(pem).build();
        assert!(built.is_ok(), "{case}: {:?}", built.err());
    }
}

#[test]
fn plain_http_to_another_machine_is_refused_before_the_secret_goes_there() {
    for host in ["http://authing:3000", "http://10.0.0.1", "http://core.example.com"] {
        let error = builder().host(host).build().unwrap_err().to_string();
        assert!(error.starts_with("option `host` is not encrypted"), "{host}: {error}");
        assert!(error.contains("`danger_allow_http(true)`"), "{error}");
        assert!(error.contains("`AUTHING_DANGER_ALLOW_HTTP=1`"), "{error}");
        assert!(builder().host(host).danger_allow_http(true).build().is_ok(), "{host}");
    }
    for host in ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"] {
        assert!(builder().host(host).build().is_ok(), "{host}");
    }
}

/// A server that gives tokens, and responds to all else like this.
fn server(response: &'static [u8]) -> RawServer {
    RawServer::new(move |request| {
        if request.contains("query accessToken(") {
            json_response(&token())
        } else {
            response.to_vec()
        }
    })
}

fn client(server: &RawServer) -> ManagementClientBuilder {
    builder().host(server.url()).no_proxy()
}

async fn users(client: &ManagementClient) -> Result<Vec<User>, Error> {
    client.users().list(ListUsers::new()).await.map(|page| page.list)
}

const GZIP: &[u8] = include_bytes!("../cases/environment/users-gzip.http");
const GZIP_4_MIB: &[u8] = include_bytes!("../cases/environment/users-gzip-4-mib.http");

/// The row env-01.
#[test]
fn a_client_works_at_once_on_each_of_two_runtimes() {
    let server = server(GZIP);
    let client = client(&server).build().unwrap();
    for users in on_two_runtimes(|| users(&client)) {
        assert_eq!(users.unwrap()[0].id, "u1");
    }
    // One token for both.
    let tokens =
        server.requests().iter().filter(|sent| sent.contains("query accessToken(")).count();
    assert_eq!(tokens, 1);
}

/// The row env-02.
#[tokio::test]
async fn a_call_without_async_works_inside_spawn_blocking() {
    let server = server(GZIP);
    let client = client(&server).build().unwrap();
    let waiting = client.clone();
    let page =
        tokio::task::spawn_blocking(move || waiting.users().list(ListUsers::new()).blocking());
    assert_eq!(page.await.unwrap().unwrap().list[0].id, "u1");
    let all = client.clone();
    let items = tokio::task::spawn_blocking(move || {
        all.users().list(ListUsers::new()).items_blocking().count()
    });
    assert_eq!(items.await.unwrap(), 1);
    let refused = client.users().list(ListUsers::new()).blocking().unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Config);
    assert!(refused.to_string().contains("`spawn_blocking`"), "{refused}");
}

/// The row env-04.
#[tokio::test]
async fn what_comes_compressed_by_gzip_is_read() {
    let server = server(GZIP);
    let client = client(&server).build().unwrap();
    assert_eq!(users(&client).await.unwrap()[0].id, "u1");
    assert!(server.requests().iter().all(|sent| sent.contains("accept-encoding: identity\r\n")));
}

/// The row env-05.
#[tokio::test]
async fn the_limit_on_a_response_is_about_what_was_unpacked() {
    let server = server(GZIP_4_MIB);
    let small = client(&server).max_response_bytes(1 << 20).build().unwrap();
    let error = users(&small).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("larger than the 1048576 bytes allowed"), "{error}");
    assert_eq!(users(&client(&server).build().unwrap()).await.unwrap()[0].id, "u1");
}

/// The rows msg-01 and msg-02.
#[tokio::test]
async fn a_redirect_is_refused_and_its_target_named() {
    for (response, status) in [
        (&include_bytes!("../cases/messages/redirect-301.http")[..], 301),
        (include_bytes!("../cases/messages/redirect-308.http"), 308),
    ] {
        let to_every_call = RawServer::always(response);
        let error = users(&client(&to_every_call).build().unwrap()).await.unwrap_err();
        let of_users = users(&client(&server(response)).build().unwrap()).await.unwrap_err();
        for error in [error, of_users] {
            let text = error.to_string();
            assert!(text.contains(&format!("HTTP {status}: ")), "{text}");
            assert!(text.contains("a redirect to `https://core.example.com/graphql/v2`"), "{text}");
            assert!(text.contains("set this host, `https://core.example.com`"), "{text}");
        }
        assert_eq!(to_every_call.requests().len(), 1);
    }
}

/// The row msg-03.
#[tokio::test]
async fn a_coding_that_is_not_read_is_named() {
    let server = server(include_bytes!("../cases/messages/compressed-zstd.http"));
    let error = users(&client(&server).build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("is compressed by `zstd`"), "{error}");
}
