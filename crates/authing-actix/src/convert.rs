//! Between the versions of `http`: actix-web is on 0.2, the SDK on 1.

use actix_web::{
    HttpResponse, ResponseError,
    dev::RequestHead,
    error::HttpError,
    http::{
        self as old, StatusCode,
        header::{HeaderName as OldName, HeaderValue as OldValue},
    },
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri, Version,
    request::Parts,
    uri::{self, Authority, PathAndQuery, Scheme},
};

/// What a request says before its body, to the letter: each header as often and in the order that it
/// came in, whatever its bytes.
pub(crate) fn parts(head: &RequestHead) -> Result<Parts, Unreadable> {
    let (mut parts, ()) = Request::new(()).into_parts();
    parts.method =
        Method::from_bytes(head.method.as_str().as_bytes()).map_err(http::Error::from)?;
    parts.uri = address(&head.uri)?;
    parts.version = match head.version {
        old::Version::HTTP_09 => Version::HTTP_09,
        old::Version::HTTP_10 => Version::HTTP_10,
        old::Version::HTTP_2 => Version::HTTP_2,
        old::Version::HTTP_3 => Version::HTTP_3,
        _ => Version::HTTP_11,
    };
    for (name, value) in head.headers() {
        let name = HeaderName::from_bytes(name.as_str().as_bytes()).map_err(http::Error::from)?;
        let mut copy = HeaderValue::from_bytes(value.as_bytes()).map_err(http::Error::from)?;
        copy.set_sensitive(value.is_sensitive());
        parts.headers.try_append(name, copy).map_err(http::Error::from)?;
    }
    Ok(parts)
}

fn address(address: &old::Uri) -> Result<Uri, http::Error> {
    let mut parts = uri::Parts::default();
    parts.scheme = address.scheme_str().map(Scheme::try_from).transpose()?;
    parts.authority =
        address.authority().map(|host| Authority::try_from(host.as_str())).transpose()?;
    parts.path_and_query =
        address.path_and_query().map(|path| PathAndQuery::try_from(path.as_str())).transpose()?;
    Ok(Uri::from_parts(parts)?)
}

/// A status as actix-web has it.
pub(crate) fn status(status: http::StatusCode) -> StatusCode {
    // Both versions have those from 100 to 999.
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A response as actix-web has it.
pub(crate) fn response(response: Response<Bytes>) -> HttpResponse {
    converted(response).unwrap_or_else(|_| HttpResponse::InternalServerError().finish())
}

fn converted(response: Response<Bytes>) -> Result<HttpResponse, HttpError> {
    let (parts, body) = response.into_parts();
    let mut response = HttpResponse::with_body(status(parts.status), body);
    for (name, value) in &parts.headers {
        let (name, value) = header(name, value)?;
        response.headers_mut().append(name, value);
    }
    Ok(response.map_into_boxed_body())
}

/// Adds headers to a response by what adds them to one of the newer version.
pub(crate) fn add_to(to: &mut old::header::HeaderMap, add: impl FnOnce(&mut HeaderMap)) {
    let mut headers = HeaderMap::new();
    for (name, value) in to.iter() {
        // What is a header in the older version only is none that anything is said about.
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_str().as_bytes()),
            HeaderValue::from_bytes(value.as_bytes()),
        ) {
            headers.append(name, value);
        }
    }
    let before = headers.len();
    add(&mut headers);
    if headers.len() == before {
        return;
    }
    for name in headers.keys() {
        let known = to.get_all(name.as_str()).count();
        for value in headers.get_all(name).iter().skip(known) {
            // What is a header in the newer version is one in the older.
            if let Ok((name, value)) = header(name, value) {
                to.append(name, value);
            }
        }
    }
}

/// A header as actix-web has it.
pub(crate) fn header(
    name: &HeaderName,
    value: &HeaderValue,
) -> Result<(OldName, OldValue), HttpError> {
    let mut copy = OldValue::from_bytes(value.as_bytes())?;
    copy.set_sensitive(value.is_sensitive());
    Ok((OldName::from_bytes(name.as_str().as_bytes())?, copy))
}

