//! What one odd part of a response costs: that part, and not the response.
//!
//! A response that does not fit its type is read again as a tree. Where it does not fit, an optional
//! member is taken for absent and an entry of a list is left out, until the rest fits. What was set
//! aside is noted with its place, and neither quoted nor forgotten.
//!
//! Never passed over:
//!
//! - what the call is for: its result as a whole, and a list of which nothing can be read;
//! - what decides about access, by its name ([`DECIDES`]): a user whose `blocked` nobody can read is
//!   left out of a list, rather than taken for one who is not blocked;
//! - anything in the response of an operation that is declared
//!   [`strict`](super::Operation::strict), and in bodies without Authing's envelope.

use authing_types::SetAside;
use serde_json::Value;

use super::place::{self, Attempt, Step};

/// Members that decide about access, or prove it. One that does not fit is not taken for absent, and
/// of a list with such a name no entry is left out.
pub(crate) const DECIDES: [&str; 34] = [
    "accessToken",
    "action",
    "actions",
    "authorizedResources",
    "authorizedTargets",
    "blocked",
    "condition",
    "defaultStrategy",
    "effect",
    "enable",
    "enabled",
    "expiredAt",
    "expiresAt",
    "face",
    "idToken",
    "inheritByChildren",
    "isActive",
    "isDeleted",
    "mfaToken",
    "namespace",
    "operator",
    "otp",
    "permission",
    "permissions",
    "policies",
    "recoveryCode",
    "refreshToken",
    "resource",
    "resources",
    "secret",
    "statements",
    "status",
    "targetType",
    "token",
];

/// How many values are read in all attempts at one response. A thousand users that are all odd in
/// several members need some hundred thousand; what needs more would hold up its caller for long.
const MOST_VALUES: usize = 4_000_000;

/// Longest place that is shown.
const LONGEST_PATH: usize = 200;

/// Why and where a response does not fit its type.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub(crate) path: Vec<Step>,
    message: String,
    pub(crate) cause: serde_json::Error,
}

impl Mismatch {
    /// Has the tree read, and returns what does not fit.
    pub(crate) fn find(tree: &Value, attempt: Attempt<'_>) -> Option<Self> {
        let (path, cause) = place::read(tree, attempt).err()?;
        // The place in the text is of no interest: it is one that was written for this.
        let place = format!(" at line {} column {}", cause.line(), cause.column());
        let message = cause.to_string();
        let message = message.strip_suffix(&place).unwrap_or(&message).to_owned();
        Some(Self { path, message, cause })
    }

    /// The member that is not there.
    fn missing(&self) -> Option<&str> {
        self.message.strip_prefix("missing field `")?.split('`').next()
    }

    /// What is wrong, in words that quote no value: `has no `list``, `is a text, and i64 was expected`.
    fn problem(&self, root: &Value) -> String {
        if let Some(member) = self.missing() {
            return format!("has no `{member}`");
        }
        let found = match at(root, &self.path) {
            None => "does not fit",
            Some(Value::Null) => "is null",
            Some(Value::Bool(_)) => "is a truth value",
            Some(Value::Number(_)) => "is a number",
            Some(Value::String(_)) => "is a text",
            Some(Value::Array(_)) => "is a list",
            Some(Value::Object(_)) => "is an object",
        };
        // serde's message goes on with what it expected; before that it may quote what it met.
        let is_serdes = ["invalid type", "invalid value", "invalid length", "unknown variant"]
            .iter()
            .any(|start| self.message.starts_with(start));
        match self.message.rsplit_once(", expected ").filter(|_| is_serdes) {
            Some((_, expected)) => {
                let expected: String = expected.chars().take(80).collect();
                format!("{found}, and {expected} was expected")
            }
            None => format!("{found} and does not fit"),
        }
    }

    /// The same as a sentence about the response.
    pub(crate) fn describe(&self, root: &Value) -> String {
        match self.missing() {
            Some(member) => {
                let mut path = self.path.clone();
                path.push(Step::Member(member.to_owned()));
                format!("does not fit: it lacks `{}`", display(&path))
            }
            None => format!(
                "does not fit at `{}`: it {}",
                display(&self.path),
                self.problem(root).trim_end_matches(" and does not fit")
            ),
        }
    }
}

/// Reads the tree with `attempt`, mending it until it fits. What the call is for stands `depth` steps
/// below the root. Returns what was set aside.
///
/// Not generic, so that it is compiled once and not for each type that is returned.
pub(crate) fn mend(
    root: &mut Value,
    depth: usize,
    attempt: Attempt<'_>,
) -> Result<Vec<SetAside>, Mismatch> {
    let mut mender = Mender { attempt, depth, values: 0, entries: Vec::new(), aside: Vec::new() };
    mender.mend(root, &[])?;
    Ok(mender.aside)
}

