//! Social identity providers, and a pool's connections with them. Nobody can log in by one.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::api::graphql::common::some;
use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::handler::{Access, Args, FieldHandler, mutation, query};
use crate::state::social_connections::{SocialConnection, SocialConnectionField};

pub(crate) const FIELDS: &[FieldHandler] = &[
    query("socialConnections", Access::Management, social_connections),
    query("socialConnection", Access::Management, social_connection),
    query("socialConnectionInstances", Access::Management, instances),
    query("socialConnectionInstance", Access::Management, instance),
    mutation("createSocialConnectionInstance", Access::Management, create_instance),
    mutation("enableSocialConnectionInstance", Access::Management, enable_instance),
    mutation("disableSocialConnectionInstance", Access::Management, disable_instance),
];

/// The codes that the JavaScript SDK knows, with names.
const PROVIDERS: &[(&str, &str)] = &[
    ("alipay", "Alipay"),
    ("google", "Google"),
    ("wechat:pc", "WeChat on a PC"),
    ("wechat:webpage-authorization", "WeChat web page"),
    ("wechat:miniprogram:default", "WeChat mini program"),
    ("wechat:miniprogram:qrconnect", "WeChat mini program by QR code"),
    ("wechat:miniprogram:app-launch", "WeChat mini program from an app"),
    ("wechat:mobile", "WeChat on a phone"),
    ("github", "GitHub"),
    ("qq", "QQ"),
    ("wechatwork:addressbook", "WeCom address book"),
    ("wechatwork:corp:qrconnect", "WeCom by QR code"),
    ("wechatwork:service-provider:qrconnect", "WeCom service provider by QR code"),
    ("dingtalk", "DingTalk"),
    ("weibo", "Weibo"),
    ("apple", "Apple"),
    ("apple:web", "Apple on the web"),
    ("lark-public", "Lark"),
    ("lark-internal", "Lark inside of a company"),
    ("baidu", "Baidu"),
    ("linkedin", "LinkedIn"),
    ("slack", "Slack"),
    ("yidun", "Yidun"),
    ("qingcloud", "QingCloud"),
    ("facebook", "Facebook"),
];

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

/// A connection is on from the start. A second one with the same provider takes the first one's
/// place, and is on or off as that was.
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
    if !PROVIDERS.iter().any(|(code, _)| *code == input.provider) {
        return Err(failures::PROVIDER_NOT_FOUND.into());
    }
    let connections = &mut cx.pool_mut()?.social_connections;
    let former = connections.iter().position(|former| former.provider == input.provider);
    let enabled = former.is_none_or(|index| connections.remove(index).enabled);
    let connection =
        SocialConnection { provider: input.provider, enabled, fields: some(input.fields) };
    let out = view(&connection);
    connections.push(connection);
    Ok(out)
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
