//! The file of profiles: read as data, changed as text, so that comments and order stay.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml_edit::{DocumentMut, Item, Table, value};

use super::settings::{Choice, Profile, Settings, Source};
use crate::{
    failure::Failure,
    shown::{excerpt, one_line, path as shown_path},
};

/// Nobody has that many profiles.
const LARGEST: u64 = 1024 * 1024;

/// The file of profiles, which need not be there.
#[derive(Debug)]
pub(crate) struct ProfileFile {
    path: PathBuf,
    /// Somebody named it, so that it has to be there.
    is_named: bool,
}

/// What the file says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profiles {
    default: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

impl Profiles {
    pub(crate) fn names(&self) -> Vec<String> {
        self.profiles.keys().map(|name| excerpt(name, 60)).collect()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Profile)> {
        self.profiles.iter()
    }

    /// The profile that is used when nothing is said. One alone needs no telling.
    pub(crate) fn default_name(&self) -> Option<&str> {
        if let Some(name) = &self.default {
            return Some(name);
        }
        let mut names = self.profiles.keys();
        names.next().filter(|_| names.next().is_none()).map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Result<Profile, Failure> {
        self.profiles.get(name).cloned().ok_or_else(|| {
            let (shown, names) = (excerpt(name, 60), self.names().join(", "));
            let sentence = text!("There is no profile {shown}.", "没有名为 {shown} 的配置。");
            Failure::config(sentence).hint(match names.is_empty() {
                true => text!(
                    "There are none yet: `authing profile add {shown}` makes one.",
                    "目前还没有任何配置,可运行 `authing profile add {shown}` 添加。"
                ),
                false => text!("There are: {names}.", "现有配置:{names}。"),
            })
        })
    }
}

impl ProfileFile {
    /// The file that was named, or the one in the user's folder of settings.
    pub(crate) fn locate(choice: &Choice) -> Result<Self, Failure> {
        if let Some(path) = &choice.file {
            return Ok(Self { path: path.clone(), is_named: true });
        }
        let folder = settings_folder().ok_or_else(|| {
            Failure::config(text!(
                "It is not known where your settings are: neither HOME nor XDG_CONFIG_HOME is set.",
                "无法确定配置目录:HOME 与 XDG_CONFIG_HOME 均未设置。"
            ))
            .hint(text!(
                "Name the file of profiles with --config FILE or AUTHING_CONFIG.",
                "请用 --config 文件 或 AUTHING_CONFIG 指定配置文件。"
            ))
        })?;
        Ok(Self { path: folder.join("authing").join("profiles.toml"), is_named: false })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The same file, which need not be there: it will be.
    pub(crate) fn for_writing(self) -> Self {
        Self { is_named: false, ..self }
    }

    /// What a profile that is not in the file yet would mean.
    pub(crate) fn preview(
        &self,
        name: &str,
        fields: &[(&str, String)],
    ) -> Result<Settings, Failure> {
        let mut document = DocumentMut::new();
        self.insert(&mut document, name, fields)?;
        let profile = self.parse(&document.to_string())?.get(name)?;
        profile.settings(Source::Named { profile: name.to_owned(), file: self.path.clone() })
    }

    /// What the file says; without a file, nothing.
    ///
    /// # Errors
    ///
    /// It cannot be read, is not TOML, has a setting that nobody knows, or holds a secret that others can read.
    pub(crate) fn read(&self) -> Result<Profiles, Failure> {
        match self.text() {
            Ok(Some(text)) => {
                let profiles = self.parse(&text)?;
                self.check_privacy(&profiles)?;
                Ok(profiles)
            }
            Ok(None) => Ok(Profiles::default()),
            Err(error) => Err(Failure::file(&self.path, &error)),
        }
    }

    fn text(&self) -> io::Result<Option<String>> {
        let file = match fs::File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.is_named => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let mut text = String::new();
        file.take(LARGEST + 1).read_to_string(&mut text)?;
        if text.len() as u64 > LARGEST {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 MiB"));
        }
        Ok(Some(text))
    }

    fn parse(&self, text: &str) -> Result<Profiles, Failure> {
        toml_edit::de::from_str(text).map_err(|error| {
            // The error's own text quotes the line, and a secret may stand in it.
            let line = error.span().map(|span| line_of(text, span.start));
            self.malformed(line, error.message())
        })
    }

    fn malformed(&self, line: Option<usize>, problem: &str) -> Failure {
        let path = shown_path(&self.path);
        // Of several lines the first says what is wrong.
        let problem = excerpt(&without_values(problem.lines().next().unwrap_or_default()), 200);
        let sentence = match line {
            Some(line) => text!(
                "The file of profiles {path} cannot be understood at line {line}: {problem}.",
                "配置文件 {path} 第 {line} 行有误:{problem}。"
            ),
            None => text!(
                "The file of profiles {path} cannot be understood: {problem}.",
                "配置文件 {path} 有误:{problem}。"
            ),
        };
        Failure::config(sentence)
    }

    /// Whoever can write the file can have a command run, and whoever can read it has the secret.
    #[cfg(unix)]
    fn check_privacy(&self, profiles: &Profiles) -> Result<(), Failure> {
        use std::os::unix::fs::PermissionsExt as _;

        let metadata =
            fs::metadata(&self.path).map_err(|error| Failure::file(&self.path, &error))?;
        let mode = metadata.permissions().mode();
        let holds_a_secret = profiles.iter().any(|(_, profile)| profile.holds_a_secret());
        let path = shown_path(&self.path);
        let sentence = if mode & 0o022 != 0 {
            text!(
                "Other users can write the file of profiles {path}.",
                "其他用户可以修改配置文件 {path}。"
            )
        } else if mode & 0o077 != 0 && holds_a_secret {
            text!(
                "A secret is in the file of profiles {path}, and other users can read it.",
                "配置文件 {path} 中含有密钥,但其他用户可以读取。"
            )
        } else {
            return Ok(());
        };
        Err(Failure::config(sentence)
            .hint(text!("Run `chmod 600 {path}`.", "请运行 `chmod 600 {path}`。")))
    }

    #[cfg(not(unix))]
    fn check_privacy(&self, _: &Profiles) -> Result<(), Failure> {
        Ok(())
    }

    /// Changes the file, all of it or nothing: it is there for its owner alone.
    pub(crate) fn edit(
        &self,
        change: impl FnOnce(&mut DocumentMut) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let failed = |error: io::Error| Failure::file(&self.path, &error);
        // A file that is named need not be there yet.
        let lenient = Self { path: self.path.clone(), is_named: false };
        let text = lenient.text().map_err(failed)?.unwrap_or_default();
        let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let line = error.span().map(|span| line_of(&text, span.start));
            self.malformed(line, error.message())
        })?;
        change(&mut document)?;
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        make_folder(folder).map_err(|error| Failure::file(folder, &error))?;
        // A link is followed, so that the file it points to changes and not the link.
        let target = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let folder = target.parent().unwrap_or(folder);
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(document.to_string().as_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&target).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// Adds a profile, or replaces it.
    pub(crate) fn put(
        &self,
        name: &str,
        fields: &[(&str, String)],
        is_default: bool,
    ) -> Result<(), Failure> {
        self.edit(|document| {
            self.insert(document, name, fields)?;
            if is_default {
                make_default(document, name);
            }
            Ok(())
        })
    }

