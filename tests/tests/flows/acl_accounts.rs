//! Programmatic access accounts: made by the administrator, used for `client_credentials`.

use std::time::Duration;

use authing_emulator::{ApplicationSettings, GrantType, TokenAlgorithm};
use authing_management::{
    AssignPolicies, CreatePolicy, ResourceGrant, Target,
    acl::{
        CreateProgrammaticAccessAccount, ListProgrammaticAccessAccounts, ProgrammaticAccessAccount,
    },
    types::Statement,
};
use authing_protocols::{Error, oauth2::Tokens, oidc::OidcClient};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// A server whose application allows the grant, and the application as a client.
async fn server() -> (TestServer, OidcClient) {
    let server = TestServer::start().await.unwrap();
    let emulator = &server.emulator;
    let machines = ApplicationSettings::new()
        .grants([GrantType::ClientCredentials])
        .id_token_algorithm(TokenAlgorithm::Rs256);
    assert!(emulator.configure_application(emulator.app_id(), machines));
    let oidc = OidcClient::builder(emulator.app_id(), emulator.app_host())
        .secret(emulator.app_secret())
        .redirect_uri("http://localhost/callback")
        .no_proxy()
        .build()
        .unwrap();
    (server, oidc)
}

async fn new_account(server: &TestServer) -> ProgrammaticAccessAccount {
    let account = CreateProgrammaticAccessAccount::new(server.emulator.app_id());
    server.management.acl().create_programmatic_access_account(account).await.unwrap()
}

/// Asks for a token with the account's key and secret.
async fn ask(
    oidc: &OidcClient,
    account: &ProgrammaticAccessAccount,
    scope: &str,
) -> Result<Tokens, Error> {
    oidc.client_credentials(&account.id, account.secret.as_ref().unwrap(), scope).await
}

/// Whether it was the account that the token endpoint did not accept.
fn is_refused(response: Result<Tokens, Error>) -> bool {
    response.unwrap_err().to_string().contains("invalid_client")
}

#[tokio::test]
async fn an_account_is_made_listed_and_deleted() {
    let (server, _) = server().await;
    let (acl, app) = (server.management.acl(), server.emulator.app_id());
    let first = new_account(&server).await;
    assert_eq!((first.app_id.as_deref(), first.enabled), (Some(app), Some(true)));
    assert_eq!((first.token_lifetime, &first.remarks, &first.user_id), (Some(600), &None, &None));
    assert_eq!(first.secret.as_ref().unwrap().expose().len(), 32);
    let nightly = CreateProgrammaticAccessAccount::new(app)
        .token_lifetime(Duration::from_secs(60))
        .remarks("Nightly export");
    let second = acl.create_programmatic_access_account(nightly).await.unwrap();
    assert_eq!(
        (second.token_lifetime, second.remarks.as_deref()),
        (Some(60), Some("Nightly export"))
    );

    let list = async || {
        let one_each = ListProgrammaticAccessAccounts::new(app).limit(1);
        let all = acl.list_programmatic_access_accounts(one_each).items();
        all.try_collect::<Vec<_>>().await.unwrap()
    };
    assert_eq!(list().await, [second.clone(), first.clone()]);
    acl.delete_programmatic_access_account(&second.id).await.unwrap();
    assert!(acl.delete_programmatic_access_account(&second.id).await.is_err());
    assert_eq!(list().await, [first]);

    let nowhere = "5f7ddfe62ba819802422362e";
    let of_nobody = CreateProgrammaticAccessAccount::new(nowhere);
    assert!(acl.create_programmatic_access_account(of_nobody).await.is_err());
    let of_nobody = ListProgrammaticAccessAccounts::new(nowhere);
    assert!(acl.list_programmatic_access_accounts(of_nobody).page().await.is_err());
    assert!(acl.enable_programmatic_access_account(nowhere).await.is_err());
    assert!(acl.refresh_programmatic_access_account_secret(nowhere).await.is_err());
}

