//! A visitor with a browser that runs no scripts.

mod form;
mod page;
mod service;

use std::{collections::BTreeMap, fmt, sync::Arc};

use authing_emulator::Emulator;
use bytes::Bytes;
use cookie_store::CookieStore;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;
use url::{Origin, Url};

use self::service::{BoxError, Serve};
use crate::{authenticator::TestAuthenticator, error::TestError, user::TestUser};

pub use self::form::Form;
pub use self::page::WebPage;

/// More redirects or forms than this lead nowhere.
const STEPS: usize = 20;

/// A visitor: follows redirects, keeps cookies (RFC 6265), fills in forms and sends what browsers send
/// about where a request comes from (`Origin`, `Sec-Fetch-Site`).
///
/// It visits the emulator and what it is given: a service in this process ([`site`](Self::site)) or one
/// that listens ([`visits`](Self::visits)). A redirect to anywhere else ends its walk there, with the
/// address: that is how a test gets at the callback.
///
/// ```
/// use authing_protocols::oauth2::{Authorization, Callback};
/// use authing_testing::TestAuthing;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let authing = TestAuthing::start().await?;
/// let alice = authing.user("alice").await?;
/// let oidc = authing.oidc("http://localhost/callback")?;
/// let Authorization { url, pending, .. } = oidc.authorize().scope("openid").start().await?;
/// let callback = authing.robot().log_in(url, &alice).await?;
/// let login = oidc.finish(&Callback::from_query(callback.query())?, pending).await?;
/// assert_eq!(login.claims.sub, alice.id());
/// # Ok(()) }
/// ```
pub struct Robot {
    http: reqwest::Client,
    emulator: Arc<Emulator>,
    origin: Option<Origin>,
    authenticator: Option<TestAuthenticator>,
    sites: BTreeMap<String, Site>,
    cookies: CookieStore,
    language: Option<HeaderValue>,
}

/// How a site is reached.
enum Site {
    Network,
    Service(Box<dyn Serve>),
}

/// Where a request comes from.
enum From<'a> {
    /// The visitor typed the address in.
    Typed,
    Page(&'a Url),
}

impl Robot {
    pub(crate) fn new(emulator: Arc<Emulator>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap_or_default();
        let origin = Url::parse(emulator.url()).map(|url| url.origin()).ok();
        let mut sites = BTreeMap::new();
        if let Some(origin) = &origin {
            sites.insert(origin.ascii_serialization(), Site::Network);
        }
        let (cookies, authenticator, language) = (CookieStore::default(), None, None);
        Self { http, emulator, origin, authenticator, sites, cookies, language }
    }

    /// The app that shows the visitor's one-time codes, for pages that ask for one. A key that a page asks
    /// to bind, the robot scans by itself.
    pub fn authenticator(mut self, app: TestAuthenticator) -> Self {
        self.authenticator = Some(app);
        self
    }

