//! What a command has at hand.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use authing_management::{Lang, ManagementClient, PagedCall};
use futures_util::{FutureExt as _, StreamExt as _};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::{
    exit::Exit,
    failure::Failure,
    interrupt::Interrupt,
    output::{Column, Layout, Output, Table, flat},
    profiles::{self, Choice, Settings},
    shown::excerpt,
    texts::{Language, language},
};

/// Entries of a page: what the server takes without complaint.
const PAGE_SIZE: u32 = 50;

/// Shown on a terminal unless more is asked for.
const SHOWN_TO_PEOPLE: u64 = 100;

/// What a command has at hand: where it works, how it speaks and who it asks.
pub(crate) struct Context {
    /// Shared with whatever is called back while work is under way.
    pub(crate) out: Arc<Output>,
    pub(crate) interrupt: Interrupt,
    /// Whether every question has its yes beforehand.
    pub(crate) yes: bool,
    /// Which profile was asked for, and in which file they are.
    pub(crate) choice: Choice,
    timeout: Option<Duration>,
    settings: OnceCell<Settings>,
    management: OnceCell<ManagementClient>,
}

impl Context {
    pub(crate) fn new(
        out: Output,
        interrupt: Interrupt,
        yes: bool,
        choice: Choice,
        timeout: Option<Duration>,
    ) -> Self {
        Self {
            out: Arc::new(out),
            interrupt,
            yes,
            choice,
            timeout,
            settings: OnceCell::new(),
            management: OnceCell::new(),
        }
    }

    /// The profile, or what the environment says: read once, when first needed.
    pub(crate) async fn settings(&self) -> Result<&Settings, Failure> {
        self.settings.get_or_try_init(|| async { profiles::load(&self.choice) }).await
    }

    /// The administrator's client: made once, when first needed.
    pub(crate) async fn management(&self) -> Result<&ManagementClient, Failure> {
        self.management
            .get_or_try_init(|| async {
                let settings = self.settings().await?;
                self.management_for(settings).await
            })
            .await
    }

    /// An administrator's client of these settings.
    pub(crate) async fn management_for(
        &self,
        settings: &Settings,
    ) -> Result<ManagementClient, Failure> {
        let secret = settings.secret(&self.out).await?;
        let mut builder = ManagementClient::builder(&*settings.user_pool_id, secret)
            .lang(server_lang())
            .request_from("cli")
            .danger_allow_http(settings.danger_allow_http);
        if let Some(host) = &settings.host {
            builder = builder.host(host);
        }
        if let Some(key) = &settings.public_key {
            builder = builder.public_key(key);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        builder.build().map_err(|error| settings.named(error))
    }

    /// Shows one thing: its fields for people, a document for scripts.
    pub(crate) fn show(&self, thing: &impl Serialize) -> Result<(), Failure> {
        let value = to_value(thing)?;
        if self.out.is_json() {
            return self.out.line(&format!("{value:#}"));
        }
        let fields = flat(&value);
        let mut table = Table::new(vec![String::new(); 2], self.out.columns());
        let rows: Vec<_> = fields.into_iter().map(|(name, value)| vec![name, value]).collect();
        for line in table.lines(&rows) {
            self.out.line(&line)?;
        }
        Ok(())
    }

    /// Shows a list as it comes, page by page: a table for people, a line of JSON each for scripts.
    pub(crate) async fn list<T: Serialize + Send + 'static>(
        &self,
        call: PagedCall<T>,
        columns: &[Column],
        asked: &ListOptions,
    ) -> Result<(), Failure> {
        let mut rows = Rows::new(self, columns, asked);
        let mut pages = call.pages();
        let mut total = None;
        while !rows.is_full() && !self.out.is_closed() {
            let page = match pages.next().now_or_never() {
                Some(page) => page,
                // What there is so far is seen while the next page is on its way.
                None => {
                    self.out.flush()?;
                    pages.next().await
                }
            };
            let Some(page) = page.transpose()? else { break };
            total = u64::try_from(page.total_count).ok();
            rows.add(&page.list)?;
        }
        rows.finish(total)
    }

    /// Shows a list that came as a whole.
    pub(crate) fn list_all<T: Serialize>(
        &self,
        things: &[T],
        columns: &[Column],
        asked: &ListOptions,
    ) -> Result<(), Failure> {
        let mut rows = Rows::new(self, columns, asked);
        rows.add(things)?;
        rows.finish(u64::try_from(things.len()).ok())
    }

