//! The pool's checks against guessing and mass registration.

use crate::base::clock::Timestamp;
use crate::base::error::ApiResult;
use crate::base::happening::Event;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::domain::{happenings, tokens};
use crate::state::abuse::{Captcha, FailedLogin, Registered};
use crate::state::user_pool::FrequencyCheck;

/// How long the text of a captcha may be used: five minutes.
const CAPTCHA_SECONDS: i64 = 300;

/// Old entries are forgotten beyond this many.
const KEPT: usize = 1000;

/// Somebody who tries to log in.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) ip: &'a str,
    /// The account that is named, if there is such a one.
    pub(crate) user_id: Option<&'a str>,
    pub(crate) captcha: Option<&'a str>,
}

/// Refuses a login after too many that have failed: from this address, or at this account.
pub(crate) fn require_login_allowed(cx: &mut Cx<'_>, attempt: Attempt<'_>) -> ApiResult<()> {
    let now = cx.now;
    let pool = cx.pool()?;
    let per_account = &pool.settings.login_password_fail_check;
    let at_account = pool
        .failed_logins
        .iter()
        .filter(|failed| attempt.user_id.is_some() && failed.user_id.as_deref() == attempt.user_id);
    if exceeded(per_account, at_account.map(|failed| failed.at), now) {
        return Err(failures::ACCOUNT_LOCKED.into());
    }
    let per_address = &pool.settings.login_fail_check;
    let from_address = pool.failed_logins.iter().filter(|failed| failed.ip == attempt.ip);
    let suspicious = exceeded(per_address, from_address.map(|failed| failed.at), now);
    if suspicious && strategy(cx)? == Strategy::Captcha {
        let text = attempt.captcha.filter(|text| !text.is_empty());
        let text = text.ok_or(failures::CAPTCHA_NEEDED)?;
        return use_captcha(cx, text);
    }
    Ok(())
}

/// Remembers a login that failed. With the strategy `block-account` the account that is named when
/// the limit is reached is blocked, until an administrator opens it again.
pub(crate) fn note_failed_login(cx: &mut Cx<'_>, attempt: Attempt<'_>) -> ApiResult<()> {
    let now = cx.now;
    let failed = FailedLogin {
        at: now,
        ip: attempt.ip.to_owned(),
        user_id: attempt.user_id.map(str::to_owned),
    };
    let pool = cx.pool_mut()?;
    if pool.failed_logins.len() >= KEPT {
        pool.failed_logins.remove(0);
    }
    pool.failed_logins.push(failed);
    let from_address = pool.failed_logins.iter().filter(|failed| failed.ip == attempt.ip);
    let times = from_address.map(|failed| failed.at);
    let suspicious = exceeded(&pool.settings.login_fail_check, times, now);
    let Some(id) = attempt.user_id.filter(|_| suspicious) else { return Ok(()) };
    if strategy(cx)? == Strategy::BlockAccount {
        cx.user_mut(id)?.blocked = true;
        tokens::revoke_all(cx.pool_mut()?, id, None);
        happenings::about_user(cx, id, Event::UserBlocked);
    }
    Ok(())
}

/// A login that succeeds is the end of the suspicion.
pub(crate) fn note_login(cx: &mut Cx<'_>, ip: &str, user_id: &str) -> ApiResult<()> {
    let pool = cx.pool_mut()?;
    pool.failed_logins
        .retain(|failed| failed.ip != ip && failed.user_id.as_deref() != Some(user_id));
    Ok(())
}

/// Refuses a registration after too many from one address.
pub(crate) fn require_registration_allowed(cx: &Cx<'_>, ip: &str) -> ApiResult<()> {
    let pool = cx.pool()?;
    let check = &pool.settings.frequent_register_check;
    let from_address = pool.registrations.iter().filter(|registered| registered.ip == ip);
    if exceeded(check, from_address.map(|registered| registered.at), cx.now) {
        return Err(failures::REGISTERING_TOO_OFTEN.into());
    }
    Ok(())
}

/// Remembers a registration.
pub(crate) fn note_registration(cx: &mut Cx<'_>, ip: &str) -> ApiResult<()> {
    let registered = Registered { at: cx.now, ip: ip.to_owned() };
    let pool = cx.pool_mut()?;
    if pool.registrations.len() >= KEPT {
        pool.registrations.remove(0);
    }
    pool.registrations.push(registered);
    Ok(())
}

/// Makes a captcha; the result is what its picture shows.
pub(crate) fn make_captcha(cx: &mut Cx<'_>) -> String {
    let text = random::captcha();
    let now = cx.now;
    let captchas = &mut cx.state.captchas;
    captchas.retain(|known| known.expires_at > now);
    if captchas.len() >= KEPT {
        captchas.remove(0);
    }
    captchas.push(Captcha { text: text.clone(), expires_at: now.plus_seconds(CAPTCHA_SECONDS) });
    text
}

/// Every text is single-use, whatever else is right or wrong; case does not matter.
fn use_captcha(cx: &mut Cx<'_>, text: &str) -> ApiResult<()> {
    let now = cx.now;
    let captchas = &mut cx.state.captchas;
    let position = captchas
        .iter()
        .position(|known| known.expires_at > now && known.text.eq_ignore_ascii_case(text));
    captchas.remove(position.ok_or(failures::WRONG_CODE)?);
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Strategy {
    Captcha,
    BlockAccount,
}

fn strategy(cx: &Cx<'_>) -> ApiResult<Strategy> {
    let blocks = cx.pool()?.settings.login_fail_strategy == "block-account";
    Ok(if blocks { Strategy::BlockAccount } else { Strategy::Captcha })
}

/// Whether as many of these times as the check allows lie within its interval.
fn exceeded(
    check: &FrequencyCheck,
    times: impl Iterator<Item = Timestamp>,
    now: Timestamp,
) -> bool {
    let recent = times.filter(|at| at.plus_seconds(check.time_interval) > now).count();
    check.enabled && i64::try_from(recent).unwrap_or(i64::MAX) >= check.limit
}
