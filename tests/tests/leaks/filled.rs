//! Makes a value of any type that can be read, with a canary in each of its texts: a field that is
//! added later has one too.

use serde::{
    Deserialize,
    de::{
        DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
        VariantAccess, Visitor,
        value::{Error, StrDeserializer},
    },
    forward_to_deserialize_any,
};

use crate::canaries;

/// How many variants of each enum are made.
pub(crate) const VARIANTS: usize = 6;

/// What the text of one field reads.
#[derive(Clone, Debug)]
struct Filled {
    /// The name of the field.
    name: String,
    /// Which variant of enums, and which kind of value where any would do.
    variant: usize,
    /// How far inside of others: trees end somewhere.
    depth: usize,
}

/// A value of this type; `variant` chooses among those of enums.
pub(crate) fn filled<T: for<'de> Deserialize<'de>>(variant: usize) -> Result<T, Error> {
    T::deserialize(Filled { name: "text".into(), variant, depth: 0 })
}

impl Filled {
    fn field(&self, name: &str) -> Self {
        Self { name: name.to_owned(), depth: self.depth + 1, ..*self }
    }

    fn text(&self) -> String {
        canaries::text(&self.name)
    }
}

macro_rules! scalars {
    ($($method:ident $visit:ident $value:literal;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit($value)
        }
    )+};
}

impl<'de> Deserializer<'de> for Filled {
    type Error = Error;

    /// What reads whatever comes: a text, or an object around one.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.variant % 2 == 1 && self.depth < 9 {
            return self.deserialize_map(visitor);
        }
        visitor.visit_string(self.text())
    }

    scalars! {
        deserialize_bool visit_bool true;
        deserialize_i8 visit_i8 7; deserialize_i16 visit_i16 7; deserialize_i32 visit_i32 7;
        deserialize_i64 visit_i64 7; deserialize_u8 visit_u8 7; deserialize_u16 visit_u16 7;
        deserialize_u32 visit_u32 7; deserialize_u64 visit_u64 7;
        deserialize_f32 visit_f32 7.5; deserialize_f64 visit_f64 7.5;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.text())
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.depth > 12 { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Once((self.depth < 12).then_some(self)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let name = canaries::text("custom_data");
        visitor.visit_map(Fields { left: vec![name], like: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let left = names.iter().rev().map(|name| (*name).to_owned()).collect();
        visitor.visit_map(Fields { left, like: self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name = variants.get(self.variant % variants.len().max(1)).copied().unwrap_or_default();
        visitor.visit_enum(Variant { name, like: self })
    }

    forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// A list of one.
struct Once(Option<Filled>);

impl<'de> SeqAccess<'de> for Once {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let next = self.0.take().map(|like| Filled { depth: like.depth + 1, ..like });
        next.map(|filled| seed.deserialize(filled)).transpose()
    }
}

/// The fields of a struct, or a map of one entry.
struct Fields {
    left: Vec<String>,
    like: Filled,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(name) = self.left.last() else { return Ok(None) };
        let key: StrDeserializer<'_, Error> = name.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let name = self.left.pop().unwrap_or_default();
        seed.deserialize(self.like.field(&name))
    }
}

struct Variant {
    name: &'static str,
    like: Filled,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.like)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Once(Some(self.like)))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.like.deserialize_struct("", names, visitor)
    }
}

#[test]
fn every_text_is_a_canary_and_every_id_is_open() {
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "read by Debug only")]
    struct Open {
        id: String,
        phone: Option<String>,
        words: Vec<String>,
        more: serde_json::Value,
    }
    let shown = format!("{:?}", filled::<Open>(1).unwrap());
    for part in [canaries::ID, canaries::canary("phone"), canaries::canary("custom data"), "-words"]
    {
        assert!(shown.contains(part), "{part} is missing from {shown}");
    }
}
