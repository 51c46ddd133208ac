//! Claims as they are read from a payload, before anybody has checked them.

use std::{
    collections::BTreeSet,
    fmt,
    time::{Duration, SystemTime},
};

use serde::de::{MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::{
    jose::{
        error::{TokenError, TokenPart},
        json::{Name, Problem, Strict, insert_once, read_object},
    },
    profile::{Personal, Profile},
    text::scope_words,
};

/// The end of the year 9999: later times are mistakes, such as milliseconds.
const LATEST: u64 = 253_402_300_799;

/// A claim that may decide something. In another form than its own it is given back.
trait Claim: Sized {
    fn read(value: Value) -> Result<Self, Value>;
}

impl Claim for String {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }
}

impl Claim for SystemTime {
    /// Seconds since 1970, perhaps with a fraction (RFC 7519 section 2, NumericDate).
    fn read(value: Value) -> Result<Self, Value> {
        let since = match value.as_u64() {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => value.as_f64().and_then(|since| Duration::try_from_secs_f64(since).ok()),
        };
        let since = since.filter(|since| since.as_secs() <= LATEST);
        since.map(|since| Self::UNIX_EPOCH + since).ok_or(value)
    }
}

/// A text, or a list of texts.
impl Claim for Vec<String> {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(vec![text]),
            Value::Array(list) if list.iter().all(Value::is_string) => {
                Ok(list.into_iter().filter_map(|one| String::read(one).ok()).collect())
            }
            other => Err(other),
        }
    }
}

/// Words with spaces between them, or a list.
impl Claim for BTreeSet<String> {
    fn read(value: Value) -> Result<Self, Value> {
        let words = Vec::<String>::read(value)?;
        Ok(words.iter().flat_map(|words| scope_words(words)).map(str::to_owned).collect())
    }
}

impl Claim for Map<String, Value> {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(object) => Ok(object),
            other => Err(other),
        }
    }
}

/// Every claim that decides something, what is said about the person, and the rest.
#[derive(Default)]
pub(in crate::jose) struct RawClaims {
    pub(in crate::jose) iss: Option<String>,
    pub(in crate::jose) sub: Option<String>,
    pub(in crate::jose) aud: Option<Vec<String>>,
    pub(in crate::jose) exp: Option<SystemTime>,
    pub(in crate::jose) nbf: Option<SystemTime>,
    pub(in crate::jose) iat: Option<SystemTime>,
    pub(in crate::jose) jti: Option<String>,
    pub(in crate::jose) azp: Option<String>,
    pub(in crate::jose) nonce: Option<String>,
    pub(in crate::jose) auth_time: Option<SystemTime>,
    pub(in crate::jose) acr: Option<String>,
    pub(in crate::jose) amr: Option<Vec<String>>,
    pub(in crate::jose) at_hash: Option<String>,
    pub(in crate::jose) c_hash: Option<String>,
    pub(in crate::jose) sid: Option<String>,
    pub(in crate::jose) client_id: Option<String>,
    pub(in crate::jose) scope: Option<BTreeSet<String>>,
    pub(in crate::jose) events: Option<Map<String, Value>>,
    pub(in crate::jose) data: Option<Map<String, Value>>,
    pub(in crate::jose) userpool_id: Option<String>,
    pub(in crate::jose) cnf: Option<Map<String, Value>>,
    /// Claims of those above that came in another form than their own.
    odd: Vec<(Decisive, Value)>,
    pub(in crate::jose) profile: Profile,
    pub(in crate::jose) extra: Map<String, Value>,
    /// Whether U+FFFD in a text may stand for half a character, so that two texts would be one.
    pub(in crate::jose) repaired: bool,
}

