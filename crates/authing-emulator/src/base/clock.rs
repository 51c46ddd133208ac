//! The emulator's clock and its points in time.
//!
//! Every lifetime in the emulator is measured on this clock, so a test moves it instead of
//! sleeping.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// The last moment that can be written: the end of the year 9999, in milliseconds. Dates beyond it
/// have no form in JSON, HTTP or a token that other software reads.
pub(crate) const LAST: Timestamp = Timestamp(253_402_300_799_999);

/// The first moment of the clock: what is older is not a time of a server.
const FIRST: Timestamp = Timestamp(0);

/// A movable clock: the system's time plus an offset. It stays within the years 1970 to 9999.
#[derive(Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        let system = millis(SystemTime::now());
        Timestamp(system.saturating_add(self.offset_ms.load(Ordering::Relaxed))).clamp(FIRST, LAST)
    }

    /// Moves the clock on, to its end at most.
    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let system = millis(SystemTime::now());
        let moved = |offset: i64| {
            let now = Timestamp(system.saturating_add(offset)).clamp(FIRST, LAST);
            let then = Timestamp(now.0.saturating_add(by)).min(LAST);
            Some(then.0.saturating_sub(system))
        };
        // It always moves somewhere.
        let _ = self.offset_ms.fetch_update(Ordering::Relaxed, Ordering::Relaxed, moved);
    }

    /// Makes `time` the present moment, or the nearest one that the clock can show; it runs on from
    /// there.
    pub(crate) fn set(&self, time: SystemTime) {
        let shown = Timestamp(millis(time)).clamp(FIRST, LAST);
        let offset = shown.0.saturating_sub(millis(SystemTime::now()));
        self.offset_ms.store(offset, Ordering::Relaxed);
    }

    /// How far the clock is from the system's, in milliseconds.
    pub(crate) fn offset(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn set_offset(&self, milliseconds: i64) {
        self.offset_ms.store(milliseconds, Ordering::Relaxed);
    }

    pub(crate) fn reset(&self) {
        self.offset_ms.store(0, Ordering::Relaxed);
    }
}

fn millis(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_millis()).map_or(i64::MIN, i64::wrapping_neg)
        }
    }
}

/// Milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Timestamp(pub(crate) i64);

impl Timestamp {
    pub(crate) fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    pub(crate) fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    pub(crate) fn from_system_time(time: SystemTime) -> Self {
        Self(millis(time))
    }

    pub(crate) fn to_system_time(self) -> SystemTime {
        match u64::try_from(self.0) {
            Ok(ms) => UNIX_EPOCH + Duration::from_millis(ms),
            Err(_) => UNIX_EPOCH,
        }
    }

    /// The GraphQL form: seconds and a numeric offset, `2021-09-24T07:29:51+00:00`.
    pub(crate) fn to_graphql(self) -> String {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+00:00");
        self.date_time().format(format).unwrap_or_default()
    }

    /// The REST form: milliseconds and `Z`, `2021-09-24T07:29:51.123Z`.
    pub(crate) fn to_rest(self) -> String {
        let format = format_description!(
            "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"
        );
        self.date_time().format(format).unwrap_or_default()
    }

    /// Reads ISO 8601. A bare date is midnight UTC, a time without an offset is UTC; a number of
    /// milliseconds is not a date here, as the server refuses it too.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let candidates = [text.to_owned(), format!("{text}Z"), format!("{text}T00:00:00Z")];
        candidates.iter().find_map(|candidate| OffsetDateTime::parse(candidate, &Rfc3339).ok()).map(
            |date| {
                let ms = date.unix_timestamp_nanos().div_euclid(1_000_000);
                Self(i64::try_from(ms).unwrap_or(i64::MAX))
            },
        )
    }

    /// What ends beyond the year 9999 is written as its end.
    fn date_time(self) -> OffsetDateTime {
        let shown = self.clamp(FIRST, LAST);
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(shown.0) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// A moment as near to this one as a date of HTTP can be.
pub(crate) fn http_date(time: SystemTime) -> String {
    let shown = Timestamp(millis(time)).clamp(FIRST, LAST);
    httpdate::fmt_http_date(shown.to_system_time())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphql_and_rest_write_dates_differently() {
        let moment = Timestamp(1_632_468_591_123);
        assert_eq!(moment.to_graphql(), "2021-09-24T07:29:51+00:00");
        assert_eq!(moment.to_rest(), "2021-09-24T07:29:51.123Z");
    }

    #[test]
    fn iso_dates_are_read_and_numbers_are_not() {
        let moment = Timestamp(1_632_468_591_000);
        assert_eq!(Timestamp::parse("2021-09-24T07:29:51+00:00"), Some(moment));
        assert_eq!(Timestamp::parse("2021-09-24T15:29:51+08:00"), Some(moment));
        assert_eq!(Timestamp::parse("2021-09-24T07:29:51"), Some(moment));
        assert!(Timestamp::parse("2021-09-24").is_some());
        assert_eq!(Timestamp::parse("1632468591000"), None);
    }

    #[test]
    fn the_clock_stops_at_its_ends_and_comes_back_from_there() {
        let clock = Clock::default();
        for by in [Duration::MAX, Duration::from_millis(u64::MAX), Duration::from_secs(1)] {
            clock.advance(by);
            assert_eq!(clock.now(), LAST, "{by:?}");
        }
        assert_eq!(clock.now().to_rest(), "9999-12-31T23:59:59.999Z");
        for offset in [i64::MIN, i64::MAX] {
            clock.set_offset(offset);
            assert!([FIRST, LAST].contains(&clock.now()));
            clock.advance(Duration::from_secs(1));
        }
        clock.set(UNIX_EPOCH - Duration::from_secs(1));
        assert_eq!(clock.now().unix_seconds(), 0);
        clock.set(UNIX_EPOCH + Duration::from_secs(1 << 60));
        assert_eq!(clock.now(), LAST);
        clock.set(UNIX_EPOCH + Duration::from_secs(5));
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now().unix_seconds(), 65);
    }

    #[test]
    fn a_date_beyond_the_year_9999_is_written_as_its_end() {
        for moment in [Timestamp(i64::MAX), LAST.plus_seconds(i64::MAX)] {
            assert_eq!(moment.to_graphql(), "9999-12-31T23:59:59+00:00");
        }
        assert_eq!(Timestamp(i64::MIN).to_rest(), "1970-01-01T00:00:00.000Z");
        let far = UNIX_EPOCH + Duration::from_secs(1 << 50);
        assert_eq!(http_date(far), "Fri, 31 Dec 9999 23:59:59 GMT");
        let long_ago = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(http_date(long_ago), "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn the_clock_moves_only_when_told() {
        let clock = Clock::default();
        let before = clock.now();
        clock.advance(Duration::from_secs(3600));
        assert!(clock.now() >= before.plus_seconds(3600));
        clock.set(UNIX_EPOCH + Duration::from_secs(1_000_000));
        assert_eq!(clock.now().unix_seconds(), 1_000_000);
        clock.reset();
        assert!(clock.now() < before.plus_seconds(60));
    }
}
