//! A whole service, as short as it is promised, and its visitors.

mod service;

use authing_emulator::{ApplicationSettings, Emulator};
use authing_management::{CreateRole, Grantees};
use authing_protocols::saml::FetchMetadata;
use authing_testing::{Form, Robot, TestAuthenticator, TestAuthing, WebPage};
use axum::{Router, body::Body};
use http::Request;
use tower::ServiceExt as _;

const SITE: &str = "https://shop.example.com";

async fn start() -> (TestAuthing, Router) {
    let at = |path: &str| format!("{SITE}{path}");
    let settings = ApplicationSettings::new().redirect_uris([at("/callback"), at("/saml/acs")]);
    let emulator = Emulator::builder().application_settings(settings).start().await.unwrap();
    let authing = TestAuthing::with(emulator).unwrap();
    let (id, host) = (authing.emulator().app_id(), authing.emulator().app_host());
    let idp = FetchMetadata::authing(host, id).no_proxy().send().await.unwrap();
    let oidc = authing.oidc(at("/callback")).unwrap();
    let (users, management) = (authing.authentication(), authing.management());
    let service = service::service(oidc, authing.guard(), users, management, idp).unwrap();
    (authing, service)
}

async fn open(robot: &mut Robot, path: &str) -> WebPage {
    robot.open(format!("{SITE}{path}")).await.unwrap()
}

/// Sends a form that a page of the service would have.
async fn post(robot: &mut Robot, path: &str, fields: &[(&str, &str)]) -> WebPage {
    let form = Form::post(SITE, path).unwrap();
    let form = fields.iter().fold(form, |form, (name, value)| form.set(*name, *value));
    robot.submit(form).await.unwrap()
}

#[test]
fn it_is_short() {
    let lines = include_str!("service.rs").lines().map(str::trim);
    let code = lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count();
    assert!((90..=120).contains(&code), "{code}");
    // Against the emulator it is wired otherwise.
    let _ = service::from_env;
}

#[tokio::test]
async fn a_visitor_logs_in_and_out_by_openid_connect() {
    let (authing, service) = start().await;
    let alice = authing.user("alice").await.unwrap();
    let mut robot = authing.robot().site(SITE, service).unwrap();
    let page = robot.log_in(format!("{SITE}/me"), &alice).await.unwrap();
    assert!(page.text().starts_with(alice.id()), "{}", page.text());
    robot.submit(page.form_to("/logout").unwrap()).await.unwrap();
    // Here and at Authing.
    let page = open(&mut robot, "/me").await;
    assert!(page.form().is_some_and(|form| form.get("password").is_some()));
}

#[tokio::test]
async fn routes_are_for_those_who_may() {
    let (authing, service) = start().await;
    let alice = authing.user("alice").await.unwrap();
    let token = authing.mint_token(&alice).sign().unwrap();
    let status = async |path: &str| {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        service.clone().oneshot(request).await.unwrap().status().as_u16()
    };
    assert_eq!((status("/api/orders").await, status("/admin").await), (403, 403));
    let management = authing.management();
    let alice = alice.id();
    management.acl().allow(Grantees::user(alice), "orders:*", "orders:list").await.unwrap();
    management.roles().create(CreateRole::new("admin")).await.unwrap();
    management.users().add_roles(alice, ["admin"]).await.unwrap();
    assert_eq!((status("/api/orders").await, status("/admin").await), (200, 200));
}

#[tokio::test]
async fn a_newcomer_signs_up_by_phone_and_takes_a_second_factor() {
    let (authing, service) = start().await;
    let phone = "13800000000";
    let mut robot = authing.robot().site(SITE, service.clone()).unwrap();
    assert_eq!(post(&mut robot, "/phone/code", &[("phone", phone)]).await.status(), 200);
    let code = authing.last_code(phone).unwrap();
    let wrong = post(&mut robot, "/phone/login", &[("phone", phone), ("code", "0")]).await;
    assert_eq!(wrong.status(), 400);
    let me = post(&mut robot, "/phone/login", &[("phone", phone), ("code", &code)]).await;
    assert_eq!((me.status().as_u16(), me.url().path()), (200, "/me"));

    let csrf = me.form().unwrap().get("csrf_token").unwrap().to_owned();
    let device = TestAuthenticator::scan(open(&mut robot, "/factor").await.text()).unwrap();
    let shown = device.code(authing.now());
    let forged = post(&mut robot, "/factor", &[("code", &shown)]).await;
    assert_eq!(forged.status(), 403);
    let bound = post(&mut robot, "/factor", &[("code", &shown), ("csrf_token", &csrf)]).await;
    assert_eq!(bound.status(), 200, "{}", bound.text());

    authing.advance(std::time::Duration::from_secs(90));
    let mut robot = authing.robot().site(SITE, service).unwrap();
    post(&mut robot, "/phone/code", &[("phone", phone)]).await;
    let code = authing.last_code(phone).unwrap();
    let page = post(&mut robot, "/phone/login", &[("phone", phone), ("code", &code)]).await;
    let fields = [("challenge", page.text()), ("code", &device.code(authing.now()))];
    let again = post(&mut robot, "/phone/login", &fields).await;
    assert_eq!(again.text().split('<').next(), me.text().split('<').next());
}

#[tokio::test]
async fn a_visitor_comes_by_saml() {
    let (authing, service) = start().await;
    let alice = authing.user("alice").await.unwrap();
    let mut robot = authing.robot().site(SITE, service).unwrap();
    let page = robot.log_in(format!("{SITE}/saml/login?return_to=/me"), &alice).await.unwrap();
    assert!(page.text().starts_with(alice.id()), "{} {}", page.status(), page.text());
}
