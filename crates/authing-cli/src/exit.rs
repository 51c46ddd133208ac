//! What the program ends with.

/// The exit codes. They are part of the interface: scripts tell cases apart by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything that was asked for is done. Also when whoever read the output wanted no more of it (`| head`).
    Done = 0,
    /// The server refused, or something failed that has no code of its own.
    Failed = 1,
    /// The command line cannot be understood.
    Usage = 2,
    /// The profile, the environment or a file that was named cannot be used.
    Config = 3,
    /// What was asked for does not exist.
    NotFound = 4,
    /// What was to be created is there already.
    AlreadyExists = 5,
    /// The secret or token is wrong, or does not allow this.
    Denied = 6,
    /// The server could not be reached, took too long, is down or wants fewer calls. Trying again later may help.
    Unavailable = 7,
    /// Nothing was changed, since nobody said yes.
    NotConfirmed = 8,
    /// Some of several things are done, and others failed.
    Partial = 9,
    /// A question was asked and its response is no (`policies check`, `token verify`).
    No = 10,
    /// Stopped by Ctrl-C.
    Interrupted = 130,
    /// Stopped by a terminate signal.
    Terminated = 143,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// What scripts and `--json` call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Config => "config",
            Self::NotFound => "not-found",
            Self::AlreadyExists => "already-exists",
            Self::Denied => "denied",
            Self::Unavailable => "unavailable",
            Self::NotConfirmed => "not-confirmed",
            Self::Partial => "partial",
            Self::No => "no",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}
