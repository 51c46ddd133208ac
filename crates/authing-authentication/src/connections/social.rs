//! Social providers.

use authing_core::{Error, random};
use authing_types::{SocialProvider, wire_enum};
use serde_json::{Map, Value};
use url::Url;

use super::{
    message::STATE,
    pending::{ConnectionKind, PendingConnection},
};
use crate::{client::AuthenticationClient, requests::json_object};

impl AuthenticationClient {
    /// Login at a social provider, and the identities that are linked to the user.
    pub fn social(&self) -> UserSocialApi<'_> {
        UserSocialApi { client: self }
    }
}

/// Login at a social provider, and the identities that are linked to the user:
/// [`AuthenticationClient::social`].
#[derive(Clone, Copy, Debug)]
pub struct UserSocialApi<'a> {
    pub(super) client: &'a AuthenticationClient,
}

impl<'a> UserSocialApi<'a> {
    /// Begins a login at a provider: set what it needs, then [`start`](AuthorizeSocial::start) it.
    ///
    /// ```
    /// use authing_authentication::{AuthenticationClient, types::SocialProvider};
    ///
    /// let client = AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn").build()?;
    /// let (url, pending) = client.social().authorize(SocialProvider::GitHub).start()?;
    /// assert!(url.as_str().starts_with("https://my-app.authing.cn/connections/social/github?"));
    /// // The page that opens the window gets the state, and sends it back beside the message.
    /// println!("{} characters", pending.state().expose().len());
    /// # Ok::<(), authing_authentication::Error>(())
    /// ```
    ///
    /// `GET /connections/social/{provider}`, by the visitor's browser.
    pub fn authorize(&self, provider: impl Into<SocialProvider>) -> AuthorizeSocial<'a> {
        AuthorizeSocial {
            client: self.client,
            provider: provider.into(),
            authorization_params: Map::new(),
            with_identities: false,
            with_custom_data: false,
            protocol: "oidc".to_owned(),
            relay: None,
            guard_version: None,
            context: Map::new(),
            custom_data: Map::new(),
            tenant_id: None,
        }
    }
}

/// A login at a social provider that is about to begin. `Debug` shows the provider only.
#[derive(Clone)]
#[must_use = "nothing happens until it is started"]
pub struct AuthorizeSocial<'a> {
    client: &'a AuthenticationClient,
    provider: SocialProvider,
    authorization_params: Map<String, Value>,
    with_identities: bool,
    with_custom_data: bool,
    protocol: String,
    relay: Option<(RelayMethod, String)>,
    guard_version: Option<String>,
    context: Map<String, Value>,
    custom_data: Map<String, Value>,
    tenant_id: Option<String>,
}

