//! Whether work grows faster than the input that it is done for: allocations and instructions are
//! counted, at three sizes that each are twice the one before.
//!
//! The test binary that uses it has the counting allocator,
//!
//! ```ignore
//! #[global_allocator]
//! static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;
//! ```
//!
//! a test that calls [`allocations`], one that calls [`instructions`] with the name of a third, and that
//! third one, ignored, which calls [`read`]: it is what valgrind runs.
#![expect(clippy::print_stdout, reason = "the tables are there to be read")]

use std::{
    env, fs,
    hint::black_box,
    path::Path,
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region};

/// What stands before a construct's name in the output of what valgrind runs.
const NAME: &str = "construct: ";

/// One reading of an input; says what came of it.
pub type Work = Box<dyn FnMut() -> String>;

/// Something that an input may have many of.
#[derive(Debug)]
pub struct Construct {
    name: &'static str,
    size: usize,
    of: fn(usize) -> Work,
}

/// What it cost at three sizes, and what came of it at the largest.
#[derive(Debug)]
struct Reading {
    name: &'static str,
    bytes: Cost,
    outcome: String,
}

/// Of an input, of one twice as large, and of one four times as large.
#[derive(Clone, Copy, Debug)]
struct Cost([u64; 3]);

/// What may be counted.
#[derive(Clone, Copy, Debug)]
enum Unit {
    Bytes,
    Instructions,
}

impl Cost {
    /// How much the cost grows when the size doubles: 2 if it is in proportion, 4 if it is quadratic.
    fn growth(self, unit: Unit) -> f64 {
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

    fn is_linear(self, unit: Unit) -> bool {
        self.growth(unit) < 2.7
    }
}

impl Construct {
    /// `size` is how many the smallest of the three inputs has; `of` makes an input with so many.
    pub fn new(name: &'static str, size: usize, of: fn(usize) -> Work) -> Self {
        Self { name, size, of }
    }

    fn read(&self) -> Reading {
        // What is made once and for all is made here.
        (self.of)(1)();
        let mut outcome = String::new();
        let bytes = [1, 2, 4].map(|times| {
            let mut work = (self.of)(times * self.size);
            let region = Region::new(&INSTRUMENTED_SYSTEM);
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

/// Whoever counts is alone.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Fails if what is allocated for a construct grows faster than its input.
pub fn allocations(constructs: &[Construct]) {
    let _alone = alone();
    let readings: Vec<_> = constructs.iter().map(Construct::read).collect();
    println!(
        "| construct | bytes at n | at 2n | at 4n | grows | outcome |\n|---|---|---|---|---|---|"
    );
    for reading in &readings {
        row(reading.name, reading.bytes, Unit::Bytes, &reading.outcome);
    }
    let counts = readings.iter().any(|reading| reading.bytes.0 != [0; 3]);
    assert!(counts, "the test binary has another allocator than the one that counts");
    let is_linear = |reading: &&Reading| reading.bytes.is_linear(Unit::Bytes);
    let faster: Vec<_> = readings.iter().filter(|reading| !is_linear(reading)).collect();
    assert!(faster.is_empty(), "{faster:#?}");
}

/// Reads every construct at every size, for valgrind.
pub fn read(constructs: &[Construct]) {
    let _alone = alone();
    for construct in constructs {
        println!("{NAME}{}", construct.read().name);
    }
}

/// Fails if the instructions for a construct grow faster than its input. Valgrind counts them in
/// `test`, which calls [`read`]; `folder` is `CARGO_TARGET_TMPDIR`.
///
/// Without valgrind nothing is counted, unless it is `required`: then `AUTHING_SKIP_VALGRIND=1` leaves
/// it out.
pub fn instructions(constructs: &[Construct], test: &str, folder: &str, required: bool) {
    let _alone = alone();
    let skipped = env::var("AUTHING_SKIP_VALGRIND").is_ok_and(|value| value == "1");
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status();
    if skipped || version.is_err() {
        assert!(skipped || !required, "install valgrind, or set AUTHING_SKIP_VALGRIND=1");
        println!("left out: valgrind is not installed");
        return;
    }
    let readings = under_valgrind(test, folder);
    let names: Vec<_> = constructs.iter().map(|construct| construct.name).collect();
    let read: Vec<_> = readings.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(read, names);
    println!(
        "| construct | instructions at n | at 2n | at 4n | grows | |\n|---|---|---|---|---|---|"
    );
    for (name, cost) in &readings {
        row(name, *cost, Unit::Instructions, "");
    }
    let is_linear = |(_, cost): &&(String, Cost)| cost.is_linear(Unit::Instructions);
    let faster: Vec<_> = readings.iter().filter(|reading| !is_linear(reading)).collect();
    assert!(faster.is_empty(), "{faster:#?}");
}

fn under_valgrind(test: &str, folder: &str) -> Vec<(String, Cost)> {
    let folder = Path::new(folder).join(format!("cost-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet"])
        .args(["--zero-before=*begin_of_measure*", "--dump-before=*end_of_measure*"])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(env::current_exe().unwrap())
        .args(["--ignored", "--exact", test, "--nocapture", "--test-threads=1"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    let counted = |number: usize| -> u64 {
        let dump = fs::read_to_string(folder.join(format!("out.{number}"))).unwrap();
        let total = dump.lines().find_map(|line| line.strip_prefix("totals: ")).unwrap();
        total.trim().parse().unwrap()
    };
    let names = text.lines().filter_map(|line| Some(line.split_once(NAME)?.1));
    let readings = names
        .enumerate()
        .map(|(place, name)| {
            let cost = [1, 2, 3].map(|number| counted(3 * place + number));
            (name.to_owned(), Cost(cost))
        })
        .collect();
    fs::remove_dir_all(&folder).unwrap();
    readings
}

fn row(name: &str, cost: Cost, unit: Unit, outcome: &str) {
    let Cost([one, two, four]) = cost;
    let mark = if cost.is_linear(unit) { "" } else { " !" };
    println!("| {name} | {one} | {two} | {four} | {:.2}{mark} | {outcome} |", cost.growth(unit));
}

/// What came of something, in short.
pub fn outcome<T, E: std::fmt::Display>(result: Result<T, E>) -> String {
    match result {
        Ok(_) => "read".to_owned(),
        Err(error) => error.to_string().chars().take(120).collect(),
    }
}
