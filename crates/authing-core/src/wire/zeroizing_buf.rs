//! A buffer for request bodies that leaves no copy of them behind: they hold passwords and codes.

use std::io;

use bytes::Bytes;
use zeroize::Zeroize;

/// Bytes that are overwritten when they are dropped, and whenever they move.
#[derive(Default)]
pub(crate) struct ZeroizingBuf(Vec<u8>);

impl ZeroizingBuf {
    /// An empty one that takes so many bytes before it has to move.
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// The bytes as they stand, to be wiped when the last holder drops them.
    pub(crate) fn into_bytes(self) -> Bytes {
        Bytes::from_owner(self)
    }

    // Inline, as `write_all`: JSON is written from other crates, in many small pieces.
    #[inline]
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if bytes.len() > self.0.capacity() - self.0.len() {
            self.grow(bytes.len());
        }
        self.0.extend_from_slice(bytes);
    }

    /// By hand: the vector's own growth would free the old place unwiped.
    #[cold]
    fn grow(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        let mut grown = Vec::with_capacity(needed.max(2 * self.0.capacity()).max(256));
        grown.extend_from_slice(&self.0);
        self.wipe();
        self.0 = grown;
    }

    /// What was written, and at once: a vector's own `zeroize` goes from byte to byte, through the
    /// room that is left too.
    fn wipe(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl io::Write for ZeroizingBuf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    /// Each piece is written whole.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.push(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl AsRef<[u8]> for ZeroizingBuf {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for ZeroizingBuf {
    fn drop(&mut self) {
        self.wipe();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_is_written_comes_out_however_often_it_grew() {
        let mut buffer = ZeroizingBuf::default();
        let mut expected = Vec::new();
        for number in 0..2000_u32 {
            let text = number.to_string();
            buffer.write_all(text.as_bytes()).unwrap();
            expected.extend_from_slice(text.as_bytes());
        }
        assert_eq!(buffer.into_bytes(), expected);
    }

    #[test]
    fn handing_the_bytes_on_makes_no_copy() {
        let mut buffer = ZeroizingBuf::default();
        buffer.write_all(b"canary").unwrap();
        let place = buffer.as_ref().as_ptr();
        let bytes = buffer.into_bytes();
        assert_eq!((bytes.as_ptr(), bytes.clone().as_ptr()), (place, place));
    }
}
