//! The OpenID Connect and OAuth 2.0 clients, with a visitor, against the emulator.

use std::collections::BTreeMap;

use authing_emulator::{
    ApplicationSettings, ClientAuthMethod, GrantType, ProgrammaticAccount, ResponseType as Allowed,
    TokenAlgorithm,
};
use authing_protocols::{
    CallbackError, Error, OAuthErrorCode,
    jose::{Algorithm, TokenError, Verifier},
    oauth2::{Callback, ClientAuthentication, OAuth2Client, TokenHint, UserInfoMethod},
    oidc::{OidcClient, OidcClientBuilder, OidcLogin, OidcResponseType, ResponseMode},
    store::MemoryStore,
};
use authing_tests::TestServer;
use reqwest::{header, redirect};
use url::Url;

const CALLBACK: &str = "http://localhost:3000/callback";
const GOODBYE: &str = "http://localhost:3000/goodbye";
const KEY: &str = "60e3f5a6c3d5f4a7b1c2d3e4";
const KEY_SECRET: &str = "a2b3c4d5e6f7h8i2j3k4m5n6p7r8s2t3";

/// An emulator with the user `bob`, and settings under which everything is allowed.
async fn server() -> TestServer {
    let server = TestServer::start().await.unwrap();
    configure(&server, ApplicationSettings::new());
    server.user("bob").await.unwrap();
    server
}

fn configure(server: &TestServer, settings: ApplicationSettings) {
    let settings = settings
        .redirect_uris([CALLBACK])
        .logout_redirect_uris([GOODBYE])
        .grants([
            GrantType::AuthorizationCode,
            GrantType::Implicit,
            GrantType::RefreshToken,
            GrantType::Password,
            GrantType::ClientCredentials,
            GrantType::AuthingToken,
        ])
        .response_types([
            Allowed::Code,
            Allowed::CodeIdToken,
            Allowed::CodeToken,
            Allowed::CodeIdTokenToken,
            Allowed::IdToken,
            Allowed::IdTokenToken,
        ])
        .oauth_provider_enabled(true)
        .programmatic_accounts([ProgrammaticAccount::new(KEY, KEY_SECRET)]);
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
}

fn public(server: &TestServer) -> OidcClientBuilder {
    OidcClient::builder(server.emulator.app_id(), server.emulator.app_host())
        .redirect_uri(CALLBACK)
        .no_proxy()
}

fn oidc(server: &TestServer) -> OidcClient {
    public(server).secret(server.emulator.app_secret()).build().unwrap()
}

/// The browser of somebody who logs in as bob and says yes to everything.
struct Visitor {
    http: reqwest::Client,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    fn new() -> Self {
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy();
        Self { http: http.build().unwrap(), cookies: BTreeMap::new() }
    }

    async fn request(&mut self, url: &Url, form: Option<String>) -> reqwest::Response {
        let jar: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = match form {
            None => self.http.get(url.clone()),
            Some(form) => self
                .http
                .post(url.clone())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form),
        };
        let response = request.header(header::COOKIE, jar.join("; ")).send().await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    /// Goes wherever an address leads, until it leads to the application.
    async fn visit(&mut self, url: &Url) -> Callback {
        let (mut url, mut form) = (url.clone(), None);
        for _ in 0..10 {
            if url.as_str().starts_with(CALLBACK) {
                return Callback::from_url(&url).unwrap();
            }
            let response = self.request(&url, form.take()).await;
            if let Some(location) = response.headers().get(header::LOCATION) {
                url = url.join(location.to_str().unwrap()).unwrap();
                continue;
            }
            let page = response.text().await.unwrap();
            let mut fields = url::form_urlencoded::Serializer::new(String::new());
            for input in page.split("<input type=\"hidden\"").skip(1) {
                fields.extend_pairs(attribute(input, "name").zip(attribute(input, "value")));
            }
            if attribute(&page, "action").is_some_and(|action| action == CALLBACK) {
                return Callback::from_form(&fields.finish()).unwrap();
            }
            let answers = if page.contains("name=\"password\"") {
                vec![("account", "bob"), ("password", "passw0rd"), ("action", "login")]
            } else {
                vec![("action", "allow")]
            };
            form = Some(fields.extend_pairs(answers).finish());
        }
        panic!("the visitor never comes back");
    }
}

