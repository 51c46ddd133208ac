//! `authing saml`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use authing_core::Clock;
use authing_management::Secret;
use authing_protocols::{
    Timestamp,
    saml::{PostedResponse, SamlIdentityProvider, SamlLogin, ServiceProvider, UnverifiedResponse},
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{files, token::when};
use crate::{
    context::Context,
    exit::Exit,
    failure::Failure,
    output::Table,
    shown::{excerpt, one_line, path as shown_path},
    texts::pick,
};

const EXAMPLES: &str = "Examples:
  # What it says, and whether it agrees with itself
  authing saml inspect response.xml
  authing saml inspect response.txt --metadata idp.xml --entity-id https://sp.example.com/saml --acs https://sp.example.com/saml/acs
  authing saml inspect old.xml --at 2026-01-01T00:00:00Z";

/// Looks at SAML messages
#[derive(Debug, Subcommand)]
pub(crate) enum Saml {
    /// Says whether a service provider would accept a response, and why not. Nothing is sent, and nobody is logged in
    #[command(after_help = EXAMPLES)]
    Inspect(Inspect),
}

#[derive(Args, Debug)]
pub(crate) struct Inspect {
    /// The response as XML, or as the base64 of SAMLResponse; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The service provider's entity id; without it, the response's word is taken
    #[arg(long, value_name = "ID")]
    entity_id: Option<String>,

    /// The address of its assertion consumer service; without it, the response's word is taken
    #[arg(long, value_name = "ADDRESS")]
    acs: Option<String>,

    /// The identity provider's metadata
    #[arg(long, value_name = "FILE", conflicts_with_all = ["issuer", "certificate"])]
    metadata: Option<PathBuf>,

    /// The identity provider's entity id; without it, the response's word is taken
    #[arg(long, value_name = "ID")]
    issuer: Option<String>,

    /// The identity provider's certificate as PEM; without it, the response's word is taken
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,

    /// The private key that decrypts, as PEM
    #[arg(long, value_name = "FILE", requires = "key_certificate")]
    key: Option<PathBuf>,

    /// The certificate of that key, as PEM
    #[arg(long, value_name = "FILE", requires = "key")]
    key_certificate: Option<PathBuf>,

    /// The time to look at it; without it, now
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<SystemTime>,
}

/// A point in time.
fn time(text: &str) -> Result<SystemTime, String> {
    let time = Timestamp::from_text(text).to_system_time();
    time.ok_or_else(|| text!("a time is 2026-01-01T00:00:00Z", "时间格式如 2026-01-01T00:00:00Z"))
}

impl Saml {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        match self {
            Self::Inspect(inspect) => inspect.run(cx).await,
        }
    }
}

impl Inspect {
    async fn run(self, cx: &Context) -> Result<(), Failure> {
        let response = PostedResponse::from_saved(&files::read(cx, &self.file).await?);
        let said = UnverifiedResponse::read(&response).map_err(|error| {
            let (path, problem) = (shown_path(&self.file), end(&error.to_string()));
            Failure::new(
                Exit::No,
                text!("{path} is not a response: {problem}.", "{path} 不是 SAML 响应:{problem}。"),
            )
        })?;
        let mut trusted = Vec::new();
        let sp = self.provider(cx, &said, &mut trusted).await?;
        let outcome = sp.inspect(&response).await;
        if cx.out.is_json() {
            let value = json!({
                "accepted": outcome.is_ok(),
                "reason": outcome.as_ref().err().map(|error| end(&error.to_string())),
                "takenFromResponse": trusted,
                "unverified": unverified(&said),
                "login": outcome.as_ref().ok().map(login),
            });
            cx.out.line(&format!("{value:#}"))?;
            return outcome.map(|_| ()).map_err(|_| Failure::silent(Exit::No));
        }
        if !trusted.is_empty() {
            let options = trusted.join(", ");
            cx.out.note(&text!(
                "Not given, and taken from the response: {options}. So this says only whether it agrees with itself.",
                "未指定、取自响应本身的有:{options}。因此结果只说明响应是否自洽。"
            ));
        }
        cx.out.line(&cx.out.bold(pick("It says (unverified):", "响应内容(未经验证):")))?;
        sheet(cx, &unverified(&said))?;
        match outcome {
            Ok(login) => tell(cx, &login),
            Err(error) => {
                let problem = end(&error.to_string());
                Err(Failure::new(Exit::No, text!("Refused: {problem}.", "拒绝:{problem}。")))
            }
        }
    }

