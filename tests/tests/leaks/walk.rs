//! Every call and every type of `docs/api`.

use std::{collections::BTreeSet, pin::Pin};

// Only what is generated below names it.
use authing_redis as _;

use crate::{
    canaries::{secret, text, twist, url, value},
    filled::{VARIANTS, filled},
    hostile::{Hostile, MANNERS, Manner, carried},
    made::Clients,
    watch::{look_at, run, run_future, run_open, run_open_future, watch},
};

type Call = for<'a> fn(&'a Clients) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;
type Value = fn(&Clients);

macro_rules! no_json {
    (made $place:literal, $made:expr) => {
        watch().debug($place, &$made)
    };
    (filled $place:literal, $type:ty) => {
        for variant in 0..VARIANTS {
            if let Ok(value) = filled::<$type>(variant) {
                watch().debug($place, &value);
            }
        }
    };
}

macro_rules! json {
    (made $place:literal, $made:expr) => {{
        let made = $made;
        watch().debug($place, &made);
        crate::walk::look_at_json($place, &made);
    }};
    (filled $place:literal, $type:ty) => {
        for variant in 0..VARIANTS {
            if let Ok(value) = filled::<$type>(variant) {
                watch().debug($place, &value);
                crate::walk::look_at_json($place, &value);
            }
        }
    };
}

/// What the build script writes from `docs/api`.
#[allow(clippy::all, reason = "generated")]
mod generated {
    use super::*;

    include!(concat!(env!("OUT_DIR"), "/walk.rs"));
}

pub(crate) use generated::FIELDS;
use generated::{CALLS, MISSING, VALUES};

/// A model's JSON carries people's data, and masks every credential. What is only written is what a
/// request carries: the server must get it, and nobody else does.
fn look_at_json(place: &str, value: &impl serde::Serialize) {
    watch().json(place, value);
}

/// Makes every call in each of these manners; the requests that came of it.
fn calls(manners: &[Manner]) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let hostile = Hostile::new();
    let clients = Clients::new(&hostile.url(), true);
    for manner in manners {
        hostile.set(*manner);
        for (_, call) in CALLS {
            runtime.block_on(call(&clients));
        }
    }
    hostile.requests()
}

#[test]
fn no_call_shows_what_it_carries_or_gets_whatever_the_server_responds() {
    watch();
    let parts: Vec<_> = MANNERS
        .chunks(MANNERS.len().div_ceil(4))
        .map(|manners| std::thread::spawn(move || calls(manners)))
        .collect();
    let requests: Vec<_> = parts.into_iter().flat_map(|part| part.join().unwrap()).collect();
    watch().is_clean();

    assert!(requests.len() > 25 * CALLS.len(), "most calls are sent: {}", requests.len());
    let carried: BTreeSet<_> = requests.iter().flat_map(|request| carried(request)).collect();
    assert!(carried.len() > 30, "most canaries are sent: {carried:?}");
    for module in ["authing_core::", "hyper_util::", "reqwest::"] {
        assert!(watch().has_seen(module), "{module} is traced");
    }
}

#[test]
fn no_argument_that_is_refused_is_shown() {
    twist();
    calls(&[Manner::Refusal]);
    watch().is_clean();
}

/// Where not even the token is available, or the provider's document.
#[test]
fn no_credential_that_is_refused_is_shown() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let hostile = Hostile::new();
    for manner in MANNERS {
        hostile.set(manner);
        let clients = Clients::new(&hostile.url(), false);
        for (place, call) in CALLS {
            let is_one = ["UsersApi::get", "OidcClient::metadata", "Verifier::verify_id_token"]
                .iter()
                .any(|one| place.ends_with(one));
            if is_one {
                runtime.block_on(call(&clients));
            }
        }
    }
    watch().is_clean();
}

#[test]
fn no_value_of_the_public_api_shows_what_it_holds() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _inside = runtime.enter();
    let clients = Clients::new("http://127.0.0.1:1", true);
    for (_, value) in VALUES {
        value(&clients);
    }
    watch().is_clean();
    assert_eq!(watch().needlessly_allowed(), [] as [&_; 0]);
}

