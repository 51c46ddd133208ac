//! Applications, and their settings as clients of the login protocols.

mod application;
mod login_page;
mod protocols;
mod saml;
mod settings;

#[cfg(test)]
pub(crate) use self::application::{AccessControl, Profile, ProtocolSettings};
pub(crate) use self::application::{
    AccessPolicies, Agreement, Application, ApplicationType, DefaultStrategy,
};
pub(crate) use self::login_page::LoginPage;
pub use self::login_page::{LoginMethod, RegisterMethod};
pub use self::protocols::{
    ClientAuthMethod, GrantType, ProgrammaticAccount, ResponseType, TokenAlgorithm,
};
pub use self::saml::SamlSettings;
pub use self::settings::ApplicationSettings;
