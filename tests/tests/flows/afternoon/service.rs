//! What an engineer writes on the first afternoon: login by OpenID Connect with a session and logout, an API with a
//! permission, sign-up by phone with a second factor, a page for a role, and SAML.

use std::{env::var, error::Error};

use authing_authentication::{AuthenticationClient, MfaChallenge, mfa::AuthenticatorSource};
use authing_axum::{
    CurrentUser, Guard, GuardBuilder, HandlerError, HasRole, Permission, Session, Sessions,
    saml_routes, session_routes,
};
use authing_management::ManagementClient;
use authing_protocols::{
    Secret,
    oidc::OidcClient,
    saml::{FetchMetadata, SamlIdentityProvider, ServiceProvider},
};
use authing_web::session::{MemorySessions, SamlRoutes, SessionLogin};
use axum::{
    Form, Router,
    extract::State,
    http::request::Parts,
    response::{AppendHeaders, Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

#[derive(Clone)]
struct App {
    sessions: Sessions,
    users: AuthenticationClient,
}

pub(crate) async fn from_env() -> Result<Router, Box<dyn Error>> {
    let (id, host, secret) =
        (var("AUTHING_APP_ID")?, var("AUTHING_APP_HOST")?, var("AUTHING_APP_SECRET")?);
    let oidc = OidcClient::builder(&*id, &*host)
        .secret(&*secret)
        .redirect_uri("https://shop.example.com/callback")
        .build()?;
    let idp = FetchMetadata::authing(&*host, &*id).send().await?;
    let guard = Guard::for_app(id, host).secret(secret);
    service(oidc, guard, AuthenticationClient::from_env()?, ManagementClient::from_env()?, idp)
}

pub(crate) fn service(
    oidc: OidcClient,
    guard: GuardBuilder,
    users: AuthenticationClient,
    management: ManagementClient,
    idp: SamlIdentityProvider,
) -> Result<Router, Box<dyn Error>> {
    let sessions = Sessions::builder(oidc).store(MemorySessions::new()).build()?;
    let guard = guard.sessions(&sessions).build()?;
    let may = guard.permissions(management);
    let site = "https://shop.example.com";
    let saml = ServiceProvider::builder(format!("{site}/saml"), format!("{site}/saml/acs"))
        .idp(idp)
        .build()?;
    let list = may.require_permission(Permission::to("orders:list").on("orders:*"));
    Ok(Router::new()
        .route("/me", get(me).layer(guard.require_login()))
        .route("/api/orders", get(async || "all orders").layer(list))
        .route("/admin", get(async || "for admins").layer(may.require(HasRole::new("admin"))))
        .route("/factor", get(new_factor).post(bind_factor).layer(guard.require_login()))
        .route("/phone/code", post(send_code))
        .route("/phone/login", post(log_in))
        .merge(session_routes(&sessions))
        .merge(saml_routes(&SamlRoutes::new(&sessions, saml)))
        .with_state(App { sessions, users }))
}

async fn me(user: CurrentUser, session: Session) -> Html<String> {
    let logout = format!("<input type=hidden name=csrf_token value={:?}>", session.csrf_token());
    Html(format!("{}<form method=post action=/logout>{logout}</form>", user.id()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Posted {
    phone: String,
    code: Secret,
    challenge: Secret,
    csrf_token: String,
}

async fn send_code(State(app): State<App>, Form(posted): Form<Posted>) -> Result<(), HandlerError> {
    Ok(app.users.send_sms_code(posted.phone).await?)
}

/// An account for who has none; a challenge for who has a second factor, to be sent with its code.
async fn log_in(
    State(app): State<App>,
    parts: Parts,
    Form(posted): Form<Posted>,
) -> Result<Response, HandlerError> {
    let client = app.users.new_session();
    let user = match MfaChallenge::from_token(posted.challenge) {
        none if none.token.is_empty() => {
            client.login_by_phone_code(posted.phone, posted.code).await
        }
        challenge => challenge.verify_totp(&client, posted.code).await,
    };
    match user.map_err(|error| MfaChallenge::from_error(&error).ok_or(error)) {
        Ok(user) => app.begin(&parts, SessionLogin::of_user(&user)?).await,
        Err(Ok(challenge)) => Ok(challenge.token.expose().to_owned().into_response()),
        Err(Err(error)) => Err(error.into()),
    }
}

async fn new_factor(State(app): State<App>, session: Session) -> Result<String, HandlerError> {
    let client = app.users.with_token(session.access_token().cloned().unwrap_or_default());
    let made = client.mfa().associate_totp(AuthenticatorSource::User).await?;
    Ok(made.otpauth_uri.expose().to_owned())
}

async fn bind_factor(
    State(app): State<App>,
    session: Session,
    Form(posted): Form<Posted>,
) -> Result<(), HandlerError> {
    session.check_csrf(&posted.csrf_token)?;
    let client = app.users.with_token(session.access_token().cloned().unwrap_or_default());
    Ok(client.mfa().confirm_totp(posted.code, AuthenticatorSource::User).await?)
}

impl App {
    async fn begin(&self, parts: &Parts, login: SessionLogin) -> Result<Response, HandlerError> {
        let cookies = self.sessions.begin(parts, login).await?;
        Ok((AppendHeaders(cookies), Redirect::to("/me")).into_response())
    }
}
