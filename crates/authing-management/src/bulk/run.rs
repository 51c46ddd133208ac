//! Row after row, several at a time.

use std::{
    error::Error as StdError,
    future::{Future, ready},
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
};

use authing_core::{Error, ErrorKind};
use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, future::Either};
use serde_json::{Map, Value};

use super::{
    ImportFailed, ImportOptions, ImportReport, RejectedRow,
    decode::{Record, records},
};

/// What became of a row that was not rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Created,
    Updated,
    Skipped,
}

/// What brings one row of a file to the server.
pub(crate) trait RowImporter: Send + Sync {
    fn import(
        &self,
        fields: Map<String, Value>,
    ) -> impl Future<Output = Result<Done, Error>> + Send;
}

/// Imports the rows of a file with these columns, and counts what becomes of them in the order of
/// the file.
pub(crate) async fn run<B, E>(
    mut options: ImportOptions,
    source: impl Stream<Item = Result<B, E>> + Send,
    check_column: impl Fn(&str) -> Result<(), Error> + Send,
    importer: impl RowImporter,
) -> Result<ImportReport, ImportFailed>
where
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    let importer = &importer;
    let mut report = ImportReport { next_row: options.start_at.max(1), ..ImportReport::default() };
    let failing = AtomicBool::new(false);
    let start_at = options.start_at;
    let outcomes = records(options.format, source, check_column)
        // After a failure no further row is begun; those under way are waited for.
        .take_while(|_| ready(!failing.load(Ordering::Relaxed)))
        .filter(|record| ready(record.as_ref().map_or(true, |record| record.row >= start_at)))
        .map(|record| match record {
            Err(error) => Either::Left(ready(Err(error))),
            Ok(Record { row, text, header, bytes, fields }) => {
                let work = match fields {
                    Ok(fields) => Either::Left(importer.import(fields)),
                    Err(error) => Either::Right(ready(Err(error))),
                };
                Either::Right(async move {
                    let outcome = work.await;
                    Ok((row, bytes, outcome, (text, header)))
                })
            }
        })
        .buffered(options.concurrency.max(1));
    let mut outcomes = pin!(outcomes);
    let mut failed = None;
    while let Some(outcome) = outcomes.next().await {
        if failed.is_some() {
            continue;
        }
        let ended = match outcome {
            Err(error) => Some(error),
            Ok((_, _, Err(error), _)) if concerns_all_rows(&error) => Some(error),
            Ok((row, bytes, outcome, (text, header))) => {
                report.rows += 1;
                report.bytes = bytes;
                report.next_row = row + 1;
                match outcome {
                    Ok(Done::Created) => report.created += 1,
                    Ok(Done::Updated) => report.updated += 1,
                    Ok(Done::Skipped) => report.skipped += 1,
                    Err(error) => {
                        report.rejected += 1;
                        if let Some(observe) = &mut options.on_rejected {
                            observe(&RejectedRow { row, error, text, header });
                        }
                    }
                }
                if let Some(observe) = &mut options.on_progress {
                    observe(&report);
                }
                (report.rejected > options.max_rejected).then(|| {
                    let problem = format!("{} rows were rejected", report.rejected);
                    Error::new(ErrorKind::Input, problem)
                })
            }
        };
        if let Some(error) = ended {
            failing.store(true, Ordering::Relaxed);
            failed = Some(ImportFailed { error, report });
        }
    }
    failed.map_or(Ok(report), Err)
}

/// Whether the rows to come would fail for the same reason.
fn concerns_all_rows(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Input | ErrorKind::Encryption => false,
        ErrorKind::Api => error.is_rate_limited() || error.is_auth_expired(),
        // An outage, a wrong secret, a response of something that is not Authing.
        _ => true,
    }
}
