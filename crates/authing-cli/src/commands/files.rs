//! Files that are named on the command line.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::Path,
};

use crate::{
    context::Context,
    exit::Exit,
    failure::Failure,
    shown::{excerpt, path as shown_path},
};

/// More than this is never sent in one request.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The text of a file; `-` is standard input.
///
/// # Errors
///
/// It is not there, is a folder, is larger than 16 MiB or is not UTF-8.
pub(super) async fn read(cx: &Context, path: &Path) -> Result<String, Failure> {
    cx.out.flush()?;
    if path == Path::new("-") && io::stdin().is_terminal() {
        cx.out.note(&text!(
            "Reading from the terminal; Ctrl-D ends it.",
            "正在从终端读取,按 Ctrl-D 结束。"
        ));
    }
    let owned = path.to_owned();
    let read = tokio::task::spawn_blocking(move || read_bounded(&owned));
    let bytes = match read.await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return Err(Failure::file(path, &error)),
        Err(_) => return Err(Failure::interrupted()),
    };
    let path = shown_path(path);
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::config(text!(
            "{path} is larger than 16 MiB, which no request can carry.",
            "{path} 超过 16 MiB,无法放入一次请求。"
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        Failure::config(text!(
            "{path} is not UTF-8 text: byte {place} is not a part of it.",
            "{path} 不是 UTF-8 文本:第 {place} 个字节无效。"
        ))
    })
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().take(LARGEST + 1).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let file = fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// JSON that is not what it has to be.
pub(super) fn malformed(path: &Path, error: &serde_json::Error) -> Failure {
    let (path, line, column) = (shown_path(path), error.line(), error.column());
    let problem = excerpt(&error.to_string(), 200);
    Failure::new(
        Exit::Config,
        text!(
            "{path} cannot be understood at line {line}, column {column}: {problem}.",
            "{path} 第 {line} 行第 {column} 列有误:{problem}。"
        ),
    )
}
