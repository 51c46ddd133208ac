//! Issued user tokens.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value as Json;

use crate::base::clock::Timestamp;
use crate::state::parts::Parts;

/// A user token the emulator handed out, known by its fingerprint.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IssuedToken {
    pub(crate) fingerprint: String,
    pub(crate) user_id: String,
    pub(crate) app_id: String,
    pub(crate) expires_at: Timestamp,
    pub(crate) revoked: bool,
    /// Whether a login made it; a token refreshed by an administrator opens no session.
    pub(crate) login: bool,
    /// The authorization it was issued for, if it came from a protocol's endpoint.
    #[serde(default)]
    pub(crate) grant_id: Option<String>,
}

show_fields!(IssuedToken { user_id, app_id, expires_at, revoked, login, grant_id });

/// Tokens in the order in which they were handed out, found without a look at every one of them.
///
/// All that changes about a token that is in here is whether it was revoked.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "Vec<IssuedToken>")]
pub(crate) struct Tokens {
    /// By a number that counts up.
    entries: BTreeMap<u64, IssuedToken>,
    next: u64,
    /// The numbers of those that differ from what was written, or are gone.
    changed: BTreeSet<u64>,
    /// The same claims signed twice are the same token.
    by_fingerprint: HashMap<String, Vec<u64>>,
    by_user: HashMap<String, BTreeSet<u64>>,
    by_end: BTreeSet<(Timestamp, u64)>,
}

show_fields!(Tokens { next });

impl Tokens {
    /// Adds a token and forgets those that have expired.
    pub(crate) fn add(&mut self, token: IssuedToken, now: Timestamp) {
        while let Some(&(end, number)) = self.by_end.first()
            && end <= now
        {
            self.remove(number);
        }
        self.push(token);
    }

    /// Whether this token was handed out and is not forgotten yet.
    pub(crate) fn contains(&self, fingerprint: &str) -> bool {
        self.by_fingerprint.contains_key(fingerprint)
    }

    pub(crate) fn is_revoked(&self, fingerprint: &str) -> bool {
        self.of_fingerprint(fingerprint).any(|token| token.revoked)
    }

    /// Whether this token was handed out, and neither revoked nor expired.
    pub(crate) fn lives(&self, fingerprint: &str, now: Timestamp) -> bool {
        self.of_fingerprint(fingerprint).any(|token| !token.revoked && token.expires_at > now)
    }

    pub(crate) fn of_user(&self, user_id: &str) -> impl Iterator<Item = &IssuedToken> {
        let numbers = self.by_user.get(user_id).into_iter().flatten();
        numbers.filter_map(|number| self.entries.get(number))
    }

    pub(crate) fn revoke(&mut self, fingerprint: &str) {
        for number in self.by_fingerprint.get(fingerprint).into_iter().flatten() {
            if let Some(token) = self.entries.get_mut(number) {
                token.revoked = true;
                self.changed.insert(*number);
            }
        }
    }

    /// Revokes the tokens of a user, or only those of one application.
    pub(crate) fn revoke_user(&mut self, user_id: &str, app_id: Option<&str>) {
        for number in self.by_user.get(user_id).into_iter().flatten() {
            if let Some(token) = self.entries.get_mut(number) {
                token.revoked |= app_id.is_none_or(|id| id == token.app_id);
                self.changed.insert(*number);
            }
        }
    }

    pub(crate) fn revoke_where(&mut self, is_meant: impl Fn(&IssuedToken) -> bool) {
        for (number, token) in &mut self.entries {
            if !token.revoked && is_meant(token) {
                token.revoked = true;
                self.changed.insert(*number);
            }
        }
    }

    /// Takes out the tokens of an application.
    pub(crate) fn take_app(&mut self, app_id: &str) -> Vec<IssuedToken> {
        let of_app =
            |(number, token): (&u64, &IssuedToken)| (token.app_id == app_id).then_some(*number);
        let numbers: Vec<u64> = self.entries.iter().filter_map(of_app).collect();
        numbers.into_iter().filter_map(|number| self.remove(number)).collect()
    }

    fn of_fingerprint(&self, fingerprint: &str) -> impl Iterator<Item = &IssuedToken> {
        let numbers = self.by_fingerprint.get(fingerprint).into_iter().flatten();
        numbers.filter_map(|number| self.entries.get(number))
    }

    fn push(&mut self, token: IssuedToken) {
        self.insert(self.next, token);
    }

    fn insert(&mut self, number: u64, token: IssuedToken) {
        self.next = self.next.max(number.saturating_add(1));
        self.changed.insert(number);
        self.by_fingerprint.entry(token.fingerprint.clone()).or_default().push(number);
        self.by_user.entry(token.user_id.clone()).or_default().insert(number);
        self.by_end.insert((token.expires_at, number));
        self.entries.insert(number, token);
    }

    fn remove(&mut self, number: u64) -> Option<IssuedToken> {
        let token = self.entries.remove(&number)?;
        self.changed.insert(number);
        self.by_end.remove(&(token.expires_at, number));
        if let Some(numbers) = self.by_fingerprint.get_mut(&token.fingerprint) {
            numbers.retain(|known| *known != number);
            if numbers.is_empty() {
                self.by_fingerprint.remove(&token.fingerprint);
            }
        }
        if let Some(numbers) = self.by_user.get_mut(&token.user_id) {
            numbers.remove(&number);
            if numbers.is_empty() {
                self.by_user.remove(&token.user_id);
            }
        }
        Some(token)
    }
}

