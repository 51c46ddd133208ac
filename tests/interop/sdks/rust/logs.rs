//! The logs of users and administrators.

use authing_management::{logs::ListLogs, types::CreateUserInput};

use crate::walk::{Failure, PASSWORD, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let logs = client.logs();
    let input = CreateUserInput::new().username("bob").password(PASSWORD);
    let bob = client.users().create(input).await?.id;
    walk.name("<bob>", &bob)?;
    walk.end_user()?.login_by_username("bob", PASSWORD).await?;
    let of_bob = ListLogs::new().user_id(&bob).limit(5);
    let page =
        walk.step("list user actions", async { logs.list_user_actions(of_bob).await }).await?;
    assert_eq!(page.total_count, 1);
    let few = ListLogs::new().limit(5);
    let page = walk
        .step("list user actions by the older call", async { logs.list_user_actions(few).await })
        .await?;
    assert_eq!(page.total_count, 1);
    let all = ListLogs::new();
    let page = walk.step("list audit logs", async { logs.list_audit_logs(all).await }).await?;
    assert!(page.total_count > 0);
    let of_app = ListLogs::new().app_id(walk.info("appId"));
    let page = walk
        .step("list audit logs of an application", async { logs.list_audit_logs(of_app).await })
        .await?;
    assert_eq!(page.total_count, 0);
    Ok(())
}