    fn insert(
        &self,
        document: &mut DocumentMut,
        name: &str,
        fields: &[(&str, String)],
    ) -> Result<(), Failure> {
        let profiles = document.entry("profiles").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        let Some(profiles) = profiles.as_table_like_mut() else {
            return Err(self.malformed(None, "`profiles` is not a table"));
        };
        let mut table = Table::new();
        for (key, text) in fields {
            let item = match *key {
                "danger-allow-http" => value(text == "true"),
                _ => value(text.as_str()),
            };
            table.insert(key, item);
        }
        profiles.insert(name, Item::Table(table));
        Ok(())
    }

    /// Gives a profile that is there another value of a field; comments and order stay.
    pub(crate) fn set_field(&self, name: &str, field: &str, text: &str) -> Result<(), Failure> {
        self.edit(|document| {
            let profiles = document.get_mut("profiles").and_then(Item::as_table_like_mut);
            let profile = profiles.and_then(|profiles| profiles.get_mut(name)?.as_table_like_mut());
            match profile {
                Some(profile) => {
                    profile.insert(field, value(text));
                    Ok(())
                }
                None => Err(self.malformed(None, "the profile is gone")),
            }
        })
    }

    /// Makes a profile the one that is used when nothing is said.
    pub(crate) fn set_default(&self, name: &str) -> Result<(), Failure> {
        self.edit(|document| {
            make_default(document, name);
            Ok(())
        })
    }

    /// Takes a profile out.
    pub(crate) fn remove(&self, name: &str) -> Result<(), Failure> {
        self.edit(|document| {
            if let Some(profiles) = document.get_mut("profiles").and_then(Item::as_table_like_mut) {
                profiles.remove(name);
            }
            if document.get("default").and_then(Item::as_str) == Some(name) {
                document.remove("default");
            }
            Ok(())
        })
    }
}

/// Where programs keep their settings.
fn settings_folder() -> Option<PathBuf> {
    let set =
        |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return set("APPDATA");
    }
    // The standard wants an absolute path, and another to be ignored.
    let folder = set("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute());
    folder.or_else(|| std::env::home_dir().map(|home| home.join(".config")))
}

/// Makes the folder for its owner alone, where it is not there yet.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Names the default, with what stands around it left alone.
fn make_default(document: &mut DocumentMut, name: &str) {
    match document.get_mut("default").and_then(Item::as_value_mut) {
        Some(there) => {
            let around = there.decor().clone();
            *there = name.into();
            *there.decor_mut() = around;
        }
        None => {
            document.insert("default", value(name));
        }
    }
}

/// What serde says about a value of the wrong kind quotes it, and it may be a secret.
fn without_values(problem: &str) -> Cow<'_, str> {
    let kind = ["invalid type", "invalid value", "invalid length"]
        .into_iter()
        .find(|kind| problem.starts_with(kind));
    match (kind, problem.rsplit_once(", expected ")) {
        (Some(kind), Some((_, expected))) => format!("{kind}, expected {expected}").into(),
        (Some(kind), None) => kind.into(),
        (None, _) => problem.into(),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Whether this can be a profile's name: what people type, and nothing that looks like an option.
pub(crate) fn check_name(name: &str) -> Result<(), Failure> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    if !name.is_empty()
        && name.chars().count() <= 60
        && !name.starts_with('-')
        && name.chars().all(is_plain)
    {
        return Ok(());
    }
    let name = one_line(&excerpt(name, 60)).into_owned();
    Err(Failure::usage(text!(
        "`{name}` cannot be a profile's name: use letters, digits, `-`, `_` and `.`, 60 of them at most.",
        "`{name}` 不能用作配置名称:请使用字母、数字、`-`、`_`、`.`,最多 60 个字符。"
    )))
}
