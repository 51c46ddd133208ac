//! The users of a pool, and who is in what.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::failures;
use crate::base::limits::cut;
use crate::base::nearest::{hint, shown};
use crate::domain::acl::grants;
use crate::domain::context::Cx;
use crate::domain::mfa::totp;
use crate::domain::users::{self, Identifier, NewAccount};
use crate::domain::{codes, orgs, passwords};
use crate::seed::apply::checks::{by_rule, distinct, node_id, values};
use crate::seed::content::{StoredPassword, User};
use crate::seed::error::Outcome;
use crate::seed::place::At;
use crate::state::acl::DEFAULT_NAMESPACE;
use crate::state::custom_data::FieldTarget;
use crate::state::users::{self as stored, Identity, PROFILE_FIELDS, Totp, UserStatus};

/// The id of a user by whatever names them.
pub(super) fn id_of(cx: &Cx<'_>, at: &At<'_>, name: &str) -> Outcome<String> {
    let pool = by_rule(at, cx.pool())?;
    if let Some(user) = users::named(pool, name) {
        return Ok(user.id.clone());
    }
    let known =
        pool.users.iter().filter_map(|user| user.username.as_deref().or(user.email.as_deref()));
    at.unknown("user with the id, username, email address or phone number", name, known)
}

/// The ids of users by whatever names them.
pub(super) fn named(cx: &Cx<'_>, list: &At<'_>, names: &[String]) -> Outcome<Vec<String>> {
    let ids = names.iter().enumerate().map(|(place, name)| id_of(cx, &list.entry(place), name));
    ids.collect()
}

pub(super) fn add(cx: &mut Cx<'_>, list: &At<'_>, users: &[User]) -> Outcome<()> {
    let (mut ids, mut identities) = (HashSet::new(), HashSet::new());
    for (place, user) in users.iter().enumerate() {
        let at = list.entry(place);
        distinct(&at, user.id.as_deref(), &mut ids)?;
        let own = at.field("identities");
        for (place, identity) in user.identities.iter().enumerate() {
            if !identities.insert((&identity.provider, &identity.user_id_in_idp)) {
                let id = shown(&identity.user_id_in_idp);
                let problem = format!("another user has the account {id} of the same provider");
                return own.entry(place).field("userIdInIdp").refuse(problem);
            }
        }
        add_one(cx, &at, user)?;
    }
    Ok(())
}

fn add_one(cx: &mut Cx<'_>, at: &At<'_>, user: &User) -> Outcome<()> {
    require_names(cx, at, user)?;
    let profile = profile(at, user)?;
    if let Some(password) = user.password.as_deref() {
        let at = at.field("password");
        if user.stored_password.is_some() {
            return at.refuse("there is a `storedPassword` too: leave one of them out");
        }
        let strength = &by_rule(&at, cx.pool())?.settings.password_strength;
        let verdict = passwords::judge(strength, password);
        if !verdict.valid {
            let todo = "choose another one, or change `settings.passwordStrength` of the user pool";
            return at.refuse(format!("{} The user pool asks for it: {todo}", verdict.text.en));
        }
    }
    let account = NewAccount {
        id: user.id.clone(),
        username: user.username.clone(),
        email: user.email.clone(),
        phone: user.phone.clone(),
        email_verified: user.email_verified,
        phone_verified: user.phone_verified,
        password: user.password.clone(),
        source: "unknown",
        profile,
    };
    let id = by_rule(at, users::create(cx, account, failures::USER_EXISTS_AT_CREATE))?;
    for identity in &user.identities {
        let identity = Identity {
            provider: identity.provider.clone(),
            user_id_in_idp: identity.user_id_in_idp.clone(),
            openid: identity.openid.clone(),
            connection_id: identity.connection_id.clone(),
            is_social: !identity.enterprise,
            access_token: identity.access_token.clone(),
            refresh_token: identity.refresh_token.clone(),
            kind: identity.kind.clone(),
            ext_idp_id: identity.ext_idp_id.clone(),
        };
        by_rule(at, users::add_identity(cx, &id, identity))?;
    }
    let mut changes = Map::new();
    if user.blocked {
        changes.insert("blocked".to_owned(), json!(true));
    }
    if let Some(end) = &user.expires_at {
        if Timestamp::parse(end).is_none() {
            let problem =
                format!("found {}, expected a date such as `2030-01-31T00:00:00Z`", shown(end));
            return at.field("expiresAt").refuse(problem);
        }
        changes.insert("expiredAt".to_owned(), json!(end));
    }
    if !changes.is_empty() {
        by_rule(at, users::update_as_administrator(cx, &id, &changes))?;
    }
    let stored = match &user.stored_password {
        Some(stored) => Some(stored_password(&at.field("storedPassword"), stored)?),
        None => None,
    };
    let now = cx.now;
    let made = by_rule(at, cx.user_mut(&id))?;
    if let Some((password, level)) = stored {
        made.password = Some(password);
        made.password_level = level;
        made.password_changed_at = Some(now);
    }
    made.reset_on_first_login = user.reset_password_on_first_login;
    if !user.register_source.is_empty() {
        made.register_source.clone_from(&user.register_source);
    }
    if let Some(own) = &user.totp {
        if !totp::is_key(&own.secret) {
            let problem = "expected a key in Base32: the letters A to Z and the digits 2 to 7";
            return at.field("totp").field("secret").refuse(problem);
        }
        let imported = totp::import(own.secret.clone(), own.recovery_code.clone(), now);
        let id = own.id.clone().unwrap_or_else(|| imported.id.clone());
        made.totp = Some(Totp { id, ..imported });
    }
    if let Some(status) = user.status.filter(|status| *status != UserStatus::Activated) {
        by_rule(at, users::set_status(cx, &id, status))?;
    }
    values(cx, at, FieldTarget::User, &id, &user.custom_data)
}

