//! Looks at everything that is shown while the tests run.

use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet, HashSet, hash_map::DefaultHasher},
    error::Error as StdError,
    fmt::{self, Debug, Write as _},
    hash::{Hash as _, Hasher as _},
    panic,
    sync::{
        LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde::Serialize;
use tracing::{
    Event, Id, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Record},
};
use tracing_subscriber::{Layer, Registry, layer::Context, layer::SubscriberExt as _};

use crate::{
    canaries,
    needles::{Needles, Seen},
};

/// Where a canary may be shown, and why: the place, the canary, the reason.
type Allowed = (&'static str, &'static str, &'static str);

/// Names that programmers choose, and texts that they hand over to be shown.
pub(crate) const ALLOWED: [Allowed; 20] = [
    ("authing_authentication::SmsScene", "private text", "a word of a vocabulary"),
    ("authing_core::TransportError", "private text", "a transport's own words, made to be shown"),
    ("authing_core::pem::PemError", "private text", "the label of a PEM block"),
    ("authing_management::ListUserActions", "name", "names of operations"),
    ("authing_management::acl::CreateResource", "name", "names of actions, which are codes"),
    ("authing_management::acl::ResourceAction", "name", "names of actions, which are codes"),
    ("authing_management::acl::ResourceDefinition", "name", "names of actions, which are codes"),
    ("authing_management::acl::UpdateResource", "name", "names of actions, which are codes"),
    ("authing_management::applications::OpaqueConfig", "custom data", "names of settings"),
    ("authing_management::tenants::ConnectionFields", "custom data", "names of settings"),
    ("authing_management::tenants::IdentityConnection", "custom data", "names of settings"),
    ("authing_management::tenants::IdentitySource", "custom data", "names of settings"),
    ("authing_protocols::Error", "private text", "a store's own words, made to be shown"),
    ("authing_protocols::cas::CasError", "private text", "names of proxies, which are services"),
    ("authing_protocols::jose::TokenError", "name", "the name of a claim"),
    // What arrives over a WebSocket, at TRACE only, which the documentation of `Subscribe` says.
    ("log of tungstenite::protocol", "custom data", "the WebSocket library's own"),
    ("log of tungstenite::protocol::frame", "custom data", "the WebSocket library's own"),
    ("authing_types::Action", "private text", "a code"),
    ("authing_types::Resource", "private text", "a code"),
    (
        "authing_protocols::store::StoreError",
        "private text",
        "a store's own words, made to be shown",
    ),
];

/// What is shown, and what of it must not have been.
pub(crate) struct Watch {
    needles: Needles,
    /// Texts that were looked at already.
    known: Mutex<HashSet<u64>>,
    /// The places of each leak.
    leaks: Mutex<BTreeMap<Seen, BTreeSet<String>>>,
    /// Which modules spans, events and records came from.
    targets: Mutex<BTreeSet<String>>,
    /// What was looked at, once it is kept, with its places.
    kept: Mutex<Option<Vec<(String, String)>>>,
    /// Which of [`ALLOWED`] were seen, by their places in it.
    allowed: Mutex<BTreeSet<usize>>,
    pub(crate) texts: AtomicUsize,
    pub(crate) spans: AtomicUsize,
    pub(crate) events: AtomicUsize,
    pub(crate) records: AtomicUsize,
}

static WATCH: LazyLock<&'static Watch> = LazyLock::new(|| {
    let watch: &Watch = Box::leak(Box::new(Watch::new()));
    tracing::subscriber::set_global_default(Registry::default().with(Traces(watch))).unwrap();
    log::set_logger(Box::leak(Box::new(Traces(watch)))).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // What this suite has to say names what it found.
        if info.location().is_none_or(|at| !at.file().starts_with("tests/")) {
            watch.look("a panic", &format!("{} {info} {info:?}", payload(info.payload())));
        }
        before(info);
    }));
    watch
});

fn payload(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or_default()
}

/// The one that sees spans, events, log records and panics of the whole process.
pub(crate) fn watch() -> &'static Watch {
    &WATCH
}

impl Watch {
    /// One that sees what it is given.
    pub(crate) fn new() -> Self {
        Self {
            needles: Needles::new(canaries::all().iter().map(|(name, bytes)| (*name, bytes))),
            known: Mutex::default(),
            leaks: Mutex::default(),
            targets: Mutex::default(),
            kept: Mutex::default(),
            allowed: Mutex::default(),
            texts: AtomicUsize::default(),
            spans: AtomicUsize::default(),
            events: AtomicUsize::default(),
            records: AtomicUsize::default(),
        }
    }

