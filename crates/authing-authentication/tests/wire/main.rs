//! Every call of the end user's client: exactly what goes over the wire, how the response is read,
//! and what it does to the login that the client holds.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

mod avatar;
mod client;
mod codes;
mod common;
mod connections;
mod contact;
mod credentials;
mod custom_data;
mod devices;
mod directory;
mod email_code;
mod events;
mod leak;
mod link;
mod login;
mod membership;
mod mfa;
mod odd;
mod password;
mod principal;
mod profile;
mod property;
mod qr_codes;
mod register;
mod session;
mod surroundings;

mod wechat;
