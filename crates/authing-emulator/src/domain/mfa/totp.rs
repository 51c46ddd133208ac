//! One-time passwords by time (RFC 6238), as authenticators compute them: SHA-1, six digits, a new
//! one every thirty seconds, one step of tolerance.

use aws_lc_rs::{constant_time, hmac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::base::clock::Timestamp;
use crate::base::random;
use crate::state::mfa::AuthenticatorSource;
use crate::state::users::Totp;

/// How long a password is shown.
const STEP_SECONDS: u64 = 30;

/// A new authenticator with a key and a recovery code of its own.
pub(crate) fn make(source: AuthenticatorSource, now: Timestamp) -> Totp {
    Totp {
        id: random::object_id(),
        secret: random::base32(16),
        recovery_code: recovery_code(),
        created_at: now,
        source,
        last_step: None,
    }
}

/// An authenticator that a user has already, as it stands: no form is asked of key and recovery code. A
/// recovery code is made up if none comes.
pub(crate) fn import(secret: String, recovery_code: Option<String>, now: Timestamp) -> Totp {
    let own = make(AuthenticatorSource::User, now);
    Totp { secret, recovery_code: recovery_code.unwrap_or(own.recovery_code), ..own }
}

/// The step of the password, if it is right and was not used before. A password is
/// single-use (RFC 6238 section 5.2).
pub(crate) fn check(totp: &Totp, password: &str, now: Timestamp) -> Option<u64> {
    let key = decode(&totp.secret)?;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let present = u64::try_from(now.unix_seconds()).ok()? / STEP_SECONDS;
    let step = (present.saturating_sub(1)..=present + 1).find(|step| {
        let right = password_of(&key, *step);
        constant_time::verify_slices_are_equal(right.as_bytes(), password.as_bytes()).is_ok()
    })?;
    totp.last_step.is_none_or(|last| step > last).then_some(step)
}

/// The password of a step: HOTP with the step as its counter (RFC 4226 section 5.3).
fn password_of(key: &hmac::Key, step: u64) -> String {
    let tag = hmac::sign(key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
    let word = tag.get(offset..offset + 4).unwrap_or_default().iter();
    let number = word.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
}

/// The key in Base32 (RFC 4648 section 6). It may be imported in lower case and with padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5) | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// Whether a text is a key that an authenticator can have.
#[cfg(feature = "seed")]
pub(crate) fn is_key(text: &str) -> bool {
    decode(text).is_some_and(|key| !key.is_empty())
}

/// What the picture says: the form that authenticators read.
pub(crate) fn uri(totp: &Totp, issuer: &str, account: &str) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (issuer, account) = (encode(issuer), encode(account));
    let secret = &totp.secret;
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&period=30&digits=6&algorithm=SHA1\
         &issuer={issuer}"
    )
}

/// Six groups of four hexadecimal digits.
pub(crate) fn recovery_code() -> String {
    let digits = random::object_id();
    let groups: Vec<&str> =
        (0..6).filter_map(|group| digits.get(group * 4..group * 4 + 4)).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(secret: &str) -> Totp {
        Totp { secret: secret.to_owned(), ..make(AuthenticatorSource::User, Timestamp(0)) }
    }

    #[test]
    fn the_passwords_of_rfc_6238_are_right() {
        // Appendix B, whose passwords have two digits more.
        let totp = known("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (seconds, password) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp(seconds * 1000);
            assert!(check(&totp, password, now).is_some(), "{seconds}");
            assert!(check(&totp, password, now.plus_seconds(90)).is_none(), "{seconds}");
            assert!(check(&totp, "000000", now).is_none(), "{seconds}");
        }
        for text in ["", "28708", "2870820", "a87082", "２８７０８２"] {
            assert!(check(&totp, text, Timestamp(59_000)).is_none(), "{text}");
        }
    }

    #[test]
    fn a_password_is_single_use() {
        let mut totp = known("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        totp.last_step = check(&totp, "287082", Timestamp(59_000));
        assert!(totp.last_step.is_some());
        assert!(check(&totp, "287082", Timestamp(59_000)).is_none());
    }

    #[test]
    fn a_password_of_the_neighbouring_steps_is_right_and_no_other() {
        let totp = known("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        for (seconds, right) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            let now = Timestamp((1_111_111_080 + seconds) * 1000);
            assert_eq!(check(&totp, "081804", now).is_some(), right, "{seconds}");
        }
    }

    #[test]
    fn what_is_not_base32_is_no_key() {
        assert_eq!(decode("MZXW6YTBOI").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(decode("mzxw6===").as_deref(), Some(&b"foo"[..]));
        assert_eq!(decode("MZXW1"), None);
        assert_eq!(decode("MZ-XW"), None);
    }

    #[test]
    fn a_key_may_come_in_lower_case_and_with_padding() {
        let totp = known("gezdgnbvgy3tqojqgezdgnbvgy3tqojq====");
        assert!(check(&totp, "287082", Timestamp(59_000)).is_some());
    }
}
