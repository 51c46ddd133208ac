//! The forms a time is written in, read to nanoseconds since 1970.

use super::date;

/// A count since 1970, whose length says of what: see [`super::Timestamp::to_system_time`].
pub(super) fn number(text: &str) -> Option<i128> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i8>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (mantissa, ""),
    };
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if whole.is_empty() || leading_zero || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }

    // The point is moved by the exponent: `1.5e9` is `1500000000`.
    let digits = || whole.bytes().chain(fraction.bytes()).map(|digit| i128::from(digit - b'0'));
    if digits().all(|digit| digit == 0) {
        return Some(0);
    }
    let before_point = i64::try_from(whole.len()).ok()? + i64::from(exponent);
    let places = match before_point {
        9 | 10 => 9,
        11..=13 => 6,
        16 => 3,
        19 => 0,
        _ => return None,
    };
    // What is finer than a nanosecond is left out.
    let wanted = usize::try_from(before_point + places).ok()?;
    let nanoseconds = digits()
        .chain(std::iter::repeat(0))
        .take(wanted)
        .fold(0_i128, |sum, digit| sum * 10 + digit);
    // `0.001632e12` has fewer digits before the point than its form pretends.
    let full = digits().next().is_some_and(|digit| digit != 0);
    full.then_some(if negative { -nanoseconds } else { nanoseconds })
}

/// A date, a time of day and an offset.
pub(super) fn calendar(text: &str) -> Option<i128> {
    let mut rest = Rest(without_zone(text)?);
    let year = rest.digits(4)?;
    rest.one_of("-")?;
    let month = rest.digits(2)?;
    rest.one_of("-")?;
    let days = date::days(year, month, rest.digits(2)?)?;

    rest.one_of("Tt ")?;
    let hour = rest.digits(2)?;
    rest.one_of(":")?;
    let minute = rest.digits(2)?;
    let (second, nanosecond) = match rest.one_of(":") {
        Some(()) => (rest.digits(2)?, rest.fraction()?),
        None => (0, 0),
    };
    // The last moment that there is a number for stands for a leap second.
    let leap = second == 60;
    let (second, nanosecond) = if leap { (59, 999_999_999) } else { (second, nanosecond) };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }

    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - rest.offset()?;
    // There has been none but at the end of a day in UTC.
    if leap && seconds.rem_euclid(86_400) != 86_399 {
        return None;
    }
    Some(i128::from(seconds) * 1_000_000_000 + nanosecond)
}

/// The text without the suffixes of RFC 9557, which stand in brackets at its end.
fn without_zone(text: &str) -> Option<&str> {
    let Some((time, suffixes)) = text.split_once('[') else { return Some(text) };
    let suffixes = suffixes.strip_suffix(']')?;
    suffixes.split("][").all(is_suffix).then_some(time)
}

/// Whether this is a zone or a tag that may be passed over. One that may not is marked with `!`.
fn is_suffix(suffix: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/_-+:.=~".contains(&byte);
    !suffix.is_empty() && suffix.bytes().all(allowed)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is left to read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// Exactly so many digits, few enough for the number to fit.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !is_digits(digits) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    fn one_of(&mut self, characters: &str) -> Option<()> {
        let first = self.0.chars().next().filter(|first| characters.contains(*first))?;
        self.0 = self.0.get(first.len_utf8()..)?;
        Some(())
    }

    /// Nanoseconds, of a fraction of any length or none. `None` for a point without digits.
    fn fraction(&mut self) -> Option<i128> {
        if self.one_of(".,").is_none() {
            return Some(0);
        }
        let length = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(length).filter(|_| length > 0)?;
        self.0 = rest;
        let digits = digits.bytes().map(|digit| i128::from(digit - b'0'));
        Some(digits.chain(std::iter::repeat(0)).take(9).fold(0, |sum, digit| sum * 10 + digit))
    }

    /// The offset in seconds, which is all that may be left.
    fn offset(mut self) -> Option<i64> {
        let _ = self.one_of(" ");
        if matches!(self.0, "Z" | "z" | "UTC" | "GMT") {
            return Some(0);
        }
        let sign = match self.0.chars().next()? {
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        self.one_of("+-")?;
        let hours = self.digits(2)?;
        let colon = self.one_of(":").is_some();
        let minutes = if self.0.is_empty() && !colon { 0 } else { self.digits(2)? };
        let seconds = match self.0.is_empty() {
            true => 0,
            false => {
                if self.one_of(":").is_some() != colon {
                    return None;
                }
                self.digits(2)?
            }
        };
        if !self.0.is_empty() || hours > 23 || minutes > 59 || seconds > 59 {
            return None;
        }
        Some(sign * (hours * 3600 + minutes * 60 + seconds))
    }
}
