//! What a token or user info says about a person (OpenID Connect Core section 5.1, and Authing's
//! additions).

use std::time::{Duration, SystemTime};

use authing_types::Timestamp;
use serde_json::{Map, Value};

/// A claim about a person. In another form than its own it is kept with the unknown ones: a name
/// that is a number must not fail a login.
trait Lenient: Sized {
    fn read(value: Value) -> Result<Self, Value>;

    /// What is read as the same.
    fn write(&self) -> Value;
}

impl Lenient for String {
    fn read(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Lenient for bool {
    fn read(value: Value) -> Result<Self, Value> {
        match &value {
            Value::Bool(flag) => Ok(*flag),
            Value::String(text) if text == "true" => Ok(true),
            Value::String(text) if text == "false" => Ok(false),
            _ => Err(value),
        }
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

impl Lenient for Timestamp {
    /// Authing writes ISO text where the standard has seconds, others milliseconds. The standard
    /// says what a number too short for [`Timestamp`] means.
    fn read(value: Value) -> Result<Self, Value> {
        let Value::Number(number) = &value else { return String::read(value).map(Self::from_text) };
        let short = number.as_u64().filter(|seconds| *seconds < 1_000_000_000);
        let time = match short.map(Duration::from_secs) {
            Some(since) => SystemTime::UNIX_EPOCH.checked_add(since),
            None => Self::from_text(number.to_string()).to_system_time(),
        };
        time.map(Self::from).ok_or(value)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Lenient for Address {
    fn read(value: Value) -> Result<Self, Value> {
        let Value::Object(mut members) = value else { return Err(value) };
        let mut text = |name| match members.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        Ok(Self {
            formatted: text("formatted"),
            street_address: text("street_address"),
            locality: text("locality"),
            region: text("region"),
            postal_code: text("postal_code"),
            country: text("country"),
        })
    }

    fn write(&self) -> Value {
        let parts = [
            ("formatted", &self.formatted),
            ("street_address", &self.street_address),
            ("locality", &self.locality),
            ("region", &self.region),
            ("postal_code", &self.postal_code),
            ("country", &self.country),
        ];
        let given = parts.into_iter().filter_map(|(name, part)| {
            part.as_deref().map(|part| (name.to_owned(), Value::from(part)))
        });
        Value::Object(given.collect())
    }
}

/// What a token or user info says about a person, as far as its scopes reach. `Debug` shows nothing
/// of it.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Profile {
    /// The whole name.
    pub name: Option<String>,
    /// The given name.
    pub given_name: Option<String>,
    /// The family name.
    pub family_name: Option<String>,
    /// The middle name.
    pub middle_name: Option<String>,
    /// What the person wants to be called.
    pub nickname: Option<String>,
    /// A short name to show; it may change, and two people may have the same.
    pub preferred_username: Option<String>,
    /// The username to log in with (scope `username`).
    pub username: Option<String>,
    /// The address of a page about the person.
    pub profile: Option<String>,
    /// The address of a picture.
    pub picture: Option<String>,
    /// The address of the person's own page.
    pub website: Option<String>,
    /// The email address (scope `email`). Not an identity unless `email_verified`.
    pub email: Option<String>,
    /// Whether the person has shown that the address is theirs.
    pub email_verified: Option<bool>,
    /// The gender; Authing writes `M`, `F` or `U`.
    pub gender: Option<String>,
    /// The birthday, as `YYYY-MM-DD` or `YYYY`.
    pub birthdate: Option<String>,
    /// The time zone, as `Asia/Shanghai`.
    pub zoneinfo: Option<String>,
    /// The language, as `zh-CN`.
    pub locale: Option<String>,
    /// The phone number (scope `phone`).
    pub phone_number: Option<String>,
    /// Whether the person has shown that the number is theirs.
    pub phone_number_verified: Option<bool>,
    /// The postal address (scope `address`).
    pub address: Option<Address>,
    /// When something here changed last: text or a number in the token.
    pub updated_at: Option<Timestamp>,
    /// The id in your own system (scope `external_id`).
    pub external_id: Option<String>,
    /// WeChat's id of the person across applications (scope `unionid`).
    pub unionid: Option<String>,
}

/// Names the claims about a person, and reads each into the field of its name.
macro_rules! personal_claims {
    ($($name:ident),+ $(,)?) => {
        /// The names of the claims about a person.
        #[allow(non_camel_case_types)]
        #[derive(Clone, Copy)]
        pub(crate) enum Personal { $($name),+ }

        impl Personal {
            pub(crate) fn find(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)+
                    _ => None,
                }
            }
        }

        impl Profile {
            /// The claims about the person, as a token has them: for what a service keeps itself.
            /// [`take_from`](Self::take_from) reads them back.
            ///
            /// ```
            /// # #[cfg(feature = "oidc")] {
            /// use authing_protocols::jose::Profile;
            ///
            /// let mut profile = Profile::default();
            /// profile.nickname = Some("Bob".to_owned());
            /// let mut claims = profile.to_claims();
            /// claims.insert("roles".to_owned(), vec!["admin"].into());
            /// assert_eq!(Profile::take_from(&mut claims), profile);
            /// assert_eq!(claims.keys().collect::<Vec<_>>(), ["roles"]);
            /// # }
            /// ```
            pub fn to_claims(&self) -> Map<String, Value> {
                let mut claims = Map::new();
                $(if let Some(claim) = &self.$name {
                    claims.insert(stringify!($name).to_owned(), claim.write());
                })+
                claims
            }

            /// Takes what is said about the person out of claims. What has another form than the claim of
            /// its name stays there.
            pub fn take_from(claims: &mut Map<String, Value>) -> Self {
                let mut profile = Self::default();
                $(if let Some(value) = claims.remove(stringify!($name))
                    && let Err(odd) = profile.set(Personal::$name, value)
                {
                    claims.insert(stringify!($name).to_owned(), odd);
                })+
                profile
            }

            /// Sets a claim, or gives the value back if it does not fit.
            pub(crate) fn set(&mut self, claim: Personal, value: Value) -> Result<(), Value> {
                match claim {
                    $(Personal::$name => self.$name = Some(Lenient::read(value)?),)+
                }
                Ok(())
            }
        }
    };
}

impl Personal {
    /// Whether people are found by it. With U+FFFD for half a character two of them could be one.
    pub(crate) fn identifies(self) -> bool {
        matches!(
            self,
            Self::preferred_username
                | Self::username
                | Self::email
                | Self::phone_number
                | Self::external_id
                | Self::unionid
        )
    }
}

personal_claims! {
    name,
    given_name,
    family_name,
    middle_name,
    nickname,
    preferred_username,
    username,
    profile,
    picture,
    website,
    email,
    email_verified,
    gender,
    birthdate,
    zoneinfo,
    locale,
    phone_number,
    phone_number_verified,
    address,
    updated_at,
    external_id,
    unionid,
}

/// A postal address. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Address {
    /// The whole address, as it stands on a letter.
    pub formatted: Option<String>,
    /// Street and house.
    pub street_address: Option<String>,
    /// The city.
    pub locality: Option<String>,
    /// The province or state.
    pub region: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// The country.
    pub country: Option<String>,
}

authing_types::redacted_debug!(Profile {});

authing_types::redacted_debug!(Address {});

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let told = json!({
            "name": "Bob", "email": "bob@example.com", "email_verified": true,
            "address": {"locality": "Beijing", "country": "CN"}, "updated_at": 1_600_000_000,
            "birthdate": 19_900_101, "roles": ["admin"],
        });
        let Value::Object(mut claims) = told else { unreachable!() };
        let profile = Profile::take_from(&mut claims);
        assert_eq!(profile.email_verified, Some(true));
        assert_eq!(profile.address.as_ref().unwrap().country.as_deref(), Some("CN"));
        // Of another form, and none of the profile's.
        assert_eq!(Value::Object(claims), json!({"birthdate": 19_900_101, "roles": ["admin"]}));
        let mut written = profile.to_claims();
        assert_eq!(Profile::take_from(&mut written), profile);
        assert!(written.is_empty());
    }
}
