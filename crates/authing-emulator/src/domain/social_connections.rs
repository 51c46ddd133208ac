//! The pool's connections with social identity providers.

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::domain::context::Cx;
use crate::state::social_connections::{SocialConnection, SocialConnectionField};

/// The codes that the JavaScript SDK knows, with names.
pub(crate) const PROVIDERS: &[(&str, &str)] = &[
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

/// Connects the pool with a provider. A connection is on from the start; a second one with the same
/// provider takes the first one's place, and is on or off as that was.
pub(crate) fn connect<'a>(
    cx: &'a mut Cx<'_>,
    provider: String,
    fields: Vec<SocialConnectionField>,
) -> ApiResult<&'a mut SocialConnection> {
    if !PROVIDERS.iter().any(|(code, _)| *code == provider) {
        return Err(failures::PROVIDER_NOT_FOUND.into());
    }
    let connections = &mut cx.pool_mut()?.social_connections;
    let former = connections.iter().position(|former| former.provider == provider);
    let enabled = former.is_none_or(|index| connections.remove(index).enabled);
    connections.push(SocialConnection { provider, enabled, fields });
    connections.last_mut().ok_or_else(|| failures::NOT_CONNECTED.into())
}
