//! `authing token`.

use std::{
    io::IsTerminal as _,
    time::{Duration, SystemTime},
};

use authing_management::Secret;
use authing_protocols::{
    Error, Timestamp,
    jose::{Algorithm, UnverifiedToken, VerifiedToken, Verifier},
};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::{
    application::AppOptions,
    protocol_failure::{failure, reason, span},
    shared::read_secret,
};
use crate::{
    context::Context,
    exit::Exit,
    failure::Failure,
    output::Table,
    shown::{excerpt, one_line},
    texts::pick,
};

const INSPECT_EXAMPLES: &str = "Examples:
  authing token inspect eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI1ZiJ9.c2ln
  # No shell history keeps it
  pbpaste | authing token inspect -";

const VERIFY_EXAMPLES: &str = "Examples:
  authing token verify - --app-id 5f17a529f64fb009b794a2ff --app-host https://sample.authing.cn < token.txt
  # In a script: 0 if it is good, 10 if not
  authing token verify - -q < token.txt && echo good";

/// Looks at tokens: what they say, and whether it is true
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Shows what a token says. Nothing of it is verified, and nothing is sent
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(Given),
    /// Verifies a token of an application, and says why it is refused
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
}

#[derive(Args, Debug)]
pub(crate) struct Given {
    /// The token; - reads it from standard input
    #[arg(value_name = "TOKEN")]
    token: String,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[command(flatten)]
    given: Given,

    #[command(flatten)]
    app: AppOptions,

    /// The issuer, if it is not that of the application's host
    #[arg(long, value_name = "ISSUER")]
    issuer: Option<String>,

    /// Reads the application's secret, for tokens signed with HS256; the token is then an argument
    #[arg(long)]
    secret_stdin: bool,

    /// Fetches no keys: only tokens signed with the secret can be verified
    #[arg(long)]
    offline: bool,
}

impl Token {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        match self {
            Self::Inspect(given) => {
                let token = given.read(cx).await?;
                inspect(cx, token.expose())
            }
            Self::Verify(verify) => verify.run(cx).await,
        }
    }
}

impl Given {
    async fn read(&self, cx: &Context) -> Result<Secret, Failure> {
        let token = match &*self.token {
            "-" => read_secret(cx, pick("The token: ", "令牌:")).await?,
            token => Secret::from(token),
        };
        // What is copied from a header brings what stands before it.
        let text = token.expose().trim();
        let begins = text.get(..7).is_some_and(|begin| begin.eq_ignore_ascii_case("bearer "));
        Ok(text.get(if begins { 7.. } else { 0.. }).unwrap_or(text).trim().into())
    }
}

fn inspect(cx: &Context, text: &str) -> Result<(), Failure> {
    let token = UnverifiedToken::read(text).map_err(|error| {
        Failure::new(Exit::No, text!("It cannot be read: {}.", "无法读取:{}。", reason(&error)))
    })?;
    if cx.out.is_json() {
        let value = json!({
            "verified": false,
            "header": token.header(),
            "claims": token.claims(),
            "encrypted": token.is_encrypted(),
        });
        return cx.out.line(&format!("{value:#}"));
    }
    cx.out.note(pick(
        "Nothing of this is verified: anybody can have written it.",
        "以下内容未经验证,任何人都可能写出。",
    ));
    cx.out.line(&cx.out.bold(pick("Header", "头部")))?;
    fields(cx, token.header())?;
    cx.out.line(&cx.out.bold(pick("Claims", "声明")))?;
    match token.claims() {
        Some(claims) => fields(cx, claims),
        None => cx.out.line(pick("  encrypted", "  已加密")),
    }
}

fn fields(cx: &Context, fields: &Map<String, Value>) -> Result<(), Failure> {
    let rows: Vec<_> = fields
        .iter()
        .map(|(name, value)| {
            let text = match value {
                Value::String(text) => excerpt(text, 200),
                other => excerpt(&other.to_string(), 200),
            };
            vec![format!("  {}", one_line(name)), format!("{text}{}", time(name, value))]
        })
        .collect();
    let mut table = Table::new(vec![String::new(); 2], cx.out.columns());
    table.lines(&rows).iter().try_for_each(|line| cx.out.line(line))
}

/// A time in words, for claims that are times.
fn time(name: &str, value: &Value) -> String {
    const LATEST: u64 = 253_402_300_799;
    let is_time = ["exp", "iat", "nbf", "auth_time", "updated_at"].contains(&name);
    let Some(seconds) = value.as_u64().filter(|seconds| is_time && *seconds <= LATEST) else {
        return String::new();
    };
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    format!("  {}", when(time))
}

