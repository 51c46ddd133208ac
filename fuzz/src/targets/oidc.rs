//! OpenID Connect: the provider's document, and what a browser and the token endpoint bring.

use std::sync::LazyLock;

use authing_core::HttpResponse;
use authing_protocols::{
    RetryPolicy,
    oauth2::{Callback, PendingLogin},
    oidc::OidcClient,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::{
    jose::{APP, HOST, ISSUER, SECRET, id_token},
    material::{NOW, clock},
};
use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, parts, run, text},
    mutate,
    server::{Server, Slot, response},
    target::Target,
};

const LIMITS: Limits = Limits { steps: (500_000, 500), allocated: (2 << 20, 1_000) };

/// The provider's document, with its headers.
pub(super) const DISCOVERY: Target =
    Target { name: "oidc_discovery", limits: LIMITS, mutator: Some(mutate::json), read: discovery };

/// A callback, and the response of the token endpoint. The callback is read in three ways, and its code
/// goes to the token endpoint, three bytes for one where it is escaped.
pub(super) const CALLBACK: Target = Target {
    name: "oidc_callback",
    limits: Limits { steps: (500_000, 1_500), allocated: (2 << 20, 2_000) },
    mutator: None,
    read: callback,
};

const STATE: &str = "state-of-this-login";
const NONCE: &str = "nonce-of-this-login";

/// Headers, a line each; what is not a header is left out.
pub(super) fn headers(lines: &[u8]) -> HeaderMap {
    let line = |line: &[u8]| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(line.get(..colon)?).ok()?;
        let value = HeaderValue::from_bytes(line.get(colon + 1..)?.trim_ascii()).ok()?;
        Some((name, value))
    };
    lines.split(|byte| *byte == b'\n').filter_map(line).collect()
}

fn discovery(input: &[u8], meter: &mut Meter) {
    let [lines, body] = parts(input);
    let response = response(StatusCode::OK, headers(lines), body);
    let outcome = meter.measure(|| {
        let document = response.clone();
        let server = Server::new(move |_| document.clone());
        let client = OidcClient::builder(APP, HOST)
            .secret(SECRET)
            .redirect_uri("https://me.example.com/cb")
            .discovery(true)
            .retry(RetryPolicy::never())
            .clock(clock())
            .transport(server.transport())
            .build()
            .unwrap();
        run(async {
            let metadata = client.metadata().await?;
            let login = client.authorize().start().await?;
            Ok::<_, authing_protocols::Error>((metadata, login.url))
        })
    });
    match outcome {
        Ok((metadata, url)) => {
            assert_eq!(metadata.issuer, ISSUER);
            assert_eq!(url.scheme(), "https", "people would log in there: {url}");
            assert!(url.query_pairs().any(|(name, value)| name == "client_id" && value == APP));
        }
        Err(error) => check_error(&error),
    }
}

static SERVER: LazyLock<Slot> = LazyLock::new(Slot::default);

static CLIENT: LazyLock<OidcClient> = LazyLock::new(|| {
    OidcClient::builder(APP, HOST)
        .secret(SECRET)
        .redirect_uri("https://me.example.com/cb")
        .retry(RetryPolicy::never())
        .clock(clock())
        .transport(SERVER.server().transport())
        .build()
        .unwrap()
});

fn pending(response_type: &str) -> PendingLogin {
    let text = json!({
        "v": 1, "state": STATE, "nonce": NONCE, "verifier": "v".repeat(43),
        "redirect_uri": "https://me.example.com/cb", "issuer": ISSUER, "client_id": APP,
        "response_type": response_type, "scope": "openid profile", "max_age": null,
        "created_at": NOW,
    });
    PendingLogin::from_secret(text.to_string()).unwrap()
}

fn callback(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&CLIENT);
    static ID_TOKEN: LazyLock<String> = LazyLock::new(|| id_token(NONCE));
    let [query, response] = parts(input);
    let Some(query) = text(query) else { return };
    // A signature that fits; to make one is not what is looked for.
    let filled = |text: &str| text.replace("ID_TOKEN", &ID_TOKEN);
    let query = filled(query);
    let response = filled(&String::from_utf8_lossy(response));
    SERVER.set(HttpResponse::new(StatusCode::OK, response.clone()));
    let mut callbacks = vec![
        meter.measure(|| Callback::from_query(&query)),
        meter.measure(|| Callback::from_form(&query)),
    ];
    if let Ok(url) = Url::parse(&format!("https://me.example.com/cb?{query}")) {
        callbacks.push(meter.measure(|| Callback::from_url(&url)));
    }
    for callback in callbacks {
        let callback = match callback {
            Ok(callback) => callback,
            Err(error) => {
                check_error(&error);
                continue;
            }
        };
        for response_type in ["code", "code id_token", "code id_token token", "id_token token"] {
            let login = meter.measure(|| run(CLIENT.finish(&callback, pending(response_type))));
            match login {
                Ok(login) => {
                    assert!(callback.is_of(&pending(response_type)), "another login's");
                    // An address is read without the line ends in it.
                    let line: String =
                        query.chars().filter(|letter| !"\r\n\t".contains(*letter)).collect();
                    assert!(line.contains(STATE) || line.contains('%'), "{query}");
                    assert_eq!(login.claims.sub, "alice");
                    if response_type.starts_with("code") {
                        let body: Value = serde_json::from_str(&response).unwrap_or_default();
                        let token = body.get("access_token").and_then(Value::as_str);
                        let found = login.tokens.access_token.expose();
                        assert!(token == Some(found) || response.contains("\\u"), "{response}");
                    }
                }
                Err(error) => check_error(&error),
            }
        }
    }
}
