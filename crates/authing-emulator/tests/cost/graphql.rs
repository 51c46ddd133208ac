use serde_json::json;

use crate::measure::{Measured, Request, each};

fn document(query: &str) -> Request {
    Request::graphql(query, &json!({}))
}

fn selection(fields: &str) -> Request {
    document(&format!("{{{fields}}}"))
}

#[test]
fn fields_cost_as_much_as_they_are_many_and_end_at_ten_thousand() {
    let emulator = Measured::start();
    let aliases = |n| selection(&each(n, |i| format!("a{i}:__typename ")));
    emulator.doubles(2500, aliases);
    emulator.doubles(2500, |n| selection(&"__typename ".repeat(n)));
    emulator.refuses(&aliases(10_001), 400, "the request has 10001 pieces once its fragments");
    // As many as a body may hold.
    emulator.refuses(&aliases(50_000), 400, "takes at most 10000");
}

#[test]
fn fields_that_are_not_known_cost_as_much_as_they_are_many() {
    let emulator = Measured::start();
    emulator.doubles(1000, |n| selection(&each(n, |i| format!("a{i}(b:1) "))));
    emulator.doubles(1000, |n| selection(&each(n, |i| format!("a{i} "))));
}

/// Each of `n` fragments holds the next one twice.
fn doubling(n: usize) -> String {
    let fragments = each(n, |i| {
        let next = i + 1;
        format!("fragment f{i} on Query{{...f{next} ...f{next}}} ")
    });
    format!("{{...f0}} {fragments} fragment f{n} on Query{{__typename}}")
}

#[test]
fn fragments_that_double_are_refused_before_anything_follows_them() {
    let emulator = Measured::start();
    assert_eq!(emulator.send(&document(&doubling(8))).status, 200);
    for n in [13, 20, 24, 60] {
        emulator.refuses(&document(&doubling(n)), 400, "pieces once its fragments are put in");
    }
    let wide = each(7, |i| {
        let next = format!("...f{} ", i + 1).repeat(500);
        format!("fragment f{i} on Query{{{next}}} ")
    });
    let wide = format!("{{...f0}} {wide} fragment f7 on Query{{__typename}}");
    emulator.refuses(&document(&wide), 400, "pieces once its fragments are put in");
}

#[test]
fn a_fragment_inside_of_itself_is_refused_by_name() {
    let emulator = Measured::start();
    let reason = "Cannot spread fragment \\\"f0\\\" within itself.";
    for body in ["__typename ...f0", "...f1} fragment f1 on Query{...f0"] {
        let cycle = format!("{{...f0}} fragment f0 on Query{{{body}}}");
        emulator.refuses(&document(&cycle), 400, "within itself");
    }
    let wide = format!("{{...f0}} fragment f0 on Query{{{}}}", "...f0 ".repeat(3000));
    emulator.refuses(&document(&wide), 400, reason);
    // One that nobody uses is one all the same.
    let unused = "{__typename} fragment f0 on Query{...f0}";
    emulator.refuses(&document(unused), 400, reason);
}

#[test]
fn a_chain_of_fragments_has_an_end_whether_it_is_used_or_not() {
    let emulator = Measured::start();
    let chain = |first: &str, n: usize| {
        let links = each(n, |i| format!("fragment f{i} on Query{{...f{}}} ", i + 1));
        document(&format!("{{{first}}} {links} fragment f{n} on Query{{__typename}}"))
    };
    emulator.doubles(15, |n| chain("...f0", n));
    for first in ["...f0", "__typename"] {
        let reason = "levels of fragments inside of one another; authing-emulator takes at most 64";
        emulator.refuses(&chain(first, 64), 400, reason);
        // As many as the stack of a parser or a validator would not hold.
        emulator.refuses(&chain(first, 20_000), 400, reason);
    }
}

#[test]
fn brackets_end_before_the_stack_does() {
    let emulator = Measured::start();
    let inline = |n: usize| selection(&format!("{}__typename{}", "...{".repeat(n), "}".repeat(n)));
    let lists =
        |n: usize| selection(&format!("userBatch(ids:{}1{}){{id}}", "[".repeat(n), "]".repeat(n)));
    let types = |n: usize| {
        document(&format!("query($v:{}Int{}){{__typename}}", "[".repeat(n), "]".repeat(n)))
    };
    emulator.doubles(15, inline);
    emulator.doubles(30, lists);
    emulator.doubles(30, types);
    let reason = "levels of brackets; authing-emulator takes at most 64";
    for make in [inline, lists, types] {
        emulator.refuses(&make(64), 400, reason);
        emulator.refuses(&make(100_000), 400, reason);
    }
    // What is no string for a parser hides no bracket, and what is one opens none.
    let open = "[".repeat(100_000);
    for hidden in
        ["\"\"\"\" ", "\"\"\"a\" ", "\"\" ", "\"\\\\\" ", "\"\"\"\\\"\"\" \"\"\" ", "#\" \n"]
    {
        emulator.refuses(&selection(&format!("userBatch(ids:[{hidden}{open}")), 400, reason);
    }
    for text in ["\"[[[[\"".to_owned(), format!("\"{open}\""), format!("\"\"\"{open}\"\"\"")] {
        let response = emulator.send(&selection(&format!("a:__typename @skip(if:{text})")));
        assert!(!response.text.contains("levels of brackets"), "{}", response.text);
    }
    let comment = emulator.send(&document(&format!("{{__typename}} #{open}")));
    assert_eq!(comment.status, 200);
}

