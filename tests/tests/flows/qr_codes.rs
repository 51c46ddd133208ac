//! Login by a QR code: a service that waits and a phone that decides, against the emulator.

use std::time::Duration;

use authing_authentication::{
    AuthenticationClient, ErrorCode, LoginStep, Secret,
    qr_codes::{GenerateQrCode, QrCode, QrScene, QrState, QrStates, ScannedCode},
};
use authing_emulator::{ApplicationSettings, SecondFactor};
use authing_management::types::{QrcodeLoginStrategyInput, UpdateUserInput, UpdateUserpoolInput};
use authing_tests::TestServer;
use futures_util::StreamExt as _;

/// Short, since here time does pass.
const INTERVAL: Duration = Duration::from_millis(100);

/// An emulator whose pool lets browsers exchange tickets, and Bob on a phone.
async fn server() -> (TestServer, AuthenticationClient) {
    let server = TestServer::start().await.unwrap();
    set(&server, QrcodeLoginStrategyInput::new().allow_exchange_user_info_from_browser(true)).await;
    let bob = server.user("bob").await.unwrap();
    let named = UpdateUserInput::new().nickname("Bob");
    server.management.users().update(&bob.id, named).await.unwrap();
    let phone = server.app.new_session();
    phone.login_by_username("bob", "passw0rd").await.unwrap();
    (server, phone)
}

async fn set(server: &TestServer, strategy: QrcodeLoginStrategyInput) {
    let settings = UpdateUserpoolInput::new().qrcode_login_strategy(strategy);
    server.management.user_pool().update(settings).await.unwrap();
}

async fn code(client: &AuthenticationClient) -> QrCode {
    client.qr_codes().generate(QrScene::App).await.unwrap()
}

async fn next(states: &mut QrStates) -> QrState {
    states.next().await.unwrap().unwrap()
}

#[tokio::test]
async fn a_scanned_code_that_is_agreed_to_logs_in() {
    let (server, phone) = server().await;
    let web = server.app.new_session();
    let code = code(&web).await;
    assert_eq!(code.expires_in, Duration::from_secs(120));
    let mut states = web.qr_codes().watch(&code).interval(INTERVAL);
    assert!(matches!(next(&mut states).await, QrState::Created));

    let scanned = ScannedCode::read(&code.text).unwrap();
    phone.qr_codes().scan(&scanned.random).await.unwrap();
    let QrState::Scanned(person) = next(&mut states).await else { panic!() };
    assert_eq!(person.nickname.as_deref(), Some("Bob"));
    phone.qr_codes().confirm(&scanned.random).await.unwrap();
    let QrState::LoggedIn(bob) = next(&mut states).await else { panic!() };
    assert!(states.next().await.is_none());
    assert_eq!(web.current_user().await.unwrap().id, bob.id);
    assert_ne!(web.token(), phone.token(), "a login of its own");
    phone.current_user().await.unwrap();
}

#[tokio::test]
async fn the_picture_is_a_picture() {
    let (server, _) = server().await;
    let request = GenerateQrCode::new(QrScene::App).custom_data([("table", "7")]);
    let code = server.app.new_session().qr_codes().generate(request).await.unwrap();
    let answer = reqwest::get(&code.picture_url).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    assert!(answer.bytes().await.unwrap().starts_with(b"\x89PNG\r\n"));
    let unknown = code.picture_url.replace(code.random.expose(), "unknown");
    assert_eq!(reqwest::get(unknown).await.unwrap().status(), 404);
}

#[tokio::test]
async fn who_does_not_agree_is_told_apart_from_who_is_late() {
    let (server, phone) = server().await;
    let web = server.app.new_session();
    let (refused, late) = (code(&web).await, code(&web).await);
    let state = async |code: &QrCode| web.qr_codes().status(&code.random).await.unwrap();
    for code in [&refused, &late] {
        phone.qr_codes().scan(&code.random).await.unwrap();
    }
    phone.qr_codes().cancel(&refused.random).await.unwrap();
    assert!(matches!(state(&refused).await, QrState::Cancelled));
    assert!(phone.qr_codes().confirm(&refused.random).await.is_err(), "it is decided");

    server.emulator.advance(Duration::from_secs(121));
    assert!(matches!(state(&late).await, QrState::Expired));
    assert!(phone.qr_codes().confirm(&late.random).await.is_err());
    assert!(matches!(state(&refused).await, QrState::Cancelled), "it stays decided");
    let unknown = web.qr_codes().status("unknown").await.unwrap_err();
    assert_eq!(unknown.code(), Some(ErrorCode::QR_CODE_NOT_FOUND));
}

