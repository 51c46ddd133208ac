//! What people accept when they register with an application.

use std::fmt;

use authing_core::{Call, Error, Operation, RestRequest, client::CallBuilder};
use authing_types::{Page, lenient, wire_enum};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::json;

use super::ApplicationsApi;
use crate::arguments::not_empty;

const LIST: Operation =
    Operation::get("applications.list_agreements", "/api/v2/applications/{app_id}/agreements")
        .management()
        .idempotent();
const CREATE: Operation =
    Operation::post("applications.create_agreement", "/api/v2/applications/{app_id}/agreements")
        .management();
const UPDATE: Operation = Operation::put(
    "applications.update_agreement",
    "/api/v2/applications/{app_id}/agreements/{agreement_id}",
)
.management()
.idempotent();
const DELETE: Operation = Operation::delete(
    "applications.delete_agreement",
    "/api/v2/applications/{app_id}/agreements/{agreement_id}",
)
.management();
const SORT: Operation = Operation::post(
    "applications.sort_agreements",
    "/api/v2/applications/{app_id}/agreements/sort",
)
.management()
.idempotent();

wire_enum! {
    /// The language an agreement is in: login pages show those of their own language.
    pub enum AgreementLang {
        /// Chinese.
        ZhCn = "zh-CN",
        /// English.
        EnUs = "en-US",
    }
}

impl ApplicationsApi<'_> {
    /// Lists the agreements of an application, in their order.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// for agreement in management.applications().list_agreements("600a8f4e37708b363024a3ca").await? {
    ///     println!("{} {:?}", agreement.id, agreement.title);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// `GET /api/v2/applications/{app_id}/agreements`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn list_agreements(&self, app_id: impl Into<String>) -> Call<Vec<Agreement>> {
        let app_id = app_id.into();
        self.client
            .call(LIST)
            .required("app_id", &app_id)
            .rest(|request| request.path("app_id", &app_id))
            .map(|Agreements(list)| list)
    }

    /// Adds an agreement, after those there are.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::CreateAgreement};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let terms = CreateAgreement::new(r#"I accept the <a href="https://acme.com">terms</a>"#);
    /// let agreement = management
    ///     .applications()
    ///     .create_agreement("600a8f4e37708b363024a3ca", terms.required(true))
    ///     .await?;
    /// println!("{}", agreement.id);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/agreements`. Not idempotent: each call adds one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or title;
    /// [`ErrorCode::APPLICATION_NOT_FOUND`](crate::ErrorCode::APPLICATION_NOT_FOUND).
    pub fn create_agreement(
        &self,
        app_id: impl Into<String>,
        agreement: CreateAgreement,
    ) -> Call<Agreement> {
        let app_id = app_id.into();
        self.client
            .call(CREATE)
            .required("app_id", &app_id)
            .required("title", &agreement.title)
            .rest(|request| request.path("app_id", &app_id).json(&agreement))
    }

    /// Changes an agreement.
    ///
    /// ```no_run
    /// use authing_management::{ManagementClient, applications::UpdateAgreement};
    ///
    /// # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
    /// let changes = UpdateAgreement::new().required(false);
    /// management.applications().update_agreement("600a8f4e37708b363024a3ca", 218, changes).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `PUT /api/v2/applications/{app_id}/agreements/{agreement_id}`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id or title or changes that
    /// change nothing; an error of the server's when there is no such agreement.
    pub fn update_agreement(
        &self,
        app_id: impl Into<String>,
        agreement_id: i64,
        changes: UpdateAgreement,
    ) -> Call<Agreement> {
        let app_id = app_id.into();
        changes
            .check(self.client.call(UPDATE).required("app_id", &app_id))
            .rest(|request| path_to(request, &app_id, agreement_id).json(&changes))
    }

    /// Deletes an agreement.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// management.applications().delete_agreement("600a8f4e37708b363024a3ca", 218).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `DELETE /api/v2/applications/{app_id}/agreements/{agreement_id}`. Not idempotent: the
    /// second time there is no such agreement.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty id; an error of the server's when
    /// there is no such agreement.
    pub fn delete_agreement(&self, app_id: impl Into<String>, agreement_id: i64) -> Call<()> {
        let app_id = app_id.into();
        self.client
            .call(DELETE)
            .required("app_id", &app_id)
            .command(|request| path_to(request, &app_id, agreement_id))
    }

    /// Puts the agreements of an application into an order: the ids of all of them.
    ///
    /// ```no_run
    /// # async fn example(management: authing_management::ManagementClient) -> Result<(), authing_management::Error> {
    /// let applications = management.applications();
    /// applications.sort_agreements("600a8f4e37708b363024a3ca", [219, 218]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/applications/{app_id}/agreements/sort`. Idempotent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty application id or no order at
    /// all; an error of the server's when there is no such agreement.
    pub fn sort_agreements(
        &self,
        app_id: impl Into<String>,
        order: impl IntoIterator<Item = i64>,
    ) -> Call<()> {
        let app_id = app_id.into();
        let ids: Vec<i64> = order.into_iter().collect();
        self.client
            .call(SORT)
            .required("app_id", &app_id)
            .check(not_empty("order", &ids))
            .command(|request| request.path("app_id", &app_id).json(&json!({ "ids": ids })))
    }
}

