//! How fast and how heavy: beside raw HTTP and bare libraries, in the same run.

mod build;
mod callgrind;
mod compared;
mod emulator;
mod programs;
mod table;
mod timed;

use std::path::Path;

use compared::Kept;

/// The lines of `cargo xtask` about these tasks.
pub const USAGE: &str =
    "  bench [NAME…]    processor time, memory and allocations beside raw HTTP and bare libraries
         --quick   a tenth of the calls, fewer rounds
  bench --callgrind [NAME…]
                   instructions a call, beside the same; they repeat on a busy machine
         --compare beside crates/authing-bench/instructions.tsv; marks what moved, never fails
         --write   write that table
  bench --build [NAME…]
                   what a program on each client crate costs to build, and how large it is
  bench --emulator [USERS…]
                   how the emulator scales; 1000, 100000 and 1000000 users unless said otherwise
";

/// Runs one of these tasks, and returns what is left to say; `None` if the arguments are of no use.
pub fn run(root: &Path, arguments: &[&str]) -> Option<Result<String, String>> {
    let (options, names): (Vec<&str>, Vec<&str>) =
        arguments.iter().partition(|argument| argument.starts_with('-'));
    Some(match options.as_slice() {
        [] => timed::run(root, &names, timed::FULL),
        ["--quick"] => timed::run(root, &names, timed::QUICK),
        ["--callgrind"] => callgrind::run(root, &names, Kept::Ignore),
        ["--callgrind", "--compare"] => callgrind::run(root, &names, Kept::Compare),
        ["--callgrind", "--write"] => callgrind::run(root, &names, Kept::Write),
        ["--build"] => build::run(root, &names),
        ["--emulator"] => {
            let sizes: Result<Vec<u32>, _> = names.iter().map(|size| size.parse()).collect();
            emulator::run(root, &sizes.ok()?)
        }
        _ => return None,
    })
}
