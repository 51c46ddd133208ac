//! A provider that signs tokens and remembers what it gave, a service with sessions, and a browser.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, UNIX_EPOCH},
};

use authing_core::{
    BoxFuture, Clock as _, HttpRequest, HttpResponse, Transport, TransportError,
    test_util::TestClock,
};
use authing_protocols::{RetryPolicy, oidc::OidcClient};
use authing_web::{
    AuthContext, Guard,
    session::{MemorySessions, SessionRoute, Sessions, SessionsBuilder},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use tower::{Layer as _, Service as _, ServiceExt as _, service_fn};
use url::{Url, form_urlencoded};

use authing_test_support::guard::sign_with_secret;
pub(crate) use authing_test_support::guard::{APP, HOST, SECRET, USER};

pub(crate) const SERVICE: &str = "https://shop.example.com";
pub(crate) const HOUR: Duration = Duration::from_secs(3600);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// How the provider is just now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mood {
    Well,
    /// It cannot be reached.
    Down,
    /// It takes no refresh token.
    Refusing,
    /// It responds to each refresh token with this status and error.
    Says(u16, &'static str),
}

/// An identity provider.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    clock: TestClock,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    mood: Mood,
    /// Whether each refresh token is good once.
    rotates: bool,
    /// How long it takes to respond.
    takes: Duration,
    /// The nonce of each login, by its code.
    codes: BTreeMap<String, String>,
    refresh_tokens: BTreeSet<String>,
    number: u32,
    refreshes: u32,
    revoked: Vec<String>,
    claims: Value,
    life: u64,
}

