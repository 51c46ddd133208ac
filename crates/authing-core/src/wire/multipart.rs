//! Files on their way to the server: `multipart/form-data` (RFC 7578), read while it is sent.

use std::{
    error::Error as StdError,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt as _;
use http::HeaderValue;

use crate::{
    error::{Error, ErrorKind},
    random,
    transport::{BodyStream, Part, Source},
};

/// A file to be sent: bytes, or a stream of known length that is read while it is sent, so that it
/// is never in memory as a whole. `Debug` shows the length only.
///
/// ```
/// use authing_core::Upload;
///
/// let picture = Upload::bytes("me.png", &b"\x89PNG..."[..]).content_type("image/png");
/// assert_eq!(picture.len(), 7);
/// ```
///
/// A reader becomes a stream with `tokio_util::io::ReaderStream`:
///
/// ```no_run
/// # async fn example() -> std::io::Result<authing_core::Upload> {
/// use authing_core::Upload;
/// use tokio_util::io::ReaderStream;
///
/// let file = tokio::fs::File::open("me.png").await?;
/// let length = file.metadata().await?.len();
/// # Ok(
/// Upload::stream("me.png", ReaderStream::new(file), length)
/// # )
/// # }
/// ```
#[derive(Clone)]
pub struct Upload {
    file_name: String,
    content_type: Option<String>,
    content: Content,
    length: u64,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    /// Taken by the attempt that sends it.
    Stream(Arc<Mutex<Option<Source>>>),
}

impl Upload {
    /// A file that is in memory. `file_name` is what the server is told; a path is not needed.
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        let length = content.len() as u64;
        Self {
            file_name: file_name.into(),
            content_type: None,
            content: Content::Bytes(content),
            length,
        }
    }

    /// A file that is read while it is sent. The stream must bring as many bytes as announced, or
    /// the call fails. A call with a stream is sent once: what has been read cannot be read again.
    pub fn stream<S, E>(file_name: impl Into<String>, content: S, length: u64) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        let source: Source = Box::pin(content.map_err(Into::into));
        Self {
            file_name: file_name.into(),
            content_type: None,
            content: Content::Stream(Arc::new(Mutex::new(Some(source)))),
            length,
        }
    }

    /// The type of the content, as `image/png`. Default: `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// How many bytes the file has.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether the file has no bytes.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("length", &self.length).finish_non_exhaustive()
    }
}

/// A form with a file, ready to be sent.
pub(crate) struct Multipart {
    boundary: String,
    /// The texts, and what the file is called.
    texts: Vec<String>,
    head: Bytes,
    content: Content,
    content_length: u64,
    tail: Bytes,
}

impl Multipart {
    /// A form of these texts and, as its last field, this file.
    pub(crate) fn new<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
        field: &str,
        file: Upload,
    ) -> Result<Self, Error> {
        // Enough randomness that no content holds it by accident or by intent.
        let boundary = format!("authing-{}", random::text(24)?);
        let content_type = file.content_type.as_deref().unwrap_or("application/octet-stream");
        if HeaderValue::from_str(content_type).is_err() {
            return Err(Error::input("content_type", "holds characters that a header cannot"));
        }
        let mut head = String::new();
        let mut told = vec![file.file_name.clone()];
        for (name, value) in texts {
            told.push(value.to_owned());
            head.push_str(&format!("--{boundary}\r\n"));
            head.push_str(&format!("content-disposition: form-data; name={}\r\n", quoted(name)));
            head.push_str(&format!("\r\n{value}\r\n"));
        }
        head.push_str(&format!(
            "--{boundary}\r\n\
             content-disposition: form-data; name={}; filename={}\r\n\
             content-type: {content_type}\r\n\r\n",
            quoted(field),
            quoted(&file.file_name),
        ));
        Ok(Self {
            texts: told,
            head: Bytes::from(head),
            content: file.content,
            content_length: file.length,
            tail: Bytes::from(format!("\r\n--{boundary}--\r\n")),
            boundary,
        })
    }

    pub(crate) fn content_type(&self) -> Result<HeaderValue, Error> {
        HeaderValue::from_str(&format!("multipart/form-data; boundary={}", self.boundary))
            .map_err(|cause| Error::input("body", "cannot be sent").with_source(cause))
    }

    /// The texts, and what the file is called.
    pub(crate) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Whether there is nothing left to send: a stream was taken by an earlier attempt.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.content {
            Content::Bytes(_) => false,
            Content::Stream(source) => {
                source.lock().unwrap_or_else(PoisonError::into_inner).is_none()
            }
        }
    }

    /// The form from its start.
    pub(crate) fn open(&self) -> Result<BodyStream, Error> {
        let content = match &self.content {
            Content::Bytes(bytes) => Part::Whole(bytes.clone()),
            Content::Stream(source) => {
                let source = source.lock().unwrap_or_else(PoisonError::into_inner).take();
                let Some(source) = source else {
                    return Err(Error::new(
                        ErrorKind::Input,
                        "the file has been read already: give another stream for another call",
                    ));
                };
                Part::Read { source: Mutex::new(source), left: self.content_length }
            }
        };
        let length = self.head.len() as u64 + self.content_length + self.tail.len() as u64;
        let parts = [Part::Whole(self.head.clone()), content, Part::Whole(self.tail.clone())];
        Ok(BodyStream::new(parts, length))
    }
}

