//! Row after row, several at a time.

use std::{
    collections::VecDeque,
    error::Error as StdError,
    future::{Future, IntoFuture, ready},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
};

use authing_core::{Error, ErrorKind, UnknownKind};
use bytes::Bytes;
use futures_core::{Stream, future::BoxFuture};
use futures_util::{
    FutureExt, StreamExt,
    future::{Either, Shared},
    stream,
};
use serde_json::{Map, Value};

use super::{
    ImportFailed, ImportOptions, ImportReport, ImportedRow, RejectedRow, RowOutcome,
    decode::{Record, records},
    journal::{self, InUse, Noted, Replay, Sending, Writer},
    ledger::{Claim, Holder, Ledger},
    options::{ENOUGH_ROWS, tell},
    report::{Done, LeftOut, Rejected},
    retry,
    stop::Stop,
};

type Outcome = Result<Done, NotDone>;

/// Why a row was not carried out.
#[derive(Clone)]
enum NotDone {
    /// The others can be.
    Rejected(Rejected),
    /// This ends the import: what becomes of the row is not known, or it was not begun.
    Ended(Error),
    /// The program wants no more.
    Stopped,
}

/// What brings one row of a file to the server.
pub(crate) trait RowImporter: Send + Sync {
    /// What a row says.
    type Row: Send + Sync;
    /// What the server has of that.
    type Known: Send;

    /// How many rows are looked up at once.
    const LOOKED_UP: usize = 1;

    /// The column that says who or what a row is about, when nobody else may have the same.
    fn key(&self) -> Option<&'static str>;

    /// What decides about the rows besides the options of every import, by name.
    fn settings(&self) -> Vec<(&'static str, String)>;

    fn read(&self, fields: Map<String, Value>) -> Result<Self::Row, Error>;

    /// What nobody else may have: columns and, of each, the forms of its value that mean the same.
    fn names(&self, row: &Self::Row) -> Vec<(&'static str, String)>;

    /// Asks the server about several rows at once, for each in their order. A row that nothing is
    /// known of asks for itself.
    fn look_up(
        &self,
        _rows: &[&Self::Row],
    ) -> impl Future<Output = Result<Vec<Self::Known>, Error>> + Send {
        ready(Ok(Vec::new()))
    }

    /// Carries out a row. May be called again after a failure that passes, then with nothing known.
    fn import(
        &self,
        row: &Self::Row,
        known: Option<Self::Known>,
        place: &mut Place<'_>,
    ) -> impl Future<Output = Result<Done, Rejected>> + Send;
}

/// A row among the others of its file.
pub(crate) struct Place<'a> {
    row: u64,
    key: Option<&'static str>,
    claims: Arc<[Claim]>,
    ledger: &'a Ledger,
    journal: Option<&'a Writer>,
    /// The rows before it that were not done when it began.
    earlier: Vec<UnderWay<'a>>,
    /// A request to create was sent, and what became of it is not known.
    pub(crate) maybe_created: bool,
    /// The journal says that such a request is sent.
    creation_is_noted: bool,
    /// The fields that requests to update have named so far: what became of one need not be known.
    changed: Vec<String>,
    /// The columns whose names this row has.
    held: Vec<&'static str>,
}

#[derive(Clone)]
struct UnderWay<'a> {
    claims: Arc<[Claim]>,
    outcome: Shared<BoxFuture<'a, Outcome>>,
}

impl UnderWay<'_> {
    fn shares(&self, claims: &[Claim]) -> bool {
        self.claims.iter().any(|claim| claims.contains(claim))
    }
}

