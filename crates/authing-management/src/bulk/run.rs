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
    ImportFailed, ImportOptions, ImportReport, ImportedRow, RejectedRow, RejectionReason,
    RowOutcome,
    decode::{Record, records},
    ledger::{Claim, Holder, Ledger},
    options::{ENOUGH_ROWS, tell},
    report::{Done, Rejected},
    retry,
};

type Outcome = Result<Done, Rejected>;

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
    ) -> impl Future<Output = Outcome> + Send;
}

/// A row among the others of its file.
pub(crate) struct Place<'a> {
    row: u64,
    key: Option<&'static str>,
    claims: Arc<[Claim]>,
    ledger: &'a Ledger,
    /// The rows before it that were not done when it began.
    earlier: Vec<UnderWay<'a>>,
    /// A request to create was sent, and what became of it is not known.
    pub(crate) maybe_created: bool,
    /// The fields that requests to update have named so far: what became of one need not be known.
    changed: Vec<String>,
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
    /// whether there was one to wait for.
    async fn wait_for(&self, claims: &[Claim]) -> bool {
        let mut waited = false;
        for row in self.earlier.iter().filter(|row| row.shares(claims)) {
            waited |= row.outcome.peek().is_none();
            row.outcome.clone().await.ok();
        }
        waited
    }

    /// Sends a call that creates what the row says, and notes when it cannot be known whether it did.
    pub(crate) async fn creating<T>(
        &mut self,
        call: impl IntoFuture<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let before = std::mem::replace(&mut self.maybe_created, true);
        let created = call.await;
        if let Err(error) = &created {
            let maybe = retry::is_transient(error) && !error.is_not_sent();
            self.maybe_created = before || maybe;
        }
        created
    }

    /// Notes that a request is sent which changes these fields; what all of them together have done.
    pub(crate) fn changing(&mut self, fields: Vec<String>) -> Done {
        let new = fields.into_iter().filter(|field| !self.changed.contains(field));
        let new: Vec<_> = new.collect();
        self.changed.extend(new);
        match self.changed.is_empty() {
            true => Done::Unchanged,
            false => Done::Updated(self.changed.clone()),
        }
    }

    /// Waits for the rows before this one that are about the user with this key. Says whether
    /// there was one to wait for.
    pub(crate) async fn wait_for_key(&self, key: &'static str, forms: &[String]) -> bool {
        let claims: Vec<_> = forms.iter().map(|form| self.ledger.claim(key, form)).collect();
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

    /// Notes that this row now has these of its names.
    pub(crate) fn hold(&self, has: impl Fn(&str) -> bool) {
        let key = self.claims_of(|claim| Some(claim.field) == self.key);
        self.ledger.hold(self.row, &key, &self.claims_of(|claim| has(claim.field)));
    }

    fn claims_of(&self, wanted: impl Fn(&Claim) -> bool) -> Vec<Claim> {
        self.claims.iter().filter(|claim| wanted(claim)).copied().collect()
    }
}

/// A row that has been read.
struct Prepared<R, K> {
    row: u64,
    bytes: u64,
    text: Bytes,
    header: Option<Bytes>,
    work: Result<Work<R, K>, Rejected>,
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
    let ledger = Ledger::default();
    let (importer, ledger) = (&importer, &ledger);
    let mut report = ImportReport { next_row: options.start_at.max(1), ..ImportReport::default() };
    let stopping = AtomicBool::new(false);
    let start_at = options.start_at;
    let attempts = options.attempts;
    if let Err(error) = options.reading.check() {
        return Err(ImportFailed::before_the_first_row(error, options.start_at));
    }
    let rows = records(options.reading.clone(), source, check_columns)
        .filter_map(|record| ready(prepare(importer, ledger, start_at, record).transpose()));
    let mut under_way = VecDeque::<UnderWay<'_>>::new();
    let outcomes = with_lookups(importer, rows)
        // No further row is begun then; those under way are waited for.
        .take_while(|_| ready(!stopping.load(Ordering::Relaxed)))
        .map(|prepared| {
            let Prepared { row, bytes, text, header, work } = match prepared {
                Err(error) => return Either::Left(ready(Err(error))),
                Ok(prepared) => prepared,
            };
            let work = match work {
                Err(rejected) => Either::Left(ready(Err(rejected))),
                Ok(work) => {
                    under_way.retain(|row| row.outcome.peek().is_none());
                    let claims = Arc::clone(&work.claims);
                    let place = Place {
                        row,
                        key: importer.key(),
                        claims: Arc::clone(&claims),
                        ledger,
                        earlier: under_way.iter().cloned().collect(),
                        maybe_created: false,
                        changed: Vec::new(),
                    };
                    let outcome = carry_out(importer, work, place, attempts).boxed().shared();
                    under_way.push_back(UnderWay { claims, outcome: outcome.clone() });
                    Either::Right(outcome)
                }
            };
            Either::Right(async move { Ok((row, bytes, work.await, (text, header))) })
        })
        .buffered(options.concurrency.max(1));
    let mut outcomes = pin!(outcomes);
    let mut failed: Option<Error> = None;
    let mut stopped: Option<Error> = None;
    while let Some(outcome) = outcomes.next().await {
        // Rows after one that failed may or may not have been carried out.
        if failed.is_some() {
            continue;
        }
        match outcome {
            Err(error) => failed = Some(error),
            Ok((_, _, Err(Rejected { error, .. }), _)) if concerns_all_rows(&error) => {
                failed = Some(error);
            }
            Ok((row, bytes, outcome, (text, header))) => {
                report.count(row, bytes, &outcome);
                let told = ImportedRow { row, outcome: RowOutcome::of(&outcome) };
                tell(&mut options.on_row, |observe| observe(&told));
                if let Err(rejected) = outcome {
                    let row = RejectedRow { row, rejected, text, header };
                    tell(&mut options.on_rejected, |observe| observe(&row));
                }
                tell(&mut options.on_progress, |observe| observe(&report));
                stopped = stopped.or_else(|| too_many_rejected(&report, &options));
            }
        }
        if failed.is_some() || stopped.is_some() {
            stopping.store(true, Ordering::Relaxed);
        }
    }
    match failed.or(stopped) {
        None => Ok(report),
        Some(error) => Err(ImportFailed { error, report }),
    }
}

