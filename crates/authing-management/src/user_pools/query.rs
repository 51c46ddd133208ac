//! Finding user pools, and what one may be.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{SortBy, UserPool, UserPoolType};

use super::UserPoolsApi;
use crate::generated::{
    documents,
    operations::{self, is_domain_avaliable, userpool_types, userpools},
};

const LIST: Operation = Operation::graphql("user_pools.list").management().idempotent();
const LIST_TYPES: Operation = Operation::graphql("user_pools.list_types").management().idempotent();
const IS_DOMAIN_AVAILABLE: Operation =
    Operation::graphql("user_pools.is_domain_available").management().idempotent();

impl UserPoolsApi<'_> {
    /// Lists the user pools of the account, with their secrets, which neither `Debug`
    /// nor JSON shows.
    ///
    /// ```no_run
    /// use authing_management::user_pools::ListUserPools;
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut pools = management.user_pools().list(ListUserPools::new()).items();
    /// while let Some(pool) = pools.try_next().await? {
    ///     println!("{} at {}", pool.name, pool.domain);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `userpools`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; otherwise those of every
    /// call.
    pub fn list(&self, request: ListUserPools) -> PagedCall<UserPool> {
        let asked = self.asked.clone();
        self.client.api().pages(request.page, move |api, page, limit| {
            let variables = userpools::Variables {
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            api.call(LIST)
                .asking(&documents::USERPOOLS, &asked)
                .graphql::<operations::Userpools>(variables)
                .map(|data| data.userpools)
        })
    }

    /// Lists the kinds of application that a pool may be made for.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for kind in management.user_pools().list_types().await? {
    ///     println!("{:?}: {:?}", kind.code, kind.description);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `userpoolTypes`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list_types(&self) -> Call<Vec<UserPoolType>> {
        self.client
            .call(LIST_TYPES)
            .graphql::<operations::UserpoolTypes>(userpool_types::Variables)
            .map(|data| data.userpool_types)
    }

    /// Whether a pool may take this domain: the part of its address before the server's own.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if !management.user_pools().is_domain_available("shop").await? {
    ///     println!("another pool has it");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `isDomainAvaliable`, as the server spells it. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a blank domain; otherwise those of
    /// every call.
    pub fn is_domain_available(&self, domain: impl Into<String>) -> Call<bool> {
        let domain = domain.into();
        self.client
            .call(IS_DOMAIN_AVAILABLE)
            .required("domain", &domain)
            .graphql::<operations::IsDomainAvaliable>(is_domain_avaliable::Variables { domain })
            .map(|data| data.is_domain_avaliable)
            .required_at("data.isDomainAvaliable")
    }
}

/// Which pools [`UserPoolsApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListUserPools {
    page: PageRequest,
    sort_by: Option<SortBy>,
}

authing_types::redacted_debug!(ListUserPools { page, sort_by });

impl ListUserPools {
    /// The first ten of the account.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();

    /// The order. Default: newest first.
    #[must_use]
    pub fn sort_by(mut self, sort_by: SortBy) -> Self {
        self.sort_by = Some(sort_by);
        self
    }
}
