//! Which failures of a row pass, and how long to wait until they have.
//!
//! A call that creates is not idempotent, so that the client sends it again only when the server
//! cannot have carried it out. A row of an import is: it is looked up by its key before it is tried
//! again.

use std::{error::Error as _, time::Duration};

use authing_core::{Error, ErrorCode, ErrorKind};

use super::stop::Stop;

/// The longest wait that a server is granted.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(2 * 60);

const FIRST_WAIT: Duration = Duration::from_millis(200);

/// Whether the same row may well succeed later.
pub(crate) fn is_transient(error: &Error) -> bool {
    if error.retry_after().is_some_and(|wait| wait > MAX_RETRY_AFTER) {
        return false;
    }
    let is_busy = error.is_rate_limited() || error.code() == Some(ErrorCode::SYSTEM_BUSY);
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Transport | ErrorKind::Timeout => true,
        // There is no token, perhaps for such a reason.
        ErrorKind::Credential => {
            let cause = error.source().and_then(|cause| cause.downcast_ref::<Error>());
            is_busy || cause.is_some_and(is_transient)
        }
        _ => is_busy || error.status().is_some_and(|status| status >= 500),
    }
}

/// How long to wait after the `attempt`-th time.
pub(crate) fn wait(error: &Error, attempt: u32) -> Duration {
    if let Some(asked) = error.retry_after() {
        return asked;
    }
    let doubled = FIRST_WAIT.saturating_mul(1 << attempt.saturating_sub(1).min(7));
    // Rows that failed together are not tried again together.
    let random = getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX));
    doubled.mul_f64(0.5 + random / 2.0)
}

/// Calls again after a failure that passes, so many times in all, until it is wished to stop. What is called changes
/// nothing more the second time.
pub(crate) async fn again<T, F: Future<Output = Result<T, Error>>>(
    attempts: u32,
    stop: &Stop,
    call: impl Fn() -> F,
) -> Result<T, Error> {
    let mut attempt = 1;
    loop {
        match call().await {
            Err(error) if attempt < attempts && is_transient(&error) => {
                if !stop.sleep(wait(&error, attempt)).await {
                    return Err(error);
                }
                attempt += 1;
            }
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind) -> Error {
        Error::new(kind, "")
    }

    #[test]
    fn what_passes_is_tried_again_and_a_refusal_is_not() {
        for kind in [ErrorKind::Connect, ErrorKind::Transport, ErrorKind::Timeout] {
            assert!(is_transient(&error(kind)), "{kind:?}");
            let token = error(ErrorKind::Credential).with_source(error(kind));
            assert!(is_transient(&token), "{kind:?}");
        }
        assert!(is_transient(&error(ErrorKind::Api).with_code(ErrorCode::SYSTEM_BUSY)));
        assert!(is_transient(&error(ErrorKind::Api).with_code(ErrorCode::TOO_FREQUENT)));
        for kind in [ErrorKind::Input, ErrorKind::Api, ErrorKind::Decode, ErrorKind::Credential] {
            assert!(!is_transient(&error(kind)), "{kind:?}");
        }
        // A business failure without a code of its own.
        assert!(!is_transient(&error(ErrorKind::Api).with_code(ErrorCode::FAILED)));
    }

    #[test]
    fn waits_double() {
        for (attempt, longest) in [(1, 200), (2, 400), (4, 1_600), (40, 25_600)] {
            let wait = wait(&error(ErrorKind::Transport), attempt);
            assert!((longest / 2..=longest).contains(&wait.as_millis()), "{attempt}: {wait:?}");
        }
    }
}
