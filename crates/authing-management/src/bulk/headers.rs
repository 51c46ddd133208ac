//! What the columns of a file are called.

use std::collections::HashSet;

use authing_core::Error;
use serde_json::{Map, Value};

use super::match_key::trim;

/// The names of columns that people's sheets have, and what they hold: an export of a directory, of a
/// personnel department, of a cloud. Of several names for the same the file may have one.
const USUAL: &[(&str, &[&str])] = &[
    (
        "username",
        &[
            "用户名",
            "用户名称",
            "帐号",
            "账号",
            "登录名",
            "登录帐号",
            "登录账号",
            "英文id",
            "userid",
            "user id",
            "login",
            "login name",
            "user name",
            "account",
        ],
    ),
    (
        "email",
        &[
            "邮箱",
            "邮箱地址",
            "电子邮箱",
            "电子邮件",
            "邮件",
            "企业邮箱",
            "工作邮箱",
            "个人邮箱",
            "e-mail",
            "mail",
            "email address",
            "e-mail address",
        ],
    ),
    (
        "phone",
        &[
            "手机",
            "手机号",
            "手机号码",
            "移动电话",
            "电话",
            "电话号码",
            "联系电话",
            "mobile",
            "mobile phone",
            "mobile number",
            "phone number",
            "cell phone",
            "cellphone",
            "tel",
            "telephone",
        ],
    ),
    (
        "phoneCountryCode",
        &["国际区号", "国家区号", "区号", "country calling code", "phone country code"],
    ),
    (
        "externalId",
        &[
            "工号",
            "员工编号",
            "员工工号",
            "员工号",
            "人员编号",
            "员工uid",
            "employee id",
            "employee number",
            "employee no",
            "employee no.",
            "job number",
            "staff id",
            "external id",
        ],
    ),
    (
        "name",
        &[
            "姓名",
            "员工姓名",
            "真实姓名",
            "名字",
            "full name",
            "real name",
            "display name",
            "displayname",
        ],
    ),
    ("givenName", &["名", "first name", "firstname", "given name"]),
    ("familyName", &["姓", "姓氏", "last name", "lastname", "surname", "family name"]),
    ("nickname", &["别名", "昵称", "花名", "nick name", "alias"]),
    ("gender", &["性别", "sex"]),
    ("birthdate", &["生日", "出生日期", "出生年月日", "birthday", "date of birth"]),
    ("password", &["密码", "初始密码", "登录密码", "initial password"]),
    ("company", &["公司", "公司名称", "单位", "所属公司", "company name"]),
    ("address", &["地址", "联系地址", "住址", "通讯地址"]),
    ("country", &["国家", "国家/地区"]),
    ("region", &["省", "省份", "state", "province"]),
    ("locality", &["城市", "city"]),
    ("postalCode", &["邮编", "邮政编码", "zip", "zip code", "postal code", "postcode"]),
    ("website", &["网站", "网址", "个人主页", "web site", "homepage"]),
    ("photo", &["头像", "照片", "avatar", "picture", "photo url"]),
];

/// What the [file of rejected rows](super::RejectedFile) has in front of the columns of a file, and an import
/// passes over.
pub(super) const ROW: &str = "#row";
pub(super) const OUTCOME: &str = "#outcome";
pub(super) const REASON: &str = "#reason";

/// What a program says of the columns of a file.
#[derive(Clone, Default)]
pub(crate) struct ColumnNames {
    /// What this project calls a field, and what the file calls it.
    renamed: Vec<(String, String)>,
    /// What the file has and nobody wants.
    without: Vec<String>,
    /// Whether usual names are known.
    usual: bool,
}

authing_types::redacted_debug!(ColumnNames { usual });

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Field {
        name: String,
        /// Its cells are what people write in such a column, and not what the server has.
        is_usual: bool,
    },
    Without,
}

impl ColumnNames {
    pub(crate) fn rename(&mut self, field: String, name: String) {
        self.renamed.push((field, name));
    }

    pub(crate) fn leave_out(&mut self, name: String) {
        self.without.push(name);
    }

    pub(crate) fn take_usual(&mut self) {
        self.usual = true;
    }

    /// Says each of these by its name.
    pub(super) fn settings(&self, say: &mut impl FnMut(&str, String)) {
        for (field, name) in &self.renamed {
            say(&format!("column_as({field})"), name.clone());
        }
        for name in &self.without {
            say(&format!("without_column({name})"), true.to_string());
        }
        if self.usual {
            say("usual_columns", true.to_string());
        }
    }

