//! Requests signed with a key pair.
#![cfg(test)]

use authing_core::{AccessKey, ErrorKind};
use http::{HeaderMap, Method};

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-authing-userpool-id", "pool".parse().unwrap());
    headers.insert("x-authing-a", " one\ttwo ".parse().unwrap());
    headers.insert("content-type", "application/json".parse().unwrap());
    headers.insert("date", "Tue, 01 Sep 2026 10:00:00 GMT".parse().unwrap());
    headers
}

/// The expected value was computed by Python's `hmac` over the text that the scheme makes.
#[test]
fn a_signature_covers_verb_named_headers_path_and_sorted_query() {
    let key = AccessKey::new("AK", "s3cret");
    let query = [("b", "2 3"), ("a", "1")];
    let sign = |method: Method, path: &str, headers: &HeaderMap, query: &[(&str, &str)]| {
        let value = key.authorization(&method, path, headers, query.iter().copied()).unwrap();
        value.to_str().unwrap().to_owned()
    };
    let signed = sign(Method::GET, "/api/v2/users", &headers(), &query);
    assert_eq!(signed, "AK:tiN0gTg+Ae6jiWbXHrOxS8LUkvU=");

    let mut other = headers();
    other.insert("content-type", "text/plain".parse().unwrap());
    assert_eq!(sign(Method::GET, "/api/v2/users", &other, &query), signed, "not covered");
    other.insert("x-authing-a", "three".parse().unwrap());
    assert_ne!(sign(Method::GET, "/api/v2/users", &other, &query), signed);
    assert_ne!(sign(Method::POST, "/api/v2/users", &headers(), &query), signed);
    assert_ne!(sign(Method::GET, "/api/v2/user", &headers(), &query), signed);
    assert_ne!(sign(Method::GET, "/api/v2/users", &headers(), &[]), signed);
}

#[test]
fn a_key_without_a_secret_signs_nothing_and_none_is_shown() {
    let sign = |key: AccessKey| key.authorization(&Method::GET, "/", &HeaderMap::new(), []);
    for (id, secret) in [("", "s"), ("AK", ""), ("A\nK", "s")] {
        assert_eq!(sign(AccessKey::new(id, secret)).unwrap_err().kind(), ErrorKind::Input);
    }
    assert!(!format!("{:?}", AccessKey::new("AK", "canary")).contains("canary"));
}
