//! Management tokens that are not the client's own.

use authing_core::{Call, Operation};
use authing_types::{RefreshedAccessToken, Secret};

use crate::{
    ManagementClient,
    generated::operations::{self, refresh_access_token},
};

const REFRESH: Operation = Operation::graphql("refresh_access_token");

impl ManagementClient {
    /// Exchanges a management token that is still valid for one that lives longer, without the
    /// pool's secret: for a program that was handed a token. The client's own token is fetched and
    /// renewed by itself.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient, token: &str) -> Result<(), authing_management::Error> {
    /// let renewed = management.refresh_access_token(token).await?;
    /// println!("until {:?}", renewed.exp);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `refreshAccessToken`; it carries no other credential than the token. Not idempotent:
    /// each call makes a token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank token; an error of the server's
    /// when it has ended or was not a management token.
    pub fn refresh_access_token(&self, token: impl Into<Secret>) -> Call<RefreshedAccessToken> {
        let token: Secret = token.into();
        let access_token = token.expose().to_owned();
        self.call(REFRESH)
            .required("token", &access_token)
            .graphql::<operations::RefreshAccessToken>(refresh_access_token::Variables {
                access_token,
            })
            .map(|data| data.refresh_access_token)
    }
}
