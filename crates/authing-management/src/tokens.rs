//! Management tokens that are not the client's own.

use authing_core::{Call, Operation};
use authing_types::RefreshedAccessToken;
use authing_types::Secret;

use crate::{
    ManagementClient,
    arguments::not_empty,
    generated::operations::{self, refresh_access_token},
};

const REFRESH: Operation = Operation::graphql("refresh_access_token");

impl ManagementClient {
    /// Exchanges a management token that is still good for one that lives longer, without the
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
    /// GraphQL `refreshAccessToken`; it carries no other credential than the token. Not safe to
    /// repeat: each call makes a token.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty token; an error of the server's
    /// when it has ended or was no management token.
    pub fn refresh_access_token(&self, token: impl Into<Secret>) -> Call<RefreshedAccessToken> {
        let token: Secret = token.into();
        let checked = not_empty("token", token.expose());
        let variables = refresh_access_token::Variables { access_token: token.expose().to_owned() };
        self.api()
            .graphql::<operations::RefreshAccessToken>(REFRESH, variables)
            .map(|data| data.refresh_access_token)
            .check(checked)
    }
}
