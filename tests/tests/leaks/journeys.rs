//! Whole logins, imports and subscriptions against the emulator, with a person whose data are
//! canaries: what is shown on the way is searched for them, and for the tokens, codes and tickets
//! that the server made.

use std::{collections::BTreeMap, convert::Infallible, sync::Arc, time::Duration};

use authing_authentication::{AuthenticationClient, PasswordReset, mfa::AuthenticatorSource};
use authing_axum::{Accept, CurrentUser, Guard};
use authing_core::RetryPolicy;
use authing_emulator::{ApplicationSettings, Emulator, GrantType, ResponseType, SamlSettings};
use authing_management::{
    Credentials, ManagementClient,
    bulk::{ExportUsers, Format, ImportUsers, MatchKey},
    events::{Event, Subscribe},
    types::{CreateUserInput, EmailScene},
};
use authing_protocols::{
    cas::CasClient,
    jose::Verifier,
    oauth2::{Callback, TokenHint},
    oidc::OidcClient,
    saml::{FetchMetadata, PostedResponse, ServiceProvider},
    store::{MemoryStore, PendingStore as _},
};
use authing_test_support::is_alone;
use authing_tests::{TestAuthenticator, TestServer};
use authing_web::webhook::{TestDelivery, WebhookEvent, Webhooks};
use axum::{Router, routing::get};
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http_body_util::Full;
use hyper::{server::conn::http2, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use reqwest::header;
use serde_json::json;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::{
    canaries::{ID, canary},
    made::PRIVATE_KEY,
    visitor::Visitor,
    watch::{Watch, look_at, watch},
};

const CALLBACK: &str = "http://localhost:3000/callback";
const CERTIFICATE: &str =
    include_str!("../../../crates/authing-protocols/tests/saml/fixtures/keys/sp.crt");

/// Runs a test in a process of its own, where all that is shown is kept and belongs to it.
fn alone(test: &str, work: impl AsyncFnOnce(&'static Watch, &mut Secrets)) {
    if !is_alone(&format!("journeys::{test}"), &[]) {
        return;
    }
    let watch = watch();
    watch.keep();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut secrets = Secrets::default();
    runtime.block_on(work(watch, &mut secrets));
    assert!(!secrets.0.is_empty());
    watch.search(secrets.0.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    watch.is_clean();
}

/// What a server made, by name.
#[derive(Default)]
struct Secrets(BTreeMap<String, String>);

impl Secrets {
    fn add(&mut self, name: &str, text: &str) {
        let name = format!("{name} {}", self.0.len());
        self.0.insert(name, text.to_owned());
    }
}

/// An emulator whose pool and application have canaries for secrets, and whose user is a canary.
async fn server() -> TestServer {
    let settings = ApplicationSettings::new()
        .redirect_uris([CALLBACK, "http://localhost:3000/cas"])
        .grants([GrantType::AuthorizationCode, GrantType::RefreshToken, GrantType::Password])
        .response_types([ResponseType::Code])
        .saml(
            SamlSettings::new()
                .acs("http://localhost:3000/saml/acs")
                .mapping("email", "mail")
                .mapping("phone", "phone"),
        );
    let emulator = Emulator::builder()
        .user_pool(ID, canary("secret of the user pool"))
        .application("5f7a993eb9b49dcd5c021e41", canary("secret of the application"))
        .application_settings(settings.clone());
    watch().debug("authing_emulator::EmulatorBuilder", &emulator);
    let server = TestServer::around(emulator.start().await.unwrap()).unwrap();
    assert!(server.emulator.configure_application(server.emulator.app_id(), settings));
    watch().debug("authing_tests::TestServer", &server);
    let person = CreateUserInput::new()
        .username(canary("username"))
        .email(canary("email"))
        .phone(canary("phone"))
        .password(canary("password"))
        .name(canary("name"))
        .nickname(canary("nickname"))
        .address(canary("address"))
        .photo(canary("picture"));
    look_at("users.create", &server.management.users().create(person).await);
    server
}

/// What the emulator shows of itself: its journal, whose secrets are masked, and its `Debug`. Its
/// snapshot and its outbox are there to hold the data.
fn look_at_the_emulator(server: &TestServer) {
    watch().debug("authing_emulator::Emulator", &server.emulator);
    for request in server.emulator.requests() {
        watch().debug("authing_emulator::LoggedRequest", &request);
    }
    for sent in server.emulator.webhook_deliveries() {
        watch().debug("authing_emulator::SentWebhook", &sent);
    }
    for message in server.emulator.messages() {
        watch().debug("authing_emulator::SentMessage", &message);
    }
    // In JSON it shows what a test wants to know about people, and no credential.
    watch().json("authing_emulator::LoggedRequest", &server.emulator.requests());
}

#[test]
fn a_login_by_openid_connect_shows_nothing_of_what_it_brings() {
    alone("a_login_by_openid_connect_shows_nothing_of_what_it_brings", async |watch, secrets| {
        let server = server().await;
        let (id, host) = (server.emulator.app_id(), server.emulator.app_host());
        let builder = OidcClient::builder(id, host)
            .secret(canary("secret of the application"))
            .redirect_uri(CALLBACK)
            .no_proxy();
        watch.debug("OidcClientBuilder", &builder);
        let oidc = builder.build().unwrap();
        let mut visitor = Visitor::new();
        let request = oidc
            .authorize()
            .scope("openid profile email phone offline_access")
            .login_hint(canary("email"));
        watch.debug("AuthorizeRequest", &request);
        let store = MemoryStore::new();
        let (url, handle) = request.start_with_store(&store).await.unwrap();
        watch.debug("MemoryStore", &store);
        let kept = store.get(handle.expose()).await.unwrap();
        for (name, value) in url.query_pairs() {
            if ["state", "nonce", "code_challenge"].contains(&&*name) {
                secrets.add(&name, &value);
            }
        }
        secrets.add("handle", handle.expose());
        if let Some(kept) = kept {
            let pending: serde_json::Value =
                serde_json::from_str(kept.expose()).unwrap_or_default();
            if let Some(verifier) = pending["verifier"].as_str() {
                secrets.add("PKCE verifier", verifier);
            }
        }
        let page = visitor.open(&url).await;
        let mut arrived = visitor.log_in_with(&page, canary("email"), canary("password")).await;
        while arrived.field("csrf_token").is_some() && arrived.url.origin() == page.url.origin() {
            let token = arrived.field("csrf_token").unwrap();
            arrived =
                visitor.post(&arrived.url, &[("csrf_token", &token), ("action", "allow")]).await;
        }
        secrets.add("authorization code", &arrived.parameter("code").unwrap());
        for cookie in visitor.cookies() {
            secrets.add("session cookie", cookie);
        }
        let callback = Callback::from_url(&arrived.url).unwrap();
        watch.debug("Callback", &callback);
        let login = oidc.finish_with_store(&store, handle.clone(), &callback).await.unwrap();
        watch.debug("OidcLogin", &login);
        watch.debug("Tokens", &login.tokens);
        watch.debug("IdTokenClaims", &login.claims);
        watch.debug("Profile", &login.claims.profile);
        secrets.add("access token", login.tokens.access_token.expose());
        for token in [&login.tokens.id_token, &login.tokens.refresh_token].into_iter().flatten() {
            secrets.add("token", token.expose());
        }
        look_at("a code used twice", &oidc.finish_with_store(&store, handle, &callback).await);
        let token = login.tokens.access_token.clone();
        look_at("user_info", &oidc.user_info(&login).await);
        look_at("introspect", &oidc.introspect(token.clone(), Some(TokenHint::AccessToken)).await);
        look_at("verify", &oidc.verifier().verify_access_token(token.expose()).await);
        let id_token = login.tokens.id_token.clone().unwrap();
        look_at("validate", &oidc.validate_id_token_online(id_token.clone()).await);
        let refreshed = oidc.refresh(&login).await;
        look_at("refresh", &refreshed);
        let password = oidc.password(canary("email"), canary("password"), "openid profile").await;
        look_at("password", &password);
        for login in refreshed.iter().chain(&password) {
            secrets.add("access token", login.tokens.access_token.expose());
        }
        look_at(
            "wrong password",
            &oidc.password(canary("email"), canary("old password"), "openid").await,
        );
        watch.debug("OidcLogoutRequest", &oidc.logout_url().id_token_hint(id_token));
        look_at("revoke", &oidc.revoke(token.clone(), None).await);
        look_at("user_info of a revoked token", &oidc.user_info(&login).await);
        look_at_the_emulator(&server);
    });
}

#[test]
fn a_login_by_saml_or_cas_shows_nothing_of_what_it_brings() {
    alone("a_login_by_saml_or_cas_shows_nothing_of_what_it_brings", async |watch, secrets| {
        let server = server().await;
        let (id, host) = (server.emulator.app_id(), server.emulator.app_host());
        let idp = FetchMetadata::authing(host, id).no_proxy().send().await.unwrap();
        watch.debug("SamlIdentityProvider", &idp);
        let sp = ServiceProvider::builder(
            "http://localhost:3000/saml",
            "http://localhost:3000/saml/acs",
        )
        .idp(idp)
        .signing_key(PRIVATE_KEY, CERTIFICATE);
        watch.debug("ServiceProviderBuilder", &sp);
        let sp = sp.build().unwrap();
        watch.debug("ServiceProvider", &sp);
        let mut visitor = Visitor::new();
        let request = sp.authn_request().relay_state(canary("state"));
        watch.debug("AuthnRequest", &request);
        let (url, pending) = request.redirect().unwrap();
        watch.debug("PendingAuthn", &pending);
        let page = visitor.open(&url).await;
        assert!(page.asks_for_a_password(), "{}", page.page);
        let arrived = visitor.log_in_with(&page, canary("email"), canary("password")).await;
        let response = arrived.field("SAMLResponse").unwrap();
        secrets.add("SAML response", &response);
        let posted = PostedResponse::new(response).with_relay_state(canary("state"));
        watch.debug("PostedResponse", &posted);
        let login = sp.finish(&posted, pending.clone()).await.unwrap();
        watch.debug("SamlLogin", &login);
        watch.debug("NameId", &login.name_id);
        for attribute in login.attributes.iter() {
            watch.debug("SamlAttribute", attribute);
        }
        look_at("a response used twice", &sp.finish(&posted, pending).await);
        let logout = sp.logout(&login.name_id);
        watch.debug("SamlLogout", &logout);
        look_at("PendingLogout", &logout.post());

        let cas = CasClient::builder(id, host).service("http://localhost:3000/cas").no_proxy();
        let cas = cas.build().unwrap();
        watch.debug("LoginUrl", &cas.login_url());
        let mut arrived = visitor.open(&cas.login_url().url()).await;
        if arrived.asks_for_a_password() {
            arrived = visitor.log_in_with(&arrived, canary("email"), canary("password")).await;
        }
        let ticket = arrived.parameter("ticket").unwrap();
        secrets.add("ticket", &ticket);
        for cookie in visitor.cookies() {
            secrets.add("session cookie", cookie);
        }
        look_at("validate", &cas.validate(ticket.clone()).await);
        look_at("a ticket used twice", &cas.validate(ticket).await);
        look_at("track_session", &cas.track_session(canary("session cookie")).await);
        look_at_the_emulator(&server);
    });
}

#[test]
fn an_account_shows_nothing_from_its_registration_to_its_end() {
    alone("an_account_shows_nothing_from_its_registration_to_its_end", async |watch, secrets| {
        let server = server().await;
        let app = server.app.new_session();
        let login = app.login_by_email(canary("email"), canary("password")).await;
        look_at("login", &login);
        secrets.add("user token", app.token().unwrap().expose());
        watch.json("authing_types::User", &login.unwrap());
        watch.debug("AuthenticationClient", &app);
        look_at("current_user", &app.current_user().await);
        let wrong = server.app.new_session();
        look_at(
            "wrong password",
            &wrong.login_by_email(canary("email"), canary("old password")).await,
        );
        look_at("unknown", &wrong.login_by_username(canary("nickname"), canary("password")).await);
        look_at("taken", &wrong.register_by_email(canary("email"), canary("new password")).await);
        look_at("send_email", &app.send_email(canary("email"), EmailScene::ResetPassword).await);
        let code = server.emulator.last_code(canary("email")).unwrap();
        look_at(
            "wrong code",
            &app.reset_password_by_email_code(
                canary("email"),
                canary("one-time code"),
                canary("new password"),
            )
            .await,
        );
        look_at(
            "reset",
            &app.reset_password_by_email_code(canary("email"), code, canary("new password")).await,
        );
        look_at("login", &app.login_by_email(canary("email"), canary("new password")).await);
        secrets.add("user token", app.token().unwrap().expose());

        let associated = app.mfa().associate_totp(AuthenticatorSource::User).await.unwrap();
        watch.debug("TotpAssociation", &associated);
        watch.debug("QrPicture", &associated.qr_picture());
        let phone = TestAuthenticator::scan(associated.otpauth_uri.expose()).unwrap();
        secrets.add("key for one-time codes", phone.key());
        secrets.add("recovery code", associated.recovery_code.expose());
        let now = server.emulator.now();
        look_at("wrong code", &app.mfa().confirm_totp("000000", AuthenticatorSource::User).await);
        look_at(
            "confirm",
            &app.mfa().confirm_totp(phone.code(now), AuthenticatorSource::User).await,
        );
        let step = wrong.login_by_email(canary("email"), canary("new password")).await.unwrap_err();
        watch.error("a further step", &step);
        if let Some(token) = step.data().and_then(|data| data["mfaToken"].as_str()) {
            secrets.add("MFA token", token);
        }
        let challenge = authing_authentication::MfaChallenge::from_error(&step).unwrap();
        watch.debug("MfaChallenge", &challenge);
        look_at("wrong factor", &challenge.verify_totp(&wrong, "000000").await);
        let login = challenge.verify_totp(&wrong, phone.code(now + Duration::from_secs(30))).await;
        look_at("second factor", &login);
        let reset = PasswordReset::from_token(canary("MFA token"));
        look_at(
            "forced reset",
            &reset.set_password(&wrong, canary("old password"), canary("new password")).await,
        );
        look_at("logout", &app.logout().await);
        look_at("after the logout", &app.current_user().await);
        look_at_the_emulator(&server);
    });
}

#[test]
fn files_and_events_show_nothing_of_what_they_hold() {
    alone("files_and_events_show_nothing_of_what_they_hold", async |watch, secrets| {
        let server = server().await;
        let row = |email: &str| {
            format!(
                "{},{email},{},{},{}\n",
                canary("nickname"),
                canary("phone"),
                canary("name"),
                "\"pW\"\"7vKx\"",
            )
        };
        let head = "username,email,phone,name,password\n";
        for file in [
            format!("{head}{}", row("other@mail.example")),
            format!("{head}{}", row(canary("email"))),
            format!("{head}{}", row(canary("name"))),
            format!("{head}\"{}", canary("email")),
            format!("{},{}\n{}", canary("email"), canary("phone"), row(canary("email"))),
            format!("{{\"email\": \"{}\", \"phone\": [{}]}}", canary("email"), canary("phone")),
        ] {
            for format in [Format::Csv, Format::JsonLines] {
                let request = ImportUsers::new(format, MatchKey::Email)
                    .on_row(|row| watch.debug("ImportedRow", row))
                    .on_rejected(|row| watch.debug("RejectedRow", row))
                    .on_progress(|report| watch.debug("ImportReport", report));
                watch.debug("ImportUsers", &request);
                let blocks = stream::iter([Ok::<_, Infallible>(file.clone().into_bytes())]);
                look_at("import", &server.management.users().import(request, blocks).await);
            }
        }
        let export = ExportUsers::new(Format::Csv);
        watch.debug("ExportUsers", &export);
        let pieces = server.management.users().export(export);
        watch.debug("Export", &pieces);
        look_at("export", &pieces.try_collect::<Vec<_>>().await.map(|pieces| pieces.len()));

        let (id, secret) = (ID, canary("secret of the user pool"));
        let document = format!(
            "{{ accessToken(userPoolId: \"{id}\", secret: \"{secret}\") {{ accessToken }} }}"
        );
        let token = server.graphql(&document).await.unwrap();
        let token = token["accessToken"]["accessToken"].as_str().unwrap();
        secrets.add("management token", token);
        let management = ManagementClient::builder(id, Credentials::AccessToken(token.into()))
            .host(server.emulator.url())
            .no_proxy()
            .build()
            .unwrap();
        let at_once = RetryPolicy::new().attempts(2).initial_backoff(Duration::ZERO);
        let request = Subscribe::new("shop.order").host(server.emulator.url()).reconnect(at_once);
        watch.debug("Subscribe", &request);
        let mut events = management.events().subscribe(request);
        watch.debug("EventStream", &events);
        for publish in [false, true] {
            if publish {
                server.emulator.publish_event("shop.order", canary("custom data"));
            }
            let event = tokio::time::timeout(Duration::from_secs(10), events.next()).await.unwrap();
            let event = event.unwrap();
            if let Ok(Event::Message(message)) = &event {
                watch.debug("EventMessage", message);
            }
            look_at("an event", &event);
        }
        watch.debug("Bearer", &management.bearer().await.unwrap().unwrap());
        server.emulator.expire_tokens();
        server.emulator.cut_event_connections();
        look_at("after the cut", &events.next().await.unwrap());
        look_at_the_emulator(&server);
    });
}

#[test]
fn a_guarded_service_shows_nothing_of_its_visitors() {
    alone("a_guarded_service_shows_nothing_of_its_visitors", async |watch, secrets| {
        let server = server().await;
        let session = server.app.new_session();
        session.login_by_email(canary("email"), canary("password")).await.unwrap();
        let token = session.token().unwrap();
        secrets.add("user token", token.expose());
        let verifier = Verifier::builder(server.emulator.app_id(), server.emulator.app_host())
            .secret(canary("secret of the application"))
            .no_proxy()
            .build()
            .unwrap();
        let builder = Guard::builder(verifier)
            .accept([Accept::UserToken, Accept::AccessToken])
            .cookie("session")
            .query_parameter("token")
            .login_page("/login")
            .development(true);
        watch.debug("GuardBuilder", &builder);
        let guard = builder.build().unwrap();
        watch.debug("Guard", &guard);
        let may = guard.permissions(server.management.clone());
        watch.debug("PermissionGuard", &may);
        watch.debug("GuardLayer", &guard.require_login());
        let seen = async |user: CurrentUser| {
            watch.debug("CurrentUser", &user);
            watch.debug("Verified", user.verified());
            watch.debug("Claims", user.verified().claims());
            "hello"
        };
        let permission = authing_axum::Permission::to("books:read").on("books:1");
        let router = Router::new()
            .route("/me", get(seen).layer(guard.require_login()))
            .route("/books", get(seen).layer(may.require_permission(permission)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let http =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
        let http = http.build().unwrap();
        let broken = format!("{}x", token.expose());
        for token in [token.expose(), &broken, canary("access token"), canary("id token")] {
            for path in ["/me", "/books"] {
                let address = format!("{url}{path}");
                let requests = [
                    http.get(&address).bearer_auth(token),
                    http.get(&address).header(header::COOKIE, format!("session={token}")),
                    http.get(format!("{address}?token={token}")),
                    http.get(format!("{address}?token={token}")).bearer_auth(token),
                    http.get(format!("{address}?token={token}"))
                        .header(header::ACCEPT, "text/html"),
                ];
                for request in requests {
                    let response = request.send().await.unwrap();
                    // What the visitor is told. They have the token, and others look over shoulders.
                    let headers = format!("{:?}", response.headers());
                    watch.look("headers of a response", &headers);
                    watch.look("a response", &response.text().await.unwrap());
                }
            }
        }
    });
}

#[test]
fn a_webhook_shows_nothing_of_what_it_is_told() {
    alone("a_webhook_shows_nothing_of_what_it_is_told", async |watch, secrets| {
        let secret = "the secret that the operator chose";
        secrets.add("secret of the webhook", secret);
        let builder = Webhooks::builder(secret);
        watch.debug("WebhooksBuilder", &builder);
        let webhooks = builder.build().unwrap();
        watch.debug("Webhooks", &webhooks);
        let user = json!({
            "id": "u1", "email": canary("email"), "password": canary("password"),
            "token": canary("user token"), "secret": canary("secret of the user pool"),
            "identities": [{"accessToken": canary("access token")}],
        });
        let data = json!({
            "user": user, "users": [user], "primaryUser": user, "updates": user, "udv": user,
            "email": canary("email"), "emails": [canary("email")], "role": user, "group": user,
            "secret": canary("secret of the user pool"), "oldSecret": canary("password"),
            "envInfo": {"key": "K", "value": canary("password")}, "node": user, "nodes": [user],
            "application": user, "organization": user, "resource": user, "userPool": user,
        });
        for name in WebhookEvent::NAMES.iter().chain(&["new", "test"]) {
            for data in [&user, &data] {
                let told = TestDelivery::new(*name, data.clone(), secret);
                watch.debug("TestDelivery", &told);
                for told in [told.clone(), told.clone().form(), told.nested_form()] {
                    let delivery = webhooks.receive(told.request::<Full<Bytes>>()).await.unwrap();
                    watch.debug("WebhookDelivery", &delivery);
                    watch.debug("WebhookEvent", delivery.event());
                    watch.debug("WebhookRecord", delivery.data());
                    assert!(webhooks.is_new(&delivery).await);
                }
            }
        }
        // What is refused, and the response to it.
        let forged = TestDelivery::new("login", user.clone(), canary("password"));
        let bare = TestDelivery::raw(user, secret);
        for refused in [forged, bare] {
            let error = webhooks.receive(refused.request::<Full<Bytes>>()).await.unwrap_err();
            watch.debug("WebhookError", &error);
            watch.look("a refusal", &error.to_string());
            let response = error.to_response::<Bytes>();
            watch.look("a response", &String::from_utf8_lossy(response.body()));
        }
    });
}

#[tokio::test]
async fn no_connection_that_fails_shows_the_credentials_in_its_addresses() {
    let hidden = canary("proxy password");
    let closed = "127.0.0.1:9";
    let clients = |proxy: Option<String>, host: &str| {
        let management = ManagementClient::builder(ID, canary("secret of the user pool"))
            .host(host)
            .retry(RetryPolicy::never())
            .connect_timeout(Duration::from_secs(2));
        let app = AuthenticationClient::builder(ID, host)
            .token(canary("user token"))
            .retry(RetryPolicy::never())
            .connect_timeout(Duration::from_secs(2));
        match proxy {
            Some(proxy) => (management.proxy(proxy.clone()), app.proxy(proxy)),
            None => (management.no_proxy(), app.no_proxy()),
        }
    };
    let refusing = crate::hostile::Hostile::new();
    refusing.set(crate::hostile::Manner::Text(407));
    let proxies = [
        None,
        Some(format!("http://guest:{hidden}@{closed}")),
        Some(format!("http://guest:{hidden}@{}", refusing.url().trim_start_matches("http://"))),
        Some(format!("ftp://guest:{hidden}@{closed}")),
        Some(format!("http://guest:{hidden}@")),
        Some(format!("{hidden} {hidden}")),
    ];
    for proxy in proxies {
        for host in [
            format!("http://{closed}"),
            format!("https://{closed}"),
            refusing.url().replace("http://", "https://"),
            format!("https://guest:{hidden}@{closed}"),
            format!("http://{closed}/?token={hidden}"),
            format!("https://{closed}/#{hidden}"),
            format!("htps://guest:{hidden}@{closed}"),
        ] {
            let (management, app) = clients(proxy.clone(), &host);
            watch().debug("ManagementClientBuilder", &management);
            watch().debug("AuthenticationClientBuilder", &app);
            let (management, app) = (management.build(), app.build());
            look_at("a client", &management);
            look_at("a client", &app);
            let (Ok(management), Ok(app)) = (management, app) else { continue };
            look_at("a call", &management.users().get(ID).await);
            look_at("a call", &app.login_by_email(canary("email"), canary("password")).await);
            look_at("a call", &app.current_user().await);
            let request = Subscribe::new("shop.order").host(host.replace("http", "ws"));
            let request = request.reconnect(RetryPolicy::never());
            watch().debug("Subscribe", &request);
            let mut events = management.events().subscribe(request);
            while let Some(event) = events.next().await {
                look_at("an event", &event);
            }
        }
    }
    watch().is_clean();
}

#[tokio::test]
async fn no_layer_below_shows_what_it_carries_over_tls_and_http_2() {
    let signing_key = rcgen::KeyPair::generate().unwrap();
    let names = ["localhost".to_owned()];
    let certificate =
        rcgen::CertificateParams::new(names).unwrap().self_signed(&signing_key).unwrap();
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key))
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            // A client that does not trust the server hangs up here.
            let Ok(stream) = acceptor.accept(socket).await else { continue };
            let service = service_fn(|_| async {
                let body = format!("{{\"code\":500,\"message\":\"{}\"}}", canary("other token"));
                let response = http::Response::builder()
                    .header("set-cookie", canary("session cookie"))
                    .body(body);
                Ok::<_, Infallible>(response.unwrap())
            });
            let connection = http2::Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    for trusts in [false, true] {
        let app = AuthenticationClient::builder(ID, &host)
            .token(canary("user token"))
            .retry(RetryPolicy::never())
            .no_proxy();
        let app = if trusts { app.root_certificate(certificate.pem()) } else { app };
        let app = app.build().unwrap();
        let error = app.login_by_email(canary("email"), canary("password")).await.unwrap_err();
        assert_eq!(error.status().is_some(), trusts, "{error:?}");
        watch().error("a call", &error);
        look_at("a call", &app.current_user().await);
        let request = Subscribe::new("shop.order").host(host.replace("https", "wss"));
        let mut events = app.events().subscribe(request.reconnect(RetryPolicy::never()));
        while let Some(event) = events.next().await {
            look_at("an event", &event);
        }
    }
    assert!(watch().has_seen("h2::"), "the frames are traced");
    watch().is_clean();
}

/// Names of threads are seen by everybody on the machine, and of files by more than that.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn no_thread_and_no_file_is_named_after_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let emulator = Emulator::builder()
        .user_pool(ID, canary("secret of the user pool"))
        .data_file(folder.path().join("state.json"))
        .start()
        .await
        .unwrap();
    let server = TestServer::around(emulator).unwrap();
    let person = CreateUserInput::new().email(canary("email")).password(canary("password"));
    server.management.users().create(person).await.unwrap();
    for task in std::fs::read_dir("/proc/self/task").unwrap() {
        let name = std::fs::read_to_string(task.unwrap().path().join("comm")).unwrap_or_default();
        watch().look("the name of a thread", &name);
    }
    server.emulator.stop().unwrap();
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!names.is_empty());
    watch().debug("names of files", &names);
    watch().is_clean();
}
