//! Login by a QR code: one side shows it and waits, the other scans it and decides.
//!
//! A service shows the picture and waits, as a stream of states:
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, Error, qr_codes::{QrScene, QrState}};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(client: AuthenticationClient) -> Result<(), Error> {
//! let code = client.qr_codes().generate(QrScene::App).await?;
//! println!("please scan {}", code.picture_url);
//! let mut states = client.qr_codes().watch(&code);
//! while let Some(state) = states.try_next().await? {
//!     match state {
//!         QrState::Scanned(person) => println!("{:?} is looking at it", person.nickname),
//!         QrState::LoggedIn(user) => println!("hello {}", user.id),
//!         QrState::StepRequired(step) => println!("one more step: {step:?}"),
//!         QrState::Expired => println!("too late: make another one"),
//!         _ => {}
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! The phone, whose user is logged in, reads the picture's text:
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, Error, Secret, qr_codes::ScannedCode};
//!
//! # async fn example(phone: AuthenticationClient, text: Secret) -> Result<(), Error> {
//! let scanned = ScannedCode::read(text)?;
//! phone.qr_codes().scan(&scanned.random).await?;
//! // once the user has agreed
//! phone.qr_codes().confirm(&scanned.random).await?;
//! # Ok(()) }
//! ```

mod api;
mod model;
mod phone;
mod request;
mod watch;

pub use api::UserQrCodesApi;
pub use model::{QrCode, QrPerson, QrState, ScannedCode};
pub use request::{GenerateQrCode, QrScene};
pub use watch::QrStates;
