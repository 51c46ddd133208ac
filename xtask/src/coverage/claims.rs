//! `docs/capabilities.tsv` and `docs/coverage.tsv`.

use std::fmt;

/// What the official SDKs can do.
pub(super) const CAPABILITIES: &str = "docs/capabilities.tsv";

/// What is claimed for each.
pub(super) const CLAIMS: &str = "docs/coverage.tsv";

/// In the third column: there is no such call, and the fourth says why.
const NOT_BUILT: &str = "not built";

/// In the fourth column: the call sends nothing.
const LOCAL: &str = "local";

/// In the fourth column: the caller says what is sent.
const ANY: &str = "any";

/// One capability of the official SDKs: its group and its name.
pub(super) type Capability<'a> = (&'a str, &'a str);

/// One line of the claims.
pub(super) struct Claim<'a> {
    pub(super) group: &'a str,
    pub(super) capability: &'a str,
    pub(super) rust_path: &'a str,
    pub(super) sends: Sends<'a>,
}

/// What a call sends.
pub(super) enum Sends<'a> {
    Nothing,
    /// Whatever the caller says.
    Anything,
    /// A request of this operation.
    Operation(&'a str),
}

impl Claim<'_> {
    /// The method, or the function.
    pub(super) fn method(&self) -> &str {
        self.rust_path.rsplit("::").next().unwrap_or(self.rust_path)
    }

    /// The crate's folder.
    pub(super) fn crate_name(&self) -> String {
        self.rust_path.split("::").next().unwrap_or_default().replace('_', "-")
    }

    /// The path without its crate.
    pub(super) fn short_path(&self) -> String {
        self.rust_path.split("::").skip(1).collect::<Vec<_>>().join("::")
    }

    /// The area of the administrator's client; areas share the names of their methods.
    pub(super) fn area(&self) -> Option<&str> {
        let Sends::Operation(operation) = self.sends else { return None };
        let (area, _) = operation.split_once('.')?;
        let of_an_area = self.rust_path.starts_with("authing_management::")
            && !self.rust_path.starts_with("authing_management::ManagementClient::");
        of_an_area.then_some(area)
    }

    /// How a test writes the call.
    pub(super) fn call(&self) -> CallText {
        let method = self.method();
        // `Type::method` and `module::function` differ by the capital.
        let of_a_type = self.rust_path.rsplit("::").nth(1).unwrap_or_default();
        let is_method = self.area().is_some() || of_a_type.starts_with(char::is_uppercase);
        let dot = if is_method { "." } else { "" };
        CallText {
            area: self.area().map(|area| format!(".{area}()")),
            method: format!("{dot}{method}("),
        }
    }

    /// How a test writes the call of a function of a type that has no receiver: `Type::function(`.
    pub(super) fn function_call(&self) -> CallText {
        let mut parts = self.rust_path.rsplit("::");
        let (function, of_type) = (parts.next(), parts.next());
        let (function, of_type) = (function.unwrap_or_default(), of_type.unwrap_or_default());
        CallText { area: None, method: format!("{of_type}::{function}(") }
    }
}

/// How a test writes a call, but for white space: `.groups().get(`, or with a scope between
/// `.groups().in_namespace("shop").get(`.
pub(super) struct CallText {
    pub(super) area: Option<String>,
    pub(super) method: String,
}

impl fmt::Display for CallText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.area.as_deref().unwrap_or_default(), self.method)
    }
}

/// What is not built, and why.
pub(super) struct NotBuilt<'a> {
    pub(super) group: &'a str,
    pub(super) capability: &'a str,
    pub(super) reason: &'a str,
}

/// Reads the list of capabilities.
pub(super) fn capabilities(text: &str) -> Result<Vec<Capability<'_>>, String> {
    lines(text)
        .map(|(number, line)| {
            line.split_once('\t')
                .filter(|(_, name)| !name.contains('\t'))
                .ok_or_else(|| format!("{CAPABILITIES}:{number}: not two columns"))
        })
        .collect()
}

/// Reads the claims.
pub(super) fn claims(text: &str) -> Result<(Vec<Claim<'_>>, Vec<NotBuilt<'_>>), String> {
    let mut claims: Vec<Claim<'_>> = Vec::new();
    let mut not_built = Vec::new();
    for (number, line) in lines(text) {
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            [group, capability, NOT_BUILT, reason] => {
                not_built.push(NotBuilt { group, capability, reason });
            }
            [group, capability, rust_path, operation] => {
                let sends = match *operation {
                    LOCAL => Sends::Nothing,
                    ANY => Sends::Anything,
                    operation => Sends::Operation(operation),
                };
                claims.push(Claim { group, capability, rust_path, sends });
            }
            _ => return Err(format!("{CLAIMS}:{number}: not four columns")),
        }
    }
    Ok((claims, not_built))
}

/// The lines below the heading, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty());
    lines.map(|(index, line)| (index + 1, line))
}
