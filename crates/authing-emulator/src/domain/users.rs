//! Accounts: finding, making, changing and removing them.

use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::{ApiError, ApiResult};
use crate::base::failures::{self, Failure};
use crate::base::happening::Event;
use crate::domain::acl::grants;
use crate::domain::context::Cx;
use crate::domain::{codes, custom_data, happenings, orgs, passwords, tenants, tokens};
use crate::state::acl::TargetType;
use crate::state::custom_data::FieldTarget;
use crate::state::user_pool::UserPool;
pub(crate) use crate::state::users::{Identifier, apply_profile};
use crate::state::users::{Identity, SEARCHED, User, UserStatus, contains};

/// A batch query takes no more ids at once.
const BATCH_LIMIT: usize = 80;

impl Identifier {
    /// The `type` of a batch query.
    pub(crate) fn from_query(name: &str) -> Option<Self> {
        Some(match name {
            "id" => Self::Id,
            "username" => Self::Username,
            "email" => Self::Email,
            "phone" => Self::Phone,
            "externalId" => Self::ExternalId,
            _ => return None,
        })
    }
}

/// Users by ids or other identifiers, in the order asked for; unknown ones are left out.
pub(crate) fn batch<'a>(
    cx: &'a Cx<'_>,
    ids: &[String],
    kind: Option<&str>,
) -> ApiResult<Vec<&'a User>> {
    if ids.len() > BATCH_LIMIT {
        return Err(failures::TOO_MANY_IDS.into());
    }
    let kind = kind.unwrap_or("id");
    let by = Identifier::from_query(kind).ok_or_else(|| {
        ApiError::own(failures::BAD_REQUEST.code, format!("unknown user query type: {kind}"))
    })?;
    let pool = cx.pool()?;
    Ok(ids.iter().filter_map(|id| pool.users.find(by, id)).collect())
}

/// The input of a new account, however it came.
#[derive(Default)]
pub(crate) struct NewAccount {
    /// A new one if none is given.
    pub(crate) id: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) email_verified: bool,
    pub(crate) phone_verified: bool,
    /// In clear; already judged.
    pub(crate) password: Option<String>,
    pub(crate) source: &'static str,
    /// Profile fields by their wire names; others are ignored.
    pub(crate) profile: Map<String, Json>,
}

/// Makes an account; `taken` is the failure for an identifier in use.
pub(crate) fn create(cx: &mut Cx<'_>, account: NewAccount, taken: Failure) -> ApiResult<String> {
    let email = account.email.map(|email| email.to_lowercase());
    let pool = cx.pool()?;
    let external_id = account.profile.get("externalId").and_then(Json::as_str);
    let wanted = [
        (Identifier::Id, account.id.as_deref()),
        (Identifier::Username, account.username.as_deref()),
        (Identifier::Email, email.as_deref()),
        (Identifier::Phone, account.phone.as_deref()),
        (Identifier::ExternalId, external_id),
    ];
    let in_use = |(by, value): (Identifier, Option<&str>)| {
        value.is_some_and(|value| pool.users.find(by, value).is_some())
    };
    if wanted.into_iter().any(in_use) {
        return Err(taken.into());
    }
    let now = cx.now;
    let id = account.id.unwrap_or_else(crate::base::random::object_id);
    let mut user = User::new(id, now, account.source);
    user.username = account.username;
    user.email = email;
    user.phone = account.phone;
    user.email_verified = account.email_verified;
    user.phone_verified = account.phone_verified;
    apply_profile(&mut user, &account.profile);
    let id = user.id.clone();
    cx.pool_mut()?.users.push(user);
    if let Some(password) = account.password {
        passwords::set(cx, &id, &password)?;
    }
    Ok(id)
}

/// What an administrator says of a new user.
#[derive(Default)]
pub(crate) struct NewUser {
    /// By the names of Authing's API. A password among them is encrypted, unless it is plain.
    pub(crate) info: Map<String, Json>,
    pub(crate) plain_password: bool,
    pub(crate) keep_password: bool,
    pub(crate) reset_password_on_first_login: bool,
    pub(crate) custom_data: Vec<(String, Json)>,
    pub(crate) identity: Option<Identity>,
}