struct Mender<'a> {
    attempt: Attempt<'a>,
    depth: usize,
    values: usize,
    /// The lists that hold one entry at present: the length of their paths, and the entry's index.
    entries: Vec<(usize, usize)>,
    aside: Vec<SetAside>,
}

impl Mender<'_> {
    /// Mends what is below this path, as far as it is known not to fit.
    fn mend(&mut self, root: &mut Value, below: &[Step]) -> Result<(), Mismatch> {
        loop {
            self.values += weight(root);
            let Some(mismatch) = Mismatch::find(root, self.attempt) else { return Ok(()) };
            if !mismatch.path.starts_with(below) {
                // This part fits; another one is for somebody else to mend.
                return Ok(());
            }
            if self.values > MOST_VALUES {
                return Err(mismatch);
            }
            let decides = mismatch.path.iter().position(is_decisive);
            let passable = decides.unwrap_or(mismatch.path.len());
            let list = (below.len()..passable)
                .find(|place| matches!(mismatch.path.get(*place), Some(Step::Index(_))));
            match list {
                Some(place) => self.mend_list(root, place, mismatch)?,
                None if decides.is_none() => self.take_for_absent(root, mismatch)?,
                None => return Err(mismatch),
            }
        }
    }

    /// Reads the entries of a list one by one, from the first that does not fit, and leaves out those
    /// that cannot be mended.
    fn mend_list(
        &mut self,
        root: &mut Value,
        place: usize,
        mismatch: Mismatch,
    ) -> Result<(), Mismatch> {
        let (path, Some(Step::Index(first))) =
            (mismatch.path.get(..place), mismatch.path.get(place))
        else {
            return Err(mismatch);
        };
        let (path, first) = (path.unwrap_or_default().to_vec(), *first);
        let Some(Value::Array(list)) = at_mut(root, &path).map(Value::take) else {
            return Err(mismatch);
        };
        let mut entry = path.clone();
        entry.push(Step::Index(0));

        let mut fitting = Vec::with_capacity(list.len());
        let (noted, mut left_out) = (self.aside.len(), None);
        for (index, value) in list.into_iter().enumerate() {
            if index < first {
                fitting.push(value);
                continue;
            }
            put(root, &path, Value::Array(vec![value]));
            self.entries.push((place, index));
            let before = self.aside.len();
            let mended = self.mend(root, &entry);
            let problem =
                mended.as_ref().err().map(|mismatch| self.problem(root, mismatch, before));
            let shown = self.shown(&entry);
            self.entries.pop();
            match (mended, problem) {
                // Given up, which says nothing about the entry.
                (Err(mismatch), _) if self.values > MOST_VALUES => return Err(mismatch),
                (Err(mismatch), Some(problem)) => {
                    self.aside.truncate(before);
                    self.aside.push(SetAside::new(shown, problem, true));
                    left_out.get_or_insert(mismatch);
                }
                _ => fitting.extend(at_mut(root, &entry).map(Value::take)),
            }
        }
        match left_out.filter(|_| fitting.is_empty()) {
            // A server that writes every entry in another way does not speak of nothing.
            Some(mismatch) => {
                self.aside.truncate(noted);
                put(root, &path, Value::Array(Vec::new()));
                self.absent_list(root, &path, mismatch, "is a list of which no entry fits")
            }
            None => {
                put(root, &path, Value::Array(fitting));
                // Each fits alone, and all together do not: it is a list in
                // the place of an object. To read it again would come to the same.
                if self.aside.len() == noted {
                    return self.absent_list(root, &path, mismatch, "is a list and does not fit");
                }
                self.note(root, &path, noted);
                Ok(())
            }
        }
    }

    /// Tells a page what was set aside in its list.
    fn note(&self, root: &mut Value, list: &[Step], noted: usize) {
        let Some((Step::Member(name), page)) = list.split_last() else { return };
        if name == "list"
            && let Some(Value::Object(page)) = at_mut(root, page)
            && let Some(noted) = self.aside.get(noted..)
            && let Ok(noted) = serde_json::to_value(noted)
        {
            page.insert("setAside".to_owned(), noted);
        }
    }

    /// A list of which nothing can be read, as absent where it is not what the call is for.
    fn absent_list(
        &mut self,
        root: &mut Value,
        path: &[Step],
        why: Mismatch,
        problem: &str,
    ) -> Result<(), Mismatch> {
        let is_page = matches!(path.last(), Some(Step::Member(name)) if name == "list");
        if is_page || path.len() <= self.depth || !matches!(path.last(), Some(Step::Member(_))) {
            return Err(why);
        }
        self.aside.push(SetAside::new(self.shown(path), problem, false));
        put(root, path, Value::Null);
        Ok(())
    }

    /// An optional member as absent. One that is absent and still does not fit is not optional.
    fn take_for_absent(&mut self, root: &mut Value, mismatch: Mismatch) -> Result<(), Mismatch> {
        let is_member = matches!(mismatch.path.last(), Some(Step::Member(_)));
        // A page without its list is more than a member in an odd form.
        let is_page = mismatch.missing() == Some("list");
        let is_null = at(root, &mismatch.path).is_none_or(Value::is_null);
        if !is_member || is_page || is_null || mismatch.path.len() <= self.depth {
            return Err(mismatch);
        }
        let problem = mismatch.problem(root);
        self.aside.push(SetAside::new(self.shown(&mismatch.path), problem, false));
        put(root, &mismatch.path, Value::Null);
        Ok(())
    }

    /// Why an entry was left out: of a required member that was taken for absent first, what it was.
    /// What was noted of the entry stands from this place on.
    fn problem(&self, root: &Value, mismatch: &Mismatch, noted: usize) -> String {
        let shown = self.shown(&mismatch.path);
        let own = self.aside.get(noted..).unwrap_or_default();
        let noted = own.iter().rev().find(|noted| noted.path == shown);
        let problem = noted.map_or_else(|| mismatch.problem(root), |noted| noted.problem.clone());
        let entry = self.entries.last().map_or(0, |(place, _)| place + 1);
        match mismatch.path.get(entry..) {
            Some(rest @ [_, ..]) => format!("does not fit: `{}` {problem}", display(rest)),
            _ => problem,
        }
    }

    /// The path as it is in the response.
    fn shown(&self, path: &[Step]) -> String {
        let mut path = path.to_vec();
        for (place, index) in &self.entries {
            if let Some(step) = path.get_mut(*place) {
                *step = Step::Index(*index);
            }
        }
        display(&path)
    }
}

