//! Says why a SAML response is accepted or refused.
//!
//! `cargo run --example saml-inspect --features saml` shows it on responses that are built in. For
//! your own: `saml-inspect [OPTION VALUE …] FILE …`, where a file holds the response as XML or as
//! the base64 of `SAMLResponse`. What no option says is taken from the response itself, and named:
//! then the verdict says only whether the response agrees with itself.
//!
//! | option | value |
//! | --- | --- |
//! | `--entity-id` | the service provider's; otherwise the response's audience |
//! | `--acs` | its assertion consumer service; otherwise the response's recipient |
//! | `--metadata` | a file with the identity provider's metadata |
//! | `--issuer`, `--certificate` | instead: its entity id, and a file with its certificate; otherwise what the response names |
//! | `--key`, `--key-certificate` | files with the key that decrypts, and its certificate |
//! | `--at` | the time to look at it, as `2026-01-01T00:00:00Z`; otherwise now |
//!
//! It prints what the response says of a person.

#![allow(clippy::print_stdout, reason = "an example talks to its reader")]

use std::{collections::HashMap, env, error::Error, fs, sync::Arc, time::SystemTime};

use authing_core::Clock;
use authing_protocols::Timestamp;
use authing_protocols::saml::{
    PostedResponse, SamlIdentityProvider, SamlLogin, ServiceProvider, UnverifiedResponse,
};

type BoxError = Box<dyn Error>;

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../crates/authing-protocols/tests/saml/fixtures/", $name))
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
    let mut all_accepted = true;
    for file in files {
        let response = PostedResponse::from_saved(&fs::read_to_string(&file)?);
        let sp = provider(&options, &UnverifiedResponse::read(&response)?)?;
        all_accepted &= inspect(&sp, &file, &response).await;
    }
    if all_accepted { Ok(()) } else { Err("a response is refused".into()) }
}

fn provider(
    options: &HashMap<String, String>,
    response: &UnverifiedResponse,
) -> Result<ServiceProvider, BoxError> {
    let option = |name: &str, own: &Option<String>| match (options.get(name), own) {
        (Some(value), _) => Ok(value.clone()),
        (None, Some(own)) => {
            println!("--{name} is not given: taken from the response");
            Ok(own.clone())
        }
        (None, None) => Err(format!("--{name} is missing, and the response does not say it")),
    };
    let idp = match options.get("metadata") {
        Some(file) => SamlIdentityProvider::from_metadata(fs::read(file)?)?,
        None => {
            let issuer = option("issuer", &response.issuer)?;
            let certificate = match options.get("certificate") {
                Some(file) => fs::read_to_string(file)?,
                None => option("certificate", &response.certificate)?,
            };
            SamlIdentityProvider::new(issuer, "https://idp.invalid/").certificate(certificate)
        }
    };
    let entity_id = option("entity-id", &response.audience)?;
    let acs = response.recipient.as_ref().or(response.destination.as_ref()).cloned();
    let acs = option("acs", &acs)?;
    let mut builder = ServiceProvider::builder(entity_id, acs).idp(idp);
    if let Some(key) = options.get("key") {
        let certificate = options.get("key-certificate").ok_or("--key-certificate is missing")?;
        let certificate = fs::read_to_string(certificate)?;
        builder = builder.decryption_key(fs::read_to_string(key)?, certificate);
    }
    if let Some(time) = options.get("at") {
        builder = builder.clock(Arc::new(StoppedClock(time_of(time)?)));
    }
    Ok(builder.build()?)
}

/// Responses that are built in: a good one, and what may be wrong with one.
async fn demonstrate() -> Result<(), BoxError> {
    let idp = SamlIdentityProvider::new(
        "https://idp.example.com/metadata",
        "https://idp.example.com/sso",
    )
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
        if inspect(&sp, name, &PostedResponse::from_saved(&xml)).await != accepted {
            return Err(format!("{name}: this should not happen").into());
        }
    }
    Ok(())
}

/// Whether it is accepted.
async fn inspect(sp: &ServiceProvider, name: &str, response: &PostedResponse) -> bool {
    let result = sp.inspect(response).await;
    match &result {
        Ok(login) => {
            println!("{name}: accepted");
            describe(login);
        }
        Err(error) => println!("{name}: refused\n    {error}"),
    }
    result.is_ok()
}

fn describe(login: &SamlLogin) {
    println!("    name       {}", login.name_id.value);
    println!("    issuer     {}", login.issuer);
    println!("    assertion  {}", login.assertion_id);
    println!("    logged in  {}", Timestamp::from(login.authn_instant));
    println!("    good until {}", Timestamp::from(login.not_on_or_after));
    for attribute in login.attributes.iter() {
        println!("    {} = {}", attribute.name, attribute.values.join(" | "));
    }
    for aside in login.set_aside() {
        println!("    set aside: {aside}");
    }
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
