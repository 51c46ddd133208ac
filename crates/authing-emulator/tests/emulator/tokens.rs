use std::time::Duration;

use authing_emulator::{Emulator, TokenAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use crate::client::{Client, claims, header, text};

const FOURTEEN_DAYS: i64 = 1_209_600;
const FIFTEEN_DAYS: i64 = 1_296_000;

fn life(value: &Value) -> i64 {
    value["exp"].as_i64().unwrap() - value["iat"].as_i64().unwrap()
}

#[tokio::test]
async fn a_user_token_is_signed_with_the_application_secret_and_tells_the_user() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let user = app.register("bob", "passw0rd").await.unwrap();
    let token = text(&user, "token");
    assert_eq!(header(token), json!({ "alg": "HS256", "typ": "JWT" }));
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[emulator.app_id()]);
    validation.set_issuer(&[format!("{}/oidc", emulator.app_host())]);
    let key = DecodingKey::from_secret(emulator.app_secret().as_bytes());
    let claims = jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap().claims;
    assert_eq!(claims["sub"], user["id"]);
    assert_eq!(life(&claims), FOURTEEN_DAYS);
    assert_eq!(claims["gender"], "U");
    assert_eq!(claims["data"]["type"], "user");
    assert_eq!(claims["data"]["userPoolId"], emulator.user_pool_id());
    assert_eq!(claims["data"]["clientId"], emulator.user_pool_id());
    assert_eq!(claims["userpool_id"], emulator.user_pool_id());
}

#[tokio::test]
async fn rs256_tokens_verify_with_the_published_key() {
    let builder = Emulator::builder().token_algorithm(TokenAlgorithm::Rs256);
    let emulator = builder.start().await.unwrap();
    let app = Client::app(&emulator);
    let user = app.register("bob", "passw0rd").await.unwrap();
    let token = text(&user, "token");
    let header = jsonwebtoken::decode_header(token).unwrap();
    assert_eq!(header.alg, Algorithm::RS256);
    let url = format!("{}/oidc/.well-known/jwks.json", emulator.url());
    let keys: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    let jwk = &keys["keys"][0];
    assert_eq!(jwk["kid"].as_str(), header.kid.as_deref());
    assert!(jwk.get("d").is_none(), "the private part stays private");
    let key = DecodingKey::from_rsa_components(text(jwk, "n"), text(jwk, "e")).unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_audience(&[emulator.app_id()]);
    jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap();
    app.with_token(token).rest("GET", "/api/v2/users/me", json!(null)).await.unwrap();
}

#[tokio::test]
async fn a_token_signed_otherwise_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let user = app.register("bob", "passw0rd").await.unwrap();
    let forged = jsonwebtoken::encode(
        &jsonwebtoken::Header::default(),
        &claims(text(&user, "token")),
        &jsonwebtoken::EncodingKey::from_secret(b"guessed"),
    )
    .unwrap();
    let mut none = text(&user, "token").to_owned();
    none.replace_range(..none.find('.').unwrap(), "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0");
    for token in [forged.as_str(), &none, "abc", ""] {
        let me = app.with_token(token).rest("GET", "/api/v2/users/me", json!(null)).await;
        assert_eq!(me.unwrap_err().code, 2020, "{token}");
    }
    assert_eq!(app.login_status(&forged).await["code"], 2207);
}

#[tokio::test]
async fn a_login_status_is_a_result_and_not_an_error() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let user = app.register("bob", "passw0rd").await.unwrap();
    let token = text(&user, "token");
    let status = app.login_status(token).await;
    let (pool, id) = (emulator.user_pool_id(), text(&user, "id"));
    assert_eq!((&status["code"], &status["message"]), (&json!(200), &json!("已登录")));
    assert_eq!(status["exp"], claims(token)["exp"]);
    assert_eq!(status["data"]["arn"], format!("arn:cn:authing:{pool}:user:{id}"));

    emulator.advance(Duration::from_secs(1_209_601));
    let expired = app.login_status(token).await;
    let expected = json!({
        "code": 2206, "message": "登录信息已过期", "status": false,
        "exp": null, "iat": null, "data": null,
    });
    assert_eq!(expired, expected);
}

