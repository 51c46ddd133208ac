//! What the provider said about itself when it started.

use std::{collections::BTreeMap, env, error::Error, fs};

use authing_protocols::{
    jose::{Algorithm, DecryptionKey},
    oauth2::{ClientAuthentication, ClientKey},
    oidc::{OidcClient, OidcClientBuilder},
};
use serde_json::Value;

/// The provider and its clients.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) origin: String,
    pub(crate) redirect_uri: String,
    pub(crate) post_logout_redirect_uri: String,
    secrets: BTreeMap<String, Option<String>>,
    keys: BTreeMap<String, String>,
}

impl Provider {
    /// Reads the line that the provider wrote.
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        let file = env::var("INTEROP_PROVIDER")?;
        let said: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        let texts = |name: &str| {
            let members = said[name].as_object().into_iter().flatten();
            members.map(|(key, value)| (key.clone(), value.as_str().map(str::to_owned)))
        };
        Ok(Self {
            origin: text("origin"),
            redirect_uri: text("redirect_uri"),
            post_logout_redirect_uri: text("post_logout_redirect_uri"),
            secrets: texts("secrets").collect(),
            keys: texts("keys").filter_map(|(name, pem)| Some((name, pem?))).collect(),
        })
    }

    /// The clients whose id begins so.
    pub(crate) fn clients(&self, prefix: &str) -> Vec<String> {
        self.secrets.keys().filter(|id| id.starts_with(prefix)).cloned().collect()
    }

    pub(crate) fn secret(&self, id: &str) -> Option<&str> {
        self.secrets.get(id)?.as_deref()
    }

    fn key(&self, kind: &str) -> &str {
        self.keys.get(kind).map(String::as_str).unwrap_or_default()
    }

    /// A client configured as the provider has it.
    pub(crate) fn client(&self, id: &str) -> Result<OidcClientBuilder, Box<dyn Error>> {
        let mut client = OidcClient::builder(id, &self.origin)
            .redirect_uri(&self.redirect_uri)
            .discovery(true)
            .no_proxy();
        if let Some(secret) = self.secret(id) {
            client = client.secret(secret);
        }
        let by_key = |algorithm, kind: &str| -> Result<_, authing_protocols::Error> {
            let key = ClientKey::from_pem(algorithm, self.key(kind))?.kid(id);
            Ok(ClientAuthentication::PrivateKeyJwt(key))
        };
        client = match id {
            "basic-rs256" => client.client_authentication(ClientAuthentication::SecretBasic),
            "secret-jwt" => client.client_authentication(ClientAuthentication::SecretJwt),
            "key-rs256" => client.client_authentication(by_key(Algorithm::Rs256, "rsa")?),
            "key-ps256" => client.client_authentication(by_key(Algorithm::Ps256, "rsa")?),
            "key-es256" => client.client_authentication(by_key(Algorithm::Es256, "ec")?),
            "key-eddsa" => client.client_authentication(by_key(Algorithm::EdDsa, "ed")?),
            _ => client,
        };
        if let Some(rest) = id.strip_prefix("jwe-") {
            let kind = if rest.starts_with("ecdh") { "ec" } else { "rsa" };
            client = client.decryption_key(DecryptionKey::from_pem(self.key(kind))?);
        }
        let algorithm = match id {
            "post-hs256" => Algorithm::Hs256,
            "id-es256" => Algorithm::Es256,
            "id-ps256" => Algorithm::Ps256,
            "id-eddsa" => Algorithm::EdDsa,
            _ => Algorithm::Rs256,
        };
        Ok(client.id_token_algorithms([algorithm]))
    }
}
