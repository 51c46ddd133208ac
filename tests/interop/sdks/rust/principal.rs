//! The real names behind accounts.

use authing_management::principal::{PrincipalIdentity, PrincipalType};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let principal = client.principal();
    let bob = walk.user("bob").await?;
    let nobody =
        walk.step("get the name of nobody", async { principal.get_opt(&bob).await }).await?;
    assert!(nobody.is_none());
    let person = PrincipalIdentity::person("Bob", "1101", "6222");
    walk.step("bind a person", async { principal.authenticate(&bob, person).await }).await?;
    let company = PrincipalIdentity::enterprise("Acme", "9133", "Bob");
    walk.step("bind a company", async { principal.authenticate(&bob, company).await }).await?;
    let found = walk.step("get a name", async { principal.get(&bob).await }).await?;
    assert_eq!(found.principal_type, Some(PrincipalType::Enterprise));
    Ok(())
}
