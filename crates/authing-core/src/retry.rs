//! When to send again, and how long to wait before.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use crate::error::{Error, ErrorKind};

/// How failed attempts are retried.
///
/// Retried are responses 429, 502, 503 and 504, connections that could not be made or that broke,
/// and attempts that timed out. A call that is not declared idempotent is sent again only when the
/// server cannot have carried it out: no connection, a request of which nothing was written, an
/// HTTP/2 server that says that it did not begin with it, or 429. A certificate that is not accepted
/// is not tried again.
///
/// A server may close a connection that was kept from an earlier request at any time. An idempotent
/// call that finds it closed is sent again at once, on another: that does not count as an
/// attempt, whatever the policy.
///
/// The retries of a whole client are bounded too: 100, and one more for every ten calls that succeed.
///
/// ```
/// use std::time::Duration;
/// use authing_core::RetryPolicy;
///
/// let patient = RetryPolicy::new().attempts(5).max_backoff(Duration::from_secs(8));
/// let never = RetryPolicy::never();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            // One failure is chance, two in a row are rare, three are an outage.
            attempts: 3,
            initial_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            max_retry_after: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// 3 attempts; waits of up to 0.1 s, 0.2 s, 0.4 s …, at most 5 s, drawn at random (full
    /// jitter); a server's `Retry-After` is honoured up to 30 s.
    pub fn new() -> Self {
        Self::default()
    }

    /// One attempt only.
    pub fn never() -> Self {
        Self::new().attempts(1)
    }

    /// How often a call is sent at most, the first time included.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The upper bound of the first wait; it doubles with each attempt.
    #[must_use]
    pub fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// The upper bound of every wait.
    #[must_use]
    pub fn max_backoff(mut self, wait: Duration) -> Self {
        self.max_backoff = wait;
        self
    }

    /// The longest `Retry-After` that is waited for; a longer one is cut to this.
    #[must_use]
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    #[cfg(feature = "events")]
    pub(crate) fn max_attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether a call that failed like this, at its `attempt`-th attempt, may be sent again.
    pub(crate) fn allows(&self, error: &Error, attempt: u32, idempotent: bool) -> bool {
        if attempt >= self.attempts || error.is_final() {
            return false;
        }
        if Self::is_safe(error) && (idempotent || !error.is_partly_carried_out()) {
            return true;
        }
        let is_transient = match error.kind() {
            ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Status | ErrorKind::Api => matches!(error.status(), Some(502..=504)),
            _ => false,
        };
        idempotent && is_transient
    }

    /// Whether any call may be sent again after this: it was not carried out, and another attempt
    /// may be.
    fn is_safe(error: &Error) -> bool {
        error.is_throttled()
            || match error.kind() {
                ErrorKind::Connect => true,
                ErrorKind::Transport => error.is_not_sent(),
                _ => false,
            }
    }

    /// Whether the call is to be sent again as if it had not been sent: the connection had been
    /// kept from an earlier request and turned out to be closed.
    pub(crate) fn is_no_attempt(error: &Error, idempotent: bool) -> bool {
        error.is_on_kept_connection() && (idempotent || error.is_not_sent())
    }

    /// How long to wait after the `attempt`-th attempt; `random` lies in `0.0..1.0`.
    pub(crate) fn wait(&self, error: &Error, attempt: u32, random: f64) -> Duration {
        if let Some(asked) = error.retry_after() {
            return asked.min(self.max_retry_after);
        }
        let doubled = self.initial_backoff.saturating_mul(1 << (attempt - 1).min(16));
        let bound = doubled.min(self.max_backoff);
        Duration::try_from_secs_f64(bound.as_secs_f64() * random).unwrap_or(bound)
    }
}

/// Bounds the retries of a whole client, so that an outage is not met with a multiple of the
/// traffic. Successes refill it.
#[derive(Debug)]
pub(crate) struct RetryBudget(AtomicI64);

/// Retries a client may spend without a success in between.
const BUDGET: i64 = 100;

/// One retry costs as much as ten successes earn: in a steady state a tenth of the traffic.
const COST: i64 = 10;

