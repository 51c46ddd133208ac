//! The user pool itself: its settings, its environment variables, its secret and its end.
//!
//! ```no_run
//! use authing_management::{ManagementClient, types::UpdateUserpoolInput};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let pool = management.user_pool().get().await?;
//! println!("{}: registration closed: {}", pool.name, pool.register_disabled);
//! let closed = UpdateUserpoolInput::new().register_disabled(true);
//! management.user_pool().update(closed).await?;
//! # Ok(()) }
//! ```

mod env;
mod lifecycle;
mod settings;

pub use env::EnvVariable;

area! {
    /// The user pool itself.
    UserPoolApi, user_pool, asking
}

handle_options!(UserPoolApi {
    /// Brings the policy for renewing passwords along. Older servers refuse it.
    with_password_update_policy
});
