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
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::shared::{
    BoxError,
    measure::Side,
    saml,
    scenario::{Algorithm, SamlResponse, Scenario, What},
    tokens::{self, APP, HOST, SECRET},
};

/// Who does it.
pub enum Sdk {
    Management(ManagementClient, What),
    Authentication(AuthenticationClient),
    Verifier { verifier: Verifier, token: String, checks: IdTokenChecks },
    Saml { sp: Box<ServiceProvider>, form: PostedResponse, pending: PendingAuthn },
    Client(&'static str),
}

impl Sdk {
    pub fn new(side: &str, scenario: &Scenario, url: &str) -> Result<Self, BoxError> {
        if side != "sdk" {
            return Err(format!("{side} is the floor's").into());
        }
        Ok(match scenario.what {
            What::Login => {
                let builder = AuthenticationClient::builder("app", url).no_proxy();
                Self::Authentication(builder.build()?)
            }
            what @ (What::Users(_) | What::RefreshToken | What::RestUser) => {
                let token = Credentials::AccessToken("t".repeat(900).into());
                let builder = ManagementClient::builder("pool", token).host(url).no_proxy();
                Self::Management(builder.build()?, what)
            }
            What::Verify(algorithm) => {
                let (verifier, token) = verifier(algorithm)?;
                Self::Verifier {
                    verifier,
                    token,
                    checks: IdTokenChecks::new().nonce("n-0S6_WzA2Mj"),
                }
            }
            What::Saml(response) => saml_side(response)?,
            What::Client(host) => Self::Client(host),
        })
    }
}

impl Side for Sdk {
    async fn call(&self) -> Result<(), BoxError> {
        match self {
            Self::Management(management, what) => {
                let users = management.users();
                match what {
                    What::Users(10) => drop(users.list(ListUsers::new()).await?),
                    What::Users(limit) => drop(users.list(ListUsers::new().limit(*limit)).await?),
                    What::RefreshToken => drop(users.refresh_token("u").await?),
                    _ => drop(users.get("u").await?),
                }
            }
            Self::Authentication(app) => {
                drop(app.new_session().login_by_username("bob", "passw0rd").await?);
            }
            Self::Verifier { verifier, token, checks } => {
                black_box(verifier.verify_id_token(token, checks).await?);
            }
            Self::Saml { sp, form, pending } => {
                black_box(sp.finish(form, pending.clone()).await?);
            }
            Self::Client(host) => {
                let builder = ManagementClient::builder("pool", "secret").host(*host);
                black_box(builder.build()?);
            }
        }
        Ok(())
    }
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

fn saml_side(response: SamlResponse) -> Result<Sdk, BoxError> {
    let idp = SamlIdentityProvider::new(
        "https://idp.example.com/metadata",
        "https://idp.example.com/sso",
    );
    let sp =
        ServiceProvider::builder("https://sp.example.com/saml", "https://sp.example.com/saml/acs")
            .idp(idp.certificate(saml::CERTIFICATE))
            .clock(Arc::new(StoppedClock(fixed_time()?)))
            .replay_store(Arc::new(NoMemory))
            .build()?;
    let pending = pending(&sp)?;
    let form = PostedResponse::new(STANDARD.encode(saml::text(response)?));
    Ok(Sdk::Saml { sp: Box::new(sp), form, pending })
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
