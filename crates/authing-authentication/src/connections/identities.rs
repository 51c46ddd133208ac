//! The identities that are linked to a user.

use authing_core::{Call, Error, ErrorKind, Operation};
use authing_types::Secret;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::social::UserSocialApi;

const GENERATE_LINK_URL: Operation =
    Operation::get("social.generate_link_url", "/api/v3/generate-link-extidp-url")
        .user_if_held()
        .idempotent();
const LIST_IDENTITIES: Operation =
    Operation::get("social.list_identities", "/api/v3/get-identities").user().idempotent();
const UNLINK_IDENTITY: Operation =
    Operation::post("social.unlink_identity", "/api/v3/unlink-extidp").user();

impl UserSocialApi<'_> {
    /// Gets the address at which a user links another identity to the account: that of a
    /// connection's provider. The address is for the user of the id token, so that the browser cannot
    /// choose another account.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let Some(id_token) = client.token() else { return Ok(()) };
    /// let url = client.social().generate_link_url("my-github", id_token).await?;
    /// println!("go to {url}");
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v3/generate-link-extidp-url`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_auth_expired`](Error::is_auth_expired) when the id token is no longer valid;
    /// [`ErrorKind::Input`] for an empty identifier or token.
    pub fn generate_link_url(
        &self,
        connection_identifier: impl Into<String>,
        id_token: impl Into<Secret>,
    ) -> Call<Url> {
        let (identifier, id_token) = (connection_identifier.into(), id_token.into());
        let call = self
            .client
            .api()
            .call(GENERATE_LINK_URL)
            .required("connection_identifier", &identifier)
            .required("id_token", id_token.expose())
            .rest(|request| {
                request
                    .query("ext_idp_conn_identifier", &identifier)
                    .query("id_token", id_token.expose())
                    .query("app_id", self.client.app_id())
            });
        call.try_map(|link: LinkUrl| {
            Url::parse(&link.url).map_err(|cause| {
                Error::new(ErrorKind::Decode, "the response's `url` is not an address")
                    .with_source(cause)
            })
        })
    }

    /// Lists the identities that are linked to the user who is logged in.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// for identity in client.social().list_identities().await? {
    ///     println!("{:?}", identity.provider);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v3/get-identities`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token.
    pub fn list_identities(&self) -> Call<Vec<LinkedIdentity>> {
        self.client.api().call(LIST_IDENTITIES).rest(|request| request)
    }

    /// Takes an identity from the user who is logged in, by the id of its identity source.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// client.social().unlink_identity("62f20932c6ba4db4f4be3b23").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v3/unlink-extidp`. Not idempotent: in between another one may have been
    /// linked.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::OAUTH_NOT_BOUND`](crate::ErrorCode::OAUTH_NOT_BOUND) when there is none;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id.
    pub fn unlink_identity(&self, ext_idp_id: impl Into<String>) -> Call<()> {
        let id = ext_idp_id.into();
        self.client
            .api()
            .call(UNLINK_IDENTITY)
            .required("ext_idp_id", &id)
            .command(|request| request.json(&json!({ "extIdpId": id })))
    }
}

#[derive(Deserialize)]
struct LinkUrl {
    url: String,
}

/// An identity at a provider that is linked to a user. `Debug` shows ids only.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LinkedIdentity {
    /// Its id.
    #[serde(default)]
    pub identity_id: Option<String>,
    /// The id of its identity source.
    #[serde(default)]
    pub ext_idp_id: Option<String>,
    /// The provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// What kind of id it is at the provider, as `openid` or `unionid`.
    #[serde(default)]
    pub r#type: Option<String>,
    /// The user's id at the provider.
    #[serde(default)]
    pub user_id_in_idp: Option<String>,
    /// What the provider tells about the user, in its own format.
    #[serde(default)]
    pub user_info_in_idp: Option<Map<String, Value>>,
    /// The provider's access token.
    #[serde(default)]
    pub access_token: Option<Secret>,
    /// The provider's refresh token.
    #[serde(default)]
    pub refresh_token: Option<Secret>,
    /// The connections through which it came.
    #[serde(default)]
    pub origin_conn_ids: Option<Vec<String>>,
}

authing_types::redacted_debug!(LinkedIdentity { identity_id, ext_idp_id, provider });