/// Names the claims that decide something, and reads each into the field of its name.
macro_rules! decisive_claims {
    ($($name:ident),+ $(,)?) => {
        /// The names of the claims that decide something.
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy, PartialEq)]
        pub(in crate::jose) enum Decisive { $($name),+ }

        impl Decisive {
            fn find(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)+
                    _ => None,
                }
            }

            fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }

        impl RawClaims {
            fn set(&mut self, name: Decisive, value: Value) {
                match name {
                    $(Decisive::$name => match Claim::read(value) {
                        Ok(read) => self.$name = Some(read),
                        Err(value) => self.odd.push((name, value)),
                    })+
                }
            }

            /// Whether the claim is there, in whatever form.
            pub(in crate::jose) fn has(&self, name: Decisive) -> bool {
                match name {
                    $(Decisive::$name => self.$name.is_some() || self.is_odd(name),)+
                }
            }
        }
    };
}

decisive_claims! {
    iss,
    sub,
    aud,
    exp,
    nbf,
    iat,
    jti,
    azp,
    nonce,
    auth_time,
    acr,
    amr,
    at_hash,
    c_hash,
    sid,
    client_id,
    scope,
    events,
    data,
    userpool_id,
    cnf,
}

impl RawClaims {
    /// Reads a decoded payload, in place because this is large. Absent and null are the same; a
    /// name may stand there once.
    pub(in crate::jose) fn read(&mut self, bytes: &[u8]) -> Result<(), TokenError> {
        let problem = Problem::new(TokenPart::Payload);
        read_object(bytes, &problem, RawVisitor { problem: &problem, claims: self })?;
        self.repaired = problem.is_repaired();
        self.extra.retain(|_, value| !value.is_null());
        Ok(())
    }

    /// Refuses the first of these claims that came in another form than its own.
    pub(in crate::jose) fn in_form(&self, needed: &[Decisive]) -> Result<(), TokenError> {
        match self.odd.iter().find(|(name, _)| needed.contains(name)) {
            Some((name, _)) => Err(TokenError::ClaimForm(name.name())),
            None => Ok(()),
        }
    }

    fn is_odd(&self, name: Decisive) -> bool {
        self.odd.iter().any(|(odd, _)| *odd == name)
    }

    /// Puts the claims that came in another form than their own, and that nobody asked for, beside
    /// the unknown ones, as they were sent.
    pub(in crate::jose) fn keep_odd(&mut self) {
        for (name, value) in std::mem::take(&mut self.odd) {
            self.extra.insert(name.name().to_owned(), value);
        }
    }

    /// Puts claims that a kind of token has no field for beside the unknown ones.
    pub(in crate::jose) fn keep(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.extra.insert(name.to_owned(), value.into());
        }
    }
}

struct RawVisitor<'p> {
    problem: &'p Problem,
    claims: &'p mut RawClaims,
}

impl<'de> Visitor<'de> for RawVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Self { problem, claims } = self;
        let (mut decisive, mut personal) = (0_u64, 0_u64);
        // One bit for each name that was met.
        let new = |seen: &mut u64, bit: u32| {
            let before = *seen;
            *seen |= 1 << bit;
            before != *seen
        };
        while let Some(Name(name)) = entries.next_key()? {
            if let Some(known) = Decisive::find(&name) {
                if !new(&mut decisive, known as u32) {
                    return Err(problem.duplicate(&name));
                }
                let value = entries.next_value_seed(Strict::new(problem))?;
                if !value.is_null() {
                    match problem.may_be_repaired(&value) {
                        true => claims.odd.push((known, value)),
                        false => claims.set(known, value),
                    }
                }
                continue;
            }
            let known = Personal::find(&name);
            if let Some(known) = known
                && !new(&mut personal, known as u32)
            {
                return Err(problem.duplicate(&name));
            }
            let value = entries.next_value_seed(Strict::new(problem))?;
            let rest = match known {
                Some(_) if value.is_null() => None,
                Some(known) if known.identifies() && problem.may_be_repaired(&value) => Some(value),
                Some(known) => claims.profile.set(known, value).err(),
                None => Some(value),
            };
            if let Some(value) = rest {
                insert_once(&mut claims.extra, name, value, problem)?;
            }
        }
        Ok(())
    }
}
