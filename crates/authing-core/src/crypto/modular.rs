//! Powers modulo an odd number, by Montgomery's method (Handbook of Applied Cryptography, 14.36 and
//! 14.94): what an RSA encryption consists of, and nothing else.
//!
//! Modulus and exponent are public. The base is not: how long a step takes, and which memory it touches,
//! does not depend on it, and it is overwritten afterwards.

use zeroize::Zeroizing;

/// The bits of one limb.
const LIMB: usize = 64;

/// An odd modulus. Numbers are limbs, the lowest first, as many as the modulus has.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) struct Modulus {
    limbs: Vec<u64>,
    /// `-1 / modulus`, modulo 2^64.
    negative_inverse: u64,
    /// `R * R`, where R is 2^64 to the number of limbs.
    r_squared: Vec<u64>,
}

impl Modulus {
    /// A modulus from its bytes, the highest first and not zero. `None` if it is even or less than 3.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let limbs = limbs(bytes, bytes.len().div_ceil(8)).to_vec();
        let lowest = *limbs.first()?;
        if lowest.is_multiple_of(2) || bytes == [1] || bytes.first() == Some(&0) {
            return None;
        }
        // Each step doubles the bits that are right; of an odd number, three are at the start.
        let mut inverse = lowest;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(lowest.wrapping_mul(inverse)));
        }
        let length = limbs.len();
        let mut modulus =
            Self { negative_inverse: inverse.wrapping_neg(), r_squared: Vec::new(), limbs };
        // The highest power of two below the modulus becomes R, and that 2^64 * R, by doubling.
        let highest = modulus.bits() - 1;
        let mut power = vec![0; length];
        if let Some(limb) = power.last_mut() {
            *limb = 1 << (highest % LIMB);
        }
        for _ in highest..LIMB * length + LIMB {
            power = modulus.double(&power);
        }
        // (2^64)^length is R.
        modulus.r_squared = modulus.raise(&power, length as u64).to_vec();
        Some(modulus)
    }

    /// The length of the modulus in bytes.
    pub(super) fn size(&self) -> usize {
        self.bits().div_ceil(8)
    }

    /// The length of the modulus in bits.
    pub(super) fn bits(&self) -> usize {
        let unused = self.limbs.last().map_or(0, |limb| limb.leading_zeros() as usize);
        LIMB * self.limbs.len() - unused
    }

    /// `base ^ exponent` as bytes, as many as the modulus has. The base is less than the modulus.
    pub(super) fn power(&self, base: &[u8], exponent: u64) -> Vec<u8> {
        let length = self.limbs.len();
        let base = self.multiply(&limbs(base, length), &self.r_squared);
        let power = self.raise(&base, exponent);
        let mut one = vec![0; length];
        if let Some(lowest) = one.first_mut() {
            *lowest = 1;
        }
        let power = self.multiply(&power, &one);
        let mut bytes: Vec<u8> = power.iter().flat_map(|limb| limb.to_le_bytes()).collect();
        bytes.truncate(self.size());
        bytes.reverse();
        bytes
    }

    /// `base ^ exponent`, both times R. The exponent is not 0.
    fn raise(&self, base: &[u64], exponent: u64) -> Zeroizing<Vec<u64>> {
        let mut power = Zeroizing::new(base.to_vec());
        let bits = u64::BITS - exponent.leading_zeros();
        for bit in (0..bits.saturating_sub(1)).rev() {
            power = self.multiply(&power, &power);
            if exponent >> bit & 1 == 1 {
                power = self.multiply(&power, base);
            }
        }
        power
    }

    /// `a * b / R`. Both are less than the modulus, as the result is.
    fn multiply(&self, a: &[u64], b: &[u64]) -> Zeroizing<Vec<u64>> {
        let mut sum = Zeroizing::new(vec![0; self.limbs.len()]);
        let mut high = 0;
        for factor in b {
            let carry = add_product(&mut sum, a, *factor);
            let (next, over) = u64::overflowing_add(high, carry);
            // So many moduli make the lowest limb zero, and a shift takes it away.
            let lowest = sum.first().copied().unwrap_or_default();
            let carry =
                add_product(&mut sum, &self.limbs, lowest.wrapping_mul(self.negative_inverse));
            sum.rotate_left(1);
            let (next, over_again) = next.overflowing_add(carry);
            if let Some(highest) = sum.last_mut() {
                *highest = next;
            }
            high = u64::from(over) + u64::from(over_again);
        }
        self.reduce(&mut sum, high);
        sum
    }

    /// `2 * a`, less than the modulus.
    fn double(&self, a: &[u64]) -> Vec<u64> {
        let mut carry = 0;
        let mut doubled = Vec::with_capacity(a.len());
        for limb in a {
            doubled.push(limb << 1 | carry);
            carry = limb >> (LIMB - 1);
        }
        self.reduce(&mut doubled, carry);
        doubled
    }

    /// Subtracts the modulus once if the number, with `high` before it, is not less. Both cases take
    /// the same steps.
    fn reduce(&self, number: &mut [u64], high: u64) {
        let mut difference = Zeroizing::new(Vec::with_capacity(number.len()));
        let mut borrow = 0;
        for (limb, subtrahend) in number.iter().zip(&self.limbs) {
            let (part, under) = limb.overflowing_sub(*subtrahend);
            let (part, under_again) = part.overflowing_sub(borrow);
            borrow = u64::from(under | under_again);
            difference.push(part);
        }
        // All ones if the difference is what counts.
        let chosen = (high | (borrow ^ 1)).wrapping_neg();
        for (limb, part) in number.iter_mut().zip(difference.iter()) {
            *limb = (*limb & !chosen) | (part & chosen);
        }
    }
}

