//! The SAML service provider, against the emulator.

use std::{sync::Arc, time::Duration};

use authing_core::{Clock, test_util::TestClock};
use authing_emulator::{ApplicationSettings, SamlSettings};
use authing_protocols::{
    Error,
    saml::{
        FetchMetadata, PostedResponse, SamlError, SamlLogin, ServiceProvider,
        ServiceProviderBuilder,
    },
    store::MemoryStore,
};
use authing_tests::TestServer;
use authing_web::session::{MemorySessions, Sessions};
use url::Url;

use crate::visitor::{Arrived, Visitor};

const ACS: &str = "http://localhost:3000/saml/acs";
const KEY: &str = include_str!("../../../crates/authing-protocols/tests/saml/fixtures/keys/sp.key");
const CERTIFICATE: &str =
    include_str!("../../../crates/authing-protocols/tests/saml/fixtures/keys/sp.crt");

async fn server(settings: SamlSettings) -> TestServer {
    let server = TestServer::start().await.unwrap();
    let settings = ApplicationSettings::new().saml(settings);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    server.user("bob").await.unwrap();
    server
}

/// A service provider that has read the emulator's metadata.
async fn builder(server: &TestServer) -> ServiceProviderBuilder {
    let fetch = FetchMetadata::authing(server.emulator.app_host(), server.emulator.app_id());
    let idp = fetch.no_proxy().send().await.unwrap();
    ServiceProvider::builder("http://localhost:3000/saml", ACS).idp(idp)
}

fn form(arrived: &Arrived) -> PostedResponse {
    let response = arrived.field("SAMLResponse").expect("the page posts no response");
    PostedResponse::new(response).with_relay_state(arrived.field("RelayState").unwrap_or_default())
}

