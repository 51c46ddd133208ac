//! What the emulator remembers.
//!
//! Plain data with the invariants that belong to it: everything here is written to and read from
//! a snapshot as it is.

pub(crate) mod abuse;
pub(crate) mod application;
pub(crate) mod audit;
pub(crate) mod authorization;
pub(crate) mod cas;
pub(crate) mod console;
pub(crate) mod custom_data;
pub(crate) mod device;
pub(crate) mod file;
pub(crate) mod mfa;
pub(crate) mod organisation;
pub(crate) mod outsider;
pub(crate) mod principal;
pub(crate) mod protocol;
pub(crate) mod qrcode;
pub(crate) mod resource;
pub(crate) mod saml;
pub(crate) mod session;
pub(crate) mod sso;
pub(crate) mod tenant;
pub(crate) mod user;
pub(crate) mod user_pool;
pub(crate) mod users;

use serde::{Deserialize, Serialize};

use self::abuse::Captcha;
use self::user_pool::UserPool;

/// The version of the snapshot's layout.
pub(crate) const SNAPSHOT_VERSION: u32 = 1;

/// Every user pool with all that is in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) version: u32,
    pub(crate) pools: Vec<UserPool>,
    /// A picture names no pool.
    #[serde(default)]
    pub(crate) captchas: Vec<Captcha>,
}

impl State {
    pub(crate) fn pool(&self, id: &str) -> Option<&UserPool> {
        self.pools.iter().find(|pool| pool.id == id)
    }

    /// Whether a sub-domain is that of a user pool or an application.
    pub(crate) fn is_domain_taken(&self, domain: &str) -> bool {
        self.pools.iter().any(|pool| {
            pool.domain.eq_ignore_ascii_case(domain)
                || pool.apps.iter().any(|app| app.identifier.eq_ignore_ascii_case(domain))
        })
    }

    /// The pool that holds the application.
    pub(crate) fn pool_of_app(&self, app_id: &str) -> Option<&UserPool> {
        self.pools.iter().find(|pool| pool.app(app_id).is_some())
    }
}
