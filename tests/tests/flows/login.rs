//! The ways to log in that go by other means than name and password, against the emulator.

use std::time::Duration;

use authing_authentication::{
    AuthenticationClient, ErrorCode, ErrorKind, LoginAccount, LoginByDirectory, LoginBySubAccount,
    LoginByWeChatMobile, LoginCredentials, LoginWithCredentials, PasswordEncryption,
    RegisterByEmailCode,
    types::{CustomData, CustomValue, EmailScene, RegisterProfile, UpdateUserInput},
};
use authing_emulator::{ApplicationSettings, DirectoryKind, DirectoryUser, WechatUser};
use authing_management::{SetCustomField, types::UdfDataType, types::UdfTargetType};
use authing_tests::TestServer;

/// A client that knows the pool, the application's secret and the host for WebSockets.
fn app(server: &TestServer) -> AuthenticationClient {
    let emulator = &server.emulator;
    AuthenticationClient::builder(emulator.app_id(), emulator.app_host())
        .public_key(emulator.public_key())
        .secret(emulator.app_secret())
        .user_pool_id(emulator.user_pool_id())
        .websocket_host(emulator.url())
        .no_proxy()
        .build()
        .unwrap()
}

async fn code(server: &TestServer, email: &str, scene: EmailScene) -> String {
    server.app.send_email(email, scene).await.unwrap();
    server.emulator.last_code(email).unwrap()
}

#[tokio::test]
async fn an_email_code_registers_and_logs_in() {
    let server = TestServer::start().await.unwrap();
    let school = SetCustomField::new(UdfTargetType::User, "school", UdfDataType::String, "School");
    server.management.custom_fields().set(school).await.unwrap();
    let sent = code(&server, "bob@example.com", EmailScene::RegisterVerifyCode).await;
    let request = RegisterByEmailCode::new("Bob@example.com", sent.as_str())
        .profile(RegisterProfile::new().nickname("Bob"))
        .custom_data(&CustomData::new().with("school", "HUST"))
        .force_login();
    let client = server.app.new_session();
    let bob = client.register_by_email_code_with(request).await.unwrap();
    assert_eq!((bob.email.as_deref(), bob.email_verified), (Some("bob@example.com"), Some(true)));
    assert_eq!(client.get_custom_data().await.unwrap().len(), 1, "logged in, with custom data");
    let again =
        server.app.new_session().register_by_email_code("bob@example.com", sent.as_str()).await;
    assert!(again.unwrap_err().is_already_exists());

    server.emulator.advance(Duration::from_secs(61));
    let sent = code(&server, "bob@example.com", EmailScene::LoginVerifyCode).await;
    let wrong =
        server.app.new_session().login_by_email_code("bob@example.com", "x").await.unwrap_err();
    assert_eq!(wrong.code(), Some(ErrorCode::CODE_INCORRECT));
    let session = server.app.new_session();
    assert_eq!(
        session.login_by_email_code("BOB@example.com", sent.as_str()).await.unwrap().id,
        bob.id
    );
    assert_eq!(session.current_user().await.unwrap().id, bob.id);
    let used =
        server.app.new_session().login_by_email_code("bob@example.com", sent).await.unwrap_err();
    assert_eq!(used.code(), Some(ErrorCode::CODE_INCORRECT), "a code is used once");

    let sent = code(&server, "new@example.com", EmailScene::LoginVerifyCode).await;
    let new = server.app.new_session().login_by_email_code("new@example.com", sent).await.unwrap();
    assert_ne!(new.id, bob.id, "an unknown address gets an account");

    server.emulator.advance(Duration::from_secs(61));
    let sent = code(&server, "bob@example.com", EmailScene::LoginVerifyCode).await;
    server.emulator.advance(Duration::from_secs(301));
    let late =
        server.app.new_session().login_by_email_code("bob@example.com", sent).await.unwrap_err();
    assert_eq!(late.message(), "验证码已过期");
}

