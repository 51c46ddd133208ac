//! What axum's own is: extractors, responses, nested routers. What a guard lets in is tested where it
//! is: in `authing-web`.
#![cfg(test)]

mod extractors;
mod routers;
mod support;
mod webhooks;
