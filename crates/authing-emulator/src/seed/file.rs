//! Reading a seed: YAML, of which JSON is a part.

use std::path::Path as FilePath;

use serde::Deserialize as _;
use serde_path_to_error::{Segment, Track};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, Options};

use crate::base::limits::{NODE_LEVELS, cut};
use crate::base::nearest::{hint, shown};
use crate::seed::content::Content;
use crate::seed::error::{Refusal, SeedError};
use crate::seed::place::{self, Path, Step};
use crate::seed::room::with_room;

/// Bytes of a seed.
const BYTES: u64 = 256 << 20;

/// What aliases may repeat, in all.
const REPEATED: usize = 100_000;

/// What an emulator starts with: user pools with their applications, users, roles and all else.
///
/// A seed is YAML, or JSON, which is a part of YAML. What may be in it is told by the JSON Schema
/// [`Seed::SCHEMA`], and the README has an example. Users' passwords stand in it in plain text: it is for
/// development and tests.
///
/// `Debug` shows nothing of it.
///
/// ```
/// use authing_emulator::{Emulator, Seed};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let seed = Seed::parse(
///     "
///     userPools:
///       - applications:
///           - { id: 60e3f5a6c3d5f4a7b1c2d3e4, name: Shop }
///         users:
///           - { username: ann, password: passw0rd, roles: [admin] }
///         roles:
///           - { code: admin }
///     ",
/// )?;
/// let emulator = Emulator::builder().seed(seed).start().await?;
/// assert_eq!(emulator.app_id(), "60e3f5a6c3d5f4a7b1c2d3e4");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Seed {
    pub(super) content: Content,
    /// To tell where something stands.
    text: String,
    file: Option<String>,
}

show_fields!(Seed {});

impl Seed {
    /// The JSON Schema of a seed, by which editors complete it.
    pub const SCHEMA: &'static str = include_str!("../../seed.schema.json");

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or is not a seed.
    pub fn open(path: impl AsRef<FilePath>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let whole = |problem: String| SeedError {
            file: Some(name.clone()),
            place: None,
            field: String::new(),
            problem,
        };
        let metadata =
            std::fs::metadata(path).map_err(|error| whole(format!("cannot be read: {error}")))?;
        if metadata.is_dir() {
            return Err(whole("is a folder: name the file in it".to_owned()));
        }
        if metadata.len() > BYTES {
            let problem = format!("has {} bytes; a seed has at most {BYTES}", metadata.len());
            return Err(whole(problem));
        }
        let bytes =
            std::fs::read(path).map_err(|error| whole(format!("cannot be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            whole(format!("is not UTF-8 from byte {valid} on: save it as UTF-8"))
        })?;
        Self::read(text, Some(name))
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// When the text is not a seed.
    pub fn parse(text: impl Into<String>) -> Result<Self, SeedError> {
        Self::read(text.into(), None)
    }

    fn read(text: String, file: Option<String>) -> Result<Self, SeedError> {
        let error =
            |place, field: String, problem| SeedError { file: file.clone(), place, field, problem };
        if text.lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#')) {
            let problem = "is empty; the shortest seed is `userPools: [{}]`".to_owned();
            let problem = if file.is_some() { problem } else { format!("the seed {problem}") };
            return Err(error(None, String::new(), problem));
        }
        let read = with_room(|| {
            let mut path = Path::default();
            let read = serde_saphyr::with_deserializer_from_str_with_options(
                &text,
                options(text.len()),
                |input| {
                    let mut track = Track::new();
                    let input = serde_path_to_error::Deserializer::new(input, &mut track);
                    let read = Content::deserialize(input);
                    if read.is_err() {
                        path = steps(&track.path());
                    }
                    read
                },
            );
            read.map_err(|refused| {
                let at = refused.location().map(|at| (at.line(), at.column()));
                let place = at.filter(|(line, _)| *line > 0);
                (place, field_of(path, &refused), problem(&refused))
            })
        });
        match read {
            Ok(Ok(content)) => Ok(Self { content, text, file }),
            Ok(Err((place, field, problem))) => Err(error(place, field, problem)),
            Err(refused) => Err(error(None, String::new(), format!("cannot be read: {refused}"))),
        }
    }

    /// The error of a rule, with the place of what it refuses.
    pub(super) fn error(&self, refusal: Refusal) -> SeedError {
        let Refusal { path, problem } = refusal;
        SeedError {
            file: self.file.clone(),
            // Without a thread, the field has to do.
            place: with_room(|| place::find(&self.text, &path, options(self.text.len())))
                .unwrap_or_default(),
            field: path.to_string(),
            problem,
        }
    }
}

/// What a text of this length may take: each of its letters begins one value at most, and aliases repeat
/// so much and no more.
fn options(length: usize) -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: length.saturating_mul(4).saturating_add(REPEATED),
            max_nodes: length.saturating_mul(2).saturating_add(REPEATED),
            max_total_scalar_bytes: length.saturating_mul(2).saturating_add(1 << 20),
            // Departments are inside of one another, two levels each.
            max_depth: 2 * NODE_LEVELS + 32,
            max_documents: 1,
            // One anchor may be used as often as one likes: what it repeats is counted.
            enforce_alias_anchor_ratio: false,
            max_aliases: REPEATED,
            max_anchors: REPEATED,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: REPEATED,
        },
        with_snippet: false,
    }
}