impl AuthorizeSocial<'_> {
    /// How the outcome comes, and to which address of yours. Default: as a message to the page that
    /// opened the window.
    pub fn relay(mut self, method: RelayMethod, target_url: impl Into<String>) -> Self {
        self.relay = Some((method, target_url.into()));
        self
    }

    /// Parameters that the provider is to get.
    pub fn authorization_params<N: Into<String>, V: Into<Value>>(
        mut self,
        params: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.authorization_params = json_object(params);
        self
    }

    /// Whether the message lists the user's identities. Default: no.
    pub fn with_identities(mut self, with: bool) -> Self {
        self.with_identities = with;
        self
    }

    /// Whether the message holds the user's custom data. Default: no.
    pub fn with_custom_data(mut self, with: bool) -> Self {
        self.with_custom_data = with;
        self
    }

    /// The protocol of the application. Default: `oidc`.
    pub fn protocol(mut self, protocol: impl Into<String>) -> Self {
        self.protocol = protocol.into();
        self
    }

    /// Which version of Authing's own login page the message is made for.
    pub fn guard_version(mut self, version: impl Into<String>) -> Self {
        self.guard_version = Some(version.into());
        self
    }

    /// Data for the application's pipeline functions.
    pub fn context<N: Into<String>, V: Into<Value>>(
        mut self,
        context: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.context = json_object(context);
        self
    }

    /// Values for a new user's custom fields.
    pub fn custom_data<N: Into<String>, V: Into<Value>>(
        mut self,
        data: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.custom_data = json_object(data);
        self
    }

    /// The tenant that is logged in to.
    pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
        self.tenant_id = Some(tenant_id.into());
        self
    }

    /// The address to send the visitor to, and what to keep until the outcome comes. Nothing is
    /// sent from here.
    ///
    /// ```
    /// use authing_authentication::{
    ///     AuthenticationClient, connections::RelayMethod, types::SocialProvider,
    /// };
    ///
    /// let client = AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn").build()?;
    /// let (url, pending) = client
    ///     .social()
    ///     .authorize(SocialProvider::Google)
    ///     .relay(RelayMethod::Query, "https://me.example.com/logged-in")
    ///     .start()?;
    /// assert!(url.query().unwrap().contains(pending.state().expose()));
    /// # Ok::<(), authing_authentication::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty provider, or an address of yours
    /// that cannot be one.
    pub fn start(self) -> Result<(Url, PendingConnection), Error> {
        let provider = self.provider.as_str();
        if matches!(provider, "" | "." | "..") {
            return Err(Error::input("provider", "must name something"));
        }
        let now = self.client.api().pipeline().clock().now();
        let app_id = self.client.app_id();
        let pending = PendingConnection::begin(ConnectionKind::Social, app_id, now)?;
        let mut url = below_host(self.client, &["connections", "social", provider])?;
        let uuid = random::text(20)?;
        {
            let mut query = url.query_pairs_mut();
            let flag = |on: bool| if on { "1" } else { "0" };
            query
                .append_pair("from_guard", "1")
                .append_pair("app_id", app_id)
                .append_pair("with_identities", flag(self.with_identities))
                .append_pair("with_custom_data", flag(self.with_custom_data))
                .append_pair("protocol", &self.protocol)
                .append_pair("uuid", &uuid);
            if let Some((method, target)) = &self.relay {
                query
                    .append_pair("relay_method", method.as_str())
                    .append_pair("target_url", with_state(target, &pending)?.as_str());
            }
            for (name, value) in
                [("guard_version", &self.guard_version), ("tenant_id", &self.tenant_id)]
            {
                if let Some(value) = value {
                    query.append_pair(name, value);
                }
            }
            for (name, object) in [
                ("authorization_params", self.authorization_params),
                ("context", self.context),
                ("custom_data", self.custom_data),
            ] {
                if !object.is_empty() {
                    query.append_pair(name, &Value::Object(object).to_string());
                }
            }
        }
        Ok((url, pending))
    }
}

/// An address below the application's host.
fn below_host(client: &AuthenticationClient, segments: &[&str]) -> Result<Url, Error> {
    let unusable = || Error::config("app_host", "cannot be the start of an address");
    let mut url = Url::parse(client.app_host()).map_err(|_| unusable())?;
    url.path_segments_mut().map_err(|()| unusable())?.pop_if_empty().extend(segments);
    Ok(url)
}

/// The address that the outcome comes to, with the state that it must return.
fn with_state(target: &str, pending: &PendingConnection) -> Result<Url, Error> {
    let mut url = Url::parse(target)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))
        .ok_or_else(|| Error::input("target_url", "is not an `https` or `http` address"))?;
    url.query_pairs_mut().append_pair(STATE, pending.state().expose());
    Ok(url)
}

authing_types::redacted_debug!(AuthorizeSocial<'_> { provider });

wire_enum! {
    /// How the outcome of a login at a provider comes.
    pub enum RelayMethod {
        /// As a message to the page that opened the window.
        WebMessage = "web_message",
        /// As a form that the browser posts.
        FormPost = "form_post",
        /// In the query of the address.
        Query = "query",
    }
}
