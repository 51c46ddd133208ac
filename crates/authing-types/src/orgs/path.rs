//! What the REST interface says about organisations and nodes.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeSeq,
};
use serde_json::Value;

use crate::{Timestamp, lenient, redacted_debug};

/// An organisation without its tree.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrgSummary {
    /// The organisation's id.
    pub id: String,
    /// The user pool it is in.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// The id of the tree's root, whose name is the organisation's.
    #[serde(default)]
    pub root_node_id: Option<String>,
    /// The tenant it belongs to.
    #[serde(default)]
    pub tenant_id: Option<String>,
    /// Its id in the directory that it was synchronised from.
    #[serde(default)]
    pub third_party_org_id: Option<String>,
    /// The address of its logo.
    #[serde(default)]
    pub logo: Option<String>,
    /// When it was created.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

/// A node of an organisation's tree, without its place in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OrgNode {
    /// The node's id.
    pub id: String,
    /// The organisation's id.
    #[serde(default)]
    pub org_id: Option<String>,
    /// The node's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The name in other languages.
    #[serde(default)]
    pub name_i18n: Option<String>,
    /// The node's code.
    #[serde(default)]
    pub code: Option<String>,
    /// What the node is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The description in other languages.
    #[serde(default)]
    pub description_i18n: Option<String>,
    /// Position among its siblings.
    #[serde(default)]
    pub order: Option<i64>,
    /// The user who leads it.
    #[serde(default)]
    pub leader_user_id: Option<String>,
    /// When it was created.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

/// The path through an organisation to a department of a user.
///
/// ```
/// use authing_types::OrgPath;
///
/// let path: OrgPath = serde_json::from_str(
///     r#"[
///         {"type": "org", "id": "61de98be49267601119fb83a", "rootNodeId": "61de98be25bd7eb96892f46c"},
///         {"type": "node", "id": "61de98be25bd7eb96892f46c", "name": "Acme"},
///         {"type": "node", "id": "61de98be345a0152e8559104", "name": "Research"}
///     ]"#,
/// )?;
/// let names: Vec<_> = path.nodes.iter().filter_map(|node| node.name.as_deref()).collect();
/// assert_eq!(names.join(" / "), "Acme / Research");
/// assert_eq!(path.department().map(|node| node.id.as_str()), Some("61de98be345a0152e8559104"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrgPath {
    /// The organisation.
    pub org: Option<OrgSummary>,
    /// The nodes from the root down to the department.
    pub nodes: Vec<OrgNode>,
}

impl OrgPath {
    /// The department itself: the last of the nodes.
    pub fn department(&self) -> Option<&OrgNode> {
        self.nodes.last()
    }
}

/// On the wire it is one list whose entries have a `type`. What is neither an organisation nor a node
/// is left out.
impl<'de> Deserialize<'de> for OrgPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut path = Self::default();
        for entry in lenient::list::<D, Value>(deserializer)? {
            match entry.get("type").and_then(Value::as_str).unwrap_or("node") {
                "org" => path.org = Some(read(entry)?),
                "node" => path.nodes.push(read(entry)?),
                _ => {}
            }
        }
        Ok(path)
    }
}

impl Serialize for OrgPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "type", rename_all = "lowercase")]
        enum Entry<'a> {
            Org(&'a OrgSummary),
            Node(&'a OrgNode),
        }
        let mut list = serializer.serialize_seq(None)?;
        if let Some(org) = &self.org {
            list.serialize_element(&Entry::Org(org))?;
        }
        for node in &self.nodes {
            list.serialize_element(&Entry::Node(node))?;
        }
        list.end()
    }
}

redacted_debug! {
    OrgSummary { id, user_pool_id, root_node_id, tenant_id, created_at, updated_at }
    OrgNode { id, org_id, code, order, leader_user_id, created_at, updated_at }
    OrgPath { org, nodes }
}

fn read<T: DeserializeOwned, E: serde::de::Error>(entry: Value) -> Result<T, E> {
    serde_json::from_value(entry).map_err(E::custom)
}
