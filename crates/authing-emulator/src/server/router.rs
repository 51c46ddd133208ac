//! From a method and a path to a handler, and its reply into an envelope.

use std::sync::{Arc, OnceLock};

use http::{Method, StatusCode};
use matchit::{InsertError, Params};

use crate::base::error::ApiError;
use crate::base::failures;
use crate::domain::context::RequestInfo;
use crate::engine::{Engine, masking};
use crate::handler::{Call, Envelope, RequestBody, Response, Route, malformed};
use crate::server::tables::ROUTES;

/// What a router needs of a request that has been read.
pub(super) struct Received {
    pub(super) info: RequestInfo,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) headers: http::HeaderMap,
    /// The body, or why it cannot be read.
    pub(super) body: Result<RequestBody, String>,
}

/// The tables, ready to be searched. Cheap to clone.
#[derive(Clone)]
pub(super) struct Router(Arc<matchit::Router<Vec<&'static Route>>>);

/// The tables do not change: they are gathered once a process.
static GATHERED: OnceLock<Router> = OnceLock::new();

impl Router {
    /// The tables, as whoever came first gathered them.
    pub(super) fn shared() -> Result<Self, InsertError> {
        match GATHERED.get() {
            Some(router) => Ok(router.clone()),
            None => {
                let router = Self::load()?;
                Ok(GATHERED.get_or_init(|| router).clone())
            }
        }
    }

    /// Gathers the tables. Two paths that cannot be told apart are the error.
    fn load() -> Result<Self, InsertError> {
        let mut paths: Vec<(&str, Vec<&Route>)> = Vec::new();
        for route in ROUTES.iter().copied().flatten() {
            match paths.iter_mut().find(|(path, _)| *path == route.path) {
                Some((_, routes)) => routes.push(route),
                None => paths.push((route.path, vec![route])),
            }
        }
        let mut router = matchit::Router::new();
        for (path, routes) in paths {
            router.insert(path, routes)?;
        }
        Ok(Self(Arc::new(router)))
    }

    /// The route that serves a path by a method, and the values of its segments.
    fn find<'p>(&self, method: &Method, path: &'p str) -> Option<(&'static Route, Params<'_, 'p>)> {
        let matched = self.0.at(path).ok()?;
        let route = matched.value.iter().find(|route| route.method == *method)?;
        Some((*route, matched.params))
    }

    /// The route that serves a path by a method.
    pub(super) fn route(&self, method: &Method, path: &str) -> Option<&'static Route> {
        self.find(method, path).map(|(route, _)| route)
    }

    /// Serves a request. One that stands in no table is refused by name.
    pub(super) fn serve(&self, engine: &Engine, received: Received) -> Response {
        let Received { info, method, path, query, headers, body } = received;
        let envelope = Envelope::of(&path);
        let Some((route, params)) = self.find(&method, &path) else {
            info.note(|noted| noted.code = Some(501));
            return envelope.not_emulated(&format!("{method} {path}"), &info);
        };
        let body = match body {
            Ok(body) => body,
            // The protocols have errors of their own.
            Err(_) if masking::is_protocol(route.path) => RequestBody::Other,
            Err(reason) => {
                let message = malformed(&reason, info.lang);
                let error = ApiError::own(failures::BAD_REQUEST.code, message);
                return Response::json(StatusCode::BAD_REQUEST, &envelope.failure(&error, &info));
            }
        };
        let params = params.iter().map(|(name, value)| (name.to_owned(), decoded(value))).collect();
        info.note(|noted| noted.operation = Some(route.path.to_owned()));
        let call = Call::new(method, params, query.as_deref(), body, headers);
        let reply = engine.with(&info, |cx| {
            route.access.admit(cx)?;
            (route.run)(cx, &call)
        });
        match reply {
            Ok(reply) => envelope.wrap(reply, &info),
            Err(error) => {
                info.note(|noted| noted.code = Some(error.code));
                Response::json(StatusCode::OK, &envelope.failure(&error, &info))
            }
        }
    }
}

/// A segment of the path as it was meant.
fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_by_its_own_path_and_stands_in_one_table() {
        let router = Router::load().unwrap();
        let mut seen = std::collections::HashSet::new();
        for route in ROUTES.iter().copied().flatten() {
            assert!(seen.insert((&route.method, route.path)), "{} {}", route.method, route.path);
            let segment = |text: &'static str| if text.starts_with('{') { "0" } else { text };
            let path: Vec<&str> = route.path.split('/').map(segment).collect();
            let path = path.join("/");
            let found = router.0.at(&path).unwrap();
            assert!(found.value.iter().any(|one| one.path == route.path), "{path}");
        }
    }
}
