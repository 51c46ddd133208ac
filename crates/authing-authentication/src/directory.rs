//! Login with an account of a directory: LDAP and Active Directory.

use authing_core::{Call, Error, Operation, client::CallBuilder};
use authing_types::{Secret, User};
use serde::Serialize;
use url::{Host, Url};

use crate::client::AuthenticationClient;

const BY_LDAP: Operation =
    Operation::post("authentication.login_by_ldap", "/api/v2/ldap/verify-user");
const BY_AD: Operation = Operation::post("authentication.login_by_ad", AD_PATH);

const AD_PATH: &str = "/api/v2/ad/verify-user";

/// Second labels below which registries of country domains sell names: `com.cn`.
const SHARED_SUFFIXES: [&str; 11] =
    ["ac", "co", "com", "edu", "go", "gov", "mil", "ne", "net", "or", "org"];

impl AuthenticationClient {
    /// Logs in with an account of the LDAP directory that is connected to the application. The
    /// first login makes the user, later ones renew the profile.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let user = client.login_by_ldap("bob", "passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// The password goes to the directory as it is: TLS alone protects it on the way, and this
    /// crate wipes its own copies from memory.
    ///
    /// `POST /api/v2/ldap/verify-user`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// - those of [`login_by_username`](Self::login_by_username) when name or password is wrong, or
    ///   more is asked for;
    /// - [`ErrorCode::LDAP_LINK_INVALID`](crate::ErrorCode::LDAP_LINK_INVALID) when no directory is
    ///   connected;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name or password.
    pub fn login_by_ldap(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_ldap_with(LoginByDirectory::new(username, password))
    }

    /// Logs in with an account of the LDAP directory, and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByDirectory;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByDirectory::new("bob", "passw0rd").with_custom_data();
    /// let user = client.login_by_ldap_with(request).await?;
    /// println!("{} custom fields", user.typed_custom_data().len());
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/ldap/verify-user`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_ldap`](Self::login_by_ldap).
    pub fn login_by_ldap_with(&self, request: LoginByDirectory) -> Call<User> {
        let call = self.checked(BY_LDAP, &request).rest(|rest| rest.json(&request));
        self.logs_in(call)
    }

    /// Logs in with an account of the Active Directory that is connected to the application. The
    /// first login makes the user, later ones renew the profile.
    ///
    /// The request goes to the server's host for WebSockets, which holds the line to the directory:
    /// [`websocket_host`](crate::AuthenticationClientBuilder::websocket_host), or `https://ws.` in
    /// place of the first label of the application's host, as `https://ws.authing.cn` for
    /// `https://my-app.authing.cn`.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let user = client.login_by_ad("bob", "passw0rd").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// The password goes to the directory as it is: TLS alone protects it on the way, and this
    /// crate wipes its own copies from memory.
    ///
    /// `POST /api/v2/ad/verify-user`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// - those of [`login_by_username`](Self::login_by_username) when name or password is wrong, or
    ///   more is asked for;
    /// - [`ErrorKind::Config`](crate::ErrorKind::Config) when the host for WebSockets
    ///   cannot be derived from the application's host, and is not set;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty name or password.
    pub fn login_by_ad(
        &self,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Call<User> {
        self.login_by_ad_with(LoginByDirectory::new(username, password))
    }

    /// Logs in with an account of the Active Directory, and more.
    ///
    /// ```no_run
    /// use authing_authentication::LoginByDirectory;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let request = LoginByDirectory::new("bob", "passw0rd").client_ip("203.0.113.7");
    /// let user = client.login_by_ad_with(request).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/ad/verify-user`. Not idempotent: failures count towards a lockout.
    ///
    /// # Errors
    ///
    /// As for [`login_by_ad`](Self::login_by_ad).
    pub fn login_by_ad_with(&self, request: LoginByDirectory) -> Call<User> {
        let call = self.checked(BY_AD, &request);
        let call = match self.websocket_host() {
            Ok(mut address) => {
                let path = format!("{}{AD_PATH}", address.path().trim_end_matches('/'));
                address.set_path(&path);
                call.rest(|rest| rest.address(&address).json(&request))
            }
            Err(error) => call.check(Err::<(), _>(error)).rest(|rest| rest),
        };
        self.logs_in(call)
    }

    fn checked(&self, operation: Operation, request: &LoginByDirectory) -> CallBuilder<'_> {
        // Spaces alone may be a password.
        let password = if request.password.is_empty() {
            Err(Error::input("password", "is empty"))
        } else {
            Ok(())
        };
        self.api().call(operation).required("username", &request.username).check(password)
    }

    fn websocket_host(&self) -> Result<Url, Error> {
        if let Some(host) = self.given_websocket_host() {
            return Ok(host.clone());
        }
        Url::parse(self.app_host()).ok().as_ref().and_then(derived_host).ok_or_else(|| {
            Error::config(
                "websocket_host",
                "is missing: it cannot be derived from this application's host",
            )
        })
    }
}

