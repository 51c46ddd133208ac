//! The real name behind the account of the user who is logged in.
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, types::PrincipalIdentity};
//!
//! # async fn example(client: AuthenticationClient) -> Result<(), authing_authentication::Error> {
//! if client.principal().get_opt().await?.is_none() {
//!     let person = PrincipalIdentity::person("NAME", "ID_CARD", "BANK_CARD");
//!     client.principal().authenticate(person).await?;
//! }
//! # Ok(()) }
//! ```

use authing_core::{Call, Operation};
use authing_types::{Principal, PrincipalIdentity};

use crate::client::AuthenticationClient;

const GET: Operation =
    Operation::get("authentication.get_principal", "/api/v2/users/principal_authentication")
        .user()
        .idempotent();
const AUTHENTICATE: Operation = Operation::post(
    "authentication.authenticate_principal",
    "/api/v2/users/principal_authentication",
)
.user();

impl AuthenticationClient {
    /// The real name behind the account of the user who is logged in.
    pub fn principal(&self) -> UserPrincipalApi<'_> {
        UserPrincipalApi { client: self }
    }
}

/// The real name behind the account of the user who is logged in:
/// [`AuthenticationClient::principal`].
#[derive(Clone, Copy, Debug)]
pub struct UserPrincipalApi<'a> {
    client: &'a AuthenticationClient,
}

impl UserPrincipalApi<'_> {
    /// The real name behind the account; `None` when it has not been authenticated.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let principal = client.principal().get_opt().await?;
    /// println!("{:?}", principal.and_then(|principal| principal.authentication_time));
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/principal_authentication`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// [`is_auth_expired`](crate::Error::is_auth_expired) when it is no longer valid.
    #[doc(alias = "detail")]
    pub fn get_opt(&self) -> Call<Option<Principal>> {
        self.client.api().call(GET).rest(|request| request)
    }

    /// Has a real name checked, and binds it to the account if it is right.
    ///
    /// The numbers travel in the body, never in the address.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, types::PrincipalIdentity};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let company = PrincipalIdentity::enterprise("COMPANY", "CREDIT_CODE", "LEGAL_PERSON");
    /// client.principal().authenticate(company).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/principal_authentication`. Not idempotent: each check may cost.
    ///
    /// # Errors
    ///
    /// As for [`get_opt`](Self::get_opt); [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty
    /// value; an error of the server's when the name is not right.
    pub fn authenticate(&self, identity: PrincipalIdentity) -> Call<()> {
        self.client
            .api()
            .call(AUTHENTICATE)
            .check(identity.check())
            .command(|request| request.json(&identity.to_wire()))
    }
}
