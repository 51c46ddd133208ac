//! What the calls that find users take.

use authing_core::{PageRequest, client::Asked};
use authing_types::{
    SearchUserDepartmentOpt, SearchUserGroupOpt, SearchUserRoleOpt, SortBy, UserKey,
};
use serde_json::Value;

/// Which users [`UsersApi::list`](super::UsersApi::list) lists.
#[derive(Clone, Default)]
pub struct ListUsers {
    pub(super) page: PageRequest,
    pub(super) sort_by: Option<SortBy>,
    pub(super) exclude_users_in_org: Option<bool>,
    pub(super) asked: Asked,
}

authing_types::redacted_debug!(ListUsers { page, sort_by, exclude_users_in_org, asked });

impl ListUsers {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// The order. Default: newest first.
    #[must_use]
    pub fn sort_by(mut self, sort_by: SortBy) -> Self {
        self.sort_by = Some(sort_by);
        self
    }

    /// Leaves out users that belong to an organization.
    #[must_use]
    pub fn exclude_users_in_org(mut self) -> Self {
        self.exclude_users_in_org = Some(true);
        self
    }

    user_options!();
}

/// Which user [`UsersApi::get`](super::UsersApi::get) gets; a plain id is enough.
#[derive(Clone)]
pub struct GetUser {
    pub(super) user_id: String,
    pub(super) with_custom_data: bool,
}

authing_types::redacted_debug!(GetUser { user_id, with_custom_data });

impl GetUser {
    /// The user of this id.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self { user_id: user_id.into(), with_custom_data: false }
    }

    /// Brings the user's custom data along.
    #[must_use]
    pub fn with_custom_data(mut self) -> Self {
        self.with_custom_data = true;
        self
    }
}

impl<T: Into<String>> From<T> for GetUser {
    fn from(user_id: T) -> Self {
        Self::new(user_id)
    }
}

/// Which user [`UsersApi::find`](super::UsersApi::find) finds; a [`UserKey`] is enough.
#[derive(Clone)]
pub struct FindUser {
    pub(super) lookup: Lookup,
    pub(super) asked: Asked,
}

authing_types::redacted_debug!(FindUser { asked });

/// What a user is looked up by.
#[derive(Clone)]
pub(super) enum Lookup {
    Key(UserKey),
    Identity { provider: String, user_id_in_idp: String },
}

impl FindUser {
    /// By email address, username, phone number or external id.
    pub fn by(key: UserKey) -> Self {
        Self { lookup: Lookup::Key(key), asked: Asked::default() }
    }

    /// By the id that an identity provider knows the user under.
    pub fn by_identity(provider: impl Into<String>, user_id_in_idp: impl Into<String>) -> Self {
        let lookup =
            Lookup::Identity { provider: provider.into(), user_id_in_idp: user_id_in_idp.into() };
        Self { lookup, asked: Asked::default() }
    }

    user_options!();
}

impl From<UserKey> for FindUser {
    fn from(key: UserKey) -> Self {
        Self::by(key)
    }
}

/// What [`UsersApi::search`](super::UsersApi::search) searches for. `Debug` hides the text.
#[derive(Clone)]
pub struct SearchUsers {
    pub(super) query: String,
    pub(super) page: PageRequest,
    pub(super) fields: Vec<String>,
    pub(super) departments: Vec<SearchUserDepartmentOpt>,
    pub(super) groups: Vec<SearchUserGroupOpt>,
    pub(super) roles: Vec<SearchUserRoleOpt>,
    pub(super) asked: Asked,
}

authing_types::redacted_debug!(SearchUsers { page, fields, asked });

impl SearchUsers {
    /// A text to find in any field that is searched.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            page: PageRequest::default(),
            fields: Vec::new(),
            departments: Vec::new(),
            groups: Vec::new(),
            roles: Vec::new(),
            asked: Asked::default(),
        }
    }

    page_setters!();

    /// The fields to search, by their names on the wire (`username`, `email` …). Default: the
    /// server's choice.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// Only members of this department; given more than once, of any of them.
    #[must_use]
    pub fn department(mut self, department: SearchUserDepartmentOpt) -> Self {
        self.departments.push(department);
        self
    }

    /// Only members of this group; given more than once, of any of them.
    #[must_use]
    pub fn group(mut self, group: SearchUserGroupOpt) -> Self {
        self.groups.push(group);
        self
    }

    /// Only holders of this role; given more than once, of any of them.
    #[must_use]
    pub fn role(mut self, role: SearchUserRoleOpt) -> Self {
        self.roles.push(role);
        self
    }

    user_options!();
}

/// Which users [`UsersApi::get_many`](super::UsersApi::get_many) gets. `Debug` hides the values.
#[derive(Clone)]
pub struct GetUsers {
    pub(super) field: UserIdField,
    pub(super) ids: Vec<String>,
    pub(super) asked: Asked,
}

authing_types::redacted_debug!(GetUsers { field, asked });

impl GetUsers {
    /// By their ids.
    pub fn new(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::by(UserIdField::Id, ids)
    }

    /// By another property.
    pub fn by(field: UserIdField, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids = values.into_iter().map(Into::into).collect();
        Self { field, ids, asked: Asked::default() }
    }

    user_options!();
}

/// By which property [`GetUsers`] names users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserIdField {
    /// The id.
    #[default]
    Id,
    /// The username.
    Username,
    /// The phone number.
    Phone,
    /// The email address.
    Email,
    /// The external id.
    ExternalId,
}

impl UserIdField {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Username => "username",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ExternalId => "externalId",
        }
    }
}

/// Which users [`UsersApi::filter`](super::UsersApi::filter) lists. `Debug` hides the conditions.
#[derive(Clone, Default)]
pub struct FilterUsers {
    pub(super) page: PageRequest,
    pub(super) conditions: Vec<Value>,
}

authing_types::redacted_debug!(FilterUsers { page });

impl FilterUsers {
    /// All users.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// Adds a condition, as the server defines it.
    #[must_use]
    pub fn condition(mut self, condition: Value) -> Self {
        self.conditions.push(condition);
        self
    }
}
