//! Finding pipeline functions.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Function, SortBy};

use super::Functions;
use crate::{
    arguments::not_empty,
    generated::operations::{self, function, functions},
};

const LIST: Operation = Operation::graphql("functions.list").management().idempotent();
const GET: Operation = Operation::graphql("functions.get").management().idempotent();

impl Functions<'_> {
    /// Lists the pool's pipeline functions.
    ///
    /// ```no_run
    /// use authing_management::functions::ListFunctions;
    /// use futures_util::TryStreamExt;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let mut all = management.functions().list(ListFunctions::new().limit(100)).items();
    /// while let Some(function) = all.try_next().await? {
    ///     println!("{}: {}", function.id, function.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `functions`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for page or limit 0; else those of every call.
    pub fn list(&self, request: ListFunctions) -> PagedCall<Function> {
        self.client.api().pages(request.page, move |api, page, limit| {
            let variables = functions::Variables {
                page: Some(page),
                limit: Some(limit),
                sort_by: request.sort_by.clone(),
            };
            api.graphql::<operations::Functions>(LIST, variables).map(|data| data.functions)
        })
    }

    /// Gets a pipeline function by its id. `None` when there is none.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(function) = management.functions().get("5f7ddfe62ba819802422362e").await? {
    ///     println!("{}", function.source_code);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `function`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; else those of every call.
    pub fn get(&self, id: impl Into<String>) -> Call<Option<Function>> {
        let id = id.into();
        let checked = not_empty("id", &id);
        self.client
            .api()
            .graphql::<operations::Function>(GET, function::Variables { id: Some(id) })
            .map(|data| data.function)
            .check(checked)
    }
}

/// Which functions [`Functions::list`] lists.
#[derive(Clone, Debug, Default)]
pub struct ListFunctions {
    page: PageRequest,
    sort_by: Option<SortBy>,
}

impl ListFunctions {
    /// The first ten of the pool.
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
