//! The control routes under `/_emulator`: what a test may ask of the emulator itself.

mod outcome;
mod users;

use std::time::{Duration, SystemTime};

use http::{Method, StatusCode, header, request};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::clock::LAST;
use crate::base::happening::Event;
use crate::base::hub::Audience;
use crate::base::limits::cut;
use crate::base::{form, jwt};
use crate::control::outcome::{Outcome, read, refused};
use crate::domain::context::RequestInfo;
use crate::domain::user_pools::NewUserPool;
use crate::engine::Engine;
use crate::engine::fault::FaultRequest;
use crate::handler::Response;
use crate::state::applications::TokenAlgorithm;
use crate::state::external_identities::{DirectoryKind, DirectoryUser};
use crate::state::pipeline::{
    DatabaseAddress, Patience, PipelineStage, check, require_loopback, three,
};
use crate::state::users::Identifier;
use crate::state::webhooks::Webhook;

const PREFIX: &str = "/_emulator";

pub(crate) fn is_control(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) fn serve(engine: &Engine, head: &request::Parts, body: &[u8]) -> Response {
    // A page in a browser must not steer the emulator or read its secrets.
    let mut origins = head.headers.get_all(header::ORIGIN).iter();
    if origins.any(|origin| *origin != *engine.env.base_url) {
        let body = json!({ "error": "control routes take no requests from other origins" });
        return Response::json(StatusCode::FORBIDDEN, &body);
    }
    #[cfg(feature = "seed")]
    if (&head.method, head.uri.path()) == (&Method::GET, "/_emulator/seed") {
        return seed(engine);
    }
    match route(engine, head, body) {
        Ok(body) => Response::json(StatusCode::OK, &body),
        Err((status, reason)) => Response::json(status, &json!({ "error": reason })),
    }
}

/// The present state as YAML, for `curl > seed.yaml`.
#[cfg(feature = "seed")]
fn seed(engine: &Engine) -> Response {
    match engine.export_seed() {
        Ok(text) => Response::text(text, "application/yaml; charset=utf-8"),
        Err(error) => {
            let body = json!({ "error": error.to_string() });
            Response::json(StatusCode::INTERNAL_SERVER_ERROR, &body)
        }
    }
}

/// Does what a route does, for the console. The error is the text of its refusal.
#[cfg(feature = "console")]
pub(crate) fn call(
    engine: &Engine,
    method: &Method,
    path: &str,
    body: &Json,
) -> Result<Json, String> {
    let request = http::Request::builder().method(method).uri(format!("{PREFIX}{path}")).body(());
    let (head, ()) = request.map_err(|error| error.to_string())?.into_parts();
    route(engine, &head, body.to_string().as_bytes()).map_err(|(_, reason)| reason)
}

