//! Why a command did not do what it was asked for, as people and scripts are told.

use std::{fmt::Display, io, path::Path};

use authing_management::{Error, ErrorCode, ErrorKind};
use serde_json::{Map, Value};

use crate::{
    exit::Exit,
    shown::{excerpt, path as shown_path},
    texts::pick,
};

/// A command that failed: a sentence, what it ends with, and what to do next.
///
/// Nothing in it is secret: the sentence is ours or the SDK's, which takes secrets and personal data out of
/// what servers say.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) sentence: String,
    /// Names and values that help to find out more: the code, the request's id.
    pub(crate) details: Vec<(Detail, String)>,
    pub(crate) hint: Option<String>,
    /// It was told already, line by line.
    pub(crate) is_silent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Code,
    Status,
    RequestId,
    Operation,
}

impl Detail {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Status => "status",
            Self::RequestId => "requestId",
            Self::Operation => "operation",
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Code | Self::Status)
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Code => pick("code", "错误码"),
            Self::Status => pick("HTTP status", "HTTP 状态"),
            Self::RequestId => pick("request id", "请求 ID"),
            Self::Operation => pick("operation", "操作"),
        }
    }
}

impl Failure {
    pub(crate) fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self { exit, sentence: sentence.into(), details: Vec::new(), hint: None, is_silent: false }
    }

    /// A command line that clap lets pass and that makes no sense.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence)
    }

    pub(crate) fn config(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Config, sentence)
    }

    /// What `exit` says has been told already.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self { is_silent: true, ..Self::new(exit, "") }
    }

    pub(crate) fn interrupted() -> Self {
        Self::new(Exit::Interrupted, text!("Stopped by Ctrl-C.", "已被 Ctrl-C 中断。"))
    }

    /// A file that could not be read or written.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        let path = shown_path(path);
        let sentence = match error.kind() {
            io::ErrorKind::NotFound => text!("There is no file {path}.", "文件 {path} 不存在。"),
            io::ErrorKind::IsADirectory => {
                text!("{path} is a folder, not a file.", "{path} 是文件夹,不是文件。")
            }
            io::ErrorKind::PermissionDenied => {
                text!("{path} cannot be opened: you are not allowed to.", "没有权限打开 {path}。")
            }
            io::ErrorKind::StorageFull => {
                text!("{path} cannot be written: the disk is full.", "无法写入 {path}:磁盘已满。")
            }
            _ => text!("{path} cannot be used: {error}.", "无法使用 {path}:{error}。"),
        };
        Self::config(sentence)
    }

    /// What to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn detail(mut self, detail: Detail, value: impl Display) -> Self {
        self.details.push((detail, value.to_string()));
        self
    }

    /// As `--json` shows it, on one line.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = Map::new();
        error.insert("kind".to_owned(), self.exit.name().into());
        error.insert("exit".to_owned(), self.exit.code().into());
        error.insert("message".to_owned(), self.sentence.clone().into());
        for (detail, value) in &self.details {
            let number = value.parse::<i64>().ok().filter(|_| detail.is_number());
            let value = number.map_or_else(|| value.clone().into(), Value::from);
            error.insert(detail.key().to_owned(), value);
        }
        if let Some(hint) = &self.hint {
            error.insert("hint".to_owned(), hint.clone().into());
        }
        Value::Object(Map::from_iter([("error".to_owned(), Value::Object(error))]))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let exit = exit_of(error);
        let mut failure = Self::new(exit, sentence(error));
        if let Some(code) = error.code() {
            failure = failure.detail(Detail::Code, code.number());
        }
        if let Some(status) = error.status().filter(|status| *status != 200) {
            failure = failure.detail(Detail::Status, status);
        }
        if let Some(id) = error.request_id() {
            failure = failure.detail(Detail::RequestId, excerpt(id, 100));
        }
        if let Some(operation) = error.operation() {
            failure = failure.detail(Detail::Operation, operation);
        }
        if let Some(hint) = hint(error) {
            failure = failure.hint(hint);
        }
        failure
    }
}

/// The failure of the token's request is what has to be looked at, not that there is no token.
fn innermost(error: &Error) -> &Error {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<Error>());
    match cause {
        Some(cause) if error.kind() == ErrorKind::Credential => innermost(cause),
        _ => error,
    }
}

fn is_unavailable(error: &Error) -> bool {
    let by_kind = matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport);
    let by_status = error.status().is_some_and(|status| status >= 500) && error.code().is_none();
    by_kind || by_status || error.is_timeout() || error.is_rate_limited()
}

