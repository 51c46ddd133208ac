//! Which file needs which, and where that goes round in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    names::Resolver,
    source::{FileId, Source},
};

/// Why one file needs another: the lines and the paths that they name.
pub(super) type Reasons = BTreeSet<(usize, String)>;

/// The arrows between the files of a crate.
pub(super) struct Graph {
    pub(super) arrows: BTreeMap<(FileId, FileId), Reasons>,
}

impl Graph {
    pub(super) fn new(source: &Source) -> Self {
        let resolver = Resolver::new(source);
        let mut arrows: BTreeMap<_, Reasons> = BTreeMap::new();
        for (id, module) in source.modules.iter().enumerate() {
            for mention in &module.mentions {
                for file in resolver.files(id, &mention.path, mention.is_macro) {
                    if file != module.file {
                        let reasons = arrows.entry((module.file, file)).or_default();
                        reasons.insert((mention.line, mention.path.join("::")));
                    }
                }
            }
        }
        Self { arrows }
    }

    /// The files of each circle of two or more, and short circles that it is made of, up to a number.
    pub(super) fn circles(&self, limit: usize) -> Vec<Circle> {
        let arrows: BTreeMap<_, _> =
            self.arrows.iter().map(|(arrow, reasons)| (*arrow, reasons.len())).collect();
        components(&arrows).into_iter().map(|files| Circle::new(files, &arrows, limit)).collect()
    }

    /// `a.rs:12 names crate::b::C of b.rs (and 2 more lines)`
    pub(super) fn because(&self, source: &Source, arrow: (FileId, FileId)) -> String {
        let (from, to) = (source.path(arrow.0), source.path(arrow.1));
        let Some(reasons) = self.arrows.get(&arrow) else { return String::new() };
        let lines: BTreeSet<_> = reasons.iter().map(|(line, _)| line).collect();
        let more = match lines.len() {
            0 | 1 => String::new(),
            2 => " (and 1 more line)".to_owned(),
            lines => format!(" (and {} more lines)", lines - 1),
        };
        let (line, name) = reasons.first().cloned().unwrap_or_default();
        format!("{from}:{line} names {name} of {to}{more}")
    }
}

/// Files of which each needs each other, in the end.
pub(super) struct Circle {
    pub(super) files: BTreeSet<FileId>,
    pub(super) rounds: Vec<Round>,
    /// Whether these are all.
    pub(super) is_complete: bool,
}

/// One way round.
pub(super) struct Round {
    /// In order; the last needs the first.
    pub(super) files: Vec<FileId>,
    /// The arrow without which the least is left of the circle.
    pub(super) to_turn: (FileId, FileId),
}

impl Round {
    pub(super) fn arrows(&self) -> impl Iterator<Item = (FileId, FileId)> {
        let next = self.files.iter().cycle().skip(1);
        self.files.iter().copied().zip(next.copied())
    }
}

impl Circle {
    fn new(
        files: BTreeSet<FileId>,
        arrows: &BTreeMap<(FileId, FileId), usize>,
        limit: usize,
    ) -> Self {
        let mut left: BTreeMap<_, _> = arrows
            .iter()
            .filter(|((from, to), _)| files.contains(from) && files.contains(to))
            .map(|(arrow, count)| (*arrow, *count))
            .collect();
        let mut rounds = Vec::new();
        let mut is_complete = false;
        while rounds.len() < limit {
            let Some(files) = shortest(&left) else {
                is_complete = true;
                break;
            };
            let mut round = Round { files, to_turn: (0, 0) };
            let to_turn = round.arrows().min_by_key(|arrow| {
                let mut without = left.clone();
                let lines = without.remove(arrow);
                (components(&without).iter().map(BTreeSet::len).sum::<usize>(), lines)
            });
            // The next round is another one.
            round.to_turn = to_turn.unwrap_or_default();
            left.remove(&round.to_turn);
            rounds.push(round);
        }
        Self { files, rounds, is_complete }
    }
}

/// The shortest way round there is.
fn shortest<T>(arrows: &BTreeMap<(FileId, FileId), T>) -> Option<Vec<FileId>> {
    let next = neighbours(arrows);
    let mut best: Option<Vec<FileId>> = None;
    for start in next.keys() {
        if let Some(found) = round(*start, &next)
            && best.as_ref().is_none_or(|best| found.len() < best.len())
        {
            let is_shortest = found.len() == 2;
            best = Some(found);
            if is_shortest {
                break;
            }
        }
    }
    best
}

/// The shortest way from a file back to itself.
fn round(start: FileId, next: &BTreeMap<FileId, Vec<FileId>>) -> Option<Vec<FileId>> {
    let mut came_from = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for to in next.get(&file).into_iter().flatten() {
            if *to == start {
                let mut path = vec![file];
                while let Some(before) = path.last().and_then(|last| came_from.get(last)) {
                    path.push(*before);
                }
                path.reverse();
                return Some(path);
            }
            if !came_from.contains_key(to) {
                came_from.insert(*to, file);
                queue.push_back(*to);
            }
        }
    }
    None
}

fn neighbours<T>(arrows: &BTreeMap<(FileId, FileId), T>) -> BTreeMap<FileId, Vec<FileId>> {
    let mut next: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (from, to) in arrows.keys() {
        next.entry(*from).or_default().push(*to);
    }
    next
}

/// The strongly connected components of two or more files.
pub(super) fn components<T>(arrows: &BTreeMap<(FileId, FileId), T>) -> Vec<BTreeSet<FileId>> {
    let forward = neighbours(arrows);
    let backward = neighbours(&arrows.keys().map(|(from, to)| ((*to, *from), ())).collect());
    let mut found: Vec<BTreeSet<FileId>> = Vec::new();
    for start in forward.keys() {
        if found.iter().any(|component| component.contains(start)) {
            continue;
        }
        let (ahead, behind) = (reachable(*start, &forward), reachable(*start, &backward));
        let component: BTreeSet<_> = ahead.intersection(&behind).copied().collect();
        if component.len() > 1 {
            found.push(component);
        }
    }
    found
}

fn reachable(start: FileId, next: &BTreeMap<FileId, Vec<FileId>>) -> BTreeSet<FileId> {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(file) = open.pop() {
        for to in next.get(&file).into_iter().flatten() {
            if seen.insert(*to) {
                open.push(*to);
            }
        }
    }
    seen
}
