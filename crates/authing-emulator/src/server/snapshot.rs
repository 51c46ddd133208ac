//! Loading and saving the state.
//!
//! The data file holds the whole state. What changes after it was written goes to a log beside it, so a
//! save costs what has changed and not all that there is: one append, and one wait for the disk, for all
//! that was gathered. Once the log is as long as the file, the whole file is written and the log is
//! removed. At any moment file and log together are a state that was saved.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, TryLockError};
use std::io::{self, BufWriter, IntoInnerError, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::base::outbox::SentMessage;
use crate::engine::Engine;
use crate::engine::snapshot::{Snapshot, Whole};
use crate::server::frames::{self, Damaged, Digesting, Generation, Rest};
use crate::state::EmulatorState;
use crate::state::abuse::Captcha;

/// A log this short is not worth a new file.
const SHORT_LOG: u64 = 1 << 20;

/// What a frame of the log holds: what has changed.
#[derive(Default, Serialize, Deserialize)]
struct Changes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clock_offset_ms: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outbox: Option<Vec<SentMessage>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    captchas: Option<Vec<Captcha>>,
    /// The fields of each pool by its id: whole, or the part of them that has changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pools: BTreeMap<String, Map<String, Json>>,
}

impl Changes {
    fn is_empty(&self) -> bool {
        let Self { clock_offset_ms, outbox, captchas, pools } = self;
        clock_offset_ms.is_none() && outbox.is_none() && captchas.is_none() && pools.is_empty()
    }

    fn apply(self, snapshot: &mut Snapshot) -> serde_json::Result<()> {
        let Self { clock_offset_ms, outbox, captchas, pools } = self;
        snapshot.clock_offset_ms = clock_offset_ms.unwrap_or(snapshot.clock_offset_ms);
        snapshot.outbox = outbox.unwrap_or(std::mem::take(&mut snapshot.outbox));
        let state = &mut snapshot.state;
        state.captchas = captchas.unwrap_or(std::mem::take(&mut state.captchas));
        for (id, fields) in pools {
            let foreign = crate::state::parts::foreign;
            let pool = state.pools.iter_mut().find(|pool| pool.id == id).ok_or_else(foreign)?;
            for (name, value) in fields {
                if let Some((_, part)) = pool.parts().into_iter().find(|(part, _)| *part == name) {
                    part.apply(value)?;
                } else if !pool.set_plain_field(&name, value)? {
                    return Err(foreign());
                }
            }
        }
        Ok(())
    }
}

/// A state that was read.
pub(crate) struct Loaded {
    pub(crate) snapshot: Snapshot,
    /// What was left out, and why.
    pub(crate) notice: Option<String>,
    /// The file, if it holds all of the state.
    pub(super) file: Option<Generation>,
}

