//! Authing for end users: registration and login of every kind, profiles, and their account.
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, ErrorCode, types::UpdateUserInput};
//!
//! # async fn example() -> Result<(), authing_authentication::Error> {
//! // Once per process.
//! let app = AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn").build()?;
//!
//! // Once per request: shares connections with `app`, and no login.
//! let client = app.new_session();
//! match client.login_by_username("bob", "passw0rd").await {
//!     Ok(user) => println!("hello {}", user.id),
//!     Err(error) if error.code() == Some(ErrorCode::USER_NOT_FOUND) => {
//!         println!("{}", error.message());
//!     }
//!     Err(error) => return Err(error),
//! }
//! client.update_profile(UpdateUserInput::new().nickname("Nick")).await?;
//!
//! // A later request remembers the login by its token.
//! let Some(token) = client.token() else { return Ok(()) };
//! let user = app.with_token(token).current_user().await?;
//! # Ok(()) }
//! ```
//!
//! Models, inputs and enums are in [`types`]; a call fails with an [`Error`]. Passwords are encrypted
//! on the way to the server, with the key of the public cloud unless
//! [`public_key`](AuthenticationClientBuilder::public_key) says otherwise.
//!
//! # The login that a client holds
//!
//! - A login stores the user and the token, in place of those before.
//! - [`login_with_credentials`](AuthenticationClient::login_with_credentials) stores the id token.
//! - A registration does so when its response holds a token, which it does if one was asked for.
//!   Otherwise the login stays as it is.
//! - [`refresh_token`](AuthenticationClient::refresh_token) stores the new token;
//!   [`current_user`](AuthenticationClient::current_user) and what changes the user store the user,
//!   and leave the token alone.
//! - [`logout`](AuthenticationClient::logout) and
//!   [`logout_current_device`](AuthenticationClient::logout_current_device) forget both.
//!
//! A response that comes after another user has logged in on the same client changes nothing.
//!
//! # Features
//!
//! `rustls` (default), `rustls-no-provider`, `native-tls`, `socks` and `blocking`, as in `authing-core`.
//!
//! `sm2`: passwords under SM2, for private deployments that ask for it.
//!
//! `events`: `client.events().subscribe(…)`, events over a WebSocket. It adds a WebSocket library, and
//! rustls with aws-lc-rs for its connections whatever TLS is chosen for calls, so it is off by default.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod avatar;
mod builder;
mod client;
mod codes;
pub mod connections;
mod contact;
mod credentials;
mod current;
mod custom_data;
pub mod devices;
mod directory;
mod email_code;
pub mod events;
mod generated;
mod link;
mod login;
mod membership;
pub mod mfa;
mod password;
pub mod principal;
mod profile;
pub mod qr_codes;
mod register;
mod requests;
mod security_level;
mod session;
mod steps;
mod sub_account;
mod wechat;

#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub use authing_core::BlockingItems;
pub use authing_core::{
    Call, Clock, Error, ErrorCode, ErrorKind, HeaderNames, Items, Lang, Meta, Operation,
    PageRequest, PagedCall, Pages, PasswordEncryption, Report, RestRequest, RetryPolicy, Transport,
    Unknown, UnknownKind, Upload, WithMeta,
};
pub use authing_types as types;
pub use authing_types::{Page, Patch, Secret, Timestamp};
pub use steps::{
    FirstLogin, LoginStep, MfaChallenge, MfaFactor, MfaOrigin, MfaResponse, OtherStep,
    PasswordReset,
};

pub use builder::AuthenticationClientBuilder;
pub use client::AuthenticationClient;
pub use codes::{SendSmsCode, SmsScene};
pub use contact::{EmailProof, PhoneProof};
pub use credentials::{
    LoginAccount, LoginCode, LoginCredentials, LoginTokens, LoginWithCredentials,
};
pub use directory::LoginByDirectory;
pub use email_code::{LoginByEmailCode, RegisterByEmailCode};
pub use login::{LoginByEmail, LoginByPhoneCode, LoginByPhonePassword, LoginByUsername};
pub use membership::{AllowedApplication, InNamespace};
pub use password::{PasswordSecurityLevel, ResetPasswordByPhoneCode};
pub use profile::UpdateProfile;
pub use register::{RegisterByEmail, RegisterByPhoneCode, RegisterByUsername};
pub use security_level::SecurityLevel;
pub use sub_account::LoginBySubAccount;
pub use wechat::LoginByWeChatMobile;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
