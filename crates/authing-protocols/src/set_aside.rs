//! What came and could not be used.

use std::fmt;

/// So many are listed: a document can hold as many odd parts as it likes.
const LISTED: usize = 100;

/// A part of a document that could not be used, and why. The rest was used without it.
///
/// It names keys, endpoints and attributes; of people it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    what: String,
    reason: String,
}

impl SetAside {
    /// Which part it is, such as `signing key 2`. A name that came from outside is cut and escaped.
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What is wrong with it, such as `has an RSA key of 1024 bits`.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// As a sentence without its full stop.
impl fmt::Display for SetAside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what, self.reason)
    }
}

/// Collects what is set aside while a document is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Aside {
    list: Vec<SetAside>,
    unlisted: usize,
}

impl Aside {
    pub(crate) fn push(&mut self, what: impl Into<String>, reason: impl Into<String>) {
        let aside = SetAside { what: what.into(), reason: reason.into() };
        if self.list.contains(&aside) {
            return;
        }
        if self.list.len() < LISTED {
            self.list.push(aside);
        } else {
            self.unlisted += 1;
        }
    }

    /// All of it, with a warning of each in the span that the caller is in. `document` says what
    /// was read.
    pub(crate) fn report(mut self, document: &'static str) -> Vec<SetAside> {
        if self.unlisted > 0 {
            let reason = format!("more are set aside: the first {LISTED} are listed");
            self.list.push(SetAside { what: self.unlisted.to_string(), reason });
        }
        for SetAside { what, reason } in &self.list {
            tracing::warn!(%what, %reason, "a part of the {document} is set aside");
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
            aside.push("one", "comes again and again");
        }
        let list = aside.report("test");
        assert_eq!(list.len(), LISTED + 1);
        assert_eq!(list[0].to_string(), "part 0 is odd");
        assert!(list[LISTED].to_string().starts_with("901 more are set aside"), "{list:?}");
    }
}
