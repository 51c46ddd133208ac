//! Ctrl-C for work that comes to an end by itself, with its report.

use std::sync::{Arc, OnceLock};

use crate::{
    context::Context, exit::Exit, failure::Failure, interrupt::Graceful, progress::Progress,
    texts::pick,
};

/// While this lives, the first Ctrl-C asks the work to end, and the second ends the program.
pub(super) struct Stopping {
    graceful: Arc<Graceful>,
    exit: Arc<OnceLock<Exit>>,
}

impl Stopping {
    pub(super) fn begin(cx: &Context) -> Self {
        Self { graceful: Arc::new(cx.interrupt.graceful()), exit: Arc::default() }
    }

    /// Is ready when the work is to end, which it tells.
    pub(super) fn wish(
        &self,
        cx: &Context,
        progress: &Progress,
    ) -> impl Future<Output = ()> + Send + 'static {
        let (graceful, exit) = (Arc::clone(&self.graceful), Arc::clone(&self.exit));
        let (out, progress) = (Arc::clone(&cx.out), progress.clone());
        async move {
            let asked = graceful.requested().await;
            let _ = exit.set(asked);
            progress.clear();
            out.note(pick(
                "Stopping: what is under way is finished first. Ctrl-C again stops at once.",
                "正在停止:先完成进行中的部分,再按一次 Ctrl-C 立即停止。",
            ));
        }
    }

    /// How the program ends that was asked to stop.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.exit.get().map(|exit| Failure { exit: *exit, ..Failure::interrupted() })
    }
}
