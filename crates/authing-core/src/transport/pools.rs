//! One pool of connections for each runtime.
//!
//! A connection is kept up by a task on the runtime that opened it. From a pool that is shared, a
//! call on a second runtime could get a connection whose task nobody drives any more, and would wait
//! until its time is over. Tests with a runtime each do this, and servers with one a thread.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use tokio::{
    runtime::{Handle, Id},
    sync::watch,
};

/// More runtimes at once than a machine has threads. Beyond it the oldest pool is made again when its
/// runtime makes the next call.
const MOST: usize = 1024;

type Pool<T> = (Id, T);

/// A thing for each runtime, such as a client with its connections. What belongs to a runtime is
/// dropped with it.
pub(super) struct PerRuntime<T> {
    pools: Arc<RwLock<Vec<Pool<T>>>>,
    /// Ends the tasks that wait for their runtime's end.
    alive: watch::Sender<()>,
}

impl<T: Clone + Send + Sync + 'static> PerRuntime<T> {
    pub(super) fn new() -> Self {
        Self { pools: Arc::default(), alive: watch::Sender::new(()) }
    }

    /// What belongs to this runtime, made by `make` if there is nothing yet.
    pub(super) fn get<E>(
        &self,
        runtime: &Handle,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let id = runtime.id();
        if let Some(found) = find(&read(&self.pools), id) {
            return Ok(found);
        }
        let made = make()?;
        let dropped = {
            let mut pools = write(&self.pools);
            // Another thread of the same runtime may have been faster.
            if let Some(found) = find(&pools, id) {
                return Ok(found);
            }
            let dropped = (pools.len() >= MOST).then(|| pools.remove(0));
            pools.push((id, made.clone()));
            dropped
        };
        // Outside of the lock, as is all that may run code of others.
        drop(dropped);
        let end = EndOfRuntime { pools: Arc::downgrade(&self.pools), id };
        let mut alive = self.alive.subscribe();
        // A runtime that is ending drops this at once.
        runtime.spawn(async move {
            let _end = end;
            while alive.changed().await.is_ok() {}
        });
        Ok(made)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        read(&self.pools).len()
    }
}

/// Dropped with the tasks of a runtime.
struct EndOfRuntime<T> {
    pools: Weak<RwLock<Vec<Pool<T>>>>,
    id: Id,
}

impl<T> Drop for EndOfRuntime<T> {
    fn drop(&mut self) {
        let Some(pools) = self.pools.upgrade() else { return };
        let ended = {
            let mut pools = write(&pools);
            let place = pools.iter().position(|(id, _)| *id == self.id);
            place.map(|place| pools.swap_remove(place))
        };
        drop(ended);
    }
}

fn find<T: Clone>(pools: &[Pool<T>], runtime: Id) -> Option<T> {
    pools.iter().find(|(id, _)| *id == runtime).map(|(_, found)| found.clone())
}

// A panic elsewhere cannot leave the list half-written: nothing panics while it is locked.
fn read<T>(pools: &RwLock<Vec<Pool<T>>>) -> RwLockReadGuard<'_, Vec<Pool<T>>> {
    pools.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(pools: &RwLock<Vec<Pool<T>>>) -> RwLockWriteGuard<'_, Vec<Pool<T>>> {
    pools.write().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    fn get(pools: &PerRuntime<Arc<u32>>, runtime: &Runtime, made: u32) -> u32 {
        let make = || Ok::<_, Infallible>(Arc::new(made));
        *pools.get(runtime.handle(), make).unwrap()
    }

    #[test]
    fn each_runtime_has_its_own_until_it_ends() {
        let pools = PerRuntime::new();
        let (first, second) = (runtime(), runtime());
        assert_eq!((get(&pools, &first, 1), get(&pools, &second, 2)), (1, 2));
        assert_eq!((get(&pools, &first, 3), get(&pools, &second, 4)), (1, 2), "they are kept");
        drop(first);
        assert_eq!(pools.len(), 1);
        assert_eq!(get(&pools, &second, 5), 2);
        drop(second);
        assert_eq!(pools.len(), 0);
    }

    #[test]
    fn a_thousand_runtimes_one_after_the_other_leave_nothing() {
        let pools = PerRuntime::new();
        for number in 0..1000 {
            let runtime = runtime();
            assert_eq!(get(&pools, &runtime, number), number);
        }
        assert_eq!(pools.len(), 0);
    }

    #[test]
    fn the_number_is_bounded_however_many_are_alive() {
        let pools = PerRuntime::new();
        let runtimes: Vec<_> = (0..MOST + 10).map(|_| runtime()).collect();
        for runtime in &runtimes {
            get(&pools, runtime, 1);
        }
        assert_eq!(pools.len(), MOST);
        assert_eq!(get(&pools, &runtimes[0], 2), 2, "the oldest is made again");
    }

    #[test]
    fn what_is_made_is_dropped_with_its_owner_on_a_runtime_that_lives_on() {
        let runtime = runtime();
        let (pools, made) = (PerRuntime::new(), Arc::new(1));
        let make = || Ok::<_, Infallible>(Arc::clone(&made));
        pools.get(runtime.handle(), make).unwrap();
        drop(pools);
        assert_eq!(Arc::strong_count(&made), 1);
        // The waiting task ends as soon as it is driven.
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(runtime.metrics().num_alive_tasks(), 0);
    }
}
