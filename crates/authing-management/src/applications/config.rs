//! What an application is set to, protocol by protocol. Every member may be missing: servers and
//! calls tell more or less.

use std::{collections::BTreeMap, fmt};

use authing_types::wire_enum;
use authing_types::{Secret, lenient};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value};

wire_enum! {
    /// How a client may ask for tokens.
    pub enum ApplicationGrantType {
        /// With a code from the authorization endpoint.
        AuthorizationCode = "authorization_code",
        /// From the authorization endpoint itself.
        Implicit = "implicit",
        /// With a refresh token.
        RefreshToken = "refresh_token",
        /// With the key and secret of a programmatic access account.
        ClientCredentials = "client_credentials",
        /// With a person's name and password.
        Password = "password",
        /// With a user token: Authing's own.
        AuthingToken = "http://authing.cn/oidc/grant_type/authing_token",
    }
}

wire_enum! {
    /// What the authorization endpoint may return.
    pub enum ApplicationResponseType {
        /// Nothing but that the person agreed.
        None = "none",
        /// A code.
        Code = "code",
        /// An access token.
        Token = "token",
        /// An id token.
        IdToken = "id_token",
        /// Both tokens.
        IdTokenToken = "id_token token",
        /// A code and an access token.
        CodeToken = "code token",
        /// A code and an id token.
        CodeIdToken = "code id_token",
        /// A code and both tokens.
        CodeIdTokenToken = "code id_token token",
    }
}

wire_enum! {
    /// How a client proves who it is.
    pub enum ApplicationAuthMethod {
        /// Id and secret in the form.
        ClientSecretPost = "client_secret_post",
        /// Id and secret in the `Authorization` header.
        ClientSecretBasic = "client_secret_basic",
        /// It does not: a public client.
        None = "none",
    }
}

wire_enum! {
    /// How tokens are signed.
    pub enum SigningAlgorithm {
        /// HMAC with the application's secret.
        Hs256 = "HS256",
        /// RSA with the application's key.
        Rs256 = "RS256",
    }
}

wire_enum! {
    /// The access of users that no rule of an application names.
    pub enum DefaultAccess {
        /// They may log in.
        AllowAll = "ALLOW_ALL",
        /// They may not.
        DenyAll = "DENY_ALL",
    }
}

/// Who may log in to an application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PermissionStrategy {
    /// Whether access is controlled at all.
    pub enabled: Option<bool>,
    /// The access of users that no rule names.
    pub default_strategy: Option<DefaultAccess>,
    /// The id of the hidden policy that lets people in, once there is one.
    pub allow_policy_id: Option<String>,
    /// The id of the hidden policy that keeps people out, once there is one.
    pub deny_policy_id: Option<String>,
}

authing_types::redacted_debug!(PermissionStrategy {
    enabled,
    default_strategy,
    allow_policy_id,
    deny_policy_id
});

/// An application as a client of OpenID Connect. Times are in seconds.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OidcConfig {
    /// The application's id.
    pub client_id: Option<String>,
    /// The application's secret.
    pub client_secret: Option<Secret>,
    /// How it may ask for tokens.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub grant_types: Option<Vec<ApplicationGrantType>>,
    /// What the authorization endpoint may return to it.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub response_types: Option<Vec<ApplicationResponseType>>,
    /// Where authorization responses may go.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub redirect_uris: Option<Vec<String>>,
    /// Where a logout may send the browser.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub post_logout_redirect_uris: Option<Vec<String>>,
    /// How id tokens are signed.
    pub id_token_signed_response_alg: Option<SigningAlgorithm>,
    /// How the key of an encrypted id token is encrypted.
    pub id_token_encrypted_response_alg: Option<String>,
    /// How the content of an encrypted id token is encrypted.
    pub id_token_encrypted_response_enc: Option<String>,
    /// How responses of the userinfo endpoint are signed.
    pub userinfo_signed_response_alg: Option<String>,
    /// How the key of an encrypted response of the userinfo endpoint is encrypted.
    pub userinfo_encrypted_response_alg: Option<String>,
    /// How the content of an encrypted response of the userinfo endpoint is encrypted.
    pub userinfo_encrypted_response_enc: Option<String>,
    /// How request objects are signed.
    pub request_object_signing_alg: Option<String>,
    /// How the key of an encrypted request object is encrypted.
    pub request_object_encryption_alg: Option<String>,
    /// How the content of an encrypted request object is encrypted.
    pub request_object_encryption_enc: Option<String>,
    /// Where the client's own public keys are.
    pub jwks_uri: Option<String>,
    /// How the client authenticates at the token endpoint.
    pub token_endpoint_auth_method: Option<ApplicationAuthMethod>,
    /// How the client authenticates at the introspection endpoint.
    pub introspection_endpoint_auth_method: Option<ApplicationAuthMethod>,
    /// How the client authenticates at the revocation endpoint.
    pub revocation_endpoint_auth_method: Option<ApplicationAuthMethod>,
    /// How long a code may be redeemed.
    pub authorization_code_expire: Option<i64>,
    /// How long id tokens live, and the user tokens of direct logins.
    pub id_token_expire: Option<i64>,
    /// How long access tokens live.
    pub access_token_expire: Option<i64>,
    /// How long refresh tokens live.
    pub refresh_token_expire: Option<i64>,
    /// How long the session of a browser lives.
    pub cas_expire: Option<i64>,
    /// Whether people are not asked for their consent.
    pub skip_consent: Option<bool>,
}