/// Reads a data file and its log; `None` if there is no such file yet.
pub(crate) fn load(path: &Path) -> io::Result<Option<Loaded>> {
    let path = std::fs::canonicalize(path).unwrap_or(path.to_owned());
    let Some(text) = read(&path)? else { return Ok(None) };
    let mut snapshot = Snapshot::read(&text).map_err(unusable)?;
    snapshot.require_version().map_err(unusable)?;
    let generation = Generation::of(&text);
    drop(text);
    let log_path = beside(&path, ".log");
    let log = read(&log_path)?;
    let damaged = |place| {
        unusable(format!(
            "its log {} is damaged at byte {place}: without the log, the emulator starts from the file alone",
            log_path.display()
        ))
    };
    let read = frames::read(log.as_deref().unwrap_or_default(), generation)
        .map_err(|Damaged(place)| damaged(place))?;
    for (number, text) in read.texts.iter().enumerate() {
        serde_json::from_slice(text)
            .and_then(|changes: Changes| changes.apply(&mut snapshot))
            .map_err(|_| unusable(format!("entry {number} of its log is not one of this file")))?;
    }
    snapshot.require_trees().map_err(unusable)?;
    let notice = match read.rest {
        Rest::Nothing => None,
        Rest::Torn(bytes) => Some(format!(
            "the last {bytes} bytes of {} were not written whole and are left out: what was saved \
             before them is there",
            log_path.display()
        )),
        Rest::OfAnother => Some(format!(
            "{} is left out: {} was replaced or edited after it",
            log_path.display(),
            path.display()
        )),
    };
    Ok(Some(Loaded { snapshot, notice, file: log.is_none().then_some(generation) }))
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn unusable(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = path.to_owned().into_os_string();
    beside.push(ending);
    beside.into()
}

/// Is told when saving begins to fail, and when it works again.
pub(crate) type OnSave = Arc<dyn Fn(Result<(), &io::Error>) + Send + Sync>;

/// Keeps the state in one file and its log. As long as nothing has changed, the state is not even looked
/// at.
pub(crate) struct Saver {
    path: PathBuf,
    log: PathBuf,
    on_save: Option<OnSave>,
    /// What file and log hold. Locked as long as they are written.
    written: Mutex<Written>,
    /// Why what is in memory is not in the file. Every response looks at it.
    problem: Mutex<Option<String>>,
    /// Held as long as the file is this emulator's.
    _lock: File,
}

show_fields!(Saver { path });

#[derive(Default)]
struct Written {
    /// What had changed by then.
    mark: Option<Mark>,
    /// What an append continues; none where the whole file has to be written.
    base: Option<Base>,
    /// The file as it was found, if it held all of the state.
    found: Option<Generation>,
}

/// Differs once something that is saved may have changed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    state: u64,
    clock: i64,
    outbox: u64,
}

impl Mark {
    fn of(engine: &Engine) -> Self {
        Self {
            state: engine.lock().changes(),
            clock: engine.env.clock.offset(),
            outbox: engine.env.outbox.changes(),
        }
    }
}

/// The file that was written, and how far file and log go.
struct Base {
    generation: Generation,
    stamp: Stamp,
    log_length: u64,
    /// How often the state had been replaced.
    replaced: u64,
    clock: i64,
    outbox: u64,
    /// The digests of what is written whole when it has changed: the field of a pool, or of the state.
    fields: HashMap<(String, &'static str), [u8; 32]>,
}

/// What tells that nobody else has written to a file.
#[derive(PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        Ok(Self { length: metadata.len(), modified: metadata.modified().ok() })
    }
}

impl Base {
    /// Notes a field that is written whole; false if it is as it was.
    fn note(&mut self, pool: &str, field: &'static str, text: &[u8]) -> bool {
        let digest = frames::digest(&[text]);
        self.fields.insert((pool.to_owned(), field), digest) != Some(digest)
    }

    /// Whether these are the pools that the file has.
    fn has_pools_of(&self, state: &EmulatorState) -> bool {
        let is_known = |id: &String| self.fields.contains_key(&(id.clone(), "id"));
        let known = self.fields.keys().filter(|(_, field)| *field == "id").count();
        known == state.pools.len() && state.pools.iter().all(|pool| is_known(&pool.id))
    }
}

