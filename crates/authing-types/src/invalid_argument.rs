//! The error of constructors and checks.

use std::fmt;

/// An argument that is empty or would mean something other than it says.
///
/// `authing_core::Error` is made from it, so that `?` reports it as an input error that names the
/// argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidArgument {
    argument: &'static str,
    problem: &'static str,
}

impl InvalidArgument {
    /// An error about an argument; `problem` continues the sentence "argument `x` …" and quotes no value.
    pub const fn new(argument: &'static str, problem: &'static str) -> Self {
        Self { argument, problem }
    }

    /// The name of the argument.
    pub fn argument(&self) -> &'static str {
        self.argument
    }

    /// What is wrong with it.
    pub fn problem(&self) -> &'static str {
        self.problem
    }
}

/// Does not quote the value, which may come from outside.
impl fmt::Display for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "argument `{}` {}", self.argument, self.problem)
    }
}

impl std::error::Error for InvalidArgument {}
