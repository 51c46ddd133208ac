#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod authenticator;
mod authing;
mod clock;
mod error;
mod mint;
mod robot;
mod user;

pub use authenticator::TestAuthenticator;
pub use authing::TestAuthing;
/// Deliveries of webhooks as Authing sends them.
pub use authing_web::webhook::TestDelivery;
pub use clock::EmulatorClock;
pub use error::TestError;
pub use mint::MintToken;
pub use robot::{Form, Robot, WebPage};
pub use user::TestUser;
