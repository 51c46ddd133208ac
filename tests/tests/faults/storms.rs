//! A thousand calls that all fail: what the server sees of them, and that waiting for a token or a document
//! is shared.

use std::{
    future::IntoFuture,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use authing_core::{Error, ErrorKind};
use authing_protocols::jose::IdTokenChecks;
use futures_util::{StreamExt, future::join_all, stream};

use crate::{
    probes::{
        Probe, Settings, authentication_read, authentication_write, management_read,
        management_with_secret, management_write, oidc, tokens,
    },
    server::{Act, FaultServer, Seen, json, response},
};

const CALLS: usize = 1000;

/// Retries that a client may spend without a success in between.
const BUDGET: usize = 100;

const OK: &str = r#"{"code": 200, "message": "", "data": []}"#;

async fn errors_of(probe: &Probe) -> Vec<Error> {
    let calls = (0..CALLS).map(|_| probe.send());
    let results = stream::iter(calls).buffer_unordered(64);
    results.filter_map(|result| std::future::ready(result.err())).collect().await
}

#[tokio::test]
async fn an_outage_is_met_with_the_budget_and_no_more() {
    for status in [502, 503, 504] {
        for probe in
            [management_read, management_write, authentication_read, authentication_write, tokens]
        {
            let server = FaultServer::start(move |_| Act::Respond(response(status, "", "")));
            let probe = probe(&Settings::new(server.url()));
            let errors = errors_of(&probe).await;
            assert_eq!(errors.len(), CALLS);
            assert!(errors.iter().all(|error| error.kind() == ErrorKind::Status));
            let expected = if probe.is_idempotent { CALLS + BUDGET } else { CALLS };
            assert_eq!(server.requests().len(), expected, "{status}: {}", probe.name);
        }
    }
}

#[tokio::test]
async fn a_server_that_throttles_is_asked_within_the_budget_by_writes_too() {
    // The second asks for a wait that no call has the time for: nobody asks again.
    for (headers, retries) in [("", BUDGET), ("retry-after: 3600\r\n", 0)] {
        for probe in [management_read, management_write, authentication_write, tokens] {
            let act = move |_: &Seen| Act::Respond(response(429, headers, ""));
            let server = FaultServer::start(act);
            let mut settings = Settings::new(server.url());
            if retries == 0 {
                settings.retry = settings.retry.max_retry_after(Duration::MAX);
            }
            let probe = probe(&settings);
            let errors = errors_of(&probe).await;
            assert_eq!(errors.len(), CALLS);
            assert!(errors.iter().all(Error::is_rate_limited), "{:?}", errors[0]);
            assert_eq!(server.requests().len(), CALLS + retries, "{headers:?}: {}", probe.name);
        }
    }
}

/// The response to a management client's request: tokens are numbered, and `accepts` says which are good.
fn with_tokens(fetched: &AtomicUsize, seen: &Seen, accepts: impl Fn(&str) -> bool) -> Act {
    if seen.is("POST /graphql/v2") {
        let number = fetched.fetch_add(1, Ordering::Relaxed) + 1;
        return Act::Respond(json(&format!(
            r#"{{"data":{{"accessToken":{{"accessToken":"token-{number}","exp":1767312000,
                "iat":1767225600}}}}}}"#
        )));
    }
    let token = seen.head.lines().find_map(|line| line.strip_prefix("authorization: Bearer "));
    match accepts(token.unwrap_or_default()) {
        true => Act::Respond(json(OK)),
        false => Act::Respond(json(r#"{"code": 2020, "message": "尚未登录，无访问权限"}"#)),
    }
}

#[tokio::test]
async fn a_token_that_is_refused_in_the_middle_is_renewed_once() {
    let (fetched, seen) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let server = FaultServer::start(move |request| {
        with_tokens(&fetched, request, |token| {
            token != "token-1" || seen.fetch_add(1, Ordering::Relaxed) < 400
        })
    });
    let client = management_with_secret(&Settings::new(server.url()));
    let calls = (0..CALLS).map(|_| client.user_pool().list_env().into_future());
    let results: Vec<_> = stream::iter(calls).buffer_unordered(64).collect().await;
    assert!(results.iter().all(Result::is_ok), "{:?}", results.iter().find(|one| one.is_err()));
    assert_eq!(server.count("POST /graphql/v2"), 2, "the first, and one renewal");
    // Those under way when it was refused, and no others, were sent twice.
    let requests = server.count("GET /api/v2/env");
    assert!((CALLS + 1..=CALLS + 64).contains(&requests), "{requests} requests");
}

#[tokio::test]
async fn a_token_that_nobody_can_get_is_asked_for_once_by_all_who_wait() {
    let server = FaultServer::start(|_| Act::Respond(response(503, "", "")));
    let client = management_with_secret(&Settings::new(server.url()));
    let calls = (0..CALLS).map(|_| client.user_pool().list_env().into_future());
    for result in join_all(calls).await {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Credential, None), "{error}");
        assert!(error.to_string().contains("no management token"), "{error}");
        assert!(error.to_string().contains("HTTP 503"), "{error}");
        assert!(error.is_not_sent());
    }
    assert_eq!(server.requests().len(), 3, "one request, and its two retries");
}

