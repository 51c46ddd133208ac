//! The command line.

use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use authing_emulator::{
    CustomDatabase, DirectoryKind, DirectoryUser, PipelineFunction, PipelineStage, SchemaVersion,
    TokenAlgorithm, Webhook, WebhookFormat,
};
use lexopt::prelude::*;

pub(crate) const HELP: &str = "\
A local Authing server for development and tests.

Usage: authing-emulator [OPTIONS]

  --port N          listen on this port (default: any free one)
  --host ADDRESS    listen on this IP address (default: 127.0.0.1)
  --allow-host NAME also serve requests that address the emulator by this name; may be
                    given more than once (localhost and IP addresses are served anyway)
  --data FILE       load the state from this file and save every change to it
  --seed FILE       start with the user pools, applications, users and all else that this
                    file of YAML or JSON holds; a data file that exists stays as it is
  --export-seed FILE
                    write the state of --data or --seed as a seed to this file, or with - to
                    standard output, and start nothing
  --seed-schema     print the JSON Schema of seeds, by which editors complete them
  --pool-id ID, --pool-secret SECRET, --app-id ID, --app-secret SECRET
                    the ids and secrets of the first user pool and application (default:
                    random ones)
  --signing-key FILE
                    the RSA key that the first application signs tokens with for RS256 (PEM)
  --password-key FILE
                    the RSA key that passwords are encrypted with on their way (PEM)
  --accept-plain-passwords
                    take passwords that are not encrypted as they are, for curl
  --env-file FILE   set the AUTHING_* variables in this file and keep the rest of it
  --json            print one line of JSON instead of the banner
  --rs256           sign user tokens with RS256 instead of HS256
  --schema VERSION  the GraphQL schema: current (default), older or oldest
  --webhook URL[,secret=…][,format=form][,events=login+user:created]
                    tell this address of what happens; may be given more than once
  --pipeline STAGE=URL
                    call this address as a pipeline function, such as pre-register=http://…;
                    may be given more than once
  --custom-database URL
                    let people move in from a database that this address asks; it is given
                    their passwords
  --log FORM        a line on standard error for each request: pretty (default on a
                    terminal), json or off (default elsewhere)
  --ready-file FILE write the line of --json to this file once the emulator serves, and
                    remove it when it stops
  --check-health URL
                    ask the emulator at this address whether it serves, and end with 0 or 1
  --ldap-user NAME:PASSWORD
                    an account of the LDAP directory; may be given more than once
  --ad-user NAME:PASSWORD
                    an account of the Active Directory; may be given more than once
  --help            show this text
  --version         show the version
";

#[derive(PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Version,
    CheckHealth(String),
    SeedSchema,
    Run(Box<Options>),
}

#[derive(PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) host: IpAddr,
    pub(crate) port: u16,
    pub(crate) data: Option<PathBuf>,
    pub(crate) seed: Option<PathBuf>,
    pub(crate) export_seed: Option<PathBuf>,
    pub(crate) pool_id: Option<String>,
    pub(crate) pool_secret: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) app_secret: Option<String>,
    pub(crate) signing_key: Option<PathBuf>,
    pub(crate) password_key: Option<PathBuf>,
    pub(crate) accept_plain_passwords: bool,
    pub(crate) env_file: Option<PathBuf>,
    pub(crate) json: bool,
    pub(crate) algorithm: TokenAlgorithm,
    pub(crate) directory_users: Vec<(DirectoryKind, DirectoryUser)>,
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) schema: SchemaVersion,
    pub(crate) webhooks: Vec<Webhook>,
    pub(crate) pipeline: Vec<(PipelineStage, String)>,
    pub(crate) custom_database: Option<String>,
    /// `None` for pretty lines on a terminal, and none elsewhere.
    pub(crate) log: Option<LogForm>,
    pub(crate) ready_file: Option<PathBuf>,
}

