//! Says why a SAML response is accepted or refused.
//!
//! `cargo run -p authing-tests --example saml-inspect` shows it on responses that are built in.
//! For your own: `saml-inspect [OPTION VALUE …] FILE …`, where a file holds the response as XML or
//! as the base64 of `SAMLResponse`.
//!
//! | option | value |
//! | --- | --- |
//! | `--entity-id` | the service provider's |
//! | `--acs` | its assertion consumer service |
//! | `--metadata` | a file with the identity provider's metadata |
//! | `--issuer`, `--certificate` | instead: its entity id, and a file with its certificate |
//! | `--key`, `--key-certificate` | files with the key that decrypts, and its certificate |
//! | `--request` | the id of the request; otherwise whatever the response says it answers |
//! | `--at` | the time to look at it, as `2026-01-01T00:00:00Z`; otherwise now |
//!
//! It prints what the response says of a person.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{collections::HashMap, env, error::Error, fs, sync::Arc, time::SystemTime};

use authing_core::{Clock, Secret, Timestamp};
use authing_protocols::saml::{
    IdentityProvider, PendingAuthn, PostedResponse, ServiceProvider, SignedIn,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

type BoxError = Box<dyn Error>;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../crates/authing-protocols/tests/saml/fixtures/", $name))
    };
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let mut arguments = env::args().skip(1);
    let (mut options, mut files) = (HashMap::new(), Vec::new());
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--") {
            Some(option) => {
                let value =
                    arguments.next().ok_or_else(|| format!("--{option} lacks its value"))?;
                options.insert(option.to_owned(), value);
            }
            None => files.push(argument),
        }
    }
    if files.is_empty() {
        return demonstrate().await;
    }
    let sp = provider(&options)?;
    let mut all_accepted = true;
    for file in files {
        let text = fs::read_to_string(&file)?;
        let request = options.get("request").map(String::as_str);
        all_accepted &= inspect(&sp, &file, &text, request).await?;
    }
    if all_accepted { Ok(()) } else { Err("a response is refused".into()) }
}

fn provider(options: &HashMap<String, String>) -> Result<ServiceProvider, BoxError> {
    let option = |name: &str| options.get(name).ok_or_else(|| format!("--{name} is missing"));
    let idp = match options.get("metadata") {
        Some(file) => IdentityProvider::from_metadata(fs::read(file)?)?,
        None => {
            let issuer = option("issuer")?;
            let certificate = fs::read_to_string(option("certificate")?)?;
            IdentityProvider::new(issuer, "https://idp.invalid/").certificate(certificate)
        }
    };
    let mut builder = ServiceProvider::builder(option("entity-id")?, option("acs")?)
        .idp(idp)
        .allow_idp_initiated(true);
    if let Some(key) = options.get("key") {
        let certificate = fs::read_to_string(option("key-certificate")?)?;
        builder = builder.decryption_key(fs::read_to_string(key)?, certificate);
    }
    if let Some(time) = options.get("at") {
        builder = builder.clock(Arc::new(StoppedClock(time_of(time)?)));
    }
    Ok(builder.build()?)
}

/// Responses that are built in: a good one, and what may be wrong with one.
async fn demonstrate() -> Result<(), BoxError> {
    let idp =
        IdentityProvider::new("https://idp.example.com/metadata", "https://idp.example.com/sso")
            .certificate(fixture!("keys/idp.crt"));
    let sp =
        ServiceProvider::builder("https://sp.example.com/saml", "https://sp.example.com/saml/acs")
            .idp(idp)
            .decryption_key(fixture!("keys/sp.key"), fixture!("keys/sp.crt"))
            .clock(Arc::new(StoppedClock(time_of("2026-01-01T00:00:00Z")?)))
            .build()?;
    let good = fixture!("pysaml2-assertion.xml");
    let expected = [
        ("signed by pysaml2", good.to_owned(), true),
        ("encrypted by samlp", fixture!("samlp-encrypted.xml").to_owned(), true),
        ("the name altered", good.replace("alice-7f3a", "mallory"), false),
        ("a comment in the name", good.replace("alice-7f3a", "alice<!---->-7f3a"), false),
        ("for somebody else", good.replacen("saml/acs\"", "other\"", 1), false),
        ("signed with SHA-1", fixture!("samlp-sha1.xml").to_owned(), false),
        ("refused by the identity provider", fixture!("pysaml2-failed.xml").to_owned(), false),
    ];
    for (name, xml, accepted) in expected {
        if inspect(&sp, name, &xml, Some("_request")).await? != accepted {
            return Err(format!("{name}: this should not happen").into());
        }
    }
    Ok(())
}

/// Whether it is accepted.
async fn inspect(
    sp: &ServiceProvider,
    name: &str,
    text: &str,
    request: Option<&str>,
) -> Result<bool, BoxError> {
    let text = text.trim();
    let is_xml = text.starts_with(['<', '\u{feff}']);
    let message = if is_xml { STANDARD.encode(text) } else { text.to_owned() };
    let answers = request.map(str::to_owned).or_else(|| answered(&message));
    let form = PostedResponse::new(message, None);
    let result = match answers {
        Some(id) => sp.finish(&form, pending(sp, &id)?).await,
        None => sp.finish_unsolicited(&form).await,
    };
    match &result {
        Ok(signed_in) => {
            println!("{name}: accepted");
            describe(signed_in);
        }
        Err(error) => println!("{name}: refused\n    {error}"),
    }
    Ok(result.is_ok())
}

fn describe(signed_in: &SignedIn) {
    println!("    name       {}", signed_in.name_id.value);
    println!("    issuer     {}", signed_in.issuer);
    println!("    assertion  {}", signed_in.assertion_id);
    println!("    signed in  {}", Timestamp::from(signed_in.authn_instant));
    println!("    good until {}", Timestamp::from(signed_in.not_on_or_after));
    for attribute in signed_in.attributes.iter() {
        println!("    {} = {}", attribute.name, attribute.values.join(" | "));
    }
}

/// What a response says it answers. A service compares it with what it asked; who looks into a
/// response that was saved cannot.
fn answered(message: &str) -> Option<String> {
    let compact: String = message.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let xml = String::from_utf8(STANDARD.decode(compact).ok()?).ok()?;
    let (_, rest) = xml.split_once("InResponseTo=\"")?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// A pending sign-in with this id, as if it had been begun just now.
fn pending(sp: &ServiceProvider, id: &str) -> Result<PendingAuthn, BoxError> {
    let (_, pending) = sp.authn_request().redirect()?;
    let mut kept: serde_json::Value = serde_json::from_str(pending.to_secret().expose())?;
    kept["id"] = id.into();
    Ok(PendingAuthn::from_secret(&Secret::new(kept.to_string()))?)
}

fn time_of(text: &str) -> Result<SystemTime, String> {
    Timestamp::from_text(text).to_system_time().ok_or_else(|| format!("{text} is not a time"))
}

#[derive(Debug)]
struct StoppedClock(SystemTime);

impl Clock for StoppedClock {
    fn now(&self) -> SystemTime {
        self.0
    }
}
