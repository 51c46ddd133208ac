//! How the emulator scales: its example `scale`, in a debug build as tests have it, and released.

use std::path::Path;

use super::{
    programs::{Profile, cargo, output, print, say},
    table::Table,
};

/// How many users, unless said otherwise.
const USERS: [u32; 3] = [1_000, 100_000, 1_000_000];

/// Measures and prints.
pub(super) fn run(root: &Path, sizes: &[u32]) -> Result<String, String> {
    let sizes = if sizes.is_empty() { &USERS } else { sizes };
    print(
        "ms: milliseconds on the clock; CPU: processor time of the whole process, in milliseconds. Less is \
         better, and\nthe same whatever the number of users or logins is best.\n",
    );
    for (profile, about) in [
        (Profile::Dev, "In a debug build, as a test has it."),
        (Profile::Release, "Released: more and more logins and users."),
    ] {
        say(&format!(
            "measuring ({}) …",
            if profile == Profile::Dev { "debug" } else { "release" }
        ));
        let mut command = cargo(root);
        command.args(["run", "--quiet", "--package", "authing-emulator", "--example", "scale"]);
        if profile == Profile::Release {
            command.arg("--release").arg("--").args(sizes.iter().map(u32::to_string));
        }
        let mut table = Table::new(1, &["what", "ms", "CPU"]);
        for row in rows(&output(&mut command)?) {
            table.row(row);
        }
        print(&format!("\n{about}\n\n{table}"));
    }
    Ok(String::new())
}

/// The rows of a table in Markdown, without its heading.
fn rows(markdown: &str) -> Vec<Vec<String>> {
    let lines =
        markdown.lines().filter_map(|line| line.trim().strip_prefix('|')?.strip_suffix('|'));
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    lines.skip(2).map(cells).collect()
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn the_rows_of_a_table_are_what_stands_below_its_line() {
        let table =
            "started\n| what | ms | of it CPU |\n| --- | --- | --- |\n| a login | 0.84 | ? |\n";
        assert_eq!(rows(table), [["a login", "0.84", "?"]]);
        assert!(rows("nothing").is_empty());
    }
}
