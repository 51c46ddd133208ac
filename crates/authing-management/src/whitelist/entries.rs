//! Who is on a whitelist.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{WhiteList, WhitelistType};

use super::{WhitelistApi, check_type};
use crate::{
    arguments::collect,
    generated::operations::{self, add_whitelist, remove_whitelist, whitelist},
};

const LIST: Operation = Operation::graphql("whitelist.list").management().idempotent().strict();
const ADD: Operation = Operation::graphql("whitelist.add").management().idempotent();
const REMOVE: Operation = Operation::graphql("whitelist.remove").management().idempotent();

impl WhitelistApi<'_> {
    /// Lists who is on a whitelist.
    ///
    /// ```no_run
    /// use authing_management::types::WhitelistType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let entries = management.whitelist().list(WhitelistType::Phone).await?;
    /// println!("{} numbers may register", entries.len());
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `whitelist`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a kind the server does not have;
    /// otherwise those of every call.
    pub fn list(&self, kind: WhitelistType) -> Call<Vec<WhiteList>> {
        self.client
            .call(LIST)
            .check(check_type(&kind))
            .graphql::<operations::Whitelist>(whitelist::Variables { type_: kind })
            .map(|data| data.whitelist)
    }

    /// Puts usernames, email addresses or phone numbers on a whitelist; returns all that are on it.
    /// What is on it already stays.
    ///
    /// ```no_run
    /// use authing_management::types::WhitelistType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.whitelist().add(WhitelistType::Email, ["bob@example.com"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `addWhitelist`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no value, a blank one, or a kind the
    /// server does not have; otherwise those of every call.
    pub fn add(
        &self,
        kind: WhitelistType,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Vec<WhiteList>> {
        let list = collect(values);
        self.call_about(ADD, &kind, &list)
            .graphql::<operations::AddWhitelist>(add_whitelist::Variables { type_: kind, list })
            .map(|data| data.add_whitelist.into_iter().flatten().collect())
    }

    /// Takes usernames, email addresses or phone numbers off a whitelist; returns what is left.
    ///
    /// ```no_run
    /// use authing_management::types::WhitelistType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.whitelist().remove(WhitelistType::Email, ["bob@example.com"]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `removeWhitelist`. Idempotent.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add).
    pub fn remove(
        &self,
        kind: WhitelistType,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Vec<WhiteList>> {
        let list = collect(values);
        self.call_about(REMOVE, &kind, &list)
            .graphql::<operations::RemoveWhitelist>(remove_whitelist::Variables {
                type_: kind,
                list,
            })
            .map(|data| data.remove_whitelist.into_iter().flatten().collect())
    }

    fn call_about(
        &self,
        operation: Operation,
        kind: &WhitelistType,
        values: &[String],
    ) -> CallBuilder<'_> {
        self.client.call(operation).check(check_type(kind)).required_all("values", values)
    }
}