    /// Looks at a text that is shown at this place.
    pub(crate) fn look(&self, place: &str, text: &str) {
        self.texts.fetch_add(1, Ordering::Relaxed);
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        if !lock(&self.known).insert(hasher.finish()) {
            return;
        }
        if let Some(kept) = &mut *lock(&self.kept) {
            kept.push((place.to_owned(), text.to_owned()));
        }
        for seen in self.needles.find(text) {
            if let Some(allowed) = allowed(place, &seen) {
                lock(&self.allowed).insert(allowed);
                continue;
            }
            self.leak(seen, place, text);
        }
    }

    /// Whether a span, an event or a record came from a module whose path begins so.
    pub(crate) fn has_seen(&self, module: &str) -> bool {
        lock(&self.targets).iter().any(|target| target.starts_with(module))
    }

    fn leak(&self, seen: Seen, place: &str, text: &str) {
        lock(&self.leaks).entry(seen).or_default().insert(format!("{place}: {}", short(text)));
    }

    /// From now on the texts are kept, for [`search`](Self::search).
    pub(crate) fn keep(&self) {
        *lock(&self.kept) = Some(Vec::new());
    }

    /// Searches what was shown since [`keep`](Self::keep) for what is known only now: tokens and
    /// codes that a server has made.
    pub(crate) fn search<'a>(&self, secrets: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let needles = Needles::new(secrets);
        for (place, text) in lock(&self.kept).iter().flatten() {
            for seen in needles.find(text) {
                self.leak(seen, place, text);
            }
        }
    }

    /// Looks at a value's `Debug`, in both of its forms.
    pub(crate) fn debug(&self, place: &str, value: &(impl Debug + ?Sized)) {
        self.look(place, &format!("{value:?}"));
        self.look(place, &format!("{value:#?}"));
    }

    /// Looks at a value's JSON, which may hold what is about people, and no credential.
    pub(crate) fn json(&self, place: &str, value: &impl Serialize) {
        let json = serde_json::to_string(value).unwrap_or_default();
        self.texts.fetch_add(1, Ordering::Relaxed);
        for seen in self.needles.find(&json) {
            if canaries::is_credential(&seen.secret) {
                self.leak(seen, place, &json);
            }
        }
    }

    /// Looks at an error and all of its causes.
    pub(crate) fn error(&self, place: &str, error: &(dyn StdError + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.look(place, &error.to_string());
            self.look(place, &format!("{error:#}"));
            self.debug(place, error);
            // What an `io::Error` wraps is not among its sources.
            let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
            next = match wrapped {
                Some(wrapped) => Some(wrapped),
                None => error.source(),
            };
        }
    }

    /// What is allowed and does not show: it need not be allowed.
    pub(crate) fn needlessly_allowed(&self) -> Vec<&'static Allowed> {
        let seen = lock(&self.allowed);
        let all = ALLOWED.iter().enumerate();
        // What a log may show is shown by another test, in another process.
        let all = all.filter(|(_, (place, ..))| !place.starts_with("log of "));
        all.filter(|(index, _)| !seen.contains(index)).map(|(_, allowed)| allowed).collect()
    }

    /// The leaks so far, each in one line.
    pub(crate) fn leaks(&self) -> Vec<String> {
        let leaks = lock(&self.leaks);
        let line = |(seen, places): (&Seen, &BTreeSet<String>)| {
            let first = places.first().map(String::as_str).unwrap_or_default();
            format!("{} ({}), {} places, first: {first}", seen.secret, seen.form, places.len())
        };
        leaks.iter().map(line).collect()
    }

    #[track_caller]
    pub(crate) fn is_clean(&self) {
        let leaks = self.leaks();
        assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    }
}

/// Shows how much was looked at.
impl Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("texts", &self.texts)
            .field("spans", &self.spans)
            .field("events", &self.events)
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

fn allowed(place: &str, seen: &Seen) -> Option<usize> {
    ALLOWED.iter().position(|(of, secret, _)| *of == place && *secret == seen.secret)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn short(text: &str) -> String {
    text.chars().take(700).collect()
}

/// Passes on every span, field, event and record.
struct Traces(&'static Watch);

/// The fields of a span or an event, as they would be written.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{}={value:?} {value:#?} ", field.name());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = write!(self.0, "{}={value} ", field.name());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn StdError + 'static)) {
        let _ = write!(self.0, "{}={value} {value:?} ", field.name());
    }
}

impl Traces {
    fn from(&self, target: &str) {
        let mut targets = lock(&self.0.targets);
        if !targets.contains(target) {
            targets.insert(target.to_owned());
        }
    }

    fn look(&self, place: fmt::Arguments<'_>, fields: &Fields) {
        self.0.look(&place.to_string(), &fields.0);
    }
}

