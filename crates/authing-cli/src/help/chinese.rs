//! The help of commands in Chinese, by the English that stands in the code.

/// A sentence of a command's help in Chinese.
pub(super) fn chinese(english: &str) -> String {
    let found = HELP.iter().find(|(known, _)| *known == english);
    // A test finds what is missing; whoever meets it is helped better by English than by nothing.
    found.map_or(english, |(_, chinese)| chinese).to_owned()
}

#[rustfmt::skip]
pub(super) const HELP: &[(&str, &str)] = &[
    ("Authing on the command line: users, roles, organisations, applications", "Authing 命令行工具:管理用户、角色、组织机构与应用"),
];
