//! Which function resolves which field.

use std::collections::HashMap;

use crate::handler::FieldHandler;

pub(super) struct Registry(HashMap<(&'static str, &'static str), FieldHandler>);

impl Registry {
    pub(super) fn new(areas: &[&'static [FieldHandler]]) -> Self {
        let handlers = areas.iter().copied().flatten();
        Self(handlers.map(|handler| ((handler.parent, handler.field), *handler)).collect())
    }

    #[cfg(test)]
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.keys().copied()
    }

    pub(super) fn get(&self, parent: &str, field: &str) -> Option<FieldHandler> {
        self.0.get(&(parent, field)).copied()
    }
}