/// Makes a user as an administrator does, whole or not at all; the result is the id.
pub(crate) fn create_as_administrator(cx: &mut Cx<'_>, new: NewUser) -> ApiResult<String> {
    let NewUser { info, custom_data, identity, .. } = new;
    custom_data::check_user_values(cx, &custom_data)?;
    let text = |key: &str| text(&info, key).filter(|text| !text.is_empty()).map(str::to_owned);
    let (username, email, phone) = (text("username"), text("email"), text("phone"));
    if username.is_none() && email.is_none() && phone.is_none() && identity.is_none() {
        return Err(failures::IDENTIFIER_NEEDED.into());
    }
    // The form of an email address is checked where somebody registers, not here.
    let (mut password, mut kept) = (None, None);
    if let Some(given) = text("password") {
        let plain = match new.plain_password {
            true => given,
            false => passwords::decrypt(cx, &given)?,
        };
        if new.keep_password {
            kept = Some(plain);
        } else {
            passwords::require_strength(cx, &plain)?;
            password = Some(plain);
        }
    }
    let account = NewAccount {
        username,
        email,
        phone,
        password,
        source: "unknown",
        profile: info.clone(),
        ..NewAccount::default()
    };
    let id = create(cx, account, failures::USER_EXISTS_AT_CREATE)?;
    if let Err(error) = complete(cx, &id, &info, identity) {
        cx.pool_mut()?.users.retain(|user| user.id != id);
        return Err(error);
    }
    custom_data::set_user_values(cx, &id, custom_data)?;
    let user = cx.user_mut(&id)?;
    user.reset_on_first_login = new.reset_password_on_first_login;
    if let Some(value) = kept {
        passwords::keep(user, value);
    }
    happenings::registered(cx, &id);
    Ok(id)
}

/// Applies what an administrator may give a new user beyond an identifier and a password.
fn complete(
    cx: &mut Cx<'_>,
    id: &str,
    info: &Map<String, Json>,
    identity: Option<Identity>,
) -> ApiResult<()> {
    if let Some(identity) = identity {
        link_identity(cx, id, identity)?;
    }
    let set_at_creation = ["username", "email", "phone", "password"];
    let rest: Map<String, Json> = info
        .iter()
        .filter(|(key, value)| !set_at_creation.contains(&key.as_str()) && !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    update_as_administrator(cx, id, &rest)?;
    let sources: Option<Vec<String>> =
        info.get("registerSource").and_then(|sources| serde_json::from_value(sources.clone()).ok());
    if let Some(sources) = sources {
        cx.user_mut(id)?.register_source = sources;
    }
    Ok(())
}

/// Whoever has the text in what identifies people, the newest first.
pub(crate) fn search<'a>(pool: &'a UserPool, text: &str) -> Vec<&'a User> {
    let text = text.to_lowercase();
    match pool.users.search(&text) {
        Some(found) => found.rev().collect(),
        None => {
            let newest_first = pool.users.by_creation().rev().filter(|user| user.is_present());
            newest_first.filter(|user| contains(user, SEARCHED.iter().copied(), &text)).collect()
        }
    }
}

/// A user by whatever names them to people: id, username, email address or phone number.
pub(crate) fn named<'a>(pool: &'a UserPool, name: &str) -> Option<&'a User> {
    [Identifier::Id, Identifier::Username, Identifier::Email, Identifier::Phone]
        .into_iter()
        .find_map(|by| pool.users.find(by, name))
}

/// Applies the `updateUser` input of an administrator.
pub(crate) fn update_as_administrator(
    cx: &mut Cx<'_>,
    id: &str,
    input: &Map<String, Json>,
) -> ApiResult<()> {
    let was_blocked = cx.user(id)?.blocked;
    let outcome = give(cx, id, input);
    happenings::user_updated(cx, id, input);
    if input.contains_key("password") {
        happenings::password_changed(cx, id);
    }
    match (was_blocked, cx.user(id)?.blocked) {
        (false, true) => happenings::about_user(cx, id, Event::UserBlocked),
        (true, false) => happenings::about_user(cx, id, Event::UserUnblocked),
        _ => {}
    }
    outcome
}

