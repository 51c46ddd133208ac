//! Finding organisations.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use authing_core::{Call, Operation, PageRequest, PagedCall, client::ApiClient};
use authing_types::{Org, OrgSummary, Page, SortBy};
use serde::Deserialize;

use super::OrgsApi;
use crate::generated::{
    documents,
    operations::{self, org, orgs},
};

const LIST: Operation = Operation::graphql("orgs.list").management().idempotent();
const LIST_SUMMARIES: Operation =
    Operation::get("orgs.list_summaries", "/api/v2/orgs").management().idempotent();
const COUNT: Operation =
    Operation::get("orgs.count", "/api/v2/orgs/count").management().idempotent();
const GET: Operation = Operation::graphql("orgs.get").management().idempotent();

impl OrgsApi<'_> {
    /// Lists the organisations with all their nodes. Where the trees are large and not needed,
    /// [`list_summaries`](Self::list_summaries) spares them.
    ///
    /// ```no_run
    /// use authing_management::{ListOrgs, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut orgs = management.orgs().list(ListOrgs::new().limit(5)).items();
    /// while let Some(org) = orgs.try_next().await? {
    ///     println!("{}: {} nodes", org.root_node.name, org.tree().len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `orgs`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list(&self, request: ListOrgs) -> PagedCall<Org> {
        let asked = self.asked.clone();
        self.pages(LIST, request.page, move |call, _, page, limit| {
            let variables = orgs::Variables {
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            call.asking(&documents::ORGS, &asked)
                .graphql::<operations::Orgs>(variables)
                .map(|data| data.orgs)
        })
    }

    /// Lists the organisations without their nodes.
    ///
    /// ```no_run
    /// use authing_management::{ListOrgSummaries, ManagementClient};
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = ListOrgSummaries::new().limit(100);
    /// let all: Vec<_> = management.orgs().list_summaries(request).items().try_collect().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/orgs/count`, then `GET /api/v2/orgs`: each page takes both, since the list does
    /// not say how long it is. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list_summaries(&self, request: ListOrgSummaries) -> PagedCall<OrgSummary> {
        self.client.api().pages(request.page, |api, page, limit| {
            let total = Arc::new(AtomicI64::new(0));
            let (counting, counted) = (count(api).nested(), Arc::clone(&total));
            api.call(LIST_SUMMARIES)
                .rest_deferred(move |request| async move {
                    counted.store(counting.await?, Ordering::Relaxed);
                    Ok(request.query("page", page).query("limit", limit))
                })
                .map(move |list: Vec<OrgSummary>| Page::new(total.load(Ordering::Relaxed), list))
        })
    }

    /// Counts the organisations.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// println!("{} organisations", management.orgs().count().await?);
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/orgs/count`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn count(&self) -> Call<i64> {
        count(self.client.api())
    }

    /// Gets an organisation with all its nodes; [`Org::tree`] makes a tree of them.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let org = management.orgs().get("61de98be49267601119fb83a").await?;
    /// for department in org.tree().root().children() {
    ///     println!("{}: {} below", department.name, department.descendants().count());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `org`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such organisation.
    pub fn get(&self, org_id: impl Into<String>) -> Call<Org> {
        let id = org_id.into();
        self.call(GET)
            .required("org_id", &id)
            .asking(&documents::ORG, &self.asked)
            .graphql::<operations::Org>(org::Variables { id })
            .map(|data| data.org)
    }
}

fn count(api: &ApiClient) -> Call<i64> {
    #[derive(Deserialize)]
    struct Count {
        count: i64,
    }
    api.call(COUNT).rest(|request| request).map(|body: Count| body.count)
}

/// Which organisations [`OrgsApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListOrgs {
    page: PageRequest,
    sort_by: Option<SortBy>,
}

authing_types::redacted_debug!(ListOrgs { page, sort_by });

impl ListOrgs {
    /// The first ten.
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

/// Which organisations [`OrgsApi::list_summaries`] lists.
#[derive(Clone, Default)]
pub struct ListOrgSummaries {
    page: PageRequest,
}

authing_types::redacted_debug!(ListOrgSummaries { page });

impl ListOrgSummaries {
    /// The first ten.
    pub fn new() -> Self {
        Self::default()
    }

    page_setters!();
}
