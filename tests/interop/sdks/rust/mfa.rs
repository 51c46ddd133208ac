//! The second factors of accounts.

use authing_management::mfa::{ImportTotp, MfaType};

use crate::walk::{Failure, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let mfa = client.mfa();
    let bob = walk.user("bob").await?;
    let key =
        ImportTotp::new(&bob, "JBSWY3DPEHPK3PXP").recovery_code("bc5a-6879-bc5a-6879-bc5a-6879");
    let made = walk.step("import a TOTP key", async { mfa.import_totp(key).await }).await?;
    assert_eq!(made.user_id.as_ref(), Some(&bob));
    let bound = walk.step("get the status", async { mfa.get_status(&bob).await }).await?;
    assert!(bound.otp);
    walk.step("take a factor away", async { mfa.disassociate(&bob, MfaType::Otp).await }).await?;
    assert!(!mfa.get_status(&bob).await?.otp);
    Ok(())
}