/// Gives a user what an administrator may give one, and tells nobody.
pub(crate) fn give(cx: &mut Cx<'_>, id: &str, input: &Map<String, Json>) -> ApiResult<()> {
    cx.user(id)?;
    let email = text(input, "email").map(str::to_lowercase);
    require_free(cx, id, Identifier::Username, text(input, "username"), failures::USERNAME_TAKEN)?;
    require_free(cx, id, Identifier::Email, email.as_deref(), failures::EMAIL_TAKEN)?;
    require_free(cx, id, Identifier::Phone, text(input, "phone"), failures::PHONE_TAKEN)?;
    let external_id = text(input, "externalId");
    let taken = failures::USER_EXISTS_AT_CREATE;
    require_free(cx, id, Identifier::ExternalId, external_id, taken)?;
    if email.as_deref().is_some_and(|email| !codes::is_email(email)) {
        return Err(failures::EMAIL_FORMAT.into());
    }
    let token_expired_at = date(input, "tokenExpiredAt")?;
    let expired_at = date(input, "expiredAt")?;
    let last_login = date(input, "lastLogin")?;
    let signed_up = date(input, "signedUp")?;
    let password = match text(input, "password") {
        Some(encrypted) => Some(passwords::decrypt_new(cx, encrypted)?),
        None => None,
    };

    let now = cx.now;
    let user = cx.user_mut(id)?;
    set_text(&mut user.username, input, "username");
    set_text(&mut user.phone, input, "phone");
    if input.contains_key("email") {
        user.email = email;
    }
    set_flag(&mut user.email_verified, input, "emailVerified");
    set_flag(&mut user.phone_verified, input, "phoneVerified");
    set_flag(&mut user.blocked, input, "blocked");
    if let Some(count) = input.get("loginsCount").and_then(Json::as_i64) {
        user.logins_count = count;
    }
    set_text(&mut user.last_ip, input, "lastIP");
    if let Some(at) = token_expired_at {
        user.token_expired_at = at;
    }
    if let Some(at) = expired_at {
        user.expired_at = at;
    }
    if let Some(at) = last_login {
        user.last_login = at;
    }
    if let Some(Some(at)) = signed_up {
        user.signed_up = at;
    }
    apply_profile(user, input);
    user.updated_at = now;
    let blocked = user.blocked;
    if let Some(password) = password {
        passwords::set(cx, id, &password)?;
    }
    if blocked {
        tokens::revoke_all(cx.pool_mut()?, id, None);
    }
    Ok(())
}

/// Applies the `updateUser` input of an end user, who may change less.
pub(crate) fn update_as_user(
    cx: &mut Cx<'_>,
    id: &str,
    input: &Map<String, Json>,
) -> ApiResult<()> {
    let outcome = change(cx, id, input);
    happenings::user_updated(cx, id, input);
    outcome
}