/// A request that the newer version does not take for one, such as a header with `"` in its name: 400.
#[derive(Debug, thiserror::Error)]
#[error("{}", Self::TEXT)]
pub(crate) struct Unreadable(#[from] http::Error);

impl Unreadable {
    pub(crate) const TEXT: &str = "the request's address or a header of it cannot be read";
}

impl ResponseError for Unreadable {
    fn status_code(&self) -> StatusCode {
        StatusCode::BAD_REQUEST
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{
        body::MessageBody as _,
        http::header::{HeaderMap, HeaderName, HeaderValue},
    };

    use super::*;

    fn head(method: &str, address: &str) -> RequestHead {
        let mut head = RequestHead::default();
        head.method = method.parse().unwrap();
        head.uri = address.parse().unwrap();
        head
    }

    #[test]
    fn each_form_of_an_address_stays_as_it_is() {
        for address in [
            "/",
            "/a%2Fb//c;d?x=%E4%BD%A0&x=1&",
            "/?",
            "*",
            "sample.authing.cn:443",
            "https://bob@sample.authing.cn:8443/a?b",
            "http://[::1]:80",
            "/{\"a\"}?b={|}^`",
        ] {
            let head = head("PURGE", address);
            let parts = parts(&head).unwrap();
            assert_eq!(parts.uri.to_string(), head.uri.to_string());
            let (new, old) = (&parts.uri, &head.uri);
            assert_eq!((new.path(), new.query()), (old.path(), old.query()), "{address}");
            assert_eq!((new.host(), new.port_u16()), (old.host(), old.port_u16()), "{address}");
            assert_eq!(parts.method, "PURGE");
        }
    }

    #[test]
    fn headers_keep_their_number_order_and_bytes() {
        let mut head = head("GET", "/");
        head.version = old::Version::HTTP_2;
        let cookie = HeaderName::from_static("cookie");
        for value in [&b"a=1"[..], b"", b"b=\xff\xfe", b"a=1"] {
            head.headers.append(cookie.clone(), HeaderValue::from_bytes(value).unwrap());
        }
        let mut secret = HeaderValue::from_static("Bearer t");
        secret.set_sensitive(true);
        head.headers.insert(HeaderName::from_static("authorization"), secret);
        let parts = parts(&head).unwrap();
        let cookies: Vec<_> =
            parts.headers.get_all("cookie").iter().map(|v| v.as_bytes()).collect();
        assert_eq!(cookies, [&b"a=1"[..], b"", b"b=\xff\xfe", b"a=1"]);
        assert!(parts.headers["authorization"].is_sensitive());
        assert_eq!((parts.headers.len(), parts.version), (5, Version::HTTP_2));
    }

    #[test]
    fn a_name_that_no_header_has_is_refused() {
        let mut head = head("GET", "/");
        head.headers
            .insert(HeaderName::from_bytes(b"a\"b").unwrap(), HeaderValue::from_static("c"));
        let error = parts(&head).unwrap_err();
        assert_eq!(error.error_response().status(), 400);
    }

    #[test]
    fn more_headers_than_there_can_be_are_refused() {
        let mut head = head("GET", "/");
        head.headers = HeaderMap::with_capacity(1 << 15);
        for number in 0..(1 << 15) {
            let name = HeaderName::from_bytes(format!("x-{number}").as_bytes()).unwrap();
            head.headers.insert(name, HeaderValue::from_static("1"));
        }
        parts(&head).unwrap_err();
    }

    #[test]
    fn a_response_keeps_all_that_it_says() {
        let from = Response::builder()
            .status(799)
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2")
            .header("x-bytes", &b"\xff"[..])
            .body(Bytes::from_static(b"text"))
            .unwrap();
        let to = response(from);
        let cookies: Vec<_> = to.headers().get_all("set-cookie").collect();
        assert_eq!(cookies, ["a=1", "b=2"]);
        assert_eq!(to.status().as_u16(), 799);
        assert_eq!(to.headers().get("x-bytes").unwrap().as_bytes(), b"\xff");
        assert_eq!(to.into_body().try_into_bytes().unwrap(), "text");
    }
}
