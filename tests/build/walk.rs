//! Writes the walk over the public API that the suite `leaks` goes: every call with an argument for
//! each parameter, and every type that can be made, from the snapshots in `docs/api`.
//!
//! What this cannot make or call is written down too; the suite says for each why it need not be.

use std::{collections::BTreeMap, error::Error, fmt::Write as _, fs, path::Path};

/// The crates, by what their snapshots are called: all but the kit for tests, which knows nobody's data but
/// that of the test.
const CRATES: [&str; 10] = [
    "actix",
    "authentication",
    "axum",
    "core",
    "emulator",
    "management",
    "protocols",
    "redis",
    "types",
    "web",
];

/// Values of types that are not made by a function of their own.
const VALUES: [(&str, &str); 43] = [
    ("bool", "true"),
    ("i32", "7"),
    ("i64", "7"),
    ("u8", "7"),
    ("u32", "7"),
    ("u64", "7"),
    ("usize", "7"),
    ("u16", "443"),
    ("f64", "7.5"),
    ("core::time::Duration", "std::time::Duration::from_secs(7)"),
    ("std::time::SystemTime", "std::time::SystemTime::UNIX_EPOCH"),
    (
        "authing_types::Timestamp",
        "authing_types::Timestamp::from(std::time::SystemTime::UNIX_EPOCH)",
    ),
    ("authing_types::Resource", "authing_types::Resource::from(\"open:1\")"),
    ("authing_types::Action", "authing_types::Action::from(\"open:Read\")"),
    ("authing_core::Lang", "authing_core::Lang::EnUs"),
    ("authing_core::Upload", "crate::made::upload()"),
    ("authing_core::RetryPolicy", "authing_core::RetryPolicy::never()"),
    ("authing_core::HeaderNames", "authing_core::HeaderNames::default()"),
    ("authing_core::Operation", "crate::made::operation()"),
    ("authing_core::RestRequest", "crate::made::rest_request()"),
    ("alloc::sync::Arc<dyn authing_core::Clock>", "crate::made::clock()"),
    ("alloc::sync::Arc<dyn authing_core::Transport>", "crate::made::transport()"),
    ("alloc::sync::Arc<dyn authing_protocols::store::PendingStore>", "crate::made::store()"),
    ("alloc::sync::Arc<dyn authing_protocols::store::ReplayStore>", "crate::made::store()"),
    ("&dyn authing_protocols::store::PendingStore", "&*crate::made::store()"),
    ("&authing_authentication::AuthenticationClient", "&clients.app"),
    ("authing_core::Error", "crate::made::error()"),
    ("authing_management::ManagementClient", "clients.management"),
    ("authing_authentication::AuthenticationClient", "clients.app"),
    ("authing_protocols::oidc::OidcClient", "clients.oidc"),
    ("authing_protocols::oauth2::OAuth2Client", "clients.oauth2"),
    ("authing_protocols::cas::CasClient", "clients.cas"),
    ("authing_protocols::jose::Verifier", "clients.verifier"),
    ("authing_protocols::saml::ServiceProvider", "clients.saml"),
    ("authing_protocols::oauth2::Callback", "crate::made::callback()"),
    ("authing_protocols::oauth2::PendingLogin", "crate::made::pending_login(clients)"),
    ("authing_protocols::cas::CasLogoutRequest", "crate::made::cas_logout()"),
    ("authing_protocols::saml::PostedResponse", "crate::made::posted_response()"),
    ("authing_protocols::saml::PendingAuthn", "crate::made::pending_authn(clients)"),
    ("authing_protocols::saml::LogoutMessage", "crate::made::logout_message()"),
    ("authing_protocols::jose::DecryptionKey", "crate::made::decryption_key()"),
    ("authing_protocols::jose::PublicKey", "crate::made::public_key()"),
    ("authing_protocols::oauth2::ClientKey", "crate::made::client_key()"),
];

