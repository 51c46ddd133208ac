//! The real names area of the administrator's client, against the emulator.

use authing_management::principal::{PrincipalIdentity, PrincipalType};
use authing_tests::TestServer;

#[tokio::test]
async fn a_real_name_is_bound_to_an_account() {
    let server = TestServer::start().await.unwrap();
    let principal = server.management.principal();
    let bob = server.user("bob").await.unwrap().id;
    assert!(principal.get(&bob).await.unwrap_err().is_not_found());
    assert_eq!(principal.get_opt(&bob).await.unwrap(), None);

    let person = PrincipalIdentity::person("Bob", "11010119900307", "6222");
    principal.authenticate(&bob, person).await.unwrap();
    let first = principal.get(&bob).await.unwrap();
    assert_eq!(first.user_id.as_ref(), Some(&bob));
    assert_eq!(first.principal_type, Some(PrincipalType::Person));
    assert_eq!(first.principal_name.as_deref(), Some("Bob"));
    assert_eq!(first.principal_code.as_ref().unwrap().expose(), "11010119900307");

    let company = PrincipalIdentity::enterprise("Acme", "9133", "Bob");
    principal.authenticate(&bob, company).await.unwrap();
    let second = principal.get(&bob).await.unwrap();
    assert_eq!(second.principal_type, Some(PrincipalType::Enterprise));
    assert_eq!(second.id, first.id, "one account, one name");

    let sent = server.emulator.requests();
    assert!(sent.iter().all(|request| request.query.is_empty()), "nothing is in an address");
    assert!(principal.get("no-user").await.unwrap_err().is_not_found());
    assert!(principal.get_opt("no-user").await.unwrap_err().is_not_found());
}
