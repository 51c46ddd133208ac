//! Log-in by a QR code: one side shows it and waits, the other scans it and decides.
//!
//! A service shows the picture and waits, as a stream of states:
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, Error, qr_codes::{QrScene, QrState}};
//! use futures_util::TryStreamExt;
//!
//! # async fn example(client: AuthenticationClient) -> Result<(), Error> {
//! let code = client.qr_codes().generate(QrScene::App).await?;
//! println!("please scan {}", code.picture_url);
//! let mut states = client.qr_codes().watch(&code);
//! while let Some(state) = states.try_next().await? {
//!     match state {
//!         QrState::Scanned(person) => println!("{:?} is looking at it", person.nickname),
//!         QrState::LoggedIn(user) => println!("hello {}", user.id),
//!         QrState::StepRequired(step) => println!("one thing more: {step:?}"),
//!         QrState::Expired => println!("too late: make another one"),
//!         _ => {}
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! The phone, whose user is logged in, reads the picture's text:
//!
//! ```no_run
//! use authing_authentication::{AuthenticationClient, Error, Secret, qr_codes::ScannedCode};
//!
//! # async fn example(phone: AuthenticationClient, text: Secret) -> Result<(), Error> {
//! let scanned = ScannedCode::read(&text)?;
//! phone.qr_codes().scan(&scanned.random).await?;
//! // once the user has agreed
//! phone.qr_codes().confirm(&scanned.random).await?;
//! # Ok(()) }
//! ```

mod model;
mod phone;
mod request;
mod watch;

use std::sync::Arc;

use authing_core::{Call, Error, FixedToken, Operation, RestRequest, client::ApiClient};
use authing_types::Secret;
use authing_types::User;
use serde_json::json;

pub use model::{QrCode, QrPerson, QrScene, QrState, ScannedCode};
pub use request::GenerateQrCode;
pub use watch::QrStates;

use crate::{arguments::not_empty, client::AuthenticationClient};
use model::{Generated, Status};

// Each call makes another code.
const GENERATE: Operation =
    Operation::post("qr_codes.generate", "/api/v2/qrcode/gene").user_if_held();
const STATUS: Operation =
    Operation::get("qr_codes.status", "/api/v2/qrcode/check").user_if_held().idempotent();
// A ticket is good for once.
const EXCHANGE: Operation =
    Operation::post("qr_codes.exchange", "/api/v2/qrcode/userinfo").user_if_held();

impl AuthenticationClient {
    /// Log-in by a QR code.
    pub fn qr_codes(&self) -> QrCodes<'_> {
        QrCodes { client: self, server_token: None }
    }
}

/// Log-in by a QR code, on the side that shows it and on the one that scans it.
#[derive(Clone, Debug)]
pub struct QrCodes<'a> {
    client: &'a AuthenticationClient,
    /// In place of the user's token, where a ticket is exchanged.
    server_token: Option<Secret>,
}

impl QrCodes<'_> {
    /// Exchanges tickets as a server does, with the user pool's management token. User pools let
    /// nobody else, unless they say so in their settings
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
        self.server_token = Some(management_token.into());
        self
    }

    /// Makes a QR code. A scene alone is enough; [`GenerateQrCode`] adds data of your own.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, qr_codes::{GenerateQrCode, QrScene}};
    ///
    /// # async fn example(client: AuthenticationClient) -> Result<(), Error> {
    /// let code = client.qr_codes().generate(QrScene::App).await?;
    /// println!("{} is good for {:?}", code.picture_url, code.expires_in);
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
    /// Those of every call.
    pub fn generate(&self, request: impl Into<GenerateQrCode>) -> Call<QrCode> {
        let request = request.into();
        let call = self.client.api().rest(RestRequest::new(GENERATE).json(&request));
        let clock = self.client.api().pipeline().clock();
        let user_pool_id = self.client.user_pool_id().map(str::to_owned);
        call.map(move |answer: Generated| {
            answer.code(&request, user_pool_id.as_deref(), clock.now())
        })
    }

    /// How far a code has come, once; [`watch`](Self::watch) asks again and again. The last state
    /// of a code that was agreed to is [`QrState::Authorised`].
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, Secret, qr_codes::QrState};
    ///
    /// # async fn example(client: AuthenticationClient, random: Secret) -> Result<(), Error> {
    /// if let QrState::Authorised { ticket, .. } = client.qr_codes().status(&random).await? {
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
    pub fn status(&self, random: &Secret) -> Call<QrState> {
        let request = RestRequest::new(STATUS)
            .query("random", random.expose())
            .check(not_empty("random", random.expose()));
        self.client.api().rest(request).try_map(|status: Status| status.state())
    }

    /// Waits for what becomes of a code: a stream of its states, each of them once, that ends with
    /// the last one. Whoever has agreed is [exchanged](Self::exchange) for the user and logged in
    /// on this client, which is the state [`QrState::LoggedIn`].
    ///
    /// The server is asked 800 ms after its last answer, so that questions never overlap, until the
    /// code's time is over. Dropping the stream stops it. It ends after the first error.
    ///
    /// `GET /api/v2/qrcode/check`, and `POST /api/v2/qrcode/userinfo`.
    pub fn watch(&self, code: &QrCode) -> QrStates {
        QrStates::new(self.client.clone(), self.server_token.clone(), code)
    }

    /// Exchanges the ticket of a code that was agreed to for the user, who is then logged in on this
    /// client. A ticket is good for once, and for 300 seconds unless the user pool says otherwise.
    ///
    /// `POST /api/v2/qrcode/userinfo`. Not idempotent: a ticket is good for once.
    ///
    /// # Errors
    ///
    /// - [`ErrorCode::PERMISSION_DENIED`](crate::ErrorCode::PERMISSION_DENIED) when the user pool
    ///   lets only servers do so: see [`as_server`](Self::as_server);
    /// - an error of the server's when the ticket is not good;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty ticket.
    pub fn exchange(&self, ticket: impl Into<Secret>) -> Call<User> {
        let ticket = ticket.into();
        let checked = not_empty("ticket", ticket.expose());
        let request = RestRequest::new(EXCHANGE).json(&json!({ "ticket": ticket.expose() }));
        let session = Arc::clone(self.client.session());
        let call = match self.server() {
            Ok(api) => api.rest(request.check(checked)),
            Err(error) => self.client.api().rest(request.check(Err(error))),
        };
        call.map(move |user: User| {
            session.log_in(&user);
            user
        })
    }

    fn server(&self) -> Result<ApiClient, Error> {
        match &self.server_token {
            Some(token) => Ok(self.client.caller_with(Arc::new(FixedToken::new(token)?))),
            None => Ok(self.client.api().clone()),
        }
    }
}
