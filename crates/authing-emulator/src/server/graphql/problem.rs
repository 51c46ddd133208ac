//! What is wrong with a document.

use async_graphql_parser::Pos;

use crate::base::limits::TooMuch;

/// What is wrong, in the words of graphql-js, and where.
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) places: Vec<Pos>,
}

impl Problem {
    pub(super) fn at(place: Pos, message: impl Into<String>) -> Self {
        Self { message: message.into(), places: vec![place] }
    }

    pub(super) fn between(first: Pos, second: Pos, message: impl Into<String>) -> Self {
        Self { message: message.into(), places: vec![first, second] }
    }

    /// One of the whole request.
    pub(super) fn nowhere(message: impl Into<String>) -> Self {
        Self { message: message.into(), places: Vec::new() }
    }
}

/// How many problems of a document are told, as graphql-js counts.
pub(super) const MOST: usize = 100;

/// What is wrong with one document.
#[derive(Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub(super) fn tell(&mut self, problem: Problem) {
        if self.0.len() < MOST {
            self.0.push(problem);
        } else if !self.is_full() {
            let reason = "Too many validation errors, error limit reached. Validation aborted.";
            self.0.push(Problem::nowhere(reason));
        }
    }

    /// Whether nothing is told any more.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() > MOST
    }

    /// In the order of the text.
    pub(super) fn in_order(mut self) -> Vec<Problem> {
        self.0.sort_by_key(|problem| (problem.places.is_empty(), problem.places.first().copied()));
        self.0
    }
}

impl From<TooMuch> for Problem {
    fn from(error: TooMuch) -> Self {
        Self::nowhere(error.to_string())
    }
}