fn route(engine: &Engine, head: &request::Parts, body: &[u8]) -> Outcome {
    let path = head.uri.path();
    let done = || json!({ "ok": true });
    Ok(match (&head.method, path.strip_prefix(PREFIX).unwrap_or_default()) {
        (&Method::GET, "" | "/") => engine.info(),
        (&Method::GET, "/health") => {
            json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })
        }
        (&Method::POST, "/reset") => {
            engine.reset();
            done()
        }
        (&Method::GET, "/messages") => json!({ "messages": engine.env.outbox.all() }),
        (&Method::DELETE, "/messages") => {
            engine.env.outbox.clear();
            done()
        }
        (&Method::GET, "/clock") => clock(engine),
        (&Method::POST, "/clock") => set_clock(engine, &read(body)?)?,
        (&Method::GET, "/faults") => json!({ "pending": engine.faults.pending() }),
        (&Method::POST, "/faults") => {
            let fault = read::<FaultRequest>(body)?.fault();
            engine.faults.add(fault.map_err(|reason| (StatusCode::BAD_REQUEST, reason))?);
            done()
        }
        (&Method::DELETE, "/faults") => {
            engine.faults.clear();
            done()
        }
        (&Method::POST, "/expire-tokens") => {
            engine.expire_tokens();
            done()
        }
        (&Method::POST, "/tokens" | "/mint-token") => {
            let minted = engine.mint_token(&read(body)?);
            json!({ "token": minted.map_err(|error| (StatusCode::NOT_FOUND, error.to_string()))? })
        }
        (&Method::POST, "/faces") => {
            engine.env.set_faces_match(read::<Faces>(body)?.matching);
            done()
        }
        (&Method::GET, "/requests") => json!({ "requests": engine.journal.all() }),
        (&Method::DELETE, "/requests") => {
            engine.journal.clear();
            done()
        }
        (&Method::GET, "/events") => event_subscribers(engine, head.uri.query()),
        (&Method::POST, "/events") => publish_event(engine, &read(body)?),
        (&Method::DELETE, "/events") => {
            engine.env.events.cut();
            done()
        }
        (&Method::GET, "/webhooks") => webhooks(engine),
        (&Method::POST, "/webhooks") => add_webhook(engine, read(body)?)?,
        (&Method::GET, "/webhooks/events") => webhook_events(),
        (&Method::GET, "/webhooks/deliveries") => json!({
            "deliveries": engine.deliveries.all(), "open": engine.deliveries.open(),
            "refused": engine.deliveries.without_room(),
        }),
        (&Method::DELETE, "/webhooks/deliveries") => {
            engine.deliveries.clear();
            done()
        }
        (method, path) if path.starts_with("/webhooks/deliveries/") => {
            let rest = path.trim_start_matches("/webhooks/deliveries/");
            delivery(engine, method, rest)?
        }
        (&Method::DELETE, path) if path.starts_with("/webhooks/") => {
            if !engine.remove_webhook(path.trim_start_matches("/webhooks/")) {
                return Err((StatusCode::NOT_FOUND, "no such webhook".to_owned()));
            }
            done()
        }
        (&Method::GET, "/pipeline") => pipeline(engine),
        (&Method::POST, "/pipeline") => add_pipeline(engine, &read(body)?)?,
        (&Method::DELETE, path) if path.starts_with("/pipeline/") => {
            if !engine.remove_pipeline(path.trim_start_matches("/pipeline/")) {
                return Err((StatusCode::NOT_FOUND, "no such pipeline function".to_owned()));
            }
            done()
        }
        (&Method::GET, "/custom-database") => custom_databases(engine),
        (&Method::PUT, "/custom-database") => set_custom_database(engine, &read(body)?)?,
        (&Method::POST, "/applications") => create_application(engine, read(body)?)?,
        (&Method::PATCH, path) if path.starts_with("/applications/") => {
            let id = path.trim_start_matches("/applications/");
            if !engine.configure_application(id, read(body)?) {
                return Err((StatusCode::NOT_FOUND, "no such application".to_owned()));
            }
            done()
        }
        (&Method::POST, "/directory-users") => add_directory_user(engine, read(body)?),
        (&Method::POST, "/wechat-codes") => {
            json!({ "code": engine.issue_wechat_code(read(body)?) })
        }
        (&Method::POST, "/directories") => {
            engine.set_directory(read(body)?);
            done()
        }
        (&Method::GET, "/user-pools") => user_pools(engine),
        (&Method::POST, "/user-pools") => create_user_pool(engine, read(body)?)?,
        (method, path) if users::is_about(path) => {
            users::serve(engine, method, path, head.uri.query(), body)?
        }
        (&Method::GET, "/verify-email") => verify_email(engine, head.uri.query())?,
        (method, _) => {
            let reason = format!("there is no control route {method} {}", cut(path.to_owned()));
            return Err((StatusCode::NOT_FOUND, reason));
        }
    })
}

