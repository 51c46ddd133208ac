//! Second factors of end users, from the binding to the login, against the emulator.

use std::time::Duration;

use authing_authentication::{
    AuthenticationClient, ErrorCode, LoginStep, MfaChallenge, MfaFactor, MfaOrigin, Secret, Upload,
    mfa::{AuthenticatorSource, MfaContact, TotpAssociation},
    types::EmailScene,
};
use authing_emulator::{ApplicationSettings, Emulator, SecondFactor as Demanded};
use authing_management::{
    CreateUser,
    mfa::MfaType,
    types::{CreateUserInput, PasswordUpdatePolicyInput, UpdateUserInput, UpdateUserpoolInput},
};
use authing_tests::{TestAuthenticator, TestServer};

const PHONE: &str = "13800000000";
const EMAIL: &str = "bob@example.com";

/// An emulator with Bob, who has a password and nothing else.
async fn server_with_bob() -> TestServer {
    let server = TestServer::start().await.unwrap();
    server.user("bob").await.unwrap();
    server
}

/// Logs Bob in with the password.
async fn log_in(
    server: &TestServer,
) -> Result<AuthenticationClient, authing_authentication::Error> {
    let client = server.app.new_session();
    client.login_by_username("bob", "passw0rd").await?;
    Ok(client)
}

async fn challenge(server: &TestServer) -> MfaChallenge {
    MfaChallenge::from_error(&log_in(server).await.unwrap_err()).unwrap()
}

/// Binds an authenticator to the user who is logged in.
async fn bind(
    server: &TestServer,
    client: &AuthenticationClient,
) -> (TotpAssociation, TestAuthenticator) {
    let made = client.mfa().associate_totp(AuthenticatorSource::User).await.unwrap();
    let authenticator = TestAuthenticator::scan(made.otpauth_uri.expose()).unwrap();
    let shown = authenticator.code(server.emulator.now());
    client.mfa().confirm_totp(shown, AuthenticatorSource::User).await.unwrap();
    (made, authenticator)
}

fn demand(server: &TestServer, factors: impl IntoIterator<Item = Demanded>) {
    let settings = ApplicationSettings::new().mfa_factors(factors);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
}

#[tokio::test]
async fn an_authenticator_is_bound_and_asked_for_and_taken_away() {
    let server = server_with_bob().await;
    let client = log_in(&server).await.unwrap();
    let (made, authenticator) = bind(&server, &client).await;
    assert_eq!(made.secret.expose(), authenticator.key(), "the picture's key is the one told");
    let picture = made.qr_picture().unwrap();
    assert_eq!(picture.content_type, "image/png");
    assert!(picture.bytes.starts_with(b"\x89PNG\r\n"));

    let [own] = <[_; 1]>::try_from(
        client.mfa().list_authenticators(AuthenticatorSource::User).await.unwrap(),
    )
    .unwrap();
    assert_eq!((own.enable, own.source), (Some(true), Some(AuthenticatorSource::User)));
    assert_eq!(own.secret.unwrap(), made.secret);
    let others = client.mfa().list_authenticators(AuthenticatorSource::Application).await.unwrap();
    assert!(others.is_empty());

    let challenge = challenge(&server).await;
    assert_eq!((challenge.origin, &*challenge.factors), (MfaOrigin::User, &[MfaFactor::Totp][..]));
    let bob = server.app.new_session();
    let shown = authenticator.code(server.emulator.now());
    let user = challenge.verify_totp(&bob, shown).await.unwrap();
    assert_eq!(bob.current_user().await.unwrap().id, user.id, "the same client goes on");

    bob.mfa().delete_totp().await.unwrap();
    log_in(&server).await.unwrap();
    assert!(bob.mfa().delete_totp().await.is_err(), "there is none any more");
}