impl Place<'_> {
    /// Waits for the rows before this one that claim one of these: the first in the file wins. Says
    /// whether one of them was under way when this row was begun.
    async fn wait_for(&self, claims: &[Claim]) -> bool {
        let mut was_one = false;
        for row in self.earlier.iter().filter(|row| row.shares(claims)) {
            was_one = true;
            row.outcome.clone().await.ok();
        }
        was_one
    }

    /// Sends a call that creates what the row says, and notes when it cannot be known whether it did.
    pub(crate) async fn creating<T>(
        &mut self,
        call: impl IntoFuture<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.creating_if(call, |_| true).await
    }

    /// As [`creating`](Self::creating), where a response may tell that nothing was created.
    pub(crate) async fn creating_if<T>(
        &mut self,
        call: impl IntoFuture<Output = Result<T, Error>>,
        maybe_created: impl FnOnce(&T) -> bool,
    ) -> Result<T, Error> {
        if !self.creation_is_noted
            && let Some(journal) = self.journal
        {
            journal.begin(self.row, Sending::Create).await?;
            self.creation_is_noted = true;
        }
        let before = std::mem::replace(&mut self.maybe_created, true);
        let created = call.await;
        let maybe = match &created {
            Ok(created) => maybe_created(created),
            Err(error) => retry::is_transient(error) && !error.is_not_sent(),
        };
        self.maybe_created = before || maybe;
        if !self.maybe_created
            && std::mem::take(&mut self.creation_is_noted)
            && let Some(journal) = self.journal
        {
            journal.not_created(self.row);
        }
        created
    }

    /// Notes that a request is to be sent which changes these fields; what all of them together have done.
    pub(crate) async fn changing(&mut self, fields: Vec<String>) -> Result<Done, Error> {
        let is_sent = !fields.is_empty();
        let new = fields.into_iter().filter(|field| !self.changed.contains(field));
        let new: Vec<_> = new.collect();
        self.changed.extend(new);
        if is_sent && let Some(journal) = self.journal {
            journal.begin(self.row, Sending::Update(self.changed.clone())).await?;
        }
        Ok(match self.changed.is_empty() {
            true => Done::Unchanged,
            false => Done::Updated(self.changed.clone()),
        })
    }

    /// Waits for the rows before this one that have this name in one of these forms. Says whether
    /// one of them was under way when this row was begun.
    pub(crate) async fn wait_for_name(&self, field: &'static str, forms: &[String]) -> bool {
        let claims: Vec<_> = forms.iter().map(|form| self.ledger.claim(field, form)).collect();
        self.wait_for(&claims).await
    }

    /// Whether a row before this one has one of its names, so that what the server had before may
    /// no longer hold.
    pub(crate) fn says_something_again(&self) -> bool {
        self.ledger.holder(&self.claims).is_some()
    }

    /// Which row before this one has the same in this column.
    pub(crate) fn holder(&self, field: &str) -> Option<Holder> {
        self.ledger.holder(&self.claims_of(|claim| claim.field == field))
    }

    pub(crate) fn row(&self) -> u64 {
        self.row
    }

    /// Notes that this row now has these of its names.
    pub(crate) fn hold(&mut self, has: impl Fn(&str) -> bool) {
        let held = self.claims_of(|claim| has(claim.field));
        hold(self.ledger, self.row, self.key, &self.claims, &held);
        self.held = held.iter().map(|claim| claim.field).collect();
        self.held.dedup();
    }

    fn claims_of(&self, wanted: impl Fn(&Claim) -> bool) -> Vec<Claim> {
        self.claims.iter().filter(|claim| wanted(claim)).copied().collect()
    }
}

/// Notes that a row has these of its names.
fn hold(ledger: &Ledger, row: u64, key: Option<&'static str>, claims: &[Claim], held: &[Claim]) {
    let is_key = |claim: &&Claim| Some(claim.field) == key;
    ledger.hold(row, &claims.iter().filter(is_key).copied().collect::<Vec<_>>(), held);
}

/// A row that has been read.
struct Prepared<R, K> {
    source: Source,
    /// What the journal says of it.
    before: Before,
    work: Result<Work<R, K>, Rejected>,
}

impl<R, K> Prepared<R, K> {
    fn to_do(&self) -> Option<&Work<R, K>> {
        self.work.as_ref().ok().filter(|_| !matches!(self.before, Before::Done(_)))
    }

    fn to_do_mut(&mut self) -> Option<&mut Work<R, K>> {
        self.work.as_mut().ok().filter(|_| !matches!(self.before, Before::Done(_)))
    }
}

/// Where a row is, and how it stands there.
struct Source {
    row: u64,
    bytes: u64,
    text: Bytes,
    header: Option<Bytes>,
    delimiter: u8,
}

enum Before {
    Nothing,
    Sending(Sending),
    Done(Noted),
}

/// The rows of an importer.
type PreparedBy<I> = Prepared<<I as RowImporter>::Row, <I as RowImporter>::Known>;