/// A parameter's value as browsers write it (WHATWG HTML, section 4.10.21.8).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"))
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    type Cause = Box<dyn StdError + Send + Sync>;

    fn chunks(chunks: &[&'static [u8]], length: u64) -> Upload {
        let chunks: Vec<_> =
            chunks.iter().map(|chunk| Ok::<_, Cause>(Bytes::from_static(chunk))).collect();
        Upload::stream("a.png", stream::iter(chunks), length)
    }

    fn form(file: Upload) -> Multipart {
        Multipart::new([], "file", file).unwrap()
    }

    #[tokio::test]
    async fn a_form_is_what_rfc_7578_says() {
        let file = Upload::bytes("a\"b\r\n.png", &b"content"[..]).content_type("image/png");
        let form = Multipart::new([("kind", "x y")], "file", file).unwrap();
        let body = form.open().unwrap();
        let length = body.len();
        let whole = body.collect().await.unwrap();
        assert_eq!(whole.len() as u64, length);
        let boundary = &form.boundary;
        let expected = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\nx y\r\n\
             --{boundary}\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0A.png\"\r\n\
             content-type: image/png\r\n\r\ncontent\r\n--{boundary}--\r\n"
        );
        assert_eq!(whole, expected);
        assert_eq!(
            form.content_type().unwrap(),
            format!("multipart/form-data; boundary={boundary}").as_str()
        );
    }

    #[test]
    fn two_forms_never_share_a_boundary() {
        let file = || Upload::bytes("a", &b"a"[..]);
        assert_ne!(form(file()).boundary, form(file()).boundary);
    }

    #[tokio::test]
    async fn a_stream_is_sent_chunk_by_chunk_and_once() {
        let form = form(chunks(&[b"ab", b"", b"c"], 3));
        let body = form.open().unwrap();
        let whole = body.collect().await.unwrap();
        let text = std::str::from_utf8(&whole).unwrap();
        assert!(text.contains("\r\n\r\nabc\r\n--"), "{text}");
        assert!(form.is_spent());
        assert_eq!(form.open().unwrap_err().kind(), ErrorKind::Input);
    }

    #[tokio::test]
    async fn bytes_can_be_sent_again() {
        let form = form(Upload::bytes("a.png", &b"abc"[..]));
        let first = form.open().unwrap().collect().await.unwrap();
        assert!(!form.is_spent());
        assert_eq!(form.open().unwrap().collect().await.unwrap(), first);
    }

    #[tokio::test]
    async fn a_stream_that_breaks_its_promise_is_an_error() {
        for (file, problem) in [
            (chunks(&[b"abc"], 2), "the file is longer than announced"),
            (chunks(&[b"a"], 2), "the file is shorter than announced"),
        ] {
            let error = form(file).open().unwrap().collect().await.unwrap_err();
            assert_eq!(error.to_string(), problem);
        }
        let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("disk"))]);
        let file = Upload::stream("a", broken, 2);
        let error = form(file).open().unwrap().collect().await.unwrap_err();
        assert_eq!(error.to_string(), "the file could not be read");
    }

    #[test]
    fn a_file_s_name_is_not_shown() {
        let file = Upload::bytes("canary.png", &b"canary"[..]).content_type("canary/x");
        assert_eq!(format!("{file:?}"), "Upload { length: 6, .. }");
        assert!(!format!("{:?}", form(file).open().unwrap()).contains("canary"));
    }
}
