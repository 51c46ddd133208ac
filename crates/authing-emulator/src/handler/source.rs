//! Where it is known from what an operation does.

/// Where it is known from what an operation does, with the name of the place, or of what is known.
///
/// Each row of a table of handlers has one: that of its table, unless it has its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The tests of official SDKs have responses of the server written down: of what.
    Seen(&'static str),
    /// The server's documentation of version 2 tells of it: where.
    Documented(&'static str),
    /// Official SDKs send it and read its response: which. What it does is what its name says.
    Client(&'static str),
    /// A standard, which the server's documentation refers to.
    Standard(&'static str),
    /// Nothing is written of what it does: the emulator's own choice, and why or of what.
    Chosen(&'static str),
}

show_variants!(Source { Seen, Documented, Client, Standard, Chosen });

impl Source {
    /// Whether what it does is the emulator's own choice.
    pub(crate) fn is_chosen(self) -> bool {
        matches!(self, Self::Chosen(_))
    }
}