struct Work<R, K> {
    row: R,
    claims: Arc<[Claim]>,
    known: Option<K>,
}

/// Imports the rows of a file with these columns, and counts what becomes of them in the order of
/// the file.
pub(crate) async fn run<B, E>(
    mut options: ImportOptions,
    source: impl Stream<Item = Result<B, E>> + Send,
    check_columns: impl Fn(&[String]) -> Result<(), Error> + Send,
    importer: impl RowImporter,
) -> Result<ImportReport, ImportFailed>
where
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let start_at = options.start_at.max(1);
    let failed = |error| ImportFailed::before_the_first_row(error, start_at);
    options.reading.check().map_err(failed)?;
    let opened = match &options.journal {
        None => InUse::default(),
        Some(journal) => {
            let settings = options.settings(importer.settings());
            journal::open(journal, settings, start_at, options.dry_run).map_err(failed)?
        }
    };
    run_with(&mut options, source, check_columns, importer, opened).await
}

/// With this journal.
async fn run_with<B, E>(
    options: &mut ImportOptions,
    source: impl Stream<Item = Result<B, E>> + Send,
    check_columns: impl Fn(&[String]) -> Result<(), Error> + Send,
    importer: impl RowImporter,
    opened: InUse,
) -> Result<ImportReport, ImportFailed>
where
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let InUse { mut replay, writer } = opened;
    let ledger = Ledger::default();
    let (importer, ledger, journal) = (&importer, &ledger, writer.as_ref());
    let start_at = options.start_at.max(1);
    let mut report = ImportReport { next_row: start_at, ..ImportReport::default() };
    let stop = Stop::when(options.stop_when.take());
    let (stopping, whole) = (AtomicBool::new(false), AtomicBool::new(false));
    let attempts = options.attempts;
    // What a dry run supposes of a row hangs on all rows before it; it waits for lookups alone.
    let concurrency = if options.dry_run { 1 } else { options.concurrency.max(1) };
    let rows = records(options.reading.clone(), source, check_columns).filter_map(|record| {
        ready(prepare(importer, ledger, start_at, replay.as_mut(), record).transpose())
    });
    let mut under_way = VecDeque::<UnderWay<'_>>::new();
    let end = stream::poll_fn(|_| {
        whole.store(true, Ordering::Relaxed);
        Poll::Ready(None)
    });
    let outcomes = with_lookups(importer, rows)
        .chain(end)
        // No further row is begun then; those under way are waited for.
        .take_until(stop.wished())
        .take_while(|_| ready(!stopping.load(Ordering::Relaxed)))
        .map(|prepared| {
            let Prepared { source, before, work } = match prepared {
                Err(error) => return Either::Left(ready(Err(error))),
                Ok(prepared) => prepared,
            };
            let row = source.row;
            let was_done_before = matches!(before, Before::Done(_));
            let outcome = match (work, before) {
                (work, Before::Done(noted)) => {
                    if let Ok(Work { claims, .. }) = work {
                        let held = claims.iter().filter(|claim| noted.holds(claim.field));
                        let held: Vec<_> = held.copied().collect();
                        hold(ledger, row, importer.key(), &claims, &held);
                    }
                    Either::Left(ready(noted.outcome().map_err(NotDone::Rejected)))
                }
                (Err(rejected), _) => {
                    if let Some(journal) = journal {
                        journal.done(row, Noted::of(&Err(rejected.clone()), &[]));
                    }
                    Either::Left(ready(Err(NotDone::Rejected(rejected))))
                }
                (Ok(work), before) => {
                    under_way.retain(|row| row.outcome.peek().is_none());
                    let claims = Arc::clone(&work.claims);
                    let (maybe_created, changed) = match before {
                        Before::Sending(Sending::Create) => (true, Vec::new()),
                        Before::Sending(Sending::Update(fields)) => (false, fields),
                        _ => (false, Vec::new()),
                    };
                    let place = Place {
                        row,
                        key: importer.key(),
                        claims: Arc::clone(&claims),
                        ledger,
                        journal,
                        earlier: under_way.iter().cloned().collect(),
                        maybe_created,
                        creation_is_noted: maybe_created,
                        changed,
                        held: Vec::new(),
                    };
                    let outcome = carry_out(importer, work, place, attempts, stop.clone());
                    let outcome = outcome.boxed().shared();
                    under_way.push_back(UnderWay { claims, outcome: outcome.clone() });
                    Either::Right(outcome)
                }
            };
            Either::Right(async move { Ok((source, was_done_before, outcome.await)) })
        })
        .buffered(concurrency);
    let mut outcomes = pin!(outcomes);
    let mut failed: Option<Error> = None;
    let mut stopped: Option<Error> = None;
    let mut was_stopped = false;
    while let Some(outcome) = outcomes.next().await {
        // Rows after one that failed may or may not have been carried out.
        if failed.is_some() || was_stopped {
            continue;
        }
        match outcome {
            Err(error) | Ok((_, _, Err(NotDone::Ended(error)))) => failed = Some(error),
            Ok((_, _, Err(NotDone::Stopped))) => was_stopped = true,
            Ok((source, was_done_before, outcome)) => {
                let outcome = match outcome {
                    Ok(done) => Ok(done),
                    Err(NotDone::Rejected(rejected)) => Err(rejected),
                    Err(NotDone::Ended(_) | NotDone::Stopped) => continue,
                };
                report.count(source.row, source.bytes, &outcome);
                report.done_before += u64::from(was_done_before);
                failed = tell_of_row(options, source, outcome, was_done_before).err();
                tell(&mut options.on_progress, |observe| observe(&report));
                stopped = stopped.or_else(|| too_many_rejected(&report, options));
            }
        }
        if failed.is_some() || stopped.is_some() || was_stopped {
            stopping.store(true, Ordering::Relaxed);
        }
    }
    was_stopped |= stop.is_wished() && !whole.load(Ordering::Relaxed);
    let mut ended = failed.or(stopped);
    if let Some(file) = &mut options.rejected_file {
        ended = ended.or(file.end().err());
    }
    if let Some(journal) = journal {
        let is_done = ended.is_none() && !was_stopped;
        let written =
            if is_done { journal.ended(report.rows).await } else { journal.flush().await };
        ended = ended.or(written.err());
    }
    match ended {
        Some(error) => Err(ImportFailed { error, report, was_stopped: false }),
        None if was_stopped => {
            let error =
                Error::new(ErrorKind::Input, "the import was stopped, as the program wished");
            Err(ImportFailed { error, report, was_stopped })
        }
        None => Ok(report),
    }
}

