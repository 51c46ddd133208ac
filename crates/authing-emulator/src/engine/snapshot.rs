//! The whole state as a file has it.

use serde::{Deserialize, Serialize};

use crate::base::keys::StoredPasswordKeys;
use crate::base::outbox::SentMessage;
use crate::domain::orgs::trees::Trees;
use crate::state::{EmulatorState, SNAPSHOT_VERSION};

/// What a data file holds.
#[derive(Deserialize)]
pub(crate) struct Snapshot {
    pub(crate) keys: StoredPasswordKeys,
    pub(crate) state: EmulatorState,
    /// How far the clock is from the system's.
    #[serde(default)]
    pub(crate) clock_offset_ms: i64,
    #[serde(default)]
    pub(crate) outbox: Vec<SentMessage>,
}

/// The same, to be written.
#[derive(Serialize)]
pub(crate) struct Whole<'a> {
    pub(crate) keys: StoredPasswordKeys,
    pub(crate) state: &'a EmulatorState,
    pub(crate) clock_offset_ms: i64,
    pub(crate) outbox: Vec<SentMessage>,
}

impl Snapshot {
    /// Reads a file. Whether it can be used is still to be looked at.
    pub(crate) fn read(text: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(text).map_err(|error| {
            // The reader's own message may quote a value.
            let place = format!("line {}, column {}", error.line(), error.column());
            format!("it is not a snapshot: {place}")
        })
    }

    pub(crate) fn require_version(&self) -> Result<(), String> {
        let version = self.state.version;
        if version == SNAPSHOT_VERSION {
            return Ok(());
        }
        Err(format!(
            "the file has version {version}, this emulator reads version {SNAPSHOT_VERSION}"
        ))
    }

    pub(crate) fn require_trees(&self) -> Result<(), String> {
        if self.state.pools.iter().all(|pool| Trees::of(pool).are_sound()) {
            return Ok(());
        }
        Err("the departments in it do not form trees".to_owned())
    }
}
