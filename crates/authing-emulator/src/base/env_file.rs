//! A file of environment variables, in which some are set and all else stays as it is.
//!
//! A shell that sources such a file, `docker --env-file`, systemd and the libraries that read
//! `.env` agree on little: docker takes quotes and backslashes as they stand, a shell removes them,
//! and each library has rules of its own. They all read a value of letters that mean nothing to any of
//! them, on one line, without quotes, so that is what is written.

use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The longest file that is taken for one of variables.
const MAX_LENGTH: u64 = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What became of a file of environment variables. `Display` says so in one line.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvFileChanges {
    /// The file was not there before.
    pub created: bool,
    /// How many variables it has now and had not.
    pub added: usize,
    /// How many variables have another value, or are written in another way.
    pub changed: usize,
    /// How many variables were there as they are.
    pub unchanged: usize,
    /// How many other lines stay as they are: other variables, comments, empty lines.
    pub kept: usize,
}

show_fields!(EnvFileChanges { created, added, changed, unchanged, kept });

impl fmt::Display for EnvFileChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { created, added, changed, unchanged, kept } = *self;
        if created {
            return write!(f, "created with {added} variables");
        }
        write!(f, "{added} variables added, {changed} changed, {unchanged} as they were; ")?;
        match kept {
            1 => f.write_str("1 other line kept"),
            _ => write!(f, "{kept} other lines kept"),
        }
    }
}

/// Sets variables in a file, which is replaced at once or not at all. A new file is for its owner
/// alone; one that is there keeps its mode, and a link stays one.
pub(crate) fn write(path: &Path, variables: &[(&str, String)]) -> io::Result<EnvFileChanges> {
    let there = Target::find(path)?;
    let old = there.permissions.as_ref().map(|_| fs::read(&there.path)).transpose()?;
    let refuse = |problem: String| io::Error::new(ErrorKind::InvalidData, problem);
    let (new, mut changes) = set(old.as_deref().unwrap_or_default(), variables).map_err(refuse)?;
    changes.created = old.is_none();
    if old.as_deref() != Some(&*new) {
        there.replace(&new)?;
    }
    Ok(changes)
}

struct Target {
    path: PathBuf,
    /// Of the file that is there.
    permissions: Option<Permissions>,
}

impl Target {
    fn find(path: &Path) -> io::Result<Self> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self { path: path.to_owned(), permissions: None });
            }
            there => there?,
        };
        // The file that a link leads to: the link itself would be replaced by a file.
        let path = fs::canonicalize(path)?;
        let there = fs::metadata(&path)?;
        let refuse = |kind, problem: &str| {
            Err(io::Error::new(kind, format!("{problem}; nothing was written")))
        };
        if !there.is_file() {
            return refuse(ErrorKind::InvalidInput, "it is not a file");
        }
        if there.permissions().readonly() {
            return refuse(ErrorKind::PermissionDenied, "the file may not be written to");
        }
        if there.len() > MAX_LENGTH {
            return refuse(
                ErrorKind::InvalidData,
                "the file is longer than 1 MiB, as no file of environment variables is",
            );
        }
        Ok(Self { path, permissions: Some(there.permissions()) })
    }

    fn replace(&self, content: &[u8]) -> io::Result<()> {
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        // Readable by its owner alone, since it holds secrets.
        let mut file = tempfile::NamedTempFile::new_in(parent.unwrap_or(Path::new(".")))?;
        file.write_all(content)?;
        if let Some(permissions) = &self.permissions {
            #[cfg(unix)]
            self.keep_owner(file.path())?;
            file.as_file().set_permissions(permissions.clone())?;
        }
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Gives a file the owner of the one that it replaces.
    #[cfg(unix)]
    fn keep_owner(&self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let (old, new) = (fs::metadata(&self.path)?, fs::metadata(path)?);
        if (old.uid(), old.gid()) != (new.uid(), new.gid()) {
            chown(path, Some(old.uid()), Some(old.gid()))?;
        }
        Ok(())
    }
}

