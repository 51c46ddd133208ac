use authing_protocols::{oauth2::Callback, oidc::OidcClient, store::MemoryStore};

#[tokio::main]
async fn main() -> Result<(), authing_protocols::Error> {
    let oidc = OidcClient::builder("APP_ID", "https://my-app.authing.cn")
        .secret("APP_SECRET")
        .redirect_uri("https://me/callback")
        .build()?;
    let store = MemoryStore::new();

    let (url, handle) = oidc.authorize().scope("openid profile").start_with_store(&store).await?;
    println!("{url}");

    let query = std::env::args().nth(1).unwrap_or_default();
    let login = oidc.finish_with_store(&store, &handle, &Callback::from_query(&query)?).await?;
    println!("hello {}", login.claims.sub);
    Ok(())
}