/// How requests are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogForm {
    Pretty,
    Json,
    Off,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            data: None,
            seed: None,
            export_seed: None,
            pool_id: None,
            pool_secret: None,
            app_id: None,
            app_secret: None,
            signing_key: None,
            password_key: None,
            accept_plain_passwords: false,
            env_file: None,
            json: false,
            algorithm: TokenAlgorithm::Hs256,
            directory_users: Vec::new(),
            allowed_hosts: Vec::new(),
            schema: SchemaVersion::Current,
            webhooks: Vec::new(),
            pipeline: Vec::new(),
            custom_database: None,
            log: None,
            ready_file: None,
        }
    }
}

/// Reads the arguments, the program's name first.
pub(crate) fn parse(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Command, lexopt::Error> {
    let mut options = Options::default();
    let mut parser = lexopt::Parser::from_iter(arguments);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("port") => options.port = parser.value()?.parse()?,
            Long("host") => options.host = parser.value()?.parse()?,
            Long("allow-host") => {
                options.allowed_hosts.push(parser.value()?.parse_with(host_name)?);
            }
            Long("data") => options.data = Some(parser.value()?.into()),
            Long("seed") => options.seed = Some(parser.value()?.into()),
            Long("export-seed") => options.export_seed = Some(parser.value()?.into()),
            Long("seed-schema") => return Ok(Command::SeedSchema),
            Long("pool-id") => options.pool_id = Some(parser.value()?.parse_with(id)?),
            Long("pool-secret") => options.pool_secret = Some(parser.value()?.parse_with(secret)?),
            Long("app-id") => options.app_id = Some(parser.value()?.parse_with(id)?),
            Long("app-secret") => options.app_secret = Some(parser.value()?.parse_with(secret)?),
            Long("signing-key") => options.signing_key = Some(parser.value()?.into()),
            Long("password-key") => options.password_key = Some(parser.value()?.into()),
            Long("accept-plain-passwords") => options.accept_plain_passwords = true,
            Long("env-file") => options.env_file = Some(parser.value()?.into()),
            Long("json") => options.json = true,
            Long("rs256") => options.algorithm = TokenAlgorithm::Rs256,
            Long("schema") => options.schema = parser.value()?.parse_with(schema_version)?,
            Long("webhook") => options.webhooks.push(parser.value()?.parse_with(webhook)?),
            Long("pipeline") => options.pipeline.push(parser.value()?.parse_with(pipeline)?),
            Long("custom-database") => {
                options.custom_database = Some(parser.value()?.parse_with(custom_database)?);
            }
            Long("log") => options.log = Some(parser.value()?.parse_with(log_form)?),
            Long("ready-file") => options.ready_file = Some(parser.value()?.into()),
            Long("check-health") => return Ok(Command::CheckHealth(parser.value()?.string()?)),
            Long("ldap-user") => {
                let user = parser.value()?.parse_with(directory_user)?;
                options.directory_users.push((DirectoryKind::Ldap, user));
            }
            Long("ad-user") => {
                let user = parser.value()?.parse_with(directory_user)?;
                options.directory_users.push((DirectoryKind::Ad, user));
            }
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Command::Run(Box::new(options)))
}

/// Ids stand in addresses and headers.
fn id(text: &str) -> Result<String, &'static str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    match !text.is_empty() && text.len() <= 128 && text.bytes().all(is_plain) {
        true => Ok(text.to_owned()),
        false => Err("an id is up to 128 letters, digits, `-`, `_` and `.` of ASCII"),
    }
}

/// The reason of a refusal does not quote it.
fn secret(text: &str) -> Result<String, &'static str> {
    match text.trim().is_empty() {
        false => Ok(text.to_owned()),
        true => Err("a secret is not empty"),
    }
}

fn schema_version(text: &str) -> Result<SchemaVersion, &'static str> {
    match text {
        "current" => Ok(SchemaVersion::Current),
        "older" => Ok(SchemaVersion::Older),
        "oldest" => Ok(SchemaVersion::Oldest),
        _ => Err("a schema is current, older or oldest"),
    }
}

