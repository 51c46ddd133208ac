//! `authing logs`.

use std::time::{Duration, SystemTime};

use authing_management::{Timestamp, logs::ListLogs};
use clap::{Args, Subcommand};

use super::shared::user_id;
use crate::{
    context::{Context, ListOptions},
    failure::Failure,
    output::{Column, column},
};

const COLUMNS: &[Column] = &[
    column("timestamp", "TIME", "时间"),
    column("eventType", "EVENT", "事件"),
    column("userName", "USER", "用户"),
    column("resourceName", "RESOURCE", "对象"),
    column("clientIp", "IP", "IP"),
    column("eventResultCode", "RESULT", "结果"),
    column("appName", "APP", "应用"),
];

const EXAMPLES: &str = "Examples:
  # What users did in the last hour
  authing logs actions --since 1h
  authing logs actions --user email:alice@example.com --since 2026-11-01 --until 2026-11-08
  # What administrators changed, a line of JSON each
  authing logs audit --since 7d --json";

/// Shows what users and administrators did
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Logs {
    /// Shows what users did: logins, registrations, changes of their own
    #[command(after_help = EXAMPLES)]
    Actions(Filter),
    /// Shows what administrators did
    #[command(after_help = EXAMPLES)]
    Audit(Filter),
}

#[derive(Args, Debug)]
pub(crate) struct Filter {
    /// Only of this user: an id, or email:…, phone:…, username:…, external-id:…
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// Only in this application
    #[arg(long = "app", value_name = "APP")]
    apps: Vec<String>,
    /// Only of this kind
    #[arg(long, value_name = "TYPE")]
    event: Option<String>,
    /// Only from this address
    #[arg(long, value_name = "IP")]
    ip: Option<String>,
    /// Only since then: 90s, 30m, 2h, 7d ago, a day (2026-11-29) or a time (2026-11-29T08:00:00+08:00)
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<SystemTime>,
    /// Only until then, written the same way
    #[arg(long, value_name = "TIME", value_parser = time)]
    until: Option<SystemTime>,
    #[command(flatten)]
    list: ListOptions,
}

impl Logs {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        let (filter, is_audit) = match self {
            Self::Actions(filter) => (filter, false),
            Self::Audit(filter) => (filter, true),
        };
        let mut request = ListLogs::new().limit(filter.list.page_size());
        if let Some(user) = &filter.user {
            let id = user_id(management, user).await?;
            request = match is_audit {
                true => request.operator_ids([id]),
                false => request.user_id(id),
            };
        }
        if !filter.apps.is_empty() {
            request = match (&*filter.apps, is_audit) {
                ([app], false) => request.app_id(app),
                _ => request.app_ids(filter.apps),
            };
        }
        if let Some(event) = filter.event {
            request = request.event_type(event);
        }
        if let Some(ip) = filter.ip {
            request = request.client_ip(ip);
        }
        if let Some(time) = filter.since {
            request = request.start(time);
        }
        if let Some(time) = filter.until {
            request = request.end(time);
        }
        let logs = management.logs();
        let call = match is_audit {
            true => logs.list_audit_logs(request),
            false => logs.list_user_actions(request),
        };
        cx.list(call, COLUMNS, &filter.list).await
    }
}

/// A time, or how long ago it was.
pub(super) fn time(text: &str) -> Result<SystemTime, String> {
    let problem = || {
        text!(
            "it is neither a time (2026-11-29T08:00:00+08:00, 2026-11-29) nor how long ago (90s, 30m, 2h, 7d)",
            "应为时间(2026-11-29T08:00:00+08:00、2026-11-29)或多久之前(90s、30m、2h、7d)"
        )
    };
    let unit = match text.chars().next_back() {
        Some('s') => Some(1),
        Some('m') => Some(60),
        Some('h') => Some(60 * 60),
        Some('d') => Some(24 * 60 * 60),
        _ => None,
    };
    if let Some(unit) = unit {
        let number = text.get(..text.len() - 1).and_then(|number| number.parse::<u32>().ok());
        let seconds = number.ok_or_else(problem)?;
        let ago = Duration::from_secs(u64::from(seconds) * unit);
        return SystemTime::now().checked_sub(ago).ok_or_else(problem);
    }
    let is_day = text.len() == 10 && !text.contains('T');
    let text = if is_day { format!("{text}T00:00:00Z") } else { text.to_owned() };
    Timestamp::from_text(text).to_system_time().ok_or_else(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_day_a_point_or_how_long_ago() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(time("2021-09-24").unwrap(), at(1_632_441_600));
        assert_eq!(time("2021-09-24T08:00:00+08:00").unwrap(), at(1_632_441_600));
        for (text, seconds) in [("90s", 90), ("30m", 1800), ("2h", 7200), ("7d", 604_800)] {
            let age = SystemTime::now().duration_since(time(text).unwrap()).unwrap();
            assert!(age.as_secs().abs_diff(seconds) <= 5, "{text}: {age:?}");
        }
        for text in ["", "h", "-1h", "yesterday", "2021-13-01", "1w", "1é"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
