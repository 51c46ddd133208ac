//! The settings of the user pool, by the same rule as `updateUserpool`.

use maud::{Markup, html};
use serde_json::{Map, Value as Json, json};

use crate::api::graphql;
use crate::base::text::Text;
use crate::console::page::{Action, Group, Next, Page, Place, Sheet, Shown, Stop};
use crate::console::visit::Visit;
use crate::console::{parts, rules};

const SAVE: Text = Text::new("保存", "Save");
const PLAIN: Text = Text::new("明文密码", "Plain passwords");
const PLAIN_HINT: Text = Text::new(
    "真实服务器拒绝未加密的密码（2016）。接受明文密码后，可直接用 curl 创建用户并登录。此开关作用于整个模拟器，重启后恢复为启动参数 --accept-plain-passwords 的值。",
    "The server refuses passwords that are not encrypted (2016). Where they are taken, curl makes users and logs \
     them in. This holds for the whole emulator until it ends; --accept-plain-passwords sets it at the start.",
);
const PLAIN_ON: Text = Text::new("接受未加密的密码", "They are taken as they are");
const PLAIN_OFF: Text = Text::new("拒绝未加密的密码", "They are refused");
const TAKE: Text = Text::new("改为接受", "Take them");
const REFUSE: Text = Text::new("改为拒绝", "Refuse them");
const SECRET: Text = Text::new("用户池密钥", "The pool's secret");
const SECRET_HINT: Text = Text::new(
    "更换后，使用旧密钥的客户端将无法获取管理 Token。",
    "Clients with the old one get no token of an administrator any more.",
);
const REFRESH: Text = Text::new("更换密钥", "Replace the secret");
const BAD_NUMBER: Text = Text::new(
    "“{name}”须为 {min} 到 {max} 之间的整数。",
    "“{name}” is a whole number from {min} to {max}.",
);
const NAME_NEEDED: Text = Text::new("请填写名称。", "Give the pool a name.");

pub(in crate::console) const PAGE: Page = Page {
    path: "/_console/settings",
    title: Text::new("用户池设置", "Pool settings"),
    place: Place::In(Group::Start),
    show,
    actions: &[
        Action {
            name: "save",
            run: save,
            done: Text::new("设置已保存。", "The settings are saved."),
        },
        Action { name: "plain", run: switch_plain, done: Text::new("已切换。", "Switched.") },
        Action {
            name: "secret",
            run: replace_secret,
            done: Text::new(
                "密钥已更换，新密钥见概览。",
                "The secret is replaced. The overview has the new one.",
            ),
        },
    ],
};

/// A setting: where it is among the settings, as a pointer into their JSON.
struct Setting {
    at: &'static str,
    label: Text,
    kind: Kind,
}

enum Kind {
    /// A property of the pool itself.
    Text,
    Tick,
    Number(i64, i64),
    Choice(&'static [(&'static str, Text)]),
}

struct Section {
    title: Text,
    settings: &'static [Setting],
}

const fn text(at: &'static str, zh: &'static str, en: &'static str) -> Setting {
    Setting { at, label: Text::new(zh, en), kind: Kind::Text }
}

const fn tick(at: &'static str, zh: &'static str, en: &'static str) -> Setting {
    Setting { at, label: Text::new(zh, en), kind: Kind::Tick }
}

const fn number(
    at: &'static str,
    (least, most): (i64, i64),
    zh: &'static str,
    en: &'static str,
) -> Setting {
    Setting { at, label: Text::new(zh, en), kind: Kind::Number(least, most) }
}

const SECONDS: (i64, i64) = (1, 315_360_000);
const TIMES: (i64, i64) = (1, 1_000_000);

