//! Mutations that keep the form of an input, so that what lies behind its syntax is reached.

mod json;
mod random;
mod xml;

pub(crate) use json::json;
pub(crate) use xml::xml;

use random::Random;

/// libFuzzer's own mutation of the first `size` bytes: it says how many there are then.
pub type LibFuzzer = fn(data: &mut [u8], size: usize, most: usize) -> usize;

/// Alters the first `size` of the bytes, and says how many there are then, `most` at most.
pub type Mutator =
    fn(data: &mut [u8], size: usize, most: usize, seed: u32, other: LibFuzzer) -> usize;

/// One mutation in three is libFuzzer's, and so is what finds nothing to alter.
fn mutate(
    data: &mut [u8],
    size: usize,
    most: usize,
    seed: u32,
    other: LibFuzzer,
    own: fn(&[u8], &mut Random) -> Option<Vec<u8>>,
) -> usize {
    let mut random = Random::new(seed);
    if !random.chance(3) {
        let altered = data.get(..size).and_then(|input| own(input, &mut random));
        if let Some(altered) = altered.filter(|altered| altered.len() <= most.min(data.len())) {
            data[..altered.len()].copy_from_slice(&altered);
            return altered.len();
        }
    }
    other(data, size, most)
}