impl Provider {
    fn new(clock: TestClock) -> Self {
        let state = State {
            mood: Mood::Well,
            rotates: false,
            takes: Duration::from_millis(50),
            codes: BTreeMap::new(),
            refresh_tokens: BTreeSet::new(),
            number: 0,
            refreshes: 0,
            revoked: Vec::new(),
            claims: json!({}),
            life: 3600,
        };
        Self { clock, state: Arc::new(Mutex::new(state)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn is(&self, mood: Mood) {
        self.state().mood = mood;
    }

    pub(crate) fn rotates(&self) {
        self.state().rotates = true;
    }

    /// What else its id_tokens say.
    pub(crate) fn says(&self, claims: Value) {
        self.state().claims = claims;
    }

    pub(crate) fn refreshes(&self) -> u32 {
        self.state().refreshes
    }

    /// How long it takes to respond.
    pub(crate) fn takes(&self, time: Duration) {
        self.state().takes = time;
    }

    /// Whether a refresh token is good that it gave.
    pub(crate) fn has_good_refresh_token(&self) -> bool {
        !self.state().refresh_tokens.is_empty()
    }

    pub(crate) fn revoked(&self) -> Vec<String> {
        self.state().revoked.clone()
    }

    fn now(&self) -> u64 {
        self.clock.now().duration_since(UNIX_EPOCH).unwrap().as_secs()
    }

    /// What the visitor comes back with after having logged in at this address.
    pub(crate) fn log_in(&self, location: &str) -> String {
        let url = Url::parse(location).unwrap();
        assert!(location.starts_with(&format!("{HOST}/oidc/auth?")), "{location}");
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        let mut state = self.state();
        state.number += 1;
        let code = format!("code-{}", state.number);
        state.codes.insert(code.clone(), query["nonce"].clone());
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", &query["state"])
            .finish();
        format!("/callback?{query}")
    }

    /// A logout message; what is changed about it comes last.
    pub(crate) fn logout_token(&self, changes: Value) -> String {
        let mut claims = json!({
            "iss": format!("{HOST}/oidc"), "aud": APP, "iat": self.now(), "exp": self.now() + 120,
            "jti": "message-1", "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        });
        merge(&mut claims, changes);
        sign_with_secret(&claims)
    }

    fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let json = |status, body: Value| HttpResponse::new(status, body.to_string());
        let form: BTreeMap<String, String> =
            form_urlencoded::parse(&request.body).into_owned().collect();
        let now = self.now();
        let mut state = self.state();
        if request.url.path() == "/oidc/token/revocation" {
            state.refresh_tokens.remove(&form["token"]);
            state.revoked.push(form["token"].clone());
            return json(StatusCode::OK, json!({}));
        }
        assert_eq!(request.url.path(), "/oidc/token");
        let refused = || json(StatusCode::BAD_REQUEST, json!({"error": "invalid_grant"}));
        let (nonce, refresh) = if form["grant_type"] == "refresh_token" {
            state.refreshes += 1;
            let token = form["refresh_token"].clone();
            if let Mood::Says(status, error) = state.mood {
                let status = StatusCode::from_u16(status).unwrap();
                return json(status, json!({"error": error}));
            }
            if state.mood == Mood::Refusing || !state.refresh_tokens.contains(&token) {
                return refused();
            }
            if state.rotates {
                state.refresh_tokens.remove(&token);
                state.number += 1;
                (None, format!("refresh-{}", state.number))
            } else {
                (None, token)
            }
        } else {
            let Some(nonce) = state.codes.remove(&form["code"]) else { return refused() };
            state.number += 1;
            (Some(nonce), format!("refresh-{}", state.number))
        };
        state.refresh_tokens.insert(refresh.clone());
        state.number += 1;
        let access = format!("access-{}", state.number);
        let mut claims = json!({
            "iss": format!("{HOST}/oidc"), "aud": APP, "sub": USER, "iat": now, "exp": now + 3600,
            "auth_time": now, "amr": ["pwd"], "sid": "sid-1", "nickname": "Bob",
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.into();
        }
        merge(&mut claims, state.claims.clone());
        json(
            StatusCode::OK,
            json!({
                "access_token": access, "token_type": "Bearer", "expires_in": state.life,
                "refresh_token": refresh, "id_token": sign_with_secret(&claims),
            }),
        )
    }
}

fn merge(into: &mut Value, changes: Value) {
    let (Value::Object(into), Value::Object(changes)) = (into, changes) else { unreachable!() };
    for (name, value) in changes {
        match value {
            Value::Null => drop(into.remove(&name)),
            value => drop(into.insert(name, value)),
        }
    }
}

impl Transport for Provider {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (mood, takes) = {
                let state = self.state();
                (state.mood, state.takes)
            };
            tokio::time::sleep(takes).await;
            match mood {
                Mood::Down => Err(TransportError::connect("no such host")),
                Mood::Well | Mood::Refusing | Mood::Says(..) => Ok(self.respond(&request)),
            }
        })
    }
}

/// A provider, and a service whose visitors log in there.
pub(crate) struct World {
    pub(crate) clock: TestClock,
    pub(crate) provider: Provider,
}

impl World {
    pub(crate) fn new() -> Self {
        let clock = TestClock::new();
        Self { provider: Provider::new(clock.clone()), clock }
    }

    pub(crate) fn oidc(&self, app: &str, redirect_uri: &str) -> OidcClient {
        OidcClient::builder(app, HOST)
            .secret(SECRET)
            .redirect_uri(redirect_uri)
            .transport(Arc::new(self.provider.clone()))
            .clock(Arc::new(self.clock.clone()))
            .retry(RetryPolicy::never())
            .timeout(10 * MINUTE)
            .build()
            .unwrap()
    }

    pub(crate) fn store(&self) -> MemorySessions {
        MemorySessions::new().clock(Arc::new(self.clock.clone()))
    }

    pub(crate) fn builder(&self) -> SessionsBuilder {
        Sessions::builder(self.oidc(APP, &format!("{SERVICE}/callback")))
    }

    /// A service with sessions in a store.
    pub(crate) fn service(&self) -> Service {
        self.service_with(self.builder().store(self.store()))
    }

    pub(crate) fn service_with(&self, sessions: SessionsBuilder) -> Service {
        self.service_of(sessions.build().unwrap())
    }

    pub(crate) fn service_of(&self, sessions: Sessions) -> Service {
        let guard = Guard::builder(self.oidc(APP, SERVICE).verifier().clone())
            .sessions(&sessions)
            .build()
            .unwrap();
        Service { sessions, guard }
    }
}

/// A service: its routes of sessions, and `/me` for those who are logged in.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) sessions: Sessions,
    pub(crate) guard: Guard,
}

impl Service {
    pub(crate) async fn respond(&self, request: Request<Full<Bytes>>) -> Received {
        let path = request.uri().path().to_owned();
        let routes = self.sessions.routes().iter();
        let route = routes.copied().find(|route| self.sessions.path(*route) == path);
        let response = match route {
            Some(route) => self.session_route(route, request).await,
            None => self.page(request).await,
        };
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Received { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    async fn session_route(
        &self,
        route: SessionRoute,
        request: Request<Full<Bytes>>,
    ) -> Response<Bytes> {
        let response = self.sessions.service(route).call(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
    }

    /// Tells who is there, with which token; what is posted must have the session's token if it has one.
    async fn page(&self, request: Request<Full<Bytes>>) -> Response<Bytes> {
        async fn handler(request: Request<Full<Bytes>>) -> Result<Response<Bytes>, Infallible> {
            let (parts, body) = request.into_parts();
            let context = AuthContext::of(&parts.extensions).unwrap();
            let body = body.collect().await.unwrap().to_bytes();
            let posted: BTreeMap<_, _> = form_urlencoded::parse(&body).into_owned().collect();
            if let Some(token) = posted.get("csrf_token")
                && let Err(rejection) = context.check_csrf(token)
            {
                return Ok(rejection.into_response());
            }
            let Some(verified) = context.verified_opt() else {
                return Ok(Response::new("nobody".into()));
            };
            let session = verified.session().unwrap();
            let told = json!({
                "user": verified.user_id(), "token": verified.token().expose(),
                "csrf": session.csrf_token(), "nickname": verified.profile().nickname,
                "extra": session.claims().extra,
            });
            let mut response = Response::new(told.to_string().into());
            if parts.uri.path() == "/slow" {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            if parts.uri.path() == "/public" {
                let public = HeaderValue::from_static("public, max-age=600");
                response.headers_mut().insert(header::CACHE_CONTROL, public);
            }
            Ok(response)
        }
        let layer = match request.uri().path() {
            "/recent" => self.guard.require(authing_web::RecentLogin::within(MINUTE)),
            "/two" => self.guard.require(authing_web::TwoFactorLogin::new()),
            "/anybody" => self.guard.optional_login(),
            _ => self.guard.require_login(),
        };
        layer.layer(service_fn(handler)).oneshot(request).await.unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Received {
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{self:?}");
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// The code of a problem.
    #[track_caller]
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter();
        cookies.map(|cookie| cookie.to_str().unwrap()).collect()
    }
}

/// A browser with its cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) service: Service,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn new(service: &Service) -> Self {
        Self { service: service.clone(), cookies: BTreeMap::new() }
    }

    pub(crate) fn request(
        &self,
        method: Method,
        address: &str,
        body: &str,
    ) -> Request<Full<Bytes>> {
        let site = if method == Method::POST { "same-origin" } else { "none" };
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::ACCEPT, "text/html")
            .header("sec-fetch-site", site)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if !self.cookies.is_empty() {
            let jar: Vec<_> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, jar.join("; "));
        }
        request.body(Full::from(body.to_owned())).unwrap()
    }

    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>) -> Received {
        let received = self.service.respond(request).await;
        self.take(&received);
        received
    }

    pub(crate) fn take(&mut self, received: &Received) {
        for cookie in received.cookies() {
            let (pair, attributes) = cookie.split_once("; ").unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            match attributes.contains("Max-Age=0;") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
    }

    pub(crate) async fn get(&mut self, address: &str) -> Received {
        let request = self.request(Method::GET, address, "");
        self.send(request).await
    }

    pub(crate) async fn post(&mut self, address: &str, body: &str) -> Received {
        let request = self.request(Method::POST, address, body);
        self.send(request).await
    }

    /// Logs in from the beginning to the page after it.
    pub(crate) async fn log_in(&mut self, provider: &Provider, address: &str) -> String {
        let begun = self.get(address).await;
        let callback = provider.log_in(begun.location());
        self.get(&callback).await.location().to_owned()
    }

    pub(crate) fn session_cookie(&self) -> Option<&str> {
        self.cookies.get("__Host-session").map(String::as_str)
    }
}
