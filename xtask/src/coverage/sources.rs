//! What the sources prove: the operations of the clients, the tests that make calls, the
//! emulator's routes. Rust is read as text, so this holds for code laid out as ours is.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use super::claims::CallText;

/// The crates that make calls.
const CLIENTS: [&str; 7] = [
    "authing-core",
    "authing-management",
    "authing-authentication",
    "authing-protocols",
    "authing-web",
    "authing-axum",
    "authing-actix",
];

/// Where the tests against the emulator are.
const FLOWS: &str = "tests/tests";

const EMULATOR: &str = "crates/authing-emulator/src";

/// Where an operation goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Graphql,
    Rest { verb: String, path: String },
}

/// A file of tests.
pub(super) struct TestFile {
    /// From the workspace's root, with `/`.
    pub(super) path: String,
    /// The module of its crate that the folder has its name from, as `tests/cas/` from `src/cas/`.
    module: Option<String>,
    /// The text without white space and type arguments, so that a call may be written over several
    /// lines and with its type.
    text: String,
}

impl TestFile {
    /// The file's name.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether it is about another module than that of this path in the crate.
    pub(super) fn is_elsewhere(&self, short_path: &str) -> bool {
        let module = short_path.split("::").next();
        self.module.as_deref().is_some_and(|own| Some(own) != module)
    }

    /// Whether it has the name of an area, or begins with it, as `acl_resources.rs` of `acl`.
    pub(super) fn is_of(&self, area: &str) -> bool {
        let name = self.name().trim_end_matches(".rs");
        name.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    }

    /// Whether it makes a call.
    pub(super) fn makes(&self, call: &CallText) -> bool {
        !positions(&self.text, call).is_empty()
    }

    /// Whether it calls a method of this name, of whatever.
    pub(super) fn calls(&self, call: &CallText) -> bool {
        self.text.contains(&call.method)
    }

    /// The argument of the assertion that follows a call in a test, and how far behind.
    pub(super) fn assertion(&self, call: &CallText, assertion: &str) -> Option<(usize, &str)> {
        let found = self.text.split("::test").flat_map(|test| {
            positions(test, call).into_iter().filter_map(move |position| {
                // `.is_graphql_of_nobody(` asserts a document too.
                let (between, rest) = test.get(position..)?.split_once(assertion)?;
                let (_, argument) = rest.split_once('(')?;
                Some((between.len(), argument))
            })
        });
        found.min_by_key(|(distance, _)| *distance)
    }

    /// The name in `"querygroups(`, or in a constant that holds it.
    pub(super) fn document<'a>(&'a self, argument: &'a str) -> Option<&'a str> {
        let text = match argument.strip_prefix('"') {
            Some(literal) => literal,
            None => {
                let end = argument.find(|c: char| !is_identifier(c))?;
                let constant = format!("const{}:&str=\"", argument.get(..end)?);
                self.text.split_once(&constant)?.1
            }
        };
        let text = text.strip_prefix("query").or_else(|| text.strip_prefix("mutation"))?;
        text.get(..text.find(|c: char| !is_identifier(c))?)
    }
}

/// Where a call is made.
fn positions(text: &str, call: &CallText) -> Vec<usize> {
    let CallText { area, method } = call;
    let Some(area) = area else {
        return text.match_indices(method.as_str()).map(|(position, _)| position).collect();
    };
    let is_made = |(position, _): &(usize, &str)| {
        let rest = text.get(position + area.len()..).unwrap_or_default();
        rest.starts_with(method) || after_scope(rest).is_some_and(|rest| rest.starts_with(method))
    };
    text.match_indices(area.as_str()).filter(is_made).map(|(position, _)| position).collect()
}

/// What follows `.in_namespace("shop")`, or another scope with one argument or none.
fn after_scope(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix('.')?.split_once('(')?;
    let (argument, rest) = rest.split_once(')')?;
    let is_scope = name.chars().all(is_identifier) && !argument.contains('(');
    is_scope.then_some(rest)
}