fn is_decisive(step: &Step) -> bool {
    matches!(step, Step::Member(name) if DECIDES.contains(&name.as_str()))
}

/// A path as `data.users.list[1].id`. Its names may be the server's, so they are cut and escaped.
pub(crate) fn display(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Index(index) => text.push_str(&format!("[{index}]")),
            Step::Member(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.extend(name.escape_debug());
            }
        }
    }
    if text.is_empty() {
        text.push('.');
    }
    match text.char_indices().nth(LONGEST_PATH) {
        None => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

fn at<'v>(root: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(root, |value, step| match step {
        Step::Index(index) => value.get(index),
        Step::Member(name) => value.get(name),
    })
}

fn at_mut<'v>(root: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(root, |value, step| match step {
        Step::Index(index) => value.get_mut(index),
        Step::Member(name) => value.get_mut(name),
    })
}

fn put(root: &mut Value, path: &[Step], value: Value) {
    if let Some(place) = at_mut(root, path) {
        *place = value;
    }
}

/// How many values this is made of.
fn weight(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(weight).sum(),
        Value::Object(members) => members.values().map(weight).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    /// A list is read for it as well: the members in their order.
    #[derive(Deserialize)]
    struct Pair {
        #[serde(rename = "first")]
        _first: Option<u8>,
        #[serde(rename = "second")]
        _second: Option<String>,
    }

    #[derive(Deserialize)]
    struct Outer {
        #[serde(rename = "pair")]
        _pair: Option<Pair>,
    }

    #[test]
    fn a_list_in_the_place_of_an_object_is_not_read_again_and_again() {
        let list = Value::Array(vec![json!(1); 32]);
        let mut attempts = 0;
        let mut read = |text: &[u8]| {
            attempts += 1;
            serde_json::from_slice::<Pair>(text).map(|_| ())
        };
        assert!(mend(&mut list.clone(), 0, &mut read).is_err());
        let mut read = |text: &[u8]| {
            attempts += 1;
            serde_json::from_slice::<Outer>(text).map(|_| ())
        };
        let aside = mend(&mut json!({"pair": list}), 0, &mut read).unwrap();
        assert_eq!((&*aside[0].path, &*aside[0].problem), ("pair", "is a list and does not fit"));
        assert!(attempts <= 4 * 40, "{attempts}");
    }
}
