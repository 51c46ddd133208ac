//! Loading and saving the state.

use std::fs::{File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::base::keys::StoredPasswordKeys;
use crate::base::outbox::SentMessage;
use crate::domain::orgs::trees::Trees;
use crate::engine::Engine;
use crate::state::{EmulatorState, SNAPSHOT_VERSION};

/// What a snapshot file holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub(crate) keys: StoredPasswordKeys,
    pub(crate) state: EmulatorState,
    /// How far the clock is from the system's.
    #[serde(default)]
    pub(crate) clock_offset_ms: i64,
    #[serde(default)]
    pub(crate) outbox: Vec<SentMessage>,
}

/// Reads a snapshot; `None` if there is no such file yet.
pub(crate) fn load(path: &Path) -> io::Result<Option<Snapshot>> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let snapshot: Snapshot = serde_json::from_slice(&text).map_err(|error| {
        // The reader's own message may quote a value.
        let place = format!("line {}, column {}", error.line(), error.column());
        io::Error::new(io::ErrorKind::InvalidData, format!("it is not a snapshot: {place}"))
    })?;
    if snapshot.state.version != SNAPSHOT_VERSION {
        let reason = format!(
            "the file has version {}, this emulator reads version {SNAPSHOT_VERSION}",
            snapshot.state.version
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    if !snapshot.state.pools.iter().all(|pool| Trees::of(pool).are_sound()) {
        let reason = "the departments in it do not form trees";
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    Ok(Some(snapshot))
}

/// Is told when saving begins to fail, and when it works again.
pub(crate) type OnSave = Arc<dyn Fn(Result<(), &io::Error>) + Send + Sync>;

/// Writes the state to one file, whenever it differs from what was written last. As long as nothing has
/// changed, it is not even looked at.
pub(crate) struct Saver {
    path: PathBuf,
    on_save: Option<OnSave>,
    /// What the file holds. Locked as long as it is written.
    written: Mutex<Written>,
    /// Why what is in memory is not in the file. Every response looks at it.
    problem: Mutex<Option<String>>,
    /// Held as long as the file is this emulator's.
    _lock: File,
}

show_fields!(Saver { path });

#[derive(Default)]
struct Written {
    text: Vec<u8>,
    /// What had changed by then.
    mark: Option<Mark>,
}

/// Differs once something that is saved may have changed.
#[derive(PartialEq, Eq)]
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

impl Saver {
    /// Makes the file this emulator's own: two would write over each other. The lock is on a file
    /// beside it, since the data file itself is replaced; it ends with the process.
    pub(crate) fn new(path: PathBuf, on_save: Option<OnSave>) -> io::Result<Self> {
        // A link stays a link, and whoever comes by another one finds the same lock.
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let mut beside = path.clone().into_os_string();
        beside.push(".lock");
        let lock = File::options().create(true).truncate(false).write(true).open(beside)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::new(
                io::ErrorKind::ResourceBusy,
                "another emulator uses it: stop that one, or give this one a file of its own",
            ),
            TryLockError::Error(error) => error,
        })?;
        let (written, problem) = (Mutex::default(), Mutex::default());
        Ok(Self { path, on_save, written, problem, _lock: lock })
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

    /// The file is replaced in one step and readable by its owner only: it holds secrets.
    fn write(&self, engine: &Engine, written: &mut Written) -> io::Result<()> {
        // Taken first: what changes from now on makes it differ from the next one.
        let mark = Some(Mark::of(engine));
        if written.mark == mark {
            return Ok(());
        }
        let keys = engine.env.keys.stored().ok_or(io::Error::other("there are no keys to save"))?;
        let snapshot = Snapshot {
            keys,
            state: engine.lock().clone(),
            clock_offset_ms: engine.env.clock.offset(),
            outbox: engine.env.outbox.all(),
        };
        let text = serde_json::to_vec_pretty(&snapshot)?;
        if written.text == text {
            written.mark = mark;
            return Ok(());
        }
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(parent.unwrap_or(Path::new(".")))
            .map_err(|error| no_new_file(&error))?;
        file.as_file_mut().write_all(&text)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        *written = Written { text, mark };
        Ok(())
    }
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

    use serde_json::{Value as Json, json};

    use super::*;
    use crate::base::clock::Clock;
    use crate::base::keys::PasswordKeys;
    use crate::domain::environment::{Environment, LoginFailureStyle};

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

    #[test]
    fn whatever_changes_is_saved_and_what_is_only_looked_at_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.json");
        let saver = Saver::new(file.clone(), None).unwrap();
        let engine = engine();
        let is_written = || {
            let _ = std::fs::remove_file(&file);
            saver.save(&engine).unwrap();
            file.exists()
        };
        assert!(is_written(), "the first time");
        let info = crate::domain::context::RequestInfo::default();
        assert_eq!(engine.with(&info, |cx| cx.state.pools.len()), 0);
        assert!(!is_written());
        // As long as nothing has changed, the text is not made: it would differ without its keys.
        saver.written.lock().unwrap().text.clear();
        assert!(!is_written(), "a look at the state changes nothing");

        let changes: [&dyn Fn(); 4] = [
            &|| engine.with(&info, |cx| cx.state.version = 7),
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
            &|| engine.reset(),
        ];
        for (number, change) in changes.iter().enumerate() {
            change();
            assert!(is_written(), "change {number}");
            assert!(!is_written(), "nothing after change {number}");
        }
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
        engine.lock().pools.push(crate::state::user_pool::UserPool::new(
            "pool".to_owned(),
            "secret".to_owned(),
            "a pool",
            engine.now(),
        ));
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
