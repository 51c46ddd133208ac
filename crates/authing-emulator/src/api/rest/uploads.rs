//! Files that people upload: avatars, and photos of faces.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::json;

use crate::base::error::{ApiError, ApiResult};
use crate::base::limits::FILES_BYTES;
use crate::base::text::Text;
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::handler::{
    Access, Call, Reply, RequestBody, Response, Route, Source, get, post, routes,
};
use crate::state::uploads::StoredFile;

const UPLOADED: Text = Text::new("上传成功", "Uploaded.");

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        post("/api/v2/upload", Access::Anonymous, upload),
        get("/uploads/{folder}/{name}", Access::Anonymous, download)
            .source(Source::Chosen("the address of an uploaded file")),
    ],
);

fn upload(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let RequestBody::Multipart(parts) = call.body() else {
        return Err(failures::FILE_NEEDED.into());
    };
    let file = parts.iter().find(|part| part.name == "file" && !part.content.is_empty());
    let file = file.ok_or(failures::FILE_NEEDED)?;
    // A folder is one name: it becomes part of an address.
    let is_name = |name: &&str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let folder = call.query("folder").unwrap_or("default");
    let folder = Some(folder).filter(is_name).ok_or(failures::BAD_REQUEST)?;
    let extension = file.file_name.as_deref().and_then(|name| name.rsplit_once('.'));
    let extension = extension.map(|(_, extension)| extension).filter(is_name).unwrap_or("bin");
    let key = format!("{folder}/{}.{extension}", random::object_id());
    let url = format!("{}/uploads/{key}", cx.env.base_url);
    enter(cx)?;
    let stored = StoredFile {
        key: key.clone(),
        content_type: file.content_type.clone(),
        private: call.flag("private"),
        content: STANDARD.encode(&file.content),
    };
    let files = &mut cx.pool_mut()?.files;
    let bytes: usize = files.iter().chain([&stored]).map(StoredFile::bytes).sum();
    if bytes > FILES_BYTES {
        let reason = format!(
            "the uploaded files have {bytes} bytes with this one; authing-emulator keeps at most \
             {FILES_BYTES}: start again, by POST /_emulator/reset or with another data file"
        );
        return Err(ApiError::own(failures::BAD_REQUEST.code, reason));
    }
    files.push(stored);
    Ok(Reply::Data(UPLOADED, json!({ "key": key, "url": url })))
}

/// Whose the file is. The JavaScript SDK uploads without a header: a server knows the application by
/// its host, which all applications share here, so that it is one of the first pool.
fn enter(cx: &mut Cx<'_>) -> ApiResult<()> {
    let request = cx.request;
    if request.app_id.is_some() || request.pool_id.is_some() || request.token.is_some() {
        return Access::Public.admit(cx);
    }
    let first = cx.state.pools.first().map(|pool| pool.id.clone());
    cx.enter_pool(&first.ok_or(failures::POOL_NOT_FOUND)?);
    Ok(())
}

/// Shows a public file to anybody. A private one is the server's own.
fn download(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let key = format!("{}/{}", call.param("folder"), call.param("name"));
    let mut files = cx.state.pools.iter().flat_map(|pool| pool.files.iter());
    let file = files.find(|file| file.key == key && !file.private);
    let file = file.ok_or(failures::FILE_NOT_FOUND)?;
    let content = STANDARD.decode(&file.content).unwrap_or_default();
    Ok(Response::file(StatusCode::OK, content, &file.content_type).into())
}
