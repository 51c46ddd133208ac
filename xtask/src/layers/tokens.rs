//! The paths that a stream of tokens names.
//!
//! Tokens rather than a syntax tree, so that the bodies of macros are read like any other code.

use std::{collections::BTreeSet, iter::Peekable};

use proc_macro2::{Delimiter, TokenStream, TokenTree, token_stream};

/// A path as it is written somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
    /// `name!`
    pub(super) is_macro: bool,
}

/// A name that a `use` brings into scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name in this scope; `None` for `*`.
    pub(super) name: Option<String>,
    pub(super) line: usize,
}

/// What a stream of tokens names.
#[derive(Default)]
pub(super) struct Names {
    pub(super) mentions: Vec<Mention>,
    pub(super) imports: Vec<Import>,
}

impl Names {
    pub(super) fn scan(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        // What stands before a token decides whether it begins a path.
        let mut before = Before::Nothing;
        while let Some(token) = tokens.next() {
            before = match token {
                TokenTree::Group(group) => {
                    self.scan(group.stream());
                    Before::Nothing
                }
                TokenTree::Literal(_) => Before::Nothing,
                TokenTree::Punct(punct) => match (punct.as_char(), &tokens.peek()) {
                    ('#', Some(TokenTree::Group(_))) => {
                        self.attribute(&mut tokens);
                        Before::Nothing
                    }
                    ('#', Some(TokenTree::Punct(bang))) if bang.as_char() == '!' => {
                        tokens.next();
                        self.attribute(&mut tokens);
                        Before::Nothing
                    }
                    // A path with a leading `::`, or the rest of one after type arguments.
                    (':', Some(TokenTree::Punct(second))) if second.as_char() == ':' => {
                        tokens.next();
                        Before::Colons
                    }
                    // `..` is followed by an expression, `.` by a field or a method.
                    ('.', _) if before == Before::Dot => Before::Nothing,
                    ('.', _) => Before::Dot,
                    ('$', _) => Before::Dollar,
                    ('\'', _) => Before::Quote,
                    _ => Before::Nothing,
                },
                TokenTree::Ident(ident) => {
                    let line = ident.span().start().line;
                    let name = plain(&ident.to_string());
                    if name == "use" && before == Before::Nothing {
                        self.use_tree(&mut tokens);
                        Before::Nothing
                    } else {
                        let (path, then) = rest_of_path(name, &mut tokens);
                        let begins = match before {
                            Before::Nothing => true,
                            Before::Dollar => path.first().is_some_and(|name| name == "crate"),
                            Before::Dot | Before::Colons | Before::Quote => false,
                        };
                        if begins {
                            self.mentions.push(Mention {
                                path,
                                line,
                                is_macro: then == Then::Bang,
                            });
                        }
                        Before::Nothing
                    }
                }
            };
        }
    }

    /// Reads the rest of a `use`.
    pub(super) fn use_tree(&mut self, tokens: &mut Peekable<token_stream::IntoIter>) {
        // `use<'a>` captures lifetimes and is not an import.
        if matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '<') {
            return;
        }
        let tree = tokens.by_ref().take_while(
            |token| !matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'),
        );
        self.branches(&[], tree.collect());
    }

    /// Reads the branches of a `use` under a prefix.
    fn branches(&mut self, prefix: &[String], tokens: TokenStream) {
        let mut path = prefix.to_vec();
        let mut name = None;
        let mut renamed = false;
        let mut line = 0;
        let mut is_open = false;
        let mut finish = |path: &mut Vec<String>, name: Option<String>, line| {
            let full = std::mem::replace(path, prefix.to_vec());
            self.imports.push(Import { path: full, name, line });
        };
        let mut groups = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if ident == "as" => renamed = true,
                TokenTree::Ident(ident) => {
                    line = ident.span().start().line;
                    let ident = plain(&ident.to_string());
                    if renamed {
                        name = Some(ident);
                    } else if ident == "self" && !path.is_empty() {
                        name = path.last().cloned();
                    } else {
                        path.push(ident.clone());
                        name = Some(ident);
                    }
                    is_open = true;
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' => {
                    finish(&mut path, None, punct.span().start().line);
                    is_open = false;
                }
                TokenTree::Punct(punct) if punct.as_char() == ',' => {
                    if is_open {
                        finish(&mut path, name.take(), line);
                    }
                    (renamed, is_open) = (false, false);
                    path = prefix.to_vec();
                }
                TokenTree::Group(group) => {
                    groups.push((std::mem::replace(&mut path, prefix.to_vec()), group.stream()));
                    is_open = false;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        if is_open {
            finish(&mut path, name, line);
        }
        for (prefix, tokens) in groups {
            self.branches(&prefix, tokens);
        }
    }

    /// Reads an attribute, and skips what it takes out of the build.
    fn attribute(&mut self, tokens: &mut Peekable<token_stream::IntoIter>) {
        let Some(TokenTree::Group(group)) = tokens.next() else { return };
        let content = group.stream();
        let Some(TokenTree::Ident(name)) = content.clone().into_iter().next() else { return };
        match name.to_string().as_str() {
            "doc" => {}
            "cfg" if is_test(&content) => skip_item(tokens),
            "serde" => self.paths_in_strings(content),
            _ => self.scan(content),
        }
    }

    /// The modules and functions that serde's attributes name in strings.
    fn paths_in_strings(&mut self, tokens: TokenStream) {
        let mut is_module = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.paths_in_strings(group.stream()),
                TokenTree::Ident(ident) => is_module = ident == "with",
                TokenTree::Literal(literal) => {
                    let line = literal.span().start().line;
                    let text = literal.to_string();
                    let mut path: Vec<String> =
                        text.trim_matches('"').split("::").map(str::to_owned).collect();
                    let is_path = |name: &String| {
                        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
                    };
                    if path.iter().all(is_path) && (is_module || path.len() > 1) {
                        if is_module {
                            path.push("deserialize".to_owned());
                        }
                        self.mentions.push(Mention { path, line, is_macro: false });
                    }
                }
                TokenTree::Punct(_) => {}
            }
        }
    }
}

