//! Requests of single logout.

use std::{sync::Arc, time::Duration};

use authing_core::test_util::TestClock;
use authing_protocols::{
    cas::{CasError, CasLogoutRequest, TicketSessions},
    store::MemoryStore,
};
use authing_types::Secret;

const GOOD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0"
    IssueInstant="2021-09-24T07:29:51Z">
  <saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID>
  <samlp:SessionIndex>ST-1-f9a0</samlp:SessionIndex>
</samlp:LogoutRequest>"#;

fn form(name: &str, xml: &str) -> Vec<u8> {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair(name, xml)
        .finish()
        .into_bytes()
}

fn refused(xml: &str) -> CasError {
    CasLogoutRequest::from_form(&form("logoutRequest", xml)).unwrap_err()
}

#[test]
fn a_posted_request_names_the_ticket() {
    let body = form("logoutRequest", GOOD);
    assert!(CasLogoutRequest::is_in_form(&body));
    assert!(!CasLogoutRequest::is_in_form(b"ticket=ST-1-f9a0"));
    let request = CasLogoutRequest::from_form(&body).unwrap();
    assert_eq!(request.ticket().expose(), "ST-1-f9a0");
    assert_eq!(request.issued_at().unwrap().as_str(), "2021-09-24T07:29:51Z");
    assert!(!format!("{request:?}").contains("f9a0"));
}

#[test]
fn a_form_that_holds_none_or_two_is_refused() {
    let read = |body: &[u8]| CasLogoutRequest::from_form(body).unwrap_err();
    assert_eq!(read(b""), CasError::Missing("logoutRequest"));
    assert_eq!(read(&form("logoutrequest", GOOD)), CasError::Missing("logoutRequest"));
    let mut twice = form("logoutRequest", GOOD);
    twice.push(b'&');
    twice.extend(form("logoutRequest", GOOD));
    assert_eq!(read(&twice), CasError::Duplicate("logoutRequest"));
    assert!(matches!(read(&[0xFF]), CasError::Encoding(_)));
    assert_eq!(read(&vec![b'a'; (64 << 10) + 1]), CasError::TooLong { limit: 64 << 10 });
}

#[test]
fn hostile_requests_are_refused() {
    let with = |index: &str| GOOD.replace("ST-1-f9a0", index);
    for index in ["ST-1<!--x-->f9a0", "<?x?>ST-1", "<b/>ST-1"] {
        assert_eq!(refused(&with(index)), CasError::NotPlain("SessionIndex"), "{index}");
    }
    for index in ["", "alice", "ST-1 ST-2", "ST-1\nx", "PGTIOU-1"] {
        assert_eq!(refused(&with(index)), CasError::NotATicket, "{index}");
    }
    assert_eq!(refused(&with("ST<![CDATA[-1]]>")), CasError::Section("SessionIndex"));
    let index = "<samlp:SessionIndex>ST-1-f9a0</samlp:SessionIndex>";
    assert_eq!(refused(&GOOD.replace(index, "")), CasError::Lacks("SessionIndex"));
    let two = GOOD.replace(index, &format!("{index}{index}"));
    assert_eq!(refused(&two), CasError::Repeated("SessionIndex"));
    let foreign = GOOD.replace("SAML:2.0:protocol", "SAML:1.0:protocol");
    assert!(matches!(refused(&foreign), CasError::Namespace { .. }));
    assert!(matches!(refused("<html/>"), CasError::NotCas(_)));
    let bomb = "<!DOCTYPE x [<!ENTITY a 'ST-1'>]>";
    assert_eq!(refused(&GOOD.replacen("\n", bomb, 1)), CasError::DocumentType);
    let encoding = refused(&GOOD.replace("UTF-8", "UTF-16"));
    assert!(encoding.to_string().ends_with("it says that it is `UTF-16`"), "{encoding}");
    for broken in [GOOD.replace("</samlp:SessionIndex>", ""), format!("{GOOD}<x/>"), String::new()]
    {
        assert!(matches!(refused(&broken), CasError::Malformed { .. }));
    }
}

#[tokio::test]
async fn a_request_ends_the_session_of_its_ticket_once_and_no_other() {
    let clock = TestClock::new();
    let store = MemoryStore::new().clock(Arc::new(clock.clone()));
    let sessions = TicketSessions::new(Arc::new(store));
    let hour = Duration::from_secs(3600);
    for (ticket, session) in [("ST-1-f9a0", "one"), ("ST-2", "two"), ("ST-3", "three")] {
        sessions.track(ticket, session, hour).await.unwrap();
    }
    let ended = |ticket: &str| {
        let request = CasLogoutRequest::from_xml(&GOOD.replace("ST-1-f9a0", ticket)).unwrap();
        let sessions = sessions.clone();
        async move { sessions.end(&request).await.unwrap() }
    };
    assert_eq!(ended("ST-1-f9a0").await, Some(Secret::from("one")));
    assert_eq!(ended("ST-1-f9a0").await, None);
    assert_eq!(ended("ST-9").await, None);
    assert_eq!(ended("ST-2").await, Some(Secret::from("two")));
    clock.advance(hour);
    assert_eq!(ended("ST-3").await, None);
}
