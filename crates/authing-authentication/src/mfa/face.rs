//! The face as a second factor.

use std::sync::Arc;

use authing_core::{Call, Error, Operation, RestRequest, Upload};
use authing_types::User;
use serde::Deserialize;
use serde_json::json;

use super::Mfa;
use crate::arguments::not_empty;

const ASSOCIATE: Operation =
    Operation::post("mfa.associate_face", "/api/v2/mfa/face/associate").user();
// Each call stores another file.
const UPLOAD: Operation = Operation::post("mfa.upload_face", "/api/v2/upload");

impl Mfa<'_> {
    /// Binds the user's face with two photos that the server fetches from these addresses: one to
    /// keep, and another to compare with it.
    ///
    /// Done [with a challenge](Self::with_challenge) it completes the log-in, as far as the server
    /// answers with a token.
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
        base_face: impl AsRef<str>,
        compare_face: impl AsRef<str>,
    ) -> Call<User> {
        let (base, compare) = (base_face.as_ref(), compare_face.as_ref());
        let checked =
            not_empty("base_face", base).and_then(|()| not_empty("compare_face", compare));
        let body = json!({ "photoA": base, "photoB": compare, "isExternal": true });
        self.completes(self.send(RestRequest::new(ASSOCIATE).json(&body).check(checked)))
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
    /// `POST /api/v2/mfa/face/associate`. Not idempotent. An error that names `upload_face` came
    /// before anything was bound.
    ///
    /// # Errors
    ///
    /// As for [`associate_face_by_url`](Self::associate_face_by_url), and
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a photo without bytes.
    pub fn associate_face(&self, base_face: Upload, compare_face: Upload) -> Call<User> {
        let checked =
            check("base_face", &base_face).and_then(|()| check("compare_face", &compare_face));
        let client = self.client.clone();
        let body = async move {
            let base = client.mfa().upload_face(base_face).nested().await?;
            let compare = client.mfa().upload_face(compare_face).nested().await?;
            Ok::<_, Error>(json!({ "photoA": base, "photoB": compare }))
        };
        let call = match self.api() {
            Ok(api) => api
                .call(ASSOCIATE)
                .rest_deferred(move |request| async move { Ok(request.json(&body.await?)) }),
            Err(error) => self.client.api().rest(RestRequest::new(ASSOCIATE).check(Err(error))),
        };
        self.completes(call.check(checked))
    }

    /// Uploads a photo of a face where nobody but the server sees it; answers its key, which
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
    /// `POST /api/v2/upload?folder=face-photo&private=true`, which takes no token. Not safe to
    /// repeat: each call stores another file.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a photo without bytes;
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport) when a stream fails.
    pub fn upload_face(&self, photo: Upload) -> Call<String> {
        #[derive(Deserialize)]
        struct Stored {
            key: String,
        }
        let checked = check("photo", &photo);
        let request = RestRequest::new(UPLOAD)
            .query("folder", "face-photo")
            .query("private", true)
            .multipart([], "file", photo)
            .check(checked);
        self.client.api().rest(request).map(|stored: Stored| stored.key)
    }

    fn completes(&self, call: Call<User>) -> Call<User> {
        let session = Arc::clone(self.client.session());
        let completes = self.token.is_some();
        call.map(move |user: User| {
            if completes && user.token.is_some() {
                session.log_in(&user);
            }
            user
        })
    }
}

fn check(argument: &str, photo: &Upload) -> Result<(), Error> {
    if photo.is_empty() { Err(Error::input(argument, "is empty")) } else { Ok(()) }
}
