//! How an organisation is.

use std::collections::HashMap;

use authing_core::{Error, ErrorKind, WithMeta};
use authing_types::{Node, TreeNode, User};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{
    model::{Department, DepartmentKey, Departments, Member, Members, ROOT},
    problems::shown,
};
use crate::{
    ManagementClient, UserIdField,
    orgs::{
        ListNodeMembers, OrgsApi,
        bulk::{code_of, has_its_place},
    },
};

/// How many lists of members are read at the same time.
const CONCURRENCY: usize = 4;

/// How many members a page has.
const PAGE: u32 = 200;

impl OrgsApi<'_> {
    /// Gets the departments of an organisation as a sync knows them; [`Departments::to_file`] writes them.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, bulk::Format, orgs::departments::DepartmentKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let org = "61de98be49267601119fb83a";
    /// let departments = management.orgs().get_departments(org, DepartmentKey::Code).await?;
    /// std::fs::write("departments.csv", departments.to_file(Format::Csv)?)?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get); [`ErrorKind::Decode`] if a department could not be read, and
    /// [`ErrorKind::Input`] with paths, if two departments have the same.
    pub async fn get_departments(
        &self,
        org_id: impl Into<String>,
        key: DepartmentKey,
    ) -> Result<Departments, Error> {
        Current::get(self.client, org_id.into(), key).await?.departments()
    }

    /// Gets who is in which department of an organisation; [`Members::to_file`] writes it. Users are named by
    /// `user_key`; those who have no such key are counted in [`Members::without_key`].
    ///
    /// ```no_run
    /// use authing_management::{
    ///     ManagementClient, UserIdField, bulk::Format, orgs::departments::DepartmentKey,
    /// };
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let (org, key) = ("61de98be49267601119fb83a", DepartmentKey::Code);
    /// let members = management.orgs().get_department_members(org, key, UserIdField::Username).await?;
    /// std::fs::write("members.csv", members.to_file(Format::Csv)?)?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org` once, then `nodeByIdWithMembers` for each 200 members of each department. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`get_departments`](Self::get_departments), and for members that could not be read.
    pub async fn get_department_members(
        &self,
        org_id: impl Into<String>,
        department_key: DepartmentKey,
        user_key: UserIdField,
    ) -> Result<Members, Error> {
        let current = Current::get(self.client, org_id.into(), department_key).await?;
        let people = People::get(self.client, &current, user_key).await?;
        let mut members = Members::none(user_key, department_key);
        let mut places = HashMap::new();
        let mut unnamed = std::collections::HashSet::new();
        for (place, ids) in people.in_departments.iter().enumerate() {
            let department = current.key_at(place);
            for id in ids {
                match people.users.get(id).and_then(|user| key_of(user, user_key)) {
                    Some(key) => members.add(&mut places, 0, Member::new(key, [department])),
                    None => {
                        unnamed.insert(id);
                    }
                }
            }
        }
        members.without_key = unnamed.len() as u64;
        Ok(members)
    }
}

/// What a user is known by.
pub(super) fn key_of(user: &User, key: UserIdField) -> Option<&str> {
    let text = match key {
        UserIdField::Id => Some(&user.id),
        UserIdField::Username => user.username.as_ref(),
        UserIdField::Phone => user.phone.as_ref(),
        UserIdField::Email => user.email.as_ref(),
        UserIdField::ExternalId => user.external_id.as_ref(),
    };
    text.map(String::as_str).filter(|text| !text.trim().is_empty())
}

/// A department that is there.
pub(super) struct There {
    pub(super) key: String,
    pub(super) node: Node,
    /// The id of the one above.
    pub(super) parent: String,
}

/// The departments of an organisation, parents before their children.
pub(super) struct Current {
    pub(super) org_id: String,
    pub(super) root_id: String,
    pub(super) key: DepartmentKey,
    pub(super) list: Vec<There>,
    by_key: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
}

impl Current {
    pub(super) async fn get(
        client: &ManagementClient,
        org_id: String,
        key: DepartmentKey,
    ) -> Result<Self, Error> {
        let org = client.orgs().get(&org_id).with_meta().await?;
        let WithMeta { value: org, meta, .. } = org;
        if let Some(part) = meta.set_aside.first() {
            let problem =
                format!("the departments cannot be compared, since one could not be read: {part}");
            return Err(Error::new(ErrorKind::Decode, problem));
        }
        let tree = org.tree();
        let root = tree.root();
        let lost = tree.detached().next();
        let lost = lost.or_else(|| root.descendants().find(|node| !has_its_place(node)));
        if let Some(lost) = lost {
            let problem = format!(
                "the departments cannot be compared: that of the id {} stands below one that the server does not tell",
                shown(&lost.id)
            );
            return Err(Error::new(ErrorKind::Decode, problem));
        }
        let mut current = Self {
            org_id,
            root_id: root.id.clone(),
            key,
            list: Vec::new(),
            by_key: HashMap::new(),
            by_id: HashMap::new(),
        };
        for node in root.descendants() {
            let parent = node.parent().map_or_else(|| root.id.clone(), |parent| parent.id.clone());
            let key = current.key_of(&node, &parent);
            current.add(There { key, node: TreeNode::node(node).clone(), parent })?;
        }
        Ok(current)
    }

