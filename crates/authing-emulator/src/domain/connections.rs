//! Login at a social provider. The provider is a stand-in: its page asks who one is there.

use serde_json::json;

use crate::base::error::ApiResult;
use crate::base::{failures, form, jwt};
use crate::domain::calls::WayIn;
use crate::domain::context::Cx;
use crate::domain::login::{self, Opening};
use crate::domain::users::{self, NewAccount};
use crate::domain::{custom_data, happenings, pipeline};
use crate::state::tenants::IdentityConnection;
use crate::state::user_pool::UserPool;
use crate::state::users::{Identity, User};

/// How long an address to link an identity at may be used: ten minutes.
const LINK_SECONDS: i64 = 600;

/// The protocols of enterprise connections, by the word in their type. All others are social.
const PROTOCOLS: &[&str] = &["oidc", "oauth", "saml", "cas", "azure-ad"];

/// Whether a connection is with an enterprise's provider.
pub(crate) fn is_enterprise(connection: &IdentityConnection) -> bool {
    PROTOCOLS.contains(&connection.kind.as_str())
}

/// The connections that are switched on for an application.
pub(crate) fn enabled<'a>(
    pool: &'a UserPool,
    app_id: &str,
) -> impl Iterator<Item = &'a IdentityConnection> {
    let all = pool.identity_sources.iter().flat_map(|source| &source.connections);
    all.filter(move |connection| connection.enabled_for.iter().any(|scope| scope == app_id))
}

/// A provider that a login page offers.
pub(crate) struct Provider {
    /// What its address and identities name it by.
    pub(crate) identifier: String,
    pub(crate) name: String,
}

/// The providers that people may log in with to an application: its connections, and those of the
/// pool that are switched on.
pub(crate) fn providers(pool: &UserPool, app_id: &str) -> Vec<Provider> {
    let own = enabled(pool, app_id).map(|connection| Provider {
        identifier: connection.identifier.clone(),
        name: connection.display_name.clone(),
    });
    let mut list: Vec<Provider> = own.collect();
    for connection in pool.social_connections.iter().filter(|connection| connection.enabled) {
        if list.iter().all(|known| known.identifier != connection.provider) {
            let name = connection.provider.clone();
            list.push(Provider { identifier: name.clone(), name });
        }
    }
    list
}

/// The users who have an identity there, with its id: the first of them.
pub(crate) fn known_identities<'a>(
    pool: &'a UserPool,
    provider: &'a str,
    limit: usize,
) -> impl Iterator<Item = (&'a User, &'a str)> {
    let identity = move |user: &'a User| {
        let mut all = user.identities.iter();
        let found = all.find(|identity| identity.provider == provider)?;
        Some((user, found.user_id_in_idp.as_str()))
    };
    pool.present_users().filter_map(identity).take(limit)
}

/// An account of a provider.
pub(crate) struct SocialIdentity<'a> {
    pub(crate) provider: &'a str,
    pub(crate) id: &'a str,
    pub(crate) nickname: Option<&'a str>,
}

/// Logs in the user with this identity; a new one is registered.
pub(crate) fn log_in(
    cx: &mut Cx<'_>,
    person: &SocialIdentity<'_>,
    opening: Opening,
) -> ApiResult<String> {
    let known = cx.pool()?.users.find_by_identity(person.provider, person.id);
    let known = known.map(|user| user.id.clone());
    let connection = Some(person.provider.to_owned());
    let way_in = WayIn { protocol: Some("social"), connection, body: json!({}) };
    pipeline::before_login(cx, known.as_deref(), way_in)?;
    let id = match known {
        Some(id) => id,
        None => {
            if cx.pool()?.settings.register_disabled {
                return Err(failures::REGISTER_DISABLED.into());
            }
            let profile = json!({ "nickname": person.nickname });
            let wanted = pipeline::before_registration(cx, profile.clone())?;
            let new = NewAccount {
                source: "social",
                profile: profile.as_object().cloned().unwrap_or_default(),
                ..NewAccount::default()
            };
            let id = users::create(cx, new, failures::USER_EXISTS_AT_REGISTER)?;
            let kind = if is_social(cx.pool()?, person.provider) { "social" } else { "enterprise" };
            let source = format!("{kind}:{}", person.provider);
            cx.user_mut(&id)?.register_source = vec![source];
            link(cx, &id, person)?;
            custom_data::check_user_values(cx, &wanted)?;
            custom_data::set_user_values(cx, &id, wanted)?;
            happenings::registered(cx, &id);
            pipeline::after_registration(cx, &id)?;
            id
        }
    };
    login::require_admitted(cx, &id)?;
    login::complete(cx, &id, opening)?;
    Ok(id)
}

/// Adds an identity to a user.
pub(crate) fn link(cx: &mut Cx<'_>, user_id: &str, person: &SocialIdentity<'_>) -> ApiResult<()> {
    let pool = cx.pool()?;
    let (source, connection) = connection_ids(pool, person.provider);
    let identity = Identity {
        provider: person.provider.to_owned(),
        user_id_in_idp: person.id.to_owned(),
        openid: Some(person.id.to_owned()),
        connection_id: connection,
        is_social: is_social(pool, person.provider),
        access_token: None,
        refresh_token: None,
        kind: Some("openid".to_owned()),
        ext_idp_id: source,
    };
    users::link_identity(cx, user_id, identity)
}

/// The address at which a user links an identity: nobody can make one for somebody else.
pub(crate) fn link_url(cx: &Cx<'_>, provider: &str, user_id: &str) -> ApiResult<String> {
    let (pool, app) = (cx.pool()?, cx.app()?);
    let claims = json!({
        "data": { "type": "link-identity", "userPoolId": pool.id, "userId": user_id },
        "exp": cx.now.plus_seconds(LINK_SECONDS).unix_seconds(),
    });
    let token =
        jwt::sign_hs256(&claims, &pool.jwt_secret).map_err(crate::domain::signing::internal)?;
    let query = form::encode(&[("app_id", app.id.clone()), ("link", token)]);
    let provider =
        percent_encoding::utf8_percent_encode(provider, percent_encoding::NON_ALPHANUMERIC);
    Ok(format!("{}/connections/social/{provider}?{query}", cx.env.base_url))
}

/// The user that such an address is for.
pub(crate) fn open_link(cx: &Cx<'_>, token: &str) -> ApiResult<String> {
    let claims = jwt::open_hs256(token, &cx.pool()?.jwt_secret).ok_or(failures::LOGIN_INVALID)?;
    let text = |pointer: &str| claims.pointer(pointer).and_then(serde_json::Value::as_str);
    let exp = claims.pointer("/exp").and_then(serde_json::Value::as_i64);
    if text("/data/type") != Some("link-identity") || exp <= Some(cx.now.unix_seconds()) {
        return Err(failures::LOGIN_INVALID.into());
    }
    Ok(cx.user(text("/data/userId").unwrap_or_default())?.id.clone())
}

/// Whether a provider is none of an enterprise's.
fn is_social(pool: &UserPool, provider: &str) -> bool {
    let mut all = pool.identity_sources.iter().flat_map(|source| &source.connections);
    !all.any(|connection| connection.identifier == provider && is_enterprise(connection))
}

/// The ids of a provider's source and connection, as far as an administrator has made them.
fn connection_ids(pool: &UserPool, provider: &str) -> (Option<String>, Option<String>) {
    let found = pool.identity_sources.iter().find_map(|source| {
        let connection = source.connections.iter().find(|one| one.identifier == provider)?;
        Some((source.id.clone(), connection.id.clone()))
    });
    found.map_or((None, None), |(source, connection)| (Some(source), Some(connection)))
}
