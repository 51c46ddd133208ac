//! One run of the program, from its arguments to its exit code.

use std::{
    ffi::OsString,
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind};

use crate::{
    cli::{Cli, Globals},
    context::Context,
    exit::Exit,
    failure::Failure,
    help,
    interrupt::Interrupt,
    output::{Output, Style},
    texts,
};

pub(crate) fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    texts::set_language(texts::asked_for(&arguments, |name| std::env::var_os(name)));
    let exit = match parse(&arguments) {
        Ok(cli) => carry_out(cli),
        Err(error) => not_parsed(&error, &arguments),
    };
    ExitCode::from(exit.code())
}

fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let command = help::localized(Cli::command());
    Cli::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

/// What clap has to say instead of a command: help, the version, or what is wrong.
fn not_parsed(error: &clap::Error, arguments: &[OsString]) -> Exit {
    let style =
        Style { json: arguments.iter().any(|argument| argument == "--json"), ..Style::default() };
    let out = Output::of_process(style);
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if is_help || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let text = error.render();
        let text = match out.has_colors() {
            true => text.ansi().to_string(),
            false => text.to_string(),
        };
        let text = help::rendered(&text);
        if is_help {
            return ended(&out, out.write(text.as_bytes()).and_then(|()| out.flush()));
        }
        // Nothing was asked for: what there is, is told beside the results.
        out.tell(text.trim_end());
        return Exit::Usage;
    }
    ended(&out, Err(help::parse_failure(error)))
}

fn carry_out(cli: Cli) -> Exit {
    let out = Output::of_process(cli.globals.style());
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return ended(&out, Err(not_started(&error))),
    };
    let exit = runtime.block_on(work(cli, out));
    // Somebody may still be asked for a line, which nobody waits for any more.
    runtime.shutdown_background();
    exit
}

async fn work(cli: Cli, out: Output) -> Exit {
    let interrupt = match Interrupt::listen() {
        Ok(interrupt) => interrupt,
        Err(error) => return ended(&out, Err(not_started(&error))),
    };
    let Globals { yes, .. } = cli.globals;
    let cx = Context::new(out, interrupt, yes, cli.globals.choice(), cli.globals.timeout());
    let outcome = tokio::select! {
        biased;
        outcome = cli.run(&cx) => outcome,
        exit = cx.interrupt.forced() => Err(Failure { exit, ..Failure::interrupted() }),
    };
    let flushed = cx.out.flush();
    ended(&cx.out, outcome.and(flushed))
}

fn ended(out: &Output, outcome: Result<(), Failure>) -> Exit {
    match outcome {
        Ok(()) => Exit::Done,
        Err(failure) => {
            out.failure(&failure);
            // There is nowhere to report that standard error is closed.
            let _ = io::stderr().flush();
            failure.exit
        }
    }
}

fn not_started(error: &io::Error) -> Failure {
    Failure::new(
        Exit::Failed,
        text!("The program cannot start: {error}.", "程序无法启动:{error}。"),
    )
}
