//! Codes and their states.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use crate::steps::LoginStep;
use authing_core::{Error, ErrorCode, ErrorKind};
use authing_types::{Secret, Timestamp};
use authing_types::{User, wire_enum};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::GenerateQrCode;

/// How long a code is good for unless the server says so: its own default.
const DEFAULT_LIFE: Duration = Duration::from_secs(120);

wire_enum! {
    /// Who is to scan a code.
    pub enum QrScene {
        /// A mobile app of your own.
        App = "APP_AUTH",
        /// WeChat, for a mini program.
        MiniProgram = "WXAPP_AUTH",
        /// WeChat, for an official account.
        OfficialAccount = "WECHATMP_AUTH",
    }
}

/// A code to show. `Debug` shows how long it is good for: whoever knows the rest can take the
/// log-in.
#[derive(Clone)]
#[non_exhaustive]
pub struct QrCode {
    /// Names the code. It never leaves your side but in the picture: who has it can ask for the
    /// ticket.
    pub random: Secret,
    /// Where the picture is.
    pub picture_url: String,
    /// What the picture says, to draw it yourself: the JSON that Authing's own pictures hold.
    pub text: Secret,
    /// The logo for the middle of the picture, if the application has one.
    pub custom_logo: Option<String>,
    /// How long the code is good for.
    pub expires_in: Duration,
}

impl QrCode {
    /// A code that was made elsewhere, or before, and has so much time left.
    pub fn from_random(random: impl Into<Secret>, expires_in: Duration) -> Self {
        let random = random.into();
        let text = Secret::new(json!({ "random": random.expose() }).to_string());
        Self { random, picture_url: String::new(), text, custom_logo: None, expires_in }
    }
}

impl fmt::Debug for QrCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrCode").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

/// What a code is found to say by whoever scans it. `Debug` shows the scene only.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScannedCode {
    /// Names the code.
    pub random: Secret,
    /// Who is to scan it.
    #[serde(default)]
    pub scene: Option<QrScene>,
    /// The user pool it logs in to; the phone's user must be of the same.
    #[serde(default)]
    pub user_pool_id: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: Option<Timestamp>,
    /// How many seconds it is good for.
    #[serde(default)]
    pub expires_in: Option<u64>,
    /// What the other side has put into it.
    #[serde(default)]
    pub custom_data: Map<String, Value>,
}

impl ScannedCode {
    /// Reads the text of a picture.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`] when it is another picture's.
    pub fn read(text: &Secret) -> Result<Self, Error> {
        // serde would take a list for the fields in their order.
        let is_object = text.expose().trim_start().starts_with('{');
        serde_json::from_str::<Self>(text.expose())
            .ok()
            .filter(|code| is_object && !code.random.is_empty())
            // serde's own words may quote what they met.
            .ok_or_else(|| Error::input("text", "is not that of a QR code to log in with"))
    }
}

impl fmt::Debug for ScannedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScannedCode").field("scene", &self.scene).finish_non_exhaustive()
    }
}

/// How far a code has come.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum QrState {
    /// Nobody has scanned it.
    Created,
    /// Somebody has scanned it and thinks about it.
    Scanned(QrPerson),
    /// Whoever has scanned it agrees.
    Authorised {
        /// Exchange it for the user: [`QrCodes::exchange`](super::QrCodes::exchange). Empty when
        /// it was used.
        ticket: Secret,
        /// Who it is.
        person: QrPerson,
    },
    /// The user was exchanged for the ticket, and is logged in on the client.
    LoggedIn(Box<User>),
    /// Whoever has scanned it does not agree.
    Cancelled,
    /// Nobody has decided in time.
    Expired,
    /// Whoever has scanned it agrees, and the log-in needs something more.
    StepRequired(LoginStep),
    /// The log-in failed.
    Failed {
        /// Why, in the language of the client.
        message: String,
    },
    /// A state that this version does not know, by its number. What follows may be known again.
    Unknown(i64),
}

impl QrState {
    /// Whether nothing follows.
    pub fn is_last(&self) -> bool {
        !matches!(self, Self::Created | Self::Scanned(_) | Self::Unknown(_))
    }
}

/// Who has scanned a code. `Debug` shows the id.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct QrPerson {
    /// The user's id, where the server tells it.
    pub id: Option<String>,
    /// The name to show.
    pub nickname: Option<String>,
    /// The address of the picture to show.
    pub photo: Option<String>,
}

impl fmt::Debug for QrPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QrPerson").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The answer about a new code.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Generated {
    random: Secret,
    url: String,
    #[serde(default)]
    custom_logo: Option<String>,
    #[serde(default)]
    expires_in: Option<u64>,
}

impl Generated {
    pub(super) fn code(
        self,
        request: &GenerateQrCode,
        user_pool_id: Option<&str>,
        now: SystemTime,
    ) -> QrCode {
        let expires_in = self.expires_in.map_or(DEFAULT_LIFE, Duration::from_secs);
        let text = json!({
            "scene": request.scene,
            "random": self.random.expose(),
            "userPoolId": user_pool_id,
            "createdAt": Timestamp::from(now),
            "expiresIn": expires_in.as_secs(),
            "customData": request.custom_data,
        });
        QrCode {
            random: self.random,
            picture_url: self.url,
            text: Secret::new(text.to_string()),
            custom_logo: self.custom_logo,
            expires_in,
        }
    }
}

/// The answer about a code's state.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    status: i64,
    #[serde(default)]
    ticket: Option<Secret>,
    #[serde(default)]
    user_info: Option<QrPerson>,
    #[serde(default)]
    scanned_user_id: Option<String>,
    #[serde(default)]
    scanned_result: Option<ScannedResult>,
}

#[derive(Deserialize)]
struct ScannedResult {
    #[serde(default)]
    code: Option<i64>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    errmsg: Option<String>,
    #[serde(default)]
    data: Option<Value>,
}

impl Status {
    pub(super) fn state(self) -> Result<QrState, Error> {
        let mut person = self.user_info.unwrap_or_default();
        person.id = person.id.or(self.scanned_user_id);
        Ok(match self.status {
            -1 => QrState::Expired,
            0 => QrState::Created,
            1 => QrState::Scanned(person),
            2 => QrState::Authorised { ticket: self.ticket.unwrap_or_default(), person },
            3 => QrState::Cancelled,
            4 => {
                let result = self.scanned_result.ok_or_else(|| misfit("names no step"))?;
                let code = ErrorCode::new(result.code.ok_or_else(|| misfit("names no step"))?);
                let data = result.data.as_ref();
                QrState::StepRequired(LoginStep::read_any(code, data))
            }
            5 => {
                let result = self.scanned_result;
                let message = result.and_then(|result| result.errmsg.or(result.message));
                QrState::Failed { message: message.unwrap_or_default() }
            }
            other => QrState::Unknown(other),
        })
    }
}

fn misfit(problem: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the state of the QR code {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_picture_is_refused_without_being_quoted() {
        for text in ["", "https://example.com/canary", "{}", r#"{"random":""}"#, r#"["canary"]"#] {
            let error = ScannedCode::read(&text.into()).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
