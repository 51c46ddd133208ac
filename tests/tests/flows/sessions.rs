//! A service whose visitors have sessions, with the emulator's pages and a visitor's browser.

use std::time::{Duration, SystemTime};

use authing_axum::{CurrentUser, Rejection, Session, Sessions, session_routes};
use authing_emulator::ApplicationSettings;
use authing_protocols::cas::{CasClient, CasLogin, CasLogoutRequest, ticket_from_query};
use authing_testing::{Robot, TestAuthing};
use authing_web::session::{MemorySessions, SealKeys, SessionLogin, SessionsBuilder};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::{AppendHeaders, Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use http::{StatusCode, request::Parts};

const SITE: &str = "http://localhost:3000";
const HOUR: Duration = Duration::from_secs(3600);

/// A server whose access tokens live for an hour.
async fn server() -> TestAuthing {
    let authing = TestAuthing::start().await.unwrap();
    let settings = ApplicationSettings::new().access_token_lifetime(HOUR);
    assert!(authing.emulator().configure_application(authing.emulator().app_id(), settings));
    authing
}

fn builder(authing: &TestAuthing) -> SessionsBuilder {
    Sessions::builder(authing.oidc(format!("{SITE}/callback")).unwrap())
}

fn store(authing: &TestAuthing) -> MemorySessions {
    MemorySessions::new().clock(authing.clock())
}

/// A page with the user's name, their access token and two forms.
async fn me(user: CurrentUser, session: Session) -> Html<String> {
    let (name, token) = (user.verified().profile().username.clone(), session.csrf_token());
    let access = session.access_token().map(|token| token.expose().to_owned());
    Html(format!(
        "<p>{name:?} {access:?}</p>\
         <form method=\"post\" action=\"/close\"><input type=\"hidden\" name=\"csrf_token\" value=\"{token}\"></form>\
         <form method=\"post\" action=\"/logout\"><input type=\"hidden\" name=\"csrf_token\" value=\"{token}\"></form>"
    ))
}

async fn close(session: Session, body: String) -> Result<&'static str, Rejection> {
    let mut posted = url::form_urlencoded::parse(body.as_bytes());
    let token = posted.find(|(name, _)| name == "csrf_token").map(|(_, token)| token);
    session.check_csrf(&token.unwrap_or_default())?;
    Ok("closed")
}

fn service(authing: &TestAuthing, sessions: &Sessions) -> Router {
    let guard: authing_axum::Guard = authing.guard().sessions(sessions).build().unwrap();
    Router::new()
        .route("/", get(async || "home"))
        .route("/me", get(me).layer(guard.require_login()))
        .route("/close", post(close).layer(guard.require_login()))
        .merge(session_routes(sessions))
}

fn robot(authing: &TestAuthing, service: Router) -> Robot {
    authing.robot().site(SITE, service).unwrap()
}

#[tokio::test]
async fn a_visitor_logs_in_goes_on_for_days_and_logs_out() {
    let keys = SealKeys::new([SealKeys::generate().unwrap()]).unwrap();
    for sealed in [false, true] {
        let authing = server().await;
        let bob = authing.user("bob").await.unwrap();
        let sessions = match sealed {
            true => builder(&authing).sealed_cookie(keys.clone()),
            false => builder(&authing).store(store(&authing)),
        };
        let sessions = sessions.scope("openid username offline_access").build().unwrap();
        let mut robot = robot(&authing, service(&authing, &sessions));

        let page = robot.log_in(format!("{SITE}/me?tab=1"), &bob).await.unwrap();
        assert_eq!((page.status().as_u16(), page.query()), (200, "tab=1"), "{}", page.text());
        assert!(page.text().contains("bob"), "{}", page.text());
        let mut before = page.text().to_owned();
        for _ in 0..3 {
            authing.advance(20 * HOUR);
            let page = robot.open(format!("{SITE}/me")).await.unwrap();
            assert_eq!(page.status(), 200, "{}", page.text());
            let token = |text: &str| text.split("</p>").next().unwrap().to_owned();
            assert_ne!(token(page.text()), token(&before), "the access token is renewed");
            before = page.text().to_owned();
        }

        let page = robot.open(format!("{SITE}/me")).await.unwrap();
        let form = page.form_to("/close").unwrap();
        let forged = form.clone().set("csrf_token", "a.b");
        assert_eq!(robot.submit(forged).await.unwrap().status(), 403);
        assert_eq!(robot.submit(form).await.unwrap().text(), "closed");

        let form = page.form_to("/logout").unwrap();
        let page = robot.submit(form).await.unwrap();
        assert_eq!(page.url().path(), "/oidc/session/end", "it ends at the provider too");
        let page = robot.open(format!("{SITE}/me")).await.unwrap();
        assert_ne!(page.url().origin().ascii_serialization(), SITE, "{}", page.text());
        assert!(page.text().contains("name=\"password\""), "the password is asked for again");
    }
}

#[tokio::test]
async fn the_session_of_a_user_who_is_deleted_ends_with_their_token() {
    let authing = server().await;
    let bob = authing.user("bob").await.unwrap();
    let sessions = builder(&authing).store(store(&authing)).build().unwrap();
    let mut robot = robot(&authing, service(&authing, &sessions));
    robot.log_in(format!("{SITE}/me"), &bob).await.unwrap();
    authing.management().users().delete(bob.id()).await.unwrap();
    authing.advance(20 * HOUR);
    let page = robot.open(format!("{SITE}/me")).await.unwrap();
    assert_ne!(page.url().origin().ascii_serialization(), SITE, "{}", page.text());
}

