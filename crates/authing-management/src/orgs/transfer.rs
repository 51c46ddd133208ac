//! Whole trees, in and out.

use authing_core::{Call, Error, Operation};
use authing_types::{OrgSummary, lenient};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ExportedNode, OrgsApi};

const IMPORT: Operation = Operation::post("orgs.import", "/api/v2/orgs/import").management();
const EXPORT: Operation =
    Operation::get("orgs.export", "/api/v2/orgs/export").management().idempotent();
const EXPORT_ALL: Operation =
    Operation::get("orgs.export_all", "/api/v2/orgs/export").management().idempotent();
const LIST_BY_TENANT: Operation =
    Operation::get("orgs.list_by_tenant", "/api/v2/orgs/by-tenant").management().idempotent();

impl OrgsApi<'_> {
    /// Creates an organisation with its whole tree.
    ///
    /// ```no_run
    /// use authing_management::{ImportNode, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let tree = ImportNode::new("Acme").code("acme").children([
    ///     ImportNode::new("Operations").code("operations").description("keeps it running"),
    ///     ImportNode::new("Research").code("research").children([ImportNode::new("Back end")]),
    /// ]);
    /// let acme = management.orgs().import(tree).await?;
    /// println!("{} with the root {:?}", acme.id, acme.root_node_id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/orgs/import`. Not idempotent: it would create a second organisation.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a node without a name; else those of every
    /// call.
    pub fn import(&self, tree: ImportNode) -> Call<OrgSummary> {
        self.call(IMPORT)
            .check(tree.check())
            .rest(|request| request.json(&json!({ "filetype": "json", "file": tree })))
    }

    /// Exports an organisation: its root with the members, and inside of it all nodes below with
    /// theirs. `ImportNode::from` makes something to import of it.
    ///
    /// ```no_run
    /// use authing_management::{ImportNode, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let acme = management.orgs().export("61de98be49267601119fb83a").await?;
    /// let copy = management.orgs().import(ImportNode::from(&acme)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/orgs/export`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such organisation.
    pub fn export(&self, org_id: impl Into<String>) -> Call<ExportedNode> {
        let org_id = org_id.into();
        let call = self.call(EXPORT).required("org_id", &org_id);
        call.rest(|request| request.query("org_id", &org_id))
    }

    /// Exports all organisations.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for root in management.orgs().export_all().await? {
    ///     println!("{:?}: {} nodes", root.name, root.walk().count());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/orgs/export`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn export_all(&self) -> Call<Vec<ExportedNode>> {
        self.call(EXPORT_ALL).rest(|request| request).map(Trees::list)
    }

    /// Lists the organisations of a tenant, as an export has them. A tenant has one at most.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let of_acme = management.orgs().list_by_tenant("619b07312d6b99e1af7d8e4e").await?;
    /// if let Some(root) = of_acme.first() {
    ///     println!("{:?}", root.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/orgs/by-tenant`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such tenant.
    pub fn list_by_tenant(&self, tenant_id: impl Into<String>) -> Call<Vec<ExportedNode>> {
        let tenant_id = tenant_id.into();
        let call = self.call(LIST_BY_TENANT).required("tenant_id", &tenant_id);
        call.rest(|request| request.query("tenant_id", &tenant_id)).map(Trees::list)
    }
}

#[derive(Deserialize)]
struct Trees(#[serde(deserialize_with = "lenient::optional_list")] Option<Vec<ExportedNode>>);

impl Trees {
    fn list(self) -> Vec<ExportedNode> {
        self.0.unwrap_or_default()
    }
}

/// A node to import, with the nodes below it. It is read from JSON as it is written, so a tree may
/// come from a file.
///
/// ```
/// use authing_management::ImportNode;
///
/// let tree: ImportNode = serde_json::from_str(
///     r#"{"name": "Acme", "children": [{"name": "Research", "code": "research"}]}"#,
/// )?;
/// assert_eq!(tree, ImportNode::new("Acme").child(ImportNode::new("Research").code("research")));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportNode {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<ImportNode>,
}

authing_types::redacted_debug!(ImportNode { code, children });

impl ImportNode {
    /// A node of this name with none below it.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), code: None, description: None, children: Vec::new() }
    }

    /// A code that no other node of the tree has.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// What the node is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// One more node below it.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    /// More nodes below it.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    fn check(&self) -> Result<(), Error> {
        let mut next = vec![self];
        while let Some(node) = next.pop() {
            if node.name.trim().is_empty() {
                return Err(Error::input("tree", "has a node without a name"));
            }
            next.extend(&node.children);
        }
        Ok(())
    }
}

/// What an import takes of an export: names, codes and descriptions, but not the members.
impl From<&ExportedNode> for ImportNode {
    fn from(node: &ExportedNode) -> Self {
        Self {
            name: node.name.clone().unwrap_or_default(),
            code: node.code.clone(),
            description: node.description.clone(),
            children: node.children.iter().map(Self::from).collect(),
        }
    }
}
