//! Second factors: when one is asked for, and who may give it.

pub(crate) mod totp;

use serde_json::{Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures::{self, Failure};
use crate::base::happening::Event;
use crate::domain::context::{Caller, Cx};
use crate::domain::{codes, tokens, users};
use crate::state::codes::Channel;
use crate::state::mfa::{AuthenticatorSource, ChallengeAttempts, SecondFactor};
use crate::state::users::{Identifier, Totp, User};

/// Fails with a challenge if this user must give a second factor to this application.
pub(crate) fn require_none(cx: &Cx<'_>, id: &str) -> ApiResult<()> {
    let user = cx.user(id)?;
    let demanded = &cx.app()?.mfa_factors;
    if demanded.is_empty() && user.totp.is_none() {
        return Ok(());
    }
    let token = tokens::issue_mfa(cx.pool()?, id, cx.now)?;
    if demanded.is_empty() {
        let data = json!({ "mfaToken": token });
        return Err(ApiError::from(failures::MFA_REQUIRED).with_data(data));
    }
    let data = application_challenge(user, demanded, &token);
    Err(ApiError::from(failures::APPLICATION_MFA_REQUIRED).with_data(data))
}

/// The members that Authing's own login page reads.
fn application_challenge(user: &User, demanded: &[SecondFactor], token: &str) -> Json {
    let policies: Json = demanded
        .iter()
        .enumerate()
        .map(|(sort, factor)| json!({ "mfaPolicy": factor, "status": 1, "sort": sort }))
        .collect();
    json!({
        "mfaToken": token,
        "applicationMfa": policies,
        "email": user.email,
        "phone": user.phone,
        "phoneCountryCode": user.attribute("phoneCountryCode"),
        "mfaEmail": user.email,
        "mfaPhone": user.phone,
        "username": user.username,
        "nickname": user.attribute("nickname"),
        "avatar": user.attribute("photo"),
        "totpMfaEnabled": any_totp(user).is_some(),
        "faceMfaEnabled": user.face.is_some(),
    })
}

/// Whoever binds or lists: a user who is logged in, or one who was asked for a second factor.
pub(crate) struct Owner {
    pub(crate) id: String,
    pub(crate) challenged: bool,
}

pub(crate) fn owner(cx: &Cx<'_>) -> ApiResult<Owner> {
    match &cx.caller {
        Caller::User { id, .. } => Ok(Owner { id: id.clone(), challenged: false }),
        Caller::Challenged { id, .. } => Ok(Owner { id: id.clone(), challenged: true }),
        Caller::Nobody | Caller::Administrator => Err(failures::NOT_LOGGED_IN.into()),
    }
}

impl Owner {
    /// A password alone must not be enough to bind a factor in place of the one it asks for: with a
    /// challenge only what is demanded and missing can be bound.
    pub(crate) fn require_may_bind(&self, cx: &Cx<'_>, factor: SecondFactor) -> ApiResult<()> {
        if !self.challenged {
            return Ok(());
        }
        require_open(cx)?;
        require_offered(cx, &self.id, factor)?;
        let user = cx.user(&self.id)?;
        let missing = match factor {
            SecondFactor::Sms => user.phone.is_none(),
            SecondFactor::Email => user.email.is_none(),
            SecondFactor::Totp => any_totp(user).is_none(),
            SecondFactor::Face => user.face.is_none(),
        };
        if missing { Ok(()) } else { Err(failures::FORBIDDEN.into()) }
    }
}

/// The user of the challenge, if this factor is one of those it asks for and it is still
/// open.
pub(crate) fn challenged_user(cx: &Cx<'_>, factor: SecondFactor) -> ApiResult<String> {
    let id = owner(cx)?.id;
    require_open(cx)?;
    require_offered(cx, &id, factor)?;
    Ok(id)
}

/// The factors that a challenge of the request's application asks this user for.
pub(crate) fn offered(cx: &Cx<'_>, id: &str) -> ApiResult<Vec<SecondFactor>> {
    let demanded = &cx.app()?.mfa_factors;
    if !demanded.is_empty() {
        return Ok(demanded.clone());
    }
    let own = cx.user(id)?.totp.is_some();
    Ok(own.then_some(SecondFactor::Totp).into_iter().collect())
}

/// Whether the user has a one-time password of any authenticator.
pub(crate) fn has_totp(user: &User) -> bool {
    any_totp(user).is_some()
}

/// Makes a key. What is bound stays in force until the new key is confirmed.
pub(crate) fn associate_totp(
    cx: &mut Cx<'_>,
    owner: &Owner,
    source: AuthenticatorSource,
) -> ApiResult<Totp> {
    owner.require_may_bind(cx, SecondFactor::Totp)?;
    let made = totp::make(source, cx.now);
    let user = cx.user_mut(&owner.id)?;
    user.pending_totps.retain(|totp| totp.source != source);
    user.pending_totps.push(made.clone());
    Ok(made)
}

/// The address that authenticators read a key from.
pub(crate) fn totp_uri(cx: &Cx<'_>, owner: &Owner, totp: &Totp) -> ApiResult<String> {
    Ok(totp::uri(totp, &cx.pool()?.name, cx.user(&owner.id)?.display_name()))
}

/// Binds the key that was made, by a password of it.
pub(crate) fn confirm_totp(
    cx: &mut Cx<'_>,
    owner: &Owner,
    source: AuthenticatorSource,
    password: &str,
) -> ApiResult<()> {
    owner.require_may_bind(cx, SecondFactor::Totp)?;
    let now = cx.now;
    let user = cx.user_mut(&owner.id)?;
    let position = user.pending_totps.iter().position(|totp| totp.source == source);
    let Some(position) = position else { return Err(failures::MFA_NOT_BOUND.into()) };
    let right = user
        .pending_totps
        .get(position)
        .is_some_and(|totp| totp::check(totp, password, now).is_some());
    if !right {
        let failure = failures::WRONG_TOTP;
        return Err(if owner.challenged { count_wrong(cx, failure) } else { failure.into() });
    }
    let confirmed = user.pending_totps.remove(position);
    *slot(user, source) = Some(confirmed);
    if source == AuthenticatorSource::User {
        user.switched_off_totp = None;
    }
    user.updated_at = now;
    Ok(())
}

/// Completes the challenge with a one-time password. The result is the user's id.
pub(crate) fn verify_totp(cx: &mut Cx<'_>, password: &str) -> ApiResult<String> {
    let id = challenged_user(cx, SecondFactor::Totp)?;
    if !use_totp(cx, &id, password)? {
        return Err(count_wrong(cx, failures::WRONG_TOTP));
    }
    close(cx)?;
    Ok(id)
}

/// Completes the challenge with a recovery code. The result is the user's id.
pub(crate) fn verify_recovery_code(cx: &mut Cx<'_>, code: &str) -> ApiResult<String> {
    let id = challenged_user(cx, SecondFactor::Totp)?;
    if !use_recovery_code(cx, &id, code)? {
        return Err(count_wrong(cx, failures::WRONG_RECOVERY_CODE));
    }
    close(cx)?;
    Ok(id)
}

/// Completes the challenge with a code that was sent to a phone. A user who has no number yet has
/// this one from now on. The result is the user's id.
pub(crate) fn verify_sms(cx: &mut Cx<'_>, phone: &str, code: &str) -> ApiResult<String> {
    let id = challenged_user(cx, SecondFactor::Sms)?;
    require_own(cx, &id, Channel::Sms, phone)?;
    let used = use_code(cx, Channel::Sms, phone, code);
    tell(cx, &id, SecondFactor::Sms, used.is_ok());
    used?;
    let user = cx.user_mut(&id)?;
    user.phone = Some(phone.to_owned());
    user.phone_verified = true;
    close(cx)?;
    Ok(id)
}

/// Completes the challenge with a code that was sent by email. A user who has no address yet has
/// this one from now on. The result is the user's id.
pub(crate) fn verify_email(cx: &mut Cx<'_>, email: &str, code: &str) -> ApiResult<String> {
    let email = email.to_lowercase();
    let id = challenged_user(cx, SecondFactor::Email)?;
    require_own(cx, &id, Channel::Email, &email)?;
    let used = use_code(cx, Channel::Email, &email, code);
    tell(cx, &id, SecondFactor::Email, used.is_ok());
    used?;
    let user = cx.user_mut(&id)?;
    user.email = Some(email);
    user.email_verified = true;
    close(cx)?;
    Ok(id)
}

/// The number or address must be the user's, or nobody's as long as the user has none.
pub(crate) fn require_own(cx: &Cx<'_>, id: &str, channel: Channel, address: &str) -> ApiResult<()> {
    let user = cx.user(id)?;
    let (by, own, taken) = match channel {
        Channel::Sms => (Identifier::Phone, &user.phone, failures::PHONE_BOUND_TO_OTHER),
        Channel::Email => (Identifier::Email, &user.email, failures::EMAIL_TAKEN),
    };
    if own.as_deref().is_some_and(|own| own != address) {
        return Err(failures::FORBIDDEN.into());
    }
    users::require_free(cx, id, by, Some(address), taken)
}

fn use_code(cx: &mut Cx<'_>, channel: Channel, address: &str, code: &str) -> ApiResult<()> {
    let used = codes::consume(cx, channel, address, code, failures::WRONG_CODE);
    used.inspect_err(|error| {
        if error.code == failures::WRONG_CODE.code {
            count_wrong(cx, failures::WRONG_CODE);
        }
    })
}

/// Counts a wrong attempt; the result is the failure to return.
pub(crate) fn count_wrong(cx: &mut Cx<'_>, failure: Failure) -> ApiError {
    if let Ok(attempts) = attempts_mut(cx) {
        attempts.wrong = attempts.wrong.saturating_add(1);
    }
    failure.into()
}

/// The challenge is completed, and cannot be again.
pub(crate) fn close(cx: &mut Cx<'_>) -> ApiResult<()> {
    attempts_mut(cx)?.completed = true;
    Ok(())
}

/// Uses up a one-time password of any authenticator that the user has.
fn use_totp(cx: &mut Cx<'_>, id: &str, password: &str) -> ApiResult<bool> {
    let now = cx.now;
    let user = cx.user_mut(id)?;
    let mut right = false;
    for totp in [&mut user.totp, &mut user.application_totp].into_iter().flatten() {
        if let Some(step) = totp::check(totp, password, now) {
            totp.last_step = Some(step);
            right = true;
            break;
        }
    }
    tell(cx, id, SecondFactor::Totp, right);
    Ok(right)
}

/// Tells that a second factor was given, the right one or not.
pub(crate) fn tell(cx: &mut Cx<'_>, id: &str, factor: SecondFactor, right: bool) {
    cx.happened_to(
        id,
        Event::MfaVerified,
        |_| json!({ "userId": id, "isValid": right, "type": factor }),
    );
}

/// Uses up the recovery code of any authenticator that the user has.
fn use_recovery_code(cx: &mut Cx<'_>, id: &str, code: &str) -> ApiResult<bool> {
    let user = cx.user_mut(id)?;
    let mut right = false;
    for totp in [&mut user.totp, &mut user.application_totp].into_iter().flatten() {
        if !totp.recovery_code.is_empty() && totp.recovery_code == code {
            totp.recovery_code.clear();
            right = true;
            break;
        }
    }
    tell(cx, id, SecondFactor::Totp, right);
    Ok(right)
}

/// The place of a user's authenticator.
fn slot(user: &mut User, source: AuthenticatorSource) -> &mut Option<Totp> {
    match source {
        AuthenticatorSource::User => &mut user.totp,
        AuthenticatorSource::Application => &mut user.application_totp,
    }
}

fn any_totp(user: &User) -> Option<&Totp> {
    user.totp.as_ref().or(user.application_totp.as_ref())
}

fn require_offered(cx: &Cx<'_>, id: &str, factor: SecondFactor) -> ApiResult<()> {
    if offered(cx, id)?.contains(&factor) { Ok(()) } else { Err(failures::FORBIDDEN.into()) }
}

/// A challenge ends when it is completed, or with too many wrong attempts.
fn require_open(cx: &Cx<'_>) -> ApiResult<()> {
    let fingerprint = fingerprint(cx)?;
    let pool = cx.pool()?;
    let limit = pool.settings.verify_code_max_attempts;
    let known = pool.mfa_challenges.iter().find(|known| known.fingerprint == fingerprint);
    if known.is_some_and(|known| known.completed || known.wrong >= limit) {
        return Err(failures::LOGIN_INVALID.into());
    }
    Ok(())
}

fn attempts_mut<'a>(cx: &'a mut Cx<'_>) -> ApiResult<&'a mut ChallengeAttempts> {
    let fingerprint = fingerprint(cx)?;
    let now = cx.now;
    let all = &mut cx.pool_mut()?.mfa_challenges;
    all.retain(|known| known.expires_at > now);
    let position = all.iter().position(|known| known.fingerprint == fingerprint);
    let position = position.unwrap_or_else(|| {
        let expires_at = now.plus_seconds(tokens::MFA_TOKEN_SECONDS);
        all.push(ChallengeAttempts { fingerprint, wrong: 0, completed: false, expires_at });
        all.len() - 1
    });
    all.get_mut(position).ok_or_else(|| failures::LOGIN_INVALID.into())
}

fn fingerprint(cx: &Cx<'_>) -> ApiResult<String> {
    match &cx.caller {
        Caller::Challenged { challenge, .. } => Ok(challenge.clone()),
        Caller::Nobody | Caller::Administrator | Caller::User { .. } => {
            Err(failures::NOT_LOGGED_IN.into())
        }
    }
}
