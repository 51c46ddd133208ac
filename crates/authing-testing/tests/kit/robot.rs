//! The robot, at the emulator's pages and at services of a test.

use std::time::Duration;

use authing_authentication::mfa::AuthenticatorSource;
use authing_emulator::{ApplicationSettings, LoginMethod, SecondFactor};
use authing_management::applications::{CreateAgreement, UpdateApplication};
use authing_management::tenants::CreateTenant;
use authing_management::types::CreateUserInput;
use authing_protocols::oauth2::{Authorization, Callback};
use authing_testing::{Robot, TestAuthenticator, TestAuthing, TestError, TestUser, WebPage};
use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, Html, IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use tokio::net::TcpListener;
use url::Url;

const SITE: &str = "http://localhost:3000";

async fn start() -> (TestAuthing, TestUser) {
    let authing = TestAuthing::start().await.unwrap();
    let alice = authing.user("alice").await.unwrap();
    (authing, alice)
}

/// A service with cookies, redirects and a form.
fn service() -> Router {
    async fn headers(headers: HeaderMap) -> String {
        let show = |name| headers.get(name).map_or("-", |value| value.to_str().unwrap());
        let names = ["cookie", "host", "origin", "sec-fetch-site", "accept-language"];
        names.map(show).join("|")
    }
    async fn set() -> Response {
        let cookies = [
            (header::SET_COOKIE, "__Host-id=1; Path=/; Secure; HttpOnly; SameSite=Lax"),
            (header::SET_COOKIE, "part=2; Path=/part"),
            (header::SET_COOKIE, "alien=3; Domain=other.example"),
        ];
        (AppendHeaders(cookies), Redirect::to("/headers")).into_response()
    }
    async fn unset() -> Response {
        let cookie = [(header::SET_COOKIE, "__Host-id=; Path=/; Secure; Max-Age=0")];
        (cookie, Redirect::to("/headers")).into_response()
    }
    async fn sent(headers: HeaderMap, form: String) -> String {
        format!("{form} from {:?}", headers.get("origin"))
    }
    let form = "<form method=\"post\" action=\"/sent\"><input name=\"a\" value=\"1\">\
        <button name=\"do\" value=\"it\">Go</button></form><form action=\"/headers\"></form>";
    Router::new()
        .route("/headers", get(headers))
        .route("/set", get(set))
        .route("/unset", get(unset))
        .route("/form", get(async move || Html(form)))
        .route("/sent", post(sent))
        .route("/kept", post(async || Redirect::temporary("/sent")))
        .route("/round", get(async || Redirect::to("/round")))
        .route("/away", get(async || Redirect::to("https://elsewhere.example/?code=canary")))
}

async fn robot() -> Robot {
    start().await.0.robot().site(SITE, service()).unwrap()
}

fn at(path: &str) -> String {
    format!("{SITE}{path}")
}

#[tokio::test]
async fn cookies_are_kept_sent_where_they_belong_and_forgotten() {
    let mut robot = robot().await.language("zh-CN").unwrap();
    let page = robot.open(at("/headers")).await.unwrap();
    assert_eq!(page.text(), "-|localhost:3000|-|none|zh-CN");
    let page = robot.open(at("/set")).await.unwrap();
    assert_eq!(page.text(), "__Host-id=1|localhost:3000|-|same-origin|zh-CN");
    let url = Url::parse(&at("/part/of")).unwrap();
    assert_eq!(robot.cookie(&url, "part").as_deref(), Some("2"));
    assert_eq!(robot.cookie(&url, "alien"), None);
    assert!(robot.open(at("/unset")).await.unwrap().text().starts_with("-|"));
}

#[tokio::test]
async fn a_form_is_sent_as_a_browser_does() {
    let mut robot = robot().await;
    let page = robot.open(at("/form")).await.unwrap();
    let form = page.form_to("/sent").unwrap();
    assert_eq!(form.get("a"), Some("1"));
    let page = robot.submit(form.set("a", "é").set("b", "2")).await.unwrap();
    assert_eq!(page.text(), format!("a=%C3%A9&do=it&b=2 from Some(\"{SITE}\")"));
    assert_eq!(page.status(), StatusCode::OK);
}

