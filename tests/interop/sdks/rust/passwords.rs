//! Passwords that are judged, and those that have to be replaced.

use authing_authentication::{AuthenticationClient, LoginStep, PasswordSecurityLevel};
use authing_management::types::{PasswordUpdatePolicyInput, UpdateUserpoolInput};
use reqwest::Method;
use serde_json::json;

use crate::walk::{Failure, PASSWORD, Walk};

const PHONE: &str = "13900000021";
const SECOND: &str = "passw0rd-2";
const THIRD: &str = "passw0rd-3";
const FOURTH: &str = "passw0rd-4";
const MONTH: u32 = 31 * 24 * 3600;

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let admin = walk.administrator()?;
    let client = walk.end_user()?;
    for password in ["short", "passw0rd", "passw0rD-long"] {
        let level = PasswordSecurityLevel::of(password) as u8;
        walk.value(&format!("rate the password {password}"), &json!(level))?;
    }
    let verdict = walk
        .step("ask whether a password will do", async { admin.is_password_valid(PASSWORD).await })
        .await?;
    assert!(verdict.valid);

    let lena = walk.user("lena").await?;
    let app = walk.info("appId");
    walk.step("send the email of a first login", async {
        admin.users().send_first_login_verify_email(&lena, &app).await
    })
    .await?;
    let Some(LoginStep::FirstLogin(first)) = refused(&client, PASSWORD).await? else {
        return Err("it is not the first login".into());
    };
    walk.step("set the password of a first login", async {
        first.set_password(&client, SECOND).await
    })
    .await?;
    client.login_by_username("lena", SECOND).await?;

    client.send_sms_code(PHONE).await?;
    let code = walk.code(PHONE).await?;
    walk.step("reset the password by phone code", async {
        client.reset_password_by_phone_code(PHONE, code, THIRD).await
    })
    .await?;
    client.login_by_username("lena", THIRD).await?;

    let policy = PasswordUpdatePolicyInput::new().enabled(true).forced_cycle(30);
    let settings = UpdateUserpoolInput::new().password_update_policy(policy);
    admin.user_pool().update(settings).await?;
    walk.set_up(Method::POST, "clock", &json!({ "advanceSeconds": MONTH })).await?;
    let Some(LoginStep::PasswordReset(expired)) = refused(&client, THIRD).await? else {
        return Err("the password has not expired".into());
    };
    walk.step("replace a password that has expired", async {
        expired.set_password(&client, THIRD, FOURTH).await
    })
    .await?;
    assert!(client.login_by_username("lena", FOURTH).await?.token.is_some());
    Ok(())
}

/// What a login of lena's wants first.
async fn refused(
    client: &AuthenticationClient,
    password: &str,
) -> Result<Option<LoginStep>, Failure> {
    match client.login_by_username("lena", password).await {
        Ok(_) => Err("the login wants nothing more".into()),
        Err(error) => Ok(LoginStep::from_error(&error)),
    }
}