impl Saver {
    /// Makes the file this emulator's own: two would write over each other. The lock is on a file
    /// beside it, since the data file itself is replaced; it ends with the process.
    pub(crate) fn new(path: PathBuf, on_save: Option<OnSave>) -> io::Result<Self> {
        // A link stays a link, and whoever comes by another one finds the same lock.
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let lock = beside(&path, ".lock");
        let lock = File::options().create(true).truncate(false).write(true).open(lock)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::new(
                io::ErrorKind::ResourceBusy,
                "another emulator uses it: stop that one, or give this one a file of its own",
            ),
            TryLockError::Error(error) => error,
        })?;
        let (written, problem) = (Mutex::default(), Mutex::default());
        let log = beside(&path, ".log");
        Ok(Self { path, log, on_save, written, problem, _lock: lock })
    }

    /// Notes what was read.
    pub(crate) fn found(&self, loaded: &Loaded) {
        lock(&self.written).found = loaded.file;
    }

    /// Why what is in memory is not in the file; `None` while saving works.
    pub(crate) fn problem(&self) -> Option<String> {
        lock(&self.problem).clone()
    }

    /// Saves if anything changed.
    pub(crate) fn save(&self, engine: &Engine) -> io::Result<()> {
        let mut written = lock(&self.written);
        let outcome = self.write(engine, &mut written);
        let problem = outcome.as_ref().err().map(io::Error::to_string);
        let former = std::mem::replace(&mut *lock(&self.problem), problem.clone());
        drop(written);
        if let Some(on_save) = self.on_save.as_ref().filter(|_| problem != former) {
            on_save(outcome.as_ref().copied());
        }
        outcome
    }

    /// Saves, and leaves all of the state in the file.
    pub(crate) fn close(&self, engine: &Engine) -> io::Result<()> {
        self.save(engine)?;
        let mut written = lock(&self.written);
        if written.base.as_ref().is_some_and(|base| base.log_length > 0) {
            // If the file cannot be written, nothing is lost: the next one reads the log.
            let _ = self.replace(engine, &mut written);
        }
        Ok(())
    }

    fn write(&self, engine: &Engine, written: &mut Written) -> io::Result<()> {
        // Taken first: what changes from now on makes it differ from the next one.
        let mark = Some(Mark::of(engine));
        if written.mark == mark {
            return Ok(());
        }
        let base = written.base.take();
        let is_base = |base: &Base| Stamp::of(&self.path).is_ok_and(|stamp| stamp == base.stamp);
        let continued = match base.filter(is_base) {
            Some(base) => self.append(engine, base)?,
            None => None,
        };
        match continued {
            Some(base) if base.log_length <= base.stamp.length.max(SHORT_LOG) => {
                written.base = Some(base);
            }
            // The log was as good as its file, or will not be.
            Some(_) | None => self.replace(engine, written)?,
        }
        written.mark = mark;
        Ok(())
    }

    /// Writes what has changed to the log; `None` if only a new file can hold it. After an error what has
    /// changed is not known any more.
    fn append(&self, engine: &Engine, mut base: Base) -> io::Result<Option<Base>> {
        let mut changes = Changes::default();
        let clock = engine.env.clock.offset();
        if std::mem::replace(&mut base.clock, clock) != clock {
            changes.clock_offset_ms = Some(clock);
        }
        let outbox = engine.env.outbox.changes();
        if std::mem::replace(&mut base.outbox, outbox) != outbox {
            changes.outbox = Some(engine.env.outbox.all());
        }
        let mut tracked = engine.lock();
        if tracked.replaced() != base.replaced || !base.has_pools_of(&tracked) {
            return Ok(None);
        }
        let state = tracked.uncounted();
        if base.note("", "captchas", &serde_json::to_vec(&state.captchas)?) {
            changes.captchas = Some(state.captchas.clone());
        }
        for pool in &mut state.pools {
            let mut fields = Map::new();
            for (name, text) in pool.plain_fields()? {
                if base.note(&pool.id, name, &text) {
                    fields.insert(name.to_owned(), serde_json::from_slice(&text)?);
                }
            }
            for (name, part) in pool.parts() {
                if let Some(changed) = part.part()? {
                    fields.insert(name.to_owned(), changed);
                    part.written();
                }
            }
            if !fields.is_empty() {
                changes.pools.insert(pool.id.clone(), fields);
            }
        }
        drop(tracked);
        if changes.is_empty() {
            return Ok(Some(base));
        }
        let frame = frames::frame(base.generation, &serde_json::to_vec(&changes)?);
        if !self.write_frame(&frame, base.log_length)? {
            return Ok(None);
        }
        base.log_length += frame.len() as u64;
        Ok(Some(base))
    }

    /// Writes a frame behind so many bytes of the log, and waits until it is on the disk; false if the
    /// log has another length, which somebody else has given it.
    fn write_frame(&self, frame: &[u8], behind: u64) -> io::Result<bool> {
        let is_first = behind == 0;
        let mut options = File::options();
        options.create(is_first).truncate(is_first).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = match options.open(&self.log) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_first => return Ok(false),
            Err(error) => return Err(error),
        };
        if file.seek(SeekFrom::End(0))? != behind {
            return Ok(false);
        }
        let outcome = file.write_all(frame).and_then(|()| file.sync_data());
        if outcome.is_err() {
            // Nothing half-written is left where that can be helped.
            let _ = file.set_len(behind);
            if is_first {
                let _ = std::fs::remove_file(&self.log);
            }
        } else if is_first {
            sync_folder(&self.log);
        }
        outcome.map(|()| true)
    }

    /// Writes the whole state. The file is replaced in one step.
    fn replace(&self, engine: &Engine, written: &mut Written) -> io::Result<()> {
        written.base = None;
        let keys = engine.env.keys.stored().ok_or(io::Error::other("there are no keys to save"))?;
        let (clock, outbox) = (engine.env.clock.offset(), engine.env.outbox.changes());
        let messages = engine.env.outbox.all();
        // A new name in the same folder, readable by its owner only: it holds secrets.
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(parent.unwrap_or(Path::new(".")))
            .map_err(|error| no_new_file(&error))?;
        let mut tracked = engine.lock();
        let whole = Whole { keys, state: &tracked, clock_offset_ms: clock, outbox: messages };
        let mut out = BufWriter::with_capacity(1 << 16, Digesting::new(file.as_file_mut()));
        serde_json::to_writer_pretty(&mut out, &whole)?;
        let generation = out.into_inner().map_err(IntoInnerError::into_error)?.finish();
        let mut base = Base {
            generation,
            stamp: Stamp { length: 0, modified: None },
            log_length: 0,
            replaced: tracked.replaced(),
            clock,
            outbox,
            fields: HashMap::new(),
        };
        let state = tracked.uncounted();
        base.note("", "captchas", &serde_json::to_vec(&state.captchas)?);
        for pool in &mut state.pools {
            for (name, text) in pool.plain_fields()? {
                base.note(&pool.id, name, &text);
            }
            pool.parts().into_iter().for_each(|(_, part)| part.written_whole());
        }
        drop(tracked);
        if written.found.take() != Some(generation) {
            file.as_file().sync_all()?;
            file.persist(&self.path).map_err(|error| error.error)?;
            sync_folder(&self.path);
            // From here on the log continues no file, and is left out whether it is there or not.
            let _ = std::fs::remove_file(&self.log);
        }
        base.stamp = Stamp::of(&self.path)?;
        written.base = Some(base);
        Ok(())
    }
}

