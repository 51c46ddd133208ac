//! The verifier.

use std::{fmt, sync::Arc, time::Duration};

use authing_core::{Clock, Error as CallError, options};
use authing_types::Secret;
use aws_lc_rs::hmac;
use zeroize::Zeroizing;

use super::{
    AccessTokenClaims, Algorithm, DecryptionKey, IdTokenChecks, IdTokenClaims, LogoutTokenClaims,
    PublicKey, TokenError, TokenKind, UserTokenClaims, checks::Expected, claims::RawClaims,
    header::Header, jwe, jwks::KeySet, jws::Jws,
};
use crate::{cache::Got, error::Error, oidc::metadata::Provider, text::shown};

/// RFC 7518 section 3.2: a key as long as the hash. Authing's secrets have 32 characters.
const SHORTEST_SECRET: usize = 32;

/// More than this is not a skew between clocks.
const LONGEST_LEEWAY: Duration = Duration::from_secs(5 * 60);

/// Verifies the tokens of one application: signature, issuer, audience, times, and that a token
/// is used as what it is.
///
/// The signature algorithm comes from the configuration, never from the token. HS256 is checked
/// with the application's secret only, everything else with public keys only: the provider's, or
/// pinned ones. The provider's keys are fetched with the first token that needs them, by one
/// request however many tokens wait, and kept as long as its HTTP headers say (5 minutes to 24
/// hours). A token with an unknown key id has them fetched again, at once and then at most once in 30
/// seconds. When the server is down the old keys go on working for a day.
///
/// A clone is cheap and shares the keys: keep one verifier for the life of the process.
///
/// ```no_run
/// use authing_protocols::jose::{IdTokenChecks, Verifier};
///
/// # async fn example(bearer: &str, id_token: &str) -> Result<(), authing_protocols::Error> {
/// let verifier = Verifier::builder("app id", "https://myapp.authing.cn").build()?;
///
/// let access = verifier.verify_access_token(bearer).await?;
/// if !access.has_scope("orders:read") { /* 403 */ }
///
/// let checks = IdTokenChecks::new().nonce("the one that was sent");
/// let user = verifier.verify_id_token(id_token, &checks).await?;
/// println!("{} logged in", user.sub);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Verifier(Arc<Inner>);

struct Inner {
    app_id: String,
    audience: Option<String>,
    key_bound_tokens: bool,
    id_token_algorithms: Vec<Algorithm>,
    access_token_algorithms: Vec<Algorithm>,
    secret: Option<hmac::Key>,
    decryption_key: Option<DecryptionKey>,
    pinned: Option<KeySet>,
    leeway: Duration,
    legacy_user_tokens: bool,
    provider: Provider,
    clock: Arc<dyn Clock>,
}

/// What a verifier is configured with.
#[derive(Clone)]
pub(crate) struct VerifierConfig {
    pub(crate) app_id: String,
    pub(crate) secret: Option<Secret>,
    /// `None`: HS256 when there is a secret, else RS256.
    pub(crate) id_token_algorithms: Option<Vec<Algorithm>>,
    pub(crate) access_token_algorithms: Vec<Algorithm>,
    /// `None`: the application's id.
    pub(crate) audience: Option<String>,
    pub(crate) leeway: Duration,
    pub(crate) decryption_key: Option<DecryptionKey>,
    /// `None`: the provider's keys.
    pub(crate) pinned_keys: Option<Vec<PublicKey>>,
    pub(crate) legacy_user_tokens: bool,
    /// Whether the caller checks the proof that comes with tokens which are bound to a key.
    pub(crate) key_bound_tokens: bool,
}

impl VerifierConfig {
    /// The defaults, for this application.
    pub(crate) fn new(app_id: impl Into<String>) -> Self {
        Self {
            app_id: app_id.into(),
            secret: None,
            id_token_algorithms: None,
            access_token_algorithms: vec![Algorithm::Rs256],
            audience: None,
            // Clocks that are kept by NTP differ by less.
            leeway: Duration::from_secs(10),
            decryption_key: None,
            pinned_keys: None,
            legacy_user_tokens: false,
            key_bound_tokens: false,
        }
    }

    /// Reads ids and secret by the rule for all options.
    fn read(mut self) -> Result<Self, CallError> {
        self.app_id = options::text("app_id", &self.app_id)?;
        self.secret = self.secret.map(|secret| options::secret("secret", &secret)).transpose()?;
        if let Some(audience) = &mut self.audience {
            *audience = options::text("audience", audience)?;
            if audience.is_empty() {
                return Err(CallError::config("audience", "is empty: leave it out, or give it"));
            }
        }
        Ok(self)
    }
}

