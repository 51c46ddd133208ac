//! The facts of a call that do not change from one call to the next.

use http::Method;

/// What a call is: its name, where it goes, which credential it carries, and whether it may be
/// repeated. One constant for each call of the SDK.
///
/// ```
/// use authing_core::Operation;
///
/// const LIST_ENV: Operation =
///     Operation::get("user_pool.list_env", "/api/v2/env").management().idempotent();
/// assert_eq!(LIST_ENV.name(), "user_pool.list_env");
/// ```
#[derive(Clone, Debug)]
pub struct Operation {
    name: &'static str,
    target: Target,
    credential: Credential,
    idempotent: bool,
    envelope: Envelope,
    strict: bool,
}

/// Where a call goes.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// `POST {host}/graphql/v2`.
    Graphql,
    /// A path below the host; `{name}` stands for a parameter.
    Rest { method: Method, path: &'static str },
}

/// Which credential a call carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// None: the call is open, or logs in.
    None,
    /// The token of the client's administrator or user; without one the call is not sent.
    Required,
    /// The token of the client's user, when there is one.
    IfHeld,
}

/// How a REST response is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// `{code, message, data}`, and the call returns `data`.
    Data,
    /// `{code, message, …}`, and the call returns the whole of it.
    Whole,
    /// No envelope: the protocol endpoints.
    Raw,
}

impl Operation {
    /// A GraphQL operation.
    pub const fn graphql(name: &'static str) -> Self {
        Self::new(name, Target::Graphql)
    }

    /// `GET` of a path.
    pub const fn get(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Target::Rest { method: Method::GET, path })
    }

    /// `POST` to a path.
    pub const fn post(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Target::Rest { method: Method::POST, path })
    }

    /// `PUT` to a path.
    pub const fn put(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Target::Rest { method: Method::PUT, path })
    }

    /// `PATCH` of a path.
    pub const fn patch(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Target::Rest { method: Method::PATCH, path })
    }

    /// `DELETE` of a path.
    pub const fn delete(name: &'static str, path: &'static str) -> Self {
        Self::new(name, Target::Rest { method: Method::DELETE, path })
    }

    /// Carries the administrator's token.
    #[must_use]
    pub const fn management(self) -> Self {
        self.credential(Credential::Required)
    }

    /// Carries the user's token; without one the call is not sent.
    #[must_use]
    pub const fn user(self) -> Self {
        self.credential(Credential::Required)
    }

    /// Carries the user's token when the client holds one.
    #[must_use]
    pub const fn user_if_held(self) -> Self {
        self.credential(Credential::IfHeld)
    }

    /// May be sent again when its fate is unknown. Declared for each operation, never inferred
    /// from the verb: many of Authing's reads are a `POST`.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Returns the whole envelope: for calls that say only `{code, message}`.
    #[must_use]
    pub const fn whole_envelope(mut self) -> Self {
        self.envelope = Envelope::Whole;
        self
    }

    /// Returns a body without an envelope.
    #[must_use]
    pub const fn raw(mut self) -> Self {
        self.envelope = Envelope::Raw;
        self
    }

    /// Reads the response as a whole or not at all: for what decides who may do what.
    ///
    /// Of other responses one odd part is set aside, and the rest is read: an entry of a list that is
    /// not in its form is left out, an optional member that is not in its form counts as absent. Both
    /// are told in [`Page::set_aside`](authing_types::Page::set_aside) and
    /// [`Meta::set_aside`](crate::Meta::set_aside), and by a warning in the call's span.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// The name, as `area.method`: it is in errors and spans.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the call may be sent again when its fate is unknown.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// The path of a REST operation.
    #[cfg(feature = "events")]
    pub(crate) const fn path(&self) -> &'static str {
        match self.target {
            Target::Rest { path, .. } => path,
            Target::Graphql => "",
        }
    }

    pub(crate) const fn target(&self) -> &Target {
        &self.target
    }

    pub(crate) const fn credential_kind(&self) -> Credential {
        self.credential
    }

    /// Whether a response may be read though a part of it is odd.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict || matches!(self.envelope, Envelope::Raw)
    }

    pub(crate) const fn envelope(&self) -> Envelope {
        self.envelope
    }

    const fn new(name: &'static str, target: Target) -> Self {
        Self {
            name,
            target,
            credential: Credential::None,
            idempotent: false,
            envelope: Envelope::Data,
            strict: false,
        }
    }

    const fn credential(mut self, credential: Credential) -> Self {
        self.credential = credential;
        self
    }
}
