//! How an application responds to SAML requests.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::state::applications::protocols::seconds;

/// An application's settings as a SAML identity provider, by the names that Authing's console has
/// for them. What is not set has the console's default.
///
/// ```
/// use authing_emulator::{ApplicationSettings, SamlSettings};
///
/// let saml = SamlSettings::new()
///     .acs("https://me.example.com/saml/acs")
///     .mapping("email", "emailAddress")
///     .sign_response(true);
/// let settings = ApplicationSettings::new().saml(saml);
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[must_use]
pub struct SamlSettings {
    pub(crate) acs: Option<String>,
    pub(crate) destination: Option<String>,
    pub(crate) recipient: Option<String>,
    pub(crate) audience: Option<String>,
    pub(crate) mappings: BTreeMap<String, String>,
    pub(crate) name_identifier_format: String,
    pub(crate) authn_context_class_ref: String,
    pub(crate) lifetime_in_seconds: i64,
    pub(crate) sign_response: bool,
    pub(crate) saml_request_signing_cert: Option<String>,
}

show_fields!(SamlSettings { lifetime_in_seconds, sign_response });

impl Default for SamlSettings {
    fn default() -> Self {
        Self {
            acs: None,
            destination: None,
            recipient: None,
            audience: None,
            mappings: BTreeMap::new(),
            name_identifier_format: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
                .to_owned(),
            authn_context_class_ref: "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified"
                .to_owned(),
            lifetime_in_seconds: 3600,
            sign_response: false,
            saml_request_signing_cert: None,
        }
    }
}

impl SamlSettings {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The assertion consumer service that is used when a request names none, and for logins
    /// that begin here.
    pub fn acs(mut self, url: impl Into<String>) -> Self {
        self.acs = Some(url.into());
        self
    }

    /// What `Destination` says; by default the assertion consumer service.
    pub fn destination(mut self, url: impl Into<String>) -> Self {
        self.destination = Some(url.into());
        self
    }

    /// What `Recipient` says; by default the assertion consumer service.
    pub fn recipient(mut self, url: impl Into<String>) -> Self {
        self.recipient = Some(url.into());
        self
    }

    /// What `Audience` says; by default the assertion consumer service.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// Sends a field of the user, such as `email`, as the attribute of this name. Without any
    /// mapping there are no attributes.
    pub fn mapping(
        mut self,
        user_field: impl Into<String>,
        attribute_name: impl Into<String>,
    ) -> Self {
        self.mappings.insert(user_field.into(), attribute_name.into());
        self
    }

    /// The kind of name that assertions have: the user's email address for one that ends in
    /// `emailAddress`, the user's id for any other.
    pub fn name_identifier_format(mut self, format: impl Into<String>) -> Self {
        self.name_identifier_format = format.into();
        self
    }

    /// How assertions say that the user logged in.
    pub fn authn_context_class_ref(mut self, class: impl Into<String>) -> Self {
        self.authn_context_class_ref = class.into();
        self
    }

    /// How long an assertion may be used; an hour by default.
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime_in_seconds = seconds(lifetime);
        self
    }

    /// Whether the response is logged in place of the assertion.
    pub fn sign_response(mut self, sign: bool) -> Self {
        self.sign_response = sign;
        self
    }

    /// The certificate, as PEM, whose key requests must be signed with; by default signatures of
    /// requests are not looked at.
    pub fn saml_request_signing_cert(mut self, pem: impl Into<String>) -> Self {
        self.saml_request_signing_cert = Some(pem.into());
        self
    }
}
