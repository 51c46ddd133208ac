//! How stored things look in responses.

use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::state::applications::Application;
use crate::state::groups::Group;
use crate::state::policies::{Assignment, Policy};
use crate::state::roles::Role;
use crate::state::user_pool::UserPool;
use crate::state::users::{Identity, PROFILE_FIELDS, User};

/// Which form dates take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dates {
    /// Seconds with a numeric offset.
    GraphQl,
    /// Milliseconds with `Z`.
    Rest,
}

impl Dates {
    pub(crate) fn write(self, at: Timestamp) -> String {
        match self {
            Self::GraphQl => at.to_graphql(),
            Self::Rest => at.to_rest(),
        }
    }
}

/// A user with every plain field; roles, groups and the like are added where they are asked for.
pub(crate) fn user(pool: &UserPool, user: &User, dates: Dates) -> Json {
    let date = |at: Option<Timestamp>| at.map(|at| dates.write(at));
    let text = |value: &Option<String>| value.as_deref().map_or(Json::Null, Json::from);
    let mut out = Map::new();
    let mut set = |name: &str, value: Json| out.insert(name.to_owned(), value);
    set("id", Json::from(user.id.as_str()));
    set("arn", user_arn(&pool.id, &user.id).into());
    set("status", user.status.as_str().into());
    set("userPoolId", Json::from(pool.id.as_str()));
    set("username", text(&user.username));
    set("email", text(&user.email));
    set("emailVerified", user.email_verified.into());
    set("phone", text(&user.phone));
    set("phoneVerified", user.phone_verified.into());
    set("identities", user.identities.iter().map(|i| identity(pool, user, i)).collect());
    set("registerSource", user.register_source.iter().map(String::as_str).collect());
    set("password", user.password.as_ref().map(|password| password.shown()).into());
    set("token", text(&user.token));
    set("tokenExpiredAt", date(user.token_expired_at).into());
    set("loginsCount", user.logins_count.into());
    set("lastLogin", date(user.last_login).into());
    set("lastIP", text(&user.last_ip));
    set("signedUp", dates.write(user.signed_up).into());
    set("blocked", user.blocked.into());
    set("isDeleted", user.deleted.into());
    set("createdAt", dates.write(user.created_at).into());
    set("updatedAt", dates.write(user.updated_at).into());
    set("expiredAt", date(user.expired_at).into());
    set("newlyCreated", false.into());
    for key in PROFILE_FIELDS {
        set(key, user.attribute(key).into());
    }
    Json::Object(out)
}

pub(crate) fn user_arn(pool_id: &str, user_id: &str) -> String {
    format!("arn:cn:authing:{pool_id}:user:{user_id}")
}

fn identity(pool: &UserPool, user: &User, identity: &Identity) -> Json {
    json!({
        "openid": identity.openid,
        "userIdInIdp": identity.user_id_in_idp,
        "userInfoInIdp": null,
        "userId": user.id,
        "connectionId": identity.connection_id,
        "isSocial": identity.is_social,
        "provider": identity.provider,
        "userPoolId": pool.id,
        "refreshToken": identity.refresh_token,
        "accessToken": identity.access_token,
        "type": identity.kind,
        "extIdpId": identity.ext_idp_id,
    })
}

pub(crate) fn group(group: &Group, dates: Dates) -> Json {
    json!({
        "code": group.code,
        "name": group.name,
        "description": group.description,
        "createdAt": dates.write(group.created_at),
        "updatedAt": dates.write(group.updated_at),
    })
}

pub(crate) fn role(pool: &UserPool, role: &Role, dates: Dates) -> Json {
    json!({
        "id": role.id,
        "namespace": role.namespace,
        "code": role.code,
        "arn": format!("arn:cn:authing:{}:role:{}", pool.id, role.id),
        "description": role.description,
        "isSystem": role.is_system,
        "createdAt": dates.write(role.created_at),
        "updatedAt": dates.write(role.updated_at),
    })
}

pub(crate) fn policy(pool: &UserPool, policy: &Policy, dates: Dates) -> Json {
    let assigned = pool
        .assignments
        .iter()
        .filter(|a| a.policy == policy.code && a.namespace == policy.namespace)
        .count();
    json!({
        "namespace": policy.namespace,
        "code": policy.code,
        "isDefault": policy.is_default,
        "description": policy.description,
        "statements": policy.statements,
        "createdAt": dates.write(policy.created_at),
        "updatedAt": dates.write(policy.updated_at),
        "assignmentsCount": assigned,
    })
}

pub(crate) fn assignment(assignment: &Assignment) -> Json {
    json!({
        "code": assignment.policy,
        "targetType": assignment.target_type,
        "targetIdentifier": assignment.target,
    })
}

/// The public part of an application.
pub(crate) fn application(pool: &UserPool, app: &Application) -> Json {
    json!({
        "id": app.id,
        "name": app.name,
        "identifier": app.identifier,
        "logo": app.logo(),
        "domain": app.identifier,
        "description": app.profile.description,
        "protocol": "oidc",
        "userPoolId": pool.id,
        "createdAt": app.created_at.to_rest(),
        "updatedAt": app.updated_at().to_rest(),
    })
}

pub(crate) fn user_pool(pool: &UserPool, dates: Dates) -> Json {
    let mut out = serde_json::to_value(&pool.settings)
        .ok()
        .and_then(|settings| settings.as_object().cloned())
        .unwrap_or_default();
    out.remove("passwordStrength");
    let types: Vec<Json> =
        pool.settings.userpool_types.iter().map(|code| pool_type(code)).collect();
    let own = json!({
        "id": pool.id,
        "name": pool.name,
        "domain": pool.domain,
        "description": pool.description,
        "secret": pool.secret,
        "jwtSecret": pool.jwt_secret,
        "ownerId": pool.owner_id,
        "userpoolTypes": types,
        "logo": pool.logo,
        "createdAt": dates.write(pool.created_at),
        "updatedAt": dates.write(pool.updated_at),
        "isDeleted": false,
    });
    out.extend(own.as_object().cloned().unwrap_or_default());
    Json::Object(out)
}

fn pool_type(code: &str) -> Json {
    json!({ "code": code, "name": code, "description": null, "image": null, "sdks": [] })
}

/// A user of the request's pool.
pub(crate) fn user_of(cx: &Cx<'_>, id: &str, dates: Dates) -> ApiResult<Json> {
    Ok(user(cx.pool()?, cx.user(id)?, dates))
}
