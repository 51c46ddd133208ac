//! Users by hand: what people at a terminal do with them. Passwords are plain here.

use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::form;
use crate::base::nearest::{hint, shown};
use crate::control::outcome::{Outcome, read, refused};
use crate::domain::acl::grants;
use crate::domain::context::{Cx, RequestInfo};
use crate::domain::users::{self, NewUser};
use crate::domain::views::{self, Dates};
use crate::domain::{custom_data, passwords, roles};
use crate::engine::Engine;
use crate::state::users::{PROFILE_FIELDS, User};

const PREFIX: &str = "/users";

/// What may be said of a user besides their profile.
const FIELDS: [&str; 10] = [
    "username",
    "email",
    "emailVerified",
    "phone",
    "phoneVerified",
    "password",
    "blocked",
    "expiredAt",
    "registerSource",
    "tokenExpiredAt",
];

/// Entries of a page that does not say how many it wants.
const PAGE: usize = 50;

pub(super) fn is_about(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn serve(
    engine: &Engine,
    method: &Method,
    path: &str,
    query: Option<&str>,
    body: &[u8],
) -> Outcome {
    let query = form::parse(query.unwrap_or_default());
    let asked = |name: &str| {
        let found = query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    let name = path.strip_prefix(PREFIX).unwrap_or_default().trim_start_matches('/');
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    let pool_id = asked("userPoolId").map(str::to_owned);
    match (method, name.as_ref()) {
        (&Method::GET, "") => in_pool(engine, pool_id, |cx| list(cx, &asked)),
        (&Method::POST, "") => {
            let new: New = read(body)?;
            in_pool(engine, new.user_pool_id.clone().or(pool_id), |cx| create(cx, new))
        }
        (&Method::GET, name) => in_pool(engine, pool_id, |cx| Ok(view(cx, find(cx, name)?))),
        (&Method::PATCH, name) => {
            let changes: Map<String, Json> = read(body)?;
            in_pool(engine, pool_id, |cx| change(cx, name, changes))
        }
        (&Method::DELETE, name) if !name.is_empty() => in_pool(engine, pool_id, |cx| {
            let id = find(cx, name)?.id.clone();
            users::delete(cx, &[id]).map_err(|error| refused(&error))?;
            Ok(json!({ "ok": true }))
        }),
        (method, _) => Err((
            StatusCode::NOT_FOUND,
            format!(
                "there is no control route {method} for users: they are listed with GET and made with POST \
                 at /_emulator/users, and read, changed and deleted with GET, PATCH and DELETE at \
                 /_emulator/users/NAME"
            ),
        )),
    }
}

/// Does this in a pool, the first one if none is named.
fn in_pool(
    engine: &Engine,
    pool_id: Option<String>,
    work: impl FnOnce(&mut Cx<'_>) -> Outcome,
) -> Outcome {
    let pool_id = pool_id.unwrap_or_else(|| engine.first_pool_id());
    engine.with(&RequestInfo::default(), |cx| {
        if cx.state.pool(&pool_id).is_none() {
            let ids: Vec<&str> = cx.state.pools.iter().map(|pool| pool.id.as_str()).collect();
            let hint = hint(&pool_id, &ids);
            let reason = format!("there is no user pool {}{hint}", shown(&pool_id));
            return Err((StatusCode::NOT_FOUND, reason));
        }
        cx.enter_pool(&pool_id);
        work(cx)
    })
}

fn find<'a>(cx: &'a Cx<'_>, name: &str) -> Result<&'a User, (StatusCode, String)> {
    let pool = cx.pool().map_err(|error| refused(&error))?;
    users::named(pool, name).ok_or_else(|| {
        let reason = format!(
            "there is no user with the id, username, email address or phone number {}",
            shown(name)
        );
        (StatusCode::NOT_FOUND, reason)
    })
}

fn view(cx: &Cx<'_>, user: &User) -> Json {
    cx.pool().map_or(Json::Null, |pool| views::user(pool, user, Dates::Rest))
}

/// A page of all users, or of those who have a text in a field, the newest first.
fn list<'q>(cx: &Cx<'_>, asked: &impl Fn(&str) -> Option<&'q str>) -> Outcome {
    let number = |name: &str, default: usize| match asked(name) {
        None => Ok(default),
        Some(text) => text.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
            let reason = format!("found {} as `{name}`, expected a number from 1", shown(text));
            (StatusCode::BAD_REQUEST, reason)
        }),
    };
    let (page, limit) = (number("page", 1)?, number("limit", PAGE)?);
    let pool = cx.pool().map_err(|error| refused(&error))?;
    let (total, found): (usize, Vec<&User>) = match asked("search") {
        Some(text) => {
            let found = users::search(pool, text);
            (found.len(), found)
        }
        None => {
            let newest_first = pool.users.by_creation().rev().filter(|user| user.is_present());
            let skipped = limit.saturating_mul(page - 1);
            (pool.users.count_present(), newest_first.skip(skipped).take(limit).collect())
        }
    };
    let skipped = if asked("search").is_some() { limit.saturating_mul(page - 1) } else { 0 };
    let list = found.into_iter().skip(skipped).take(limit);
    let list: Vec<Json> = list.map(|user| views::user(pool, user, Dates::Rest)).collect();
    Ok(json!({ "totalCount": total, "list": list }))
}

