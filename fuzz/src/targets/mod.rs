//! Every reader of foreign bytes.

mod bulk;
mod bulk_files;
mod cas;
mod core;
mod emulator;
mod events;
mod jose;
mod material;
mod oidc;
mod saml;
mod session;
mod webhook;

use crate::target::Target;

/// All targets.
pub static TARGETS: &[Target] = &[
    saml::RESPONSE,
    saml::SIGNED,
    saml::LOGOUT,
    saml::METADATA,
    jose::TOKEN,
    jose::CLAIMS,
    jose::ENCRYPTED,
    jose::KEYS,
    oidc::DISCOVERY,
    oidc::CALLBACK,
    cas::RESPONSE,
    cas::LOGOUT,
    core::ENVELOPE,
    core::MODELS,
    bulk::IMPORT,
    bulk::EXPORT,
    bulk_files::JOURNAL,
    events::FRAMES,
    emulator::HTTP,
    emulator::GRAPHQL,
    emulator::FORM,
    emulator::MULTIPART,
    emulator::SNAPSHOT,
    emulator::ENV_FILE,
    session::SESSION,
    webhook::DELIVERY,
];
