//! Counting.

use std::{
    env, fs,
    hint::black_box,
    path::Path,
    process::{Command, Stdio},
};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// What stands before a construct's name in the output of what valgrind runs.
pub(crate) const NAME: &str = "construct: ";

/// One reading of an input; says what came of it.
pub(crate) type Work = Box<dyn FnMut() -> String>;

/// Something that an input may have many of.
pub(crate) struct Construct {
    pub(crate) name: &'static str,
    /// How many, in the smallest of three inputs.
    pub(crate) size: usize,
    /// Makes an input with so many.
    pub(crate) of: fn(usize) -> Work,
}

/// What it cost at three sizes, and what came of it at the largest.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) name: &'static str,
    pub(crate) bytes: Cost,
    outcome: String,
}

/// Of an input, of one twice as large, and of one four times as large.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost(pub(crate) [u64; 3]);

/// What may be counted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unit {
    Bytes,
    Instructions,
}

impl Cost {
    /// How much the cost grows when the size doubles: 2 if it is in proportion, 4 if it is quadratic.
    pub(crate) fn growth(self, unit: Unit) -> f64 {
        let [one, two, four] = self.0.map(|cost| cost as f64);
        match unit {
            // Lists that double at other sizes than the input would spoil the other measure.
            Unit::Bytes => four / two.max(1000.0),
            // A refusal has ended the work before.
            Unit::Instructions if two < 1.2 * one => four / two,
            // What is done at any size, such as arithmetic with keys, does not count.
            Unit::Instructions => (four - two) / (two - one),
        }
    }

    pub(crate) fn is_linear(self, unit: Unit) -> bool {
        self.growth(unit) < 2.7
    }
}

impl Construct {
    pub(crate) fn read(&self) -> Reading {
        // What is made once and for all is made here.
        (self.of)(1)();
        let mut outcome = String::new();
        let bytes = [1, 2, 4].map(|times| {
            let mut work = (self.of)(times * self.size);
            let region = Region::new(ALLOCATOR);
            begin_of_measure();
            outcome = work();
            end_of_measure();
            let change = region.change();
            (change.bytes_allocated + change.bytes_reallocated.unsigned_abs()) as u64
        });
        Reading { name: self.name, bytes: Cost(bytes), outcome }
    }
}

/// Where valgrind begins to count.
#[inline(never)]
fn begin_of_measure() {
    black_box(());
}

/// Where it writes down what it has counted.
#[inline(never)]
fn end_of_measure() {
    black_box(());
}

/// The instructions of every construct, which the test of this name reads.
pub(crate) fn under_valgrind(test: &str) -> Option<Vec<(String, Cost)>> {
    if env::var("AUTHING_SKIP_VALGRIND").is_ok_and(|value| value == "1") {
        return None;
    }
    let there = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !there {
        assert!(!cfg!(feature = "redis"), "install valgrind, or set AUTHING_SKIP_VALGRIND=1");
        println!("left out: there is no valgrind");
        return None;
    }
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bounds-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--zero-before=*begin_of_measure*"])
        .args(["--dump-before=*end_of_measure*", "--quiet"])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(env::current_exe().unwrap())
        .args(["--ignored", "--exact", test, "--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let names: Vec<_> = text.lines().filter_map(|line| Some(line.split_once(NAME)?.1)).collect();
    let counted = |number: usize| -> u64 {
        let dump = fs::read_to_string(folder.join(format!("out.{number}"))).unwrap();
        let total = dump.lines().find_map(|line| line.strip_prefix("totals: ")).unwrap();
        total.trim().parse().unwrap()
    };
    let readings: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let cost = [1, 2, 3].map(|number| counted(3 * place + number));
            ((*name).to_owned(), Cost(cost))
        })
        .collect();
    fs::remove_dir_all(&folder).unwrap();
    println!(
        "| construct | instructions at n | at 2n | at 4n | grows | |\n|---|---|---|---|---|---|"
    );
    for (name, cost) in &readings {
        row(name, *cost, Unit::Instructions, "");
    }
    Some(readings)
}

/// Prints the bytes as Markdown.
pub(crate) fn table(readings: &[Reading]) {
    println!(
        "| construct | bytes at n | at 2n | at 4n | grows | outcome |\n|---|---|---|---|---|---|"
    );
    for reading in readings {
        row(reading.name, reading.bytes, Unit::Bytes, &reading.outcome);
    }
}

fn row(name: &str, cost: Cost, unit: Unit, outcome: &str) {
    let Cost([one, two, four]) = cost;
    let mark = if cost.is_linear(unit) { "" } else { " !" };
    println!("| {name} | {one} | {two} | {four} | {:.2}{mark} | {outcome} |", cost.growth(unit));
}

/// What came of something, in short.
pub(crate) fn outcome<T, E: std::fmt::Display>(result: Result<T, E>) -> String {
    match result {
        Ok(_) => "read".to_owned(),
        Err(error) => error.to_string().chars().take(120).collect(),
    }
}
