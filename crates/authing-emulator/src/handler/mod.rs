//! What a handler is: what it gets, what it returns, and its line in a table.
//!
//! An area of the interface is one file: handlers, and a table that names their path or root field
//! and the credential that they ask for. So no handler checks a token.

mod access;
mod call;
mod field;
pub(crate) mod multipart;
mod response;
mod route;
mod source;

pub(crate) use self::access::Access;
pub(crate) use self::call::{Call, Paging, RequestBody, malformed};
pub(crate) use self::field::{
    Args, FieldHandler, Run, UserList, fields, mutation, nested, nested_users, query, query_users,
};
pub(crate) use self::multipart::Unreadable;
pub(crate) use self::response::{DONE, Envelope, Reply, Response};
pub(crate) use self::route::{Route, delete, get, patch, post, put, routes};
pub(crate) use self::source::Source;
