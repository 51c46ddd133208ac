//! Verification codes by text message and email.

use crate::base::clock::Timestamp;
use crate::base::error::{ApiError, ApiResult};
use crate::base::failures::{self, Failure};
use crate::base::outbox::{KEPT, MessageKind, SentMessage};
use crate::domain::context::Cx;
use crate::domain::email_templates;
use crate::state::codes::{Channel, VerificationCode};

/// A text message's code lives one minute.
const SMS_SECONDS: i64 = 60;

/// An email's code lives five minutes, unless the pool's own template says otherwise.
const EMAIL_SECONDS: i64 = 300;

/// A second code to the same email address is refused within a minute.
const EMAIL_INTERVAL_SECONDS: i64 = 60;

/// Sends a code to a phone number.
pub(crate) fn send_sms(cx: &mut Cx<'_>, phone: &str, scene: Option<&str>) -> ApiResult<()> {
    if !is_phone(phone) {
        return Err(failures::PHONE_OR_EMAIL_NEEDED.into());
    }
    let code = issue(cx, Channel::Sms, phone, SMS_SECONDS)?;
    let now = cx.now;
    cx.env.outbox.push(message(MessageKind::Sms, phone, scene, Some(code), None, now));
    Ok(())
}

/// Sends an email: a code, or a link for the scenes that carry one.
pub(crate) fn send_email(cx: &mut Cx<'_>, email: &str, scene: &str) -> ApiResult<()> {
    let email = email.to_lowercase();
    if !is_email(&email) {
        return Err(failures::EMAIL_FORMAT.into());
    }
    let now = cx.now;
    let seconds = email_templates::lifetime(cx.pool()?, scene).unwrap_or(EMAIL_SECONDS);
    if carries_link(scene) {
        let link = verification_link(cx, &email, seconds)?;
        let mail = message(MessageKind::Email, &email, Some(scene), None, Some(link), now);
        cx.env.outbox.push(mail);
        return Ok(());
    }
    let recent = cx.pool()?.codes.iter().any(|code| {
        code.channel == Channel::Email
            && code.address == email
            && code.sent_at.plus_seconds(EMAIL_INTERVAL_SECONDS) > now
    });
    if recent {
        return Err(failures::EMAIL_TOO_OFTEN.into());
    }
    let code = issue(cx, Channel::Email, &email, seconds)?;
    let mail = message(MessageKind::Email, &email, Some(scene), Some(code), None, now);
    cx.env.outbox.push(mail);
    Ok(())
}

/// Uses up a code. `wrong` is the failure for a wrong one, worded per operation.
pub(crate) fn consume(
    cx: &mut Cx<'_>,
    channel: Channel,
    address: &str,
    code: &str,
    wrong: Failure,
) -> ApiResult<()> {
    let now = cx.now;
    let pool = cx.pool_mut()?;
    let limit = pool.settings.verify_code_max_attempts;
    let position = pool.codes.iter().position(|c| c.channel == channel && c.address == address);
    let Some(position) = position else { return Err(wrong.into()) };
    let Some(sent) = pool.codes.get_mut(position) else { return Err(wrong.into()) };
    if sent.expires_at <= now || sent.wrong_attempts >= limit {
        return Err(failures::CODE_EXPIRED.into());
    }
    if sent.code != code {
        sent.wrong_attempts = sent.wrong_attempts.saturating_add(1);
        return Err(wrong.into());
    }
    pool.codes.remove(position);
    Ok(())
}

/// An email address: something, an at sign, a domain with a dot.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let dotted = domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty());
    !local.is_empty() && dotted && !text.chars().any(char::is_whitespace)
}

/// A phone number: digits, an optional plus, as long as numbers are.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn issue(cx: &mut Cx<'_>, channel: Channel, address: &str, seconds: i64) -> ApiResult<String> {
    let now = cx.now;
    let pool = cx.pool_mut()?;
    let code = crate::base::random::digits(pool.settings.verify_code_length);
    pool.codes.retain(|old| old.channel != channel || old.address != address);
    if pool.codes.len() >= KEPT {
        pool.codes.remove(0);
    }
    pool.codes.push(VerificationCode {
        channel,
        address: address.to_owned(),
        code: code.clone(),
        sent_at: now,
        expires_at: now.plus_seconds(seconds),
        wrong_attempts: 0,
    });
    Ok(code)
}

fn carries_link(scene: &str) -> bool {
    matches!(scene, "VERIFY_EMAIL" | "FIRST_EMAIL_LOGIN_VERIFY" | "CONSOLE_CONDUCTED_VERIFY")
}

/// A link that marks the address as verified when it is opened.
fn verification_link(cx: &Cx<'_>, email: &str, seconds: i64) -> ApiResult<String> {
    let pool = cx.pool()?;
    let claims = serde_json::json!({
        "data": { "type": "verify-email", "userPoolId": pool.id, "email": email },
        "exp": cx.now.plus_seconds(seconds).unix_seconds(),
    });
    let token = crate::base::jwt::sign_hs256(&claims, &pool.jwt_secret)
        .map_err(|_| ApiError::own(1000, "the link could not be signed"))?;
    Ok(format!("{}/_emulator/verify-email?token={token}", cx.env.base_url))
}

fn message(
    kind: MessageKind,
    to: &str,
    scene: Option<&str>,
    code: Option<String>,
    link: Option<String>,
    now: Timestamp,
) -> SentMessage {
    SentMessage {
        kind,
        to: to.to_owned(),
        scene: scene.map(str::to_owned),
        code,
        link,
        sent_at: now.to_system_time(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_told_from_nonsense() {
        assert!(is_email("bob@example.com"));
        for bad in ["bob", "@example.com", "bob@", "bob@host", "b ob@example.com", "bob@a..b"] {
            assert!(!is_email(bad), "{bad}");
        }
        assert!(is_phone("13800000000") && is_phone("+8613800000000"));
        assert!(!is_phone("1380000000x") && !is_phone("") && !is_phone("123"));
    }
}
