//! The resources of permissions.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{check, check_kind};
use crate::InvalidArgument;

/// The resource of a permission: `books:1` is one book, `books:*` and `books` are all of them, `*`
/// is everything. Any text can be one, as the server gives it; the constructors make texts that
/// mean what they say.
///
/// ```
/// use authing_types::{Resource, ResourceScope};
///
/// // An id from outside cannot widen the permission to every book.
/// assert!(Resource::item("books", "*").is_err());
/// let book = Resource::item("books", "1")?;
///
/// assert_eq!(book.as_str(), "books:1");
/// assert_eq!(book.scope(), ResourceScope::Item { kind: "books", id: "1" });
/// assert!(Resource::all_of("books")?.covers(&book));
/// assert!(!Resource::from("bookshops:*").covers(&book));
/// # Ok::<(), authing_types::InvalidArgument>(())
/// ```
///
/// Source: the resource strings of Authing's access control documentation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Resource(String);

/// What a [`Resource`] covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResourceScope<'a> {
    /// Everything: `*` or `*:*`.
    Everything,
    /// Everything of a kind: `books:*`, or `books` alone.
    Kind(&'a str),
    /// One thing of a kind: `books:1`.
    Item {
        /// The kind, before the first colon.
        kind: &'a str,
        /// The id, after it.
        id: &'a str,
    },
    /// Something of Authing's own: `arn:cn:authing:{pool}:{kind}:{id}`.
    Arn(Arn<'a>),
}

/// The parts of one of Authing's own resource names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Arn<'a> {
    /// The user pool's id.
    pub user_pool_id: &'a str,
    /// What it names: `user`, `role`, `application` ….
    pub kind: &'a str,
    /// The id of the thing.
    pub id: &'a str,
}

impl Resource {
    /// Everything: `*`.
    pub fn everything() -> Self {
        Self("*".to_owned())
    }

    /// Everything of a kind: `books:*`.
    ///
    /// # Errors
    ///
    /// When the kind is empty, a wildcard, or contains a colon.
    pub fn all_of(kind: impl Into<String>) -> Result<Self, InvalidArgument> {
        let kind = kind.into();
        check_kind(&kind)?;
        Ok(Self(format!("{kind}:*")))
    }

    /// One thing of a kind: `books:1`.
    ///
    /// # Errors
    ///
    /// When the kind is empty, a wildcard, or contains a colon, or the id is empty or a wildcard.
    pub fn item(kind: impl Into<String>, id: impl Into<String>) -> Result<Self, InvalidArgument> {
        let (kind, id) = (kind.into(), id.into());
        check_kind(&kind)?;
        check("id", &id)?;
        Ok(Self(format!("{kind}:{id}")))
    }

    /// The text, as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the text covers.
    pub fn scope(&self) -> ResourceScope<'_> {
        if matches!(self.as_str(), "*" | "*:*") {
            return ResourceScope::Everything;
        }
        if let Some(arn) = Arn::parse(&self.0) {
            return ResourceScope::Arn(arn);
        }
        match self.0.split_once(':') {
            None => ResourceScope::Kind(&self.0),
            Some((kind, "*")) => ResourceScope::Kind(kind),
            Some((kind, id)) => ResourceScope::Item { kind, id },
        }
    }

    /// Whether a permission on this resource includes `wanted`: `*` covers everything, a kind covers
    /// its items, and otherwise the two must be equal.
    pub fn covers(&self, wanted: &Self) -> bool {
        match (self.scope(), wanted.scope()) {
            (ResourceScope::Everything, _) => true,
            (
                ResourceScope::Kind(own),
                ResourceScope::Kind(kind) | ResourceScope::Item { kind, .. },
            ) => own == kind,
            (own, wanted) => own == wanted,
        }
    }
}

impl<'a> Arn<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix("arn:cn:authing:")?.splitn(3, ':');
        Some(Self { user_pool_id: parts.next()?, kind: parts.next()?, id: parts.next()? })
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Resource {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Resource {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&Resource> for Resource {
    fn from(resource: &Resource) -> Self {
        resource.clone()
    }
}

impl From<Resource> for String {
    fn from(resource: Resource) -> Self {
        resource.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(own: &str, wanted: &str) -> bool {
        Resource::from(own).covers(&wanted.into())
    }

    #[test]
    fn wildcards_cover_their_kind_and_nothing_else() {
        for (own, wanted) in [
            ("*", "books:1"),
            ("*:*", "books:1"),
            ("books:*", "books:1"),
            ("books:*", "books"),
            ("books", "books:1"),
            ("books", "books:*"),
            ("books:1", "books:1"),
            ("*", "arn:cn:authing:pool:user:1"),
        ] {
            assert!(covers(own, wanted), "{own} should cover {wanted}");
        }
        for (own, wanted) in [
            ("books:1", "books:*"),
            ("books:1", "books"),
            ("books:1", "books:10"),
            ("books:*", "bookshop:1"),
            ("books:*", "*"),
            ("arn:*", "arn:cn:authing:pool:user:1"),
            ("arn:cn:authing:pool:user:2", "arn:cn:authing:pool:user:1"),
        ] {
            assert!(!covers(own, wanted), "{own} should not cover {wanted}");
        }
    }

    #[test]
    fn a_part_from_outside_cannot_widen_a_resource() {
        for (kind, id, part) in [
            ("books", "*", "id"),
            ("books", " * ", "id"),
            ("books", "", "id"),
            ("books", "1:*", "id"),
            ("books", "2024-*", "id"),
            ("*", "1", "kind"),
            ("", "1", "kind"),
            ("books:1", "2", "kind"),
        ] {
            let error = Resource::item(kind, id).unwrap_err();
            assert_eq!(error.argument(), part, "{kind} {id}");
        }
        assert!(Resource::all_of("books:1").is_err());
        assert_eq!(Resource::item("books", "2024:1").unwrap().as_str(), "books:2024:1");
    }

    #[test]
    fn every_form_is_read() {
        let arn = Resource::from("arn:cn:authing:pool:application:app");
        let ResourceScope::Arn(arn) = arn.scope() else { panic!("an ARN") };
        assert_eq!((arn.user_pool_id, arn.kind, arn.id), ("pool", "application", "app"));
        assert_eq!(Resource::from("menu").scope(), ResourceScope::Kind("menu"));
        assert_eq!(Resource::from("*:*").scope(), ResourceScope::Everything);
        let error = Resource::item("books", "*").unwrap_err();
        assert!(error.to_string().contains("argument `id` contains `*`"), "{error}");
    }
}
