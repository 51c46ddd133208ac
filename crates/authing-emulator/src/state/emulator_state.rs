//! Everything that the emulator remembers.

use serde::{Deserialize, Serialize};

use crate::state::abuse::Captcha;
use crate::state::user_pool::UserPool;

/// The version of the snapshot's layout.
pub(crate) const SNAPSHOT_VERSION: u32 = 1;

/// Every user pool with all that is in it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct EmulatorState {
    pub(crate) version: u32,
    pub(crate) pools: Vec<UserPool>,
    /// A picture names no pool.
    #[serde(default)]
    pub(crate) captchas: Vec<Captcha>,
}

show_fields!(EmulatorState { version });

impl EmulatorState {
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
