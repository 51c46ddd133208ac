//! What begins a session.

use std::{collections::BTreeSet, fmt, time::SystemTime};

use authing_protocols::{CallError, Error, Secret, jose::Profile, oidc::OidcLogin};
use authing_types::User;
use serde_json::{Map, Value};

use super::record::SessionTokens;

/// Who logged in, and how: what a session begins with.
///
/// One is made of an [`OidcLogin`], of the user that a login call of `authing-authentication` returned
/// ([`of_user`](Self::of_user)), of a login by SAML (feature `saml`) or CAS (feature `cas`), or by hand.
///
/// `Debug` shows no person and no token.
#[derive(Clone)]
#[must_use = "a login begins a session only when it is given to `Sessions::begin`"]
pub struct SessionLogin {
    pub(crate) user_id: String,
    pub(crate) auth_time: Option<SystemTime>,
    pub(crate) acr: Option<String>,
    pub(crate) amr: Vec<String>,
    pub(crate) sid: Option<String>,
    pub(crate) ticket: Option<Secret>,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) ends_at: Option<SystemTime>,
    pub(crate) profile: Profile,
    pub(crate) extra: Map<String, Value>,
    pub(crate) tokens: SessionTokens,
    pub(crate) asked: Option<String>,
}

impl SessionLogin {
    /// A login of the user with this id. Whoever calls this must have found out that it is them.
    pub fn new(user_id: impl Into<String>) -> Self {
        Self {
            user_id: user_id.into(),
            auth_time: None,
            acr: None,
            amr: Vec::new(),
            sid: None,
            ticket: None,
            scopes: BTreeSet::new(),
            ends_at: None,
            profile: Profile::default(),
            extra: Map::new(),
            tokens: SessionTokens::default(),
            asked: None,
        }
    }

