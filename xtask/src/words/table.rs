//! `xtask/words.toml`: the words that are spelled otherwise here, and where they may stand.

use std::{fs, ops::Range, path::Path};

use regex::Regex;
use serde::Deserialize;

use super::zones::{Stream, Zone};

const TABLE: &str = "xtask/words.toml";

/// The rules of the table.
pub(super) struct Table {
    rules: Vec<Rule>,
}

/// One word.
struct Rule {
    pattern: Regex,
    replacement: String,
    zones: Vec<Zone>,
    /// The only folders that it is about, if it is not about all.
    within: Vec<String>,
    /// What may stand around the pattern.
    unless: Option<Regex>,
    exceptions: Vec<Exception>,
}

/// A place where the word is right.
struct Exception {
    path: String,
    around: Option<Regex>,
}

/// Which exception of which rule has been needed.
pub(super) type Used = Vec<Vec<bool>>;

/// How the table is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    word: Vec<WrittenRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    find: String,
    #[serde(rename = "use")]
    replacement: String,
    #[serde(rename = "in")]
    zones: Vec<Zone>,
    #[serde(default)]
    within: Vec<String>,
    unless: Option<String>,
    #[serde(default)]
    except: Vec<WrittenException>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenException {
    path: String,
    around: Option<String>,
    why: String,
}

impl Table {
    /// # Errors
    ///
    /// The table is missing, or something in it is wrong.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(root.join(TABLE)).map_err(|e| format!("{TABLE}: {e}\n"))?;
        Self::parse(&text).map_err(|e| format!("{TABLE}: {e}\n"))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|e| e.to_string())?;
        let rules = written.word.into_iter().map(Rule::new).collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }

    /// No exception has been needed yet.
    pub(super) fn no_exceptions(&self) -> Used {
        self.rules.iter().map(|rule| vec![false; rule.exceptions.len()]).collect()
    }

    /// `file:line: word → use` for each word of a file that is spelled otherwise.
    pub(super) fn search(&self, path: &str, streams: &[Stream], used: &mut Used) -> Vec<String> {
        let mut found = Vec::new();
        for stream in streams {
            for (rule, used) in self.rules.iter().zip(used.iter_mut()) {
                rule.search(path, stream, used, &mut found);
            }
        }
        found.sort();
        found.into_iter().map(|(line, text)| format!("{path}:{line}: {text}")).collect()
    }

    /// The exceptions that nothing needs.
    pub(super) fn unused(&self, used: &Used) -> Vec<String> {
        let rules = self.rules.iter().zip(used);
        rules
            .flat_map(|(rule, used)| {
                let unused = rule.exceptions.iter().zip(used).filter(|(_, used)| !**used);
                unused.map(|(exception, _)| {
                    let (word, path) = (rule.pattern.as_str(), &exception.path);
                    format!("{TABLE}: `{word}`: nothing needs the exception for {path}")
                })
            })
            .collect()
    }
}

impl Rule {
    fn new(written: WrittenRule) -> Result<Self, String> {
        let regex = |text: &str| Regex::new(text).map_err(|e| format!("`{text}`: {e}"));
        let exception = |written: &WrittenException| {
            if written.why.trim().is_empty() {
                return Err(format!("`{}`: an exception says why", written.path));
            }
            Ok(Exception {
                path: written.path.clone(),
                around: written.around.as_deref().map(regex).transpose()?,
            })
        };
        Ok(Self {
            pattern: regex(&written.find)?,
            unless: written.unless.as_deref().map(regex).transpose()?,
            exceptions: written.except.iter().map(exception).collect::<Result<_, _>>()?,
            replacement: written.replacement,
            zones: written.zones,
            within: written.within,
        })
    }

    /// Finds the word in a stream; notes which exceptions were needed.
    fn search(
        &self,
        path: &str,
        stream: &Stream,
        used: &mut [bool],
        found: &mut Vec<(usize, String)>,
    ) {
        let is_within =
            self.within.is_empty() || self.within.iter().any(|folder| path.starts_with(folder));
        if !is_within || !self.zones.contains(&stream.zone) {
            return;
        }
        for word in self.pattern.find_iter(&stream.text) {
            let stands_in = |around: &Regex| overlaps(around, &stream.text, word.range());
            if self.unless.as_ref().is_some_and(stands_in) {
                continue;
            }
            let mut is_excepted = false;
            for (exception, used) in self.exceptions.iter().zip(used.iter_mut()) {
                if path.starts_with(&exception.path)
                    && exception.around.as_ref().is_none_or(stands_in)
                {
                    *used = true;
                    is_excepted = true;
                }
            }
            if !is_excepted {
                let text = format!("{} → {}", word.as_str().trim(), self.replacement);
                found.push((stream.line(word.start()), text));
            }
        }
    }
}

/// Whether a pattern matches somewhere over a range.
fn overlaps(pattern: &Regex, text: &str, range: Range<usize>) -> bool {
    /// How far around a word is looked.
    const AROUND: usize = 80;
    let is_boundary = |position: &usize| text.is_char_boundary(*position);
    let start = (0..=range.start.saturating_sub(AROUND)).rev().find(is_boundary).unwrap_or(0);
    let end = (range.end + AROUND..text.len()).find(is_boundary).unwrap_or(text.len());
    pattern
        .find_iter(text.get(start..end).unwrap_or_default())
        .any(|found| start + found.start() < range.end && range.start < start + found.end())
}