/// The operation constants of the client crates: name to endpoint, the first where a call has the
/// choice of several.
pub(super) fn operations(root: &Path) -> io::Result<BTreeMap<String, Endpoint>> {
    let mut found = BTreeMap::new();
    for crate_name in CLIENTS {
        for file in files(&root.join("crates").join(crate_name).join("src"))? {
            let text = without_comments(&fs::read_to_string(&file)?);
            for part in text.split("Operation::").skip(1) {
                let Some((constructor, rest)) = part.split_once('(') else { continue };
                let mut strings = rest.split('"').skip(1).step_by(2);
                let Some(name) = strings.next() else { continue };
                let endpoint = match constructor {
                    "graphql" => Endpoint::Graphql,
                    "get" | "post" | "put" | "patch" | "delete" => Endpoint::Rest {
                        verb: constructor.to_uppercase(),
                        path: strings.next().unwrap_or_default().to_owned(),
                    },
                    _ => continue,
                };
                found.entry(name.to_owned()).or_insert(endpoint);
            }
        }
    }
    Ok(found)
}

/// The tests of the client crates.
pub(super) fn wire_tests(root: &Path) -> io::Result<Vec<TestFile>> {
    let mut found = Vec::new();
    for crate_name in CLIENTS {
        found.extend(tests(root, &format!("crates/{crate_name}/tests"))?);
    }
    Ok(found)
}

/// The tests of the clients against the emulator.
pub(super) fn flow_tests(root: &Path) -> io::Result<Vec<TestFile>> {
    tests(root, FLOWS)
}

fn tests(root: &Path, folder: &str) -> io::Result<Vec<TestFile>> {
    let read = |file: PathBuf| {
        let text: String = fs::read_to_string(&file)?.split_whitespace().collect();
        let name = file.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        let of_source = |name: &&str| root.join(folder).join("../src").join(name).is_dir();
        let module = name.filter(of_source).map(str::to_owned);
        let text = without_type_arguments(&text);
        Ok(TestFile { path: relative(root, &file), module, text })
    };
    files(&root.join(folder))?.into_iter().map(read).collect()
}

/// The lines that are not comments.
fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.split_inclusive('\n').filter(is_code).collect()
}

/// `a.rest::<Vec<Value>>(b)` as `a.rest(b)`.
fn without_type_arguments(text: &str) -> String {
    let mut parts = text.split("::<");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut open = 1_usize;
        let end = part.find(|c| {
            match c {
                '<' => open += 1,
                '>' => open -= 1,
                _ => {}
            }
            open == 0
        });
        out.push_str(end.and_then(|end| part.get(end + 1..)).unwrap_or(part));
    }
    out
}

/// What the emulator handles.
#[derive(Default)]
pub(super) struct Emulator {
    /// Root field to source file.
    fields: BTreeMap<String, String>,
    /// Verb, path and source file.
    routes: Vec<(String, String, String)>,
}

impl Emulator {
    /// Reads the tables of handlers and routes.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let mut emulator = Self::default();
        for file in files(&root.join(EMULATOR))? {
            let path = relative(root, &file);
            let text = fs::read_to_string(&file)?;
            let text: String = without_comments(&text).split_whitespace().collect();
            for kind in ["query(\"", "query_users(\"", "mutation(\""] {
                for name in arguments(&text, kind) {
                    emulator.fields.insert(name.to_owned(), path.clone());
                }
            }
            for verb in ["get", "post", "put", "patch", "delete"] {
                for route in arguments(&text, &format!("{verb}(\"")) {
                    emulator.routes.push((verb.to_uppercase(), route.to_owned(), path.clone()));
                }
            }
            // The endpoints that stand in no table, since they are not single requests.
            for rest in text.split("_PATH:&str=\"").skip(1) {
                if let Some((route, _)) = rest.split_once('"') {
                    emulator.routes.push(("GET".to_owned(), route.to_owned(), path.clone()));
                }
            }
        }
        Ok(emulator)
    }

    /// The file that handles a root field.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// The file that handles a REST endpoint.
    pub(super) fn route(&self, verb: &str, path: &str) -> Option<&str> {
        let found = self.routes.iter().find(|(v, p, _)| v == verb && same_path(p, path));
        found.map(|(_, _, file)| file.as_str())
    }
}