/// A token whose signature is right, with its claims still to be read.
pub(super) struct VerifiedJws {
    header: Header,
    algorithm: Algorithm,
    pub(super) payload: Vec<u8>,
}

impl Verifier {
    /// A verifier that shares a provider, and with it the keys.
    pub(crate) fn new(config: VerifierConfig, provider: Provider) -> Result<Self, Error> {
        let config = config.read()?;
        let secret = config.secret.as_ref();
        let default = if secret.is_some() { Algorithm::Hs256 } else { Algorithm::Rs256 };
        let id_token_algorithms = config.id_token_algorithms.unwrap_or_else(|| vec![default]);
        if config.app_id.trim().is_empty() {
            return Err(CallError::config("app_id", "is empty: the console shows it").into());
        }
        for (option, algorithms) in [
            ("id_token_algorithms", &id_token_algorithms),
            ("access_token_algorithms", &config.access_token_algorithms),
        ] {
            if algorithms.is_empty() {
                return Err(CallError::config(option, "is empty: no token would pass").into());
            }
            if secret.is_none() && algorithms.contains(&Algorithm::Hs256) {
                let problem = "holds HS256, which needs the application's secret";
                return Err(CallError::config(option, problem).into());
            }
        }
        // Other providers have shorter ones, which sign nothing.
        let signs = id_token_algorithms.contains(&Algorithm::Hs256)
            || config.access_token_algorithms.contains(&Algorithm::Hs256);
        if signs && secret.is_some_and(|secret| secret.expose().len() < SHORTEST_SECRET) {
            let problem = "is shorter than 32 characters, so that HS256 with it could be guessed: \
                           give it whole, or say with `id_token_algorithms` what the provider signs by";
            return Err(CallError::config("secret", problem).into());
        }
        if !signs && secret.is_some_and(Secret::is_empty) {
            return Err(CallError::config("secret", "is empty: leave it out, or give it").into());
        }
        if config.leeway > LONGEST_LEEWAY {
            return Err(CallError::config("leeway", "is more than 5 minutes").into());
        }
        if config.pinned_keys.as_ref().is_some_and(Vec::is_empty) {
            return Err(CallError::config("pinned_keys", "is empty: no token would pass").into());
        }
        let key = |secret: &Secret| hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
        Ok(Self(Arc::new(Inner {
            audience: config.audience,
            key_bound_tokens: config.key_bound_tokens,
            app_id: config.app_id,
            id_token_algorithms,
            access_token_algorithms: config.access_token_algorithms,
            secret: secret.map(key),
            decryption_key: config.decryption_key,
            pinned: config.pinned_keys.map(KeySet::pinned),
            leeway: config.leeway,
            legacy_user_tokens: config.legacy_user_tokens,
            clock: provider.clock(),
            provider,
        })))
    }

    /// Verifies an id_token: who logged in (OpenID Connect Core section 3.1.3.7).
    ///
    /// With a [`decryption_key`](super::VerifierBuilder::decryption_key) only encrypted tokens
    /// pass.
    ///
    /// # Errors
    ///
    /// [`Error::Token`] says why the token is refused; [`Error::Call`] that the provider's keys
    /// could not be fetched. Idempotent.
    pub async fn verify_id_token(
        &self,
        token: &str,
        checks: &IdTokenChecks,
    ) -> Result<IdTokenClaims, Error> {
        let Inner { decryption_key, id_token_algorithms, .. } = &*self.0;
        if decryption_key.is_some() && !jwe::is_encrypted(token) {
            // What is not a token at all is reported as that.
            Jws::split(token)?;
            return Err(TokenError::NotEncrypted.into());
        }
        let verified = self.open(token, TokenKind::IdToken, id_token_algorithms).await?;
        verified.require_typ(TokenKind::IdToken, &["JWT"])?;
        let mut raw = RawClaims::default();
        raw.read(&verified.payload)?;
        self.expected().id_token(&raw, verified.algorithm, checks)?;
        Ok(IdTokenClaims::from_checked(raw)?)
    }

