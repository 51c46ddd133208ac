//! By which name a row and an account are matched, and when two names are the same.

use serde_json::{Map, Value};

/// The name that says which user a row is about. An import has one, and nothing is guessed: the
/// other names of a row never decide who it is about. If one of them is another user's, the row is
/// a [conflict](super::RejectionReason::Conflict).
///
/// All four are unique in a user pool. Usernames and external ids are compared letter by letter,
/// email addresses without regard to upper and lower case. A phone number is the same with and
/// without its country code: `13800000001`, `+8613800000001`, and `13800000001` with the
/// `phoneCountryCode` `+86`, are one number; spaces, hyphens, dots and brackets do not count, and
/// full-width digits are digits. White space around a name is not part of it. Where
/// row and user both have a country code and the two differ, they are different people, and the row
/// is a conflict, since the server takes a number once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MatchKey {
    /// The username.
    Username,
    /// The email address.
    Email,
    /// The phone number.
    Phone,
    /// The id that the user has in the system they come from.
    ExternalId,
}

impl MatchKey {
    /// All of them, in the order in which a conflict is looked for.
    pub(crate) const ALL: [Self; 4] = [Self::Username, Self::Email, Self::Phone, Self::ExternalId];

    /// The name of the column or field: `username`, `email`, `phone` or `externalId`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::ExternalId => "externalId",
        }
    }
}

/// What one user alone may have, of a row or of an account.
#[derive(Clone, Default)]
pub(crate) struct Names {
    username: Option<String>,
    email: Option<String>,
    phone: Option<Phone>,
    external_id: Option<String>,
}

impl Names {
    /// Reads a name under its name on the wire; a blank one is none.
    pub(crate) fn from_fields<'a>(mut text: impl FnMut(&'static str) -> Option<&'a str>) -> Self {
        let mut some = |name| text(name).map(trim).filter(|text| !text.is_empty());
        let country = some("phoneCountryCode");
        let phone = some("phone").map(|number| Phone::new(number, country));
        Self {
            username: some("username").map(str::to_owned),
            email: some("email").map(str::to_lowercase),
            phone,
            external_id: some("externalId").map(str::to_owned),
        }
    }

    pub(crate) fn from_row(fields: &Map<String, Value>) -> Self {
        Self::from_fields(|name| fields.get(name)?.as_str())
    }

    /// One name alone.
    pub(crate) fn only(key: MatchKey, text: &str) -> Self {
        Self::from_fields(|name| (name == key.as_str()).then_some(text))
    }

    pub(crate) fn has(&self, key: MatchKey) -> bool {
        match key {
            MatchKey::Username => self.username.is_some(),
            MatchKey::Email => self.email.is_some(),
            MatchKey::Phone => self.phone.is_some(),
            MatchKey::ExternalId => self.external_id.is_some(),
        }
    }

    /// The forms of a name that mean the same, so that two names with a form in common are one.
    pub(crate) fn forms(&self, key: MatchKey) -> Vec<String> {
        let one = |name: &Option<String>| name.iter().cloned().collect();
        match key {
            MatchKey::Username => one(&self.username),
            MatchKey::Email => one(&self.email),
            MatchKey::Phone => self.phone.iter().flat_map(Phone::forms).collect(),
            MatchKey::ExternalId => one(&self.external_id),
        }
    }

    /// How a name may be written in the user pool.
    pub(crate) fn spellings(&self, key: MatchKey) -> Vec<String> {
        match key {
            MatchKey::Phone => self.phone.iter().flat_map(Phone::spellings).collect(),
            _ => self.forms(key),
        }
    }

    /// A name as it is written.
    pub(crate) fn text(&self, key: MatchKey) -> Option<&str> {
        match key {
            MatchKey::Username => self.username.as_deref(),
            MatchKey::Email => self.email.as_deref(),
            MatchKey::Phone => self.phone.as_ref().map(|phone| phone.text.as_str()),
            MatchKey::ExternalId => self.external_id.as_deref(),
        }
    }

    /// Whether somebody with these names is found by one of ours, as it may be written there.
    pub(crate) fn find(&self, theirs: &Self) -> bool {
        MatchKey::ALL.into_iter().any(|key| {
            let text = theirs.text(key);
            text.is_some_and(|text| self.spellings(key).iter().any(|spelling| spelling == text))
        })
    }

    /// Whether the two have this name in common, so that one user pool has no room for both.
    pub(crate) fn share(&self, key: MatchKey, other: &Self) -> bool {
        let theirs = other.forms(key);
        self.forms(key).iter().any(|form| theirs.contains(form))
    }

    /// Whether this name says that the two are the same user.
    pub(crate) fn are_same(&self, key: MatchKey, other: &Self) -> bool {
        let countries_agree = match (key, &self.phone, &other.phone) {
            (MatchKey::Phone, Some(ours), Some(theirs)) => {
                ours.country.is_none() || theirs.country.is_none() || ours.country == theirs.country
            }
            _ => true,
        };
        countries_agree && self.share(key, other)
    }
}

