//! What is asked for with a new code.

use authing_types::wire_enum;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::requests::json_object;

wire_enum! {
    /// Who is to scan a code.
    pub enum QrScene {
        /// A mobile app of your own.
        App = "APP_AUTH",
        /// WeChat, for a mini program.
        MiniProgram = "WXAPP_AUTH",
        /// WeChat, for an official account.
        OfficialAccount = "WECHATMP_AUTH",
    }
}

/// What [`UserQrCodesApi::generate`](super::UserQrCodesApi::generate) takes; a scene alone is enough. `Debug`
/// shows the scene only.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GenerateQrCode {
    pub(super) scene: QrScene,
    /// Whether codes of several scenes are shown as one: the JavaScript SDK never asks for it.
    auto_merge_qr_code: bool,
    #[serde(skip_serializing_if = "Map::is_empty")]
    context: Map<String, Value>,
    #[serde(rename = "params", skip_serializing_if = "Map::is_empty")]
    pub(super) custom_data: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ext_idp_conn_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with_custom_data: Option<bool>,
}

impl GenerateQrCode {
    /// A code for this scene.
    pub fn new(scene: QrScene) -> Self {
        Self {
            scene,
            auto_merge_qr_code: false,
            context: Map::new(),
            custom_data: Map::new(),
            ext_idp_conn_id: None,
            with_custom_data: None,
        }
    }

    /// Data for the application's pipeline functions.
    #[must_use]
    pub fn context<N: Into<String>, V: Into<Value>>(
        mut self,
        context: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.context = json_object(context);
        self
    }

    /// Data that the picture carries, for whoever scans it.
    #[must_use]
    pub fn custom_data<N: Into<String>, V: Into<Value>>(
        mut self,
        data: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.custom_data = json_object(data);
        self
    }

    /// Which of several WeChat connections the code is for, by its id.
    #[must_use]
    pub fn connection_id(mut self, id: impl Into<String>) -> Self {
        self.ext_idp_conn_id = Some(id.into());
        self
    }

    /// Whether the user comes with custom data.
    #[must_use]
    pub fn with_custom_data(mut self, with: bool) -> Self {
        self.with_custom_data = Some(with);
        self
    }
}

impl From<QrScene> for GenerateQrCode {
    fn from(scene: QrScene) -> Self {
        Self::new(scene)
    }
}

authing_types::redacted_debug!(GenerateQrCode { scene });
