//! GraphQL documents with fields that are only asked for by an option.

/// A GraphQL document of which some parts are left out unless an option of the request asks for
/// them. A server refuses a whole document for one field that it does not know, so what not every
/// server has is asked for by name.
///
/// ```
/// use authing_core::client::{Asked, Document, Part};
///
/// const GROUPS: Document = Document::new(&[
///     Part::plain("query groups{groups{code name"),
///     Part::asked(&["with_description"], " description"),
///     Part::plain("}}"),
/// ]);
/// assert_eq!(GROUPS.text(&Asked::default()), "query groups{groups{code name}}");
/// let asked = Asked::default().with("with_description");
/// assert_eq!(GROUPS.text(&asked), "query groups{groups{code name description}}");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Document {
    parts: &'static [Part],
}

/// A part of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Part {
    options: &'static [&'static str],
    text: &'static str,
}

/// The options of a request that ask for more than comes unasked, by the names of the methods that
/// set them. `with_all_fields` asks for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked(Vec<&'static str>);

impl Document {
    /// The document whose text these parts make.
    pub const fn new(parts: &'static [Part]) -> Self {
        Self { parts }
    }

    /// The text that asks for this.
    pub fn text(&self, asked: &Asked) -> String {
        self.parts_of(asked).map(|part| part.text).collect()
    }

    /// The option that asks for a field; `None` if it comes unasked.
    pub(crate) fn asked_by(&self, asked: &Asked, field: &str) -> Option<&'static str> {
        let between = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let holds = |part: &&Part| part.text.split(between).any(|name| name == field);
        // An argument may have the field's name, but no option asks for an argument.
        let mut parts = self.parts_of(asked).filter(|part| !part.options.is_empty());
        let option = parts.find(holds)?.options.last().copied();
        // Whoever asked for everything did not name the option of the field.
        if asked.0.contains(&ALL) { option.map(|_| ALL) } else { option }
    }

    fn parts_of(&self, asked: &Asked) -> impl Iterator<Item = &'static Part> {
        self.parts.iter().filter(|part| part.options.iter().all(|option| asked.has(option)))
    }
}

impl Part {
    /// A part that is always there.
    pub const fn plain(text: &'static str) -> Self {
        Self { options: &[], text }
    }

    /// A part that is there when all of these options are set.
    pub const fn asked(options: &'static [&'static str], text: &'static str) -> Self {
        Self { options, text }
    }
}

/// The option that asks for everything.
const ALL: &str = "with_all_fields";

impl Asked {
    /// With this option too.
    #[must_use]
    pub fn with(mut self, option: &'static str) -> Self {
        if !self.0.contains(&option) {
            self.0.push(option);
        }
        self
    }

    /// Whether the option is set, by itself or with all.
    pub fn has(&self, option: &str) -> bool {
        self.0.iter().any(|set| *set == option || *set == ALL)
    }

    /// Whether no option is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: Document = Document::new(&[
        Part::plain("query users($expiredAt:Int){users(expiredAt:$expiredAt){id"),
        Part::asked(&["with_links"], " links{id"),
        Part::asked(&["with_links", "with_tokens"], " token"),
        Part::asked(&["with_links"], "}"),
        Part::asked(&["with_expiry"], " expiredAt"),
        Part::plain("}}"),
    ]);

    #[test]
    fn a_part_is_there_when_all_its_options_are_set() {
        let text = |options: &[&'static str]| {
            USERS.text(&options.iter().fold(Asked::default(), |asked, option| asked.with(option)))
        };
        assert_eq!(text(&[]), "query users($expiredAt:Int){users(expiredAt:$expiredAt){id}}");
        assert_eq!(
            text(&["with_tokens"]),
            "query users($expiredAt:Int){users(expiredAt:$expiredAt){id}}"
        );
        assert_eq!(
            text(&["with_links"]),
            "query users($expiredAt:Int){users(expiredAt:$expiredAt){id links{id}}}"
        );
        let everything = "query users($expiredAt:Int){users(expiredAt:$expiredAt){id links{id token} expiredAt}}";
        assert_eq!(text(&["with_tokens", "with_links", "with_expiry"]), everything);
        assert_eq!(text(&["with_all_fields"]), everything);
    }

    #[test]
    fn the_option_that_asked_for_a_field_is_known() {
        let links = Asked::default().with("with_links").with("with_tokens");
        assert_eq!(USERS.asked_by(&links, "token"), Some("with_tokens"));
        assert_eq!(USERS.asked_by(&links, "links"), Some("with_links"));
        assert_eq!(USERS.asked_by(&links, "users"), None, "comes unasked");
        assert_eq!(USERS.asked_by(&links, "expiredAt"), None, "nobody asked");
        assert_eq!(USERS.asked_by(&links, "expired"), None, "a part of a name");
        let all = Asked::default().with("with_all_fields");
        assert_eq!(USERS.asked_by(&all, "expiredAt"), Some("with_all_fields"));
        assert_eq!(USERS.asked_by(&all, "users"), None);
    }
}
