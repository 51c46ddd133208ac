//! The user pool itself.

mod env;

use crate::client::ManagementClient;

pub use env::EnvVariable;

/// The user pool: see [`ManagementClient::user_pool`].
#[derive(Clone, Copy, Debug)]
pub struct UserPoolArea<'a> {
    pub(crate) client: &'a ManagementClient,
}
