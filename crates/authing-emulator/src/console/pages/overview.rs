//! Where the emulator is, and what to paste into an SDK.

use maud::{Markup, html};

use crate::base::text::Text;
use crate::console::page::{Group, Page, Place, Sheet, Shown};
use crate::console::pages::app_login;
use crate::console::parts;
use crate::console::visit::Visit;

const ADDRESS: Text = Text::new("服务与应用地址", "Server and app host");
const POOL: Text = Text::new("用户池 ID", "User pool id");
const POOL_SECRET: Text = Text::new("用户池密钥", "User pool secret");
const APP: Text = Text::new("应用 ID", "Application id");
const APP_SECRET: Text = Text::new("应用密钥", "Application secret");
const ISSUER: Text = Text::new("OIDC Issuer", "OIDC issuer");
const CREDENTIALS: Text = Text::new("地址与凭证", "Address and credentials");
const PASTE: Text = Text::new("接入 SDK", "Point an SDK at it");
const HOLDS: Text = Text::new("当前数据", "What is in it");
const USERS: Text = Text::new("用户", "Users");
const APPS: Text = Text::new("应用", "Applications");
const MESSAGES: Text = Text::new("短信与邮件", "Messages sent");
const REQUESTS: Text = Text::new("请求", "Requests");
const CLOCK: Text = Text::new("时钟", "Clock");
const ENVIRONMENT: Text = Text::new("环境变量", "Environment");
const BEGIN: Text = Text::new("快速开始", "To begin with");
const BEGIN_HINT: Text = Text::new(
    "新建用户，在登录页以此用户登录；验证码与邮件在收件箱，请求会即时出现在请求页。",
    "Make a user and log them in on the login page. Codes and emails are in the inbox, and what your program asks \
     for appears among the requests at once.",
);
const NEW_USER: Text = Text::new("新建用户", "New user");
const LOGIN_PAGE: Text = Text::new("打开登录页", "Open the login page");
const WITH_SECRETS: Text =
    Text::new("以下代码包含密钥，请勿提交到代码仓库。", "These hold the secrets.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/",
    title: Text::new("概览", "Overview"),
    place: Place::In(Group::Start),
    show,
    actions: &[],
};

/// What clients are given.
struct Values {
    url: String,
    pool: String,
    pool_secret: String,
    app: String,
    app_secret: String,
    key: String,
    /// The address of the login page.
    login: String,
}

fn show(visit: &Visit<'_>) -> Shown {
    let (values, users, apps) = visit.with(|cx| {
        let pool = cx.pool()?;
        let app = pool.apps.first();
        let values = Values {
            url: cx.env.base_url.clone(),
            pool: pool.id.clone(),
            pool_secret: pool.secret.clone(),
            app: app.map(|app| app.id.clone()).unwrap_or_default(),
            app_secret: app.map(|app| app.secret.clone()).unwrap_or_default(),
            key: cx
                .env
                .keys
                .rsa_public_pem()
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect(),
            login: app.map(|app| app_login::address(app, &cx.env.base_url)).unwrap_or_default(),
        };
        Ok((values, pool.users.count_present(), pool.apps.len()))
    })?;
    let engine = visit.engine;
    let content = html! {
        section.cards id="counts" data-live="state requests inbox" aria-label=(visit.say(HOLDS)) {
            (card(visit, "/_console/users", USERS, &users.to_string()))
            (card(visit, "/_console/apps", APPS, &apps.to_string()))
            (card(visit, "/_console/inbox", MESSAGES, &engine.env.outbox.len().to_string()))
            (card(visit, "/_console/requests", REQUESTS, &engine.journal.len().to_string()))
            a.card href="/_console/switches" {
                span.soft { (visit.say(CLOCK)) }
                strong.long { (parts::moment(engine.now())) }
            }
        }
        section.sheet {
            h2 { (visit.say(BEGIN)) }
            p.soft { (visit.say(BEGIN_HINT)) }
            div.buttons {
                a.button.main href="/_console/users/new" { (visit.say(NEW_USER)) }
                @if !values.login.is_empty() {
                    a.button href=(values.login) target="_blank" rel="noopener" { (visit.say(LOGIN_PAGE)) }
                }
            }
        }
        section.sheet {
            h2 { (visit.say(CREDENTIALS)) }
            dl.facts {
                (fact(visit, ADDRESS, &values.url))
                (fact(visit, POOL, &values.pool))
                dt { (visit.say(POOL_SECRET)) }
                dd { (parts::secret(visit, visit.say(POOL_SECRET), &values.pool_secret)) }
                (fact(visit, APP, &values.app))
                dt { (visit.say(APP_SECRET)) }
                dd { (parts::secret(visit, visit.say(APP_SECRET), &values.app_secret)) }
                (fact(visit, ISSUER, &format!("{}/oidc", values.url)))
            }
        }
        section.sheet {
            h2 { (visit.say(PASTE)) }
            p.soft { (visit.say(WITH_SECRETS)) }
            @for (name, text) in [
                (visit.say(ENVIRONMENT), environment(&values)),
                ("Rust", rust(&values)),
                ("Node.js", node(&values)),
                ("Python", python(&values)),
            ] {
                details.fold name="sdk" {
                    summary { (name) }
                    (parts::snippet(visit, name, &text))
                }
            }
        }
    };
    Ok(Sheet::new(content))
}

