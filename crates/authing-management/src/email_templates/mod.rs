//! The templates of the emails that the pool sends to users. No official SDK has calls for them.
//!
//! ```no_run
//! use authing_management::{ManagementClient, types::{ConfigEmailTemplateInput, EmailTemplateType}};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let templates = management.email_templates();
//! let welcome = ConfigEmailTemplateInput::new(
//!     EmailTemplateType::Welcome,
//!     "Welcome",
//!     "Welcome to the shop",
//!     "The shop",
//!     "<p>Good to have you.</p>",
//! );
//! templates.configure(welcome).await?;
//! templates.enable(EmailTemplateType::Welcome).await?;
//! # Ok(()) }
//! ```

mod manage;
mod query;

area! {
    /// The templates of the emails that the pool sends.
    EmailTemplatesApi, email_templates
}
