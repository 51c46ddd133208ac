//! The accounts of a pool, found without a look at every one of them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::state::parts::{Parts, foreign};
use crate::state::users::search::SearchText;
use crate::state::users::{Identity, User};

/// What identifies an account inside its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identifier {
    Id,
    Username,
    Email,
    Phone,
    ExternalId,
}

const IDENTIFIERS: [Identifier; 5] = [
    Identifier::Id,
    Identifier::Username,
    Identifier::Email,
    Identifier::Phone,
    Identifier::ExternalId,
];

impl Identifier {
    fn of(self, user: &User) -> Option<&str> {
        match self {
            Self::Id => Some(&user.id),
            Self::Username => user.username.as_deref(),
            Self::Email => user.email.as_deref(),
            Self::Phone => user.phone.as_deref(),
            Self::ExternalId => user.external_id(),
        }
    }
}

/// Accounts in the order in which they were made, deleted ones among them.
///
/// The index only says where to look: what it finds is compared with the account, so an entry that
/// is out of date does no harm. An account that was lent to be changed may have got an identifier
/// that the index does not know; until it is noted, with the next loan, it is looked at besides.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "Vec<User>")]
pub(crate) struct Users {
    list: Vec<User>,
    changed: Changed,
    index: HashMap<(Identifier, String), Vec<usize>>,
    /// Positions by the time of creation, and those of one moment in the order of the list.
    by_creation: Vec<usize>,
    /// How many lists show, as far as it is noted.
    present: usize,
    search: SearchText,
    lent: Option<Lent>,
}

/// Which accounts may differ from what was written.
#[derive(Clone)]
enum Changed {
    All,
    At(BTreeSet<usize>),
}

impl Default for Changed {
    fn default() -> Self {
        Self::At(BTreeSet::new())
    }
}

impl Changed {
    fn note(&mut self, position: usize) {
        if let Self::At(positions) = self {
            positions.insert(position);
        }
    }
}

/// An account that was lent to be changed, and whether lists showed it before.
#[derive(Clone, Copy)]
struct Lent {
    position: usize,
    was_present: bool,
}

show_fields!(Users { present });

impl Users {
    /// The account that is not deleted and has this identifier. Email addresses are compared
    /// without case, usernames with it.
    pub(crate) fn find(&self, by: Identifier, value: &str) -> Option<&User> {
        self.list.get(self.position(by, value)?)
    }

    /// The account that is not deleted and is linked to this account of a provider.
    pub(crate) fn find_by_identity(&self, provider: &str, id: &str) -> Option<&User> {
        let is_same = |known: &Identity| known.provider == provider && known.user_id_in_idp == id;
        self.list.iter().find(|user| !user.deleted && user.identities.iter().any(is_same))
    }

    pub(crate) fn find_mut(&mut self, by: Identifier, value: &str) -> Option<&mut User> {
        let position = self.position(by, value)?;
        self.lend(position)
    }

    fn lend(&mut self, position: usize) -> Option<&mut User> {
        self.note_lent();
        let user = self.list.get_mut(position)?;
        self.lent = Some(Lent { position, was_present: user.is_present() });
        self.changed.note(position);
        Some(user)
    }

    /// Where an account is that is not deleted. It stays there until another one is taken out.
    pub(crate) fn place(&self, user: &User) -> Option<usize> {
        self.position(Identifier::Id, &user.id)
    }

    pub(crate) fn push(&mut self, user: User) {
        self.note_lent();
        let position = self.list.len();
        self.list.push(user);
        self.note_new(position);
        self.changed.note(position);
    }

    /// All accounts by the time of creation, those of one moment in the order in which they were made.
    pub(crate) fn by_creation(&self) -> impl DoubleEndedIterator<Item = &User> {
        self.by_creation.iter().filter_map(|position| self.list.get(*position))
    }

    /// How many accounts lists show.
    pub(crate) fn count_present(&self) -> usize {
        let Some(lent) = self.lent else { return self.present };
        let is_present = self.list.get(lent.position).is_some_and(User::is_present);
        self.present + usize::from(is_present) - usize::from(lent.was_present)
    }

