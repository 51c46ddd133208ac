//! The modules of a crate, as its files declare them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use quote::ToTokens as _;
use syn::{Attribute, Item, ItemMacro, Meta, Visibility};

use super::tokens::{self, Import, Mention, Names};

/// The index of a file in [`Source::files`].
pub(super) type FileId = usize;

/// The index of a module in [`Source::modules`].
pub(super) type ModuleId = usize;

/// A module: a file, or a part of one.
#[derive(Default)]
pub(super) struct Module {
    pub(super) file: FileId,
    pub(super) parent: Option<ModuleId>,
    pub(super) children: BTreeMap<String, ModuleId>,
    /// The names of what is defined here.
    pub(super) items: Vec<String>,
    /// The names in calls of macros, which may be those of what they define.
    pub(super) in_macros: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// The code that is here, and what it imports for itself: not what it re-exports.
    pub(super) mentions: Vec<Mention>,
}

/// One file of a crate.
pub(super) struct File {
    /// From the crate's `src`, with `/`.
    pub(super) path: String,
    /// `a::b`, or nothing for the root.
    pub(super) module: String,
}

/// The files and modules of a crate; the first of each is the root.
#[derive(Default)]
pub(super) struct Source {
    pub(super) files: Vec<File>,
    pub(super) modules: Vec<Module>,
    /// `macro_rules!` and where it is.
    pub(super) macros: BTreeMap<String, Vec<FileId>>,
}

impl Source {
    /// Reads a crate from its root.
    ///
    /// # Errors
    ///
    /// A file that is missing or is not Rust.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let mut source = Self::default();
        let src = root.parent().unwrap_or(root);
        source.file(src, root, None, "")?;
        Ok(source)
    }

    /// A file's path from the crate's `src`.
    pub(super) fn path(&self, file: FileId) -> &str {
        self.files.get(file).map(|file| file.path.as_str()).unwrap_or_default()
    }

    fn file(
        &mut self,
        src: &Path,
        path: &Path,
        parent: Option<ModuleId>,
        module: &str,
    ) -> Result<ModuleId, String> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let syntax = syn::parse_file(&text).map_err(|e| {
            let line = e.span().start().line;
            format!("{}:{line}: {e}", path.display())
        })?;
        let file = self.files.len();
        self.files.push(File { path: relative(src, path), module: module.to_owned() });
        let id = self.module(file, parent);

        // `mod b;` in `a.rs` is `a/b.rs`, in `a/mod.rs` and in a crate's root it stands beside.
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let beside = path.parent().unwrap_or(src);
        let is_root = parent.is_none() || name == "mod";
        let folder = if is_root { beside.to_owned() } else { beside.join(name) };
        self.items(src, id, syntax.items, &folder, beside, module)?;
        Ok(id)
    }

    fn module(&mut self, file: FileId, parent: Option<ModuleId>) -> ModuleId {
        self.modules.push(Module { file, parent, ..Module::default() });
        self.modules.len() - 1
    }

    fn items(
        &mut self,
        src: &Path,
        id: ModuleId,
        items: Vec<Item>,
        folder: &Path,
        beside: &Path,
        module: &str,
    ) -> Result<(), String> {
        for item in items {
            if attributes(&item).iter().any(is_only_for_tests) {
                continue;
            }
            match item {
                Item::Mod(item) => {
                    let name = item.ident.to_string().trim_start_matches("r#").to_owned();
                    let path =
                        if module.is_empty() { name.clone() } else { format!("{module}::{name}") };
                    let child = match item.content {
                        Some((_, items)) => {
                            let file = self.modules[id].file;
                            let child = self.module(file, Some(id));
                            let folder = folder.join(&name);
                            self.items(src, child, items, &folder, &folder, &path)?;
                            child
                        }
                        None => {
                            let file = file_of(&item.attrs, folder, beside, &name);
                            self.file(src, &file, Some(id), &path)?
                        }
                    };
                    self.modules[id].children.insert(name, child);
                }
                Item::Use(item) => {
                    let mut names = Names::default();
                    let mut tokens = item.tree.to_token_stream().into_iter().peekable();
                    names.use_tree(&mut tokens);
                    let module = &mut self.modules[id];
                    if matches!(item.vis, Visibility::Inherited) {
                        let named = names.imports.iter().filter(|import| import.name.is_some());
                        module.mentions.extend(named.map(|import| Mention {
                            path: import.path.clone(),
                            line: import.line,
                            is_macro: false,
                        }));
                    }
                    module.imports.append(&mut names.imports);
                }
                item => {
                    let file = self.modules[id].file;
                    match &item {
                        Item::Macro(ItemMacro { ident: Some(name), .. }) => {
                            self.macros.entry(name.to_string()).or_default().push(file);
                        }
                        Item::Macro(item) => {
                            tokens::idents(&item.mac.tokens, &mut self.modules[id].in_macros);
                        }
                        _ => {}
                    }
                    let module = &mut self.modules[id];
                    module.items.extend(name(&item));
                    let mut names = Names::default();
                    names.scan(item.into_token_stream());
                    // An import inside a function is read as one of the module.
                    let local = names.imports.iter().filter(|import| import.name.is_some());
                    module.mentions.extend(local.map(|import| Mention {
                        path: import.path.clone(),
                        line: import.line,
                        is_macro: false,
                    }));
                    module.mentions.append(&mut names.mentions);
                    module.imports.append(&mut names.imports);
                }
            }
        }
        Ok(())
    }
}

/// The name that an item defines, if it is one that a path can lead to.
fn name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string().trim_start_matches("r#").to_owned())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_only_for_tests(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::List(list) => list.path.is_ident("cfg") && tokens::is_test(&list.tokens),
        Meta::Path(path) => path.segments.last().is_some_and(|name| name.ident == "test"),
        Meta::NameValue(_) => false,
    }
}

/// Where `mod name;` finds its file.
fn file_of(attributes: &[Attribute], folder: &Path, beside: &Path, name: &str) -> PathBuf {
    let path = attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(value) if value.path.is_ident("path") => {
            let text = value.value.to_token_stream().to_string();
            Some(beside.join(text.trim_matches('"')))
        }
        _ => None,
    });
    path.unwrap_or_else(|| {
        let file = folder.join(format!("{name}.rs"));
        if file.is_file() { file } else { folder.join(name).join("mod.rs") }
    })
}

fn relative(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
