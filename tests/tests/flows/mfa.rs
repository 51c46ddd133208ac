//! The MFA area of the administrator's client, against the emulator.

use authing_authentication::MfaChallenge;
use authing_management::mfa::{ImportTotp, MfaKey, MfaType};
use authing_tests::TestServer;

const KEY: &str = "JBSWY3DPEHPK3PXP";

#[tokio::test]
async fn an_imported_key_makes_the_second_factor_required_until_it_is_taken_away() {
    let server = TestServer::start().await.unwrap();
    let mfa = server.management.mfa();
    let bob = server.user("bob").await.unwrap().id;
    let login =
        async || server.app.new_session().login_by_username("bob", "passw0rd").await.map(drop);
    login().await.unwrap();
    assert!(!mfa.get_status(&bob).await.unwrap().otp);
    assert!(mfa.disassociate(&bob, MfaType::Otp).await.is_err(), "there is none");

    let key = ImportTotp::new(&bob, KEY).recovery_code("bc5a-6879");
    let made = mfa.import_totp(key).await.unwrap();
    assert_eq!(made.user_id.as_ref(), Some(&bob));
    assert_eq!(made.recovery_code.unwrap().expose(), "bc5a-6879");
    let status = mfa.get_status(&bob).await.unwrap();
    assert!(status.otp && !status.face);
    let challenge = MfaChallenge::from_error(&login().await.unwrap_err()).unwrap();
    assert!(!challenge.token.is_empty());
    assert!(mfa.disassociate(&bob, MfaType::Face).await.is_err(), "another factor");

    mfa.disassociate(&bob, MfaType::Otp).await.unwrap();
    login().await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_is_made_up_if_none_is_given() {
    let server = TestServer::start().await.unwrap();
    let mfa = server.management.mfa();
    let bob = server.user("bob").await.unwrap().id;
    let made = mfa.import_totp(ImportTotp::new(&bob, KEY)).await.unwrap();
    assert_eq!(made.recovery_code.unwrap().expose().len(), "bc5a-6879-bc5a-6879-bc5a-6879".len());
    let odd = mfa.import_totp(ImportTotp::new(&bob, "123456")).await.unwrap();
    assert_eq!(odd.secret.unwrap().expose(), "123456", "a key of any form is kept as it came");
    let nobody = mfa.import_totp(ImportTotp::new("no-user", KEY)).await.unwrap_err();
    assert!(nobody.is_not_found());
    assert!(mfa.get_status("no-user").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_factor_is_switched_off_and_on_and_gets_another_key() {
    let server = TestServer::start().await.unwrap();
    let mfa = server.management.mfa();
    let bob = server.user("bob").await.unwrap().id;
    let login =
        async || server.app.new_session().login_by_username("bob", "passw0rd").await.map(drop);
    assert_eq!(mfa.find(MfaKey::user(&bob)).await.unwrap(), None);
    assert!(mfa.enable(MfaKey::user(&bob)).await.is_err(), "there is none to switch on");

    mfa.import_totp(ImportTotp::new(&bob, KEY)).await.unwrap();
    let factor = mfa.find(MfaKey::user(&bob)).await.unwrap().unwrap();
    assert_eq!((factor.enable, factor.secret.as_ref().unwrap().expose()), (true, KEY));
    assert_eq!(mfa.find(MfaKey::id(&factor.id)).await.unwrap().as_ref(), Some(&factor));

    let off = mfa.disable(MfaKey::id(&factor.id)).await.unwrap();
    assert_eq!((off.enable, off.secret.as_ref().unwrap().expose()), (false, KEY));
    login().await.unwrap();
    assert!(!mfa.get_status(&bob).await.unwrap().otp);
    let other = mfa.refresh_secret(MfaKey::user(&bob)).await.unwrap();
    assert_eq!((other.enable, &other.id), (false, &factor.id));
    assert_ne!(other.secret.as_ref().unwrap().expose(), KEY);

    let on = mfa.enable(MfaKey::user(&bob)).await.unwrap();
    assert_eq!((on.enable, on.secret), (true, other.secret));
    assert!(MfaChallenge::from_error(&login().await.unwrap_err()).is_some());
}
