//! Somebody who logs in by other means than a name, and minds what belongs to the account.

use authing_authentication::{
    AuthenticationClient, EmailProof, LoginAccount, LoginCredentials, LoginWithCredentials,
    PageRequest, PhoneProof, RegisterByEmailCode, Upload,
    connections::EnterpriseProtocol,
    types::{EmailScene, PrincipalIdentity, RegisterProfile, SocialProvider},
};
use authing_core::{Operation, RestRequest};
use authing_management::{
    ManagementClient,
    tenants::{ConnectionFields, ConnectionScope, CreateIdentitySource, NewConnection},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    visitor::Visitor,
    walk::{Failure, PASSWORD, Walk},
};

const PHONE: &str = "13900000011";
const NEW_PHONE: &str = "13900000012";
const EMAIL: &str = "heidi@example.com";
const NEW_EMAIL: &str = "h@example.com";

const TELL: Operation = Operation::post("devices.create", "/api/v3/create-device").user();

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let admin = walk.administrator()?;
    let client = AuthenticationClient::builder(walk.info("appId"), walk.info("appHost"))
        .public_key(walk.info("publicKey"))
        .user_pool_id(walk.info("userPoolId"))
        .secret(walk.info("appSecret"))
        .websocket_host(walk.info("url"))
        .build()?;

    let ldap_token = logins(walk, &client).await?;
    let heidi = client.login_by_username("heidi", PASSWORD).await?.id;
    walk.name("<heidi>", &heidi)?;
    admin.users().add_roles(&heidi, ["editor"]).await?;
    phone(walk, &client).await?;
    email(walk, &client).await?;
    memberships(walk, &client).await?;

    let token = client.token().ok_or("nobody is logged in")?;
    walk.step("link an account", async { client.link_account(&token, ldap_token).await }).await?;
    let ldap = SocialProvider::from("ldap");
    walk.step("unlink an identity", async { client.unlink_account(&token, ldap).await }).await?;
    providers(walk, &admin, &client).await?;
    for step in ["upload a picture of me", "upload another picture of me"] {
        let photo = Upload::bytes("personal.jpeg", "a photo");
        let user = walk.step(step, async { client.upload_avatar(photo).await }).await?;
        walk.name("<photo>", user.photo.as_deref().unwrap_or_default())?;
    }

    let none = walk.step("get my real name", async { client.principal().get_opt().await }).await?;
    assert!(none.is_none());
    let person = PrincipalIdentity::person("HEIDI", "110101199003070000", "6222020000000000");
    walk.step("authenticate my real name", async { client.principal().authenticate(person).await })
        .await?;
    devices(walk, &client).await
}

/// Where people are sent who log in at another provider, or link an identity of theirs.
async fn providers(
    walk: &mut Walk,
    admin: &ManagementClient,
    client: &AuthenticationClient,
) -> Result<(), Failure> {
    let oidc = ConnectionFields::new()
        .set("authorizationEdpoint", "https://idp.example.com/auth")
        .set("clientId", "authing")
        .set("redirectUri", "https://app.example.com/cb")
        .set("scopes", "openid")
        .set("responseType", "code");
    for (kind, identifier, fields) in
        [("github", "our-github", ConnectionFields::new()), ("oidc", "our-oidc", oidc)]
    {
        let offered = NewConnection::new(kind, identifier, "A provider", fields);
        let source = CreateIdentitySource::new("Ours", kind).connection(offered);
        let source = admin.tenants().create_identity_source(source).await?.id;
        let here = ConnectionScope::application(walk.info("appId"));
        admin.tenants().enable_identity_source(&source, here).await?;
    }
    let token = client.token().ok_or("nobody is logged in")?;
    walk.step("make an address to link an identity at", async {
        client.social().generate_link_url("our-github", token).await
    })
    .await?;
    walk.step("send a visitor to a social provider", async {
        let (url, _pending) = client.social().authorize(SocialProvider::GitHub).start()?;
        Visitor::new("heidi")?.open(&url).await
    })
    .await?;
    let (url, _pending) = walk
        .step("send a visitor to an enterprise provider", async {
            let begin = client.enterprise().authorize(EnterpriseProtocol::Oidc, "our-oidc");
            begin.referer("https://shop.acme.com/login").start().await
        })
        .await?;
    assert_eq!(url.host_str(), Some("idp.example.com"));
    Ok(())
}

async fn logins(walk: &mut Walk, client: &AuthenticationClient) -> Result<String, Failure> {
    const KIM: &str = "kim@example.com";
    client.send_email(KIM, EmailScene::RegisterVerifyCode).await?;
    let request = RegisterByEmailCode::new(KIM, walk.code(KIM).await?)
        .profile(RegisterProfile::new().nickname("Kim"))
        .force_login();
    let kim = walk
        .step("register by email code", async { client.register_by_email_code_with(request).await })
        .await?;
    assert_eq!(kim.nickname.as_deref(), Some("Kim"));
    minute(walk).await?;
    client.send_email(KIM, EmailScene::LoginVerifyCode).await?;
    let code = walk.code(KIM).await?;
    walk.step("log in by email code", async { client.login_by_email_code(KIM, code).await })
        .await?;
    let ivan =
        walk.step("log in by LDAP", async { client.login_by_ldap("ivan", PASSWORD).await }).await?;
    walk.step("log in by AD", async { client.login_by_ad("ivan", PASSWORD).await }).await?;
    let clerk = walk
        .step("log in by sub-account", async {
            client.login_by_sub_account("clerk", PASSWORD).await
        })
        .await?;
    assert_eq!(clerk.username.as_deref(), Some("clerk"));
    let judy = json!({ "openid": "open-1", "nickname": "Judy" });
    let made = walk.set_up(Method::POST, "wechat-codes", &judy).await?;
    let code = made["code"].as_str().ok_or("no code was made")?;
    let judy = walk
        .step("log in by WeChat's mobile code", async { client.login_by_wechat_mobile(code).await })
        .await?;
    assert_eq!(judy.nickname.as_deref(), Some("Judy"));
    let account = LoginAccount::Username("heidi".into());
    let request = LoginWithCredentials::new(LoginCredentials::password(account, PASSWORD))
        .scope("openid profile");
    let tokens = walk
        .step("log in with credentials", async { client.login_with_credentials(request).await })
        .await?;
    assert!(tokens.id_token.is_some());
    Ok(ivan.token.ok_or("the login gave no token")?.expose().to_owned())
}

