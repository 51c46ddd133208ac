//! What the login page of an application offers.

use serde::{Deserialize, Serialize};

/// A way to log in that a login page offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum LoginMethod {
    /// Username, email address or phone number with the password.
    Password,
    /// A code sent to a phone.
    PhoneCode,
    /// A code sent by email.
    EmailCode,
    /// A QR code that a phone scans.
    #[serde(rename = "app-qrcode")]
    QrCode,
}

impl LoginMethod {
    /// What it is called among the tabs of an application: codes of both kinds share one.
    pub(crate) fn tab(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PhoneCode | Self::EmailCode => "phone-code",
            Self::QrCode => "app-qrcode",
        }
    }
}

/// A way to register that a login page offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RegisterMethod {
    /// An email address and a password.
    Email,
    /// A phone number with a code sent there, and a password if wanted.
    Phone,
    /// A username and a password.
    Username,
    /// An email address with a code sent there, and a password if wanted.
    EmailCode,
}

/// What people are offered, in the order of the tabs; the first one is open.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct LoginPage {
    /// Every way, as long as nobody has said which.
    login: Option<Vec<LoginMethod>>,
    register: Option<Vec<RegisterMethod>>,
}

show_fields!(LoginPage { login, register });

impl LoginPage {
    pub(crate) fn login_methods(&self) -> &[LoginMethod] {
        use LoginMethod::{EmailCode, Password, PhoneCode, QrCode};
        self.login.as_deref().unwrap_or(&[Password, PhoneCode, EmailCode, QrCode])
    }

    pub(crate) fn register_methods(&self) -> &[RegisterMethod] {
        use RegisterMethod::{Email, Phone};
        self.register.as_deref().unwrap_or(&[Email, Phone])
    }

    pub(crate) fn set_login_methods(&mut self, methods: Vec<LoginMethod>) {
        self.login = Some(methods);
    }

    pub(crate) fn set_register_methods(&mut self, methods: Vec<RegisterMethod>) {
        self.register = Some(methods);
    }

    /// The `loginTabs` of an application.
    pub(crate) fn login_tabs(&self) -> Vec<&'static str> {
        match &self.login {
            // What the server gives a new application.
            None => vec!["phone-code", "password"],
            Some(methods) => once_each(methods.iter().map(|method| method.tab())),
        }
    }

    /// The `registerTabs` of an application.
    pub(crate) fn register_tabs(&self) -> Vec<&'static str> {
        once_each(self.register_methods().iter().map(|method| match method {
            RegisterMethod::Email => "email",
            RegisterMethod::Phone => "phone",
            RegisterMethod::Username => "username",
            RegisterMethod::EmailCode => "emailCode",
        }))
    }
}

fn once_each(tabs: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    tabs.fold(Vec::new(), |mut all, tab| {
        if !all.contains(&tab) {
            all.push(tab);
        }
        all
    })
}
