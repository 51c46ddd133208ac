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

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    /// Grows by hand: the vector's own growth would free the old place unwiped.
    fn reserve(&mut self, more: usize) {
        let needed = self.0.len().saturating_add(more);
        if needed > self.0.capacity() {
            let mut grown = Vec::with_capacity(needed.max(2 * self.0.capacity()).max(256));
            grown.extend_from_slice(&self.0);
            self.0.zeroize();
            self.0 = grown;
        }
    }
}

impl io::Write for ZeroizingBuf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    /// JSON is written in many small pieces, each of them whole.
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
        self.0.zeroize();
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
