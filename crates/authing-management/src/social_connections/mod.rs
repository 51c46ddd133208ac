//! Social identity providers: those that Authing knows, and those that the pool is connected with.
//! No official SDK has calls for them.
//!
//! ```no_run
//! use authing_management::ManagementClient;
//!
//! # async fn example(management: ManagementClient) -> Result<(), authing_management::Error> {
//! let social = management.social_connections();
//! social.create("github", [("clientId", "id"), ("clientSecret", "secret")]).await?;
//! for connected in social.list().await? {
//!     println!("{}: {}", connected.provider, connected.enabled);
//! }
//! # Ok(()) }
//! ```

mod instances;
mod providers;

area! {
    /// Social identity providers and the pool's connections with them.
    SocialConnectionsApi, social_connections, asking
}

handle_options!(SocialConnectionsApi {
    /// Brings the settings inside of settings along: `SocialConnectionField::children`.
    with_nested_fields
});
