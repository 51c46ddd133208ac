//! Values for arguments, and clients that hold canaries.

use std::sync::{Arc, LazyLock};

use authing_authentication::AuthenticationClient;
use authing_core::{
    Clock, Error, ErrorKind, Operation, RestRequest, RetryPolicy, SystemClock, Transport,
    TransportError, Upload, test_util::ScriptedTransport,
};
use authing_management::{Credentials, ManagementClient};
use authing_protocols::{
    cas::{CasClient, CasLogoutRequest},
    jose::{Algorithm, DecryptionKey, PublicKey, Verifier},
    oauth2::{Callback, ClientKey, OAuth2Client, PendingLogin},
    oidc::OidcClient,
    saml::{LogoutMessage, PendingAuthn, PostedResponse, SamlIdentityProvider, ServiceProvider},
    store::MemoryStore,
};

use crate::canaries::{ID, canary, text};

const CERTIFICATE: &str =
    include_str!("../../../crates/authing-protocols/tests/saml/fixtures/keys/sp.crt");
pub(crate) const PRIVATE_KEY: &str =
    include_str!("../../../crates/authing-protocols/tests/saml/fixtures/keys/sp.key");

/// The one of RFC 7517, appendix A.1.
const PUBLIC_KEY: &str = r#"{"kty":"EC","crv":"P-256","kid":"1",
"x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;

/// A client of each kind, all of one server.
pub(crate) struct Clients {
    pub(crate) management: ManagementClient,
    pub(crate) app: AuthenticationClient,
    pub(crate) oidc: OidcClient,
    pub(crate) oauth2: OAuth2Client,
    pub(crate) cas: CasClient,
    pub(crate) verifier: Verifier,
    pub(crate) saml: ServiceProvider,
    /// What the provider calls itself.
    pub(crate) issuer: String,
}

impl Clients {
    /// With a token at hand, or with the secret to fetch one.
    pub(crate) fn new(url: &str, has_token: bool) -> Self {
        let never = RetryPolicy::never;
        let credentials = match has_token {
            true => Credentials::AccessToken(canary("management token").into()),
            false => Credentials::Secret(canary("secret of the user pool").into()),
        };
        let management =
            ManagementClient::builder(ID, credentials).host(url).retry(never()).no_proxy();
        let app = AuthenticationClient::builder(ID, url)
            .secret(canary("secret of the application"))
            .token(canary("user token"))
            .user_pool_id(ID)
            .websocket_host(url)
            .retry(never())
            .no_proxy();
        let oidc = OidcClient::builder(ID, url)
            .secret(canary("secret of the application"))
            .redirect_uri("https://me.example.com/callback")
            .discovery(!has_token)
            .retry(never())
            .no_proxy();
        let oauth2 = OAuth2Client::builder(ID, url)
            .secret(canary("secret of the application"))
            .redirect_uri("https://me.example.com/callback")
            .retry(never())
            .no_proxy();
        let cas = CasClient::builder(ID, url)
            .service("https://me.example.com/cas")
            .retry(never())
            .no_proxy();
        let verifier = Verifier::builder(ID, url)
            .secret(canary("secret of the application"))
            .retry(never())
            .no_proxy();
        let idp = SamlIdentityProvider::authing(url, ID, CERTIFICATE);
        let saml =
            ServiceProvider::builder("https://me.example.com/saml", "https://me.example.com/acs")
                .idp(idp)
                .signing_key(PRIVATE_KEY, CERTIFICATE)
                .decryption_key(PRIVATE_KEY, CERTIFICATE);
        Self {
            management: management.build().unwrap(),
            app: app.build().unwrap(),
            oidc: oidc.build().unwrap(),
            oauth2: oauth2.build().unwrap(),
            cas: cas.build().unwrap(),
            verifier: verifier.build().unwrap(),
            saml: saml.build().unwrap(),
            issuer: format!("{url}/oidc"),
        }
    }
}

pub(crate) fn upload() -> Upload {
    Upload::bytes(text("file_name"), canary("file").as_bytes().to_vec())
}

pub(crate) fn operation() -> Operation {
    Operation::post("leaks.call", "/api/v2/leaks/{id}")
}

pub(crate) fn rest_request() -> RestRequest {
    RestRequest::new(operation())
        .path("id", text("path_text"))
        .query("email", text("email"))
        .json(&crate::canaries::value("password"))
}

pub(crate) fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

pub(crate) fn transport() -> Arc<dyn Transport> {
    Arc::new(ScriptedTransport::new(|_, _| Err(TransportError::broken("closed"))))
}

pub(crate) fn error() -> Error {
    Error::new(ErrorKind::Api, "refused").with_data(Some(crate::canaries::value("mfaToken")))
}

/// One store for all, so that what one call keeps another takes.
pub(crate) fn store() -> Arc<MemoryStore> {
    static STORE: LazyLock<Arc<MemoryStore>> = LazyLock::new(|| Arc::new(MemoryStore::new()));
    Arc::clone(&STORE)
}

pub(crate) fn callback() -> Callback {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", canary("authorization code"))
        .append_pair("state", canary("state"))
        .finish();
    Callback::from_query(&query).unwrap()
}

pub(crate) fn pending_login(clients: &Clients) -> PendingLogin {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let pending = serde_json::json!({
        "v": 1, "state": canary("state"), "nonce": canary("nonce"), "verifier": canary("PKCE verifier"),
        "redirect_uri": "https://me.example.com/callback", "issuer": clients.issuer,
        "client_id": ID, "response_type": "code", "scope": "openid", "created_at": now.as_secs(),
    });
    PendingLogin::from_secret(pending.to_string()).unwrap()
}

pub(crate) fn pending_authn(clients: &Clients) -> PendingAuthn {
    clients.saml.authn_request().relay_state(canary("state")).redirect().unwrap().1
}

pub(crate) fn posted_response() -> PostedResponse {
    let xml = format!("<Response ID=\"{0}\"><NameID>{0}</NameID></Response>", canary("email"));
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, xml);
    PostedResponse::new(encoded).with_relay_state(canary("state"))
}

pub(crate) fn logout_message() -> LogoutMessage {
    let xml =
        format!("<LogoutRequest ID=\"{0}\"><NameID>{0}</NameID></LogoutRequest>", canary("email"));
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, xml);
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("SAMLRequest", &encoded)
        .append_pair("RelayState", canary("state"))
        .finish();
    LogoutMessage::from_form(&form).unwrap()
}

pub(crate) fn cas_logout() -> CasLogoutRequest {
    CasLogoutRequest::from_xml(&format!(
        "<s:LogoutRequest xmlns:s='urn:oasis:names:tc:SAML:2.0:protocol'>\
         <s:SessionIndex>{}</s:SessionIndex></s:LogoutRequest>",
        canary("ticket")
    ))
    .unwrap()
}

pub(crate) fn decryption_key() -> DecryptionKey {
    DecryptionKey::from_pem(PRIVATE_KEY).unwrap()
}

pub(crate) fn client_key() -> ClientKey {
    ClientKey::from_pem(Algorithm::Rs256, PRIVATE_KEY).unwrap()
}

pub(crate) fn public_key() -> PublicKey {
    PublicKey::from_jwk(PUBLIC_KEY).unwrap()
}