fn card(visit: &Visit<'_>, path: &str, name: Text, value: &str) -> Markup {
    html! {
        a.card href=(path) {
            span.soft { (visit.say(name)) }
            strong { (value) }
        }
    }
}

fn fact(visit: &Visit<'_>, name: Text, value: &str) -> Markup {
    let name = visit.say(name);
    html! {
        dt { (name) }
        dd { (parts::copyable(visit, name, value)) }
    }
}

fn environment(values: &Values) -> String {
    let Values { url, pool, pool_secret, app, app_secret, key, .. } = values;
    format!(
        "AUTHING_SERVER={url}
AUTHING_HOST={url}
AUTHING_USERPOOL_ID={pool}
AUTHING_USERPOOL_SECRET={pool_secret}
AUTHING_APP_ID={app}
AUTHING_APP_SECRET={app_secret}
AUTHING_APP_HOST={url}
AUTHING_PUBLIC_KEY={key}"
    )
}

fn rust(values: &Values) -> String {
    let Values { url, pool, pool_secret, app, app_secret, key, .. } = values;
    format!(
        "let management = ManagementClient::builder(\"{pool}\", \"{pool_secret}\")
    .host(\"{url}\")
    .public_key(\"{key}\")
    .build()?;

let app = AuthenticationClient::builder(\"{app}\", \"{url}\")
    .secret(\"{app_secret}\")
    .public_key(\"{key}\")
    .build()?;"
    )
}

fn node(values: &Values) -> String {
    let Values { url, pool, pool_secret, app, key, .. } = values;
    format!(
        "import {{ AuthenticationClient, ManagementClient }} from 'authing-js-sdk';

const publicKey =
  '{key}';
const management = new ManagementClient({{
  userPoolId: '{pool}',
  secret: '{pool_secret}',
  host: '{url}',
  publicKey,
}});
const app = new AuthenticationClient({{ appId: '{app}', appHost: '{url}', publicKey }});"
    )
}

fn python(values: &Values) -> String {
    let Values { url, pool, pool_secret, app, key, .. } = values;
    format!(
        "from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.management import ManagementClient, ManagementClientOptions

pem = \"\"\"-----BEGIN PUBLIC KEY-----
{key}
-----END PUBLIC KEY-----
\"\"\"
management = ManagementClient(ManagementClientOptions(
    user_pool_id=\"{pool}\",
    secret=\"{pool_secret}\",
    host=\"{url}\",
    enc_public_key=pem,
))
app = AuthenticationClient(AuthenticationClientOptions(
    app_id=\"{app}\",
    app_host=\"{url}\",
    enc_public_key=pem,
))"
    )
}
