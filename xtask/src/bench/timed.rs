//! Processor time, memory and allocations: sides in turns, each in a process of its own.

use std::{path::Path, process::Command};

use serde::Deserialize;

use super::{
    programs::{Group, Profile, Programs, Scenario, Server, output, print, say},
    table::{Table, percent},
};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    rounds: usize,
    /// Measurements have so many times fewer calls.
    divisor: usize,
}

pub(super) const FULL: Effort = Effort { rounds: 5, divisor: 1 };
pub(super) const QUICK: Effort = Effort { rounds: 3, divisor: 10 };

/// What one process measured.
#[derive(Clone, Debug, Deserialize)]
struct Cell {
    cpu_microseconds: f64,
    allocations: f64,
    peak_rss_kib: f64,
    calls_per_second: f64,
    p50: Option<f64>,
    p99: Option<f64>,
}

const TABLES: [(Group, Profile, &str); 5] = [
    (
        Group::Calls,
        Profile::Release,
        "Calls over HTTP. `floor` is reqwest with documents, headers and a bearer as people write it;\n`prebuilt` has URL, headers and body made once.",
    ),
    (
        Group::Tokens,
        Profile::Release,
        "Verification of an id_token of 20 claims. `aws-lc-rs` checks the signature and reads nothing;\n`jsonwebtoken` decodes into a JSON value.",
    ),
    (
        Group::Saml,
        Profile::Release,
        "Validation of a signed SAML response, from the form's text to the visitor. `bergshamra` verifies\nthe signatures and reads nothing.",
    ),
    (
        Group::Routes,
        Profile::Release,
        "A request to a guarded route, from the request to the response. `unguarded` is the same route without\na guard.",
    ),
    (
        Group::Clients,
        Profile::Dev,
        "A client built by a debug build, as each test does that has its own.",
    ),
];

/// Measures and prints.
pub(super) fn run(root: &Path, names: &[&str], effort: Effort) -> Result<String, String> {
    let release = Programs::build(root, Profile::Release)?;
    let scenarios = release.scenarios(names)?;
    let debug = match scenarios.iter().any(|one| one.group == Group::Clients) {
        true => Some(Programs::build(root, Profile::Dev)?),
        false => None,
    };
    let server = Server::start(&release)?;
    print(&format!(
        "us: processor time of one, in microseconds; medians of {} rounds, sides in turns.\n\
         ratio: SDK / what it stands beside; less is better.\n\
         A/A band: the same side twice in each round. A ratio within it is noise.\n\
         allocs: allocations of one. MiB: the most memory that the process had.\n",
        effort.rounds
    ));
    for (group, profile, about) in TABLES {
        let programs = match (profile, &debug) {
            (Profile::Dev, Some(programs)) => programs,
            _ => &release,
        };
        let mut tables = Tables::new(group);
        for scenario in scenarios.iter().filter(|one| one.group == group) {
            for &at in &scenario.at {
                say(&format!("measuring {}, {at} at once …", scenario.name));
                tables.add(programs, &server, scenario, at, effort)?;
            }
        }
        if !tables.costs.is_empty() {
            print(&format!("\n{about}\n\n{}", tables.costs));
        }
        if !tables.speeds.is_empty() {
            print(&format!("\nAs a caller sees them.\n\n{}", tables.speeds));
        }
    }
    if names.is_empty() {
        print(&format!("\n{}", output(Command::new(&release.sdk).arg("also"))?));
    }
    if names.is_empty() && effort.divisor == 1 {
        say("measuring a stream of a million users …");
        print(&output(Command::new(&release.sdk).args(["stream", &server.url]))?);
    }
    Ok(String::new())
}

struct Tables {
    costs: Table,
    speeds: Table,
}

impl Tables {
    fn new(group: Group) -> Self {
        let what = match group {
            Group::Calls => "call",
            Group::Tokens => "token",
            Group::Saml => "response",
            Group::Routes => "request",
            Group::Clients => "what is built",
        };
        let beside = [what, "at", "beside", "SDK us", "its us", "ratio", "A/A band", "verdict"];
        let rest = ["SDK allocs", "its", "SDK MiB", "its", "ratio"];
        Self {
            costs: Table::new(3, &[&beside[..], &rest].concat()),
            speeds: Table::new(3, &[what, "at", "side", "calls/s", "p50 us", "p99 us"]),
        }
    }

