//! Organisations as trees and as the REST interface describes them.

mod path;
mod tree;

pub use path::{OrgNode, OrgPath, OrgSummary};
pub use tree::{OrgTree, TreeNode};