/// Reads a row, and notes what the rows that are passed over have.
fn prepare<I: RowImporter>(
    importer: &I,
    ledger: &Ledger,
    start_at: u64,
    record: Result<Record, Error>,
) -> Result<Option<PreparedBy<I>>, Error> {
    let Record { row, text, header, bytes, fields } = record?;
    let work = fields.and_then(|fields| importer.read(fields)).map(|row| {
        let names = importer.names(&row);
        let claims = names.iter().map(|(field, form)| ledger.claim(field, form)).collect();
        Work { row, claims, known: None }
    });
    if row < start_at {
        if let Ok(Work { claims, .. }) = work {
            let key: Vec<_> =
                claims.iter().filter(|c| Some(c.field) == importer.key()).copied().collect();
            ledger.hold(row, &key, &claims);
        }
        return Ok(None);
    }
    let work = work.map_err(Rejected::from);
    Ok(Some(Prepared { row, bytes, text, header, work }))
}

/// Looks up as many rows at once as the server allows, while those before are carried out.
fn with_lookups<'a, I: RowImporter>(
    importer: &'a I,
    rows: impl Stream<Item = Result<PreparedBy<I>, Error>> + Send + 'a,
) -> impl Stream<Item = Result<PreparedBy<I>, Error>> + Send + 'a {
    let look_up = move |mut rows: Vec<Result<PreparedBy<I>, Error>>| async move {
        let good = rows.iter().flatten().filter_map(|row| row.work.as_ref().ok());
        let asked: Vec<_> = good.map(|work| &work.row).collect();
        // After a failure each row asks for itself, is tried again, and ends the import if need be.
        let known = if asked.is_empty() { Vec::new() } else { ask(importer, &asked).await };
        let good = rows.iter_mut().flatten().filter_map(|row| row.work.as_mut().ok());
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

/// Carries out a row, again after a failure that passes.
async fn carry_out<I: RowImporter>(
    importer: &I,
    work: Work<I::Row, I::Known>,
    mut place: Place<'_>,
    attempts: u32,
) -> Outcome {
    let Work { row, claims, mut known } = work;
    place.wait_for(&claims).await;
    let mut attempt = 1;
    loop {
        let outcome = importer.import(&row, known.take(), &mut place).await;
        match outcome {
            Err(Rejected { error, .. }) if attempt < attempts && retry::is_transient(&error) => {
                tokio::time::sleep(retry::wait(&error, attempt)).await;
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

impl ImportReport {
    fn count(&mut self, row: u64, bytes: u64, outcome: &Outcome) {
        self.rows += 1;
        self.bytes = bytes;
        self.next_row = row + 1;
        match outcome {
            Ok(Done::Created) => self.created += 1,
            Ok(Done::Updated(_)) => self.updated += 1,
            Ok(Done::Unchanged) => {
                self.updated += 1;
                self.unchanged += 1;
            }
            Ok(Done::Skipped) => self.skipped += 1,
            Err(rejected) => {
                self.rejected += 1;
                self.conflicts +=
                    u64::from(matches!(rejected.reason, RejectionReason::Conflict { .. }));
            }
        }
    }
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