impl From<Vec<IssuedToken>> for Tokens {
    fn from(list: Vec<IssuedToken>) -> Self {
        let mut tokens = Self::default();
        for token in list {
            tokens.push(token);
        }
        tokens
    }
}

impl Serialize for Tokens {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.entries.values())
    }
}

/// The numbers of those that are gone, and those that are new or differ.
#[derive(Serialize, Deserialize)]
struct Part<T> {
    gone: Vec<u64>,
    put: Vec<(u64, T)>,
}

impl Parts for Tokens {
    fn part(&self) -> serde_json::Result<Option<Json>> {
        if self.changed.is_empty() {
            return Ok(None);
        }
        let mut part = Part { gone: Vec::new(), put: Vec::new() };
        for number in &self.changed {
            match self.entries.get(number) {
                Some(token) => part.put.push((*number, token)),
                None => part.gone.push(*number),
            }
        }
        serde_json::to_value(part).map(Some)
    }

    fn written(&mut self) {
        self.changed.clear();
    }

    /// A list has no numbers: whoever reads it counts from the beginning.
    fn written_whole(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        *self = entries.into_values().collect::<Vec<_>>().into();
        self.written();
    }

    fn apply(&mut self, part: Json) -> serde_json::Result<()> {
        let Part { gone, put } = serde_json::from_value::<Part<IssuedToken>>(part)?;
        for number in gone {
            self.remove(number);
        }
        for (number, token) in put {
            self.remove(number);
            self.insert(number, token);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(fingerprint: &str, user: &str, app: &str, end: i64) -> IssuedToken {
        IssuedToken {
            fingerprint: fingerprint.to_owned(),
            user_id: user.to_owned(),
            app_id: app.to_owned(),
            expires_at: Timestamp(end),
            revoked: false,
            login: true,
            grant_id: None,
        }
    }

    fn kept(tokens: &Tokens) -> Vec<String> {
        tokens.entries.values().map(|token| token.fingerprint.clone()).collect()
    }

    #[test]
    fn tokens_are_forgotten_when_they_have_expired_and_not_before() {
        let mut tokens = Tokens::default();
        tokens.add(token("late", "ann", "a", 30), Timestamp(0));
        tokens.add(token("soon", "ann", "a", 10), Timestamp(0));
        tokens.add(token("next", "bob", "a", 20), Timestamp(9));
        assert_eq!(kept(&tokens), ["late", "soon", "next"]);
        tokens.add(token("new", "bob", "a", 40), Timestamp(10));
        assert_eq!(kept(&tokens), ["late", "next", "new"]);
        assert!(!tokens.contains("soon") && tokens.contains("late"));
        assert!(tokens.lives("late", Timestamp(29)) && !tokens.lives("late", Timestamp(30)));
        assert_eq!(tokens.of_user("ann").count(), 1);
    }

    #[test]
    fn what_is_revoked_is_the_token_the_user_or_the_application_meant() {
        let mut tokens = Tokens::default();
        for (fingerprint, user, app) in [("1", "ann", "a"), ("2", "ann", "b"), ("3", "bob", "a")] {
            tokens.add(token(fingerprint, user, app, 10), Timestamp(0));
        }
        // The same token once more.
        tokens.add(token("3", "bob", "a", 12), Timestamp(0));
        let revoked = |tokens: &Tokens| ["1", "2", "3"].map(|one| tokens.is_revoked(one));
        tokens.revoke_user("ann", Some("b"));
        assert_eq!(revoked(&tokens), [false, true, false]);
        tokens.revoke("3");
        assert_eq!(revoked(&tokens), [false, true, true]);
        tokens.revoke_where(|token| token.user_id == "ann");
        assert_eq!(revoked(&tokens), [true, true, true]);
        let of_app = tokens.take_app("a");
        assert_eq!(
            of_app.iter().map(|token| token.fingerprint.as_str()).collect::<Vec<_>>(),
            ["1", "3", "3"]
        );
        assert_eq!(kept(&tokens), ["2"]);
        assert!(!tokens.contains("3") && tokens.of_user("bob").next().is_none());
    }

    #[test]
    fn what_has_changed_is_told_and_nothing_else() {
        let mut tokens = Tokens::default();
        let mut other = Tokens::default();
        let mut follow = |tokens: &mut Tokens| {
            let part = tokens.part().unwrap().unwrap();
            let size = part.to_string().len();
            other.apply(part).unwrap();
            tokens.written();
            let text = |tokens: &Tokens| serde_json::to_string(tokens).unwrap();
            assert_eq!(text(&other), text(tokens));
            assert!(tokens.part().unwrap().is_none(), "it is written now");
            assert_eq!(other.of_user("ann").count(), tokens.of_user("ann").count());
            size
        };
        for number in 0..50 {
            tokens.add(token(&number.to_string(), "ann", "a", 10 + number), Timestamp(0));
        }
        let all = follow(&mut tokens);
        tokens.add(token("new", "bob", "a", 90), Timestamp(12));
        tokens.revoke("7");
        assert!(follow(&mut tokens) < all / 10);
        // A list is written, and read again by somebody else.
        tokens.written_whole();
        let list = serde_json::to_string(&tokens).unwrap();
        let mut other: Tokens = serde_json::from_str(&list).unwrap();
        tokens.revoke("9");
        tokens.add(token("last", "bob", "a", 91), Timestamp(13));
        other.apply(tokens.part().unwrap().unwrap()).unwrap();
        assert!(other.is_revoked("9") && !other.is_revoked("8"));
        assert_eq!(kept(&other), kept(&tokens));
    }
}
