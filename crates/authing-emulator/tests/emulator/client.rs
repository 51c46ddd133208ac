//! A small client: just enough to talk to the emulator as an SDK would.

use authing_emulator::Emulator;
use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Every plain field of a user the tests look at.
pub(crate) const USER: &str = "id username email emailVerified phone phoneVerified nickname \
    registerSource password token loginsCount blocked isDeleted status newlyCreated gender \
    createdAt lastLogin identities { provider userIdInIdp }";

/// A business error of a response.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: i64,
    pub(crate) message: String,
    pub(crate) data: Value,
}

pub(crate) struct Client<'a> {
    pub(crate) emulator: &'a Emulator,
    http: reqwest::Client,
    token: Option<String>,
    lang: &'static str,
    as_app: bool,
}

impl<'a> Client<'a> {
    /// An administrator with a fresh management token.
    pub(crate) async fn admin(emulator: &'a Emulator) -> Self {
        let mut client = Self::new(emulator, None, false);
        let query = "query($p: String!, $s: String!) \
            { accessToken(userPoolId: $p, secret: $s) { accessToken exp iat } }";
        let variables = json!({ "p": emulator.user_pool_id(), "s": emulator.user_pool_secret() });
        let token = client.op("accessToken", query, variables).await.unwrap();
        client.token = token["accessToken"].as_str().map(str::to_owned);
        client
    }

    /// An end user's client without a token.
    pub(crate) fn app(emulator: &'a Emulator) -> Self {
        Self::new(emulator, None, true)
    }

    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self::new(self.emulator, Some(token.to_owned()), self.as_app)
    }

    pub(crate) fn lang(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    fn new(emulator: &'a Emulator, token: Option<String>, as_app: bool) -> Self {
        Self { emulator, http: reqwest::Client::new(), token, lang: "zh-CN", as_app }
    }

    pub(crate) fn token(&self) -> &str {
        self.token.as_deref().unwrap()
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.emulator.url());
        let mut request = self
            .http
            .request(method.parse().unwrap(), url)
            .header("x-authing-lang", self.lang)
            .header("x-authing-request-from", "sdk");
        request = if self.as_app {
            request.header("x-authing-app-id", self.emulator.app_id())
        } else {
            request.header("x-authing-userpool-id", self.emulator.user_pool_id())
        };
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// The whole response of a GraphQL request.
    pub(crate) async fn graphql(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let response = self.request("POST", "/graphql/v2").json(&body).send().await.unwrap();
        response.json().await.unwrap()
    }

    /// One operation: its value, or its business error.
    pub(crate) async fn op(
        &self,
        field: &str,
        query: &str,
        variables: Value,
    ) -> Result<Value, Failure> {
        let mut response = self.graphql(query, variables).await;
        match response.get("errors") {
            None => Ok(response["data"][field].take()),
            Some(errors) => {
                let message = &errors[0]["message"];
                assert!(message.is_object(), "not a business error: {errors}");
                Err(Failure {
                    code: message["code"].as_i64().unwrap(),
                    message: message["message"].as_str().unwrap().to_owned(),
                    data: message["data"].clone(),
                })
            }
        }
    }

    /// A REST call: its data, or its business error.
    pub(crate) async fn rest(
        &self,
        method: &str,
        path: &str,
        body: Value,
    ) -> Result<Value, Failure> {
        let mut request = self.request(method, path);
        if !body.is_null() {
            request = request.json(&body);
        }
        let mut response: Value = request.send().await.unwrap().json().await.unwrap();
        let code =
            response.get("code").or(response.get("statusCode")).and_then(Value::as_i64).unwrap();
        if code == 200 {
            return Ok(response["data"].take());
        }
        let message = response["message"].as_str().unwrap().to_owned();
        let code = response.get("apiCode").and_then(Value::as_i64).unwrap_or(code);
        Err(Failure { code, message, data: response["data"].take() })
    }

    /// What a form that is posted gives.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Value {
        let body: String =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{path}", self.emulator.url()));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(body).send().await.unwrap().json().await.unwrap()
    }

    /// Runs a mutation with an `input` object that responses with a user.
    pub(crate) async fn input(&self, field: &str, input: Value) -> Result<Value, Failure> {
        let (first, rest) = field.split_at(1);
        let kind = format!("{}{rest}Input", first.to_uppercase());
        let query = format!("mutation($i: {kind}!) {{ {field}(input: $i) {{ {USER} }} }}");
        self.op(field, &query, json!({ "i": input })).await
    }

    /// Makes a user as an administrator.
    pub(crate) async fn create_user(&self, mut info: Value) -> Result<Value, Failure> {
        if let Some(password) = info.get("password").and_then(Value::as_str) {
            info["password"] = json!(self.encrypt(password));
        }
        let query =
            format!("mutation($i: CreateUserInput!) {{ createUser(userInfo: $i) {{ {USER} }} }}");
        self.op("createUser", &query, json!({ "i": info })).await
    }

    pub(crate) async fn update_user(&self, id: &str, input: Value) -> Result<Value, Failure> {
        let query = format!(
            "mutation($id: String, $i: UpdateUserInput!) \
             {{ updateUser(id: $id, input: $i) {{ {USER} }} }}"
        );
        self.op("updateUser", &query, json!({ "id": id, "i": input })).await
    }

    pub(crate) async fn register(&self, username: &str, password: &str) -> Result<Value, Failure> {
        let password = self.encrypt(password);
        let input = json!({ "username": username, "password": password, "forceLogin": true });
        self.input("registerByUsername", input).await
    }

    pub(crate) async fn login(&self, username: &str, password: &str) -> Result<Value, Failure> {
        let password = self.encrypt(password);
        self.input("loginByUsername", json!({ "username": username, "password": password })).await
    }

    /// Registers a user and gives the client that is logged in as them, and their id.
    pub(crate) async fn registered(&self, username: &str) -> (Client<'a>, String) {
        let user = self.register(username, "passw0rd").await.unwrap();
        (self.with_token(text(&user, "token")), text(&user, "id").to_owned())
    }

    pub(crate) async fn send_sms(&self, phone: &str) -> String {
        self.rest("POST", "/api/v2/sms/send", json!({ "phone": phone })).await.unwrap();
        self.emulator.last_code(phone).unwrap()
    }

    pub(crate) async fn send_email(&self, email: &str, scene: &str) -> Result<Value, Failure> {
        let query = "mutation($e: String!, $s: EmailScene!) \
            { sendEmail(email: $e, scene: $s) { code message } }";
        self.op("sendEmail", query, json!({ "e": email, "s": scene })).await
    }

    pub(crate) async fn login_status(&self, token: &str) -> Value {
        let query = "query($t: String) { checkLoginStatus(token: $t) \
            { code message status exp iat data { id userPoolId arn } } }";
        self.op("checkLoginStatus", query, json!({ "t": token })).await.unwrap()
    }

    /// Encrypts a password with the emulator's published key.
    pub(crate) fn encrypt(&self, password: &str) -> String {
        encrypt(self.emulator.public_key(), password)
    }
}

