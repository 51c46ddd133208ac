use authing_authentication::{AuthenticationClient, types::UpdateUserInput};

#[tokio::main]
async fn main() -> Result<(), authing_authentication::Error> {
    let app = AuthenticationClient::builder("APP_ID", "https://my-app.authing.cn").build()?;

    let client = app.new_session();
    let user = client.login_by_username("bob", "passw0rd").await?;
    println!("{}", user.id);
    client.update_profile(UpdateUserInput::new().nickname("Nick")).await?;

    if let Some(token) = client.token() {
        let again = app.with_token(token);
        again.update_profile(UpdateUserInput::new().nickname("Nicky")).await?;
    }
    Ok(())
}
