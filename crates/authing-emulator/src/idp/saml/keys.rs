//! The key that an application's responses are signed with, and its certificate.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bergshamra_dsig::DsigContext;
use bergshamra_keys::{KeysManager, loader};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use time::OffsetDateTime;

use crate::base::error::ApiResult;
use crate::base::failures;
use crate::base::keys::{self, KeyError};
use crate::domain::context::Cx;
use crate::domain::signing::internal;
use crate::state::applications::Application;
use crate::state::saml::SigningKey;

/// How long a certificate says that it is valid. Service providers do not look.
const CERTIFICATE_YEARS: i64 = 10;

/// The key of the request's application, made when it is first needed.
pub(super) fn of_app(cx: &mut Cx<'_>) -> ApiResult<SigningKey> {
    let (id, now) = (cx.app()?.id.clone(), cx.now.to_system_time());
    let app = cx.pool_mut()?.app_mut(&id).ok_or(failures::APP_NOT_FOUND)?;
    if let Some(key) = &app.saml_key {
        return Ok(key.clone());
    }
    let key = generate(app, now.into()).map_err(internal)?;
    app.saml_key = Some(key.clone());
    Ok(key)
}

fn generate(app: &Application, now: OffsetDateTime) -> Result<SigningKey, KeyError> {
    let key = keys::generate_rsa()?;
    let der = STANDARD.decode(&key).map_err(|_| KeyError)?;
    let pair = KeyPair::try_from(der).map_err(|_| KeyError)?;
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("authing-emulator {}", app.id));
    let days = time::Duration::days;
    params.not_before = now.checked_sub(days(1)).unwrap_or(now);
    params.not_after = now.checked_add(days(365 * CERTIFICATE_YEARS)).unwrap_or(now);
    let certificate = params.self_signed(&pair).map_err(|_| KeyError)?;
    Ok(SigningKey { key, certificate: STANDARD.encode(certificate.der()) })
}

impl SigningKey {
    /// Fills the signature that a document has room for.
    pub(super) fn sign(&self, template: String) -> Result<String, KeyError> {
        let der = STANDARD.decode(&self.key).map_err(|_| KeyError)?;
        let pem = keys::pem("PRIVATE KEY", &der);
        let mut manager = KeysManager::new();
        manager.add_key(loader::load_rsa_private_pem(pem.as_bytes()).map_err(|_| KeyError)?);
        bergshamra_dsig::sign::sign_owned(&DsigContext::new(manager), template)
            .map_err(|_| KeyError)
    }

    pub(super) fn certificate_pem(&self) -> Result<String, KeyError> {
        let der = STANDARD.decode(&self.certificate).map_err(|_| KeyError)?;
        Ok(keys::pem("CERTIFICATE", &der))
    }

    /// SHA-256 of the certificate, as `openssl x509 -fingerprint -sha256` writes it.
    pub(super) fn fingerprint(&self) -> Result<String, KeyError> {
        let der = STANDARD.decode(&self.certificate).map_err(|_| KeyError)?;
        let hash = digest::digest(&digest::SHA256, &der);
        let pairs: Vec<String> = hash.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(pairs.join(":"))
    }
}