pub(crate) fn encrypt(pem: &str, password: &str) -> String {
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = PublicEncryptingKey::from_der(&STANDARD.decode(body).unwrap()).unwrap();
    let key = Pkcs1PublicEncryptingKey::new(key).unwrap();
    let mut cipher = vec![0; key.ciphertext_size()];
    let cipher = key.encrypt(password.as_bytes(), &mut cipher).unwrap();
    STANDARD.encode(cipher)
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

/// The claims of a token, unchecked.
pub(crate) fn claims(token: &str) -> Value {
    part(token, 1)
}

/// The header of a token.
pub(crate) fn header(token: &str) -> Value {
    part(token, 0)
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// A mutation whose result is a user.
pub(crate) async fn user_op(
    client: &Client<'_>,
    field: &str,
    arguments: &[(&str, &str)],
) -> Result<Value, Failure> {
    let list = |separator: &dyn Fn(&str) -> String| {
        arguments.iter().map(|(name, _)| separator(name)).collect::<Vec<_>>().join(", ")
    };
    let (declared, used) =
        (list(&|name| format!("${name}: String!")), list(&|name| format!("{name}: ${name}")));
    let query = if arguments.is_empty() {
        format!("mutation {{ {field} {{ {USER} }} }}")
    } else {
        format!("mutation({declared}) {{ {field}({used}) {{ {USER} }} }}")
    };
    let variables = arguments.iter().map(|(name, value)| ((*name).to_owned(), json!(value)));
    client.op(field, &query, Value::Object(variables.collect())).await
}
