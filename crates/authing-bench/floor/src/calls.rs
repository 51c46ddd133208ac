//! The calls over HTTP, by reqwest.

use std::hint::black_box;

use authing_types::{Page, RefreshToken, User};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use reqwest::{
    Client, Method, Request, Url,
    header::{self, HeaderMap, HeaderValue},
};
use rsa::{Pkcs1v15Encrypt, RsaPublicKey, pkcs8::DecodePublicKey as _, rand_core::OsRng};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::shared::{BoxError, measure::Measurement, scenario::What};

/// The public cloud's key.
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb
5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae
+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM
GKl64GDcIq3au+aqJQIDAQAB
-----END PUBLIC KEY-----";

const USERS: &str =
    include_str!("../../../authing-management/src/generated/documents/users.graphql");
const REFRESH_TOKEN: &str =
    include_str!("../../../authing-management/src/generated/documents/refresh_token.graphql");
const LOGIN: &str = include_str!(
    "../../../authing-authentication/src/generated/documents/login_by_username.graphql"
);

#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

#[derive(Deserialize)]
struct Users {
    users: Page<User>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refreshed {
    refresh_token: RefreshToken,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoggedIn {
    login_by_username: User,
}

#[derive(Serialize)]
struct Query<'a, V> {
    query: &'a str,
    variables: V,
}

#[derive(Serialize)]
struct Paging {
    page: u32,
    limit: u32,
}

#[derive(Serialize)]
struct Id<'a> {
    id: &'a str,
}

#[derive(Serialize)]
struct Input<T> {
    input: T,
}

#[derive(Serialize)]
struct Login<'a> {
    username: &'a str,
    password: String,
}

/// What somebody writes who writes their own client.
pub struct Floor {
    client: Client,
    host: String,
    pool: String,
    token: String,
    key: RsaPublicKey,
    what: What,
}

impl Floor {
    pub fn new(what: What, url: &str) -> Result<Self, BoxError> {
        Ok(Self {
            client: Client::builder().no_proxy().build()?,
            host: url.to_owned(),
            pool: "pool".to_owned(),
            token: "t".repeat(900),
            key: RsaPublicKey::from_public_key_pem(PUBLIC_KEY)?,
            what,
        })
    }

    pub async fn measure(&self, it: Measurement<'_>) -> Result<(), BoxError> {
        match self.what {
            What::Users(limit) => {
                it.of(async || {
                    drop(self.graphql::<Users>(USERS, Paging { page: 1, limit }).await?.users);
                    Ok(())
                })
                .await
            }
            What::RefreshToken => {
                it.of(async || {
                    let data: Refreshed = self.graphql(REFRESH_TOKEN, Id { id: "u" }).await?;
                    drop(data.refresh_token);
                    Ok(())
                })
                .await
            }
            What::Login => {
                it.of(async || {
                    let password = self.encrypt("passw0rd")?;
                    let input = Input { input: Login { username: "bob", password } };
                    drop(self.graphql::<LoggedIn>(LOGIN, input).await?.login_by_username);
                    Ok(())
                })
                .await
            }
            _ => {
                it.of(async || {
                    drop(self.user("u").await?);
                    Ok(())
                })
                .await
            }
        }
    }

    async fn graphql<T: DeserializeOwned>(
        &self,
        query: &str,
        variables: impl Serialize,
    ) -> Result<T, BoxError> {
        let mut request = self
            .client
            .post(format!("{}/graphql/v2", self.host))
            .header("x-authing-userpool-id", &self.pool)
            .header("x-authing-request-from", "floor")
            .header("x-authing-sdk-version", "floor:0.1.0")
            .header("x-authing-lang", "zh-CN");
        if !matches!(self.what, What::Login) {
            request = request.bearer_auth(&self.token);
        }
        let response = request.json(&Query { query, variables }).send().await?;
        Ok(response.error_for_status()?.json::<Data<T>>().await?.data)
    }

    async fn user(&self, id: &str) -> Result<User, BoxError> {
        let response = self
            .client
            .get(format!("{}/api/v2/users/{id}", self.host))
            .header("x-authing-userpool-id", &self.pool)
            .header("x-authing-request-from", "floor")
            .header("x-authing-sdk-version", "floor:0.1.0")
            .header("x-authing-lang", "zh-CN")
            .bearer_auth(&self.token)
            .send()
            .await?;
        Ok(response.error_for_status()?.json::<Data<User>>().await?.data)
    }

    fn encrypt(&self, password: &str) -> Result<String, BoxError> {
        Ok(encrypt(&self.key, password)?)
    }
}

fn encrypt(key: &RsaPublicKey, password: &str) -> rsa::Result<String> {
    Ok(STANDARD.encode(key.encrypt(&mut OsRng, Pkcs1v15Encrypt, password.as_bytes())?))
}

/// Everything that can be made before is.
pub struct Prebuilt {
    client: Client,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    key: Option<RsaPublicKey>,
    what: What,
}

impl Prebuilt {
    pub fn new(what: What, url: &str) -> Result<Self, BoxError> {
        let body = match what {
            What::Users(limit) => {
                json!({"query": USERS, "variables": {"page": 1, "limit": limit}}).to_string()
            }
            What::RefreshToken => {
                json!({"query": REFRESH_TOKEN, "variables": {"id": "u"}}).to_string()
            }
            What::Login => {
                let input = json!({"username": "bob", "password": "x".repeat(172)});
                json!({"query": LOGIN, "variables": {"input": input}}).to_string()
            }
            _ => String::new(),
        };
        let mut headers = HeaderMap::new();
        for name in [
            "x-authing-userpool-id",
            "x-authing-request-from",
            "x-authing-sdk-version",
            "x-authing-lang",
        ] {
            headers.insert(name, HeaderValue::from_static("zh-CN"));
        }
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static("floor/0.1.0"));
        if !matches!(what, What::Login) {
            let bearer = format!("Bearer {}", "t".repeat(900));
            headers.insert(header::AUTHORIZATION, bearer.parse()?);
        }
        let (method, path) = if body.is_empty() {
            (Method::GET, "/api/v2/users/u")
        } else {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            (Method::POST, "/graphql/v2")
        };
        let key =
            matches!(what, What::Login).then(|| RsaPublicKey::from_public_key_pem(PUBLIC_KEY));
        Ok(Self {
            client: Client::builder().no_proxy().build()?,
            method,
            url: format!("{url}{path}").parse()?,
            headers,
            body: body.into(),
            key: key.transpose()?,
            what,
        })
    }

    pub async fn call(&self) -> Result<(), BoxError> {
        if let Some(key) = &self.key {
            // The body is there already, with another password.
            black_box(encrypt(key, "passw0rd")?);
        }
        let mut request = Request::new(self.method.clone(), self.url.clone());
        *request.headers_mut() = self.headers.clone();
        if !self.body.is_empty() {
            *request.body_mut() = Some(self.body.clone().into());
        }
        let response = self.client.execute(request).await?.error_for_status()?.bytes().await?;
        match self.what {
            What::Users(_) => drop(read::<Users>(&response)?.users),
            What::RefreshToken => drop(read::<Refreshed>(&response)?.refresh_token),
            What::Login => drop(read::<LoggedIn>(&response)?.login_by_username),
            _ => drop(read::<User>(&response)?),
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(response: &[u8]) -> serde_json::Result<T> {
    Ok(serde_json::from_slice::<Data<T>>(response)?.data)
}
