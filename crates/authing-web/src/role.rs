//! A role of a user.

/// A role of the user.
///
/// It is read from the token's claim `roles` where it stands there (the scope `roles` asks for it),
/// else asked for by the guard's [`Permissions`](crate::Permissions). The claim names codes, and not
/// the namespaces that they are of: a bare code counts for a role without a namespace only. Where
/// services with roles of the same code share a user pool, name the namespace, or switch the claim off
/// ([`roles_from_token`](crate::GuardBuilder::roles_from_token)). A token keeps its roles until it
/// expires, even when they are taken from the user.
///
/// ```
/// use authing_web::HasRole;
///
/// let admin = HasRole::new("admin").in_namespace("shop");
/// assert_eq!((admin.code(), admin.namespace()), ("admin", Some("shop")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HasRole {
    code: String,
    namespace: Option<String>,
}

impl HasRole {
    /// The role with this code, of the default namespace.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), namespace: None }
    }

    /// In this namespace instead of the default one.
    #[must_use]
    pub fn in_namespace(mut self, code: impl Into<String>) -> Self {
        self.namespace = Some(code.into());
        self
    }

    /// The role's code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The namespace; `None` for the default one.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}
