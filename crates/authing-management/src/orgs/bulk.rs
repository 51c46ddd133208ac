//! Departments and their members from a file and into one.

use std::{
    collections::HashMap,
    error::Error as StdError,
    sync::{Mutex, PoisonError},
};

use authing_core::{Error, ErrorKind};
use authing_types::{Node, User};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value, json};

use super::{ListNodeMembers, NewNode, NodeKey, OrgsApi, UpdateNode};
use crate::{
    ManagementClient,
    bulk::{
        Done, Existing, Export, Fields, Format, ImportFailed, ImportOptions, ImportReport,
        RowImporter, USER_KEYS, import_setters, known, run, write_header, write_row,
    },
};

const NODE_COLUMNS: [&str; 7] =
    ["code", "parentCode", "name", "nameI18n", "description", "descriptionI18n", "order"];

const MEMBER_COLUMNS: [&str; 7] =
    ["nodeCode", "userId", "externalId", "username", "email", "phone", "leader"];

/// How many members are added at the same time.
const CONCURRENCY: usize = 8;

/// How many nodes' ids are remembered, so that the siblings in a file ask for their parent once.
const REMEMBERED: usize = 10_000;

/// How many rows of an export make a piece.
const PIECE: usize = 500;

impl OrgsApi<'_> {
    /// Adds the nodes of a file to an organisation, one after the other: a parent stands before
    /// its children.
    ///
    /// The columns are `code` and `name`, which every row has, `parentCode`, which is the root's
    /// when it is left out, `nameI18n`, `description`, `descriptionI18n` and `order`. What
    /// [`export_nodes`](Self::export_nodes) writes can be read. With [`Existing::Update`] a node
    /// that is there gets name and description, and keeps its place.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient,
    ///     bulk::{Existing, Format, ImportNodes, blocks},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::File::open("departments.csv")?;
    /// let request = ImportNodes::new(Format::Csv).existing(Existing::Skip);
    /// let org = "61de98be49267601119fb83a";
    /// let report = management.orgs().import_nodes(org, request, blocks(file)).await?;
    /// println!("{} departments are new", report.created);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `rootNode` once, `nodeByCode` and `addNodeV2` or `updateNode` for every row.
    /// Idempotent with [`Existing::Skip`] or [`Existing::Update`].
    ///
    /// # Errors
    ///
    /// As for [`UsersApi::import`](crate::UsersApi::import); a row whose parent does not exist is
    /// rejected.
    pub async fn import_nodes<B, E>(
        &self,
        org_id: impl Into<String>,
        request: ImportNodes,
        source: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<ImportReport, ImportFailed>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let existing = request.options.existing;
        self.import_rows(org_id.into(), request.options, source, &NODE_COLUMNS, |org| {
            NodeImporter { org, existing, ids: Mutex::default() }
        })
        .await
    }

    /// Writes the nodes of an organisation into a file, parents before children. The root, which
    /// every organisation has, is left out; a node without a code is written with its id in place
    /// of one, so that its children can name it.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, bulk::Format};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut pieces = management.orgs().export_nodes("61de98be49267601119fb83a", Format::Csv);
    /// while let Some(piece) = pieces.try_next().await? {
    ///     print!("{}", String::from_utf8_lossy(&piece));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org`: the server returns an organisation whole. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get), as the last item of the stream.
    pub fn export_nodes(&self, org_id: impl Into<String>, format: Format) -> Export {
        let (client, org_id) = (self.client.clone(), org_id.into());
        let pieces = stream::once(async move {
            let org = client.orgs().get(org_id).await?;
            let tree = org.tree();
            let root = tree.root();
            let mut pieces = vec![write_header(format, &NODE_COLUMNS)];
            let mut piece = Vec::new();
            for (index, node) in root.descendants().enumerate() {
                let parent = node.parent().filter(|parent| parent.id != root.id);
                let row = node_row(&node, parent.map(|parent| code_of(parent.node())));
                write_row(&mut piece, format, &NODE_COLUMNS, row)?;
                if (index + 1) % PIECE == 0 {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
            pieces.push(piece);
            let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
            Ok::<_, Error>(stream::iter(pieces.map(|piece| Ok(Bytes::from(piece)))))
        });
        Export::new(pieces.try_flatten())
    }

    /// Puts the users of a file into nodes of an organisation, several at a time.
    ///
    /// The columns are `nodeCode`, one of `userId`, `externalId`, `username`, `email` and `phone`
    /// (the first that a row has is taken), and `leader`, which is true or false. A user without
    /// `nodeCode` goes to the root.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, bulk::{Format, ImportMembers, blocks}};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::File::open("members.csv")?;
    /// let request = ImportMembers::new(Format::Csv);
    /// let org = "61de98be49267601119fb83a";
    /// let report = management.orgs().import_members(org, request, blocks(file)).await?;
    /// println!("{} are in their departments", report.created);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `rootNode` once, `findUser` where a row has no `userId`, `addMember`.
    /// Idempotent: who is a member stays one.
    ///
    /// # Errors
    ///
    /// As for [`UsersApi::import`](crate::UsersApi::import); a row whose node or user does not exist is
    /// rejected.
    pub async fn import_members<B, E>(
        &self,
        org_id: impl Into<String>,
        request: ImportMembers,
        source: impl Stream<Item = Result<B, E>> + Send,
    ) -> Result<ImportReport, ImportFailed>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        self.import_rows(org_id.into(), request.options, source, &MEMBER_COLUMNS, |org| {
            MemberImporter { org }
        })
        .await
    }

    /// Writes who is in which node of an organisation into a file. A user in several nodes stands
    /// there several times; the server does not tell who leads a node.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, bulk::Format};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let pieces = management.orgs().export_members("61de98be49267601119fb83a", Format::JsonLines);
    /// let file = pieces.try_collect::<Vec<_>>().await?.concat();
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org` once, then `nodeByIdWithMembers` for every node. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of [`list_members`](Self::list_members), as the last item of the stream.
    pub fn export_members(&self, org_id: impl Into<String>, format: Format) -> Export {
        let (client, org_id) = (self.client.clone(), org_id.into());
        let pieces = stream::once(async move {
            let org = client.orgs().get(org_id).await?;
            let root = org.root_node.id.clone();
            let nodes: Vec<_> =
                org.tree().root().walk().map(|node| node_name(&node, &root)).collect();
            let head = write_header(format, &MEMBER_COLUMNS);
            let head = (!head.is_empty()).then(|| Ok(Bytes::from(head)));
            let rest = stream::iter(nodes).map(move |(id, code)| {
                let pages = client.orgs().list_members(ListNodeMembers::new(id).limit(200)).pages();
                pages.map(move |page| {
                    let mut piece = Vec::new();
                    for user in &page?.list {
                        let row = member_row(user, code.as_deref());
                        write_row(&mut piece, format, &MEMBER_COLUMNS, row)?;
                    }
                    Ok(Bytes::from(piece))
                })
            });
            let rest = rest.flatten().try_filter(|piece| {
                let some = !piece.is_empty();
                async move { some }
            });
            Ok::<_, Error>(stream::iter(head).chain(rest))
        });
        Export::new(pieces.try_flatten())
    }
}

impl OrgsApi<'_> {
    async fn import_rows<B, E, I: RowImporter>(
        &self,
        org_id: String,
        options: ImportOptions,
        source: impl Stream<Item = Result<B, E>> + Send,
        columns: &[&str],
        importer: impl FnOnce(OrgImport) -> I,
    ) -> Result<ImportReport, ImportFailed>
    where
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let root = self.root_node(&org_id).await;
        let root =
            root.map_err(|error| ImportFailed::before_the_first_row(error, options.start_at))?;
        let client = self.client.clone();
        let importer =
            importer(OrgImport { client, org_id, root_id: root.id, format: options.format });
        run(options, source, |name| known(name, columns.iter().copied()), importer).await
    }
}

/// How [`OrgsApi::import_nodes`] reads a file.
pub struct ImportNodes {
    options: ImportOptions,
}

authing_types::redacted_debug!(ImportNodes { options });

impl ImportNodes {
    /// A file of this format.
    pub fn new(format: Format) -> Self {
        // A child needs its parent's id: one after the other.
        Self { options: ImportOptions::new(format, 1) }
    }

    import_setters!();
}

/// How [`OrgsApi::import_members`] reads a file.
pub struct ImportMembers {
    options: ImportOptions,
}

authing_types::redacted_debug!(ImportMembers { options });

impl ImportMembers {
    /// A file of this format.
    pub fn new(format: Format) -> Self {
        Self { options: ImportOptions::new(format, CONCURRENCY) }
    }

    import_setters!();
}

/// The organisation that a file is imported into.
struct OrgImport {
    client: ManagementClient,
    org_id: String,
    root_id: String,
    format: Format,
}

struct NodeImporter {
    org: OrgImport,
    existing: Existing,
    /// The ids of nodes by their codes.
    ids: Mutex<HashMap<String, String>>,
}

impl RowImporter for NodeImporter {
    async fn import(&self, fields: Map<String, Value>) -> Result<Done, Error> {
        let mut fields = Fields::new(self.org.format, fields);
        let code = needed("code", fields.text("code")?)?;
        let name = needed("name", fields.text("name")?)?;
        let parent = fields.text("parentCode")?.filter(|code| !code.is_empty());
        let description = fields.text("description")?;
        let mut node = NewNode::new(&name).code(&code);
        if let Some(text) = &description {
            node = node.description(text);
        }
        if let Some(text) = fields.text("nameI18n")? {
            node = node.name_i18n(text);
        }
        if let Some(text) = fields.text("descriptionI18n")? {
            node = node.description_i18n(text);
        }
        if let Some(order) = fields.number("order")? {
            node = node.order(order);
        }
        fields.end()?;
        let orgs = self.org.client.orgs();
        if let Some(there) = orgs.get_node_opt(NodeKey::code(&self.org.org_id, &code)).await? {
            return match self.existing {
                Existing::Reject => Err(Error::input("code", "is taken by another node")),
                Existing::Skip => Ok(Done::Skipped),
                Existing::Update => {
                    let mut changes = UpdateNode::new().name(name);
                    if let Some(text) = description {
                        changes = changes.description(text);
                    }
                    orgs.update_node(there.id, changes).await?;
                    Ok(Done::Updated)
                }
            };
        }
        let parent = match parent {
            None => self.org.root_id.clone(),
            Some(code) => self.id_of(code).await?,
        };
        let added = orgs.add_node(&self.org.org_id, parent, node).await?;
        self.remember(code, added.id);
        Ok(Done::Created)
    }
}

impl NodeImporter {
    async fn id_of(&self, code: String) -> Result<String, Error> {
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner).get(&code).cloned();
        if let Some(id) = ids {
            return Ok(id);
        }
        let node =
            self.org.client.orgs().get_node_opt(NodeKey::code(&self.org.org_id, &code)).await?;
        let node = node.ok_or_else(|| {
            Error::input("parentCode", "names no node: a parent stands before its children")
        })?;
        self.remember(code, node.id.clone());
        Ok(node.id)
    }

    fn remember(&self, code: String, id: String) {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        if ids.len() >= REMEMBERED {
            ids.clear();
        }
        ids.insert(code, id);
    }
}

struct MemberImporter {
    org: OrgImport,
}

impl RowImporter for MemberImporter {
    async fn import(&self, fields: Map<String, Value>) -> Result<Done, Error> {
        let mut fields = Fields::new(self.org.format, fields);
        let node = match fields.text("nodeCode")?.filter(|code| !code.is_empty()) {
            None => NodeKey::id(&self.org.root_id),
            Some(code) => NodeKey::code(&self.org.org_id, code),
        };
        let leader = fields.flag("leader")?.unwrap_or_default();
        let id = fields.text("userId")?.filter(|id| !id.is_empty());
        let keys = fields.user_keys();
        for (name, _) in USER_KEYS {
            fields.text(name)?;
        }
        fields.end()?;
        let id = match (id, keys.into_iter().next()) {
            (Some(id), _) => id,
            (None, Some(key)) => {
                let user = self.org.client.users().find(key).await?;
                user.ok_or_else(|| Error::new(ErrorKind::Input, "the user does not exist"))?.id
            }
            (None, None) => {
                let problem = "the row has no userId, externalId, username, email or phone";
                return Err(Error::new(ErrorKind::Input, problem));
            }
        };
        let orgs = self.org.client.orgs();
        match leader {
            true => orgs.add_leaders(node, [id]).await?,
            false => orgs.add_members(node, [id]).await?,
        };
        Ok(Done::Created)
    }
}

fn needed(name: &str, text: Option<String>) -> Result<String, Error> {
    text.filter(|text| !text.is_empty()).ok_or_else(|| Error::input(name, "is missing"))
}

fn code_of(node: &Node) -> &str {
    node.code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&node.id)
}

/// A node's id, and what a file calls it: nothing for the root.
fn node_name(node: &Node, root: &str) -> (String, Option<String>) {
    (node.id.clone(), (node.id != root).then(|| code_of(node).to_owned()))
}

fn node_row(node: &Node, parent: Option<&str>) -> Value {
    json!({
        "code": code_of(node),
        "parentCode": parent,
        "name": node.name,
        "nameI18n": node.name_i18n,
        "description": node.description,
        "descriptionI18n": node.description_i18n,
        "order": node.order,
    })
}

fn member_row(user: &User, code: Option<&str>) -> Value {
    json!({
        "nodeCode": code,
        "userId": user.id,
        "externalId": user.external_id,
        "username": user.username,
        "email": user.email,
        "phone": user.phone,
    })
}
