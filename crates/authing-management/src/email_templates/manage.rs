//! Changing templates.

use authing_core::{Call, Operation};
use authing_types::{ConfigEmailTemplateInput, EmailTemplate, EmailTemplateType};

use super::EmailTemplatesApi;
use crate::generated::operations::{
    self, config_email_template, disable_email_template, enable_email_template,
};

const CONFIGURE: Operation =
    Operation::graphql("email_templates.configure").management().idempotent();
const ENABLE: Operation = Operation::graphql("email_templates.enable").management().idempotent();
const DISABLE: Operation = Operation::graphql("email_templates.disable").management().idempotent();

impl EmailTemplatesApi<'_> {
    /// Writes the pool's own version of a template; returns it.
    ///
    /// ```no_run
    /// use authing_management::types::{ConfigEmailTemplateInput, EmailTemplateType};
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let template = ConfigEmailTemplateInput::new(
    ///     EmailTemplateType::ResetPassword,
    ///     "Reset",
    ///     "Your code",
    ///     "The shop",
    ///     "<p>Here is your code.</p>",
    /// );
    /// management.email_templates().configure(template.expires_in(600)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `configEmailTemplate`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn configure(&self, template: ConfigEmailTemplateInput) -> Call<EmailTemplate> {
        let variables = config_email_template::Variables { input: template };
        self.client
            .api()
            .graphql::<operations::ConfigEmailTemplate>(CONFIGURE, variables)
            .map(|data| data.config_email_template)
    }

    /// Sends mails by the pool's own version of a template from now on; returns it.
    ///
    /// ```no_run
    /// use authing_management::types::EmailTemplateType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.email_templates().enable(EmailTemplateType::Welcome).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `enableEmailTemplate`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn enable(&self, template: EmailTemplateType) -> Call<EmailTemplate> {
        let variables = enable_email_template::Variables { type_: template };
        self.client
            .api()
            .graphql::<operations::EnableEmailTemplate>(ENABLE, variables)
            .map(|data| data.enable_email_template)
    }

    /// Goes back to the built-in version of a template. The pool's own is kept.
    ///
    /// ```no_run
    /// use authing_management::types::EmailTemplateType;
    ///
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.email_templates().disable(EmailTemplateType::Welcome).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// GraphQL `disableEmailTemplate`. Idempotent.
    ///
    /// # Errors
    ///
    /// Those of every call.
    pub fn disable(&self, template: EmailTemplateType) -> Call<EmailTemplate> {
        let variables = disable_email_template::Variables { type_: template };
        self.client
            .api()
            .graphql::<operations::DisableEmailTemplate>(DISABLE, variables)
            .map(|data| data.disable_email_template)
    }
}
