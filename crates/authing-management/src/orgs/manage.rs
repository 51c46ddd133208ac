//! Creating and deleting organisations.

use authing_core::{Call, Operation};
use authing_types::Org;

use super::OrgsApi;
use crate::generated::{
    documents,
    operations::{self, create_org, delete_org},
};

const CREATE: Operation = Operation::graphql("orgs.create").management();
const DELETE: Operation = Operation::graphql("orgs.delete").management();

impl OrgsApi<'_> {
    /// Creates an organisation with one node: the root, which bears its name. To create a whole
    /// tree at once, [`import`](Self::import) it.
    ///
    /// ```no_run
    /// use authing_management::{CreateOrg, ManagementClient};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let request = CreateOrg::new("Acme").code("acme").description("the whole company");
    /// let acme = management.orgs().create(request).await?;
    /// println!("the root is {}", acme.root_node.id);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `createOrg`. Not idempotent: names may be taken twice, so it would create a
    /// second organisation.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name, code or tenant id; an error
    /// of the server's when there is no such tenant or it has an organisation already.
    pub fn create(&self, request: impl Into<CreateOrg>) -> Call<Org> {
        let request = request.into();
        self.call(CREATE)
            .required("name", &request.name)
            .required_if_given("code", request.code.as_deref())
            .required_if_given("tenant_id", request.tenant_id.as_deref())
            .asking(&documents::CREATE_ORG, &self.asked)
            .graphql::<operations::CreateOrg>(create_org::Variables {
                name: request.name,
                code: request.code,
                description: request.description,
                tenant_id: request.tenant_id,
            })
            .map(|data| data.create_org)
    }

    /// Deletes an organisation with all its nodes. The users stay.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().delete("61de98be49267601119fb83a").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `deleteOrg`. Not idempotent: the second time there is no such organisation.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such organisation.
    pub fn delete(&self, org_id: impl Into<String>) -> Call<()> {
        let id = org_id.into();
        self.call(DELETE)
            .required("org_id", &id)
            .graphql::<operations::DeleteOrg>(delete_org::Variables { id })
            .map(|data| data.delete_org)
            .confirmed()
    }
}

/// What [`OrgsApi::create`] creates.
#[derive(Clone)]
pub struct CreateOrg {
    name: String,
    code: Option<String>,
    description: Option<String>,
    tenant_id: Option<String>,
}

authing_types::redacted_debug!(CreateOrg { code, tenant_id });

impl CreateOrg {
    /// An organisation of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), code: None, description: None, tenant_id: None }
    }

    /// The root's code, in English letters.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// What it is.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The tenant it is to belong to. A tenant has one organisation at most.
    #[must_use]
    pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
        self.tenant_id = Some(tenant_id.into());
        self
    }
}

impl<T: Into<String>> From<T> for CreateOrg {
    fn from(name: T) -> Self {
        Self::new(name)
    }
}