/// Each name is of its form, nobody else has it, and there is one at least.
fn require_names(cx: &Cx<'_>, at: &At<'_>, user: &User) -> Outcome<()> {
    let external_id = user.profile.get("externalId");
    let names = [
        ("username", Identifier::Username, user.username.as_deref()),
        ("email", Identifier::Email, user.email.as_deref()),
        ("phone", Identifier::Phone, user.phone.as_deref()),
        ("profile.externalId", Identifier::ExternalId, external_id.map(String::as_str)),
        ("id", Identifier::Id, user.id.as_deref()),
    ];
    let users = &by_rule(at, cx.pool())?.users;
    let mut is_named = !user.identities.is_empty();
    for (field, by, name) in names {
        let Some(name) = name else { continue };
        let at = at.field(field);
        if name.trim().is_empty() {
            return at.refuse("found an empty text: leave the field out, or say something");
        }
        if by == Identifier::Email && !codes::is_email(name) {
            let problem =
                format!("found {}, expected an email address: `ann@example.com`", shown(name));
            return at.refuse(problem);
        }
        let folded = if by == Identifier::Email { name.to_lowercase() } else { name.to_owned() };
        if users.find(by, &folded).is_some() {
            let problem = format!("another user has {} already: choose another one", shown(name));
            return at.refuse(problem);
        }
        is_named |= matches!(by, Identifier::Username | Identifier::Email | Identifier::Phone);
    }
    match is_named {
        true => Ok(()),
        false => at.refuse(
            "the user has none of `username`, `email`, `phone` and `identities`: add one of them",
        ),
    }
}

fn profile(at: &At<'_>, user: &User) -> Outcome<Map<String, Json>> {
    let list = at.field("profile");
    let mut profile = Map::new();
    for (key, value) in &user.profile {
        if !PROFILE_FIELDS.contains(&key.as_str()) {
            let hint = hint(key, PROFILE_FIELDS);
            let todo = "what is not in a profile is custom data (`customData`)";
            return list.field(key).refuse(format!("a profile has no such field{hint}; {todo}"));
        }
        profile.insert(key.clone(), json!(value));
    }
    Ok(profile)
}

/// What an emulator stores of a password.
fn stored_password(
    at: &At<'_>,
    own: &StoredPassword,
) -> Outcome<(stored::StoredPassword, Option<u8>)> {
    let password = match (&own.salt, &own.hash, &own.kept) {
        (Some(salt), Some(hash), None) => {
            stored::StoredPassword::Hashed { salt: salt.clone(), hash: hash.clone() }
        }
        (None, None, Some(kept)) => stored::StoredPassword::Kept(kept.clone()),
        _ => return at.refuse("expected `salt` and `hash` together, or `kept` alone"),
    };
    if let Some(level) = own.level.filter(|level| !(1..=3).contains(level)) {
        return at.field("level").refuse(format!("found {level}, expected 1, 2 or 3"));
    }
    Ok((password, own.level))
}

