//! Faults that a test asks for: wrong responses on purpose.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Deserialize;

use crate::base::clock::LAST;
use crate::base::happening::Event;
use crate::base::limits::cut;

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
    /// The event whose deliveries it happens to, instead of requests; `*` for any.
    pub(crate) event: Option<String>,
}

show_fields!(Fault { times });

impl Fault {
    /// A fault of this kind for the next request, whatever it is.
    #[must_use]
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, times: 1, path: None, operation: None, event: None }
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

    /// Happens to what is sent to webhooks of this event, such as `user:created`, instead of to requests;
    /// `*` is any event.
    ///
    /// The webhook is not asked then: the delivery fails as if it had returned that status, or as if the
    /// connection had been closed; [`FaultKind::Delay`] makes it late. Other kinds than those with a status,
    /// `Delay` and `DropConnection` happen to requests only.
    ///
    /// ```
    /// use authing_emulator::{Fault, FaultKind};
    ///
    /// let fault = Fault::new(FaultKind::Status(500)).event("user:created");
    /// ```
    #[must_use]
    pub fn event(mut self, name: impl Into<String>) -> Self {
        self.event = Some(name.into());
        self
    }

    fn applies_to_event(&self, name: &str) -> bool {
        let is_of_a_delivery = !matches!(
            self.kind,
            FaultKind::TruncateBody | FaultKind::ExpireToken | FaultKind::BusinessError { .. }
        );
        let wanted = self.event.as_deref();
        is_of_a_delivery && wanted.is_some_and(|wanted| wanted == "*" || wanted == name)
    }

    fn applies_to(&self, path: &str, root_fields: &[String]) -> bool {
        self.event.is_none()
            && self.path.as_deref().is_none_or(|wanted| wanted == path)
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
        self.take_one(|fault| fault.applies_to(path, root_fields))
    }

    /// The same for what is sent to a webhook.
    pub(crate) fn take_of_event(&self, name: &str) -> Option<FaultKind> {
        self.take_one(|fault| fault.applies_to_event(name))
    }

    fn take_one(&self, applies: impl Fn(&Fault) -> bool) -> Option<FaultKind> {
        let mut faults = self.lock();
        let fault = faults.iter_mut().find(|fault| fault.times > 0 && applies(fault))?;
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
    event: Option<String>,
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
        let FaultRequest { times, path, operation, event, .. } = request;
        let fault = Fault { kind, times, path, operation, event };
        if let Some(name) = fault.event.as_deref() {
            if name != "*" && Event::named(name).is_none() {
                let name = cut(name.escape_debug().to_string());
                return Err(format!("`event` is `{name}`: there is no such event of webhooks"));
            }
            if fault.path.is_some() || fault.operation.is_some() {
                let reason = "a fault happens to an `event` of webhooks or to requests, which `path` and \
                              `operation` choose: leave out one or the other";
                return Err(reason.to_owned());
            }
            if !fault.applies_to_event(name) {
                let reason = "this kind of fault happens to requests only: of an `event`, one of status, html, \
                              too_many_requests, delay and drop_connection";
                return Err(reason.to_owned());
            }
        }
        Ok(fault)
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
