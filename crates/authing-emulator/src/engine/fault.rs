//! Faults that a test asks for: wrong responses on purpose.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use crate::base::clock::LAST;

/// What goes wrong.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// This HTTP status with an empty body.
    Status(u16),
    /// The response comes, but only after this long (real time, not the emulator's clock).
    Delay(Duration),
    /// The connection is closed without a response.
    DropConnection,
    /// The response's head is complete and its body breaks off half way.
    TruncateBody,
    /// An HTML page with this status, as a proxy in between would send.
    Html(u16),
    /// HTTP 429 with a `Retry-After` header.
    TooManyRequests(RetryAfter),
    /// The token of the request is treated as expired.
    ExpireToken,
    /// A business error with this code and message.
    BusinessError {
        /// The code.
        code: i64,
        /// The message.
        message: String,
    },
}

show_variants!(FaultKind {
    Status,
    Delay,
    DropConnection,
    TruncateBody,
    Html,
    TooManyRequests,
    ExpireToken,
    BusinessError
});

/// The two forms of a `Retry-After` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// A number of seconds.
    Seconds(u64),
    /// A date.
    Date(SystemTime),
}

/// A fault, how often it happens and to which requests.
///
/// ```
/// use authing_emulator::{Fault, FaultKind};
///
/// let fault = Fault::new(FaultKind::Status(503)).times(2).operation("users");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) times: u32,
    pub(crate) path: Option<String>,
    pub(crate) operation: Option<String>,
}

show_fields!(Fault { times });

impl Fault {
    /// A fault of this kind for the next request, whatever it is.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, times: 1, path: None, operation: None }
    }

    /// Happens to the next `times` requests it applies to.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Applies only to requests for this path, such as `/api/v2/users/me`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Applies only to GraphQL requests with this root field, such as `users`.
    #[must_use]
    pub fn operation(mut self, root_field: impl Into<String>) -> Self {
        self.operation = Some(root_field.into());
        self
    }

    fn applies_to(&self, path: &str, root_fields: &[String]) -> bool {
        self.path.as_deref().is_none_or(|wanted| wanted == path)
            && self.operation.as_ref().is_none_or(|wanted| root_fields.contains(wanted))
    }
}

/// The faults still to happen, in the order they were asked for.
#[derive(Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub(crate) fn all(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    pub(crate) fn pending(&self) -> usize {
        self.lock().iter().map(|fault| fault.times as usize).sum()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Takes one occurrence of the first fault that applies.
    pub(crate) fn take(&self, path: &str, root_fields: &[String]) -> Option<FaultKind> {
        let mut faults = self.lock();
        let fault = faults.iter_mut().find(|f| f.times > 0 && f.applies_to(path, root_fields))?;
        fault.times -= 1;
        let kind = fault.kind.clone();
        faults.retain(|fault| fault.times > 0);
        Some(kind)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fault as the control route takes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FaultRequest {
    kind: FaultName,
    #[serde(default = "once")]
    times: u32,
    path: Option<String>,
    operation: Option<String>,
    status: Option<u16>,
    delay_ms: Option<u64>,
    retry_after_seconds: Option<u64>,
    /// Seconds since the Unix epoch, sent as a date.
    retry_after_date: Option<u64>,
    code: Option<i64>,
    message: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FaultName {
    Status,
    Delay,
    DropConnection,
    TruncateBody,
    Html,
    TooManyRequests,
    ExpireToken,
    BusinessError,
}

fn once() -> u32 {
    1
}

impl FaultRequest {
    /// The fault, or what of it cannot happen.
    pub(crate) fn fault(self) -> Result<Fault, String> {
        let request = self;
        if let Some(status) = request.status.filter(|status| !(200..600).contains(status)) {
            return Err(format!("`status` is {status}: a response has one of 200 to 599"));
        }
        let last = LAST.unix_seconds();
        let is_after = |seconds: &u64| i64::try_from(*seconds).map_or(true, |own| own > last);
        if let Some(seconds) = request.retry_after_date.filter(is_after) {
            return Err(format!(
                "`retryAfterDate` is {seconds}: the last date of HTTP is {last}, the end of 9999"
            ));
        }
        let kind = match request.kind {
            FaultName::Status => FaultKind::Status(request.status.unwrap_or(500)),
            FaultName::Delay => {
                FaultKind::Delay(Duration::from_millis(request.delay_ms.unwrap_or(1000)))
            }
            FaultName::DropConnection => FaultKind::DropConnection,
            FaultName::TruncateBody => FaultKind::TruncateBody,
            FaultName::Html => FaultKind::Html(request.status.unwrap_or(502)),
            FaultName::TooManyRequests => {
                let date = request
                    .retry_after_date
                    .map(|s| RetryAfter::Date(SystemTime::UNIX_EPOCH + Duration::from_secs(s)));
                let seconds = RetryAfter::Seconds(request.retry_after_seconds.unwrap_or(1));
                FaultKind::TooManyRequests(date.unwrap_or(seconds))
            }
            FaultName::ExpireToken => FaultKind::ExpireToken,
            FaultName::BusinessError => FaultKind::BusinessError {
                code: request.code.unwrap_or(1000),
                message: request
                    .message
                    .clone()
                    .unwrap_or_else(|| "系统繁忙，请稍后再试".to_owned()),
            },
        };
        let FaultRequest { times, path, operation, .. } = request;
        Ok(Fault { kind, times, path, operation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_to_its_own_requests_as_often_as_asked() {
        let faults = Faults::default();
        faults.add(Fault::new(FaultKind::DropConnection).times(2).operation("users"));
        assert_eq!(faults.take("/graphql/v2", &["user".to_owned()]), None);
        let users = ["users".to_owned()];
        assert_eq!(faults.take("/graphql/v2", &users), Some(FaultKind::DropConnection));
        assert_eq!(faults.take("/graphql/v2", &users), Some(FaultKind::DropConnection));
        assert_eq!(faults.take("/graphql/v2", &users), None);
        assert_eq!(faults.pending(), 0);
    }
}
