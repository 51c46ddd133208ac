//! The command line as a whole.

use std::{path::PathBuf, time::Duration};

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::{
    commands::{
        apps, devices, events, groups, login, logs, migrate, orgs, policies, profile, raw, roles,
        saml, secret, shell, tenants, token, users,
    },
    context::Context,
    failure::Failure,
    help::localized,
    output::{Color, Style},
    profiles::Choice,
};

const EXAMPLES: &str = "Examples:
  # Begin: which user pool, and the secret that the console shows
  authing profile add prod

  authing users list
  authing users list --search alice --json
  authing users get email:alice@example.com";

/// Authing on the command line: users, roles, organisations, applications
#[derive(Debug, Parser)]
#[command(
    name = "authing",
    version,
    after_help = EXAMPLES,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    subcommand_required = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Works on the user pool of this profile. Otherwise AUTHING_PROFILE decides
    #[arg(
        long,
        short = 'p',
        global = true,
        value_name = "NAME",
        env = "AUTHING_PROFILE",
        hide_env = true
    )]
    profile: Option<String>,

    /// Reads profiles from this file. Otherwise AUTHING_CONFIG decides
    #[arg(long, global = true, value_name = "FILE", env = "AUTHING_CONFIG", hide_env = true)]
    config: Option<PathBuf>,

    /// Writes results as JSON: one thing as a document, a list as a line each
    #[arg(long, global = true)]
    json: bool,

    /// Confirms every change beforehand
    #[arg(long, short = 'y', global = true)]
    pub(crate) yes: bool,

    /// Says nothing but results and failures
    #[arg(long, short = 'q', global = true)]
    quiet: bool,

    /// The language of texts: en or zh. Otherwise AUTHING_LANG decides, then the locale
    #[arg(long, global = true, value_name = "LANG", value_parser = ["en", "zh"], hide_possible_values = true)]
    lang: Option<String>,

    /// When to use colours; auto does on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    color: Color,

    /// The most that one call may take, in seconds
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: Option<u64>,
}

impl Globals {
    pub(crate) fn style(&self) -> Style {
        Style { json: self.json, quiet: self.quiet, color: self.color }
    }

    pub(crate) fn choice(&self) -> Choice {
        Choice {
            profile: self.profile.clone().filter(|name| !name.is_empty()),
            file: self.config.clone().filter(|path| !path.as_os_str().is_empty()),
        }
    }

    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.timeout.map(Duration::from_secs)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(subcommand)]
    Profile(profile::Profile),
    #[command(subcommand)]
    Users(users::Users),
    #[command(subcommand)]
    Groups(groups::Groups),
    #[command(subcommand)]
    Roles(roles::Roles),
    #[command(subcommand)]
    Policies(policies::Policies),
    #[command(subcommand)]
    Orgs(orgs::Orgs),
    #[command(subcommand)]
    Apps(apps::Apps),
    #[command(subcommand)]
    Tenants(tenants::Tenants),
    #[command(subcommand)]
    Devices(devices::Devices),
    #[command(subcommand)]
    Logs(logs::Logs),
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    #[command(subcommand)]
    Events(events::Events),
    Login(login::Login),
    #[command(subcommand)]
    Token(token::Token),
    #[command(subcommand)]
    Saml(saml::Saml),
    #[command(subcommand)]
    Secret(secret::SecretCommand),
    Graphql(raw::Graphql),
    Rest(raw::Rest),
    Completions(shell::Completions),
    #[cfg(feature = "emulator")]
    Emulator(crate::commands::emulator::EmulatorCommand),
    Man(shell::Man),
}

impl Cli {
    /// Does what the command line says.
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        // A group's future is as large as its largest command.
        match self.command {
            Command::Profile(command) => Box::pin(command.run(cx)).await,
            Command::Users(command) => Box::pin(command.run(cx)).await,
            Command::Groups(command) => Box::pin(command.run(cx)).await,
            Command::Roles(command) => Box::pin(command.run(cx)).await,
            Command::Policies(command) => Box::pin(command.run(cx)).await,
            Command::Orgs(command) => Box::pin(command.run(cx)).await,
            Command::Apps(command) => Box::pin(command.run(cx)).await,
            Command::Tenants(command) => Box::pin(command.run(cx)).await,
            Command::Devices(command) => Box::pin(command.run(cx)).await,
            Command::Logs(command) => Box::pin(command.run(cx)).await,
            Command::Migrate(command) => Box::pin(command.run(cx)).await,
            Command::Events(command) => Box::pin(command.run(cx)).await,
            Command::Login(command) => Box::pin(command.run(cx)).await,
            Command::Token(command) => Box::pin(command.run(cx)).await,
            Command::Saml(command) => Box::pin(command.run(cx)).await,
            Command::Secret(command) => Box::pin(command.run(cx)).await,
            #[cfg(feature = "emulator")]
            Command::Emulator(command) => Box::pin(command.run(cx)).await,
            Command::Graphql(command) => Box::pin(command.run(cx)).await,
            Command::Rest(command) => Box::pin(command.run(cx)).await,
            Command::Completions(command) => command.run(cx, localized(Self::command())),
            Command::Man(command) => command.run(cx, localized(Self::command())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
        crate::help::translated(Cli::command()).debug_assert();
    }

    #[test]
    fn every_sentence_of_the_help_has_its_chinese_and_no_chinese_is_left_over() {
        let (missing, stale) = crate::help::gaps(&Cli::command());
        assert!(missing.is_empty() && stale.is_empty(), "missing: {missing:#?}\nstale: {stale:#?}");
    }
}