/// Makes a new name in a folder survive a crash, where the system can do that.
fn sync_folder(path: &Path) {
    #[cfg(unix)]
    {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        if let Ok(folder) = File::open(parent.unwrap_or(Path::new("."))) {
            let _ = folder.sync_all();
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// The error without the name of the new file, which is another one each time: what is told once
/// would be told again and again.
fn no_new_file(error: &io::Error) -> io::Error {
    let kind = error.kind();
    io::Error::new(kind, format!("no new file can be made in its folder: {kind}"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::*;
    use crate::base::clock::Clock;
    use crate::base::keys::PasswordKeys;
    use crate::domain::environment::{Environment, LoginFailureStyle};
    use crate::state::SNAPSHOT_VERSION;
    use crate::state::uploads::StoredFile;
    use crate::state::user_pool::UserPool;
    use crate::state::users::User;

    fn engine() -> Engine {
        let style = LoginFailureStyle::default();
        let env = Environment::new(String::new(), style, PasswordKeys::default(), Clock::default());
        let (pools, captchas) = (Vec::new(), Vec::new());
        Engine::new(env, EmulatorState { version: SNAPSHOT_VERSION, pools, captchas })
    }

    #[test]
    fn a_save_that_fails_again_and_again_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        let told = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&told);
        let on_save: OnSave = Arc::new(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
        });
        let saver = Saver::new(inner.join("a.json"), Some(on_save)).unwrap();
        std::fs::remove_dir_all(&inner).unwrap();
        let engine = engine();
        for _ in 0..3 {
            let error = saver.save(&engine).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
            assert!(!error.to_string().contains("inner"), "{error}");
            assert_eq!(saver.problem(), Some(error.to_string()));
            assert_eq!(told.load(Ordering::Relaxed), 1);
        }
        std::fs::create_dir(&inner).unwrap();
        saver.save(&engine).unwrap();
        assert_eq!((saver.problem(), told.load(Ordering::Relaxed)), (None, 2));
    }

    fn pool(engine: &Engine) -> UserPool {
        let (id, secret) = ("pool".to_owned(), "secret".to_owned());
        UserPool::new(id, secret, "a pool", engine.now())
    }

    fn add_user(engine: &Engine, id: &str) {
        let user = User::new(id.to_owned(), engine.now(), "test");
        engine.lock().pools.first_mut().unwrap().users.push(user);
    }

    fn bytes(path: &Path) -> Vec<u8> {
        read(path).unwrap().unwrap_or_default()
    }

    /// A data file with a pool, and its log.
    struct Desk {
        folder: tempfile::TempDir,
        engine: Engine,
        saver: Saver,
    }

    impl Desk {
        fn new() -> Self {
            let (folder, engine) = (tempfile::tempdir().unwrap(), engine());
            let pool = pool(&engine);
            engine.lock().pools.push(pool);
            let saver = Saver::new(folder.path().join("a.json"), None).unwrap();
            saver.save(&engine).unwrap();
            Self { folder, engine, saver }
        }

        fn add(&self, id: &str) {
            add_user(&self.engine, id);
            self.saver.save(&self.engine).unwrap();
        }

        fn file_and_log(&self) -> (Vec<u8>, Vec<u8>) {
            (bytes(&self.saver.path), bytes(&self.saver.log))
        }

        /// The users that a start with such a file and such a log finds, and what it leaves out.
        fn found(&self, file: &[u8], log: &[u8]) -> Result<(Vec<String>, Option<String>), String> {
            let path = self.folder.path().join("read.json");
            std::fs::write(&path, file).unwrap();
            std::fs::write(beside(&path, ".log"), log).unwrap();
            let loaded = load(&path).map_err(|error| error.to_string())?.unwrap();
            let pool = loaded.snapshot.state.pools.first().unwrap();
            Ok((pool.users.iter().map(|user| user.id.clone()).collect(), loaded.notice))
        }
    }

    #[test]
    fn whatever_changes_is_saved_and_what_is_only_looked_at_is_not() {
        let desk = Desk::new();
        let (engine, saver) = (&desk.engine, &desk.saver);
        let is_written = || {
            let before = desk.file_and_log();
            saver.save(engine).unwrap();
            before != desk.file_and_log()
        };
        let info = crate::domain::context::RequestInfo::default();
        assert_eq!(engine.with(&info, |cx| cx.state.pools.len()), 1);
        assert!(!is_written(), "a look at the state changes nothing");
        assert!(saver.written.lock().unwrap().mark == Some(Mark::of(engine)), "nor its mark");

        let changes: [&dyn Fn(); 8] = [
            &|| add_user(engine, "ann"),
            &|| {
                let mut state = engine.lock();
                state.pools[0].user_mut("ann").unwrap().username = Some("ann".to_owned());
            },
            &|| engine.lock().pools[0].settings.register_disabled = true,
            &|| {
                let captcha = Captcha { text: "abc".to_owned(), expires_at: engine.now() };
                engine.lock().captchas.push(captcha);
            },
            &|| engine.env.clock.set_offset(60_000),
            &|| {
                engine.env.outbox.push(SentMessage {
                    kind: crate::base::outbox::MessageKind::Email,
                    to: "ann@example.com".to_owned(),
                    scene: None,
                    code: None,
                    link: None,
                    sent_at: std::time::SystemTime::UNIX_EPOCH,
                });
            },
            &|| {
                let other = UserPool::new("b".to_owned(), "c".to_owned(), "d", engine.now());
                engine.lock().pools.push(other);
            },
            &|| engine.reset(),
        ];
        for (number, change) in changes.iter().enumerate() {
            change();
            assert!(is_written(), "change {number}");
            assert!(!is_written(), "nothing after change {number}");
            // File and log are what a new file would hold.
            let loaded = load(&saver.path).unwrap().unwrap().snapshot;
            let text = |state: &EmulatorState| serde_json::to_string(state).unwrap();
            assert_eq!(text(&loaded.state), text(&engine.lock()), "change {number}");
            assert_eq!(loaded.clock_offset_ms, engine.env.clock.offset());
            assert_eq!(loaded.outbox.len(), engine.env.outbox.all().len());
        }
        std::fs::remove_file(&saver.path).unwrap();
        engine.env.clock.set_offset(1);
        saver.save(engine).unwrap();
        assert!(load(&saver.path).unwrap().is_some(), "a file that was gone");
    }

    #[test]
    fn a_change_costs_what_has_changed_and_a_log_that_is_too_long_is_put_into_the_file() {
        let desk = Desk::new();
        for number in 0..200 {
            add_user(&desk.engine, &number.to_string());
        }
        desk.saver.close(&desk.engine).unwrap();
        let (file, none) = desk.file_and_log();
        assert_eq!(none, b"", "whoever stops leaves no log");
        desk.add("ann");
        let (same, log) = desk.file_and_log();
        assert!(file == same && log.len() < file.len() / 50, "{} of {}", log.len(), file.len());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&desk.saver.log).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        let upload = || {
            desk.engine.lock().pools[0].files.push(StoredFile {
                key: "k".to_owned(),
                content_type: "text/plain".to_owned(),
                private: false,
                content: "x".repeat(600_000),
            });
            desk.saver.save(&desk.engine).unwrap();
            desk.file_and_log()
        };
        let (same, log) = upload();
        assert!(file == same && log.len() > 600_000);
        let (whole, log) = upload();
        assert!(whole.len() > 1_200_000 && log.is_empty());
        assert_eq!(desk.found(&whole, b"").unwrap().0.len(), 201);
    }

    #[test]
    fn wherever_a_crash_cuts_off_the_state_is_one_that_was_saved() {
        let desk = Desk::new();
        let mut ends = vec![0];
        for id in ["ann", "bob", "cid"] {
            desk.add(id);
            ends.push(desk.file_and_log().1.len());
        }
        let (file, log) = desk.file_and_log();
        for end in 0..=log.len() {
            let whole = ends.iter().filter(|whole| **whole <= end).count() - 1;
            let (users, notice) = desk.found(&file, &log[..end]).unwrap();
            assert_eq!(users, ["ann", "bob", "cid"][..whole]);
            assert_eq!(notice.is_some(), end != ends[whole], "{notice:?}");
        }
        for end in 0..file.len() {
            assert!(desk.found(&file[..end], &log).is_err(), "a file is replaced as a whole");
        }
        // The file has been replaced, and the log is not gone yet.
        desk.saver.close(&desk.engine).unwrap();
        let (again, none) = desk.file_and_log();
        assert!(none.is_empty());
        let (users, notice) = desk.found(&again, &log).unwrap();
        assert_eq!(users, ["ann", "bob", "cid"]);
        assert!(notice.unwrap().contains("was replaced or edited after it"));
        // The next one continues from there.
        let path = desk.folder.path().join("read.json");
        let saver = Saver::new(path.clone(), None).unwrap();
        saver.found(&load(&path).unwrap().unwrap());
        saver.save(&desk.engine).unwrap();
        assert!(!beside(&path, ".log").exists());
    }

    #[test]
    fn a_log_that_no_crash_leaves_behind_is_refused() {
        let desk = Desk::new();
        desk.add("ann");
        desk.add("bob");
        let (file, mut log) = desk.file_and_log();
        let place = log.iter().position(|byte| *byte == b'{').unwrap();
        log[place + 9] ^= 1;
        let error = desk.found(&file, &log).unwrap_err();
        assert!(error.contains("is damaged at byte 0"), "{error}");
        for text in ["{", "{\"pools\":{\"other\":{}}}", "{\"pools\":{\"pool\":{\"no\":1}}}"] {
            let log = frames::frame(Generation::of(&file), text.as_bytes());
            let error = desk.found(&file, &log).unwrap_err();
            assert_eq!(error, "entry 0 of its log is not one of this file");
        }
        let edited = [&file[..], b"\n"].concat();
        let (users, notice) = desk.found(&edited, &log).unwrap();
        assert!(users.is_empty() && notice.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_data_file_stays_one_and_leads_to_the_same_lock() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.json"), folder.path().join("link.json"));
        Saver::new(file.clone(), None).unwrap().save(&engine()).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let saver = Saver::new(link.clone(), None).unwrap();
        let second = Saver::new(file.clone(), None).map(|_| ()).unwrap_err();
        assert_eq!(second.kind(), io::ErrorKind::ResourceBusy);
        std::fs::write(&file, "").unwrap();
        saver.save(&engine()).unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(load(&file).unwrap().is_some());
    }

    /// A snapshot with these departments.
    fn with_nodes(parents: &[Option<&str>]) -> Json {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        let engine = engine();
        let pool = pool(&engine);
        engine.lock().pools.push(pool);
        Saver::new(file.clone(), None).unwrap().save(&engine).unwrap();
        let mut snapshot: Json = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let nodes = parents.iter().enumerate().map(|(id, parent)| {
            json!({
                "id": id.to_string(), "org_id": "o", "parent": parent, "name": "n",
                "members": [], "created_at": 0, "updated_at": 0,
            })
        });
        snapshot["state"]["pools"][0]["nodes"] = nodes.collect();
        snapshot
    }

    #[test]
    fn a_file_that_is_no_snapshot_is_refused_without_its_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        let good = with_nodes(&[None, Some("0"), Some("1")]);
        std::fs::write(&file, good.to_string()).unwrap();
        assert!(load(&file).unwrap().is_some());
        let parents: Vec<String> = (0..200).map(|id| id.to_string()).collect();
        let chain: Vec<Option<&str>> =
            std::iter::once(None).chain(parents.iter().map(|id| Some(id.as_str()))).collect();
        let deep = "[".repeat(1_000_000);
        let mut old = good.clone();
        old["state"]["version"] = json!(2);
        let mut wrong = good.clone();
        wrong["state"]["pools"] = json!("s3cret");
        for (text, reason) in [
            (with_nodes(&[Some("1"), Some("0")]).to_string(), "trees"),
            (with_nodes(&[Some("0")]).to_string(), "trees"),
            (with_nodes(&chain).to_string(), "trees"),
            (old.to_string(), "version 2"),
            (wrong.to_string(), "line 1, column"),
            (format!("{{\"keys\":{deep}"), "line 1, column"),
            (good.to_string()[..500].to_owned(), "line 1, column"),
            (String::new(), "line 1, column 0"),
        ] {
            std::fs::write(&file, text).unwrap();
            let error = load(&file).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(reason) && !error.contains("s3cret"), "{error}");
        }
    }
}