fn exit_of(error: &Error) -> Exit {
    if is_unavailable(innermost(error)) {
        return Exit::Unavailable;
    }
    let is_denied = error.is_auth_expired()
        || error.status() == Some(403)
        || error.code() == Some(ErrorCode::PERMISSION_DENIED)
        || matches!(error.kind(), ErrorKind::Credential | ErrorKind::NotLoggedIn);
    match error.kind() {
        _ if is_denied => Exit::Denied,
        _ if error.is_not_found() => Exit::NotFound,
        _ if error.is_already_exists() => Exit::AlreadyExists,
        ErrorKind::Config => Exit::Config,
        ErrorKind::Input => Exit::Usage,
        _ => Exit::Failed,
    }
}

fn sentence(error: &Error) -> String {
    let inner = innermost(error);
    // Why there is no token says more than that there is none.
    let error = if is_unavailable(inner) { inner } else { error };
    let message = chain(error);
    match error.kind() {
        _ if error.is_rate_limited() => {
            text!("The server wants fewer calls: {message}.", "调用过于频繁:{message}。")
        }
        ErrorKind::Status if is_unavailable(error) => {
            text!("The server is down or busy: {message}.", "服务器暂时不可用:{message}。")
        }
        ErrorKind::Config => {
            text!("The settings cannot be used: {message}.", "配置无法使用:{message}。")
        }
        ErrorKind::Input => {
            text!("The call cannot be made: {message}.", "无法发起请求:{message}。")
        }
        ErrorKind::Credential | ErrorKind::NotLoggedIn => text!(
            "The server gave no administrator's token: {message}.",
            "未能从服务器取得管理员令牌:{message}。"
        ),
        ErrorKind::Connect => {
            text!("The server cannot be reached: {message}.", "无法连接服务器:{message}。")
        }
        ErrorKind::Transport => text!("The connection broke: {message}.", "连接中断:{message}。"),
        ErrorKind::Timeout => {
            text!("The server took too long: {message}.", "服务器响应超时:{message}。")
        }
        ErrorKind::Decode => text!(
            "The response cannot be understood: {message}.",
            "无法解析服务器的响应:{message}。"
        ),
        _ => text!("The server refused: {message}.", "服务器拒绝了请求:{message}。"),
    }
}

/// The SDK's sentence with its causes, without an end of its own.
pub(crate) fn chain(error: &Error) -> String {
    let mut text = error.message().to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let next = match error.downcast_ref::<Error>() {
            Some(error) => error.message().to_owned(),
            None => error.to_string(),
        };
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    let text = excerpt(&text, 600);
    text.trim_end_matches(['.', '。', ' ']).to_owned()
}

fn hint(error: &Error) -> Option<String> {
    let inner = innermost(error);
    if let Some(wait) = inner.retry_after() {
        let seconds = wait.as_secs().max(1);
        return Some(text!(
            "The server asks to wait for {seconds} s. Try again then.",
            "服务器要求等待 {seconds} 秒,请稍后重试。"
        ));
    }
    if inner.is_rate_limited() {
        return Some(text!(
            "The server wants fewer calls. Try again in a minute.",
            "调用过于频繁,请一分钟后重试。"
        ));
    }
    match inner.kind() {
        ErrorKind::Connect => Some(text!(
            "Check the host (`authing profile show`), the network and the proxy.",
            "请检查服务器地址(`authing profile show`)、网络和代理。"
        )),
        ErrorKind::Timeout | ErrorKind::Transport if !error.is_not_sent() => Some(text!(
            "It may have been carried out nevertheless: look before you try again.",
            "请求可能已经生效,重试之前请先确认。"
        )),
        _ if error.code() == Some(ErrorCode::PASSWORD_UNDECRYPTABLE) => Some(text!(
            "A private deployment has a key of its own for passwords: set `public-key` in the profile, or AUTHING_PUBLIC_KEY.",
            "私有化部署使用自己的密码公钥:请在配置中设置 `public-key`,或设置 AUTHING_PUBLIC_KEY。"
        )),
        _ if error.kind() == ErrorKind::Credential => Some(text!(
            "Check the user pool's id and secret: `authing profile show` says where they come from.",
            "请检查用户池 ID 与密钥,`authing profile show` 会显示它们的来源。"
        )),
        _ if error.code() == Some(ErrorCode::PERMISSION_DENIED) || error.is_auth_expired() => {
            Some(text!(
                "The secret does not allow this: use one of an administrator.",
                "当前密钥没有此权限,请使用管理员的密钥。"
            ))
        }
        _ => None,
    }
}