/// One type.
#[derive(Default)]
struct Type {
    /// Its own path, with which code names it.
    path: String,
    is_public: bool,
    is_generic: bool,
    traits: Vec<String>,
    functions: Vec<Function>,
    /// The variants of an enum, each with what it holds: names, which may be empty, and types.
    variants: Vec<(String, Vec<(String, String)>)>,
}

/// A function of a type.
#[derive(Clone)]
struct Function {
    name: String,
    is_async: bool,
    /// How it takes the value: `&self`, `self`; none for a function that makes one.
    receiver: Option<String>,
    /// Names and types.
    arguments: Vec<(String, String)>,
    returns: String,
    /// What its generic parameters have to be.
    bounds: BTreeMap<String, String>,
}

#[derive(Default)]
struct Api {
    types: BTreeMap<String, Type>,
    /// The fields of models, by their names in JSON, with what kind of value they hold.
    fields: BTreeMap<String, &'static str>,
}

/// Writes the walk.
pub(crate) fn write(docs: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let mut api = Api::default();
    for name in CRATES {
        let path = docs.join(format!("authing-{name}.txt"));
        println!("cargo::rerun-if-changed={}", path.display());
        api.read(&format!("authing_{name}"), &fs::read_to_string(path)?);
    }
    Ok(fs::write(to, api.walk()?)?)
}

impl Api {
    fn read(&mut self, own: &str, snapshot: &str) {
        for line in snapshot.lines() {
            let line = line.replace("crate::", &format!("{own}::"));
            self.line(own, &line);
        }
    }

    fn line(&mut self, own: &str, line: &str) {
        let declared = line.strip_prefix("#[non_exhaustive] ").unwrap_or(line);
        for kind in ["pub struct ", "pub enum "] {
            if let Some(path) = declared.strip_prefix(kind) {
                let is_generic = path.contains("<T>");
                let path = bare(path.split(['(', ' ']).next().unwrap_or_default());
                let known = self.types.entry(path.clone()).or_default();
                (known.path, known.is_public, known.is_generic) = (path, true, is_generic);
                return;
            }
        }
        if let Some(traits) = line.strip_prefix("impl") {
            let Some((traits, path)) = traits.rsplit_once(" for ") else { return };
            let traits = traits.split_once("> ").filter(|_| traits.starts_with('<'));
            let all = match traits {
                Some((_, traits)) => traits,
                None => line.strip_prefix("impl ").unwrap_or_default(),
            };
            let all = all.rsplit_once(" for ").map_or(all, |(all, _)| all);
            let known = self.types.entry(bare(path)).or_default();
            known.traits.extend(split(all).into_iter().map(str::to_owned));
            return;
        }
        let (is_async, rest) = match line.strip_prefix("pub async fn ") {
            Some(rest) => (true, rest),
            None => match line.strip_prefix("pub fn ") {
                Some(rest) => (false, rest),
                None => return self.variant(own, line),
            },
        };
        if let Some((of, function)) = function(rest, is_async) {
            self.types.entry(of).or_default().functions.push(function);
        }
    }

    /// `pub crate::Grantees::Role(String)`
    fn variant(&mut self, own: &str, line: &str) {
        let Some(rest) = line.strip_prefix(&format!("pub {own}::")) else { return };
        if let Some((path, kind)) = rest.split_once(": ") {
            let Some((of, name)) = path.rsplit_once("::") else { return };
            let known = self.fields.entry(camel_case(name)).or_insert(kind_of(kind));
            // What is a secret somewhere and a code elsewhere is read as a text by both.
            if kind_of(kind) == "text" {
                *known = "text";
            }
            let Some((of, variant)) = of.rsplit_once("::") else { return };
            if let Some(of) = self.types.get_mut(&bare(&format!("{own}::{of}")))
                && let Some((_, holds)) = of.variants.iter_mut().find(|(name, _)| name == variant)
            {
                holds.push((name.to_owned(), kind.to_owned()));
            }
            return;
        }
        let rest = rest.split_once(" = ").map_or(rest, |(variant, _)| variant);
        let (path, holds) = match rest.split_once('(') {
            Some((path, holds)) => (path, split(holds.trim_end_matches(')'))),
            None => (rest, Vec::new()),
        };
        let Some((of, name)) = path.rsplit_once("::") else { return };
        if let Some(known) = self.types.get_mut(&bare(&format!("{own}::{of}"))) {
            let holds = holds.into_iter().map(|held| (String::new(), held.to_owned())).collect();
            known.variants.push((name.to_owned(), holds));
        }
    }