/// What the walk cannot make or call by itself, and why that will do.
const OTHERWISE: [(&str, &str); 161] = [
    ("authing_actix::AuthContext", "that of `authing-web` is looked at"),
    ("authing_actix::CurrentUser", "that of `authing-web` is looked at"),
    ("authing_actix::Guard", "that of `authing-web` is looked at"),
    ("authing_actix::GuardLayer", "that of `authing-web` is looked at"),
    ("authing_actix::Guarded", "shows nothing by its name"),
    ("authing_actix::HandlerError", "shows what its error shows"),
    ("authing_actix::PermissionGuard", "that of `authing-web` is looked at"),
    ("authing_actix::Rejection", "that of `authing-web` is looked at"),
    ("authing_actix::RequestParts", "that of `authing-web` is looked at"),
    ("authing_actix::Session", "that of `authing-web` is looked at"),
    ("authing_actix::SessionRoutes", "that of `authing-web` is looked at"),
    ("authing_actix::Verified", "that of `authing-web` is looked at"),
    ("authing_actix::Webhook", "the journey of a webhook"),
    (
        "authing_authentication::AuthenticationClient::finish_connection",
        "a pending login only: its error is that of `current_user`",
    ),
    ("authing_authentication::OtherStep", "a step of a login: tests of the crate"),
    ("authing_authentication::mfa::QrPicture", "the journey of an account"),
    ("authing_axum::CurrentUser", "the journey of a guarded service"),
    ("authing_axum::Guard", "the journey of a guarded service"),
    ("authing_axum::HandlerError", "shows what its error shows"),
    ("authing_axum::Rejection", "the journey of a guarded service"),
    ("authing_axum::Session", "that of `authing-web` is looked at"),
    ("authing_axum::Verified", "the journey of a guarded service"),
    ("authing_axum::Webhook", "the journey of a webhook"),
    ("authing_core::BlockingItems", "the calls of lists are looked at"),
    ("authing_core::BodyStream", "for transports and clients: tests of the crate"),
    ("authing_core::CachedToken", "for transports and clients: tests of the crate"),
    ("authing_core::Call", "every call is looked at"),
    ("authing_core::ErrorCode", "a number"),
    ("authing_core::EventMessage", "the journey of files and events"),
    ("authing_core::Gap", "the journey of files and events"),
    ("authing_core::HttpRequest", "for transports and clients: tests of the crate"),
    ("authing_core::HttpResponse", "for transports and clients: tests of the crate"),
    ("authing_core::Items", "the calls of lists are looked at"),
    ("authing_core::Meta", "for transports and clients: tests of the crate"),
    ("authing_core::PagedCall", "every call is looked at"),
    ("authing_core::Pages", "the calls of lists are looked at"),
    ("authing_core::Unknown", "for transports and clients: tests of the crate"),
    ("authing_core::WithMeta", "shows what its value shows"),
    ("authing_core::client::ApiClient", "for transports and clients: tests of the crate"),
    ("authing_core::client::CallBuilder", "for transports and clients: tests of the crate"),
    ("authing_core::client::Document", "for transports and clients: tests of the crate"),
    ("authing_core::client::EncryptedPassword", "for transports and clients: tests of the crate"),
    ("authing_core::client::Part", "for transports and clients: tests of the crate"),
    ("authing_core::client::PasswordCipher", "for transports and clients: tests of the crate"),
    ("authing_core::client::SingleFlight", "for transports and clients: tests of the crate"),
    ("authing_core::pem::PemBlock", "for transports and clients: tests of the crate"),
    (
        "authing_core::test_util::ScriptedTransport",
        "for transports and clients: tests of the crate",
    ),
    ("authing_emulator::ApplicationInfo", "tests of the crate"),
    ("authing_emulator::DatabaseCall", "shows which script it is of"),
    ("authing_emulator::Emulator::webhooks_idle", "the flows of webhooks"),
    ("authing_emulator::Emulator", "the journeys"),
    ("authing_emulator::ExportError", "tests of the crate"),
    ("authing_emulator::LoggedRequest", "the journeys"),
    ("authing_emulator::PipelineCall", "shows its stage"),
    ("authing_emulator::SeedError", "tests of the crate"),
    ("authing_emulator::SentWebhook", "the journeys"),
    ("authing_emulator::ServedRequest", "tests of the crate"),
    ("authing_emulator::StopReport", "tests of the crate"),
    (
        "authing_management::OrgsApi::apply_sync",
        "takes a plan: its errors are those of the calls that are looked at",
    ),
    (
        "authing_management::OrgsApi::import_members",
        "takes a stream: what it shares with the import of users is looked at",
    ),
    (
        "authing_management::OrgsApi::import_nodes",
        "takes a stream: what it shares with the import of users is looked at",
    ),
    (
        "authing_management::OrgsApi::plan_sync",
        "takes files: its errors are those of the calls that are looked at",
    ),
    ("authing_management::UsersApi::import", "the journey of files and events"),
    ("authing_management::UsersApi::migrate", "takes a stream: tests of the crate"),
    ("authing_management::bulk::ImportFailed", "the journey of files and events"),
    ("authing_management::bulk::ImportedRow", "the journey of files and events"),
    ("authing_management::bulk::Journal", "shows paths alone"),
    ("authing_management::bulk::RejectedFile", "shows nothing by its name"),
    ("authing_management::bulk::RejectedRow", "the journey of files and events"),
    ("authing_management::migration::HashBytes", "tests of the crate"),
    ("authing_management::migration::Loss", "shows what kind of loss it is"),
    ("authing_management::migration::MigratedFactor", "holds a `Secret`"),
    ("authing_management::migration::MigratedIdentity", "shows the name of a provider"),
    ("authing_management::migration::MigratedRows", "tests of the crate"),
    ("authing_management::migration::MigrationFailed", "shows what its error and its report show"),
    ("authing_management::migration::MigrationProblem", "shows what its error shows"),
    ("authing_management::orgs::departments::FileProblem", "shows a row and the name of a column"),
    ("authing_management::orgs::departments::FileRefused", "shows rows and the names of columns"),
    (
        "authing_management::orgs::departments::ReadDepartments::read",
        "takes a file: what it shares with the import of users is looked at",
    ),
    (
        "authing_management::orgs::departments::ReadMembers::read",
        "takes a file: what it shares with the import of users is looked at",
    ),
    (
        "authing_management::orgs::departments::RefusedStep",
        "shows what its error shows, and a department as a plan does",
    ),
    (
        "authing_management::orgs::departments::SyncFailed",
        "shows what its error and its report show",
    ),
    ("authing_management::orgs::departments::SyncOrg", "the flows of departments"),
    ("authing_protocols::OAuthError", "every refused call is looked at"),
    ("authing_protocols::OAuthErrorCode", "every refused call is looked at"),
    ("authing_protocols::cas::CasCode", "every refused call is looked at"),
    ("authing_protocols::cas::CasLogin", "the journey by SAML and CAS"),
    ("authing_protocols::cas::CasRefusal", "every refused call is looked at"),
    (
        "authing_protocols::cas::ProxyGrantingTickets::claim",
        "needs a login that only a server gives: tests of the crate",
    ),
    ("authing_protocols::jose::AccessTokenClaims", "the journey by OpenID Connect"),
    ("authing_protocols::jose::IdTokenClaims", "the journey by OpenID Connect"),
    ("authing_protocols::jose::LogoutTokenClaims", "the journey by OpenID Connect"),
    ("authing_protocols::jose::UserTokenClaims", "the journey by OpenID Connect"),
    ("authing_protocols::jose::VerifiedToken", "shows what the claims in it show"),
    ("authing_protocols::oauth2::Authorization", "the journey by OpenID Connect"),
    ("authing_protocols::oauth2::Tokens", "the journey by OpenID Connect"),
    (
        "authing_protocols::oidc::DeviceAuthorization::poll",
        "waits for a visitor: tests of the crate",
    ),
    (
        "authing_protocols::oidc::DeviceAuthorization::wait",
        "waits for a visitor: tests of the crate",
    ),
    ("authing_protocols::oidc::DeviceAuthorization", "waits for a visitor: tests of the crate"),
    ("authing_protocols::oidc::GrantedTokens", "the journey by OpenID Connect"),
    ("authing_protocols::oidc::OidcClient::user_info", "the journey by OpenID Connect"),
    ("authing_protocols::oidc::OidcLogin", "the journey by OpenID Connect"),
    ("authing_protocols::oidc::ProviderMetadata", "the journey by OpenID Connect"),
    ("authing_protocols::oidc::RefreshRequest", "the journey by OpenID Connect"),
    ("authing_protocols::saml::PostForm", "the journey by SAML and CAS"),
    ("authing_protocols::saml::SamlAttribute", "the journey by SAML and CAS"),
    ("authing_protocols::saml::SamlLogin", "the journey by SAML and CAS"),
    ("authing_protocols::saml::SamlLogoutRequest", "the journey by SAML and CAS"),
    ("authing_protocols::saml::SamlMismatch", "the journey by SAML and CAS"),
    ("authing_protocols::saml::SamlMoment", "the journey by SAML and CAS"),
    ("authing_protocols::saml::SamlStatus", "the journey by SAML and CAS"),
    ("authing_types::Arn", "a code"),
    ("authing_types::CustomField", "shows what its value shows: `CustomValue` is looked at"),
    ("authing_types::InvalidArgument", "every refused argument is looked at"),
    ("authing_types::Patch", "shows what its value shows"),
    ("authing_web::AuthContext", "the journey of a guarded service"),
    ("authing_web::CachedPermissions::follow", "takes a stream: tests of the crate"),
    ("authing_web::CachedPermissions", "shows how much it holds: tests of the crate"),
    ("authing_web::Claims", "the journey of a guarded service"),
    ("authing_web::CurrentUser", "the journey of a guarded service"),
    ("authing_web::Guard::check", "asks about a user who is logged in: tests of the crate"),
    ("authing_web::Guard", "the journey of a guarded service"),
    ("authing_web::GuardBuilder", "the journey of a guarded service"),
    ("authing_web::GuardLayer::authorize", "the journey of a guarded service"),
    ("authing_web::GuardLayer", "the journey of a guarded service"),
    ("authing_web::Guarded", "shows nothing by its name"),
    (
        "authing_web::PermissionGuard::check",
        "asks about a user who is logged in: tests of the crate",
    ),
    ("authing_web::PermissionGuard", "the journey of a guarded service"),
    ("authing_web::PermissionsFn", "holds a function"),
    ("authing_web::Rejection", "the journey of a guarded service"),
    ("authing_web::Requirement", "what a service wrote into its routes"),
    ("authing_web::Session", "sessions: tests of the crate"),
    ("authing_web::SessionClaims", "sessions: tests of the crate"),
    ("authing_web::Sessions::respond", "sessions: tests of the crate"),
    ("authing_web::Sessions::begin", "sessions: tests of the crate"),
    ("authing_web::Sessions::end", "sessions: tests of the crate"),
    ("authing_web::Sessions::end_provider_session", "sessions: tests of the crate"),
    ("authing_web::Sessions::end_ticket", "sessions: tests of the crate"),
    ("authing_web::Sessions::end_user", "sessions: tests of the crate"),
    ("authing_web::Sessions::find", "sessions: tests of the crate"),
    ("authing_web::Sessions", "sessions: tests of the crate"),
    ("authing_web::StepUp", "what a service wrote into its routes"),
    ("authing_web::Unavailable", "the journey of a guarded service"),
    ("authing_web::Verified", "the journey of a guarded service"),
    ("authing_web::session::SamlRoutes::consume", "sessions: tests of the crate"),
    ("authing_web::session::SamlRoutes::log_in", "sessions: tests of the crate"),
    ("authing_web::session::SamlRoutes", "sessions: tests of the crate"),
    ("authing_web::session::SessionService::respond", "sessions: tests of the crate"),
    ("authing_web::session::SessionService", "sessions: tests of the crate"),
    ("authing_web::session::SessionsBuilder", "sessions: tests of the crate"),
    ("authing_web::session::StoredSession", "sessions: tests of the crate"),
    ("authing_web::store_laws::BrokenLaw", "what a test's store does"),
    ("authing_web::webhook::AuthenticDelivery", "the journey of a webhook"),
    ("authing_web::webhook::WebhookDelivery", "the journey of a webhook"),
    ("authing_web::webhook::WebhookQueue::finish", "sends nothing"),
    ("authing_web::webhook::WebhookQueue", "shows its capacity"),
    ("authing_web::webhook::WebhookService::respond", "the journey of a webhook"),
    ("authing_web::webhook::WebhookService", "shows what its `Webhooks` shows"),
    ("authing_web::webhook::Webhooks::is_new", "the journey of a webhook"),
    ("authing_web::webhook::Webhooks::receive", "the journey of a webhook"),
    ("authing_web::webhook::Webhooks", "the journey of a webhook"),
];

#[test]
fn what_the_walk_leaves_out_is_known() {
    let known: Vec<_> = OTHERWISE.iter().map(|(name, _)| *name).collect();
    assert_eq!(MISSING, known);
}
