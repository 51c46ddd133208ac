//! Departments and their members from a file and into one.

use std::{
    collections::{HashMap, HashSet},
    error::Error as StdError,
    sync::{Mutex, PoisonError},
};

use authing_core::{Error, ErrorKind, WithMeta, client::Asked};
use authing_types::{Node, SetAside, TreeNode, User};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, Value, json};

use super::{ListNodeMembers, NewNode, NodeKey, OrgsApi, UpdateNode};
use crate::{
    ManagementClient, UserIdField,
    bulk::{
        ColumnNames, Done, Existing, Export, Fields, Format, Holder, ImportFailed, ImportOptions,
        ImportReport, MatchKey, Names, Piece, Place, Rejected, RowImporter, check_columns,
        import_setters, run, write_header, write_row,
    },
    users::{
        MAX_BATCH,
        bulk::{Account, look_up},
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
        let needed = ("code", "by which this import knows nodes");
        self.import_rows(org_id.into(), request.options, source, &NODE_COLUMNS, needed, |org| {
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
    /// Those of [`get`](Self::get), as the last item of the stream; and [`ErrorKind::Decode`], behind
    /// the last piece, when there are nodes that nobody could read: see [`Export`].
    pub fn export_nodes(&self, org_id: impl Into<String>, format: Format) -> Export {
        let (client, org_id) = (self.client.clone(), org_id.into());
        let pieces = stream::once(async move {
            let WithMeta { value: org, meta, .. } = client.orgs().get(org_id).with_meta().await?;
            let tree = org.tree();
            let root = tree.root();
            let mut set_aside = meta.set_aside;
            let mut homeless = HashSet::new();
            let names = ColumnNames::default();
            let mut pieces = vec![Piece::from(write_header(format, &NODE_COLUMNS, &names))];
            let mut text = Vec::new();
            let below_root = root.descendants().chain(tree.detached().flat_map(TreeNode::walk));
            for (index, node) in below_root.enumerate() {
                let parent = node.parent();
                let is_lost = |parent: &TreeNode<'_, '_>| homeless.contains(&parent.id);
                if !has_its_place(&node) || parent.is_some_and(|parent| is_lost(&parent)) {
                    homeless.insert(&node.node().id);
                    let path = format!("data.org.nodes[{}]", node.id);
                    set_aside.push(SetAside::new(path, "stands below what is missing", true));
                    continue;
                }
                let parent = parent.filter(|parent| parent.id != root.id);
                let row = node_row(&node, parent.map(|parent| code_of(parent.node())));
                write_row(&mut text, format, &NODE_COLUMNS, &names, row)?;
                if (index + 1) % PIECE == 0 {
                    pieces.push(std::mem::take(&mut text).into());
                }
            }
            pieces.push(Piece { text, set_aside });
            Ok::<_, Error>(stream::iter(pieces.into_iter().map(Ok)))
        });
        Export::new(pieces.try_flatten())
    }

    /// Puts the users of a file into nodes of an organisation, several at a time.
    ///
    /// The columns are `nodeCode`, `userId`, `externalId`, `username`, `email`, `phone` and
    /// `leader`, which is true or false. The import declares which of them says who a member is;
    /// every row must have it, and the others are not looked at; names are the same as in an
    /// [import of users](crate::bulk::MatchKey). A user without `nodeCode` goes to
    /// the root. What [`export_members`](Self::export_members) writes can be read.
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient, UserIdField,
    ///     bulk::{Format, ImportMembers, blocks},
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let file = std::fs::File::open("members.csv")?;
    /// let request = ImportMembers::new(Format::Csv, UserIdField::Username);
    /// let org = "61de98be49267601119fb83a";
    /// let report = management.orgs().import_members(org, request, blocks(file)).await?;
    /// println!("{} are in their departments", report.created);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `rootNode` once, `userBatch` for 80 rows unless they say who by `userId`, `addMember`.
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
        let ImportMembers { options, key } = request;
        let needed = (column(key), "by which this import finds users");
        self.import_rows(org_id.into(), options, source, &MEMBER_COLUMNS, needed, |org| {
            MemberImporter { org, key }
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
    /// Those of [`list_members`](Self::list_members), as the last item of the stream; and
    /// [`ErrorKind::Decode`], behind the last piece, when there are nodes or members that nobody could
    /// read: see [`Export`].
    pub fn export_members(&self, org_id: impl Into<String>, format: Format) -> Export {
        let (client, org_id) = (self.client.clone(), org_id.into());
        let pieces = stream::once(async move {
            let WithMeta { value: org, meta, .. } = client.orgs().get(org_id).with_meta().await?;
            let tree = org.tree();
            let tops = std::iter::once(tree.root()).chain(tree.detached());
            let nodes: Vec<_> = tops
                .flat_map(TreeNode::walk)
                .map(|node| node_name(&node, &tree.root().id))
                .collect();
            let names = ColumnNames::default();
            let head = write_header(format, &MEMBER_COLUMNS, &names);
            let head = Piece { text: head, set_aside: meta.set_aside };
            let rest = stream::iter(nodes).map(move |(id, code)| {
                let names = names.clone();
                let pages = client.orgs().list_members(ListNodeMembers::new(id).limit(200)).pages();
                pages.map(move |page| {
                    let page = page?;
                    let mut text = Vec::new();
                    for user in &page.list {
                        let row = member_row(user, code.as_deref());
                        write_row(&mut text, format, &MEMBER_COLUMNS, &names, row)?;
                    }
                    Ok(Piece { text, set_aside: page.set_aside })
                })
            });
            Ok::<_, Error>(stream::iter([Ok(head)]).chain(rest.flatten()))
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
        needed: (&str, &str),
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
        let importer = importer(OrgImport {
            client,
            org_id,
            root_id: root.id,
            format: options.reading.format,
        });
        let check = |names: &[String]| check_columns(names, columns.iter().copied(), needed);
        run(options, source, check, importer).await
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
    key: UserIdField,
}

authing_types::redacted_debug!(ImportMembers { options, key });

impl ImportMembers {
    /// A file of this format, whose rows say by this property who a member is.
    pub fn new(format: Format, key: UserIdField) -> Self {
        Self { options: ImportOptions::new(format, CONCURRENCY), key }
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

impl OrgImport {
    fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("host", self.client.api().pipeline().host().to_owned()),
            ("user_pool", self.client.user_pool_id().to_owned()),
            ("org", self.org_id.clone()),
        ]
    }
}

struct NodeImporter {
    org: OrgImport,
    existing: Existing,
    /// The ids of nodes by their codes.
    ids: Mutex<HashMap<String, String>>,
}

/// What a row says of a node.
struct NodeRow {
    code: String,
    name: String,
    parent: Option<String>,
    description: Option<String>,
    node: NewNode,
}

impl RowImporter for NodeImporter {
    type Row = NodeRow;
    type Known = ();

    fn key(&self) -> Option<&'static str> {
        Some("code")
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        self.org.settings()
    }

    fn read(&self, fields: Map<String, Value>) -> Result<NodeRow, Error> {
        let mut fields = Fields::new(self.org.format, fields);
        let code = needed("code", fields.name("code")?)?;
        let name = needed("name", fields.text("name")?)?;
        let parent = fields.name("parentCode")?;
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
        Ok(NodeRow { code, name, parent, description, node })
    }

    fn names(&self, row: &NodeRow) -> Vec<(&'static str, String)> {
        vec![("code", row.code.clone())]
    }

    async fn import(
        &self,
        row: &NodeRow,
        _known: Option<()>,
        place: &mut Place<'_>,
    ) -> Result<Done, Rejected> {
        let orgs = self.org.client.orgs();
        let there = orgs.get_node_opt(NodeKey::code(&self.org.org_id, &row.code)).await?;
        let done = match (there, self.existing) {
            // This import added it, and was not told so.
            (Some(there), _) if place.maybe_created => {
                self.remember(row.code.clone(), there.id);
                Done::Created
            }
            (Some(_), Existing::Reject) => {
                let row = place.holder("code").map(Holder::row);
                return Err(Rejected::already_there("code", row));
            }
            (Some(_), Existing::Skip) => Done::Skipped,
            (Some(there), Existing::Update) => {
                let mut changed = Vec::new();
                let mut changes = UpdateNode::new();
                if row.name != there.name {
                    changed.push("name".to_owned());
                    changes = changes.name(&row.name);
                }
                if let Some(text) = &row.description
                    && there.description.as_ref() != Some(text)
                {
                    changed.push("description".to_owned());
                    changes = changes.description(text);
                }
                let is_changed = !changed.is_empty();
                let done = place.changing(changed).await?;
                if is_changed {
                    orgs.update_node(there.id, changes).await?;
                }
                done
            }
            (None, _) => {
                let parent = match &row.parent {
                    None => self.org.root_id.clone(),
                    Some(code) => self.id_of(code.clone()).await?,
                };
                let add = orgs.add_node(&self.org.org_id, parent, row.node.clone());
                let added = place.creating(add).await?;
                self.remember(row.code.clone(), added.id);
                Done::Created
            }
        };
        place.hold(|_| true);
        Ok(done)
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
    key: UserIdField,
}

/// What a row says of a member.
struct MemberRow {
    node: NodeKey,
    /// What the user is found by.
    user: String,
    leader: bool,
}

impl RowImporter for MemberImporter {
    type Row = MemberRow;
    /// The ids of the users with that.
    type Known = Vec<String>;

    const LOOKED_UP: usize = MAX_BATCH;

    fn key(&self) -> Option<&'static str> {
        None
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        let mut settings = self.org.settings();
        settings.push(("match_key", column(self.key).to_owned()));
        settings
    }

    fn read(&self, fields: Map<String, Value>) -> Result<MemberRow, Error> {
        let mut fields = Fields::new(self.org.format, fields);
        let node = match fields.name("nodeCode")? {
            None => NodeKey::id(&self.org.root_id),
            Some(code) => NodeKey::code(&self.org.org_id, code),
        };
        let leader = fields.flag("leader")?.unwrap_or_default();
        let mut user = None;
        for name in USER_COLUMNS {
            if name == column(self.key) {
                user = fields.name(name)?;
            } else {
                fields.text(name)?;
            }
        }
        fields.end()?;
        let user = user.ok_or_else(|| {
            let key = column(self.key);
            let problem = format!("the row has no `{key}`, by which this import finds users");
            Error::new(ErrorKind::Input, problem)
        })?;
        Ok(MemberRow { node, user, leader })
    }

    /// A user may be in several nodes.
    fn names(&self, _row: &MemberRow) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    async fn look_up(&self, rows: &[&MemberRow]) -> Result<Vec<Vec<String>>, Error> {
        let Some(key) = match_key(self.key) else {
            return Ok(rows.iter().map(|row| vec![row.user.clone()]).collect());
        };
        let names: Vec<_> = rows.iter().map(|row| Names::only(key, &row.user)).collect();
        let found =
            look_up(&self.org.client, &names.iter().collect::<Vec<_>>(), &Asked::default()).await?;
        let same = |(names, accounts): (&Names, Vec<Account>)| {
            let same = accounts.into_iter().filter(|account| names.are_same(key, &account.names));
            same.map(|account| account.id).collect()
        };
        Ok(names.iter().zip(found).map(same).collect())
    }

    async fn import(
        &self,
        row: &MemberRow,
        known: Option<Vec<String>>,
        _place: &mut Place<'_>,
    ) -> Result<Done, Rejected> {
        let found = match known {
            Some(found) => found,
            None => self.look_up(&[row]).await?.pop().unwrap_or_default(),
        };
        let key = column(self.key);
        let refuse = |problem| Error::new(ErrorKind::Input, problem);
        let id = match <[String; 1]>::try_from(found) {
            Ok([id]) => id,
            Err(none) if none.is_empty() => {
                return Err(refuse(format!("there is no user with this `{key}`")).into());
            }
            // A phone number with and without its country code.
            Err(_) => {
                return Err(refuse(format!("there are several users with this `{key}`")).into());
            }
        };
        let orgs = self.org.client.orgs();
        match row.leader {
            true => orgs.add_leaders(row.node.clone(), [id]).await?,
            false => orgs.add_members(row.node.clone(), [id]).await?,
        };
        Ok(Done::Created)
    }
}

/// The columns that say who a member is.
const USER_COLUMNS: [&str; 5] = ["userId", "externalId", "username", "email", "phone"];

pub(super) fn column(key: UserIdField) -> &'static str {
    match key {
        UserIdField::Id => "userId",
        UserIdField::ExternalId => "externalId",
        UserIdField::Username => "username",
        UserIdField::Email => "email",
        UserIdField::Phone => "phone",
    }
}

/// What a user other than by the id is matched by.
pub(super) fn match_key(key: UserIdField) -> Option<MatchKey> {
    match key {
        UserIdField::Id => None,
        UserIdField::ExternalId => Some(MatchKey::ExternalId),
        UserIdField::Username => Some(MatchKey::Username),
        UserIdField::Email => Some(MatchKey::Email),
        UserIdField::Phone => Some(MatchKey::Phone),
    }
}

fn needed(name: &str, text: Option<String>) -> Result<String, Error> {
    text.filter(|text| !text.is_empty()).ok_or_else(|| Error::input(name, "is missing"))
}

pub(super) fn code_of(node: &Node) -> &str {
    node.code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&node.id)
}

/// A node's id, and what a file calls it: nothing for the root.
fn node_name(node: &Node, root: &str) -> (String, Option<String>) {
    (node.id.clone(), (node.id != root).then(|| code_of(node).to_owned()))
}

/// Whether the node above is the one that node or parent says, and not the next one that was left when
/// that was missing.
pub(super) fn has_its_place(node: &TreeNode<'_, '_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let lists = parent.children.iter().flatten().any(|child| *child == node.id);
    lists || node.path.iter().rev().find(|id| **id != node.id) == Some(&parent.id)
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
