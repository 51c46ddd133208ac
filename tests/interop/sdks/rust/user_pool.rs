//! The user pool itself.

use authing_management::types::UpdateUserpoolInput;

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let pool = client.user_pool();
    let found = walk.step("get the pool", async { pool.get().await }).await?;
    assert_eq!(found.id, client.user_pool_id());
    let changes = UpdateUserpoolInput::new().name("Shop").email_verified_default(true);
    let changed = walk.step("update the pool", async { pool.update(changes).await }).await?;
    assert_eq!((changed.name.as_str(), changed.email_verified_default), ("Shop", true));
    walk.step("add a variable", async { pool.add_env("COLOUR", "red").await }).await?;
    let listed = walk.step("list variables", async { pool.list_env().await }).await?;
    let values: Vec<_> = listed
        .iter()
        .map(|one| (one.key.as_str(), one.value.as_ref().map(|value| value.expose())))
        .collect();
    assert_eq!(values, [("COLOUR", Some("red"))]);
    walk.step("remove a variable", async { pool.remove_env("COLOUR").await }).await?;
    assert!(pool.list_env().await?.is_empty());
    Ok(())
}
