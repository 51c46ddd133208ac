//! `authing profile`.

use clap::Subcommand;
use serde_json::json;

use crate::{context::Context, failure::Failure};

/// Keeps which user pools there are, and which one is used
#[derive(Debug, Subcommand)]
pub(crate) enum Profile {
    /// Shows which settings are used, and where they come from. No secret is shown
    Show,
}

impl Profile {
    pub(crate) async fn run(self, cx: &Context) -> Result<(), Failure> {
        match self {
            Self::Show => {
                let settings = cx.settings().await?;
                cx.show(&json!({
                    "source": settings.source.long(),
                    "host": settings.host(),
                    "userPoolId": settings.user_pool_id,
                    "appId": settings.app_id,
                    "appHost": settings.app_host,
                }))
            }
        }
    }
}