    /// The login of a user that a login call of `authing-authentication` returned: by password, by code,
    /// with a second factor. The session's access token is the user's token, which is not renewed, and the
    /// session ends with it at the latest. Say how the user logged in, if a route requires that:
    /// [`amr`](Self::amr), [`auth_time`](Self::auth_time).
    ///
    /// ```
    /// use authing_types::User;
    /// use authing_web::session::SessionLogin;
    ///
    /// fn begins(user: &User) -> Result<SessionLogin, authing_protocols::Error> {
    ///     Ok(SessionLogin::of_user(user)?.amr(["pwd", "otp"]))
    /// }
    /// # let _ = begins;
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Input` when the user has no token: then it is not what a login call
    /// returned, and nobody has logged in.
    pub fn of_user(user: &User) -> Result<Self, Error> {
        let token = user.token.as_ref().filter(|token| !token.is_empty()).ok_or_else(|| {
            let problem = "has no token, so that it is not what a login returned";
            CallError::input("user", problem)
        })?;
        let mut login = Self::new(&user.id);
        let ends_at =
            user.token_expired_at.as_ref().and_then(authing_types::Timestamp::to_system_time);
        (login.tokens.access, login.tokens.access_ends_at) = (Some(token.clone()), ends_at);
        login.ends_at = ends_at;
        let profile = &mut login.profile;
        for (claim, told) in [
            (&mut profile.username, &user.username),
            (&mut profile.email, &user.email),
            (&mut profile.phone_number, &user.phone),
            (&mut profile.name, &user.name),
            (&mut profile.nickname, &user.nickname),
            (&mut profile.picture, &user.photo),
            (&mut profile.given_name, &user.given_name),
            (&mut profile.family_name, &user.family_name),
            (&mut profile.gender, &user.gender),
            (&mut profile.locale, &user.locale),
            (&mut profile.external_id, &user.external_id),
        ] {
            claim.clone_from(told);
        }
        profile.email_verified = user.email_verified;
        profile.phone_number_verified = user.phone_verified;
        Ok(login)
    }

    /// The user's id, where the login names the user otherwise, as by a username.
    pub fn user_id(mut self, id: impl Into<String>) -> Self {
        self.user_id = id.into();
        self
    }

    /// When the user proved who they are. Default: what the login says, or else now.
    pub fn auth_time(mut self, at: SystemTime) -> Self {
        self.auth_time = Some(at);
        self
    }

    /// How well the user was authenticated.
    pub fn acr(mut self, acr: impl Into<String>) -> Self {
        self.acr = Some(acr.into());
        self
    }

    /// By which means (RFC 8176): `pwd`, `sms`, `otp` …
    pub fn amr(mut self, methods: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.amr = methods.into_iter().map(Into::into).collect();
        self
    }

    /// The session at the provider, with which this one ends:
    /// [`Sessions::end_provider_session`](super::Sessions::end_provider_session).
    pub fn provider_session(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// When the session ends at the latest, if that is earlier than the longest life of sessions.
    pub fn ends_at(mut self, at: SystemTime) -> Self {
        self.ends_at = Some(at);
        self
    }

    /// What is known about the person.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Another claim, such as `roles` or `tenant_id`, which requirements read.
    pub fn claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// A token for requests in the user's name, and when it ends.
    pub fn access_token(mut self, token: impl Into<Secret>, ends_at: Option<SystemTime>) -> Self {
        (self.tokens.access, self.tokens.access_ends_at) = (Some(token.into()), ends_at);
        self
    }
}

impl From<OidcLogin> for SessionLogin {
    fn from(login: OidcLogin) -> Self {
        let OidcLogin { claims, tokens, .. } = login;
        Self {
            user_id: claims.sub,
            auth_time: claims.auth_time,
            acr: claims.acr,
            amr: claims.amr,
            sid: claims.sid,
            ticket: None,
            scopes: tokens.scope.unwrap_or_default().into_iter().collect(),
            ends_at: None,
            profile: claims.profile,
            extra: claims.extra,
            tokens: SessionTokens {
                access: Some(tokens.access_token),
                access_ends_at: tokens.expires_at,
                renew_at: None,
                refresh: tokens.refresh_token,
                id_token: tokens.id_token,
            },
            asked: None,
        }
    }
}

/// The user's id is the name identifier, which at Authing is the id of the user unless the application's
/// settings say otherwise. All attributes are claims, each a list.
#[cfg(feature = "saml")]
#[cfg_attr(docsrs, doc(cfg(feature = "saml")))]
impl From<&authing_protocols::saml::SamlLogin> for SessionLogin {
    fn from(login: &authing_protocols::saml::SamlLogin) -> Self {
        let mut begun = Self::new(&login.name_id.value);
        begun.auth_time = Some(login.authn_instant);
        begun.acr.clone_from(&login.authn_context);
        begun.sid.clone_from(&login.session_index);
        begun.ends_at = login.session_not_on_or_after;
        let field = |name| login.field(name).map(str::to_owned);
        begun.profile.username = field("username");
        begun.profile.email = field("email");
        begun.profile.phone_number = field("phone");
        begun.profile.name = field("name");
        begun.profile.nickname = field("nickname");
        begun.profile.picture = field("photo");
        for attribute in login.attributes.iter() {
            begun.extra.insert(attribute.name.clone(), attribute.values.clone().into());
        }
        begun
    }
}

#[cfg(feature = "cas")]
impl SessionLogin {
    /// A login by CAS: the ticket is the one that was validated, with which the session ends
    /// ([`Sessions::end_ticket`](super::Sessions::end_ticket)). The user's id is the name that CAS tells,
    /// by default the username; Authing tells the id in the attribute `sub` (see
    /// [`user_id`](Self::user_id)). All attributes are claims, each a list.
    #[cfg_attr(docsrs, doc(cfg(feature = "cas")))]
    pub fn of_cas(login: &authing_protocols::cas::CasLogin, ticket: impl Into<Secret>) -> Self {
        let mut begun = Self::new(&login.user);
        begun.ticket = Some(ticket.into());
        let date = login.authentication_date.as_ref();
        begun.auth_time = date.and_then(authing_types::Timestamp::to_system_time);
        let field = |name| login.attributes.get(name).map(str::to_owned);
        begun.profile.username = field("username");
        begun.profile.email = field("email");
        begun.profile.phone_number = field("phone");
        begun.profile.name = field("name");
        begun.profile.nickname = field("nickname");
        begun.profile.picture = field("photo");
        for (name, values) in login.attributes.iter() {
            begun.extra.insert(name.to_owned(), values.to_vec().into());
        }
        begun
    }
}

impl fmt::Debug for SessionLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionLogin")
            .field("auth_time", &self.auth_time)
            .field("acr", &self.acr)
            .field("amr", &self.amr)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
