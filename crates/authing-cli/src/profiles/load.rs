//! Where settings come from.

use std::ffi::OsString;

use authing_core::options::Variables;

use super::{
    file::{ProfileFile, Profiles},
    settings::{Choice, Settings, Source, USER_POOL_ID, USER_POOL_SECRET, from_environment},
};
use crate::failure::Failure;

/// Finds the settings, by what comes first:
///
/// 1. the profile that `--profile` or `AUTHING_PROFILE` names;
/// 2. the environment, if `AUTHING_USERPOOL_ID` or `AUTHING_USERPOOL_SECRET` is set;
/// 3. the default profile of the file.
pub(crate) fn load(choice: &Choice) -> Result<Settings, Failure> {
    load_with(choice, |name| std::env::var_os(name))
}

fn load_with(
    choice: &Choice,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<Settings, Failure> {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    if choice.profile.is_none() && (is_set(USER_POOL_ID) || is_set(USER_POOL_SECRET)) {
        return from_environment(&Variables::of(&variable)).map_err(Failure::from);
    }
    let file = ProfileFile::locate(choice)?;
    let profiles = file.read()?;
    let path = file.path().to_owned();
    if let Some(name) = &choice.profile {
        let profile = profiles.get(name)?;
        return profile.settings(Source::Named { profile: name.clone(), file: path });
    }
    let Some(name) = profiles.default_name() else {
        return Err(no_settings(&profiles));
    };
    profiles.get(name)?.settings(Source::Default { profile: name.to_owned(), file: path })
}

fn no_settings(profiles: &Profiles) -> Failure {
    let names = profiles.names();
    if names.is_empty() {
        return Failure::config(text!(
            "It is not known which user pool to work on.",
            "还不知道要操作哪个用户池。"
        ))
        .hint(text!(
            "Begin with `authing profile add NAME`, or set {USER_POOL_ID} and {USER_POOL_SECRET}.",
            "请先运行 `authing profile add 名称`,或设置 {USER_POOL_ID} 与 {USER_POOL_SECRET}。"
        ));
    }
    let names = names.join(", ");
    Failure::config(text!(
        "No profile is the default, and none is named. There are: {names}.",
        "没有默认配置,也未指定配置。现有配置:{names}。"
    ))
    .hint(text!(
        "Add --profile NAME, or run `authing profile use NAME`.",
        "请加上 --profile 名称,或运行 `authing profile use 名称`。"
    ))
}
