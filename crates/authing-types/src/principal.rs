//! The real names behind accounts: people with an identity card, companies with a licence.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{InvalidArgument, Secret, Timestamp, redacted_debug, wire_enum};

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
        /// The name of its legal representative.
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

    /// A company, by name, unified social credit code and the name of its legal representative.
    pub fn enterprise(
        name: impl Into<Secret>,
        code: impl Into<Secret>,
        legal_person: impl Into<Secret>,
    ) -> Self {
        Self::Enterprise { name: name.into(), code: code.into(), legal_person: legal_person.into() }
    }

    /// The body of the request that sets it: both kinds go into the same three fields. It holds the
    /// secrets in clear.
    pub fn to_wire(&self) -> serde_json::Value {
        let (kind, name, code, ext) = match self {
            Self::Person { name, id_card, bank_card } => ("P", name, id_card, bank_card),
            Self::Enterprise { name, code, legal_person } => ("E", name, code, legal_person),
        };
        json!({ "type": kind, "name": name.expose(), "idCard": code.expose(), "ext": ext.expose() })
    }

    /// Checks that no part is blank.
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

wire_enum! {
    /// What a real name belongs to.
    pub enum PrincipalType {
        /// A person.
        Person = "P",
        /// A company.
        Enterprise = "E",
    }
}

/// The real name behind an account. `Debug` shows neither the name nor the code.
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
    /// When the record was created.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

redacted_debug! {
    Principal {
        id, user_pool_id, user_id, principal_type, authentication_time, created_at, updated_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_nothing_of_whose_name_it_is() {
        let record = serde_json::json!({
            "id": "1", "userId": "2", "principalType": "P",
            "principalName": "canary", "principalCode": "canary",
        });
        let principal: Principal = serde_json::from_value(record).unwrap();
        let shown = format!("{principal:?}");
        assert!(shown.contains("Person") && !shown.contains("canary"), "{shown}");
        let identity = PrincipalIdentity::person("canary", "canary", "canary");
        assert_eq!(format!("{identity:?}"), "Person { .. }");
    }

    #[test]
    fn a_blank_part_is_named() {
        let error = PrincipalIdentity::person("Bob", " ", "6222").check().unwrap_err();
        assert_eq!(error.argument(), "id_card");
    }
}
