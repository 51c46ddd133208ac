//! The corpus, without libFuzzer: every input that was found worth keeping is read as it should be.
#![cfg(test)]

use std::{
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use authing_fuzz::TARGETS;

/// One test, since what others allocate at the same time would count.
#[test]
fn every_input_of_the_corpus_is_read_as_it_should_be() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folders = names(&corpus);
    let targets: BTreeSet<_> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(folders, targets, "a folder a target");
    let mut findings = Vec::new();
    for target in TARGETS {
        let folder = corpus.join(target.name);
        let inputs = names(&folder);
        assert!(!inputs.is_empty(), "{} has no inputs", target.name);
        for name in inputs {
            let path = folder.join(name);
            let input = fs::read(&path).unwrap();
            if catch_unwind(AssertUnwindSafe(|| target.run(&input))).is_err() {
                findings.push(path);
            }
        }
    }
    assert!(findings.is_empty(), "{findings:#?}");
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
