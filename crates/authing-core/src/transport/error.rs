//! Why an exchange failed.

/// Why no response came back.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
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
        Self { kind: TransportErrorKind::Connect, message: message.into(), cause: None }
    }

    /// The server's certificate is not accepted, so nothing was sent.
    pub fn certificate(message: impl Into<String>) -> Self {
        Self { kind: TransportErrorKind::Certificate, message: message.into(), cause: None }
    }

    /// The exchange broke after the connection stood.
    pub fn broken(message: impl Into<String>) -> Self {
        Self { kind: TransportErrorKind::Broken, message: message.into(), cause: None }
    }

    /// The response is larger than allowed.
    pub fn too_large(limit: usize) -> Self {
        let message = format!("the response is larger than the {limit} bytes allowed");
        Self { kind: TransportErrorKind::TooLarge, message, cause: None }
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
