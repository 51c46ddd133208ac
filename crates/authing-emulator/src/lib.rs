#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "saml"),
    allow(dead_code, reason = "the identity provider is the only one to use some of it")
)]

mod builder;
mod cas;
mod clock;
mod context;
mod control;
mod directory;
mod domain;
mod emulator;
mod engine;
mod error;
mod events;
mod failures;
mod fault;
mod graphql;
mod http;
mod journal;
mod jwt;
mod keys;
mod model;
mod oidc;
mod outbox;
mod random;
mod rest;
#[cfg(feature = "saml")]
mod saml;
#[cfg(not(feature = "saml"))]
#[path = "saml/absent.rs"]
mod saml;
mod server;
mod settings;
mod snapshot;
mod sso;
mod xml;

pub use builder::{EmulatorBuilder, StartError};
pub use directory::{Directory, DirectoryNode, DirectoryProvider};
pub use emulator::Emulator;
pub use engine::{ApplicationInfo, LoginFailureStyle, UserPoolInfo};
pub use fault::{Fault, FaultKind, RetryAfter};
pub use journal::LoggedRequest;
pub use model::application::TokenAlgorithm;
pub use model::mfa::MfaFactor;
pub use model::outsider::{DirectoryKind, DirectoryUser, WechatUser};
pub use model::user_pool::PasswordStrength;
pub use outbox::{MessageKind, SentMessage};
pub use settings::{
    ApplicationSettings, ClientAuthMethod, GrantType, ProgrammaticAccount, ResponseType,
    SamlSettings,
};

#[cfg(test)]
mod tests {
    /// The schema lies outside this folder; the link inside it puts it into the package.
    #[test]
    fn the_schema_is_the_one_of_the_workspace() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = std::fs::read(folder.join("schema/schema.graphql")).unwrap();
        let shared = folder.join("../../schema/schema.graphql");
        // In the published package there is only one.
        if let Ok(shared) = std::fs::read(shared) {
            assert_eq!(own, shared);
        }
    }
}
