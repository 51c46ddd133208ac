//! Deliveries that are handled after the response.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use authing_core::Error as CallError;
use authing_protocols::Error;
use tokio::{runtime::Handle, sync::mpsc, task::JoinHandle};

use super::{delivery::WebhookDelivery, error::WebhookError, service::WebhookHandler};

/// Handles deliveries one after the other, after the response: Authing waits for it only moments.
///
/// What waits is in memory, and lost with the process: [`finish`](Self::finish) waits for it. A clone
/// is the same queue.
///
/// ```
/// use authing_web::webhook::{WebhookDelivery, WebhookQueue, Webhooks, WebhookService};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let queue = WebhookQueue::new(1000, async |delivery: WebhookDelivery| {
///     println!("{}", delivery.name());
///     Ok::<_, std::io::Error>(())
/// })?;
/// let webhooks = Webhooks::builder("the secret of the webhook").build()?;
/// let service = WebhookService::new(webhooks, queue.clone());
/// // Serve it, and before the process ends:
/// queue.finish().await;
/// # let _ = service; Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebhookQueue {
    sender: Arc<Mutex<Option<mpsc::Sender<WebhookDelivery>>>>,
    worker: Arc<Mutex<Option<JoinHandle<()>>>>,
    capacity: usize,
}

impl WebhookQueue {
    /// A queue in which so many deliveries may wait; more are refused with 503. A handler that fails or
    /// panics is written to the log, and the next delivery is handled.
    ///
    /// # Errors
    ///
    /// [`Error::Call`] of the kind `Config`, outside of a tokio runtime and for a capacity of 0.
    pub fn new(capacity: usize, handler: impl WebhookHandler) -> Result<Self, Error> {
        let refuse = |option, problem: &str| Err(CallError::config(option, problem).into());
        if capacity == 0 {
            return refuse("capacity", "is 0: no delivery would be taken");
        }
        let Ok(runtime) = Handle::try_current() else {
            return refuse("runtime", "is missing: make the queue inside of a tokio runtime");
        };
        let (sender, mut waiting) = mpsc::channel::<WebhookDelivery>(capacity);
        let handler = Arc::new(handler);
        let worker = runtime.spawn(async move {
            while let Some(delivery) = waiting.recv().await {
                let name: String = delivery.name().chars().take(100).collect();
                let handler = Arc::clone(&handler);
                // In a task of its own, so that a panic ends this delivery alone.
                let done = tokio::spawn(async move { handler.handle(delivery).await }).await;
                match done {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        tracing::error!(event = ?name, reason = %error, "a delivery is not handled");
                    }
                    Err(_) => tracing::error!(event = ?name, "the handler of a delivery panicked"),
                }
            }
        });
        Ok(Self {
            sender: Arc::new(Mutex::new(Some(sender))),
            worker: Arc::new(Mutex::new(Some(worker))),
            capacity,
        })
    }

    /// Puts a delivery in.
    ///
    /// # Errors
    ///
    /// [`WebhookError::Busy`] when the queue is full or finished.
    pub fn push(&self, delivery: WebhookDelivery) -> Result<(), WebhookError> {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        // It is full, its worker is gone, or it is finished.
        let is_taken = sender.as_ref().is_some_and(|sender| sender.try_send(delivery).is_ok());
        if is_taken { Ok(()) } else { Err(WebhookError::Busy { waiting: self.capacity }) }
    }

    /// Takes no more deliveries, and waits until those that wait are handled.
    pub async fn finish(&self) {
        drop(self.sender.lock().unwrap_or_else(PoisonError::into_inner).take());
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(worker) = worker
            && worker.await.is_err()
        {
            tracing::error!("the queue of deliveries ended early");
        }
    }
}

impl WebhookHandler for WebhookQueue {
    async fn handle(
        &self,
        delivery: WebhookDelivery,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(self.push(delivery)?)
    }
}

impl fmt::Debug for WebhookQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookQueue").field("capacity", &self.capacity).finish_non_exhaustive()
    }
}
