//! A second factor, from the binding of an authenticator to the login that asks for it.
//!
//! It needs nothing but this repository: the server is an embedded one.
//!
//! ```console
//! $ cargo run --example mfa-login --features mfa
//! ```
#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{error::Error, time::SystemTime};

use authing_authentication::{
    AuthenticationClient, ErrorCode, MfaChallenge, mfa::AuthenticatorSource,
};
use authing_examples::EmbeddedServer;
use totp_rs::{Builder, Secret, Totp};
use url::Url;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = EmbeddedServer::start().await?;
    println!("An embedded Authing server listens at {}.", server.emulator.url());
    // One client for the process, one session for each request.
    let app = &server.app;

    step("Bob registers, and logs in with a password");
    let client = app.new_session();
    client.register_by_username("bob", "passw0rd").await?;
    let bob = client.login_by_username("bob", "passw0rd").await?;
    println!("hello {}: a password was enough", bob.id);

    step("Bob binds an authenticator");
    let association = client.mfa().associate_totp(AuthenticatorSource::User).await?;
    let picture = association.qr_picture()?;
    println!(
        "a page would show this picture: {}, {} bytes",
        picture.content_type,
        picture.bytes.len()
    );
    println!("it says {}…", association.otpauth_uri.expose().split('?').next().unwrap_or_default());
    let phone = scan(association.otpauth_uri.expose())?;
    println!(
        "Bob keeps the recovery code: {} characters",
        association.recovery_code.expose().len()
    );
    let shown = code(&phone, server.emulator.now());
    println!("the phone shows {shown}, which Bob types in");
    client.mfa().confirm_totp(shown, AuthenticatorSource::User).await?;
    for authenticator in client.mfa().list_authenticators(AuthenticatorSource::User).await? {
        println!("bound: {}", authenticator.authenticator_type.unwrap_or_default());
    }
    client.logout().await?;

    step("From now on a password is not enough");
    let client = app.new_session();
    let Err(error) = client.login_by_username("bob", "passw0rd").await else {
        return Err("the password alone logged in".into());
    };
    println!("{error}");
    let challenge = MfaChallenge::from_error(&error).ok_or("it should have been a challenge")?;
    println!("asked for by {:?}, and any of {:?} will do", challenge.origin, challenge.factors);
    assert!(client.token().is_none());

    step("A wrong code, then the right one, on the same client");
    match challenge.verify_totp(&client, "000000").await {
        Err(error) if error.code() == Some(ErrorCode::TOTP_INCORRECT) => {
            println!("000000: {}", error.message());
        }
        other => return Err(format!("expected a refusal, got {other:?}").into()),
    }
    let shown = code(&phone, server.emulator.now());
    let user = challenge.verify_totp(&client, shown.as_str()).await?;
    println!("{shown}: hello {}", user.id);
    println!("the same client goes on as {}", client.current_user().await?.id);

    step("Bob has lost the phone: the recovery code, once");
    // The password in one request, the second factor in another: the token is what is kept.
    let kept = challenge_of(&app.new_session()).await?.token;
    let later = app.new_session();
    let code = &association.recovery_code;
    let user = MfaChallenge::from_token(kept).verify_recovery_code(&later, code).await?;
    println!("hello {}", user.id);
    let again = challenge_of(&app.new_session())
        .await?
        .verify_recovery_code(&app.new_session(), code)
        .await;
    println!("a second time: {}", again.err().ok_or("it was accepted twice")?.message());

    step("Bob takes the authenticator away");
    later.mfa().delete_totp().await?;
    let bob = app.new_session().login_by_username("bob", "passw0rd").await?;
    println!("hello {}: a password is enough again", bob.id);
    Ok(())
}

/// What Bob's password leads to.
async fn challenge_of(client: &AuthenticationClient) -> Result<MfaChallenge, Box<dyn Error>> {
    match client.login_by_username("bob", "passw0rd").await {
        Ok(_) => Err("no second factor was asked for".into()),
        Err(error) => Ok(MfaChallenge::from_error(&error).ok_or(error)?),
    }
}

/// What an authenticator app reads from the picture.
fn scan(otpauth_uri: &str) -> Result<Totp, Box<dyn Error>> {
    let url = Url::parse(otpauth_uri)?;
    let key = url.query_pairs().find(|(name, _)| name == "secret");
    let (_, key) = key.ok_or("the address has no key")?;
    // Authing's keys are shorter than RFC 6238 wants.
    Ok(Builder::new().with_secret(Secret::try_from_base32(&key)?).build_noncompliant())
}

/// What the app shows at this time.
fn code(phone: &Totp, now: SystemTime) -> String {
    let since = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    phone.generate(since.as_secs()).to_string()
}

fn step(title: &str) {
    println!("\n== {title}");
}
