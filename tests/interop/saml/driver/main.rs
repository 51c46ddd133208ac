//! Our side of `tests/interop/saml/run`.
//!
//! ```text
//! interop-saml KEYS metadata           prints our metadata
//! interop-saml KEYS requests           prints requests, one JSON object a line
//! interop-saml KEYS check ID [nobody]  reads a response as base64 from standard input
//! interop-saml KEYS logout             reads a signed query from standard input
//! ```

#![allow(clippy::print_stdout, reason = "it talks to the script that runs it")]

use std::{
    env,
    error::Error,
    fs,
    io::{self, Read as _},
};

use authing_protocols::Secret;
use authing_protocols::saml::{
    LogoutMessage, NameId, PendingAuthn, PostForm, PostedResponse, SamlIdentityProvider,
    ServiceProvider,
};
use serde_json::{Map, Value, json};
use url::Url;

type BoxError = Box<dyn Error>;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [keys, command, rest @ ..] = arguments.as_slice() else { return Err("see the top".into()) };
    let sp = provider(keys)?;
    match (*command, rest) {
        ("metadata", []) => println!("{}", sp.metadata()),
        ("requests", []) => requests(&sp)?,
        ("check", [id]) => check(&sp, id).await?,
        ("check", [id, "nobody"]) => match check(&sp, id).await {
            Ok(()) => return Err("it was accepted".into()),
            Err(error) => println!("refused: {error}"),
        },
        ("logout", []) => {
            let query = standard_input()?;
            let request = sp.read_logout_request(&LogoutMessage::from_query(query.trim())?).await?;
            if request.name_id.value != "alice-7f3a" {
                return Err("the request names another".into());
            }
        }
        _ => return Err("see the top of this file".into()),
    }
    Ok(())
}

fn provider(keys: &str) -> Result<ServiceProvider, BoxError> {
    let read = |name: &str| fs::read_to_string(format!("{keys}/{name}"));
    let idp = SamlIdentityProvider::new(
        "https://idp.example.com/metadata",
        "https://idp.example.com/sso",
    )
    .logout_url("https://idp.example.com/slo")
    .certificate(read("idp.crt")?);
    let acs = "https://sp.example.com/saml/acs";
    Ok(ServiceProvider::builder("https://sp.example.com/saml", acs)
        .idp(idp)
        .signing_key(read("sp.key")?, read("sp.crt")?)
        .decryption_key(read("sp.key")?, read("sp.crt")?)
        .logout_url("https://sp.example.com/saml/logout")
        .build()?)
}

fn requests(sp: &ServiceProvider) -> Result<(), BoxError> {
    let context = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
    let request = || {
        sp.authn_request()
            .relay_state("/orders?a=b&c")
            .authn_context([context], Default::default())
            .name_id_format("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent")
    };
    print_query("authn", &request().redirect()?.0);
    print_form("authn", &request().post()?.0);
    let alice = NameId::new("alice-7f3a");
    print_query("logout", &sp.logout(&alice).session_index("session-1").redirect()?.0);
    print_form("logout", &sp.logout(&alice).session_index("session-1").post()?.0);
    Ok(())
}

fn print_query(kind: &str, url: &Url) {
    let mut fields: Map<String, Value> =
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into())).collect();
    fields.insert("kind".to_owned(), json!(kind));
    fields.insert("binding".to_owned(), json!("redirect"));
    println!("{}", Value::Object(fields));
}

fn print_form(kind: &str, form: &PostForm) {
    let mut fields: Map<String, Value> =
        form.fields().map(|(name, value)| (name.to_owned(), value.into())).collect();
    fields.insert("kind".to_owned(), json!(kind));
    fields.insert("binding".to_owned(), json!("post"));
    println!("{}", Value::Object(fields));
}

async fn check(sp: &ServiceProvider, id: &str) -> Result<(), BoxError> {
    let (_, pending) = sp.authn_request().redirect()?;
    let mut kept: Value = serde_json::from_str(pending.to_secret().expose())?;
    kept["id"] = id.into();
    let pending = PendingAuthn::from_secret(Secret::new(kept.to_string()))?;
    let form = PostedResponse::new(standard_input()?);
    let login = sp.finish(&form, pending).await?;
    if login.name_id.value != "alice-7f3a" || login.attributes.is_empty() {
        return Err("it logs another in, or says nothing of her".into());
    }
    Ok(())
}

fn standard_input() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    Ok(text)
}
