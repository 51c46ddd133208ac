//! What rules use of the running emulator besides its state.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::clock::Clock;
use crate::base::hub::Hub;
use crate::base::keys::PasswordKeys;
use crate::base::outbox::Outbox;
use crate::domain::functions::Functions;

/// What the emulator returns for an account or password that does not match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginFailureStyle {
    /// 2004 for an unknown account, 2006 for a wrong password: what the documented version 2
    /// server returns.
    #[default]
    Distinct,
    /// 2333 for both, so that a response never tells which accounts exist: what newer servers
    /// return.
    Uniform,
}

/// The clock, the keys and where things are sent to.
pub(crate) struct Environment {
    pub(crate) base_url: String,
    pub(crate) login_failure_style: LoginFailureStyle,
    pub(crate) keys: PasswordKeys,
    pub(crate) clock: Clock,
    pub(crate) outbox: Outbox,
    pub(crate) events: Hub,
    /// What callers gave the emulator to call.
    pub(crate) functions: Arc<Functions>,
    /// Whether photos are found to show one face, or two.
    faces_differ: AtomicBool,
    /// Whether passwords that are not encrypted are taken as they are.
    plain_passwords: AtomicBool,
}

show_fields!(Environment { base_url, login_failure_style });

impl Environment {
    pub(crate) fn new(
        base_url: String,
        login_failure_style: LoginFailureStyle,
        keys: PasswordKeys,
        clock: Clock,
    ) -> Self {
        Self {
            base_url,
            login_failure_style,
            keys,
            clock,
            outbox: Outbox::default(),
            events: Hub::default(),
            functions: Arc::default(),
            faces_differ: AtomicBool::new(false),
            plain_passwords: AtomicBool::new(false),
        }
    }

    /// Whether passwords that are not encrypted are taken as they are, from now on.
    pub(crate) fn accept_plain_passwords(&self, accepted: bool) {
        self.plain_passwords.store(accepted, Ordering::Relaxed);
    }

    pub(crate) fn accepts_plain_passwords(&self) -> bool {
        self.plain_passwords.load(Ordering::Relaxed)
    }

    /// Whether two photos show the same face: as a test has set it.
    pub(crate) fn faces_match(&self) -> bool {
        !self.faces_differ.load(Ordering::Relaxed)
    }

    pub(crate) fn set_faces_match(&self, matching: bool) {
        self.faces_differ.store(!matching, Ordering::Relaxed);
    }

    /// Back to the system's time, with nothing sent and nobody listening.
    pub(crate) fn reset(&self) {
        self.clock.reset();
        self.set_faces_match(true);
        self.outbox.clear();
        self.events.cut();
    }
}
