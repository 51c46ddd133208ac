//! An emulator with one user, and an application that uses it.

use authing_emulator::{ApplicationSettings, Emulator, GrantType, ResponseType, TokenAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::browser::{Browser, Shown};
use crate::client::{Client, header, text};

pub(crate) const CALLBACK: &str = "http://localhost:3000/callback";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The S256 challenge of [`VERIFIER`], from RFC 7636 appendix B.
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Provider {
    pub(crate) emulator: Emulator,
    pub(crate) user_id: String,
    http: reqwest::Client,
}

/// The response of an endpoint for clients.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Received {
    pub(crate) fn text(&self, key: &str) -> &str {
        self.body[key].as_str().unwrap_or_else(|| panic!("no {key} in {}", self.body))
    }

    /// Fails unless the response is this error.
    pub(crate) fn is_error(&self, status: u16, code: &str) {
        assert_eq!((self.status, self.text("error")), (status, code), "{}", self.body);
        assert!(!self.text("error_description").is_empty());
        assert_eq!(self.headers["cache-control"], "no-store");
    }
}

/// Settings under which everything is allowed.
pub(crate) fn generous() -> ApplicationSettings {
    ApplicationSettings::new()
        .grants([
            GrantType::AuthorizationCode,
            GrantType::Implicit,
            GrantType::RefreshToken,
            GrantType::Password,
            GrantType::ClientCredentials,
            GrantType::AuthingToken,
        ])
        .response_types([
            ResponseType::None,
            ResponseType::Code,
            ResponseType::Token,
            ResponseType::IdToken,
            ResponseType::IdTokenToken,
            ResponseType::CodeToken,
            ResponseType::CodeIdToken,
            ResponseType::CodeIdTokenToken,
        ])
        .id_token_algorithm(TokenAlgorithm::Rs256)
        .oauth_provider_enabled(true)
}

impl Provider {
    /// With the defaults of a new application.
    pub(crate) async fn start() -> Self {
        Self::with(ApplicationSettings::new()).await
    }

    pub(crate) async fn with(settings: ApplicationSettings) -> Self {
        let builder = Emulator::builder().application_settings(settings);
        Self::of(builder.start().await.unwrap()).await
    }

    /// Makes the user `bob` of an emulator.
    pub(crate) async fn of(emulator: Emulator) -> Self {
        let info = json!({
            "username": "bob", "email": "bob@example.com", "phone": "13800000000",
            "password": "passw0rd", "nickname": "Bob <b>",
        });
        let user = Client::admin(&emulator).await.create_user(info).await.unwrap();
        let user_id = text(&user, "id").to_owned();
        Self { emulator, user_id, http: reqwest::Client::new() }
    }

    /// An emulator that has its user already.
    pub(crate) fn resumed(emulator: Emulator, user_id: String) -> Self {
        Self { emulator, user_id, http: reqwest::Client::new() }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.emulator.url())
    }

    /// An authorization request for a code, with parameters added or, if empty, taken out.
    pub(crate) fn request(&self, changes: &[(&str, &str)]) -> String {
        let usual = [
            ("client_id", self.emulator.app_id()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email"),
            ("state", "a state & more"),
            ("nonce", "n-0S6_WzA2Mj"),
        ];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(own, _)| own != name));
        query.extend_pairs(kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())));
        format!("/oidc/auth?{}", query.finish())
    }

    /// Signs `bob` in with a new browser. The result is the response at the client.
    pub(crate) async fn authorize(&self, changes: &[(&str, &str)]) -> Shown {
        self.browser().log_in(&self.request(changes), "bob", "passw0rd").await
    }

    /// A code after a login.
    pub(crate) async fn code(&self, changes: &[(&str, &str)]) -> String {
        self.authorize(changes).await.param("code").unwrap()
    }

    /// A code whose grant comes with a refresh token.
    pub(crate) async fn offline_code(&self) -> String {
        let mut browser = self.browser();
        let request =
            self.request(&[("scope", "openid profile offline_access"), ("prompt", "consent")]);
        let consent = browser.log_in(&request, "bob", "passw0rd").await;
        browser.allow(&consent).await.param("code").unwrap()
    }

    /// A form for the client's endpoints, without credentials.
    pub(crate) async fn bare(&self, path: &str, fields: &[(&str, &str)]) -> Received {
        self.send(path, fields, None).await
    }

    /// A form with the application's id and secret in it.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Received {
        let mut all = vec![
            ("client_id", self.emulator.app_id()),
            ("client_secret", self.emulator.app_secret()),
        ];
        all.extend_from_slice(fields);
        self.send(path, &all, None).await
    }

    pub(crate) async fn send(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Received {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request = self
            .http
            .post(format!("{}{path}", self.emulator.url()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        read(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Received {
        read(self.http.get(format!("{}{path}", self.emulator.url()))).await
    }

    /// Redeems a code.
    pub(crate) async fn redeem(&self, code: &str, more: &[(&str, &str)]) -> Received {
        let mut fields =
            vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
        fields.retain(|(name, _)| more.iter().all(|(own, _)| own != name));
        fields.extend(more.iter().filter(|(_, value)| !value.is_empty()));
        self.post("/oidc/token", &fields).await
    }

    pub(crate) async fn me(&self, token: &str) -> Received {
        let request = self.http.get(format!("{}/oidc/me", self.emulator.url())).bearer_auth(token);
        read(request).await
    }

    pub(crate) async fn introspect(&self, token: &str) -> Received {
        self.post("/oidc/token/introspection", &[("token", token)]).await
    }

    /// The claims of a token, checked with the published key or the application's secret.
    pub(crate) async fn verified(&self, token: &str) -> Value {
        let (key, algorithm) = match header(token)["alg"].as_str().unwrap() {
            "HS256" => {
                let secret = self.emulator.app_secret().as_bytes();
                (DecodingKey::from_secret(secret), Algorithm::HS256)
            }
            "RS256" => (self.public_key(token).await, Algorithm::RS256),
            other => panic!("{other}"),
        };
        let mut validation = Validation::new(algorithm);
        validation.validate_aud = false;
        validation.validate_exp = false;
        validation.set_issuer(&[format!("{}/oidc", self.emulator.url())]);
        jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap().claims
    }

    async fn public_key(&self, token: &str) -> DecodingKey {
        let keys = self.get("/oidc/.well-known/jwks.json").await.body;
        let wanted = &header(token)["kid"];
        let jwk = keys["keys"].as_array().unwrap().iter().find(|jwk| jwk["kid"] == *wanted);
        let jwk = jwk.unwrap();
        DecodingKey::from_rsa_components(text(jwk, "n"), text(jwk, "e")).unwrap()
    }
}

pub(crate) async fn read(request: reqwest::RequestBuilder) -> Received {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() };
    Received { status, headers, body }
}

/// `at_hash` or `c_hash` of a value.
pub(crate) fn half_hash(value: &str) -> String {
    use base64::Engine as _;
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, value.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}