fn change(cx: &mut Cx<'_>, id: &str, input: &Map<String, Json>) -> ApiResult<()> {
    let changes = |key: &str, present: Option<&str>| {
        input.get(key).is_some_and(|value| !value.is_null() && value.as_str() != present)
    };
    let user = cx.user(id)?;
    let refusals = [
        (changes("email", user.email.as_deref()), failures::EMAIL_NOT_BY_UPDATE_USER),
        (changes("phone", user.phone.as_deref()), failures::PHONE_NOT_BY_UPDATE_USER),
        (changes("password", None), failures::FIELD_NOT_CHANGEABLE),
        (changes("unionid", user.attribute("unionid")), failures::FIELD_NOT_CHANGEABLE),
        (changes("openid", user.attribute("openid")), failures::FIELD_NOT_CHANGEABLE),
    ];
    if let Some((_, failure)) = refusals.into_iter().find(|(refused, _)| *refused) {
        return Err(failure.into());
    }
    require_free(cx, id, Identifier::Username, text(input, "username"), failures::USERNAME_TAKEN)?;
    // What only administrators may set is left alone.
    let administrative = ["externalId", "unionid", "openid", "mainDepartmentId"];
    let allowed: Map<String, Json> = input
        .iter()
        .filter(|(key, _)| !administrative.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let now = cx.now;
    let user = cx.user_mut(id)?;
    set_text(&mut user.username, &allowed, "username");
    apply_profile(user, &allowed);
    user.updated_at = now;
    Ok(())
}

/// Fails if `value` already identifies another account.
pub(crate) fn require_free(
    cx: &Cx<'_>,
    own_id: &str,
    by: Identifier,
    value: Option<&str>,
    taken: Failure,
) -> ApiResult<()> {
    let owner = value.and_then(|value| cx.pool().ok().and_then(|pool| pool.users.find(by, value)));
    if owner.is_some_and(|user| user.id != own_id) {
        return Err(taken.into());
    }
    Ok(())
}

/// Deletes accounts: they stay in storage, marked, and free their identifiers.
pub(crate) fn delete(cx: &mut Cx<'_>, ids: &[String]) -> ApiResult<()> {
    let pool = cx.pool()?;
    if ids.is_empty() || ids.iter().any(|id| pool.user(id).is_none()) {
        return Err(failures::DELETE_FAILED.into());
    }
    cx.happened(Event::UserDeleted, |pool| json!({ "users": happenings::users(pool, ids) }));
    let now = cx.now;
    let pool = cx.pool_mut()?;
    for id in ids {
        tokens::revoke_all(pool, id, None);
        for group in &mut pool.groups {
            group.users.retain(|user| user != id);
        }
        for role in &mut pool.roles {
            role.users.retain(|user| user != id);
        }
        orgs::forget_user(pool, id);
        tenants::forget_user(pool, id);
        pool.principals.retain(|principal| principal.user_id != *id);
        for device in &mut pool.devices {
            device.users.retain(|user| user.user_id != *id);
        }
        grants::forget(pool, TargetType::User, std::slice::from_ref(id), None);
        custom_data::forget(pool, FieldTarget::User, std::slice::from_ref(id));
        if let Some(user) = pool.user_mut(id) {
            user.deleted = true;
            user.updated_at = now;
        }
    }
    Ok(())
}

/// Suspends, resigns or activates an account.
pub(crate) fn set_status(cx: &mut Cx<'_>, id: &str, status: UserStatus) -> ApiResult<()> {
    let now = cx.now;
    let user = cx.user_mut(id)?;
    let was_archived = user.is_archived();
    user.status = status;
    user.updated_at = now;
    let is_archived = user.is_archived();
    if status != UserStatus::Activated {
        tokens::revoke_all(cx.pool_mut()?, id, None);
    }
    if status == UserStatus::Resigned {
        // Who leaves gives up every membership.
        let pool = cx.pool_mut()?;
        orgs::forget_user(pool, id);
        tenants::forget_user(pool, id);
    }
    match (was_archived, is_archived) {
        (false, true) => happenings::about_user(cx, id, Event::UserArchived),
        (true, false) => happenings::about_user(cx, id, Event::UserUnarchived),
        _ => {
            let updates = [("status".to_owned(), json!(status.as_str()))].into_iter().collect();
            happenings::user_updated(cx, id, &updates);
        }
    }
    Ok(())
}

/// Adds an external identity, which may belong to one account only.
pub(crate) fn link_identity(cx: &mut Cx<'_>, id: &str, identity: Identity) -> ApiResult<()> {
    cx.user(id)?;
    let users = &cx.pool()?.users;
    if users.find_by_identity(&identity.provider, &identity.user_id_in_idp).is_some() {
        return Err(failures::IDENTITY_ALREADY_BOUND.into());
    }
    add_identity(cx, id, identity)
}

/// Adds an external identity that is known to belong to nobody.
pub(crate) fn add_identity(cx: &mut Cx<'_>, id: &str, identity: Identity) -> ApiResult<()> {
    let now = cx.now;
    let user = cx.user_mut(id)?;
    user.identities.push(identity);
    user.updated_at = now;
    Ok(())
}

/// Removes the identities a test matches; there must be at least one.
pub(crate) fn unlink_identity(
    cx: &mut Cx<'_>,
    id: &str,
    matches: impl Fn(&Identity) -> bool,
) -> ApiResult<()> {
    let now = cx.now;
    let user = cx.user_mut(id)?;
    let before = user.identities.len();
    user.identities.retain(|identity| !matches(identity));
    if user.identities.len() == before {
        return Err(failures::IDENTITY_NOT_BOUND.into());
    }
    user.updated_at = now;
    Ok(())
}

fn text<'a>(input: &'a Map<String, Json>, key: &str) -> Option<&'a str> {
    input.get(key).and_then(Json::as_str)
}

fn set_text(field: &mut Option<String>, input: &Map<String, Json>, key: &str) {
    match input.get(key) {
        Some(Json::String(value)) => *field = Some(value.clone()),
        Some(Json::Null) => *field = None,
        _ => {}
    }
}

fn set_flag(field: &mut bool, input: &Map<String, Json>, key: &str) {
    if let Some(value) = input.get(key).and_then(Json::as_bool) {
        *field = value;
    }
}

/// A date of the input: absent, cleared or set.
fn date(input: &Map<String, Json>, key: &str) -> ApiResult<Option<Option<Timestamp>>> {
    match input.get(key) {
        None => Ok(None),
        Some(Json::String(text)) => {
            Timestamp::parse(text).map(|at| Some(Some(at))).ok_or(failures::DATE_FORMAT.into())
        }
        Some(_) => Ok(Some(None)),
    }
}