fn path_to(request: RestRequest, app_id: &str, agreement_id: i64) -> RestRequest {
    request.path("app_id", app_id).path("agreement_id", agreement_id.to_string())
}

/// Servers return a page; Authing's documentation shows a plain list too.
struct Agreements(Vec<Agreement>);

impl<'de> Deserialize<'de> for Agreements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AgreementsVisitor;

        impl<'de> Visitor<'de> for AgreementsVisitor {
            type Value = Agreements;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a page or a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Agreements, A::Error> {
                lenient::list(SeqAccessDeserializer::new(list)).map(Agreements)
            }

            fn visit_map<A: MapAccess<'de>>(self, page: A) -> Result<Agreements, A::Error> {
                let page = Page::deserialize(MapAccessDeserializer::new(page))?;
                Ok(Agreements(page.list))
            }
        }

        // Not `untagged`, which does not tell where an agreement does not fit.
        deserializer.deserialize_any(AgreementsVisitor)
    }
}

/// What people accept when they register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Agreement {
    /// The agreement's id.
    pub id: i64,
    /// The application's id.
    pub app_id: Option<String>,
    /// The user pool's id.
    pub user_pool_id: Option<String>,
    /// What people read; links in it are HTML.
    pub title: Option<String>,
    /// Whether nobody registers without it.
    pub required: Option<bool>,
    /// The language it is in.
    pub lang: Option<AgreementLang>,
    /// Its place among the agreements of the application.
    pub order: Option<i64>,
}

authing_types::redacted_debug!(Agreement { id, app_id, user_pool_id, required, lang, order });

/// The agreement that [`ApplicationsApi::create_agreement`] adds.
#[derive(Clone, Serialize)]
pub struct CreateAgreement {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<AgreementLang>,
}

authing_types::redacted_debug!(CreateAgreement { required, lang });

impl CreateAgreement {
    /// What people read; links in it are HTML.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), required: None, lang: None }
    }

    /// Whether nobody registers without it. Default: true.
    #[must_use]
    pub fn required(mut self, required: bool) -> Self {
        self.required = Some(required);
        self
    }

    /// The language it is in. Default: Chinese.
    #[must_use]
    pub fn lang(mut self, lang: AgreementLang) -> Self {
        self.lang = Some(lang);
        self
    }
}

/// What [`ApplicationsApi::update_agreement`] changes; what is not set stays.
#[derive(Clone, Default, Serialize)]
pub struct UpdateAgreement {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<AgreementLang>,
}

authing_types::redacted_debug!(UpdateAgreement { required, lang });

impl UpdateAgreement {
    /// No changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// What people read; links in it are HTML.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Whether nobody registers without it.
    #[must_use]
    pub fn required(mut self, required: bool) -> Self {
        self.required = Some(required);
        self
    }

    /// The language it is in.
    #[must_use]
    pub fn lang(mut self, lang: AgreementLang) -> Self {
        self.lang = Some(lang);
        self
    }

    fn check<'a>(&self, call: CallBuilder<'a>) -> CallBuilder<'a> {
        let changes = match self {
            Self { title: None, required: None, lang: None } => {
                Err(Error::input("changes", "change nothing"))
            }
            _ => Ok(()),
        };
        call.check(changes).required_if_given("title", self.title.as_deref())
    }
}
