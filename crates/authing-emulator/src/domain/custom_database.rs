//! A custom database, from which people move in one by one: who logs in and is not known is looked up
//! there, and is a user like any other from then on (the server's mode LAZY_MIGRATION).

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::calls::{DatabaseCall, DatabaseScript, Failed};
use crate::domain::context::Cx;
use crate::domain::functions::{Scripts, run_scripts};
use crate::domain::happenings;
use crate::domain::pipeline::{self, failure, refusal};
use crate::domain::users::{self, NewAccount};
use crate::state::pipeline::DatabaseAddress;
use crate::state::users::Identifier;

/// Where the scripts of the request's pool are: the closure is for the first pool.
enum Place {
    Closure(u64, Scripts),
    Address(DatabaseAddress),
}

fn place(cx: &Cx<'_>) -> ApiResult<Option<Place>> {
    let pool = cx.pool()?;
    if let Some(address) = &pool.custom_database {
        return Ok(Some(Place::Address(address.clone())));
    }
    let is_first = cx.state.pools.first().is_some_and(|first| first.id == pool.id);
    let scripts = cx.env.functions.scripts().filter(|_| is_first);
    Ok(scripts.map(|(seconds, scripts)| Place::Closure(seconds, scripts)))
}

/// Runs a script; the result is a profile, if there is one. None, too, where there is no database.
fn run(
    cx: &mut Cx<'_>,
    script: DatabaseScript,
    query: Json,
    password: Option<&str>,
) -> ApiResult<Option<Map<String, Json>>> {
    let Some(place) = place(cx)? else { return Ok(None) };
    let env = cx.pool()?.env.iter().map(|(name, value)| (name.clone(), json!(value)));
    let env = Json::Object(env.collect());
    let context = pipeline::context(cx)?;
    let password = password.map(str::to_owned);
    let call = DatabaseCall { script, query, password, context, env };
    let functions = Arc::clone(&cx.env.functions);
    let outcome = cx.unlocked(|| match place {
        Place::Closure(seconds, scripts) => {
            run_scripts(scripts, call, Duration::from_secs(seconds))
        }
        Place::Address(address) => {
            let body = json!({
                "script": script.name(),
                "query": call.query,
                "password": call.password,
                "context": call.context,
                "env": call.env,
            });
            let limit = Duration::from_secs(address.timeout);
            read(&functions.call(&address.url, &body, limit)?)
        }
    });
    match outcome {
        Ok(Ok(None | Some(Json::Null))) => Ok(None),
        Ok(Ok(Some(Json::Object(profile)))) => Ok(Some(profile)),
        Ok(Ok(Some(_))) => {
            let failed = Failed::Broken("a profile is an object".to_owned());
            Err(failure(script.name(), &failed))
        }
        Ok(Err(message)) => Err(refusal(message)),
        Err(failed) => Err(failure(script.name(), &failed)),
    }
}

/// What an address has returned.
fn read(returned: &Json) -> Result<Result<Option<Json>, String>, Failed> {
    let error = returned.get("error").filter(|error| !error.is_null());
    let message = error.map(|error| error.get("message").unwrap_or(error).as_str());
    match (message, returned.get("profile")) {
        (Some(Some(message)), _) => Ok(Err(message.to_owned())),
        (None, Some(profile)) => Ok(Ok(Some(profile.clone()))),
        _ => Err(Failed::Broken("it returned no JSON object with `profile` or `error`".to_owned())),
    }
}

/// Whether somebody of this name is in the database.
pub(crate) fn knows(cx: &mut Cx<'_>, by: Identifier, value: &str) -> ApiResult<bool> {
    let found = run(cx, DatabaseScript::GetUser, query(by, value), None)?;
    Ok(found.is_some())
}

/// Takes over somebody who has logged in at the database, with the password they gave. The result is the
/// new user's id; none where there is no database.
pub(crate) fn take_over(
    cx: &mut Cx<'_>,
    by: Identifier,
    value: &str,
    password: &str,
) -> ApiResult<Option<String>> {
    if place(cx)?.is_none() {
        return Ok(None);
    }
    let script = DatabaseScript::Login;
    let Some(mut profile) = run(cx, script, query(by, value), Some(password))? else {
        let failed = Failed::Broken("it returned no profile".to_owned());
        return Err(failure(script.name(), &failed));
    };
    let id = match profile.get("id") {
        Some(Json::String(id)) if !id.is_empty() => id.clone(),
        Some(Json::Number(id)) => id.to_string(),
        _ => {
            let failed = Failed::Broken("a profile has an `id` that is not empty".to_owned());
            return Err(failure(script.name(), &failed));
        }
    };
    let text = |name: &str| profile.get(name).and_then(Json::as_str).map(str::to_owned);
    let is = |name: &str| profile.get(name).and_then(Json::as_bool).unwrap_or(false);
    let mut new = NewAccount {
        username: text("username"),
        email: text("email"),
        phone: text("phone"),
        email_verified: is("emailVerified"),
        phone_verified: is("phoneVerified"),
        password: Some(password.to_owned()),
        source: "import:database",
        ..NewAccount::default()
    };
    // Whoever logged in by a name has it.
    match by {
        Identifier::Email => new.email = new.email.or_else(|| Some(value.to_owned())),
        Identifier::Phone => new.phone = new.phone.or_else(|| Some(value.to_owned())),
        _ => new.username = new.username.or_else(|| Some(value.to_owned())),
    }
    profile.insert("externalId".to_owned(), Json::from(id));
    new.profile = profile;
    let id = users::create(cx, new, failures::USER_EXISTS_AT_REGISTER)?;
    happenings::registered(cx, &id);
    Ok(Some(id))
}

fn query(by: Identifier, value: &str) -> Json {
    match by {
        Identifier::Email => json!({ "email": value }),
        Identifier::Phone => json!({ "phone": value }),
        _ => json!({ "username": value }),
    }
}
