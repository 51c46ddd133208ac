//! From a seed to a state, by the rules that hold for requests.

mod checks;
mod pool;
mod services;
mod users;

use crate::base::keys::{KeyError, PasswordKeys};
use crate::domain::context::{Cx, RequestInfo, StateLock};
use crate::domain::environment::Environment;
use crate::seed::content::Content;
use crate::seed::error::{Outcome, SeedError};
use crate::seed::file::Seed;
use crate::seed::place::At;
use crate::seed::room::with_room;
use crate::state::{EmulatorState, SNAPSHOT_VERSION, Tracked};

impl Seed {
    /// The keys for passwords, if the seed has any.
    pub(crate) fn password_keys(&self) -> Result<Option<PasswordKeys>, SeedError> {
        let Some(keys) = &self.content.password_keys else { return Ok(None) };
        let made = PasswordKeys::from_pem(&keys.rsa, keys.sm2.as_deref());
        made.map(Some).map_err(|KeyError| {
            let problem = "expected an unencrypted RSA key of 2048 bits or more as PEM \
                           (`-----BEGIN PRIVATE KEY-----`) and, if `sm2` is there, Base64 of 32 bytes";
            self.error(At::ROOT.field("passwordKeys").refusal(problem))
        })
    }

    /// The state that the emulator starts in: all of the seed, or none of it. The outer error is that the
    /// system gave no thread.
    pub(crate) fn state(
        &self,
        env: &Environment,
    ) -> std::io::Result<Result<EmulatorState, SeedError>> {
        with_room(|| self.made(env))
    }

    fn made(&self, env: &Environment) -> Result<EmulatorState, SeedError> {
        let empty =
            EmulatorState { version: SNAPSHOT_VERSION, pools: Vec::new(), captchas: Vec::new() };
        let mut state = Tracked::new(empty);
        let request = RequestInfo::default();
        let mut cx = Cx::new(env, StateLock::Lent(&mut state), &request);
        let applied = apply(&mut cx, &self.content).map_err(|refusal| self.error(refusal));
        drop(cx);
        applied?;
        Ok(state.into_state())
    }
}

fn apply(cx: &mut Cx<'_>, content: &Content) -> Outcome<()> {
    let at = At::ROOT.field("userPools");
    if content.user_pools.is_empty() {
        return at.refuse("found no user pool, expected one at least: `userPools: [{}]`");
    }
    for (place, pool) in content.user_pools.iter().enumerate() {
        pool::apply(cx, &at.entry(place), pool, place == 0)?;
    }
    Ok(())
}
