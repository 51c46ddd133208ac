//! Reading a discovery document, and writing down Authing's.

use authing_core::{Error as CallError, ErrorKind, client::Pipeline};
use authing_types::lenient;
use serde_json::{Map, Value};
use url::Url;

use super::model::ProviderMetadata;
use crate::{
    members::Members,
    set_aside::{Aside, NULL},
    text::shown,
};

/// Authing's document has 4 kB.
const LONGEST_DOCUMENT: usize = 256 << 10;

impl ProviderMetadata {
    /// Reads the document of the provider with this issuer.
    ///
    /// What a document must have (OpenID Connect Discovery 1.0 section 3) must be in order. What
    /// else is not in order is set aside, since no call may ever need it. The lists that a document
    /// must have decide nothing here and may be missing, as they are in old ones.
    pub(super) fn parse(body: &[u8], issuer: &str, pipeline: &Pipeline) -> Result<Self, CallError> {
        if body.len() > LONGEST_DOCUMENT {
            return Err(unusable("is larger than a discovery document may be"));
        }
        let members: Members =
            lenient::json::from_slice(body).map_err(|_| unusable("is not JSON"))?;
        if !members.is_object {
            return Err(unusable("is JSON, and no discovery document"));
        }
        let mut document = Document { members, aside: Aside::default() };
        let endpoint = |value| address(&text(value)?, pipeline);
        let found = document.required("issuer", text)?;
        // Discovery section 4.3: a document of another issuer's would bring another's keys.
        if found != issuer {
            return Err(unusable(&format!(
                "describes another issuer, `{}`, where `{issuer}` is expected: check the issuer \
                 and the app host",
                shown(&found, 200)
            )));
        }
        let metadata = Self {
            issuer: found,
            authorization_endpoint: document.required("authorization_endpoint", endpoint)?,
            token_endpoint: document.required("token_endpoint", endpoint)?,
            jwks_uri: document.required("jwks_uri", endpoint)?,
            response_types_supported: document.required_list("response_types_supported")?,
            id_token_signing_alg_values_supported: document
                .required_list("id_token_signing_alg_values_supported")?,
            userinfo_endpoint: document.optional("userinfo_endpoint", endpoint),
            end_session_endpoint: document.optional("end_session_endpoint", endpoint),
            introspection_endpoint: document.optional("introspection_endpoint", endpoint),
            revocation_endpoint: document.optional("revocation_endpoint", endpoint),
            device_authorization_endpoint: document
                .optional("device_authorization_endpoint", endpoint),
            pushed_authorization_request_endpoint: document
                .optional("pushed_authorization_request_endpoint", endpoint),
            scopes_supported: document.list("scopes_supported"),
            response_modes_supported: document.list("response_modes_supported"),
            grant_types_supported: document.list("grant_types_supported"),
            token_endpoint_auth_methods_supported: document
                .list("token_endpoint_auth_methods_supported"),
            code_challenge_methods_supported: document.list("code_challenge_methods_supported"),
            authorization_response_iss_parameter_supported: document
                .optional("authorization_response_iss_parameter_supported", flag)
                .unwrap_or_default(),
            require_pushed_authorization_requests: document
                .optional("require_pushed_authorization_requests", flag)
                .unwrap_or_default(),
            extra: Map::new(),
            set_aside: Vec::new(),
        };
        Ok(document.finish(metadata))
    }

    /// What Authing's documentation says about every application's host.
    pub(super) fn of_host(pipeline: &Pipeline, issuer: &str) -> Result<Self, CallError> {
        let host = pipeline.host();
        let at = |path: &str| {
            let problem = |problem| CallError::config("app_host", problem);
            address(&format!("{host}/oidc/{path}"), pipeline).map_err(problem)
        };
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: at("auth")?,
            token_endpoint: at("token")?,
            jwks_uri: at(".well-known/jwks.json")?,
            userinfo_endpoint: Some(at("me")?),
            end_session_endpoint: Some(at("session/end")?),
            introspection_endpoint: Some(at("token/introspection")?),
            revocation_endpoint: Some(at("token/revocation")?),
            device_authorization_endpoint: None,
            pushed_authorization_request_endpoint: None,
            scopes_supported: list(&[
                "openid",
                "profile",
                "email",
                "phone",
                "address",
                "username",
                "roles",
                "unionid",
                "external_id",
                "extended_fields",
                "offline_access",
            ]),
            response_types_supported: list(&[
                "code",
                "code id_token",
                "code id_token token",
                "code token",
                "id_token",
                "id_token token",
                "none",
            ]),
            response_modes_supported: list(&["query", "fragment", "form_post"]),
            grant_types_supported: list(&[
                "authorization_code",
                "implicit",
                "refresh_token",
                "password",
                "client_credentials",
            ]),
            id_token_signing_alg_values_supported: list(&["HS256", "RS256"]),
            token_endpoint_auth_methods_supported: list(&[
                "client_secret_post",
                "client_secret_basic",
                "none",
            ]),
            code_challenge_methods_supported: list(&["plain", "S256"]),
            authorization_response_iss_parameter_supported: false,
            require_pushed_authorization_requests: false,
            extra: Map::new(),
            set_aside: Vec::new(),
        })
    }
}

