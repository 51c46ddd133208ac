//! Who is on a whitelist.

use authing_core::{Call, Error, Operation};
use authing_types::{WhiteList, WhitelistType};

use super::{WhitelistArea, check_type};
use crate::{
    arguments::{collect, none_empty},
    generated::operations::{self, add_whitelist, remove_whitelist, whitelist},
};

const LIST: Operation = Operation::graphql("whitelist.list").management().idempotent();
const ADD: Operation = Operation::graphql("whitelist.add").management().idempotent();
const REMOVE: Operation = Operation::graphql("whitelist.remove").management().idempotent();

impl WhitelistArea<'_> {
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a kind the server does not have; else
    /// those of every call.
    pub fn list(&self, kind: WhitelistType) -> Call<Vec<WhiteList>> {
        let checked = check_type(&kind);
        self.client
            .api()
            .graphql::<operations::Whitelist>(LIST, whitelist::Variables { type_: kind })
            .map(|data| data.whitelist)
            .check(checked)
    }

    /// Puts user names, e-mail addresses or phone numbers on a whitelist; answers all that are on
    /// it. What is on it already stays.
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
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for no value, an empty one, or a kind the
    /// server does not have; else those of every call.
    pub fn add(
        &self,
        kind: WhitelistType,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Call<Vec<WhiteList>> {
        let list = collect(values);
        let checked = check(&kind, &list);
        self.client
            .api()
            .graphql::<operations::AddWhitelist>(
                ADD,
                add_whitelist::Variables { type_: kind, list },
            )
            .map(|data| data.add_whitelist.into_iter().flatten().collect())
            .check(checked)
    }

    /// Takes user names, e-mail addresses or phone numbers off a whitelist; answers what is left.
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
        let checked = check(&kind, &list);
        self.client
            .api()
            .graphql::<operations::RemoveWhitelist>(
                REMOVE,
                remove_whitelist::Variables { type_: kind, list },
            )
            .map(|data| data.remove_whitelist.into_iter().flatten().collect())
            .check(checked)
    }
}

fn check(kind: &WhitelistType, values: &[String]) -> Result<(), Error> {
    check_type(kind)?;
    none_empty("values", values)
}
