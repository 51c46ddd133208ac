//! One-time passwords by time (RFC 6238), as authenticators compute them: SHA-1, six digits, a new
//! one every thirty seconds, one step of tolerance.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret};

use crate::base::clock::Timestamp;
use crate::base::random;
use crate::state::mfa::AuthenticatorSource;
use crate::state::users::Totp;

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

/// The step of the password, if it is right and was not used before. A password is
/// single-use (RFC 6238 section 5.2).
pub(crate) fn check(totp: &Totp, password: &str, now: Timestamp) -> Option<u64> {
    // Keys may be imported in lower case and with padding.
    let key = totp.secret.trim_end_matches('=').to_ascii_uppercase();
    let key = Secret::try_from_base32(key).ok()?;
    let time = u64::try_from(now.unix_seconds()).ok()?;
    // Authing's keys have 80 bits, the RFC wants 128.
    let step = Builder::new().with_secret(key).build_noncompliant().check(password, time)?;
    totp.last_step.is_none_or(|last| step > last).then_some(step)
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
    fn a_password_is_good_for_once() {
        let mut totp = known("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        totp.last_step = check(&totp, "287082", Timestamp(59_000));
        assert!(totp.last_step.is_some());
        assert!(check(&totp, "287082", Timestamp(59_000)).is_none());
    }

    #[test]
    fn a_key_may_come_in_lower_case_and_with_padding() {
        let totp = known("gezdgnbvgy3tqojqgezdgnbvgy3tqojq====");
        assert!(check(&totp, "287082", Timestamp(59_000)).is_some());
    }
}
