//! How a node is named.

use authing_core::client::CallBuilder;

/// Which node: by its id, which is unique in the pool, or by its code, which is unique in its
/// organisation. Where a key is asked for, a plain id will do.
///
/// ```
/// use authing_management::NodeKey;
///
/// assert_eq!(NodeKey::from("61de98be345a0152e8559104"), NodeKey::id("61de98be345a0152e8559104"));
/// let research = NodeKey::code("61de98be49267601119fb83a", "research");
/// # let _ = research;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NodeKey {
    /// By its id.
    Id(String),
    /// By its code.
    #[non_exhaustive]
    Code {
        /// The id of the organisation.
        org_id: String,
        /// The node's code.
        code: String,
    },
}

impl NodeKey {
    /// By its id.
    pub fn id(id: impl Into<String>) -> Self {
        Self::Id(id.into())
    }

    /// By the id of its organisation and its code there.
    pub fn code(org_id: impl Into<String>, code: impl Into<String>) -> Self {
        Self::Code { org_id: org_id.into(), code: code.into() }
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        match self {
            Self::Id(id) => call.required("node", id),
            Self::Code { org_id, code } => call.required("org_id", org_id).required("code", code),
        }
    }
}

impl<T: Into<String>> From<T> for NodeKey {
    fn from(id: T) -> Self {
        Self::Id(id.into())
    }
}
