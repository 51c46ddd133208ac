//! `authing orgs`.

use authing_management::{
    CreateOrg, ListNodeMembers, ListOrgs, ManagementClient, NewNode, UpdateNode,
    types::{Org, TreeNode},
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    orgs_sync::{Export, Sync},
    shared::{USER_COLUMNS, USERS, counted, nothing_to_change, user_ids},
};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions, to_value},
    failure::Failure,
    output::{Column, column},
    shown::{excerpt, one_line},
    texts::Thing,
};

const ORGS: Thing =
    Thing { one: "organisation", many: "organisations", chinese: "个组织机构" };
const NODES: Thing = Thing { one: "department", many: "departments", chinese: "个部门" };

const COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("rootNode.name", "NAME", "名称"),
    column("rootNode.code", "CODE", "编码"),
    column("rootNode.id", "ROOT NODE", "根部门"),
    column("rootNode.createdAt", "CREATED", "创建时间"),
];

const NODE_COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("name", "NAME", "名称"),
    column("code", "CODE", "编码"),
    column("depth", "DEPTH", "层级"),
    column("namePath", "PATH", "路径"),
];

const EXAMPLES: &str = "Examples:
  authing orgs list
  authing orgs tree 5f9d0cee4e4bb7a8f9d0cee4
  authing orgs nodes add 5f9d0cee4e4bb7a8f9d0cee4 --parent 5f9d0cef60d09ff5a4c87c06 Sales
  authing orgs members add 5f9d0cef60d09ff5a4c87c06 email:alice@example.com";

