//! The user pool itself.

mod env;

pub use env::EnvVariable;

area! {
    /// The user pool itself.
    UserPoolArea, user_pool
}
