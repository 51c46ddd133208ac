//! Opening the envelopes around responses.
//!
//! A response is parsed once, straight into the caller's type. Only when that fails, or when the
//! envelope says that the call failed, is it read a second time, as a tree: for the error, and reading
//! an error never fails, whatever a server or a gateway sends; or for what fits of it ([`mend`]).

use std::{
    borrow::Cow,
    cell::RefCell,
    fmt,
    time::{Duration, SystemTime},
};

use authing_types::{SetAside, lenient};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;
use url::Url;

use super::{
    coding::unpack,
    mend::{Mismatch, mend},
    operation::Envelope,
    place::Attempt,
    redirect::Redirect,
    refusal,
    told::Told,
};
use crate::{
    error::{Error, ErrorCode, ErrorKind},
    transport::HttpResponse,
};

/// Longest wait a server may ask for that is believed.
const RETRY_AFTER_CAP: Duration = Duration::from_secs(300);

/// Longest request id kept.
const LONGEST_REQUEST_ID: usize = 128;

/// How far below the root stands what a call is for: `data.users` of GraphQL, and `data` of REST.
const GRAPHQL_DEPTH: usize = 2;
const REST_DEPTH: usize = 1;

/// How many odd parts of one response are logged one by one.
const MOST_WARNINGS: usize = 8;

type Reader<'t> = serde_json::Deserializer<serde_json::de::StrRead<'t>>;

/// A response with what the pipeline knows about it.
#[derive(Debug)]
pub(crate) struct Reply<'r> {
    pub(crate) response: HttpResponse,
    pub(crate) received_at: SystemTime,
    pub(crate) attempts: u32,
    /// Whether the response is read as a whole or not at all.
    strict: bool,
    /// What the request carried, which no text of the response may repeat.
    told: Told<'r>,
    /// What was passed over while it was read.
    set_aside: RefCell<Vec<SetAside>>,
}

impl<'r> Reply<'r> {
    pub(crate) fn new(
        response: HttpResponse,
        received_at: SystemTime,
        attempts: u32,
        strict: bool,
        told: Told<'r>,
    ) -> Self {
        Self { response, received_at, attempts, strict, told, set_aside: RefCell::default() }
    }

    /// What was passed over while the response was read.
    pub(crate) fn set_aside(&self) -> Vec<SetAside> {
        self.set_aside.borrow().clone()
    }
}

/// Reads a GraphQL response into a place, and says whether it holds errors.
struct GraphqlBody<'p, T>(&'p mut Option<T>);

/// Reads a REST response into a place, and says what its code is.
struct RestBody<'p, T>(&'p mut Option<T>);

/// What a REST response says of itself.
#[derive(Default)]
struct Codes {
    code: Option<Number>,
    status_code: Option<Number>,
}

