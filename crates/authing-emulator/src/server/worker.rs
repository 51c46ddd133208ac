//! Work that does not wait, away from the thread that serves connections.
//!
//! Reading a request, and whatever a handler does, goes to a thread of the pool: a request that takes
//! long holds nobody up who does not need the state, and a handler that panics takes nothing with it
//! but its own request.

use crate::server::body::Dropped;

/// A piece of work panicked: a defect of the crate. The panic's own message was printed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs work that may take long. The request is dropped if the emulator stops before.
pub(super) async fn run<R: Send + 'static>(
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<Result<R, Panicked>, Dropped> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(Ok(done)),
        Err(error) if error.is_panic() => Ok(Err(Panicked)),
        Err(_) => Err(Dropped),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::base::clock::Clock;
    use crate::base::keys::PasswordKeys;
    use crate::domain::context::RequestInfo;
    use crate::domain::environment::{Environment, LoginFailureStyle};
    use crate::engine::Engine;
    use crate::state::{EmulatorState, SNAPSHOT_VERSION};

    #[tokio::test]
    async fn a_handler_that_panics_leaves_state_and_lock_to_the_next() {
        let style = LoginFailureStyle::default();
        let env = Environment::new(String::new(), style, PasswordKeys::default(), Clock::default());
        let state =
            EmulatorState { version: SNAPSHOT_VERSION, pools: Vec::new(), captchas: Vec::new() };
        let engine = Arc::new(Engine::new(env, state));
        let handler = Arc::clone(&engine);
        let outcome = run(move || {
            handler.with(&RequestInfo::default(), |cx| {
                assert!(cx.state.pools.is_empty(), "there is nothing in it yet");
                panic!("as a defect would");
            })
        });
        assert_eq!(outcome.await.unwrap(), Err(Panicked));
        let next = run(move || engine.with(&RequestInfo::default(), |cx| cx.state.version));
        assert_eq!(next.await.unwrap(), Ok(SNAPSHOT_VERSION));
    }

    #[tokio::test]
    async fn long_work_holds_nobody_up() {
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let long = tokio::spawn(run(move || ended.recv().is_ok()));
        // This runtime has one thread: it would not come here if that did the work.
        tokio::time::sleep(Duration::ZERO).await;
        assert_eq!(run(|| 1).await.unwrap(), Ok(1));
        end.send(()).unwrap();
        assert_eq!(long.await.unwrap().unwrap(), Ok(true));
    }
}
