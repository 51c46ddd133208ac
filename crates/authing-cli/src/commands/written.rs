//! Files that a command writes: all of them or nothing.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use tempfile::NamedTempFile;

use crate::{context::Context, failure::Failure, shown::path as shown_path};

/// Where a result goes: standard output, or a file that is there once all of it is.
pub(super) enum Sink<'c> {
    Stdout(&'c Context),
    File(WrittenFile),
}

impl<'c> Sink<'c> {
    /// Without a path, and for `-`, standard output.
    pub(super) fn open(
        cx: &'c Context,
        path: Option<&Path>,
        may_replace: bool,
    ) -> Result<Self, Failure> {
        match path {
            Some(path) if path != Path::new("-") => {
                Ok(Self::File(WrittenFile::begin(path, may_replace)?))
            }
            _ => Ok(Self::Stdout(cx)),
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Stdout(cx) => {
                cx.out.write(bytes)?;
                cx.out.flush()
            }
            Self::File(file) => file.write(bytes),
        }
    }

    /// Whether nobody wants any more of it.
    pub(super) fn is_closed(&self) -> bool {
        match self {
            Self::Stdout(cx) => cx.out.is_closed(),
            Self::File(_) => false,
        }
    }

    /// Now it is whole. Returns the file's path, if it is one.
    pub(super) fn finish(self) -> Result<Option<PathBuf>, Failure> {
        match self {
            Self::Stdout(cx) => cx.out.flush().map(|()| None),
            Self::File(file) => file.finish().map(Some),
        }
    }
}

/// A file that takes its name when it is whole, and is for its owner alone. One that is dropped before was never
/// there.
pub(super) struct WrittenFile {
    path: PathBuf,
    writer: Writer,
}

enum Writer {
    Temporary(BufWriter<NamedTempFile>),
    /// A pipe or a device that is there is written to: nothing can take its place.
    Device(BufWriter<fs::File>),
}

impl WrittenFile {
    pub(super) fn begin(path: &Path, may_replace: bool) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::file(path, &error);
        let path_shown = shown_path(path);
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => {
                return Err(failed(io::ErrorKind::IsADirectory.into()));
            }
            Ok(about) if !about.is_file() => {
                let file = fs::File::options().write(true).open(path).map_err(failed)?;
                let writer = Writer::Device(BufWriter::new(file));
                return Ok(Self { path: path.to_owned(), writer });
            }
            Ok(_) if !may_replace => {
                return Err(Failure::config(text!(
                    "{path_shown} is there already, and is left as it is.",
                    "{path_shown} 已存在,未作改动。"
                ))
                .hint(text!(
                    "Name another file, or add --force to replace it.",
                    "请换一个文件名,或加上 --force 覆盖。"
                )));
            }
            _ => (),
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let folder = shown_path(folder);
            return Err(Failure::config(text!(
                "There is no folder {folder} for {path_shown}.",
                "{path_shown} 所在的文件夹 {folder} 不存在。"
            )));
        }
        let file = NamedTempFile::new_in(folder).map_err(failed)?;
        let writer = Writer::Temporary(BufWriter::new(file));
        Ok(Self { path: path.to_owned(), writer })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.write_all(bytes).map_err(|error| Failure::file(&self.path, &error))
    }

    pub(super) fn finish(self) -> Result<PathBuf, Failure> {
        let path = self.path;
        let failed = |error: io::Error| Failure::file(&path, &error);
        match self.writer {
            Writer::Temporary(writer) => {
                let file = writer.into_inner().map_err(|error| failed(error.into_error()))?;
                file.as_file().sync_all().map_err(failed)?;
                // A link is followed, so that the file it points to is replaced and not the link.
                let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
                file.persist(target).map_err(|error| failed(error.error))?;
            }
            Writer::Device(mut writer) => match writer.flush() {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => (),
                flushed => flushed.map_err(failed)?,
            },
        }
        Ok(path)
    }
}

impl Write for WrittenFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.writer {
            Writer::Temporary(writer) => writer.write(bytes),
            Writer::Device(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.writer {
            Writer::Temporary(writer) => writer.flush(),
            Writer::Device(writer) => writer.flush(),
        }
    }
}

/// A file that somebody else writes meanwhile, and that takes its name if anything was written.
#[derive(Clone)]
pub(super) struct LentFile(Arc<Mutex<Lent>>);

struct Lent {
    file: Option<WrittenFile>,
    is_empty: bool,
}

impl LentFile {
    pub(super) fn begin(path: &Path, may_replace: bool) -> Result<Self, Failure> {
        let file = Some(WrittenFile::begin(path, may_replace)?);
        Ok(Self(Arc::new(Mutex::new(Lent { file, is_empty: true }))))
    }

    /// Returns the path, if anything was written.
    pub(super) fn finish(self) -> Result<Option<PathBuf>, Failure> {
        let mut lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match lent.file.take() {
            Some(file) if !lent.is_empty => file.finish().map(Some),
            _ => Ok(None),
        }
    }
}

impl Write for LentFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lent.is_empty &= bytes.is_empty();
        match &mut lent.file {
            Some(file) => io::Write::write(file, bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut lent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lent.file.as_mut().map_or(Ok(()), io::Write::flush)
    }
}