    /// An expression for a value of this type, for an argument of this name.
    fn value(
        &self,
        wanted: &str,
        name: &str,
        bounds: &BTreeMap<String, String>,
        depth: usize,
    ) -> Option<String> {
        let value = |wanted: &str| self.value(wanted, name, bounds, depth + 1);
        if depth > 6 {
            return None;
        }
        if let Some(bound) = bounds.get(wanted) {
            return value(&format!("impl {bound}"));
        }
        if let Some((_, found)) = VALUES.iter().find(|(known, _)| *known == wanted) {
            return Some((*found).to_owned());
        }
        let inside = |start: &str| wanted.strip_prefix(start)?.strip_suffix('>');
        Some(match wanted {
            "String" | "alloc::string::String" => format!("text({name:?})"),
            "&str" | "&'a str" => format!("&*text({name:?})"),
            "&[u8]" => format!("text({name:?}).as_bytes()"),
            "Vec<u8>" | "bytes::bytes::Bytes" => format!("text({name:?}).into_bytes()"),
            "impl AsRef<[u8]>" | "impl std::io::Read + Send" => return None,
            "authing_types::Secret" => format!("secret({name:?})"),
            "serde_json::value::Value" => format!("value({name:?})"),
            "url::Url" => format!("url({name:?})"),
            "&impl serde_core::ser::Serialize" => format!("&value({name:?})"),
            closure if closure.starts_with("impl Fn(&authing_core::Error)") => "|_| {}".to_owned(),
            closure if closure.starts_with("impl core::ops::function::FnMut(u64, u64)") => {
                "|_, _| {}".to_owned()
            }
            closure if closure.starts_with("impl core::ops::function::FnMut(&") => {
                "|_| {}".to_owned()
            }
            _ => {
                if let Some(wanted) = inside("impl Into<") {
                    return value(wanted);
                }
                if let Some(item) = inside("impl IntoIterator<Item = ") {
                    return Some(format!("[{}]", value(item)?));
                }
                if let Some(item) = inside("Option<") {
                    return Some(format!("Some({})", value(item)?));
                }
                if let Some(item) = inside("Vec<") {
                    return Some(format!("vec![{}]", value(item)?));
                }
                if let Some(item) = inside("authing_types::Patch<") {
                    return Some(format!("authing_types::Patch::Value({})", value(item)?));
                }
                if let Some(pair) = wanted.strip_prefix('(').and_then(|pair| pair.strip_suffix(')'))
                {
                    // What a value is kept under is chosen by a programmer.
                    let parts = split(pair).into_iter().zip(["key", name]);
                    let parts: Option<Vec<_>> = parts
                        .map(|(part, name)| self.value(part, name, bounds, depth + 1))
                        .collect();
                    return Some(format!("({})", parts?.join(", ")));
                }
                if let Some(of) = wanted.strip_prefix("&'a ").or_else(|| wanted.strip_prefix('&')) {
                    return Some(format!("&{}", value(of)?));
                }
                return self.made(self.types.get(&bare(wanted))?, depth + 1).into_iter().next();
            }
        })
    }

