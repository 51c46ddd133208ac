//! Registering and logging in.

use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::outbox::{MessageKind, SentMessage};
use crate::domain::abuse::{self, Attempt};
use crate::domain::applications::access;
use crate::domain::calls::WayIn;
use crate::domain::context::{Caller, Cx};
use crate::domain::environment::LoginFailureStyle;
use crate::domain::logs::actions::{self, Operation};
use crate::domain::passwords::{self, GivenPassword};
use crate::domain::tokens::{self, ResetKind};
use crate::domain::users::{self, NewAccount};
use crate::domain::{codes, custom_data, custom_database, happenings, mfa, pipeline, tenants};
use crate::state::codes::Channel;
use crate::state::users::Identifier;
use crate::state::whitelist::WhitelistType;

/// Milliseconds in a day, the unit of `passwordUpdatePolicy.forcedCycle`.
const DAY_MS: i64 = 86_400_000;

/// What the five ways to register have in common.
#[derive(Default)]
pub(crate) struct Registration {
    pub(crate) profile: Map<String, Json>,
    pub(crate) force_login: bool,
    pub(crate) generate_token: bool,
    pub(crate) client_ip: Option<String>,
    /// What a login hands out.
    pub(crate) opening: Opening,
    /// Custom data as `(key, value)` pairs.
    pub(crate) custom_data: Vec<(String, Json)>,
    /// What the client has for pipeline functions.
    pub(crate) context: Option<Json>,
}

/// What the ways to log in have in common.
#[derive(Default)]
pub(crate) struct LoginOptions {
    pub(crate) auto_register: bool,
    pub(crate) client_ip: Option<String>,
    pub(crate) opening: Opening,
    /// What was read off the captcha.
    pub(crate) captcha: Option<String>,
    pub(crate) custom_data: Vec<(String, Json)>,
    /// What the client has for pipeline functions.
    pub(crate) context: Option<Json>,
}

impl LoginOptions {
    /// Those of the registration of somebody unknown, and of the login that follows it: a new account
    /// must pass what any login must.
    fn after_registering(self) -> (Registration, Self) {
        let registration = Registration {
            client_ip: self.client_ip.clone(),
            opening: self.opening,
            custom_data: self.custom_data,
            context: self.context.clone(),
            ..Registration::default()
        };
        (registration, Self { custom_data: Vec::new(), ..self })
    }
}

/// What a login hands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A user token, which is kept with the user.
    #[default]
    UserToken,
    /// Nothing: the tokens are a protocol's business.
    Protocol,
}

/// The account a person names, and by what.
#[derive(Clone)]
pub(crate) enum Account {
    Username(String),
    Email(String),
    Phone(String),
}

impl Account {
    fn identifier(&self) -> (Identifier, &str) {
        match self {
            Self::Username(name) => (Identifier::Username, name),
            Self::Email(email) => (Identifier::Email, email),
            Self::Phone(phone) => (Identifier::Phone, phone),
        }
    }

    /// How somebody of this name comes in.
    fn way_in(&self, protocol: &'static str, context: Option<&Json>) -> WayIn {
        let (by, value) = self.identifier();
        let name = match by {
            Identifier::Email => "email",
            Identifier::Phone => "phone",
            _ => "username",
        };
        let mut body = json!({ name: value });
        if let Some(context) = context {
            body["context"] = context.clone();
        }
        WayIn { protocol: Some(protocol), connection: None, body }
    }

    fn require_form(&self) -> ApiResult<()> {
        match self {
            Self::Username(name) if name.is_empty() => Err(failures::BAD_REQUEST.into()),
            Self::Email(email) if !codes::is_email(email) => {
                Err(failures::EMAIL_FORMAT_AT_LOGIN.into())
            }
            Self::Phone(phone) if !codes::is_phone(phone) => Err(failures::PHONE_FORMAT.into()),
            _ => Ok(()),
        }
    }

    fn into_new(self) -> NewAccount {
        let mut account = NewAccount::default();
        match self {
            Self::Username(name) => account.username = Some(name),
            Self::Email(email) => account.email = Some(email),
            Self::Phone(phone) => account.phone = Some(phone),
        }
        account
    }
}

/// What a client has for pipeline functions: the text of a JSON object.
pub(crate) fn read_context(text: Option<&str>) -> ApiResult<Option<Json>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read: Result<Map<String, Json>, _> = serde_json::from_str(text);
    let malformed =
        |_| ApiError::own(failures::BAD_REQUEST.code, "context is not JSON text of an object");
    read.map(|context| Some(Json::Object(context))).map_err(malformed)
}

