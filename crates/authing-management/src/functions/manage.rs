//! Writing pipeline functions.

use authing_core::{Call, Operation, client::CallBuilder};
use authing_types::{CreateFunctionInput, Function, Patch, UpdateFunctionInput};

use super::FunctionsApi;
use crate::generated::operations::{self, create_function, delete_function, update_function};

const CREATE: Operation = Operation::graphql("functions.create").management();
const UPDATE: Operation = Operation::graphql("functions.update").management().idempotent();
const DELETE: Operation = Operation::graphql("functions.delete").management();

impl FunctionsApi<'_> {
    /// Creates a pipeline function.
    ///
    /// ```no_run
    /// use authing_management::functions::CreateFunction;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let source = "async function pipe(user, context, callback) { callback(null, user, context) }";
    /// let request = CreateFunction::new("nothing", source).description("Lets everybody in");
    /// println!("{}", management.functions().create(request).await?.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createFunction`. Not idempotent: each call makes one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name or source; else those of
    /// every call.
    pub fn create(&self, request: CreateFunction) -> Call<Function> {
        let call = request.check(self.client.call(CREATE));
        let variables = create_function::Variables { input: request.into_input() };
        call.graphql::<operations::CreateFunction>(variables)
            .map(|data| data.create_function)
            .required_at("data.createFunction")
    }

    /// Changes a pipeline function; returns it. What is not set stays as it is.
    ///
    /// ```no_run
    /// use authing_management::functions::UpdateFunction;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateFunction::new().name("everybody").clear_description();
    /// management.functions().update("5f7ddfe62ba819802422362e", changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `updateFunction`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id, name or source; an error of
    /// the server's when there is no such function.
    pub fn update(&self, id: impl Into<String>, changes: UpdateFunction) -> Call<Function> {
        let id = id.into();
        let call = changes.check(self.client.call(UPDATE).required("id", &id));
        let variables = update_function::Variables { input: changes.into_input(id) };
        call.graphql::<operations::UpdateFunction>(variables).map(|data| data.update_function)
    }

    /// Deletes a pipeline function.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.functions().delete("5f7ddfe62ba819802422362e").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteFunction`. Not idempotent: the second call finds nothing and fails.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such function.
    pub fn delete(&self, id: impl Into<String>) -> Call<()> {
        let id = id.into();
        self.client
            .call(DELETE)
            .required("id", &id)
            .graphql::<operations::DeleteFunction>(delete_function::Variables { id })
            .map(|data| data.delete_function)
            .confirmed()
    }
}

/// The function that [`FunctionsApi::create`] creates.
#[derive(Clone)]
pub struct CreateFunction {
    name: String,
    source_code: String,
    description: Option<String>,
    url: Option<String>,
}

authing_types::redacted_debug!(CreateFunction {});

impl CreateFunction {
    /// A function of this name with this JavaScript source.
    pub fn new(name: impl Into<String>, source_code: impl Into<String>) -> Self {
        Self { name: name.into(), source_code: source_code.into(), description: None, url: None }
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Its address, when it runs elsewhere.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required("name", &self.name).required("source_code", &self.source_code)
    }

    fn into_input(self) -> CreateFunctionInput {
        let mut input = CreateFunctionInput::new(self.name, self.source_code);
        if let Some(description) = self.description {
            input = input.description(description);
        }
        if let Some(url) = self.url {
            input = input.url(url);
        }
        input
    }
}

/// What [`FunctionsApi::update`] changes.
#[derive(Clone, Default)]
pub struct UpdateFunction {
    name: Option<String>,
    source_code: Option<String>,
    description: Patch<String>,
    url: Patch<String>,
}

authing_types::redacted_debug!(UpdateFunction {});

impl UpdateFunction {
    /// No change.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Other JavaScript source.
    #[must_use]
    pub fn source_code(mut self, source_code: impl Into<String>) -> Self {
        self.source_code = Some(source_code.into());
        self
    }

    /// Another description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Patch::Value(description.into());
        self
    }

    /// Removes the description.
    #[must_use]
    pub fn clear_description(mut self) -> Self {
        self.description = Patch::Null;
        self
    }

    /// Another address, when it runs elsewhere.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Patch::Value(url.into());
        self
    }

    /// Removes the address: the server runs the source.
    #[must_use]
    pub fn clear_url(mut self) -> Self {
        self.url = Patch::Null;
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        call.required_if_given("name", self.name.as_deref())
            .required_if_given("source_code", self.source_code.as_deref())
    }

    fn into_input(self, id: String) -> UpdateFunctionInput {
        let mut input = UpdateFunctionInput::new(id).description(self.description).url(self.url);
        if let Some(name) = self.name {
            input = input.name(name);
        }
        if let Some(source_code) = self.source_code {
            input = input.source_code(source_code);
        }
        input
    }
}
