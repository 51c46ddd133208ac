//! The accounts of a pool, found without a look at every one of them.

use std::collections::HashMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

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
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<User>", into = "Vec<User>")]
pub(crate) struct Users {
    list: Vec<User>,
    index: HashMap<(Identifier, String), Vec<usize>>,
    lent: Option<usize>,
}

show_fields!(Users { lent });

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
        self.note_lent();
        let position = self.position(by, value)?;
        self.lent = Some(position);
        self.list.get_mut(position)
    }

    pub(crate) fn push(&mut self, user: User) {
        self.note_lent();
        self.list.push(user);
        self.note(self.list.len() - 1);
    }

    pub(crate) fn retain(&mut self, keep: impl FnMut(&User) -> bool) {
        let mut list = std::mem::take(&mut self.list);
        list.retain(keep);
        *self = list.into();
    }

    /// Changes every account that is not deleted.
    pub(crate) fn change_each(&mut self, change: impl FnMut(&mut User)) {
        let mut list = std::mem::take(&mut self.list);
        list.iter_mut().filter(|user| !user.deleted).for_each(change);
        *self = list.into();
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
        known.chain(self.lent).find(has)
    }

    fn note_lent(&mut self) {
        if let Some(position) = self.lent.take() {
            self.note(position);
        }
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
        let mut users = Self { list, ..Self::default() };
        for position in 0..users.list.len() {
            users.note(position);
        }
        users
    }
}

impl From<Users> for Vec<User> {
    fn from(users: Users) -> Self {
        users.list
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
    use crate::base::clock::Timestamp;

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
