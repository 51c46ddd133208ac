//! From the posted form to a verified login.

use std::time::{Duration, SystemTime};

use authing_types::Secret;
use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    error::Error,
    store::{PendingStore, handle::is_handle},
};

use super::{
    assertion::{Reader, SamlLogin, after, required_time},
    binding::{PostedResponse, decode_posted},
    decrypt::decrypt,
    error::{SamlError, SamlStatus},
    names::{SAML, SAMLP, SUCCESS},
    pending::PendingAuthn,
    sp::{ServiceProvider, SpConfig},
    tree::{Node, Tree},
};

impl ServiceProvider {
    /// Finishes a login: verifies the response that the browser posted, compares it with the
    /// request it must respond to, and marks its assertion as used.
    ///
    /// Not idempotent: a response is single-use.
    ///
    /// # Errors
    ///
    /// [`Error::Saml`] with the reason; [`SamlError::Status`] when the identity provider refused.
    /// [`Error::Store`] when it cannot be known whether the assertion was used before.
    pub async fn finish(
        &self,
        form: &PostedResponse,
        pending: PendingAuthn,
    ) -> Result<SamlLogin, Error> {
        let (sp, now) = (&*self.0, self.0.clock.now());
        if pending.0.issuer != sp.idp.entity_id || pending.0.sp != sp.entity_id {
            return Err(SamlError::OtherProvider.into());
        }
        if pending.is_expired(now) {
            return Err(SamlError::Expired("the time for logging in").into());
        }
        if form.relay_state != pending.0.relay_state {
            return Err(SamlError::RelayState.into());
        }
        let login = read(sp, form, Some(&pending), now)?;
        self.use_once(&login, now).await?;
        Ok(login)
    }

    /// As [`finish`](Self::finish), with the login that a store remembers under the handle from
    /// the browser's cookie. Of any number of calls with this handle, one succeeds.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish); [`SamlError::NotPending`] when there is none.
    pub async fn finish_with_store(
        &self,
        store: &dyn PendingStore,
        handle: impl Into<Secret>,
        form: &PostedResponse,
    ) -> Result<SamlLogin, Error> {
        let handle = handle.into();
        if !is_handle(&handle) {
            return Err(SamlError::NotPending.into());
        }
        let pending = store.take(handle.expose()).await?.ok_or(SamlError::NotPending)?;
        self.finish(form, PendingAuthn::from_secret(&pending)?).await
    }

    /// Finishes a login that started at the identity provider
    /// (`/api/v2/saml-idp/{appId}/init` at Authing). It must be
    /// [allowed](super::ServiceProviderBuilder::allow_idp_initiated). A response to a
    /// request is refused here: its pending login must be compared.
    ///
    /// Not idempotent: a response is single-use.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish); [`SamlError::Unsolicited`] when it is not allowed.
    pub async fn finish_unsolicited(&self, form: &PostedResponse) -> Result<SamlLogin, Error> {
        let (sp, now) = (&*self.0, self.0.clock.now());
        if !sp.idp_initiated {
            return Err(SamlError::Unsolicited.into());
        }
        let login = read(sp, form, None, now)?;
        self.use_once(&login, now).await?;
        Ok(login)
    }

    async fn use_once(&self, login: &SamlLogin, now: SystemTime) -> Result<(), Error> {
        // For as long as it would be accepted, and a moment more.
        let end = after(login.not_on_or_after, self.0.leeway + Duration::from_secs(1));
        let life = end.duration_since(now).unwrap_or_default();
        let key = replay_key(&login.issuer, &login.assertion_id);
        match self.0.replay.first_use(&key, life).await? {
            true => Ok(()),
            false => Err(SamlError::Replayed.into()),
        }
    }
}

/// Of a length that any store takes.
pub(super) fn replay_key(issuer: &str, id: &str) -> String {
    let digest = digest::digest(&digest::SHA256, format!("{issuer}\n{id}").as_bytes());
    format!("saml:{}", URL_SAFE_NO_PAD.encode(digest))
}

