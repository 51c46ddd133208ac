//! How somebody has logged in.

use serde::{Deserialize, Serialize};

/// What somebody has proved who they are with: a word of `amr` (RFC 8176).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AuthMethod {
    #[serde(rename = "pwd")]
    Password,
    /// A code sent to a phone.
    #[serde(rename = "sms")]
    Sms,
    /// A one-time password: of an authenticator, or a code sent by email.
    #[serde(rename = "otp")]
    OneTimePassword,
    /// What was begun on one device and confirmed on another.
    #[serde(rename = "mca")]
    SeveralChannels,
    /// More than one factor. Those that were used are named beside it.
    #[serde(rename = "mfa")]
    SeveralFactors,
}

/// How somebody has logged in, and for which tenant.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Authentication {
    /// Empty when nobody knows, as with an identity provider.
    pub(crate) methods: Vec<AuthMethod>,
    pub(crate) tenant_id: Option<String>,
}

show_fields!(Authentication { methods });

impl Authentication {
    pub(crate) fn by(method: AuthMethod) -> Self {
        Self { methods: vec![method], tenant_id: None }
    }

    /// The same with a second factor.
    pub(crate) fn and(mut self, factor: AuthMethod) -> Self {
        for method in [factor, AuthMethod::SeveralFactors] {
            if !self.methods.contains(&method) {
                self.methods.push(method);
            }
        }
        self
    }
}