    /// Expressions for values of a type: one for each function that makes one, with all that can be
    /// set, and one for each variant.
    fn made(&self, of: &Type, depth: usize) -> Vec<String> {
        let mut found = Vec::new();
        let own = |returns: &str| returns == "Self" || returns == of.path;
        let mut makers: Vec<_> = of
            .functions
            .iter()
            .filter(|function| {
                function.receiver.is_none() && !function.is_async && own(&function.returns)
            })
            .collect();
        makers.sort_by_key(|function| function.name != "new");
        for maker in makers {
            let Some(arguments) = self.arguments(maker, depth) else { continue };
            let mut made = format!("{}::{}({arguments})", of.path, maker.name);
            for setter in &of.functions {
                if setter.receiver.as_deref() == Some("self")
                    && own(&setter.returns)
                    && !setter.is_async
                    && let Some(arguments) = self.arguments(setter, depth)
                {
                    let _ = write!(made, ".{}({arguments})", raw(&setter.name));
                }
            }
            found.push(made);
        }
        for (variant, holds) in &of.variants {
            let none = BTreeMap::new();
            let holds: Option<Vec<_>> = holds
                .iter()
                .map(|(name, held)| match name.as_str() {
                    "" => self.value(held, &snake_case(variant), &none, depth + 1),
                    name => Some(format!("{name}: {}", self.value(held, name, &none, depth + 1)?)),
                })
                .collect();
            let Some(holds) = holds else { continue };
            found.push(match of.variants.iter().find(|(name, _)| name == variant) {
                Some((_, named)) if named.iter().any(|(name, _)| !name.is_empty()) => {
                    format!("{}::{variant} {{ {} }}", of.path, holds.join(", "))
                }
                _ if holds.is_empty() => format!("{}::{variant}", of.path),
                _ => format!("{}::{variant}({})", of.path, holds.join(", ")),
            });
        }
        if found.is_empty() && of.traits.iter().any(|one| one == "Default") {
            found.push(format!("<{} as Default>::default()", of.path));
        }
        found
    }

    fn arguments(&self, function: &Function, depth: usize) -> Option<String> {
        let has_value = function.arguments.iter().any(|(name, _)| name == "value");
        let arguments: Option<Vec<_>> = function
            .arguments
            .iter()
            .map(|(name, wanted)| match name.as_str() {
                // What a value is kept under is chosen by a programmer.
                "name" if has_value => self.value(wanted, "key", &function.bounds, depth),
                name => self.value(wanted, name, &function.bounds, depth),
            })
            .collect();
        Some(arguments?.join(", "))
    }

    /// An expression for a value that a function is called on.
    fn receiver(&self, of: &Type, depth: usize) -> Option<String> {
        if let Some((_, found)) = VALUES.iter().find(|(known, _)| *known == of.path) {
            return Some((*found).to_owned());
        }
        if let Some(made) = self.made(of, depth).into_iter().next() {
            return Some(made);
        }
        if depth > 4 {
            return None;
        }
        self.types.values().find_map(|other| {
            let accessor = other.functions.iter().find(|function| {
                !function.is_async && bare(&function.returns) == of.path && other.path != of.path
            })?;
            let arguments = self.arguments(accessor, depth)?;
            let receiver = match accessor.receiver {
                Some(_) => format!("{}.", self.receiver(other, depth + 1)?),
                None => format!("{}::", other.path),
            };
            let mut found = format!("{receiver}{}({arguments})", accessor.name);
            for setter in &of.functions {
                if setter.receiver.as_deref() == Some("self")
                    && setter.returns == "Self"
                    && !setter.is_async
                    && let Some(arguments) = self.arguments(setter, depth)
                {
                    let _ = write!(found, ".{}({arguments})", raw(&setter.name));
                }
            }
            Some(found)
        })
    }