#[tokio::test]
async fn a_wrong_password_of_the_authenticator_is_told_and_a_used_one_is_wrong() {
    let server = server_with_bob().await;
    let client = log_in(&server).await.unwrap();
    let made = client.mfa().associate_totp(AuthenticatorSource::User).await.unwrap();
    let authenticator = TestAuthenticator::scan(made.otpauth_uri.expose()).unwrap();
    let now = || server.emulator.now();
    let late = authenticator.code(now() - Duration::from_secs(120));
    let error = client.mfa().confirm_totp(late, AuthenticatorSource::User).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TOTP_INCORRECT));
    log_in(&server).await.unwrap();
    let shown = authenticator.code(now());
    client.mfa().confirm_totp(shown, AuthenticatorSource::User).await.unwrap();

    let shown = authenticator.code(now());
    challenge(&server).await.verify_totp(&client, shown.as_str()).await.unwrap();
    let again = challenge(&server).await.verify_totp(&client, shown.as_str()).await.unwrap_err();
    assert_eq!(again.code(), Some(ErrorCode::TOTP_INCORRECT), "a password is single-use");
    server.emulator.advance(Duration::from_secs(60));
    challenge(&server).await.verify_totp(&client, authenticator.code(now())).await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_authenticator_once() {
    let server = server_with_bob().await;
    let client = log_in(&server).await.unwrap();
    let (made, _) = bind(&server, &client).await;
    let wrong = challenge(&server).await.verify_recovery_code(&client, "0000-0000").await;
    assert_eq!(wrong.unwrap_err().code(), Some(ErrorCode::RECOVERY_CODE_INCORRECT));
    let code = &made.recovery_code;
    challenge(&server).await.verify_recovery_code(&client, code).await.unwrap();
    let again = challenge(&server).await.verify_recovery_code(&client, code).await.unwrap_err();
    assert_eq!(again.code(), Some(ErrorCode::RECOVERY_CODE_INCORRECT));
}

#[tokio::test]
async fn a_challenge_ends_with_its_time_its_response_or_too_many_wrong_ones() {
    let server = server_with_bob().await;
    let client = log_in(&server).await.unwrap();
    let (_, authenticator) = bind(&server, &client).await;
    let shown = || {
        server.emulator.advance(Duration::from_secs(60));
        authenticator.code(server.emulator.now())
    };

    let late = challenge(&server).await;
    server.emulator.advance(Duration::from_secs(361));
    assert!(late.verify_totp(&client, shown()).await.unwrap_err().is_auth_expired());

    let completed = challenge(&server).await;
    completed.verify_totp(&client, shown()).await.unwrap();
    assert!(completed.verify_totp(&client, shown()).await.unwrap_err().is_auth_expired());

    let guessed = challenge(&server).await;
    for _ in 0..10 {
        let error = guessed.verify_totp(&client, "000000").await.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::TOTP_INCORRECT));
    }
    let right = guessed.verify_totp(&client, authenticator.code(server.emulator.now())).await;
    assert!(right.unwrap_err().is_auth_expired(), "no more guesses");
}

#[tokio::test]
async fn a_password_alone_neither_shows_nor_replaces_the_second_factor() {
    let server = server_with_bob().await;
    let client = log_in(&server).await.unwrap();
    bind(&server, &client).await;
    let thief = server.app.new_session();
    let challenge = challenge(&server).await;
    let mfa = thief.mfa().with_challenge(&challenge);
    let [shown] =
        <[_; 1]>::try_from(mfa.list_authenticators(AuthenticatorSource::User).await.unwrap())
            .unwrap();
    assert!(shown.secret.is_none() && shown.recovery_code.is_none());
    for source in [AuthenticatorSource::User, AuthenticatorSource::Application] {
        let error = mfa.associate_totp(source).await.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::PERMISSION_DENIED));
    }
    assert!(mfa.associate_face_by_url("a", "b").await.is_err());
    server.app.new_session().send_sms_code(PHONE).await.unwrap();
    let code = server.emulator.last_code(PHONE).unwrap();
    let other = challenge.verify_sms(&thief, PHONE, code).await.unwrap_err();
    assert_eq!(other.code(), Some(ErrorCode::PERMISSION_DENIED), "it is not what was asked for");
    assert!(thief.with_token(&challenge.token).current_user().await.unwrap_err().is_auth_expired());
    assert!(thief.token().is_none());
}

