//! The picture of the user who is logged in.

use authing_core::{Call, Error, Operation, Upload};
use authing_types::{UpdateUserInput, User};
use serde::Deserialize;

use crate::{
    client::AuthenticationClient,
    generated::operations::{self, update_user},
    requests::check_file,
};

const UPLOAD: Operation = Operation::post("authentication.upload_file", "/api/v2/upload");
const UPLOAD_AVATAR: Operation = Operation::graphql("authentication.upload_avatar").user();

impl AuthenticationClient {
    /// Uploads a picture and makes it the user's photo. Returns the user with its address. The picture
    /// is in memory, or read while it is sent: see [`Upload`].
    ///
    /// ```no_run
    /// use authing_authentication::Upload;
    ///
    /// # async fn example(client: authing_authentication::AuthenticationClient, png: Vec<u8>) -> Result<(), authing_authentication::Error> {
    /// let picture = Upload::bytes("me.png", png).content_type("image/png");
    /// let user = client.upload_avatar(picture).await?;
    /// println!("{:?}", user.photo);
    /// # Ok(()) }
    /// ```
    ///
    /// `POST /api/v2/upload?folder=avatar`, which takes no token, then GraphQL `updateUser`. Not
    /// idempotent: each call stores another file. An error that names `upload_file` came before
    /// anything was changed; one that names `upload_avatar` left the file on the server, and the
    /// photo as it was.
    ///
    /// # Errors
    ///
    /// - [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn) when the client holds no token;
    /// - [`ErrorKind::Input`](crate::ErrorKind::Input) for a file without bytes;
    /// - [`ErrorKind::Transport`](crate::ErrorKind::Transport) when a stream fails, or brings
    ///   another number of bytes than announced.
    pub fn upload_avatar(&self, picture: Upload) -> Call<User> {
        let logged_in = self.session().token().map(|_| ()).ok_or_else(Error::not_logged_in);
        let checked = check_file("picture", &picture);
        let client = self.clone();
        let variables = async move {
            let stored = client.upload("avatar", picture).nested().await?;
            Ok(update_user::Variables {
                id: client.session().user_id(),
                input: UpdateUserInput::new().photo(stored.url),
                email_token: None,
                phone_token: None,
            })
        };
        let (api, update) = self.session_update();
        api.call(UPLOAD_AVATAR)
            .check(checked)
            // Else the picture would be stored for nobody.
            .check(logged_in)
            .graphql_deferred::<operations::UpdateUser>(variables)
            .map(|data| data.update_user)
            .map(update.stores())
    }

    fn upload(&self, folder: &str, file: Upload) -> Call<StoredFile> {
        self.api()
            .call(UPLOAD)
            .rest(|request| request.query("folder", folder).multipart([], "file", file))
    }
}

/// A file that the server keeps.
#[derive(Deserialize)]
struct StoredFile {
    url: String,
}
