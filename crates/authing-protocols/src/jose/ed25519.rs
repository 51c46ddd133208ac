//! Points that are not keys for Ed25519.

/// A compressed point: y in little-endian, and the sign of x in the highest bit.
type Point = [u8; 32];

/// The y coordinates of the eight points of small order, without the sign of x. Two of them may
/// also be written as y + p, in which form [`is_canonical`] refuses them. With such a key the same
/// signature is right for one message in eight, or for every one.
const SMALL_ORDER: [Point; 5] = [
    // y = 1: order 1.
    [
        1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ],
    // y = -1: order 2.
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
    // y = 0: order 4.
    [0; 32],
    // Order 8, and its negative.
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

/// What is wrong with a public key, if anything is. RFC 8032 section 5.1.7 leaves this to whoever
/// reads the key, and aws-lc accepts it.
pub(super) fn weakness(key: &Point) -> Option<&'static str> {
    let mut y = *key;
    let [.., high] = &mut y;
    *high &= 0x7f;
    if !is_canonical(&y) {
        return Some("is an Ed25519 key whose coordinate is not below the field's prime");
    }
    if SMALL_ORDER.contains(&y) {
        return Some(
            "is an Ed25519 key of small order: one signature would be right for many tokens",
        );
    }
    None
}

/// Whether y is less than p = 2^255 - 19 (RFC 8032 section 5.1.3).
fn is_canonical(y: &Point) -> bool {
    let [low, middle @ .., high] = y;
    *high != 0x7f || middle.iter().any(|byte| *byte != 0xff) || *low < 0xed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(change: impl Fn(&mut Point)) -> Point {
        let mut point = [0xff; 32];
        change(&mut point);
        point
    }

    #[test]
    fn only_what_is_below_the_prime_is_canonical() {
        let last = written(|point| (point[0], point[31]) = (0xec, 0x7f));
        assert!(is_canonical(&last));
        for low in 0xed..=0xff {
            assert!(!is_canonical(&written(|point| (point[0], point[31]) = (low, 0x7f))));
        }
        assert!(is_canonical(&written(|point| (point[7], point[31]) = (0xfe, 0x7f))));
    }
}