/// Registers with a password. The result is the new user's id.
pub(crate) fn register_by_password(
    cx: &mut Cx<'_>,
    account: Account,
    password: GivenPassword<'_>,
    options: Registration,
) -> ApiResult<String> {
    account.require_form()?;
    let password = password.open_new(cx)?;
    register_by_plain_password(cx, account, password, options)
}

fn register_by_plain_password(
    cx: &mut Cx<'_>,
    account: Account,
    password: String,
    options: Registration,
) -> ApiResult<String> {
    let source = match account {
        Account::Username(_) => "basic:username-password",
        Account::Email(_) => "basic:email",
        Account::Phone(_) => "basic:phone",
    };
    let verified = cx.pool()?.settings.email_verified_default;
    let new = NewAccount {
        password: Some(password),
        email_verified: verified,
        source,
        ..account.into_new()
    };
    register(cx, new, options)
}

/// Registers with a verification code and, if given, a password.
pub(crate) fn register_by_code(
    cx: &mut Cx<'_>,
    account: Account,
    code: &str,
    password: Option<GivenPassword<'_>>,
    options: Registration,
) -> ApiResult<String> {
    account.require_form()?;
    let password = password.map(|password| password.open_new(cx)).transpose()?;
    require_registrable(cx, &account)?;
    let source = consume_code(cx, &account, code)?;
    let by_phone = matches!(account, Account::Phone(_));
    let new = NewAccount {
        password,
        phone_verified: by_phone,
        email_verified: !by_phone,
        source,
        ..account.into_new()
    };
    register(cx, new, options)
}

/// Logs in with an encrypted password. The result is the user's id.
pub(crate) fn login_by_password(
    cx: &mut Cx<'_>,
    account: Account,
    password: &str,
    options: LoginOptions,
) -> ApiResult<String> {
    account.require_form()?;
    let plain = GivenPassword::Encrypted(password).open(cx)?;
    login_by_plain_password(cx, account, &plain, options)
}

/// Logs in with a password in clear. The result is the user's id.
pub(crate) fn login_by_plain_password(
    cx: &mut Cx<'_>,
    account: Account,
    plain: &str,
    options: LoginOptions,
) -> ApiResult<String> {
    account.require_form()?;
    let (by, value) = account.identifier();
    let found = cx.pool()?.users.find(by, value).filter(|user| user.is_present());
    let id = found.map(|user| user.id.clone());
    let ip = options.client_ip.clone().unwrap_or_else(|| cx.request.client_ip.clone());
    let attempt = Attempt { ip: &ip, user_id: id.as_deref(), captcha: options.captcha.as_deref() };
    abuse::require_login_allowed(cx, attempt)?;
    before(cx, id.as_deref(), account.way_in("password", options.context.as_ref()))?;
    let Some(id) = &id else {
        if let Some(id) = moved_in(cx, attempt, &account, plain)? {
            finish(cx, &id, options)?;
            return Ok(id);
        }
        if options.auto_register {
            passwords::require_strength(cx, plain)?;
            let (registration, options) = options.after_registering();
            let id = register_by_plain_password(cx, account, plain.to_owned(), registration)?;
            finish(cx, &id, options)?;
            return Ok(id);
        }
        abuse::note_failed_login(cx, attempt)?;
        return Err(unknown_account(cx));
    };
    let outcome = match require_password(cx, attempt, id, plain) {
        Ok(()) => finish(cx, id, options),
        wrong => wrong,
    };
    told(cx, id, outcome)?;
    Ok(id.clone())
}

/// Lets a user in at a login page or a protocol's password grant: any identifier, and the
/// password in clear. No user token is made; what follows is the protocol's business.
pub(crate) fn login_by_any_identifier(
    cx: &mut Cx<'_>,
    account: &str,
    password: &str,
    captcha: Option<&str>,
) -> ApiResult<String> {
    let pool = cx.pool()?;
    let found = [Identifier::Username, Identifier::Email, Identifier::Phone]
        .into_iter()
        .find_map(|by| pool.users.find(by, account).filter(|user| user.is_present()));
    let id = found.map(|user| user.id.clone());
    let ip = cx.request.client_ip.clone();
    let attempt = Attempt { ip: &ip, user_id: id.as_deref(), captcha };
    abuse::require_login_allowed(cx, attempt)?;
    let named = match account {
        email if codes::is_email(email) => Account::Email(email.to_owned()),
        phone if codes::is_phone(phone) => Account::Phone(phone.to_owned()),
        name => Account::Username(name.to_owned()),
    };
    before(cx, id.as_deref(), named.way_in("password", None))?;
    let options = LoginOptions { opening: Opening::Protocol, ..LoginOptions::default() };
    let Some(id) = id.clone() else {
        if let Some(id) = moved_in(cx, attempt, &named, password)? {
            finish(cx, &id, options)?;
            return Ok(id);
        }
        abuse::note_failed_login(cx, attempt)?;
        return Err(unknown_account(cx));
    };
    let outcome = require_password(cx, attempt, &id, password);
    let outcome = outcome.and_then(|()| finish(cx, &id, options));
    told(cx, &id, outcome)?;
    Ok(id)
}

