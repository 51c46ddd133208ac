//! Second factors: what a user can be asked for, bound and taken away.
//!
//! A login that needs a second factor fails with a challenge, which
//! [`MfaChallenge`](crate::MfaChallenge) completes. Here is what binds the factors:
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, Error, mfa::AuthenticatorSource};
//!
//! # async fn example(client: AuthenticationClient) -> Result<(), Error> {
//! let association = client.mfa().associate_totp(AuthenticatorSource::User).await?;
//! println!("please scan {}", association.otpauth_uri.expose());
//! client.mfa().confirm_totp("123456", AuthenticatorSource::User).await?;
//! # Ok(()) }
//! ```

mod api;
mod face;
mod totp;

pub use api::{MfaContact, UserMfaApi};
pub use totp::{Authenticator, AuthenticatorSource, QrPicture, TotpAssociation};
