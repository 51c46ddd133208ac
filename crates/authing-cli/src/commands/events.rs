//! `authing events`.

use authing_management::events::{Event, GapCause, Subscribe};
use clap::{Args, Subcommand};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::shared::{Pair, pair};
use crate::{context::Context, exit::Exit, failure::Failure, shown::excerpt, texts::pick};

const EXAMPLES: &str = "Examples:
  authing events tail authing.user.updated
  authing events tail authing.user.created authing.user.deleted | jq -r .data.id
  # The next one, then the end
  authing events tail authing.user.created --where data.company=Acme --count 1";

/// Watches what happens in the user pool
#[derive(Debug, Subcommand)]
pub(crate) enum Events {
    /// Writes events as they happen, a line of JSON each, until Ctrl-C. A lost connection is made again
    #[command(after_help = EXAMPLES)]
    Tail(Tail),
}

#[derive(Args, Debug)]
pub(crate) struct Tail {
    /// The types of the events, as the console lists them
    #[arg(value_name = "TYPE", required = true)]
    types: Vec<String>,

    /// Only events in which a field has this value: data.company=Acme
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = pair)]
    filters: Vec<Pair>,

    /// Ends after so many events
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,

    /// The server for events, which a private deployment has of its own: wss://…
    #[arg(long, value_name = "ADDRESS", env = "AUTHING_EVENTS_HOST")]
    host: Option<String>,
}

impl Events {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        match self {
            Self::Tail(tail) => tail.run(cx).await,
        }
    }
}

impl Tail {
    async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        let streams = self.types.iter().map(|name| {
            let mut request = Subscribe::new(name);
            if let Some(host) = &self.host {
                request = request.host(host);
            }
            let name = name.clone();
            management.events().subscribe(request).map(move |event| (name.clone(), event))
        });
        // Each type is a connection; what one of them ends with ends all.
        let mut events = stream::select_all(streams);
        let mut written = 0;
        while let Some((name, event)) = events.next().await {
            let shown = excerpt(&name, 100);
            match event? {
                Event::Subscribed => {
                    cx.out.note(&text!("Listening for {shown}.", "正在监听 {shown}。"));
                }
                Event::Message(message) => {
                    let event = message
                        .json::<Value>()
                        .unwrap_or_else(|_| json!({ "text": message.text() }));
                    if !self.is_wanted(&event) {
                        continue;
                    }
                    cx.out.json_line(&event)?;
                    cx.out.flush()?;
                    written += 1;
                    if self.count == Some(written) || cx.out.is_closed() {
                        return Ok(());
                    }
                }
                Event::Gap(gap) => {
                    let (why, seconds) = (cause(gap.cause), gap.outage.as_secs());
                    cx.out.tell(&match gap.dropped {
                        0 => text!(
                            "Events of {shown} may be missing: {why}, for {seconds} s.",
                            "{shown} 的事件可能有遗漏:{why},持续 {seconds} 秒。"
                        ),
                        dropped => text!(
                            "{dropped} events of {shown} are missing: {why}.",
                            "{shown} 遗漏了 {dropped} 个事件:{why}。"
                        ),
                    });
                }
                _ => (),
            }
        }
        Err(Failure::new(
            Exit::Unavailable,
            text!("The server ended the events.", "服务器结束了事件推送。"),
        ))
    }

    fn is_wanted(&self, event: &Value) -> bool {
        self.filters.iter().all(|Pair { key, value }| {
            let found = key.split('.').try_fold(event, |event, name| match event {
                Value::Array(list) => list.get(name.parse::<usize>().ok()?),
                event => event.get(name),
            });
            match found {
                Some(Value::String(text)) => text == value,
                Some(Value::Null) | None => false,
                Some(other) => {
                    let text = other.to_string();
                    text == *value
                }
            }
        })
    }
}

fn cause(cause: GapCause) -> &'static str {
    match cause {
        GapCause::Overflow => pick("more came than could be written", "来不及写出"),
        GapCause::Disconnected => pick("the connection was lost", "连接中断"),
        GapCause::Silent => pick("nothing came any more", "连接无响应"),
        GapCause::Oversized => pick("an event was too large", "事件过大"),
        GapCause::Unreadable => pick("what came is not text", "收到的不是文本"),
        _ => pick("the connection failed", "连接异常"),
    }
}