/// What stands before a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Dot,
    Colons,
    Dollar,
    Quote,
}

/// What follows a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Bang,
    Anything,
}

/// Reads on while `::name` follows.
fn rest_of_path(
    first: String,
    tokens: &mut Peekable<token_stream::IntoIter>,
) -> (Vec<String>, Then) {
    let mut path = vec![first];
    loop {
        // Looking two tokens ahead takes a copy.
        let mut ahead = tokens.clone();
        match (ahead.next(), ahead.next(), ahead.next()) {
            (
                Some(TokenTree::Punct(first)),
                Some(TokenTree::Punct(second)),
                Some(TokenTree::Ident(name)),
            ) if first.as_char() == ':' && second.as_char() == ':' => {
                path.push(plain(&name.to_string()));
                *tokens = ahead;
            }
            // `a != b` is not a macro.
            (Some(TokenTree::Punct(bang)), Some(TokenTree::Group(_) | TokenTree::Ident(_)), _)
                if bang.as_char() == '!' =>
            {
                return (path, Then::Bang);
            }
            _ => return (path, Then::Anything),
        }
    }
}

fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

/// Skips to the end of what follows an attribute.
fn skip_item(tokens: &mut Peekable<token_stream::IntoIter>) {
    for token in tokens.by_ref() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => return,
            _ => {}
        }
    }
}

/// Every identifier in a stream.
pub(super) fn idents(tokens: &TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(plain(&ident.to_string()));
            }
            TokenTree::Group(group) => idents(&group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Whether this is the content of a `cfg` that only holds in tests.
pub(super) fn is_test(content: &TokenStream) -> bool {
    let mut is_negated = false;
    content.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            is_negated = ident == "not";
            ident == "test" || ident == "doctest"
        }
        TokenTree::Group(group) if !is_negated => is_test(&group.stream()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(code: &str) -> Names {
        let mut names = Names::default();
        names.scan(code.parse().unwrap());
        names
    }

    fn long_paths(code: &str) -> Vec<String> {
        let paths = names(code).mentions.into_iter().map(|mention| mention.path.join("::"));
        paths.filter(|path| path.contains("::")).collect()
    }

    fn imports(code: &str) -> Vec<(String, String)> {
        let imports = names(code).imports.into_iter();
        imports
            .map(|import| (import.path.join("::"), import.name.unwrap_or("*".to_owned())))
            .collect()
    }

    #[test]
    fn paths_are_found_wherever_they_stand() {
        let code = "fn f<T: super::A>(a: Vec<crate::b::C>) { x!(self::d::e(y.f::<G>()), z) }";
        assert_eq!(long_paths(code), ["super::A", "crate::b::C", "self::d::e"]);
    }

    #[test]
    fn the_crate_of_a_macro_is_this_one_and_its_variables_are_nothing() {
        let code = "($a:ident) => { $crate::b::C; $a::D; &'crate x; }";
        assert_eq!(long_paths(code), ["crate::b::C"]);
    }

    #[test]
    fn fields_methods_and_the_rest_of_a_path_begin_none() {
        assert!(long_paths("a.crate_x; a.b::<C>(); ::d::e; Vec::<u8>::new").is_empty());
        assert_eq!(long_paths("0..a::B"), ["a::B"]);
    }

    #[test]
    fn a_use_is_read_as_a_tree() {
        let found = imports("fn f() { use crate::{a::{self, B as C}, d::*}; use super::e; }");
        let expected =
            [("crate::a", "a"), ("crate::a::B", "C"), ("crate::d", "*"), ("super::e", "e")];
        let mut found: Vec<_> = found.iter().map(|(p, n)| (p.as_str(), n.as_str())).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(imports("fn f() -> impl A + use<'a, T> {}").is_empty());
    }

    #[test]
    fn what_only_tests_see_is_left_out() {
        let code = "#[cfg(test)] fn f() { a::b() } #[cfg(all(test, unix))] x: c::D, \
                    #[cfg(not(test))] fn g() { e::f() }";
        assert_eq!(long_paths(code), ["e::f"]);
    }

    #[test]
    fn serde_names_modules_and_functions_in_strings() {
        let code = r#"#[serde(rename = "id", with = "nulls", default = "a::b")] x: T"#;
        assert_eq!(long_paths(code), ["nulls::deserialize", "a::b"]);
    }
}
