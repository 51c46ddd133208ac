//! Sessions that begin with a login by SAML.

use authing_axum::{CurrentUser, Guard, saml_routes};
use authing_emulator::{ApplicationSettings, Emulator};
use authing_protocols::saml::{FetchMetadata, ServiceProvider};
use authing_testing::{Form, Robot, TestAuthing, TestUser, WebPage};
use authing_web::session::{MemorySessions, SamlRoutes, Sessions};
use axum::{Router, routing::get};
use serde_json::Value;

const SITE: &str = "https://shop.example.com";

async fn start() -> (TestAuthing, TestUser, Router) {
    let acs = format!("{SITE}/saml/acs");
    let settings = ApplicationSettings::new().redirect_uris([&*acs]);
    let emulator = Emulator::builder().application_settings(settings).start().await.unwrap();
    let authing = TestAuthing::with(emulator).unwrap();
    let alice = authing.user("alice").await.unwrap();
    let (id, host) = (authing.emulator().app_id(), authing.emulator().app_host());
    let idp = FetchMetadata::authing(host, id).no_proxy().send().await.unwrap();
    let provider = ServiceProvider::builder(format!("{SITE}/saml"), acs).idp(idp);
    let provider = provider.clock(authing.clock()).build().unwrap();
    let sessions = Sessions::without_oidc(id, SITE)
        .store(MemorySessions::new())
        .clock(authing.clock())
        .build()
        .unwrap();
    let saml = SamlRoutes::new(&sessions, provider);
    let guard: Guard = authing
        .guard()
        .sessions(&sessions)
        .login_page(saml.login_path())
        .return_parameter("return_to")
        .build()
        .unwrap();
    let me = async |user: CurrentUser| user.id().to_owned();
    let service = Router::new()
        .route("/", get(me).layer(guard.require_login()))
        .route("/me", get(me).layer(guard.require_login()))
        .merge(saml_routes(&saml));
    (authing, alice, service)
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
        // The session stays, and the login's own cookie goes.
        assert_eq!(robot.open(at("/me")).await.unwrap().text(), alice.id());
        assert_eq!(robot.cookie(page.url(), "__Host-session-saml"), None);
    }
}

#[tokio::test]
async fn the_cookie_of_a_login_comes_along_from_the_provider_and_is_no_script_s() {
    let (_authing, _, service) = start().await;
    let request = http::Request::get("/saml/login").body(axum::body::Body::empty()).unwrap();
    let response = tower::ServiceExt::oneshot(service, request).await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-session-saml="), "{cookie}");
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
    assert_not_finished(&robot.submit(form).await.unwrap());
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
