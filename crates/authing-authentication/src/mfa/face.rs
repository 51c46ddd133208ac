//! The face as a second factor.

use authing_core::{Call, Operation, Upload};
use authing_types::User;
use serde::Deserialize;
use serde_json::json;

use super::api::UserMfaApi;
use crate::requests::check_file;

const ASSOCIATE: Operation =
    Operation::post("mfa.associate_face", "/api/v2/mfa/face/associate").user().strict();
// Each call stores another file.
const UPLOAD: Operation = Operation::post("mfa.upload_face", "/api/v2/upload");

impl UserMfaApi<'_> {
    /// Binds the user's face with two photos that the server fetches from these addresses: one to
    /// keep, and another to compare with it.
    ///
    /// Done [with a challenge](Self::with_challenge) it completes the login, if the server returns a
    /// token.
    ///
    /// ```no_run
    /// # async fn example(client: authing_authentication::AuthenticationClient) -> Result<(), authing_authentication::Error> {
    /// let (base, compare) = ("https://example.com/bob-1.jpg", "https://example.com/bob-2.jpg");
    /// client.mfa().associate_face_by_url(base, compare).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/mfa/face/associate`. Not idempotent: the second time a face is bound
    /// already.
    ///
    /// # Errors
    ///
    /// - [`ErrorCode::FACE_MISMATCH`](crate::ErrorCode::FACE_MISMATCH) when the photos show
    ///   different people;
    /// - [`ErrorCode::FACE_ALREADY_BOUND`](crate::ErrorCode::FACE_ALREADY_BOUND);
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for an empty address.
    pub fn associate_face_by_url(
        &self,
        base_face: impl Into<String>,
        compare_face: impl Into<String>,
    ) -> Call<User> {
        let (base, compare) = (base_face.into(), compare_face.into());
        let call = self
            .api
            .call(ASSOCIATE)
            .required("base_face", &base)
            .required("compare_face", &compare)
            .rest(|request| {
                request.json(&json!({ "photoA": base, "photoB": compare, "isExternal": true }))
            });
        self.completes(call)
    }

    /// Binds the user's face with two photos: they are [uploaded](Self::upload_face) first.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, Upload};
    ///
    /// # async fn example(client: AuthenticationClient, first: Vec<u8>, second: Vec<u8>) -> Result<(), Error> {
    /// let photo = |bytes| Upload::bytes("face.jpg", bytes).content_type("image/jpeg");
    /// client.mfa().associate_face(photo(first), photo(second)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/upload?folder=face-photo&private=true`, twice, then
    /// `POST /api/v2/mfa/face/associate`. Not idempotent: each call stores other files. An
    /// error that names `upload_face` came before anything was bound.
    ///
    /// # Errors
    ///
    /// As for [`associate_face_by_url`](Self::associate_face_by_url), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a photo without bytes.
    pub fn associate_face(&self, base_face: Upload, compare_face: Upload) -> Call<User> {
        let call = self
            .api
            .call(ASSOCIATE)
            .check(check_file("base_face", &base_face))
            .check(check_file("compare_face", &compare_face));
        let client = self.client.clone();
        self.completes(call.rest_deferred(|request| async move {
            let base = client.mfa().upload_face(base_face).nested().await?;
            let compare = client.mfa().upload_face(compare_face).nested().await?;
            Ok(request.json(&json!({ "photoA": base, "photoB": compare })))
        }))
    }

    /// Uploads a photo of a face where nobody but the server sees it. Returns its key, which
    /// [`verify_face`](crate::MfaChallenge::verify_face) takes.
    ///
    /// ```no_run
    /// use authing_authentication::{AuthenticationClient, Error, MfaChallenge, Upload};
    ///
    /// # async fn example(client: AuthenticationClient, challenge: MfaChallenge, jpeg: Vec<u8>) -> Result<(), Error> {
    /// let photo = Upload::bytes("face.jpg", jpeg).content_type("image/jpeg");
    /// let key = client.mfa().upload_face(photo).await?;
    /// challenge.verify_face(&client, key).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/upload?folder=face-photo&private=true`, which takes no token. Not
    /// idempotent: each call stores another file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a photo without bytes;
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport) when a stream fails.
    pub fn upload_face(&self, photo: Upload) -> Call<String> {
        let call = self.client.api().call(UPLOAD).check(check_file("photo", &photo));
        let call = call.rest(|request| {
            request.query("folder", "face-photo").query("private", true).multipart(
                [],
                "file",
                photo,
            )
        });
        call.map(|stored: StoredPhoto| stored.key)
    }

    fn completes(&self, call: Call<User>) -> Call<User> {
        if self.completes_login {
            // The response may lack a token; then the login that the client holds stays.
            self.client.registers(call)
        } else {
            call
        }
    }
}

#[derive(Deserialize)]
struct StoredPhoto {
    key: String,
}