/// `ws.` before the application's domain. A password is sent there, so it must be the same owner's:
/// never `ws.` before a domain below which anybody can register a name.
fn derived_host(app_host: &Url) -> Option<Url> {
    let Some(Host::Domain(name)) = app_host.host() else { return None };
    let name = name.trim_end_matches('.');
    let (_, parent) = name.split_once('.')?;
    let domain = if is_shared(parent) { name } else { parent };
    Url::parse(&format!("https://ws.{domain}")).ok()
}

/// Whether anybody can register a name below: a top-level domain, or one like `com.cn`.
fn is_shared(domain: &str) -> bool {
    match domain.split_once('.') {
        None => true,
        Some((second, top)) => top.len() == 2 && SHARED_SUFFIXES.contains(&second),
    }
}

/// What [`AuthenticationClient::login_by_ldap_with`] and
/// [`login_by_ad_with`](AuthenticationClient::login_by_ad_with) take. `Debug` hides it.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginByDirectory {
    username: String,
    #[serde(serialize_with = "Secret::serialize_exposed")]
    password: Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with_custom_data: Option<bool>,
}

impl LoginByDirectory {
    /// A login with this name in the directory, and the password there.
    pub fn new(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
            client_ip: None,
            with_custom_data: None,
        }
    }

    /// The end user's address, when the call comes from a server: the server's checks against abuse
    /// are about addresses.
    #[must_use]
    pub fn client_ip(mut self, client_ip: impl Into<String>) -> Self {
        self.client_ip = Some(client_ip.into());
        self
    }

    /// Returns the user's custom data too.
    #[must_use]
    pub fn with_custom_data(mut self) -> Self {
        self.with_custom_data = Some(true);
        self
    }
}

authing_types::redacted_debug!(LoginByDirectory {});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_for_websockets_is_beside_the_application_s_or_unknown() {
        for (app_host, expected) in [
            ("https://my-app.authing.cn", Some("https://ws.authing.cn/")),
            ("https://login.id.example.com/x", Some("https://ws.id.example.com/")),
            ("http://my-app.example.com:8080", Some("https://ws.example.com/")),
            // Never `ws.com` or `ws.com.cn`.
            ("https://example.com", Some("https://ws.example.com/")),
            ("https://example.com.cn", Some("https://ws.example.com.cn/")),
            ("https://my-app.example.com.cn", Some("https://ws.example.com.cn/")),
            ("https://example.co.uk.", Some("https://ws.example.co.uk/")),
            ("https://authing", None),
            ("http://localhost:3000", None),
            ("http://127.0.0.1:3000", None),
            ("https://[2001:db8::1]", None),
        ] {
            let derived = derived_host(&Url::parse(app_host).unwrap());
            assert_eq!(derived.as_ref().map(Url::as_str), expected, "{app_host}");
        }
    }
}