#[tokio::test]
async fn a_logged_out_token_is_dead_and_the_next_login_is_not() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let (bob, _) = app.registered("bob").await;
    let path = format!("/api/v2/logout?app_id={}", emulator.app_id());
    bob.rest("GET", &path, json!(null)).await.unwrap();
    assert_eq!(app.login_status(bob.token()).await["code"], 2206);
    let again = bob.rest("GET", &path, json!(null)).await.unwrap_err();
    assert_eq!((again.code, again.message.as_str()), (2020, "尚未登录，无访问权限"));

    let user = app.login("bob", "passw0rd").await.unwrap();
    assert_ne!(user["token"], bob.token(), "not even within the same second");
    assert_eq!(app.login_status(text(&user, "token")).await["code"], 200);
}

#[tokio::test]
async fn tokens_are_refreshed_for_oneself_and_by_administrators() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    let own = bob.op("refreshToken", "mutation { refreshToken { token iat exp } }", json!({}));
    let own = own.await.unwrap();
    assert_eq!(life(&own), FOURTEEN_DAYS);
    assert_eq!(app.login_status(text(&own, "token")).await["status"], true);

    let query = "mutation($id: String) { refreshToken(id: $id) { token iat exp } }";
    let given = admin.op("refreshToken", query, json!({ "id": id })).await.unwrap();
    assert_eq!(life(&given), FIFTEEN_DAYS);
    let (eve, _) = app.registered("eve").await;
    assert_eq!(eve.op("refreshToken", query, json!({ "id": id })).await.unwrap_err().code, 1001);
}

#[tokio::test]
async fn a_token_is_cut_off_by_its_user() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    let bad = admin.update_user(&id, json!({ "tokenExpiredAt": "1577836800000" })).await;
    assert_eq!(bad.unwrap_err().code, 500, "a number of milliseconds is not a date");
    assert_eq!(app.login_status(bob.token()).await["code"], 200);
    admin.update_user(&id, json!({ "tokenExpiredAt": "2020-01-01T00:00:00Z" })).await.unwrap();
    assert_eq!(app.login_status(bob.token()).await["code"], 2206);
    let user = app.login("bob", "passw0rd").await.unwrap();
    assert_eq!(app.login_status(text(&user, "token")).await["code"], 200);
}

#[tokio::test]
async fn management_tokens_live_fifteen_days_and_can_be_renewed() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    assert_eq!(life(&claims(admin.token())), FIFTEEN_DAYS);
    let query =
        "mutation($t: String) { refreshAccessToken(accessToken: $t) { accessToken exp iat } }";
    let nobody = Client::app(&emulator);
    let renewed = nobody.op("refreshAccessToken", query, json!({ "t": admin.token() }));
    let renewed = renewed.await.unwrap();
    assert_eq!(life(&renewed), FIFTEEN_DAYS);
    let missing = nobody.op("refreshAccessToken", query, json!({})).await.unwrap_err();
    assert_eq!((missing.code, missing.message.as_str()), (500, "该 token 在黑名单中"));

    emulator.advance(Duration::from_secs(1_296_001));
    let users = "{ users { totalCount } }";
    assert_eq!(admin.op("users", users, json!({})).await.unwrap_err().code, 2020);
}

#[tokio::test]
async fn credentials_are_kept_apart() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, _) = app.registered("bob").await;
    let users = "{ users { totalCount } }";
    assert_eq!(app.op("users", users, json!({})).await.unwrap_err().code, 2020);
    assert_eq!(bob.op("users", users, json!({})).await.unwrap_err().code, 1001);
    let me = admin.rest("GET", "/api/v2/users/me", json!(null)).await.unwrap_err();
    assert_eq!(me.code, 1001);

    let query =
        "query($p: String!, $s: String!) { accessToken(userPoolId: $p, secret: $s) { exp } }";
    let unknown = app.op("accessToken", query, json!({ "p": "nope", "s": "x" })).await;
    assert_eq!(unknown.unwrap_err().code, 2224);
    let wrong = json!({ "p": emulator.user_pool_id(), "s": "x" });
    assert_eq!(app.op("accessToken", query, wrong).await.unwrap_err().code, 1001);
}

