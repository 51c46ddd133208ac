//! What is told of what happens, where more than one rule tells it.
//!
//! A rule notes what has happened in the context of its request; once the request is done, subscribers
//! and webhooks are told, in the order in which things happened. The bodies are those of the server's
//! documentation. Where it only names a member, that has the form that the interface has for it.

use serde_json::{Map, Value as Json, json};

use crate::base::error::ApiError;
use crate::base::failures;
use crate::base::happening::Event;
use crate::domain::context::Cx;
use crate::domain::orgs::trees::{self, Trees};
use crate::domain::views::{self, Dates};
use crate::state::custom_data::{FieldDefinition, FieldTarget};
use crate::state::user_pool::UserPool;
use crate::state::users::{StoredPassword, User};

/// A user as webhooks tell of one: with what the server keeps to itself otherwise.
pub(crate) fn user(pool: &UserPool, id: &str) -> Json {
    pool.user(id).map_or_else(|| json!({ "id": id }), |user| whole_user(pool, user))
}

fn whole_user(pool: &UserPool, user: &User) -> Json {
    let mut told = views::user(pool, user, Dates::Rest);
    told["salt"] = match &user.password {
        Some(StoredPassword::Hashed { salt, .. }) => json!(salt),
        Some(StoredPassword::Kept(_)) | None => Json::Null,
    };
    told
}

pub(crate) fn users(pool: &UserPool, ids: &[String]) -> Json {
    ids.iter().map(|id| user(pool, id)).collect()
}

/// An account was made: by the user, by an administrator, or with a first login. The server tells of it
/// under two names.
pub(crate) fn registered(cx: &mut Cx<'_>, id: &str) {
    let app = cx.app_logged_in_to().ok().map(|app| app.id.clone());
    let by_user = !cx.is_administrator();
    for event in [Event::Register, Event::UserCreated] {
        cx.happened_to(id, event, |pool| {
            let mut told = user(pool, id);
            told["_id"] = json!(id);
            told["registerMethod"] = told["registerSource"][0].clone();
            told["registerInClient"] = json!(app.as_ref().filter(|_| by_user));
            told
        });
    }
}

/// A login that succeeded.
pub(crate) fn logged_in(cx: &mut Cx<'_>, id: &str) {
    cx.happened_to(id, Event::Login, |pool| user(pool, id));
}

/// A login of a known account that failed; one that only wants something more is none yet.
pub(crate) fn login_failed(cx: &mut Cx<'_>, id: &str, error: &ApiError) {
    let steps = [
        failures::MFA_REQUIRED,
        failures::APPLICATION_MFA_REQUIRED,
        failures::FIRST_LOGIN_RESET,
        failures::PASSWORD_RESET_FORCED,
    ];
    if !steps.iter().any(|step| step.code == error.code) {
        cx.happened_to(id, Event::Login, |pool| user(pool, id));
    }
}

/// A user was changed, or was to be: the server tells of both.
pub(crate) fn user_updated(cx: &mut Cx<'_>, id: &str, updates: &Map<String, Json>) {
    cx.happened_to(
        id,
        Event::UserUpdated,
        |pool| json!({ "user": user(pool, id), "updates": updates }),
    );
}

/// Something was done to a user of which nothing else is told.
pub(crate) fn about_user(cx: &mut Cx<'_>, id: &str, event: Event) {
    cx.happened_to(id, event, |pool| json!({ "user": user(pool, id) }));
}

/// A user has another password, or was to have one: the server tells of both.
pub(crate) fn password_changed(cx: &mut Cx<'_>, id: &str) {
    cx.happened_to(id, Event::UserPasswordChanged, |_| json!({ "userId": id }));
}

/// A value of a user's or a role's field was changed; others are not told of.
pub(crate) fn custom_data_changed(cx: &mut Cx<'_>, target: FieldTarget, id: &str, key: &str) {
    let event = match target {
        FieldTarget::User => Event::UserCustomDataChanged,
        FieldTarget::Role => Event::RoleCustomDataChanged,
        _ => return,
    };
    let user_id = (target == FieldTarget::User).then_some(id);
    let told = |pool: &UserPool| {
        let definition = pool
            .field_definitions
            .iter()
            .find(|field| field.target_type == target && field.key == key);
        let value = json!({
            "id": format!("{target:?}:{id}:{key}"),
            "udfId": field_id(target, key),
            "targetId": id,
            "userPoolId": pool.id,
        });
        let mut told = json!({ "udv": value, "udf": definition.map(field) });
        match target {
            FieldTarget::User => told["user"] = user(pool, id),
            _ => {
                let role = pool.roles.iter().find(|role| role.id == id || role.code == id);
                told["role"] = json!(role.map(|role| views::role(pool, role, Dates::Rest)));
            }
        }
        told
    };
    match user_id {
        Some(user_id) => cx.happened_to(user_id, event, told),
        None => cx.happened(event, told),
    }
}

/// A custom field. The emulator keeps no id for one: it has one made of its target and its key.
pub(crate) fn field(field: &FieldDefinition) -> Json {
    let mut told = json!(field);
    told["id"] = json!(field_id(field.target_type, &field.key));
    told
}

fn field_id(target: FieldTarget, key: &str) -> String {
    format!("{target:?}:{key}")
}

/// A department with its organisation and what it is below.
pub(crate) fn node(pool: &UserPool, id: &str) -> Json {
    let found = pool.nodes.iter().find(|node| node.id == id);
    let Some(found) = found else { return json!({ "id": id }) };
    let org = pool.orgs.iter().find(|org| org.id == found.org_id);
    let trees = Trees::of(pool);
    let parent = found.parent.as_deref().and_then(|id| trees.get(id));
    json!({
        "node": trees.view(found, None, Dates::Rest),
        "organization": org.map(|org| trees.record(org)),
        "parentNode": parent.map(|parent| trees.view(parent, None, Dates::Rest)),
    })
}

/// Users came to a department, or left it: each is told of alone.
pub(crate) fn members_changed(cx: &mut Cx<'_>, node_id: &str, user_ids: &[String], event: Event) {
    for id in user_ids {
        cx.happened(event, |pool| {
            let node = pool.nodes.iter().find(|node| node.id == node_id);
            let node = node.map(|node| trees::view(pool, node, Dates::Rest));
            json!({ "node": node, "user": user(pool, id) })
        });
    }
}
