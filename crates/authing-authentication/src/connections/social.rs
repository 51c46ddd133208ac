//! Social providers.

use authing_core::Error;
use authing_types::wire_enum;
use serde_json::{Map, Value};
use url::Url;

use super::{PendingConnection, below_host, message::STATE, pending::ConnectionKind, random};
use crate::client::AuthenticationClient;

/// Log-in at a social provider, and the identities that are linked to the user.
#[derive(Clone, Copy, Debug)]
pub struct Social<'a> {
    pub(super) client: &'a AuthenticationClient,
}

impl<'a> Social<'a> {
    /// Begins a log-in at a provider: set what it needs, then [`start`](AuthorizeSocial::start) it.
    ///
    /// ```
    /// use authing_authentication::{AuthenticationClient, connections::SocialProvider};
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

/// A log-in at a social provider that is about to begin. `Debug` shows the provider only.
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
        self.authorization_params = object(params);
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

    /// Which version of Authing's own log-in page the answers are made for.
    pub fn guard_version(mut self, version: impl Into<String>) -> Self {
        self.guard_version = Some(version.into());
        self
    }

    /// Data for the application's pipeline functions.
    pub fn context<N: Into<String>, V: Into<Value>>(
        mut self,
        context: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.context = object(context);
        self
    }

    /// Values for a new user's custom fields.
    pub fn custom_data<N: Into<String>, V: Into<Value>>(
        mut self,
        data: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.custom_data = object(data);
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
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty provider, or an address of yours
    /// that is none.
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
                .append_pair("uuid", uuid.expose());
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

/// The address that the outcome comes to, which brings the state back.
fn with_state(target: &str, pending: &PendingConnection) -> Result<Url, Error> {
    let mut url = Url::parse(target)
        .ok()
        .filter(|url| matches!(url.scheme(), "https" | "http"))
        .ok_or_else(|| Error::input("target_url", "is no `https` address"))?;
    url.query_pairs_mut().append_pair(STATE, pending.state().expose());
    Ok(url)
}

fn object<N: Into<String>, V: Into<Value>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> Map<String, Value> {
    pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}

impl std::fmt::Debug for AuthorizeSocial<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthorizeSocial").field("provider", &self.provider).finish_non_exhaustive()
    }
}

wire_enum! {
    /// How the outcome of a log-in at a provider comes.
    pub enum RelayMethod {
        /// As a message to the page that opened the window.
        WebMessage = "web_message",
        /// As a form that the browser posts.
        FormPost = "form_post",
        /// In the query of the address.
        Query = "query",
    }
}

wire_enum! {
    /// A social provider, or a connection to one by its identifier.
    pub enum SocialProvider {
        /// Alipay.
        Alipay = "alipay",
        /// Apple.
        Apple = "apple",
        /// Apple, in a browser.
        AppleWeb = "apple:web",
        /// Baidu.
        Baidu = "baidu",
        /// DingTalk.
        DingTalk = "dingtalk",
        /// Facebook.
        Facebook = "facebook",
        /// GitHub.
        GitHub = "github",
        /// Google.
        Google = "google",
        /// Lark, an app of its store.
        LarkAppStore = "lark:app-store",
        /// Lark, an app of one's own.
        LarkCustomApp = "lark:custom-app",
        /// Lark, inside of one enterprise.
        LarkInternal = "lark-internal",
        /// Lark, for everybody.
        LarkPublic = "lark-public",
        /// LinkedIn.
        LinkedIn = "linkedin",
        /// QingCloud.
        QingCloud = "qingcloud",
        /// QQ.
        Qq = "qq",
        /// Slack.
        Slack = "slack",
        /// WeChat, an app that starts a mini program.
        WeChatMiniProgramAppLaunch = "wechat:miniprogram:app-launch",
        /// WeChat, a mini program.
        WeChatMiniProgram = "wechat:miniprogram:default",
        /// WeChat, a QR code for a mini program.
        WeChatMiniProgramQrCode = "wechat:miniprogram:qrconnect",
        /// WeChat, a mobile app.
        WeChatMobile = "wechat:mobile",
        /// WeChat, a QR code in a browser on a computer.
        WeChatPc = "wechat:pc",
        /// WeChat, a page inside of it.
        WeChatWebpage = "wechat:webpage-authorization",
        /// WeCom, its address book.
        WeComAddressBook = "wechatwork:addressbook",
        /// WeCom, a QR code of one enterprise.
        WeComQrCode = "wechatwork:corp:qrconnect",
        /// WeCom, a service provider.
        WeComServiceProvider = "wechatwork:service-provider:authorization",
        /// WeCom, a QR code of a service provider.
        WeComServiceProviderQrCode = "wechatwork:service-provider:qrconnect",
        /// Weibo.
        Weibo = "weibo",
        /// NetEase Yidun.
        Yidun = "yidun",
    }
}
