//! Finding pipeline functions.

use authing_core::{Call, Operation, PageRequest, PagedCall};
use authing_types::{Function, SortBy};

use super::FunctionsApi;
use crate::generated::operations::{self, function, functions};

const LIST: Operation = Operation::graphql("functions.list").management().idempotent();
const GET: Operation = Operation::graphql("functions.get").management().idempotent();

impl FunctionsApi<'_> {
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

    /// Gets a pipeline function by its id.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let function = management.functions().get("5f7ddfe62ba819802422362e").await?;
    /// println!("{}", function.source_code);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `function`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such function;
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id.
    pub fn get(&self, id: impl Into<String>) -> Call<Function> {
        self.get_opt(id).or_not_found("function")
    }

    /// As [`get`](Self::get); `None` when there is no such function.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// if let Some(function) = management.functions().get_opt("5f7ddfe62ba819802422362e").await? {
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
    pub fn get_opt(&self, id: impl Into<String>) -> Call<Option<Function>> {
        let id = id.into();
        self.client
            .call(GET)
            .required("id", &id)
            .graphql::<operations::Function>(function::Variables { id: Some(id) })
            .map(|data| data.function)
    }
}

/// Which functions [`FunctionsApi::list`] lists.
#[derive(Clone, Default)]
pub struct ListFunctions {
    page: PageRequest,
    sort_by: Option<SortBy>,
}

authing_types::redacted_debug!(ListFunctions { page, sort_by });

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
