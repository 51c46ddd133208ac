//! Points in time as Authing writes them.

use std::{fmt, time::SystemTime};

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A point in time, kept as the text the server sent.
///
/// GraphQL responses carry seconds and a numeric offset (`2021-09-24T07:29:51+00:00`), REST
/// responses milliseconds (`2021-09-24T07:29:51.123Z`). The text is kept as it came, so reading a
/// response never fails over a date; [`Timestamp::to_system_time`] reads it.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use authing_types::Timestamp;
///
/// let signed_up = Timestamp::from_text("2020-10-07T23:33:58+08:00");
/// let time = signed_up.to_system_time().unwrap();
/// assert_eq!(time, SystemTime::UNIX_EPOCH + Duration::from_secs(1_602_084_838));
/// assert_eq!(Timestamp::from(time).as_str(), "2020-10-07T15:33:58Z");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// Keeps a text as it is.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The time: read from ISO 8601 with an offset, or whole milliseconds since 1970 as digits.
    /// `None` when the text is neither.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        if let Ok(time) = OffsetDateTime::parse(&self.0, &Rfc3339) {
            return Some(time.into());
        }
        let milliseconds: i128 = self.0.parse().ok()?;
        let time = OffsetDateTime::from_unix_timestamp_nanos(milliseconds * 1_000_000).ok()?;
        Some(time.into())
    }
}

/// Writes UTC with as many digits of a second as there are, the form Authing accepts as input.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        // Formatting fails only for years beyond 9999, which no server accepts either.
        Self(OffsetDateTime::from(time).format(&Rfc3339).unwrap_or_default())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_form_the_server_writes_is_read() {
        let expected = SystemTime::UNIX_EPOCH + Duration::from_millis(1_632_468_591_123);
        for text in ["2021-09-24T07:29:51.123Z", "2021-09-24T15:29:51.123+08:00", "1632468591123"] {
            assert_eq!(Timestamp::from_text(text).to_system_time(), Some(expected), "{text}");
        }
        assert_eq!(Timestamp::from_text("yesterday").to_system_time(), None);
    }
}
