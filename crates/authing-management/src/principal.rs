//! The real names behind accounts: people with an identity card, companies with a licence.
//!
//! ```no_run
//! use authing_management::{ManagementClient, principal::PrincipalIdentity};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let user = "60a336dc179abb512dd64ae7";
//! if management.principal().get_opt(user).await?.is_none() {
//!     let person = PrincipalIdentity::person("NAME", "ID_CARD", "BANK_CARD");
//!     management.principal().authenticate(user, person).await?;
//! }
//! # Ok(()) }
//! ```

use authing_core::{Call, Operation};
pub use authing_types::{Principal, PrincipalIdentity, PrincipalType};

const GET: Operation =
    Operation::get("principal.get", "/api/v2/users/{user_id}/management/principal_authentication")
        .management()
        .idempotent();
const GET_OPT: Operation = Operation::get(
    "principal.get_opt",
    "/api/v2/users/{user_id}/management/principal_authentication",
)
.management()
.idempotent();
const AUTHENTICATE: Operation = Operation::post(
    "principal.authenticate",
    "/api/v2/users/{user_id}/management/principal_authentication",
)
.management();

area! {
    /// The real names behind accounts.
    PrincipalApi, principal
}

impl PrincipalApi<'_> {
    /// Gets the real name behind an account.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let principal = management.principal().get("60a336dc179abb512dd64ae7").await?;
    /// println!("{:?}", principal.authentication_time);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/management/principal_authentication`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user, or their name has
    /// not been authenticated; [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn get(&self, user_id: impl Into<String>) -> Call<Principal> {
        self.lookup(GET, user_id.into()).or_not_found("real name")
    }

    /// Gets the real name behind an account; `None` when it has not been authenticated.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let principal = management.principal().get_opt("60a336dc179abb512dd64ae7").await?;
    /// println!("{:?}", principal.and_then(|principal| principal.authentication_time));
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/users/{userId}/management/principal_authentication`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank id.
    pub fn get_opt(&self, user_id: impl Into<String>) -> Call<Option<Principal>> {
        self.lookup(GET_OPT, user_id.into())
    }

    fn lookup(&self, operation: Operation, user_id: String) -> Call<Option<Principal>> {
        self.client
            .call(operation)
            .required("user_id", &user_id)
            .rest(|request| request.path("user_id", &user_id))
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank value;
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such user; an error of the
    /// server's when the name is not right.
    pub fn authenticate(
        &self,
        user_id: impl Into<String>,
        identity: PrincipalIdentity,
    ) -> Call<()> {
        let user_id = user_id.into();
        self.client
            .call(AUTHENTICATE)
            .required("user_id", &user_id)
            .check(identity.check())
            .command(|request| request.path("user_id", &user_id).json(&identity.to_wire()))
    }
}
