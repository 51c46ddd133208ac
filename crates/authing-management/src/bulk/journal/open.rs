//! A journal at the beginning of an import.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use authing_core::{Error, ErrorKind};
use sha2::{Digest as _, Sha256};

use super::{
    at::Journal,
    entry::{Head, VERSION},
    lines::{Survey, check_is_file, file, refuse, unreadable},
    replay::Replay,
    writer::{Writer, line},
};

/// What an import has of its journal.
#[derive(Default)]
pub(in super::super) struct InUse {
    /// What was done before, if anything was.
    pub(in super::super) replay: Option<Replay>,
    /// Where it writes; a dry run does not.
    pub(in super::super) writer: Option<Writer>,
}

/// Opens a journal for an import with these options. It is begun if there is none, or if its import came to its end.
pub(in super::super) fn open(
    journal: &Journal,
    mut options: BTreeMap<String, String>,
    start_at: u64,
    dry_run: bool,
) -> Result<InUse, Error> {
    let Journal { file: source, path, part } = journal;
    options.extend(part.clone().map(|part| ("part".to_owned(), part)));
    let head = head(source, options, start_at)?;
    if dry_run {
        let Some(read) = file(path)? else { return Ok(InUse::default()) };
        let survey = Survey::of(path, read)?;
        return Ok(InUse { replay: replay(path, source, &head, survey)?, writer: None });
    }
    let unwritable = |cause| refuse(path, "cannot be written").with_source(cause);
    let mut file = for_writing(path).map_err(unwritable)?;
    check_is_file(path, &file)?;
    lock(path, &file)?;
    let read = File::open(path).map_err(|error| unreadable(path, error))?;
    let survey = Survey::of(path, read)?;
    let whole = survey.whole;
    let replay = replay(path, source, &head, survey)?;
    let written = match &replay {
        Some(_) => file.set_len(whole).and_then(|()| file.seek(SeekFrom::End(0)).map(drop)),
        None => file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(&line(&head))),
    };
    written.and_then(|()| file.sync_all()).map_err(unwritable)?;
    sync_directory(path);
    let writer = Writer::start(file, path.display().to_string())?;
    Ok(InUse { replay, writer: Some(writer) })
}

/// What is to be gone on with. Refuses a journal of something else.
fn replay(
    path: &Path,
    source: &Path,
    head: &Head,
    survey: Survey,
) -> Result<Option<Replay>, Error> {
    let Some(theirs) = survey.head.as_ref().filter(|_| !survey.has_ended) else { return Ok(None) };
    let or = "or delete it to begin again";
    let source = source.display();
    if theirs.length != head.length {
        let (theirs, ours) = (theirs.length, head.length);
        let problem = format_args!(
            "is of another file: of one with {theirs} bytes, and `{source}` has {ours}; import that file to its \
             end, {or}"
        );
        return Err(refuse(path, problem));
    }
    if theirs.sha256 != head.sha256 {
        let problem = format_args!(
            "is of another file: of one as long as `{source}` whose content is another; import that file to its \
             end, {or}"
        );
        return Err(refuse(path, problem));
    }
    let (ours, theirs) = (&head.options, &theirs.options);
    for name in ours.keys().chain(theirs.keys()) {
        let value = |all: &BTreeMap<String, String>| {
            all.get(name)
                .map_or_else(|| "nothing".to_owned(), |value| format!("`{}`", short(value)))
        };
        if ours.get(name) != theirs.get(name) {
            let problem = format!(
                "was begun by an import whose `{}` is {}, and that of this one is {}: go on with that, {or}",
                short(name),
                value(theirs),
                value(ours)
            );
            return Err(refuse(path, problem));
        }
    }
    if survey.head.as_ref().is_some_and(|theirs| theirs.start_at != head.start_at) {
        return Err(refuse(path, "is broken in line 1: delete it to begin again"));
    }
    let read = File::open(path).map_err(|error| unreadable(path, error))?;
    Ok(Some(Replay::new(path.to_owned(), read, survey)))
}

/// As much of a text from a file as an error shows.
fn short(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn head(source: &Path, options: BTreeMap<String, String>, start_at: u64) -> Result<Head, Error> {
    let unreadable = |cause| {
        let problem =
            format!("the file `{}`, which the journal is of, could not be read", source.display());
        Error::new(ErrorKind::Input, problem).with_source(cause)
    };
    let mut file = File::open(source).map_err(unreadable)?;
    let mut hash = Sha256::new();
    let mut length = 0;
    let mut block = vec![0; 64 * 1024];
    loop {
        let read = match file.read(&mut block) {
            Ok(0) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(unreadable)?,
        };
        hash.update(block.get(..read).unwrap_or_default());
        length += read as u64;
    }
    let sha256 = hash.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    });
    Ok(Head { import_journal: VERSION, length, sha256, start_at, options })
}

fn for_writing(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // Others may read; a lock would keep them from it here.
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, 1);
    options.open(path)
}

/// Keeps another import from writing in between.
fn lock(path: &Path, file: &File) -> Result<(), Error> {
    if cfg!(windows) {
        return Ok(());
    }
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(refuse(path, "is in use by another import")),
        // There are file systems without locks.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Has the name of a new file on the disk too.
fn sync_directory(path: &Path) {
    if cfg!(unix) {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        File::open(parent).and_then(|directory| directory.sync_all()).ok();
    }
}
