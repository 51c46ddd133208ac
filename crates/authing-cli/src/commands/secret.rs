//! `authing secret`.

use std::io::Write as _;

use authing_management::Secret;
use clap::{Args, Subcommand};
use serde_json::json;

use crate::{
    confirm::confirm,
    context::Context,
    exit::Exit,
    failure::Failure,
    profiles::{ProfileFile, Source},
    shown::{excerpt, path as shown_path},
    texts::pick,
};

const EXAMPLES: &str = "Examples:
  authing secret rotate app 600a8f4e37708b363024a3ca
  # The secret that this very program uses: kept in the profile at once
  authing secret rotate pool --save
  authing secret rotate app 600a8f4e37708b363024a3ca --yes --json | jq -r .secret | vault kv put secret/shop app=-";

/// Manages the secrets of the user pool and of applications
#[derive(Debug, Subcommand)]
pub(crate) enum SecretCommand {
    /// Makes another secret, and shows it once. The old one holds no longer
    #[command(subcommand, after_help = EXAMPLES)]
    Rotate(Rotate),
}

/// Makes another secret, and shows it once. The old one holds no longer
#[derive(Debug, Subcommand)]
pub(crate) enum Rotate {
    /// The secret of the user pool, which administrators' programs use
    Pool(Save),
    /// The secret of an application
    App {
        /// The application's id
        #[arg(value_name = "APP")]
        app: String,
        #[command(flatten)]
        save: Save,
    },
}

#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Save {
    /// Keeps it in the profile that is used, in place of the old one
    #[arg(long)]
    save: bool,
}

impl SecretCommand {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let Self::Rotate(rotate) = self;
        let management = cx.management().await?;
        match rotate {
            Rotate::Pool(Save { save }) => {
                let profile = if save { Some(Kept::find(cx, "secret").await?) } else { None };
                let what = pick(
                    "another secret for the user pool: every program that has the old one stops working",
                    "更换用户池密钥:使用旧密钥的程序将立即失效",
                );
                confirm(cx, what).await?;
                // Ctrl-C in between would leave a secret that nobody has seen.
                let _finishing = cx.interrupt.graceful();
                let secret = management.user_pool().refresh_secret().await?;
                tell(cx, management.user_pool_id(), &secret, profile)
            }
            Rotate::App { app, save: Save { save } } => {
                let profile = match save {
                    true => {
                        let kept = Kept::find(cx, "app-secret").await?;
                        if cx.settings().await?.app_id.as_deref() != Some(&*app) {
                            return Err(Failure::usage(text!(
                                "The profile is of another application: --save has no place for this secret.",
                                "当前配置属于其他应用,无法用 --save 保存该密钥。"
                            )));
                        }
                        Some(kept)
                    }
                    false => None,
                };
                let shown = excerpt(&app, 60);
                let what = text!(
                    "another secret for the application {shown}: every program that has the old one stops working",
                    "更换应用 {shown} 的密钥:使用旧密钥的程序将立即失效"
                );
                confirm(cx, &what).await?;
                let _finishing = cx.interrupt.graceful();
                let changed = management.applications().refresh_secret(&*app).await?;
                // A server that does not say it here says it of the application.
                let secret = match changed.secret {
                    Some(secret) => Some(secret),
                    None => management.applications().get(&*app).await?.secret,
                };
                let Some(secret) = secret else {
                    return Err(Failure::new(
                        Exit::Failed,
                        text!(
                            "The secret was changed, and the server does not say what it is: the console shows it.",
                            "密钥已更换,但服务器没有返回新密钥,请在控制台查看。"
                        ),
                    ));
                };
                tell(cx, &app, &secret, profile)
            }
        }
    }
}

/// The place of a secret in the file of profiles.
struct Kept {
    file: ProfileFile,
    profile: String,
    field: &'static str,
}

impl Kept {
    /// Found before anything is changed, so that a secret is not made that then has no place.
    async fn find(cx: &Context, field: &'static str) -> Result<Self, Failure> {
        let settings = cx.settings().await?;
        let (Source::Named { profile, .. } | Source::Default { profile, .. }) = &settings.source
        else {
            return Err(Failure::usage(text!(
                "The settings are from the environment: --save has no profile to keep the secret in.",
                "当前设置来自环境变量,--save 没有可保存的配置。"
            )));
        };
        let file = ProfileFile::locate(&cx.choice)?;
        if !file.read()?.get(profile)?.holds(field) {
            let name = excerpt(profile, 60);
            return Err(Failure::config(text!(
                "The profile {name} does not hold `{field}` itself: keep the new one where the old one is.",
                "配置 {name} 中没有直接保存 `{field}`,请把新密钥保存到原处。"
            ))
            .hint(text!("Leave --save out.", "请去掉 --save。")));
        }
        Ok(Self { file, profile: profile.clone(), field })
    }
}

fn tell(cx: &Context, id: &str, secret: &Secret, kept: Option<Kept>) -> Result<(), Failure> {
    // It is shown before anything else can go wrong: nobody gets to see it again.
    let done = match cx.out.is_json() {
        true => cx.out.json_line(&json!({ "id": id, "secret": secret.expose() })),
        false => cx.out.line(secret.expose()),
    };
    let done = done.and_then(|()| cx.out.flush());
    let done = match kept {
        None if done.is_err() || cx.out.is_closed() => {
            // `eprintln!` panics where this is closed, too.
            let _ = writeln!(std::io::stderr(), "{}", secret.expose());
            Err(Failure::new(
                Exit::Failed,
                text!(
                    "The new secret could not be written where it was to go: it stands above this line.",
                    "新密钥无法写入指定的输出,已显示在上一行。"
                ),
            ))
        }
        _ => done,
    };
    if let Some(Kept { file, profile, field }) = kept {
        file.set_field(&profile, field, secret.expose())?;
        let (profile, path) = (excerpt(&profile, 60), shown_path(file.path()));
        cx.out.note(&text!(
            "The profile {profile} of {path} has it now.",
            "已更新 {path} 中的配置 {profile}。"
        ));
    }
    cx.out.note(pick(
        "This is the only time that it is shown. The server has no time in which both hold: give it to your programs now.",
        "新密钥仅显示这一次。服务器不提供新旧密钥并存的过渡期,请立即更新各程序。",
    ));
    done
}