    /// Visits this service, which is in this process and needs no port, wherever the robot is led to
    /// the origin, such as `http://localhost:3000`. An axum `Router` is such a service.
    ///
    /// # Errors
    ///
    /// When the origin is none.
    pub fn site<S, B>(mut self, origin: impl Into<String>, service: S) -> Result<Self, TestError>
    where
        S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        let origin = origin_of(&origin.into())?;
        self.sites.insert(origin, Site::Service(service::boxed(service)));
        Ok(self)
    }

    /// Visits whatever listens at this origin, such as `http://127.0.0.1:8080`.
    ///
    /// # Errors
    ///
    /// When the origin is none.
    pub fn visits(mut self, origin: impl Into<String>) -> Result<Self, TestError> {
        self.sites.insert(origin_of(&origin.into())?, Site::Network);
        Ok(self)
    }

    /// The language of the visitor's browser, such as `zh-CN`. Default: none.
    ///
    /// # Errors
    ///
    /// When no header can hold it.
    pub fn language(mut self, language: impl Into<String>) -> Result<Self, TestError> {
        let language = language.into();
        let value = HeaderValue::try_from(&language);
        let problem = "is not a language such as `zh-CN`";
        self.language = Some(value.map_err(|_| stuck(&language, problem))?);
        Ok(self)
    }

    /// Opens an address and goes where redirects lead.
    ///
    /// # Errors
    ///
    /// [`TestError::Robot`] when the address is none or belongs to no site that the robot visits, when
    /// nothing responds, or when redirects do not end.
    pub async fn open(&mut self, url: impl AsRef<str>) -> Result<WebPage, TestError> {
        let url = Url::parse(url.as_ref()).map_err(|error| stuck("the start", error))?;
        if !self.knows(&url) {
            let known: Vec<_> = self.sites.keys().map(String::as_str).collect();
            let problem = format!("it visits {} only; see `site` and `visits`", known.join(", "));
            return Err(stuck_at(&url, problem));
        }
        self.walk(Method::GET, url, Bytes::new(), From::Typed).await
    }

    /// Sends a form, as it was filled in, and goes where redirects lead.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub async fn submit(&mut self, form: Form) -> Result<WebPage, TestError> {
        let (method, url, body, page) = form.request();
        self.walk(method, url, body, From::Page(&page)).await
    }

    /// Opens an address and does what the emulator's pages ask for, as this user: logs in with the
    /// password, gives a second factor, accepts agreements, takes the first tenant of a choice, allows what
    /// an application asks for. Ends at the first page that is not the emulator's: the
    /// service's, or the address that the robot was sent to and does not visit.
    ///
    /// A code that is sent to the user's phone or email address, the robot reads; one of an authenticator is
    /// that of its own ([`authenticator`](Self::authenticator)).
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when the emulator shows an error: a wrong password, a user who may
    /// not log in, an address that is not the application's; or when a page asks for what neither user nor
    /// robot has.
    pub async fn log_in(
        &mut self,
        url: impl AsRef<str>,
        user: &TestUser,
    ) -> Result<WebPage, TestError> {
        let page = self.open(url).await?;
        self.log_in_from(page, user).await
    }

    /// The same from a page on, such as one after a link was followed.
    ///
    /// # Errors
    ///
    /// As [`log_in`](Self::log_in).
    pub async fn log_in_from(
        &mut self,
        page: WebPage,
        user: &TestUser,
    ) -> Result<WebPage, TestError> {
        self.go_through(page, Some(user), user.account()).await
    }

    /// Opens an address, and logs in at the emulator's pages with a code that is sent to this phone number
    /// or email address. Who is unknown is registered by it.
    ///
    /// ```
    /// use authing_protocols::oauth2::Authorization;
    /// use authing_testing::TestAuthing;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let authing = TestAuthing::start().await?;
    /// let oidc = authing.oidc("http://localhost/callback")?;
    /// let Authorization { url, .. } = oidc.authorize().scope("openid").start().await?;
    /// let callback = authing.robot().log_in_by_code(url, "13800000000").await?;
    /// assert!(callback.query().contains("code="));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`log_in`](Self::log_in), and when the application does not offer codes.
    pub async fn log_in_by_code(
        &mut self,
        url: impl Into<String>,
        account: impl Into<String>,
    ) -> Result<WebPage, TestError> {
        let account = account.into();
        let mut page = self.open(url.into()).await?;
        if self.is_at_emulator(&page) && page.url().path().ends_with("/login") {
            let by = if account.contains('@') { "email-code" } else { "phone-code" };
            let mut url = page.url().clone();
            url.set_query(Some(&format!("by={by}")));
            let origin = From::Page(page.url());
            page = self.walk(Method::GET, url, Bytes::new(), origin).await?;
        }
        self.go_through(page, None, &account).await
    }

    fn is_at_emulator(&self, page: &WebPage) -> bool {
        !page.has_left() && Some(page.url().origin()) == self.origin
    }

    /// Does what the emulator's pages ask for.
    async fn go_through(
        &mut self,
        mut page: WebPage,
        user: Option<&TestUser>,
        account: &str,
    ) -> Result<WebPage, TestError> {
        for _ in 0..STEPS {
            if !self.is_at_emulator(&page) {
                return Ok(page);
            }
            if let Some(alert) = page.alert() {
                return Err(stuck_at(page.url(), format!("the page says: {alert}")));
            }
            let Some(form) = page.form() else {
                return Ok(page);
            };
            let form = self.fill_in(&page, form, user, account)?;
            page = self.submit(form).await?;
        }
        Err(stuck_at(page.url(), "the emulator's pages do not end"))
    }

    /// Fills in a form of the emulator's pages.
    fn fill_in(
        &mut self,
        page: &WebPage,
        mut form: Form,
        user: Option<&TestUser>,
        account: &str,
    ) -> Result<Form, TestError> {
        for name in form.boxes() {
            form = form.tick(&name);
        }
        let has = |form: &Form, name: &str| form.get(name).is_some();
        let by = form.get("by").unwrap_or_default().to_owned();
        // At the second factor, an address to bind is the user's own.
        let own = user.map(TestUser::user).and_then(|user| match &*by {
            "sms" => user.phone.clone(),
            "email" => user.email.clone(),
            _ => None,
        });
        let own = own.unwrap_or_else(|| account.to_owned());
        if has(&form, "code") {
            let code = match &*by {
                "totp" => self.one_time_code(page)?,
                _ => self.emulator.last_code(&own).ok_or_else(|| {
                    stuck_at(
                        page.url(),
                        "the page asks for a code that was sent to nobody it knows",
                    )
                })?,
            };
            form = form.set("code", code);
        } else if has(&form, "account") {
            form = form.set("account", own);
        }
        if let (Some(field), Some(user)) = (form.password_field().map(str::to_owned), user) {
            form = form.set(field, user.password());
        }
        Ok(form)
    }

    /// What the visitor's authenticator shows; a key that the page asks to bind is scanned first.
    fn one_time_code(&mut self, page: &WebPage) -> Result<String, TestError> {
        if let Some(uri) = page.link("otpauth:") {
            self.authenticator = Some(TestAuthenticator::scan(&uri)?);
        }
        let app = self.authenticator.as_ref().ok_or_else(|| {
            stuck_at(page.url(), "the page asks for a one-time code; see `authenticator`")
        })?;
        Ok(app.code(self.emulator.now()))
    }

    /// The value of a cookie that would be sent with a request to this address.
    #[must_use]
    pub fn cookie(&self, url: &Url, name: &str) -> Option<String> {
        self.cookies
            .get_request_values(url)
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value.to_owned())
    }

    fn knows(&self, url: &Url) -> bool {
        self.sites.contains_key(&url.origin().ascii_serialization())
    }

    async fn walk(
        &mut self,
        mut method: Method,
        mut url: Url,
        mut body: Bytes,
        from: From<'_>,
    ) -> Result<WebPage, TestError> {
        let mut from = match from {
            From::Typed => None,
            From::Page(page) => Some(page.clone()),
        };
        for _ in 0..STEPS {
            let (status, headers, text) = self.send(&method, &url, body.clone(), &from).await?;
            let location = headers.get(header::LOCATION).filter(|_| status.is_redirection());
            let Some(location) = location else {
                return Ok(WebPage::new(url, status, headers, text, false));
            };
            let next = location.to_str().ok().and_then(|location| url.join(location).ok());
            let next =
                next.ok_or_else(|| stuck_at(&url, "it redirects to what is not an address"))?;
            if !self.knows(&next) {
                return Ok(WebPage::new(next, status, headers, String::new(), true));
            }
            if !matches!(status, StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT) {
                (method, body) = (Method::GET, Bytes::new());
            }
            from = Some(url);
            url = next;
        }
        Err(stuck_at(&url, "redirects do not end"))
    }

    async fn send(
        &mut self,
        method: &Method,
        url: &Url,
        body: Bytes,
        from: &Option<Url>,
    ) -> Result<(StatusCode, HeaderMap, String), TestError> {
        let mut request = Request::new(body);
        *request.method_mut() = method.clone();
        *request.uri_mut() = url.as_str().parse().map_err(|error| stuck_at(url, error))?;
        *request.headers_mut() = self.headers(method, url, from);
        let origin = url.origin().ascii_serialization();
        let response = match self.sites.get(&origin) {
            Some(Site::Service(service)) => {
                // A server gets the path, and the rest by `Host`.
                let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
                *request.uri_mut() = path.parse().map_err(|error| stuck_at(url, error))?;
                service.serve(request).await.map_err(|error| stuck_at(url, error))?
            }
            Some(Site::Network) => service::over_network(&self.http, request)
                .await
                .map_err(|error| stuck_at(url, error))?,
            None => return Err(stuck_at(url, "the robot does not visit this site; see `site`")),
        };
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            // What is not a cookie, or may not be set here, a browser ignores too.
            let _ = cookie.to_str().ok().map(|cookie| self.cookies.parse(cookie, url));
        }
        let text = String::from_utf8_lossy(&body).into_owned();
        Ok((parts.status, parts.headers, text))
    }

    fn headers(&self, method: &Method, url: &Url, from: &Option<Url>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name: header::HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        let authority = url.authority().rsplit('@').next().unwrap_or_default();
        set(header::HOST, authority);
        set(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");
        set(header::HeaderName::from_static("sec-fetch-mode"), "navigate");
        set(header::HeaderName::from_static("sec-fetch-dest"), "document");
        let site = match from {
            None => "none",
            Some(page) if page.origin() == url.origin() => "same-origin",
            Some(_) => "cross-site",
        };
        set(header::HeaderName::from_static("sec-fetch-site"), site);
        if *method == Method::POST {
            set(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some(page) = from {
                set(header::ORIGIN, &page.origin().ascii_serialization());
            }
        }
        // What another site's page posts brings along what was meant for that, and nothing else.
        let is_foreign = *method == Method::POST && site == "cross-site";
        let cookies: Vec<String> = self
            .cookies
            .matches(url)
            .into_iter()
            .filter(|cookie| !is_foreign || cookie.same_site().is_some_and(|same| same.is_none()))
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        if !cookies.is_empty() {
            set(header::COOKIE, &cookies.join("; "));
        }
        if let Some(language) = &self.language {
            headers.insert(header::ACCEPT_LANGUAGE, language.clone());
        }
        headers
    }
}

fn origin_of(text: &str) -> Result<String, TestError> {
    match Url::parse(text).map(|url| url.origin()) {
        Ok(origin @ Origin::Tuple(..)) => Ok(origin.ascii_serialization()),
        _ => Err(stuck(text, "is not an origin such as `http://localhost:3000`")),
    }
}

fn stuck(at: &str, problem: impl fmt::Display) -> TestError {
    TestError::Robot { at: at.to_owned(), problem: problem.to_string() }
}

/// Queries hold codes and tokens, and a failed test writes its error where many read it.
fn stuck_at(url: &Url, problem: impl fmt::Display) -> TestError {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.set_fragment(None);
    stuck(shown.as_str(), problem)
}

impl fmt::Debug for Robot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sites: Vec<_> = self.sites.keys().collect();
        f.debug_struct("Robot").field("sites", &sites).finish_non_exhaustive()
    }
}