#[tokio::test]
async fn a_session_begins_with_a_password_that_the_service_asked_for() {
    async fn log_in(
        State((authing, sessions)): State<(std::sync::Arc<TestAuthing>, Sessions)>,
        parts: Parts,
    ) -> Response {
        let client = authing.authentication();
        let user = client.login_by_username("bob", "passw0rd").await;
        let Ok(user) = user else { return StatusCode::UNAUTHORIZED.into_response() };
        let login = SessionLogin::of_user(&user).unwrap().amr(["pwd"]);
        let cookies = sessions.begin(&parts, login).await.unwrap();
        (AppendHeaders(cookies), Redirect::to("/me")).into_response()
    }

    let authing = std::sync::Arc::new(TestAuthing::start().await.unwrap());
    let management = authing.management();
    let bob = authing_types::CreateUserInput::new().username("bob").password("passw0rd");
    management.users().create(bob).await.unwrap();
    let sessions = Sessions::without_oidc(authing.emulator().app_id(), SITE)
        .store(store(&authing))
        .clock(authing.clock())
        .build()
        .unwrap();
    let own = Router::new()
        .route("/password", get(log_in))
        .with_state((std::sync::Arc::clone(&authing), sessions.clone()));
    let mut robot = robot(&authing, service(&authing, &sessions).merge(own));
    assert_eq!(robot.open(format!("{SITE}/me")).await.unwrap().status(), 401);
    let page = robot.open(format!("{SITE}/password")).await.unwrap();
    assert!(page.text().contains("bob"), "{}", page.text());
    // The token is the user's own, for calls in their name.
    let token = page.text().split('"').nth(3).unwrap().to_owned();
    let status = authing.authentication().with_token(token).check_login_status().await.unwrap();
    assert_eq!(status.status, Some(true));
}

/// When the user of a session logged in that begins with this login.
async fn auth_time(sessions: &Sessions, parts: &Parts, login: &CasLogin) -> Option<SystemTime> {
    let login = SessionLogin::of_cas(login, "ST-another");
    let (_, set) = sessions.begin(parts, login).await.unwrap().into_iter().next().unwrap();
    let cookie = set.to_str().unwrap().split(';').next().unwrap().to_owned();
    let request = Request::get("/").header("cookie", cookie).body(Body::empty()).unwrap();
    let (session, _) = sessions.find(&request.into_parts().0).await.unwrap().unwrap();
    session.claims().auth_time
}

#[tokio::test]
async fn a_session_begins_with_a_cas_ticket_and_ends_by_single_logout() {
    async fn arrive(
        State((cas, sessions)): State<(CasClient, Sessions)>,
        request: Request,
    ) -> Response {
        let (parts, _) = request.into_parts();
        let ticket = ticket_from_query(parts.uri.query().unwrap_or_default()).unwrap();
        let Some(ticket) = ticket else {
            return Redirect::to(cas.login_url().url().as_str()).into_response();
        };
        let login = cas.validate(ticket.clone()).await.unwrap();
        assert!(auth_time(&sessions, &parts, &login).await.is_some());
        // The server may have had a session for days: what it does not tell is not known.
        let mut undated = login.clone();
        undated.authentication_date = None;
        assert_eq!(auth_time(&sessions, &parts, &undated).await, None);
        let cookies = sessions.begin(&parts, SessionLogin::of_cas(&login, ticket)).await.unwrap();
        (AppendHeaders(cookies), Redirect::to("/me")).into_response()
    }

    let authing = TestAuthing::start().await.unwrap();
    let bob = authing.user("bob").await.unwrap();
    let cas = CasClient::builder(authing.emulator().app_id(), authing.emulator().app_host())
        .service(format!("{SITE}/cas"))
        .no_proxy()
        .build()
        .unwrap();
    let sessions = Sessions::without_oidc(authing.emulator().app_id(), SITE)
        .store(store(&authing))
        .clock(authing.clock())
        .build()
        .unwrap();
    let tickets = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&tickets);
    let own = Router::new()
        .route("/cas", get(arrive))
        .layer(axum::middleware::map_request(move |request: Request| {
            let ticket = ticket_from_query(request.uri().query().unwrap_or_default());
            seen.lock().unwrap().extend(ticket.unwrap());
            async move { request }
        }))
        .with_state((cas, sessions.clone()));
    let mut robot = robot(&authing, service(&authing, &sessions).merge(own));
    let page = robot.log_in(format!("{SITE}/cas"), &bob).await.unwrap();
    assert_eq!((page.status().as_u16(), page.url().path()), (200, "/me"), "{}", page.text());
    // What the server posts when the user logs out elsewhere.
    let ticket = tickets.lock().unwrap().last().unwrap().clone();
    let message = format!(
        "<s:LogoutRequest xmlns:s=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         <s:SessionIndex>{}</s:SessionIndex></s:LogoutRequest>",
        ticket.expose()
    );
    let request = CasLogoutRequest::from_xml(&message).unwrap();
    assert_eq!(sessions.end_ticket(request.ticket()).await.unwrap(), Some(1));
    assert_eq!(robot.open(format!("{SITE}/me")).await.unwrap().status(), 401);
}