/// A document whose members are taken out one by one.
struct Document {
    members: Members,
    aside: Aside,
}

impl Document {
    /// A member without which there is no provider.
    fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> Result<T, String>,
    ) -> Result<T, CallError> {
        match self.take(name) {
            Ok(None | Some(Value::Null)) => {
                Err(unusable(&format!("lacks `{name}`, which a discovery document must have")))
            }
            Ok(Some(value)) => read(value).map_err(|problem| odd(name, &problem)),
            Err(problem) => Err(odd(name, &problem)),
        }
    }

    /// A list that a document must have, and that nothing here depends on.
    fn required_list(&mut self, name: &'static str) -> Result<Vec<String>, CallError> {
        match self.take(name) {
            Ok(None | Some(Value::Null)) => Ok(Vec::new()),
            Ok(Some(Value::Array(list))) => {
                let texts = list.into_iter().map(text).collect::<Result<_, _>>();
                texts.map_err(|problem| odd(name, &format!("has an entry that {problem}")))
            }
            Ok(Some(_)) => Err(odd(name, "is not a list")),
            Err(problem) => Err(odd(name, &problem)),
        }
    }

    /// A member that may be absent: what cannot be read counts as that.
    fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value) -> Result<T, String>,
    ) -> Option<T> {
        let read = match self.take(name) {
            Ok(None) => return None,
            Ok(Some(Value::Null)) => Err(NULL.to_owned()),
            Ok(Some(value)) => read(value),
            Err(problem) => Err(problem),
        };
        read.map_err(|problem| self.aside.push(name, problem)).ok()
    }

    /// A list of texts. An entry of another kind does not spoil the others.
    fn list(&mut self, name: &'static str) -> Vec<String> {
        let list = self.optional(name, |value| match value {
            Value::Array(list) => Ok(list),
            _ => Err("is not a list".to_owned()),
        });
        let mut texts = Vec::new();
        for (index, entry) in list.unwrap_or_default().into_iter().enumerate() {
            match text(entry) {
                Ok(text) => texts.push(text),
                Err(problem) => self.aside.push_entry(format!("{name}[{index}]"), problem),
            }
        }
        texts
    }

    fn take(&mut self, name: &str) -> Result<Option<Value>, String> {
        let value = self.members.all.remove(name);
        match self.members.doubled.iter().any(|doubled| doubled == name) {
            true => Err(TWICE.to_owned()),
            false => Ok(value),
        }
    }

    /// Adds the members that nobody asked for, and says in the call's span what was set aside.
    fn finish(mut self, mut metadata: ProviderMetadata) -> ProviderMetadata {
        let doubled: Vec<_> = std::mem::take(&mut self.members.doubled)
            .into_iter()
            .filter(|name| self.members.all.remove(name).is_some())
            .collect();
        for name in doubled {
            self.aside.push(shown(&name, 64), TWICE);
        }
        metadata.extra = self.members.all;
        metadata.set_aside = self.aside.report("discovery document");
        metadata
    }
}

/// Why a member that stands twice is not read: other readers take the other value.
const TWICE: &str = "stands there twice";

fn text(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err("is not text".to_owned()),
    }
}

fn flag(value: Value) -> Result<bool, String> {
    match &value {
        Value::Bool(flag) => Ok(*flag),
        // Some servers write every value as text.
        Value::String(text) if text == "true" => Ok(true),
        Value::String(text) if text == "false" => Ok(false),
        _ => Err("is neither true nor false".to_owned()),
    }
}

/// An address that tokens and keys may come from: encrypted, or on this machine, or plain `http` where
/// that is switched on.
fn address(address: &str, pipeline: &Pipeline) -> Result<Url, String> {
    let found = || shown(address, 200);
    let url = Url::parse(address).map_err(|_| match address.is_empty() {
        true => "is empty".to_owned(),
        false => format!("is not a whole URL: `{}`", found()),
    })?;
    match pipeline.check_address("app_host", &url) {
        Ok(()) => Ok(url),
        Err(_) => Err(format!(
            "is neither `https` nor on this machine: `{}`; in a network that you trust, \
             `danger_allow_http(true)` allows it",
            found()
        )),
    }
}

fn odd(member: &str, problem: &str) -> CallError {
    unusable(&format!("cannot be used: its member `{member}` {problem}"))
}

fn unusable(problem: &str) -> CallError {
    CallError::new(ErrorKind::Decode, format!("the response {problem}"))
}
