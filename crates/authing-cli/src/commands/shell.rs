//! `authing completions` and `authing man`: what a shell and a system want of a program.

use std::{fs, io, path::PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;

use crate::{context::Context, exit::Exit, failure::Failure, shown::path as shown_path};

const COMPLETIONS_EXAMPLES: &str = "Examples:
  authing completions bash > ~/.local/share/bash-completion/completions/authing
  authing completions zsh > ~/.zfunc/_authing
  authing completions fish > ~/.config/fish/completions/authing.fish";

const MAN_EXAMPLES: &str = "Examples:
  authing man --dir ~/.local/share/man/man1
  authing man | man -l -";

/// Writes what a shell needs to complete commands and options
#[derive(Args, Debug)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Writes the manual: one page, or a page for each command into a folder
#[derive(Args, Debug)]
#[command(after_help = MAN_EXAMPLES)]
pub(crate) struct Man {
    /// The folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Completions {
    pub(crate) fn run(self, cx: &Context, mut program: Command) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, "authing", &mut script);
        cx.out.write(&script)
    }
}

impl Man {
    pub(crate) fn run(self, cx: &Context, program: Command) -> Result<(), Failure> {
        let Some(folder) = self.dir else {
            return cx.out.write(&page(program).map_err(|error| unwritable(&error))?);
        };
        fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
        let mut pages = 0_usize;
        let mut open =
            vec![program.flatten_help(false).display_name("authing").bin_name("authing")];
        while let Some(command) = open.pop() {
            let name = command.get_display_name().unwrap_or("authing").to_owned();
            for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
                let long = format!("{name}-{}", inner.get_name());
                let typed = long.replace('-', " ");
                open.push(inner.clone().display_name(&long).bin_name(typed));
            }
            let path = folder.join(format!("{name}.1"));
            let text = page(command).map_err(|error| unwritable(&error))?;
            fs::write(&path, text).map_err(|error| Failure::file(&path, &error))?;
            pages += 1;
        }
        let folder = shown_path(&folder);
        cx.out
            .note(&text!("Wrote {pages} pages to {folder}.", "已将 {pages} 页手册写入 {folder}。"));
        Ok(())
    }
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    Ok(text)
}

fn unwritable(error: &io::Error) -> Failure {
    Failure::new(
        Exit::Failed,
        text!("The manual cannot be written: {error}.", "无法生成手册:{error}。"),
    )
}
