//! The pages of the bookshop, in English and Chinese, for whatever framework shows them.
//!
//! A real application would use a template engine, which escapes for it.

use std::fmt::Write as _;

use authing_protocols::Lang;

use super::pages::escape;

/// The books of the shop: title, author, price.
pub const BOOKS: [(&str, &str, &str); 4] = [
    ("The Rust Programming Language", "Klabnik, Nichols", "39.95"),
    ("Rust for Rustaceans", "Gjengset", "49.99"),
    ("红楼梦", "曹雪芹", "28.00"),
    ("The Left Hand of Darkness", "Le Guin", "9.99"),
];

/// Who looks at a page, and in which language.
#[derive(Debug)]
pub struct Visitor {
    /// The language.
    pub lang: Lang,
    /// Nobody who is not logged in has one.
    pub session: Option<Shown>,
}

/// What the pages show of a session.
#[derive(Debug)]
pub struct Shown {
    /// The person's name.
    pub name: String,
    /// The hidden field of the session's forms.
    pub csrf_token: String,
}

/// What the page of an account tells.
#[derive(Debug)]
pub struct Account {
    /// The user's id.
    pub user_id: String,
    /// The person's email address or phone number.
    pub contact: Option<String>,
    /// The means of the login, such as `sms` and `otp`.
    pub means: Vec<String>,
    /// How many minutes ago the person proved who they are.
    pub minutes: Option<u64>,
    /// How many days the session lives at the longest.
    pub days: u64,
}

/// What was told by a webhook.
#[derive(Clone, Debug)]
pub struct Told {
    /// The name of the event.
    pub event: String,
    /// Who it is about.
    pub user: String,
}