fn attribute<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    page.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

async fn log_in(oidc: &OidcClient, scope: &str) -> OidcLogin {
    let begun = oidc.authorize().scope(scope).start().await.unwrap();
    let back = Visitor::new().visit(&begun.url).await;
    oidc.finish(&back, begun.pending).await.unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, code: &OAuthErrorCode) {
    match result {
        Err(Error::OAuth(refusal)) => assert_eq!(refusal.code(), code, "{refusal}"),
        other => panic!("{code} expected, but {other:?}"),
    }
}

#[tokio::test]
async fn a_visitor_logs_in_refreshes_and_logs_out() {
    let server = server().await;
    for discovery in [false, true] {
        let secret = server.emulator.app_secret();
        let oidc = public(&server).secret(secret).discovery(discovery).build().unwrap();
        let login = log_in(&oidc, "openid profile username offline_access").await;
        let OidcLogin { claims, tokens, .. } = &login;
        assert_eq!(claims.profile.username.as_deref(), Some("bob"));
        assert!(tokens.has_scope("offline_access") && !tokens.has_scope("phone"));
        let info = oidc.user_info(&login).await.unwrap();
        assert_eq!((&info.sub, info.profile.username.as_deref()), (&claims.sub, Some("bob")));
        let access = oidc.verifier().verify_access_token(tokens.access_token.expose()).await;
        let access = access.unwrap();
        assert!(access.sub.as_ref() == Some(&claims.sub) && access.has_scope("profile"));
        let active = oidc.introspect(&tokens.access_token, None).await.unwrap();
        assert_eq!((active.active, active.sub.as_ref()), (true, Some(&claims.sub)));

        let refresh_token = tokens.refresh_token.as_ref().unwrap();
        let refreshed = oidc.refresh(&login).await.unwrap();
        assert_eq!(refreshed.tokens.refresh_token.as_ref(), Some(refresh_token));
        assert_ne!(refreshed.tokens.access_token, tokens.access_token);
        assert_eq!(refreshed.claims.sub, claims.sub);
        let hint = Some(TokenHint::RefreshToken);
        oidc.revoke(refresh_token, hint).await.unwrap();
        refused(oidc.refresh(&login).await, &OAuthErrorCode::INVALID_GRANT);

        let end = oidc.logout_url().id_token_hint(tokens.id_token.clone().unwrap());
        let end = end.post_logout_redirect_uri(GOODBYE).state("a & b").build().await.unwrap();
        let response = Visitor::new().request(&end, None).await;
        let location = response.headers()[header::LOCATION].to_str().unwrap();
        assert_eq!(location, format!("{GOODBYE}?state=a+%26+b"));
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_its_replay_ends_what_it_gave() {
    let server = server().await;
    let oidc = oidc(&server);
    let begun = oidc.authorize().start().await.unwrap();
    let back = Visitor::new().visit(&begun.url).await;
    let login = oidc.finish(&back, begun.pending.clone()).await.unwrap();
    refused(oidc.finish(&back, begun.pending).await, &OAuthErrorCode::INVALID_GRANT);
    let token = &login.tokens.access_token;
    assert!(!oidc.introspect(token, None).await.unwrap().active);
    refused(oidc.user_info(&login).await, &OAuthErrorCode::INVALID_TOKEN);
}

#[tokio::test]
async fn two_visitors_callbacks_cannot_be_mixed_up() {
    let server = server().await;
    let (oidc, store) = (oidc(&server), MemoryStore::new());
    let (url, handle) = oidc.authorize().start_with_store(&store).await.unwrap();
    let (_, other) = oidc.authorize().start_with_store(&store).await.unwrap();
    let back = Visitor::new().visit(&url).await;
    let mixed_up = oidc.finish_with_store(&store, &other, &back).await;
    assert!(matches!(mixed_up, Err(Error::Callback(CallbackError::StateMismatch))));
    oidc.finish_with_store(&store, &handle, &back).await.unwrap();
    let again = oidc.finish_with_store(&store, &handle, &back).await;
    assert!(matches!(again, Err(Error::Callback(CallbackError::NotPending))));
}

#[tokio::test]
async fn every_response_type_comes_back_in_every_mode() {
    let server = server().await;
    let oidc = oidc(&server);
    for response_type in [
        OidcResponseType::Code,
        OidcResponseType::CodeIdToken,
        OidcResponseType::CodeToken,
        OidcResponseType::CodeIdTokenToken,
        OidcResponseType::IdTokenToken,
        OidcResponseType::IdToken,
    ] {
        for mode in [ResponseMode::FormPost, ResponseMode::Fragment] {
            let request = oidc.authorize().response_type(response_type).response_mode(mode);
            let begun = request.start().await.unwrap();
            let back = Visitor::new().visit(&begun.url).await;
            let claims = match response_type {
                OidcResponseType::IdToken => oidc.finish_id_token(&back, begun.pending).await,
                _ => oidc.finish(&back, begun.pending).await.map(|login| login.claims),
            };
            assert!(claims.is_ok(), "{response_type:?} {mode:?}: {claims:?}");
        }
    }
}

#[tokio::test]
async fn each_endpoint_has_the_authentication_that_is_set_for_it() {
    let server = server().await;
    let settings = ApplicationSettings::new()
        .id_token_algorithm(TokenAlgorithm::Rs256)
        .token_auth_method(ClientAuthMethod::ClientSecretBasic)
        .introspection_auth_method(ClientAuthMethod::ClientSecretPost)
        .revocation_auth_method(ClientAuthMethod::None);
    configure(&server, settings);
    let builder = || public(&server).secret(server.emulator.app_secret());
    let oidc = builder()
        .id_token_algorithms([Algorithm::Rs256])
        .client_authentication(ClientAuthentication::SecretBasic)
        .introspection_authentication(ClientAuthentication::SecretPost)
        .revocation_authentication(ClientAuthentication::None)
        .build()
        .unwrap();
    let login = log_in(&oidc, "openid").await;
    let token = &login.tokens.access_token;
    assert!(oidc.introspect(token, None).await.unwrap().active);
    oidc.revoke(token, None).await.unwrap();
    assert!(!oidc.introspect(token, None).await.unwrap().active);

    let wrong = builder().id_token_algorithms([Algorithm::Rs256]).build().unwrap();
    let begun = wrong.authorize().start().await.unwrap();
    let back = Visitor::new().visit(&begun.url).await;
    refused(wrong.finish(&back, begun.pending).await, &OAuthErrorCode::INVALID_CLIENT);

    configure(&server, ApplicationSettings::new().token_auth_method(ClientAuthMethod::None));
    log_in(&public(&server).build().unwrap(), "openid").await;
}

#[tokio::test]
async fn a_program_learns_which_scopes_it_did_not_get() {
    let server = server().await;
    configure(&server, ApplicationSettings::new().id_token_algorithm(TokenAlgorithm::Rs256));
    let oidc = oidc(&server);
    let tokens = oidc.client_credentials(KEY, KEY_SECRET, "book:read user").await.unwrap();
    assert_eq!(tokens.rejected_scope.unwrap(), ["book:read", "user"]);
    let token = tokens.access_token;
    let access = oidc.verifier().verify_access_token(token.expose()).await.unwrap();
    assert_eq!((access.sub.as_deref(), access.account_id()), (None, Some(KEY)));
    assert_eq!(oidc.validate_access_token_online(&token).await.unwrap().aud, [KEY]);
    let wrong = oidc.client_credentials(KEY, "wrong", "book:read").await;
    refused(wrong, &OAuthErrorCode::INVALID_CLIENT);
}

#[tokio::test]
async fn a_password_or_the_token_of_a_log_in_brings_tokens() {
    let server = server().await;
    let oidc = oidc(&server);
    let by_password = oidc.password("bob", "passw0rd", "openid profile").await.unwrap();
    let wrong = oidc.password("bob", "wrong", "openid").await;
    refused(wrong, &OAuthErrorCode::INVALID_GRANT);

    let user = server.app.new_session().login_by_username("bob", "passw0rd").await.unwrap();
    let granted = oidc.exchange_id_token(&user.token.unwrap(), "openid profile").await.unwrap();
    let sub = &by_password.claims.sub;
    let info = oidc.user_info_of(&granted.tokens.access_token, sub).await.unwrap();
    assert_eq!(&info.sub, sub);
    let forged = oidc.exchange_id_token("e30.e30.e30", "openid").await;
    refused(forged, &OAuthErrorCode::INVALID_GRANT);
}

#[tokio::test]
async fn the_token_of_a_log_in_is_verified_as_the_application_signs_it() {
    let server = server().await;
    let verifier = |algorithm| {
        let id = server.emulator.app_id();
        let builder = Verifier::builder(id, server.emulator.app_host()).no_proxy();
        let builder = builder.secret(server.emulator.app_secret());
        builder.id_token_algorithms([algorithm]).build().unwrap()
    };
    for (setting, algorithm, other) in [
        (TokenAlgorithm::Hs256, Algorithm::Hs256, Algorithm::Rs256),
        (TokenAlgorithm::Rs256, Algorithm::Rs256, Algorithm::Hs256),
    ] {
        configure(&server, ApplicationSettings::new().id_token_algorithm(setting));
        let user = server.app.new_session().login_by_username("bob", "passw0rd").await.unwrap();
        let token = user.token.unwrap();
        let claims = verifier(algorithm).verify_user_token(token.expose()).await.unwrap();
        assert_eq!(claims.user_id, user.id.to_string());
        assert_eq!(claims.user_pool_id.as_deref(), Some(server.emulator.user_pool_id()));
        let refused = verifier(other).verify_user_token(token.expose()).await;
        let Err(Error::Token(TokenError::AlgorithmNotAllowed { .. })) = refused else {
            panic!("{refused:?}");
        };
        let online = oidc(&server).validate_id_token_online(&token).await.unwrap();
        assert_eq!(online.sub.as_deref(), Some(claims.user_id.as_str()));
    }
}

#[tokio::test]
async fn a_revoked_token_passes_offline_and_not_online() {
    let server = server().await;
    let oidc = oidc(&server);
    let login = log_in(&oidc, "openid").await;
    let token = &login.tokens.access_token;
    oidc.validate_access_token_online(token).await.unwrap();
    oidc.revoke(token, Some(TokenHint::AccessToken)).await.unwrap();
    oidc.verifier().verify_access_token(token.expose()).await.unwrap();
    let Err(Error::Call(error)) = oidc.validate_access_token_online(token).await else {
        panic!("a revoked token is good online");
    };
    assert_eq!(error.code().map(|code| code.number()), Some(400));
}

#[tokio::test]
async fn oauth_2_grants_opaque_tokens_below_its_own_path() {
    let server = server().await;
    let oauth = OAuth2Client::builder(server.emulator.app_id(), server.emulator.app_host())
        .secret(server.emulator.app_secret())
        .redirect_uri(CALLBACK)
        .user_info_method(UserInfoMethod::Form)
        .no_proxy()
        .build()
        .unwrap();
    let begun = oauth.authorize().start().unwrap();
    let back = Visitor::new().visit(&begun.url).await;
    let tokens = oauth.finish(&back, begun.pending).await.unwrap();
    assert!(tokens.id_token.is_none() && !tokens.access_token.expose().contains('.'));
    let user = oauth.user_info(&tokens.access_token).await.unwrap();
    assert_eq!(user.profile.username.as_deref(), Some("bob"));
    let refreshed = oauth.refresh(&tokens.refresh_token.unwrap()).await.unwrap();
    let token = refreshed.access_token;
    assert!(oauth.introspect(&token, None).await.unwrap().active);
    oauth.revoke(&token, None).await.unwrap();
    assert!(!oauth.introspect(&token, None).await.unwrap().active);
}
