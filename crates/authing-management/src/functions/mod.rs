//! Pipeline functions: code of yours that the server runs while a user registers or logs in. No
//! official SDK has calls for them.
//!
//! ```no_run
//! use authing_management::{ManagementClient, functions::CreateFunction};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let source = "async function pipe(user, context, callback) { callback(null, user, context) }";
//! let function = management.functions().create(CreateFunction::new("nothing", source)).await?;
//! management.functions().delete(function.id).await?;
//! # Ok(()) }
//! ```

mod manage;
mod query;

pub use manage::{CreateFunction, UpdateFunction};
pub use query::ListFunctions;

area! {
    /// The pool's pipeline functions.
    FunctionsApi, functions
}
