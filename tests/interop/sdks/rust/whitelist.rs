//! Who may register.

use authing_management::types::{WhiteList, WhitelistType};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    const NAMES: WhitelistType = WhitelistType::Username;
    let client = walk.administrator()?;
    let lists = client.whitelist();
    walk.step("enable a whitelist", async { lists.enable(NAMES).await }).await?;
    let added =
        walk.step("add to a whitelist", async { lists.add(NAMES, ["ann", "bob"]).await }).await?;
    assert_eq!(values(&added), ["ann", "bob"]);
    let found = walk.step("list a whitelist", async { lists.list(NAMES).await }).await?;
    assert_eq!(values(&found), ["ann", "bob"]);
    walk.step("remove from a whitelist", async { lists.remove(NAMES, ["ann"]).await }).await?;
    assert_eq!(values(&lists.list(NAMES).await?), ["bob"]);
    walk.step("disable a whitelist", async { lists.disable(NAMES).await }).await?;
    Ok(())
}

fn values(list: &[WhiteList]) -> Vec<&str> {
    list.iter().map(|entry| entry.value.as_str()).collect()
}
