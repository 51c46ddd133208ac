//! Lines to the disk.

use std::{
    fs::File,
    io::{self, Write},
    sync::{
        Arc, OnceLock,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use authing_core::{Error, ErrorKind};
use serde::Serialize;
use tokio::sync::oneshot;

use super::entry::{Entry, Noted, Sending};

/// What is written to.
pub(in super::super) trait Disk: Write + Send + 'static {
    /// Has all on the disk that was written.
    fn sync(&mut self) -> io::Result<()>;
}

impl Disk for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

/// So many lines may wait for the disk.
const WAITING: usize = 4096;

/// So many bytes are written at once.
const AT_ONCE: usize = 1024 * 1024;

/// Writes lines on a thread of its own, so that rows which begin at the same time wait for the disk once.
pub(in super::super) struct Writer {
    lines: Option<SyncSender<Line>>,
    thread: Option<JoinHandle<()>>,
    failure: Arc<OnceLock<Error>>,
}

struct Line {
    text: Vec<u8>,
    /// Who is told when it is on the disk; nobody, if that has time.
    synced: Option<oneshot::Sender<Result<(), Error>>>,
}

impl Writer {
    pub(in super::super) fn start(disk: impl Disk, name: String) -> Result<Self, Error> {
        let (lines, received) = sync_channel(WAITING);
        let failure = Arc::new(OnceLock::new());
        let told = Arc::clone(&failure);
        let thread = thread::Builder::new().name("authing-journal".to_owned());
        let thread =
            thread.spawn(move || write(disk, &name, &received, &told)).map_err(|cause| {
                Error::new(ErrorKind::Input, "no thread could be started for the journal")
                    .with_source(cause)
            })?;
        Ok(Self { lines: Some(lines), thread: Some(thread), failure })
    }

    /// Why nothing is written any more.
    pub(in super::super) fn failure(&self) -> Option<Error> {
        self.failure.get().cloned()
    }

    /// Notes that a request is sent for this row. When it returns, that is on the disk.
    pub(in super::super) async fn begin(&self, row: u64, sends: Sending) -> Result<(), Error> {
        self.sync(&Entry::Sending { row, sends }).await
    }

    /// Notes that the server has refused to create what the row says.
    pub(in super::super) fn not_created(&self, row: u64) {
        self.send(Line { text: line(&Entry::Refused { row }), synced: None });
    }

    pub(in super::super) fn done(&self, row: u64, is: Noted) {
        self.send(Line { text: line(&Entry::Done { row, is }), synced: None });
    }

    /// Notes that the file has come to its end.
    pub(in super::super) async fn ended(&self, rows: u64) -> Result<(), Error> {
        self.sync(&Entry::Ended { rows }).await
    }

    /// Has everything on the disk.
    pub(in super::super) async fn flush(&self) -> Result<(), Error> {
        self.wait(Vec::new()).await
    }

    async fn sync(&self, entry: &Entry) -> Result<(), Error> {
        self.wait(line(entry)).await
    }

    async fn wait(&self, text: Vec<u8>) -> Result<(), Error> {
        let (synced, wait) = oneshot::channel();
        self.send(Line { text, synced: Some(synced) });
        wait.await.unwrap_or_else(|_| Err(Error::new(ErrorKind::Input, "the journal is closed")))
    }

    fn send(&self, line: Line) {
        // The thread ends with this.
        if let Some(lines) = &self.lines {
            lines.send(line).ok();
        }
    }
}

impl Drop for Writer {
    /// Waits until all is written, so that the next import finds the journal whole.
    fn drop(&mut self) {
        self.lines.take();
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

pub(super) fn line(entry: &impl Serialize) -> Vec<u8> {
    // Texts and numbers alone: there is nothing that JSON could not say.
    let mut line = serde_json::to_vec(entry).unwrap_or_default();
    line.push(b'\n');
    line
}

fn write(mut disk: impl Disk, name: &str, received: &Receiver<Line>, failure: &OnceLock<Error>) {
    while let Ok(first) = received.recv() {
        let mut text = Vec::new();
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(line) = next {
            text.extend(line.text);
            waiting.extend(line.synced);
            next = if text.len() < AT_ONCE { received.try_recv().ok() } else { None };
        }
        if failure.get().is_none() {
            let written = disk.write_all(&text);
            let written =
                written.and_then(|()| if waiting.is_empty() { Ok(()) } else { disk.sync() });
            if let Err(cause) = written {
                let problem = format!(
                    "the journal `{name}` could not be written, and nothing further was sent"
                );
                failure.set(Error::new(ErrorKind::Input, problem).with_source(cause)).ok();
            }
        }
        for synced in waiting {
            synced.send(failure.get().cloned().map_or(Ok(()), Err)).ok();
        }
    }
    if failure.get().is_none() {
        disk.sync().ok();
    }
}