    /// Does one thing after the other to several of them, and tells of each. One that is refused does not keep
    /// the others from it; what would meet all of them, such as a wrong secret or an outage, does.
    pub(crate) async fn for_each<F>(
        &self,
        names: &[String],
        done: impl Fn(&str) -> String,
        act: impl Fn(String) -> F,
    ) -> Result<(), Failure>
    where
        F: Future<Output = Result<(), Failure>>,
    {
        let mut exits = Vec::new();
        let mut finished = 0_usize;
        // What is under way is brought to its end, so that nobody has to guess.
        let graceful = self.interrupt.graceful();
        let not_tried = |index: usize| match names.len() - index {
            0 => (),
            left => {
                self.out.tell(&text!("{left} more were not tried.", "其余 {left} 项未执行。"));
            }
        };
        for (index, name) in names.iter().enumerate() {
            if let Some(exit) = graceful.is_requested() {
                not_tried(index);
                return Err(Failure { exit, ..Failure::interrupted() });
            }
            let shown = excerpt(name, 100);
            let mut work = pin!(act(name.clone()));
            let outcome = tokio::select! {
                biased;
                outcome = &mut work => outcome,
                _ = graceful.requested() => {
                    self.out.tell(&text!(
                        "Finishing {shown}. Ctrl-C again stops at once.",
                        "正在完成 {shown},再按一次 Ctrl-C 立即停止。"
                    ));
                    work.await
                }
            };
            let failure = match outcome {
                Ok(()) => {
                    self.out.done(&done(&shown), || json!({ "id": name, "ok": true }))?;
                    self.out.flush()?;
                    finished += 1;
                    continue;
                }
                Err(failure) if names.len() == 1 => return Err(failure),
                Err(failure) => failure,
            };
            let exit = failure.exit;
            exits.push(exit);
            let sentence = format!("{shown}: {}", failure.sentence);
            self.out.failure(&Failure { sentence, ..failure });
            if matches!(exit, Exit::Denied | Exit::Unavailable) {
                not_tried(index + 1);
                break;
            }
        }
        match exits.first() {
            None => Ok(()),
            Some(first) if finished == 0 && exits.iter().all(|exit| exit == first) => {
                Err(Failure::silent(*first))
            }
            Some(_) => Err(Failure::silent(Exit::Partial)),
        }
    }
}

/// The language of the server's messages.
fn server_lang() -> Lang {
    match language() {
        Language::English => Lang::EnUs,
        Language::Chinese => Lang::ZhCn,
    }
}

/// A model as JSON. Secrets in it are masked.
pub(crate) fn to_value(thing: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(thing).map_err(|error| {
        Failure::new(
            Exit::Failed,
            text!("The result cannot be shown: {error}.", "无法显示结果:{error}。"),
        )
    })
}

/// How much of a list is wanted, and which fields of it.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct ListOptions {
    /// Shows at most this many. Without it, a terminal shows 100, and a pipe or a file gets all
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) limit: Option<u64>,

    /// Shows all, on a terminal too
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,

    /// Shows these fields as columns, by the names that --json shows: id,customData.level
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
}

impl ListOptions {
    /// What one page is asked to hold.
    pub(crate) fn page_size(&self) -> u32 {
        let limit = self.limit.and_then(|limit| u32::try_from(limit).ok());
        limit.map_or(PAGE_SIZE, |limit| limit.clamp(1, PAGE_SIZE))
    }
}

/// A list on its way out.
struct Rows<'c> {
    cx: &'c Context,
    layout: Layout,
    table: Table,
    limit: Option<u64>,
    shown: u64,
}

impl<'c> Rows<'c> {
    fn new(cx: &'c Context, columns: &[Column], asked: &ListOptions) -> Self {
        let layout = Layout::new(columns, &asked.columns);
        let usual = cx.out.is_terminal().then_some(SHOWN_TO_PEOPLE);
        Self {
            table: Table::new(layout.titles(), cx.out.columns()),
            layout,
            limit: asked.limit.or(usual.filter(|_| !asked.all)),
            shown: 0,
            cx,
        }
    }

    fn is_full(&self) -> bool {
        self.limit.is_some_and(|limit| self.shown >= limit)
    }

    fn add(&mut self, things: &[impl Serialize]) -> Result<(), Failure> {
        let left = self.limit.map_or(u64::MAX, |limit| limit.saturating_sub(self.shown));
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(things.len());
        let values: Result<Vec<_>, _> = things.iter().take(wanted).map(to_value).collect();
        let values = values?;
        if self.cx.out.is_json() {
            for value in &values {
                self.cx.out.json_line(value)?;
            }
        } else if !values.is_empty() {
            let rows: Vec<_> = values.iter().map(|value| self.layout.row(value)).collect();
            let lines = self.table.lines(&rows);
            if self.shown == 0 {
                self.cx.out.line(&self.cx.out.bold(&self.table.header()))?;
            }
            for line in lines {
                self.cx.out.line(&line)?;
            }
        }
        self.shown += u64::try_from(values.len()).unwrap_or_default();
        Ok(())
    }

    fn finish(self, total: Option<u64>) -> Result<(), Failure> {
        self.cx.out.flush()?;
        if self.cx.out.is_json() {
            return Ok(());
        }
        let shown = self.shown;
        match total {
            _ if shown == 0 => {
                self.cx.out.note(crate::texts::pick("There are none.", "没有结果。"));
            }
            Some(total) if total > shown && self.is_full() => self.cx.out.note(&text!(
                "{shown} of {total} shown. --all shows all, --limit N another number.",
                "共 {total} 条,已显示 {shown} 条。--all 显示全部,--limit N 指定条数。"
            )),
            _ => (),
        }
        Ok(())
    }
}