    /// The accounts that lists show and whose searched fields contain this text, which is in lower
    /// case, by the time of creation. None if the text cannot be searched for in this way.
    pub(crate) fn search(&self, text: &str) -> Option<impl DoubleEndedIterator<Item = &User>> {
        let lent = self.lent.map(|lent| lent.position);
        let found = self.search.find(&self.list, lent, text)?;
        let is_found = move |position: &&usize| found.get(**position) == Some(&true);
        let positions = self.by_creation.iter().filter(is_found);
        Some(positions.filter_map(|position| self.list.get(*position)))
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&User) -> bool) {
        let mut list = std::mem::take(&mut self.list);
        list.retain(keep);
        *self = list.into();
    }

    /// Changes every account of this kind that is not deleted.
    pub(crate) fn change_where(
        &mut self,
        is_meant: impl Fn(&User) -> bool,
        mut change: impl FnMut(&mut User),
    ) {
        for position in 0..self.list.len() {
            if self.list.get(position).is_some_and(|user| !user.deleted && is_meant(user))
                && let Some(user) = self.lend(position)
            {
                change(user);
            }
        }
    }

    fn position(&self, by: Identifier, value: &str) -> Option<usize> {
        let value = match by {
            Identifier::Email => value.to_lowercase(),
            _ => value.to_owned(),
        };
        let has = |position: &usize| {
            let user = self.list.get(*position);
            user.is_some_and(|user| !user.deleted && by.of(user) == Some(value.as_str()))
        };
        let known = self.index.get(&(by, value.clone())).into_iter().flatten().copied();
        known.chain(self.lent.map(|lent| lent.position)).find(has)
    }

    fn note_lent(&mut self) {
        self.present = self.count_present();
        if let Some(lent) = self.lent.take() {
            self.note(lent.position);
            self.search.note(lent.position);
        }
    }

    fn note_new(&mut self, position: usize) {
        self.note(position);
        let Some(user) = self.list.get(position) else { return };
        self.present += usize::from(user.is_present());
        let created = user.created_at;
        let is_before = |other: &usize| self.created_at(*other) <= Some(created);
        // Unless the clock was set back it is the last.
        let place = match self.by_creation.last() {
            Some(last) if !is_before(last) => self.by_creation.partition_point(is_before),
            _ => self.by_creation.len(),
        };
        self.by_creation.insert(place, position);
    }

    fn created_at(&self, position: usize) -> Option<Timestamp> {
        self.list.get(position).map(|user| user.created_at)
    }

    fn note(&mut self, position: usize) {
        let Some(user) = self.list.get(position) else { return };
        for by in IDENTIFIERS {
            let Some(value) = by.of(user) else { continue };
            let positions = self.index.entry((by, value.to_owned())).or_default();
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
    }
}

impl From<Vec<User>> for Users {
    fn from(list: Vec<User>) -> Self {
        let mut users = Self { list, changed: Changed::All, ..Self::default() };
        for position in 0..users.list.len() {
            users.note_new(position);
        }
        users
    }
}

impl Serialize for Users {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(out)
    }
}

/// All accounts, or some of them with their places.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part<U> {
    All(Vec<U>),
    Rows(Vec<(usize, U)>),
}

impl Parts for Users {
    fn part(&self) -> serde_json::Result<Option<Json>> {
        let part = match &self.changed {
            Changed::All => Part::All(self.list.iter().collect()),
            Changed::At(positions) if positions.is_empty() => return Ok(None),
            Changed::At(positions) => {
                let row = |position: &usize| Some((*position, self.list.get(*position)?));
                Part::Rows(positions.iter().filter_map(row).collect())
            }
        };
        serde_json::to_value(part).map(Some)
    }

    fn written(&mut self) {
        self.changed = Changed::default();
    }

    fn apply(&mut self, part: Json) -> serde_json::Result<()> {
        match serde_json::from_value(part)? {
            Part::All(list) => *self = list.into(),
            Part::Rows(rows) => {
                for (position, row) in rows {
                    let end = self.list.len();
                    match self.lend(position) {
                        Some(user) => *user = row,
                        None if position == end => self.push(row),
                        None => return Err(foreign()),
                    }
                }
            }
        }
        Ok(())
    }
}

impl Deref for Users {
    type Target = [User];

