//! What tells open pages that something has changed, as server-sent events.
//!
//! An event names what has changed and holds none of it: the page asks for itself once more, so there is
//! one way to show a thing.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, stream};
use tokio::sync::watch;

use crate::engine::Engine;

pub(crate) const PATH: &str = "/_console/stream";

/// As many pages may listen at once: each keeps a connection.
const LISTENERS: usize = 32;

/// What changes within this time is told at once.
const GATHER: Duration = Duration::from_millis(200);

/// A connection over which nothing comes for longer may be taken for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How often each kind of thing has changed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Counts {
    state: u64,
    requests: u64,
    inbox: u64,
    clock: i64,
    faults: usize,
    webhooks: u64,
}

impl Counts {
    /// `None` while somebody works with the state.
    fn of(engine: &Engine) -> Option<Self> {
        Some(Self {
            state: engine.glance()?,
            requests: engine.journal.changes(),
            inbox: engine.env.outbox.changes(),
            clock: engine.env.clock.offset(),
            faults: engine.faults.pending(),
            webhooks: engine.deliveries.changes(),
        })
    }

    fn names_of_changes(self, before: Self) -> Vec<&'static str> {
        let kinds = [
            ("state", self.state != before.state),
            ("requests", self.requests != before.requests),
            ("inbox", self.inbox != before.inbox),
            ("clock", self.clock != before.clock),
            ("faults", self.faults != before.faults),
            ("webhooks", self.webhooks != before.webhooks),
        ];
        kinds.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
    }
}

struct Listener {
    engine: Arc<Engine>,
    pulse: watch::Receiver<bool>,
    seen: Option<Counts>,
}

/// The events for one page; `None` if too many listen already.
pub(crate) fn events(engine: &Arc<Engine>) -> Option<impl Stream<Item = Bytes> + Send + use<>> {
    if engine.pulse.listeners() >= LISTENERS {
        return None;
    }
    let pulse = engine.pulse.listen();
    let listener = Listener { engine: Arc::clone(engine), pulse, seen: Counts::of(engine) };
    Some(stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((event, listener))
    }))
}

impl Listener {
    /// The next event; `None` when the emulator stops.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            match tokio::time::timeout(KEEP_ALIVE, self.pulse.changed()).await {
                Err(_) => return Some(Bytes::from_static(b": nothing new\n\n")),
                Ok(Err(_)) => return None,
                Ok(Ok(())) if !*self.pulse.borrow() => return None,
                Ok(Ok(())) => {}
            }
            tokio::time::sleep(GATHER).await;
            // Beats since then are in what is looked at now.
            self.pulse.mark_unchanged();
            let Some(now) = Counts::of(&self.engine) else {
                self.pulse.mark_changed();
                continue;
            };
            let names = match self.seen.replace(now) {
                Some(before) => now.names_of_changes(before),
                None => vec!["state", "requests", "inbox", "clock", "faults", "webhooks"],
            };
            if !*self.pulse.borrow() {
                return None;
            }
            if !names.is_empty() {
                return Some(Bytes::from(format!("event: changed\ndata: {}\n\n", names.join(" "))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;
    use crate::base::clock::Clock;
    use crate::base::keys::PasswordKeys;
    use crate::domain::environment::{Environment, LoginFailureStyle};
    use crate::state::{EmulatorState, SNAPSHOT_VERSION};

    fn engine() -> Arc<Engine> {
        let style = LoginFailureStyle::default();
        let env = Environment::new(String::new(), style, PasswordKeys::default(), Clock::default());
        let state =
            EmulatorState { version: SNAPSHOT_VERSION, pools: Vec::new(), captchas: Vec::new() };
        Arc::new(Engine::new(env, state))
    }

    #[tokio::test(start_paused = true)]
    async fn changes_of_a_moment_are_one_event_and_no_change_is_none() {
        let engine = engine();
        let mut events = Box::pin(events(&engine).unwrap());
        engine.env.clock.advance(Duration::from_secs(1));
        engine.env.outbox.clear();
        engine.pulse.beat();
        engine.pulse.beat();
        assert_eq!(events.next().await.unwrap(), "event: changed\ndata: inbox clock\n\n");
        engine.pulse.beat();
        assert_eq!(events.next().await.unwrap(), ": nothing new\n\n");
        engine.pulse.end();
        assert_eq!(events.next().await, None);
    }

    #[tokio::test]
    async fn only_so_many_listen_and_who_leaves_makes_room() {
        let engine = engine();
        let mut all: Vec<_> = (0..LISTENERS).map(|_| Box::pin(events(&engine).unwrap())).collect();
        assert!(events(&engine).is_none());
        all.pop();
        assert!(events(&engine).is_some());
    }
}