#[tokio::test]
async fn the_authorization_header_is_read_however_it_is_written() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let token = admin.token();
    let status = async |value: String| {
        let response = reqwest::Client::new()
            .post(format!("{}/graphql/v2", emulator.url()))
            .header("Authorization", value)
            .json(&json!({ "query": "{ users { totalCount } }" }))
            .send();
        let response: Value = response.await.unwrap().json().await.unwrap();
        response.get("errors").is_none()
    };
    assert!(status(format!("Bearer {token}")).await);
    assert!(status(format!("bearer {token}")).await);
    assert!(status(token.to_owned()).await);
    assert!(!status(format!("Basic {token}")).await);
    assert!(!status("Bearer".to_owned()).await);
}

#[tokio::test]
async fn a_pool_does_not_open_another_pool() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let other = emulator.create_user_pool("other");
    let ask = async |pool: &str| {
        let response = reqwest::Client::new()
            .post(format!("{}/graphql/v2", emulator.url()))
            .header("x-authing-userpool-id", pool)
            .bearer_auth(admin.token())
            .json(&json!({ "query": "{ users { totalCount } }" }))
            .send();
        let response: Value = response.await.unwrap().json().await.unwrap();
        response["errors"][0]["message"]["code"].as_i64()
    };
    assert_eq!(ask(emulator.user_pool_id()).await, None);
    assert_eq!(ask(&other.id).await, Some(1001));
    assert_eq!(ask("5f7a993eb9b49dcd5c021e40").await, Some(2224));
}

#[tokio::test]
async fn a_minted_token_is_the_servers_own_with_what_the_test_wants_in_it() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let user = app.register("bob", "passw0rd").await.unwrap();
    let other = emulator.create_application("other", TokenAlgorithm::Rs256).unwrap();
    let http = reqwest::Client::new();
    let mint = async |body: Value| {
        let url = format!("{}/_emulator/tokens", emulator.url());
        let response = http.post(url).json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let minted = async |mut body: Value| {
        body["userId"] = user["id"].clone();
        let (status, minted) = mint(body).await;
        assert_eq!(status, 200, "{minted}");
        text(&minted, "token").to_owned()
    };
    let me = async |token: &str| {
        app.with_token(token).rest("GET", "/api/v2/users/me", json!(null)).await
    };

    let login = minted(json!({ "seconds": 60, "claims": { "roles": ["admin"] } })).await;
    assert_eq!(header(&login)["alg"], "HS256");
    let told = claims(&login);
    assert_eq!((life(&told), &told["roles"], &told["sub"]), (60, &json!(["admin"]), &user["id"]));
    assert_eq!(me(&login).await.unwrap()["id"], user["id"]);
    emulator.expire_tokens();
    assert_eq!(app.login_status(&login).await["code"], 2206);

    let access = minted(json!({ "kind": "access_token", "scope": "openid a:b" })).await;
    assert_eq!(
        (&header(&access)["alg"], &claims(&access)["scope"]),
        (&json!("RS256"), &json!("openid a:b"))
    );
    let id =
        minted(json!({ "kind": "id_token", "without": ["auth_time"], "algorithm": "RS256" })).await;
    assert_eq!((&header(&id)["alg"], claims(&id).get("auth_time")), (&json!("RS256"), None));
    assert!(claims(&id).get("nickname").is_some() && claims(&id).get("data").is_none());

    let past = minted(json!({ "issuedAtUnixSeconds": 1_000_000_000, "seconds": 60 })).await;
    assert_eq!(app.login_status(&past).await["code"], 2206);
    let foreign = minted(json!({ "appId": other.id })).await;
    assert_eq!(
        (&claims(&foreign)["aud"], &header(&foreign)["alg"]),
        (&json!(other.id), &json!("RS256"))
    );
    let forged = minted(json!({ "signedBy": other.id })).await;
    assert_eq!(claims(&forged)["aud"], emulator.app_id());
    assert_eq!(app.login_status(&forged).await["code"], 2207);

    for (body, status) in [
        (json!({ "userId": "nobody" }), 404),
        (json!({ "userId": user["id"], "appId": "none" }), 404),
        (json!({ "userId": user["id"], "signedBy": "none" }), 404),
        (json!({ "userId": user["id"], "kind": "refresh_token" }), 400),
        (json!({ "userId": user["id"], "expires": 5 }), 400),
        (json!({}), 400),
    ] {
        assert_eq!(mint(body.clone()).await.0, status, "{body}");
    }
}
