//! The CAS client, against the emulator.

use authing_protocols::{
    Error, Secret,
    cas::{CasClient, CasCode, CasError, CasVersion, LoginMode, ResponseFormat},
};
use authing_tests::TestServer;

use crate::visitor::Visitor;

const SERVICE: &str = "http://localhost:3000/cas?page=1";

async fn server() -> (TestServer, CasClient) {
    let server = TestServer::start().await.unwrap();
    server.user("bob").await.unwrap();
    let (id, host) = (server.emulator.app_id(), server.emulator.app_host());
    let cas = CasClient::builder(id, host).service(SERVICE).no_proxy().build().unwrap();
    (server, cas)
}

/// A ticket of a visitor who has a session.
async fn ticket(cas: &CasClient, visitor: &mut Visitor) -> Secret {
    let arrived = visitor.open(&cas.login_url().url()).await;
    let arrived = match arrived.asks_for_a_password() {
        true => visitor.log_in(&arrived, "bob").await,
        false => arrived,
    };
    arrived.parameter("ticket").expect("there is no ticket").into()
}

fn code(error: Error) -> Option<CasCode> {
    match error {
        Error::Cas(CasError::Refused(refusal)) => refusal.code().cloned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_ticket_tells_who_logged_in_in_every_version_and_format_and_once() {
    let (_server, cas) = server().await;
    let mut visitor = Visitor::new();
    let mut fresh = async || ticket(&cas, &mut visitor).await;
    let old = cas.validate(fresh().await).version(CasVersion::V1).await.unwrap();
    assert_eq!((old.user.as_str(), old.attributes.len()), ("bob", 0));

    let used = fresh().await;
    let xml = cas.validate(used.clone()).await.unwrap();
    let json = cas.validate(fresh().await).format(ResponseFormat::Json).await.unwrap();
    assert_eq!((xml.user.as_str(), json.user.as_str()), ("bob", "bob"));
    assert!(xml.attributes.get("sub").is_some());
    assert_eq!(xml.attributes.get("sub"), json.attributes.get("sub"));
    assert_eq!(xml.authentication_date, json.authentication_date);

    let again = cas.validate(used).await.unwrap_err();
    assert_eq!(code(again), Some(CasCode::INVALID_TICKET));
}

#[tokio::test]
async fn a_ticket_is_for_the_page_that_asked_for_it() {
    let (_server, cas) = server().await;
    let mut visitor = Visitor::new();
    let caught = ticket(&cas, &mut visitor).await;
    let page = "http://localhost:3000/cas/orders?n=1".parse().unwrap();
    let elsewhere = cas.at(&page).unwrap();
    let refused = elsewhere.validate(caught).await.unwrap_err();
    assert_eq!(code(refused), Some(CasCode::INVALID_SERVICE));
    let own = ticket(&elsewhere, &mut visitor).await;
    assert_eq!(elsewhere.validate(own).await.unwrap().user, "bob");
}

#[tokio::test]
async fn renew_gateway_and_logout_do_what_they_say() {
    let (_server, cas) = server().await;
    let mut visitor = Visitor::new();
    let gateway = cas.login_url().mode(LoginMode::Gateway).url();
    let stranger = visitor.open(&gateway).await;
    assert_eq!(stranger.url.as_str(), SERVICE, "back without a ticket");

    ticket(&cas, &mut visitor).await;
    let of_session = ticket(&cas, &mut visitor).await;
    let refused = cas.validate(of_session).renew().await.unwrap_err();
    assert_eq!(code(refused), Some(CasCode::INVALID_TICKET));
    let page = visitor.open(&cas.login_url().mode(LoginMode::Renew).url()).await;
    assert!(page.asks_for_a_password(), "although there is a session");
    let renewed = visitor.log_in(&page, "bob").await.parameter("ticket").unwrap();
    assert_eq!(cas.validate(renewed).renew().await.unwrap().user, "bob");

    assert!(visitor.open(&gateway).await.parameter("ticket").is_some());
    let out = visitor.open(&cas.logout_url().service("http://localhost:3000/").url()).await;
    assert_eq!(out.url.as_str(), "http://localhost:3000/");
    assert!(visitor.open(&gateway).await.parameter("ticket").is_none());
}

#[tokio::test]
async fn the_older_addresses_of_earlier_sdks_work_too() {
    let (_server, cas) = server().await;
    let mut visitor = Visitor::new();
    let page = visitor.open(&cas.login_url().older_form().url()).await;
    let arrived = visitor.log_in(&page, "bob").await;
    let user = cas.validate(arrived.parameter("ticket").unwrap()).await.unwrap();
    assert_eq!(user.user, "bob");
    visitor.open(&cas.logout_url().older_form().return_to("http://localhost:3000/").url()).await;
    assert!(visitor.open(&cas.login_url().url()).await.asks_for_a_password());
}

#[tokio::test]
async fn a_browser_without_a_session_has_none() {
    let (_server, cas) = server().await;
    assert!(cas.track_session("unknown=1").await.unwrap().is_none());
}
