//! What several examples share: their environment, an embedded server with its clients, and the pages, cookies and
//! sessions of the web applications.

mod server;
#[cfg(feature = "app")]
mod setup;
#[cfg(feature = "web")]
pub mod web;

pub use server::EmbeddedServer;
#[cfg(feature = "app")]
pub use setup::Setup;

/// A variable of the environment; one that is empty is none, as for the clients' `from_env`.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// A variable without which an example cannot go on.
///
/// # Errors
///
/// When it is not set or empty.
pub fn needed_variable(name: &str) -> Result<String, String> {
    variable(name).ok_or_else(|| format!("{name} is not set in the environment"))
}
