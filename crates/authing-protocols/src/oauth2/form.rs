//! The form of a request, and whose request it is.

use authing_types::Secret;

/// The fields of a form. They are wiped when they are dropped.
#[derive(Clone, Default)]
pub(crate) struct Form(Vec<(String, Secret)>);

impl Form {
    pub(crate) fn new(grant_type: &str) -> Self {
        let mut form = Self::default();
        form.push("grant_type", grant_type);
        form
    }

    pub(crate) fn push(&mut self, name: &str, value: impl Into<Secret>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub(crate) fn push_opt(&mut self, name: &str, value: Option<impl Into<Secret>>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.expose()))
    }
}

/// Whose name a request is sent in.
pub(crate) struct Identity<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) secret: Option<&'a Secret>,
    /// The provider that an assertion is meant for.
    #[cfg_attr(not(feature = "oidc"), expect(dead_code, reason = "read by assertions"))]
    pub(crate) audience: &'a str,
    #[cfg_attr(not(feature = "oidc"), expect(dead_code, reason = "read by assertions"))]
    pub(crate) now: std::time::SystemTime,
}
