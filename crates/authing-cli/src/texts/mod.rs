//! What the program says, in two languages.
//!
//! A sentence stands in the code in both, side by side: `text!("Deleted {id}.", "已删除 {id}。")`. The help of
//! commands is English there, as clap wants it; its Chinese is in [`crate::help`].

use std::{
    ffi::OsString,
    sync::atomic::{AtomicBool, Ordering},
};

/// The languages there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Chinese,
}

/// One process speaks one language, as with a locale.
static CHINESE: AtomicBool = AtomicBool::new(false);

/// The language the program speaks.
pub(crate) fn language() -> Language {
    match CHINESE.load(Ordering::Relaxed) {
        true => Language::Chinese,
        false => Language::English,
    }
}

pub(crate) fn set_language(language: Language) {
    CHINESE.store(language == Language::Chinese, Ordering::Relaxed);
}

/// A sentence in the language that the program speaks. Names in braces are variables.
macro_rules! text {
    ($english:literal, $chinese:literal $(, $($argument:tt)*)?) => {
        match $crate::texts::language() {
            $crate::texts::Language::English => ::std::format!($english $(, $($argument)*)?),
            $crate::texts::Language::Chinese => ::std::format!($chinese $(, $($argument)*)?),
        }
    };
}

/// One of two texts that nothing is put into.
pub(crate) fn pick(english: &'static str, chinese: &'static str) -> &'static str {
    match language() {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// `1 user`, `2 users`; Chinese has its classifier and no plural.
pub(crate) fn count(number: usize, thing: Thing) -> String {
    match (language(), number) {
        (Language::Chinese, _) => format!("{number} {}", thing.chinese),
        (Language::English, 1) => format!("1 {}", thing.one),
        (Language::English, _) => format!("{number} {}", thing.many),
    }
}

/// What is counted, in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Thing {
    pub(crate) one: &'static str,
    pub(crate) many: &'static str,
    pub(crate) chinese: &'static str,
}

/// The language that is asked for: by `--lang`, by `AUTHING_LANG`, or else by the locale.
///
/// This comes before the arguments are read, since their help and their errors are in it.
pub(crate) fn asked_for(
    arguments: &[OsString],
    variable: impl Fn(&str) -> Option<OsString>,
) -> Language {
    let said = said_in(arguments).or_else(|| variable("AUTHING_LANG")?.into_string().ok());
    if let Some(language) = said.as_deref().and_then(Language::of_tag) {
        return language;
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| variable(name)?.into_string().ok().filter(|value| !value.is_empty()));
    let locale = locale.or_else(sys_locale::get_locale);
    locale.as_deref().and_then(Language::of_tag).unwrap_or(Language::English)
}

impl Language {
    /// `zh`, `zh-CN`, `zh_CN.UTF-8`, `en`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Chinese),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

fn said_in(arguments: &[OsString]) -> Option<String> {
    let mut arguments = arguments.iter().map(|argument| argument.to_str().unwrap_or_default());
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--lang") {
            Some("") => return arguments.next().map(str::to_owned),
            Some(value) if value.starts_with('=') => return value.get(1..).map(str::to_owned),
            _ if argument == "--" => return None,
            _ => (),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language_of(arguments: &[&str], variables: &[(&str, &str)]) -> Language {
        let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
        asked_for(&arguments, |wanted| {
            variables.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_option_wins_over_the_variable_and_the_variable_over_the_locale() {
        use Language::{Chinese, English};
        const LOCALE: (&str, &str) = ("LANG", "zh_CN.UTF-8");
        for (arguments, variables, language) in [
            (&["users", "--lang", "zh"][..], &[("AUTHING_LANG", "en")][..], Chinese),
            (&["--lang=en", "users"], &[("AUTHING_LANG", "zh"), LOCALE], English),
            (&["users"], &[("AUTHING_LANG", "zh-CN"), ("LANG", "en_GB.UTF-8")], Chinese),
            (&["users"], &[LOCALE], Chinese),
            (&["users"], &[("LC_ALL", "C"), LOCALE], English),
            (&["users"], &[("LC_ALL", ""), LOCALE], Chinese),
            (&["users"], &[("LC_MESSAGES", "en_US"), LOCALE], English),
            (&["users", "--lang", "fr"], &[LOCALE], Chinese),
            (&["rest", "--", "--lang", "en"], &[LOCALE], Chinese),
        ] {
            assert_eq!(language_of(arguments, variables), language, "{arguments:?} {variables:?}");
        }
    }
}
