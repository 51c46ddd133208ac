//! Sessions that begin with a login by SAML.

use std::{io::Read as _, time::Duration};

use authing_axum::{CurrentUser, Guard, RecentLogin, TwoFactorLogin, saml_routes};
use authing_emulator::{ApplicationSettings, Emulator};
use authing_protocols::saml::{FetchMetadata, SamlIdentityProvider, ServiceProvider};
use authing_testing::{Form, Robot, TestAuthing, TestUser, WebPage};
use authing_web::session::{MemorySessions, SamlRoutes, SealKeys, Sessions, SessionsBuilder};
use axum::{Router, routing::get};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::read::DeflateDecoder;
use http::HeaderMap;
use serde_json::Value;

const SITE: &str = "https://shop.example.com";
const MINUTE: Duration = Duration::from_secs(60);

/// A provider, somebody who is known there, and a service that can be started several times.
struct World {
    authing: TestAuthing,
    alice: TestUser,
    idp: SamlIdentityProvider,
}

impl World {
    async fn new() -> Self {
        let settings = ApplicationSettings::new().redirect_uris([at("/saml/acs")]);
        let emulator = Emulator::builder().application_settings(settings).start().await.unwrap();
        let authing = TestAuthing::with(emulator).unwrap();
        let alice = authing.user("alice").await.unwrap();
        let (id, host) = (authing.emulator().app_id(), authing.emulator().app_host());
        let idp = FetchMetadata::authing(host, id).no_proxy().send().await.unwrap();
        Self { authing, alice, idp }
    }

    fn sessions(&self) -> SessionsBuilder {
        Sessions::without_oidc(self.authing.emulator().app_id(), SITE).clock(self.authing.clock())
    }

    fn service(&self, sessions: SessionsBuilder) -> Router {
        let provider = ServiceProvider::builder(at("/saml"), at("/saml/acs")).idp(self.idp.clone());
        let provider = provider.clock(self.authing.clock()).build().unwrap();
        let sessions = sessions.build().unwrap();
        let saml = SamlRoutes::new(&sessions, provider);
        let guard: Guard = self
            .authing
            .guard()
            .sessions(&sessions)
            .login_page(saml.login_path())
            .return_parameter("return_to")
            .build()
            .unwrap();
        let me = async |user: CurrentUser| user.id().to_owned();
        let recent = guard.require(RecentLogin::within(MINUTE));
        Router::new()
            .route("/", get(me).layer(guard.require_login()))
            .route("/me", get(me).layer(guard.require_login()))
            .route("/recent", get(me).layer(recent))
            .route("/two", get(me).layer(guard.require(TwoFactorLogin::new())))
            .merge(saml_routes(&saml))
    }

    fn visit(&self, service: &Router) -> Robot {
        self.authing.robot().site(SITE, service.clone()).unwrap()
    }
}

async fn start() -> (TestAuthing, TestUser, Router) {
    let world = World::new().await;
    let service = world.service(world.sessions().store(MemorySessions::new()));
    (world.authing, world.alice, service)
}