/// Logs in with a verification code; an unknown account is made.
pub(crate) fn login_by_code(
    cx: &mut Cx<'_>,
    account: Account,
    code: &str,
    options: LoginOptions,
) -> ApiResult<String> {
    account.require_form()?;
    let (by, value) = account.identifier();
    let known = cx.pool()?.users.find(by, value).map(|user| user.id.clone());
    let protocol = if by == Identifier::Phone { "sms" } else { "email" };
    before(cx, known.as_deref(), account.way_in(protocol, options.context.as_ref()))?;
    if known.is_none() {
        require_registrable(cx, &account)?;
    }
    let used = consume_code(cx, &account, code);
    let source = match &known {
        Some(id) => told(cx, id, used)?,
        None => used?,
    };
    let by_phone = matches!(account, Account::Phone(_));
    let Some(id) = known else {
        let new = NewAccount {
            phone_verified: by_phone,
            email_verified: !by_phone,
            source,
            ..account.into_new()
        };
        let (registration, options) = options.after_registering();
        let id = register(cx, new, registration)?;
        finish(cx, &id, options)?;
        return Ok(id);
    };
    if !cx.user(&id)?.is_present() {
        return Err(unknown_account(cx));
    }
    let user = cx.user_mut(&id)?;
    if by_phone {
        user.phone_verified = true;
    } else {
        user.email_verified = true;
    }
    let outcome = finish(cx, &id, options);
    told(cx, &id, outcome)?;
    Ok(id)
}

/// What comes before anything is looked at that proves who somebody is.
fn before(cx: &mut Cx<'_>, id: Option<&str>, way_in: WayIn) -> ApiResult<()> {
    let outcome = pipeline::before_login(cx, id, way_in);
    match id {
        Some(id) => told(cx, id, outcome),
        None => outcome,
    }
}

/// Takes somebody over from the custom database, if there is one and they are in it. A wrong password is
/// counted as any other.
fn moved_in(
    cx: &mut Cx<'_>,
    attempt: Attempt<'_>,
    account: &Account,
    plain: &str,
) -> ApiResult<Option<String>> {
    let (by, value) = account.identifier();
    match custom_database::take_over(cx, by, value, plain) {
        Err(error) => {
            abuse::note_failed_login(cx, attempt)?;
            Err(error)
        }
        found => found,
    }
}

/// Tells of a login that failed.
fn told<T>(cx: &mut Cx<'_>, id: &str, outcome: ApiResult<T>) -> ApiResult<T> {
    outcome.inspect_err(|error| happenings::login_failed(cx, id, error))
}