/// The members of either. Read by hand, since what derives make of a generic type is compiled for each
/// type in it: more than half of it for the case that the body is a list.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "camelCase")]
enum Member {
    Data,
    Errors,
    Code,
    StatusCode,
    #[serde(other)]
    Other,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for GraphqlBody<'_, T> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for RestBody<'_, T> {
    type Value = Codes;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Codes, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for GraphqlBody<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<bool, A::Error> {
        let (mut data, mut errors) = (Once(false), Once(false));
        let mut has_errors = false;
        while let Some(member) = members.next_key()? {
            match member {
                Member::Data => {
                    data.met("data")?;
                    members.next_value_seed(Place(&mut *self.0))?;
                }
                Member::Errors => {
                    errors.met("errors")?;
                    let list: Option<NonEmptyList> = members.next_value()?;
                    has_errors = list.is_some_and(|NonEmptyList(is_non_empty)| is_non_empty);
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(has_errors)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for RestBody<'_, T> {
    type Value = Codes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Codes, A::Error> {
        let (mut code, mut status_code, mut data) = (Once(false), Once(false), Once(false));
        let mut codes = Codes::default();
        while let Some(member) = members.next_key()? {
            match member {
                Member::Code => {
                    code.met("code")?;
                    codes.code = members.next_value()?;
                }
                Member::StatusCode => {
                    status_code.met("statusCode")?;
                    codes.status_code = members.next_value()?;
                }
                Member::Data => {
                    data.met("data")?;
                    members.next_value_seed(Place(&mut *self.0))?;
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(codes)
    }
}

/// Reads a value into a place that is empty, and leaves it empty for `null`: what is read can be large,
/// so it is moved as seldom as can be.
struct Place<'p, T>(&'p mut Option<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Place<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Place<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = Some(T::deserialize(deserializer)?);
        Ok(())
    }
}

/// Whether a member was met.
struct Once(bool);

impl Once {
    /// A member may be there once.
    fn met<E: de::Error>(&mut self, name: &'static str) -> Result<(), E> {
        if std::mem::replace(&mut self.0, true) { Err(E::duplicate_field(name)) } else { Ok(()) }
    }
}

/// Whether a list has entries, without reading them.
struct NonEmptyList(bool);

impl<'de> Deserialize<'de> for NonEmptyList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Vec::<IgnoredAny>::deserialize(deserializer)?;
        Ok(Self(!entries.is_empty()))
    }
}

/// A number that some servers write as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Number(i64),
    Text(String),
}

impl Number {
    fn value(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
        }
    }
}

/// Makes a response to a request to this address ready to be read: a redirect is an error, and what
/// is compressed is unpacked, to `limit` bytes at most.
pub(crate) fn admit<'r>(
    mut reply: Reply<'r>,
    asked: &Url,
    limit: usize,
) -> Result<Reply<'r>, Error> {
    let HttpResponse { status, headers, .. } = &reply.response;
    if let Some(redirect) = Redirect::of(*status, headers, asked) {
        let redirect = redirect.hiding(|text| reply.told.hide(text));
        return Err(annotate(Error::new(ErrorKind::Status, redirect.to_string()), &reply));
    }
    if let Err(problem) = unpack(&mut reply.response, limit) {
        let is_success = reply.response.status.is_success();
        let kind = if is_success { ErrorKind::Decode } else { ErrorKind::Status };
        return Err(annotate(Error::new(kind, format!("the response {problem}")), &reply));
    }
    Ok(reply)
}

// What depends on the type that is read is kept small: it is compiled once for each type.

/// Reads a GraphQL response: `{data, errors?}`.
pub(crate) fn open_graphql<T: DeserializeOwned>(
    reply: &Reply<'_>,
    place: &mut Option<T>,
) -> Result<(), Error> {
    if !reply.response.status.is_success() {
        return Err(graphql_failure(reply));
    }
    let mut has_errors = false;
    let mut attempt = |text: &[u8]| {
        *place = None;
        whole(&utf8(text), |reader| GraphqlBody(&mut *place).deserialize(reader))
            .map(|found| has_errors = found)
    };
    match read_with(reply, GRAPHQL_DEPTH, &mut attempt) {
        Ok(()) if has_errors => Err(graphql_failure(reply)),
        Ok(()) if place.is_none() => {
            Err(undecodable(reply, "lacks `data`, and holds no error either"))
        }
        Ok(()) => Ok(()),
        Err(error) => Err(graphql_refusal(reply, error)),
    }
}

/// What the server's schema lacks, or else the error that its response could not be read with.
fn graphql_refusal(reply: &Reply<'_>, error: Error) -> Error {
    match graphql_failure(reply) {
        refusal if !refusal.unknown_to_server().is_empty() => refusal,
        _ => error,
    }
}

/// Reads a REST response in its envelope.
pub(crate) fn open_rest<T: DeserializeOwned>(
    reply: &Reply<'_>,
    envelope: Envelope,
    place: &mut Option<T>,
) -> Result<(), Error> {
    if !reply.response.status.is_success() {
        return Err(failure(reply));
    }
    match envelope {
        Envelope::Raw => read(reply, place),
        Envelope::Whole => {
            read_in_envelope::<IgnoredAny>(reply, &mut None)?;
            read(reply, place)
        }
        Envelope::Data => {
            read_in_envelope(reply, place)?;
            if place.is_none() {
                // Absent and null are a response where the type allows nothing: `()`, `Option`.
                let nothing = serde_json::from_slice(b"null");
                let lacks = |_| undecodable(reply, "lacks `data`, which the call is for");
                *place = Some(nothing.map_err(lacks)?);
            }
            Ok(())
        }
    }
}