/// Adds `factors * factor`, and returns what goes beyond the last limb.
fn add_product(sum: &mut [u64], factors: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (limb, other) in sum.iter_mut().zip(factors) {
        let product =
            u128::from(*other) * u128::from(factor) + u128::from(*limb) + u128::from(carry);
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        {
            *limb = product as u64;
            carry = (product >> LIMB) as u64;
        }
    }
    carry
}

/// Bytes, the highest first, as so many limbs.
fn limbs(bytes: &[u8], length: usize) -> Zeroizing<Vec<u64>> {
    let mut limbs = Zeroizing::new(Vec::with_capacity(length));
    for chunk in bytes.rchunks(8) {
        limbs.push(chunk.iter().fold(0, |limb, byte| limb << 8 | u64::from(*byte)));
    }
    limbs.resize(length, 0);
    limbs
}

#[cfg(test)]
mod tests {
    use rsa::BigUint;

    use super::*;

    fn expected(base: &[u8], exponent: u64, modulus: &[u8]) -> Vec<u8> {
        let modulus_number = BigUint::from_bytes_be(modulus);
        let power = BigUint::from_bytes_be(base).modpow(&BigUint::from(exponent), &modulus_number);
        let bytes = power.to_bytes_be();
        let mut padded = vec![0; modulus.len() - bytes.len()];
        padded.extend(bytes);
        padded
    }

    fn less(bytes: &[u8], by: u64) -> Vec<u8> {
        (BigUint::from_bytes_be(bytes) - BigUint::from(by)).to_bytes_be()
    }

    #[test]
    fn powers_are_those_of_another_implementation() {
        for length in [1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129, 256] {
            for round in 0..8 {
                let mut modulus = vec![0; length];
                getrandom::fill(&mut modulus).unwrap();
                // Moduli with carries everywhere, and with few.
                match round {
                    0 => modulus.fill(0xff),
                    1 => modulus.fill(0),
                    _ => {}
                }
                modulus[0] |= 0x80;
                modulus[length - 1] |= 1;
                let number = Modulus::new(&modulus).unwrap();
                assert_eq!((number.size(), number.bits()), (length, 8 * length));
                let mut random = vec![0; length];
                getrandom::fill(&mut random).unwrap();
                random[0] &= 0x7f;
                for base in
                    [vec![0], vec![1], vec![2], random, less(&modulus, 1), less(&modulus, 2)]
                {
                    for exponent in [1, 2, 3, 17, 65537, 0x1_0000_0001, u64::MAX] {
                        assert_eq!(
                            number.power(&base, exponent),
                            expected(&base, exponent, &modulus),
                            "{base:?} ^ {exponent} mod {modulus:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_modulus_is_odd_and_more_than_one() {
        for bytes in [&[][..], &[0], &[1], &[2], &[0, 3], &[255, 254]] {
            assert!(Modulus::new(bytes).is_none(), "{bytes:?}");
        }
        assert_eq!(Modulus::new(&[3]).unwrap().power(&[2], 3), [2]);
        assert_eq!(Modulus::new(&[1, 1]).unwrap().bits(), 9);
    }
}
