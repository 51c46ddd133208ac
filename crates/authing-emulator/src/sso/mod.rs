//! Signing in with a browser, whatever protocol sent it.
//!
//! A protocol's endpoint checks its request and calls [`begin`]. Once the user is signed in, or
//! has cancelled, the protocol goes on where [`resume`] says. So a further protocol adds a
//! variant to [`Resume`](crate::model::sso::Resume) and its arms there.

mod cookies;
mod interaction;
mod logout;
pub(crate) mod pages;
pub(crate) mod redirect;
mod resume;

use crate::context::Access;
use crate::rest::{Route, get, post};

pub(crate) use self::cookies::{current, forget_sessions, is_signed_in};
pub(crate) use self::interaction::{Visit, begin};

pub(crate) const ROUTES: &[Route] = &[
    get("/interaction/{protocol}/{uid}/login", Access::Anonymous, interaction::login_page),
    post("/interaction/{protocol}/{uid}/login", Access::Anonymous, interaction::login),
    get("/interaction/{protocol}/{uid}/consent", Access::Anonymous, interaction::consent_page),
    post("/interaction/{protocol}/{uid}/consent", Access::Anonymous, interaction::consent),
    get("/login/profile/logout", Access::Anonymous, logout::easy_logout),
];
