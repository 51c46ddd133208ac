//! The user pool itself.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::views::{self, Dates};
use crate::handler::{Access, Args, FieldHandler, mutation, query};
use crate::state::user_pool::Settings;

pub(crate) const FIELDS: &[FieldHandler] = &[
    query("userpool", Access::Management, userpool),
    mutation("updateUserpool", Access::Management, update_userpool),
    mutation("refreshUserpoolSecret", Access::Management, refresh_userpool_secret),
];

fn userpool(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    Ok(views::user_pool(cx.pool()?, Dates::GraphQl))
}

fn update_userpool(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        input: Map<String, Json>,
    }
    let input = args.read::<Input>()?.input;
    let now = cx.now;
    if let Some(domain) = input.get("domain").and_then(Json::as_str)
        && cx.pool()?.domain != domain
        && cx.state.is_domain_taken(domain)
    {
        return Err(failures::DOMAIN_TAKEN.into());
    }
    let pool = cx.pool_mut()?;
    let settings = merged(&pool.settings, &input)?;
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
    Ok(views::user_pool(cx.pool()?, Dates::GraphQl))
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

fn refresh_userpool_secret(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    let secret = crate::base::random::secret();
    let old = std::mem::replace(&mut cx.pool_mut()?.secret, secret.clone());
    cx.happened(Event::PoolSecretRefreshed, |pool| {
        let pool = views::user_pool(pool, Dates::Rest);
        json!({ "userPool": pool, "secret": secret, "oldSecret": old })
    });
    Ok(Json::from(secret))
}
