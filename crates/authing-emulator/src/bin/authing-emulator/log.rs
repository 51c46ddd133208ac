//! A line for each request, on standard error.
//!
//! The emulator never waits for whoever reads it: lines go through a bounded channel to a thread that
//! writes them, and what finds no room is counted.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authing_emulator::{Caller, MessageKind, SentMessage, ServedRequest};
use serde_json::json;

use crate::arguments::LogForm;

/// Lines that wait to be written.
const WAITING: usize = 4096;

/// How long the end waits for whoever reads.
const END: Duration = Duration::from_millis(500);

/// Letters of what came from outside that a line shows.
const SHOWN: usize = 80;

/// The thread that writes. It is waited for, but not for long.
pub(crate) struct Log {
    ended: Receiver<()>,
}

/// Where lines go.
pub(crate) struct Lines {
    form: LogForm,
    colors: bool,
    sender: SyncSender<String>,
    lost: Arc<AtomicU64>,
}

impl Log {
    /// Starts to write; `None` if nothing is to be. It ends once every clone of the lines is gone.
    pub(crate) fn start(
        form: Option<LogForm>,
        is_terminal: bool,
    ) -> io::Result<Option<(Self, Lines)>> {
        let form = form.unwrap_or(if is_terminal { LogForm::Pretty } else { LogForm::Off });
        if form == LogForm::Off {
            return Ok(None);
        }
        // https://no-color.org: whatever it is set to, unless that is nothing.
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let (sender, receiver) = mpsc::sync_channel::<String>(WAITING);
        let (end, ended) = mpsc::channel();
        let lost = Arc::new(AtomicU64::new(0));
        let missed = Arc::clone(&lost);
        thread::Builder::new().name("authing-emulator-log".to_owned()).spawn(move || {
            for line in receiver {
                let lost = missed.swap(0, Ordering::Relaxed);
                let mut out = io::stderr().lock();
                // There is nowhere to report that standard error is closed.
                if lost > 0 {
                    let _ = writeln!(out, "authing-emulator: {lost} lines were left out");
                }
                let _ = out.write_all(line.as_bytes());
            }
            drop(end);
        })?;
        let colors = is_terminal && !plain;
        Ok(Some((Self { ended }, Lines { form, colors, sender, lost })))
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let end: Result<(), RecvTimeoutError> = self.ended.recv_timeout(END);
        // It ended, or nobody reads.
        let _ = end;
    }
}

