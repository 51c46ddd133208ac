//! Days of the Gregorian calendar, counted from 1970.

/// Days in 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;
/// Days from the first of March of the year 0 to 1970.
const MARCH_OF_0: i64 = 719_468;

/// The day with this date, which may be one that does not exist. Years begin in March, so that the day
/// that some of them have more is their last; from there on, months have the same lengths.
fn day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * ERA + 365 * year + year / 4 - year / 100 + day_of_year - MARCH_OF_0
}

/// Year, month and day of a day.
pub(super) fn date(days: i64) -> (i64, i64, i64) {
    let days = days + MARCH_OF_0;
    let (era, days) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (days - days / 1460 + days / 36_524 - days / 146_096) / 365;
    let day_of_year = days - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(month < 3);
    (year, month, day)
}

/// The day with this date; `None` if there is none.
pub(super) fn days(year: i64, month: i64, of_month: i64) -> Option<i64> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let days = day(year, month, of_month);
    (date(days) == (year, month, of_month)).then_some(days)
}

#[cfg(test)]
mod tests {
    use time::{Date, Month};

    use super::*;

    #[test]
    fn days_are_those_of_another_implementation() {
        let first = Date::from_calendar_date(0, Month::January, 1).unwrap();
        let unix = Date::from_calendar_date(1970, Month::January, 1).unwrap();
        let mut expected = first;
        for number in (first - unix).whole_days().. {
            let (year, month, day) = expected.to_calendar_date();
            let expected_date = (i64::from(year), i64::from(u8::from(month)), i64::from(day));
            assert_eq!(date(number), expected_date);
            assert_eq!(days(expected_date.0, expected_date.1, expected_date.2), Some(number));
            match expected.next_day().filter(|next| next.year() < 10_000) {
                Some(next) => expected = next,
                None => break,
            }
        }
    }

    #[test]
    fn a_date_that_does_not_exist_has_no_day() {
        for (year, month, day) in [
            (2023, 2, 29),
            (1900, 2, 29),
            (2024, 2, 30),
            (2024, 4, 31),
            (2024, 1, 0),
            (2024, 1, 32),
            (2024, 0, 1),
            (2024, 13, 1),
            (2024, 99, 99),
        ] {
            assert_eq!(days(year, month, day), None, "{year}-{month}-{day}");
        }
        assert!(days(2000, 2, 29).is_some() && days(2024, 2, 29).is_some());
    }
}
