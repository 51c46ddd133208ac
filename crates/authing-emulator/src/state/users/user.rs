//! Users.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::base::clock::Timestamp;
use crate::state::mfa::{AuthenticatorSource, Face};

/// The photo of a user who has set none.
pub(crate) const DEFAULT_PHOTO: &str =
    "https://files.authing.co/authing-console/default-user-avatar.png";

/// The text fields of a profile that the server stores as they come.
pub(crate) const PROFILE_FIELDS: &[&str] = &[
    "unionid",
    "openid",
    "nickname",
    "photo",
    "oauth",
    "device",
    "browser",
    "company",
    "name",
    "givenName",
    "familyName",
    "middleName",
    "profile",
    "preferredUsername",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "address",
    "formatted",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "city",
    "province",
    "country",
    "externalId",
    "phoneCountryCode",
    "mainDepartmentId",
    "mainDepartmentCode",
    "directManagement",
];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) enum UserStatus {
    #[default]
    Activated,
    Suspended,
    Resigned,
    Archived,
}

impl UserStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Activated => "Activated",
            Self::Suspended => "Suspended",
            Self::Resigned => "Resigned",
            Self::Archived => "Archived",
        }
    }
}

/// A stored password. `Kept` is what `keepPassword` stored as it came.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum StoredPassword {
    Hashed { salt: String, hash: String },
    Kept(String),
}

show_variants!(StoredPassword { Hashed, Kept });

impl StoredPassword {
    /// What the `password` field of a user shows.
    pub(crate) fn shown(&self) -> &str {
        match self {
            Self::Hashed { hash, .. } => hash,
            Self::Kept(value) => value,
        }
    }
}

/// An external identity of a user.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub(crate) provider: String,
    pub(crate) user_id_in_idp: String,
    pub(crate) openid: Option<String>,
    pub(crate) connection_id: Option<String>,
    pub(crate) is_social: bool,
    pub(crate) access_token: Option<String>,
    pub(crate) refresh_token: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) ext_idp_id: Option<String>,
}

show_fields!(Identity { connection_id, is_social, ext_idp_id });

/// A one-time password authenticator.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Totp {
    pub(crate) id: String,
    /// Base32.
    pub(crate) secret: String,
    /// Empty once it was used.
    pub(crate) recovery_code: String,
    pub(crate) created_at: Timestamp,
    #[serde(default)]
    pub(crate) source: AuthenticatorSource,
    /// The step of the last password that was used.
    #[serde(default)]
    pub(crate) last_step: Option<u64>,
}

show_fields!(Totp { id, created_at, source, last_step });

/// That a user has accepted an agreement.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AcceptedAgreement {
    pub(crate) app_id: String,
    pub(crate) id: i64,
    pub(crate) at: Timestamp,
}

show_fields!(AcceptedAgreement { app_id, id, at });

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) username: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) email_verified: bool,
    pub(crate) phone: Option<String>,
    pub(crate) phone_verified: bool,
    pub(crate) status: UserStatus,
    pub(crate) blocked: bool,
    pub(crate) deleted: bool,
    pub(crate) password: Option<StoredPassword>,
    /// The `passwordSecurityLevel` worked out when the password was last set in clear.
    pub(crate) password_level: Option<u8>,
    pub(crate) password_changed_at: Option<Timestamp>,
    pub(crate) previous_passwords: Vec<StoredPassword>,
    pub(crate) reset_on_first_login: bool,
    pub(crate) register_source: Vec<String>,
    pub(crate) identities: Vec<Identity>,
    /// The authenticator that the user wanted.
    #[serde(default)]
    pub(crate) totp: Option<Totp>,
    /// The one that an application wanted.
    #[serde(default)]
    pub(crate) application_totp: Option<Totp>,
    /// Those that wait to be confirmed.
    #[serde(default)]
    pub(crate) pending_totps: Vec<Totp>,
    #[serde(default)]
    pub(crate) face: Option<Face>,
    /// The agreements of applications that the user has accepted.
    #[serde(default)]
    pub(crate) agreements: Vec<AcceptedAgreement>,
    /// One that an administrator has switched off: nobody asks for it.
    #[serde(default)]
    pub(crate) switched_off_totp: Option<Totp>,
    pub(crate) token: Option<String>,
    pub(crate) token_expired_at: Option<Timestamp>,
    pub(crate) logins_count: i64,
    pub(crate) last_login: Option<Timestamp>,
    pub(crate) last_ip: Option<String>,
    pub(crate) signed_up: Timestamp,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) expired_at: Option<Timestamp>,
    pub(crate) profile: BTreeMap<String, String>,
}