    fn walk(&self) -> Result<String, std::fmt::Error> {
        let mut calls = String::new();
        let mut values = String::new();
        let mut missing = Vec::new();
        for of in self.types.values().filter(|of| of.is_public) {
            let has = |name: &str| of.traits.iter().any(|one| one.ends_with(name));
            let is_of_core = of.path.starts_with("authing_core::");
            for function in &of.functions {
                let place = format!("{}::{}", of.path, function.name);
                let is_call = ["authing_core::Call<", "authing_core::PagedCall<"]
                    .iter()
                    .any(|kind| function.returns.starts_with(kind));
                if !(is_call || function.is_async) || function.receiver.is_none() || is_of_core {
                    continue;
                }
                let (Some(receiver), Some(arguments)) =
                    (self.receiver(of, 0), self.arguments(function, 0))
                else {
                    missing.push(place);
                    continue;
                };
                let is_open = function.bounds.contains_key("T")
                    || [
                        "Call<bytes::",
                        "Call<String>",
                        "Call<url::Url>",
                        "Result<url::Url,",
                        "Result<(url::Url,",
                    ]
                    .iter()
                    .any(|open| function.returns.contains(open));
                let run = match (is_call, is_open) {
                    (true, false) => "run",
                    (false, false) => "run_future",
                    (true, true) => "run_open",
                    (false, true) => "run_open_future",
                };
                let types = match function.bounds.keys().any(|name| name == "T") {
                    true => "::<serde_json::Value>",
                    false => "",
                };
                let types =
                    if function.name == "graphql" { "::<serde_json::Value, _>" } else { types };
                let types = types.replace(", _", "");
                let clients = clients(&format!("{receiver}{arguments}"));
                writeln!(
                    calls,
                    "({place:?}, |{clients}| Box::pin(async move {{ {run}({place:?}, {receiver}.{}{types}({arguments})).await }})),",
                    function.name
                )?;
            }
            if has("IntoFuture") && !is_of_core {
                match self.receiver(of, 0) {
                    Some(made) => writeln!(
                        calls,
                        "({0:?}, |{1}| Box::pin(async move {{ run({0:?}, {made}).await }})),",
                        of.path,
                        clients(&made)
                    )?,
                    None => missing.push(of.path.clone()),
                }
            }
            if !has("Debug") {
                continue;
            }
            let mut is_made = false;
            let is_read = of.traits.iter().any(|one| one.contains("Deserialize<'de>"));
            // What the emulator writes down is its state.
            let is_of_emulator = of.path.starts_with("authing_emulator::");
            // Only what is read as well is a model; the rest is what requests carry.
            let has_json = has("Serialize") && is_read && !is_of_emulator;
            let json = if has_json { "json" } else { "no_json" };
            if is_read {
                is_made = true;
                let of_what = if of.is_generic { "<authing_types::User>" } else { "" };
                writeln!(values, "({0:?}, |_| {json}!(filled {0:?}, {0}{of_what})),", of.path)?;
            }
            let makers = if of.is_generic { Vec::new() } else { self.made(of, 0) };
            for made in makers {
                is_made = true;
                writeln!(
                    values,
                    "({0:?}, |{1}| {json}!(made {0:?}, {made})),",
                    of.path,
                    clients(&made)
                )?;
            }
            // What may fail to be made.
            for function in &of.functions {
                if function.receiver.is_none()
                    && !function.is_async
                    && function.returns.starts_with("Result<Self, ")
                    && let Some(arguments) = self.arguments(function, 0)
                {
                    is_made = true;
                    writeln!(
                        values,
                        "({0:?}, |_| look_at({0:?}, &{0}::{1}({arguments}))),",
                        of.path, function.name
                    )?;
                }
            }
            if !is_made {
                match self.receiver(of, 0).filter(|_| !of.is_generic) {
                    Some(made) => writeln!(
                        values,
                        "({0:?}, |{1}| {json}!(made {0:?}, {made})),",
                        of.path,
                        clients(&made)
                    )?,
                    None => missing.push(of.path.clone()),
                }
            }
        }
        missing.dedup();
        let mut code = String::new();
        writeln!(code, "pub(crate) const CALLS: &[(&str, Call)] = &[\n{calls}];")?;
        writeln!(code, "pub(crate) const VALUES: &[(&str, Value)] = &[\n{values}];")?;
        writeln!(
            code,
            "pub(crate) const FIELDS: &[(&str, &str)] = &{:?};",
            self.fields.iter().collect::<Vec<_>>()
        )?;
        writeln!(code, "pub(crate) const MISSING: &[&str] = &{missing:?};")?;
        Ok(code)
    }
}

