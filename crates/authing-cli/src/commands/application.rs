//! Which application logins and tokens are of.

use authing_core::options::Variables;
use authing_management::Secret;
use clap::Args;

use crate::{context::Context, failure::Failure};

/// The application; without these, that of the profile or of the environment.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct AppOptions {
    /// The application's id; without it, that of the profile or AUTHING_APP_ID
    #[arg(long, value_name = "ID")]
    pub(super) app_id: Option<String>,

    /// The application's host; without it, that of the profile or AUTHING_APP_HOST
    #[arg(long, value_name = "ADDRESS")]
    pub(super) app_host: Option<String>,
}

/// An application, from one place: what is named on the command line is not put together with somebody else's secret.
pub(super) struct App {
    pub(super) id: Option<String>,
    pub(super) host: Option<String>,
    pub(super) secret: Option<Secret>,
}

impl AppOptions {
    pub(super) async fn find(&self, cx: &Context) -> Result<App, Failure> {
        let known = if cx.choice.profile.is_none() && std::env::var_os("AUTHING_APP_ID").is_some() {
            from_environment()?
        } else {
            match cx.settings().await {
                Ok(settings) => App {
                    id: settings.app_id.clone(),
                    host: settings.app_host.clone(),
                    secret: settings.app_secret(&cx.out).await?,
                },
                // What is named on the command line is enough.
                Err(_) if self.app_id.is_some() && self.app_host.is_some() => {
                    App { id: None, host: None, secret: None }
                }
                Err(failure) => return Err(failure),
            }
        };
        let is_another = |named: &Option<String>, known: &Option<String>| {
            named.as_ref().is_some_and(|named| known.as_ref() != Some(named))
        };
        let is_other =
            is_another(&self.app_id, &known.id) || is_another(&self.app_host, &known.host);
        Ok(App {
            id: self.app_id.clone().or(known.id),
            host: self.app_host.clone().or(known.host),
            secret: known.secret.filter(|_| !is_other),
        })
    }
}

fn from_environment() -> Result<App, Failure> {
    let variables = Variables::of(|name: &str| std::env::var_os(name));
    Ok(App {
        id: variables.optional("AUTHING_APP_ID")?,
        host: variables.optional("AUTHING_APP_HOST")?,
        secret: variables.optional("AUTHING_APP_SECRET")?.map(Secret::from),
    })
}

impl App {
    pub(super) fn id(&self) -> Result<&str, Failure> {
        self.id.as_deref().ok_or_else(|| missing("--app-id", "AUTHING_APP_ID"))
    }

    pub(super) fn host(&self) -> Result<&str, Failure> {
        self.host.as_deref().ok_or_else(|| missing("--app-host", "AUTHING_APP_HOST"))
    }
}

fn missing(option: &str, variable: &str) -> Failure {
    Failure::config(text!("It is not known which application it is.", "还不知道是哪个应用。")).hint(
        text!(
            "Add {option}, set {variable}, or give the profile one: `authing profile add --help`.",
            "请加上 {option},或设置 {variable},或在配置中填写(`authing profile add --help`)。"
        ),
    )
}
