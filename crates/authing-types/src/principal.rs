//! The real names behind accounts: people with an identity card, companies with a licence.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{InvalidArgument, Secret, Timestamp};

/// A real name with its proofs. `Debug` shows which kind only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PrincipalIdentity {
    /// A person.
    Person {
        /// The name on the identity card.
        name: Secret,
        /// The number of the identity card.
        id_card: Secret,
        /// The number of a bank card of the same person.
        bank_card: Secret,
    },
    /// A company.
    Enterprise {
        /// The company's name.
        name: Secret,
        /// Its unified social credit code.
        code: Secret,
        /// The name of its legal person.
        legal_person: Secret,
    },
}

impl PrincipalIdentity {
    /// A person, by name, identity card and bank card.
    pub fn person(
        name: impl Into<Secret>,
        id_card: impl Into<Secret>,
        bank_card: impl Into<Secret>,
    ) -> Self {
        Self::Person { name: name.into(), id_card: id_card.into(), bank_card: bank_card.into() }
    }

    /// A company, by name, unified social credit code and the name of its legal person.
    pub fn enterprise(
        name: impl Into<Secret>,
        code: impl Into<Secret>,
        legal_person: impl Into<Secret>,
    ) -> Self {
        Self::Enterprise { name: name.into(), code: code.into(), legal_person: legal_person.into() }
    }

    /// The body of the request that sets it: both kinds go into the same three fields. It holds the
    /// secrets in plain.
    pub fn to_wire(&self) -> serde_json::Value {
        let (kind, name, code, ext) = match self {
            Self::Person { name, id_card, bank_card } => ("P", name, id_card, bank_card),
            Self::Enterprise { name, code, legal_person } => ("E", name, code, legal_person),
        };
        json!({ "type": kind, "name": name.expose(), "idCard": code.expose(), "ext": ext.expose() })
    }

    /// Refuses an empty part.
    ///
    /// # Errors
    ///
    /// When a part is blank; the error names it.
    pub fn check(&self) -> Result<(), InvalidArgument> {
        let values = match self {
            Self::Person { name, id_card, bank_card } => {
                [("name", name), ("id_card", id_card), ("bank_card", bank_card)]
            }
            Self::Enterprise { name, code, legal_person } => {
                [("name", name), ("code", code), ("legal_person", legal_person)]
            }
        };
        match values.iter().find(|(_, value)| value.expose().trim().is_empty()) {
            Some((argument, _)) => Err(InvalidArgument::new(argument, "is empty")),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for PrincipalIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Person { .. } => "Person",
            Self::Enterprise { .. } => "Enterprise",
        };
        f.debug_struct(kind).finish_non_exhaustive()
    }
}

/// What a real name belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum PrincipalType {
    /// A person: `P`.
    Person,
    /// A company: `E`.
    Enterprise,
    /// One that this version does not know, as the server wrote it.
    Unknown(String),
}

impl From<String> for PrincipalType {
    fn from(text: String) -> Self {
        match text.as_str() {
            "P" => Self::Person,
            "E" => Self::Enterprise,
            _ => Self::Unknown(text),
        }
    }
}

impl From<PrincipalType> for String {
    fn from(kind: PrincipalType) -> Self {
        match kind {
            PrincipalType::Person => "P".to_owned(),
            PrincipalType::Enterprise => "E".to_owned(),
            PrincipalType::Unknown(text) => text,
        }
    }
}

/// The real name behind an account. `Debug` shows the ids only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Principal {
    /// The record's id.
    pub id: String,
    /// The user pool's id.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// The user's id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Whether it is a person or a company.
    #[serde(default)]
    pub principal_type: Option<PrincipalType>,
    /// The name of the person or company.
    #[serde(default)]
    pub principal_name: Option<String>,
    /// The number of the identity card, or the credit code; JSON masks it.
    #[serde(default)]
    pub principal_code: Option<Secret>,
    /// When it was authenticated.
    #[serde(default)]
    pub authentication_time: Option<Timestamp>,
    /// When the record was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Principal")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("principal_type", &self.principal_type)
            .finish_non_exhaustive()
    }
}