/// What a browser gets with these cookies.
async fn get_with(service: &Router, path: &str, cookies: &str) -> (u16, HeaderMap) {
    let request = http::Request::get(path).header("cookie", cookies);
    let request = request.body(axum::body::Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(service.clone(), request).await.unwrap();
    (response.status().as_u16(), response.headers().clone())
}

fn at(path: &str) -> String {
    format!("{SITE}{path}")
}

/// Logs in at the provider, whose page then has the form with the response.
async fn response_for(robot: &mut Robot, user: &TestUser) -> Form {
    let page = robot.open(at("/saml/login")).await.unwrap();
    let form = page.form().unwrap().set("account", user.account()).set("password", user.password());
    let form = robot.submit(form).await.unwrap().form().unwrap();
    assert_eq!(form.action().as_str(), at("/saml/acs"));
    form
}

#[track_caller]
fn assert_not_finished(page: &WebPage) {
    let problem: Value = serde_json::from_str(page.text()).unwrap();
    assert_eq!((page.status().as_u16(), &problem["code"]), (400, &"login_not_finished".into()));
}

#[tokio::test]
async fn a_visitor_comes_back_to_the_page_that_they_wanted() {
    let (authing, alice, service) = start().await;
    for (wanted, reached) in [
        ("/me?a=1&b=2", "/me?a=1&b=2"),
        ("/saml/login", "/"),
        ("/saml/login?return_to=/me%3Fx=1", "/me?x=1"),
        ("/saml/login?return_to=https://evil.example/", "/"),
        ("/saml/login?return_to=//evil.example/", "/"),
        ("/saml/login?return_to=/%5Cevil.example/", "/"),
    ] {
        let mut robot = authing.robot().site(SITE, service.clone()).unwrap();
        let page = robot.log_in(at(wanted), &alice).await.unwrap();
        assert_eq!((page.url().as_str(), page.text()), (&*at(reached), alice.id()), "{wanted}");
        assert_eq!(robot.open(at("/me")).await.unwrap().text(), alice.id());
    }
}

#[tokio::test]
async fn the_cookie_of_a_login_comes_along_from_the_provider_and_is_no_script_s() {
    let (_authing, _, service) = start().await;
    let request = http::Request::get("/saml/login").body(axum::body::Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(service, request).await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-session-saml-"), "{cookie}");
    for attribute in ["Path=/;", "Max-Age=600", "HttpOnly", "SameSite=None", "Secure"] {
        assert!(cookie.contains(attribute), "{attribute}: {cookie}");
    }
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[tokio::test]
async fn a_browser_finishes_what_it_began_and_nothing_else() {
    let (authing, alice, service) = start().await;
    let mut robot = authing.robot().site(SITE, service.clone()).unwrap();
    let form = response_for(&mut robot, &alice).await;

    let mut victim = authing.robot().site(SITE, service.clone()).unwrap();
    assert_not_finished(&victim.submit(form.clone()).await.unwrap());
    victim.open(at("/saml/login")).await.unwrap();
    assert_not_finished(&victim.submit(form.clone()).await.unwrap());
    let forged = form.clone().set("SAMLResponse", "PHNhbWxwOlJlc3BvbnNlLz4=");
    assert_not_finished(&robot.submit(forged).await.unwrap());

    // None of that took anything from who began.
    let page = robot.submit(form.clone()).await.unwrap();
    assert_eq!((page.url().path(), page.text()), ("/", alice.id()));
    // Posted again it gives nobody a session, and who has one stays logged in.
    let session = robot.cookie(page.url(), "__Host-session");
    let page = robot.submit(form.clone()).await.unwrap();
    assert_eq!((page.url().path(), page.text()), ("/", alice.id()));
    assert_eq!(robot.cookie(page.url(), "__Host-session"), session);
    assert_not_finished(&victim.submit(form).await.unwrap());
}

#[tokio::test]
async fn tabs_that_log_in_at_once_each_come_to_their_own_page() {
    let (authing, alice, service) = start().await;
    let mut robot = authing.robot().site(SITE, service).unwrap();
    let mut forms = Vec::new();
    for page in ["/me?tab=1", "/me?tab=2", "/me?tab=3"] {
        let mut login = url::Url::parse(&at("/saml/login")).unwrap();
        login.query_pairs_mut().append_pair("return_to", page);
        let asked = robot.open(login).await.unwrap().form().unwrap();
        let form = match asked.action().as_str() == at("/saml/acs") {
            // Logged in at the provider by then.
            true => asked,
            false => {
                let asked = asked.set("account", alice.account()).set("password", alice.password());
                robot.submit(asked).await.unwrap().form().unwrap()
            }
        };
        forms.push((page, form));
    }
    for number in [0, 2, 1] {
        let (page, form) = forms[number].clone();
        let reached = robot.submit(form).await.unwrap();
        assert_eq!((reached.url().as_str(), reached.text()), (&*at(page), alice.id()));
    }
}

#[tokio::test]
async fn a_login_in_a_sealed_cookie_is_finished_by_another_process() {
    let world = World::new().await;
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    let process = || world.service(world.sessions().sealed_cookie(keys.clone()));
    let mut robot = world.visit(&process());
    let form = response_for(&mut robot, &world.alice).await;
    let mut robot = robot.site(SITE, process()).unwrap();
    let page = robot.submit(form).await.unwrap();
    assert_eq!((page.url().path(), page.text()), ("/", world.alice.id()));
}

#[tokio::test]
async fn the_session_that_was_there_when_the_login_began_is_over_after_it() {
    let world = World::new().await;
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    for sessions in
        [world.sessions().store(MemorySessions::new()), world.sessions().sealed_cookie(keys)]
    {
        let service = world.service(sessions);
        let mut robot = world.visit(&service);
        let page = robot.log_in(at("/me"), &world.alice).await.unwrap();
        let before =
            format!("__Host-session={}", robot.cookie(page.url(), "__Host-session").unwrap());
        assert_eq!(get_with(&service, "/me", &before).await.0, 200);
        // The browser does not send it with what the provider's page posts.
        let form = robot.open(at("/saml/login")).await.unwrap().form().unwrap();
        assert_eq!(robot.submit(form).await.unwrap().text(), world.alice.id());
        assert_eq!(get_with(&service, "/me", &before).await.0, 401);
    }
}

#[tokio::test]
async fn a_step_up_has_the_visitor_log_in_again_and_comes_back() {
    let (authing, alice, service) = start().await;
    let mut robot = authing.robot().site(SITE, service).unwrap();
    assert_eq!(robot.log_in(at("/recent"), &alice).await.unwrap().text(), alice.id());
    authing.advance(2 * MINUTE);
    // The provider has a session of theirs, and asks all the same.
    let asked = robot.open(at("/recent")).await.unwrap().form().unwrap();
    assert_ne!(asked.action().as_str(), at("/saml/acs"));
    let asked = asked.set("account", alice.account()).set("password", alice.password());
    let form = robot.submit(asked).await.unwrap().form().unwrap();
    let page = robot.submit(form).await.unwrap();
    assert_eq!((page.url().path(), page.text()), ("/recent", alice.id()));
}

#[tokio::test]
async fn a_page_that_no_login_satisfies_sends_nobody_round_and_round() {
    let (authing, alice, service) = start().await;
    let mut robot = authing.robot().site(SITE, service).unwrap();
    let page = robot.log_in(at("/two"), &alice).await.unwrap();
    let problem: Value = serde_json::from_str(page.text()).unwrap();
    assert_eq!((page.status().as_u16(), &problem["code"]), (401, &"step_up_required".into()));
    assert_eq!(robot.open(at("/me")).await.unwrap().text(), alice.id());
    for query in ["max_age=-1", "acr_values=%0a"] {
        assert_eq!(robot.open(at(&format!("/saml/login?{query}"))).await.unwrap().status(), 400);
    }
}

#[tokio::test]
async fn classes_that_a_step_up_asks_for_are_required_of_the_provider() {
    let (authing, _, service) = start().await;
    let _ = authing;
    let request = async |query: &str| {
        let (status, headers) = get_with(&service, &format!("/saml/login?{query}"), "").await;
        assert_eq!(status, 303);
        let location = url::Url::parse(headers["location"].to_str().unwrap()).unwrap();
        let (_, message) = location.query_pairs().find(|(name, _)| name == "SAMLRequest").unwrap();
        let message = STANDARD.decode(&*message).unwrap();
        let mut xml = String::new();
        DeflateDecoder::new(&*message).read_to_string(&mut xml).unwrap();
        xml
    };
    let plain = request("return_to=/me").await;
    assert!(!plain.contains("ForceAuthn") && !plain.contains("RequestedAuthnContext"), "{plain}");
    let class = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken";
    let asked = request(&format!("acr_values=mfa+{class}")).await;
    assert!(asked.contains(r#"ForceAuthn="true""#), "{asked}");
    assert!(asked.contains(class) && !asked.contains("mfa"), "{asked}");
}

#[tokio::test]
async fn a_visitor_who_cancels_is_told_so() {
    let (authing, _, service) = start().await;
    let mut robot = authing.robot().site(SITE, service).unwrap();
    let page = robot.open(at("/saml/login")).await.unwrap();
    let form = page.form().unwrap().set("action", "cancel");
    let form = robot.submit(form).await.unwrap().form().unwrap();
    let page = robot.submit(form).await.unwrap();
    let problem: Value = serde_json::from_str(page.text()).unwrap();
    assert_eq!((page.status().as_u16(), &problem["code"]), (403, &"login_refused".into()));
    // It is over.
    let removed = page.headers()["set-cookie"].to_str().unwrap();
    assert!(
        removed.starts_with("__Host-session-saml-")
            && removed.contains("Max-Age=0")
            // A browser takes it away from the provider's page only as it was set.
            && removed.contains("SameSite=None; Secure"),
        "{removed}"
    );
}

#[tokio::test]
async fn other_methods_and_huge_bodies_are_refused() {
    let (authing, _, service) = start().await;
    let mut robot = authing.robot().site(SITE, service).unwrap();
    let page = robot.open(at("/saml/acs")).await.unwrap();
    assert_eq!((page.status().as_u16(), &page.headers()["allow"]), (405, &"POST".parse().unwrap()));
    let form = Form::post(SITE, "/saml/login").unwrap();
    assert_eq!(robot.submit(form).await.unwrap().status(), 405);
    let form = Form::post(SITE, "/saml/acs").unwrap().set("SAMLResponse", "A".repeat(2 << 20));
    assert_eq!(robot.submit(form).await.unwrap().status(), 413);
}
