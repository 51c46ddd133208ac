//! `authing login`.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use authing_management::ErrorKind;
use authing_protocols::{
    oauth2::Callback,
    oidc::{OidcClient, OidcLogin},
};
use clap::Args;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use super::{application::AppOptions, protocol_failure::failure, token::when};
use crate::{
    context::Context, exit::Exit, failure::Failure, output::Table, shown::excerpt, texts::pick,
};

const EXAMPLES: &str = "Examples:
  authing login --app-id 5f17a529f64fb009b794a2ff --app-host https://sample.authing.cn
  # The tokens, for a script: standard output has them, and nothing keeps them
  authing login --show-token --json > tokens.json";

/// A request line with its headers is no longer.
const LONGEST_REQUEST: usize = 16 * 1024;

/// A browser sends its request at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// Logs a person in to an application, and shows who it is: tries whether a login works
///
/// Where the server has the device flow, it shows an address and a code. Otherwise the browser comes back to this machine, to the address that it shows: the application must allow it as a callback. No token is kept.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Login {
    #[command(flatten)]
    app: AppOptions,

    /// What is asked for
    #[arg(long, value_name = "SCOPES", default_value = "openid profile email phone")]
    scope: String,

    /// The port to which the browser comes back
    #[arg(long, value_name = "PORT", default_value_t = 8976)]
    port: u16,

    /// Does not try the device flow
    #[arg(long)]
    browser: bool,

    /// Shows the tokens, too. Whoever has them is this person
    #[arg(long)]
    show_token: bool,
}

impl Login {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let app = self.app.find(cx).await?;
        let settings = cx.settings().await.ok();
        let danger_allow_http = settings.is_some_and(|settings| settings.danger_allow_http);
        let client = |discovery: bool| -> Result<OidcClient, Failure> {
            let port = self.port;
            let mut builder = OidcClient::builder(app.id()?, app.host()?)
                .redirect_uri(format!("http://127.0.0.1:{port}/callback"))
                .discovery(discovery)
                .danger_allow_http(danger_allow_http);
            if let Some(secret) = &app.secret {
                builder = builder.secret(secret.clone());
            }
            builder.build().map_err(|error| failure(&error))
        };
        if !self.browser
            && let Some(login) = self.by_device(cx, &client(true)?).await?
        {
            return self.tell(cx, &login);
        }
        let login = self.by_browser(cx, &client(false)?).await?;
        self.tell(cx, &login)
    }

    /// `None` if the server has no such flow.
    async fn by_device(
        &self,
        cx: &Context,
        client: &OidcClient,
    ) -> Result<Option<OidcLogin>, Failure> {
        let device = match client.device_authorization(&*self.scope).await {
            Ok(device) => device,
            Err(authing_protocols::Error::Call(error)) if error.kind() == ErrorKind::Config => {
                return Ok(None);
            }
            Err(error) => return Err(failure(&error)),
        };
        let (address, code) =
            (excerpt(device.verification_uri().as_str(), 500), excerpt(device.user_code(), 60));
        let minutes = device.expires_in().as_secs() / 60;
        cx.out.tell(&text!(
            "Open {address} and type {code}. There are {minutes} minutes.",
            "请打开 {address} 并输入 {code},{minutes} 分钟内有效。"
        ));
        if let Some(address) = device.verification_uri_complete() {
            let address = excerpt(address.as_str(), 500);
            cx.out.tell(&text!("Or open {address}", "或直接打开 {address}"));
        }
        device.wait().await.map(Some).map_err(|error| failure(&error))
    }

    async fn by_browser(&self, cx: &Context, client: &OidcClient) -> Result<OidcLogin, Failure> {
        let port = self.port;
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = TcpListener::bind(here).await.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => Failure::config(text!(
                "Port {port} of this machine is in use, so that the browser cannot come back to it.",
                "本机端口 {port} 已被占用,浏览器无法返回。"
            ))
            .hint(text!(
                "Choose another with --port: the application must allow http://127.0.0.1:PORT/callback.",
                "请用 --port 换一个端口,并在应用中登记回调地址 http://127.0.0.1:端口/callback。"
            )),
            _ => Failure::config(text!(
                "Port {port} of this machine cannot be used: {error}.",
                "本机端口 {port} 无法使用:{error}。"
            )),
        })?;
        let begun = client.authorize().scope(&*self.scope).start().await;
        let begun = begun.map_err(|error| failure(&error))?;
        let address = begun.url.as_str();
        cx.out.tell(&text!(
            "Open this address in a browser of this machine and log in:\n\n  {address}\n",
            "请在本机浏览器中打开以下地址并登录:\n\n  {address}\n"
        ));
        cx.out.note(&text!(
            "The application must allow http://127.0.0.1:{port}/callback as a callback. Ctrl-C gives up.",
            "应用须登记回调地址 http://127.0.0.1:{port}/callback。按 Ctrl-C 放弃。"
        ));
        let pending = begun.pending;
        let callback = wait_for_callback(&listener, |callback| callback.is_of(&pending));
        let callback = timeout(client.pending_lifetime(), callback).await.map_err(|_| {
            Failure::new(
                Exit::Unavailable,
                text!("Nobody has logged in in time.", "未在规定时间内完成登录。"),
            )
        })??;
        client.finish(&callback, pending).await.map_err(|error| failure(&error))
    }

    fn tell(&self, cx: &Context, login: &OidcLogin) -> Result<(), Failure> {
        let (claims, tokens) = (&login.claims, &login.tokens);
        let profile = claims.profile.to_claims();
        let text = |name: &str| profile.get(name).and_then(Value::as_str).map(str::to_owned);
        let scope = tokens.scope.clone().unwrap_or_default().join(" ");
        let secrets = [
            ("accessToken", Some(&tokens.access_token)),
            ("idToken", tokens.id_token.as_ref()),
            ("refreshToken", tokens.refresh_token.as_ref()),
        ];
        let secrets = secrets.into_iter().filter_map(|(name, token)| Some((name, token?)));
        if cx.out.is_json() {
            let mut value = json!({
                "subject": claims.sub,
                "issuer": claims.iss,
                "profile": profile,
                "scope": scope,
                "idTokenExpiresAt": authing_protocols::Timestamp::from(claims.exp).as_str(),
            });
            if let (true, Value::Object(value)) = (self.show_token, &mut value) {
                for (name, token) in secrets {
                    value.insert(name.to_owned(), token.expose().into());
                }
            }
            return cx.out.line(&format!("{value:#}"));
        }
        cx.out.line(&cx.out.bold(pick("Logged in:", "已登录:")))?;
        let mut rows = Vec::new();
        let mut row = |name: &str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                rows.push(vec![format!("  {name}"), excerpt(&value, 200)]);
            }
        };
        row(pick("user", "用户 ID"), Some(claims.sub.clone()));
        row(pick("name", "姓名"), text("name").or_else(|| text("nickname")));
        row(pick("username", "用户名"), text("preferred_username").or_else(|| text("username")));
        row(pick("email", "邮箱"), text("email"));
        row(pick("phone", "手机号"), text("phone_number"));
        row(pick("issuer", "签发者"), Some(claims.iss.clone()));
        row(pick("scopes", "权限范围"), Some(scope));
        row(pick("id_token until", "id_token 有效期至"), Some(when(claims.exp)));
        let mut table = Table::new(vec![String::new(); 2], cx.out.columns());
        for line in table.lines(&rows) {
            cx.out.line(&line)?;
        }
        if self.show_token {
            for (name, token) in secrets {
                cx.out.line(&format!("{name}\n{}", token.expose()))?;
            }
        } else {
            cx.out.note(pick(
                "No token is kept. --show-token shows them.",
                "未保存任何令牌,--show-token 可显示。",
            ));
        }
        Ok(())
    }
}

