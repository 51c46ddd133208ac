//! `authing devices`.

use std::time::SystemTime;

use authing_management::devices::{ListDevices, ListUserDevices};
use clap::{Args, Subcommand};

use super::shared::{counted, user_id};
use crate::{
    confirm::confirm,
    context::{Context, ListOptions},
    failure::Failure,
    output::{Column, column},
    texts::Thing,
};

const DEVICES: Thing = Thing { one: "device", many: "devices", chinese: "台设备" };

const COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("name", "NAME", "名称"),
    column("os", "SYSTEM", "系统"),
    column("ip", "IP", "IP"),
    column("status", "STATUS", "状态"),
    column("loginTime", "LAST LOGIN", "最近登录"),
];

const USER_COLUMNS: &[Column] = &[
    column("id", "ID", "ID"),
    column("deviceName", "NAME", "名称"),
    column("os", "SYSTEM", "系统"),
    column("ip", "IP", "IP"),
    column("status", "STATUS", "状态"),
    column("loginTime", "LAST LOGIN", "最近登录"),
];

const EXAMPLES: &str = "Examples:
  authing devices list
  authing devices list --user email:alice@example.com
  # Nobody logs in from it until then
  authing devices suspend 61c5a7b8f3d2e1c0b9a8d7e6 --until 2026-12-31";

/// Manages the devices from which users log in
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Devices {
    /// Lists devices
    #[command(visible_alias = "ls")]
    List(List),
    /// Shows a device
    Get(One),
    /// Allows logins from devices again
    Enable(Several),
    /// Forbids logins from devices
    Disable(Several),
    /// Forbids logins from devices for a while
    Suspend(Suspend),
    /// Deletes devices
    #[command(visible_alias = "rm")]
    Delete(Several),
}

#[derive(Args, Debug)]
pub(crate) struct List {
    /// Only devices of this user: an id, or email:…, phone:…, username:…, external-id:…
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    list: ListOptions,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The device's id
    #[arg(value_name = "DEVICE")]
    device: String,
}

#[derive(Args, Debug)]
pub(crate) struct Several {
    /// The devices' ids
    #[arg(value_name = "DEVICE", required = true)]
    devices: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Suspend {
    #[command(flatten)]
    several: Several,
    /// Until when: a day (2026-12-31) or a time (2026-12-31T18:00:00+08:00)
    #[arg(long, value_name = "TIME", value_parser = super::logs::time)]
    until: SystemTime,
}

impl Devices {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        let management = cx.management().await?;
        let devices = management.devices();
        match self {
            Self::List(List { user: None, list }) => {
                let request = ListDevices::new().limit(list.page_size());
                cx.list(devices.list(request), COLUMNS, &list).await
            }
            Self::List(List { user: Some(user), list }) => {
                let id = user_id(management, &user).await?;
                let request = ListUserDevices::new(id).limit(list.page_size());
                cx.list(devices.list_by_user(request), USER_COLUMNS, &list).await
            }
            Self::Get(One { device }) => cx.show(&devices.get(device).await?),
            Self::Enable(Several { devices: ids }) => {
                let many = counted(&ids, DEVICES);
                confirm(cx, &text!("allow logins from {many}", "允许从 {many}登录")).await?;
                let done = |id: &str| text!("Enabled {id}.", "已启用 {id}。");
                cx.for_each(
                    &ids,
                    done,
                    |id| async move { Ok(management.devices().enable(id).await?) },
                )
                .await
            }
            Self::Disable(Several { devices: ids }) => {
                let many = counted(&ids, DEVICES);
                confirm(cx, &text!("forbid logins from {many}", "禁止从 {many}登录")).await?;
                let done = |id: &str| text!("Disabled {id}.", "已停用 {id}。");
                cx.for_each(
                    &ids,
                    done,
                    |id| async move { Ok(management.devices().disable(id).await?) },
                )
                .await
            }
            Self::Suspend(Suspend { several: Several { devices: ids }, until }) => {
                let many = counted(&ids, DEVICES);
                confirm(
                    cx,
                    &text!("forbid logins from {many} for a while", "暂时禁止从 {many}登录"),
                )
                .await?;
                let done = |id: &str| text!("Suspended {id}.", "已挂起 {id}。");
                cx.for_each(&ids, done, |id| async move {
                    Ok(management.devices().suspend(id, until).await?)
                })
                .await
            }
            Self::Delete(Several { devices: ids }) => {
                let many = counted(&ids, DEVICES);
                confirm(cx, &text!("delete {many}", "删除 {many}")).await?;
                let done = |id: &str| text!("Deleted {id}.", "已删除 {id}。");
                cx.for_each(
                    &ids,
                    done,
                    |id| async move { Ok(management.devices().delete(id).await?) },
                )
                .await
            }
        }
    }
}
