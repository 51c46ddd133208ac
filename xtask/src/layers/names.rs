//! Where a path leads.

use std::collections::BTreeSet;

use super::source::{FileId, ModuleId, Source};

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Module(ModuleId),
    /// Something that this file defines.
    Item(FileId),
    /// Something of another crate.
    Outside,
}

/// Looks names up as the compiler does, as far as they can be read without it.
pub(super) struct Resolver<'a> {
    source: &'a Source,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { source }
    }

    /// The files that define what a path in a module names. A module by itself is nothing.
    pub(super) fn files(&self, module: ModuleId, path: &[String], is_macro: bool) -> Vec<FileId> {
        let mut seen = BTreeSet::new();
        let places = self.resolve(module, path, &mut seen);
        let files: BTreeSet<_> = places
            .iter()
            .filter_map(|place| match place {
                Place::Item(file) => Some(*file),
                Place::Module(_) | Place::Outside => None,
            })
            .collect();
        if is_macro && (places.is_empty() || path.len() > 1) {
            // Macros by example are found by where they stand in the text, or at the root.
            let name = path.last().map(String::as_str).unwrap_or_default();
            if let Some(defined) = self.source.macros.get(name) {
                let own = self.source.modules[module].file;
                return if defined.contains(&own) { Vec::new() } else { defined.clone() };
            }
        }
        files.into_iter().collect()
    }

    fn resolve(
        &self,
        module: ModuleId,
        path: &[String],
        seen: &mut BTreeSet<(ModuleId, String)>,
    ) -> BTreeSet<Place> {
        let Some((first, rest)) = path.split_first() else { return BTreeSet::new() };
        let mut places = match first.as_str() {
            "crate" => BTreeSet::from([Place::Module(0)]),
            "self" if !rest.is_empty() => BTreeSet::from([Place::Module(module)]),
            "super" => self.source.modules[module].parent.map(Place::Module).into_iter().collect(),
            name => self.lookup(module, name, seen),
        };
        for name in rest {
            let mut next = BTreeSet::new();
            for place in places {
                match place {
                    Place::Module(module) if name == "super" => {
                        next.extend(self.source.modules[module].parent.map(Place::Module));
                    }
                    Place::Module(module) => {
                        let found = self.lookup(module, name, seen);
                        if found.is_empty() {
                            // An exported macro, or what a macro has made out of other names.
                            let macros = self.source.macros.get(name).filter(|_| module == 0);
                            let own = vec![self.source.modules[module].file];
                            next.extend(macros.unwrap_or(&own).iter().copied().map(Place::Item));
                        }
                        next.extend(found);
                    }
                    // An associated item, or a variant.
                    place => {
                        next.insert(place);
                    }
                }
            }
            places = next;
        }
        places
    }

    /// What a name means in a module.
    fn lookup(
        &self,
        id: ModuleId,
        name: &str,
        seen: &mut BTreeSet<(ModuleId, String)>,
    ) -> BTreeSet<Place> {
        let mut places = BTreeSet::new();
        if !seen.insert((id, name.to_owned())) {
            return places;
        }
        let module = &self.source.modules[id];
        if module.items.iter().any(|item| item == name) {
            places.insert(Place::Item(module.file));
        }
        places.extend(module.children.get(name).map(|child| Place::Module(*child)));
        for import in module.imports.iter().filter(|i| i.name.as_deref() == Some(name)) {
            let found = self.resolve(id, &import.path, seen);
            if found.is_empty() {
                places.insert(Place::Outside);
            }
            places.extend(found);
        }
        let mut has_foreign_globs = false;
        if places.is_empty() {
            for import in module.imports.iter().filter(|import| import.name.is_none()) {
                let targets = self.resolve(id, &import.path, seen);
                has_foreign_globs |= targets.is_empty();
                for target in targets {
                    if let Place::Module(target) = target {
                        places.extend(self.lookup(target, name, seen));
                    }
                }
            }
        }
        if places.is_empty() && module.in_macros.contains(name) {
            places.insert(Place::Item(module.file));
        }
        if places.is_empty() && has_foreign_globs {
            places.insert(Place::Outside);
        }
        seen.remove(&(id, name.to_owned()));
        places
    }
}
