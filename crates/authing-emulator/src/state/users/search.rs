//! A search for a piece of text in what identifies people, without a look at every account.

use std::sync::{Mutex, PoisonError};

use memchr::memmem;

use crate::state::users::User;

/// The fields a search looks into when it names none.
pub(crate) const SEARCHED: &[&str] =
    &["id", "username", "email", "phone", "nickname", "name", "company"];

/// What a search finds in a field.
fn searched<'a>(user: &'a User, field: &str) -> Option<&'a str> {
    match field {
        "id" => Some(user.id.as_str()),
        "username" => user.username.as_deref(),
        "email" => user.email.as_deref(),
        "phone" => user.phone.as_deref(),
        other => user.attribute(other),
    }
}

/// Whether one of the fields contains this text, which is in lower case.
pub(crate) fn contains<'a>(
    user: &User,
    fields: impl IntoIterator<Item = &'a str>,
    text: &str,
) -> bool {
    let mut values = fields.into_iter().filter_map(|field| searched(user, field));
    values.any(|value| value.to_lowercase().contains(text))
}

/// The searched fields of all present accounts in one text, made by the first search and kept up to
/// date by those that follow. A clone makes its own.
#[derive(Default)]
pub(super) struct SearchText(Mutex<Option<Haystack>>);

impl Clone for SearchText {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl SearchText {
    /// Notes that an account has changed.
    pub(super) fn note(&mut self, position: usize) {
        let haystack = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(haystack) = haystack {
            haystack.stale.push(position);
        }
    }

    /// For each account whether it is present and one of the searched fields contains the text, which
    /// is in lower case. `lent` is an account that may have changed without being noted. None if the
    /// text cannot be searched for in this way.
    pub(super) fn find(
        &self,
        users: &[User],
        lent: Option<usize>,
        text: &str,
    ) -> Option<Vec<bool>> {
        if text.is_empty() || text.contains('\0') {
            return None;
        }
        let mut haystack = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let haystack = haystack.get_or_insert_default();
        haystack.stale.extend(lent);
        haystack.refresh(users);
        Some(haystack.find(text, users.len()))
    }
}

/// Fields end with a zero, so that nothing is found across two of them.
#[derive(Default)]
struct Haystack {
    text: Vec<u8>,
    /// Where the piece of an account begins, in ascending order; pieces that were given up among them.
    pieces: Vec<(usize, usize)>,
    /// Where the present piece of each account is.
    places: Vec<std::ops::Range<usize>>,
    /// Accounts whose pieces are out of date.
    stale: Vec<usize>,
    /// Bytes that were given up.
    dead: usize,
}

impl Haystack {
    fn refresh(&mut self, users: &[User]) {
        for position in std::mem::take(&mut self.stale) {
            // One that is not in yet comes below.
            if position < self.places.len() {
                self.give_up(position);
                if let Some(user) = users.get(position) {
                    self.write(position, user);
                }
            }
        }
        if self.dead > self.text.len() / 2 {
            *self = Self::default();
        }
        for (position, user) in users.iter().enumerate().skip(self.places.len()) {
            self.places.push(0..0);
            self.write(position, user);
        }
    }

    fn give_up(&mut self, position: usize) {
        let Some(place) = self.places.get_mut(position).map(std::mem::take) else { return };
        self.dead += place.len();
        if let Some(piece) = self.text.get_mut(place) {
            piece.fill(0);
        }
    }

    fn write(&mut self, position: usize, user: &User) {
        if !user.is_present() {
            return;
        }
        let begin = self.text.len();
        for value in SEARCHED.iter().filter_map(|field| searched(user, field)) {
            self.text.extend_from_slice(value.to_lowercase().as_bytes());
            self.text.push(0);
        }
        self.pieces.push((begin, position));
        if let Some(place) = self.places.get_mut(position) {
            *place = begin..self.text.len();
        }
    }

    fn find(&self, text: &str, users: usize) -> Vec<bool> {
        let mut found = vec![false; users];
        let finder = memmem::Finder::new(text);
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)) {
            let next = self.pieces.partition_point(|(begin, _)| *begin <= from + at);
            let piece = next.checked_sub(1).and_then(|piece| self.pieces.get(piece));
            if let Some(found) = piece.and_then(|(_, position)| found.get_mut(*position)) {
                *found = true;
            }
            // The account is found, wherever else in it the text is.
            from = self.pieces.get(next).map_or(self.text.len(), |(begin, _)| *begin);
        }
        found
    }
}