/// `2026-11-29T23:37:13Z, in 3 h 4 min`.
pub(super) fn when(time: SystemTime) -> String {
    let at = Timestamp::from(time);
    let now = SystemTime::now();
    match time.duration_since(now) {
        Ok(left) => {
            let left = span(left.as_secs());
            text!("{at}, in {left}", "{at}({left}后)")
        }
        Err(_) => {
            let ago = span(now.duration_since(time).unwrap_or_default().as_secs());
            text!("{at}, {ago} ago", "{at}({ago}前)")
        }
    }
}

impl Verify {
    async fn run(self, cx: &Context) -> Result<(), Failure> {
        if self.secret_stdin && self.given.token == "-" && !std::io::stdin().is_terminal() {
            return Err(Failure::usage(text!(
                "Standard input cannot hold both the token and the secret: give the token as an argument.",
                "标准输入不能同时提供令牌与密钥,请将令牌作为参数。"
            )));
        }
        let token = self.given.read(cx).await?;
        let app = self.app.find(cx).await?;
        let secret = match self.secret_stdin {
            true => Some(read_secret(cx, pick("The application's secret: ", "应用密钥:")).await?),
            false => app.secret.clone(),
        };
        let mut algorithms = Vec::new();
        if secret.is_some() {
            algorithms.push(Algorithm::Hs256);
        }
        if !self.offline {
            algorithms.extend([
                Algorithm::Rs256,
                Algorithm::Ps256,
                Algorithm::Es256,
                Algorithm::EdDsa,
            ]);
        }
        if algorithms.is_empty() {
            return Err(Failure::usage(text!(
                "--offline needs the secret: there is nothing to verify with.",
                "--offline 需要密钥,否则无从验证。"
            ))
            .hint(text!(
                "Add --secret-stdin, or set AUTHING_APP_SECRET.",
                "请加上 --secret-stdin 或设置 AUTHING_APP_SECRET。"
            )));
        }
        let settings = cx.settings().await.ok();
        let mut builder = Verifier::builder(app.id()?, app.host()?)
            .id_token_algorithms(algorithms.clone())
            .access_token_algorithms(algorithms)
            .danger_allow_http(settings.is_some_and(|settings| settings.danger_allow_http))
            .legacy_user_tokens(true);
        if let Some(secret) = secret {
            builder = builder.secret(secret);
        }
        if let Some(issuer) = &self.issuer {
            builder = builder.issuer(issuer);
        }
        let verifier = builder.build().map_err(|error| failure(&error))?;
        match verifier.verify_any(token.expose()).await {
            Ok(good) => tell(cx, &good),
            Err(Error::Token(error)) => {
                let why = reason(&error);
                if cx.out.is_json() {
                    cx.out.line(&format!("{:#}", json!({ "valid": false, "reason": why })))?;
                    return Err(Failure::silent(Exit::No));
                }
                Err(Failure::new(Exit::No, text!("Refused: {why}.", "无效:{why}。")))
            }
            Err(error) => Err(failure(&error)),
        }
    }
}

fn tell(cx: &Context, good: &VerifiedToken) -> Result<(), Failure> {
    let (kind, who, until, scopes) = match good {
        VerifiedToken::IdToken(claims) => {
            ("id_token", Some(claims.sub.clone()), Some(claims.exp), Vec::new())
        }
        VerifiedToken::AccessToken(claims) => {
            let who = claims.sub.as_deref().or(claims.account_id()).map(str::to_owned);
            ("access_token", who, Some(claims.exp), claims.scopes.iter().cloned().collect())
        }
        VerifiedToken::UserToken(claims) => {
            ("user_token", Some(claims.user_id.clone()), Some(claims.exp), Vec::new())
        }
        VerifiedToken::LogoutToken(claims) => {
            ("logout_token", claims.sub.clone().or(claims.sid.clone()), None, Vec::new())
        }
        other => {
            let kind = excerpt(&format!("{other:?}"), 60);
            return cx.out.line(&text!("Good: {kind}", "有效:{kind}"));
        }
    };
    if cx.out.is_json() {
        let until = until.map(|until| Timestamp::from(until).as_str().to_owned());
        let value = json!({
            "valid": true, "kind": kind, "subject": who, "expiresAt": until, "scopes": scopes,
        });
        return cx.out.line(&format!("{value:#}"));
    }
    cx.out.line(&text!("Good: an {kind}", "有效:{kind}"))?;
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push(vec![format!("  {name}"), value]);
    if let Some(who) = &who {
        row(pick("user", "用户"), excerpt(who, 100));
    }
    if !scopes.is_empty() {
        row(pick("scopes", "权限范围"), excerpt(&scopes.join(" "), 200));
    }
    if let Some(until) = until {
        row(pick("until", "有效期至"), when(until));
    }
    let mut table = Table::new(vec![String::new(); 2], cx.out.columns());
    table.lines(&rows).iter().try_for_each(|line| cx.out.line(line))
}
