//! Ctrl-C and the terminate signal.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::watch;

use crate::exit::Exit;

/// What was asked for so far: how often, and what a stop would end with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    times: u32,
    exit: Exit,
}

/// Knows whether somebody wants the program to stop.
///
/// The first Ctrl-C drops the command wherever it waits, unless it holds a [`Graceful`]: then it is told, may
/// come to an end by itself, and is dropped by the second.
#[derive(Clone, Debug)]
pub(crate) struct Interrupt {
    asked: watch::Receiver<Asked>,
    is_graceful: Arc<AtomicBool>,
}

impl Interrupt {
    /// Listens from now on.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let (sender, asked) = watch::channel(Asked { times: 0, exit: Exit::Interrupted });
        let mut signals = Signals::listen()?;
        tokio::spawn(async move {
            while let Some(exit) = signals.next().await {
                sender.send_modify(|asked| *asked = Asked { times: asked.times + 1, exit });
            }
        });
        Ok(Self { asked, is_graceful: Arc::default() })
    }

    /// The command wants to come to an end by itself.
    pub(crate) fn graceful(&self) -> Graceful {
        self.is_graceful.store(true, Ordering::Relaxed);
        Graceful(self.clone())
    }

    /// Waits until the program has to stop at once; returns what it ends with.
    pub(crate) async fn forced(&self) -> Exit {
        let needed = |asked: &Asked| {
            let patience = u32::from(self.is_graceful.load(Ordering::Relaxed));
            asked.times > patience
        };
        let mut asked = self.asked.clone();
        match asked.wait_for(needed).await {
            Ok(asked) => asked.exit,
            // Nobody listens any more, so nobody will ask.
            Err(_) => std::future::pending().await,
        }
    }
}

/// While this lives, the first Ctrl-C is the command's to handle.
#[derive(Debug)]
pub(crate) struct Graceful(Interrupt);

impl Graceful {
    /// Whether somebody wants the program to stop already, and what it ends with then.
    pub(crate) fn is_requested(&self) -> Option<Exit> {
        let asked = *self.0.asked.borrow();
        (asked.times > 0).then_some(asked.exit)
    }

    /// Waits until somebody wants the program to stop; returns what it ends with then.
    pub(crate) async fn requested(&self) -> Exit {
        let mut asked = self.0.asked.clone();
        let exit = asked.wait_for(|asked| asked.times > 0).await.map(|asked| asked.exit).ok();
        match exit {
            Some(exit) => exit,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Graceful {
    fn drop(&mut self) {
        self.0.is_graceful.store(false, Ordering::Relaxed);
    }
}

struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) -> Option<Exit> {
        tokio::select! {
            came = self.interrupt.recv() => came.map(|()| Exit::Interrupted),
            came = self.terminate.recv() => came.map(|()| Exit::Terminated),
        }
    }

    #[cfg(not(unix))]
    fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) -> Option<Exit> {
        tokio::signal::ctrl_c().await.ok().map(|()| Exit::Interrupted)
    }
}
