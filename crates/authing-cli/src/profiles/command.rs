//! Secrets that another program keeps: a password manager, a vault, a keychain.

use std::{process::Stdio, time::Duration};

use authing_management::Secret;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    process::Command,
};

use crate::{failure::Failure, output::Output, shown::excerpt};

/// Long enough for somebody to unlock a password manager.
const TIME: Duration = Duration::from_secs(60);
/// No secret is longer.
const SIZE: u64 = 16 * 1024;

/// Runs the line as a shell does, and returns the one line that it prints.
///
/// What the program says to its user goes to standard error; it may ask on the terminal.
///
/// # Errors
///
/// It cannot be started, fails, takes too long, or prints something that is not a secret. Nothing that it prints
/// is in the failure.
pub(super) async fn run(line: &str, out: &Output) -> Result<Secret, Failure> {
    out.flush()?;
    let shown = excerpt(line, 100);
    let failed = |why: String| {
        Failure::config(text!(
            "The secret's command `{shown}` {why}.",
            "获取密钥的命令 `{shown}` {why}。"
        ))
        .hint(text!(
            "Run it by itself: it has to print the secret and nothing else.",
            "请单独运行该命令:它应当只输出密钥。"
        ))
    };
    let spawned = shell(line).stdout(Stdio::piped()).kill_on_drop(true).spawn();
    let mut child =
        spawned.map_err(|error| failed(text!("cannot be started: {error}", "无法启动:{error}")))?;
    let printed = child.stdout.take();
    let outcome = tokio::time::timeout(TIME, async move {
        let text = match printed {
            Some(printed) => read(printed).await?,
            None => Vec::new(),
        };
        Ok::<_, std::io::Error>((text, child.wait().await?))
    });
    let seconds = TIME.as_secs();
    let (text, status) = match outcome.await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => return Err(failed(text!("cannot be read: {error}", "无法读取:{error}"))),
        Err(_) => {
            return Err(failed(text!(
                "was stopped, since it took longer than {seconds} s",
                "超过 {seconds} 秒未结束,已被停止"
            )));
        }
    };
    if text.len() as u64 > SIZE {
        return Err(failed(text!(
            "prints more than {SIZE} bytes, which is not a secret",
            "输出超过 {SIZE} 字节,不是密钥"
        )));
    }
    if !status.success() {
        return Err(failed(text!("failed ({status})", "执行失败({status})")));
    }
    let Ok(text) = String::from_utf8(text) else {
        return Err(failed(text!("prints what is not text", "输出的不是文本")));
    };
    let secret = text.trim();
    if secret.is_empty() {
        return Err(failed(text!("prints nothing", "没有输出任何内容")));
    }
    if secret.chars().any(char::is_control) {
        return Err(failed(text!("prints more than one line", "输出不止一行")));
    }
    Ok(secret.into())
}

async fn read(printed: impl AsyncRead + Unpin) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    // One byte more shows that there is more.
    printed.take(SIZE + 1).read_to_end(&mut text).await?;
    Ok(text)
}

#[cfg(unix)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(line);
    command
}

#[cfg(windows)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.raw_arg("/D /S /C \"").raw_arg(line).raw_arg("\"");
    command
}
