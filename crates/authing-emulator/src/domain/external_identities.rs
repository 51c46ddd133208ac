//! Logging in with external identities: accounts of directories and of WeChat. The first login
//! makes the user, later ones renew the profile.

use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::{failures, random};
use crate::domain::abuse::{self, Attempt};
use crate::domain::calls::WayIn;
use crate::domain::context::Cx;
use crate::domain::login::{self, LoginOptions};
use crate::domain::users::{self, NewAccount};
use crate::domain::{custom_data, happenings, pipeline};
use crate::state::external_identities::{DirectoryKind, DirectoryUser, WechatCode, WechatUser};
use crate::state::user_pool::UserPool;
use crate::state::users::{Identifier, Identity};

/// How long WeChat's code is valid.
const WECHAT_CODE_SECONDS: i64 = 300;

/// What identities by WeChat's app have as their provider.
const WECHAT_MOBILE: &str = "wechat:mobile";

/// An account of an identity provider, as the pool wants to know it.
struct ExternalIdentity {
    provider: &'static str,
    id: String,
    openid: Option<String>,
    is_social: bool,
    source: &'static str,
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    profile: Map<String, Json>,
}

/// Logs in with an account of a directory. The result is the user's id.
pub(crate) fn log_in(
    cx: &mut Cx<'_>,
    kind: DirectoryKind,
    username: &str,
    password: &str,
    options: LoginOptions,
) -> ApiResult<String> {
    let users = cx.pool()?.directory_accounts.users(kind);
    if users.is_empty() {
        return Err(failures::DIRECTORY_LINK_INVALID.into());
    }
    let found = users.iter().find(|user| user.username.eq_ignore_ascii_case(username)).cloned();
    let ip = options.client_ip.clone().unwrap_or_else(|| cx.request.client_ip.clone());
    let attempt = Attempt { ip: &ip, user_id: None, captcha: options.captcha.as_deref() };
    abuse::require_login_allowed(cx, attempt)?;
    let identity = username.to_lowercase();
    let known = cx.pool()?.users.find_by_identity(kind.provider(), &identity);
    let known = known.map(|user| user.id.clone());
    let body = json!({ "username": username });
    let connection = Some(kind.provider().to_owned());
    let way_in = WayIn { protocol: Some("ldap"), connection, body };
    pipeline::before_login(cx, known.as_deref(), way_in)?;
    let entry = match found {
        Some(entry) if entry.password == password => entry,
        other => {
            abuse::note_failed_login(cx, attempt)?;
            let known = other.is_some();
            return Err(if known { login::wrong_password(cx) } else { login::unknown_account(cx) });
        }
    };
    let id = link_or_create(cx, of_directory(kind, entry))?;
    login::finish(cx, &id, options)?;
    Ok(id)
}

/// Makes a code as WeChat does for an app.
pub(crate) fn issue_wechat_code(pool: &mut UserPool, user: WechatUser, now: Timestamp) -> String {
    let code = random::secret();
    let codes = &mut pool.wechat_codes;
    codes.retain(|known| known.expires_at > now);
    codes.push(WechatCode {
        code: code.clone(),
        user,
        expires_at: now.plus_seconds(WECHAT_CODE_SECONDS),
    });
    code
}

/// Logs in with a code of WeChat's, which is single-use. The result is the user's id.
pub(crate) fn log_in_by_wechat(cx: &mut Cx<'_>, code: &str) -> ApiResult<String> {
    let now = cx.now;
    let codes = &mut cx.pool_mut()?.wechat_codes;
    let position = codes.iter().position(|known| known.code == code && known.expires_at > now);
    let Some(position) = position else { return Err(failures::WECHAT_CODE_INVALID.into()) };
    let user = codes.remove(position).user;
    let identity = user.unionid.as_ref().unwrap_or(&user.openid);
    let known = cx.pool()?.users.find_by_identity(WECHAT_MOBILE, identity);
    let known = known.map(|user| user.id.clone());
    let connection = Some(WECHAT_MOBILE.to_owned());
    let way_in = WayIn { protocol: Some("social"), connection, body: json!({}) };
    pipeline::before_login(cx, known.as_deref(), way_in)?;
    let id = link_or_create(cx, of_wechat(user))?;
    login::finish(cx, &id, LoginOptions::default())?;
    Ok(id)
}

