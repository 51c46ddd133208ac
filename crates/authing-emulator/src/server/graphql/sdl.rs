//! Reads the schema definition language, as far as the schemas of this crate are written in it: types
//! with descriptions, and defaults that are a name.
//!
//! The parser of documents reads all of it, and takes twenty times as long, which every process that
//! starts an emulator would wait for. A test shows that both read the same.

use async_graphql_parser::types::{
    BaseType, EnumType, EnumValueDefinition, FieldDefinition, InputObjectType,
    InputValueDefinition, ObjectType, Type, TypeDefinition, TypeKind,
};
use async_graphql_parser::{Pos, Positioned};
use async_graphql_value::{ConstValue, Name};

/// The types of a schema. The error says what was expected.
pub(super) fn parse(text: &str) -> Result<Vec<TypeDefinition>, String> {
    let mut reader = Reader { rest: text };
    let mut types = Vec::new();
    while !reader.is_at_end() {
        types.push(reader.definition()?);
    }
    Ok(types)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn definition(&mut self) -> Result<TypeDefinition, String> {
        let description = self.description()?;
        let keyword = self.name()?;
        let name = self.positioned_name()?;
        let kind = match keyword {
            "scalar" => TypeKind::Scalar,
            "type" => TypeKind::Object(ObjectType {
                implements: Vec::new(),
                fields: self.list('{', '}', Self::field)?,
            }),
            "input" => {
                TypeKind::InputObject(InputObjectType { fields: self.list('{', '}', Self::input)? })
            }
            "enum" => TypeKind::Enum(EnumType { values: self.list('{', '}', Self::value)? }),
            _ => return Err(self.expected("`scalar`, `type`, `input` or `enum`")),
        };
        Ok(TypeDefinition { extend: false, description, name, directives: Vec::new(), kind })
    }

    fn field(&mut self) -> Result<FieldDefinition, String> {
        let description = self.description()?;
        let name = self.positioned_name()?;
        let arguments =
            if self.is_next('(') { self.list('(', ')', Self::input)? } else { Vec::new() };
        let ty = at_no_place(self.typed()?);
        Ok(FieldDefinition { description, name, arguments, ty, directives: Vec::new() })
    }

    fn input(&mut self) -> Result<InputValueDefinition, String> {
        let description = self.description()?;
        let name = self.positioned_name()?;
        let ty = at_no_place(self.typed()?);
        let default_value = if self.takes('=') {
            Some(at_no_place(match self.name()? {
                "null" => ConstValue::Null,
                "true" => ConstValue::Boolean(true),
                "false" => ConstValue::Boolean(false),
                other => ConstValue::Enum(Name::new(other)),
            }))
        } else {
            None
        };
        Ok(InputValueDefinition { description, name, ty, default_value, directives: Vec::new() })
    }

    fn value(&mut self) -> Result<EnumValueDefinition, String> {
        let description = self.description()?;
        let value = self.positioned_name()?;
        Ok(EnumValueDefinition { description, value, directives: Vec::new() })
    }

    /// What stands between two marks.
    fn list<T>(
        &mut self,
        first: char,
        last: char,
        mut item: impl FnMut(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<Positioned<T>>, String> {
        self.take(first)?;
        let mut items = Vec::new();
        while !self.takes(last) {
            items.push(at_no_place(item(self)?));
        }
        Ok(items)
    }

    /// A colon and a type.
    fn typed(&mut self) -> Result<Type, String> {
        self.take(':')?;
        self.ty()
    }

    fn ty(&mut self) -> Result<Type, String> {
        let base = if self.takes('[') {
            let of = self.ty()?;
            self.take(']')?;
            BaseType::List(Box::new(of))
        } else {
            BaseType::Named(Name::new(self.name()?))
        };
        Ok(Type { base, nullable: !self.takes('!') })
    }

    fn description(&mut self) -> Result<Option<Positioned<String>>, String> {
        self.skip();
        let Some(text) = self.rest.strip_prefix("\"\"\"") else { return Ok(None) };
        let (text, rest) =
            text.split_once("\"\"\"").ok_or_else(|| self.expected("the end of a description"))?;
        self.rest = rest;
        Ok(Some(at_no_place(without_indent(text))))
    }

    fn positioned_name(&mut self) -> Result<Positioned<Name>, String> {
        Ok(at_no_place(Name::new(self.name()?)))
    }

    fn name(&mut self) -> Result<&'a str, String> {
        self.skip();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = self.rest.bytes().take_while(is_part).count();
        if length == 0 {
            return Err(self.expected("a name"));
        }
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        Ok(name)
    }

    fn take(&mut self, mark: char) -> Result<(), String> {
        if self.takes(mark) { Ok(()) } else { Err(self.expected(&format!("`{mark}`"))) }
    }

    fn takes(&mut self, mark: char) -> bool {
        self.skip();
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn is_next(&mut self, mark: char) -> bool {
        self.skip();
        self.rest.starts_with(mark)
    }

    fn is_at_end(&mut self) -> bool {
        self.skip();
        self.rest.is_empty()
    }

    /// Leaves out what means nothing: white space, commas and comments.
    fn skip(&mut self) {
        loop {
            let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let blanks = self.rest.bytes().take_while(is_blank).count();
            self.rest = self.rest.get(blanks..).unwrap_or_default();
            if !self.rest.starts_with('#') {
                return;
            }
            self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
        }
    }

    fn expected(&self, what: &str) -> String {
        let found: String = self.rest.chars().take(20).collect();
        format!("{what} is expected where `{}` stands", found.escape_debug())
    }
}

/// What no error is about needs no place.
fn at_no_place<T>(node: T) -> Positioned<T> {
    Positioned::new(node, Pos::default())
}

/// The value of a block of text (section 2.9.4 of the GraphQL specification).
fn without_indent(text: &str) -> String {
    if !text.contains('\n') {
        return text.trim_end_matches(' ').to_owned();
    }
    let is_blank = |line: &&str| line.trim_matches([' ', '\t']).is_empty();
    let indent_of = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let indent = text.lines().skip(1).filter(|line| !is_blank(line)).map(indent_of).min();
    let lines: Vec<&str> = text
        .lines()
        .enumerate()
        .map(|(number, line)| {
            let indent = if number == 0 { 0 } else { indent.unwrap_or(0) };
            line.get(indent..).unwrap_or_default()
        })
        .collect();
    let first = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !is_blank(line)).map_or(first, |last| last + 1);
    lines.get(first..last).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use async_graphql_parser::types::TypeSystemDefinition;

    use super::*;
    use crate::server::graphql::schema::{INTROSPECTION_SDL, SDL};

    /// Types as text, without the places where they were found.
    fn shown(types: &[TypeDefinition]) -> Vec<String> {
        let shown = |ty| {
            let text = format!("{ty:?}");
            let mut pieces = text.split("Pos(");
            let first = pieces.next().unwrap_or_default().to_owned();
            let rest = pieces.filter_map(|piece| Some(piece.split_once(')')?.1));
            std::iter::once(first.as_str()).chain(rest).collect()
        };
        types.iter().map(shown).collect()
    }

    fn by_the_parser_of_documents(sdl: &str) -> Vec<TypeDefinition> {
        let document = async_graphql_parser::parse_schema(sdl).unwrap();
        let definitions = document.definitions.into_iter();
        definitions
            .map(|definition| match definition {
                TypeSystemDefinition::Type(ty) => ty.node,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn the_schemas_are_read_as_the_parser_of_documents_reads_them() {
        let all = "# a comment\n\"\"\" a\n    b\n\n      c\n  \"\"\"\nenum E { A, \"\"\"of B\"\"\" B }\n\
            input I { a: [[Int!]!] = null, b: E! = B c: Boolean = true }";
        for sdl in [SDL, INTROSPECTION_SDL, all] {
            let (own, others) = (parse(sdl).unwrap(), by_the_parser_of_documents(sdl));
            assert_eq!(own.len(), others.len());
            for (own, other) in shown(&own).iter().zip(shown(&others)) {
                assert_eq!(*own, other);
            }
        }
    }

    #[test]
    fn what_is_not_read_is_named() {
        for (sdl, reason) in [
            ("union A = B | C", "`scalar`, `type`, `input` or `enum` is expected where ` = B"),
            ("type A { b: }", "a name is expected where `}` stands"),
            ("type A { b C }", "`:` is expected where `C }` stands"),
            ("type A { \"\"\"b", "the end of a description is expected"),
            ("type A { b: C", "a name is expected where `` stands"),
        ] {
            let error = parse(sdl).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}
