//! The one-time password key that a second factor rests on.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::Mfa;

use super::MfaApi;
use crate::generated::operations::{self, change_mfa, query_mfa};

const FIND: Operation = Operation::graphql("mfa.find").management().idempotent().strict();
const ENABLE: Operation = Operation::graphql("mfa.enable").management().idempotent().strict();
const DISABLE: Operation = Operation::graphql("mfa.disable").management().idempotent().strict();
const REFRESH_SECRET: Operation = Operation::graphql("mfa.refresh_secret").management().strict();

impl MfaApi<'_> {
    /// Finds a second factor with its key; `None` when there is no such factor.
    ///
    /// ```no_run
    /// use authing_management::mfa::MfaKey;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = MfaKey::user("5f7ddfe62ba819802422362e");
    /// if let Some(factor) = management.mfa().find(bob).await? {
    ///     println!("{}: {}", factor.id, factor.enable);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `queryMfa`; no official SDK has a call for it. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id; otherwise those of every call.
    pub fn find(&self, key: MfaKey) -> Call<Option<Mfa>> {
        let call = key.check(self.client.call(FIND));
        let (id, user_id, user_pool_id) = key.into_parts(self.client.user_pool_id());
        let variables = query_mfa::Variables { id, user_id, user_pool_id };
        call.graphql::<operations::QueryMfa>(variables).map(|data| data.query_mfa)
    }

    /// Switches a second factor on; returns it. Its key stays the same.
    ///
    /// ```no_run
    /// use authing_management::mfa::MfaKey;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.mfa().enable(MfaKey::user("5f7ddfe62ba819802422362e")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `changeMfa`; no official SDK has a call for it. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such factor;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn enable(&self, key: MfaKey) -> Call<Mfa> {
        self.change(ENABLE, key, Some(true), None)
    }

    /// Switches a second factor off; returns it. Its key stays the same.
    ///
    /// ```no_run
    /// use authing_management::mfa::MfaKey;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.mfa().disable(MfaKey::user("5f7ddfe62ba819802422362e")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `changeMfa`; no official SDK has a call for it. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable`](Self::enable).
    pub fn disable(&self, key: MfaKey) -> Call<Mfa> {
        self.change(DISABLE, key, Some(false), None)
    }

    /// Replaces the key of a second factor; returns it with the new one, which must get into the
    /// user's authenticator.
    ///
    /// ```no_run
    /// use authing_management::mfa::MfaKey;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let bob = MfaKey::user("5f7ddfe62ba819802422362e");
    /// let key = management.mfa().refresh_secret(bob).await?.secret;
    /// # let _ = key; Ok(()) }
    /// ```
    ///
    /// GraphQL `changeMfa`; no official SDK has a call for it. Not idempotent: each call makes
    /// another key.
    ///
    /// # Errors
    ///
    /// As for [`enable`](Self::enable).
    pub fn refresh_secret(&self, key: MfaKey) -> Call<Mfa> {
        self.change(REFRESH_SECRET, key, None, Some(true))
    }

    fn change(
        &self,
        operation: Operation,
        key: MfaKey,
        enable: Option<bool>,
        refresh: Option<bool>,
    ) -> Call<Mfa> {
        let call = key.check(self.client.call(operation));
        let (id, user_id, user_pool_id) = key.into_parts(self.client.user_pool_id());
        let variables = change_mfa::Variables { enable, id, user_id, user_pool_id, refresh };
        call.graphql::<operations::ChangeMfa>(variables)
            .map(|data| data.change_mfa)
            .or_not_found("second factor")
    }
}

/// Which second factor is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MfaKey {
    /// The one with this id.
    Id(String),
    /// The one of this user of the client's pool.
    User(String),
}

impl MfaKey {
    /// The one with this id.
    pub fn id(id: impl Into<String>) -> Self {
        Self::Id(id.into())
    }

    /// The one of this user of the client's pool.
    pub fn user(user_id: impl Into<String>) -> Self {
        Self::User(user_id.into())
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        match self {
            Self::Id(id) => call.required("id", id),
            Self::User(id) => call.required("user_id", id),
        }
    }

    /// Id, user and pool, as the server takes them.
    fn into_parts(self, pool: &str) -> (Option<String>, Option<String>, Option<String>) {
        match self {
            Self::Id(id) => (Some(id), None, None),
            Self::User(id) => (None, Some(id), Some(pool.to_owned())),
        }
    }
}