/// Does what `act` says with every request but the first, which gets no response.
fn stalls_first(act: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> FaultServer {
    FaultServer::start(move |seen| match seen.number {
        0 => Act::Stall(Vec::new()),
        _ => act(seen),
    })
}

/// Waits until the server has seen so many requests.
async fn seen(server: &FaultServer, requests: usize) {
    while server.requests().len() < requests {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn when_the_first_who_waits_for_a_token_gives_up_the_others_go_on() {
    let fetched = Arc::new(AtomicUsize::new(0));
    let server = stalls_first(move |seen| with_tokens(&fetched, seen, |_| true));
    let client = management_with_secret(&Settings::new(server.url()));
    let first = tokio::spawn(client.user_pool().list_env().into_future());
    seen(&server, 1).await;
    let others: Vec<_> =
        (0..100).map(|_| tokio::spawn(client.user_pool().list_env().into_future())).collect();
    tokio::task::yield_now().await;
    first.abort();
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(server.count("POST /graphql/v2"), 2, "the one that was given up, and one more");
    assert_eq!(server.count("GET /api/v2/env"), 100);
}

#[tokio::test]
async fn a_call_that_ends_while_it_waits_for_a_token_says_that_it_is_a_timeout() {
    let limit = Duration::from_millis(60);
    let server = FaultServer::start(|_| Act::Stall(Vec::new()));
    // The limit of the client is that of the token request; another call's may be longer or shorter.
    let mut settings = Settings::new(server.url());
    settings.timeout = limit;
    let client = management_with_secret(&settings);
    let call = client.user_pool().list_env();
    let longer = call.timeout(100 * limit).await.unwrap_err();
    assert_eq!(longer.kind(), ErrorKind::Credential);
    assert!(longer.to_string().contains("no complete response within 60ms"), "{longer}");
    let call = client.user_pool().list_env();
    let shorter = call.timeout(limit / 2).await.unwrap_err();
    assert_eq!(shorter.kind(), ErrorKind::Timeout);
    assert!(shorter.to_string().contains("no token came within 30ms"), "{shorter}");
    for error in [longer, shorter] {
        assert!(error.is_timeout() && error.is_not_sent(), "{}", error.report());
    }
    assert_eq!(server.count("GET /api/v2/env"), 0);
}

#[tokio::test]
async fn documents_of_a_provider_are_fetched_once_and_their_failure_is_shared() {
    let server = FaultServer::start(|_| Act::Respond(response(503, "", "")));
    let client = oidc(&Settings::new(server.url()), true);
    for result in join_all((0..CALLS).map(|_| client.metadata())).await {
        assert!(result.unwrap_err().to_string().contains("HTTP 503"));
    }
    assert_eq!(server.requests().len(), 3, "one request, and its two retries");
}

#[tokio::test]
async fn when_the_first_who_waits_for_keys_gives_up_the_others_go_on() {
    let server = stalls_first(|_| Act::Respond(json(r#"{"keys": []}"#)));
    let client = oidc(&Settings::new(server.url()), false);
    let verify = |client: authing_protocols::oidc::OidcClient| async move {
        let token = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.e30.AAAA";
        client.verifier().verify_id_token(token, &IdTokenChecks::default()).await
    };
    let first = tokio::spawn(verify(client.clone()));
    seen(&server, 1).await;
    let others: Vec<_> = (0..100).map(|_| tokio::spawn(verify(client.clone()))).collect();
    tokio::task::yield_now().await;
    first.abort();
    for other in others {
        let error = other.await.unwrap().unwrap_err();
        assert!(error.to_string().contains("`k`"), "the key is not among them: {error}");
    }
    assert!(server.requests().len() <= 3, "{} requests", server.requests().len());
}
