//! What a call uses and the server does not know.

use std::fmt;

/// A part of a GraphQL call that the server does not know, because its version is older than the
/// call: see [`Error::unknown_to_server`](super::Error::unknown_to_server).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// What it is.
    pub kind: UnknownKind,
    /// Its name in the schema: `mainDepartmentId`. That of the enum for a value.
    pub name: String,
    /// Where it would be: the type of a field, the field of an argument.
    pub of: Option<String>,
    /// The option of the request that asked for it, such as `with_main_department`: without it the
    /// call works.
    pub asked_by: Option<&'static str>,
}

/// What an [`Unknown`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownKind {
    /// A field that the call wants to have, or the whole call, which is a field of `Query` or
    /// `Mutation`.
    Field,
    /// An argument.
    Argument,
    /// A field of what was sent.
    InputField,
    /// A type.
    Type,
    /// A value of an enum.
    Value,
}

impl Unknown {
    pub(crate) fn new(kind: UnknownKind, name: &str, of: Option<&str>) -> Self {
        Self { kind, name: name.to_owned(), of: of.map(str::to_owned), asked_by: None }
    }
}

/// What the server lacks and what to do about it.
impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        let older = "its version is older than this call";
        match (self.kind, self.of.as_deref()) {
            (UnknownKind::Field, Some("Query" | "Mutation")) => {
                write!(
                    f,
                    "the server has no operation `{name}`: {older}, which cannot do without it"
                )
            }
            (UnknownKind::Field, of) => {
                let of = of.unwrap_or("type");
                write!(f, "the server's `{of}` has no field `{name}`: {older}")?;
                match self.asked_by {
                    Some("with_all_fields") => {
                        f.write_str("; ask for single fields instead of `with_all_fields()`")
                    }
                    Some(option) => {
                        write!(f, "; leave out `{option}()`, which asks for the field")
                    }
                    None => f.write_str(", which cannot do without it"),
                }
            }
            (UnknownKind::Argument, of) => {
                let of = of.unwrap_or("operation");
                write!(
                    f,
                    "the server's `{of}` takes no argument `{name}`: {older}, which cannot do without it"
                )
            }
            (UnknownKind::InputField, Some(of)) => {
                write!(f, "the server's `{of}` has no field `{name}`: {older}; do not set it")
            }
            (UnknownKind::InputField, None) => {
                write!(f, "the server takes no field `{name}`: {older}; do not set it")
            }
            (UnknownKind::Type, _) => {
                write!(f, "the server has no type `{name}`: {older}, which cannot do without it")
            }
            (UnknownKind::Value, _) => {
                write!(f, "the server's `{name}` does not have the value that was sent: {older}")
            }
        }
    }
}
