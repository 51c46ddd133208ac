//! Loading and saving the state.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::base::keys::StoredPasswordKeys;
use crate::engine::Engine;
use crate::state::{EmulatorState, SNAPSHOT_VERSION};

/// What a snapshot file holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Snapshot {
    pub(crate) keys: StoredPasswordKeys,
    pub(crate) state: EmulatorState,
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
    Ok(Some(snapshot))
}

/// Writes the state to one file, whenever it differs from what was written last.
pub(crate) struct Saver {
    path: PathBuf,
    written: Mutex<Vec<u8>>,
}

show_fields!(Saver { path });

impl Saver {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, written: Mutex::default() }
    }

    /// Saves if anything changed. The file is replaced in one step and readable by its owner
    /// only: it holds secrets.
    pub(crate) fn save(&self, engine: &Engine) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = engine.env.keys.stored().ok_or(io::Error::other("there are no keys to save"))?;
        let snapshot = Snapshot { keys, state: engine.lock().clone() };
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
