//! What is measured: the same request by the SDK and by the floor.

use std::{error::Error, str::FromStr};

use authing_authentication::AuthenticationClient;
use authing_management::{
    Credentials, ListUsers, ManagementClient, Page,
    types::{RefreshToken, User},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use rsa::{Pkcs1v15Encrypt, RsaPublicKey, pkcs8::DecodePublicKey as _, rand_core::OsRng};
use serde::Deserialize;
use serde_json::json;

/// The public cloud's key, which both sides encrypt with.
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb
5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae
+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uM
GKl64GDcIq3au+aqJQIDAQAB
-----END PUBLIC KEY-----";

type BoxError = Box<dyn Error>;

/// One kind of call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// A page of 10 users, GraphQL.
    Users10,
    /// A page of 1000 users, GraphQL.
    Users1000,
    /// A new token for a user, GraphQL: the smallest response.
    Token,
    /// A login. The floor encrypts the password as well.
    Login,
    /// A login. The floor sends a password that was encrypted before.
    LoginPrebuilt,
    /// One user, REST.
    RestUser,
}

impl Scenario {
    pub const ALL: [Self; 6] = [
        Self::Users10,
        Self::Users1000,
        Self::Token,
        Self::Login,
        Self::LoginPrebuilt,
        Self::RestUser,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Users10 => "page of 10 users",
            Self::Users1000 => "page of 1000 users",
            Self::Token => "token",
            Self::Login => "login, floor encrypts too",
            Self::LoginPrebuilt => "login, floor does not",
            Self::RestUser => "REST user",
        }
    }

    /// Sequential calls that take about a second.
    pub fn calls(self) -> usize {
        match self {
            Self::Users1000 => 300,
            _ => 6000,
        }
    }
}

impl FromStr for Scenario {
    type Err = BoxError;

    fn from_str(name: &str) -> Result<Self, BoxError> {
        Self::ALL
            .into_iter()
            .find(|scenario| scenario.name() == name)
            .ok_or_else(|| format!("no scenario is named {name}").into())
    }
}

/// Who makes the calls.
#[derive(Clone)]
pub enum Side {
    Management(ManagementClient),
    Authentication(AuthenticationClient),
    Floor(Box<Floor>),
}

impl Side {
    pub fn new(name: &str, scenario: Scenario, url: &str) -> Result<Self, BoxError> {
        match name {
            "sdk" if matches!(scenario, Scenario::Login | Scenario::LoginPrebuilt) => {
                let builder = AuthenticationClient::builder("app", url).no_proxy();
                Ok(Self::Authentication(builder.build()?))
            }
            "sdk" => {
                let token = Credentials::AccessToken("t".repeat(900).into());
                let builder = ManagementClient::builder("pool", token).host(url).no_proxy();
                Ok(Self::Management(builder.build()?))
            }
            "floor" => Ok(Self::Floor(Box::new(Floor::new(scenario, url)?))),
            _ => Err(format!("no side is named {name}").into()),
        }
    }

    /// Makes one call and reads its response into the model.
    pub async fn call(&self, scenario: Scenario) -> Result<(), BoxError> {
        match self {
            Self::Floor(floor) => floor.call(scenario).await,
            Self::Authentication(app) => {
                drop(app.new_session().login_by_username("bob", "passw0rd").await?);
                Ok(())
            }
            Self::Management(management) => {
                let users = management.users();
                match scenario {
                    Scenario::Users1000 => drop(users.list(ListUsers::new().limit(1000)).await?),
                    Scenario::Token => drop(users.refresh_token("u").await?),
                    Scenario::RestUser => drop(users.get("u").await?),
                    _ => drop(users.list(ListUsers::new()).await?),
                }
                Ok(())
            }
        }
    }
}

/// Raw HTTP: everything that can be made before is.
#[derive(Clone)]
pub struct Floor {
    client: reqwest::Client,
    method: Method,
    url: reqwest::Url,
    headers: HeaderMap,
    body: Bytes,
    key: Option<RsaPublicKey>,
}

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
struct Token {
    refresh_token: RefreshToken,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Login {
    login_by_username: User,
}

impl Floor {
    fn new(scenario: Scenario, url: &str) -> Result<Self, BoxError> {
        let document = match scenario {
            Scenario::Users10 | Scenario::Users1000 => {
                include_str!("../../authing-management/src/generated/documents/users.graphql")
            }
            Scenario::Token => {
                include_str!(
                    "../../authing-management/src/generated/documents/refresh_token.graphql"
                )
            }
            _ => include_str!(
                "../../authing-authentication/src/generated/documents/login_by_username.graphql"
            ),
        };
        let variables = match scenario {
            Scenario::Users10 => json!({"page": 1, "limit": 10}),
            Scenario::Users1000 => json!({"page": 1, "limit": 1000}),
            Scenario::Token => json!({"id": "u"}),
            _ => json!({"input": {"username": "bob", "password": "x".repeat(172)}}),
        };
        let rest = scenario == Scenario::RestUser;
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
        if !matches!(scenario, Scenario::Login | Scenario::LoginPrebuilt) {
            let bearer = format!("Bearer {}", "t".repeat(900));
            headers.insert(header::AUTHORIZATION, bearer.parse()?);
        }
        if !rest {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let body = json!({"query": document, "variables": variables}).to_string();
        let path = if rest { "/api/v2/users/u" } else { "/graphql/v2" };
        Ok(Self {
            client: reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?,
            method: if rest { Method::GET } else { Method::POST },
            url: format!("{url}{path}").parse()?,
            headers,
            body: if rest { Bytes::new() } else { body.into() },
            key: (scenario == Scenario::Login)
                .then(|| RsaPublicKey::from_public_key_pem(PUBLIC_KEY))
                .transpose()?,
        })
    }

    async fn call(&self, scenario: Scenario) -> Result<(), BoxError> {
        if let Some(key) = &self.key {
            let encrypted = key.encrypt(&mut OsRng, Pkcs1v15Encrypt, b"passw0rd")?;
            std::hint::black_box(STANDARD.encode(encrypted));
        }
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        *request.headers_mut() = self.headers.clone();
        if !self.body.is_empty() {
            *request.body_mut() = Some(self.body.clone().into());
        }
        let answer = self.client.execute(request).await?.error_for_status()?.bytes().await?;
        match scenario {
            Scenario::Users10 | Scenario::Users1000 => {
                drop(serde_json::from_slice::<Data<Users>>(&answer)?.data.users);
            }
            Scenario::Token => {
                drop(serde_json::from_slice::<Data<Token>>(&answer)?.data.refresh_token);
            }
            Scenario::Login | Scenario::LoginPrebuilt => {
                drop(serde_json::from_slice::<Data<Login>>(&answer)?.data.login_by_username);
            }
            Scenario::RestUser => drop(serde_json::from_slice::<Data<User>>(&answer)?.data),
        }
        Ok(())
    }
}