fn of_directory(kind: DirectoryKind, entry: DirectoryUser) -> ExternalIdentity {
    let profile = entry.name.map(|name| ("name".to_owned(), Json::from(name)));
    ExternalIdentity {
        provider: kind.provider(),
        id: entry.username.to_lowercase(),
        openid: None,
        is_social: false,
        source: match kind {
            DirectoryKind::Ldap => "enterprise:ldap",
            DirectoryKind::Ad => "enterprise:ad",
        },
        username: Some(entry.username),
        email: entry.email.map(|email| email.to_lowercase()),
        phone: entry.phone,
        profile: profile.into_iter().collect(),
    }
}

fn of_wechat(user: WechatUser) -> ExternalIdentity {
    let profile = [
        ("openid", Some(user.openid.clone())),
        ("unionid", user.unionid.clone()),
        ("nickname", user.nickname),
    ];
    let profile = profile
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), Json::from(value?))))
        .collect();
    ExternalIdentity {
        provider: WECHAT_MOBILE,
        id: user.unionid.unwrap_or_else(|| user.openid.clone()),
        openid: Some(user.openid),
        is_social: true,
        source: "social:wechat:mobile",
        username: None,
        email: None,
        phone: None,
        profile,
    }
}

/// The user with this external identity; a new one if there is none. A name, address or number
/// that belongs to another account is left out: it proves nothing about that account.
fn link_or_create(cx: &mut Cx<'_>, account: ExternalIdentity) -> ApiResult<String> {
    let pool = cx.pool()?;
    let known = pool.users.find_by_identity(account.provider, &account.id);
    let own_id = known.map(|user| user.id.clone());
    let free = |by, value: Option<String>| {
        value.filter(|value| {
            pool.users.find(by, value).is_none_or(|user| Some(&user.id) == own_id.as_ref())
        })
    };
    let username = free(Identifier::Username, account.username);
    let email = free(Identifier::Email, account.email);
    let phone = free(Identifier::Phone, account.phone);
    let Some(id) = own_id else {
        let new = NewAccount {
            id: None,
            email_verified: email.is_some(),
            phone_verified: phone.is_some(),
            username,
            email,
            phone,
            password: None,
            source: account.source,
            profile: account.profile,
        };
        let mut entered = new.profile.clone();
        let names = [("username", &new.username), ("email", &new.email), ("phone", &new.phone)];
        entered.extend(names.map(|(key, name)| (key.to_owned(), json!(name))));
        let wanted = pipeline::before_registration(cx, Json::Object(entered))?;
        let id = users::create(cx, new, failures::USER_EXISTS_AT_REGISTER)?;
        custom_data::check_user_values(cx, &wanted)?;
        custom_data::set_user_values(cx, &id, wanted)?;
        cx.user_mut(&id)?.identities.push(Identity {
            provider: account.provider.to_owned(),
            user_id_in_idp: account.id,
            openid: account.openid,
            connection_id: None,
            is_social: account.is_social,
            access_token: None,
            refresh_token: None,
            kind: None,
            ext_idp_id: None,
        });
        happenings::registered(cx, &id);
        pipeline::after_registration(cx, &id)?;
        return Ok(id);
    };
    let now = cx.now;
    let user = cx.user_mut(&id)?;
    users::apply_profile(user, &account.profile);
    if let Some(email) = email {
        user.email_verified |= user.email.as_ref() != Some(&email);
        user.email = Some(email);
    }
    if let Some(phone) = phone {
        user.phone_verified |= user.phone.as_ref() != Some(&phone);
        user.phone = Some(phone);
    }
    user.updated_at = now;
    Ok(id)
}