/// A name that a request may address; anything else would be allowed in vain.
fn host_name(text: &str) -> Result<String, &'static str> {
    let is_of_a_name = |c: char| c.is_alphanumeric() || "-._:[]".contains(c);
    match !text.is_empty() && text.chars().all(is_of_a_name) && !text.contains("://") {
        true => Ok(text.to_owned()),
        false => {
            Err("a host is a name such as authing or authing.example, without http:// and a path")
        }
    }
}

fn log_form(text: &str) -> Result<LogForm, &'static str> {
    match text {
        "pretty" => Ok(LogForm::Pretty),
        "json" => Ok(LogForm::Json),
        "off" => Ok(LogForm::Off),
        _ => Err("a log is pretty, json or off"),
    }
}

/// Reads `URL[,secret=…][,format=json|form][,events=NAME+NAME]`. An address may have commas in it, a secret
/// not. The reason of a refusal does not quote the secret.
fn webhook(text: &str) -> Result<Webhook, String> {
    let is_setting =
        |part: &&str| ["secret=", "format=", "events="].iter().any(|name| part.starts_with(name));
    let parts: Vec<&str> = text.split(',').collect();
    let settings = parts.iter().position(is_setting).unwrap_or(parts.len());
    let (url, settings) = parts.split_at_checked(settings).unwrap_or((&parts, &[]));
    let mut webhook = Webhook::new(url.join(","));
    for setting in settings {
        webhook = match setting.split_once('=') {
            Some(("secret", secret)) if !secret.is_empty() => webhook.secret(secret),
            Some(("format", "json")) => webhook.format(WebhookFormat::Json),
            Some(("format", "form")) => webhook.format(WebhookFormat::Form),
            Some(("events", names)) => webhook.events(names.split('+')),
            _ => {
                let reason = "after the URL of a webhook may come secret=…, format=json or form, and \
                              events=login+user:created, with commas between them";
                return Err(reason.to_owned());
            }
        };
    }
    webhook.check().map_err(|error| error.to_string())?;
    Ok(webhook)
}

/// Reads `STAGE=URL`.
fn pipeline(text: &str) -> Result<(PipelineStage, String), String> {
    let read =
        text.split_once('=').and_then(|(stage, url)| Some((PipelineStage::named(stage)?, url)));
    let Some((stage, url)) = read else {
        let stages = PipelineStage::ALL.map(|stage| stage.name().to_lowercase().replace('_', "-"));
        return Err(format!("a pipeline function is STAGE=URL; stages are {}", stages.join(", ")));
    };
    PipelineFunction::at(stage, url).check().map_err(|error| error.to_string())?;
    Ok((stage, url.to_owned()))
}

