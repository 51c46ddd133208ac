//! Tokens, guards that accept them, and what comes back. Shared by the tests of each framework's crate.

use std::sync::Arc;

use authing_core::{
    TransportError,
    test_util::{ScriptedTransport, TestClock},
};
use authing_protocols::jose::{Algorithm, Verifier};
use authing_web::{Accept, Guard, GuardBuilder};

pub(crate) use authing_test_support::guard::{sign_with_secret as sign, *};

/// What is around the routes of a service, and with which guard.
pub(crate) enum Layer {
    Login(Guard),
    Optional(Guard),
}

/// A valid access token of the user.
pub(crate) fn token() -> String {
    sign(&access_claims())
}

/// A network where nobody is.
pub(crate) fn nobody() -> Arc<ScriptedTransport> {
    Arc::new(ScriptedTransport::new(|_, _| Err(TransportError::connect("no such host"))))
}

pub(crate) fn builder() -> GuardBuilder {
    let verifier = Verifier::builder(APP, HOST)
        .secret(SECRET)
        .access_token_algorithms([Algorithm::Hs256])
        .transport(nobody())
        .clock(Arc::new(TestClock::new()))
        .build()
        .unwrap();
    Guard::builder(verifier)
}

pub(crate) fn guard() -> Guard {
    builder().build().unwrap()
}

/// A guard of the application's own pages.
pub(crate) fn pages() -> GuardBuilder {
    builder().accept([Accept::UserToken]).cookie("session").login_page("/login")
}

/// A service with sessions: their routes, and some pages.
pub(crate) struct Shop {
    pub(crate) sessions: authing_web::session::Sessions,
    pub(crate) guard: Guard,
}