fn register(cx: &mut Cx<'_>, mut new: NewAccount, options: Registration) -> ApiResult<String> {
    // A profile may name the account's other identifiers.
    let named = |key: &str| options.profile.get(key).and_then(Json::as_str).map(str::to_owned);
    new.username = new.username.or_else(|| named("username"));
    new.email = new.email.or_else(|| named("email"));
    new.phone = new.phone.or_else(|| named("phone"));
    let account = [
        new.username.clone().map(Account::Username),
        new.email.clone().map(Account::Email),
        new.phone.clone().map(Account::Phone),
    ];
    for account in account.into_iter().flatten() {
        require_registrable(cx, &account)?;
        let (by, value) = account.identifier();
        if custom_database::knows(cx, by, value)? {
            return Err(failures::USER_EXISTS_AT_REGISTER.into());
        }
    }
    let ip = options.client_ip.clone().unwrap_or_else(|| cx.request.client_ip.clone());
    abuse::require_registration_allowed(cx, &ip)?;
    let mut entered = options.profile.clone();
    let names = [("username", &new.username), ("email", &new.email), ("phone", &new.phone)];
    entered.extend(names.map(|(key, name)| (key.to_owned(), json!(name))));
    if cx.way_in.protocol.is_none() {
        let mut body = json!({ "forceLogin": options.force_login, "profile": options.profile });
        for (key, name) in names.into_iter().filter(|(_, name)| name.is_some()) {
            body[key] = json!(name);
        }
        if let Some(context) = &options.context {
            body["context"] = context.clone();
        }
        let protocol = match new.source {
            "basic:phone-code" => "sms",
            "basic:email-code" => "email",
            _ => "password",
        };
        cx.way_in = WayIn { protocol: Some(protocol), connection: None, body };
    }
    let mut custom_data = options.custom_data;
    custom_data.extend(pipeline::before_registration(cx, Json::Object(entered))?);
    custom_data::check_user_values(cx, &custom_data)?;
    new.profile = options.profile;
    let id = users::create(cx, new, failures::USER_EXISTS_AT_REGISTER)?;
    custom_data::set_user_values(cx, &id, custom_data)?;
    // A registration acts on the new account, whoever's token came with the request.
    cx.caller = Caller::Nobody;
    abuse::note_registration(cx, &ip)?;
    actions::record(cx, Operation::Register, &id)?;
    happenings::registered(cx, &id);
    welcome(cx, &id)?;
    pipeline::after_registration(cx, &id)?;
    if options.force_login {
        // The account stays, though it has no business here.
        access::require(cx, &id)?;
        establish(cx, &id, options.client_ip, options.opening)?;
    } else if options.generate_token {
        tokens::issue_user(cx, &id, None, false)?;
    }
    Ok(id)
}

/// Whether people may make accounts of their own.
pub(crate) fn may_register(cx: &Cx<'_>) -> ApiResult<bool> {
    let of_app = cx.app_logged_in_to().is_ok_and(|app| app.profile.register_disabled);
    Ok(!of_app && !cx.pool()?.settings.register_disabled)
}

/// Whether this pool lets this account register itself.
fn require_registrable(cx: &Cx<'_>, account: &Account) -> ApiResult<()> {
    if !may_register(cx)? {
        return Err(failures::REGISTER_DISABLED.into());
    }
    let pool = cx.pool()?;
    let switches = &pool.settings.whitelist;
    let (limited, kind) = match account {
        Account::Username(_) => (switches.username_enabled, WhitelistType::Username),
        Account::Email(_) => (switches.email_enabled, WhitelistType::Email),
        Account::Phone(_) => (switches.phone_enabled, WhitelistType::Phone),
    };
    let (by, value) = account.identifier();
    let listed = |value: &str| {
        pool.whitelist.iter().any(|entry| {
            entry.kind == kind
                && (entry.value == value
                    || (by == Identifier::Email && entry.value.eq_ignore_ascii_case(value)))
        })
    };
    if limited && !listed(value) {
        return Err(failures::NOT_WHITELISTED.into());
    }
    if pool.users.find(by, value).is_some() {
        return Err(failures::USER_EXISTS_AT_REGISTER.into());
    }
    Ok(())
}