    fn key_of(&self, node: &Node, parent: &str) -> String {
        match self.key {
            DepartmentKey::Code => code_of(node).to_owned(),
            DepartmentKey::Id => node.id.clone(),
            DepartmentKey::Path => match self.by_id(parent) {
                Some(above) => format!("{}/{}", above.key, node.name.trim()),
                None => node.name.trim().to_owned(),
            },
        }
    }

    fn add(&mut self, there: There) -> Result<(), Error> {
        if self.key == DepartmentKey::Path && there.node.name.contains(['/', '／']) {
            let problem = format!(
                "the department {} has a `/` in its name, which a path cannot have: use codes",
                shown(&there.node.name)
            );
            return Err(Error::new(ErrorKind::Input, problem));
        }
        let place = self.list.len();
        if self.by_key.insert(there.key.clone(), place).is_some() {
            let problem = format!(
                "two departments of the organisation have the {} {}: choose another key, or rename one of them",
                self.key.as_str(),
                shown(&there.key)
            );
            return Err(Error::new(ErrorKind::Input, problem));
        }
        self.by_id.insert(there.node.id.clone(), place);
        self.list.push(there);
        Ok(())
    }

    pub(super) fn by_key(&self, key: &str) -> Option<&There> {
        self.list.get(*self.by_key.get(key)?)
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&There> {
        self.list.get(*self.by_id.get(id)?)
    }

    /// The key of a place in the lists of members: the root has the first.
    pub(super) fn key_at(&self, place: usize) -> &str {
        let there = place.checked_sub(1).and_then(|place| self.list.get(place));
        there.map_or(ROOT, |there| &there.key)
    }

    pub(super) fn id_at(&self, place: usize) -> &str {
        let there = place.checked_sub(1).and_then(|place| self.list.get(place));
        there.map_or(&self.root_id, |there| &there.node.id)
    }

    /// The key of what a department stands below.
    pub(super) fn parent_key(&self, there: &There) -> Option<&str> {
        self.by_id(&there.parent).map(|above| above.key.as_str())
    }

    /// The names down to it, for people.
    pub(super) fn path(&self, there: &There) -> String {
        let mut names = vec![there.node.name.as_str()];
        let mut above = self.by_id(&there.parent);
        while let Some(next) = above {
            names.push(&next.node.name);
            above = self.by_id(&next.parent);
        }
        names.reverse();
        names.join("/")
    }

    fn departments(&self) -> Result<Departments, Error> {
        let departments = self.list.iter().map(|there| {
            let node = &there.node;
            let mut department = Department::new(&there.key, &node.name);
            department.parent = self.parent_key(there).map(str::to_owned);
            department.code = node.code.clone().filter(|_| self.key != DepartmentKey::Code);
            department.description = node.description.clone().filter(|text| !text.is_empty());
            department.order = node.order;
            department.name_i18n = node.name_i18n.clone().filter(|text| !text.is_empty());
            department.description_i18n =
                node.description_i18n.clone().filter(|text| !text.is_empty());
            department
        });
        Departments::new(self.key, departments).map_err(|refused| {
            Error::new(ErrorKind::Decode, "the departments of the server contradict each other")
                .with_source(refused)
        })
    }
}

/// Who is in the departments of an organisation.
pub(super) struct People {
    /// By their ids.
    pub(super) users: HashMap<String, User>,
    /// The ids of the members of each place.
    pub(super) in_departments: Vec<Vec<String>>,
}

impl People {
    pub(super) async fn get(
        client: &ManagementClient,
        current: &Current,
        key: UserIdField,
    ) -> Result<Self, Error> {
        let places = 0..=current.list.len();
        let lists = stream::iter(places.map(|place| current.id_at(place).to_owned()));
        let lists = lists.map(|id| async move {
            let mut members = Vec::new();
            let mut pages =
                client.orgs().list_members(ListNodeMembers::new(id).limit(PAGE)).pages();
            while let Some(page) = pages.try_next().await? {
                if let Some(part) = page.set_aside.first() {
                    let problem = format!(
                        "the members cannot be compared, since one could not be read: {part}"
                    );
                    return Err(Error::new(ErrorKind::Decode, problem));
                }
                members.extend(page.list.into_iter().map(|user| slim(user, key)));
            }
            Ok(members)
        });
        let mut lists = lists.buffered(CONCURRENCY);
        let mut people = Self { users: HashMap::new(), in_departments: Vec::new() };
        while let Some(list) = lists.try_next().await? {
            let mut ids: Vec<_> = list.iter().map(|user| user.id.clone()).collect();
            // A list that changes while it is read may have somebody twice.
            ids.sort();
            ids.dedup();
            people.in_departments.push(ids);
            people.users.extend(list.into_iter().map(|user| (user.id.clone(), user)));
        }
        Ok(people)
    }
}

/// What is compared of a user; a large organisation is kept in memory.
fn slim(user: User, key: UserIdField) -> User {
    let mut slim = User::new(user.id, "", "");
    match key {
        UserIdField::Id => {}
        UserIdField::Username => slim.username = user.username,
        UserIdField::Email => slim.email = user.email,
        UserIdField::ExternalId => slim.external_id = user.external_id,
        UserIdField::Phone => {
            slim.phone = user.phone;
            slim.phone_country_code = user.phone_country_code;
        }
    }
    slim
}
