//! Says in plain words what a token is and what is wrong with it.
//!
//! `cargo run --example verify-token --features web -- [options] [TOKEN|-]`, where `-` reads the
//! token from standard input. Without a token it makes some of its own, offline, and explains each.
//! It exits with a failure when the token is refused.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to its reader")]

use std::{
    env,
    error::Error as StdError,
    io::Read as _,
    process::ExitCode,
    time::{Duration, SystemTime},
};

use authing_examples::variable;
use authing_protocols::Timestamp;
use authing_protocols::{
    Error,
    jose::{Algorithm, UnverifiedToken, VerifiedToken, Verifier},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

const USAGE: &str = "usage: verify-token [options] [TOKEN|-]
  --app-id ID      the application (else the variable AUTHING_APP_ID)
  --host ADDRESS   its host, https://{identifier}.authing.cn (else AUTHING_APP_HOST)
  --secret SECRET  its secret, for tokens signed with HS256; better AUTHING_APP_SECRET, which no
                   process list shows
  --issuer ISSUER  the issuer, if it is not {host}/oidc
  --offline        fetch no keys: only HS256 can be verified
Without a token: a demonstration.";

type BoxError = Box<dyn StdError>;

#[derive(Default)]
struct Options {
    app_id: Option<String>,
    host: Option<String>,
    secret: Option<String>,
    issuer: Option<String>,
    offline: bool,
    token: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Whether the token, or every token of the demonstration, is what it should be.
async fn run() -> Result<bool, BoxError> {
    let options = Options::read()?;
    let Some(token) = &options.token else {
        demonstrate().await?;
        return Ok(true);
    };
    Ok(explain(&options.verifier(token)?, token).await)
}

impl Options {
    fn read() -> Result<Self, BoxError> {
        let mut options = Self {
            app_id: variable("AUTHING_APP_ID"),
            host: variable("AUTHING_APP_HOST"),
            secret: variable("AUTHING_APP_SECRET"),
            ..Self::default()
        };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(USAGE);
            match argument.as_str() {
                "--app-id" => options.app_id = Some(value()?),
                "--host" => options.host = Some(value()?),
                "--secret" => options.secret = Some(value()?),
                "--issuer" => options.issuer = Some(value()?),
                "--offline" => options.offline = true,
                "-" => {
                    let mut text = String::new();
                    std::io::stdin().read_to_string(&mut text)?;
                    options.token = Some(text.trim().to_owned());
                }
                flag if flag.starts_with('-') => return Err(USAGE.into()),
                token => options.token = Some(token.to_owned()),
            }
        }
        Ok(options)
    }

    /// A verifier for whatever algorithm can be verified with what is there. A service would say
    /// which one it expects; a person who looks at one token wants to know about this one.
    fn verifier(&self, token: &str) -> Result<Verifier, BoxError> {
        let mut algorithms = Vec::new();
        if self.secret.is_some() {
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
            return Err("--offline needs a secret: there is no key to verify with".into());
        }
        // What is unverified may fill in what was not given: it is only compared with itself.
        let read = UnverifiedToken::read(token).ok();
        let audience =
            read.as_ref().and_then(|token| Some((*token.audience().first()?).to_owned()));
        let app_id = match (&self.app_id, audience) {
            (Some(app_id), _) => app_id.clone(),
            (None, Some(audience)) => {
                println!("(no --app-id: taking the token's word for who it is for)");
                audience
            }
            (None, None) => {
                return Err("give --app-id: the token does not say who it is for".into());
            }
        };
        // Never the host: keys would come from wherever a forger likes.
        let host = self.host.clone().ok_or("give --host: keys and issuer depend on it")?;
        let mut builder = Verifier::builder(app_id, host)
            .id_token_algorithms(algorithms.clone())
            .access_token_algorithms(algorithms)
            .legacy_user_tokens(true);
        if let Some(secret) = &self.secret {
            builder = builder.secret(secret.as_str());
        }
        if let Some(issuer) = &self.issuer {
            builder = builder.issuer(issuer);
        }
        Ok(builder.build()?)
    }
}

/// Shows what a token says, unverified, and then what is true of it. Whether it is accepted.
async fn explain(verifier: &Verifier, token: &str) -> bool {
    show(token);
    println!("  verified:");
    let reason = match verifier.verify_any(token).await {
        Ok(VerifiedToken::IdToken(claims)) => {
            println!("    a good id_token: {} logged in", claims.sub);
            println!("    until {}", Timestamp::from(claims.exp));
            return true;
        }
        Ok(VerifiedToken::AccessToken(claims)) => {
            let scopes: Vec<String> = claims.scopes.iter().cloned().collect();
            let owner = claims.sub.as_deref().or(claims.account_id()).unwrap_or("nobody");
            println!("    a good access token of {owner}, for: {}", scopes.join(" "));
            println!("    until {}", Timestamp::from(claims.exp));
            return true;
        }
        Ok(VerifiedToken::UserToken(claims)) => {
            println!("    a good user token of {}", claims.user_id);
            return true;
        }
        Ok(VerifiedToken::LogoutToken(claims)) => {
            let who = claims.sub.or(claims.sid).unwrap_or_default();
            println!("    a good logout token: the sessions of {who} end");
            return true;
        }
        Ok(other) => {
            println!("    a good token: {other:?}");
            return true;
        }
        Err(reason) => reason,
    };
    println!("    REFUSED: {reason}");
    if let Error::Call(error) = &reason {
        println!("    ({})", error.report());
    }
    false
}

/// Header and payload as they came; of the signature only its length.
fn show(token: &str) {
    let parts: Vec<&str> = token.split('.').collect();
    println!("  {} characters in {} part(s)", token.len(), parts.len());
    println!("  UNVERIFIED, anybody can have written this:");
    match UnverifiedToken::read(token) {
        Ok(token) => {
            println!("    header  {}", Value::Object(token.header().clone()));
            match token.claims() {
                None => println!("    the content is encrypted"),
                Some(claims) => {
                    for (name, value) in claims {
                        // Escaped: it goes to a terminal.
                        let escaped = name.escape_debug().to_string();
                        println!("    {escaped:<8} {}{}", short(value), time(name, value));
                    }
                }
            }
        }
        Err(error) => println!("    it cannot be read: {error}"),
    }
    if let [_, _, signature] = parts.as_slice() {
        println!("    a signature of {} characters", signature.len());
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 100 { text } else { text.chars().take(99).chain(['…']).collect() }
}

fn time(name: &str, value: &Value) -> String {
    let seconds = value.as_u64().filter(|seconds| *seconds <= 253_402_300_799);
    match seconds {
        Some(seconds) if ["exp", "iat", "nbf", "auth_time"].contains(&name) => {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            format!(" ({})", Timestamp::from(time))
        }
        _ => String::new(),
    }
}

/// Tokens that are good and bad in many ways, made and verified without any network.
async fn demonstrate() -> Result<(), BoxError> {
    const APP: &str = "5f17a529f64fb009b794a2ff";
    const SECRET: &str = "a-secret-of-thirty-two-letters!!";
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
    let claims = |change: &dyn Fn(&mut Value)| {
        let mut claims = json!({
            "sub": "5f702fcc913544c358cb2123", "aud": APP, "nickname": "Bob", "iat": now,
            "exp": now + 1_209_600, "iss": "https://sample.authing.cn/oidc",
        });
        change(&mut claims);
        claims
    };
    let signed = |secret: &str, claims: &Value| {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&Header::default(), claims, &key)
    };
    // HS256 needs the secret alone, so that nothing is fetched.
    let verifier = Verifier::builder(APP, "https://sample.authing.cn")
        .secret(SECRET)
        .access_token_algorithms([Algorithm::Hs256])
        .build()?;
    let good = signed(SECRET, &claims(&|_| {}))?;
    let (head, _) = good.rsplit_once('.').ok_or("no token")?;
    let payload =
        URL_SAFE_NO_PAD.encode(claims(&|claims| claims["sub"] = "admin".into()).to_string());
    let header = good.split('.').next().unwrap_or_default();
    let signature = good.rsplit('.').next().unwrap_or_default();
    let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
    let examples = [
        ("A good id_token", good.clone(), true),
        ("Another user's name written over it", format!("{header}.{payload}.{signature}"), false),
        ("Signed with nothing (alg: none)", format!("{none}.{payload}."), false),
        ("Its signature cut off", format!("{head}."), false),
        ("Signed with another secret", signed(&"x".repeat(32), &claims(&|_| {}))?, false),
        (
            "Another application's",
            signed(SECRET, &claims(&|claims| claims["aud"] = "another app".into()))?,
            false,
        ),
        (
            "Another host's",
            signed(
                SECRET,
                &claims(&|claims| claims["iss"] = "https://core.authing.cn/oidc".into()),
            )?,
            false,
        ),
        (
            "Last week's",
            signed(SECRET, &claims(&|claims| claims["exp"] = (now - 604_800).into()))?,
            false,
        ),
        (
            "An access token",
            signed(SECRET, &claims(&|claims| claims["scope"] = "openid orders:read".into()))?,
            true,
        ),
        ("An OAuth 2.0 token, which is opaque", "27f9a3f0c1b2d4e5".into(), false),
    ];
    for (title, token, good) in &examples {
        println!("\n== {title}");
        if explain(&verifier, token).await != *good {
            return Err(format!("{title}: not what was expected").into());
        }
    }
    println!("\nGive it a token of your own: --host https://yours.authing.cn TOKEN");
    Ok(())
}
