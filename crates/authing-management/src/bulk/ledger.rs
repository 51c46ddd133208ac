//! Which row of a file has which name: so that a file that says something twice is told from one
//! that says what is there already.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A name that a row has and no other user may have, as a hash. The hash is keyed at random for
/// each import; that two names of a file of ten million rows share one has a chance of less than 1
/// in 20 000, and then a reason would name a wrong row: what happens is the server's to decide.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) field: &'static str,
    hash: u64,
}

/// Who has a name, by the numbers of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Holder {
    /// The row that says so.
    row: u32,
    /// The first row about this user.
    user: u32,
}

impl Holder {
    pub(crate) fn row(self) -> u64 {
        self.row.into()
    }

    pub(crate) fn is_same_user(self, other: Self) -> bool {
        self.user == other.user
    }
}

/// What the rows so far have claimed: about 30 bytes for each name.
#[derive(Default)]
pub(crate) struct Ledger {
    key: RandomState,
    held: Mutex<BTreeMap<u64, Holder>>,
}

impl Ledger {
    pub(crate) fn claim(&self, field: &'static str, form: &str) -> Claim {
        Claim { field, hash: self.key.hash_one((field, form)) }
    }

    /// Who has one of these names.
    pub(crate) fn holder(&self, claims: &[Claim]) -> Option<Holder> {
        let held = self.held();
        claims.iter().find_map(|claim| held.get(&claim.hash).copied())
    }

    /// Notes that a row has these names. `of` holds those that say which user it is about.
    pub(crate) fn hold(&self, row: u64, of: &[Claim], claims: &[Claim]) {
        // No memory has room for as many rows.
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        let user = self.holder(of).map_or(row, |holder| holder.user);
        let mut held = self.held();
        for claim in claims {
            let holder = held.entry(claim.hash).or_insert(Holder { row, user });
            // A name may go from one user to the next; the first row that gave it to a user stays.
            if holder.user != user {
                *holder = Holder { row, user };
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<u64, Holder>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_first_row_s_until_another_user_gets_it() {
        let ledger = Ledger::default();
        let [wang, li] = ["wang", "li"].map(|name| ledger.claim("username", name));
        let phone = ledger.claim("phone", "13800000001");
        ledger.hold(1, &[wang], &[wang, phone]);
        ledger.hold(4, &[wang], &[wang, phone]);
        let first = ledger.holder(&[phone]).unwrap();
        assert_eq!(first.row(), 1);
        assert!(first.is_same_user(ledger.holder(&[wang]).unwrap()));
        assert_eq!(ledger.holder(&[li]), None);
        ledger.hold(7, &[li], &[li, phone]);
        let second = ledger.holder(&[phone]).unwrap();
        assert_eq!(second.row(), 7);
        assert!(!second.is_same_user(first));
    }

    #[test]
    fn the_same_text_in_another_field_is_another_name() {
        let ledger = Ledger::default();
        assert!(ledger.claim("username", "1") != ledger.claim("phone", "1"));
    }
}
