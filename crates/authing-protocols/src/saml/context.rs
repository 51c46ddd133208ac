//! How visitors prove who they are, and how that is compared.

use serde::{Deserialize, Serialize};

/// How the authentication context must compare with those requested (SAML Core section 3.3.2.2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ContextComparison {
    /// It must be one of them. This crate checks that it is.
    #[default]
    Exact,
    /// As strong as one of them, in the identity provider's judgement.
    Minimum,
    /// As strong as possible, but no stronger than one of them, in its judgement.
    Maximum,
    /// Stronger than one of them, in its judgement.
    Better,
}

impl ContextComparison {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Better => "better",
        }
    }
}
