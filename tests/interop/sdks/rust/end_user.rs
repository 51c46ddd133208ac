//! Somebody who registers, logs in and minds their account.

use authing_authentication::{
    AuthenticationClient, RegisterByPhoneCode, RegisterByUsername,
    types::{CustomData, CustomValue, EmailScene, RegisterProfile, UpdateUserInput, User, UserKey},
};

use crate::walk::{Failure, PASSWORD, Walk};

const EMAIL: &str = "erin@example.com";
const PHONE: &str = "13900000001";
const NEW_PASSWORD: &str = "passw0rd-2";
const LAST_PASSWORD: &str = "passw0rd-3";

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.end_user()?;
    let frank = registrations(walk, &client).await?;
    logins(walk, &client, &frank).await?;
    profile(walk, &client, &frank).await?;
    session(walk, &client, &frank).await?;
    forgotten_password(walk, &client).await
}

async fn registrations(walk: &mut Walk, client: &AuthenticationClient) -> Result<String, Failure> {
    let key =
        walk.step("fetch the key for passwords", async { client.get_public_key().await }).await?;
    assert_eq!(key, walk.info("publicKey"));
    let verdict = walk
        .step("check a password's strength", async {
            client.check_password_strength(PASSWORD).await
        })
        .await?;
    assert!(verdict.valid);
    let user = walk
        .step("register by email", async { client.register_by_email(EMAIL, PASSWORD).await })
        .await?;
    assert_eq!(user.email.as_deref(), Some(EMAIL));
    walk.name("<erin>", &user.id)?;
    let request = RegisterByUsername::new("frank", PASSWORD)
        .profile(RegisterProfile::new().nickname("Frank"));
    let frank = walk
        .step("register by username", async { client.register_by_username_with(request).await })
        .await?;
    assert_eq!(frank.username.as_deref(), Some("frank"));
    assert_eq!(frank.nickname.as_deref(), Some("Frank"));
    walk.name("<frank>", &frank.id)?;
    walk.step("send a code by SMS", async { client.send_sms_code(PHONE).await }).await?;
    let request = RegisterByPhoneCode::new(PHONE, walk.code(PHONE).await?).password(PASSWORD);
    let user = walk
        .step("register by phone code", async { client.register_by_phone_code_with(request).await })
        .await?;
    assert_eq!(user.phone.as_deref(), Some(PHONE));
    walk.name("<grace>", &user.id)?;
    Ok(frank.id)
}

async fn logins(
    walk: &mut Walk,
    client: &AuthenticationClient,
    frank: &str,
) -> Result<(), Failure> {
    let user = walk
        .step("log in by email", async { client.login_by_email(EMAIL, PASSWORD).await })
        .await?;
    has_token(&user);
    let user = walk
        .step("log in by phone and password", async {
            client.login_by_phone_password(PHONE, PASSWORD).await
        })
        .await?;
    has_token(&user);
    client.send_sms_code(PHONE).await?;
    let code = walk.code(PHONE).await?;
    let user = walk
        .step("log in by phone code", async { client.login_by_phone_code(PHONE, code).await })
        .await?;
    has_token(&user);
    let user = walk
        .step("log in by username", async { client.login_by_username("frank", PASSWORD).await })
        .await?;
    assert_eq!(user.id, frank);
    has_token(&user);
    Ok(())
}

async fn profile(
    walk: &mut Walk,
    client: &AuthenticationClient,
    frank: &str,
) -> Result<(), Failure> {
    let user = walk.step("get the current user", async { client.current_user().await }).await?;
    assert_eq!((user.id.as_str(), user.nickname.as_deref()), (frank, Some("Frank")));
    let changes = UpdateUserInput::new().nickname("Francis");
    let user =
        walk.step("update the profile", async { client.update_profile(changes).await }).await?;
    assert_eq!(user.nickname.as_deref(), Some("Francis"));
    let key = UserKey::username("frank");
    assert!(walk.step("ask whether a user exists", async { client.user_exists(key).await }).await?);
    let data = CustomData::new().with("age", 18).with("school", "HUST");
    walk.step("set my custom data", async { client.set_custom_data(&data).await }).await?;
    let read = walk.step("get my custom data", async { client.get_custom_data().await }).await?;
    assert!(read.get("age") == Some(&CustomValue::from(18)));
    assert!(read.get("school") == Some(&CustomValue::from("HUST")));
    walk.step("set one of my fields", async { client.set_custom_data_item("school", "PKU").await })
        .await?;
    let fields = walk.step("list my fields", async { client.list_custom_data().await }).await?;
    let school = fields.iter().find(|field| field.key == "school").ok_or("no such field")?;
    assert!(school.value == CustomValue::from("PKU"));
    walk.step("remove one of my fields", async { client.remove_custom_data("school").await })
        .await?;
    walk.step("remove my custom data", async { client.remove_custom_data("age").await }).await?;
    assert!(client.get_custom_data().await?.get("age").is_none());
    Ok(())
}

async fn session(
    walk: &mut Walk,
    client: &AuthenticationClient,
    frank: &str,
) -> Result<(), Failure> {
    let status =
        walk.step("check the login status", async { client.check_login_status().await }).await?;
    assert_eq!(status.status, Some(true));
    assert_eq!(status.data.and_then(|data| data.id).as_deref(), Some(frank));
    walk.step("refresh the token", async { client.refresh_token().await }).await?;
    assert_eq!(client.current_user().await?.id, frank);
    let user = walk
        .step("update the password", async { client.update_password(PASSWORD, NEW_PASSWORD).await })
        .await?;
    assert_eq!(user.id, frank);
    let user = walk
        .step("log in with the new password", async {
            client.login_by_username("frank", NEW_PASSWORD).await
        })
        .await?;
    has_token(&user);
    let remembered = client.with_token(client.token().unwrap_or_default());
    walk.step("log out", async { client.logout().await }).await?;
    assert_eq!(remembered.check_login_status().await?.status, Some(false));
    Ok(())
}

async fn forgotten_password(walk: &mut Walk, client: &AuthenticationClient) -> Result<(), Failure> {
    walk.step("send a code by email", async {
        client.send_email(EMAIL, EmailScene::ResetPassword).await
    })
    .await?;
    let code = walk.code(EMAIL).await?;
    walk.step("reset the password by email code", async {
        client.reset_password_by_email_code(EMAIL, code, LAST_PASSWORD).await
    })
    .await?;
    let user = walk
        .step("log in with the reset password", async {
            client.login_by_email(EMAIL, LAST_PASSWORD).await
        })
        .await?;
    has_token(&user);
    Ok(())
}

fn has_token(user: &User) {
    assert!(user.token.as_ref().is_some_and(|token| !token.is_empty()), "the login gave a token");
}
