//! Passwords: decrypting, judging, storing and comparing.

use aws_lc_rs::{constant_time, digest};

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::base::keys::{SM2_PREFIX, hex};
use crate::base::text::Text;
use crate::domain::context::Cx;
use crate::domain::{codes, happenings};
use crate::state::codes::Channel;
use crate::state::user_pool::PasswordStrength;
use crate::state::users::{Identifier, StoredPassword, User};

const VALID: Text = Text::new("密码验证成功", "The password is valid.");
const EMPTY: Text = Text::new("请输入密码", "Give a password.");
const SHORT: Text =
    Text::new("密码长度不能少于 6 位", "The password must have at least 6 characters.");
const TWO_KINDS: Text = Text::new(
    "密码至少 6 位，且须包含英文、数字与符号中的两种",
    "The password must have at least 6 characters and two of letters, digits and symbols.",
);
const THREE_KINDS: Text = Text::new(
    "密码至少 6 位，且须包含英文、数字与符号",
    "The password must have at least 6 characters with letters, digits and symbols.",
);

/// A password as it came.
#[derive(Clone, Copy)]
pub(crate) enum GivenPassword<'a> {
    /// As clients of the API send it.
    Encrypted(&'a str),
    /// As a form or a protocol sends it.
    Clear(&'a str),
}

impl GivenPassword<'_> {
    pub(crate) fn open(self, cx: &Cx<'_>) -> ApiResult<String> {
        match self {
            Self::Encrypted(text) => decrypt(cx, text),
            Self::Clear(text) => Ok(text.to_owned()),
        }
    }

    /// The same for a new password; one that is too weak is refused.
    pub(crate) fn open_new(self, cx: &Cx<'_>) -> ApiResult<String> {
        let password = self.open(cx)?;
        require_strength(cx, &password)?;
        Ok(password)
    }
}

/// The result of judging a password against the pool's setting.
pub(crate) struct Verdict {
    pub(crate) valid: bool,
    pub(crate) text: Text,
}

/// Judges a password against the pool's strength setting.
pub(crate) fn judge(strength: &PasswordStrength, password: &str) -> Verdict {
    let reject = |text| Verdict { valid: false, text };
    if password.is_empty() {
        return reject(EMPTY);
    }
    let (wanted, complaint) = match strength {
        PasswordStrength::NonEmpty => return Verdict { valid: true, text: VALID },
        PasswordStrength::Low => (1, SHORT),
        PasswordStrength::Middle => (2, TWO_KINDS),
        PasswordStrength::High => (3, THREE_KINDS),
    };
    if password.chars().count() < 6 {
        return reject(SHORT);
    }
    if kinds(password) < wanted { reject(complaint) } else { Verdict { valid: true, text: VALID } }
}

/// What people are told about new passwords before they think of one.
pub(crate) fn advice(strength: &PasswordStrength) -> Option<Text> {
    match strength {
        PasswordStrength::NonEmpty => None,
        PasswordStrength::Low => Some(SHORT),
        PasswordStrength::Middle => Some(TWO_KINDS),
        PasswordStrength::High => Some(THREE_KINDS),
    }
}

/// The `passwordSecurityLevel`: 1 low, 2 middle, 3 high.
pub(crate) fn security_level(password: &str) -> u8 {
    let length = password.chars().count();
    let has = |test: fn(&char) -> bool| password.chars().any(|letter| test(&letter));
    let (lower, upper, digit) =
        (has(char::is_ascii_lowercase), has(char::is_ascii_uppercase), has(char::is_ascii_digit));
    if length >= 12 && lower && upper && digit {
        3
    } else if length >= 8 && (lower || upper) && digit {
        2
    } else {
        1
    }
}

/// Opens a password that came encrypted; one that did not is taken as it is, if the emulator was told so.
pub(crate) fn decrypt(cx: &Cx<'_>, encrypted: &str) -> ApiResult<String> {
    if !cfg!(feature = "sm2") && encrypted.starts_with(SM2_PREFIX) {
        return Err(ApiError::not_emulated("passwords under SM2 without its feature `sm2`"));
    }
    let accepted = || cx.env.accepts_plain_passwords().then(|| encrypted.to_owned());
    let plain = cx.env.keys.decrypt(encrypted).or_else(accepted);
    plain.ok_or_else(|| failures::PASSWORD_NOT_DECRYPTED.into())
}

/// Opens a new password and refuses one that is too weak.
pub(crate) fn decrypt_new(cx: &Cx<'_>, encrypted: &str) -> ApiResult<String> {
    GivenPassword::Encrypted(encrypted).open_new(cx)
}

/// Sets the password of the account that a code was sent to.
pub(crate) fn reset_by_code(
    cx: &mut Cx<'_>,
    channel: Channel,
    address: &str,
    code: &str,
    new: GivenPassword<'_>,
) -> ApiResult<()> {
    let (by, address) = match channel {
        Channel::Sms => (Identifier::Phone, address.to_owned()),
        Channel::Email => (Identifier::Email, address.to_lowercase()),
    };
    let found = cx.pool()?.users.find(by, &address).map(|user| user.id.clone());
    let id = found.ok_or(failures::USER_NOT_FOUND)?;
    let password = new.open_new(cx)?;
    codes::consume(cx, channel, &address, code, failures::WRONG_CODE)?;
    set(cx, &id, &password)?;
    happenings::password_changed(cx, &id);
    Ok(())
}