/// The strings that a call is given first.
fn arguments<'a>(text: &'a str, call: &str) -> impl Iterator<Item = &'a str> {
    // `get(` is the end of `widget(` too.
    let parts = text.match_indices(call).filter(|(position, _)| {
        let before = text.get(..*position).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| is_identifier(c) || c == '.')
    });
    let length = call.len();
    parts.filter_map(move |(position, _)| {
        text.get(position + length..)?.split_once('"').map(|(argument, _)| argument)
    })
}

/// Whether two paths differ only in what they call their parameters.
fn same_path(left: &str, right: &str) -> bool {
    let is_parameter = |segment: &str| segment.starts_with('{');
    let (left, right) = (left.split('/'), right.split('/'));
    left.clone().count() == right.clone().count()
        && left.zip(right).all(|(l, r)| l == r || (is_parameter(l) && is_parameter(r)))
}

fn is_identifier(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn relative(root: &Path, file: &Path) -> String {
    let path = file.strip_prefix(root).unwrap_or(file);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_followed_by_the_document_it_sends() {
        let text = "\
            constRESET:&str=\"mutationresetPassword($code\";\
            #[tokio::test]asyncfnone(){client.groups().get(\"\");}\
            #[tokio::test]asyncfntwo(){client.groups().get(1);sent.is_graphql(\"querygroup(\",x);}\
            #[tokio::test]asyncfnthree(){client.reset();sent.is_graphql(RESET);}";
        let test = TestFile { path: String::new(), module: None, text: text.to_owned() };
        let document = |area: Option<&str>, method: &str| {
            let call = CallText { area: area.map(str::to_owned), method: method.to_owned() };
            let (_, argument) = test.assertion(&call, ".is_graphql")?;
            test.document(argument)
        };
        assert_eq!(document(Some(".groups()"), ".get("), Some("group"));
        assert_eq!(document(None, ".reset("), Some("resetPassword"));
        assert_eq!(document(Some(".groups()"), ".list("), None);
    }

    #[test]
    fn a_call_may_be_made_in_a_scope() {
        let call = CallText { area: Some(".roles()".to_owned()), method: ".get(".to_owned() };
        let is_made = |text| !positions(text, &call).is_empty();
        assert!(is_made("client.roles().get(\"admin\")"));
        assert!(is_made("client.roles().in_namespace(\"shop\").get(\"admin\")"));
        assert!(!is_made("client.roles().list();client.users().get(\"1\")"));
        assert!(!is_made("client.roles().list(f(1)).get(0)"));
    }

    #[test]
    fn a_file_is_of_an_area_by_its_name() {
        let is_of = |path: &str, area| {
            let (path, text) = (path.to_owned(), String::new());
            TestFile { path, module: None, text }.is_of(area)
        };
        assert!(is_of("tests/wire/acl.rs", "acl") && is_of("tests/wire/acl_accounts.rs", "acl"));
        assert!(!is_of("tests/wire/user_pools.rs", "user_pool"));
    }

    #[test]
    fn comments_are_left_out() {
        assert_eq!(without_comments("a\n  /// b\nc // d\n"), "a\nc // d\n");
    }

    #[test]
    fn paths_are_the_same_whatever_their_parameters_are_called() {
        assert!(same_path("/users/{id}", "/users/{userId}"));
        assert!(!same_path("/users/{id}", "/users/batch"));
        assert!(!same_path("/users/{id}", "/users/{id}/roles"));
    }

    #[test]
    fn a_call_may_name_its_type() {
        assert_eq!(without_type_arguments("a.rest::<Vec<u8>>(b)?.c::<D>();"), "a.rest(b)?.c();");
        assert_eq!(without_type_arguments("a.b(c)"), "a.b(c)");
    }

    #[test]
    fn a_table_is_read_by_the_names_of_its_constructors() {
        let found = |text| arguments(text, "get(\"").collect::<Vec<_>>();
        assert_eq!(found("[get(\"/a\",x),get(\"/b\",y)]"), ["/a", "/b"]);
        assert!(found("widget(\"/a\")map.get(\"/b\")").is_empty());
    }
}
