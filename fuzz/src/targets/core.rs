//! Responses of the API: envelopes, errors, models.

use std::{fmt::Debug, sync::LazyLock};

use authing_authentication::{AuthenticationClient, MfaChallenge};
use authing_core::{Error, Operation, RestRequest};
use authing_management::{Credentials, ListUsers, ManagementClient, RetryPolicy};
use authing_types::{self as types, Timestamp, lenient};
use http::StatusCode;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{material::clock, oidc::headers};
use crate::{
    cost::{Limits, Meter},
    inputs::{check_error, parts, run},
    mutate,
    server::{Slot, response},
    target::Target,
};

/// Several calls read the response, and each may read it twice.
const ENVELOPES: Limits = Limits { steps: (2_000_000, 10_000), allocated: (4 << 20, 10_000) };

/// A response of any kind: status and headers, then the body.
pub(super) const ENVELOPE: Target = Target {
    name: "core_envelope",
    limits: ENVELOPES,
    mutator: Some(mutate::json),
    read: envelope,
};

const LINEAR: Limits = Limits::LINEAR;

/// The name of a model, and what it is read from.
pub(super) const MODELS: Target =
    Target { name: "core_models", limits: LINEAR, mutator: Some(mutate::json), read: models };

static SERVER: LazyLock<Slot> = LazyLock::new(Slot::default);

static MANAGEMENT: LazyLock<ManagementClient> = LazyLock::new(|| {
    ManagementClient::builder("pool", Credentials::AccessToken("token".into()))
        .retry(RetryPolicy::never())
        .clock(clock())
        .transport(SERVER.server().transport())
        .build()
        .unwrap()
});

static APP: LazyLock<AuthenticationClient> = LazyLock::new(|| {
    AuthenticationClient::builder("app", "https://app.example.com")
        .public_key(include_str!("../../../crates/authing-management/tests/wire/test_key.pub.pem"))
        .retry(RetryPolicy::never())
        .clock(clock())
        .transport(SERVER.server().transport())
        .build()
        .unwrap()
});

const REST: Operation = Operation::get("fuzz.rest", "/api/v2/things").idempotent();
const RAW: Operation = Operation::get("fuzz.raw", "/token").idempotent().raw();

fn envelope(input: &[u8], meter: &mut Meter) {
    LazyLock::force(&APP);
    LazyLock::force(&MANAGEMENT);
    let [head, body] = parts(input);
    let (status, lines) = match head.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&head[..end], &head[end + 1..]),
        None => (head, &[][..]),
    };
    let status = StatusCode::from_bytes(status.trim_ascii()).unwrap_or(StatusCode::OK);
    let headers = headers(lines);
    SERVER.set(response(status, headers, body));

    let api = &*MANAGEMENT;
    checked(meter.measure(|| run(async { api.users().list(ListUsers::new()).await })));
    checked(meter.measure(|| run(async { api.users().get_opt("id").await })));
    checked(meter.measure(|| run(async { api.user_pool().list_env().await })));
    checked(meter.measure(|| run(async { api.orgs().get("id").await })));
    checked(meter.measure(|| run(async { api.rest::<Value>(RestRequest::new(REST)).await })));
    checked(meter.measure(|| run(async { api.rest::<Value>(RestRequest::new(RAW)).await })));
    let app = APP.new_session();
    let login = meter.measure(|| run(async { app.login_by_username("bob", "passw0rd").await }));
    if let Some(error) = checked(login)
        && error.is_login_step()
        && let Some(challenge) = meter.measure(|| MfaChallenge::from_error(&error))
    {
        let shown = format!("{challenge:?}");
        let token = serde_json::from_slice::<Value>(body).unwrap_or_default();
        let token = token.pointer("/errors/0/message/data/mfaToken").and_then(Value::as_str);
        let is_told = token.is_some_and(|token| token.len() > 12 && shown.contains(token));
        assert!(!is_told, "a token is shown: {shown}");
    }
}

/// An error is short, on one line, and the same however often it is shown.
fn checked<T>(result: Result<T, Error>) -> Option<Error> {
    let error = result.err()?;
    check_error(&error);
    assert_eq!(error.to_string(), error.to_string());
    Some(error)
}

/// A model, however it was written, is the same once it has been read.
fn same<T: DeserializeOwned + Serialize + Debug>(input: &[u8], meter: &mut Meter) {
    let Ok(read) = meter.measure(|| lenient::json::from_slice::<T>(input)) else { return };
    let written = meter.measure(|| serde_json::to_value(&read)).unwrap();
    let again: T = serde_json::from_value(written.clone())
        .unwrap_or_else(|error| panic!("it is not read again: {error}: {written}"));
    assert_eq!(serde_json::to_value(&again).unwrap(), written);
    let _ = format!("{read:?}");
}

fn models(input: &[u8], meter: &mut Meter) {
    let [name, body] = parts(input);
    let read: fn(&[u8], &mut Meter) = match name {
        b"User" => same::<types::User>,
        b"UserPool" => same::<types::UserPool>,
        b"Org" => same::<types::Org>,
        b"Node" => same::<types::Node>,
        b"Policy" => same::<types::Policy>,
        b"Role" => same::<types::Role>,
        b"Group" => same::<types::Group>,
        b"Function" => same::<types::Function>,
        b"EmailTemplate" => same::<types::EmailTemplate>,
        b"Timestamp" => same::<Timestamp>,
        b"Users" => same::<types::Page<types::User>>,
        b"OrgTree" => |input, meter| {
            let Ok(org) = lenient::json::from_slice::<types::Org>(input) else { return };
            let tree = meter.measure(|| org.tree());
            let walked = meter.measure(|| tree.root().walk().count());
            assert!(walked <= 2 * (org.nodes.len() + 1), "{walked} of {}", org.nodes.len());
        },
        b"Text" => |input, meter| {
            let repaired = meter.measure(|| lenient::json::repair(input).into_owned());
            assert_eq!(lenient::json::repair(&repaired), repaired, "repaired twice");
            if serde_json::from_slice::<Value>(input).is_ok() {
                assert_eq!(repaired, input, "what is right is left alone");
            }
        },
        _ => return,
    };
    read(body, meter);
}
