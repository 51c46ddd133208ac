//! Social identity providers, and a pool's connections with them. Nobody can log in by one.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::some;
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::domain::social_connections::{self, PROVIDERS};
use crate::handler::{Access, Args, FieldHandler, Source, fields, mutation, query};
use crate::state::social_connections::{SocialConnection, SocialConnectionField};

pub(crate) const FIELDS: &[FieldHandler] = &fields(
    Source::Chosen("the schema alone is known: no official SDK calls it"),
    [
        query("socialConnections", Access::Management, social_connections),
        query("socialConnection", Access::Management, social_connection),
        query("socialConnectionInstances", Access::Management, instances),
        query("socialConnectionInstance", Access::Management, instance),
        mutation("createSocialConnectionInstance", Access::Management, create_instance),
        mutation("enableSocialConnectionInstance", Access::Management, enable_instance),
        mutation("disableSocialConnectionInstance", Access::Management, disable_instance),
    ],
);

#[derive(Deserialize)]
struct Named {
    provider: String,
}

fn social_connections(_cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    Ok(PROVIDERS.iter().map(provider_view).collect())
}

fn social_connection(_cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let code = args.read::<Named>()?.provider;
    let found = PROVIDERS.iter().find(|(provider, _)| *provider == code);
    Ok(found.map_or(Json::Null, provider_view))
}

/// The settings are left out: which ones a provider needs is not written down.
fn provider_view((code, name): &(&str, &str)) -> Json {
    json!({ "provider": code, "name": name, "logo": "", "description": null, "fields": null })
}

fn instances(cx: &mut Cx<'_>, _args: Args<'_>) -> ApiResult<Json> {
    Ok(cx.pool()?.social_connections.iter().map(view).collect())
}

fn instance(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    let code = args.read::<Named>()?.provider;
    let found = cx.pool()?.social_connections.iter().find(|instance| instance.provider == code);
    found.map(view).ok_or_else(|| failures::NOT_CONNECTED.into())
}

fn create_instance(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    #[derive(Deserialize)]
    struct Input {
        input: New,
    }
    #[derive(Deserialize)]
    struct New {
        provider: String,
        fields: Option<Vec<Option<SocialConnectionField>>>,
    }
    let input = args.read::<Input>()?.input;
    Ok(view(social_connections::connect(cx, input.provider, some(input.fields))?))
}

fn enable_instance(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    set_enabled(cx, args, true)
}

fn disable_instance(cx: &mut Cx<'_>, args: Args<'_>) -> ApiResult<Json> {
    set_enabled(cx, args, false)
}

fn set_enabled(cx: &mut Cx<'_>, args: Args<'_>, enabled: bool) -> ApiResult<Json> {
    let code = args.read::<Named>()?.provider;
    let connections = &mut cx.pool_mut()?.social_connections;
    let found = connections.iter_mut().find(|instance| instance.provider == code);
    let connection = found.ok_or(failures::NOT_CONNECTED)?;
    connection.enabled = enabled;
    Ok(view(connection))
}

fn view(connection: &SocialConnection) -> Json {
    json!({
        "provider": connection.provider,
        "enabled": connection.enabled,
        "fields": connection.fields,
    })
}