const SECTIONS: &[Section] = &[
    Section {
        title: Text::new("基本信息", "General"),
        settings: &[
            text("/name", "名称", "Name"),
            text("/description", "描述", "Description"),
            number(
                "/tokenExpiresAfter",
                SECONDS,
                "用户 Token 有效期（秒）",
                "Life of a user's token (s)",
            ),
        ],
    },
    Section {
        title: Text::new("密码", "Passwords"),
        settings: &[
            Setting {
                at: "/passwordStrength",
                label: Text::new("密码强度", "A new password must have"),
                kind: Kind::Choice(&[
                    ("NonEmpty", Text::new("非空即可", "At least one character")),
                    ("Low", Text::new("至少 6 位", "At least 6 characters")),
                    (
                        "Middle",
                        Text::new(
                            "至少 6 位，含字母、数字、符号中的两类",
                            "6, of two kinds: letters, digits, symbols",
                        ),
                    ),
                    (
                        "High",
                        Text::new(
                            "至少 6 位，字母、数字、符号均须包含",
                            "6, of letters, digits and symbols",
                        ),
                    ),
                ]),
            },
            tick(
                "/passwordUpdatePolicy/enabled",
                "密码须定期更换",
                "Passwords must be changed from time to time",
            ),
            number(
                "/passwordUpdatePolicy/forcedCycle",
                (0, 36_500),
                "更换周期（天）",
                "After so many days",
            ),
            number(
                "/passwordUpdatePolicy/differenceCycle",
                (0, 100),
                "不得与最近几次的密码相同",
                "Unlike so many former ones",
            ),
        ],
    },
    Section {
        title: Text::new("验证码", "Verification codes"),
        settings: &[
            number("/verifyCodeLength", (4, 8), "位数", "Digits"),
            number(
                "/verifyCodeMaxAttempts",
                TIMES,
                "最多尝试次数",
                "Wrong attempts that a code allows",
            ),
        ],
    },
    Section {
        title: Text::new("注册", "Registration"),
        settings: &[
            tick("/registerDisabled", "禁止注册", "Nobody can register"),
            tick(
                "/emailVerifiedDefault",
                "新用户的邮箱视为已验证",
                "Email addresses of new users count as verified",
            ),
            tick("/sendWelcomeEmail", "发送欢迎邮件", "A welcome email is sent"),
            tick(
                "/whitelist/usernameEnabled",
                "启用用户名白名单",
                "Only usernames of the whitelist",
            ),
            tick(
                "/whitelist/emailEnabled",
                "启用邮箱白名单",
                "Only email addresses of the whitelist",
            ),
            tick(
                "/whitelist/phoneEnabled",
                "启用手机号白名单",
                "Only phone numbers of the whitelist",
            ),
            tick(
                "/frequentRegisterCheck/enabled",
                "限制同一地址的注册频率",
                "Limit registrations from one address",
            ),
            number("/frequentRegisterCheck/limit", TIMES, "次数", "Registrations"),
            number("/frequentRegisterCheck/timeInterval", SECONDS, "时段（秒）", "Within (s)"),
        ],
    },
    Section {
        title: Text::new("登录", "Logins"),
        settings: &[
            tick(
                "/loginRequireEmailVerified",
                "邮箱未验证不能登录",
                "Only with a verified email address",
            ),
            tick(
                "/loginFailCheck/enabled",
                "限制同一地址的失败次数",
                "Limit failed logins from one address",
            ),
            number("/loginFailCheck/limit", TIMES, "次数", "Failed logins"),
            number("/loginFailCheck/timeInterval", SECONDS, "时段（秒）", "Within (s)"),
            Setting {
                at: "/loginFailStrategy",
                label: Text::new("达到上限后", "After that"),
                kind: Kind::Choice(&[
                    ("captcha", Text::new("要求图形验证码", "A captcha is asked for")),
                    ("block-account", Text::new("锁定账号", "The account is blocked")),
                ]),
            },
            tick(
                "/loginPasswordFailCheck/enabled",
                "限制同一账号的密码错误次数",
                "Limit wrong passwords of one account",
            ),
            number("/loginPasswordFailCheck/limit", TIMES, "次数", "Wrong passwords"),
            number("/loginPasswordFailCheck/timeInterval", SECONDS, "时段（秒）", "Within (s)"),
        ],
    },
    Section {
        title: Text::new("换绑与扫码", "New contacts and QR codes"),
        settings: &[
            tick(
                "/changePhoneStrategy/verifyOldPhone",
                "更换手机号须验证原手机号",
                "A new phone needs a code to the old one",
            ),
            tick(
                "/changeEmailStrategy/verifyOldEmail",
                "更换邮箱须验证原邮箱",
                "A new email needs a code to the old one",
            ),
            number(
                "/qrcodeLoginStrategy/qrcodeExpiresAfter",
                SECONDS,
                "二维码有效期（秒）",
                "Life of a QR code (s)",
            ),
            number(
                "/qrcodeLoginStrategy/ticketExpiresAfter",
                SECONDS,
                "扫码 ticket 有效期（秒）",
                "Life of its ticket (s)",
            ),
            tick(
                "/qrcodeLoginStrategy/returnFullUserInfo",
                "扫码后直接返回完整用户信息",
                "A scan returns the whole user at once",
            ),
        ],
    },
];

fn show(visit: &Visit<'_>) -> Shown {
    let present = visit.with(|cx| {
        let pool = cx.pool()?;
        let mut present = json!(pool.settings);
        present["name"] = json!(pool.name);
        present["description"] = json!(pool.description);
        Ok(present)
    })?;
    let content = html! {
        div.halves {
            div { @for (place, part) in SECTIONS.iter().enumerate().filter(|(place, _)| place % 2 == 0) {
                (section(visit, place, part, &present))
            } }
            div { @for (place, part) in SECTIONS.iter().enumerate().filter(|(place, _)| place % 2 == 1) {
                (section(visit, place, part, &present))
            } }
        }
        div.halves {
            (plain(visit))
            section.sheet {
                h2 { (visit.say(SECRET)) }
                (parts::careful(visit, "secret", REFRESH, SECRET_HINT))
            }
        }
    };
    Ok(Sheet::new(content))
}

