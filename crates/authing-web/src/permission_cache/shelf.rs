//! A bounded map of what is known about users.

use std::collections::HashMap;

use super::fact::Fact;

/// What is known, by user and fact, up to a number of facts.
///
/// There are two halves: what is new goes into the young one, and when that is full it becomes the old one,
/// and what was the old one goes. So at least the newer half of what fits is there, and making room is one
/// step. All that is kept ends soon by itself, so nothing is gained by knowing what is used most.
pub(super) struct Shelf<V> {
    young: Users<V>,
    old: Users<V>,
    /// How many facts the young half holds, and how many it may.
    count: usize,
    half: usize,
}

/// What is known of each user.
pub(super) type Users<V> = HashMap<Box<str>, HashMap<Fact<'static>, V>>;

impl<V: Clone> Shelf<V> {
    /// For so many facts, at least two.
    pub(super) fn new(capacity: usize) -> Self {
        let half = (capacity / 2).max(1);
        Self { young: Users::new(), old: Users::new(), count: 0, half }
    }

    pub(super) fn get(&self, user: &str, fact: &Fact<'_>) -> Option<V> {
        find(&self.young, user, fact).or_else(|| find(&self.old, user, fact)).cloned()
    }

    /// What is known, or else `new`. What had to go for it is returned too: it may be much, so let it go
    /// when nobody waits for the shelf.
    pub(super) fn get_or_insert(
        &mut self,
        user: &str,
        fact: &Fact<'_>,
        new: V,
    ) -> (V, Option<Users<V>>) {
        if let Some(known) = self.get(user, fact) {
            return (known, None);
        }
        let mut gone = None;
        if self.count >= self.half {
            let full = std::mem::take(&mut self.young);
            gone = Some(std::mem::replace(&mut self.old, full));
            self.count = 0;
        }
        self.young.entry(user.into()).or_default().insert(fact.owned(), new.clone());
        self.count += 1;
        (new, gone)
    }

    /// Takes all out that is known of a user.
    pub(super) fn remove(&mut self, user: &str) {
        self.old.remove(user);
        let young = self.young.remove(user).map_or(0, |facts| facts.len());
        self.count = self.count.saturating_sub(young);
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) -> [Users<V>; 2] {
        self.count = 0;
        [std::mem::take(&mut self.young), std::mem::take(&mut self.old)]
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        [&self.young, &self.old].into_iter().flat_map(HashMap::values).map(HashMap::len).sum()
    }
}

fn find<'f, V>(users: &'f Users<V>, user: &str, fact: &'f Fact<'f>) -> Option<&'f V> {
    // Keys that own what they hold can be read as ones that borrow it, as what is looked for does.
    let facts: &'f HashMap<Fact<'f>, V> = users.get(user)?;
    facts.get(fact)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn tenant(id: &str) -> Fact<'_> {
        Fact::Tenant(Cow::Borrowed(id))
    }

    fn put(shelf: &mut Shelf<u32>, user: &str, fact: &str, value: u32) -> u32 {
        shelf.get_or_insert(user, &tenant(fact), value).0
    }

    #[test]
    fn it_never_holds_more_than_its_capacity_and_always_the_newer_half() {
        let mut shelf = Shelf::new(10);
        for at in 0..1000_u32 {
            put(&mut shelf, &format!("u{}", at % 7), &at.to_string(), at);
            assert!(shelf.len() <= 10, "{}", shelf.len());
            for kept in at.saturating_sub(4)..=at {
                let found = shelf.get(&format!("u{}", kept % 7), &tenant(&kept.to_string()));
                assert_eq!(found, Some(kept));
            }
        }
        let (_, gone) = shelf.get_or_insert("u", &tenant("more"), 0);
        assert!(gone.is_some_and(|users| !users.is_empty()), "it goes when nobody waits");
    }

    #[test]
    fn what_is_there_stays_and_kinds_and_users_are_apart() {
        let mut shelf = Shelf::new(10);
        assert_eq!(put(&mut shelf, "ann", "t", 1), 1);
        assert_eq!(put(&mut shelf, "ann", "t", 2), 1);
        assert_eq!(put(&mut shelf, "bob", "t", 3), 3);
        assert_eq!(shelf.get("ann", &Fact::Org(Cow::Borrowed("t"))), None);
    }

    #[test]
    fn a_user_is_forgotten_in_both_halves_and_makes_room() {
        let mut shelf = Shelf::new(4);
        for (at, user) in ["ann", "bob", "ann", "bob"].into_iter().enumerate() {
            put(&mut shelf, user, &at.to_string(), 0);
        }
        shelf.remove("ann");
        assert_eq!(shelf.len(), 2);
        assert_eq!(shelf.get("ann", &tenant("0")).or(shelf.get("ann", &tenant("2"))), None);
        put(&mut shelf, "ann", "4", 0);
        assert!(shelf.get("bob", &tenant("1")).is_some(), "nothing had to go");
        shelf.clear();
        assert_eq!((shelf.len(), shelf.count), (0, 0));
    }
}