#[tokio::test]
async fn only_who_has_scanned_a_code_decides() {
    let (server, phone) = server().await;
    server.user("ann").await.unwrap();
    let ann = server.app.new_session();
    ann.login_by_username("ann", "passw0rd").await.unwrap();
    let code = code(&server.app.new_session()).await;
    let error = phone.qr_codes().confirm(&code.random).await.unwrap_err();
    assert_eq!(error.message(), "请先扫描二维码");
    phone.qr_codes().scan(&code.random).await.unwrap();
    phone.qr_codes().scan(&code.random).await.unwrap();
    assert!(ann.qr_codes().scan(&code.random).await.is_err());
    assert!(ann.qr_codes().confirm(&code.random).await.is_err());
    assert!(ann.qr_codes().cancel(&code.random).await.is_err());
    phone.qr_codes().confirm(&code.random).await.unwrap();
}

async fn ticket(web: &AuthenticationClient, phone: &AuthenticationClient) -> Secret {
    let code = code(web).await;
    phone.qr_codes().scan(&code.random).await.unwrap();
    phone.qr_codes().confirm(&code.random).await.unwrap();
    let state = web.qr_codes().status(&code.random).await.unwrap();
    let QrState::Authorised { ticket, .. } = state else { panic!("{state:?}") };
    ticket
}

#[tokio::test]
async fn a_ticket_is_good_for_once_and_for_its_time() {
    let (server, phone) = server().await;
    let web = server.app.new_session();
    let first = ticket(&web, &phone).await;
    web.qr_codes().exchange(&first).await.unwrap();
    assert!(web.qr_codes().exchange(&first).await.is_err());
    let second = ticket(&web, &phone).await;
    server.emulator.advance(Duration::from_secs(301));
    assert!(web.qr_codes().exchange(&second).await.is_err());
    assert!(web.qr_codes().exchange("unknown").await.is_err());
}

#[tokio::test]
async fn a_pool_may_leave_the_exchange_to_servers() {
    let (server, phone) = server().await;
    set(&server, QrcodeLoginStrategyInput::new().allow_exchange_user_info_from_browser(false))
        .await;
    let web = server.app.new_session();
    let ticket = ticket(&web, &phone).await;
    let error = web.qr_codes().exchange(&ticket).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::PERMISSION_DENIED));
    let query = "query($p: String!, $s: String!) { accessToken(userPoolId: $p, secret: $s) { accessToken } }";
    let variables = serde_json::json!({
        "p": server.emulator.user_pool_id(), "s": server.emulator.user_pool_secret(),
    });
    let data: serde_json::Value = web.graphql(query, &variables).await.unwrap();
    let management_token = data["accessToken"]["accessToken"].as_str().unwrap();
    web.qr_codes().as_server(management_token).exchange(&ticket).await.unwrap();
    web.current_user().await.unwrap();
}

#[tokio::test]
async fn a_code_does_not_lead_around_the_second_factor() {
    let (server, phone) = server().await;
    let settings = ApplicationSettings::new().mfa_factors([SecondFactor::Sms]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    let web = server.app.new_session();
    let code = code(&web).await;
    phone.qr_codes().scan(&code.random).await.unwrap();
    phone.qr_codes().confirm(&code.random).await.unwrap();
    let mut states = web.qr_codes().watch(&code).interval(INTERVAL);
    let QrState::StepRequired(LoginStep::Mfa(challenge)) = next(&mut states).await else {
        panic!()
    };
    assert!(states.next().await.is_none());
    web.send_sms_code("13800000000").await.unwrap();
    let sent = server.emulator.last_code("13800000000").unwrap();
    challenge.verify_sms(&web, "13800000000", sent).await.unwrap();
    assert_eq!(web.current_user().await.unwrap().id, phone.user().unwrap().id);
}

#[tokio::test]
async fn a_user_who_was_blocked_meanwhile_gets_in_nowhere() {
    let (server, phone) = server().await;
    let web = server.app.new_session();
    let ticket = ticket(&web, &phone).await;
    let id = phone.user().unwrap().id.clone();
    server.management.users().update(&id, UpdateUserInput::new().blocked(true)).await.unwrap();
    let error = web.qr_codes().exchange(&ticket).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_BLOCKED));
    let code = code(&web).await;
    assert!(phone.qr_codes().scan(&code.random).await.unwrap_err().is_auth_expired());
}
