//! What the tests of the cases from the field have in common. The files themselves are in each crate, so
//! that it is whole when it is packed.

use std::{
    error::Error,
    time::{Duration, Instant},
};

/// A file of `tests/cases`, for a test in a folder beside it.
#[macro_export]
macro_rules! case {
    ($path:literal) => {
        include_str!(concat!("../cases/", $path))
    };
}

/// The rows pem-01 to pem-05 with their names: one public key in every form that it takes on its way.
#[macro_export]
macro_rules! public_key_cases {
    () => {
        [
            ("pem-01", $crate::case!("pem/public-key-escaped.txt")),
            ("pem-02", $crate::case!("pem/public-key-escaped-quoted.txt")),
            ("pem-03", $crate::case!("pem/public-key-one-line.txt")),
            ("pem-04", $crate::case!("pem/public-key-bare-base64.txt")),
            ("pem-05", $crate::case!("pem/public-key-crlf.pem")),
        ]
    };
}

/// Asserts that an error begins with the option that cannot be used, and that no part of its value is in
/// it or its causes. `canary` is the value's end.
pub fn assert_names_option(error: &(dyn Error + 'static), option: &str) {
    assert!(error.to_string().starts_with(&format!("option `{option}` ")), "{option}: {error}");
    let mut next = Some(error);
    while let Some(cause) = next {
        assert!(!format!("{cause} {cause:?}").contains("ary"), "{cause:?}");
        next = cause.source();
    }
}

/// Makes a call on two runtimes in turns. Each is served at once.
pub fn on_two_runtimes<F: Future>(call: impl Fn() -> F) -> Vec<F::Output> {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (first, second) = (runtime(), runtime());
    let in_turns = [&first, &second, &first, &second].into_iter().map(|runtime| {
        let start = Instant::now();
        let output = runtime.block_on(call());
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        output
    });
    in_turns.collect()
}
