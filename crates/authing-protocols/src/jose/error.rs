//! Why a token is refused.

use std::{
    borrow::Cow,
    fmt,
    time::{Duration, SystemTime},
};

use authing_types::Timestamp;

use super::Algorithm;
use crate::{confirmation, text::shown};

/// What a token is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// Says who logged in.
    IdToken,
    /// Opens an API.
    AccessToken,
    /// What a login call of Authing's returns.
    UserToken,
    /// Tells a relying party that a session has ended.
    LogoutToken,
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IdToken => "id_token",
            Self::AccessToken => "access token",
            Self::UserToken => "user token",
            Self::LogoutToken => "logout token",
        })
    }
}

/// Why a token is refused. Nothing here shows the token, its signature or what it says about a
/// person.
///
/// ```
/// use authing_protocols::{Error, jose::TokenError};
///
/// fn status(error: &Error) -> u16 {
///     match error {
///         Error::Token(TokenError::Expired { .. }) => 401, // log in again
///         Error::Token(_) => 401,                          // and worth a look in the log
///         _ => 503,                                        // the keys could not be fetched
///     }
/// }
/// # let _ = status;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Larger than any token of Authing's.
    #[error("the token has {bytes} bytes: more than {limit} are not read")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        limit: usize,
    },
    /// Not in the form of a token at all. Authing's OAuth 2.0 and refresh tokens are opaque: ask
    /// the introspection endpoint about them.
    #[error("this is not a signed token: that has three parts with dots between them")]
    NotAToken,
    /// A part that cannot be read.
    #[error("the token's {part} {problem}")]
    Malformed {
        /// Which part.
        part: TokenPart,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A name occurs twice in an object: two readers could see two different tokens.
    #[error("the token's {part} holds `{name}` twice")]
    Duplicate {
        /// Which part.
        part: TokenPart,
        /// The name.
        name: String,
    },
    /// A claim of the wrong type, or a time outside of the years 1970 to 9999.
    #[error("the claim `{0}` is not in the form it must have")]
    ClaimForm(&'static str),
    /// A claim that this kind of token must have is missing, empty or null.
    #[error("the token lacks the claim `{0}`")]
    MissingClaim(&'static str),
    /// The header asks for something that is not supported, and must not be ignored.
    #[error("the token's header holds `{0}`, which is not supported")]
    UnsupportedHeader(&'static str),
    /// The header brings a key or says where to get one. Keys come from the provider only.
    #[error("the token's header holds `{0}`: a token does not choose the key it is checked with")]
    KeyInHeader(&'static str),
    /// Signed, or said to be, in a way that is not configured.
    #[error(
        "the token says it is signed with `{found}`, but {} accepted: see that it is the right one of \
         the tokens, and compare the application's settings with the verifier's",
        List(allowed)
    )]
    AlgorithmNotAllowed {
        /// What the header says, cut at 32 characters.
        found: String,
        /// What is accepted for this kind of token.
        allowed: Vec<Algorithm>,
    },
    /// Signed by HS256, which is not accepted here. Authing signs login tokens (id_tokens and user
    /// tokens) so unless the application is set to RS256.
    #[error("{}", SecretNeeded(*expected, allowed))]
    SecretNeeded {
        /// What the token was to be used as.
        expected: TokenKind,
        /// What is accepted for this kind of token.
        allowed: Vec<Algorithm>,
    },
    /// No key of the provider's has this id and algorithm: another application's or provider's
    /// token, or a key that was replaced.
    #[error("no key of the provider's fits the token{}: is it another application's?", Kid(kid))]
    UnknownKey {
        /// What the header calls the key, cut at 64 characters.
        kid: Option<String>,
    },
    /// There is a key with this id, or of the kind that the token needs, and it cannot be used.
    #[error("{} there and cannot be used: it {}", ThisKey(kid), reasons.join("; another one "))]
    UnusableKey {
        /// What the header calls the key, cut at 64 characters.
        kid: Option<String>,
        /// What is wrong with each key that the token could mean, said of the key: "is …".
        reasons: Vec<String>,
    },
    /// More keys could be meant than are tried.
    #[error("more than 4 of the provider's keys fit the token{}", Kid(kid))]
    AmbiguousKey {
        /// What the header calls the key, cut at 64 characters.
        kid: Option<String>,
    },
    /// The signature is not of this content by this key: forged, changed on the way, or signed
    /// with another secret.
    #[error("the signature is wrong: the token is forged or changed, or made with another key")]
    Signature,
    /// A genuine token, but of another kind than this.
    #[error("this is not a valid {expected}: {reason}")]
    Kind {
        /// What it was to be used as.
        expected: TokenKind,
        /// What gives it away.
        reason: Cow<'static, str>,
    },
    /// An old form of user token, without issuer and audience, which is not switched on.
    #[error("this is a user token in the old form: accept those with `legacy_user_tokens(true)`")]
    LegacyForm,
    /// Another issuer's.
    #[error("the token is issued by `{found}`, expected is `{expected}`: check the app host")]
    Issuer {
        /// The issuer that the verifier is for.
        expected: String,
        /// Who issued the token, cut at 200 characters.
        found: String,
    },
    /// Made for another audience.
    #[error("the token is not made for `{expected}` but for {}", Audiences(found))]
    Audience {
        /// The audience that the token must name.
        expected: String,
        /// Those that it names: the first few, each cut at 200 characters.
        found: Vec<String>,
    },
    /// `azp` names another application, or is missing beside several audiences.
    #[error("the token was given to another application than `{expected}`: {}", Party(found))]
    AuthorizedParty {
        /// The application that the token must be issued to.
        expected: String,
        /// The one that it names, cut at 200 characters.
        found: Option<String>,
    },
    /// Bound to a key: whoever presents it must prove that they hold the key, so that it is
    /// not a bearer token (RFC 9449 section 7.2, RFC 8705 section 3).
    #[error("{}", confirmation::refusal(by))]
    KeyBound {
        /// How it is bound: the names of the members of its `cnf`.
        by: Vec<String>,
    },
    /// Over.
    #[error("the token expired at {}, {} s ago: log in again or refresh", Time(at), by.as_secs())]
    Expired {
        /// Its end.
        at: SystemTime,
        /// How long ago that was.
        by: Duration,
    },
    /// Not yet.
    #[error("the token is not valid before {}: compare the clocks", Time(at))]
    NotYetValid {
        /// Its beginning.
        at: SystemTime,
    },
    /// Issued later than now.
    #[error("the token's `{claim}` is in the future, at {}: compare the clocks", Time(at))]
    InFuture {
        /// `iat` or `auth_time`.
        claim: &'static str,
        /// The time it says.
        at: SystemTime,
    },
    /// Not the response to the login that was started here: replayed or injected.
    #[error("the nonce is missing or another one: this is not the response to this login")]
    Nonce,
    /// Another access token's id_token.
    #[error("the id_token does not belong to the access token (`at_hash`)")]
    AccessTokenHash,
    /// Another code's id_token.
    #[error("the id_token does not belong to the code (`c_hash`)")]
    CodeHash,
    /// The user logged in longer ago than is allowed.
    #[error("the user logged in {} s ago, allowed are {} s: ask again", by.as_secs(), limit.as_secs())]
    LoginTooOld {
        /// How long ago.
        by: Duration,
        /// How long ago it may be.
        limit: Duration,
    },
    /// A logout token that was issued too long ago to be news.
    #[error("the logout token was issued {} s ago: it is late or replayed", by.as_secs())]
    LogoutTooOld {
        /// How long ago.
        by: Duration,
    },
    /// Encrypted, and there is no key to decrypt it with.
    #[error("the token is encrypted: give the verifier the application's `decryption_key`")]
    Encrypted,
    /// Not encrypted, though the verifier has a decryption key because it must be.
    #[error("the token is not encrypted, but a `decryption_key` says that it must be")]
    NotEncrypted,
    /// Encrypted in a way that is not supported.
    #[error("the token is encrypted with {parameter} `{found}`, which is not supported")]
    EncryptionNotSupported {
        /// `alg` or `enc`.
        parameter: &'static str,
        /// What the header says, cut at 32 characters.
        found: String,
    },
    /// Encrypted for another key, or changed on the way.
    #[error("the token cannot be decrypted: it is for another key, or changed")]
    Decryption,
}

/// A part of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenPart {
    /// Algorithm and key id.
    Header,
    /// The claims.
    Payload,
    /// The signature.
    Signature,
    /// The parts that only an encrypted token has.
    Encryption,
}

impl fmt::Display for TokenPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
            Self::Encryption => "encryption",
        })
    }
}

