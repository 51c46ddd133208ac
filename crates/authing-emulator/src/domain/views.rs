//! How stored things look in responses.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Value as Json, json};

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

/// The value of a plain field.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Plain<'a> {
    Null,
    Bool(bool),
    Number(i64),
    Text(Cow<'a, str>),
    Json(Json),
}

impl<'a> Plain<'a> {
    fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }

    fn date(dates: Dates, at: Option<Timestamp>) -> Self {
        at.map_or(Self::Null, |at| Self::Text(Cow::Owned(dates.write(at))))
    }
}

impl From<Plain<'_>> for Json {
    fn from(value: Plain<'_>) -> Self {
        match value {
            Plain::Null => Self::Null,
            Plain::Bool(value) => value.into(),
            Plain::Number(value) => value.into(),
            Plain::Text(text) => text.into(),
            Plain::Json(value) => value,
        }
    }
}

/// A plain field of a user: one of [`USER_FIELDS`], or one of the profile.
#[derive(Clone, Copy)]
pub(crate) enum UserField {
    Own(Get),
    Profile(&'static str),
}

type Get = for<'a> fn(&'a UserPool, &'a User, Dates) -> Plain<'a>;

impl UserField {
    /// None for roles, groups and the like, which are worked out where they are asked for.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let own = USER_FIELDS.iter().find(|(own, _)| *own == name).map(|(_, get)| Self::Own(*get));
        let profile = || PROFILE_FIELDS.iter().copied().find(|key| *key == name);
        own.or_else(|| profile().map(Self::Profile))
    }

    pub(crate) fn get<'a>(self, pool: &'a UserPool, user: &'a User, dates: Dates) -> Plain<'a> {
        match self {
            Self::Own(get) => get(pool, user, dates),
            Self::Profile(key) => Plain::text(user.attribute(key)),
        }
    }
}

/// What a user has besides the profile.
const USER_FIELDS: &[(&str, Get)] = &[
    ("id", |_, user, _| Plain::text(Some(&user.id))),
    ("arn", |pool, user, _| Plain::Text(user_arn(&pool.id, &user.id).into())),
    ("status", |_, user, _| Plain::text(Some(user.status.as_str()))),
    ("userPoolId", |pool, _, _| Plain::text(Some(&pool.id))),
    ("username", |_, user, _| Plain::text(user.username.as_deref())),
    ("email", |_, user, _| Plain::text(user.email.as_deref())),
    ("emailVerified", |_, user, _| Plain::Bool(user.email_verified)),
    ("phone", |_, user, _| Plain::text(user.phone.as_deref())),
    ("phoneVerified", |_, user, _| Plain::Bool(user.phone_verified)),
    ("identities", |pool, user, _| {
        Plain::Json(user.identities.iter().map(|one| identity(pool, user, one)).collect())
    }),
    ("registerSource", |_, user, _| {
        Plain::Json(user.register_source.iter().map(String::as_str).collect())
    }),
    ("password", |_, user, _| Plain::text(user.password.as_ref().map(|one| one.shown()))),
    ("token", |_, user, _| Plain::text(user.token.as_deref())),
    ("tokenExpiredAt", |_, user, dates| Plain::date(dates, user.token_expired_at)),
    ("loginsCount", |_, user, _| Plain::Number(user.logins_count)),
    ("lastLogin", |_, user, dates| Plain::date(dates, user.last_login)),
    ("lastIP", |_, user, _| Plain::text(user.last_ip.as_deref())),
    ("signedUp", |_, user, dates| Plain::date(dates, Some(user.signed_up))),
    ("blocked", |_, user, _| Plain::Bool(user.blocked)),
    ("isDeleted", |_, user, _| Plain::Bool(user.deleted)),
    ("createdAt", |_, user, dates| Plain::date(dates, Some(user.created_at))),
    ("updatedAt", |_, user, dates| Plain::date(dates, Some(user.updated_at))),
    ("expiredAt", |_, user, dates| Plain::date(dates, user.expired_at)),
    ("newlyCreated", |_, _, _| Plain::Bool(false)),
];

/// A user with every plain field; roles, groups and the like are added where they are asked for.
pub(crate) fn user(pool: &UserPool, user: &User, dates: Dates) -> Json {
    let own = USER_FIELDS.iter().map(|(name, get)| (*name, get(pool, user, dates)));
    let profile = PROFILE_FIELDS.iter().map(|key| (*key, Plain::text(user.attribute(key))));
    let members = own.chain(profile).map(|(name, value)| (name.to_owned(), value.into()));
    Json::Object(members.collect())
}

/// How many values there are in what [`user`] makes.
pub(crate) fn values_of_user(user: &User) -> usize {
    const OF_AN_IDENTITY: usize = 13;
    let lists = user.register_source.len() + OF_AN_IDENTITY * user.identities.len();
    1 + USER_FIELDS.len() + PROFILE_FIELDS.len() + lists
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::limits::json_values;

    #[test]
    fn every_plain_field_of_a_user_is_found_by_its_name_and_counted() {
        let pool = UserPool::new("p".to_owned(), "s".to_owned(), "pool", Timestamp(0));
        let mut ann = User::new("ann".to_owned(), Timestamp(0), "test");
        ann.username = Some("ann".to_owned());
        for number in 0..3 {
            assert_eq!(json_values(&user(&pool, &ann, Dates::Rest)), values_of_user(&ann));
            ann.register_source.push("again".to_owned());
            ann.identities.push(Identity {
                provider: "github".to_owned(),
                user_id_in_idp: number.to_string(),
                openid: None,
                connection_id: None,
                is_social: true,
                access_token: None,
                refresh_token: None,
                kind: None,
                ext_idp_id: None,
            });
        }
        let view = user(&pool, &ann, Dates::GraphQl);
        let members = view.as_object().unwrap();
        assert_eq!(members.len(), USER_FIELDS.len() + PROFILE_FIELDS.len(), "no name comes twice");
        for (name, value) in members {
            let field = UserField::named(name).unwrap();
            assert_eq!(Json::from(field.get(&pool, &ann, Dates::GraphQl)), *value, "{name}");
        }
        assert!(UserField::named("roles").is_none());
    }
}