fn custom_database(text: &str) -> Result<String, String> {
    CustomDatabase::at(text).check().map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// Reads `NAME:PASSWORD`. The reason of a refusal quotes neither.
fn directory_user(text: &str) -> Result<DirectoryUser, &'static str> {
    match text.split_once(':') {
        Some((name, password)) if !name.is_empty() && !password.is_empty() => {
            Ok(DirectoryUser::new(name, password))
        }
        _ => Err("an account is given as NAME:PASSWORD"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, lexopt::Error> {
        let program = std::iter::once("authing-emulator");
        super::parse(program.chain(arguments.iter().copied()).map(OsString::from))
    }

    #[test]
    fn options_are_read() {
        let Ok(Command::Run(options)) =
            parse(&["--port", "9000", "--host=0.0.0.0", "--data", "a.json", "--json", "--rs256"])
        else {
            panic!("the arguments are valid");
        };
        assert_eq!(options.port, 9000);
        assert_eq!(options.host.to_string(), "0.0.0.0");
        assert_eq!(options.data, Some(PathBuf::from("a.json")));
        assert!(options.json);
        assert_eq!(options.algorithm, TokenAlgorithm::Rs256);
        let Ok(Command::Run(options)) = parse(&["--ldap-user", "bob:a:b", "--ad-user=ann:c"])
        else {
            panic!("the arguments are valid");
        };
        let expected = [
            (DirectoryKind::Ldap, DirectoryUser::new("bob", "a:b")),
            (DirectoryKind::Ad, DirectoryUser::new("ann", "c")),
        ];
        assert_eq!(options.directory_users, expected);
        assert_eq!(options.schema, SchemaVersion::Current);
        let Ok(Command::Run(options)) = parse(&["--schema", "older"]) else {
            panic!("the arguments are valid");
        };
        assert_eq!(options.schema, SchemaVersion::Older);
        let Ok(Command::Run(options)) = parse(&["--allow-host", "authing", "--allow-host=a.b:1"])
        else {
            panic!("the arguments are valid");
        };
        assert_eq!(options.allowed_hosts, ["authing", "a.b:1"]);
        let given = ["--pool-id", "p", "--app-secret=s", "--seed", "seed.yaml", "--export-seed=-"];
        let Ok(Command::Run(options)) = parse(&given) else {
            panic!("the arguments are valid");
        };
        assert_eq!((options.pool_id.as_deref(), options.app_id), (Some("p"), None));
        assert_eq!(options.app_secret.as_deref(), Some("s"));
        assert_eq!(options.seed, Some(PathBuf::from("seed.yaml")));
        assert_eq!(options.export_seed, Some(PathBuf::from("-")));
    }

    #[test]
    fn a_webhook_has_its_settings_after_its_address() {
        let read = |text: &str| {
            let Ok(Command::Run(options)) = parse(&["--webhook", text]) else {
                panic!("{text} is valid");
            };
            options.webhooks
        };
        assert_eq!(read("http://a/?x=1,2"), [Webhook::new("http://a/?x=1,2")]);
        let all = read("http://a/,secret=s,format=form,events=login+user:created");
        let expected = Webhook::new("http://a/").secret("s").format(WebhookFormat::Form);
        assert_eq!(all, [expected.events(["login", "user:created"])]);
        for (bad, expected) in [
            ("a", "it is not a URL"),
            ("https://a/", "over http only"),
            ("http://a/,secret=canary,format=xml", "format=json or form"),
            ("http://a/,secret=canary,events=logins", "`logins`"),
            ("http://a/,secret=", "may come secret="),
            ("http://a/,events=login,canary", "may come secret="),
        ] {
            let Err(error) = parse(&["--webhook", bad]) else { panic!("{bad} is not valid") };
            let text = error.to_string();
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn a_pipeline_function_is_a_stage_and_an_address() {
        let Ok(Command::Run(options)) = parse(&[
            "--pipeline",
            "pre-register=http://app:3000/x?a=b",
            "--custom-database=http://app:3000/old",
        ]) else {
            panic!("the arguments are valid");
        };
        let expected = (PipelineStage::PreRegister, "http://app:3000/x?a=b".to_owned());
        assert_eq!(options.pipeline, [expected]);
        assert_eq!(options.custom_database.as_deref(), Some("http://app:3000/old"));
        for (bad, expected) in [
            ("http://a/", "STAGE=URL; stages are pre-register, post-register"),
            ("pre-logout=http://a/", "STAGE=URL"),
            ("pre-register=https://a/", "begins with http://"),
        ] {
            let Err(error) = parse(&["--pipeline", bad]) else { panic!("{bad} is not valid") };
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for bad in [
            &["--port", "many"][..],
            &["--port"],
            &["--colour"],
            &["file"],
            &["--ad-user", "x"],
            &["--schema", "newer"],
            &["--pool-id", "a b"],
            &["--app-id", ""],
            &["--pool-secret", " "],
            &["--seed"],
            &["--allow-host", ""],
            &["--allow-host", "http://authing:9000"],
            &["--allow-host", "authing/"],
            &["--log", "loud"],
        ] {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn help_and_version_win_over_the_rest() {
        assert!(matches!(parse(&["--json", "--help"]), Ok(Command::Help)));
        assert!(matches!(parse(&["-V"]), Ok(Command::Version)));
    }
}