/// Sets the password of somebody who may not log in with the one that they were given.
pub(crate) fn reset_first(cx: &mut Cx<'_>, id: &str, new: GivenPassword<'_>) -> ApiResult<()> {
    if !cx.user(id)?.reset_on_first_login {
        return Err(failures::LOGIN_EXPIRED.into());
    }
    let password = new.open_new(cx)?;
    set(cx, id, &password)?;
    happenings::password_changed(cx, id);
    Ok(())
}

/// Sets the password of somebody who knows the present one.
pub(crate) fn change(
    cx: &mut Cx<'_>,
    id: &str,
    old: Option<GivenPassword<'_>>,
    new: GivenPassword<'_>,
) -> ApiResult<()> {
    let outcome = require_old(cx, id, old)
        .and_then(|()| new.open_new(cx))
        .and_then(|password| set(cx, id, &password));
    // The server tells of a change that fails, too.
    happenings::password_changed(cx, id);
    outcome
}

/// The old password must be right, unless there is none.
fn require_old(cx: &Cx<'_>, id: &str, old: Option<GivenPassword<'_>>) -> ApiResult<()> {
    let Some(stored) = &cx.user(id)?.password else { return Ok(()) };
    let given = |old: &GivenPassword<'_>| match old {
        GivenPassword::Encrypted(text) | GivenPassword::Clear(text) => !text.is_empty(),
    };
    let old = old.filter(given).ok_or(failures::OLD_PASSWORD_NEEDED)?;
    if matches(stored, &old.open(cx)?) { Ok(()) } else { Err(failures::OLD_PASSWORD_WRONG.into()) }
}

/// Sets a password given in clear.
pub(crate) fn set(cx: &mut Cx<'_>, user_id: &str, password: &str) -> ApiResult<()> {
    let now = cx.now;
    let policy = cx.pool()?.settings.password_update_policy.clone();
    let user = cx.user_mut(user_id)?;
    let kept = usize::try_from(policy.difference_cycle).unwrap_or(0);
    if policy.enabled && kept > 0 {
        let former = user.previous_passwords.iter().rev().chain(&user.password);
        if former.take(kept).any(|stored| matches(stored, password)) {
            return Err(failures::PASSWORD_TOO_WEAK.into());
        }
    }
    if let Some(old) = user.password.take() {
        user.previous_passwords.push(old);
    }
    user.password = Some(hash(password));
    user.password_level = Some(security_level(password));
    user.password_changed_at = Some(now);
    user.reset_on_first_login = false;
    user.updated_at = now;
    Ok(())
}

/// Stores a value as it is, for accounts that come from another system.
pub(crate) fn keep(user: &mut User, value: String) {
    user.password = Some(StoredPassword::Kept(value));
    user.password_level = None;
}

/// A salted hash in the form the server shows: 32 hexadecimal digits.
///
/// One round of SHA-256 is enough for a server that holds test accounts.
pub(crate) fn hash(password: &str) -> StoredPassword {
    let salt: String = crate::base::random::secret().chars().take(12).collect();
    let hash = digest_hex(&salt, password);
    StoredPassword::Hashed { salt, hash }
}

pub(crate) fn matches(stored: &StoredPassword, password: &str) -> bool {
    let (known, given) = match stored {
        StoredPassword::Hashed { salt, hash } => (hash, digest_hex(salt, password)),
        StoredPassword::Kept(value) => (value, password.to_owned()),
    };
    constant_time::verify_slices_are_equal(known.as_bytes(), given.as_bytes()).is_ok()
}

/// Refuses a new password that is too weak.
pub(crate) fn require_strength(cx: &Cx<'_>, password: &str) -> ApiResult<()> {
    let strength = &cx.pool()?.settings.password_strength;
    if judge(strength, password).valid {
        return Ok(());
    }
    if password.is_empty() {
        return Err(failures::PASSWORD_NEEDED.into());
    }
    let too_short = password.chars().count() < 6;
    let failure =
        if too_short { failures::PASSWORD_TOO_SHORT } else { failures::PASSWORD_TOO_WEAK };
    Err(failure.into())
}

fn digest_hex(salt: &str, password: &str) -> String {
    let digest = digest::digest(&digest::SHA256, format!("{salt}{password}").as_bytes());
    hex(digest.as_ref().get(..16).unwrap_or_default())
}

/// How many of letters, digits and symbols a password contains.
fn kinds(password: &str) -> usize {
    let letters = password.chars().any(char::is_alphabetic);
    let digits = password.chars().any(|letter| letter.is_ascii_digit());
    let symbols = password.chars().any(|letter| !letter.is_alphanumeric());
    usize::from(letters) + usize::from(digits) + usize::from(symbols)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_strength_asks_for_what_it_says() {
        let valid = |strength: PasswordStrength, password| judge(&strength, password).valid;
        assert!(valid(PasswordStrength::NonEmpty, "a"));
        assert!(!valid(PasswordStrength::NonEmpty, ""));
        assert!(!valid(PasswordStrength::Low, "abcde"));
        assert!(valid(PasswordStrength::Low, "abcdef"));
        assert!(!valid(PasswordStrength::Middle, "abcdef"));
        assert!(valid(PasswordStrength::Middle, "abcde1"));
        assert!(!valid(PasswordStrength::High, "abcde1"));
        assert!(valid(PasswordStrength::High, "abcd1!"));
    }

    #[test]
    fn a_stored_password_shows_32_hexadecimal_digits_and_matches_itself_only() {
        let stored = hash("passw0rd");
        assert_eq!(stored.shown().len(), 32);
        assert!(stored.shown().bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(matches(&stored, "passw0rd"));
        assert!(!matches(&stored, "passw0rd "));
        assert_ne!(hash("passw0rd").shown(), stored.shown());
    }
}
