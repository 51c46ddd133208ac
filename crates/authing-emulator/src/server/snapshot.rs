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

/// Writes the state to one file, whenever it differs from what was written last.
pub(crate) struct Saver {
    path: PathBuf,
    on_save: Option<OnSave>,
    /// What the file holds. Locked as long as it is written.
    written: Mutex<Vec<u8>>,
    /// Why what is in memory is not in the file. Every response looks at it.
    problem: Mutex<Option<String>>,
    /// Held as long as the file is this emulator's.
    _lock: File,
}

show_fields!(Saver { path });

impl Saver {
    /// Makes the file this emulator's own: two would write over each other. The lock is on a file
    /// beside it, since the data file itself is replaced; it ends with the process.
    pub(crate) fn new(path: PathBuf, on_save: Option<OnSave>) -> io::Result<Self> {
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
    fn write(&self, engine: &Engine, written: &mut Vec<u8>) -> io::Result<()> {
        let keys = engine.env.keys.stored().ok_or(io::Error::other("there are no keys to save"))?;
        let snapshot = Snapshot {
            keys,
            state: engine.lock().clone(),
            clock_offset_ms: engine.env.clock.offset(),
            outbox: engine.env.outbox.all(),
        };
        let text = serde_json::to_vec_pretty(&snapshot)?;
        if *written == text {
            return Ok(());
        }
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(parent.unwrap_or(Path::new(".")))?;
        file.write_all(&text)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        *written = text;
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