impl<S: Subscriber> Layer<S> for Traces {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.0.spans.fetch_add(1, Ordering::Relaxed);
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let metadata = attributes.metadata();
        self.from(metadata.target());
        self.look(format_args!("span {} of {}", metadata.name(), metadata.target()), &fields);
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        self.look(format_args!("a span's record"), &fields);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.0.events.fetch_add(1, Ordering::Relaxed);
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();
        self.from(metadata.target());
        self.look(format_args!("event {} of {}", metadata.level(), metadata.target()), &fields);
    }
}

impl log::Log for Traces {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.records.fetch_add(1, Ordering::Relaxed);
        self.from(record.target());
        self.0.look(&format!("log of {}", record.target()), &record.args().to_string());
    }

    fn flush(&self) {}
}

/// Looks at what a piece of work comes to: its value or its error.
pub(crate) fn look_at<T: Debug, E: StdError + 'static>(place: &str, outcome: &Result<T, E>) {
    match outcome {
        Ok(value) => watch().debug(place, value),
        Err(error) => watch().error(place, error),
    }
}

/// [`look_at`] for what is awaited, whose own `Debug` is looked at first.
pub(crate) async fn run<C, T, E>(place: &str, call: C)
where
    C: IntoFuture<Output = Result<T, E>> + Debug,
    T: Debug,
    E: StdError + 'static,
{
    watch().debug(place, &call);
    look_at(place, &call.into_future().await);
}

/// [`run`] for what returns the server's own JSON or bytes, or an address for a browser, whose
/// `Debug` is not ours: only the call and its error are looked at.
pub(crate) async fn run_open<C, T, E>(place: &str, call: C)
where
    C: IntoFuture<Output = Result<T, E>> + Debug,
    E: StdError + 'static,
{
    watch().debug(place, &call);
    look_at(place, &call.into_future().await.map(drop));
}

/// [`run_open`] for a future.
pub(crate) async fn run_open_future<T, E: StdError + 'static>(
    place: &str,
    call: impl Future<Output = Result<T, E>>,
) {
    look_at(place, &call.await.map(drop));
}

/// [`run`] for a future.
pub(crate) async fn run_future<T: Debug, E: StdError + 'static>(
    place: &str,
    call: impl Future<Output = Result<T, E>>,
) {
    look_at(place, &call.await);
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn password() -> &'static str {
        canaries::canary("password")
    }

    /// Whether a leak is seen when `leak` shows the password.
    #[track_caller]
    fn sees(leak: impl FnOnce(&'static Watch)) {
        let watch: &'static Watch = Box::leak(Box::new(Watch::new()));
        let subscriber = Registry::default().with(Traces(watch));
        tracing::subscriber::with_default(subscriber, || leak(watch));
        let leaks = watch.leaks();
        assert!(leaks.iter().any(|leak| leak.starts_with("password (")), "{leaks:?}");
    }

    #[test]
    fn a_leak_is_seen_in_a_span_in_its_fields_and_in_an_event() {
        // The global one makes tracing ask the one of this thread.
        watch();
        sees(|_| drop(tracing::trace_span!("work", of = password())));
        sees(|_| drop(tracing::trace_span!("work", of = ?password().as_bytes())));
        sees(|_| {
            let span = tracing::trace_span!("work", of = tracing::field::Empty);
            span.record("of", format!("{:#?}", password()));
        });
        sees(|_| tracing::trace!("login with {}", password()));
        sees(|_| {
            let error = io::Error::other(password());
            tracing::trace!(error = &error as &(dyn StdError + 'static), "failed");
        });
    }

    #[test]
    fn a_leak_is_seen_in_a_log_record() {
        sees(|watch| {
            let args = format_args!("login with {}", password());
            log::Log::log(&Traces(watch), &log::Record::builder().args(args).build());
        });
    }

    #[test]
    fn a_leak_is_seen_in_every_cause_of_an_error_and_in_what_io_wraps() {
        let cause = io::Error::other(io::Error::other(password()));
        sees(|watch| watch.error("an error", &io::Error::other(cause)));
    }

    #[test]
    fn a_leak_is_seen_in_debug_and_in_json() {
        sees(|watch| watch.debug("a value", &Some(password())));
        sees(|watch| watch.json("a value", &Some(password())));
    }

    #[test]
    fn what_becomes_known_later_is_looked_for_in_what_was_shown_before() {
        let watch = Watch::new();
        watch.keep();
        watch.look("a place", "the code is Zx81-Spectrum");
        watch.is_clean();
        watch.search([("code", "Zx81-Spectrum")]);
        assert_eq!(watch.leaks().len(), 1);
    }
}
