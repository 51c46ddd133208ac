//! What a route requires of who sends a request.

use std::time::Duration;

use crate::{permission::Permission, role::HasRole};

/// What is required of who sends a request, for [`Guard::require`](crate::Guard::require) on a layer
/// or [`Guard::check`](crate::Guard::check) in a handler.
///
/// It is made of [`AnyLogin`], [`UserLogin`], [`HasScope`], [`HasRole`], [`Permission`], [`InTenant`], [`InOrg`],
/// [`RecentLogin`] and [`TwoFactorLogin`], which are requirements by themselves, with `and` and `or`.
/// What the token tells is looked at first, in whatever order it stands; the server is asked only for
/// what is then still open, in the order of the requirement.
///
/// ```
/// use std::time::Duration;
/// use authing_web::{Permission, Requirement, HasRole, HasScope, TwoFactorLogin};
///
/// // Administrators of the shop, or whoever may refund, with a second factor in the last 5 minutes.
/// let refund: Requirement = HasRole::new("admin")
///     .in_namespace("shop")
///     .or(Permission::to("orders:refund").on("orders:*"))
///     .and(TwoFactorLogin::new().within(Duration::from_secs(300)));
///
/// let read: Requirement = HasScope::new("orders:read").into();
/// # let _ = (refund, read);
/// ```
#[derive(Clone, Debug)]
pub struct Requirement(pub(crate) Condition);

#[derive(Clone, Debug)]
pub(crate) enum Condition {
    AnyLogin,
    UserLogin,
    Scope(String),
    Role(HasRole),
    Permission(Permission),
    Tenant(String),
    Org(String),
    RecentLogin(RecentLogin),
    TwoFactor(TwoFactorLogin),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

/// A valid token, be it a user's or a programmatic account's where the guard accepts those.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnyLogin;

/// A user's token, and not a programmatic account's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserLogin;

/// An access token with a scope, compared literally. Tokens of other kinds have no scopes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HasScope(String);

/// A login for a tenant: the token's claim `tenant_id` names it, or, where the token has no such claim,
/// the user is a member as far as the guard's [`Permissions`](crate::Permissions) know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTenant(String);

/// A user who is in an organisation, by its id or that of its root node, as far as the guard's
/// [`Permissions`](crate::Permissions) know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InOrg(String);

/// A user who proved who they are not long ago: the token's `auth_time`.
///
/// Who did not is asked to log in again: 401 with the challenge of RFC 9470, or a browser's way to the
/// login page with `max_age`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentLogin(Duration);

/// A user who logged in with a second factor: the token's `amr` (RFC 8176) holds `mfa`, or methods
/// of two kinds: something known (`pwd`, `pin`, `kba`), something possessed (`otp`, `sms`, `hwk` …),
/// something of the body (`face`, `fpt` …).
///
/// Who did not is asked for it: 401 with the challenge of RFC 9470, or a browser's way to the
/// login page with `max_age` and `acr_values`. The application must be set to put these claims into its
/// tokens: without them the requirement is never met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TwoFactorLogin {
    max_age: Option<Duration>,
    acr: Vec<String>,
}

impl HasScope {
    /// This scope.
    pub fn new(scope: impl Into<String>) -> Self {
        Self(scope.into())
    }
}

impl InTenant {
    /// The tenant with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

impl InOrg {
    /// The organisation with this id, or whose root node has it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }
}

impl RecentLogin {
    /// The login may be this old, in whole seconds.
    pub fn within(max_age: Duration) -> Self {
        Self(max_age)
    }

    pub(crate) fn max_age(&self) -> Duration {
        self.0
    }
}

impl TwoFactorLogin {
    /// A second factor, however long ago.
    pub fn new() -> Self {
        Self::default()
    }

    /// How old the login may be, in whole seconds, by the token's `auth_time`. Default: any age.
    #[must_use]
    pub fn within(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// A value of the token's `acr` that says as much, whatever its `amr` holds; the challenge asks for
    /// it (`acr_values`). May be given several times.
    #[must_use]
    pub fn acr(mut self, acr: impl Into<String>) -> Self {
        self.acr.push(acr.into());
        self
    }

    pub(crate) fn max_age(&self) -> Option<Duration> {
        self.max_age
    }

    pub(crate) fn acr_values(&self) -> &[String] {
        &self.acr
    }
}

impl Requirement {
    /// Both this and the other.
    #[must_use]
    pub fn and(self, other: impl Into<Requirement>) -> Self {
        let mut all = match self.0 {
            Condition::All(all) => all,
            one => vec![one],
        };
        all.push(other.into().0);
        Self(Condition::All(all))
    }

    /// This or the other, or both.
    #[must_use]
    pub fn or(self, other: impl Into<Requirement>) -> Self {
        let mut any = match self.0 {
            Condition::Any(any) => any,
            one => vec![one],
        };
        any.push(other.into().0);
        Self(Condition::Any(any))
    }
}

macro_rules! requirements {
    ($($one:ident($value:ident) => $condition:expr,)+) => {$(
        impl From<$one> for Requirement {
            fn from($value: $one) -> Self {
                Self($condition)
            }
        }

        impl From<&$one> for Requirement {
            fn from(one: &$one) -> Self {
                one.clone().into()
            }
        }

        impl $one {
            /// Both this and the other.
            #[must_use]
            pub fn and(self, other: impl Into<Requirement>) -> Requirement {
                Requirement::from(self).and(other)
            }

            /// This or the other, or both.
            #[must_use]
            pub fn or(self, other: impl Into<Requirement>) -> Requirement {
                Requirement::from(self).or(other)
            }
        }
    )+};
}

requirements! {
    AnyLogin(_one) => Condition::AnyLogin,
    UserLogin(_one) => Condition::UserLogin,
    HasScope(one) => Condition::Scope(one.0),
    HasRole(one) => Condition::Role(one),
    Permission(one) => Condition::Permission(one),
    InTenant(one) => Condition::Tenant(one.0),
    InOrg(one) => Condition::Org(one.0),
    RecentLogin(one) => Condition::RecentLogin(one),
    TwoFactorLogin(one) => Condition::TwoFactor(one),
}

impl From<&Requirement> for Requirement {
    fn from(requirement: &Requirement) -> Self {
        requirement.clone()
    }
}
