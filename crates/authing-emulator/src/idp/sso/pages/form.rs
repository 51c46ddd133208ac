//! The parts of forms.

use maud::{Markup, html};

use crate::base::error::ApiError;
use crate::base::failures::{self, Failure};
use crate::base::text::{Lang, Text};

/// Letters of a field; what people type in is shorter.
const LONGEST: usize = 256;

const CANCEL: Text = Text::new("取消", "Cancel");

/// Why a form was not taken, and at which field that is mended.
#[derive(Clone)]
pub(crate) struct Problem {
    pub(crate) text: String,
    pub(crate) field: &'static str,
}

/// The fields that failures are about, by the names that all forms give them.
const FIELDS: &[(&str, &[Failure])] = &[
    (
        "password",
        &[
            failures::WRONG_PASSWORD,
            failures::PASSWORD_TOO_SHORT,
            failures::PASSWORD_NEEDED,
            failures::PASSWORD_TOO_WEAK,
        ],
    ),
    ("old_password", &[failures::OLD_PASSWORD_NEEDED, failures::OLD_PASSWORD_WRONG]),
    (
        "code",
        &[
            failures::WRONG_CODE,
            failures::CODE_EXPIRED,
            failures::WRONG_TOTP,
            failures::TOTP_MISSING,
            failures::WRONG_RECOVERY_CODE,
            failures::RECOVERY_CODE_MISSING,
        ],
    ),
    ("captcha", &[failures::CAPTCHA_NEEDED]),
    ("agreement", &[failures::AGREEMENT_NEEDED]),
];

/// What an error says on a page. It is about the field `account` unless it is known to be about another.
pub(crate) fn problem_of(error: &ApiError, lang: Lang) -> Problem {
    let is_about = |(_, own): &&(&str, &[Failure])| own.iter().any(|failure| error.is(*failure));
    let field = FIELDS.iter().find(is_about).map_or("account", |(field, _)| *field);
    Problem { text: error.message(lang).to_owned(), field }
}

/// A field with its label.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    /// Its name in the form, and its id.
    pub(crate) name: &'static str,
    pub(crate) label: Text,
    /// `text`, `email`, `tel` or `password`.
    pub(crate) kind: &'static str,
    pub(crate) value: &'a str,
    pub(crate) autocomplete: &'static str,
    pub(crate) hint: Option<Text>,
    pub(crate) required: bool,
    /// The first of the form: where the page is open to be typed in, unless another is wrong.
    pub(crate) first: bool,
}

impl<'a> Field<'a> {
    pub(crate) fn new(name: &'static str, label: Text, autocomplete: &'static str) -> Self {
        let (value, hint) = ("", None);
        Self { name, label, kind: "text", value, autocomplete, hint, required: true, first: false }
    }

    /// A code of digits.
    pub(crate) fn code(label: Text) -> Self {
        Self::new("code", label, "one-time-code")
    }

    pub(crate) fn password(name: &'static str, label: Text, autocomplete: &'static str) -> Self {
        Self { kind: "password", ..Self::new(name, label, autocomplete) }
    }

    pub(crate) fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// What it is filled in with. What is too long to be right is not shown again.
    pub(crate) fn value(self, value: &'a str) -> Self {
        let value = if value.chars().count() > LONGEST { "" } else { value };
        Self { value, ..self }
    }

    pub(crate) fn hint(self, hint: Option<Text>) -> Self {
        Self { hint, ..self }
    }

    pub(crate) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    pub(crate) fn first(self) -> Self {
        Self { first: true, ..self }
    }

    pub(crate) fn show(&self, problem: Option<&Problem>, lang: Lang) -> Markup {
        let name = self.name;
        let is_wrong = problem.is_some_and(|problem| problem.field == name);
        let focus = is_wrong || (self.first && problem.is_none_or(|problem| problem.field == name));
        let hint_id = self.hint.map(|_| format!("{name}-hint"));
        // Screen readers read the error with the field it is about.
        let described = [is_wrong.then_some("problem"), hint_id.as_deref()];
        let described: Vec<&str> = described.into_iter().flatten().collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let mode = match (self.autocomplete, self.kind) {
            ("one-time-code", _) => Some("numeric"),
            (_, "email") => Some("email"),
            (_, "tel") => Some("tel"),
            _ => None,
        };
        html! {
            div.field {
                label for=(name) { (self.label.get(lang)) }
                input id=(name) name=(name) type=(self.kind) value=[(!self.value.is_empty()).then_some(self.value)]
                    autocomplete=(self.autocomplete) inputmode=[mode] maxlength=(LONGEST)
                    autocapitalize=[(self.kind != "password").then_some("none")]
                    spellcheck=[(self.kind != "password").then_some("false")]
                    required[self.required] autofocus[focus]
                    aria-invalid=[is_wrong.then_some("true")] aria-describedby=[described];
                @if let (Some(hint), Some(id)) = (self.hint, &hint_id) {
                    p.hint id=(id) { (hint.get(lang)) }
                }
            }
        }
    }
}

/// A form of a visit, below what was wrong with it when it was sent last.
pub(crate) fn form(csrf: &str, problem: Option<&Problem>, content: &Markup) -> Markup {
    open_form(Some(csrf), problem, content)
}

/// A form that may be of no visit, and then needs no token.
pub(crate) fn open_form(csrf: Option<&str>, problem: Option<&Problem>, content: &Markup) -> Markup {
    html! {
        @if let Some(problem) = problem {
            p.note.bad id="problem" role="alert" { (problem.text) }
        }
        form method="post" {
            @if let Some(csrf) = csrf { input type="hidden" name="csrf_token" value=(csrf); }
            (content)
        }
    }
}

pub(crate) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// The button that a form is for, and the one that leads back to the application.
pub(crate) fn buttons(action: &str, label: Text, lang: Lang) -> Markup {
    html! {
        div.buttons {
            button.main name="action" value=(action) { (label.get(lang)) }
            button name="action" value="cancel" formnovalidate { (CANCEL.get(lang)) }
        }
    }
}
