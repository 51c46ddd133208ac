//! Lives and times at the ends of what can be counted, in every response that has one: a call gets what
//! can be made of them or an error, and the program goes on.

use std::{sync::Arc, time::Duration};

use authing_authentication::{AuthenticationClient, qr_codes::QrScene};
use authing_core::{
    Clock, HttpResponse,
    test_util::{ScriptedTransport, TestClock},
};
use authing_management::{ErrorKind, ManagementClient};
use authing_protocols::{
    Error,
    oauth2::OAuth2Client,
    oidc::{OidcClient, OidcClientBuilder},
};
use http::StatusCode;
use jsonwebtoken::{EncodingKey, Header};

/// What may stand where a number of seconds belongs, as JSON.
const ODD: [&str; 22] = [
    "0",
    "-1",
    "1",
    "1.5",
    "1767225600",
    "1767225600000",
    "253402300799",
    "253402300800",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "-1e308",
    "5e-324",
    "null",
    "true",
    "[]",
    r#""9223372036854775807""#,
    r#""-9223372036854775808""#,
    r#""18446744073709551616""#,
    r#""soon""#,
];

const HOST: &str = "https://app.example.com";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A server that responds with this, whatever it is asked.
fn saying(body: String) -> Arc<ScriptedTransport> {
    Arc::new(ScriptedTransport::new(move |_, _| {
        Ok(HttpResponse::new(StatusCode::OK, body.clone()))
    }))
}

/// A clock before 1970, as on a machine without a battery, and one of today.
fn clocks() -> [Arc<dyn Clock>; 2] {
    /// A clock that stands at a second before or after 1970.
    #[derive(Debug)]
    struct Before1970;

    impl Clock for Before1970 {
        fn now(&self) -> std::time::SystemTime {
            std::time::UNIX_EPOCH - Duration::from_secs(86_400 * 365)
        }
    }

    [Arc::new(TestClock::new()), Arc::new(Before1970)]
}

#[tokio::test]
async fn a_management_token_of_any_life_is_used_or_refused() {
    for (exp, iat) in ODD.iter().flat_map(|exp| ODD.iter().map(move |iat| (exp, iat))) {
        for clock in clocks() {
            let server = Arc::new(ScriptedTransport::new(move |_, request| {
                let body = if request.url.path().starts_with("/graphql") {
                    format!(
                        r#"{{"data":{{"accessToken":{{"accessToken":"t","exp":{exp},"iat":{iat}}}}}}}"#
                    )
                } else {
                    r#"{"code":200,"data":[]}"#.to_owned()
                };
                Ok(HttpResponse::new(StatusCode::OK, body))
            }));
            let client = ManagementClient::builder("pool", "secret")
                .host(HOST)
                .transport(server.clone())
                .clock(clock)
                .build()
                .unwrap();
            for _ in 0..2 {
                match client.user_pool().list_env().await {
                    Ok(_) => {}
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Credential, "{exp} {iat}: {error}");
                        assert!(error.to_string().contains("no management token"), "{error}");
                    }
                }
            }
        }
    }
}

fn oidc(server: &Arc<ScriptedTransport>, clock: Arc<dyn Clock>) -> OidcClientBuilder {
    OidcClient::builder("app", HOST).transport(server.clone()).clock(clock).secret(SECRET)
}

#[tokio::test]
async fn tokens_of_any_life_are_granted() {
    for life in ODD {
        for clock in clocks() {
            let server = saying(format!(
                r#"{{"access_token":"t","token_type":"Bearer","expires_in":{life}}}"#
            ));
            let now = clock.now();
            let of_oidc = oidc(&server, clock.clone()).build().unwrap();
            let of_oidc = of_oidc.refresh_unbound("r").await.unwrap().tokens;
            let of_oauth2 = OAuth2Client::builder("app", HOST)
                .transport(server.clone())
                .clock(clock.clone())
                .secret(SECRET)
                .build()
                .unwrap();
            let of_oauth2 = of_oauth2.refresh("r").await.unwrap();
            for tokens in [of_oidc, of_oauth2] {
                let end = tokens.expires_in.and_then(|life| now.checked_add(life));
                assert_eq!(tokens.expires_at, end, "{life}");
            }
        }
    }
}

#[tokio::test]
async fn introspection_and_devices_take_any_life() {
    for life in ODD {
        for clock in clocks() {
            let server = saying(format!(
                r#"{{"active":true,"exp":{life},"iat":{life},"nbf":{life},"device_code":"d",
                    "user_code":"u","verification_uri":"https://x.example.com/","expires_in":{life},
                    "interval":{life},"issuer":"{HOST}/oidc","authorization_endpoint":"{HOST}/a",
                    "token_endpoint":"{HOST}/t","jwks_uri":"{HOST}/j",
                    "introspection_endpoint":"{HOST}/i","response_types_supported":["code"],
                    "subject_types_supported":["public"],
                    "id_token_signing_alg_values_supported":["HS256"],
                    "device_authorization_endpoint":"{HOST}/d"}}"#
            ));
            let client = oidc(&server, clock).discovery(true).build().unwrap();
            let read = client.introspect("t", None).await.unwrap();
            assert!(read.active, "{life}");
            let _ = read.expires_at();
            match client.device_authorization("openid").await {
                Ok(mut device) => {
                    assert!(device.interval() >= Duration::from_secs(1), "{life}");
                    let _ = device.poll().await;
                }
                Err(error) => {
                    assert!(
                        matches!(&error, Error::Call(call) if call.kind() == ErrorKind::Decode)
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn an_id_token_of_any_time_is_verified_or_refused() {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    for claim in ["exp", "iat", "nbf", "auth_time"] {
        for time in ODD {
            for clock in clocks() {
                let now = 1_767_225_600;
                let mut claims = serde_json::json!({
                    "iss": format!("{HOST}/oidc"), "sub": "u", "aud": "app",
                    "exp": now + 60, "iat": now,
                });
                // What JSON can hold and `serde_json` cannot is another error.
                let Ok(time) = serde_json::from_str::<serde_json::Value>(time) else { continue };
                claims[claim] = time.clone();
                let token = jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap();
                let verifier = oidc(&saying(String::new()), clock).build().unwrap();
                let result = verifier.verifier().verify_id_token(&token, &Default::default()).await;
                match result {
                    Ok(_) | Err(Error::Token(_)) => {}
                    Err(other) => panic!("{claim} {time}: {other}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn a_qr_code_of_any_life_is_shown_or_refused() {
    for life in ODD {
        for clock in clocks() {
            let server = saying(format!(
                r#"{{"code":200,"data":{{"random":"r","url":"https://x.example.com/1.png",
                    "expiresIn":{life}}}}}"#
            ));
            let client = AuthenticationClient::builder("app", HOST)
                .transport(server)
                .clock(clock)
                .build()
                .unwrap();
            match client.qr_codes().generate(QrScene::App).await {
                Ok(code) => {
                    let mut watching = Box::pin(client.qr_codes().watch(&code));
                    let _ = futures_util::poll!(futures_util::StreamExt::next(&mut watching));
                }
                Err(error) => assert_eq!(error.kind(), ErrorKind::Decode, "{life}: {error}"),
            }
        }
    }
}
