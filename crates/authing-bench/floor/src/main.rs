//! What the SDK is measured beside: reqwest, and bare libraries; and the server of both.
//!
//! `measure` has two sides for a call over HTTP. `floor` is what somebody writes who writes their own
//! client: documents, headers and a bearer. `prebuilt` has URL, headers and body made once, and is the
//! least that HTTP costs.

mod calls;
mod libraries;
mod server;
#[path = "../../src/shared/mod.rs"]
mod shared;

use std::{env, hint::black_box, process::ExitCode};

use authing_bench_floor::counters;
use http::{
    HeaderValue,
    header::{AUTHORIZATION, COOKIE},
};
use shared::{
    BoxError,
    measure::Measurement,
    route,
    scenario::{Group, Visitor, What},
};
use tower::{ServiceExt as _, service_fn};

const USAGE: &str = "\
usage: authing-bench-floor measure SCENARIO SIDE CONCURRENCY CALLS URL  one cell, for a profiler too
       authing-bench-floor serve                                        the server, whose address it prints";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["measure", rest @ ..] => measured(rest).await,
        ["serve"] => server::serve().await,
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn measured(arguments: &[&str]) -> Result<(), BoxError> {
    let it = Measurement::read(arguments)?;
    let what = it.scenario.what;
    match (it.scenario.group, it.side) {
        (Group::Calls, "floor") => calls::Floor::new(what, it.url)?.measure(it).await,
        (Group::Calls, "prebuilt") => {
            let prebuilt = calls::Prebuilt::new(what, it.url)?;
            it.of(async || prebuilt.call().await).await
        }
        (Group::Routes, "unguarded") => {
            let is_browser = matches!(what, What::Route(Visitor::Stored | Visitor::Sealed));
            let name = if is_browser { COOKIE } else { AUTHORIZATION };
            let value = HeaderValue::try_from("t".repeat(900))?;
            let service = service_fn(route::handler);
            it.of(async || {
                drop(black_box(service.oneshot(route::request(&name, &value)?).await?));
                Ok(())
            })
            .await
        }
        (_, name) => {
            let library = libraries::Library::new(name, what)?;
            it.of(async || library.call()).await
        }
    }
}
