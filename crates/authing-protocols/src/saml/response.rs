//! From the posted form to a verified login.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use authing_types::Secret;
use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{
    error::Error,
    offload::offload,
    store::{PendingStore, handle::is_handle},
};

use super::{
    assertion::{Reader, SamlLogin, after, required_time},
    binding::{PostedResponse, decode_posted},
    decrypt::decrypt,
    error::{SamlError, SamlMismatch, SamlStatus},
    names::{SAML, SAMLP, SUCCESS},
    pending::PendingAuthn,
    sp::{ServiceProvider, SpConfig},
    tree::{Node, OF_RESPONSE, Tree},
};

/// Bytes of a message: with more, checking it takes longer than a task should go on without a pause,
/// some 100 µs.
pub(super) const LARGE: usize = 16 << 10;

impl ServiceProvider {
    /// Finishes a login: verifies the response that the browser posted, compares it with the
    /// request it must respond to, and marks its assertion as used.
    ///
    /// Keep the pending login in the visitor's session until this has succeeded, or has failed with
    /// [`SamlError::Status`]: anybody can have a browser post a forged response, which must not end
    /// the login that the visitor has begun.
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
        let now = self.0.clock.now();
        let login =
            self.check(form, move |sp, form| read_expected(sp, form, &pending, now)).await?;
        self.use_once(&login, now).await?;
        Ok(login)
    }

    /// As [`finish`](Self::finish), with the login that a store remembers under the handle from
    /// the browser's cookie. Of any number of calls with this handle, one succeeds.
    ///
    /// The pending login is used up by the identity provider's response to it: one that is verified
    /// from end to end, or one that names its request and reports that nobody was logged in.
    /// Whatever else is posted, a forged or altered response or one to another request, is refused
    /// and leaves it, however often it comes. Nobody can guess a request's id, which has 256 random
    /// bits.
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
        let kept = store.get(handle.expose()).await?.ok_or(SamlError::NotPending)?;
        let pending = PendingAuthn::from_secret(&kept)?;
        let now = self.0.clock.now();
        let (outcome, is_the_response) = self
            .check(form, move |sp, form| {
                let outcome = read_expected(sp, form, &pending, now);
                let is_the_response = match &outcome {
                    Ok(_) => true,
                    Err(SamlError::Status(_)) => names_request(sp, form, &pending),
                    Err(_) => false,
                };
                (outcome, is_the_response)
            })
            .await;
        // Of two responses at once, one takes it.
        if is_the_response && store.take(handle.expose()).await?.is_none() {
            return Err(SamlError::NotPending.into());
        }
        let login = outcome?;
        self.use_once(&login, now).await?;
        Ok(login)
    }

    /// Finishes a login that started at the identity provider
    /// (`/api/v2/saml-idp/{appId}/init` at Authing). It must be
    /// [allowed](super::ServiceProviderBuilder::allow_idp_initiated). A response to a
    /// request is refused here, since its pending login must be compared; an `InResponseTo` that is
    /// there and empty names no request, and counts as none.
    ///
    /// Not idempotent: a response is single-use.
    ///
    /// # Errors
    ///
    /// As [`finish`](Self::finish); [`SamlError::Unsolicited`] when it is not allowed,
    /// [`SamlError::Solicited`] when it responds to a request.
    pub async fn finish_unsolicited(&self, form: &PostedResponse) -> Result<SamlLogin, Error> {
        if !self.0.idp_initiated {
            return Err(SamlError::Unsolicited.into());
        }
        let now = self.0.clock.now();
        let login = self.check(form, move |sp, form| read(sp, form, None, now)).await?;
        self.use_once(&login, now).await?;
        Ok(login)
    }

    /// Has a response looked at, a long one on another thread.
    pub(super) async fn check<T: Send + 'static>(
        &self,
        form: &PostedResponse,
        work: impl Fn(&SpConfig, &PostedResponse) -> T + Send + Sync + 'static,
    ) -> T {
        let (sp, form) = (Arc::clone(&self.0), form.clone());
        offload(form.message.len() > LARGE, move || work(&sp, &form)).await
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

/// Reads the response to a login that was started here.
pub(super) fn read_expected(
    sp: &SpConfig,
    form: &PostedResponse,
    pending: &PendingAuthn,
    now: SystemTime,
) -> Result<SamlLogin, SamlError> {
    pending.check(&sp.idp.entity_id, &sp.entity_id, now, "the time for logging in")?;
    let (sent, back) = (&pending.0.relay_state, &form.relay_state);
    if sent != back {
        // It is what the application sent, perhaps about the visitor: neither is shown.
        return Err(SamlError::RelayState(match (sent, back) {
            (Some(_), None) => "one was sent, and none came back",
            (None, _) => "none was sent, and one came back",
            _ => "another one came back",
        }));
    }
    read(sp, form, Some(pending), now)
}

/// Whether a response is made for the request of this login, by what it says and without a proof:
/// a failing status needs none, and who does not know the request's id cannot name it.
fn names_request(sp: &SpConfig, form: &PostedResponse, pending: &PendingAuthn) -> bool {
    let Ok(xml) = decode_posted(&form.message, OF_RESPONSE) else { return false };
    let Ok(tree) = Tree::message(&xml) else { return false };
    let response = tree.root();
    let address = response.attribute("Destination").is_none_or(|found| found == sp.acs_url);
    let issuer =
        response.child(SAML, "Issuer").ok().flatten().and_then(|node| node.identifier().ok());
    address
        && issuer.is_none_or(|found| found == sp.idp.entity_id)
        && response.attribute("InResponseTo") == Some(pending.request_id())
}

pub(super) fn read(
    sp: &SpConfig,
    form: &PostedResponse,
    pending: Option<&PendingAuthn>,
    now: SystemTime,
) -> Result<SamlLogin, SamlError> {
    sp.check_metadata(now)?;
    let xml = decode_posted(&form.message, OF_RESPONSE)?;
    let tree = Tree::message(&xml)?;
    let response = tree.root();
    if !response.is(SAMLP, "Response") {
        return Err(SamlError::malformed("it is not a Response"));
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
        return Err(SamlError::malformed("the response is not of version 2.0"));
    }
    let issued = required_time(response, "IssueInstant")?;
    reader.not_before(Some(issued), "the response's issue")?;
    match response.attribute("Destination") {
        Some(destination) if destination == reader.sp.acs_url => {}
        None if !signed => {}
        found => {
            let mismatch = SamlMismatch::new(found, [&reader.sp.acs_url]);
            return Err(SamlError::Destination(mismatch));
        }
    }
    if let Some(issuer) = response.child(SAML, "Issuer")? {
        reader.issuer(issuer)?;
    }
    reader.in_response_to(response)
}

/// A failure is reported whether or not it is signed: nobody is logged in by it.
pub(super) fn check_status(message: Node<'_>) -> Result<(), SamlError> {
    let missing = SamlError::malformed("the status, or a code in it, is missing");
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
