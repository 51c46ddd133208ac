//! What `authing-web` takes and gives, for handlers that call it themselves.

use std::{
    fmt,
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, dev::Payload};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, request::Parts};

use crate::convert;

/// An extractor: what the request says before its body, in the form that `authing-web` takes it
/// (`http::request::Parts`, of version 1 of that crate).
///
/// ```
/// use actix_web::{Error, HttpResponse, error::ErrorServiceUnavailable, web};
/// use authing_actix::{RequestParts, Sessions, append_headers};
///
/// async fn leave(sessions: web::Data<Sessions>, parts: RequestParts) -> Result<HttpResponse, Error> {
///     let cookies = sessions.end(&parts).await.map_err(ErrorServiceUnavailable)?;
///     let mut response = HttpResponse::NoContent().finish();
///     append_headers(&mut response, cookies);
///     Ok(response)
/// }
/// # let _ = leave;
/// ```
#[derive(Clone)]
pub struct RequestParts(pub Parts);

impl FromRequest for RequestParts {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(convert::parts(request.head()).map(Self).map_err(Error::from))
    }
}

impl Deref for RequestParts {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Shows the method only: an address and headers hold tokens.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestParts").field("method", &self.0.method).finish_non_exhaustive()
    }
}

/// Adds headers of `authing-web` to a response, such as the cookies of a session that has begun. Those that it has
/// already stay.
pub fn append_headers<B>(
    response: &mut HttpResponse<B>,
    headers: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
) {
    for (name, value) in headers {
        // What is a header in the newer version is one in the older.
        if let Ok((name, value)) = convert::header(&name, &value) {
            response.headers_mut().append(name, value);
        }
    }
}

/// A response of `authing-web`, as actix-web has it: such as that of a [`Problem`](crate::Problem).
///
/// ```
/// use actix_web::HttpResponse;
/// use authing_actix::{Problem, ProblemKind, RequestParts, http_response, language};
///
/// async fn no_page(parts: RequestParts) -> HttpResponse {
///     let problem = Problem::from(ProblemKind::NotFound);
///     http_response(problem.to_response(&language(&parts.headers)))
/// }
/// # let _ = no_page;
/// ```
pub fn http_response(response: Response<Bytes>) -> HttpResponse {
    convert::response(response)
}
