//! Asking before anything is changed.

use std::io::{self, IsTerminal as _};

use authing_management::Secret;
#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::{
    context::Context,
    exit::Exit,
    failure::Failure,
    shown::{excerpt, one_line},
    texts::pick,
};

/// Names where something is about to be changed and what, and asks unless `--yes` says so already.
///
/// # Errors
///
/// [`Exit::NotConfirmed`] if nobody said yes, or nobody can be asked.
pub(crate) async fn confirm(cx: &Context, what: &str) -> Result<(), Failure> {
    if cx.yes && cx.out.is_quiet() {
        return Ok(());
    }
    if !cx.yes && !is_asked() {
        return Err(Failure::new(
            Exit::NotConfirmed,
            text!(
                "Nothing was changed: {what} has to be confirmed, and there is no terminal to ask on.",
                "未作任何更改:{what} 需要确认,但当前没有可供询问的终端。"
            ),
        )
        .hint(text!("Add --yes to confirm it beforehand.", "请加上 --yes 预先确认。")));
    }
    let target = target(cx).await?;
    cx.out.tell(&text!("Target: {target}", "目标:{target}"));
    cx.out.tell(&text!("Change: {what}", "更改:{what}"));
    if cx.yes {
        return Ok(());
    }
    let asked = pick("Go on? [y/N] ", "是否继续?[y/N] ");
    match ask(cx, asked).await?.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" | "好" => Ok(()),
        _ => Err(Failure::new(Exit::NotConfirmed, text!("Nothing was changed.", "未作任何更改。"))),
    }
}

/// Whether there is somebody to ask.
pub(crate) fn is_asked() -> bool {
    io::stdin().is_terminal()
}

/// The user pool by name, id and host.
async fn target(cx: &Context) -> Result<String, Failure> {
    let management = cx.management().await?;
    let settings = cx.settings().await?;
    let (id, host) = (excerpt(management.user_pool_id(), 60), excerpt(settings.host(), 200));
    let source = settings.source.short();
    // Somebody who may change users may be refused the pool's name: the change goes on without it.
    let name = match management.user_pool().get().await {
        Ok(pool) => Some(pool.name),
        Err(error) if error.kind() == authing_management::ErrorKind::Api => None,
        Err(error) => return Err(error.into()),
    };
    Ok(match name.map(|name: String| excerpt(&name, 60)) {
        Some(name) => text!(
            "user pool {name} ({id}) at {host}, {source}",
            "用户池 {name}({id}),服务器 {host},{source}"
        ),
        None => text!("user pool {id} at {host}, {source}", "用户池 {id},服务器 {host},{source}"),
    })
}

/// Asks for a line on the terminal. It waits beside everything else, so that Ctrl-C ends it.
pub(crate) async fn ask(cx: &Context, question: &str) -> Result<String, Failure> {
    cx.out.flush()?;
    cx.out.ask(&one_line(question));
    let read = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    });
    match read.await {
        Ok(Ok(line)) => Ok(line),
        Ok(Err(error)) => Err(Failure::new(
            Exit::Failed,
            text!("The terminal cannot be read: {error}.", "无法读取终端:{error}。"),
        )),
        Err(_) => Err(Failure::interrupted()),
    }
}

/// Asks for a secret on the terminal, which does not show it.
pub(crate) async fn ask_secret(cx: &Context, question: &str) -> Result<Secret, Failure> {
    cx.out.flush()?;
    // Before the question: whoever types at once types unseen, too.
    let hidden = Hidden::begin();
    cx.out.ask(&one_line(question));
    let read = tokio::task::spawn_blocking(read_hidden).await;
    drop(hidden);
    match read {
        Ok(Ok(text)) if text.is_empty() => Err(Failure::new(
            Exit::NotConfirmed,
            text!("Nothing was typed, and nothing was changed.", "没有输入内容,未作任何更改。"),
        )),
        Ok(Ok(text)) => Ok(text.into()),
        Ok(Err(error)) => Err(Failure::new(
            Exit::Failed,
            text!("The terminal cannot be read: {error}.", "无法读取终端:{error}。"),
        )),
        Err(_) => Err(Failure::interrupted()),
    }
}

#[cfg(unix)]
fn read_hidden() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

#[cfg(not(unix))]
fn read_hidden() -> io::Result<String> {
    rpassword::read_password()
}

/// While this lives, the terminal does not show what is typed. It is as it was before once this is dropped, which
/// Ctrl-C does, too.
#[cfg(unix)]
struct Hidden(Option<Termios>);

#[cfg(unix)]
impl Hidden {
    fn begin() -> Self {
        let Ok(before) = tcgetattr(io::stdin()) else { return Self(None) };
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        // The end of the line moves the cursor, though.
        hidden.local_modes.insert(LocalModes::ECHONL);
        match tcsetattr(io::stdin(), OptionalActions::Flush, &hidden) {
            Ok(()) => Self(Some(before)),
            Err(_) => Self(None),
        }
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // A terminal that is gone needs nothing.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, before);
        }
    }
}

#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn begin() -> Self {
        Self
    }
}
