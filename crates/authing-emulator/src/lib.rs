#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(all(feature = "console", feature = "saml")),
    allow(
        dead_code,
        reason = "the console and the identity provider are the only ones to use some of it"
    )
)]

// The floors, from the top. A module uses those of floors below its own, and none beside it:
//
//   builder             settings, and starting
//   emulator            the handle of a running emulator
//   server              listener, one request, tables gathered, GraphQL, snapshots, subscriptions
//   console             the pages for people
//   api, idp, control   the interface by area, the login protocols, what a test may ask for
//   seed                the state that a file describes, and a file of the present one
//   page                the document around a page, and the files that pages load
//   engine              state, clock, faults and the log of requests behind one handle
//   handler             what a handler is: call, response, credential, line of a table
//   domain              the rules by area, and what they work with
//   state               what is remembered, by area
//   base                clock, random, keys, JWT, failures, outbox, redaction, env file
#[macro_use]
mod base;
mod api;
mod builder;
#[cfg(feature = "console")]
mod console;
mod control;
mod domain;
mod emulator;
mod engine;
mod handler;
mod idp;
mod page;
#[cfg(feature = "seed")]
mod seed;
mod server;
mod state;

pub use base::env_file::EnvFileChanges;
pub use base::outbox::{MessageKind, SentMessage};
pub use base::schema_version::SchemaVersion;
pub use builder::{EmulatorBuilder, StartError};
pub use domain::calls::{DatabaseCall, DatabaseScript, PipelineCall};
pub use domain::environment::LoginFailureStyle;
pub use domain::functions::{CustomDatabase, PipelineFunction};
pub use domain::minting::{MintError, MintedKind, NewToken};
pub use emulator::{Emulator, StopReport};
pub use engine::deliveries::{SentWebhook, WebhookState};
pub use engine::fault::{Fault, FaultKind, RetryAfter};
pub use engine::journal::LoggedRequest;
pub use engine::{ApplicationInfo, UserPoolInfo};
#[cfg(feature = "seed")]
#[cfg_attr(docsrs, doc(cfg(feature = "seed")))]
pub use seed::{ExportError, Seed, SeedError};
pub use server::{Caller, ServedRequest};
pub use state::applications::{
    ApplicationSettings, ClientAuthMethod, GrantType, LoginMethod, ProgrammaticAccount,
    RegisterMethod, ResponseType, SamlSettings, TokenAlgorithm,
};
pub use state::external_identities::{DirectoryKind, DirectoryUser, WechatUser};
pub use state::mfa::SecondFactor;
pub use state::orgs::{Directory, DirectoryNode, DirectoryProvider};
pub use state::pipeline::{InvalidFunction, PipelineStage};
pub use state::user_pool::PasswordStrength;
pub use state::webhooks::{InvalidWebhook, Webhook, WebhookFormat};

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
