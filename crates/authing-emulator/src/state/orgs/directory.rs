//! Directories outside of Authing, which organisations can be synchronised from.

use serde::{Deserialize, Deserializer, Serialize};

/// Whose directory it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DirectoryProvider {
    /// DingTalk.
    DingTalk,
    /// WeChat Work.
    WeChatWork,
    /// An Active Directory, reached through a connector.
    #[serde(rename = "ad")]
    ActiveDirectory,
}

/// A directory that the start of a synchronisation finds: see
/// [`Emulator::set_directory`](crate::Emulator::set_directory).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Directory {
    pub(crate) provider: DirectoryProvider,
    #[serde(default)]
    pub(crate) connection_id: Option<String>,
    pub(crate) root: DirectoryNode,
}

show_fields!(Directory { provider, connection_id });

impl Directory {
    /// What DingTalk knows.
    #[must_use]
    pub fn ding_talk(root: DirectoryNode) -> Self {
        Self { provider: DirectoryProvider::DingTalk, connection_id: None, root }
    }

    /// What WeChat Work knows.
    #[must_use]
    pub fn wechat_work(root: DirectoryNode) -> Self {
        Self { provider: DirectoryProvider::WeChatWork, connection_id: None, root }
    }

    /// What the Active Directory behind a connector knows.
    #[must_use]
    pub fn active_directory(connector_id: impl Into<String>, root: DirectoryNode) -> Self {
        let connection_id = Some(connector_id.into());
        Self { provider: DirectoryProvider::ActiveDirectory, connection_id, root }
    }
}

/// A department with the departments below it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryNode {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) code: Option<String>,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default, deserialize_with = "or_none")]
    pub(crate) children: Vec<DirectoryNode>,
}

show_fields!(DirectoryNode {});

/// Some trees write `null` for no children.
fn or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DirectoryNode>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl DirectoryNode {
    /// A department of this name with none below it.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), code: None, description: None, children: Vec::new() }
    }

    /// Its code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// One more department below it.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }
}