/// A new user: what may be said of one, and where they belong.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct New {
    user_pool_id: Option<String>,
    #[serde(default)]
    custom_data: Map<String, Json>,
    /// `code`, or `namespace:code`.
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    reset_password_on_first_login: bool,
    #[serde(flatten)]
    info: Map<String, Json>,
}

/// All of it is made, or nothing.
fn create(cx: &mut Cx<'_>, new: New) -> Outcome {
    require_known(&new.info, &["userPoolId", "customData", "roles", "groups"])?;
    let pool = cx.pool().map_err(|error| refused(&error))?;
    let mut held = Vec::new();
    for name in &new.roles {
        let Some(role) = roles::named(pool, name) else {
            let known: Vec<&str> = pool.roles.iter().map(|role| role.code.as_str()).collect();
            let reason = format!("there is no role {}{}", shown(name), hint(name, &known));
            return Err((StatusCode::NOT_FOUND, reason));
        };
        held.push(role.id.clone());
    }
    let known: Vec<&str> = pool.groups.iter().map(|group| group.code.as_str()).collect();
    if let Some(code) = new.groups.iter().find(|code| !known.contains(&code.as_str())) {
        let reason = format!("there is no group {}{}", shown(code), hint(code, &known));
        return Err((StatusCode::NOT_FOUND, reason));
    }
    let user = NewUser {
        info: new.info,
        plain_password: true,
        keep_password: false,
        reset_password_on_first_login: new.reset_password_on_first_login,
        custom_data: new.custom_data.into_iter().collect(),
        identity: None,
    };
    let id = users::create_as_administrator(cx, user).map_err(|error| refused(&error))?;
    let own = std::slice::from_ref(&id);
    let pool = cx.pool_mut().map_err(|error| refused(&error))?;
    for role in pool.roles.iter_mut().filter(|role| held.contains(&role.id)) {
        grants::insert_all(&mut role.users, own);
    }
    for group in pool.groups.iter_mut().filter(|group| new.groups.contains(&group.code)) {
        grants::insert_all(&mut group.users, own);
    }
    Ok(view(cx, find(cx, &id)?))
}

fn change(cx: &mut Cx<'_>, name: &str, mut changes: Map<String, Json>) -> Outcome {
    let id = find(cx, name)?.id.clone();
    require_known(&changes, &["customData"])?;
    let data = match changes.remove("customData") {
        Some(Json::Object(data)) => data.into_iter().collect(),
        None => Vec::new(),
        Some(_) => {
            let reason = "expected an object as `customData`".to_owned();
            return Err((StatusCode::BAD_REQUEST, reason));
        }
    };
    let password = match changes.remove("password") {
        Some(Json::String(password)) => Some(password),
        None => None,
        Some(_) => {
            return Err((StatusCode::BAD_REQUEST, "expected a text as `password`".to_owned()));
        }
    };
    let rules = |cx: &mut Cx<'_>| {
        if let Some(password) = &password {
            passwords::require_strength(cx, password)?;
        }
        custom_data::check_user_values(cx, &data)?;
        users::update_as_administrator(cx, &id, &changes)?;
        if let Some(password) = &password {
            passwords::set(cx, &id, password)?;
        }
        custom_data::set_user_values(cx, &id, data.clone())
    };
    rules(cx).map_err(|error| refused(&error))?;
    Ok(view(cx, find(cx, &id)?))
}

/// A field that nobody knows would be left out without a word.
fn require_known(info: &Map<String, Json>, others: &[&str]) -> Result<(), (StatusCode, String)> {
    let known: Vec<&str> = FIELDS.iter().chain(PROFILE_FIELDS).chain(others).copied().collect();
    match info.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => {
            let reason = format!("a user has no field {}{}", shown(key), hint(key, &known));
            Err((StatusCode::BAD_REQUEST, reason))
        }
    }
}
