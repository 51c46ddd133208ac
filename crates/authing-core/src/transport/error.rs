//! Why an exchange failed.

/// Why no response came back.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    not_carried_out: bool,
    kept_connection: bool,
    #[source]
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What a failed exchange means for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the server has not seen the request.
    Connect,
    /// The server's certificate is not accepted: nothing was sent, and another attempt changes
    /// nothing.
    Certificate,
    /// Broken off: the server may have seen it.
    Broken,
    /// The response is larger than the client allows.
    TooLarge,
}

impl TransportError {
    /// No connection could be made, so nothing was sent.
    pub fn connect(message: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Connect, message)
    }

    /// The server's certificate is not accepted, so nothing was sent.
    pub fn certificate(message: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Certificate, message)
    }

    /// The exchange broke after the connection stood.
    pub fn broken(message: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Broken, message)
    }

    /// The response is larger than allowed.
    pub fn too_large(limit: usize) -> Self {
        let message = format!("the response is larger than the {limit} bytes allowed");
        Self::new(TransportErrorKind::TooLarge, message)
    }

    fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, message, not_carried_out: false, kept_connection: false, cause: None }
    }

    /// Says that the server has certainly not acted on the request, though there was a connection:
    /// nothing of it was written, or the server says so, as HTTP/2 can (RFC 9113 section 8.7). A
    /// call is then sent again even if it is not idempotent.
    #[must_use]
    pub fn not_carried_out(mut self) -> Self {
        self.not_carried_out = true;
        self
    }

    /// Says that nothing of a response came on a connection that had been kept from an earlier
    /// request, and that is gone now. The server may have closed it at any time, so a call that
    /// may be sent again is, at once: this does not count as an attempt, and costs nothing of the
    /// client's budget for retries. A transport must not say so of a connection that brought no response
    /// yet: a server that is down would be asked without end.
    #[must_use]
    pub fn on_kept_connection(mut self) -> Self {
        self.kept_connection = true;
        self
    }

    pub(crate) fn is_not_carried_out(&self) -> bool {
        self.not_carried_out
    }

    pub(crate) fn is_on_kept_connection(&self) -> bool {
        self.kept_connection
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(
        mut self,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.cause = Some(cause.into());
        self
    }

    pub(crate) fn into_cause(self) -> Option<Box<dyn std::error::Error + Send + Sync>> {
        self.cause
    }

    /// What it means for the caller.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}