/// Serves the one address to which the browser comes back, until the callback of this login is there. Whoever else
/// calls it is sent away, and the login goes on.
async fn wait_for_callback(
    listener: &TcpListener,
    is_ours: impl Fn(&Callback) -> bool,
) -> Result<Callback, Failure> {
    loop {
        let (mut stream, _) = listener.accept().await.map_err(|error| {
            Failure::new(
                Exit::Failed,
                text!("The browser cannot come back: {error}.", "浏览器无法返回:{error}。"),
            )
        })?;
        let request = timeout(PATIENCE, request_line(&mut stream)).await.ok().flatten();
        let callback =
            request.as_deref().and_then(callback_of).filter(|callback| is_ours(callback));
        let text = match &callback {
            Some(_) => pick(
                "Thank you. You may close this page: the program goes on by itself.",
                "登录信息已收到,可以关闭本页面,程序会继续执行。",
            ),
            None => pick(
                "This page belongs to a login that is under way.",
                "此页面仅用于进行中的登录。",
            ),
        };
        let status = if callback.is_some() { "200 OK" } else { "404 Not Found" };
        // Whether the browser shows it is not what the login depends on.
        let _ = timeout(PATIENCE, respond(&mut stream, status, text)).await;
        if let Some(callback) = callback {
            return Ok(callback);
        }
    }
}

/// The first line of a request, once all of its head is there.
async fn request_line(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut block = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut block).await.ok()?;
        head.extend_from_slice(block.get(..read)?);
        if read == 0 || head.len() > LONGEST_REQUEST {
            return None;
        }
    }
    let line = head.split(|byte| *byte == b'\r').next()?;
    String::from_utf8(line.to_vec()).ok()
}

/// `GET /callback?… HTTP/1.1`.
fn callback_of(line: &str) -> Option<Callback> {
    let mut words = line.split(' ');
    let (verb, target) = (words.next()?, words.next()?);
    let query = target.strip_prefix("/callback?")?;
    (verb == "GET").then(|| Callback::from_query(query).ok())?
}

async fn respond(stream: &mut TcpStream, status: &str, text: &str) -> std::io::Result<()> {
    let page = format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>authing</title><p>{text}</p>"
    );
    let length = page.len();
    let response = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {length}\r\n\
         cache-control: no-store\r\nreferrer-policy: no-referrer\r\ncontent-security-policy: default-src 'none'\r\n\
         connection: close\r\n\r\n{page}"
    );
    stream.write_all(response.as_bytes()).await?;
    stream.shutdown().await
}