/// Reads a REST response in its envelope, in which the server says with `null` that there is nothing.
pub(crate) fn open_rest_or<T: DeserializeOwned>(
    reply: &Reply<'_>,
    envelope: Envelope,
    place: &mut Option<T>,
    missing: fn() -> Error,
) -> Result<(), Error> {
    if envelope != Envelope::Data {
        return open_rest(reply, envelope, place);
    }
    if !reply.response.status.is_success() {
        return Err(failure(reply));
    }
    read_in_envelope(reply, place)?;
    if place.is_none() { Err(about(missing(), reply)) } else { Ok(()) }
}

fn read_in_envelope<T: DeserializeOwned>(
    reply: &Reply<'_>,
    place: &mut Option<T>,
) -> Result<(), Error> {
    let mut codes = Codes::default();
    let mut attempt = |text: &[u8]| {
        *place = None;
        whole(&utf8(text), |reader| RestBody(&mut *place).deserialize(reader))
            .map(|found| codes = found)
    };
    read_with(reply, REST_DEPTH, &mut attempt)?;
    check_code(&codes, reply)
}

/// Reads a whole body.
fn read<T: DeserializeOwned>(reply: &Reply<'_>, place: &mut Option<T>) -> Result<(), Error> {
    let mut attempt = |text: &[u8]| {
        *place = None;
        serde_json::from_str(&utf8(text)).map(|read| *place = Some(read))
    };
    read_with(reply, REST_DEPTH, &mut attempt)
}

/// Reads a text to its end.
fn whole<'t, V>(
    text: &'t str,
    read: impl FnOnce(&mut Reader<'t>) -> serde_json::Result<V>,
) -> serde_json::Result<V> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// A body as text: to look at all of it once is much cheaper than at each text in it. What is not UTF-8
/// is read as [`lenient::json`] reads it.
fn utf8(body: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    }
}

/// Reads a whole body: as it is, or mended where that is allowed.
fn read_with(reply: &Reply<'_>, depth: usize, attempt: Attempt<'_>) -> Result<(), Error> {
    let body = &reply.response.body;
    let Err(error) = attempt(body) else { return Ok(()) };
    match lenient::json::repair(body) {
        Cow::Borrowed(_) => read_again(reply, depth, &error, attempt),
        Cow::Owned(repaired) => match attempt(&repaired) {
            Ok(()) => Ok(()),
            Err(error) => read_again(reply, depth, &error, attempt),
        },
    }
}

/// Reads a body that does not fit as a tree: the failure it reports, if it reports one; else what
/// there is besides what was odd; else the error that says what does not fit.
fn read_again(
    reply: &Reply<'_>,
    depth: usize,
    first: &serde_json::Error,
    attempt: Attempt<'_>,
) -> Result<(), Error> {
    let mut tree = tree_of(reply)?;
    // A tree has each member once. Which of two counts is not left to the order.
    let twice = first.to_string().starts_with("duplicate field");
    let Some(mismatch) = Mismatch::find(&tree, attempt) else {
        if !twice {
            return Ok(());
        }
        let problem = "has a member twice, and it is not known which one counts";
        return Err(undecodable(reply, problem).with_source(DecodeDetail::from(first)));
    };
    let problem = mismatch.describe(&tree);
    let source = DecodeDetail::from(if first.is_data() { first } else { &mismatch.cause });
    let refused = || undecodable(reply, &problem).with_source(source);
    if reply.strict || twice {
        return Err(refused());
    }
    let set_aside = mend(&mut tree, depth, attempt).map_err(|_| refused())?;
    warn(&set_aside);
    reply.set_aside.replace(set_aside);
    Ok(())
}

/// The body as a tree, or the failure that it reports.
fn tree_of(reply: &Reply<'_>) -> Result<Value, Error> {
    let body = &reply.response.body;
    match lenient::json::from_slice::<Value>(body) {
        Ok(tree) => match ErrorBody::find(&tree, &reply.told) {
            Some(said) if said.is_failure() => Err(failure(reply)),
            _ => Ok(tree),
        },
        Err(error) => {
            let problem = if error.is_eof() {
                format!("ends early, after {} bytes", body.len())
            } else if error.to_string().starts_with("trailing characters") {
                // A second value behind a complete first one.
                "is followed by something that is not part of it".to_owned()
            } else {
                describe_body(reply)
            };
            Err(undecodable(reply, &problem).with_source(DecodeDetail::from(&error)))
        }
    }
}