/// Uses the code up; the result is the registration source it stands for.
fn consume_code(cx: &mut Cx<'_>, account: &Account, code: &str) -> ApiResult<&'static str> {
    let (channel, address, source) = match account {
        Account::Phone(phone) => (Channel::Sms, phone.clone(), "basic:phone-code"),
        Account::Email(email) => (Channel::Email, email.to_lowercase(), "basic:email-code"),
        Account::Username(_) => return Err(failures::BAD_REQUEST.into()),
    };
    codes::consume(cx, channel, &address, code, failures::WRONG_CODE)?;
    Ok(source)
}

/// First logins and expired passwords lead to a reset instead of a login.
fn require_password_in_order(cx: &Cx<'_>, id: &str) -> ApiResult<()> {
    let user = cx.user(id)?;
    let pool = cx.pool()?;
    let reset = |kind| -> ApiResult<Json> {
        Ok(json!({ "token": tokens::issue_reset(pool, id, kind, cx.now)? }))
    };
    if user.reset_on_first_login {
        let data = reset(ResetKind::FirstLogin)?;
        return Err(ApiError::from(failures::FIRST_LOGIN_RESET).with_data(data));
    }
    let policy = &pool.settings.password_update_policy;
    let life = policy.forced_cycle.saturating_mul(DAY_MS);
    let overdue = user.password_changed_at.is_some_and(|at| cx.now.0.saturating_sub(at.0) >= life);
    if policy.enabled && life > 0 && overdue {
        let data = reset(ResetKind::Forced)?;
        return Err(ApiError::from(failures::PASSWORD_RESET_FORCED).with_data(data));
    }
    Ok(())
}

/// Opens the session of somebody who has proven who they are, if they may have one.
pub(crate) fn finish(cx: &mut Cx<'_>, id: &str, options: LoginOptions) -> ApiResult<()> {
    require_admitted(cx, id)?;
    custom_data::check_user_values(cx, &options.custom_data)?;
    custom_data::set_user_values(cx, id, options.custom_data)?;
    establish(cx, id, options.client_ip, options.opening)
}

/// The password must be right and in order; a wrong one is counted.
fn require_password(cx: &mut Cx<'_>, attempt: Attempt<'_>, id: &str, plain: &str) -> ApiResult<()> {
    match &cx.user(id)?.password {
        None => Err(failures::NO_PASSWORD_SET.into()),
        Some(stored) if !passwords::matches(stored, plain) => {
            abuse::note_failed_login(cx, attempt)?;
            Err(wrong_password(cx))
        }
        Some(_) => require_password_in_order(cx, id),
    }
}

/// The account must be open to logins, and need no second factor: whichever way somebody logs in,
/// none of these may be passed by.
pub(crate) fn require_admitted(cx: &Cx<'_>, id: &str) -> ApiResult<()> {
    require_open(cx, id)?;
    mfa::require_none(cx, id)
}

/// Opens a session for somebody who has given the second factor too.
pub(crate) fn complete(cx: &mut Cx<'_>, id: &str, opening: Opening) -> ApiResult<()> {
    require_open(cx, id)?;
    establish(cx, id, None, opening)
}

/// The account must be open to logins, belong to the tenant that the request names, and be let in
/// by the application.
fn require_open(cx: &Cx<'_>, id: &str) -> ApiResult<()> {
    let user = cx.user(id)?;
    if !user.may_log_in(cx.now) {
        return Err(failures::USER_BLOCKED.into());
    }
    let unverified = user.email.is_some() && !user.email_verified;
    let of_app = cx.app_logged_in_to().is_ok_and(|app| app.profile.login_require_email_verified);
    if (of_app || cx.pool()?.settings.login_require_email_verified) && unverified {
        return Err(failures::EMAIL_NOT_VERIFIED.into());
    }
    tenants::require_member(cx, id)?;
    access::require(cx, id)
}

/// Opens a session: a token, one login more, the time and the address.
fn establish(
    cx: &mut Cx<'_>,
    id: &str,
    client_ip: Option<String>,
    opening: Opening,
) -> ApiResult<()> {
    // The login is for the application the request names, not for that of an older token.
    cx.caller = Caller::Nobody;
    pipeline::after_login(cx, id)?;
    note_login(cx, id, client_ip)?;
    if opening == Opening::UserToken {
        tokens::issue_user(cx, id, None, true)?;
    }
    actions::record(cx, Operation::Login, id)?;
    happenings::logged_in(cx, id);
    Ok(())
}

fn note_login(cx: &mut Cx<'_>, id: &str, client_ip: Option<String>) -> ApiResult<()> {
    let ip = client_ip.unwrap_or_else(|| cx.request.client_ip.clone());
    abuse::note_login(cx, &ip, id)?;
    let now = cx.now;
    let user = cx.user_mut(id)?;
    user.logins_count = user.logins_count.saturating_add(1);
    user.last_login = Some(now);
    user.last_ip = Some(ip);
    Ok(())
}

fn welcome(cx: &Cx<'_>, id: &str) -> ApiResult<()> {
    let wanted = cx.pool()?.settings.send_welcome_email;
    if let (true, Some(email)) = (wanted, &cx.user(id)?.email) {
        cx.env.outbox.push(SentMessage {
            kind: MessageKind::Email,
            to: email.clone(),
            scene: Some("WELCOME".to_owned()),
            code: None,
            link: None,
            sent_at: cx.now.to_system_time(),
        });
    }
    Ok(())
}

pub(crate) fn unknown_account(cx: &Cx<'_>) -> ApiError {
    match cx.env.login_failure_style {
        LoginFailureStyle::Distinct => failures::USER_NOT_FOUND.into(),
        LoginFailureStyle::Uniform => failures::ACCOUNT_OR_PASSWORD_WRONG.into(),
    }
}

pub(crate) fn wrong_password(cx: &Cx<'_>) -> ApiError {
    match cx.env.login_failure_style {
        LoginFailureStyle::Distinct => failures::WRONG_PASSWORD.into(),
        LoginFailureStyle::Uniform => failures::ACCOUNT_OR_PASSWORD_WRONG.into(),
    }
}
