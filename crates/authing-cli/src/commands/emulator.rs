//! `authing emulator`: a local Authing server, where the program was built with it.

use std::{net::IpAddr, path::PathBuf};

use authing_emulator::{Emulator, EmulatorBuilder, Seed, TokenAlgorithm};
use clap::Args;

use crate::{
    context::Context,
    exit::Exit,
    failure::Failure,
    shown::{excerpt, path as shown_path},
    texts::pick,
};

const EXAMPLES: &str = "Examples:
  authing emulator --port 9000
  authing emulator --seed team.yaml --data state.json
  # Variables for your own program, in its file
  authing emulator --port 9000 --env-file .env";

/// Starts a local Authing server for development and tests, until Ctrl-C
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EmulatorCommand {
    /// Listens on this port; without it, on any that is free
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// Listens on this IP address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,

    /// Serves requests that address it by this name, too
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,

    /// Loads the state from this file and saves every change to it
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,

    /// Starts with what this file of YAML or JSON holds
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// Sets the AUTHING_* variables in this file and keeps the rest of it
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,

    /// The id of the first user pool
    #[arg(long, value_name = "ID")]
    pool_id: Option<String>,

    /// The id of the first application
    #[arg(long, value_name = "ID")]
    app_id: Option<String>,

    /// Takes passwords that are not encrypted as they are, for curl
    #[arg(long)]
    accept_plain_passwords: bool,

    /// Signs user tokens with RS256 instead of HS256
    #[arg(long)]
    rs256: bool,
}

impl EmulatorCommand {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let graceful = cx.interrupt.graceful();
        let emulator = self.builder()?.start().await.map_err(|error| not_started(&error))?;
        if let Some(notice) = emulator.data_file_notice() {
            cx.out.tell(&excerpt(notice, 500));
        }
        if let Some(path) = &self.env_file {
            let changes =
                emulator.write_env_file(path).map_err(|error| Failure::file(path, &error))?;
            cx.out.note(&format!("{}: {changes}", shown_path(path)));
        }
        self.tell(cx, &emulator)?;
        cx.out.flush()?;
        let exit = graceful.requested().await;
        let stopping = tokio::task::spawn_blocking(move || emulator.stop());
        match stopping.await {
            // Ctrl-C is how it ends.
            Ok(Ok(())) if exit == Exit::Interrupted => Ok(()),
            Ok(Ok(())) => Err(Failure::silent(exit)),
            Ok(Err(error)) => Err(Failure::new(
                Exit::Failed,
                text!(
                    "The data file lacks the last changes: {error}.",
                    "数据文件缺少最后的更改:{error}。"
                ),
            )),
            Err(_) => Err(Failure::interrupted()),
        }
    }

    fn builder(&self) -> Result<EmulatorBuilder, Failure> {
        let mut builder = Emulator::builder().own_keys().host(self.host).port(self.port);
        for name in &self.allow_host {
            builder = builder.allow_host(name);
        }
        if let Some(path) = &self.data {
            builder = builder.data_file(path);
        }
        if let Some(path) = &self.seed {
            let seed = Seed::open(path).map_err(|error| not_started(&error))?;
            builder = builder.seed(seed);
        }
        if let Some(id) = &self.pool_id {
            builder = builder.user_pool_id(id);
        }
        if let Some(id) = &self.app_id {
            builder = builder.app_id(id);
        }
        if self.accept_plain_passwords {
            builder = builder.accept_plain_passwords();
        }
        if self.rs256 {
            builder = builder.token_algorithm(TokenAlgorithm::Rs256);
        }
        Ok(builder)
    }

    fn tell(&self, cx: &Context, emulator: &Emulator) -> Result<(), Failure> {
        if cx.out.is_json() {
            return cx.out.line(&emulator.to_json().replace('\n', " "));
        }
        let url = emulator.url();
        cx.out.line(&text!(
            "A local Authing server at {url}: {url}/ shows what is in it.",
            "本地 Authing 服务器:{url},控制台:{url}/"
        ))?;
        for (name, value) in emulator.env() {
            // The key has several lines; the file that --env-file writes has it.
            if !value.contains('\n') {
                cx.out.line(&format!("export {name}={value}"))?;
            }
        }
        cx.out.note(pick("Ctrl-C stops it.", "按 Ctrl-C 停止。"));
        Ok(())
    }
}

fn not_started(error: &dyn std::error::Error) -> Failure {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    let text = excerpt(&text, 600);
    let text = text.trim_end_matches('.');
    Failure::config(text!("It cannot start: {text}.", "无法启动:{text}。"))
}