/// The text without white space around it; a byte order mark is what remains of a line end.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

/// A phone number as it is given to a new user: digits alone, behind a `+` if it has a country code that is not
/// China's. `None` if it is not a phone number.
pub(super) fn plain_phone(text: &str, country: Option<&str>) -> Option<String> {
    let phone = Phone::new(text, country);
    if phone.country.as_deref() == Some(CHINA) && is_mobile(&phone.national) {
        return Some(phone.national);
    }
    let number = compact(text);
    let (is_international, digits) = match number.strip_prefix('+') {
        Some(digits) => (true, digits),
        None => match number.strip_prefix("00") {
            Some(digits) => (true, digits),
            None => (false, &*number),
        },
    };
    // No country's code begins with it, and no number is longer or this short.
    let is_one = is_digits(digits)
        && (5..=15).contains(&digits.len())
        && !(is_international && digits.starts_with('0'));
    is_one.then(|| if is_international { format!("+{digits}") } else { digits.to_owned() })
}

/// Without what stands between digits, and with those that are written wide as narrow ones.
fn compact(text: &str) -> String {
    let is_between = |letter: char| {
        // Hyphens and dashes of typography, and the minus sign.
        letter.is_whitespace()
            || "-.()".contains(letter)
            || matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    text.chars().map(narrow).filter(|&letter| !is_between(letter)).collect()
}

/// The country whose mobile numbers are known by their form.
const CHINA: &str = "86";

#[derive(Clone)]
struct Phone {
    /// As it stands there.
    text: String,
    /// The country code, in digits, when it is known.
    country: Option<String>,
    /// The number without it.
    national: String,
}

impl Phone {
    fn new(text: &str, country: Option<&str>) -> Self {
        let compact = compact(text);
        let given = country.map(|code| code.trim().trim_start_matches(['+', '0']));
        let given = given.filter(|code| is_digits(code)).map(str::to_owned);
        let international = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00"));
        let (country, national) = match (international, given) {
            (Some(number), given) => {
                let behind = given.as_deref().and_then(|code| number.strip_prefix(code));
                match (behind, chinese_mobile(number)) {
                    (Some(national), _) => (given, national.to_owned()),
                    (None, Some(national)) => (Some(CHINA.to_owned()), national.to_owned()),
                    // Where such a number's country code ends cannot be seen.
                    (None, None) => (None, format!("+{number}")),
                }
            }
            (None, given) => match chinese_mobile(&compact) {
                Some(national) if given.as_deref().is_none_or(|code| code == CHINA) => {
                    (Some(CHINA.to_owned()), national.to_owned())
                }
                _ => (given, compact),
            },
        };
        Self { text: text.to_owned(), country, national }
    }

    /// Whether a number without a country code is one with `+86`.
    fn is_chinese(&self) -> bool {
        match &self.country {
            Some(code) => code == CHINA,
            None => is_mobile(&self.national),
        }
    }

    fn international(&self) -> Option<String> {
        let code = if self.is_chinese() { CHINA } else { self.country.as_deref()? };
        Some(format!("+{code}{}", self.national))
    }

    fn forms(&self) -> Vec<String> {
        let mut forms = vec![self.national.clone()];
        if !self.is_chinese() {
            forms.extend(self.international());
        }
        forms
    }

    fn spellings(&self) -> Vec<String> {
        let mut all = vec![self.text.clone()];
        for form in [Some(self.national.clone()), self.international()].into_iter().flatten() {
            if !all.contains(&form) {
                all.push(form);
            }
        }
        all
    }
}

/// A full-width letter as what it stands for.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A mainland mobile number: 11 digits of which the first is 1.
fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && is_digits(number)
}

