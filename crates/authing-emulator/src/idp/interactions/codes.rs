//! Codes that a page sends.

use crate::base::error::{ApiError, ApiResult};
use crate::base::failures;
use crate::domain::codes;
use crate::domain::context::Cx;
use crate::domain::login::Account;
use crate::handler::Call;
use crate::state::authentication::{AuthMethod, Authentication};
use crate::state::codes::Channel;

/// A phone number or an email address, as it was typed in.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) channel: Channel,
    pub(super) text: String,
}

impl Address {
    pub(super) fn new(channel: Channel, text: &str) -> Self {
        Self { channel, text: text.trim().to_owned() }
    }

    /// Whichever of both it looks like.
    pub(super) fn guess(text: &str) -> Self {
        let channel = if text.contains('@') { Channel::Email } else { Channel::Sms };
        Self::new(channel, text)
    }

    pub(super) fn account(&self) -> Account {
        match self.channel {
            Channel::Sms => Account::Phone(self.text.clone()),
            Channel::Email => Account::Email(self.text.clone()),
        }
    }
}

/// What a code proves.
pub(super) fn method(channel: Channel) -> AuthMethod {
    match channel {
        Channel::Sms => AuthMethod::Sms,
        Channel::Email => AuthMethod::OneTimePassword,
    }
}

pub(super) fn how(channel: Channel) -> Authentication {
    Authentication::by(method(channel))
}

/// Sends a code as the API does.
pub(super) fn send(cx: &mut Cx<'_>, address: &Address, scene: &str) -> ApiResult<()> {
    match address.channel {
        Channel::Sms => codes::send_sms(cx, &address.text, Some(scene)),
        Channel::Email => codes::send_email(cx, &address.text, scene),
    }
}

/// Whether a code is on its way although this one was refused: an email that was sent a moment ago.
pub(super) fn was_sent(error: &ApiError) -> bool {
    error.is(failures::EMAIL_TOO_OFTEN)
}

/// The code of a form; people copy spaces with it.
pub(super) fn typed(call: &Call, field: &str) -> String {
    call.form_field(field).split_whitespace().collect()
}
