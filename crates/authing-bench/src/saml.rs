//! Validation of a signed SAML response beside the library's bare verification of its signature.
//!
//! Both parse the same XML; the floor stops at "some signature verifies". Counted is processor time,
//! and the median of rounds in which floor and SDK take turns: other programs do not matter much.

use std::{
    error::Error,
    hint::black_box,
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_core::{BoxFuture, Clock};
use authing_protocols::{Secret, Timestamp};
use authing_protocols::{
    saml::{PendingAuthn, PostedResponse, SamlIdentityProvider, ServiceProvider},
    store::{ReplayStore, StoreError},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bergshamra_dsig::{DsigContext, sign::sign, verify::verify};
use bergshamra_keys::{KeysManager, loader};

use crate::counters::cpu_nanoseconds;

type BoxError = Box<dyn Error>;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../authing-protocols/tests/saml/fixtures/", $name))
    };
}

const ROUNDS: u32 = 11;

/// Prints how many responses a second one core validates: as pysaml2 and samlp write them, and
/// with more and more attributes.
pub async fn run() -> Result<(), BoxError> {
    println!("{:<28}{:>9}{:>12}{:>12}{:>8}", "response", "bytes", "SDK /s", "floor /s", "ratio");
    for (name, xml) in [
        ("pysaml2, assertion", fixture!("pysaml2-assertion.xml").to_owned()),
        ("pysaml2, response", fixture!("pysaml2-response.xml").to_owned()),
        ("pysaml2, both", fixture!("pysaml2-both.xml").to_owned()),
        ("samlp, assertion", fixture!("samlp-assertion.xml").to_owned()),
        ("100 values", with_values(100)?),
        ("1000 values", with_values(1_000)?),
        ("9000 values", with_values(9_000)?),
        ("8000 attributes", with_attributes(8_000)?),
    ] {
        measure(name, &xml).await?;
    }
    Ok(())
}

async fn measure(name: &str, xml: &str) -> Result<(), BoxError> {
    let sp =
        ServiceProvider::builder("https://sp.example.com/saml", "https://sp.example.com/saml/acs")
            .idp(
                SamlIdentityProvider::new(
                    "https://idp.example.com/metadata",
                    "https://idp.example.com/sso",
                )
                .certificate(fixture!("keys/idp.crt")),
            )
            .clock(Arc::new(StoppedClock(fixed_time()?)))
            .replay_store(Arc::new(NoMemory))
            .build()?;
    let pending = pending(&sp)?;
    let form = PostedResponse::new(STANDARD.encode(xml));
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_x509_cert_pem(fixture!("keys/idp.crt").as_bytes())?);
    let floor = DsigContext::new(keys);

    let count = u32::try_from(4_000_000 / (xml.len() + 2_000))?.max(10);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = cpu_nanoseconds()?;
        for _ in 0..count {
            black_box(sp.finish(&form, pending.clone()).await?);
        }
        ours.push(cpu_nanoseconds()? - start);
        let start = cpu_nanoseconds()?;
        for _ in 0..count {
            if !black_box(verify(&floor, xml)?).is_valid() {
                return Err("the floor refuses it".into());
            }
        }
        theirs.push(cpu_nanoseconds()? - start);
    }
    let rate = |mut times: Vec<u64>| {
        times.sort_unstable();
        f64::from(count) * 1e9 / times[times.len() / 2] as f64
    };
    let (ours, theirs) = (rate(ours), rate(theirs));
    println!("{name:<28}{:>9}{:>12.0}{:>12.0}{:>8.2}", xml.len(), ours, theirs, theirs / ours);
    Ok(())
}

/// samlp's response with an attribute of so many values, signed again.
fn with_values(count: usize) -> Result<String, BoxError> {
    let values: String = (0..count)
        .map(|n| format!("<saml:AttributeValue>group-{n:06}-of-many</saml:AttributeValue>"))
        .collect();
    with_statement(&format!("<saml:Attribute Name=\"groups\">{values}</saml:Attribute>"))
}

/// The same with so many attributes of one value.
fn with_attributes(count: usize) -> Result<String, BoxError> {
    let attributes: String = (0..count)
        .map(|n| {
            format!(
                "<saml:Attribute Name=\"attribute-{n:06}\"><saml:AttributeValue>{n}\
                 </saml:AttributeValue></saml:Attribute>"
            )
        })
        .collect();
    with_statement(&attributes)
}

fn with_statement(attributes: &str) -> Result<String, BoxError> {
    let statement = format!("<saml:AttributeStatement>{attributes}");
    let xml = fixture!("samlp-assertion.xml");
    let (head, tail) = xml.split_once("<saml:AttributeStatement").ok_or("no statement")?;
    let (_, tail) = tail.split_once("</saml:AttributeStatement>").ok_or("no statement")?;
    let mut xml = format!("{head}{statement}</saml:AttributeStatement>{tail}");
    for element in ["DigestValue", "SignatureValue"] {
        let (head, tail) = xml.split_once(&format!("<{element}>")).ok_or("no signature")?;
        let (_, tail) = tail.split_once(&format!("</{element}>")).ok_or("no signature")?;
        xml = format!("{head}<{element}></{element}>{tail}");
    }
    let mut keys = KeysManager::new();
    keys.add_key(loader::load_rsa_private_pem(fixture!("keys/idp.key").as_bytes())?);
    Ok(sign(&DsigContext::new(keys), &xml)?)
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
