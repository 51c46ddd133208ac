//! A server that responds to each kind of request with the same bytes, made once.

use std::{error::Error, sync::Arc};

use axum::{Router, body::Bytes, extract::State, http::header, response::IntoResponse, routing};
use serde_json::{Value, json};

/// How many users there are in all: enough to see whether memory stays flat.
pub const USERS: usize = 1_000_000;

struct Responses {
    page_10: Bytes,
    page_1000: Bytes,
    token: Bytes,
    login: Bytes,
    user: Bytes,
}

/// Listens on a free port, prints it, and serves until it is killed.
pub async fn serve() -> Result<(), Box<dyn Error>> {
    let graphql =
        |field: &str, value: Value| Bytes::from(json!({"data": {field: value}}).to_string());
    let page = |length| {
        let list: Vec<_> = (0..length).map(user).collect();
        graphql("users", json!({"totalCount": USERS, "list": list}))
    };
    let responses = Arc::new(Responses {
        page_10: page(10),
        page_1000: page(1000),
        token: graphql("refreshToken", json!({"token": "t".repeat(900), "iat": 1, "exp": 2})),
        login: graphql("loginByUsername", user(0)),
        user: json!({"code": 200, "message": "ok", "data": user(0)}).to_string().into(),
    });
    let app = Router::new()
        .route("/graphql/v2", routing::post(graphql_response))
        .route("/api/v2/users/{id}", routing::get(user_response))
        .with_state(responses);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn graphql_response(
    State(responses): State<Arc<Responses>>,
    body: Bytes,
) -> impl IntoResponse {
    let has = |part: &[u8]| body.windows(part.len()).any(|window| window == part);
    let response = if body.starts_with(br#"{"query":"query users("#) {
        if has(br#""limit":1000"#) { &responses.page_1000 } else { &responses.page_10 }
    } else if body.starts_with(br#"{"query":"mutation refreshToken("#) {
        &responses.token
    } else {
        &responses.login
    };
    ([(header::CONTENT_TYPE, "application/json")], response.clone())
}

async fn user_response(State(responses): State<Arc<Responses>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], responses.user.clone())
}

/// A user as the server writes one: most fields there, many null.
fn user(number: usize) -> Value {
    let id = format!("5f7ddfe62ba8198024{number:06x}");
    let mut user = json!({
        "id": id,
        "arn": format!("arn:cn:authing:5f7a993eb9b49dcd5c021e40:user:{id}"),
        "status": "Activated",
        "userPoolId": "5f7a993eb9b49dcd5c021e40",
        "username": format!("user{number}"),
        "email": format!("user{number}@example.com"),
        "emailVerified": true,
        "phoneVerified": false,
        "nickname": "Nick",
        "registerSource": ["import:manual"],
        "photo": "https://usercontents.authing.cn/authing-avatar.png",
        "password": "a56f21e5659428f9b353be4ed667fc05",
        "loginsCount": 42,
        "lastLogin": "2021-09-24T07:29:51+00:00",
        "lastIP": "192.0.2.1",
        "signedUp": "2020-10-07T23:33:58+08:00",
        "blocked": false,
        "isDeleted": false,
        "gender": "U",
        "createdAt": "2020-10-07T23:33:58+08:00",
        "updatedAt": "2020-10-07T23:33:58+08:00",
        "identities": [],
    });
    for null in [
        "phone",
        "unionid",
        "openid",
        "oauth",
        "token",
        "tokenExpiredAt",
        "device",
        "browser",
        "company",
        "name",
        "givenName",
        "familyName",
        "middleName",
        "profile",
        "preferredUsername",
        "website",
        "birthdate",
        "zoneinfo",
        "locale",
        "address",
        "formatted",
        "streetAddress",
        "locality",
        "region",
        "postalCode",
        "city",
        "province",
        "country",
        "externalId",
        "phoneCountryCode",
        "mainDepartmentId",
        "mainDepartmentCode",
        "newlyCreated",
        "expiredAt",
        "directManagement",
    ] {
        user[null] = Value::Null;
    }
    user
}
