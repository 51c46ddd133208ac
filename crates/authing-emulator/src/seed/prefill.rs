//! What the builder says of the first user pool and its first application goes into the seed, where the
//! seed says nothing of it.

use crate::base::nearest::shown;
use crate::seed::content::{Application, DirectoryUser, Settings, Strength};
use crate::seed::error::SeedError;
use crate::seed::file::Seed;
use crate::seed::place::At;
use crate::state::applications::ApplicationSettings;
use crate::state::external_identities::{DirectoryKind, DirectoryUser as Account};
use crate::state::user_pool::PasswordStrength;

/// What the builder says.
pub(crate) struct Prefill {
    pub(crate) user_pool: (Option<String>, Option<String>),
    pub(crate) application: (Option<String>, Option<String>),
    pub(crate) settings: ApplicationSettings,
    pub(crate) password_strength: PasswordStrength,
    pub(crate) directory_users: Vec<(DirectoryKind, Account)>,
}

impl Seed {
    /// Fails where both say something else: then nobody knows which one was meant.
    pub(crate) fn prefill(&mut self, own: Prefill) -> Result<(), SeedError> {
        let content = &mut self.content;
        // A seed without a pool is refused when it is applied.
        let Some(pool) = content.user_pools.first_mut() else { return Ok(()) };
        if pool.applications.is_empty() {
            pool.applications.push(Application::default());
        }
        let settings = pool.settings.get_or_insert_with(Settings::default);
        settings.password_strength.get_or_insert(match own.password_strength {
            PasswordStrength::NonEmpty => Strength::NonEmpty,
            PasswordStrength::Low => Strength::Low,
            PasswordStrength::Middle => Strength::Middle,
            PasswordStrength::High => Strength::High,
        });
        for (kind, account) in own.directory_users {
            let list = match kind {
                DirectoryKind::Ldap => &mut pool.ldap_users,
                DirectoryKind::Ad => &mut pool.ad_users,
            };
            let Account { username, password, name, email, phone } = account;
            list.retain(|known| !known.username.eq_ignore_ascii_case(&username));
            list.push(DirectoryUser { username, password, name, email, phone });
        }
        let root = At::ROOT;
        let list = root.field("userPools");
        let at = list.entry(0);
        let mut clash = fill(&at, "id", &mut pool.id, own.user_pool.0)
            .or_else(|| fill(&at, "secret", &mut pool.secret, own.user_pool.1));
        if let Some(app) = pool.applications.first_mut() {
            let list = at.field("applications");
            let at = list.entry(0);
            clash = clash
                .or_else(|| fill(&at, "id", &mut app.id, own.application.0))
                .or_else(|| fill(&at, "secret", &mut app.secret, own.application.1));
            app.settings = std::mem::take(&mut app.settings).or(own.settings);
        }
        clash.map_or(Ok(()), |refusal| Err(self.error(refusal)))
    }
}

fn fill(
    at: &At<'_>,
    field: &str,
    seeded: &mut Option<String>,
    own: Option<String>,
) -> Option<crate::seed::error::Refusal> {
    match (seeded.as_ref(), own) {
        (Some(seeded), Some(own)) if *seeded != own => {
            // A secret is not repeated.
            let found = if field == "id" {
                format!("found {}, and ", shown(seeded))
            } else {
                String::new()
            };
            let problem = format!(
                "{found}an option of the program or the builder says something else: say it in one place"
            );
            Some(at.field(field).refusal(problem))
        }
        (None, Some(own)) => {
            *seeded = Some(own);
            None
        }
        _ => None,
    }
}