    /// Refuses what cannot be meant, whatever the file has.
    pub(super) fn check(&self) -> Result<(), Error> {
        let mut fields = HashSet::new();
        for (field, name) in &self.renamed {
            if name.trim().is_empty() || field.trim().is_empty() {
                return Err(Error::input("column_as", "names a column by nothing"));
            }
            if !fields.insert(field) {
                return Err(Error::input("column_as", format_args!("names `{field}` twice")));
            }
        }
        match self.without.iter().any(|name| name.trim().is_empty()) {
            true => Err(Error::input("without_column", "names a column by nothing")),
            false => Ok(()),
        }
    }

    /// Refuses names for an export of these columns: of what it does not write, and one name for two.
    pub(crate) fn check_export(&self, columns: &[String]) -> Result<(), Error> {
        self.check()?;
        for (field, _) in &self.renamed {
            if !columns.contains(field) {
                let problem = format_args!("names `{field}`, which an export does not write");
                return Err(Error::input("column_as", problem));
            }
        }
        let mut seen = HashSet::new();
        match columns.iter().map(|column| self.in_file(column)).find(|name| !seen.insert(*name)) {
            Some(name) => {
                Err(Error::input("column_as", format_args!("gives two columns the name `{name}`")))
            }
            None => Ok(()),
        }
    }

    /// Whether each field is called by its own name.
    pub(super) fn is_plain(&self) -> bool {
        self.renamed.is_empty() && self.without.is_empty() && !self.usual
    }

    /// What the file calls a field.
    pub(crate) fn in_file<'a>(&'a self, field: &'a str) -> &'a str {
        let mut renamed = self.renamed.iter().filter(|(ours, _)| ours == field);
        renamed.next().map_or(field, |(_, name)| name)
    }

    /// The field that a column of the file holds.
    pub(super) fn column(&self, name: &str) -> Column {
        let name = trim(name);
        let found = self.renamed.iter().find(|(_, theirs)| is_same(theirs, name));
        if let Some((field, _)) = found {
            return Column::Field { name: field.clone(), is_usual: false };
        }
        if self.without.iter().any(|without| is_same(without, name)) {
            return Column::Without;
        }
        match usual(name).filter(|_| self.usual) {
            Some(field) => Column::Field { name: field.to_owned(), is_usual: true },
            None => Column::Field { name: name.to_owned(), is_usual: false },
        }
    }

    /// The members of an object as the fields that they are.
    pub(crate) fn fields(&self, members: Map<String, Value>) -> Result<Map<String, Value>, Error> {
        if self.is_plain() {
            return Ok(members);
        }
        let mut fields = Map::new();
        for (name, value) in members {
            let Column::Field { name, is_usual } = self.column(&name) else { continue };
            let usual = value.as_str().filter(|_| is_usual);
            let usual = usual.and_then(|cell| usual_cell(&name, cell));
            let value = usual.map_or(value, |usual| usual.into());
            if fields.contains_key(&name) {
                return Err(Error::input(&name, "is in two fields of the row"));
            }
            fields.insert(name, value);
        }
        Ok(fields)
    }

    /// The columns of a file by what they hold. Refuses a file that lacks a column which the program has
    /// named, and one that has two columns for the same.
    pub(super) fn columns(&self, names: &[String]) -> Result<Vec<Column>, Error> {
        for (argument, name) in self.named() {
            if !names.iter().any(|theirs| is_same(name, trim(theirs))) {
                return Err(Error::input(
                    argument,
                    format_args!("`{name}` is not a column of the file"),
                ));
            }
        }
        let is_remark = |name: &str| [ROW, OUTCOME, REASON].contains(&trim(name));
        let column = |name: &String| match self.column(name) {
            Column::Field { name, .. } if is_remark(&name) => Column::Without,
            column => column,
        };
        let columns: Vec<_> = names.iter().map(column).collect();
        let mut seen = HashSet::new();
        for (place, column) in columns.iter().enumerate() {
            if let Column::Field { name, .. } = column
                && !seen.insert(name)
            {
                let before = columns.iter().position(|other| other == column).unwrap_or_default();
                // What is not the name of a field may be somebody's, in a file without names of columns.
                let name =
                    if usual_field(name) || is_name(name) { name.as_str() } else { "a field" };
                let problem = format!(
                    "is in two columns, {} and {}: leave one of them out by `without_column`",
                    before + 1,
                    place + 1
                );
                return Err(Error::input(name, problem));
            }
        }
        Ok(columns)
    }

    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let renamed = self.renamed.iter().map(|(_, name)| ("column_as", name.as_str()));
        renamed.chain(self.without.iter().map(|name| ("without_column", name.as_str())))
    }
}

