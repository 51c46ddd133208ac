//! What is asked about a user.

use std::borrow::Cow;

use authing_protocols::BoxFuture;

use crate::{
    permission::{Permission, Permissions, Unavailable},
    role::HasRole,
    verified::CurrentUser,
};

/// What is asked about a user: the key of what is known. It borrows what it is looked up by, and owns what
/// it is kept under.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fact<'f> {
    Permission(Cow<'f, Permission>),
    Role(Cow<'f, HasRole>),
    Tenant(Cow<'f, str>),
    Org(Cow<'f, str>),
}

impl Fact<'_> {
    pub(super) fn owned(&self) -> Fact<'static> {
        match self {
            Self::Permission(permission) => {
                Fact::Permission(Cow::Owned(permission.as_ref().clone()))
            }
            Self::Role(role) => Fact::Role(Cow::Owned(role.as_ref().clone())),
            Self::Tenant(id) => Fact::Tenant(Cow::Owned(id.as_ref().to_owned())),
            Self::Org(id) => Fact::Org(Cow::Owned(id.as_ref().to_owned())),
        }
    }

    /// How many bytes its texts have.
    pub(super) fn len(&self) -> usize {
        let of = |text: Option<&str>| text.map_or(0, str::len);
        match self {
            Self::Permission(it) => it.resource().len() + it.action().len() + of(it.namespace()),
            Self::Role(it) => it.code().len() + of(it.namespace()),
            Self::Tenant(id) | Self::Org(id) => id.len(),
        }
    }

    /// Asks whether it is so.
    pub(super) fn ask<'a>(
        &'a self,
        source: &'a dyn Permissions,
        user: &'a CurrentUser,
    ) -> BoxFuture<'a, Result<bool, Unavailable>> {
        match self {
            Self::Permission(permission) => source.is_allowed(user, permission),
            Self::Role(role) => source.has_role(user, role),
            Self::Tenant(id) => source.is_in_tenant(user, id),
            Self::Org(id) => source.is_in_org(user, id),
        }
    }
}
