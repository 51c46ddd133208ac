//! What the README promises.

#[test]
fn the_test_of_a_guarded_route_is_short() {
    let readme = include_str!("../../README.md");
    let (_, test) = readme.split_once("async fn only_admins_see_orders()").unwrap();
    let (test, _) = test.split_once("\n}\n").unwrap();
    // The signature and the brace at the end count too.
    let lines = test.lines().count() + 1;
    assert!((8..15).contains(&lines), "{lines}");
}
