//! Tells whoever looks at the emulator that something in it may have changed.

use tokio::sync::watch;

/// A signal without content: who hears it looks for themselves.
pub(crate) struct Pulse(watch::Sender<bool>);

show_fields!(Pulse {});

impl Default for Pulse {
    fn default() -> Self {
        Self(watch::Sender::new(true))
    }
}

impl Pulse {
    /// Something may have changed.
    pub(crate) fn beat(&self) {
        self.0.send_modify(|_| ());
    }

    /// The emulator stops: listeners hear that there will be nothing more.
    pub(crate) fn end(&self) {
        self.0.send_replace(false);
    }

    /// Hears each beat from now on, several at once as one. It is false once nothing more will come.
    pub(crate) fn listen(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }

    pub(crate) fn listeners(&self) -> usize {
        self.0.receiver_count()
    }
}