fn clock(engine: &Engine) -> Json {
    let now = engine.now();
    json!({ "now": now.to_rest(), "unixSeconds": now.unix_seconds() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockChange {
    advance_seconds: Option<u64>,
    set_unix_seconds: Option<u64>,
}

/// Nothing is changed by a request of which a part cannot be.
fn set_clock(engine: &Engine, change: &ClockChange) -> Outcome {
    let (first, last) = (SystemTime::UNIX_EPOCH, LAST.to_system_time());
    let start = match change.set_unix_seconds {
        Some(seconds) => first.checked_add(Duration::from_secs(seconds)),
        None => Some(engine.now().to_system_time()),
    };
    let step = Duration::from_secs(change.advance_seconds.unwrap_or_default());
    let end = start.and_then(|start| start.checked_add(step));
    if end.is_none_or(|end| end > last) {
        let reason = format!(
            "the clock cannot go beyond {}, the end of the year 9999 (unixSeconds {})",
            LAST.to_rest(),
            LAST.unix_seconds()
        );
        return Err((StatusCode::BAD_REQUEST, reason));
    }
    if let Some(start) = start.filter(|_| change.set_unix_seconds.is_some()) {
        engine.env.clock.set(start);
    }
    engine.env.clock.advance(step);
    Ok(clock(engine))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Faces {
    #[serde(rename = "match")]
    matching: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewApplication {
    name: String,
    user_pool_id: Option<String>,
    algorithm: Option<TokenAlgorithm>,
}

fn create_application(engine: &Engine, new: NewApplication) -> Outcome {
    let algorithm = new.algorithm.unwrap_or_default();
    let made = engine.create_application(new.user_pool_id.as_deref(), &new.name, algorithm);
    let made = made.ok_or((StatusCode::NOT_FOUND, "no such user pool".to_owned()))?;
    Ok(json!(made))
}

#[derive(Deserialize)]
struct NewDirectoryUser {
    directory: DirectoryKind,
    #[serde(flatten)]
    user: DirectoryUser,
}

fn add_directory_user(engine: &Engine, new: NewDirectoryUser) -> Json {
    engine.add_directory_user(new.directory, new.user);
    json!({ "ok": true })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPool {
    name: String,
    id: Option<String>,
    secret: Option<String>,
}

fn create_user_pool(engine: &Engine, new: NewPool) -> Outcome {
    let NewPool { name, id, secret } = new;
    let made = engine.create_user_pool(NewUserPool { id, secret, name, domain: None });
    Ok(json!(made.map_err(|error| refused(&error))?))
}

/// Each with its applications.
fn user_pools(engine: &Engine) -> Json {
    let pools = engine.user_pools().into_iter().map(|(pool, apps)| {
        let mut view = json!(pool);
        view["applications"] = json!(apps);
        view
    });
    json!({ "userPools": pools.collect::<Vec<_>>() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewEvent {
    event_type: String,
    data: String,
}

fn publish_event(engine: &Engine, new: &NewEvent) -> Json {
    let pool_id = engine.first_pool_id();
    engine.env.events.publish(&pool_id, Audience::Everybody, &new.event_type, &new.data);
    json!({ "ok": true })
}

fn event_subscribers(engine: &Engine, query: Option<&str>) -> Json {
    let query = form::parse(query.unwrap_or_default());
    let event_type = query.iter().find(|(name, _)| name == "eventType");
    let event_type = event_type.map(|(_, value)| value.as_str()).unwrap_or_default();
    json!({ "subscribers": engine.env.events.count(&engine.first_pool_id(), event_type) })
}

/// Secrets are not shown.
fn webhooks(engine: &Engine) -> Json {
    let list = engine.webhooks().into_iter().map(|(pool_id, webhook)| {
        let mut view = json!(webhook.settings);
        if webhook.settings.secret.is_some() {
            view["secret"] = json!("***");
        }
        view["webhookId"] = json!(webhook.id);
        view["userPoolId"] = json!(pool_id);
        view["createdAt"] = json!(webhook.created_at.to_rest());
        view["updatedAt"] = json!(webhook.updated_at.to_rest());
        view
    });
    json!({ "webhooks": list.collect::<Vec<_>>() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewWebhook {
    user_pool_id: Option<String>,
    #[serde(flatten)]
    webhook: Map<String, Json>,
}

fn add_webhook(engine: &Engine, new: NewWebhook) -> Outcome {
    let refused = |reason: String| (StatusCode::BAD_REQUEST, cut(reason));
    let webhook: Webhook = serde_json::from_value(Json::Object(new.webhook))
        .map_err(|error| refused(error.to_string()))?;
    webhook.check().map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?;
    let id = engine.add_webhook(new.user_pool_id.as_deref(), webhook);
    let id = id.ok_or((StatusCode::NOT_FOUND, "no such user pool".to_owned()))?;
    Ok(json!({ "webhookId": id }))
}

/// The addresses of pipeline functions; there is no way to show code of the caller's own.
fn pipeline(engine: &Engine) -> Json {
    let list = engine.pipeline_addresses().into_iter().map(|(pool_id, address)| {
        let mut view = json!(address.patience);
        view["id"] = json!(address.id);
        view["scene"] = json!(address.scene);
        view["url"] = json!(address.url);
        view["userPoolId"] = json!(pool_id);
        view
    });
    json!({ "pipeline": list.collect::<Vec<_>>() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPipeline {
    user_pool_id: Option<String>,
    scene: PipelineStage,
    url: String,
    #[serde(flatten)]
    patience: Patience,
}

fn add_pipeline(engine: &Engine, new: &NewPipeline) -> Outcome {
    callable(&new.url, new.patience.timeout)?;
    let pool_id = new.user_pool_id.as_deref();
    let id = engine.add_pipeline(pool_id, new.scene, &new.url, new.patience);
    Ok(json!({ "id": id.ok_or((StatusCode::NOT_FOUND, "no such user pool".to_owned()))? }))
}

fn custom_databases(engine: &Engine) -> Json {
    let list = engine.database_addresses().into_iter().map(|(pool_id, database)| {
        let mut view = json!(database);
        view["userPoolId"] = json!(pool_id);
        view
    });
    json!({ "customDatabases": list.collect::<Vec<_>>() })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewDatabase {
    user_pool_id: Option<String>,
    /// `null` for none.
    url: Option<String>,
    #[serde(default = "three")]
    timeout: u64,
}

fn set_custom_database(engine: &Engine, new: &NewDatabase) -> Outcome {
    let database = match &new.url {
        Some(url) => {
            callable(url, new.timeout)?;
            Some(DatabaseAddress { url: url.clone(), timeout: new.timeout })
        }
        None => None,
    };
    match engine.set_custom_database(new.user_pool_id.as_deref(), database) {
        true => Ok(json!({ "ok": true })),
        false => Err((StatusCode::NOT_FOUND, "no such user pool".to_owned())),
    }
}

/// Whether whoever reaches the port may have this address called.
fn callable(url: &str, timeout: u64) -> Result<(), (StatusCode, String)> {
    let checked = check(url, timeout).and_then(|()| require_loopback(url));
    checked.map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))
}

/// Every event of the server, and whether the emulator sends it.
fn webhook_events() -> Json {
    let events = Event::ALL.iter();
    let events = events.map(|event| json!({ "name": event.name(), "sent": event.happens() }));
    json!({ "events": events.collect::<Vec<_>>() })
}

fn delivery(engine: &Engine, method: &Method, path: &str) -> Outcome {
    let missing = || (StatusCode::NOT_FOUND, "no such delivery".to_owned());
    match (method, path.split_once('/')) {
        (&Method::GET, None) => Ok(json!(engine.deliveries.get(path).ok_or_else(missing)?)),
        (&Method::POST, Some((id, "redeliver"))) => {
            Ok(json!({ "id": engine.redeliver(id).ok_or_else(missing)? }))
        }
        _ => Err((
            StatusCode::NOT_FOUND,
            "a delivery is read with GET …/deliveries/{id} and sent again with \
             POST …/deliveries/{id}/redeliver"
                .to_owned(),
        )),
    }
}

/// Opens the link of a verification mail.
fn verify_email(engine: &Engine, query: Option<&str>) -> Outcome {
    let refused = || (StatusCode::BAD_REQUEST, "the link is not valid any more".to_owned());
    let token = query.and_then(|query| query.strip_prefix("token=")).ok_or_else(refused)?;
    let now = engine.now();
    let unchecked = jwt::unchecked_claims(token).ok_or_else(refused)?;
    let text =
        |claims: &Json, key: &str| claims.pointer(key).and_then(Json::as_str).map(str::to_owned);
    let pool_id = text(&unchecked, "/data/userPoolId").ok_or_else(refused)?;
    engine.with(&RequestInfo::default(), |cx| {
        cx.enter_pool(&pool_id);
        let pool = cx.pool_mut().map_err(|_| refused())?;
        let claims = jwt::open_hs256(token, &pool.jwt_secret).ok_or_else(refused)?;
        let alive = claims.pointer("/exp").and_then(Json::as_i64) > Some(now.unix_seconds());
        let email = text(&claims, "/data/email").filter(|_| alive).ok_or_else(refused)?;
        let user = pool.users.find_mut(Identifier::Email, &email).ok_or_else(refused)?;
        user.email_verified = true;
        user.updated_at = now;
        let id = user.id.clone();
        cx.happened_to(&id, Event::UserEmailVerified, |_| json!({ "userId": id, "email": email }));
        Ok(())
    })?;
    Ok(json!({ "ok": true, "verified": true }))
}
