//! The face as a second factor.

use std::sync::Arc;

use authing_core::{Call, Operation, RestRequest};
use authing_types::User;
use serde_json::json;

use super::Mfa;
use crate::arguments::not_empty;

const ASSOCIATE: Operation =
    Operation::post("mfa.associate_face", "/api/v2/mfa/face/associate").user();

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
    /// `POST /api/v2/mfa/face/associate`. Not safe to repeat: the second time a face is bound
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
        self.associate_face(RestRequest::new(ASSOCIATE).json(&body).check(checked))
    }

    fn associate_face(&self, request: RestRequest) -> Call<User> {
        let session = Arc::clone(self.client.session());
        let completes = self.token.is_some();
        self.send(request).map(move |user: User| {
            if completes && user.token.is_some() {
                session.log_in(&user);
            }
            user
        })
    }
}