#[tokio::test]
async fn a_directory_makes_users_and_renews_them() {
    let server = TestServer::start().await.unwrap();
    let app = app(&server);
    let none = app.new_session().login_by_ldap("bob", "passw0rd").await.unwrap_err();
    assert_eq!(none.code(), Some(ErrorCode::LDAP_LINK_INVALID));
    let entry = || DirectoryUser::new("bob", "passw0rd").email("Bob@example.com");
    server.emulator.add_directory_user(DirectoryKind::Ldap, entry().name("Bob"));
    server.emulator.add_directory_user(DirectoryKind::Ad, entry());

    let client = app.new_session();
    let bob = client.login_by_ldap("BOB", "passw0rd").await.unwrap();
    assert_eq!((bob.username.as_deref(), bob.name.as_deref()), (Some("bob"), Some("Bob")));
    assert_eq!(bob.identities.into_option().unwrap()[0].provider.as_deref(), Some("ldap"));
    assert_eq!(client.current_user().await.unwrap().id, bob.id);
    let wrong = app.new_session().login_by_ldap("bob", "wrong").await.unwrap_err();
    assert_eq!(wrong.code(), Some(ErrorCode::PASSWORD_INCORRECT));
    let unknown = app.new_session().login_by_ldap("ann", "passw0rd").await.unwrap_err();
    assert_eq!(unknown.code(), Some(ErrorCode::USER_NOT_FOUND));
    let local = app.new_session().login_by_username("bob", "passw0rd").await.unwrap_err();
    assert_eq!(local.code(), Some(ErrorCode::PASSWORD_NOT_SET), "the password stays outside");

    server.emulator.add_directory_user(DirectoryKind::Ldap, entry().name("Robert"));
    let request = LoginByDirectory::new("bob", "passw0rd").with_custom_data();
    let renewed = app.new_session().login_by_ldap_with(request).await.unwrap();
    assert_eq!((renewed.id.as_str(), renewed.name.as_deref()), (bob.id.as_str(), Some("Robert")));
    assert_eq!(renewed.custom_data.into_option().unwrap().len(), 0);

    // The same name in another directory is not the same person.
    let other = app.new_session().login_by_ad("bob", "passw0rd").await.unwrap();
    assert_ne!(other.id, bob.id);
    assert_eq!((other.username, other.email), (None, None), "both are somebody else's");
    server.management.users().update(&bob.id, blocked()).await.unwrap();
    let blocked = app.new_session().login_by_ldap("bob", "passw0rd").await.unwrap_err();
    assert_eq!(blocked.code(), Some(ErrorCode::USER_BLOCKED));
}

fn blocked() -> UpdateUserInput {
    UpdateUserInput::new().blocked(true)
}