    async fn provider(
        &self,
        cx: &Context,
        said: &UnverifiedResponse,
        trusted: &mut Vec<&'static str>,
    ) -> Result<ServiceProvider, Failure> {
        let mut option = |name, given: Option<String>, own: Option<&String>| match (given, own) {
            (Some(given), _) => Ok(given),
            (None, Some(own)) => {
                trusted.push(name);
                Ok(own.clone())
            }
            (None, None) => Err(Failure::usage(text!(
                "{name} is missing, and the response does not say it.",
                "缺少 {name},响应中也没有。"
            ))),
        };
        let entity_id = option("--entity-id", self.entity_id.clone(), said.audience.as_ref())?;
        let acs = said.recipient.as_ref().or(said.destination.as_ref());
        let acs = option("--acs", self.acs.clone(), acs)?;
        let idp = match &self.metadata {
            Some(path) => {
                let metadata = files::read(cx, path).await?;
                SamlIdentityProvider::from_metadata(metadata.into_bytes())
                    .map_err(|error| unusable(path, &error.to_string()))?
            }
            None => {
                let issuer = option("--issuer", self.issuer.clone(), said.issuer.as_ref())?;
                let given = match &self.certificate {
                    Some(path) => Some(files::read(cx, path).await?),
                    None => None,
                };
                let certificate = option("--certificate", given, said.certificate.as_ref())?;
                SamlIdentityProvider::new(issuer, "https://idp.invalid/").certificate(certificate)
            }
        };
        let mut builder = ServiceProvider::builder(entity_id, acs).idp(idp);
        if let (Some(key), Some(certificate)) = (&self.key, &self.key_certificate) {
            let key = Secret::from(files::read(cx, key).await?);
            builder = builder.decryption_key(key, files::read(cx, certificate).await?);
        }
        if let Some(time) = self.at {
            builder = builder.clock(Arc::new(Stopped(time)));
        }
        builder.build().map_err(|error| {
            let problem = end(&error.to_string());
            Failure::config(text!(
                "The response cannot be looked at: {problem}.",
                "无法检查该响应:{problem}。"
            ))
        })
    }
}

fn unusable(path: &Path, problem: &str) -> Failure {
    let (path, problem) = (shown_path(path), end(problem));
    Failure::config(text!("{path} cannot be used: {problem}.", "无法使用 {path}:{problem}。"))
}

/// A sentence of the library, without an end of its own.
fn end(text: &str) -> String {
    excerpt(text, 500).trim_end_matches('.').to_owned()
}

fn unverified(said: &UnverifiedResponse) -> Value {
    json!({
        "issuer": said.issuer,
        "audience": said.audience,
        "destination": said.destination,
        "recipient": said.recipient,
        "inResponseTo": said.in_response_to,
        "encrypted": said.is_encrypted,
        "signed": said.is_signed,
    })
}

fn login(login: &SamlLogin) -> Value {
    let attributes: Vec<_> = login
        .attributes
        .iter()
        .map(|attribute| json!({ "name": attribute.name, "values": attribute.values }))
        .collect();
    json!({
        "nameId": login.name_id.value,
        "issuer": login.issuer,
        "assertionId": login.assertion_id,
        "loggedInAt": Timestamp::from(login.authn_instant).as_str(),
        "goodUntil": Timestamp::from(login.not_on_or_after).as_str(),
        "attributes": attributes,
    })
}

fn tell(cx: &Context, login: &SamlLogin) -> Result<(), Failure> {
    cx.out.line(&cx.out.bold(pick("Accepted:", "接受:")))?;
    let mut rows = vec![
        vec![pick("  name", "  名称标识").to_owned(), excerpt(&login.name_id.value, 200)],
        vec![pick("  logged in", "  登录时间").to_owned(), when(login.authn_instant)],
        vec![pick("  good until", "  有效期至").to_owned(), when(login.not_on_or_after)],
    ];
    for attribute in login.attributes.iter() {
        let values: Vec<_> = attribute.values.iter().map(|value| excerpt(value, 100)).collect();
        rows.push(vec![format!("  {}", one_line(&attribute.name)), values.join(" | ")]);
    }
    lines(cx, &rows)?;
    for aside in login.set_aside() {
        let aside = excerpt(&aside.to_string(), 200);
        cx.out.note(&text!("Set aside: {aside}", "已略过:{aside}"));
    }
    Ok(())
}

fn sheet(cx: &Context, value: &Value) -> Result<(), Failure> {
    let fields = crate::output::flat(value);
    let rows: Vec<_> =
        fields.into_iter().map(|(name, value)| vec![format!("  {name}"), value]).collect();
    lines(cx, &rows)
}

fn lines(cx: &Context, rows: &[Vec<String>]) -> Result<(), Failure> {
    let mut table = Table::new(vec![String::new(); 2], cx.out.columns());
    table.lines(rows).iter().try_for_each(|line| cx.out.line(line))
}

#[derive(Debug)]
struct Stopped(SystemTime);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        self.0
    }
}
