//! Logging in with a browser, whatever protocol sent it.
//!
//! A protocol's endpoint checks its request and calls [`begin`](begin()). Once the user has logged in, or has
//! cancelled, the protocol goes on where its [`Resume`](crate::state::sso::Resume) says.

mod begin;
pub(crate) mod cookies;
mod logout;
pub(crate) mod pages;
pub(crate) mod redirect;

use crate::handler::{Access, Route, Source, get, routes};

pub(crate) use self::begin::{LoginStart, begin};
pub(crate) use self::cookies::{current, forget_sessions, is_logged_in};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Documented("logging out in a browser"),
    [get("/login/profile/logout", Access::Anonymous, logout::easy_logout)],
);
