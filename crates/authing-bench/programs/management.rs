use authing_management::{
    ListUsers, ManagementClient,
    types::{CreateUserInput, UserKey},
};
use futures_util::TryStreamExt as _;

#[tokio::main]
async fn main() -> Result<(), authing_management::Error> {
    let management = ManagementClient::builder("USER_POOL_ID", "SECRET").build()?;

    let page = management.users().list(ListUsers::new().limit(50)).await?;
    println!("{} of {}", page.list.len(), page.total_count);

    let mut users = management.users().list(ListUsers::new()).items();
    while let Some(user) = users.try_next().await? {
        println!("{}", user.id);
    }

    let bob = CreateUserInput::new().username("bob").password("passw0rd");
    let bob = management.users().create(bob).await?;
    let found = management.users().find(UserKey::username("bob")).await?;
    println!("{}", found.is_some());
    management.users().delete(&bob.id).await?;
    Ok(())
}
