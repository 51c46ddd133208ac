//! The help of commands, and what is wrong with a command line, in the language that the program speaks.
//!
//! clap has both in English. Its sentences about commands and options are ours, and are looked up; its own words are
//! few, and are replaced where they are rendered.

mod chinese;

use clap::{
    Arg, Command,
    error::{ContextKind, ContextValue, ErrorKind},
};

use chinese::chinese;

use crate::{
    exit::Exit,
    failure::Failure,
    shown::excerpt,
    texts::{Language, language},
};

/// The words that clap brings itself.
const WORDS: [(&str, &str); 14] = [
    ("Usage:", "用法:"),
    ("Commands:", "命令:"),
    ("Arguments:", "参数:"),
    ("Global options:", "全局选项:"),
    ("Options:", "选项:"),
    ("Examples:", "示例:"),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("[COMMAND]", "[命令]"),
    ("[aliases: ", "[别名:"),
    ("Print help (see more with '--help')", "显示帮助(--help 更详细)"),
    ("Print help (see a summary with '-h')", "显示帮助(-h 为摘要)"),
    ("Print help", "显示帮助"),
    ("Print version", "显示版本"),
];

/// What clap has rendered, in the language that the program speaks.
pub(crate) fn rendered(text: &str) -> String {
    if language() == Language::English {
        return text.to_owned();
    }
    WORDS.iter().fold(text.to_owned(), |text, (english, chinese)| text.replace(english, chinese))
}

/// The command with its help in the language that the program speaks.
pub(crate) fn localized(command: Command) -> Command {
    if language() == Language::English {
        return command;
    }
    translated(command)
}

/// The same in Chinese.
pub(crate) fn translated(command: Command) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let long_about = command.get_long_about().map(ToString::to_string);
    let after = command.get_after_help().map(ToString::to_string);
    let mut command = command;
    if let Some(about) = about {
        command = command.about(chinese(&about));
    }
    if let Some(about) = long_about {
        command = command.long_about(chinese(&about));
    }
    if let Some(after) = after {
        command = command.after_help(lines(&after));
    }
    command = command.mut_args(argument);
    let names: Vec<_> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, translated))
}

fn argument(argument: Arg) -> Arg {
    let help = argument.get_help().map(ToString::to_string);
    let long_help = argument.get_long_help().map(ToString::to_string);
    let mut argument = argument;
    let mut values = String::new();
    if argument.get_action().takes_values() {
        // clap writes these behind the help itself, in English, and breaks the line within them.
        let possible: Vec<_> = argument
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if !argument.is_hide_possible_values_set() && !possible.is_empty() {
            values = format!(" [可选值:{}]", possible.join(", "));
        }
        if let [default] = argument.get_default_values() {
            values = format!("{values} [默认值:{}]", default.to_string_lossy());
        }
        argument = argument.hide_possible_values(true).hide_default_value(true);
    }
    if let Some(help) = help {
        argument = argument.help(format!("{}{values}", chinese(&help)));
    }
    if let Some(help) = long_help {
        argument = argument.long_help(chinese(&help));
    }
    argument
}

/// Examples: of their lines, comments are sentences, and all else is typed as it is.
fn lines(examples: &str) -> String {
    let line = |line: &str| match line.trim_start().strip_prefix("# ") {
        Some(comment) => line.replace(comment, &chinese(comment)),
        None => line.to_owned(),
    };
    examples.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Why a command line cannot be understood.
pub(crate) fn parse_failure(error: &clap::Error) -> Failure {
    let sentence = match language() {
        Language::English => english_sentence(error),
        Language::Chinese => chinese_sentence(error),
    };
    let failure = Failure::new(Exit::Usage, sentence);
    let similar =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let similar = similar.iter().find_map(|kind| closest(error, *kind));
    failure.hint(match similar {
        Some(similar) => text!(
            "Did you mean `{similar}`? --help shows what there is.",
            "您是否想输入 `{similar}`?--help 可查看用法。"
        ),
        None => text!("--help shows what there is.", "--help 可查看用法。"),
    })
}

/// The first paragraph that clap writes; the others repeat the usage.
fn english_sentence(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let first: Vec<_> =
        text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let sentence = first.join(" ");
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => {
            format!("{}{}.", first.to_uppercase(), letters.as_str().trim_end_matches('.'))
        }
        None => sentence,
    }
}

fn chinese_sentence(error: &clap::Error) -> String {
    let argument = context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = context(error, ContextKind::InvalidValue).unwrap_or_default();
    let allowed = context(error, ContextKind::ValidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("选项 `{argument}` 需要一个值。"),
        ErrorKind::InvalidValue if allowed.is_empty() => {
            format!("`{value}` 不能用于 `{argument}`。")
        }
        ErrorKind::InvalidValue => format!("`{value}` 不能用于 `{argument}`,可选值:{allowed}。"),
        ErrorKind::UnknownArgument => format!("无法识别的参数 `{argument}`。"),
        ErrorKind::InvalidSubcommand => {
            let name = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("无法识别的命令 `{name}`。")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数:{argument}。"),
        ErrorKind::MissingSubcommand => "缺少子命令。".to_owned(),
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            // The standard library's reasons are English, and say no more than this.
            Some(cause) if !cause.to_string().is_ascii() => {
                format!("`{value}` 不能用于 `{argument}`:{}。", excerpt(&cause.to_string(), 200))
            }
            _ => format!("`{value}` 不能用于 `{argument}`。"),
        },
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg).unwrap_or_default();
            format!("`{argument}` 不能与 {other} 同时使用。")
        }
        ErrorKind::TooManyValues => format!("`{argument}` 的值过多:`{value}`。"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("`{argument}` 的值数量不正确。")
        }
        ErrorKind::NoEquals => format!("`{argument}` 与值之间需要 `=`。"),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文本。".to_owned(),
        _ => format!("无法理解该命令:{}", english_sentence(error)),
    }
}

/// Of several that are meant perhaps, the closest, which clap puts last.
fn closest(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::Strings(texts) => texts.last().map(|text| excerpt(text, 100)),
        _ => context(error, kind),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(excerpt(text, 200)),
        ContextValue::Strings(texts) => {
            Some(texts.iter().map(|text| excerpt(text, 100)).collect::<Vec<_>>().join(", "))
        }
        ContextValue::StyledStr(text) => Some(excerpt(&text.to_string(), 200)),
        ContextValue::StyledStrs(texts) => {
            texts.first().map(|text| excerpt(&text.to_string(), 200))
        }
        _ => None,
    }
}

/// The sentences of the help that have no Chinese, and the Chinese that nothing needs.
#[cfg(test)]
pub(crate) fn gaps(command: &Command) -> (Vec<String>, Vec<String>) {
    let mut needed = std::collections::BTreeSet::new();
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        let mut add = |text: Option<&clap::builder::StyledStr>| {
            needed.extend(text.map(ToString::to_string));
        };
        add(command.get_about());
        add(command.get_long_about());
        for argument in command.get_arguments() {
            add(argument.get_help());
            add(argument.get_long_help());
        }
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let comments = after.lines().filter_map(|line| line.trim_start().strip_prefix("# "));
        needed.extend(comments.map(str::to_owned));
        open.extend(command.get_subcommands());
    }
    let has_chinese = |text: &String| chinese::HELP.iter().any(|(english, _)| english == text);
    let missing = needed.iter().filter(|text| !has_chinese(text)).cloned().collect();
    let stale = chinese::HELP.iter().filter(|(english, _)| !needed.contains(*english));
    (missing, stale.map(|(english, _)| (*english).to_owned()).collect())
}
