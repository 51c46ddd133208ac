//! Collections that grow with users and requests, of which a save writes only what has changed.

use std::collections::VecDeque;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

/// A collection that knows what has changed in it since it was written last.
pub(crate) trait Parts {
    /// What has changed, as `apply` takes it; none if nothing has.
    fn part(&self) -> serde_json::Result<Option<Json>>;

    /// Notes that what it holds now is written.
    fn written(&mut self);

    /// Notes that all of it is written, as one list that a later start reads.
    fn written_whole(&mut self) {
        self.written();
    }

    /// Makes the changes that `part` told of. The error is that they do not belong to this collection.
    fn apply(&mut self, part: Json) -> serde_json::Result<()>;
}

/// A part is not one of this collection.
pub(crate) fn foreign() -> serde_json::Error {
    serde::de::Error::custom("a part of another collection")
}

/// A list that grows at its end and, where it has a limit, loses what is oldest.
#[derive(Clone)]
pub(crate) struct Recent<T> {
    list: VecDeque<T>,
    /// How many at the end are not written yet, and may be gone again.
    new: usize,
}

impl<T> Recent<T> {
    pub(crate) fn push(&mut self, entry: T) {
        self.list.push_back(entry);
        self.new += 1;
    }

    /// Adds an entry and drops the oldest of more than `limit`.
    pub(crate) fn push_within(&mut self, limit: usize, entry: T) {
        while self.list.len() >= limit.max(1) {
            self.list.pop_front();
        }
        self.push(entry);
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { list: VecDeque::new(), new: 0 }
    }
}

impl<T> Deref for Recent<T> {
    type Target = VecDeque<T>;

    fn deref(&self) -> &VecDeque<T> {
        &self.list
    }
}

impl<T: Serialize> Serialize for Recent<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(out)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Recent<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let list = VecDeque::deserialize(input)?;
        Ok(Self { new: list.len(), list })
    }
}

/// How many of those that are known stay, and those that are new.
#[derive(Serialize, Deserialize)]
struct End<L> {
    kept: usize,
    new: L,
}

impl<T: Serialize + for<'de> Deserialize<'de>> Parts for Recent<T> {
    fn part(&self) -> serde_json::Result<Option<Json>> {
        if self.new == 0 {
            return Ok(None);
        }
        let kept = self.list.len().saturating_sub(self.new);
        let new: Vec<&T> = self.list.iter().skip(kept).collect();
        serde_json::to_value(End { kept, new }).map(Some)
    }

    fn written(&mut self) {
        self.new = 0;
    }

    fn apply(&mut self, part: Json) -> serde_json::Result<()> {
        let End { kept, new } = serde_json::from_value::<End<Vec<T>>>(part)?;
        let gone = self.list.len().checked_sub(kept).ok_or_else(foreign)?;
        self.list.drain(..gone);
        self.list.extend(new);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_and_what_is_gone_is_told_once() {
        let mut list: Recent<u32> = serde_json::from_str("[1, 2, 3]").unwrap();
        let mut other: Recent<u32> = Recent::default();
        let mut follow = |list: &mut Recent<u32>| {
            let part = list.part().unwrap().unwrap();
            let size = part.to_string().len();
            other.apply(part).unwrap();
            list.written();
            assert_eq!(other.list, list.list);
            assert!(list.part().unwrap().is_none());
            size
        };
        follow(&mut list);
        list.push_within(4, 4);
        list.push_within(4, 5);
        assert_eq!(list.list, [2, 3, 4, 5]);
        assert!(follow(&mut list) < 30);
        for entry in 0..9 {
            list.push_within(4, entry);
        }
        follow(&mut list);
        assert!(Recent::<u32>::default().apply(serde_json::json!({"kept": 1, "new": []})).is_err());
    }
}