#[tokio::test]
async fn redirects_lead_on_and_end_where_the_robot_does_not_go() {
    let mut robot = robot().await;
    let left = robot.open(at("/away")).await.unwrap();
    assert!(left.has_left() && left.status() == 303 && left.text().is_empty());
    assert_eq!((left.url().host_str(), left.query()), (Some("elsewhere.example"), "code=canary"));
    assert!(!format!("{left:?}").contains("canary"));
    let round = robot.open(at("/round")).await.unwrap_err();
    assert!(round.to_string().contains("redirects do not end"), "{round}");
    for (address, word) in [("/round", "relative"), ("https://x.example/?a=canary", "visits")] {
        let error = robot.open(address).await.unwrap_err().to_string();
        assert!(error.contains(word) && !error.contains("canary"), "{error}");
    }
    for origin in ["localhost", "data:x", ""] {
        let error = start().await.0.robot().visits(origin).unwrap_err();
        assert!(error.to_string().contains("not an origin"), "{error}");
    }
}

#[tokio::test]
async fn a_service_that_listens_is_visited_too() {
    let (authing, _) = start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, service()).await });
    let mut robot = authing.robot().visits(&*origin).unwrap();
    let page = robot.open(format!("{origin}/set")).await.unwrap();
    let host = origin.trim_start_matches("http://");
    assert_eq!(page.text(), format!("__Host-id=1|{host}|-|same-origin|-"));
    let page = robot.open(format!("{origin}/form")).await.unwrap();
    let page = robot.submit(page.form().unwrap()).await.unwrap();
    assert!(page.text().contains(&format!("from Some(\"{origin}\")")), "{}", page.text());
}

/// Goes through a login with this scope, in this language.
async fn log_in(
    authing: &TestAuthing,
    user: &TestUser,
    scope: &str,
    language: &str,
) -> Result<(WebPage, Option<String>), TestError> {
    let oidc = authing.oidc("http://localhost/callback")?;
    let Authorization { url, pending, .. } = oidc.authorize().scope(scope).start().await?;
    let page = authing.robot().language(language)?.log_in(url, user).await?;
    let login = oidc.finish(&Callback::from_query(page.query())?, pending).await?;
    assert_eq!(login.claims.sub, user.id());
    let refresh = login.tokens.refresh_token.map(|token| token.expose().to_owned());
    Ok((page, refresh))
}

#[tokio::test]
async fn it_logs_in_and_allows_what_is_asked_for() {
    let (authing, alice) = start().await;
    for language in ["en", "zh-CN"] {
        let (page, refresh) = log_in(&authing, &alice, "openid", language).await.unwrap();
        assert!(page.has_left() && page.url().as_str().starts_with("http://localhost/callback?"));
        assert!(refresh.is_none());
        // A consent page comes with this one.
        let scope = "openid profile offline_access";
        let (_, refresh) = log_in(&authing, &alice, scope, language).await.unwrap();
        assert!(refresh.is_some());
    }
}

#[tokio::test]
async fn who_is_logged_in_is_not_asked_again() {
    let (authing, alice) = start().await;
    let oidc = authing.oidc("http://localhost/callback").unwrap();
    let mut robot = authing.robot();
    for expected in [2, 1] {
        authing.emulator().clear_requests();
        let begun = oidc.authorize().scope("openid").start().await.unwrap();
        let page = robot.log_in(begun.url, &alice).await.unwrap();
        let login = oidc.finish(&Callback::from_query(page.query()).unwrap(), begun.pending).await;
        assert_eq!(login.unwrap().claims.sub, alice.id());
        let pages = authing.emulator().requests();
        let asked = pages.iter().filter(|request| request.path.starts_with("/interaction")).count();
        assert_eq!(asked > 0, expected == 2);
    }
    // After that, the password is asked for again.
    authing.advance(Duration::from_secs(60));
    let begun = oidc.authorize().scope("openid").max_age(Duration::from_secs(30));
    let begun = begun.start().await.unwrap();
    let page = robot.open(begun.url).await.unwrap();
    assert!(page.form().is_some_and(|form| form.get("password").is_some()));
    assert!(robot.log_in_from(page, &alice).await.unwrap().query().contains("code="));
}

#[tokio::test]
async fn what_the_login_page_says_is_told() {
    let (authing, alice) = start().await;
    let oidc = authing.oidc("http://localhost/callback").unwrap();
    let begin = async || oidc.authorize().scope("openid").start().await.unwrap().url;
    authing.management().users().delete(alice.id()).await.unwrap();
    let error = authing.robot().log_in(begin().await, &alice).await.unwrap_err().to_string();
    assert!(error.contains("the page says: ") && !error.contains("code_challenge"), "{error}");
    let registered = ApplicationSettings::new().redirect_uris(["http://localhost/other"]);
    assert!(authing.emulator().configure_application(authing.emulator().app_id(), registered));
    authing.robot().log_in(begin().await, &alice).await.unwrap_err();
}

