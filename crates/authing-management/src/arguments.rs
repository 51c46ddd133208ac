//! What the arguments of several areas have in common.

use authing_core::Operation;
pub(crate) use authing_core::arguments::{
    required as not_empty, required_all as none_empty, required_if_given as not_empty_if_given,
};

/// A change that may be sent again unless it renames what it changes: then the second time there is
/// nothing of the old code.
pub(crate) fn idempotent_unless_renamed(update: Operation, new_code: Option<&str>) -> Operation {
    if new_code.is_some() { update } else { update.idempotent() }
}

pub(crate) fn collect(texts: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    texts.into_iter().map(Into::into).collect()
}
