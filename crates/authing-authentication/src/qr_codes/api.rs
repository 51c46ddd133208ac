//! The handle, and the side that shows a code.

use authing_core::{Call, Operation, client::ApiClient};
use authing_types::{Secret, User};
use serde_json::json;

use super::{
    model::{Generated, QrCode, QrState, Status},
    request::GenerateQrCode,
};
use crate::client::AuthenticationClient;

// Each call makes another code.
const GENERATE: Operation =
    Operation::post("qr_codes.generate", "/api/v2/qrcode/gene").user_if_held();
const STATUS: Operation =
    Operation::get("qr_codes.status", "/api/v2/qrcode/check").user_if_held().idempotent();
// A ticket is single-use.
const EXCHANGE: Operation =
    Operation::post("qr_codes.exchange", "/api/v2/qrcode/userinfo").user_if_held();

impl AuthenticationClient {
    /// Login by a QR code.
    pub fn qr_codes(&self) -> UserQrCodesApi<'_> {
        UserQrCodesApi { client: self, exchange: self.api().clone() }
    }
}

/// Login by a QR code, on the side that shows it and on the one that scans it:
/// [`AuthenticationClient::qr_codes`].
#[derive(Clone, Debug)]
pub struct UserQrCodesApi<'a> {
    pub(super) client: &'a AuthenticationClient,
    /// Exchanges tickets, with the user's token or a server's.
    pub(super) exchange: ApiClient,
}

impl UserQrCodesApi<'_> {
    /// Exchanges tickets as a server does, with the user pool's management token. User pools allow
    /// nobody else, unless their settings say so
    /// (`qrcodeLoginStrategy.allowExchangeUserInfoFromBrowser`).
    ///
    /// The token is that of `authing-management`'s client, or of any other one.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, Secret};
    ///
    /// # async fn example(client: AuthenticationClient, management_token: Secret, ticket: Secret) -> Result<(), Error> {
    /// let user = client.qr_codes().as_server(management_token).exchange(ticket).await?;
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn as_server(mut self, management_token: impl Into<Secret>) -> Self {
        self.exchange = self.client.api_with_token(management_token);
        self
    }

    /// Makes a QR code. A scene alone is enough; [`GenerateQrCode`] adds data of your own.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, qr_codes::{GenerateQrCode, QrScene}};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let code = client.qr_codes().generate(QrScene::App).await?;
    /// println!("{} is valid for {:?}", code.picture_url, code.expires_in);
    ///
    /// let request = GenerateQrCode::new(QrScene::App).custom_data([("table", "7")]);
    /// let code = client.qr_codes().generate(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/qrcode/gene`. Not idempotent: each call makes another code.
    ///
    /// # Errors
    ///
    /// Those of the transport.
    pub fn generate(&self, request: impl Into<GenerateQrCode>) -> Call<QrCode> {
        let request = request.into();
        let api = self.client.api();
        let clock = api.pipeline().clock();
        let user_pool_id = self.client.user_pool_id().map(str::to_owned);
        let call = api.call(GENERATE).rest(|rest| rest.json(&request));
        call.map(move |generated: Generated| {
            generated.code(&request, user_pool_id.as_deref(), clock.now())
        })
    }

    /// How far a code has come, once; [`watch`](Self::watch) asks again and again. The last state
    /// of a code that was agreed to is [`QrState::Authorised`].
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, Secret, qr_codes::QrState};
    ///
    /// # async fn example(client: AuthenticationClient, random: Secret) -> Result<(), Error> {
    /// if let QrState::Authorised { ticket, .. } = client.qr_codes().status(random).await? {
    ///     client.qr_codes().exchange(ticket).await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/qrcode/check`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::QR_CODE_NOT_FOUND`](crate::ErrorCode::QR_CODE_NOT_FOUND) for a code that does
    /// not exist.
    pub fn status(&self, random: impl Into<Secret>) -> Call<QrState> {
        let random = random.into();
        let call = self
            .client
            .api()
            .call(STATUS)
            .required("random", random.expose())
            .rest(|request| request.query("random", random.expose()));
        call.try_map(|status: Status| status.state())
    }

    /// Exchanges the ticket of a code that was agreed to for the user, who is then logged in on this
    /// client. A ticket is single-use, and expires after 300 seconds unless the user pool says
    /// otherwise.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient, ticket: &str) -> Result<(), authing_authentication::Error> {
    /// let user = client.qr_codes().exchange(ticket).await?;
    /// println!("hello {}", user.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/qrcode/userinfo`. Not idempotent: a ticket is single-use.
    ///
    /// # Errors
    ///
    /// - [`ErrorCode::PERMISSION_DENIED`](crate::ErrorCode::PERMISSION_DENIED) when the user pool
    ///   allows only servers to do so: see [`as_server`](Self::as_server);
    /// - an error of the server's when the ticket is not valid;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty ticket.
    pub fn exchange(&self, ticket: impl Into<Secret>) -> Call<User> {
        let ticket = ticket.into();
        let call = self
            .exchange
            .call(EXCHANGE)
            .required("ticket", ticket.expose())
            .rest(|request| request.json(&json!({ "ticket": ticket.expose() })));
        self.client.logs_in(call)
    }
}