#[tokio::test]
async fn an_application_asks_everybody_for_a_code_to_the_phone() {
    let server = server_with_bob().await;
    demand(&server, [Demanded::Sms, Demanded::Email]);
    let client = server.app.new_session();
    let challenge = challenge(&server).await;
    assert_eq!(challenge.origin, MfaOrigin::Application);
    assert_eq!(challenge.factors, [MfaFactor::Sms, MfaFactor::Email]);
    assert_eq!((challenge.phone.as_deref(), challenge.totp_bound), (None, Some(false)));

    let ann = CreateUserInput::new().username("ann").phone("13900000000");
    server.management.users().create(ann).await.unwrap();
    let mfa = client.mfa().with_challenge(&challenge);
    assert!(!mfa.is_bindable(MfaContact::phone("13900000000")).await.unwrap(), "it is Ann's");
    assert!(mfa.is_bindable(MfaContact::phone(PHONE)).await.unwrap());
    client.send_sms_code(PHONE).await.unwrap();
    let wrong = challenge.verify_sms(&client, PHONE, "0").await.unwrap_err();
    assert_eq!(wrong.code(), Some(ErrorCode::CODE_INCORRECT));
    let code = server.emulator.last_code(PHONE).unwrap();
    let bob = challenge.verify_sms(&client, PHONE, code).await.unwrap();
    assert_eq!((bob.phone.as_deref(), bob.phone_verified), (Some(PHONE), Some(true)));
    assert_eq!(client.current_user().await.unwrap().id, bob.id);
    let next = self::challenge(&server).await;
    assert_eq!(next.phone.as_deref(), Some(PHONE), "from now on codes go there");
    let elsewhere = next.verify_sms(&client, "13700000000", "1234").await.unwrap_err();
    assert_eq!(elsewhere.code(), Some(ErrorCode::PERMISSION_DENIED));
}

#[tokio::test]
async fn a_code_by_e_mail_is_a_second_factor() {
    let server = TestServer::start().await.unwrap();
    let bob = CreateUserInput::new().username("bob").password("passw0rd").email(EMAIL);
    server.management.users().create(bob).await.unwrap();
    demand(&server, [Demanded::Email]);
    let client = server.app.new_session();
    let challenge = challenge(&server).await;
    let email = challenge.email.clone().unwrap();
    assert_eq!(email, EMAIL);
    client.send_email(email.as_str(), EmailScene::MfaVerify).await.unwrap();
    let code = server.emulator.last_code(EMAIL).unwrap();
    let user = challenge.verify_email(&client, email, code).await.unwrap();
    assert_eq!(client.user().unwrap().id, user.id);
}

#[tokio::test]
async fn an_authenticator_that_an_application_wants_is_bound_during_the_login() {
    let server = server_with_bob().await;
    demand(&server, [Demanded::Totp]);
    let client = server.app.new_session();
    let challenge = challenge(&server).await;
    let mfa = client.mfa().with_challenge(&challenge);
    let source = AuthenticatorSource::Application;
    let made = mfa.associate_totp(source.clone()).await.unwrap();
    let authenticator = TestAuthenticator::scan(made.otpauth_uri.expose()).unwrap();
    let shown = || authenticator.code(server.emulator.now());
    mfa.confirm_totp(shown(), source).await.unwrap();
    challenge.verify_totp(&client, shown()).await.unwrap();
    assert_eq!(client.current_user().await.unwrap().username.as_deref(), Some("bob"));
    assert_eq!(self::challenge(&server).await.totp_bound, Some(true));
    demand(&server, []);
    log_in(&server).await.unwrap();
}

#[tokio::test]
async fn a_face_is_a_second_factor() {
    let server = server_with_bob().await;
    demand(&server, [Demanded::Face]);
    let client = server.app.new_session();
    let first = challenge(&server).await;
    let (base, compare) = ("https://example.com/1.jpg", "https://example.com/2.jpg");
    server.emulator.set_faces_match(false);
    let mfa = client.mfa().with_challenge(&first);
    let error = mfa.associate_face_by_url(base, compare).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::FACE_MISMATCH));
    server.emulator.set_faces_match(true);
    let bob = mfa.associate_face_by_url(base, compare).await.unwrap();
    assert_eq!(client.current_user().await.unwrap().id, bob.id, "it completes the login");
    let error = client.mfa().associate_face_by_url(base, compare).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::FACE_ALREADY_BOUND));

    let second = challenge(&server).await;
    assert_eq!(second.face_bound, Some(true));
    server.emulator.set_faces_match(false);
    let error = second.verify_face(&client, compare).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::FACE_MISMATCH));
    server.emulator.set_faces_match(true);
    second.verify_face(&client, compare).await.unwrap();

    let mfa = server.management.mfa();
    assert!(mfa.get_status(&bob.id).await.unwrap().face);
    mfa.disassociate(&bob.id, MfaType::Face).await.unwrap();
    assert!(!mfa.get_status(&bob.id).await.unwrap().face);
}

