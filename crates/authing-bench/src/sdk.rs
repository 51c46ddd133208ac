//! The work, done by the SDK.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_authentication::AuthenticationClient;
use authing_core::{BoxFuture, Clock};
use authing_management::{Credentials, ListUsers, ManagementClient};
use authing_protocols::{
    Secret, Timestamp,
    jose::{self, IdTokenChecks, PublicKey, Verifier},
    saml::{PendingAuthn, PostedResponse, SamlIdentityProvider, ServiceProvider},
    store::{ReplayStore, StoreError},
};
use authing_web::{
    Accept, Guard,
    session::{MemorySessions, SealKeys, SessionLogin, Sessions},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderName, HeaderValue, Request, StatusCode,
    header::{AUTHORIZATION, COOKIE},
};
use tower::{Layer as _, ServiceExt as _, service_fn};

use crate::shared::{
    BoxError,
    measure::Measurement,
    route, saml,
    scenario::{Algorithm, Visitor, What},
    tokens::{self, APP, HOST, SECRET},
};

/// Measures the SDK.
pub async fn measure(it: Measurement<'_>) -> Result<(), BoxError> {
    if it.side != "sdk" {
        return Err(format!("{} is the floor's", it.side).into());
    }
    match it.scenario.what {
        What::Users(10) => {
            let management = management(it.url)?;
            it.of(async || {
                drop(management.users().list(ListUsers::new()).await?);
                Ok(())
            })
            .await
        }
        What::Users(limit) => {
            let management = management(it.url)?;
            it.of(async || {
                drop(management.users().list(ListUsers::new().limit(limit)).await?);
                Ok(())
            })
            .await
        }
        What::RefreshToken => {
            let management = management(it.url)?;
            it.of(async || {
                drop(management.users().refresh_token("u").await?);
                Ok(())
            })
            .await
        }
        What::RestUser => {
            let management = management(it.url)?;
            it.of(async || {
                drop(management.users().get("u").await?);
                Ok(())
            })
            .await
        }
        What::Login => {
            let app = AuthenticationClient::builder("app", it.url).no_proxy().build()?;
            it.of(async || {
                drop(app.new_session().login_by_username("bob", "passw0rd").await?);
                Ok(())
            })
            .await
        }
        What::Verify(algorithm) => {
            let (verifier, token) = verifier(algorithm)?;
            let checks = IdTokenChecks::new().nonce("n-0S6_WzA2Mj");
            it.of(async || {
                black_box(verifier.verify_id_token(&token, &checks).await?);
                Ok(())
            })
            .await
        }
        What::Saml(response) => {
            let sp = service_provider()?;
            let pending = pending(&sp)?;
            let form = PostedResponse::new(STANDARD.encode(saml::text(response)?));
            it.of(async || {
                black_box(sp.finish(&form, pending.clone()).await?);
                Ok(())
            })
            .await
        }
        What::Route(visitor) => {
            let (guard, name, value) = guarded(visitor).await?;
            let service = guard.require_login().layer(service_fn(route::handler));
            it.of(async || {
                let response = service.clone().oneshot(route::request(&name, &value)?).await?;
                if black_box(response).status() == StatusCode::OK {
                    Ok(())
                } else {
                    Err("the visitor is not let in".into())
                }
            })
            .await
        }
        What::Client(host) => {
            it.of(async || {
                black_box(ManagementClient::builder("pool", "secret").host(host).build()?);
                Ok(())
            })
            .await
        }
    }
}

fn management(url: &str) -> Result<ManagementClient, BoxError> {
    let token = Credentials::AccessToken("t".repeat(900).into());
    Ok(ManagementClient::builder("pool", token).host(url).no_proxy().build()?)
}

fn verifier(algorithm: Algorithm) -> Result<(Verifier, String), BoxError> {
    let signed = tokens::signed(algorithm)?;
    let ours = match algorithm {
        Algorithm::Rs256 => jose::Algorithm::Rs256,
        Algorithm::Es256 => jose::Algorithm::Es256,
        Algorithm::Hs256 => jose::Algorithm::Hs256,
    };
    let mut builder = Verifier::builder(APP, HOST).secret(SECRET).id_token_algorithms([ours]);
    if let Some(public) = &signed.public {
        builder = builder.pinned_keys([PublicKey::from_pem(public)?]);
    }
    Ok((builder.build()?, signed.token))
}

/// A guard, and what a visitor's request carries that it lets in.
async fn guarded(visitor: Visitor) -> Result<(Guard, HeaderName, HeaderValue), BoxError> {
    let algorithm = match visitor {
        Visitor::Token(algorithm) => algorithm,
        Visitor::Stored | Visitor::Sealed => Algorithm::Rs256,
    };
    let (verifier, token) = verifier(algorithm)?;
    let guard = Guard::builder(verifier).accept([Accept::IdToken]);
    let sessions = Sessions::without_oidc(APP, "https://shop.example.com");
    let sessions = match visitor {
        Visitor::Token(_) => {
            let bearer = HeaderValue::try_from(format!("Bearer {token}"))?;
            return Ok((guard.build()?, AUTHORIZATION, bearer));
        }
        Visitor::Stored => sessions.store(MemorySessions::new()).build()?,
        Visitor::Sealed => {
            sessions.sealed_cookie(SealKeys::new([SealKeys::generate()?])?).build()?
        }
    };
    let (parts, ()) = Request::new(()).into_parts();
    let ends = SystemTime::now() + Duration::from_secs(3600);
    let login = SessionLogin::new("5f702fcc913544c358cb2123")
        .amr(["pwd"])
        .claim("roles", serde_json::json!(["admin", "staff"]))
        .access_token(token, Some(ends));
    let set = sessions.begin(&parts, login).await?.into_iter().next().ok_or("no cookie")?.1;
    let cookie = set.to_str()?.split(';').next().unwrap_or_default();
    Ok((guard.sessions(&sessions).build()?, COOKIE, HeaderValue::try_from(cookie)?))
}

fn service_provider() -> Result<ServiceProvider, BoxError> {
    let idp = SamlIdentityProvider::new(
        "https://idp.example.com/metadata",
        "https://idp.example.com/sso",
    );
    let sp =
        ServiceProvider::builder("https://sp.example.com/saml", "https://sp.example.com/saml/acs")
            .idp(idp.certificate(saml::CERTIFICATE))
            .clock(Arc::new(StoppedClock(fixed_time()?)))
            .replay_store(Arc::new(NoMemory));
    Ok(sp.build()?)
}

fn pending(sp: &ServiceProvider) -> Result<PendingAuthn, BoxError> {
    let (_, pending) = sp.authn_request().redirect()?;
    let mut kept: serde_json::Value = serde_json::from_str(pending.to_secret().expose())?;
    kept["id"] = "_request".into();
    Ok(PendingAuthn::from_secret(Secret::new(kept.to_string()))?)
}

/// When the fixtures were made.
fn fixed_time() -> Result<SystemTime, BoxError> {
    Ok(Timestamp::from_text("2026-01-01T00:00:00Z").to_system_time().ok_or("no time")?)
}

#[derive(Debug)]
struct StoppedClock(SystemTime);

impl Clock for StoppedClock {
    fn now(&self) -> SystemTime {
        self.0
    }
}

/// The same response is validated again and again.
#[derive(Debug)]
struct NoMemory;

impl ReplayStore for NoMemory {
    fn first_use<'a>(&'a self, _: &'a str, _: Duration) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(std::future::ready(Ok(true)))
    }
}