/// The mobile number behind the country code of China.
fn chinese_mobile(number: &str) -> Option<&str> {
    number.strip_prefix(CHINA).filter(|national| is_mobile(national))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(phone: &str, country: &str) -> Names {
        Names::from_fields(|name| match name {
            "phone" => Some(phone),
            "phoneCountryCode" => Some(country),
            _ => None,
        })
    }

    #[test]
    fn a_phone_is_the_same_with_and_without_its_country_code() {
        let chinese = [
            ("13800000001", ""),
            ("13800000001", "+86"),
            ("13800000001", "86"),
            ("13800000001", "0086"),
            ("+8613800000001", ""),
            ("+8613800000001", "+86"),
            ("008613800000001", ""),
            ("8613800000001", ""),
            ("138 0000-0001", ""),
            ("(+86) 138.0000.0001", ""),
            ("138\u{2011}0000\u{2013}0001", " +86 "),
            ("\u{a0}+86\u{2009}13800000001 ", ""),
            ("１３８００００－０００１", ""),
            ("＋８６（１３８）００００　０００１", ""),
        ];
        let american = [
            ("4155550100", "+1"),
            ("+14155550100", "+1"),
            ("+1 (415) 555-0100", ""),
            ("4155550100", "1"),
        ];
        for same in [&chinese[..], &american] {
            for (one, its) in same {
                for (other, theirs) in same {
                    let (a, b) = (names(one, its), names(other, theirs));
                    assert!(a.are_same(MatchKey::Phone, &b), "{one} {its}, {other} {theirs}");
                }
            }
        }
        let plain = names("4155550100", "");
        assert!(plain.are_same(MatchKey::Phone, &names("4155550100", "+1")));
        assert!(!plain.share(MatchKey::Phone, &names("4155550101", "+1")));
    }

    #[test]
    fn a_phone_is_given_in_one_form_and_what_is_none_is_not() {
        for (text, plain) in [
            ("13800000001", Some("13800000001")),
            ("+8613800000001", Some("13800000001")),
            ("+86-138-0000-0001", Some("13800000001")),
            ("86 138 0000 0001", Some("13800000001")),
            ("0086(138)00000001", Some("13800000001")),
            ("＋８６　１３８００００－０００１", Some("13800000001")),
            ("138\u{2011}0000\u{a0}0001", Some("13800000001")),
            ("+1 (415) 555-0100", Some("+14155550100")),
            ("001 415 555 0100", Some("+14155550100")),
            ("010-12345678", Some("01012345678")),
            ("+86 10 12345678", Some("+861012345678")),
            ("1.38E+10", None),
            ("13800000001/13800000002", None),
            ("1380000000l", None),
            ("+086 13800000001", None),
            ("++8613800000001", None),
            ("138", None),
            ("1380000000138000", None),
            ("无", None),
            ("N/A", None),
            ("-", None),
            ("+", None),
        ] {
            assert_eq!(plain_phone(text, None).as_deref(), plain, "{text}");
            for country in ["", "+86", "+1"] {
                let Some(plain) = plain_phone(text, Some(country)) else { continue };
                // What is given is what was looked for.
                let row = names(text, country);
                assert!(row.spellings(MatchKey::Phone).contains(&plain), "{text} {country}");
                assert!(row.share(MatchKey::Phone, &names(&plain, country)), "{text} {country}");
            }
        }
        assert_eq!(plain_phone("8613800000001", Some("+1")).as_deref(), Some("8613800000001"));
    }

    #[test]
    fn another_country_is_another_person_with_the_same_number() {
        for (ours, theirs) in [("+1", "+86"), ("+81", "+1")] {
            let (a, b) = (names("13800000001", ours), names("13800000001", theirs));
            assert!(a.share(MatchKey::Phone, &b), "the server takes the number once");
            assert!(!a.are_same(MatchKey::Phone, &b), "{ours} {theirs}");
        }
    }

    #[test]
    fn a_phone_is_looked_for_as_it_may_have_been_written() {
        let spellings = |phone, country| names(phone, country).spellings(MatchKey::Phone);
        assert_eq!(spellings("13800000001", ""), ["13800000001", "+8613800000001"]);
        assert_eq!(spellings("+8613800000001", ""), ["+8613800000001", "13800000001"]);
        assert_eq!(spellings("4155550100", "+1"), ["4155550100", "+14155550100"]);
        assert_eq!(spellings("4155550100", ""), ["4155550100"]);
        assert_eq!(spellings("no number", "x"), ["no number", "nonumber"]);
    }

    #[test]
    fn only_email_addresses_are_compared_without_case() {
        let names = |text: &'static str| {
            Names::from_fields(move |name| (name != "phoneCountryCode").then_some(text))
        };
        let (small, large) = (names("a@b"), names("A@B"));
        assert!(small.are_same(MatchKey::Email, &large));
        assert!(!small.are_same(MatchKey::Username, &large));
        assert!(!small.are_same(MatchKey::ExternalId, &large));
        assert!(MatchKey::ALL.iter().all(|&key| !names(" ").has(key)));
        let around = names("\u{3000}a@b\r\n");
        assert!(MatchKey::ALL.iter().all(|&key| small.are_same(key, &around)));
    }
}
