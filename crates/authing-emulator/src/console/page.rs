//! What a page is.

use maud::Markup;

use crate::base::error::ApiError;
use crate::base::text::Text;
use crate::console::visit::Visit;
use crate::handler::Response;

/// A page: its line in the table.
pub(super) struct Page {
    /// The path, with `{name}` for what varies.
    pub(super) path: &'static str,
    pub(super) title: Text,
    pub(super) place: Place,
    pub(super) show: fn(&Visit<'_>) -> Shown,
    /// What its forms do, each named by the field `action`.
    pub(super) actions: &'static [Action],
}

/// Where a page is in the menu.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It has an entry in this group.
    In(Group),
    /// It belongs to the page of this path.
    Under(&'static str),
}

/// The groups of the menu, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Start,
    People,
    Applications,
    Happenings,
    Tools,
}

impl Group {
    pub(super) const ALL: [Self; 5] =
        [Self::Start, Self::People, Self::Applications, Self::Happenings, Self::Tools];

    pub(super) fn title(self) -> Text {
        match self {
            Self::Start => Text::new("开始", "Start"),
            Self::People => Text::new("用户与权限", "People"),
            Self::Applications => Text::new("应用", "Applications"),
            Self::Happenings => Text::new("动态", "What happens"),
            Self::Tools => Text::new("工具", "Tools"),
        }
    }
}

/// What a form does.
pub(super) struct Action {
    pub(super) name: &'static str,
    pub(super) run: fn(&Visit<'_>) -> Result<Next, Stop>,
    /// What the page says when it is done.
    pub(super) done: Text,
}

/// A page's content, or why there is none.
pub(super) type Shown = Result<Sheet, Stop>;

/// The content of a page, below its heading.
pub(super) struct Sheet {
    /// In place of the title of the table, such as a user's name.
    pub(super) heading: Option<String>,
    pub(super) content: Markup,
}

impl Sheet {
    pub(super) fn new(content: Markup) -> Self {
        Self { heading: None, content }
    }

    pub(super) fn titled(heading: impl Into<String>, content: Markup) -> Self {
        Self { heading: Some(heading.into()), content }
    }
}

/// Where a form leads.
pub(super) enum Next {
    /// To the page it is on.
    Back,
    /// To another page of the console.
    To(String),
    /// To what it was made to show, which no address leads to.
    Show(Sheet),
    /// The same, with something added to the response, such as a cookie.
    ShowWith(Sheet, Box<dyn FnOnce(Response) -> Response>),
    /// To something other than a page, such as a file.
    Response(Response),
}

/// Why a page is not shown or an action not carried out.
pub(super) enum Stop {
    /// There is no such thing.
    NotFound,
    /// A rule refuses it.
    Refused(ApiError),
    /// The form itself is wrong.
    Wrong(Text),
    /// The form is wrong, and the text names something of it.
    WrongText(String),
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Refused(error)
    }
}
