//! The functions area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_management::{CreateFunction, ListFunctions, UpdateFunction, types::SortBy};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

#[tokio::test]
async fn a_function_is_created_changed_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let functions = server.management.functions();
    let made = functions
        .create(CreateFunction::new("pipe", "1").description("d").url("https://f.example"))
        .await
        .unwrap();
    assert_eq!(functions.get(&made.id).await.unwrap(), made);

    let changes = UpdateFunction::new().name("tube").clear_url();
    let changed = functions.update(&made.id, changes).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.source_code.as_str()), ("tube", "1"));
    assert_eq!((changed.description.as_deref(), changed.url), (Some("d"), None));

    functions.delete(&made.id).await.unwrap();
    assert_eq!(functions.get_opt(&made.id).await.unwrap(), None);
    assert!(functions.get(&made.id).await.unwrap_err().is_not_found());
    assert!(functions.delete(&made.id).await.is_err(), "it is gone");
    assert!(functions.update(&made.id, UpdateFunction::new().name("x")).await.is_err());
}

#[tokio::test]
async fn functions_are_paged_sorted_and_streamed() {
    let server = TestServer::start().await.unwrap();
    let functions = server.management.functions();
    for name in ["a", "b", "c"] {
        server.emulator.advance(Duration::from_secs(1));
        functions.create(CreateFunction::new(name, "1")).await.unwrap();
    }
    let names = async |request: ListFunctions| {
        let all = functions.list(request).items();
        all.map_ok(|function| function.name).try_collect::<Vec<_>>().await.unwrap()
    };
    assert_eq!(names(ListFunctions::new().limit(2)).await, ["c", "b", "a"]);
    let oldest_first = ListFunctions::new().limit(2).sort_by(SortBy::CreatedAtAsc);
    assert_eq!(names(oldest_first).await, ["a", "b", "c"]);
}
