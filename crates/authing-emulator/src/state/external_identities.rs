//! Accounts of identity providers: of directories, and of WeChat.

use serde::{Deserialize, Serialize};

use crate::base::clock::Timestamp;

/// Which directory an account is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DirectoryKind {
    /// An LDAP directory.
    Ldap,
    /// An Active Directory.
    Ad,
}

impl DirectoryKind {
    /// What identities from there have as their provider.
    pub(crate) fn provider(self) -> &'static str {
        match self {
            Self::Ldap => "ldap",
            Self::Ad => "ad",
        }
    }
}

/// An account of a directory that logins are checked against. `Debug` shows no password.
///
/// ```
/// use authing_emulator::DirectoryUser;
///
/// let bob = DirectoryUser::new("bob", "passw0rd").name("Bob").email("bob@example.com");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryUser {
    pub(crate) username: String,
    pub(crate) password: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
}

impl DirectoryUser {
    /// An account with this name, compared without case, and this password.
    #[must_use]
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            name: None,
            email: None,
            phone: None,
        }
    }

    /// The person's name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The person's email address.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// The person's phone number.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }
}

show_fields!(DirectoryUser {});

/// The two directories of a pool.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct DirectoryAccounts {
    ldap: Vec<DirectoryUser>,
    ad: Vec<DirectoryUser>,
}

show_fields!(DirectoryAccounts {});

impl DirectoryAccounts {
    pub(crate) fn users(&self, kind: DirectoryKind) -> &[DirectoryUser] {
        match kind {
            DirectoryKind::Ldap => &self.ldap,
            DirectoryKind::Ad => &self.ad,
        }
    }

    /// Adds an account, in place of one of the same name.
    pub(crate) fn put(&mut self, kind: DirectoryKind, user: DirectoryUser) {
        let users = match kind {
            DirectoryKind::Ldap => &mut self.ldap,
            DirectoryKind::Ad => &mut self.ad,
        };
        users.retain(|known| !known.username.eq_ignore_ascii_case(&user.username));
        users.push(user);
    }
}

/// A code that WeChat has given to an app for one login.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct WechatCode {
    pub(crate) code: String,
    pub(crate) user: WechatUser,
    pub(crate) expires_at: Timestamp,
}

show_fields!(WechatCode { expires_at });

/// Somebody at WeChat who logs in by its app.
///
/// ```
/// use authing_emulator::WechatUser;
///
/// let ann = WechatUser::new("oZ1xt6dMd4tCkp2Ji").unionid("o6_bmasdasdsad6").nickname("Ann");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WechatUser {
    pub(crate) openid: String,
    #[serde(default)]
    pub(crate) unionid: Option<String>,
    #[serde(default)]
    pub(crate) nickname: Option<String>,
}

show_fields!(WechatUser {});

impl WechatUser {
    /// Somebody by the id they have in the app.
    #[must_use]
    pub fn new(openid: impl Into<String>) -> Self {
        Self { openid: openid.into(), unionid: None, nickname: None }
    }

    /// The id they have in all apps of the company.
    #[must_use]
    pub fn unionid(mut self, unionid: impl Into<String>) -> Self {
        self.unionid = Some(unionid.into());
        self
    }

    /// Their name at WeChat.
    #[must_use]
    pub fn nickname(mut self, nickname: impl Into<String>) -> Self {
        self.nickname = Some(nickname.into());
        self
    }
}