#[test]
fn arguments_directives_and_literals_cost_as_much_as_they_are_many() {
    let emulator = Measured::start();
    emulator.doubles(500, |n| {
        let arguments = each(n, |i| format!("a{i}:1 "));
        selection(&format!("users({arguments}){{totalCount}} users({arguments}){{totalCount}}"))
    });
    emulator.doubles(1000, |n| selection(&format!("__typename {}", "@skip(if:false) ".repeat(n))));
    let list = |n| selection(&format!("userBatch(ids:[{}]){{id}}", "\"x\" ".repeat(n)));
    emulator.doubles(2500, list);
    emulator.refuses(&list(10_000), 400, "pieces once its fragments are put in");
    // Text in a fragment is there as often as the fragment is.
    let text = format!("userBatch(ids:[\"{}\"]){{id}}", "x".repeat(64_000));
    let often = format!("{{{}}} fragment f on Query{{{text}}}", "...f ".repeat(20));
    emulator.refuses(&document(&often), 400, "pieces once its fragments are put in");
}

#[test]
fn operations_cost_as_much_as_they_are_many() {
    let emulator = Measured::start();
    emulator.doubles(500, |n| document(&each(n, |i| format!("query q{i}{{__typename}} "))));
    // Every one of them holds every field of the fragment.
    let shared = |n| {
        let fields = each(n, |i| format!("a{i}:__typename "));
        document(
            &(each(n, |i| format!("query q{i}{{...f}} "))
                + &format!("fragment f on Query{{{fields}}}")),
        )
    };
    emulator.refuses(&shared(200), 400, "pieces once its fragments are put in");
}

#[test]
fn a_variable_is_put_in_so_often_and_no_more() {
    let emulator = Measured::start();
    let uses = |n: usize, length: usize| {
        let fields = each(n, |i| format!("a{i}:userBatch(ids:$v){{id}} "));
        let variables = json!({ "v": vec!["x"; length] });
        Request::graphql(&format!("query($v:[String!]!){{{fields}}}"), &variables)
    };
    emulator.doubles(40, |n| uses(n, 100));
    emulator.doubles(5000, |n| uses(1, n));
    let reason = "values once its variables are put in wherever they are used";
    emulator.refuses(&uses(100, 1000), 400, reason);
    let text = json!({ "v": "x".repeat(500_000) });
    let fields = each(100, |i| format!("a{i}:user(id:$v){{id}} "));
    let request = Request::graphql(&format!("query($v:String){{{fields}}}"), &text);
    emulator.refuses(&request, 400, reason);
    let defined = format!("query({}){{__typename}}", "$v:[String!]! ".repeat(500));
    let request = Request::graphql(&defined, &json!({ "v": vec!["x"; 1000] }));
    emulator.refuses(&request, 400, reason);
    emulator.refuses(&uses(1, 20_000), 400, "20001 values in its variables");
    emulator.doubles(200, |n| {
        let definitions = each(n, |i| format!("$v{i}:Int "));
        let fields = each(n, |i| format!("a{i}:__typename @skip(if:$v{i}) "));
        document(&format!("query({definitions}){{{fields}}}"))
    });
}

#[test]
fn a_response_has_an_end_whatever_a_page_is_said_to_hold() {
    let emulator = Measured::start();
    let (pool, secret) =
        (emulator.emulator().user_pool_id(), emulator.emulator().user_pool_secret());
    let token =
        format!("{{accessToken(userPoolId:\"{pool}\",secret:\"{secret}\"){{accessToken}}}}");
    let response = emulator.send(&document(&token)).text;
    let token = response.split('"').find(|text| text.starts_with("eyJ")).unwrap();
    let admin = |request: Request| request.header("authorization", &format!("Bearer {token}"));
    for i in 0..50 {
        let made = format!("mutation{{createUser(userInfo:{{username:\"user{i}\"}}){{id}}}}");
        assert_eq!(emulator.send(&admin(document(&made))).status, 200);
    }
    let pages = |n| {
        let page = |i| format!("a{i}:users(page:1,limit:1000000000){{list{{id}}}} ");
        admin(selection(&each(n, page)))
    };
    emulator.doubles(15, pages);
    let reason =
        "too many fields and values in its response; authing-emulator takes at most 1000000";
    let response = emulator.send(&pages(101));
    assert!(response.text.contains(reason), "{}", response.text);
    assert!(response.text.contains("\"data\":null"), "{}", response.text);
    // A root field is work whatever it returns.
    let small = |n| admin(selection(&each(n, |i| format!("a{i}:isUserExists(username:\"a\") "))));
    assert!(!emulator.send(&small(50)).text.contains(reason));
    assert!(emulator.send(&small(100)).text.contains(reason));
    let far = admin(selection("users(page:2147483647,limit:2147483647){totalCount list{id}}"));
    assert!(emulator.send(&far).text.contains("\"totalCount\":50"));
}
