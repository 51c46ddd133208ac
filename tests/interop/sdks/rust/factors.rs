//! Second factors, QR codes and linked identities: somebody who binds them and logs in with them.

use std::time::SystemTime;

use authing_authentication::{
    AuthenticationClient, MfaChallenge, Upload,
    mfa::{AuthenticatorSource, MfaContact},
    qr_codes::{QrScene, QrState},
    types::EmailScene,
};
use authing_management::{
    ManagementClient,
    mfa::MfaType,
    types::{QrcodeLoginStrategyInput, UpdateUserpoolInput},
    users::IdentityKey,
};
use authing_tests::TestAuthenticator;
use futures_util::TryStreamExt;
use serde_json::json;

use crate::walk::{Failure, PASSWORD, Walk};

const PHONE: &str = "13900000002";
const EMAIL: &str = "mia@example.com";
const PHOTOS: [&str; 2] = ["https://example.com/1.jpg", "https://example.com/2.jpg"];

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let admin = walk.administrator()?;
    let mia = walk.user("mia").await?;
    let client = walk.end_user()?;
    client.login_by_username("mia", PASSWORD).await?;
    authenticator(walk, &client, &mia).await?;
    walk.configure(&json!({ "mfaFactors": ["SMS", "EMAIL", "FACE"] })).await?;
    other_factors(walk, &client, &mia).await?;
    walk.configure(&json!({ "mfaFactors": [] })).await?;
    photos(walk, &admin, &client, &mia).await?;
    qr_code(walk, &admin, &client, &mia).await?;
    identities(walk, &admin, &client, &mia).await
}

async fn challenge(client: &AuthenticationClient) -> Result<MfaChallenge, Failure> {
    match client.new_session().login_by_username("mia", PASSWORD).await {
        Ok(_) => Err("no second factor was asked for".into()),
        Err(error) => Ok(MfaChallenge::from_error(&error).ok_or(error)?),
    }
}

async fn authenticator(
    walk: &mut Walk,
    client: &AuthenticationClient,
    mia: &str,
) -> Result<(), Failure> {
    let source = || AuthenticatorSource::User;
    let listed = walk
        .step("list my authenticators", async { client.mfa().list_authenticators(source()).await })
        .await?;
    assert!(listed.is_empty());
    let made = walk
        .step("begin to bind an authenticator", async {
            client.mfa().associate_totp(source()).await
        })
        .await?;
    assert_eq!(made.qr_picture()?.content_type, "image/png");
    let phone = TestAuthenticator::with_key(made.secret.expose())?;
    let shown = || phone.code(SystemTime::now());
    walk.step("bind the authenticator", async {
        client.mfa().confirm_totp(shown(), source()).await
    })
    .await?;
    let asked = challenge(client).await?;
    let user = walk
        .step("respond with a one-time password", async {
            asked.verify_totp(client, shown()).await
        })
        .await?;
    assert_eq!(user.id, mia);
    let asked = challenge(client).await?;
    let user = walk
        .step("respond with the recovery code", async {
            asked.verify_recovery_code(client, &made.recovery_code).await
        })
        .await?;
    assert!(user.token.is_some());
    walk.step("take the authenticator away", async { client.mfa().delete_totp().await }).await?;
    Ok(())
}

async fn other_factors(
    walk: &mut Walk,
    client: &AuthenticationClient,
    mia: &str,
) -> Result<(), Failure> {
    let asked = challenge(client).await?;
    let bindable = walk
        .step("ask whether a phone can be bound", async {
            client.mfa().with_challenge(&asked).is_bindable(MfaContact::phone(PHONE)).await
        })
        .await?;
    assert!(bindable);
    client.send_sms_code(PHONE).await?;
    let code = walk.code(PHONE).await?;
    let user = walk
        .step("respond with a code by SMS", async { asked.verify_sms(client, PHONE, code).await })
        .await?;
    assert_eq!(user.phone.as_deref(), Some(PHONE));
    let asked = challenge(client).await?;
    client.send_email(EMAIL, EmailScene::MfaVerify).await?;
    let code = walk.code(EMAIL).await?;
    let user = walk
        .step("respond with a code by email", async {
            asked.verify_email(client, EMAIL, code).await
        })
        .await?;
    assert_eq!(user.email.as_deref(), Some(EMAIL));
    let asked = challenge(client).await?;
    let [base, compare] = PHOTOS;
    let user = walk
        .step("bind a face by addresses", async {
            client.mfa().with_challenge(&asked).associate_face_by_url(base, compare).await
        })
        .await?;
    assert_eq!(user.id, mia);
    let asked = challenge(client).await?;
    let user = walk
        .step("respond with a face", async { asked.verify_face(client, compare).await })
        .await?;
    assert_eq!(user.id, mia);
    Ok(())
}

async fn photos(
    walk: &mut Walk,
    admin: &ManagementClient,
    client: &AuthenticationClient,
    mia: &str,
) -> Result<(), Failure> {
    let photo = || Upload::bytes("personal.jpeg", "a photo");
    for step in ["bind a face by photos", "bind a face by a photo that is picked"] {
        admin.mfa().disassociate(mia, MfaType::Face).await?;
        let user =
            walk.step(step, async { client.mfa().associate_face(photo(), photo()).await }).await?;
        assert_eq!(user.id, mia);
    }
    Ok(())
}

async fn qr_code(
    walk: &mut Walk,
    admin: &ManagementClient,
    phone: &AuthenticationClient,
    mia: &str,
) -> Result<(), Failure> {
    let strategy = QrcodeLoginStrategyInput::new().allow_exchange_user_info_from_browser(true);
    let settings = UpdateUserpoolInput::new().qrcode_login_strategy(strategy);
    admin.user_pool().update(settings).await?;
    let web = walk.end_user()?;
    let code =
        walk.step("make a QR code", async { web.qr_codes().generate(QrScene::App).await }).await?;
    walk.name("<random>", code.random.expose())?;
    phone.qr_codes().scan(&code.random).await?;
    phone.qr_codes().confirm(&code.random).await?;
    let mut states = web.qr_codes().watch(&code).without_exchange();
    let state = walk.step("watch a QR code", async { states.try_next().await }).await?;
    assert!(matches!(state, Some(QrState::Authorised { .. })));
    let state = walk
        .step("ask for the QR code's state", async { web.qr_codes().status(&code.random).await })
        .await?;
    let QrState::Authorised { ticket, .. } = state else {
        return Err(format!("not agreed to: {state:?}").into());
    };
    let user =
        walk.step("exchange the ticket", async { web.qr_codes().exchange(ticket).await }).await?;
    assert_eq!(user.id, mia);
    for (step, scene) in [
        ("make a QR code for a mini program", QrScene::MiniProgram),
        ("make a QR code for an official account", QrScene::OfficialAccount),
    ] {
        let web = walk.end_user()?;
        walk.step(step, async { web.qr_codes().generate(scene).await }).await?;
    }
    Ok(())
}

async fn identities(
    walk: &mut Walk,
    admin: &ManagementClient,
    client: &AuthenticationClient,
    mia: &str,
) -> Result<(), Failure> {
    let identity = IdentityKey::social(mia, "github", "source-1");
    admin.users().link_identity(identity, "gh-mia").await?;
    let listed =
        walk.step("list my identities", async { client.social().list_identities().await }).await?;
    assert_eq!(listed.len(), 1);
    walk.step("take an identity away", async { client.social().unlink_identity("source-1").await })
        .await?;
    Ok(())
}
