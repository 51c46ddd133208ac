//! The side that scans.

use authing_core::{Call, Operation};
use authing_types::Secret;
use serde_json::json;

use super::api::UserQrCodesApi;

const SCAN: Operation = Operation::post("qr_codes.scan", "/api/v2/qrcode/scanned").user();
const CONFIRM: Operation = Operation::post("qr_codes.confirm", "/api/v2/qrcode/confirm").user();
const CANCEL: Operation = Operation::post("qr_codes.cancel", "/api/v2/qrcode/cancel").user();

impl UserQrCodesApi<'_> {
    /// Tells the waiting side that the user who is logged in here has scanned its code. It shows
    /// the user's name and picture.
    ///
    /// ```no_run
    /// # async fn example(phone: authing_authentication::AuthenticationClient, random: &str) -> Result<(), authing_authentication::Error> {
    /// phone.qr_codes().scan(random).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/qrcode/scanned`. Not idempotent: a code is scanned once.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::QR_CODE_NOT_FOUND`](crate::ErrorCode::QR_CODE_NOT_FOUND) for a code that does
    /// not exist; an error of the server's when it is too old, or another user pool's;
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token.
    pub fn scan(&self, random: impl Into<Secret>) -> Call<()> {
        self.decide(SCAN, random)
    }

    /// Agrees: the waiting side is logged in as the user who is logged in here. The code must have
    /// been [scanned](Self::scan) by the same user.
    ///
    /// ```no_run
    /// # async fn example(phone: authing_authentication::AuthenticationClient, random: &str) -> Result<(), authing_authentication::Error> {
    /// phone.qr_codes().confirm(random).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/qrcode/confirm`. Not idempotent: a code is decided once.
    ///
    /// # Errors
    ///
    /// As for [`scan`](Self::scan), and one of the server's when the code was not scanned.
    pub fn confirm(&self, random: impl Into<Secret>) -> Call<()> {
        self.decide(CONFIRM, random)
    }

    /// Declines: the waiting side is not logged in.
    ///
    /// ```no_run
    /// # async fn example(phone: authing_authentication::AuthenticationClient, random: &str) -> Result<(), authing_authentication::Error> {
    /// phone.qr_codes().cancel(random).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/qrcode/cancel`. Not idempotent: a code is decided once.
    ///
    /// # Errors
    ///
    /// As for [`confirm`](Self::confirm).
    pub fn cancel(&self, random: impl Into<Secret>) -> Call<()> {
        self.decide(CANCEL, random)
    }

    fn decide(&self, operation: Operation, random: impl Into<Secret>) -> Call<()> {
        let random = random.into();
        self.client
            .api()
            .call(operation)
            .required("random", random.expose())
            .command(|request| request.json(&json!({ "random": random.expose() })))
    }
}