async fn minute(walk: &Walk) -> Result<Value, Failure> {
    walk.set_up(Method::POST, "clock", &json!({ "advanceSeconds": 61 })).await
}

async fn texted(
    walk: &Walk,
    client: &AuthenticationClient,
    phone: &str,
) -> Result<PhoneProof, Failure> {
    client.send_sms_code(phone).await?;
    Ok(PhoneProof::new(phone, walk.code(phone).await?))
}

async fn mailed(
    walk: &Walk,
    client: &AuthenticationClient,
    email: &str,
) -> Result<EmailProof, Failure> {
    client.send_email(email, EmailScene::ChangeEmail).await?;
    Ok(EmailProof::new(email, walk.code(email).await?))
}

async fn phone(walk: &mut Walk, client: &AuthenticationClient) -> Result<(), Failure> {
    let proof = texted(walk, client, PHONE).await?;
    let user = walk.step("bind a phone number", async { client.bind_phone(proof).await }).await?;
    assert_eq!(user.phone.as_deref(), Some(PHONE));
    let old = texted(walk, client, PHONE).await?;
    let new = texted(walk, client, NEW_PHONE).await?;
    let user = walk
        .step("change the phone number", async { client.update_phone(new, Some(old)).await })
        .await?;
    assert_eq!(user.phone.as_deref(), Some(NEW_PHONE));
    let user = walk.step("unbind the phone number", async { client.unbind_phone().await }).await?;
    assert!(user.phone.is_none());
    Ok(())
}

async fn email(walk: &mut Walk, client: &AuthenticationClient) -> Result<(), Failure> {
    let proof = mailed(walk, client, EMAIL).await?;
    let user = walk.step("bind an email address", async { client.bind_email(proof).await }).await?;
    assert_eq!(user.email.as_deref(), Some(EMAIL));
    minute(walk).await?;
    let old = mailed(walk, client, EMAIL).await?;
    let new = mailed(walk, client, NEW_EMAIL).await?;
    let user = walk
        .step("change the email address", async { client.update_email(new, Some(old)).await })
        .await?;
    assert_eq!(user.email.as_deref(), Some(NEW_EMAIL));
    let user = walk.step("unbind the email address", async { client.unbind_email().await }).await?;
    assert!(user.email.is_none());
    Ok(())
}

async fn memberships(walk: &mut Walk, client: &AuthenticationClient) -> Result<(), Failure> {
    let orgs = walk.step("list my organisations", async { client.list_orgs().await }).await?;
    assert!(orgs.is_empty());
    walk.step("list my departments", async { client.list_departments().await }).await?;
    let roles = walk.step("list my roles", async { client.list_roles().await }).await?;
    assert!(roles.list.iter().any(|role| role.code == "editor"));
    assert!(
        walk.step("ask whether I have a role", async { client.has_role("editor").await }).await?
    );
    let applications = walk
        .step("list my applications", async {
            client.list_applications(PageRequest::default()).await
        })
        .await?;
    assert!(applications.list.iter().any(|application| application.id == walk.info("appId")));
    walk.step("list my resources", async {
        client.in_namespace("default").list_authorized_resources(None).await
    })
    .await?;
    let level =
        walk.step("get my security level", async { client.get_security_level().await }).await?;
    assert!(level.password);
    Ok(())
}

async fn devices(walk: &mut Walk, client: &AuthenticationClient) -> Result<(), Failure> {
    let phone = tell(client, "phone").await?;
    walk.name("<phone>", &phone)?;
    tell(client, "laptop").await?;
    let devices = walk.step("list my devices", async { client.devices().list().await }).await?;
    assert_eq!(devices.len(), 2);
    walk.step("log out of a device", async { client.devices().logout(&phone).await }).await?;
    walk.step("unbind a device", async { client.devices().unbind(&phone).await }).await?;
    walk.step("log out of this device", async { client.logout_current_device().await }).await?;
    Ok(())
}

/// Logs in on a device that reports itself. Returns its id.
async fn tell(client: &AuthenticationClient, fingerprint: &str) -> Result<String, Failure> {
    client.login_by_username("heidi", PASSWORD).await?;
    let told = json!({ "deviceUniqueId": fingerprint, "name": "chrome" });
    let device: Value = client.rest(RestRequest::new(TELL).json(&told)).await?;
    Ok(device["id"].as_str().ok_or("the device has no id")?.to_owned())
}