impl RetryBudget {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(BUDGET * COST))
    }

    /// Takes the cost of one retry, if there is as much.
    pub(crate) fn spend(&self) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left >= COST).then_some(left - COST)
            })
            .is_ok()
    }

    pub(crate) fn refill(&self) {
        // Full is the common case: do not dirty a line that every call shares.
        if self.0.load(Ordering::Relaxed) < BUDGET * COST {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// A number in `0.0..1.0` from the operating system; the middle if it has none to give.
pub(crate) fn random_fraction() -> f64 {
    let number = getrandom::u32().unwrap_or(u32::MAX / 2);
    f64::from(number) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Error {
        Error::new(ErrorKind::Status, "").with_status(status)
    }

    #[test]
    fn only_idempotent_calls_are_sent_again_when_the_server_may_have_acted() {
        let policy = RetryPolicy::new();
        for error in [status(502), status(503), status(504), Error::new(ErrorKind::Transport, "")] {
            assert!(policy.allows(&error, 1, true), "{error:?}");
            assert!(!policy.allows(&error, 1, false), "{error:?}");
        }
    }

    #[test]
    fn any_call_is_sent_again_when_the_server_cannot_have_acted() {
        let policy = RetryPolicy::new();
        for error in [status(429), Error::new(ErrorKind::Connect, "")] {
            assert!(policy.allows(&error, 1, false), "{error:?}");
            assert!(!policy.allows(&error, 3, false), "the attempts are used up: {error:?}");
        }
    }

    #[test]
    fn a_closed_connection_that_was_kept_is_no_attempt_where_the_call_may_be_repeated() {
        let broken = || Error::new(ErrorKind::Transport, "");
        let kept = broken().with_kept_connection();
        assert!(RetryPolicy::is_no_attempt(&kept, true));
        assert!(!RetryPolicy::is_no_attempt(&kept, false), "the server may have acted");
        assert!(RetryPolicy::is_no_attempt(&kept.clone().with_not_carried_out(), false));
        assert!(!RetryPolicy::is_no_attempt(&broken(), true), "a new connection");
        let unseen = broken().with_not_carried_out();
        assert!(RetryPolicy::new().allows(&unseen, 1, false));
        assert!(!RetryPolicy::is_no_attempt(&unseen, true), "a new connection");
    }

    #[test]
    fn waits_without_an_end_are_no_panic() {
        let endless = RetryPolicy::new()
            .attempts(u32::MAX)
            .initial_backoff(Duration::MAX)
            .max_backoff(Duration::MAX)
            .max_retry_after(Duration::MAX);
        for attempt in [1, 2, 17, u32::MAX] {
            for random in [0.0, 0.5, 1.0 - f64::EPSILON] {
                assert!(endless.wait(&status(503), attempt, random) <= Duration::MAX);
            }
            let asked = status(429).with_retry_after(Some(Duration::MAX));
            assert_eq!(endless.wait(&asked, attempt, 0.5), Duration::MAX);
        }
        assert!(endless.allows(&status(503), u32::MAX - 1, true));
    }

    #[test]
    fn responses_that_would_not_change_are_final() {
        let policy = RetryPolicy::new();
        for error in [status(400), status(403), status(500), Error::new(ErrorKind::Decode, "")] {
            assert!(!policy.allows(&error, 1, true), "{error:?}");
        }
    }

    #[test]
    fn waits_double_up_to_a_bound_and_are_drawn_from_the_whole_range() {
        let policy = RetryPolicy::new();
        let wait = |attempt, random| policy.wait(&status(503), attempt, random);
        assert_eq!(wait(1, 0.0), Duration::ZERO);
        assert_eq!(wait(1, 0.5), Duration::from_millis(50));
        assert_eq!(wait(2, 0.5), Duration::from_millis(100));
        assert_eq!(wait(30, 0.5), Duration::from_millis(2500));
    }

    #[test]
    fn a_wait_asked_for_is_honoured_up_to_a_bound() {
        let policy = RetryPolicy::new();
        let asked = |seconds| status(429).with_retry_after(Some(Duration::from_secs(seconds)));
        assert_eq!(policy.wait(&asked(7), 1, 0.0), Duration::from_secs(7));
        assert_eq!(policy.wait(&asked(3600), 1, 0.0), Duration::from_secs(30));
    }

    #[test]
    fn the_budget_ends_retries_until_calls_succeed_again() {
        let budget = RetryBudget::new();
        let spent = std::iter::repeat_with(|| budget.spend()).take_while(|spent| *spent).count();
        assert_eq!(spent, usize::try_from(BUDGET).unwrap());
        for _ in 0..COST {
            assert!(!budget.spend());
            budget.refill();
        }
        assert!(budget.spend());
    }
}