show_fields!(User {
    id,
    email_verified,
    phone_verified,
    status,
    blocked,
    deleted,
    password_level,
    password_changed_at,
    reset_on_first_login,
    token_expired_at,
    logins_count,
    last_login,
    signed_up,
    created_at,
    updated_at,
    expired_at
});

impl User {
    pub(crate) fn new(id: String, now: Timestamp, source: &str) -> Self {
        let profile = [("photo", DEFAULT_PHOTO), ("gender", "U")]
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        Self {
            id,
            username: None,
            email: None,
            email_verified: false,
            phone: None,
            phone_verified: false,
            status: UserStatus::Activated,
            blocked: false,
            deleted: false,
            password: None,
            password_level: None,
            password_changed_at: None,
            previous_passwords: Vec::new(),
            reset_on_first_login: false,
            register_source: vec![source.to_owned()],
            identities: Vec::new(),
            totp: None,
            application_totp: None,
            pending_totps: Vec::new(),
            face: None,
            agreements: Vec::new(),
            switched_off_totp: None,
            token: None,
            token_expired_at: None,
            logins_count: 0,
            last_login: None,
            last_ip: None,
            signed_up: now,
            created_at: now,
            updated_at: now,
            expired_at: None,
            profile,
        }
    }

    pub(crate) fn attribute(&self, key: &str) -> Option<&str> {
        self.profile.get(key).map(String::as_str)
    }

    pub(crate) fn external_id(&self) -> Option<&str> {
        self.attribute("externalId")
    }

    /// Whether lists of users show the account: it is neither deleted nor archived. A user who
    /// has resigned is archived.
    pub(crate) fn is_present(&self) -> bool {
        !self.deleted && !self.is_archived()
    }

    /// Notes that a token was issued that is valid until `at`. No token of the user is taken any
    /// more after the last such moment, or earlier if an administrator says so.
    pub(crate) fn expect_tokens_until(&mut self, at: Timestamp, now: Timestamp) {
        let known = self.token_expired_at.filter(|known| *known > now);
        self.token_expired_at = known.max(Some(at));
    }

    /// Whether a right password lets the user in.
    pub(crate) fn may_log_in(&self, now: Timestamp) -> bool {
        let expired = self.expired_at.is_some_and(|at| at <= now);
        !self.deleted && !self.blocked && self.status == UserStatus::Activated && !expired
    }

    pub(crate) fn is_archived(&self) -> bool {
        matches!(self.status, UserStatus::Archived | UserStatus::Resigned)
    }

    /// A name for people: the first of nickname, username, email, phone.
    pub(crate) fn display_name(&self) -> &str {
        self.attribute("nickname")
            .or(self.username.as_deref())
            .or(self.email.as_deref())
            .or(self.phone.as_deref())
            .unwrap_or(&self.id)
    }
}

/// Sets the plain text fields of a profile; null clears one.
pub(crate) fn apply_profile(user: &mut User, fields: &Map<String, Json>) {
    for key in PROFILE_FIELDS {
        match fields.get(*key) {
            Some(Json::String(value)) => {
                user.profile.insert((*key).to_owned(), value.clone());
            }
            Some(Json::Null) => {
                user.profile.remove(*key);
            }
            _ => {}
        }
    }
    if user.attribute("photo").is_none() {
        user.profile.insert("photo".to_owned(), DEFAULT_PHOTO.to_owned());
    }
    if user.attribute("gender").is_none() {
        user.profile.insert("gender".to_owned(), "U".to_owned());
    }
}
