//! Organisations that are kept like a directory elsewhere.

use authing_core::{Call, Operation};
use serde_json::json;

use super::OrgsApi;

const START_SYNC_DINGTALK: Operation =
    Operation::post("orgs.start_sync", "/connections/enterprise/dingtalk/start-sync").management();
const START_SYNC_WECHAT_WORK: Operation =
    Operation::post("orgs.start_sync", "/connections/enterprise/wechatwork/start-sync")
        .management();
const START_SYNC_AD: Operation = Operation::post("orgs.start_sync", "/api/v2/ad/sync").management();

impl OrgsApi<'_> {
    /// Begins to take over departments and people from a directory elsewhere. The response comes
    /// when it has begun, not when it is done.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, SyncProvider};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// management.orgs().start_sync(SyncProvider::DingTalk).await?;
    /// let connector = "61de98be49267601119fb83a";
    /// management.orgs().start_sync(SyncProvider::active_directory(connector)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /connections/enterprise/dingtalk/start-sync`, `…/wechatwork/start-sync` or
    /// `POST /api/v2/ad/sync`. Not idempotent: each begins another run.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty connector id; an error of the
    /// server's when the directory is not set up in the console.
    pub fn start_sync(&self, provider: SyncProvider) -> Call<()> {
        match provider {
            SyncProvider::DingTalk => {
                self.call(START_SYNC_DINGTALK).command(|request| request.json(&json!({})))
            }
            SyncProvider::WeCom => {
                self.call(START_SYNC_WECHAT_WORK).command(|request| request.json(&json!({})))
            }
            SyncProvider::ActiveDirectory { connector_id } => self
                .call(START_SYNC_AD)
                .required("connector_id", &connector_id)
                .command(|request| request.json(&json!({ "connectionId": connector_id }))),
        }
    }
}

/// The directory that [`OrgsApi::start_sync`] takes over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyncProvider {
    /// DingTalk.
    DingTalk,
    /// WeCom, once called WeChat Work.
    WeCom,
    /// An Active Directory, through a connector.
    #[non_exhaustive]
    ActiveDirectory {
        /// The connector's id.
        connector_id: String,
    },
}

impl SyncProvider {
    /// The Active Directory that this connector reaches.
    pub fn active_directory(connector_id: impl Into<String>) -> Self {
        Self::ActiveDirectory { connector_id: connector_id.into() }
    }
}
