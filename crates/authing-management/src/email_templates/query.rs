//! Reading templates.

use authing_core::{Call, Operation};
use authing_types::{EmailTemplate, EmailTemplateType};

use super::EmailTemplatesApi;
use crate::generated::operations::{self, email_templates, preview_email, template_code};

const LIST: Operation = Operation::graphql("email_templates.list").management().idempotent();
const PREVIEW: Operation = Operation::graphql("email_templates.preview").management().idempotent();
const CODE: Operation = Operation::graphql("email_templates.code").management().idempotent();

impl EmailTemplatesApi<'_> {
    /// Lists the pool's templates.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for template in management.email_templates().list().await? {
    ///     println!("{}: {}", template.r#type, template.subject);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `emailTemplates`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn list(&self) -> Call<Vec<EmailTemplate>> {
        self.client
            .api()
            .graphql::<operations::EmailTemplates>(LIST, email_templates::Variables)
            .map(|data| data.email_templates)
    }

    /// Renders the HTML of a mail with the template that is in use.
    ///
    /// ```no_run
    /// use authing_management::types::EmailTemplateType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let html = management.email_templates().preview(EmailTemplateType::ResetPassword).await?;
    /// std::fs::write("preview.html", html).ok();
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `previewEmail`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn preview(&self, template: EmailTemplateType) -> Call<String> {
        self.client
            .api()
            .graphql::<operations::PreviewEmail>(
                PREVIEW,
                preview_email::Variables { type_: template },
            )
            .map(|data| data.preview_email)
    }

    /// Gets what the schema calls the code of the template. Authing does not document what it is;
    /// the call exists so that nothing in the schema needs a document of your own.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// println!("{}", management.email_templates().code().await?);
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `templateCode`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn code(&self) -> Call<String> {
        self.client
            .api()
            .graphql::<operations::TemplateCode>(CODE, template_code::Variables)
            .map(|data| data.template_code)
    }
}
