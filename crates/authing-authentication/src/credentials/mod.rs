//! Login on the third version of the server's interface, with any kind of credentials.

mod kinds;
mod login;
mod payload;

pub use kinds::{LoginAccount, LoginCredentials};
pub use login::{LoginCode, LoginTokens, LoginWithCredentials};