#[tokio::test]
async fn an_account_gets_tokens_for_what_it_was_given() {
    let (server, oidc) = server().await;
    let acl = server.management.acl();
    let app = server.emulator.app_id();
    let policies = server.management.policies().in_namespace(app);
    let account = new_account(&server).await;
    let nothing = ask(&oidc, &account, "books:read").await.unwrap();
    assert_eq!(nothing.rejected_scope.unwrap(), ["books:read"]);

    let target = Target::programmatic_account(&account.id);
    let grant = [ResourceGrant::new(target.clone(), ["books:read"])];
    acl.in_namespace(app).authorize_resource("books:*", None, grant).await.unwrap();
    let statement = Statement::allow("orders:1", ["orders:*"]);
    policies.create(CreatePolicy::new("p", [statement])).await.unwrap();
    let assigned = AssignPolicies::new(["p"], target.clone());
    policies.add_assignments(assigned).await.unwrap();
    let asked = "books:1:read books:edit orders:1:edit orders:2:edit";
    let tokens = ask(&oidc, &account, asked).await.unwrap();
    assert_eq!(tokens.scope.unwrap(), ["books:1:read", "orders:1:edit"]);
    assert_eq!(tokens.rejected_scope.unwrap(), ["books:edit", "orders:2:edit"]);
    assert_eq!(tokens.expires_in, Some(Duration::from_secs(600)));
    let listed =
        acl.in_namespace(app).list_authorized_resources(target.clone(), None).await.unwrap();
    assert_eq!(listed.total_count, 2);

    policies.disable_assignment("p", target.clone()).await.unwrap();
    let less = ask(&oidc, &account, "books:1:read orders:1:edit").await.unwrap();
    assert_eq!(less.rejected_scope.unwrap(), ["orders:1:edit"]);
    acl.in_namespace(app).revoke_resource("books", [target]).await.unwrap();
    let none = ask(&oidc, &account, "books:1:read").await.unwrap();
    assert_eq!(none.rejected_scope.unwrap(), ["books:1:read"]);
}

#[tokio::test]
async fn a_disabled_or_deleted_account_is_refused_and_so_is_an_old_secret() {
    let (server, oidc) = server().await;
    let acl = server.management.acl();
    let account = new_account(&server).await;
    assert!(ask(&oidc, &account, "books:read").await.is_ok());
    let off = acl.disable_programmatic_access_account(&account.id).await.unwrap();
    assert_eq!(off.enabled, Some(false));
    assert!(is_refused(ask(&oidc, &account, "books:read").await));
    acl.enable_programmatic_access_account(&account.id).await.unwrap();
    assert!(ask(&oidc, &account, "books:read").await.is_ok());

    let renewed = acl.refresh_programmatic_access_account_secret(&account.id).await.unwrap();
    assert_ne!(renewed.secret, account.secret);
    assert!(is_refused(ask(&oidc, &account, "books:read").await), "the old secret");
    assert!(ask(&oidc, &renewed, "books:read").await.is_ok());

    acl.delete_programmatic_access_account(&account.id).await.unwrap();
    assert!(is_refused(ask(&oidc, &renewed, "books:read").await));
}

#[tokio::test]
async fn only_an_account_there_is_can_be_given_something_and_what_it_had_goes_with_it() {
    let (server, _) = server().await;
    let acl = server.management.acl();
    let app = server.emulator.app_id();
    let policies = server.management.policies().in_namespace(app);
    let account = new_account(&server).await;
    let grant = |target: Target| [ResourceGrant::new(target, ["books:read"])];
    let nobody = Target::programmatic_account("5f7ddfe62ba819802422362e");
    assert!(
        acl.in_namespace(app).authorize_resource("books:*", None, grant(nobody)).await.is_err()
    );
    let target = Target::programmatic_account(&account.id);
    let statement = Statement::allow("orders:1", ["orders:*"]);
    policies.create(CreatePolicy::new("p", [statement])).await.unwrap();
    let assigned = AssignPolicies::new(["p"], target.clone());
    policies.add_assignments(assigned).await.unwrap();
    acl.delete_programmatic_access_account(&account.id).await.unwrap();
    assert_eq!(policies.list_assignments("p").await.unwrap().total_count, 0);
    assert!(acl.in_namespace(app).list_authorized_resources(target, None).await.is_err());
}
