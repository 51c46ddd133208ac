//! The tables of REST routes.

use http::Method;

use crate::base::error::ApiResult;
use crate::domain::context::Cx;
use crate::handler::{Access, Call, Reply};

/// A function that serves a route.
type Run = fn(&mut Cx<'_>, &Call) -> ApiResult<Reply>;

/// One line of an area's table.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) run: Run,
}

pub(crate) const fn get(path: &'static str, access: Access, run: Run) -> Route {
    Route { method: Method::GET, path, access, run }
}

pub(crate) const fn post(path: &'static str, access: Access, run: Run) -> Route {
    Route { method: Method::POST, path, access, run }
}

pub(crate) const fn put(path: &'static str, access: Access, run: Run) -> Route {
    Route { method: Method::PUT, path, access, run }
}

pub(crate) const fn patch(path: &'static str, access: Access, run: Run) -> Route {
    Route { method: Method::PATCH, path, access, run }
}

pub(crate) const fn delete(path: &'static str, access: Access, run: Run) -> Route {
    Route { method: Method::DELETE, path, access, run }
}
