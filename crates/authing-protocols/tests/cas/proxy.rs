//! Proxy-granting tickets and proxy tickets.

use std::sync::Arc;

use authing_core::test_util::TestClock;
use authing_protocols::{
    Error,
    cas::{CasCode, CasError, CasLogin, ProxyGrantingTickets},
    store::MemoryStore,
};
use authing_types::Secret;

use crate::common::{TICKET, authing, builder, other, server, success, target, validated};

const PROXIES: &str = "<cas:user>alice</cas:user><cas:proxies>\
    <cas:proxy>https://b.example.com/pgt</cas:proxy>\
    <cas:proxy>https://a.example.com/pgt</cas:proxy></cas:proxies>";

fn response(inside: &str) -> String {
    format!(
        "<cas:serviceResponse xmlns:cas='http://www.yale.edu/tp/cas'>{inside}</cas:serviceResponse>"
    )
}

async fn user_with_iou(iou: &str) -> Result<CasLogin, Error> {
    validated(success(&format!(
        "<cas:user>alice</cas:user><cas:proxyGrantingTicket>{iou}</cas:proxyGrantingTicket>"
    )))
    .await
}

#[tokio::test]
async fn a_proxy_granting_ticket_is_claimed_once_by_the_validation_that_asked_for_it() {
    let tickets = ProxyGrantingTickets::new(Arc::new(MemoryStore::new()));
    tickets.receive("").await.unwrap();
    tickets.receive("?pgtIou=PGTIOU-1-5e2b&pgtId=PGT-1-77a0").await.unwrap();
    let stranger = user_with_iou("PGTIOU-2-0000").await.unwrap();
    let user = user_with_iou("PGTIOU-1-5e2b").await.unwrap();
    let missing = Err(CasError::NoProxyGrantingTicket);
    let claim = |user: CasLogin| {
        let tickets = tickets.clone();
        async move {
            tickets.claim(&user).await.map_err(|error| match error {
                Error::Cas(error) => error,
                other => panic!("{other:?}"),
            })
        }
    };
    assert_eq!(claim(stranger).await, missing);
    assert_eq!(claim(user.clone()).await, Ok(Secret::from("PGT-1-77a0")));
    assert_eq!(claim(user).await, missing);
    let none = validated(success("<cas:user>alice</cas:user>")).await.unwrap();
    assert_eq!(claim(none).await, missing);
}

#[tokio::test]
async fn a_proxy_granting_ticket_that_nobody_claims_is_forgotten() {
    let clock = TestClock::new();
    let store = MemoryStore::new().clock(Arc::new(clock.clone()));
    let tickets = ProxyGrantingTickets::new(Arc::new(store));
    tickets.receive("pgtIou=PGTIOU-1-5e2b&pgtId=PGT-1-77a0").await.unwrap();
    clock.advance(std::time::Duration::from_secs(60));
    let user = user_with_iou("PGTIOU-1-5e2b").await.unwrap();
    assert!(tickets.claim(&user).await.is_err());
}

