//! What must hold of every store, for tests of a store of your own.
//!
//! Each function goes through what the trait's page promises, and returns the first law that does not
//! hold. The stores of this project are tested by the same ones.
//!
//! A store needs a way to let time pass: a clock that the test moves, or `tokio::time::sleep` where there is
//! no other (half a minute for each function). Keys are random, so what else is in the store does not
//! matter.
//!
//! ```
//! use authing_web::{session::MemorySessions, store_laws};
//! use std::{sync::Arc, time::Duration};
//! # use authing_core::{Clock as _, test_util::TestClock};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = TestClock::new();
//! let store = Arc::new(MemorySessions::new().clock(Arc::new(clock.clone())));
//! store_laws::session_store(store, async |time: Duration| clock.advance(time)).await?;
//! # Ok(()) }
//! ```

use std::{
    collections::BTreeSet,
    future::Future,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use authing_core::random;
use authing_protocols::{
    Secret,
    store::{PendingStore, ReplayStore, StoreError},
};
use tokio::task::JoinSet;

use crate::session::{RevocationList, SessionGroup, SessionStore};

/// What is kept lives for so long here, and is looked at when half of it is over.
const LIFE: Duration = Duration::from_secs(6);
const HALF: Duration = Duration::from_secs(3);

/// Longer than all that passes.
const LONG: Duration = Duration::from_secs(3600);

/// How many do the same at once.
const CROWD: usize = 32;

/// A law that a store does not keep.
#[derive(Debug, thiserror::Error)]
#[error("{law}")]
pub struct BrokenLaw {
    law: &'static str,
    #[source]
    cause: Option<StoreError>,
}

impl BrokenLaw {
    /// The law, as a sentence.
    pub fn law(&self) -> &str {
        self.law
    }
}

impl From<StoreError> for BrokenLaw {
    fn from(error: StoreError) -> Self {
        Self { law: "a store that can be reached does not fail", cause: Some(error) }
    }
}

fn law(law: &'static str, holds: bool) -> Result<(), BrokenLaw> {
    if holds { Ok(()) } else { Err(BrokenLaw { law, cause: None }) }
}

/// A key that nobody has used.
fn key() -> Result<String, BrokenLaw> {
    random::text(43).map_err(|error| {
        let cause = StoreError::new("there is no randomness").with_source(error);
        BrokenLaw { law: "a test needs random keys", cause: Some(cause) }
    })
}

/// How many of a crowd, who all do the same at once, get something.
async fn crowd<T, F>(one: impl Fn() -> F) -> Result<usize, BrokenLaw>
where
    F: Future<Output = Result<T, StoreError>> + Send + 'static,
    T: PartialEq + Default + Send + 'static,
{
    let mut crowd = JoinSet::new();
    for _ in 0..CROWD {
        crowd.spawn(one());
    }
    let mut count = 0_usize;
    while let Some(done) = crowd.join_next().await {
        let got = done
            .map_err(|_| BrokenLaw { law: "a store that is used does not panic", cause: None })??;
        count = count.saturating_add(usize::from(got != T::default()));
    }
    Ok(count)
}

/// Texts that a value may be: nothing in it means anything to a store.
fn texts() -> [Secret; 3] {
    ["x".repeat(64 << 10), "1 2\n:\0'\"\\{}%".to_owned(), "用户 🦀".to_owned()].map(Secret::new)
}

/// Whether a [`PendingStore`] keeps its promises.
///
/// # Errors
///
/// The first law that does not hold.
pub async fn pending_store(
    store: Arc<dyn PendingStore>,
    pass: impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    let unknown = key()?;
    law("there is nothing under a new key", store.get(&unknown).await?.is_none())?;
    law("nothing is taken from under a new key", store.take(&unknown).await?.is_none())?;

    for text in texts() {
        let key = key()?;
        store.put(&key, text.clone(), LONG).await?;
        for _ in 0..2 {
            let seen = store.get(&key).await?;
            law("a value is read as it was kept, and stays", seen.as_ref() == Some(&text))?;
        }
        let taken = store.take(&key).await?;
        law("a value is taken as it was kept", taken == Some(text))?;
        law("what was taken is not read any more", store.get(&key).await?.is_none())?;
    }

    let (one, other) = (key()?, key()?);
    store.put(&one, "one".into(), LONG).await?;
    store.put(&other, "other".into(), LONG).await?;
    let taken = crowd(|| {
        let (store, key) = (Arc::clone(&store), one.clone());
        async move { store.take(&key).await }
    });
    law("of many who take at once one gets the value", taken.await? == 1)?;
    let seen = store.get(&other).await?;
    law("taking one value leaves the others", seen == Some("other".into()))?;

    let short = key()?;
    store.put(&short, "short".into(), LIFE).await?;
    pass(HALF).await;
    law("a value lives as long as was said", store.get(&short).await?.is_some())?;
    pass(HALF).await;
    law("looking at it makes it live no longer", store.get(&short).await?.is_none())?;
    law("what has expired is not taken", store.take(&short).await?.is_none())?;
    let endless = key()?;
    store.put(&endless, "endless".into(), Duration::MAX).await?;
    law("a life may be as long as one likes", store.take(&endless).await?.is_some())
}

/// Whether a [`ReplayStore`] keeps its promises.
///
/// # Errors
///
/// The first law that does not hold.
pub async fn replay_store(
    store: Arc<dyn ReplayStore>,
    pass: impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    let (one, other) = (key()?, key()?);
    law("a new id is new", store.first_use(&one, LIFE).await?)?;
    law("an id is new once", !store.first_use(&one, LIFE).await?)?;
    law("each id is new by itself", store.first_use(&other, Duration::MAX).await?)?;
    pass(HALF).await;
    law("an id is remembered for as long as was said", !store.first_use(&one, LIFE).await?)?;
    let many = key()?;
    let first = crowd(|| {
        let (store, id) = (Arc::clone(&store), many.clone());
        async move { store.first_use(&id, LONG).await }
    });
    law("of many who use an id at once one is the first", first.await? == 1)?;
    law("an id of any length is remembered", store.first_use(&"i".repeat(4096), LONG).await?)?;
    law("a long id is new once", !store.first_use(&"i".repeat(4096), LONG).await?)
}

/// Whether a [`SessionStore`] keeps its promises.
///
/// # Errors
///
/// The first law that does not hold.
pub async fn session_store(
    store: Arc<dyn SessionStore>,
    pass: impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    values(&store).await?;
    versions(&store).await?;
    lives(&store, &pass).await?;
    groups(&store, &pass).await?;
    locks(&store, &pass).await
}

/// A group that nobody else is in.
fn group() -> Result<SessionGroup, BrokenLaw> {
    Ok(SessionGroup::user("app", &key()?))
}

async fn values(store: &Arc<dyn SessionStore>) -> Result<(), BrokenLaw> {
    let unknown = key()?;
    law("there is no session under a new key", store.load(&unknown).await?.is_none())?;
    law("no session under a new key is removed", !store.remove(&unknown).await?)?;
    let replaced = store.replace(&unknown, 1, "x".into(), &[], LONG).await?;
    law("`replace` creates no session", !replaced && store.load(&unknown).await?.is_none())?;

    for text in texts() {
        let key = key()?;
        store.create(&key, text.clone(), &[], LONG).await?;
        let loaded = store.load(&key).await?;
        law("a session is loaded as it was kept", loaded.is_some_and(|one| one.value == text))?;
    }

    let key = key()?;
    store.create(&key, "first".into(), &[], LONG).await?;
    let again = store.create(&key, "second".into(), &[], LONG).await;
    law("a key that is in use is refused", again.is_err())?;
    let loaded = store.load(&key).await?;
    let is_first = loaded.is_some_and(|one| one.value == "first".into());
    law("what is refused changes nothing", is_first)?;
    law("a session is in no group that it was not created in", {
        let group = group()?;
        store.members(&group).await?.is_empty()
    })?;
    law("a session that is removed was there", store.remove(&key).await?)?;
    law("a session that was removed is not there", store.load(&key).await?.is_none())
}

async fn versions(store: &Arc<dyn SessionStore>) -> Result<(), BrokenLaw> {
    const GONE: &str = "a session that should be there is not";
    let gone = || BrokenLaw { law: GONE, cause: None };
    let key = key()?;
    store.create(&key, "0".into(), &[], LONG).await?;
    let first = store.load(&key).await?.ok_or_else(gone)?.version;
    let same = store.load(&key).await?.ok_or_else(gone)?.version;
    law("looking at a session does not change its version", first == same)?;

    law(
        "who saw the version changes it",
        store.replace(&key, first, "1".into(), &[], LONG).await?,
    )?;
    let second = store.load(&key).await?.ok_or_else(gone)?;
    law("what was put in its place is there", second.value == "1".into())?;
    law("each change has another version", second.version != first)?;
    let stale = store.replace(&key, first, "2".into(), &[], LONG).await?;
    law("who saw an older version changes nothing", !stale)?;
    let third = store.load(&key).await?.ok_or_else(gone)?;
    let unchanged = third.value == "1".into() && third.version == second.version;
    law("a change that came too late left no trace", unchanged)?;

    let changed = crowd(|| {
        let (store, key, seen) = (Arc::clone(store), key.clone(), second.version);
        async move { store.replace(&key, seen, "3".into(), &[], LONG).await }
    });
    law("of many who saw one version one changes it", changed.await? == 1)?;

    let last = store.load(&key).await?.ok_or_else(gone)?.version;
    let stale = store.remove_version(&key, second.version).await?;
    law("who saw an older version ends nothing", !stale && store.load(&key).await?.is_some())?;
    let ended = crowd(|| {
        let (store, key) = (Arc::clone(store), key.clone());
        async move { store.remove_version(&key, last).await }
    });
    law("of many who saw one version one ends it", ended.await? == 1)?;
    law("a session whose version was ended is not there", store.load(&key).await?.is_none())?;
    let back = store.replace(&key, last, "4".into(), &[], LONG).await?;
    law("a session that was removed does not come back", !back)?;
    law("nor by what was refused", store.load(&key).await?.is_none())?;
    store.create(&key, "5".into(), &[], LONG).await?;
    let stale = store.replace(&key, last, "6".into(), &[], LONG).await?;
    law("a new session has no version of an older one", !stale)?;
    law("nor is it ended by one", !store.remove_version(&key, last).await?)
}

async fn lives(
    store: &Arc<dyn SessionStore>,
    pass: &impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    let (short, longer, endless) = (key()?, key()?, key()?);
    let group = group()?;
    let groups = std::slice::from_ref(&group);
    store.create(&short, "short".into(), groups, LIFE).await?;
    store.create(&longer, "longer".into(), &[], LIFE).await?;
    store.create(&endless, "endless".into(), &[], Duration::MAX).await?;
    pass(HALF).await;
    let seen = store.load(&short).await?;
    law("a session lives as long as was said", seen.is_some())?;
    let version = store.load(&longer).await?.map_or(0, |one| one.version);
    store.replace(&longer, version, "longer".into(), &[], LIFE).await?;
    pass(HALF).await;
    law("looking at a session makes it live no longer", store.load(&short).await?.is_none())?;
    law("a session that was changed lives on", store.load(&longer).await?.is_some())?;
    law("a life may be as long as one likes", store.load(&endless).await?.is_some())?;
    let version = seen.map_or(0, |one| one.version);
    let back = store.replace(&short, version, "back".into(), groups, LONG).await?;
    law("a session whose time is over does not come back", !back)?;
    law("a session whose time is over is not removed", !store.remove(&short).await?)?;
    law("nor a member of its group", store.members(&group).await?.is_empty())?;
    law("nor counted in its group", store.remove_group(&group).await? == 0)?;
    store.create(&short, "new".into(), groups, LONG).await?;
    law("the key of one whose time is over is free", store.load(&short).await?.is_some())?;
    law("and in its group", store.remove_group(&group).await? == 1)?;
    pass(HALF).await;
    law("a life counts from the last change", store.load(&longer).await?.is_none())
}

async fn groups(
    store: &Arc<dyn SessionStore>,
    pass: &impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    let (alice, bob, sid) = (group()?, group()?, group()?);
    let (desk, phone, other) = (key()?, key()?, key()?);
    let both = [alice.clone(), sid.clone()];
    law("nobody is in a new group", store.remove_group(&alice).await? == 0)?;
    store.create(&desk, "1".into(), &both, LONG).await?;
    store.create(&phone, "2".into(), std::slice::from_ref(&alice), LONG).await?;
    store.create(&other, "3".into(), std::slice::from_ref(&bob), LONG).await?;
    let members: BTreeSet<String> = store.members(&alice).await?.into_iter().collect();
    let all = BTreeSet::from([desk.clone(), phone.clone()]);
    law("a group has each of its sessions and no other", members == all)?;
    law("a group ends with each of its sessions", store.remove_group(&alice).await? == 2)?;
    for key in [&desk, &phone] {
        law("a session ends with its group", store.load(key).await?.is_none())?;
    }
    law("a group ends no session of another", store.load(&other).await?.is_some())?;
    law("what ended with one group is in no other", store.remove_group(&sid).await? == 0)?;
    law("a group ends once", store.remove_group(&alice).await? == 0)?;

    store.create(&desk, "1".into(), &both, LONG).await?;
    store.create(&phone, "2".into(), std::slice::from_ref(&alice), LONG).await?;
    let version = store.load(&phone).await?.map_or(0, |one| one.version);
    store.remove_version(&phone, version).await?;
    law("a session that was removed is in no group", store.members(&alice).await? == [&*desk])?;
    law("nor counted there", store.remove_group(&alice).await? == 1)?;

    // A group lives as long as its sessions do, however often these are changed.
    store.create(&phone, "2".into(), &both, LIFE).await?;
    for _ in 0..3 {
        pass(HALF).await;
        let version = store.load(&phone).await?.map_or(0, |one| one.version);
        store.replace(&phone, version, "2".into(), &both, LIFE).await?;
    }
    pass(HALF).await;
    law("a session that lives on stays in its groups", store.remove_group(&sid).await? == 1)?;
    law("and ends with any of them", store.load(&phone).await?.is_none())?;

    // One that lives shortly takes nothing from one that lives long.
    store.create(&desk, "1".into(), std::slice::from_ref(&alice), LONG).await?;
    store.create(&phone, "2".into(), std::slice::from_ref(&alice), LIFE).await?;
    pass(LIFE).await;
    law("a group lives as long as its longest session", store.remove_group(&alice).await? == 1)
}

async fn locks(
    store: &Arc<dyn SessionStore>,
    pass: &impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    const FREE: &str = "a lock that nobody holds is given";
    let free = || BrokenLaw { law: FREE, cause: None };
    let (one, other) = (key()?, key()?);
    store.create(&one, "1".into(), &[], LONG).await?;
    store.create(&other, "1".into(), &[], LONG).await?;
    let holders = crowd(|| {
        let (store, key) = (Arc::clone(store), one.clone());
        async move { Ok(store.lock(&key, LONG).await?.map(drop)) }
    });
    law("of many who want a lock at once one holds it", holders.await? == 1)?;
    let lock = store.lock(&other, LIFE).await?.ok_or_else(free)?;
    let held = store.lock(&other, LIFE).await?;
    law("a lock that is held is given to nobody", held.is_none())?;
    let seen = store.load(&other).await?.map_or(0, |one| one.version);
    let changed = store.replace(&other, seen, "2".into(), &[], LONG).await?;
    law("a lock hinders nobody from changing the session", changed)?;
    let held = store.lock(&other, LIFE).await?;
    law("a change does not take the lock away", held.is_none())?;
    store.unlock(&other, lock).await?;
    let lock = store.lock(&other, LIFE).await?.ok_or_else(free)?;

    // Its holder dies.
    pass(HALF).await;
    law("a lease lasts as long as was said", store.lock(&other, LIFE).await?.is_none())?;
    pass(HALF).await;
    let next = store.lock(&other, LIFE).await?.ok_or_else(free)?;
    store.unlock(&other, lock).await?;
    let held = store.lock(&other, LIFE).await?;
    law("who comes back too late does not give away another's lock", held.is_none())?;
    store.unlock(&other, next).await?;
    drop(store.lock(&other, LIFE).await?.ok_or_else(free)?);
    Ok(())
}

/// Whether a [`RevocationList`] keeps its promises.
///
/// # Errors
///
/// The first law that does not hold.
pub async fn revocation_list(
    list: Arc<dyn RevocationList>,
    pass: impl AsyncFn(Duration),
) -> Result<(), BrokenLaw> {
    let (alice, bob) = (group()?, group()?);
    let (only_alice, only_bob) = ([alice.clone()], [bob.clone()]);
    let milli = Duration::from_millis(1);
    // As precise as a list is.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or_default());

    law("nothing is ended in a new group", !list.is_revoked(&only_alice, now).await?)?;
    law("nothing is ended without a group", !list.is_revoked(&[], now).await?)?;
    list.revoke(&alice, now, LIFE).await?;
    law("what began before is ended", list.is_revoked(&only_alice, now - milli).await?)?;
    law("what began then is ended", list.is_revoked(&only_alice, now).await?)?;
    law("what begins later is not", !list.is_revoked(&only_alice, now + milli).await?)?;
    law("another group is not ended", !list.is_revoked(&only_bob, now).await?)?;
    let any = list.is_revoked(&[bob.clone(), alice.clone()], now).await?;
    law("one group that is ended is enough", any)?;

    list.revoke(&alice, now - LONG, milli).await?;
    law("an earlier time takes nothing back", list.is_revoked(&only_alice, now).await?)?;
    pass(HALF).await;
    law("a shorter memory takes nothing back", list.is_revoked(&only_alice, now).await?)?;
    list.revoke(&alice, now + milli, LONG).await?;
    law("a later time counts", list.is_revoked(&only_alice, now + milli).await?)?;
    pass(LIFE).await;
    law("the longer memory counts", list.is_revoked(&only_alice, now + milli).await?)?;
    list.revoke(&bob, now, Duration::MAX).await?;
    law("a memory may be as long as one likes", list.is_revoked(&only_bob, now).await?)
}
