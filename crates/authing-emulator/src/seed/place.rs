//! Where something stands in a seed: the path of fields and places, and its line and column.

use std::cell::Cell;
use std::fmt;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

/// One step of a path.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Step {
    Field(String),
    Entry(usize),
}

/// The path to what is read, made of those above it: nothing is stored until it is told.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    above: Option<&'a At<'a>>,
    step: Option<Here<'a>>,
}

#[derive(Clone, Copy)]
enum Here<'a> {
    Field(&'a str),
    Entry(usize),
}

impl<'a> At<'a> {
    pub(super) const ROOT: At<'static> = At { above: None, step: None };

    pub(super) fn field(&'a self, name: &'a str) -> Self {
        At { above: Some(self), step: Some(Here::Field(name)) }
    }

    pub(super) fn entry(&'a self, place: usize) -> Self {
        At { above: Some(self), step: Some(Here::Entry(place)) }
    }

    /// The steps from the root.
    pub(super) fn path(&self) -> Path {
        let mut steps = Vec::new();
        let mut at = Some(self);
        while let Some(here) = at {
            steps.extend(here.step.map(|step| match step {
                Here::Field(name) => Step::Field(name.to_owned()),
                Here::Entry(place) => Step::Entry(place),
            }));
            at = here.above;
        }
        steps.reverse();
        Path(steps)
    }
}

/// As many steps of a long path are shown from its beginning, and from its end.
const SHOWN: usize = 8;

/// A path of fields and entries, such as `userPools[0].users[2].email`. Of a long one its middle is not
/// shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Path(pub(super) Vec<Step>);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.len().saturating_sub(SHOWN);
        for (place, step) in self.0.iter().enumerate() {
            if (SHOWN..end).contains(&place) {
                if place == SHOWN {
                    f.write_str("…")?;
                }
                continue;
            }
            match step {
                Step::Field(name) if place == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Entry(entry) => write!(f, "[{entry}]")?,
            }
        }
        Ok(())
    }
}

/// Line and column of what stands at this path; of the nearest above it if there is no such thing.
pub(super) fn find(text: &str, path: &Path, options: serde_saphyr::Options) -> Option<(u64, u64)> {
    let found = Cell::new(None);
    let walk = Walk { path: &path.0, found: &found };
    // What cannot be read any more was found before, or not.
    let _ = serde_saphyr::with_deserializer_from_str_with_options(text, options, |input| {
        walk.deserialize(input)
    });
    found.get()
}

/// Goes down a path, and past everything else.
struct Walk<'a> {
    path: &'a [Step],
    found: &'a Cell<Option<(u64, u64)>>,
}

impl Walk<'_> {
    fn note(&self, location: Location) {
        self.found.set(Some((location.line(), location.column())));
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            let value = Spanned::<IgnoredAny>::deserialize(input)?;
            self.note(value.referenced);
            return Ok(());
        }
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((step, path)) = self.path.split_first() else { return Ok(()) };
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            if matches!(step, Step::Field(name) if *name == key.value) {
                self.note(key.referenced);
                map.next_value_seed(Walk { path, found: self.found })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((step, path)) = self.path.split_first() else { return Ok(()) };
        let mut place = 0;
        loop {
            let next = if *step == Step::Entry(place) {
                list.next_element_seed(Walk { path, found: self.found })?
            } else {
                list.next_element::<IgnoredAny>()?.map(drop)
            };
            if next.is_none() {
                return Ok(());
            }
            place += 1;
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
