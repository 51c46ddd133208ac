//! What the clients do besides the areas: what they hold, how they speak, whatever else is asked.

use authing_authentication::{AuthenticationClient, types::EmailScene};
use authing_core::{AccessKey, Lang, Operation, RestRequest};
use authing_management::{ManagementClient, types::User};
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::{Value, json};

use crate::walk::{Failure, PASSWORD, Walk};

const EMAIL: &str = "nina@example.com";
const LIST_ENV: Operation = Operation::get("env", "/api/v2/env").management();
const MY_ORGS: Operation = Operation::get("orgs", "/api/v2/users/me/orgs").user();
const VALIDATE: Operation = Operation::get("validate", "/cas-idp/{app}/validate").raw();

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let admin = walk.administrator()?;
    let nina = walk.user("nina").await?;
    administration(walk, &admin, &nina).await?;
    session(walk, &nina).await?;
    held(walk)?;
    signatures(walk)
}

async fn administration(
    walk: &mut Walk,
    admin: &ManagementClient,
    nina: &str,
) -> Result<(), Failure> {
    let fresh = walk.administrator()?;
    let token = walk.step("get the administrator's token", async { fresh.bearer().await }).await?;
    assert!(token.is_some());
    walk.step("send an email", async { admin.send_email(EMAIL, EmailScene::ResetPassword).await })
        .await?;
    let user = walk.end_user()?;
    user.login_by_username("nina", PASSWORD).await?;
    let token = user.token().ok_or("nobody is logged in")?;
    let status =
        walk.step("check a token", async { admin.check_login_status(token).await }).await?;
    assert_eq!(status.data.and_then(|data| data.id).as_deref(), Some(nina));
    let query = "query ($code: String!) { group(code: $code) { code } }";
    let data: Value = walk
        .step("ask by GraphQL", async { admin.graphql(query, &json!({ "code": "none" })).await })
        .await?;
    assert!(data["group"].is_null());
    let list: Vec<Value> =
        walk.step("ask by REST", async { admin.rest(RestRequest::new(LIST_ENV)).await }).await?;
    assert!(list.is_empty());
    let english = ManagementClient::builder(walk.info("userPoolId"), walk.info("userPoolSecret"))
        .host(walk.info("url"))
        .lang(Lang::EnUs)
        .build()?;
    english.users().list_orgs(nina).await?;
    walk.step("speak English", async { english.users().list_orgs(nina).await }).await?;
    Ok(())
}

async fn session(walk: &mut Walk, nina: &str) -> Result<(), Failure> {
    let other = walk.end_user()?;
    other.login_by_username("nina", PASSWORD).await?;
    let token = other.token().ok_or("nobody is logged in")?;
    let client = walk.end_user()?;
    walk.step("hold a token", async {
        client.set_token(&token);
        client.get_security_level().await
    })
    .await?;
    let user = walk.step("ask who is logged in", async { client.current_user().await }).await?;
    assert_eq!(user.id, nina);
    let data: Value = walk
        .step("ask by GraphQL as a user", async {
            client.graphql("query { user { id } }", &json!({})).await
        })
        .await?;
    assert_eq!(data["user"]["id"], nina);
    let orgs: Vec<Value> = walk
        .step("ask by REST as a user", async { client.rest(RestRequest::new(MY_ORGS)).await })
        .await?;
    assert!(orgs.is_empty());
    let asked = RestRequest::new(VALIDATE)
        .path("app", walk.info("appId"))
        .query("service", "s")
        .query("ticket", "t");
    let page =
        walk.step("ask for what is not JSON", async { client.rest_bytes(asked).await }).await?;
    assert!(page.starts_with(b"no\n"));
    let english = AuthenticationClient::builder(walk.info("appId"), walk.info("appHost"))
        .lang(Lang::EnUs)
        .request_from("my-shop")
        .build()?;
    english.set_token(&token);
    walk.step("be another program that speaks English", async {
        english.get_security_level().await
    })
    .await?;
    Ok(())
}

fn held(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.end_user()?;
    let token = || client.token().map(|token| token.expose().to_owned());
    let user: User = serde_json::from_value(
        json!({ "id": "u1", "arn": "arn", "userPoolId": "p1", "token": "t1" }),
    )?;
    client.set_current_user(&user);
    let id = client.user().map(|user| user.id.clone());
    walk.value("hold a user", &json!([id, token()]))?;
    client.set_token("t2");
    walk.value("hold another token", &json!(token()))?;
    client.clear_current_user();
    let id = client.user().map(|user| user.id.clone());
    walk.value("forget who it is", &json!([id, token()]))
}

fn signatures(walk: &mut Walk) -> Result<(), Failure> {
    let headers: HeaderMap =
        [("date", "Thu, 01 Jan 1970 00:00:00 GMT"), ("x-authing-b", " 2\t"), ("x-authing-a", "1")]
            .into_iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
    let authorization = AccessKey::new("key", "secret").authorization(
        &Method::GET,
        "/api/v2/users",
        &headers,
        [("page", "1"), ("limit", "a b")],
    )?;
    walk.value("sign a request", &json!(authorization.to_str()?))
}