authing_types::redacted_debug!(OidcConfig {
    client_id,
    grant_types,
    response_types,
    id_token_signed_response_alg,
    id_token_encrypted_response_alg,
    id_token_encrypted_response_enc,
    userinfo_signed_response_alg,
    userinfo_encrypted_response_alg,
    userinfo_encrypted_response_enc,
    request_object_signing_alg,
    request_object_encryption_alg,
    request_object_encryption_enc,
    token_endpoint_auth_method,
    introspection_endpoint_auth_method,
    revocation_endpoint_auth_method,
    authorization_code_expire,
    id_token_expire,
    access_token_expire,
    refresh_token_expire,
    cas_expire,
    skip_consent
});

/// An application as a client of OAuth 2.0. Times are in seconds.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OauthConfig {
    /// The application's id.
    pub id: Option<String>,
    /// The application's secret.
    pub client_secret: Option<Secret>,
    /// Where authorization responses may go.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub redirect_uris: Option<Vec<String>>,
    /// How it may ask for tokens.
    #[serde(default, deserialize_with = "lenient::optional_list")]
    pub grants: Option<Vec<ApplicationGrantType>>,
    /// How long access tokens live.
    pub access_token_lifetime: Option<i64>,
    /// How long refresh tokens live.
    pub refresh_token_lifetime: Option<i64>,
    /// How the client authenticates at the introspection endpoint.
    pub introspection_endpoint_auth_method: Option<ApplicationAuthMethod>,
    /// How the client authenticates at the revocation endpoint.
    pub revocation_endpoint_auth_method: Option<ApplicationAuthMethod>,
}

authing_types::redacted_debug!(OauthConfig {
    id,
    grants,
    access_token_lifetime,
    refresh_token_lifetime,
    introspection_endpoint_auth_method,
    revocation_endpoint_auth_method
});

/// An application as a SAML identity provider: what it sends to the services that people log in to.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SamlConfig {
    /// Where responses go when a request does not say it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub acs: Option<String>,
    /// The destination that responses name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub destination: Option<String>,
    /// The recipient that assertions name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub recipient: Option<String>,
    /// The audience that assertions name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub audience: Option<String>,
    /// The names of attributes by the fields of users that they tell.
    #[serde(default, deserialize_with = "lenient::object")]
    pub mappings: Option<BTreeMap<String, String>>,
    /// The format of the name that assertions give people.
    #[serde(default, deserialize_with = "lenient::id")]
    pub name_identifier_format: Option<String>,
    /// The way to log in that assertions name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub authn_context_class_ref: Option<String>,
    /// How long an assertion is valid, in seconds.
    #[serde(default, deserialize_with = "lenient::count")]
    pub lifetime_in_seconds: Option<i64>,
    /// Whether responses are signed too, and not only the assertions in them.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub sign_response: Option<bool>,
    /// How signatures are made.
    #[serde(default, deserialize_with = "lenient::text")]
    pub signature_algorithm: Option<String>,
    /// How what is signed is hashed.
    #[serde(default, deserialize_with = "lenient::text")]
    pub digest_algorithm: Option<String>,
    /// The certificate of the service, whose requests must then be signed.
    #[serde(default, deserialize_with = "lenient::text")]
    pub saml_request_signing_cert: Option<String>,
}

authing_types::redacted_debug!(SamlConfig {
    name_identifier_format,
    lifetime_in_seconds,
    sign_response
});

/// Settings whose members Authing documents nowhere, those for CAS. There may be credentials among
/// them: `Debug` shows their names, JSON masks their values, and
/// [`expose`](Self::expose) gives them out.
#[derive(Clone, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct OpaqueConfig(Map<String, Value>);

impl OpaqueConfig {
    /// The settings themselves. Do not log them.
    pub fn expose(&self) -> &Map<String, Value> {
        &self.0
    }
}

impl fmt::Debug for OpaqueConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.keys().collect();
        f.debug_tuple("OpaqueConfig").field(&names).finish()
    }
}

impl Serialize for OpaqueConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut masked = serializer.serialize_map(Some(self.0.len()))?;
        for name in self.0.keys() {
            masked.serialize_entry(name, "[redacted]")?;
        }
        masked.end()
    }
}

/// The keys an application signs with (RFC 7517).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeySet {
    /// The keys.
    #[serde(default, deserialize_with = "keys")]
    pub keys: Vec<JsonWebKey>,
}

authing_types::redacted_debug!(KeySet { keys });

/// An RSA key, private part included (RFC 7518 section 6.3). `Debug` and JSON mask that part.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct JsonWebKey {
    /// The key's name, in the header of what it signs.
    pub kid: Option<String>,
    /// The kind of key, `RSA`.
    pub kty: Option<String>,
    /// What it signs by.
    pub alg: Option<SigningAlgorithm>,
    /// What it is for, `sig`.
    #[serde(rename = "use")]
    pub usage: Option<String>,
    /// The modulus.
    pub n: Option<String>,
    /// The public exponent.
    pub e: Option<String>,
    /// The private exponent.
    pub d: Option<Secret>,
    /// The first prime.
    pub p: Option<Secret>,
    /// The second prime.
    pub q: Option<Secret>,
    /// The first exponent of the Chinese remainder theorem.
    pub dp: Option<Secret>,
    /// The second exponent of the Chinese remainder theorem.
    pub dq: Option<Secret>,
    /// The coefficient of the Chinese remainder theorem.
    pub qi: Option<Secret>,
}

authing_types::redacted_debug!(JsonWebKey { kid, kty, alg, usage });

/// A list, which some of Authing's documents show as an object with the members "0", "1" ….
fn keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<JsonWebKey>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Keys {
        List(Vec<JsonWebKey>),
        Object(BTreeMap<String, JsonWebKey>),
    }
    Ok(match Option::<Keys>::deserialize(deserializer)? {
        Some(Keys::List(keys)) => keys,
        Some(Keys::Object(keys)) => keys.into_values().collect(),
        None => Vec::new(),
    })
}