/// Manages organisations, their departments and who works there
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Orgs {
    /// Lists organisations
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows an organisation with its departments
    Get(One),
    /// Draws the departments of an organisation as a tree
    Tree(One),
    /// Creates an organisation
    Create(Create),
    /// Changes the root department of an organisation: what is not named keeps its value
    Update(Update),
    /// Deletes organisations with all their departments. Their members stay users
    #[command(visible_alias = "rm")]
    Delete(Several),
    /// Manages departments
    #[command(subcommand)]
    Nodes(Nodes),
    /// Manages the members of a department
    #[command(subcommand)]
    Members(Members),
    Sync(Box<Sync>),
    Export(Export),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The organisation's id
    #[arg(value_name = "ORG")]
    org: String,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The organisations' ids
    #[arg(value_name = "ORG", required = true)]
    orgs: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Create {
    /// The organisation's name
    #[arg(value_name = "NAME")]
    name: String,
    /// A code by which programs know it
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// What it is
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

/// What can be changed of a department.
#[derive(Args, Debug)]
pub(crate) struct NodeChanges {
    /// Another name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Another code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Another description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
}

impl NodeChanges {
    fn read(self) -> Result<UpdateNode, Failure> {
        if self.name.is_none() && self.code.is_none() && self.description.is_none() {
            return Err(nothing_to_change());
        }
        let mut changes = UpdateNode::new();
        if let Some(name) = self.name {
            changes = changes.name(name);
        }
        if let Some(code) = self.code {
            changes = changes.code(code);
        }
        if let Some(text) = self.description {
            changes = changes.description(text);
        }
        Ok(changes)
    }
}

#[derive(Args, Debug)]
pub(crate) struct Update {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    changes: NodeChanges,
}

/// Manages departments
#[derive(Debug, Subcommand)]
pub(crate) enum Nodes {
    /// Lists the departments of an organisation, or those right below one
    #[command(visible_alias = "ls")]
    List {
        #[command(flatten)]
        one: One,
        /// Only the departments right below this one
        #[arg(long, value_name = "NODE")]
        parent: Option<String>,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Shows a department
    Get {
        /// The department's id
        #[arg(value_name = "NODE")]
        node: String,
    },
    /// Finds departments by a part of their name
    Search {
        /// What to look for
        #[arg(value_name = "TEXT")]
        text: String,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Adds a department
    Add {
        #[command(flatten)]
        one: One,
        /// The department's name
        #[arg(value_name = "NAME")]
        name: String,
        /// The department above it; without it, the root
        #[arg(long, value_name = "NODE")]
        parent: Option<String>,
        /// A code by which programs know it
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
        /// What it is
        #[arg(long, value_name = "TEXT")]
        description: Option<String>,
        /// Its place among those beside it
        #[arg(long, value_name = "N")]
        order: Option<i64>,
    },
    /// Changes a department: what is not named keeps its value
    Update {
        /// The department's id
        #[arg(value_name = "NODE")]
        node: String,
        #[command(flatten)]
        changes: NodeChanges,
    },
    /// Moves a department, with all below it, to another place
    Move {
        #[command(flatten)]
        one: One,
        /// The department's id
        #[arg(value_name = "NODE")]
        node: String,
        /// The department that is to be above it
        #[arg(long = "to", value_name = "NODE")]
        parent: String,
    },
    /// Deletes departments
    #[command(visible_alias = "rm")]
    Delete {
        #[command(flatten)]
        one: One,
        /// The departments' ids
        #[arg(value_name = "NODE", required = true)]
        nodes: Vec<String>,
    },
}

/// Manages the members of a department
#[derive(Debug, Subcommand)]
pub(crate) enum Members {
    /// Lists the members of a department
    #[command(visible_alias = "ls")]
    List {
        /// The department's id
        #[arg(value_name = "NODE")]
        node: String,
        /// Those of the departments below it, too
        #[arg(long)]
        recursive: bool,
        #[command(flatten)]
        list: ListOptions,
    },
    /// Adds members
    Add(NodeUsers),
    /// Removes members
    Remove(NodeUsers),
}

#[derive(Args, Debug)]
pub(crate) struct NodeUsers {
    /// The department's id
    #[arg(value_name = "NODE")]
    node: String,
    /// The users' ids, or email:…, phone:…, username:…, external-id:…
    #[arg(value_name = "USER", required = true)]
    users: Vec<String>,
}

impl Orgs {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let command = match self {
            // What is wrong with a file is told before the server is needed.
            Self::Sync(sync) => return sync.run(cx).await,
            Self::Export(export) => return export.run(cx).await,
            command => command,
        };
        let management = cx.management().await?;
        let orgs = management.orgs();
        match command {
            Self::Sync(_) | Self::Export(_) => Ok(()),
            Self::List(List { list }) => {
                let request = ListOrgs::new().limit(list.page_size());
                cx.list(orgs.list(request), COLUMNS, &list).await
            }
            Self::Get(One { org }) => show(cx, &orgs.get(org).await?),
            Self::Tree(One { org }) => tree(cx, &orgs.get(org).await?),
            Self::Create(Create { name, code, description }) => {
                let shown = excerpt(&name, 100);
                confirm(cx, &text!("create the organisation {shown}", "创建组织机构 {shown}"))
                    .await?;
                let mut request = CreateOrg::new(name);
                if let Some(code) = code {
                    request = request.code(code);
                }
                if let Some(text) = description {
                    request = request.description(text);
                }
                show(cx, &orgs.create(request).await?)
            }
            Self::Update(Update { one, changes }) => {
                let changes = changes.read()?;
                let shown = excerpt(&one.org, 100);
                confirm(cx, &text!("change the organisation {shown}", "更改组织机构 {shown}"))
                    .await?;
                let root = orgs.root_node(one.org).await?;
                cx.show(&orgs.update_node(root.id, changes).await?)
            }
            Self::Delete(Several { orgs: ids }) => {
                let many = counted(&ids, ORGS);
                let what = text!("delete {many} with all departments", "删除 {many}及其全部部门");
                confirm(cx, &what).await?;
                let done = |id: &str| text!("Deleted {id}.", "已删除 {id}。");
                cx.for_each(&ids, done, |id| async move { Ok(management.orgs().delete(id).await?) })
                    .await
            }
            Self::Nodes(command) => command.run(cx, management).await,
            Self::Members(command) => command.run(cx, management).await,
        }
    }
}

impl Nodes {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        let orgs = management.orgs();
        match self {
            Self::List { parent: Some(parent), list, .. } => {
                cx.list_all(&orgs.list_children(parent).await?, NODE_COLUMNS, &list)
            }
            Self::List { one, list, .. } => {
                let org = orgs.get(one.org).await?;
                let nodes: Vec<_> =
                    org.tree().root().walk().map(|node| node.node().clone()).collect();
                cx.list_all(&nodes, NODE_COLUMNS, &list)
            }
            Self::Get { node } => cx.show(&orgs.get_node(node).await?),
            Self::Search { text, list } => {
                cx.list_all(&orgs.search_nodes(text).await?, NODE_COLUMNS, &list)
            }
            Self::Add { one, name, parent, code, description, order } => {
                let (shown, org) = (excerpt(&name, 100), excerpt(&one.org, 100));
                let what = text!(
                    "add the department {shown} to the organisation {org}",
                    "在组织机构 {org} 中添加部门 {shown}"
                );
                confirm(cx, &what).await?;
                let parent = match parent {
                    Some(parent) => parent,
                    None => orgs.root_node(&one.org).await?.id,
                };
                let mut node = NewNode::new(name);
                if let Some(code) = code {
                    node = node.code(code);
                }
                if let Some(text) = description {
                    node = node.description(text);
                }
                if let Some(order) = order {
                    node = node.order(order);
                }
                cx.show(&orgs.add_node(one.org, parent, node).await?)
            }
            Self::Update { node, changes } => {
                let changes = changes.read()?;
                let shown = excerpt(&node, 100);
                confirm(cx, &text!("change the department {shown}", "更改部门 {shown}")).await?;
                cx.show(&orgs.update_node(node, changes).await?)
            }
            Self::Move { one, node, parent } => {
                let (shown, to) = (excerpt(&node, 100), excerpt(&parent, 100));
                let what = text!(
                    "move the department {shown} below {to}",
                    "将部门 {shown} 移动到 {to} 之下"
                );
                confirm(cx, &what).await?;
                orgs.move_node(one.org, &node, &parent).await?;
                let done = text!("Moved {shown} below {to}.", "已将 {shown} 移动到 {to} 之下。");
                cx.out.done(&done, || json!({ "id": node, "parent": parent }))
            }
            Self::Delete { one, nodes } => {
                let many = counted(&nodes, NODES);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |id: &str| text!("Deleted {id}.", "已删除 {id}。");
                let org = &*one.org;
                cx.for_each(&nodes, done, |node| async move {
                    Ok(management.orgs().delete_node(org, node).await?)
                })
                .await
            }
        }
    }
}

impl Members {
    async fn run(self, cx: &Context, management: &ManagementClient) -> Result<(), Failure> {
        let orgs = management.orgs();
        match self {
            Self::List { node, recursive, list } => {
                let mut request = ListNodeMembers::new(node).limit(list.page_size());
                if recursive {
                    request = request.include_children_nodes();
                }
                cx.list(orgs.list_members(request), USER_COLUMNS, &list).await
            }
            Self::Add(NodeUsers { node, users }) => {
                let (many, shown) = (counted(&users, USERS), excerpt(&node, 100));
                let what =
                    text!("add {many} to the department {shown}", "将 {many}加入部门 {shown}");
                confirm(cx, &what).await?;
                let ids = user_ids(management, &users).await?;
                orgs.add_members(&*node, &ids).await?;
                let done = text!("Added {many} to {shown}.", "已将 {many}加入 {shown}。");
                cx.out.done(&done, || json!({ "id": node, "added": ids }))
            }
            Self::Remove(NodeUsers { node, users }) => {
                let (many, shown) = (counted(&users, USERS), excerpt(&node, 100));
                let what =
                    text!("take {many} out of the department {shown}", "将 {many}移出部门 {shown}");
                confirm(cx, &what).await?;
                let ids = user_ids(management, &users).await?;
                orgs.remove_members(&*node, &ids).await?;
                let done = text!("Took {many} out of {shown}.", "已将 {many}移出 {shown}。");
                cx.out.done(&done, || json!({ "id": node, "removed": ids }))
            }
        }
    }
}

/// What an organisation is for people, and all of it for scripts.
fn show(cx: &Context, org: &Org) -> Result<(), Failure> {
    if cx.out.is_json() {
        return cx.show(org);
    }
    let root = &org.root_node;
    cx.show(&json!({
        "id": org.id,
        "name": root.name,
        "code": root.code,
        "description": root.description,
        "rootNode": root.id,
        "departments": org.nodes.len(),
        "createdAt": root.created_at,
    }))
}

/// A drawing for people, and a line for each department for scripts.
fn tree(cx: &Context, org: &Org) -> Result<(), Failure> {
    let tree = org.tree();
    if cx.out.is_json() {
        return flattened(org)?.iter().try_for_each(|node| cx.out.json_line(node));
    }
    draw(cx, tree.root(), "", "")?;
    // What the server lists and hangs nowhere is shown, too.
    for node in tree.detached() {
        draw(cx, node, "? ", "  ")?;
    }
    Ok(())
}

/// The departments one after the other, each before those below it: `depth` says where it hangs.
fn flattened(org: &Org) -> Result<Vec<Value>, Failure> {
    let tree = org.tree();
    let nodes = tree.root().walk().map(|node| (node.depth(), node.node()));
    let with_depth = |(depth, node)| {
        let mut value = to_value(node)?;
        if let Value::Object(fields) = &mut value {
            fields.insert("depth".to_owned(), Value::from(depth));
        }
        Ok(value)
    };
    nodes.map(with_depth).collect()
}

/// A department and all below it: `own` stands before it, `below` before what is below it.
///
/// It keeps a list instead of calling itself, so that no depth that a server makes up is too much.
fn draw(cx: &Context, top: TreeNode<'_, '_>, own: &str, below: &str) -> Result<(), Failure> {
    let mut open = vec![(top, own.to_owned(), below.to_owned())];
    while let Some((node, own, below)) = open.pop() {
        let name = one_line(&node.name);
        let code = node.code.as_deref().filter(|code| !code.is_empty());
        let code = code.map(|code| format!(" [{}]", one_line(code))).unwrap_or_default();
        let id = cx.out.dim(&one_line(&node.id));
        cx.out.line(&format!("{own}{name}{code}  {id}"))?;
        // The last to be put down is the first to be taken up.
        for (index, child) in node.children().rev().enumerate() {
            let (branch, trunk) =
                if index == 0 { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            open.push((child, format!("{below}{branch}"), format!("{below}{trunk}")));
        }
    }
    Ok(())
}