#[tokio::test]
async fn sub_accounts_are_those_the_application_names() {
    let server = TestServer::start().await.unwrap();
    let known = server.user("clerk").await.unwrap().id;
    server.user("bob").await.unwrap();
    let field = SetCustomField::new(UdfTargetType::User, "desk", UdfDataType::Number, "Desk");
    server.management.custom_fields().set(field).await.unwrap();
    let data = CustomData::new().with("desk", 7);
    server.management.users().set_custom_data(&known, &data).await.unwrap();
    let off = server.app.new_session().login_by_sub_account("clerk", "passw0rd").await.unwrap_err();
    assert_eq!(off.code(), Some(ErrorCode::FAILED));
    let settings = ApplicationSettings::new().sub_accounts(["clerk"]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    let client = server.app.new_session();
    let request = LoginBySubAccount::new("clerk", "passw0rd").client_ip("203.0.113.7");
    let clerk = client.login_by_sub_account_with(request).await.unwrap();
    assert_eq!(clerk.last_ip.as_deref(), Some("203.0.113.7"));
    assert!(clerk.typed_custom_data().get("desk") == Some(&CustomValue::from(7)));
    assert_eq!(clerk.newly_created.into_option(), Some(false));
    assert_eq!(client.current_user().await.unwrap().id, clerk.id);
    let other = server.app.new_session().login_by_sub_account("bob", "passw0rd").await.unwrap_err();
    assert_eq!(other.code(), Some(ErrorCode::USER_NOT_FOUND));
    let wrong = server.app.new_session().login_by_sub_account("clerk", "wrong").await.unwrap_err();
    assert_eq!(wrong.code(), Some(ErrorCode::PASSWORD_INCORRECT));
}

#[tokio::test]
async fn a_code_of_wechat_s_logs_in_once() {
    let server = TestServer::start().await.unwrap();
    let app = app(&server);
    let ann = || WechatUser::new("open-1").unionid("union-1").nickname("Ann");
    let code = server.emulator.issue_wechat_code(ann());
    let request = LoginByWeChatMobile::new(code.as_str()).country("CN").lang("zh_CN").state("s");
    let client = app.new_session();
    let user = client.login_by_wechat_mobile_with(request).await.unwrap();
    assert_eq!(user.nickname.as_deref(), Some("Ann"));
    let seen = serde_json::to_string(&server.emulator.requests()).unwrap();
    assert!(!seen.contains(&code), "the log of requests holds no code");
    assert_eq!(client.current_user().await.unwrap().id, user.id);
    let used = app.new_session().login_by_wechat_mobile(code).await.unwrap_err();
    assert_eq!(used.code(), Some(ErrorCode::FAILED), "a code is used once");
    // In another app of the company they have another id, and are the same person.
    let elsewhere = WechatUser::new("open-2").unionid("union-1");
    let code = server.emulator.issue_wechat_code(elsewhere);
    assert_eq!(app.new_session().login_by_wechat_mobile(code).await.unwrap().id, user.id);
    let code = server.emulator.issue_wechat_code(ann());
    server.emulator.advance(Duration::from_secs(301));
    assert!(
        app.new_session().login_by_wechat_mobile(code).await.is_err(),
        "a code lives five minutes"
    );
}

fn password(text: &str) -> LoginWithCredentials {
    let account = LoginAccount::Any("bob".into());
    LoginWithCredentials::new(LoginCredentials::password(account, text))
        .scope("openid profile offline_access")
}

#[tokio::test]
async fn any_credentials_log_in_on_the_third_version() {
    let server = TestServer::start().await.unwrap();
    let app = app(&server);
    let bob = server.user("bob").await.unwrap();
    server.emulator.add_directory_user(DirectoryKind::Ad, DirectoryUser::new("carl", "passw0rd"));

    let client = app.new_session();
    let tokens = client.login_with_credentials(password("passw0rd")).await.unwrap();
    assert_eq!(tokens.scope.as_deref(), Some("openid profile offline_access"));
    assert!(tokens.refresh_token.is_some() && tokens.expires_in == Some(14 * 24 * 3600));
    assert_eq!(client.current_user().await.unwrap().id, bob.id, "by the id token");

    let encrypted = app.new_session();
    encrypted.login_with_credentials(password("passw0rd").encrypt_password()).await.unwrap();
    let sm2 = AuthenticationClient::builder(app.app_id(), app.app_host())
        .secret(server.emulator.app_secret())
        .password_encryption(PasswordEncryption::Sm2PublicKey(
            server.emulator.sm2_public_key().to_owned(),
        ))
        .no_proxy()
        .build()
        .unwrap();
    sm2.login_with_credentials(password("passw0rd").encrypt_password()).await.unwrap();

    let sent = code(&server, "ann@example.com", EmailScene::LoginVerifyCode).await;
    let ann = app.new_session();
    let by_code = LoginWithCredentials::new(LoginCredentials::email_code("ann@example.com", sent));
    ann.login_with_credentials(by_code).await.unwrap();
    assert_eq!(ann.current_user().await.unwrap().email.as_deref(), Some("ann@example.com"));
    let carl = app.new_session();
    let by_ad =
        LoginWithCredentials::new(LoginCredentials::ad("carl", "passw0rd")).encrypt_password();
    carl.login_with_credentials(by_ad).await.unwrap();
    assert_eq!(carl.current_user().await.unwrap().username.as_deref(), Some("carl"));

    let wrong = app.new_session().login_with_credentials(password("wrong")).await.unwrap_err();
    assert_eq!(wrong.code(), Some(ErrorCode::PASSWORD_INCORRECT));
    assert!(wrong.request_id().is_some());
    let new = LoginWithCredentials::new(LoginCredentials::password(
        LoginAccount::Username("dora".into()),
        "passw0rd",
    ));
    let unknown = app.new_session().login_with_credentials(new.clone()).await.unwrap_err();
    assert_eq!(unknown.code(), Some(ErrorCode::USER_NOT_FOUND));
    let dora = app.new_session();
    dora.login_with_credentials(new.auto_register(true)).await.unwrap();
    assert_eq!(dora.current_user().await.unwrap().username.as_deref(), Some("dora"));
    let secretless = server.app.new_session().login_with_credentials(password("passw0rd")).await;
    assert_eq!(secretless.unwrap_err().kind(), ErrorKind::Api, "the application proves itself");
}

#[tokio::test]
async fn a_login_for_a_code_ends_at_the_token_endpoint() {
    const CALLBACK: &str = "http://localhost:3000/callback";
    let server = TestServer::start().await.unwrap();
    let app = app(&server);
    let bob = server.user("bob").await.unwrap();
    let request = password("passw0rd").state("the-state").nonce("the-nonce");
    let answer = app.new_session().login_for_code(request.clone(), CALLBACK).await.unwrap();
    assert_eq!(answer.state.as_deref(), Some("the-state"));
    let exchange = reqwest::Client::new()
        .post(format!("{}/oidc/token", server.emulator.url()))
        .body(format!(
            "grant_type=authorization_code&client_id={}&client_secret={}&redirect_uri={CALLBACK}&code={}",
            server.emulator.app_id(),
            server.emulator.app_secret(),
            answer.code.expose(),
        ))
        .header("content-type", "application/x-www-form-urlencoded")
        .send()
        .await
        .unwrap();
    let tokens: serde_json::Value = exchange.json().await.unwrap();
    let remembered = app.with_token(tokens["id_token"].as_str().unwrap());
    assert_eq!(remembered.current_user().await.unwrap().id, bob.id);
    let elsewhere = app.new_session().login_for_code(request, "https://evil.example.com/").await;
    assert_eq!(elsewhere.unwrap_err().kind(), ErrorKind::Api);
}