fn read(
    sp: &SpConfig,
    form: &PostedResponse,
    pending: Option<&PendingAuthn>,
    now: SystemTime,
) -> Result<SamlLogin, SamlError> {
    let xml = decode_posted(&form.message)?;
    let tree = Tree::message(&xml)?;
    let response = tree.root();
    if !response.is(SAMLP, "Response") {
        return Err(SamlError::Malformed("it is not a Response"));
    }
    check_status(response)?;
    let reader = Reader {
        sp,
        pending: pending.map(|pending| &pending.0),
        begun_at: pending.map(PendingAuthn::created_at),
        now,
    };
    match (tree.named("Assertion").as_slice(), tree.named("EncryptedAssertion").as_slice()) {
        ([assertion], []) if is_in_place(*assertion, "Assertion", response) => {
            let covered = sp.trust.verify(&tree, &[response, *assertion])?;
            if covered.is_empty() {
                return Err(SamlError::Unsigned);
            }
            check_response(&reader, response, covered.has(response))?;
            reader.read(*assertion)
        }
        ([], [encrypted]) if is_in_place(*encrypted, "EncryptedAssertion", response) => {
            let covered = sp.trust.verify(&tree, &[response])?;
            check_response(&reader, response, covered.has(response))?;
            let key = sp.decryption.as_ref().ok_or(SamlError::NoDecryptionKey)?;
            let plain = decrypt(*encrypted, key)?;
            read_decrypted(&reader, &plain, covered.has(response))
        }
        _ => Err(SamlError::AssertionCount),
    }
}

/// The plaintext is a document of its own, under the same rules.
fn read_decrypted(
    reader: &Reader<'_>,
    plain: &[u8],
    response_is_signed: bool,
) -> Result<SamlLogin, SamlError> {
    let tree = Tree::message(plain)?;
    let assertion = tree.root();
    if !assertion.is(SAML, "Assertion")
        || tree.named("Assertion").len() != 1
        || !tree.named("EncryptedAssertion").is_empty()
    {
        return Err(SamlError::AssertionCount);
    }
    let covered = reader.sp.trust.verify(&tree, &[assertion])?;
    // A signed response covers what it carries, encrypted or not.
    if covered.is_empty() && !response_is_signed {
        return Err(SamlError::Unsigned);
    }
    reader.read(assertion)
}

fn is_in_place(assertion: Node<'_>, name: &str, response: Node<'_>) -> bool {
    assertion.is(SAML, name) && assertion.is_child_of(response)
}

/// What a response says beside its assertion (SAML Core section 3.2.2, Bindings section 3.5.5.2).
/// It is compared even where no signature covers it; nothing of it gets out.
fn check_response(reader: &Reader<'_>, response: Node<'_>, signed: bool) -> Result<(), SamlError> {
    response.message_id()?;
    if response.attribute("Version") != Some("2.0") {
        return Err(SamlError::Malformed("the response is not of version 2.0"));
    }
    let issued = required_time(response, "IssueInstant")?;
    reader.not_before(Some(issued), "the response's issue")?;
    match response.attribute("Destination") {
        Some(destination) if destination == reader.sp.acs_url => {}
        None if !signed => {}
        _ => return Err(SamlError::Destination),
    }
    if let Some(issuer) = response.child(SAML, "Issuer")? {
        reader.issuer(issuer)?;
    }
    reader.in_response_to(response)
}

/// A failure is reported whether or not it is signed: nobody is logged in by it.
pub(super) fn check_status(message: Node<'_>) -> Result<(), SamlError> {
    let missing = SamlError::Malformed("the status is missing");
    let status = message.child(SAMLP, "Status")?.ok_or(missing.clone())?;
    let outer = status.child(SAMLP, "StatusCode")?.ok_or(missing.clone())?;
    let code = outer.attribute("Value").ok_or(missing)?;
    if code == SUCCESS {
        return Ok(());
    }
    let inner = outer.child(SAMLP, "StatusCode")?.and_then(|inner| inner.attribute("Value"));
    let text = status.child(SAMLP, "StatusMessage")?.map(Node::text);
    let codes = std::iter::once(code).chain(inner).map(str::to_owned);
    Err(SamlError::Status(SamlStatus::new(codes, text)))
}
