//! A session, and how it is written.

use std::{
    collections::BTreeSet,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use authing_core::random;
use authing_protocols::{Secret, jose::Profile};
use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{cookies::SessionCookies, store::SessionGroup};

/// The form of the text: another version of this crate must not misread it.
const VERSION: u8 = 1;

/// What makes each token of a form look different: 132 bits.
const NONCE_LENGTH: usize = 22;

/// What a session says: who logged in, and how.
///
/// `Debug` shows ids and times only.
#[derive(Clone)]
#[non_exhaustive]
pub struct SessionClaims {
    /// The user's id.
    pub user_id: String,
    /// When the user proved who they are.
    pub auth_time: Option<SystemTime>,
    /// How well the user was authenticated.
    pub acr: Option<String>,
    /// By which means.
    pub amr: Vec<String>,
    /// The session at the provider.
    pub sid: Option<String>,
    /// What the session's access token allows.
    pub scopes: BTreeSet<String>,
    /// When the session ends at the latest.
    pub ends_at: SystemTime,
    /// What was said about the person: at the login, or when the tokens were renewed last.
    pub profile: Profile,
    /// All other claims.
    pub extra: Map<String, Value>,
}

/// A browser's session.
///
/// A clone is cheap. `Debug` shows ids and times only.
///
/// ```
/// use authing_web::{AuthContext, Rejection};
/// use http::request::Parts;
///
/// // A form of the application's own, and what comes of it.
/// fn form(parts: &Parts) -> Result<String, Rejection> {
///     let token = AuthContext::of(&parts.extensions)?.session()?.csrf_token();
///     Ok(format!(r#"<form method="post"><input type="hidden" name="csrf_token" value="{token}">"#))
/// }
///
/// fn posted(parts: &Parts, csrf_token: &str) -> Result<(), Rejection> {
///     AuthContext::of(&parts.extensions)?.check_csrf(csrf_token)
/// }
/// # let _ = (form, posted);
/// ```
#[derive(Clone)]
pub struct Session(Arc<SessionData>);

/// What a session is made of.
#[derive(Clone)]
pub(crate) struct SessionData {
    /// Not the cookie's: for logs, and for lists of ended sessions.
    pub(crate) id: String,
    pub(crate) began_at: SystemTime,
    /// When the visitor was last seen, as far as it was written down.
    pub(crate) seen_at: SystemTime,
    /// The key of the tokens of forms.
    pub(crate) csrf: Secret,
    pub(crate) tokens: SessionTokens,
    pub(crate) claims: Arc<SessionClaims>,
    pub(crate) groups: Vec<SessionGroup>,
    /// A digest of what the login was asked for, and of the page that it was for.
    pub(crate) asked: Option<String>,
}

/// The tokens of a session.
#[derive(Clone, Default)]
pub(crate) struct SessionTokens {
    pub(crate) access: Option<Secret>,
    /// When the access token ends; `None` if that is not known.
    pub(crate) access_ends_at: Option<SystemTime>,
    /// From when on it is renewed.
    pub(crate) renew_at: Option<SystemTime>,
    pub(crate) refresh: Option<Secret>,
    pub(crate) id_token: Option<Secret>,
}

/// A session that was found, with the cookies that go with the response.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) session: Session,
    pub(crate) cookies: SessionCookies,
}

impl Session {
    pub(crate) fn new(data: SessionData) -> Self {
        Self(Arc::new(data))
    }

    pub(crate) fn data(&self) -> &SessionData {
        &self.0
    }

    pub(crate) fn shared_claims(&self) -> &Arc<SessionClaims> {
        &self.0.claims
    }

    /// The session's id, for logs: nobody can use it as a cookie.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The user's id.
    pub fn user_id(&self) -> &str {
        &self.0.claims.user_id
    }

    /// What was said about the user.
    pub fn claims(&self) -> &SessionClaims {
        &self.0.claims
    }

    /// When it began.
    pub fn began_at(&self) -> SystemTime {
        self.0.began_at
    }

    /// When it ends at the latest, however often the visitor comes.
    pub fn ends_at(&self) -> SystemTime {
        self.0.claims.ends_at
    }

    /// The access token, renewed before it expires: for requests in the user's name. While the provider is
    /// down it may be expired. `None` after a login by SAML or CAS.
    pub fn access_token(&self) -> Option<&Secret> {
        self.0.tokens.access.as_ref()
    }

    /// When the access token ends; `None` if that is not known.
    pub fn access_token_ends_at(&self) -> Option<SystemTime> {
        self.0.tokens.access_ends_at
    }

    /// The id_token of the login, or the newest one, as it came; it may be expired.
    pub fn id_token(&self) -> Option<&Secret> {
        self.0.tokens.id_token.as_ref()
    }

