//! The targets as a program.
//!
//! Built by `cargo xtask fuzz` it is libFuzzer, for the target that `FUZZ_TARGET` names. Built like
//! any program it reads the files that it is given, so that a finding is seen in a debugger:
//! `cargo run -p authing-fuzz -- TARGET FILE…`.
#![cfg_attr(libfuzzer, no_main)]

#[cfg(libfuzzer)]
mod libfuzzer {
    use std::{
        env,
        sync::{LazyLock, atomic::Ordering},
    };

    use authing_fuzz::{STEPS, TARGETS, Target};
    use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

    static TARGET: LazyLock<&Target> = LazyLock::new(|| {
        let name = env::var("FUZZ_TARGET").expect("FUZZ_TARGET names a target");
        let found = TARGETS.iter().find(|target| target.name == name);
        found.unwrap_or_else(|| panic!("there is no target {name}"))
    });

    static SHOW: LazyLock<bool> = LazyLock::new(|| env::var_os("FUZZ_COST").is_some());

    fuzz_target!(init: { LazyLock::force(&TARGET); }, |input: &[u8]| {
        let cost = TARGET.run(input);
        if *SHOW {
            eprintln!("{cost}");
        }
    });

    fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
        match TARGET.mutator {
            Some(mutate) => mutate(data, size, most, seed, fuzzer_mutate),
            None => fuzzer_mutate(data, size, most),
        }
    });

    /// Called at each branch. libFuzzer has one that refuses to work; the linker takes this one.
    #[expect(unsafe_code, reason = "the compiler calls it by this name")]
    #[unsafe(no_mangle)]
    extern "C" fn __sanitizer_cov_trace_pc() {
        // Not one operation: branches of two threads at the same time may count as one.
        STEPS.store(STEPS.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
    }
}

#[cfg(not(libfuzzer))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().ok_or("usage: authing-fuzz TARGET FILE…")?;
    let found = authing_fuzz::TARGETS.iter().find(|target| target.name == name);
    let target = found.ok_or("there is no such target")?;
    for path in arguments {
        println!("{path}: {}", target.run(&std::fs::read(&path)?));
    }
    Ok(())
}