    /// Verifies an access token of `/oidc/token`: what its bearer may do (RFC 9068 section 4).
    ///
    /// A token of a programmatic account (`client_credentials`) passes as well when it belongs to
    /// this application: it has no `sub`. An [`audience`](super::VerifierBuilder::audience) that was
    /// set binds that one too. An id_token does not pass, and neither does a token that is bound to
    /// a key (`cnf`) unless [`key_bound_tokens`](super::VerifierBuilder::key_bound_tokens) says so.
    ///
    /// # Errors
    ///
    /// As [`verify_id_token`](Self::verify_id_token). Idempotent.
    pub async fn verify_access_token(&self, token: &str) -> Result<AccessTokenClaims, Error> {
        let algorithms = &self.0.access_token_algorithms;
        let verified = self.open(token, TokenKind::AccessToken, algorithms).await?;
        verified.require_typ(TokenKind::AccessToken, &["at+jwt", "JWT"])?;
        let own_typ = verified.header.typ.is_some() && verified.header.is_typ(&["at+jwt"]);
        let mut raw = RawClaims::default();
        raw.read(&verified.payload)?;
        self.expected().access_token(&raw, own_typ)?;
        Ok(AccessTokenClaims::from_checked(raw)?)
    }

    /// Verifies the token that Authing's login calls return (`User.token`): an id_token
    /// without nonce. It is signed like the application's id_tokens.
    ///
    /// Whether it was revoked by a logout since, only the server knows: ask
    /// `check_login_status` of `authing-authentication`.
    ///
    /// # Errors
    ///
    /// As [`verify_id_token`](Self::verify_id_token). Idempotent.
    pub async fn verify_user_token(&self, token: &str) -> Result<UserTokenClaims, Error> {
        let algorithms = &self.0.id_token_algorithms;
        let verified = self.open(token, TokenKind::UserToken, algorithms).await?;
        Ok(self.user_token_claims(&verified)?)
    }

    /// Reads a user token whose signature the server has confirmed, or is asked to: for a service
    /// without the application's secret, which cannot check the signature of HS256 itself. Issuer,
    /// audience, times and kind are checked as [`verify_user_token`](Self::verify_user_token) does.
    ///
    /// **Without the server's word (`check_login_status` of `authing-authentication`) what it returns
    /// is worth nothing:** anybody can write such a token.
    ///
    /// # Errors
    ///
    /// Why the token is refused whatever the server says; a token that is not signed by HS256 is.
    pub fn read_unverified_user_token(&self, token: &str) -> Result<UserTokenClaims, TokenError> {
        let jws = Jws::split(token)?;
        let algorithm = Algorithm::Hs256;
        if Algorithm::from_name(&jws.header.alg) != Some(algorithm) {
            let found = shown(&jws.header.alg, 32);
            return Err(TokenError::AlgorithmNotAllowed { found, allowed: vec![algorithm] });
        }
        let payload = jws.payload()?;
        self.user_token_claims(&VerifiedJws { header: jws.header, algorithm, payload })
    }

    fn user_token_claims(&self, verified: &VerifiedJws) -> Result<UserTokenClaims, TokenError> {
        verified.require_typ(TokenKind::UserToken, &["JWT"])?;
        let mut raw = RawClaims::default();
        raw.read(&verified.payload)?;
        Expected::user_token_form(&raw)?;
        let named = raw.iss.is_some() || raw.sub.is_some() || raw.aud.is_some();
        let user_id = if named || raw.data.is_none() {
            self.expected().user_token(&raw)?
        } else if self.0.legacy_user_tokens && verified.algorithm == Algorithm::Hs256 {
            self.expected().legacy_user_token(&raw)?
        } else {
            return Err(TokenError::LegacyForm);
        };
        UserTokenClaims::from_checked(user_id, raw)
    }

    /// Verifies a logout token (OpenID Connect Back-Channel Logout section 2.6). It is signed like
    /// the application's id_tokens.
    ///
    /// The caller remembers [`jti`](LogoutTokenClaims::jti), so that a token works once.
    ///
    /// # Errors
    ///
    /// As [`verify_id_token`](Self::verify_id_token). Idempotent.
    pub async fn verify_logout_token(&self, token: &str) -> Result<LogoutTokenClaims, Error> {
        let algorithms = &self.0.id_token_algorithms;
        let verified = self.open(token, TokenKind::LogoutToken, algorithms).await?;
        verified.require_typ(TokenKind::LogoutToken, &["logout+jwt", "JWT"])?;
        let mut raw = RawClaims::default();
        raw.read(&verified.payload)?;
        self.expected().logout_token(&raw)?;
        Ok(LogoutTokenClaims::from_checked(raw)?)
    }

    /// Decrypts if need be, and checks the signature. Nothing is known about the claims yet.
    pub(super) async fn open(
        &self,
        token: &str,
        kind: TokenKind,
        allowed: &[Algorithm],
    ) -> Result<VerifiedJws, Error> {
        match Jws::split(token) {
            Err(TokenError::NotAToken) if jwe::is_encrypted(token) => {
                let key = self.0.decryption_key.as_ref().ok_or(TokenError::Encrypted)?;
                let inner: Zeroizing<String> = jwe::decrypt(token, key)?;
                self.open_signed(Jws::split(&inner)?, kind, allowed).await
            }
            signed => self.open_signed(signed?, kind, allowed).await,
        }
    }

