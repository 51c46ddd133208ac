//! All the user pools of the account: finding and making them. What one pool holds is in
//! [`user_pool`](crate::user_pool) and the other areas. No official SDK has calls for them.
//!
//! ```no_run
//! use authing_management::{ManagementClient, user_pools::CreateUserPool};
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! if management.user_pools().is_domain_available("shop").await? {
//!     let pool = management.user_pools().create(CreateUserPool::new("Shop", "shop")).await?;
//!     let of_the_shop = ManagementClient::builder(pool.id, pool.secret).build()?;
//! #   let _ = of_the_shop;
//! }
//! # Ok(()) }
//! ```

mod create;
mod query;

pub use create::CreateUserPool;
pub use query::ListUserPools;

area! {
    /// All the user pools of the account.
    UserPoolsApi, user_pools, asking
}

handle_options!(UserPoolsApi {
    /// Brings each pool's nested settings along: its strategies, checks and switches.
    with_settings
    /// Brings each pool's policy for renewing passwords along. Older servers refuse it.
    with_password_update_policy
});
