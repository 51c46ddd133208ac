//! What a profile or the environment says.

use std::path::PathBuf;

use authing_core::options::{self, Variables};
use authing_management::{Error, Secret};
use serde::Deserialize;

use crate::{
    failure::Failure,
    output::Output,
    shown::{excerpt, path as shown_path},
};

/// Where the public cloud is.
const DEFAULT_HOST: &str = "https://core.authing.cn";

pub(super) const USER_POOL_ID: &str = "AUTHING_USERPOOL_ID";
pub(super) const USER_POOL_SECRET: &str = "AUTHING_USERPOOL_SECRET";

/// Which profile was asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    /// By `--profile`, or else by `AUTHING_PROFILE`.
    pub(crate) profile: Option<String>,
    /// By `--config`, or else by `AUTHING_CONFIG`.
    pub(crate) file: Option<PathBuf>,
}

/// Where settings come from, and why from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A profile that was asked for by name.
    Named { profile: String, file: PathBuf },
    /// The profile that is used when nothing is said.
    Default { profile: String, file: PathBuf },
    /// `AUTHING_USERPOOL_ID` and its kin.
    Environment,
}

impl Source {
    /// For the line that names the target.
    pub(crate) fn short(&self) -> String {
        match self {
            Self::Named { profile, .. } | Self::Default { profile, .. } => {
                let profile = excerpt(profile, 60);
                text!("profile {profile}", "配置 {profile}")
            }
            Self::Environment => text!("from the environment", "来自环境变量"),
        }
    }

    /// For who wonders where it comes from.
    pub(crate) fn long(&self) -> String {
        match self {
            Self::Named { profile, file } => {
                let (profile, file) = (excerpt(profile, 60), shown_path(file));
                text!(
                    "the profile {profile} of {file}, asked for by name",
                    "{file} 中的配置 {profile}(按名称指定)"
                )
            }
            Self::Default { profile, file } => {
                let (profile, file) = (excerpt(profile, 60), shown_path(file));
                text!("the default profile {profile} of {file}", "{file} 中的默认配置 {profile}")
            }
            Self::Environment => {
                text!("the variables {USER_POOL_ID} and so on", "{USER_POOL_ID} 等环境变量")
            }
        }
    }
}

/// What clients are made from. Secrets are fetched when they are needed.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) source: Source,
    pub(crate) host: Option<String>,
    pub(crate) user_pool_id: String,
    secret: SecretSource,
    pub(crate) app_id: Option<String>,
    pub(crate) app_host: Option<String>,
    app_secret: Option<SecretSource>,
    pub(crate) public_key: Option<String>,
    pub(crate) danger_allow_http: bool,
}

/// A secret, or how to get it.
#[derive(Clone, Debug)]
enum SecretSource {
    Here(Secret),
    Command(String),
}

impl SecretSource {
    /// Where it is kept.
    fn kept(&self, source: &Source) -> String {
        match (self, source) {
            (Self::Command(line), _) => {
                let line = excerpt(line, 100);
                text!("from the command `{line}`", "由命令 `{line}` 提供")
            }
            (Self::Here(_), Source::Environment) => text!("in the environment", "在环境变量中"),
            (Self::Here(_), _) => text!("in the file", "在文件中"),
        }
    }

    async fn get(&self, out: &Output) -> Result<Secret, Failure> {
        match self {
            Self::Here(secret) => Ok(secret.clone()),
            Self::Command(line) => super::command::run(line, out).await,
        }
    }
}

impl Settings {
    /// The server that the secret goes to.
    pub(crate) fn host(&self) -> &str {
        self.host.as_deref().unwrap_or(DEFAULT_HOST)
    }

    /// The user pool's secret; the command that prints it is run now.
    pub(crate) async fn secret(&self, out: &Output) -> Result<Secret, Failure> {
        self.secret.get(out).await
    }

    /// The application's secret, if there is one.
    pub(crate) async fn app_secret(&self, out: &Output) -> Result<Option<Secret>, Failure> {
        match &self.app_secret {
            Some(source) => source.get(out).await.map(Some),
            None => Ok(None),
        }
    }

    /// Where the user pool's secret is kept.
    pub(crate) fn kept(&self) -> String {
        self.secret.kept(&self.source)
    }

    /// Where the application's secret is kept, if there is one.
    pub(crate) fn app_kept(&self) -> Option<String> {
        self.app_secret.as_ref().map(|secret| secret.kept(&self.source))
    }

