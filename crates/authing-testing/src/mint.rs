//! Tokens that no login made.

use std::{sync::Arc, time::Duration};

use authing_emulator::{Emulator, MintedKind, NewToken, TokenAlgorithm};
use serde_json::Value;

use crate::error::TestError;

/// A token of a user with what a test wants in it, or wrong about it. The emulator signs it with the
/// keys that it signs the tokens of logins with, so a service that trusts the emulator accepts it, as
/// long as nothing is wrong.
///
/// Begin with [`TestAuthing::mint_token`](crate::TestAuthing::mint_token).
///
/// ```
/// use authing_testing::TestAuthing;
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let authing = TestAuthing::start().await?;
/// let alice = authing.user("alice").await?;
/// let admin = authing.mint_token(&alice).claim("roles", json!(["admin"])).sign()?;
/// let reader = authing.mint_token(&alice).access_token().scope("openid orders:read").sign()?;
/// let late = authing.mint_token(&alice).id_token().expired().sign()?;
/// let stolen = authing.mint_token(&alice).of_another_app().sign()?;
/// # let _ = (admin, reader, late, stolen); Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "`sign` makes the token"]
pub struct MintToken {
    emulator: Arc<Emulator>,
    token: NewToken,
    wrong: Option<Wrong>,
}

/// What is wrong about a token.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    App,
    Signature,
    Payload,
}

/// How long a token lives that is over, and how long it is over.
const HOUR: Duration = Duration::from_secs(3600);

/// An issuer that signs nothing here.
const ANOTHER_ISSUER: &str = "https://another.authing.example/oidc";

impl MintToken {
    pub(crate) fn new(emulator: Arc<Emulator>, user_id: &str) -> Self {
        Self { emulator, token: NewToken::new(user_id), wrong: None }
    }

    fn change(mut self, change: impl FnOnce(NewToken) -> NewToken) -> Self {
        self.token = change(self.token);
        self
    }

    /// As the token of a login call, `User.token`: HS256 with the application's secret unless the
    /// application is set to RS256. That is the default.
    pub fn login_token(self) -> Self {
        self.change(|token| token.kind(MintedKind::Login))
    }

    /// As an id_token of OpenID Connect. `auth_time` is when it was made, unless a claim says otherwise.
    pub fn id_token(self) -> Self {
        self.change(|token| token.kind(MintedKind::IdToken))
    }

    /// As an access token of OpenID Connect: RS256 with the application's key, unless it is set otherwise.
    pub fn access_token(self) -> Self {
        self.change(|token| token.kind(MintedKind::AccessToken))
    }

    /// The scope of an access token, and what is in an id_token. Default: `openid profile email phone`.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.change(|token| token.scope(scope))
    }

    /// A claim, in place of what a login would write: `roles`, `amr`, `acr`, `auth_time`, `tenant_id`.
    pub fn claim(self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.change(|token| token.claim(name, value))
    }

    /// Leaves a claim out.
    pub fn without_claim(self, name: impl Into<String>) -> Self {
        self.change(|token| token.without_claim(name))
    }

    /// How it is signed. Default: as the application's settings say.
    pub fn algorithm(self, algorithm: TokenAlgorithm) -> Self {
        self.change(|token| token.algorithm(algorithm))
    }

    /// Ends after so many whole seconds. Default: as the application's settings say, 14 days.
    pub fn expires_in(self, lifetime: Duration) -> Self {
        self.change(|token| token.lifetime(lifetime))
    }

    /// Ended an hour ago.
    pub fn expired(self) -> Self {
        let then = self.emulator.now().checked_sub(HOUR * 2);
        let then = then.unwrap_or(std::time::SystemTime::UNIX_EPOCH);
        self.change(|token| token.issued_at(then).lifetime(HOUR))
    }

    /// Begins in an hour: `iat` and `nbf` say so.
    pub fn not_yet_valid(self) -> Self {
        let then = self.emulator.now() + HOUR;
        let since = then.duration_since(std::time::SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.change(|token| token.issued_at(then).claim("nbf", since.as_secs()))
    }

    /// Handed out by another application of the user pool, for itself, and properly signed by it.
    pub fn of_another_app(mut self) -> Self {
        self.wrong = Some(Wrong::App);
        self
    }

    /// Says that another server made it. All else, the signature too, is right.
    pub fn of_another_issuer(self) -> Self {
        self.claim("iss", ANOTHER_ISSUER)
    }

    /// Signed with a secret or key that is not the application's. All else is right.
    pub fn signed_by_another_key(mut self) -> Self {
        self.wrong = Some(Wrong::Signature);
        self
    }

    /// Changed after it was signed: it says that it is another user's.
    pub fn tampered(mut self) -> Self {
        self.wrong = Some(Wrong::Payload);
        self
    }

    /// Makes the token.
    ///
    /// # Errors
    ///
    /// [`TestError::Mint`] when the user is gone.
    pub fn sign(self) -> Result<String, TestError> {
        let Self { emulator, token, wrong } = self;
        let another_app = || {
            let made = emulator.create_application("Another application", TokenAlgorithm::Hs256);
            made.map(|app| app.id).unwrap_or_default()
        };
        Ok(match wrong {
            None => emulator.mint_token(token)?,
            Some(Wrong::App) => emulator.mint_token(token.app_id(another_app()))?,
            Some(Wrong::Signature) => emulator.mint_token(token.signed_by(another_app()))?,
            Some(Wrong::Payload) => {
                let changed = token.clone().claim("sub", "5f70aaaaaaaaaaaaaaaaaaaa");
                splice(&emulator.mint_token(changed)?, &emulator.mint_token(token)?)
            }
        })
    }
}

/// What one token says, with another one's signature.
fn splice(says: &str, signed: &str) -> String {
    let (says, _) = says.rsplit_once('.').unwrap_or_default();
    let (_, signature) = signed.rsplit_once('.').unwrap_or_default();
    format!("{says}.{signature}")
}