fn steps(path: &serde_path_to_error::Path) -> Path {
    let steps = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(Step::Entry(*index)),
        Segment::Map { key } => Some(Step::Field(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    Path(steps.collect())
}

/// The path of the field that is wrong. Where it has a name that nothing has, the path ends in that name.
fn field_of(mut path: Path, error: &Error) -> String {
    let name = match error.without_snippet() {
        Error::SerdeUnknownField { field, .. } => Some(field.clone()),
        Error::SerdeMissingField { field, .. } => Some((*field).to_owned()),
        Error::DuplicateMappingKey { key, .. } => key.clone(),
        _ => None,
    };
    if let Some(name) = name
        && path.0.last() != Some(&Step::Field(name.clone()))
    {
        path.0.push(Step::Field(name));
    }
    cut(path.to_string().escape_debug().to_string())
}

/// What is wrong, what is expected, and what to do. No value of the text is repeated: it may be a password.
fn problem(error: &Error) -> String {
    match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            format!("there is no such field{}", hint(field, expected))
        }
        Error::SerdeMissingField { .. } => "the field is missing: add it".to_owned(),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            format!("found {}{}", shown(variant), hint(variant, expected))
        }
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            format!("found {}, expected {}", without_value(unexpected), kind(expected))
        }
        Error::InvalidScalar { ty, .. } => format!("expected {}", kind(ty)),
        Error::Unexpected { expected, .. } => format!("expected {}", kind(expected)),
        Error::NullIntoString { .. } => "found nothing, expected a text".to_owned(),
        Error::DuplicateMappingKey { .. } => {
            "the field is there twice: leave one of them out".to_owned()
        }
        Error::MultipleDocuments { .. }
        | Error::Budget { breach: BudgetBreach::Documents { .. }, .. } => {
            "there is a second document: a seed is one, without `---` in it".to_owned()
        }
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => {
            format!(
                "there is too much inside of one another; departments have at most {NODE_LEVELS} levels"
            )
        }
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::Budget { .. } => {
            format!(
                "aliases repeat more than the {REPEATED} values they may: write out what they stand for"
            )
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            "an alias stands for what it is in: write out what it should be".to_owned()
        }
        Error::AliasError { error, .. } => problem(error),
        other => {
            let text = other.to_string();
            let line = text.lines().next().unwrap_or_default();
            format!("this is not YAML: {}", cut(line.escape_debug().to_string()))
        }
    }
}

/// `string "hidden"` is a text.
fn without_value(found: &str) -> String {
    let kind = found.split(['`', '"']).next().unwrap_or_default().trim();
    match kind {
        "string" | "character" => "a text".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "fields".to_owned(),
        "unit value" | "Option value" => "nothing".to_owned(),
        kind => format!("a value of the kind {kind}"),
    }
}

fn kind(expected: &str) -> &str {
    match expected {
        "a string" | "String" | "string" | "string scalar" => "a text",
        "a sequence" | "sequence" | "sequence start" => "a list, whose entries begin with `- `",
        "a map" | "mapping" | "map" | "mapping start" => "fields, such as `name: …`",
        "a boolean" | "boolean" | "bool" => "true or false",
        "i64" | "u64" | "u8" | "integer" => "a whole number",
        other if other.starts_with("struct ") => "fields, such as `name: …`",
        other => other,
    }
}