/// What users may be in, found without a search for each of them.
pub(super) struct Memberships {
    roles: HashMap<(String, String), Vec<String>>,
    groups: HashMap<String, Vec<String>>,
}

impl Memberships {
    /// All roles and groups of the pool.
    pub(super) fn of(cx: &Cx<'_>, at: &At<'_>) -> Outcome<Self> {
        let pool = by_rule(at, cx.pool())?;
        let roles = pool.roles.iter();
        let roles = roles.map(|role| ((role.namespace.clone(), role.code.clone()), Vec::new()));
        let groups = pool.groups.iter().map(|group| (group.code.clone(), Vec::new()));
        Ok(Self { roles: roles.collect(), groups: groups.collect() })
    }

    /// Puts users where they say that they are.
    pub(super) fn apply(mut self, cx: &mut Cx<'_>, list: &At<'_>, users: &[User]) -> Outcome<()> {
        let mut departments: HashMap<String, Vec<String>> = HashMap::new();
        let mut known = HashMap::new();
        for (place, user) in users.iter().enumerate() {
            if user.roles.is_empty() && user.groups.is_empty() && user.departments.is_empty() {
                continue;
            }
            let at = list.entry(place);
            let name = user.id.as_ref().or(user.username.as_ref()).or(user.email.as_ref());
            let id = match name.or(user.phone.as_ref()) {
                Some(name) => id_of(cx, &at, &name.clone())?,
                None => {
                    return at.refuse(
                        "a user without `id`, `username`, `email` and `phone` can be in nothing: add one",
                    );
                }
            };
            let own = at.field("roles");
            for (place, code) in user.roles.iter().enumerate() {
                self.role(&own.entry(place), code)?.push(id.clone());
            }
            let own = at.field("groups");
            for (place, code) in user.groups.iter().enumerate() {
                let at = own.entry(place);
                match self.groups.get_mut(code) {
                    Some(users) => users.push(id.clone()),
                    None => {
                        return at.unknown("group", code, self.groups.keys().map(String::as_str));
                    }
                }
            }
            let own = at.field("departments");
            for (place, name) in user.departments.iter().enumerate() {
                let node = match known.get(name) {
                    Some(node) => String::clone(node),
                    None => node_id(cx, &own.entry(place), name)?,
                };
                known.entry(name).or_insert_with(|| node.clone());
                departments.entry(node).or_default().push(id.clone());
            }
        }
        let pool = by_rule(list, cx.pool_mut())?;
        for role in &mut pool.roles {
            let key = (role.namespace.clone(), role.code.clone());
            grants::insert_all(&mut role.users, self.roles.get(&key).map_or(&[], Vec::as_slice));
        }
        for group in &mut pool.groups {
            let users = self.groups.get(&group.code).map_or(&[][..], Vec::as_slice);
            grants::insert_all(&mut group.users, users);
        }
        for (node, users) in departments {
            by_rule(list, orgs::add_members(cx, &node, &users, false))?;
        }
        Ok(())
    }

    /// The holders of a role: `code` of the default namespace, or `namespace:code`.
    fn role(&mut self, at: &At<'_>, name: &str) -> Outcome<&mut Vec<String>> {
        let whole = (DEFAULT_NAMESPACE.to_owned(), name.to_owned());
        let key = match name.split_once(':') {
            Some((namespace, code)) if !self.roles.contains_key(&whole) => {
                (namespace.to_owned(), code.to_owned())
            }
            _ => whole,
        };
        if !self.roles.contains_key(&key) {
            let names: Vec<String> = self
                .roles
                .keys()
                .map(|(namespace, code)| match namespace == DEFAULT_NAMESPACE {
                    true => code.clone(),
                    false => format!("{namespace}:{code}"),
                })
                .collect();
            return at.unknown("role", name, names.iter().map(String::as_str));
        }
        match self.roles.get_mut(&key) {
            Some(users) => Ok(users),
            None => at.refuse(cut("there is no such role".to_owned())),
        }
    }
}