/// The file with these variables set, or why it is left alone.
fn set(old: &[u8], variables: &[(&str, String)]) -> Result<(Vec<u8>, EnvFileChanges), String> {
    if old.contains(&0) {
        return Err("the file has zero bytes, so it is in UTF-16 or not text; nothing was written"
            .to_owned());
    }
    if let Some((name, _)) = variables.iter().find(|(_, value)| !is_plain(value)) {
        return Err(format!("the value of {name} has letters that cannot be written in every way"));
    }
    let mut new = Vec::with_capacity(old.len());
    let mut changes = EnvFileChanges::default();
    let mut missing: Vec<_> = variables.iter().collect();
    let mut rest = old;
    let mut number = 0;
    while !rest.is_empty() {
        let entry = Entry::read(rest, rest.len() == old.len());
        let (text, after) = rest.split_at(entry.length);
        rest = after;
        number += 1;
        let name = entry.name;
        let Some((name, value)) = variables.iter().find(|(ours, _)| Some(ours.as_bytes()) == name)
        else {
            new.extend_from_slice(text);
            let lines = text.split_inclusive(|&byte| byte == b'\n').count();
            changes.kept += lines;
            number += lines - 1;
            continue;
        };
        if let Some(problem) = entry.tail.problem() {
            return Err(format!(
                "line {number} sets {name} {problem}: mend the line or delete it; nothing was written"
            ));
        }
        missing.retain(|(ours, _)| ours != name);
        let line = entry.with_value(name, value);
        changes.kept += usize::from(matches!(entry.tail, Tail::Comment(_)));
        if line == text {
            changes.unchanged += 1;
        } else {
            changes.changed += 1;
        }
        number += text.split_inclusive(|&byte| byte == b'\n').count() - 1;
        new.extend_from_slice(&line);
    }
    if !missing.is_empty() && !new.is_empty() && !new.ends_with(b"\n") {
        let is_crlf = new.windows(2).any(|two| two == b"\r\n");
        new.extend_from_slice(if is_crlf { b"\r\n" } else { b"\n" });
    }
    for (name, value) in missing {
        changes.added += 1;
        new.extend_from_slice(format!("{name}={value}\n").as_bytes());
    }
    Ok((new, changes))
}

/// Letters that mean themselves to every reader, wherever they stand.
fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=:._-[]".contains(&byte))
}

/// A line of a file, or several where a quoted value goes over line ends.
struct Entry<'a> {
    length: usize,
    /// What stands before the name: white space, `export`.
    before: &'a [u8],
    /// The name of the variable that it sets.
    name: Option<&'a [u8]>,
    tail: Tail<'a>,
}

/// What follows the value of a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tail<'a> {
    Nothing,
    Comment(&'a [u8]),
    /// The value begins with a quotation mark that is not closed in the rest of the file.
    OpenQuote,
    /// The line ends with a backslash, behind which a shell goes on.
    NextLine,
    /// Another command, or another variable.
    Other,
}

impl<'a> Tail<'a> {
    /// Why the line cannot be replaced.
    fn problem(self) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::Comment(_) => None,
            Self::OpenQuote => Some("to a value with a quotation mark that is never closed"),
            Self::NextLine => Some("to a value that goes on in the next line"),
            Self::Other => Some("and says something else, which would be lost"),
        }
    }

    /// What follows a value in its line. One without quotes begins behind blanks, unless a comment does,
    /// and ends at the next.
    fn read(line: &'a [u8], is_quoted: bool) -> Self {
        let line = line.trim_ascii_end();
        let begin = if is_quoted { 0 } else { blanks(line, 0) };
        let is_comment = begin > 0 && line.get(begin) == Some(&b'#');
        let is_value = |byte: &u8| !matches!(byte, b' ' | b'\t' | b';' | b'&' | b'|');
        let value = line.get(begin..).unwrap_or_default();
        let length = value.iter().take_while(|byte| is_value(byte)).count();
        let end = if is_quoted || is_comment { 0 } else { begin + length };
        let rest = line.get(end..).unwrap_or_default();
        let text = rest.trim_ascii_start();
        match text.first() {
            Some(b'#') if text.len() < rest.len() => Self::Comment(text),
            _ if line.ends_with(b"\\") => Self::NextLine,
            None => Self::Nothing,
            // Words behind a value say nothing to anybody.
            Some(b';' | b'&' | b'|') => Self::Other,
            Some(_) if text.contains(&b'=') => Self::Other,
            Some(_) => Self::Nothing,
        }
    }
}