/// Says in the span of the call what was passed over.
fn warn(set_aside: &[SetAside]) {
    for part in set_aside.iter().take(MOST_WARNINGS) {
        tracing::warn!(
            path = part.path,
            problem = part.problem,
            "{}",
            if part.entry {
                "an entry of the response does not fit and was left out"
            } else {
                "a member of the response does not fit and counts as absent"
            }
        );
    }
    if set_aside.len() > MOST_WARNINGS {
        tracing::warn!(count = set_aside.len(), "parts of the response were set aside");
    }
}

/// Takes a response's body as it came.
pub(crate) fn open_bytes(reply: &Reply<'_>, place: &mut Option<Bytes>) -> Result<(), Error> {
    if !reply.response.status.is_success() {
        return Err(failure(reply));
    }
    *place = Some(reply.response.body.clone());
    Ok(())
}

/// Success is 200 in `code`, or in `statusCode` where newer servers write that instead.
fn check_code(codes: &Codes, reply: &Reply<'_>) -> Result<(), Error> {
    let status_code = codes.status_code.as_ref();
    let code = codes.code.as_ref().or(status_code).and_then(Number::value);
    let status = status_code.and_then(Number::value);
    if code == Some(200) || status == Some(200) { Ok(()) } else { Err(failure(reply)) }
}

/// The error of a response that says the call failed.
pub(crate) fn failure(reply: &Reply<'_>) -> Error {
    let status = reply.response.status;
    let value = lenient::json::from_slice::<Value>(&reply.response.body).ok();
    let body = value.as_ref().and_then(|value| ErrorBody::find(value, &reply.told));
    let error = match body {
        Some(ErrorBody { code, message, data, step }) => {
            let refused = code.is_some() || status.is_success();
            let kind = if refused { ErrorKind::Api } else { ErrorKind::Status };
            let message = message.and_then(|message| reply.told.hide(&message));
            let message = message.unwrap_or_else(|| default_message(status));
            let error = Error::new(kind, message).with_data(data).with_step(step);
            match code {
                Some(code) => error.with_code(ErrorCode::new(code)),
                None => error,
            }
        }
        None if status.is_success() => {
            return undecodable(reply, "is not in the form of an Authing response");
        }
        None => Error::new(ErrorKind::Status, format!("the response {}", describe_body(reply))),
    };
    annotate(error, reply)
}

/// As [`failure`], with what the server's schema lacks.
fn graphql_failure(reply: &Reply<'_>) -> Error {
    let value = lenient::json::from_slice::<Value>(&reply.response.body).unwrap_or_default();
    // A document may ask for several things. What there is of one was done, whatever befell another.
    let data = value.get("data").and_then(Value::as_object);
    let is_partly = data.is_some_and(|roots| roots.values().any(|root| !root.is_null()));
    failure(reply).with_unknown(refusal::unknown(&value)).with_partly_carried_out(is_partly)
}

/// Where a response does not fit. serde's own message may quote the value it met.
#[derive(Debug, thiserror::Error)]
#[error("{category} at line {line} column {column} of the response")]
pub(crate) struct DecodeDetail {
    category: &'static str,
    line: usize,
    column: usize,
}

impl From<&serde_json::Error> for DecodeDetail {
    fn from(error: &serde_json::Error) -> Self {
        let category = match error.classify() {
            serde_json::error::Category::Io => "unreadable",
            serde_json::error::Category::Syntax => "not JSON",
            serde_json::error::Category::Data => "missing field or wrong type",
            serde_json::error::Category::Eof => "end of input",
        };
        Self { category, line: error.line(), column: error.column() }
    }
}

/// A response that came, but is not one this call has.
pub(crate) fn undecodable(reply: &Reply<'_>, problem: &str) -> Error {
    annotate(Error::new(ErrorKind::Decode, format!("the response {problem}")), reply)
}

/// A thing that is not there, which the server said with `null`.
pub(crate) fn does_not_exist(reply: &Reply<'_>, thing: &str) -> Error {
    let error = Error::new(ErrorKind::Api, format!("the {thing} does not exist"));
    annotate(error.with_code(ErrorCode::new(404)), reply)
}

/// An error that was found in what a response says, as one of that response.
pub(crate) fn about(error: Error, reply: &Reply<'_>) -> Error {
    let is_about = matches!(error.kind(), ErrorKind::Api | ErrorKind::Status | ErrorKind::Decode);
    if is_about && error.status().is_none() { annotate(error, reply) } else { error }
}