/// A step of a login by phone.
#[derive(Debug)]
pub enum PhoneStep<'a> {
    /// The number is asked for.
    Number,
    /// The code is asked for that was sent to the number.
    Code(&'a str),
    /// The code of the authenticator is asked for. The text stands for the login that has begun.
    SecondFactor(&'a str),
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b1f27;--soft:#5b6472;--paper:#fff;--ground:#f3f4f7;--line:#d9dde5;\
--brand:#215ae5;--on-brand:#fff;--bad:#b3261e;--bad-ground:#fdecea}\
@media(prefers-color-scheme:dark){:root{--ink:#e8eaf0;--soft:#a4adbb;--paper:#1c2028;--ground:#12151b;\
--line:#363c48;--brand:#8fb0ff;--on-brand:#0d1833;--bad:#ffb4ab;--bad-ground:#3b1714}}\
*{box-sizing:border-box}\
body{margin:0;background:var(--ground);color:var(--ink);\
font:16px/1.6 system-ui,\"PingFang SC\",\"Noto Sans CJK SC\",sans-serif}\
a{color:var(--brand)}\
header{background:var(--paper);border-bottom:1px solid var(--line)}\
header div{max-width:52rem;margin:auto;padding:.6rem 1rem;display:flex;flex-wrap:wrap;align-items:center;\
gap:.25rem 1.25rem}\
header b{margin-right:auto;font-size:1.15rem}header b a{color:inherit;text-decoration:none}\
nav{display:flex;gap:1.25rem;align-items:center;flex-wrap:wrap}\
main{max-width:52rem;margin:1.5rem auto;padding:0 1rem}\
section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.5rem;\
margin-bottom:1.25rem}\
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .8rem}h2{font-size:1.15rem;margin:0 0 .6rem}\
p{margin:.4rem 0 .9rem}small,.soft{color:var(--soft)}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.5rem;margin:0}\
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}\
@media(max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}\
section{padding:1rem 1.1rem}header b{flex-basis:100%}nav{gap:.25rem 1.1rem}}\
ul.list{list-style:none;margin:0;padding:0}ul.list li{display:flex;justify-content:space-between;gap:1rem;\
padding:.55rem 0;border-top:1px solid var(--line)}ul.list li:first-child{border-top:0}\
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 .3rem}\
.price{white-space:nowrap}section>:last-child{margin-bottom:0}form{margin:0}label{display:block;font-weight:600;margin-bottom:.3rem}\
input{font:inherit;color:inherit;background:var(--paper);width:100%;max-width:20rem;padding:.55rem .7rem;\
border:1px solid #7b8494;border-radius:8px}\
button,.button{display:inline-block;font:inherit;line-height:1.4;padding:.5rem 1.1rem;border-radius:8px;\
border:1px solid var(--brand);background:var(--brand);color:var(--on-brand);text-decoration:none;cursor:pointer}\
.second{background:none;color:var(--brand)}\
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}\
nav button{padding:.2rem .8rem}\
[role=alert]{background:var(--bad-ground);color:var(--bad);padding:.6rem .9rem;border-radius:8px}\
code{font-size:.95em;overflow-wrap:anywhere}\
img.code{display:block;width:12rem;height:12rem;background:#fff;padding:.6rem;border-radius:8px}\
.field{margin:.9rem 0}";

impl Visitor {
    fn say<'t>(&self, english: &'t str, chinese: &'t str) -> &'t str {
        if self.is_chinese() { chinese } else { english }
    }

    fn is_chinese(&self) -> bool {
        self.lang == Lang::ZhCn
    }

    /// The start page.
    #[must_use]
    pub fn home(&self) -> String {
        let title = match &self.session {
            Some(session) if self.is_chinese() => format!("欢迎回来，{}", session.name),
            Some(session) => format!("Welcome back, {}", session.name),
            None => self.say("Books for people who log in", "登录即可选书").to_owned(),
        };
        let actions = match &self.session {
            Some(_) => format!(
                "<a class=\"button\" href=\"/account\">{}</a>",
                self.say("Your account", "我的账户")
            ),
            None => format!(
                "<a class=\"button\" href=\"/login\">{}</a>\
                 <a class=\"button second\" href=\"/phone\">{}</a>",
                self.say("Log in with Authing", "使用 Authing 登录"),
                self.say("With a code by phone", "手机验证码登录")
            ),
        };
        let mut books = String::new();
        for (book, author, price) in BOOKS {
            let _ = write!(
                books,
                "<li><span>{}<br><small>{}</small></span><span class=\"price\">¥ {price}</span></li>",
                escape(book),
                escape(author)
            );
        }
        self.page(
            self.say("Bookshop", "书店"),
            &format!(
                "<section><h1>{}</h1><div class=\"actions\">{actions}</div></section>\n\
                 <section><h2>{}</h2><ul class=\"list\">{books}</ul></section>",
                escape(&title),
                self.say("New in the shop", "新书上架"),
            ),
        )
    }

    /// The page of an account.
    #[must_use]
    pub fn account(&self, account: &Account) -> String {
        let unknown = self.say("unknown", "未知");
        let minutes = account.minutes.map(|minutes| match (minutes, self.is_chinese()) {
            (0, _) => self.say("a moment ago", "刚刚").to_owned(),
            (_, true) => format!("{minutes} 分钟前"),
            (_, false) => format!("{minutes} min ago"),
        });
        let days = match self.is_chinese() {
            true => format!("最长还有 {} 天", account.days),
            false => format!("for {} more days at the longest", account.days),
        };
        let means: Vec<&str> = account.means.iter().map(|means| self.means(means)).collect();
        let means = Some(means.join(self.say(", ", "、"))).filter(|means| !means.is_empty());
        let rows = [
            (self.say("User", "用户"), account.user_id.as_str()),
            (self.say("Contact", "联系方式"), account.contact.as_deref().unwrap_or(unknown)),
            (self.say("Logged in by", "登录方式"), means.as_deref().unwrap_or("Authing")),
            (self.say("Last proof", "上次验证"), minutes.as_deref().unwrap_or(unknown)),
            (self.say("Session", "会话"), &days),
        ];
        let mut facts = String::new();
        for (name, value) in rows {
            let _ = write!(facts, "<dt>{name}</dt><dd>{}</dd>", escape(value));
        }
        self.page(
            self.say("Your account", "我的账户"),
            &format!(
                "<section><h1>{}</h1><dl>{facts}</dl></section>\n\
                 <section><h2>{}</h2><div class=\"actions\">\
                 <a class=\"button\" href=\"/account/payment\">{}</a>\
                 <a class=\"button second\" href=\"/account/second-factor\">{}</a></div></section>",
                self.say("Your account", "我的账户"),
                self.say("Settings", "设置"),
                self.say("Payment", "付款方式"),
                self.say("Second factor", "两步验证"),
            ),
        )
    }

    /// What people call a means of a login (RFC 8176).
    fn means<'t>(&self, code: &'t str) -> &'t str {
        match code {
            "pwd" => self.say("password", "密码"),
            "sms" => self.say("text message", "短信"),
            "otp" => self.say("authenticator", "身份验证器"),
            other => other,
        }
    }

    /// A page that wants a login of the last minutes.
    #[must_use]
    pub fn payment(&self) -> String {
        self.page(
            self.say("Payment", "付款方式"),
            &format!(
                "<section><h1>{}</h1><p>{}</p><dl><dt>{}</dt><dd>•••• •••• •••• 4242</dd></dl></section>",
                self.say("Payment", "付款方式"),
                self.say(
                    "You proved a moment ago that it is you: here you may change how you pay.",
                    "您刚刚验证过身份，可以在此修改付款方式。"
                ),
                self.say("Card", "银行卡"),
            ),
        )
    }

    /// The page for the shop's people: what webhooks told.
    #[must_use]
    pub fn staff(&self, told: &[Told]) -> String {
        let mut events = String::new();
        for Told { event, user } in told {
            let _ = write!(
                events,
                "<li><code>{}</code><span class=\"soft\">{}</span></li>",
                escape(event),
                escape(user)
            );
        }
        let events = match events.is_empty() {
            true => format!("<p class=\"soft\">{}</p>", self.say("None yet.", "暂无。")),
            false => format!("<ul class=\"list\">{events}</ul>"),
        };
        self.page(
            self.say("Staff", "员工"),
            &format!(
                "<section><h1>{}</h1><p>{}</p></section>\n<section><h2>{}</h2>{events}</section>",
                self.say("Staff", "员工"),
                self.say(
                    "Only those with the role staff see this page.",
                    "只有 staff 角色可以看到此页。"
                ),
                self.say("What Authing told by webhook", "Webhook 事件"),
            ),
        )
    }

    /// A step of a login by phone, and what was wrong about the one before.
    #[must_use]
    pub fn phone(&self, step: &PhoneStep<'_>, problem: Option<&str>) -> String {
        let title = self.say("Log in by phone", "手机登录");
        let alert = alert(problem);
        let (text, action, fields, button) = match step {
            PhoneStep::Number => (
                self.say(
                    "We send a code to your phone. Whoever has no account gets one.",
                    "我们将向您的手机发送验证码，新用户将自动注册。",
                ),
                "/phone/code",
                field("phone", self.say("Phone number", "手机号"), "tel", "tel"),
                self.say("Send the code", "发送验证码"),
            ),
            PhoneStep::Code(phone) => (
                self.say("Type in the code that we sent.", "请输入收到的验证码。"),
                "/phone/login",
                hidden("phone", phone)
                    + &field("code", self.say("Code", "验证码"), "numeric", "one-time-code"),
                self.say("Log in", "登录"),
            ),
            PhoneStep::SecondFactor(challenge) => (
                self.say("Your authenticator shows a code.", "请输入身份验证器上的动态码。"),
                "/phone/second-factor",
                hidden("challenge", challenge)
                    + &field("code", self.say("Code", "动态码"), "numeric", "one-time-code"),
                self.say("Log in", "登录"),
            ),
        };
        let form = form(action, &fields, button);
        self.page(title, &format!("<section><h1>{title}</h1><p>{text}</p>{alert}{form}</section>"))
    }

    /// The binding of an authenticator: the picture as a `data` address, and the key for whoever cannot
    /// scan it.
    #[must_use]
    pub fn bind_authenticator(&self, picture: &str, key: &str, problem: Option<&str>) -> String {
        let title = self.say("Second factor", "两步验证");
        let fields = self.csrf()
            + &hidden("picture", picture)
            + &hidden("key", key)
            + &field("code", self.say("Code", "动态码"), "numeric", "one-time-code");
        self.page(
            title,
            &format!(
                "<section><h1>{title}</h1><p>{}</p>\
                 <img class=\"code\" alt=\"{}\" src=\"{}\"><p><small>{} <code id=\"key\">{}</code></small></p>\
                 {}{}</section>",
                self.say(
                    "Scan this with an authenticator app, and type in the code that it shows.",
                    "请用身份验证器扫描二维码，然后输入其显示的动态码。"
                ),
                self.say("QR code of the key", "密钥二维码"),
                escape(picture),
                self.say("Or type in the key:", "或手动输入密钥："),
                escape(key),
                alert(problem),
                form("/account/second-factor", &fields, self.say("Turn on", "开启")),
            ),
        )
    }

    /// An authenticator is bound.
    #[must_use]
    pub fn bound_authenticator(&self) -> String {
        let title = self.say("Second factor", "两步验证");
        let text = self.say(
            "It is on: the next login by phone asks for a code of your authenticator.",
            "已开启：下次手机登录将要求输入动态码。",
        );
        self.page(title, &format!("<section><h1>{title}</h1><p>{text}</p></section>"))
    }

    /// What went wrong, as the problem details of a response say it.
    #[must_use]
    pub fn problem(&self, status: u16, detail: &str) -> String {
        let title = match status {
            401 => self.say("Log in first", "请先登录"),
            403 => self.say("Not for you", "无权访问"),
            404 => self.say("There is no such page", "页面不存在"),
            500..=599 => self.say("Try again in a moment", "请稍后再试"),
            _ => self.say("That did not work", "操作未成功"),
        };
        self.page(
            title,
            &format!(
                "<section><h1>{title}</h1><p role=\"alert\">{}</p><a class=\"button second\" href=\"/\">{}</a>\
                 </section>",
                escape(detail),
                self.say("To the start page", "返回首页")
            ),
        )
    }

    fn csrf(&self) -> String {
        let token = self.session.as_ref().map(|session| session.csrf_token.as_str());
        hidden("csrf_token", token.unwrap_or_default())
    }

    fn page(&self, title: &str, main: &str) -> String {
        let shop = self.say("Bookshop", "书店");
        let links = match &self.session {
            Some(_) => format!(
                "<a href=\"/account\">{}</a><a href=\"/staff\">{}</a>\
                 <form method=\"post\" action=\"/logout\">{}<button class=\"second\">{}</button></form>",
                self.say("Account", "账户"),
                self.say("Staff", "员工"),
                self.csrf(),
                self.say("Log out", "退出"),
            ),
            None => format!(
                "<a href=\"/login\">{}</a><a href=\"/phone\">{}</a>",
                self.say("Log in", "登录"),
                self.say("By phone", "手机登录"),
            ),
        };
        let tag = if self.is_chinese() { "zh-CN" } else { "en" };
        let title = if title == shop { shop.to_owned() } else { format!("{title} · {shop}") };
        format!(
            "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header><div><b><a href=\"/\">{shop}</a></b><nav>{links}</nav></div></header>\n\
             <main>\n{main}\n</main>\n</body>\n</html>\n",
            escape(&title)
        )
    }
}

fn alert(problem: Option<&str>) -> String {
    let shown = problem.map(|problem| format!("<p role=\"alert\">{}</p>", escape(problem)));
    shown.unwrap_or_default()
}

fn form(action: &str, fields: &str, button: &str) -> String {
    format!("<form method=\"post\" action=\"{action}\">{fields}<button>{button}</button></form>")
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
}

fn field(name: &str, label: &str, keys: &str, fills: &str) -> String {
    format!(
        "<div class=\"field\"><label for=\"{name}\">{label}</label><input id=\"{name}\" name=\"{name}\" \
         inputmode=\"{keys}\" autocomplete=\"{fills}\" required autofocus></div>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(lang: Lang) -> Visitor {
        let session = Shown { name: "<b>&\"".to_owned(), csrf_token: "\"token\"".to_owned() };
        Visitor { lang, session: Some(session) }
    }

    #[test]
    fn what_comes_from_outside_is_no_markup() {
        let told = [Told { event: "<script>".to_owned(), user: "<u>".to_owned() }];
        for lang in [Lang::EnUs, Lang::ZhCn] {
            let visitor = visitor(lang);
            let pages = [
                visitor.home(),
                visitor.staff(&told),
                visitor.phone(&PhoneStep::Code("\"><script>"), Some("<script>")),
                visitor.problem(400, "<script>"),
            ];
            for page in pages {
                assert!(!page.contains("<script>") && !page.contains("<u>"), "{page}");
                assert!(page.contains("&quot;token&quot;") && !page.contains("<b>&"), "{page}");
            }
        }
    }

    #[test]
    fn each_language_has_its_own_pages() {
        let (english, chinese) = (visitor(Lang::EnUs), visitor(Lang::ZhCn));
        assert!(english.home().contains("lang=\"en\"") && english.home().contains("Log out"));
        assert!(chinese.home().contains("lang=\"zh-CN\"") && chinese.home().contains("退出"));
    }
}
