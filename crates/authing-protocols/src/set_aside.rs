//! What came and could not be used.

use authing_types::SetAside;

/// So many are listed: a document can hold as many odd parts as it likes.
const LISTED: usize = 100;

/// So many are warned of one by one.
const WARNED: usize = 16;

/// Why a part that is null is set aside. Servers write so what they do not have: no warning.
pub(crate) const NULL: &str = "is null";

/// Collects what is set aside while a document is read.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    list: Vec<SetAside>,
    unlisted: usize,
}

impl Aside {
    /// A part that counts as absent. Names from outside must be fit for a log.
    pub(crate) fn push(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.add(SetAside::new(path, problem, false));
    }

    /// One of several of its kind, of which the others are used.
    pub(crate) fn push_entry(&mut self, path: impl Into<String>, problem: impl Into<String>) {
        self.add(SetAside::new(path, problem, true));
    }

    fn add(&mut self, aside: SetAside) {
        if self.list.contains(&aside) {
            return;
        }
        if self.list.len() < LISTED {
            self.list.push(aside);
        } else {
            self.unlisted += 1;
        }
    }

    /// All of it, with a warning of the first in the span that the caller is in. `document` says what
    /// was read.
    pub(crate) fn report(mut self, document: &'static str) -> Vec<SetAside> {
        if self.unlisted > 0 {
            let problem = format!("has {} more parts that are set aside", self.unlisted);
            self.list.push(SetAside::new(document, problem, false));
        }
        let odd = self.list.iter().filter(|one| one.problem != NULL);
        for SetAside { path, problem, .. } in odd.take(WARNED) {
            tracing::warn!(path, problem, "a part of the {document} is set aside");
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_full_of_odd_parts_gives_a_short_list() {
        let mut aside = Aside::default();
        for number in 0..1000 {
            aside.push(format!("part {number}"), "is odd");
            aside.push_entry("one", "comes again and again");
        }
        let list = aside.report("test");
        assert_eq!(list.len(), LISTED + 1);
        assert_eq!(list[0].to_string(), "`part 0` is odd");
        assert_eq!(list[LISTED].to_string(), "`test` has 901 more parts that are set aside");
    }
}