#[tokio::test]
async fn photos_are_uploaded_to_bind_a_face_and_to_verify_it() {
    let server = server_with_bob().await;
    demand(&server, [Demanded::Face]);
    let photo = |bytes: &'static [u8]| Upload::bytes("face.jpg", bytes).content_type("image/jpeg");
    let client = server.app.new_session();
    let asked = challenge(&server).await;
    let mfa = client.mfa().with_challenge(&asked);
    mfa.associate_face(photo(b"first"), photo(b"second")).await.unwrap();
    client.current_user().await.unwrap();

    let again = server.app.new_session();
    let key = again.mfa().upload_face(photo(b"third")).await.unwrap();
    challenge(&server).await.verify_face(&again, key).await.unwrap();
    let unknown = challenge(&server).await.verify_face(&again, "face-photo/unknown.jpg").await;
    assert_eq!(unknown.unwrap_err().code(), Some(ErrorCode::FACE_COMPARISON_PHOTO_MISSING));
}

#[tokio::test]
async fn who_was_blocked_meanwhile_cannot_log_in() {
    let server = server_with_bob().await;
    let client = log_in(&server).await.unwrap();
    let (_, authenticator) = bind(&server, &client).await;
    let challenge = challenge(&server).await;
    let id = client.user().unwrap().id.clone();
    server.management.users().update(&id, UpdateUserInput::new().blocked(true)).await.unwrap();
    let shown = authenticator.code(server.emulator.now());
    let error = challenge.verify_totp(&client, shown).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::USER_BLOCKED));
}

#[tokio::test]
async fn a_second_factor_survives_a_restart_of_the_emulator() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let emulator = Emulator::builder().data_file(&file).start().await.unwrap();
    let server = TestServer::around(emulator).unwrap();
    server.user("bob").await.unwrap();
    let (_, authenticator) = bind(&server, &log_in(&server).await.unwrap()).await;
    let kept: Secret = challenge(&server).await.token;
    server.emulator.stop().unwrap();

    let emulator = Emulator::builder().data_file(&file).start().await.unwrap();
    let server = TestServer::around(emulator).unwrap();
    let client = server.app.new_session();
    let shown = authenticator.code(server.emulator.now());
    let bob = MfaChallenge::from_token(kept).verify_totp(&client, shown).await.unwrap();
    assert_eq!(bob.username.as_deref(), Some("bob"));
}

#[tokio::test]
async fn a_first_login_and_an_old_password_are_steps_too() {
    let server = TestServer::start_current().await.unwrap();
    let bob = CreateUserInput::new().username("bob").password("passw0rd");
    let bob = CreateUser::new(bob).reset_password_on_first_login();
    server.management.users().create(bob).await.unwrap();
    let client = server.app.new_session();
    let log_in = |password: &'static str| client.login_by_username("bob", password);
    let step = LoginStep::from_error(&log_in("passw0rd").await.unwrap_err());
    let Some(LoginStep::FirstLogin(step)) = step else { panic!("{step:?}") };
    assert!(client.token().is_none());
    step.set_password(&client, "n3w-passw0rd").await.unwrap();
    log_in("n3w-passw0rd").await.unwrap();

    let policy = PasswordUpdatePolicyInput::new().enabled(true).forced_cycle(30);
    let settings = UpdateUserpoolInput::new().password_update_policy(policy.difference_cycle(1));
    server.management.user_pool().update(settings).await.unwrap();
    server.emulator.advance(Duration::from_secs(31 * 24 * 3600));
    let step = LoginStep::from_error(&log_in("n3w-passw0rd").await.unwrap_err());
    let Some(LoginStep::PasswordReset(step)) = step else { panic!("{step:?}") };
    assert!(step.set_password(&client, "wrong", "n3wer-passw0rd").await.is_err());
    step.set_password(&client, "n3w-passw0rd", "n3wer-passw0rd").await.unwrap();
    log_in("n3wer-passw0rd").await.unwrap();
}
