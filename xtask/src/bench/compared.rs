//! Instructions beside those that are kept.

use std::{collections::BTreeMap, fs, path::Path};

use super::table::{Table, percent, thousands};

/// What moved by more than this is marked.
const MARKED: f64 = 0.03;

const HEADING: &str = "# Instructions of one, without start-up: `cargo xtask bench --callgrind --write`.\n\
                       # Other processors and compilers count otherwise; `--compare` prints both.\n\
                       what\tside\tinstructions\n";

/// What to do with the table that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Ignore,
    Compare,
    Write,
}

/// The instructions of one thing by one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    what: String,
    side: String,
    instructions: u64,
}

impl Count {
    pub(super) fn new(what: &str, side: &str, instructions: u64) -> Self {
        Self { what: what.to_owned(), side: side.to_owned(), instructions }
    }
}

/// The counts beside those in the file. It reports: only a file that cannot be read is an error.
pub(super) fn compare(path: &Path, counts: &[Count]) -> Result<String, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{}: {error}\n", path.display()))?;
    Ok(comparison(&parse(&text)?, counts))
}

/// Keeps the counts; those of the file that were not counted now stay.
pub(super) fn write(path: &Path, counts: &[Count]) -> Result<String, String> {
    let before = match fs::read_to_string(path) {
        Ok(text) => parse(&text)?,
        Err(_) => Vec::new(),
    };
    fs::write(path, text(&merged(before, counts)))
        .map_err(|error| format!("{}: {error}\n", path.display()))?;
    Ok(format!("wrote {}\n", path.display()))
}

fn merged(mut kept: Vec<Count>, counts: &[Count]) -> Vec<Count> {
    for count in counts {
        match kept.iter_mut().find(|one| one.what == count.what && one.side == count.side) {
            Some(one) => one.instructions = count.instructions,
            None => kept.push(count.clone()),
        }
    }
    kept
}

fn text(counts: &[Count]) -> String {
    let line = |count: &Count| format!("{}\t{}\t{}\n", count.what, count.side, count.instructions);
    HEADING.to_owned() + &counts.iter().map(line).collect::<String>()
}

fn parse(text: &str) -> Result<Vec<Count>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).skip(1);
    lines
        .map(|(number, line)| {
            let mut cells = line.split('\t');
            let count = (|| {
                let (what, side) = (cells.next()?, cells.next()?);
                Some(Count::new(what, side, cells.next()?.parse().ok()?))
            })();
            count.ok_or_else(|| {
                format!("line {}: `{line}` is not what, side and instructions\n", number + 1)
            })
        })
        .collect()
}

fn comparison(kept: &[Count], counts: &[Count]) -> String {
    let kept: BTreeMap<_, _> =
        kept.iter().map(|one| ((one.what.as_str(), one.side.as_str()), one.instructions)).collect();
    let mut table = Table::new(2, &["what", "side", "kept", "now", "moved", ""]);
    let (mut more, mut less, mut others) = (0, 0, 0);
    for count in counts {
        let before = kept.get(&(count.what.as_str(), count.side.as_str())).copied();
        let moved = before.map(|before| count.instructions as f64 / before.max(1) as f64);
        let mark = match moved {
            None => "new",
            Some(moved) if moved > 1.0 + MARKED => "<- more",
            Some(moved) if moved < 1.0 - MARKED => "<- less",
            Some(_) => "",
        };
        match (mark, count.side.as_str()) {
            ("<- more", "sdk") => more += 1,
            ("<- less", "sdk") => less += 1,
            ("<- more" | "<- less", _) => others += 1,
            _ => {}
        }
        table.row([
            count.what.clone(),
            count.side.clone(),
            before.map_or_else(|| "-".to_owned(), thousands),
            thousands(count.instructions),
            moved.map_or_else(|| "-".to_owned(), percent),
            mark.to_owned(),
        ]);
    }
    let mut text = format!(
        "Beside the table that is kept; marked is what moved by more than 3 %.\n\n{table}\n"
    );
    text += &format!("The SDK takes more in {more} and less in {less}.");
    if others > 0 {
        text += &format!(
            " What it stands beside moved {others} times: that is another processor, compiler or \
             library, so look at ratios."
        );
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::{Count, comparison, merged, parse, text};

    fn counts(all: &[(&str, &str, u64)]) -> Vec<Count> {
        all.iter().map(|&(what, side, number)| Count::new(what, side, number)).collect()
    }

    #[test]
    fn what_moved_by_more_than_three_percent_is_marked() {
        let kept = counts(&[
            ("token", "sdk", 100_000),
            ("token", "floor", 100_000),
            ("login", "sdk", 100_000),
            ("login", "floor", 100_000),
        ]);
        let now = counts(&[
            ("token", "sdk", 103_001),
            ("token", "floor", 103_000),
            ("login", "sdk", 96_999),
            ("login", "floor", 97_000),
            ("new one", "sdk", 5),
        ]);
        let shown = comparison(&kept, &now);
        let lines: Vec<_> = shown.lines().skip(3).take(5).collect();
        assert_eq!(
            lines,
            [
                "token    sdk    100 000  103 001  +3.0 %  <- more",
                "token    floor  100 000  103 000  +3.0 %",
                "login    sdk    100 000   96 999  -3.0 %  <- less",
                "login    floor  100 000   97 000  -3.0 %",
                "new one  sdk          -        5       -      new",
            ]
        );
        assert!(shown.ends_with("The SDK takes more in 1 and less in 1.\n"), "{shown}");
    }

    #[test]
    fn a_floor_that_moved_is_no_change_of_ours() {
        let kept = counts(&[("token", "sdk", 100), ("token", "floor", 100)]);
        let now = counts(&[("token", "sdk", 110), ("token", "floor", 110)]);
        let shown = comparison(&kept, &now);
        assert!(
            shown.contains("more in 1 and less in 0. What it stands beside moved 1 times"),
            "{shown}"
        );
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let some =
            counts(&[("page of 10 users", "sdk", 492_906), ("pysaml2, both", "bergshamra", 7)]);
        assert_eq!(parse(&text(&some)).unwrap(), some);
    }

    #[test]
    fn what_was_not_counted_now_stays() {
        let kept = counts(&[("token", "sdk", 1), ("login", "sdk", 2)]);
        let now = counts(&[("login", "sdk", 3), ("login", "floor", 4)]);
        let expected = [("token", "sdk", 1), ("login", "sdk", 3), ("login", "floor", 4)];
        assert_eq!(merged(kept, &now), counts(&expected));
    }

    #[test]
    fn a_line_that_says_nothing_is_named() {
        let problem =
            parse("# a comment\nwhat\tside\tinstructions\ntoken\tsdk\tmany\n").unwrap_err();
        assert_eq!(problem, "line 3: `token\tsdk\tmany` is not what, side and instructions\n");
    }
}