/// Tells the program of a row, in the order of the file.
fn tell_of_row(
    options: &mut ImportOptions,
    source: Source,
    outcome: Result<Done, Rejected>,
    was_done_before: bool,
) -> Result<(), Error> {
    let Source { row, text, header, delimiter, .. } = source;
    let mut written = Ok(());
    if let (Some(file), Err(_) | Ok(Done::Skipped)) = (&mut options.rejected_file, &outcome) {
        let rejected = outcome.as_ref().err();
        let (text, header) = (&*text, header.as_deref());
        written = file.write(&LeftOut { row, rejected, text, header, delimiter });
    }
    let told = ImportedRow { row, outcome: RowOutcome::of(&outcome), was_done_before };
    tell(&mut options.on_row, |observe| observe(&told));
    if let Err(rejected) = outcome {
        let row = RejectedRow { row, rejected, text, header };
        tell(&mut options.on_rejected, |observe| observe(&row));
    }
    written
}

/// Reads a row, and notes what the rows that are passed over have.
fn prepare<I: RowImporter>(
    importer: &I,
    ledger: &Ledger,
    start_at: u64,
    replay: Option<&mut Replay>,
    record: Result<Record, Error>,
) -> Result<Option<PreparedBy<I>>, Error> {
    let Record { row, text, header, delimiter, bytes, fields } = record?;
    let work = fields.and_then(|fields| importer.read(fields)).map(|row| {
        let names = importer.names(&row);
        let claims = names.iter().map(|(field, form)| ledger.claim(field, form)).collect();
        Work { row, claims, known: None }
    });
    if row < start_at {
        if let Ok(Work { claims, .. }) = work {
            hold(ledger, row, importer.key(), &claims, &claims);
        }
        return Ok(None);
    }
    let before = match replay {
        None => Before::Nothing,
        Some(replay) => match (replay.done(row)?, replay.begun(row)) {
            (Some(noted), _) => Before::Done(noted),
            (None, Some(begun)) => Before::Sending(begun),
            (None, None) => Before::Nothing,
        },
    };
    let work = work.map_err(Rejected::from);
    let source = Source { row, bytes, text, header, delimiter };
    Ok(Some(Prepared { source, before, work }))
}