fn section(visit: &Visit<'_>, place: usize, section: &Section, present: &Json) -> Markup {
    html! {
        section.sheet {
            h2 { (visit.say(section.title)) }
            form method="post" {
                input type="hidden" name="section" value=(place);
                @for setting in section.settings { (field(visit, setting, present.pointer(setting.at))) }
                (parts::submit(visit, "save", SAVE))
            }
        }
    }
}

fn field(visit: &Visit<'_>, setting: &Setting, present: Option<&Json>) -> Markup {
    let Setting { at, label, kind } = setting;
    match kind {
        Kind::Text => parts::input(
            visit,
            at,
            *label,
            "text",
            present.and_then(Json::as_str).unwrap_or_default(),
        ),
        Kind::Tick => {
            parts::tick(visit, at, *label, present.and_then(Json::as_bool).unwrap_or_default())
        }
        Kind::Number(..) => {
            let present = present.and_then(Json::as_i64).unwrap_or_default();
            parts::input(visit, at, *label, "number", &present.to_string())
        }
        Kind::Choice(options) => {
            let options = options.iter().map(|(value, text)| (*value, visit.say(*text)));
            parts::choice(
                visit,
                at,
                *label,
                options,
                present.and_then(Json::as_str).unwrap_or_default(),
            )
        }
    }
}

fn plain(visit: &Visit<'_>) -> Markup {
    let accepted = visit.engine.env.accepts_plain_passwords();
    let (state, label, value) =
        if accepted { (PLAIN_ON, REFUSE, "false") } else { (PLAIN_OFF, TAKE, "true") };
    html! {
        section.sheet {
            h2 { (visit.say(PLAIN)) }
            p { strong { (visit.say(state)) } }
            p.soft { (visit.say(PLAIN_HINT)) }
            (parts::button(visit, "plain", label, "", "", &[("accept", value)]))
        }
    }
}

/// Changes what its part of the page has, and leaves the rest alone.
fn save(visit: &Visit<'_>) -> Result<Next, Stop> {
    let place = visit.field("section").parse::<usize>().ok();
    let section = place.and_then(|place| SECTIONS.get(place)).ok_or(Stop::NotFound)?;
    let mut input = Map::new();
    for setting in section.settings {
        let mut names = setting.at.trim_start_matches('/').split('/');
        let (outer, inner) = (names.next().unwrap_or_default(), names.next());
        let value = sent(visit, setting)?;
        match inner {
            None => input.insert(outer.to_owned(), value),
            Some(inner) => {
                let outer = input.entry(outer).or_insert_with(|| json!({}));
                outer.as_object_mut().and_then(|outer| outer.insert(inner.to_owned(), value))
            }
        };
    }
    let arguments = json!({ "input": input });
    visit.with(|cx| rules::mutate(cx, graphql::user_pool::FIELDS, "updateUserpool", arguments))?;
    Ok(Next::Back)
}

/// What the form says of a setting.
fn sent(visit: &Visit<'_>, setting: &Setting) -> Result<Json, Stop> {
    Ok(match &setting.kind {
        Kind::Text if setting.at == "/name" => {
            visit.filled(setting.at).ok_or(Stop::Wrong(NAME_NEEDED))?.into()
        }
        Kind::Text => visit.field(setting.at).trim().into(),
        Kind::Tick => json!(visit.field(setting.at) == "true"),
        Kind::Number(least, most) => {
            let number = visit.field(setting.at).trim().parse().ok();
            let number = number.filter(|number| (*least..=*most).contains(number));
            let wrong = || {
                let text = visit.say(BAD_NUMBER).replace("{name}", visit.say(setting.label));
                let text = text.replace("{min}", &least.to_string());
                Stop::WrongText(text.replace("{max}", &most.to_string()))
            };
            number.ok_or_else(wrong)?.into()
        }
        Kind::Choice(options) => {
            let found = options.iter().find(|(value, _)| *value == visit.field(setting.at));
            found.ok_or(Stop::NotFound)?.0.into()
        }
    })
}

fn switch_plain(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.engine.env.accept_plain_passwords(visit.field("accept") == "true");
    Ok(Next::Back)
}

fn replace_secret(visit: &Visit<'_>) -> Result<Next, Stop> {
    visit.with(|cx| {
        rules::mutate(cx, graphql::user_pool::FIELDS, "refreshUserpoolSecret", Json::Null)
    })?;
    Ok(Next::Back)
}
