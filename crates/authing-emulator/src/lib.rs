//! A local Authing server for development and tests.

mod builder;
mod clock;
mod context;
mod control;
mod domain;
mod emulator;
mod engine;
mod error;
mod failures;
mod fault;
mod graphql;
mod http;
mod journal;
mod jwt;
mod keys;
mod model;
mod outbox;
mod random;
mod rest;
mod server;
mod snapshot;

pub use builder::{EmulatorBuilder, StartError};
pub use emulator::Emulator;
pub use engine::{ApplicationInfo, LoginFailureStyle, UserPoolInfo};
pub use fault::{Fault, FaultKind, RetryAfter};
pub use journal::LoggedRequest;
pub use model::application::TokenAlgorithm;
pub use model::user_pool::PasswordStrength;
pub use outbox::{MessageKind, SentMessage};
