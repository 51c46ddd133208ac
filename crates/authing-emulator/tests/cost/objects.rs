use crate::measure::{Measured, Request, each};

const PATH: &str = "/api/v2/users/batch";

#[test]
fn json_costs_as_much_as_it_is_wide_and_ends_at_twenty_thousand_values() {
    let emulator = Measured::start();
    let list = |n: usize| format!("[1{}]", ",1".repeat(n - 1));
    let object = |n: usize| format!("{{\"a\":1{}}}", each(n - 1, |i| format!(",\"m{i}\":1")));
    emulator.doubles(5000, |n| Request::json(PATH, list(n)));
    emulator.doubles(5000, |n| Request::json(PATH, object(n)));
    emulator.doubles(50_000, |n| Request::json(PATH, format!("\"{}\"", "\\u0041".repeat(n))));
    // The list itself is a value, too.
    emulator.refuses(&Request::json(PATH, list(20_000)), 413, "20001 values in its JSON");
    let control = Request::json("/_emulator/directories", list(20_000));
    emulator.refuses(&control, 413, "20001 values in its JSON");
}

#[test]
fn json_costs_as_much_as_it_is_deep_and_ends_before_the_stack_does() {
    let emulator = Measured::start();
    let nested = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    emulator.doubles(60, |n| Request::json(PATH, nested(n)));
    emulator.refuses(&Request::json(PATH, nested(128)), 400, "recursion limit exceeded");
    emulator.refuses(&Request::json(PATH, "[".repeat(1_000_000)), 400, "recursion limit exceeded");
}

#[test]
fn a_value_that_is_refused_is_not_repeated_as_a_whole() {
    let emulator = Measured::start();
    let long = format!("{{\"kind\":\"{}\"}}", "k".repeat(500_000));
    let response = emulator.send(&Request::json("/_emulator/faults", long));
    assert_eq!((response.status, response.text.len() < 1000), (400, true));
    let query = "mutation($i: LoginByEmailInput!) { loginByEmail(input: $i) { id } }";
    let variables = serde_json::json!({ "i": "v".repeat(500_000) });
    let response = emulator.send(&Request::graphql(query, &variables));
    assert!(response.text.contains("got invalid value"), "{}", response.text.len());
    assert!(response.text.len() < 1000, "{}", response.text.len());
}

#[test]
fn what_is_written_down_of_requests_has_an_end() {
    let emulator = Measured::start();
    let big = format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000));
    for _ in 0..100 {
        emulator.send(&Request::json(PATH, big.clone()));
    }
    let kept = emulator.emulator().requests().len();
    assert!((1..=67).contains(&kept), "{kept} requests of a megabyte");
}