/// Looks up as many rows at once as the server allows, while those before are carried out.
fn with_lookups<'a, I: RowImporter>(
    importer: &'a I,
    rows: impl Stream<Item = Result<PreparedBy<I>, Error>> + Send + 'a,
) -> impl Stream<Item = Result<PreparedBy<I>, Error>> + Send + 'a {
    let look_up = move |mut rows: Vec<Result<PreparedBy<I>, Error>>| async move {
        let good = rows.iter().flatten().filter_map(Prepared::to_do);
        let asked: Vec<_> = good.map(|work| &work.row).collect();
        // After a failure each row asks for itself, is tried again, and ends the import if need be.
        let known = if asked.is_empty() { Vec::new() } else { ask(importer, &asked).await };
        let good = rows.iter_mut().flatten().filter_map(Prepared::to_do_mut);
        for (work, known) in good.zip(known) {
            work.known = Some(known);
        }
        stream::iter(rows)
    };
    rows.ready_chunks(I::LOOKED_UP).map(move |rows| look_up(rows).boxed()).buffered(2).flatten()
}

async fn ask<I: RowImporter>(importer: &I, rows: &[&I::Row]) -> Vec<I::Known> {
    importer.look_up(rows).await.unwrap_or_default()
}

/// Carries out a row, again after a failure that passes, and notes what became of it.
async fn carry_out<I: RowImporter>(
    importer: &I,
    work: Work<I::Row, I::Known>,
    mut place: Place<'_>,
    attempts: u32,
    stop: Stop,
) -> Outcome {
    let Work { row, claims, mut known } = work;
    place.wait_for(&claims).await;
    let mut attempt = 1;
    let outcome = loop {
        match importer.import(&row, known.take(), &mut place).await {
            Err(Rejected { error, .. }) if attempt < attempts && retry::is_transient(&error) => {
                if !stop.sleep(retry::wait(&error, attempt)).await {
                    return Err(NotDone::Stopped);
                }
                attempt += 1;
            }
            Err(Rejected { error, .. }) if concerns_all_rows(&error) => {
                return Err(NotDone::Ended(error));
            }
            outcome => break outcome,
        }
    };
    if let Some(journal) = place.journal {
        // Nothing was sent if this row could not be noted.
        if let Some(failure) = journal.failure() {
            return Err(NotDone::Ended(failure));
        }
        journal.done(place.row, Noted::of(&outcome, &place.held));
    }
    outcome.map_err(NotDone::Rejected)
}

fn too_many_rejected(report: &ImportReport, options: &ImportOptions) -> Option<Error> {
    let ImportReport { rows, rejected, .. } = *report;
    let share = u64::from(options.max_rejected_share);
    let problem = if rejected > options.max_rejected {
        format!("{rejected} rows were rejected")
    } else if rows >= ENOUGH_ROWS && rejected.saturating_mul(100) > rows.saturating_mul(share) {
        format!(
            "{rejected} of {rows} rows were rejected: are these the right file, format and key? \
             `max_rejected_share(100)` imports it all the same"
        )
    } else {
        return None;
    };
    Some(Error::new(ErrorKind::Input, problem))
}

/// Whether an error is about this row, and will be the next time.
pub(crate) fn is_of_row(error: &Error) -> bool {
    !retry::is_transient(error) && !concerns_all_rows(error)
}

/// Whether the rows to come would fail for the same reason.
pub(crate) fn concerns_all_rows(error: &Error) -> bool {
    // What the row says of a user can be left out of other rows.
    let is_of_row = |kind| matches!(kind, UnknownKind::InputField | UnknownKind::Value);
    if error.unknown_to_server().iter().any(|unknown| !is_of_row(unknown.kind)) {
        return true;
    }
    match error.kind() {
        ErrorKind::Input | ErrorKind::Encryption => false,
        ErrorKind::Api => {
            retry::is_transient(error) || error.is_rate_limited() || error.is_auth_expired()
        }
        // An outage, a wrong secret, a response of something that is not Authing.
        _ => true,
    }
}

#[cfg(test)]
mod tests;