    /// A token for a form of the application's own, by which the form is known to come from a page of this
    /// session. Put it into a hidden field and check it when the form is posted
    /// ([`AuthContext::check_csrf`](crate::AuthContext::check_csrf)). Each call returns another text, and
    /// all of them are good until the session ends.
    ///
    /// The guard rejects what another site's page posts in any case; this holds too where a browser says
    /// nothing about the page, and against pages of neighbouring sites.
    pub fn csrf_token(&self) -> String {
        // Without randomness the token is the same each time, and as hard to guess.
        let nonce = random::text(NONCE_LENGTH).unwrap_or_default();
        let tag = hmac::sign(&self.csrf_key(), nonce.as_bytes());
        format!("{nonce}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// Whether this is a token of this session, compared in a time that tells nothing of it.
    pub fn is_csrf_token(&self, token: &str) -> bool {
        let Some((nonce, tag)) = token.split_once('.') else { return false };
        let Ok(tag) = URL_SAFE_NO_PAD.decode(tag) else { return false };
        hmac::verify(&self.csrf_key(), nonce.as_bytes(), &tag).is_ok()
    }

    fn csrf_key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.csrf.expose().as_bytes())
    }

    /// The same session, seen now.
    pub(crate) fn seen(&self, now: SystemTime) -> Self {
        Self::new(SessionData { seen_at: now, ..(*self.0).clone() })
    }

    /// Whether the tokens should be renewed now.
    pub(crate) fn is_due(&self, now: SystemTime) -> bool {
        let tokens = &self.0.tokens;
        tokens.refresh.is_some() && tokens.renew_at.is_some_and(|at| at <= now)
    }

    /// Whether the access token is good at this time, as far as is known.
    pub(crate) fn has_good_token(&self, now: SystemTime) -> bool {
        self.0.tokens.access_ends_at.is_none_or(|end| now < end)
    }

    /// The whole of it as one text. It holds tokens.
    pub(crate) fn to_secret(&self) -> Option<Secret> {
        let SessionData { claims, tokens, .. } = &*self.0;
        let written = Written {
            v: VERSION,
            id: self.0.id.clone(),
            began: milliseconds(self.0.began_at),
            ends: milliseconds(claims.ends_at),
            seen: milliseconds(self.0.seen_at),
            csrf: self.0.csrf.clone(),
            access: tokens.access.clone(),
            access_ends: tokens.access_ends_at.map(milliseconds),
            renew: tokens.renew_at.map(milliseconds),
            refresh: tokens.refresh.clone(),
            id_token: tokens.id_token.clone(),
            user: claims.user_id.clone(),
            auth_time: claims.auth_time.map(milliseconds),
            acr: claims.acr.clone(),
            amr: claims.amr.clone(),
            sid: claims.sid.clone(),
            scopes: claims.scopes.clone(),
            profile: claims.profile.to_claims(),
            extra: claims.extra.clone(),
            groups: self.0.groups.iter().map(|group| group.as_str().to_owned()).collect(),
            asked: self.0.asked.clone(),
        };
        serde_json::to_string(&written).ok().map(Secret::from)
    }

    /// Reads what [`to_secret`](Self::to_secret) wrote; `None` for anything else.
    pub(crate) fn from_secret(text: &Secret) -> Option<Self> {
        let written: Written = serde_json::from_str(text.expose()).ok()?;
        if written.v != VERSION {
            return None;
        }
        let mut profile = written.profile;
        let claims = SessionClaims {
            user_id: written.user,
            auth_time: written.auth_time.and_then(time),
            acr: written.acr,
            amr: written.amr,
            sid: written.sid,
            scopes: written.scopes,
            ends_at: time(written.ends)?,
            profile: Profile::take_from(&mut profile),
            extra: written.extra,
        };
        Some(Self::new(SessionData {
            id: written.id,
            began_at: time(written.began)?,
            seen_at: time(written.seen)?,
            csrf: written.csrf,
            tokens: SessionTokens {
                access: written.access,
                access_ends_at: written.access_ends.and_then(time),
                renew_at: written.renew.and_then(time),
                refresh: written.refresh,
                id_token: written.id_token,
            },
            claims: Arc::new(claims),
            groups: written.groups.into_iter().map(SessionGroup::named).collect(),
            asked: written.asked,
        }))
    }
}

/// A session as text. Apart from it, because a type that anybody can serialise would end up in a log.
#[derive(Serialize, Deserialize)]
struct Written {
    v: u8,
    id: String,
    /// Times are in milliseconds since 1970.
    began: u64,
    ends: u64,
    seen: u64,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    csrf: Secret,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    access: Option<Secret>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access_ends: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renew: Option<u64>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    refresh: Option<Secret>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "Secret::serialize_exposed_option"
    )]
    id_token: Option<Secret>,
    user: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auth_time: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acr: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    amr: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    scopes: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    profile: Map<String, Value>,
    /// Apart from the profile, since a claim of another form may have the same name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    extra: Map<String, Value>,
    groups: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
}

fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn time(milliseconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

impl fmt::Debug for SessionClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionClaims")
            .field("user_id", &self.user_id)
            .field("auth_time", &self.auth_time)
            .field("acr", &self.acr)
            .field("amr", &self.amr)
            .field("scopes", &self.scopes)
            .field("ends_at", &self.ends_at)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.0.id)
            .field("began_at", &self.0.began_at)
            .field("claims", &self.0.claims)
            .finish_non_exhaustive()
    }
}