pub(super) fn printable_kid(kid: Option<&str>) -> Option<String> {
    kid.map(|kid| shown(kid, 64))
}

/// Audiences as an error shows them.
pub(crate) fn printable_audience(audience: &[String]) -> Vec<String> {
    // One more than is shown says that there are more.
    audience.iter().take(MOST_AUDIENCES + 1).map(|one| shown(one, 200)).collect()
}

/// How many audiences an error shows.
const MOST_AUDIENCES: usize = 4;

struct Audiences<'a>(&'a [String]);

impl fmt::Display for Audiences<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody");
        }
        for (index, one) in self.0.iter().take(MOST_AUDIENCES).enumerate() {
            write!(f, "{}`{one}`", if index == 0 { "" } else { ", " })?;
        }
        if self.0.len() > MOST_AUDIENCES { f.write_str(" and others") } else { Ok(()) }
    }
}

struct Party<'a>(&'a Option<String>);

impl fmt::Display for Party<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(found) => write!(f, "to `{found}` (`azp`)"),
            None => f.write_str("it has several audiences and no `azp`"),
        }
    }
}

struct SecretNeeded<'a>(TokenKind, &'a [Algorithm]);

impl fmt::Display for SecretNeeded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(expected, allowed) = self;
        write!(f, "the token says it is signed with `HS256`, but {} accepted", List(allowed))?;
        write!(
            f,
            " for the {expected}: Authing signs login tokens (id_token, user token) by HS256 "
        )?;
        f.write_str("with the application's secret unless the application is set to RS256. ")?;
        f.write_str(match expected {
            TokenKind::AccessToken => {
                "Send the access token that came with it, or accept login tokens, for which the \
                 verifier needs `.secret(..)`"
            }
            _ => "Give the verifier the application's `.secret(..)`",
        })
    }
}

struct List<'a>(&'a [Algorithm]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, algorithm) in self.0.iter().enumerate() {
            write!(f, "{}{algorithm}", if index == 0 { "" } else { " or " })?;
        }
        f.write_str(" is")
    }
}

struct Kid<'a>(&'a Option<String>);

impl fmt::Display for Kid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(kid) => write!(f, " with the key id `{kid}`"),
            None => f.write_str(", which names no key"),
        }
    }
}

struct ThisKey<'a>(&'a Option<String>);

impl fmt::Display for ThisKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(kid) => write!(f, "the key `{kid}` is"),
            None => f.write_str("the token names no key, and the key of its algorithm's kind is"),
        }
    }
}

struct Time<'a>(&'a SystemTime);

impl fmt::Display for Time<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Timestamp::from(*self.0).fmt(f)
    }
}
