//! The tables of REST routes.

use http::Method;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply, Source};

/// A function that serves a route.
type Run = fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>;

/// One line of an area's table.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) run: Run,
    /// That of its table, once it is in one.
    source: Option<Source>,
}

impl Route {
    const fn new(method: Method, path: &'static str, access: Access, run: Run) -> Self {
        Self { method, path, access, run, source: None }
    }

    /// Where it is known from what it does, if that is not the source of its table.
    pub(crate) const fn source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }

    pub(crate) fn known_from(&self) -> Option<Source> {
        self.source
    }
}

/// A table of an area: where it is known from what its routes do, and the routes.
pub(crate) const fn routes<const N: usize>(source: Source, mut rows: [Route; N]) -> [Route; N] {
    let mut row = 0;
    while row < N {
        if rows[row].source.is_none() {
            rows[row].source = Some(source);
        }
        row += 1;
    }
    rows
}

pub(crate) const fn get(path: &'static str, access: Access, run: Run) -> Route {
    Route::new(Method::GET, path, access, run)
}

pub(crate) const fn post(path: &'static str, access: Access, run: Run) -> Route {
    Route::new(Method::POST, path, access, run)
}

pub(crate) const fn put(path: &'static str, access: Access, run: Run) -> Route {
    Route::new(Method::PUT, path, access, run)
}

pub(crate) const fn patch(path: &'static str, access: Access, run: Run) -> Route {
    Route::new(Method::PATCH, path, access, run)
}

pub(crate) const fn delete(path: &'static str, access: Access, run: Run) -> Route {
    Route::new(Method::DELETE, path, access, run)
}
