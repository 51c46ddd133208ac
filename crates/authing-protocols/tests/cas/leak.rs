//! No ticket, name or attribute shows up where logs are written from.

use std::{error::Error as _, sync::Arc};

use authing_protocols::{
    Error,
    cas::{CasLogoutRequest, ProxyGrantingTickets, TicketSessions},
    store::MemoryStore,
};

use authing_test_support::logged;

use crate::common::{authing, failure, server, success, validated};

const CANARY: &str = "canary";

fn everything(error: &Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn errors_quote_nothing_that_was_sent_or_received() {
    for response in [
        failure(CANARY.to_uppercase().as_str()).replace("ST-1-f9a0", "ST-canary"),
        success("<cas:user>canary<!--x--></cas:user>"),
        success("<cas:user>canary</cas:canary>"),
        success("<cas:user>&canary;</cas:user>"),
        success("<canary:user>canary</canary:user>"),
        r#"{"serviceResponse":{"authenticationSuccess":"canary"}}"#.to_owned(),
        r#"{"serviceResponse":{"authenticationSuccess":{"user":{"canary":1}}}}"#.to_owned(),
        "canary".to_owned(),
        "<canary/>".to_owned(),
    ] {
        let cas = authing(&server(&response));
        let error = cas.validate("ST-canary").await.unwrap_err();
        assert!(!everything(&error).contains(CANARY), "{response}: {error:?}");
    }
    let error = authing(&server("")).validate("canary").await.unwrap_err();
    assert!(!everything(&error).contains(CANARY));
}

#[tokio::test]
async fn debug_shows_neither_people_nor_tickets() {
    let user = validated(success(
        "<cas:user>canary</cas:user>\
         <cas:attributes><cas:email>canary</cas:email></cas:attributes>\
         <cas:proxyGrantingTicket>PGTIOU-canary</cas:proxyGrantingTicket>",
    ))
    .await
    .unwrap();
    assert!(!format!("{user:?}").contains(CANARY));
    assert!(format!("{:?}", user.attributes).contains("email"));
    let store = Arc::new(MemoryStore::new());
    let tickets = ProxyGrantingTickets::new(store.clone());
    tickets.receive("pgtIou=PGTIOU-canary&pgtId=PGT-canary").await.unwrap();
    let sessions = TicketSessions::new(store);
    sessions.track("ST-canary", CANARY, std::time::Duration::from_secs(9)).await.unwrap();
    let request = authing(&server("")).validate("ST-canary");
    let logout = CasLogoutRequest::from_xml(
        "<s:LogoutRequest xmlns:s='urn:oasis:names:tc:SAML:2.0:protocol'>\
         <s:SessionIndex>ST-canary</s:SessionIndex></s:LogoutRequest>",
    );
    let text = format!("{tickets:?} {sessions:?} {request:?} {:?}", logout.unwrap());
    assert!(!text.contains(CANARY), "{text}");
}

#[test]
fn spans_hold_neither_ticket_nor_service_nor_user() {
    let work = async {
        let response = server(success("<cas:user>canary</cas:user>"));
        authing(&response).validate("ST-canary").await.unwrap();
    };
    logged("leak::spans_hold_neither_ticket_nor_service_nor_user", work, |log| {
        assert!(log.contains("cas.validate"), "{log}");
        assert!(!log.contains(CANARY) && !log.contains("from=a"), "{log}");
    });
}
