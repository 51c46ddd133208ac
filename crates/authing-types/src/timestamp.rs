//! Points in time as Authing writes them.

mod date;
mod read;

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Deserializer, Serialize, de::Visitor};

/// A point in time, kept as the text the server sent.
///
/// GraphQL responses carry seconds and a numeric offset (`2021-09-24T07:29:51+00:00`), REST
/// responses milliseconds (`2021-09-24T07:29:51.123Z`), logs and devices numbers, and directories
/// and databases behind them forms of their own. The text is kept as it came, a number as its
/// digits, so reading a response never fails over a date; [`Timestamp::to_system_time`] reads it.
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
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Timestamp(String);

/// Shows what is written with the signs of times only: where one was expected, a server may have put
/// anything.
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_a_time = |byte: u8| byte.is_ascii_digit() || b"-+:., TtZz".contains(&byte);
        if self.0.len() <= 40 && self.0.bytes().all(of_a_time) {
            f.debug_tuple("Timestamp").field(&self.0).finish()
        } else {
            f.write_str("Timestamp(..)")
        }
    }
}

impl Timestamp {
    /// Keeps a text as it is.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The time. `None` when the text is not one, or does not say which one it is.
    ///
    /// **A date, a time of day and an offset** (RFC 3339), in the ways people's software writes them:
    ///
    /// | part | read as well |
    /// |---|---|
    /// | between date and time | `T`, `t` or a space |
    /// | seconds | may be absent; a fraction of any length behind `.` or `,`, of which nine digits count |
    /// | offset | `Z`, `z`, `UTC`, `GMT`, `+08:00`, `+0800`, `+08`, `+08:05:43`, a space before it or not |
    /// | zone behind the offset | `[Asia/Shanghai]` (RFC 9557); the offset decides. A suffix that says it must be understood (`[!…]`) is not a time |
    ///
    /// Without an offset, a time could be any of a whole day: it is `None`.
    ///
    /// **A number** is a count since 1970 in UTC, and its length says of what:
    ///
    /// | digits before the point | unit | times |
    /// |---|---|---|
    /// | 9 or 10 | seconds | 1973 to 2286 |
    /// | 11 to 13 | milliseconds | April 1970 to 2286 |
    /// | 16 | microseconds | 2001 to 2286 |
    /// | 19 | nanoseconds | 2001 to 2286 |
    /// | `0` | | 1970-01-01T00:00:00Z |
    ///
    /// With a minus it counts backwards, so 1930 can be written as well. It may have a fraction of
    /// its unit, and an exponent (`1.632468591E9`). A number of another length is `None`: a duration
    /// (`7200`), a date without a time (`20210924`) or a `-1` is not a moment of 1970.
    ///
    /// ```
    /// use authing_types::Timestamp;
    ///
    /// let read = |text: &str| Timestamp::from_text(text).to_system_time();
    /// let time = read("2021-09-24T07:29:51Z");
    /// assert!(time.is_some());
    /// for text in ["1632468591", "1632468591000", "2021-09-24 15:29:51+08"] {
    ///     assert_eq!(read(text), time);
    /// }
    /// assert_eq!(read("7200"), None);
    /// ```
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let text = self.0.trim_ascii();
        let nanoseconds = read::number(text).or_else(|| read::calendar(text))?;
        let since = Duration::new(
            u64::try_from(nanoseconds.unsigned_abs() / 1_000_000_000).ok()?,
            u32::try_from(nanoseconds.unsigned_abs() % 1_000_000_000).ok()?,
        );
        match nanoseconds < 0 {
            false => SystemTime::UNIX_EPOCH.checked_add(since),
            true => SystemTime::UNIX_EPOCH.checked_sub(since),
        }
    }
}

/// Reads a text, and a number as its digits.
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(TimestampVisitor)
        } else {
            // A compact form does not say what comes next. It was written by us, as a text.
            deserializer.deserialize_string(TimestampVisitor)
        }
    }
}

struct TimestampVisitor;

impl Visitor<'_> for TimestampVisitor {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time, as text or number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Timestamp, E> {
        Ok(Timestamp::from_text(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Timestamp, E> {
        Ok(Timestamp(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Timestamp, E> {
        Ok(Timestamp(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Timestamp, E> {
        Ok(Timestamp(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Timestamp, E> {
        Ok(Timestamp(number.to_string()))
    }
}

/// Writes UTC with as many digits of a second as there are, the form Authing accepts as input. A time
/// before the year 0 or after 9999, which no server accepts, becomes an empty text.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let nanoseconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()),
            Err(before) => i128::try_from(before.duration().as_nanos()).map(|since| -since),
        };
        Self(nanoseconds.ok().and_then(written).unwrap_or_default())
    }
}

/// RFC 3339 in UTC, with no more digits of a second than it needs.
fn written(nanoseconds: i128) -> Option<String> {
    let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
    let fraction = nanoseconds.rem_euclid(1_000_000_000);
    let (year, month, day) = date::date(seconds.div_euclid(86_400));
    if !(0..10_000).contains(&year) {
        return None;
    }
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if fraction != 0 {
        text.push_str(format!(".{fraction:09}").trim_end_matches('0'));
    }
    text.push('Z');
    Some(text)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_no_server_accepts_is_an_empty_text() {
        let far = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
        assert_eq!(Timestamp::from(far).as_str(), "");
        assert_eq!(Timestamp::from(far).to_system_time(), None);
    }

    #[test]
    fn times_are_written_as_another_implementation_writes_them() {
        use time::{OffsetDateTime, format_description::well_known::Rfc3339};

        for (seconds, nanoseconds) in [
            (0_i64, 0),
            (0, 1),
            (-1, 0),
            (-1, 999_999_999),
            (1_602_084_838, 120_000_000),
            (951_782_399, 500),
            (951_868_800, 0),
            (-62_167_219_200, 0),
            (-62_167_219_201, 0),
            (253_402_300_799, 999_999_999),
            (253_402_300_800, 0),
        ] {
            let since = i128::from(seconds) * 1_000_000_000 + nanoseconds;
            let expected = OffsetDateTime::from_unix_timestamp_nanos(since)
                .ok()
                .and_then(|time| time.format(&Rfc3339).ok());
            assert_eq!(written(since), expected, "{seconds} and {nanoseconds}");
        }
        assert_eq!(written(i128::MAX), None);
    }

    #[test]
    fn a_time_before_1970_is_written_and_read() {
        let birth = SystemTime::UNIX_EPOCH - Duration::from_millis(1_262_304_000_500);
        let written = Timestamp::from(birth);
        assert_eq!(written.as_str(), "1929-12-31T23:59:59.5Z");
        assert_eq!(written.to_system_time(), Some(birth));
    }
}
