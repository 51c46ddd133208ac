//! The identities of users at other providers.

use authing_core::{Call, Operation, client::CallBuilder};
use serde_json::{Value, json};

use super::UsersApi;

const LINK_IDENTITY: Operation =
    Operation::post("users.link_identity", "/api/v2/users/identity/link").management();
const UNLINK_IDENTITY: Operation =
    Operation::post("users.unlink_identity", "/api/v2/users/identity/unlink").management();

impl UsersApi<'_> {
    /// Links an identity of a social or enterprise provider to a user, who can then log in with it.
    /// `user_id_in_idp` is the id that the provider knows the user under.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, users::IdentityKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let github = IdentityKey::social("5f7ddfe62ba819802422362e", "github-shop", "60e43e02dd2e");
    /// management.users().link_identity(github, "583231").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/identity/link`. Not idempotent: the second time it is linked already.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or identifier; an error of the
    /// server's when there is no such user or provider, or the identity is linked already.
    pub fn link_identity(
        &self,
        identity: IdentityKey,
        user_id_in_idp: impl Into<String>,
    ) -> Call<()> {
        let user_id_in_idp = user_id_in_idp.into();
        let mut body = identity.to_body();
        body["userIdInIdp"] = json!(user_id_in_idp);
        identity
            .check(self.call(LINK_IDENTITY))
            .required("user_id_in_idp", &user_id_in_idp)
            .command(|request| request.json(&body))
    }

    /// Takes an identity from a user.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, users::IdentityKey};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let github = IdentityKey::social("5f7ddfe62ba819802422362e", "github-shop", "60e43e02dd2e");
    /// management.users().unlink_identity(github).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/identity/unlink`. Not idempotent: the second time there is no such
    /// identity.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id or identifier; an error of the
    /// server's when the user does not have the identity.
    pub fn unlink_identity(&self, identity: IdentityKey) -> Call<()> {
        identity
            .check(self.call(UNLINK_IDENTITY))
            .command(|request| request.json(&identity.to_body()))
    }
}

/// Which identity [`UsersApi::link_identity`] links and [`UsersApi::unlink_identity`] takes away: a
/// user, and a connection of the pool to a provider.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityKey {
    user_id: String,
    identifier: String,
    ext_idp_id: String,
    is_social: bool,
    kind: Option<String>,
}

authing_types::redacted_debug!(IdentityKey { user_id, identifier, ext_idp_id, is_social, kind });

impl IdentityKey {
    /// An identity of a social provider: the user, the connection's identifier, and the provider's
    /// id in the pool.
    pub fn social(
        user_id: impl Into<String>,
        identifier: impl Into<String>,
        ext_idp_id: impl Into<String>,
    ) -> Self {
        Self {
            user_id: user_id.into(),
            identifier: identifier.into(),
            ext_idp_id: ext_idp_id.into(),
            is_social: true,
            kind: None,
        }
    }

    /// An identity of an enterprise provider, named in the same way.
    pub fn enterprise(
        user_id: impl Into<String>,
        identifier: impl Into<String>,
        ext_idp_id: impl Into<String>,
    ) -> Self {
        Self { is_social: false, ..Self::social(user_id, identifier, ext_idp_id) }
    }

    /// The kind of identity, for providers that have several.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required("user_id", &self.user_id)
            .required("identifier", &self.identifier)
            .required("ext_idp_id", &self.ext_idp_id)
    }

    fn to_body(&self) -> Value {
        let mut body = json!({
            "userId": self.user_id,
            "identifier": self.identifier,
            "extIdpId": self.ext_idp_id,
            "isSocial": self.is_social,
        });
        if let Some(kind) = &self.kind {
            body["type"] = json!(kind);
        }
        body
    }
}
