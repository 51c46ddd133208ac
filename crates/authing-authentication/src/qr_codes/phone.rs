//! The side that scans.

use authing_core::{Call, Operation, RestRequest};
use authing_types::CommonMessage;
use authing_types::Secret;
use serde_json::json;

use super::QrCodes;
use crate::arguments::not_empty;

const SCAN: Operation =
    Operation::post("qr_codes.scan", "/api/v2/qrcode/scanned").user().whole_envelope();
const CONFIRM: Operation =
    Operation::post("qr_codes.confirm", "/api/v2/qrcode/confirm").user().whole_envelope();
const CANCEL: Operation =
    Operation::post("qr_codes.cancel", "/api/v2/qrcode/cancel").user().whole_envelope();

impl QrCodes<'_> {
    /// Tells the waiting side that the user who is logged in here has scanned its code. It shows
    /// the user's name and picture.
    ///
    /// `POST /api/v2/qrcode/scanned`. Not idempotent: a code is scanned once.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::QR_CODE_NOT_FOUND`](crate::ErrorCode::QR_CODE_NOT_FOUND) for a code that does
    /// not exist; an error of the server's when it is too old, or another user pool's;
    /// [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token.
    pub fn scan(&self, random: &Secret) -> Call<CommonMessage> {
        self.decide(SCAN, random)
    }

    /// Agrees: the waiting side is logged in as the user who is logged in here. The code must have
    /// been [scanned](Self::scan) by the same user.
    ///
    /// `POST /api/v2/qrcode/confirm`. Not idempotent: a code is decided about once.
    ///
    /// # Errors
    ///
    /// As for [`scan`](Self::scan), and one of the server's when the code was not scanned.
    pub fn confirm(&self, random: &Secret) -> Call<CommonMessage> {
        self.decide(CONFIRM, random)
    }

    /// Does not agree.
    ///
    /// `POST /api/v2/qrcode/cancel`. Not idempotent: a code is decided about once.
    ///
    /// # Errors
    ///
    /// As for [`confirm`](Self::confirm).
    pub fn cancel(&self, random: &Secret) -> Call<CommonMessage> {
        self.decide(CANCEL, random)
    }

    fn decide(&self, operation: Operation, random: &Secret) -> Call<CommonMessage> {
        let request = RestRequest::new(operation)
            .json(&json!({ "random": random.expose() }))
            .check(not_empty("random", random.expose()));
        self.client.api().rest(request)
    }
}
