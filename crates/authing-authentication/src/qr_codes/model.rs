//! Codes and their states.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use authing_core::{Error, ErrorCode, ErrorKind};
use authing_types::{Secret, Timestamp, User, lenient};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::request::{GenerateQrCode, QrScene};
use crate::steps::LoginStep;

/// How long a code is valid unless the server says so: its own default.
const DEFAULT_LIFE: Duration = Duration::from_secs(120);

/// A code to show. `Debug` shows how long it is valid: whoever knows the rest can take over the
/// login.
#[derive(Clone)]
#[non_exhaustive]
pub struct QrCode {
    /// The id of the code. Keep it on your side: whoever has it can ask for the ticket.
    pub random: Secret,
    /// Where the picture is.
    pub picture_url: String,
    /// What the picture says, to draw it yourself: the JSON that Authing's own pictures hold.
    pub text: Secret,
    /// The logo for the middle of the picture, if the application has one.
    pub custom_logo: Option<String>,
    /// How long the code is valid.
    pub expires_in: Duration,
}

impl QrCode {
    /// A code that was made elsewhere, or before, and expires after this time.
    pub fn from_random(random: impl Into<Secret>, expires_in: Duration) -> Self {
        let random = random.into();
        let text = Secret::new(json!({ "random": random.expose() }).to_string());
        Self { random, picture_url: String::new(), text, custom_logo: None, expires_in }
    }
}

authing_types::redacted_debug!(QrCode { expires_in });

/// What a scanned code says. `Debug` shows the scene only.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ScannedCode {
    /// The id of the code.
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
    /// How long it is valid, in seconds.
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
    pub fn read(text: impl Into<Secret>) -> Result<Self, Error> {
        let text = text.into();
        // serde would take a list for the fields in their order.
        let is_object = text.expose().trim_start().starts_with('{');
        lenient::json::from_str::<Self>(text.expose())
            .ok()
            .filter(|code| is_object && !code.random.is_empty())
            // serde's errors may quote the text.
            .ok_or_else(|| Error::input("text", "is not the text of a QR code to log in with"))
    }
}

authing_types::redacted_debug!(ScannedCode { scene });

/// The state of a code. `Debug` shows ids at most.
#[derive(Clone)]
#[non_exhaustive]
pub enum QrState {
    /// Nobody has scanned it.
    Created,
    /// It was scanned and awaits the user's decision.
    Scanned(QrPerson),
    /// The user who has scanned it agrees.
    Authorised {
        /// Exchange it for the user: [`UserQrCodesApi::exchange`](super::UserQrCodesApi::exchange). Empty when
        /// it was used.
        ticket: Secret,
        /// Who it is.
        person: QrPerson,
    },
    /// The user was exchanged for the ticket, and is logged in on the client.
    LoggedIn(Box<User>),
    /// The user who has scanned it does not agree.
    Cancelled,
    /// Nobody has decided in time.
    Expired,
    /// The user who has scanned it agrees, and the login needs something more.
    StepRequired(LoginStep),
    /// The login failed.
    Failed {
        /// Why, in the language of the client.
        message: String,
    },
    /// A state that this version does not know, by its number. Another may follow.
    Unknown(i64),
}

impl fmt::Debug for QrState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created => f.write_str("Created"),
            Self::Scanned(person) => f.debug_tuple("Scanned").field(person).finish(),
            Self::Authorised { person, .. } => {
                f.debug_struct("Authorised").field("person", person).finish_non_exhaustive()
            }
            Self::LoggedIn(user) => f.debug_tuple("LoggedIn").field(&user.id).finish(),
            Self::Cancelled => f.write_str("Cancelled"),
            Self::Expired => f.write_str("Expired"),
            Self::StepRequired(step) => f.debug_tuple("StepRequired").field(step).finish(),
            Self::Failed { .. } => f.write_str("Failed"),
            Self::Unknown(number) => f.debug_tuple("Unknown").field(number).finish(),
        }
    }
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

authing_types::redacted_debug!(QrPerson { id });

/// The response about a new code.
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

/// The response about a code's state.
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
                let result = self.scanned_result.ok_or_else(|| undecodable("names no step"))?;
                let code = ErrorCode::new(result.code.ok_or_else(|| undecodable("names no step"))?);
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

fn undecodable(problem: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the state of the QR code {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_picture_is_refused_without_being_quoted() {
        for text in ["", "https://example.com/canary", "{}", r#"{"random":""}"#, r#"["canary"]"#] {
            let error = ScannedCode::read(text).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
