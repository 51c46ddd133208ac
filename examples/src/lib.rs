//! What several examples share: an embedded server with its clients, and the pages, cookies and
//! sessions of the web applications.

mod server;
#[cfg(feature = "web")]
pub mod web;

pub use server::EmbeddedServer;
