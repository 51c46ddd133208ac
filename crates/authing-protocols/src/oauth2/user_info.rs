//! What the server says about the user of an access token.

use std::borrow::Cow;

use authing_core::{Error as CallError, ErrorCode, ErrorKind, arguments};
use authing_types::{Secret, lenient};
use bytes::Bytes;
use http::{HeaderValue, header};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{
    endpoint::{Core, Endpoint},
    options::UserInfoMethod,
    tokens::unusable,
};
use crate::{
    error::Error,
    json::{HALF, Once},
    profile::{Personal, Profile},
};

/// What the provider says about a user (OpenID Connect Core section 5.3.2).
///
/// What is there depends on the scopes that were granted. `null` counts as absent, and a claim of
/// a form that is not its own is left in `extra`. `Debug` shows the id only.
#[derive(Clone)]
#[non_exhaustive]
pub struct UserInfo {
    /// The user's id.
    pub sub: String,
    /// The person.
    pub profile: Profile,
    /// All other claims, such as `roles` and `extended_fields`.
    pub extra: Map<String, Value>,
}

impl UserInfo {
    #[cfg(feature = "oidc")]
    pub(crate) fn new(sub: String, profile: Profile, extra: Map<String, Value>) -> Self {
        Self { sub, profile, extra }
    }

    /// Reads claims, of which U+FFFD in a text may have taken the place of something else if they were
    /// `repaired`. `None` without an id.
    fn read(claims: Map<String, Value>, repaired: bool) -> Option<Self> {
        let is_unsure = |claim: Personal, value: &Value| {
            repaired
                && claim.identifies()
                && value.as_str().is_some_and(|text| text.contains(char::REPLACEMENT_CHARACTER))
        };
        let (mut sub, mut profile, mut extra) = (None, Profile::default(), Map::new());
        for (name, value) in claims {
            match value {
                Value::Null => {}
                Value::String(id) if name == "sub" && !id.is_empty() => sub = Some(id),
                value => {
                    let left = match Personal::find(&name) {
                        Some(claim) if !is_unsure(claim, &value) => profile.set(claim, value).err(),
                        _ => Some(value),
                    };
                    extra.extend(left.map(|value| (name, value)));
                }
            }
        }
        Some(Self { sub: sub?, profile, extra })
    }
}

impl<'de> Deserialize<'de> for UserInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Map::deserialize(deserializer)?, false)
            .ok_or_else(|| D::Error::custom("the claims name no user"))
    }
}

authing_types::redacted_debug!(UserInfo { sub });

/// What came from the endpoint: claims, or a signed token of them.
pub(crate) struct UserInfoBody {
    body: Bytes,
    /// What was sent, which a refusal may quote.
    token: Secret,
    #[cfg_attr(not(feature = "oidc"), expect(dead_code, reason = "no key to check it with"))]
    is_jwt: bool,
}

impl UserInfoBody {
    /// The signed token of a response that is one.
    #[cfg(feature = "oidc")]
    pub(crate) fn token(&self) -> Option<Result<&str, Error>> {
        let text = || str::from_utf8(&self.body).map_err(|_| unusable("is not text"));
        self.is_jwt.then(|| text().map(str::trim))
    }

    /// The claims of a response in JSON, or the refusal that it holds though its status is a
    /// success.
    pub(crate) fn claims(&self) -> Result<UserInfo, Error> {
        let body = lenient::json::repair(&self.body);
        let repaired = matches!(body, Cow::Owned(_));
        let said = serde_json::from_slice::<Once<Map<String, Value>>>(&body)
            .map_err(|_| unusable("is not the JSON of a user's claims"))?
            .get()?;
        let refusal = self.refusal(&said);
        let user = UserInfo::read(said, repaired).ok_or(refusal)?;
        // Two ids that differ in what was replaced would be one.
        if repaired && user.sub.contains(char::REPLACEMENT_CHARACTER) {
            return Err(unusable(&format!("holds a claim `sub` that {HALF}")));
        }
        Ok(user)
    }

    /// Why claims without an id are none, in the server's words if it has some.
    fn refusal(&self, said: &Map<String, Value>) -> Error {
        match (said.get("code").and_then(Value::as_i64), said.get("message")) {
            (Some(code), Some(Value::String(message))) => {
                let refusal =
                    CallError::from_server(ErrorKind::Api, message, &[self.token.expose()]);
                refusal.with_code(ErrorCode::new(code)).into()
            }
            _ => unusable("holds no claim `sub`"),
        }
    }
}

impl Core {
    /// Asks for the claims, with the token where the client's method says.
    pub(crate) async fn user_info(
        &self,
        endpoint: Endpoint,
        token: &Secret,
    ) -> Result<UserInfoBody, Error> {
        arguments::required("access_token", token.expose())?;
        let request = endpoint.request();
        let call = match self.settings.user_info_method {
            UserInfoMethod::Header => self
                .api
                .rest_bytes(request)
                .header(header::AUTHORIZATION, authorization("Bearer", token)?),
            UserInfoMethod::Query => {
                self.api.rest_bytes(request.query("access_token", token.expose()))
            }
            UserInfoMethod::Form => {
                self.api.rest_bytes(request.form([("access_token", token.expose())]))
            }
        };
        let response = call.with_meta().await?;
        let content_type = response.meta.headers.get(header::CONTENT_TYPE);
        let is_jwt = content_type.and_then(|value| value.to_str().ok()).is_some_and(|value| {
            value
                .split(';')
                .next()
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/jwt"))
        });
        Ok(UserInfoBody { body: response.value, token: token.clone(), is_jwt })
    }
}

fn authorization(scheme: &str, token: &Secret) -> Result<HeaderValue, CallError> {
    let text = Zeroizing::new(format!("{scheme} {}", token.expose()));
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| CallError::input("access_token", "holds characters that no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Option<UserInfo> {
        UserInfo::read(value.as_object().unwrap().clone(), false)
    }

    #[test]
    fn claims_are_read_in_the_forms_that_servers_write() {
        let user = read(json!({
            "sub": "u1", "email": null, "email_verified": "true", "updated_at": 1_602_084_838,
            "name": 7, "address": {"country": "CN"}, "roles": ["admin"], "custom": 1,
        }))
        .unwrap();
        assert_eq!((user.profile.email, user.profile.email_verified), (None, Some(true)));
        assert_eq!(user.profile.updated_at.unwrap().as_str(), "2020-10-07T15:33:58Z");
        assert_eq!(user.profile.address.unwrap().country.unwrap(), "CN");
        let extra = json!({"name": 7, "roles": ["admin"], "custom": 1});
        assert_eq!(Value::Object(user.extra), extra);
    }

    #[test]
    fn claims_without_an_id_are_nobodys() {
        for claims in [json!({}), json!({"sub": null}), json!({"sub": ""}), json!({"sub": 1})] {
            assert!(read(claims).is_none());
        }
    }

    #[test]
    fn debug_shows_the_id_only() {
        let user = read(json!({"sub": "u1", "name": "canary", "x": "canary"})).unwrap();
        assert_eq!(format!("{user:?}"), r#"UserInfo { sub: "u1", .. }"#);
    }
}