impl<'a> Entry<'a> {
    /// Within a file a byte order mark is a letter of the name behind it.
    fn read(rest: &'a [u8], is_first: bool) -> Self {
        let line = rest.split_inclusive(|&byte| byte == b'\n').next().unwrap_or(rest);
        let other = Self { length: line.len(), before: &[], name: None, tail: Tail::Nothing };
        let has_mark = is_first && line.starts_with(BYTE_ORDER_MARK);
        let mut at = if has_mark { BYTE_ORDER_MARK.len() } else { 0 };
        at += blanks(line, at);
        if line.get(at..).is_some_and(|line| line.starts_with(b"export")) {
            match blanks(line, at + b"export".len()) {
                0 => {}
                blanks => at += b"export".len() + blanks,
            }
        }
        let is_letter = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let length = line.get(at..).unwrap_or_default().iter().take_while(is_letter).count();
        let (before, name) = (line.get(..at), line.get(at..at + length));
        let (Some(before), Some(name)) = (before, name.filter(|name| !name.is_empty())) else {
            return other;
        };
        at += length;
        at += blanks(line, at);
        let entry = Self { before, name: Some(name), ..other };
        match line.get(at) {
            Some(b'=') => at += 1,
            // Docker takes the value of a name alone from its own environment.
            None | Some(b'\r' | b'\n') => return entry,
            Some(_) => return Self { before: &[], name: None, ..entry },
        }
        let value = line.get(at..).unwrap_or_default();
        at += blanks(line, at);
        let Some(&quote @ (b'"' | b'\'')) = line.get(at) else {
            return Self { tail: Tail::read(value, false), ..entry };
        };
        match closing(rest.get(at + 1..).unwrap_or_default(), quote) {
            None => Self { tail: Tail::OpenQuote, ..entry },
            Some(closing) => {
                let end = at + 1 + closing;
                let tail = rest.get(end..).unwrap_or_default();
                let tail = tail.split_inclusive(|&byte| byte == b'\n').next().unwrap_or_default();
                let after = tail.get(1..).unwrap_or_default();
                Self { length: end + tail.len(), tail: Tail::read(after, true), ..entry }
            }
        }
    }

    /// The line with another value. A comment gets a line of its own: beside the value docker would take
    /// it for a part of that.
    fn with_value(&self, name: &str, value: &str) -> Vec<u8> {
        let (mark, before) = match self.before.strip_prefix(BYTE_ORDER_MARK) {
            Some(before) => (BYTE_ORDER_MARK, before),
            None => (&[][..], self.before),
        };
        let mut line = mark.to_vec();
        if let Tail::Comment(comment) = self.tail {
            line.extend_from_slice(comment);
            line.push(b'\n');
        }
        line.extend_from_slice(before);
        line.extend_from_slice(format!("{name}={value}\n").as_bytes());
        line
    }
}

fn blanks(line: &[u8], at: usize) -> usize {
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    line.get(at..).unwrap_or_default().iter().take_while(is_blank).count()
}

