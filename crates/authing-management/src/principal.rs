//! The real names behind accounts: people with an identity card, companies with a licence.
//!
//! ```no_run
//! use authing_management::{ManagementClient, principal::PrincipalIdentity};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let user = "60a336dc179abb512dd64ae7";
//! if management.principal().get(user).await?.is_none() {
//!     let person = PrincipalIdentity::person("NAME", "ID_CARD", "BANK_CARD");
//!     management.principal().authenticate(user, person).await?;
//! }
//! # Ok(()) }
//! ```

use authing_core::{Call, Operation, RestRequest};
use authing_types::CommonMessage;
pub use authing_types::{Principal, PrincipalIdentity, PrincipalType};

use crate::command::command;

const GET: Operation =
    Operation::get("principal.get", "/api/v2/users/{userId}/management/principal_authentication")
        .management()
        .idempotent();
const AUTHENTICATE: Operation = Operation::post(
    "principal.authenticate",
    "/api/v2/users/{userId}/management/principal_authentication",
)
.management()
.whole_envelope();

area! {
    /// The real names behind accounts.
    PrincipalArea, principal
}

impl PrincipalArea<'_> {
    /// The real name behind an account; `None` when it has not been authenticated.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let principal = management.principal().get("60a336dc179abb512dd64ae7").await?;
    /// println!("{:?}", principal.and_then(|principal| principal.authentication_time));
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/management/principal_authentication`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user.
    pub fn get(&self, user_id: &str) -> Call<Option<Principal>> {
        self.client.api().rest(RestRequest::new(GET).path("userId", user_id))
    }

    /// Has a real name checked, and binds it to an account if it is right.
    ///
    /// The numbers travel in the body, never in the address.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, principal::PrincipalIdentity};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let company = PrincipalIdentity::enterprise("COMPANY", "CREDIT_CODE", "LEGAL_PERSON");
    /// management.principal().authenticate("60a336dc179abb512dd64ae7", company).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/users/{userId}/management/principal_authentication`. Not idempotent: each
    /// check may cost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty value;
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user; an error of the
    /// server's when the name is not right.
    pub fn authenticate(&self, user_id: &str, identity: PrincipalIdentity) -> Call<CommonMessage> {
        let request = RestRequest::new(AUTHENTICATE)
            .path("userId", user_id)
            .json(&identity.to_wire())
            .check(identity.check().map_err(Into::into));
        command(self.client.api(), request)
    }
}