fn is_same(ours: &str, theirs: &str) -> bool {
    trim(ours) == theirs
}

/// Whether a text can be the name of a column, rather than what stands in one.
pub(super) fn is_name(text: &str) -> bool {
    let of_a_name = |letter: char| letter.is_alphanumeric() || "._-*/() （）".contains(letter);
    text.chars().count() <= 64
        && text.starts_with(char::is_alphabetic)
        && text.chars().all(of_a_name)
}

fn usual_field(name: &str) -> bool {
    USUAL.iter().any(|(field, _)| *field == name)
}

/// The field that a usual name of a column stands for: without marks of a form that must be filled in, and
/// whichever way it is written. Of a name in two languages either half will do.
pub(crate) fn usual(name: &str) -> Option<&'static str> {
    let plain = plain(name);
    let known = |name: &str| {
        let is_own = |field: &&str| field.eq_ignore_ascii_case(name);
        USUAL
            .iter()
            .find(|(field, names)| is_own(field) || names.contains(&name))
            .map(|(field, _)| *field)
    };
    known(&plain).or_else(|| {
        let mut halves = plain.split(['/', '|', '(', ')']).map(str::trim).filter_map(known);
        let first = halves.next()?;
        halves.all(|other| other == first).then_some(first)
    })
}

/// A name as the table has it.
pub(crate) fn plain(name: &str) -> String {
    let narrow = name.chars().map(|letter| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    });
    let mut text: String = narrow.filter(|letter| !matches!(letter, '*' | '\u{feff}')).collect();
    for mark in ["(必填)", "[必填]", "(选填)", "[选填]", "(required)", "(optional)"] {
        text = text.replace(mark, "");
    }
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    // A line break in the middle of a Chinese word does not stand between words.
    if text.is_ascii() { text } else { text.replace(' ', "") }
}

/// What a column usually holds that cannot be imported by its name.
pub(super) fn hint(name: &str) -> Option<&'static str> {
    usual(name).filter(|field| *field != name)
}

/// What people write in a column with a usual name, as the server has it.
pub(super) fn usual_cell(field: &str, cell: &str) -> Option<&'static str> {
    if field != "gender" {
        return None;
    }
    Some(match trim(cell).to_lowercase().as_str() {
        "男" | "男性" | "male" | "m" => "M",
        "女" | "女性" | "female" | "f" => "F",
        "未知" | "保密" | "其他" | "unknown" | "u" => "U",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_name_is_known_however_it_is_written() {
        for (name, field) in [
            ("姓名", Some("name")),
            (" 姓名 *", Some("name")),
            ("*姓名（必填）", Some("name")),
            ("手机号码(必填)", Some("phone")),
            ("手机\n号码", Some("phone")),
            ("Phone/手机号", Some("phone")),
            ("手机号（Mobile）", Some("phone")),
            ("Ｅｍａｉｌ", Some("email")),
            ("E-Mail  Address", Some("email")),
            ("USERNAME", Some("username")),
            ("英文ID", Some("username")),
            ("帐号", Some("username")),
            ("工号", Some("externalId")),
            ("externalid", Some("externalId")),
            ("性别", Some("gender")),
            // Two things at once are neither.
            ("手机/邮箱", None),
            ("部门", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(usual(name), field, "{name:?}");
        }
    }

    #[test]
    fn every_usual_name_is_in_the_table_as_it_is_looked_for() {
        let mut seen = HashSet::new();
        for (field, names) in USUAL {
            for name in *names {
                assert_eq!(plain(name), *name);
                assert!(seen.insert(*name), "{name} stands for two fields");
                assert_eq!(usual(name), Some(*field));
            }
        }
    }

    #[test]
    fn the_table_of_the_documentation_is_this_one() {
        let rows =
            USUAL.iter().map(|(field, names)| format!("| `{field}` | {} |\n", names.join(", ")));
        let table = format!("| holds | usual names |\n|---|---|\n{}", rows.collect::<String>());
        assert_eq!(include_str!("usual_columns.md"), table);
    }

    #[test]
    fn what_people_write_of_a_gender_is_what_the_server_has() {
        for (cell, value) in [
            ("男", Some("M")),
            (" 女 ", Some("F")),
            ("Male", Some("M")),
            ("未知", Some("U")),
            ("x", None),
        ] {
            assert_eq!(usual_cell("gender", cell), value);
        }
        assert_eq!(usual_cell("name", "男"), None);
    }
}
