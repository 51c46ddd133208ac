//! What the calls about applications themselves are given.

use authing_core::{Error, client::CallBuilder};
use authing_types::Patch;
use serde::Serialize;

use crate::arguments::collect;

/// The application that [`ApplicationsApi::create`](super::ApplicationsApi::create) creates.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateApplication {
    name: String,
    identifier: String,
    redirect_uris: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
}

authing_types::redacted_debug!(CreateApplication { identifier });

impl CreateApplication {
    /// An application of this name, at a sub-domain that no other has, which may send people back
    /// to these addresses.
    pub fn new(
        name: impl Into<String>,
        identifier: impl Into<String>,
        redirect_uris: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            identifier: identifier.into(),
            redirect_uris: collect(redirect_uris),
            logo: None,
        }
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, address: impl Into<String>) -> Self {
        self.logo = Some(address.into());
        self
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let call = call.required("name", &self.name).required("identifier", &self.identifier);
        uris(call, "redirect_uris", &self.redirect_uris)
    }
}

/// What [`ApplicationsApi::update`](super::ApplicationsApi::update) changes; what is not set stays.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateApplication {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_absent")]
    description: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uris: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logout_redirect_uris: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    css: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    register_disabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    login_require_email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement_enabled: Option<bool>,
}

authing_types::redacted_debug!(UpdateApplication {
    register_disabled,
    login_require_email_verified,
    agreement_enabled
});

impl UpdateApplication {
    /// No changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What it is for; `None` clears it.
    #[must_use]
    pub fn description(mut self, text: impl Into<Patch<String>>) -> Self {
        self.description = text.into();
        self
    }

    /// The address of its logo.
    #[must_use]
    pub fn logo(mut self, address: impl Into<String>) -> Self {
        self.logo = Some(address.into());
        self
    }

    /// Where authorization responses may go, instead of where they may go now.
    #[must_use]
    pub fn redirect_uris(mut self, uris: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.redirect_uris = Some(collect(uris));
        self
    }

    /// Where a logout may send the browser, instead of where it may now.
    #[must_use]
    pub fn logout_redirect_uris(
        mut self,
        uris: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.logout_redirect_uris = Some(collect(uris));
        self
    }

    /// The style sheet of its login page.
    #[must_use]
    pub fn css(mut self, css: impl Into<String>) -> Self {
        self.css = Some(css.into());
        self
    }

    /// Whether people cannot register.
    #[must_use]
    pub fn register_disabled(mut self, disabled: bool) -> Self {
        self.register_disabled = Some(disabled);
        self
    }

    /// Whether an email address must be verified before the first login.
    #[must_use]
    pub fn login_require_email_verified(mut self, required: bool) -> Self {
        self.login_require_email_verified = Some(required);
        self
    }

    /// Whether people must accept its agreements.
    #[must_use]
    pub fn agreement_enabled(mut self, enabled: bool) -> Self {
        self.agreement_enabled = Some(enabled);
        self
    }

    pub(super) fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let call = call.check(self.check_changes()).required_if_given("name", self.name.as_deref());
        let redirect = self.redirect_uris.as_deref().unwrap_or_default();
        let logout = self.logout_redirect_uris.as_deref().unwrap_or_default();
        uris(uris(call, "redirect_uris", redirect), "logout_redirect_uris", logout)
    }

    fn check_changes(&self) -> Result<(), Error> {
        let changes = serde_json::to_value(self).unwrap_or_default();
        match changes.as_object().is_none_or(serde_json::Map::is_empty) {
            true => Err(Error::input("changes", "change nothing")),
            false => Ok(()),
        }
    }
}

/// There may be no addresses, but no blank ones.
fn uris<'a>(call: CallBuilder<'a>, argument: &str, uris: &[String]) -> CallBuilder<'a> {
    if uris.is_empty() { call } else { call.required_all(argument, uris) }
}
