//! The rules of user pools: each has a domain of its own.

use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::happening::Event;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::state::user_pool::{Settings, UserPool};

/// What describes a new pool.
#[derive(Default)]
pub(crate) struct NewUserPool {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
    /// A new one if none is given.
    pub(crate) secret: Option<String>,
    pub(crate) name: String,
    /// Its sub-domain; its id if none is given.
    pub(crate) domain: Option<String>,
}

/// Makes a pool with nothing in it, which has the server's defaults.
pub(crate) fn create<'a>(cx: &'a mut Cx<'_>, new: NewUserPool) -> ApiResult<&'a mut UserPool> {
    let NewUserPool { id, secret, name, domain } = new;
    if name.is_empty() || domain.as_deref() == Some("") {
        return Err(failures::BAD_REQUEST.into());
    }
    if id.as_deref().is_some_and(|id| cx.state.pool(id).is_some())
        || domain.as_deref().is_some_and(|domain| cx.state.is_domain_taken(domain))
    {
        return Err(failures::DOMAIN_TAKEN.into());
    }
    let (id, secret) =
        (id.unwrap_or_else(random::object_id), secret.unwrap_or_else(random::secret));
    let mut pool = UserPool::new(id, secret, &name, cx.now);
    pool.domain = domain.unwrap_or(pool.domain);
    cx.state.pools.push(pool);
    cx.state.pools.last_mut().ok_or_else(|| failures::POOL_NOT_FOUND.into())
}

/// Changes what is given of a pool: its name, domain, logo, description and settings.
pub(crate) fn update(cx: &mut Cx<'_>, input: &Map<String, Json>) -> ApiResult<()> {
    let now = cx.now;
    if let Some(domain) = input.get("domain").and_then(Json::as_str)
        && cx.pool()?.domain != domain
        && cx.state.is_domain_taken(domain)
    {
        return Err(failures::DOMAIN_TAKEN.into());
    }
    let pool = cx.pool_mut()?;
    let settings = merged(&pool.settings, input)?;
    pool.settings = settings;
    let text = |key: &str| input.get(key).and_then(Json::as_str).map(str::to_owned);
    if let Some(name) = text("name") {
        pool.name = name;
    }
    if let Some(domain) = text("domain") {
        pool.domain = domain;
    }
    if let Some(logo) = text("logo") {
        pool.logo = logo;
    }
    if input.contains_key("description") {
        pool.description = text("description");
    }
    pool.updated_at = now;
    cx.happened(
        Event::PoolUpdated,
        |pool| json!({ "userPool": views::user_pool(pool, Dates::Rest), "updates": input }),
    );
    Ok(())
}

/// The settings with the given members put over them, one level into objects.
fn merged(settings: &Settings, input: &Map<String, Json>) -> ApiResult<Settings> {
    let malformed =
        |error: serde_json::Error| ApiError::own(failures::BAD_REQUEST.code, error.to_string());
    let mut all = serde_json::to_value(settings).map_err(malformed)?;
    if let Some(all) = all.as_object_mut() {
        for (key, value) in input.iter().filter(|(_, value)| !value.is_null()) {
            match (all.get_mut(key), value) {
                (Some(Json::Object(old)), Json::Object(new)) => old.extend(
                    new.iter()
                        .filter(|(_, value)| !value.is_null())
                        .map(|(key, value)| (key.clone(), value.clone())),
                ),
                (Some(old), value) => *old = value.clone(),
                (None, _) => {}
            }
        }
    }
    serde_json::from_value(all).map_err(malformed)
}
