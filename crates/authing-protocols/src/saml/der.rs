//! Elements of DER (X.690), as certificates and keys are made of.

/// How deep elements may stand in each other. A certificate needs nine.
const DEPTH: u8 = 24;

/// The tag, the content and what comes after one element.
pub(super) fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&[tag, first], rest) = der.split_first_chunk::<2>()?;
    let (length, rest) = match first {
        0..0x80 => (usize::from(first), rest),
        _ => {
            let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let more = |length: usize, byte: &u8| length << 8 | usize::from(*byte);
            (bytes.iter().take(4).fold(0, more), rest)
        }
    };
    let (content, after) = rest.split_at_checked(length)?;
    Some((tag, content, after))
}

/// Whether each element is as long as it says.
///
/// The reader of certificates sets aside as much memory as an element announces, before it looks for it: 256
/// MB for some hundred bytes.
pub(super) fn is_whole(der: &[u8]) -> bool {
    fn are_whole(mut der: &[u8], depth: u8) -> bool {
        while !der.is_empty() {
            let Some((tag, content, after)) = element(der) else { return false };
            let holds_others = tag & 0x20 != 0;
            if holds_others && !(depth > 0 && are_whole(content, depth - 1)) {
                return false;
            }
            der = after;
        }
        true
    }
    are_whole(der, DEPTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_announces_more_than_there_is_is_not_whole_however_deep_it_stands() {
        let integer: &[u8] = &[0x02, 0x01, 0x07];
        let in_lists = |mut inside: Vec<u8>, depth: usize| {
            for _ in 0..depth {
                let length = inside.len() as u16;
                inside.splice(0..0, [&[0x30, 0x82][..], &length.to_be_bytes()].concat());
            }
            inside
        };
        assert!(is_whole(integer) && is_whole(&[]) && is_whole(&[integer, integer].concat()));
        assert!(is_whole(&in_lists(integer.to_vec(), 9)));
        assert!(!is_whole(&in_lists(integer.to_vec(), 1000)), "the stack has an end");

        // A bit string of 256 MB, one that never ends, and a length without its bytes.
        for more in
            [&[0x03, 0x84, 0x0f, 0xff, 0xff, 0xff, 0][..], &[0x03, 0x80, 0], &[0x03, 0x82, 1]]
        {
            for depth in [0, 1, 5] {
                let inside = [integer, more].concat();
                assert!(!is_whole(&in_lists(inside, depth)), "{more:02x?} in {depth} lists");
            }
        }
    }
}
