//! The header of a signed or encrypted token (RFC 7515 section 4, RFC 7516 section 4).

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::de::{MapAccess, Visitor};
use serde_json::Value;

use super::{
    error::{TokenError, TokenPart},
    json::{Name, Problem, Strict, read_object},
};

/// Members that change how a token must be read, or that bring a key.
const NOT_SUPPORTED: [&str; 3] = ["crit", "b64", "zip"];
const KEYS: [&str; 4] = ["jwk", "jku", "x5u", "x5c"];

/// The members that are read; the first one must be there.
const KNOWN: [&str; 8] = ["alg", "kid", "typ", "cty", "enc", "epk", "apu", "apv"];

/// What a header says, as far as it is read.
#[derive(Default)]
pub(super) struct Header {
    pub(super) alg: String,
    pub(super) kid: Option<String>,
    pub(super) typ: Option<String>,
    pub(super) cty: Option<String>,
    pub(super) enc: Option<String>,
    pub(super) epk: Option<Value>,
    pub(super) apu: Option<String>,
    pub(super) apv: Option<String>,
}

impl Header {
    /// Reads a decoded header.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, TokenError> {
        let problem = Problem::new(TokenPart::Header);
        read_object(bytes, &problem, HeaderVisitor(&problem))
    }

    /// Whether `typ` is one of these, in either case, with or without `application/` (RFC 7515
    /// section 4.1.9). None at all is whatever is expected.
    pub(super) fn is_typ(&self, accepted: &[&str]) -> bool {
        let Some(typ) = &self.typ else { return true };
        let prefix = typ.get(..12).filter(|prefix| prefix.eq_ignore_ascii_case("application/"));
        let typ = prefix.and_then(|_| typ.get(12..)).unwrap_or(typ);
        accepted.iter().any(|accepted| accepted.eq_ignore_ascii_case(typ))
    }
}

struct HeaderVisitor<'p>(&'p Problem);

impl<'de> Visitor<'de> for HeaderVisitor<'_> {
    type Value = Header;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a header")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Header, A::Error> {
        let Self(problem) = self;
        let mut header = Header::default();
        let mut seen: HashSet<Cow<'de, str>> = HashSet::new();
        let mut known = 0_u8;
        while let Some(Name(name)) = entries.next_key()? {
            let bit = KNOWN.iter().position(|one| *one == name).map_or(0, |place| 1 << place);
            if known & bit != 0 || seen.contains(&name) {
                return Err(problem.duplicate(&name));
            }
            known |= bit;
            if bit == 0 {
                refuse_dangerous(&name).map_err(|error| problem.report(error))?;
            }
            let value = entries.next_value_seed(Strict::new(problem))?;
            let text = |value| match value {
                Value::String(text) => Ok(text),
                _ => Err(problem.report(TokenError::Malformed {
                    part: TokenPart::Header,
                    problem: "holds something else where a text must be",
                })),
            };
            match &*name {
                "alg" => header.alg = text(value)?,
                "kid" => header.kid = Some(text(value)?),
                "typ" => header.typ = Some(text(value)?),
                "cty" => header.cty = Some(text(value)?),
                "enc" => header.enc = Some(text(value)?),
                "apu" => header.apu = Some(text(value)?),
                "apv" => header.apv = Some(text(value)?),
                "epk" => header.epk = Some(value),
                // RFC 7515 section 4: what is not understood and not critical is ignored.
                _ => {
                    seen.insert(name);
                }
            }
        }
        if known & 1 == 0 {
            return Err(problem.report(TokenError::Malformed {
                part: TokenPart::Header,
                problem: "names no algorithm",
            }));
        }
        Ok(header)
    }
}

fn refuse_dangerous(name: &str) -> Result<(), TokenError> {
    if let Some(name) = NOT_SUPPORTED.into_iter().find(|one| *one == name) {
        return Err(TokenError::UnsupportedHeader(name));
    }
    match KEYS.into_iter().find(|one| *one == name) {
        Some(name) => Err(TokenError::KeyInHeader(name)),
        None => Ok(()),
    }
}