/// Where a quoted value ends. A backslash before a double quotation mark makes it part of the value.
fn closing(value: &[u8], quote: u8) -> Option<usize> {
    let mut escaped = false;
    value.iter().position(|&byte| {
        let ends = byte == quote && !escaped;
        escaped = quote == b'"' && byte == b'\\' && !escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Vec<(&'static str, String)> {
        vec![("AUTHING_HOST", "http://[::1]:3000".into()), ("AUTHING_KEY", "aA+/0=".into())]
    }

    #[track_caller]
    fn assert_set(old: &str, new: &str, counts: (usize, usize, usize, usize)) {
        let (text, changes) = set(old.as_bytes(), &ours()).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), new);
        let EnvFileChanges { added, changed, unchanged, kept, .. } = changes;
        assert_eq!((added, changed, unchanged, kept), counts);
        // Once more changes nothing.
        let (again, changes) = set(new.as_bytes(), &ours()).unwrap();
        assert_eq!(String::from_utf8(again).unwrap(), new);
        assert_eq!((changes.added, changes.changed), (0, 0));
    }

    const HOST: &str = "AUTHING_HOST=http://[::1]:3000\n";
    const KEY: &str = "AUTHING_KEY=aA+/0=\n";

    #[test]
    fn variables_are_set_in_their_place_and_missing_ones_at_the_end() {
        assert_set("", &[HOST, KEY].concat(), (2, 0, 0, 0));
        assert_set(&[HOST, KEY].concat(), &[HOST, KEY].concat(), (0, 0, 2, 0));
        assert_set(
            "# mine\n\nA=1\nAUTHING_HOST=x\nAUTHING_HOSTS=y\n #AUTHING_KEY=z\nB='2'",
            &format!("# mine\n\nA=1\n{HOST}AUTHING_HOSTS=y\n #AUTHING_KEY=z\nB='2'\n{KEY}"),
            (1, 1, 0, 6),
        );
    }

    #[test]
    fn a_byte_order_mark_is_one_at_the_begin_of_the_file_alone() {
        let mark = "\u{feff}";
        assert_set(
            &format!("{mark}AUTHING_HOST=x\n{KEY}"),
            &format!("{mark}{HOST}{KEY}"),
            (0, 1, 1, 0),
        );
        // As of two files that were put together: no reader finds the variable there.
        let old = format!("A=1\n{mark}AUTHING_HOST=x\n{KEY}");
        assert_set(&old, &format!("{old}{HOST}"), (1, 0, 1, 2));
    }

    #[test]
    fn a_variable_is_found_however_it_is_written() {
        for old in [
            "AUTHING_KEY=\"-----BEGIN-----\\nabc\\n\"\n",
            "AUTHING_KEY=\"-----BEGIN-----\nAUTHING_HOST=no\n-----END-----\n\"\n",
            "AUTHING_KEY='a\"\nb'\n",
            "AUTHING_KEY=a b\n",
            "AUTHING_KEY=a#b\n",
            "AUTHING_KEY=\"a; b=c\"\n",
            "AUTHING_KEY = x\r\n",
            "AUTHING_KEY=\r\n",
            "AUTHING_KEY",
        ] {
            assert_set(&format!("{HOST}{old}"), &format!("{HOST}{KEY}"), (0, 1, 1, 0));
        }
        assert_set(
            &format!("\u{feff}AUTHING_KEY=x # mine\n{HOST}"),
            &format!("\u{feff}# mine\n{KEY}{HOST}"),
            (0, 1, 1, 1),
        );
        // Docker takes a comment for a part of the value.
        for old in
            ["AUTHING_KEY=x # mine\n", "AUTHING_KEY='x=1;' \t# mine\r\n", "AUTHING_KEY= # mine"]
        {
            assert_set(&format!("{HOST}{old}"), &format!("{HOST}# mine\n{KEY}"), (0, 1, 1, 1));
        }
        assert_set(
            &format!("\u{feff}\texport  AUTHING_KEY=1\n{HOST}"),
            &format!("\u{feff}\texport  {KEY}{HOST}"),
            (0, 1, 1, 0),
        );
        // Readers differ on whether the first or the last one counts.
        assert_set(
            &format!("AUTHING_KEY=1\nA=2\nAUTHING_KEY=3\n{HOST}"),
            &format!("{KEY}A=2\n{KEY}{HOST}"),
            (0, 2, 1, 1),
        );
    }

    #[test]
    fn what_is_another_s_stays_byte_for_byte() {
        for (theirs, lines) in [
            ("A=1\r\nB=2\r\n", 2),
            ("NOTE=\"first\nAUTHING_HOST=in a note\nlast\\\"\n\"\n", 4),
            ("NOTE='it is \\'\nC=3\n", 2),
            ("APOSTROPHE='tis\nD=4\n", 2),
            ("if true; then\n  . ./other\nfi\n", 3),
            ("exportAUTHING_HOST=1\nexport\n", 2),
        ] {
            assert_set(theirs, &format!("{theirs}{HOST}{KEY}"), (2, 0, 0, lines));
        }
        let bytes = b"# \xC4\xE3\xBA\xC3\r\nA=1";
        let (new, _) = set(bytes, &ours()).unwrap();
        assert_eq!(new, [&bytes[..], b"\r\n", HOST.as_bytes(), KEY.as_bytes()].concat());
    }

    #[test]
    fn a_file_that_cannot_be_understood_is_left_alone() {
        let open = "A=1\nB='x\ny'\nAUTHING_KEY=\"abc\nC=2\n";
        let error = set(open.as_bytes(), &ours()).unwrap_err();
        assert!(error.starts_with("line 4 sets AUTHING_KEY"), "{error}");
        assert!(!error.contains("abc"));
        for (line, problem) in [
            ("AUTHING_KEY=abc\\\ndef\n", "goes on in the next line"),
            ("AUTHING_KEY=abc; export AUTHING_KEY\n", "says something else"),
            ("AUTHING_KEY=\"abc\"; OTHER=1\n", "says something else"),
            ("AUTHING_KEY=abc OTHER=1\n", "says something else"),
            ("export AUTHING_KEY='abc' OTHER=1 # x\n", "says something else"),
            ("AUTHING_KEY=abc&&OTHER=1\n", "says something else"),
        ] {
            let error = set(format!("A=1\n{line}").as_bytes(), &ours()).unwrap_err();
            assert!(error.starts_with("line 2 sets AUTHING_KEY"), "{line}: {error}");
            assert!(error.contains(problem) && !error.contains("abc"), "{line}: {error}");
        }
        let utf16: Vec<_> = "A=1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(set(&utf16, &ours()).unwrap_err().contains("UTF-16"));
        for value in ["a b", "~", "$x", "a#b", "\"", "line\nline", "ä", "`id`"] {
            let error = set(b"", &[("AUTHING_KEY", value.to_owned())]).unwrap_err();
            assert!(error.contains("AUTHING_KEY"), "{error}");
        }
    }

    #[test]
    fn the_file_keeps_its_mode_and_a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        let created = write(&path, &ours()).unwrap();
        assert_eq!(created.to_string(), "created with 2 variables");
        let mut other = fs::read_to_string(&path).unwrap();
        other.insert_str(0, "A=1\n");
        fs::write(&path, other.replace("3000", "4000")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt as _, symlink};
            let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(), 0o600);
            fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
            let link = folder.path().join("link");
            symlink(&path, &link).unwrap();
            let changed = write(&link, &ours()).unwrap();
            let text = "0 variables added, 1 changed, 1 as they were; 1 other line kept";
            assert_eq!(changed.to_string(), text);
            assert_eq!(mode(), 0o640);
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());

            let written = fs::metadata(&path).unwrap().modified().unwrap();
            write(&path, &ours()).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);

            fs::write(&path, "A=1\n").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(0o440)).unwrap();
            let error = write(&path, &ours()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::PermissionDenied);
            assert_eq!(fs::read(&path).unwrap(), b"A=1\n");
        }
        assert!(write(folder.path(), &ours()).unwrap_err().to_string().contains("not a file"));
        assert!(folder.path().is_dir());
    }
}