fn annotate(error: Error, reply: &Reply<'_>) -> Error {
    error
        .with_status(reply.response.status.as_u16())
        .with_request_id(request_id(reply))
        .with_retry_after(retry_after(&reply.response.headers, reply.received_at))
        .with_attempts(reply.attempts)
}

/// What a failing response says about itself, in any of its forms.
struct ErrorBody {
    code: Option<i64>,
    message: Option<String>,
    data: Option<Value>,
    /// A class of 300 tells the next step of a login from a failure.
    step: bool,
}

impl ErrorBody {
    /// GraphQL's `errors` (the last one counts, as in the official SDKs), or a REST envelope.
    fn find(value: &Value, told: &Told<'_>) -> Option<Self> {
        if let Some(error) =
            value.get("errors").and_then(Value::as_array).and_then(|all| all.last())
        {
            return Some(match error.get("message") {
                // Authing puts an object where GraphQL has a text.
                Some(message @ Value::Object(_)) => Self::in_object(message, told),
                Some(Value::String(text)) => {
                    Self { message: Some(text.clone()), ..Self::nothing() }
                }
                _ => Self::in_object(error, told),
            });
        }
        let body = Self::in_object(value, told);
        (body.code.is_some() || body.message.is_some()).then_some(body)
    }

    fn in_object(value: &Value, told: &Told<'_>) -> Self {
        // `apiCode` is the business code of newer servers, whose `statusCode` is a class only.
        let code =
            ["apiCode", "code", "statusCode"].iter().find_map(|name| number(value.get(name)));
        let message = ["message", "messgae", "error_description", "error"]
            .iter()
            .find_map(|name| value.get(name)?.as_str())
            .filter(|text| !text.is_empty());
        let data = value.get("data").filter(|data| !data.is_null());
        let data = data.cloned().or_else(|| oauth_error(value, told));
        let step = number(value.get("statusCode")).is_some_and(|class| class / 100 == 3);
        Self { code, message: message.map(str::to_owned), data, step }
    }

    fn nothing() -> Self {
        Self { code: None, message: None, data: None, step: false }
    }

    fn is_failure(&self) -> bool {
        self.code != Some(200)
    }
}

/// The members of an OAuth 2.0 error response (RFC 6749 section 5.2): its `error` is a code that
/// programs tell apart, while the message is the description. Errors show the others too.
fn oauth_error(value: &Value, told: &Told<'_>) -> Option<Value> {
    value.get("error")?.as_str()?;
    let members = ["error", "error_description", "error_uri"];
    let present = members.iter().filter_map(|name| {
        let text = told.hide(value.get(name)?.as_str()?)?;
        Some(((*name).to_owned(), text.into()))
    });
    Some(Value::Object(present.collect()))
}

fn number(value: Option<&Value>) -> Option<i64> {
    match value? {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn request_id(reply: &Reply<'_>) -> Option<String> {
    let header = ["x-authing-request-id", "x-request-id"]
        .iter()
        .find_map(|name| reply.response.headers.get(*name)?.to_str().ok().map(str::to_owned));
    let id = header.or_else(|| {
        let value: Value = lenient::json::from_slice(&reply.response.body).ok()?;
        let id = value.get("requestId").or_else(|| value.get("uniqueId"))?.as_str()?;
        Some(id.to_owned())
    });
    id.filter(|id| is_request_id(id))
}

/// What an id looks like. Anything else would stand in every text about the failure.
fn is_request_id(id: &str) -> bool {
    let of_an_id = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/=+".contains(&byte);
    id.len() <= LONGEST_REQUEST_ID && id.bytes().all(of_an_id)
}

/// `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match value.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        // More seconds than can be counted.
        Err(_) if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
            Duration::MAX
        }
        Err(_) => httpdate::parse_http_date(value).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(wait.min(RETRY_AFTER_CAP))
}

fn default_message(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => reason.to_lowercase(),
        None => "no reason given".to_owned(),
    }
}

/// Describes a body without quoting it.
fn describe_body(reply: &Reply<'_>) -> String {
    let body = &reply.response.body;
    let start = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let kind = match start {
        None => return "is empty".to_owned(),
        Some(b'<') => "is HTML or XML",
        Some(b'{' | b'[') => "is not the JSON expected",
        Some(_) => "is not JSON",
    };
    format!("{kind}, {} bytes", body.len())
}

#[cfg(test)]
mod tests;