    async fn open_signed(
        &self,
        jws: Jws<'_>,
        kind: TokenKind,
        allowed: &[Algorithm],
    ) -> Result<VerifiedJws, Error> {
        let algorithm = Algorithm::from_name(&jws.header.alg)
            .filter(|algorithm| allowed.contains(algorithm))
            .ok_or_else(|| self.not_allowed(&jws.header.alg, kind, allowed))?;
        let signed = jws.signed.as_bytes();
        match (algorithm, &self.0.secret) {
            (Algorithm::Hs256, Some(secret)) => {
                jws.check_signature(|tag| hmac::verify(secret, signed, tag).is_ok())?;
            }
            // Without a secret HS256 is not among the allowed ones.
            (Algorithm::Hs256, None) => return Err(TokenError::Signature.into()),
            (algorithm, _) => self.check_by_public_key(algorithm, &jws).await?,
        }
        let payload = jws.payload()?;
        Ok(VerifiedJws { header: jws.header, algorithm, payload })
    }

    /// HS256 says more than another algorithm that is not allowed: Authing signs login tokens so.
    fn not_allowed(&self, found: &str, expected: TokenKind, allowed: &[Algorithm]) -> TokenError {
        let allowed = allowed.to_vec();
        let lacks_secret = self.0.secret.is_none() || expected == TokenKind::AccessToken;
        if found == Algorithm::Hs256.name() && lacks_secret {
            return TokenError::SecretNeeded { expected, allowed };
        }
        TokenError::AlgorithmNotAllowed { found: shown(found, 32), allowed }
    }

    /// With the pinned keys, or the provider's. Those are fetched once more for a token whose key is
    /// not among them: it may be newer than they are.
    async fn check_by_public_key(&self, algorithm: Algorithm, jws: &Jws<'_>) -> Result<(), Error> {
        if let Some(pinned) = &self.0.pinned {
            return Ok(pinned.check(algorithm, jws)?);
        }
        let Got { value: keys, is_new } = self.0.provider.keys().await?;
        let refusal = match keys.check(algorithm, jws) {
            Ok(()) => return Ok(()),
            Err(refusal) => refusal,
        };
        let may_be_newer = match refusal {
            TokenError::UnknownKey { .. } | TokenError::UnusableKey { .. } => true,
            // A provider that names no keys changes them under the same absent name.
            TokenError::Signature => jws.header.kid.is_none(),
            _ => false,
        };
        // Keys that came while the token waited are as new as it is.
        if is_new || !may_be_newer {
            return Err(refusal.into());
        }
        match self.0.provider.renewed_keys(&keys).await? {
            Some(keys) => Ok(keys.check(algorithm, jws)?),
            None => Err(refusal.into()),
        }
    }

    /// The clock that tokens are checked with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// How id_tokens are signed, and with them all that the provider signs about users.
    pub(super) fn id_token_algorithms(&self) -> &[Algorithm] {
        &self.0.id_token_algorithms
    }

    pub(super) fn expected(&self) -> Expected<'_> {
        Expected {
            app_id: &self.0.app_id,
            audience: self.0.audience.as_deref(),
            key_bound_tokens: self.0.key_bound_tokens,
            issuer: self.0.provider.issuer(),
            now: self.0.clock.now(),
            leeway: self.0.leeway,
        }
    }
}

impl VerifiedJws {
    fn require_typ(&self, expected: TokenKind, accepted: &[&str]) -> Result<(), TokenError> {
        if self.header.is_typ(accepted) {
            return Ok(());
        }
        let typ = shown(self.header.typ.as_deref().unwrap_or_default(), 32);
        let accepted = accepted.join("` or `");
        let reason = format!("its header says that it is `{typ}` (`typ`), and not `{accepted}`");
        Err(TokenError::Kind { expected, reason: reason.into() })
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("app_id", &self.0.app_id)
            .field("issuer", &self.0.provider.issuer())
            .field("id_token_algorithms", &self.0.id_token_algorithms)
            .field("access_token_algorithms", &self.0.access_token_algorithms)
            .finish_non_exhaustive()
    }
}

authing_types::redacted_debug!(VerifierConfig {
    app_id,
    id_token_algorithms,
    access_token_algorithms,
    audience,
    leeway
});