/// What the id token says of a login that the robot makes.
async fn logged_in(
    authing: &TestAuthing,
    robot: &mut Robot,
    by: Result<&TestUser, &str>,
) -> Result<Vec<String>, TestError> {
    let oidc = authing.oidc("http://localhost/callback")?;
    let Authorization { url, pending, .. } = oidc.authorize().scope("openid").start().await?;
    let page = match by {
        Ok(user) => robot.log_in(url, user).await?,
        Err(account) => robot.log_in_by_code(url, account).await?,
    };
    let login = oidc.finish(&Callback::from_query(page.query())?, pending).await?;
    Ok(login.claims.amr)
}

#[tokio::test]
async fn it_logs_in_with_a_code_that_it_reads() {
    let (authing, _) = start().await;
    for (account, expected) in [("13800000000", "sms"), ("new@example.com", "otp")] {
        let amr = logged_in(&authing, &mut authing.robot(), Err(account)).await.unwrap();
        assert_eq!(amr, [expected]);
    }
    let only = ApplicationSettings::new().login_methods([LoginMethod::Password]);
    assert!(authing.emulator().configure_application(authing.emulator().app_id(), only));
    let mut robot = authing.robot().language("en").unwrap();
    let error = logged_in(&authing, &mut robot, Err("13800000000")).await.unwrap_err();
    assert!(error.to_string().contains("does not offer"), "{error}");
}

#[tokio::test]
async fn it_gives_the_second_factor_that_is_asked_for() {
    let (authing, _) = start().await;
    let input =
        CreateUserInput::new().username("bob").phone("13800000000").email("bob@example.com");
    let bob = authing.user_with(input).await.unwrap();
    for (factor, expected) in [
        (SecondFactor::Sms, ["pwd", "sms", "mfa"]),
        (SecondFactor::Email, ["pwd", "otp", "mfa"]),
        // Bound by a key that the page shows.
        (SecondFactor::Totp, ["pwd", "otp", "mfa"]),
    ] {
        let demanded = ApplicationSettings::new().mfa_factors([factor]);
        assert!(authing.emulator().configure_application(authing.emulator().app_id(), demanded));
        let mut robot = authing.robot();
        assert_eq!(
            logged_in(&authing, &mut robot, Ok(&bob)).await.unwrap(),
            expected,
            "{factor:?}"
        );
    }
    // Another robot has not scanned the key.
    let error = logged_in(&authing, &mut authing.robot(), Ok(&bob)).await.unwrap_err();
    assert!(error.to_string().contains("`authenticator`"), "{error}");
}

#[tokio::test]
async fn a_key_that_a_user_has_bound_is_the_robots() {
    let (authing, alice) = start().await;
    let session = authing.log_in(&alice).await.unwrap();
    let association = session.mfa().associate_totp(AuthenticatorSource::User).await.unwrap();
    let phone = TestAuthenticator::scan(association.otpauth_uri.expose()).unwrap();
    let code = phone.code(authing.now());
    session.mfa().confirm_totp(code, AuthenticatorSource::User).await.unwrap();
    let mut robot = authing.robot().authenticator(phone);
    let amr = logged_in(&authing, &mut robot, Ok(&alice)).await.unwrap();
    assert_eq!(amr, ["pwd", "otp", "mfa"]);
}

#[tokio::test]
async fn it_accepts_agreements_and_takes_the_first_tenant() {
    let (authing, alice) = start().await;
    let app = authing.emulator().app_id();
    let management = authing.management();
    for name in ["first", "second"] {
        let tenant = management.tenants().create(CreateTenant::new(name, [app])).await.unwrap();
        management.tenants().add_members(&tenant.id, [alice.id()]).await.unwrap();
    }
    let asks = UpdateApplication::new().agreement_enabled(true);
    management.applications().update(app, asks).await.unwrap();
    let terms = CreateAgreement::new("Terms");
    management.applications().create_agreement(app, terms).await.unwrap();
    let oidc = authing.oidc("http://localhost/callback").unwrap();
    let begun = oidc.authorize().scope("openid").start().await.unwrap();
    let page = authing.robot().log_in(begun.url, &alice).await.unwrap();
    let login =
        oidc.finish(&Callback::from_query(page.query()).unwrap(), begun.pending).await.unwrap();
    assert!(login.claims.extra.get("tenant_id").is_some(), "{:?}", login.claims.extra);
}
