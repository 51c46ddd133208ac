//! What can go wrong.

use authing_emulator::{MintError, StartError};

/// Why a test cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TestError {
    /// The emulator could not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A call of a client failed.
    #[error(transparent)]
    Call(#[from] authing_core::Error),
    /// A client of the protocols, or a guard, could not be made.
    #[error(transparent)]
    Protocols(#[from] authing_protocols::Error),
    /// A token could not be made.
    #[error(transparent)]
    Mint(#[from] MintError),
    /// The key of an authenticator cannot be read.
    #[error("{problem}; it is what `associate_totp` returns as `otpauth_uri` or as `secret`")]
    Authenticator {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The robot cannot go on.
    #[error("the robot cannot go on at {at}: {problem}")]
    Robot {
        /// The address without its query, which may hold secrets.
        at: String,
        /// What it found.
        problem: String,
    },
}