impl Lines {
    pub(crate) fn tell(&self, request: &ServedRequest) {
        let line = match self.form {
            LogForm::Json => json_line(request),
            LogForm::Pretty | LogForm::Off => pretty_line(request, self.colors),
        };
        if self.sender.try_send(line).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// One JSON object on a line. Every key is always there.
fn json_line(request: &ServedRequest) -> String {
    let sent = request.messages.iter().map(|message| {
        json!({
            "kind": kind(message),
            "to": masked(&message.to),
            "code": message.code,
            "link": message.link,
        })
    });
    let line = json!({
        "time": milliseconds(request.at),
        "method": request.method,
        "path": request.path,
        "operation": request.operation,
        "caller": caller(&request.caller),
        "status": request.status,
        "code": request.code,
        "fault": request.by_fault,
        "chosen": request.chosen,
        "durationMs": request.duration.as_secs_f64() * 1000.0,
        "sent": sent.collect::<Vec<_>>(),
    });
    format!("{line}\n")
}

fn pretty_line(request: &ServedRequest, colors: bool) -> String {
    let paint = |color: &str, text: String| match colors {
        true => format!("\x1b[{color}m{text}\x1b[0m"),
        false => text,
    };
    let operation = match &request.operation {
        Some(operation) if operation.starts_with('/') => cut(operation),
        Some(fields) => format!("{} {}", cut(&request.path), cut(fields)),
        None => cut(&request.path),
    };
    let status = request.status.map_or_else(|| "cut".to_owned(), |status| status.to_string());
    let color = match (request.status, request.code) {
        (Some(500..), _) | (None, _) => "31",
        (Some(400..), _) | (_, Some(_)) => "33",
        _ => "32",
    };
    let code = request.code.map(|code| code.to_string()).unwrap_or_default();
    let mut line = format!(
        "{} {:<6} {:<48} {:<16} {} {:<7} {:>8.1} ms",
        paint("2", clock(request.at)),
        request.method.chars().take(10).collect::<String>(),
        operation,
        caller(&request.caller),
        paint(color, format!("{status:<3}")),
        paint(color, code.clone()) + &" ".repeat(7_usize.saturating_sub(code.len())),
        request.duration.as_secs_f64() * 1000.0,
    );
    if request.by_fault {
        line.push_str(&paint("35", "  fault".to_owned()));
    }
    if request.chosen {
        line.push_str(&paint("2", "  chosen".to_owned()));
    }
    for message in &request.messages {
        let what = match (&message.code, &message.link) {
            (Some(code), _) => format!("code {code}"),
            (None, Some(link)) => link.clone(),
            (None, None) => "message".to_owned(),
        };
        let told = format!("  {} by {} to {}", what, kind(message), masked(&message.to));
        line.push_str(&paint("36;1", told));
    }
    line.push('\n');
    line
}

fn kind(message: &SentMessage) -> &'static str {
    match message.kind {
        MessageKind::Email => "email",
        _ => "sms",
    }
}

/// What came from outside, without letters that move a cursor, and not longer than a line bears.
fn cut(text: &str) -> String {
    let mut letters = text.chars();
    let mut shown: String =
        letters.by_ref().take(SHOWN).collect::<String>().escape_debug().to_string();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The kind of who sent it, and the ends of an id: enough to tell two apart.
fn caller(caller: &Caller) -> String {
    match caller {
        Caller::Administrator => "admin".to_owned(),
        Caller::User(id) => format!("user {}", masked(id)),
        Caller::Challenged(id) => format!("mfa {}", masked(id)),
        _ => "-".to_owned(),
    }
}

/// The beginning and the end of an id, a number or an address.
fn masked(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    match (letters.first_chunk::<3>(), letters.last_chunk::<4>()) {
        (Some(first), Some(last)) if letters.len() > 8 => {
            let ends: String = first.iter().chain(&['…']).chain(last).collect();
            cut(&ends)
        }
        _ => "…".to_owned(),
    }
}

fn milliseconds(at: SystemTime) -> u64 {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The time of day in UTC.
fn clock(at: SystemTime) -> String {
    let since = milliseconds(at) % 86_400_000;
    let (seconds, rest) = (since / 1000, since % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use authing_emulator::{Emulator, Fault, FaultKind};
    use serde_json::Value;

    use super::*;

    /// What is served, as an emulator tells of it.
    fn served(work: impl FnOnce(&Emulator)) -> Vec<ServedRequest> {
        let (sender, receiver) = mpsc::channel();
        let emulator = Emulator::builder()
            .on_request(move |request| sender.send(request.clone()).unwrap())
            .start_blocking()
            .unwrap();
        work(&emulator);
        drop(emulator);
        receiver.iter().collect()
    }

    fn send(emulator: &Emulator, request: &str, body: &str) {
        use std::io::Read as _;
        let address = emulator.url().strip_prefix("http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let text = format!(
            "{request} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nx-authing-app-id: {}\r\n\
             content-length: {}\r\n\r\n{body}",
            emulator.app_id(),
            body.len()
        );
        stream.write_all(text.as_bytes()).unwrap();
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
    }

    #[test]
    fn a_line_says_what_was_asked_what_came_of_it_and_which_code_was_sent() {
        let served = served(|emulator| {
            send(emulator, "POST /api/v2/sms/send", r#"{"phone":"13812345678"}"#);
            send(emulator, "POST /graphql/v2", r#"{"query":"{ user { id } }"}"#);
            send(emulator, "GET /_emulator/messages", "");
            send(emulator, "GET /uploads/none/none", "");
            send(emulator, "POST /graphql/v2", r#"{"query":"{ functions { totalCount } }"}"#);
            emulator.inject(Fault::new(FaultKind::Status(503)));
            send(emulator, "GET /nowhere", "");
        });
        let lines: Vec<String> = served.iter().map(|one| pretty_line(one, false)).collect();
        assert_eq!(lines.len(), 5, "{lines:?}");
        let code = served[0].messages[0].code.clone().unwrap();
        for (line, parts) in lines.iter().zip([
            ["POST   /api/v2/sms/send ", " 200 ", &format!("  code {code} by sms to 138…5678\n")],
            ["POST   /graphql/v2 user ", " 200 2020 ", " ms\n"],
            ["GET    /uploads/{folder}/{name} ", " 200 500 ", " ms  chosen\n"],
            ["POST   /graphql/v2 functions ", " 200 2020 ", " ms  chosen\n"],
            ["GET    /nowhere ", " 503 ", " ms  fault\n"],
        ]) {
            assert!(parts.iter().all(|part| line.contains(part)), "{line:?}: {parts:?}");
            assert!(!line.contains("\x1b") && !line.contains("13812345678"), "{line:?}");
        }
        assert!(pretty_line(&served[1], true).contains("\x1b[33m200\x1b[0m"));
        let json: Value = serde_json::from_str(&json_line(&served[0])).unwrap();
        let mut keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(
            keys,
            [
                "caller",
                "chosen",
                "code",
                "durationMs",
                "fault",
                "method",
                "operation",
                "path",
                "sent",
                "status",
                "time"
            ]
        );
        assert_eq!(json["sent"][0]["code"], code);
        let chosen = |one: &ServedRequest| {
            serde_json::from_str::<Value>(&json_line(one)).unwrap()["chosen"].clone()
        };
        assert_eq!(
            served.iter().map(chosen).collect::<Vec<_>>(),
            [false, false, true, true, false]
        );
    }

    #[test]
    fn what_comes_from_outside_moves_no_cursor_and_fills_no_screen() {
        assert_eq!(cut("/a\u{1b}[2J\nb"), "/a\\u{1b}[2J\\nb");
        assert_eq!(cut(&"x".repeat(1000)).chars().count(), SHOWN + 1);
        assert_eq!((masked("13800000000").as_str(), masked("short").as_str()), ("138…0000", "…"));
        assert_eq!(masked("5f7a993eb9b49dcd5c021e40"), "5f7…1e40");
    }
}