fn refusal(result: Result<SamlLogin, Error>) -> SamlError {
    match result {
        Err(Error::Saml(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_visitor_logs_in_once_by_each_binding() {
    let mappings = SamlSettings::new().mapping("username", "uid");
    let server = server(mappings).await;
    let sp = builder(&server).await.mapping("username", "uid").build().unwrap();
    let (store, mut visitor) = (MemoryStore::new(), Visitor::new());

    let request = sp.authn_request().relay_state("/orders?a=b&c");
    let (address, handle) = request.redirect_with_store(&store).await.unwrap();
    let page = visitor.open(&address).await;
    assert!(page.asks_for_a_password());
    let posted = form(&visitor.log_in(&page, "bob").await);
    let bob = sp.finish_with_store(&store, &handle, &posted).await.unwrap();
    assert_eq!(bob.field("username"), Some("bob"));
    assert_eq!(bob.relay_state.as_deref(), Some("/orders?a=b&c"));
    assert_eq!(bob.issuer, sp.idp_entity_id());
    assert!(bob.session_index.is_some());
    let again = refusal(sp.finish_with_store(&store, &handle, &posted).await);
    assert_eq!(again, SamlError::NotPending);

    let (form_for_idp, pending) = sp.authn_request().post().unwrap();
    let fields: Vec<_> = form_for_idp.fields().collect();
    let arrived = visitor.post(form_for_idp.action(), &fields).await;
    let posted = form(&arrived);
    let same = sp.finish(&posted, pending.clone()).await.unwrap();
    assert_eq!(same.name_id, bob.name_id, "by the session, without a password");
    assert_ne!(same.assertion_id, bob.assertion_id);
    assert_eq!(refusal(sp.finish(&posted, pending).await), SamlError::Replayed);
}

#[tokio::test]
async fn a_session_begins_with_an_assertion_and_ends_with_its_session_at_the_provider() {
    let server = server(SamlSettings::new().mapping("email", "mail")).await;
    let sp = builder(&server).await.mapping("email", "mail").build().unwrap();
    let (request, pending) = sp.authn_request().redirect().unwrap();
    let mut visitor = Visitor::new();
    let page = visitor.open(&request).await;
    let bob = sp.finish(&form(&visitor.log_in(&page, "bob").await), pending).await.unwrap();
    let index = bob.session_index.clone().unwrap();

    let sessions = Sessions::without_oidc(server.emulator.app_id(), "http://localhost:3000")
        .store(MemorySessions::new())
        .build()
        .unwrap();
    let (mut browser, ()) = http::Request::new(()).into_parts();
    let cookies = sessions.begin(&browser, &bob).await.unwrap();
    for (_, cookie) in cookies {
        let pair = cookie.to_str().unwrap().split(';').next().unwrap().parse().unwrap();
        browser.headers.insert(http::header::COOKIE, pair);
    }
    let (session, _) = sessions.find(&browser).await.unwrap().unwrap();
    let claims = session.claims();
    assert_eq!((session.user_id(), claims.sid.as_ref()), (&*bob.name_id.value, Some(&index)));
    assert_eq!(claims.auth_time, Some(bob.authn_instant));
    assert_eq!(claims.profile.email.as_deref(), bob.field("email"));
    assert!(session.access_token().is_none());
    assert_eq!(sessions.end_provider_session(&index).await.unwrap(), Some(1));
    assert!(sessions.find(&browser).await.unwrap().is_none());
}

#[tokio::test]
async fn a_signed_response_and_signed_requests_are_accepted() {
    let settings = SamlSettings::new().sign_response(true).saml_request_signing_cert(CERTIFICATE);
    let server = server(settings).await;
    let unsigned = builder(&server).await.build();
    assert!(matches!(unsigned, Err(Error::Call(_))), "the metadata wants signatures");

    let sp = builder(&server).await.signing_key(KEY, CERTIFICATE).build().unwrap();
    let mut visitor = Visitor::new();
    let (address, pending) = sp.authn_request().relay_state("a b&c").redirect().unwrap();
    let page = visitor.open(&address).await;
    let arrived = visitor.log_in(&page, "bob").await;
    sp.finish(&form(&arrived), pending).await.unwrap();

    let (request, pending) = sp.authn_request().post().unwrap();
    let fields: Vec<_> = request.fields().collect();
    let arrived = visitor.post(request.action(), &fields).await;
    sp.finish(&form(&arrived), pending).await.unwrap();
}

#[tokio::test]
async fn a_response_is_for_its_own_request_only() {
    let server = server(SamlSettings::new()).await;
    let sp = builder(&server).await.build().unwrap();
    let mut visitor = Visitor::new();
    let (address, _) = sp.authn_request().redirect().unwrap();
    let page = visitor.open(&address).await;
    let posted = form(&visitor.log_in(&page, "bob").await);
    let (_, other) = sp.authn_request().redirect().unwrap();
    let refused = refusal(sp.finish(&posted, other).await);
    assert!(matches!(refused, SamlError::InResponseTo(_)), "{refused:?}");
}

#[tokio::test]
async fn a_response_of_another_application_is_refused() {
    let server = server(SamlSettings::new()).await;
    let sp = builder(&server).await.build().unwrap();
    let algorithm = authing_emulator::TokenAlgorithm::Hs256;
    let other = server.emulator.create_application("other", algorithm).unwrap();
    let (address, pending) = sp.authn_request().redirect().unwrap();
    // The same request at the other application: its destination is altered as an attacker would.
    let metadata = FetchMetadata::authing(server.emulator.app_host(), &other.id);
    let idp = metadata.no_proxy().send().await.unwrap();
    let elsewhere = ServiceProvider::builder("http://localhost:3000/saml", ACS).idp(idp);
    let (foreign, _) = elsewhere.build().unwrap().authn_request().redirect().unwrap();
    assert_ne!(address.path(), foreign.path());
    let mut visitor = Visitor::new();
    let page = visitor.open(&foreign).await;
    let posted = form(&visitor.log_in(&page, "bob").await);
    let refused = refusal(sp.finish(&posted, pending).await);
    assert!(
        matches!(refused, SamlError::UnknownCertificate | SamlError::BadSignature),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_the_provider_refuses_is_a_status() {
    let server = server(SamlSettings::new()).await;
    let sp = builder(&server).await.build().unwrap();
    let mut visitor = Visitor::new();
    let (address, pending) = sp.authn_request().passive(true).redirect().unwrap();
    let refused = refusal(sp.finish(&form(&visitor.open(&address).await), pending).await);
    assert!(matches!(&refused, SamlError::Status(status) if status.is("NoPassive")), "{refused}");

    let (address, pending) = sp.authn_request().redirect().unwrap();
    let page = visitor.open(&address).await;
    let token = page.field("csrf_token").unwrap();
    let fields = [("csrf_token", token.as_str()), ("action", "cancel")];
    let cancelled = form(&visitor.post(&page.url, &fields).await);
    let refused = refusal(sp.finish(&cancelled, pending).await);
    assert!(matches!(&refused, SamlError::Status(status) if status.is("AuthnFailed")), "{refused}");
}

#[tokio::test]
async fn a_login_that_begins_at_the_provider_must_be_allowed() {
    let server = server(SamlSettings::new().acs(ACS)).await;
    let path = format!("/api/v2/saml-idp/{}/init", server.emulator.app_id());
    let init = Url::parse(server.emulator.app_host()).unwrap().join(&path).unwrap();
    let mut visitor = Visitor::new();
    let page = visitor.open(&init).await;
    let posted = form(&visitor.log_in(&page, "bob").await);

    let strict = builder(&server).await.build().unwrap();
    assert_eq!(refusal(strict.finish_unsolicited(&posted).await), SamlError::Unsolicited);
    let lenient = builder(&server).await.allow_idp_initiated(true).build().unwrap();
    let bob = lenient.finish_unsolicited(&posted).await.unwrap();
    assert_eq!(bob.in_response_to, None);
    assert_eq!(refusal(lenient.finish_unsolicited(&posted).await), SamlError::Replayed);
}

#[tokio::test]
async fn a_forced_login_asks_for_the_password_and_times_are_kept() {
    let server = server(SamlSettings::new().lifetime(Duration::from_secs(300))).await;
    let clock = TestClock::new();
    let sp = builder(&server).await.clock(Arc::new(clock.clone())).build().unwrap();
    server.emulator.set_time(clock.now());
    let mut visitor = Visitor::new();
    let (address, _) = sp.authn_request().redirect().unwrap();
    let page = visitor.open(&address).await;
    visitor.log_in(&page, "bob").await;

    let (address, pending) = sp.authn_request().force_authn(true).redirect().unwrap();
    let page = visitor.open(&address).await;
    assert!(page.asks_for_a_password(), "although there is a session");
    let posted = form(&visitor.log_in(&page, "bob").await);
    clock.advance(Duration::from_secs(361));
    let late = refusal(sp.finish(&posted, pending).await);
    assert!(matches!(late, SamlError::Expired(_)), "{late:?}");
}