/// `crate::AclApi<'_>::allow(&self, grantees: crate::Grantees) -> authing_core::Call<()>`
fn function(text: &str, is_async: bool) -> Option<(String, Function)> {
    let start = outside(text, '(')?;
    let (path, rest) = text.split_at(start);
    let end = outside(&rest[1..], ')')? + 1;
    let arguments = split(&rest[1..end]);
    let after = rest.get(end + 1..)?;
    let (returns, bounds) = match after.split_once(" where ") {
        Some((returns, bounds)) => (returns, bounds),
        None => (after, ""),
    };
    let returns = returns.strip_prefix(" -> ").unwrap_or("()").to_owned();
    let (path, generics) = match path.strip_suffix('>') {
        Some(path) => {
            let open = path.char_indices().rev().scan(1, |depth, (at, letter)| {
                match letter {
                    '>' => *depth += 1,
                    '<' => *depth -= 1,
                    _ => {}
                }
                Some((at, *depth))
            });
            let at = open.filter(|(_, depth)| *depth == 0).map(|(at, _)| at).next()?;
            (&path[..at], &path[at + 1..])
        }
        None => (path, ""),
    };
    let (of, name) = path.rsplit_once("::")?;
    let bounds = split(generics).into_iter().chain(split(bounds)).filter_map(|bound| {
        let (name, bound) = bound.split_once(": ")?;
        Some((name.to_owned(), bound.to_owned()))
    });
    let mut receiver = None;
    let mut named = Vec::new();
    for argument in arguments {
        match argument.split_once(": ") {
            Some((name, wanted)) => named.push((name.to_owned(), wanted.to_owned())),
            None => receiver = Some(argument.to_owned()),
        }
    }
    let (name, bounds) = (name.to_owned(), bounds.collect());
    let function = Function { name, is_async, receiver, arguments: named, returns, bounds };
    Some((bare(of), function))
}

/// A path without lifetimes and type parameters.
fn bare(path: &str) -> String {
    path.split('<').next().unwrap_or_default().trim().to_owned()
}

/// Where this letter stands outside of brackets.
fn outside(text: &str, wanted: char) -> Option<usize> {
    let mut depth = 0;
    let mut before = ' ';
    for (at, letter) in text.char_indices() {
        if letter == wanted && depth == 0 {
            return Some(at);
        }
        match letter {
            '<' | '(' | '[' => depth += 1,
            '>' if before == '-' => {}
            '>' | ')' | ']' => depth -= 1,
            _ => {}
        }
        before = letter;
    }
    None
}

/// The parts between commas that stand outside of brackets.
fn split(mut text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    while let Some(comma) = outside(text, ',') {
        let (part, rest) = text.split_at(comma);
        parts.push(part.trim());
        text = &rest[1..];
    }
    parts.push(text.trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// What kind of JSON value a field of this type is read from.
fn kind_of(wanted: &str) -> &'static str {
    let wanted = wanted.strip_prefix("Option<").unwrap_or(wanted);
    let wanted = wanted.strip_prefix("authing_types::Selected<").unwrap_or(wanted);
    let has = |part: &str| wanted.contains(part);
    match wanted.trim_end_matches('>') {
        "bool" => "bool",
        "i64" | "u64" | "u32" | "f64" | "i32" => "number",
        _ if has("Timestamp") => "number",
        _ if has("Secret") => "secret",
        _ if has("Vec<String") => "texts",
        _ if has("Vec<") => "objects",
        "String" => "text",
        _ => "object",
    }
}

/// What a closure calls its argument.
fn clients(used_in: &str) -> &'static str {
    if used_in.contains("clients") { "clients" } else { "_" }
}

/// A name that may be a keyword.
fn raw(name: &str) -> String {
    if ["type", "move", "ref", "match"].contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

fn camel_case(name: &str) -> String {
    let mut found = String::new();
    let mut upper = false;
    for letter in name.chars() {
        match letter {
            '_' => upper = true,
            letter if upper => {
                found.push(letter.to_ascii_uppercase());
                upper = false;
            }
            letter => found.push(letter),
        }
    }
    found
}

fn snake_case(name: &str) -> String {
    let mut found = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !found.is_empty() {
            found.push('_');
        }
        found.push(letter.to_ascii_lowercase());
    }
    found
}