    fn add(
        &mut self,
        programs: &Programs,
        server: &Server,
        scenario: &Scenario,
        at: usize,
        effort: Effort,
    ) -> Result<(), String> {
        // One that is done once stays one; the others fill their places a few times.
        let least = if scenario.calls == 1 { 1 } else { at * 2 };
        let calls = (scenario.calls / effort.divisor).max(least);
        let cell = |side: &str| -> Result<Cell, String> {
            let (program, arguments) = programs.measure(side, server, &scenario.name, at, calls);
            let text = output(Command::new(program).args(arguments))?;
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}\n", scenario.name))
        };
        let mut ours = Vec::new();
        let mut theirs: Vec<Vec<(Cell, Cell)>> = vec![Vec::new(); scenario.beside.len()];
        for _ in 0..effort.rounds {
            // There and back, with ours in the middle: what drifts meets both alike.
            let first =
                scenario.beside.iter().map(|side| cell(side)).collect::<Result<Vec<_>, _>>()?;
            ours.push(cell("sdk")?);
            let second = scenario
                .beside
                .iter()
                .rev()
                .map(|side| cell(side))
                .collect::<Result<Vec<_>, _>>()?;
            for ((cells, first), second) in
                theirs.iter_mut().zip(first).zip(second.into_iter().rev())
            {
                cells.push((first, second));
            }
        }
        let place = [scenario.name.clone(), at.to_string()];
        if ours.iter().any(|cell| cell.p50.is_some()) {
            self.speeds.row(speed(&place, "sdk", &ours));
        }
        for (side, cells) in scenario.beside.iter().zip(&theirs) {
            let both: Vec<Cell> = cells.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
            let rounds: Vec<Round> = ours
                .iter()
                .zip(cells)
                .map(|(ours, (first, second))| Round {
                    first: first.cpu_microseconds,
                    ours: ours.cpu_microseconds,
                    second: second.cpu_microseconds,
                })
                .collect();
            let ratio = Ratio::of(&rounds);
            let of = |cells: &[Cell], value: fn(&Cell) -> f64| median(cells.iter().map(value));
            let memory = |cells| of(cells, |cell| cell.peak_rss_kib / 1024.0);
            self.costs.row(place.clone().into_iter().chain([
                side.clone(),
                format!("{:.2}", of(&ours, |cell| cell.cpu_microseconds)),
                format!("{:.2}", of(&both, |cell| cell.cpu_microseconds)),
                format!("{:.3}", ratio.median),
                format!("{:.2}-{:.2}", ratio.low, ratio.high),
                ratio.verdict(),
                format!("{:.0}", of(&ours, |cell| cell.allocations)),
                format!("{:.0}", of(&both, |cell| cell.allocations)),
                format!("{:.1}", memory(&ours)),
                format!("{:.1}", memory(&both)),
                format!("{:.2}", memory(&ours) / memory(&both)),
            ]));
            if ours.iter().any(|cell| cell.p50.is_some()) {
                self.speeds.row(speed(&place, side, &both));
            }
        }
        Ok(())
    }
}

fn speed(place: &[String; 2], side: &str, cells: &[Cell]) -> impl Iterator<Item = String> {
    let middle = |value: fn(&Cell) -> Option<f64>| median(cells.iter().filter_map(value));
    let numbers = [
        format!("{:.0}", median(cells.iter().map(|cell| cell.calls_per_second))),
        format!("{:.0}", middle(|cell| cell.p50)),
        format!("{:.0}", middle(|cell| cell.p99)),
    ];
    place.clone().into_iter().chain([side.to_owned()]).chain(numbers)
}

/// What one round measured: a side before ours and after it.
#[derive(Clone, Copy, Debug)]
struct Round {
    first: f64,
    ours: f64,
    second: f64,
}

/// Ours beside another, and how far that other is from itself.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ratio {
    median: f64,
    low: f64,
    high: f64,
}

impl Ratio {
    fn of(rounds: &[Round]) -> Self {
        let itself = || rounds.iter().map(|round| round.second / round.first);
        Self {
            median: median(
                rounds.iter().map(|round| 2.0 * round.ours / (round.first + round.second)),
            ),
            low: itself().fold(f64::INFINITY, f64::min),
            high: itself().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// Whether it says anything.
    fn verdict(self) -> String {
        if (self.low..=self.high).contains(&self.median) {
            "noise".to_owned()
        } else {
            percent(self.median)
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{Ratio, Round, median};

    fn rounds(all: &[(f64, f64, f64)]) -> Vec<Round> {
        all.iter().map(|&(first, ours, second)| Round { first, ours, second }).collect()
    }

    #[test]
    fn ours_stands_beside_the_mean_of_before_and_after() {
        let ratio = Ratio::of(&rounds(&[
            (100.0, 220.0, 120.0),
            (100.0, 150.0, 100.0),
            (80.0, 300.0, 120.0),
        ]));
        assert_eq!(ratio, Ratio { median: 2.0, low: 1.0, high: 1.5 });
    }

    #[test]
    fn a_ratio_within_the_band_is_noise() {
        let noisy = Ratio::of(&rounds(&[(100.0, 104.0, 110.0), (100.0, 99.0, 90.0)]));
        assert_eq!(noisy.verdict(), "noise");
        let clear = Ratio::of(&rounds(&[
            (100.0, 120.0, 100.0),
            (100.0, 120.0, 98.0),
            (100.0, 120.0, 104.0),
        ]));
        assert_eq!(clear.verdict(), "+20.0 %");
        let less = Ratio { median: 0.6, low: 0.9, high: 1.1 };
        assert_eq!(less.verdict(), "-40.0 %");
    }

    #[test]
    fn one_outlier_moves_no_median() {
        assert_eq!(median([3.0, 1000.0, 1.0].into_iter()), 3.0);
    }
}
