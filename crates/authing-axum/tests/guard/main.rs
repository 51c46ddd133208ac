//! What axum's own is: extractors, responses, nested routers. The table is that of every framework's crate; what a guard
//! lets in is tested where it is: in `authing-web`.
#![cfg(test)]

#[path = "../../../authing-web/tests/frameworks/errors.rs"]
mod errors;
#[path = "../../../authing-web/tests/frameworks/extractors.rs"]
mod extractors;
#[path = "../../../authing-web/tests/frameworks/routers.rs"]
mod routers;
mod service;
#[path = "../../../authing-web/tests/frameworks/sessions.rs"]
mod sessions;
#[path = "../../../authing-web/tests/frameworks/support.rs"]
mod support;
#[path = "../../../authing-web/tests/frameworks/webhooks.rs"]
mod webhooks;
