//! Instructions a call, by valgrind: they repeat, whatever else the machine is doing.
//!
//! What a program does before its first call is in both of two runs, one with three times the calls of
//! the other, and so not in their difference.

use std::{fs, path::Path, process::Command};

use super::{
    compared::{self, Count, Kept},
    programs::{Profile, Programs, Scenario, Server, print, say, shown, target},
    table::{Table, thousands},
};

/// The table that is kept.
const TABLE: &str = "crates/authing-bench/instructions.tsv";

/// Counts and prints.
pub(super) fn run(root: &Path, names: &[&str], kept: Kept) -> Result<String, String> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Err("valgrind is not installed; it counts the instructions\n".to_owned());
    }
    let programs = Programs::build(root, Profile::Release)?;
    let profiles = target(root)?.join("bench-profiles");
    fs::create_dir_all(&profiles).map_err(|error| format!("{}: {error}\n", profiles.display()))?;
    let server = Server::start(&programs)?;
    let mut counts = Vec::new();
    let mut scenarios = programs.scenarios(names)?;
    scenarios.retain(|one| one.is_small);
    let mut table =
        Table::new(2, &["what", "beside", "SDK instructions", "its", "ratio", "more than it"]);
    for scenario in &scenarios {
        let mut count = |side: &str| -> Result<u64, String> {
            say(&format!("counting {} by {side} …", scenario.name));
            let number = instructions(&programs, &server, scenario, side, &profiles)?;
            counts.push(Count::new(&scenario.name, side, number));
            Ok(number)
        };
        let ours = count("sdk")?;
        for side in &scenario.beside {
            let theirs = count(side)?;
            let more = i128::from(ours) - i128::from(theirs);
            let sign = if more < 0 { "-" } else { "" };
            let more = u64::try_from(more.unsigned_abs()).unwrap_or(u64::MAX);
            table.row([
                scenario.name.clone(),
                side.clone(),
                thousands(ours),
                thousands(theirs),
                format!("{:.3}", ours as f64 / theirs as f64),
                format!("{sign}{}", thousands(more)),
            ]);
        }
    }
    print(&format!(
        "Instructions of one, without start-up; ratio: SDK / what it stands beside; less is better.\n\
         `floor` is reqwest as people write it, `prebuilt` has URL, headers and body made once;\n\
         `aws-lc-rs` and `bergshamra` check signatures and read nothing; `unguarded` is the same route.\n\n{table}\n"
    ));
    print(&format!("What they are spent on: callgrind_annotate {}/FILE\n", profiles.display()));
    let path = root.join(TABLE);
    match kept {
        Kept::Ignore => {}
        Kept::Compare => print(&format!("\n{}", compared::compare(&path, &counts)?)),
        Kept::Write => print(&format!("\n{}", compared::write(&path, &counts)?)),
    }
    Ok(String::new())
}

/// Instructions of one call.
fn instructions(
    programs: &Programs,
    server: &Server,
    scenario: &Scenario,
    side: &str,
    profiles: &Path,
) -> Result<u64, String> {
    let few = (scenario.calls / 30).clamp(30, 200);
    let mut counts = [0, 0];
    for (count, calls) in counts.iter_mut().zip([few, 3 * few]) {
        let name = format!("{} {side}", scenario.name).replace([' ', ','], "-");
        let file = profiles.join(format!("{name}.out"));
        let (program, arguments) = programs.measure(side, server, &scenario.name, 1, calls);
        let mut command = Command::new("valgrind");
        command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", file.display()));
        command.arg(program).args(arguments);
        let output = command.output().map_err(|error| format!("valgrind: {error}\n"))?;
        let log = String::from_utf8_lossy(&output.stderr);
        *count = match collected(&log) {
            Some(count) if output.status.success() => count,
            _ => return Err(format!("{}: {}\n{log}", shown(&command), output.status)),
        };
    }
    let [once, thrice] = counts;
    Ok(of_one(once, thrice, few as u64))
}

/// How many instructions valgrind says that it has counted.
fn collected(log: &str) -> Option<u64> {
    let line = log.lines().find_map(|line| line.split("Collected :").nth(1))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What one call takes, of what so many and three times as many take with the same start-up.
fn of_one(once: u64, thrice: u64, calls: u64) -> u64 {
    let two = thrice.saturating_sub(once);
    (two + calls) / (2 * calls)
}

#[cfg(test)]
mod tests {
    use super::{collected, of_one};

    #[test]
    fn the_count_is_read_from_what_valgrind_says() {
        let log = "==77== Callgrind, a call-graph generating cache profiler\n\
                   ==77== For interactive control, run 'callgrind_control -h'.\n\
                   ==77== \n\
                   ==77== Events    : Ir\n\
                   ==77== Collected : 1234567\n\
                   ==77== \n\
                   ==77== I   refs:      1,234,567\n";
        assert_eq!(collected(log), Some(1_234_567));
        // With a simulated cache it counts more than one thing.
        assert_eq!(collected("==77== Collected : 45 6 7\n"), Some(45));
    }

    #[test]
    fn a_program_that_valgrind_could_not_run_has_no_count() {
        assert_eq!(collected("valgrind: ./nothing: command not found\n"), None);
        assert_eq!(collected("==77== Collected : \n"), None);
    }

    #[test]
    fn start_up_is_not_counted() {
        let start_up = 9_000_000;
        let (once, thrice) = (start_up + 200 * 75_471, start_up + 600 * 75_471);
        assert_eq!(of_one(once, thrice, 200), 75_471);
        // To the nearest.
        assert_eq!(of_one(0, 399, 200), 1);
        assert_eq!(of_one(0, 199, 200), 0);
    }
}