    fn deref(&self) -> &[User] {
        &self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::users::UserStatus;

    fn named(id: &str, username: &str) -> User {
        let mut user = User::new(id.to_owned(), Timestamp(0), "test");
        user.username = Some(username.to_owned());
        user
    }

    fn id_of<'a>(users: &'a Users, username: &str) -> Option<&'a str> {
        users.find(Identifier::Username, username).map(|user| user.id.as_str())
    }

    #[test]
    fn a_changed_name_is_found_at_once_and_later_and_the_old_one_is_not() {
        let mut users = Users::from(vec![named("1", "ann"), named("2", "bob")]);
        users.find_mut(Identifier::Id, "1").unwrap().username = Some("amy".to_owned());
        for _ in 0..2 {
            assert_eq!(id_of(&users, "amy"), Some("1"));
            assert_eq!(id_of(&users, "ann"), None);
            users.find_mut(Identifier::Id, "2").unwrap();
        }
        users.find_mut(Identifier::Id, "2").unwrap().username = Some("ann".to_owned());
        users.push(named("3", "cid"));
        assert_eq!(id_of(&users, "ann"), Some("2"), "a name that was given up can be taken");
    }

    fn made_at(id: &str, at: i64) -> User {
        User::new(id.to_owned(), Timestamp(at), "test")
    }

    fn ids<'a>(users: impl Iterator<Item = &'a User>) -> Vec<&'a str> {
        users.map(|user| user.id.as_str()).collect()
    }

    #[test]
    fn the_order_of_creation_holds_though_the_clock_is_set_back() {
        let mut users = Users::default();
        for (id, at) in [("a", 5), ("b", 5), ("c", 9), ("d", 5), ("e", 1), ("f", 9)] {
            users.push(made_at(id, at));
        }
        assert_eq!(ids(users.by_creation()), ["e", "a", "b", "d", "c", "f"]);
        users.retain(|user| user.id != "b");
        assert_eq!(ids(users.by_creation()), ["e", "a", "d", "c", "f"]);
    }

    #[test]
    fn those_that_lists_show_are_counted_while_they_change() {
        let mut users = Users::from(vec![named("1", "ann"), named("2", "bob"), named("3", "cid")]);
        assert_eq!(users.count_present(), 3);
        users.find_mut(Identifier::Id, "1").unwrap().status = UserStatus::Archived;
        assert_eq!(users.count_present(), 2);
        users.find_mut(Identifier::Id, "2").unwrap().deleted = true;
        assert_eq!(users.count_present(), 1);
        users.find_mut(Identifier::Id, "1").unwrap().status = UserStatus::Activated;
        assert_eq!(users.count_present(), 2);
        users.push(named("4", "dan"));
        assert_eq!(users.count_present(), 3);
        users.change_where(|user| user.id != "4", |user| user.status = UserStatus::Resigned);
        assert_eq!(users.count_present(), 1);
    }

    #[test]
    fn a_search_finds_what_is_there_now_and_only_within_a_field() {
        let mut users =
            Users::from(vec![named("1", "Ann"), named("2", "bob"), named("3", "BANNER")]);
        let found = |users: &Users, text: &str| -> Vec<String> {
            users.search(text).unwrap().map(|user| user.id.clone()).collect()
        };
        assert_eq!(found(&users, "ann"), ["1", "3"]);
        assert_eq!(found(&users, "1ann"), [""; 0], "the id and the name after it");
        users.find_mut(Identifier::Id, "1").unwrap().username = Some("amy".to_owned());
        assert_eq!(found(&users, "ann"), ["3"], "still lent");
        users.find_mut(Identifier::Id, "3").unwrap().status = UserStatus::Archived;
        users.push(named("4", "joanne"));
        assert_eq!(found(&users, "ann"), ["4"]);
        for round in 0..50 {
            users.find_mut(Identifier::Id, "2").unwrap().email =
                Some(format!("Ann{round}@example.com"));
            assert_eq!(found(&users, "ann"), ["2", "4"]);
            assert_eq!(found(&users, &format!("n{}@", round + 1)), [""; 0]);
        }
        assert!(users.search("").is_none() && users.search("a\0b").is_none());
    }

    #[test]
    fn what_has_changed_is_told_and_nothing_else() {
        let mut users =
            Users::from((0..50).map(|n| named(&n.to_string(), "n")).collect::<Vec<_>>());
        let mut other = Users::default();
        let mut follow = |users: &mut Users| {
            let part = users.part().unwrap().unwrap();
            let size = part.to_string().len();
            other.apply(part).unwrap();
            users.written();
            let text = |users: &Users| serde_json::to_string(users).unwrap();
            assert_eq!(text(&other), text(users));
            assert!(users.part().unwrap().is_none(), "it is written now");
            assert_eq!(other.count_present(), users.count_present());
            (size, id_of(&other, "amy").map(str::to_owned))
        };
        let (all, _) = follow(&mut users);
        users.find_mut(Identifier::Id, "7").unwrap().username = Some("amy".to_owned());
        users.push(named("50", "new"));
        let (some, amy) = follow(&mut users);
        assert!(some < all / 10 && amy.as_deref() == Some("7"), "{some} of {all}");
        users.change_where(|user| user.id == "8", |user| user.deleted = true);
        assert!(follow(&mut users).0 < all / 10);
        users.retain(|user| user.id != "3");
        follow(&mut users);
        let row = serde_json::json!({ "rows": [[90, named("90", "far")]] });
        assert!(users.apply(row).is_err(), "there is none before it");
    }

    #[test]
    fn the_deleted_are_not_found_and_make_room() {
        let mut users = Users::from(vec![named("1", "ann")]);
        users.find_mut(Identifier::Id, "1").unwrap().deleted = true;
        assert_eq!(id_of(&users, "ann"), None);
        users.push(named("2", "ann"));
        assert_eq!(id_of(&users, "ann"), Some("2"));
        users.retain(|user| user.id != "2");
        assert_eq!((id_of(&users, "ann"), users.len()), (None, 1));
    }
}