    /// An error about an option, about what the option is called where it was set.
    pub(crate) fn named(&self, error: Error) -> Failure {
        let names = match self.source {
            Source::Environment => [
                ("user_pool_id", USER_POOL_ID),
                ("secret", USER_POOL_SECRET),
                ("host", "AUTHING_HOST"),
                ("public_key", "AUTHING_PUBLIC_KEY"),
            ],
            Source::Named { .. } | Source::Default { .. } => [
                ("user_pool_id", "user-pool-id"),
                ("secret", "secret"),
                ("host", "host"),
                ("public_key", "public-key"),
            ],
        };
        let error = names
            .into_iter()
            .fold(error, |error, (option, name)| error.with_option_named(option, name));
        let source = self.source.long();
        Failure::from(error).hint(text!("The settings are {source}.", "当前使用的是{source}。"))
    }
}

pub(super) fn from_environment(variables: &Variables<'_>) -> Result<Settings, Error> {
    let secret = |name: &str| variables.optional(name).map(|text| text.map(Secret::from));
    Ok(Settings {
        source: Source::Environment,
        host: variables.optional("AUTHING_HOST")?,
        user_pool_id: variables.required(USER_POOL_ID)?,
        secret: SecretSource::Here(variables.required(USER_POOL_SECRET)?.into()),
        app_id: variables.optional("AUTHING_APP_ID")?,
        app_host: variables.optional("AUTHING_APP_HOST")?,
        app_secret: secret("AUTHING_APP_SECRET")?.map(SecretSource::Here),
        public_key: variables.pem("AUTHING_PUBLIC_KEY")?,
        danger_allow_http: variables.switch("AUTHING_DANGER_ALLOW_HTTP")?,
    })
}

/// A profile as the file has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) host: Option<String>,
    pub(crate) user_pool_id: String,
    secret: Option<Secret>,
    pub(crate) secret_command: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) app_host: Option<String>,
    app_secret: Option<Secret>,
    app_secret_command: Option<String>,
    public_key: Option<String>,
    #[serde(default)]
    danger_allow_http: bool,
}

impl Profile {
    /// The server.
    pub(crate) fn host(&self) -> &str {
        self.host.as_deref().unwrap_or(DEFAULT_HOST)
    }

    /// Where the user pool's secret is kept.
    pub(crate) fn kept(&self) -> String {
        match &self.secret_command {
            Some(line) => {
                let line = excerpt(line, 100);
                text!("from the command `{line}`", "由命令 `{line}` 提供")
            }
            None => text!("in the file", "在文件中"),
        }
    }

    /// Whether this secret, `secret` or `app-secret`, stands in the file itself.
    pub(crate) fn holds(&self, field: &str) -> bool {
        match field {
            "secret" => self.secret.is_some(),
            "app-secret" => self.app_secret.is_some(),
            _ => false,
        }
    }

    /// Whether a secret stands in the file itself.
    pub(crate) fn holds_a_secret(&self) -> bool {
        self.secret.is_some() || self.app_secret.is_some()
    }

    pub(super) fn settings(self, source: Source) -> Result<Settings, Failure> {
        let named = |error: Error| {
            let place = source.long();
            Failure::from(error).hint(text!("It stands in {place}.", "位置:{place}。"))
        };
        let user_pool_id = options::text("user-pool-id", &self.user_pool_id).map_err(named)?;
        let pool_secret = one_secret(self.secret, self.secret_command, "secret", &source)?;
        let Some(secret) = pool_secret else {
            let place = source.long();
            return Err(Failure::config(text!(
                "The profile has neither `secret` nor `secret-command`.",
                "该配置中既没有 `secret` 也没有 `secret-command`。"
            ))
            .hint(text!("Add one of them to {place}.", "请在{place}中补充其中之一。")));
        };
        let app_secret =
            one_secret(self.app_secret, self.app_secret_command, "app-secret", &source)?;
        Ok(Settings {
            source,
            host: self.host.filter(|host| !host.trim().is_empty()),
            user_pool_id,
            secret,
            app_id: self.app_id,
            app_host: self.app_host,
            app_secret,
            public_key: self.public_key,
            danger_allow_http: self.danger_allow_http,
        })
    }
}

fn one_secret(
    secret: Option<Secret>,
    command: Option<String>,
    name: &str,
    source: &Source,
) -> Result<Option<SecretSource>, Failure> {
    match (secret, command) {
        (None, None) => Ok(None),
        (Some(secret), None) => Ok(Some(SecretSource::Here(secret))),
        (None, Some(command)) => Ok(Some(SecretSource::Command(command))),
        (Some(_), Some(_)) => {
            let place = source.long();
            Err(Failure::config(text!(
                "The profile has both `{name}` and `{name}-command`: leave one of them out.",
                "该配置同时包含 `{name}` 与 `{name}-command`,请只保留其中一个。"
            ))
            .hint(text!("They stand in {place}.", "位置:{place}。")))
        }
    }
}
