//! Putting whitelists in force.

use authing_core::{Call, Operation};
use authing_types::{RegisterWhiteListConfigInput, UpdateUserpoolInput, UserPool, WhitelistType};

use super::{WhitelistApi, check_type};
use crate::generated::operations::{self, update_userpool};

const ENABLE: Operation = Operation::graphql("whitelist.enable").management().idempotent();
const DISABLE: Operation = Operation::graphql("whitelist.disable").management().idempotent();

impl WhitelistApi<'_> {
    /// Puts a whitelist in force: only who is on it can register. Returns the pool.
    ///
    /// ```no_run
    /// use authing_management::types::WhitelistType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.whitelist().enable(WhitelistType::Email).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateUserpool`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a kind the server does not have;
    /// otherwise those of every call.
    pub fn enable(&self, kind: WhitelistType) -> Call<UserPool> {
        self.switch(ENABLE, kind, true)
    }

    /// Lifts a whitelist; who is on it stays on it. Returns the pool.
    ///
    /// ```no_run
    /// use authing_management::types::WhitelistType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.whitelist().disable(WhitelistType::Email).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateUserpool`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`enable`](Self::enable).
    pub fn disable(&self, kind: WhitelistType) -> Call<UserPool> {
        self.switch(DISABLE, kind, false)
    }

    fn switch(&self, operation: Operation, kind: WhitelistType, on: bool) -> Call<UserPool> {
        let switches = RegisterWhiteListConfigInput::new();
        let switches = match kind {
            WhitelistType::Username => switches.username_enabled(on),
            WhitelistType::Email => switches.email_enabled(on),
            WhitelistType::Phone => switches.phone_enabled(on),
            // Refused by the check.
            _ => switches,
        };
        let input = UpdateUserpoolInput::new().whitelist(switches);
        self.client
            .call(operation)
            .check(check_type(&kind))
            .graphql::<operations::UpdateUserpool>(update_userpool::Variables { input })
            .map(|data| data.update_userpool)
    }
}