#[tokio::test]
async fn a_callback_that_is_not_the_servers_is_refused() {
    let tickets = ProxyGrantingTickets::new(Arc::new(MemoryStore::new()));
    for (query, expected) in [
        ("pgtIou=PGTIOU-1", CasError::Missing("pgtId")),
        ("pgtId=PGT-1", CasError::Missing("pgtIou")),
        ("pgtId=PGT-1&pgtIou=PGTIOU-1&pgtId=PGT-2", CasError::Duplicate("pgtId")),
        ("pgtId=PGT-1&pgtIou=x", CasError::NotATicket),
        ("pgtId=ST-1&pgtIou=PGTIOU-1", CasError::NotATicket),
        ("pgtId=PGT-1%0A&pgtIou=PGTIOU-1", CasError::NotATicket),
    ] {
        match tickets.receive(query).await {
            Err(Error::Cas(error)) => assert_eq!(error, expected, "{query}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_name_for_a_proxy_granting_ticket_is_checked() {
    for iou in ["", "alice", "PGT-1", "PGTIOU-1 2"] {
        let result = user_with_iou(iou).await;
        assert!(matches!(result, Err(Error::Cas(CasError::NotATicket))), "{iou}");
    }
}

#[tokio::test]
async fn a_proxy_ticket_is_asked_for_with_both_parameters_encoded() {
    let xml = response(
        "<cas:proxySuccess>\n<cas:proxyTicket>PT-1-b98x</cas:proxyTicket>\n</cas:proxySuccess>",
    );
    let json = r#"{"serviceResponse":{"proxySuccess":{"proxyTicket":"PT-1-b98x"}}}"#;
    for response in [xml.as_str(), json] {
        let server = server(response);
        let ticket = other(&server)
            .proxy_ticket("PGT-1-77a0", "https://b.example.com/?a=1&pgt=x")
            .await
            .unwrap();
        assert_eq!(ticket.expose(), "PT-1-b98x");
        assert_eq!(
            target(&server),
            "https://sso.example.com/cas/proxy\
             ?targetService=https%3A%2F%2Fb.example.com%2F%3Fa%3D1%26pgt%3Dx&pgt=PGT-1-77a0"
        );
    }
}

#[tokio::test]
async fn a_refused_proxy_ticket_has_its_code_and_what_is_none_is_not_sent() {
    let xml = response("<cas:proxyFailure code=\"INVALID_TICKET\">x</cas:proxyFailure>");
    let json = r#"{"serviceResponse":{"proxyFailure":{"code":"INVALID_TICKET"}}}"#;
    // As django-cas-server writes it.
    let other =
        response("<cas:authenticationFailure code='INVALID_TICKET'>x</cas:authenticationFailure>");
    for response in [xml.as_str(), json, other.as_str()] {
        let result = authing(&server(response)).proxy_ticket("PGT-1", "https://b/").await;
        let Err(Error::Cas(CasError::Refused(refusal))) = result else { panic!("{result:?}") };
        assert_eq!(refusal.code(), Some(&CasCode::INVALID_TICKET));
    }
    let odd =
        response("<cas:proxySuccess><cas:proxyTicket>x y</cas:proxyTicket></cas:proxySuccess>");
    let result = authing(&server(odd)).proxy_ticket("PGT-1", "https://b/").await;
    assert!(matches!(result, Err(Error::Cas(CasError::NotATicket))));
    let server = server("");
    assert!(authing(&server).proxy_ticket("ST-1", "https://b/").await.is_err());
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn no_proxy_is_allowed_unless_its_whole_chain_is() {
    let not_allowed = |result: Result<CasLogin, Error>| {
        matches!(result, Err(Error::Cas(CasError::ProxyNotAllowed(_))))
    };
    let server = server(success(PROXIES));
    let chain = ["https://b.example.com/pgt", "https://a.example.com/pgt"];
    assert!(not_allowed(authing(&server).proxy_validate("PT-1").await));
    for wrong in [&chain[..1], &chain[1..], &["https://a.example.com/pgt", chain[0]], &[]] {
        let cas = builder(&server).allow_proxy_chain(wrong.iter().copied()).build().unwrap();
        assert!(not_allowed(cas.proxy_validate("PT-1").await), "{wrong:?}");
    }
    let cas = builder(&server)
        .allow_proxy_chain(["https://c.example.com/pgt"])
        .allow_proxy_chain(chain)
        .build()
        .unwrap();
    assert_eq!(cas.proxy_validate("PT-1").await.unwrap().proxies, chain);
    // Allowed or not: who asks for a visitor's own ticket gets no other.
    assert!(not_allowed(cas.validate(TICKET).await));
}

#[tokio::test]
async fn a_proxy_ticket_whose_proxies_are_kept_back_is_refused() {
    let server = server(success("<cas:user>alice</cas:user>"));
    let cas = authing(&server);
    let result = cas.proxy_validate("PT-1").await;
    assert!(matches!(result, Err(Error::Cas(CasError::ProxyNotAllowed(_)))));
    assert_eq!(cas.proxy_validate(TICKET).await.unwrap().user, "alice");
    let paths: Vec<String> =
        server.requests().iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(paths, ["/cas-idp/app/proxyValidate", "/cas-idp/app/proxyValidate"]);
}
