//! What users do about their own account, against the emulator: addresses, links, memberships,
//! avatars, devices, real names, events.

use std::time::Duration;

use authing_authentication::{
    AuthenticationClient, EmailProof, ErrorCode, ErrorKind, PageRequest, PasswordSecurityLevel,
    PhoneProof, Upload,
    devices::MyDevice,
    events::{Event, EventStream, Subscribe},
    types::{EmailScene, PrincipalIdentity, PrincipalType, ResourceType, SocialProvider},
};
use authing_core::{Operation, RestRequest};
use authing_emulator::WechatUser;
use authing_management::{CreateRole, Grantees};
use authing_tests::TestServer;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

async fn server() -> TestServer {
    TestServer::start().await.unwrap()
}

/// Somebody who is logged in.
async fn logged_in(server: &TestServer, name: &str) -> AuthenticationClient {
    server.user(name).await.unwrap();
    again(server, name).await
}

async fn again(server: &TestServer, name: &str) -> AuthenticationClient {
    let client = server.app.new_session();
    client.login_by_username(name, "passw0rd").await.unwrap();
    client
}

async fn texted(server: &TestServer, phone: &str) -> PhoneProof {
    server.app.send_sms_code(phone).await.unwrap();
    PhoneProof::new(phone, server.emulator.last_code(phone).unwrap())
}

async fn mailed(server: &TestServer, email: &str) -> EmailProof {
    server.app.send_email(email, EmailScene::ChangeEmail).await.unwrap();
    EmailProof::new(email, server.emulator.last_code(email).unwrap())
}

#[tokio::test]
async fn a_phone_number_is_bound_changed_and_unbound() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    let proof = texted(&server, "13800000000").await;
    let user = bob.bind_phone(proof.clone()).await.unwrap();
    assert_eq!((user.phone.as_deref(), user.phone_verified), (Some("13800000000"), Some(true)));
    let again = bob.bind_phone(texted(&server, "13900000000").await).await.unwrap_err();
    assert_eq!(again.code(), Some(ErrorCode::PHONE_ALREADY_BOUND));

    let missing = bob.update_phone(texted(&server, "13900000000").await, None).await.unwrap_err();
    assert_eq!(missing.message(), "修改手机号必须验证原来的手机号。");
    let used = bob.update_phone(texted(&server, "13900000000").await, Some(proof));
    assert_eq!(used.await.unwrap_err().code(), Some(ErrorCode::FAILED), "a code is used once");
    let elsewhere = texted(&server, "13700000000").await;
    let other = bob.update_phone(texted(&server, "13900000000").await, Some(elsewhere));
    assert_eq!(other.await.unwrap_err().code(), Some(ErrorCode::OLD_PHONE_MISMATCH));
    let same = texted(&server, "13800000000").await;
    let same = bob.update_phone(same.clone(), Some(same)).await.unwrap_err();
    assert_eq!(same.code(), Some(ErrorCode::NEW_PHONE_EQUALS_OLD));
    let old = texted(&server, "13800000000").await;
    let user = bob.update_phone(texted(&server, "13900000000").await, Some(old)).await.unwrap();
    assert_eq!(user.phone.as_deref(), Some("13900000000"));

    assert_eq!(bob.unbind_phone().await.unwrap().phone, None);
    let nothing = bob.unbind_phone().await.unwrap_err();
    assert_eq!(nothing.code(), Some(ErrorCode::NOTHING_TO_UNBIND));
}

#[tokio::test]
async fn an_email_address_is_bound_changed_and_unbound() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    let user = bob.bind_email(mailed(&server, "Bob@example.com").await).await.unwrap();
    assert_eq!(user.email.as_deref(), Some("bob@example.com"));
    let missing = bob.update_email(mailed(&server, "new@example.com").await, None);
    assert_eq!(missing.await.unwrap_err().code(), Some(ErrorCode::OLD_EMAIL_REQUIRED));

    // Another code to one address is sent after a minute only.
    server.emulator.advance(Duration::from_secs(61));
    let old = mailed(&server, "bob@example.com").await;
    let new = mailed(&server, "new@example.com").await;
    let user = bob.update_email(new, Some(old)).await.unwrap();
    assert_eq!(user.email.as_deref(), Some("new@example.com"));
    assert_eq!(bob.unbind_email().await.unwrap().email, None);

    let ann = logged_in(&server, "ann").await;
    ann.bind_email(mailed(&server, "ann@example.com").await).await.unwrap();
    let taken = bob.bind_email(EmailProof::new("ann@example.com", "0")).await.unwrap_err();
    assert_eq!(taken.code(), Some(ErrorCode::EMAIL_ALREADY_BOUND));
}

#[tokio::test]
async fn a_pool_can_do_without_the_proof_of_the_old_number() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    bob.bind_phone(texted(&server, "13800000000").await).await.unwrap();
    let change = json!({"input": {"changePhoneStrategy": {"verifyOldPhone": false}}});
    let document = "mutation($input:UpdateUserpoolInput!){updateUserpool(input:$input){id}}";
    server.management.graphql::<Value>(document, &change).await.unwrap();
    let user = bob.update_phone(texted(&server, "13900000000").await, None).await.unwrap();
    assert_eq!(user.phone.as_deref(), Some("13900000000"));
}

#[tokio::test]
async fn a_code_lives_for_a_while_and_bears_so_many_mistakes() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    let proof = texted(&server, "13800000000").await;
    server.emulator.advance(Duration::from_secs(61));
    let late = bob.bind_phone(proof).await.unwrap_err();
    assert_eq!(late.message(), "验证码已过期");
    let proof = texted(&server, "13800000000").await;
    for _ in 0..10 {
        let wrong = bob.bind_phone(PhoneProof::new("13800000000", "x")).await.unwrap_err();
        assert_eq!(wrong.message(), "验证码不正确！");
    }
    let dead = bob.bind_phone(proof).await.unwrap_err();
    assert_eq!(dead.message(), "验证码已过期", "too many mistakes");
}

#[tokio::test]
async fn the_last_way_to_log_in_stays() {
    let server = server().await;
    let client = server.app.new_session();
    client.send_sms_code("13800000000").await.unwrap();
    let code = server.emulator.last_code("13800000000").unwrap();
    client.login_by_phone_code("13800000000", code).await.unwrap();
    let last = client.unbind_phone().await.unwrap_err();
    assert_eq!(last.code(), Some(ErrorCode::LAST_LOGIN_METHOD));
    client.bind_email(mailed(&server, "bob@example.com").await).await.unwrap();
    client.unbind_phone().await.unwrap();
    let last = client.unbind_email().await.unwrap_err();
    assert_eq!(last.code(), Some(ErrorCode::LAST_LOGIN_METHOD));
}

#[tokio::test]
async fn two_accounts_become_one_and_identities_come_off() {
    let server = server().await;
    let pool = server.emulator.user_pool_id().to_owned();
    let app = AuthenticationClient::builder(server.emulator.app_id(), server.emulator.app_host())
        .user_pool_id(pool)
        .no_proxy()
        .build()
        .unwrap();
    let code = server.emulator.issue_wechat_code(WechatUser::new("open-1"));
    let wechat = app.new_session();
    let second = wechat.login_by_wechat_mobile(code).await.unwrap();
    let lonely = wechat.unlink_account(wechat.token().unwrap(), SocialProvider::WeChatMobile);
    assert_eq!(lonely.await.unwrap_err().code(), Some(ErrorCode::LAST_LOGIN_METHOD));

    let bob = logged_in(&server, "bob").await;
    bob.link_account(bob.token().unwrap(), wechat.token().unwrap()).await.unwrap();
    let user = bob.current_user().await.unwrap();
    assert_eq!(
        user.identities.into_option().unwrap()[0].provider.as_deref(),
        Some("wechat:mobile")
    );
    assert!(wechat.current_user().await.unwrap_err().is_auth_expired(), "the second is gone");
    assert!(server.management.users().get(&second.id).await.unwrap_err().is_not_found());
    // The first account is the one behind WeChat now.
    let code = server.emulator.issue_wechat_code(WechatUser::new("open-1"));
    assert_eq!(app.new_session().login_by_wechat_mobile(code).await.unwrap().id, user.id);

    bob.unlink_account(bob.token().unwrap(), SocialProvider::WeChatMobile).await.unwrap();
    let none = bob.unlink_account(bob.token().unwrap(), SocialProvider::WeChatMobile).await;
    assert_eq!(none.unwrap_err().code(), Some(ErrorCode::OAUTH_NOT_BOUND));
    let bad = bob.link_account(bob.token().unwrap(), "no token").await.unwrap_err();
    assert!(bad.is_auth_expired(), "{bad}");
}

#[tokio::test]
async fn memberships_roles_applications_and_rights_are_those_of_the_user() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    let id = bob.user().unwrap().id.clone();
    assert!(bob.list_orgs().await.unwrap().is_empty());
    let org = server
        .graphql(r#"mutation { createOrg(name: "Example") { rootNode { id orgId } } }"#)
        .await
        .unwrap();
    let (root, org_id) =
        (&org["createOrg"]["rootNode"]["id"], &org["createOrg"]["rootNode"]["orgId"]);
    server
        .graphql(&format!("mutation {{ addMember(nodeId: {root}, userIds: [\"{id}\"]) {{ id }} }}"))
        .await
        .unwrap();
    assert_eq!(bob.list_orgs().await.unwrap()[0].nodes[0].name.as_deref(), Some("Example"));
    let departments = bob.list_departments_in(org_id.as_str().unwrap()).await.unwrap();
    assert_eq!(departments.list[0].department.name, "Example");
    assert_eq!(bob.list_departments_in("elsewhere").await.unwrap().total_count, 0);

    server.management.roles().create(CreateRole::new("editor")).await.unwrap();
    server.management.users().add_roles(&id, ["editor"]).await.unwrap();
    assert_eq!(bob.list_roles().await.unwrap().list[0].code, "editor");
    assert!(bob.has_role("editor").await.unwrap());
    assert!(!bob.in_namespace("elsewhere").has_role("editor").await.unwrap());
    assert!(!bob.has_role("admin").await.unwrap());

    let applications: Vec<_> = bob
        .list_applications(PageRequest { page: 1, limit: 1 })
        .items()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(applications[0].id, server.emulator.app_id());
    assert_eq!(applications[0].protocol.as_deref(), Some("oidc"));

    let acl = server.management.acl();
    acl.allow(Grantees::user(&id), "books:1", "books:read").await.unwrap();
    let default = bob.in_namespace("default");
    let all = default.list_authorized_resources(None).await.unwrap();
    assert_eq!(all.list[0].code, "books:1");
    let menus = default.list_authorized_resources(Some(ResourceType::Menu)).await.unwrap();
    assert_eq!(menus.total_count, 0);
}

#[tokio::test]
async fn the_security_level_rises_with_what_is_set_up() {
    let server = server().await;
    let client = server.app.new_session();
    client.register_by_email("bob@example.com", "passw0r").await.unwrap();
    client.login_by_email("bob@example.com", "passw0r").await.unwrap();
    let level = client.get_security_level().await.unwrap();
    assert_eq!((level.score, level.email, level.phone), (Some(65.0), true, false));
    assert_eq!(level.password_security_level, Some(PasswordSecurityLevel::Low));
    client.bind_phone(texted(&server, "13800000000").await).await.unwrap();
    client.update_password("passw0r", "Passw0rd-2026").await.unwrap();
    let level = client.get_security_level().await.unwrap();
    assert_eq!((level.score, level.mfa), (Some(85.0), false));
    assert_eq!(level.password_security_level, Some(PasswordSecurityLevel::High));
}

#[tokio::test]
async fn an_avatar_is_uploaded_shown_and_kept() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    let content: Vec<u8> = (0..300_000_u32).map(|number| (number % 251) as u8).collect();
    let chunks: Vec<_> =
        content.chunks(7000).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec().into())).collect();
    let streamed = Upload::stream("me.png", stream::iter(chunks), content.len() as u64);
    let in_memory = Upload::bytes("me.png", content.clone());
    let mut addresses = Vec::new();
    for picture in [in_memory, streamed] {
        let user = bob.upload_avatar(picture.content_type("image/png")).await.unwrap();
        let photo = user.photo.unwrap();
        let shown = reqwest::get(&photo).await.unwrap();
        assert_eq!(shown.headers()["content-type"], "image/png");
        assert_eq!(shown.bytes().await.unwrap(), content);
        assert_eq!(bob.current_user().await.unwrap().photo.as_ref(), Some(&photo));
        addresses.push(photo);
    }
    assert_ne!(addresses[0], addresses[1]);
    let nobody = server.app.new_session().upload_avatar(Upload::bytes("me.png", content));
    assert_eq!(nobody.await.unwrap_err().kind(), ErrorKind::NotLoggedIn);
}

const TELL: Operation = Operation::post("devices.create", "/api/v3/create-device").user();

/// Logs in on a device that tells of itself.
async fn on_device(server: &TestServer, name: &str, fingerprint: &str) -> AuthenticationClient {
    let client = again(server, name).await;
    let told = json!({"deviceUniqueId": fingerprint, "name": "chrome/114", "os": "Mac OS"});
    client.rest::<Value>(RestRequest::new(TELL).json(&told)).await.unwrap();
    client
}

fn id_of(devices: &[MyDevice], fingerprint: &str) -> String {
    let mut known = devices.iter().filter_map(|entry| entry.device.as_ref());
    let device = known.find(|device| device.device_unique_id.as_deref() == Some(fingerprint));
    device.unwrap().id.clone().unwrap()
}

#[tokio::test]
async fn devices_are_listed_logged_out_and_unbound() {
    let server = server().await;
    server.user("bob").await.unwrap();
    let laptop = on_device(&server, "bob", "laptop").await;
    let phone = on_device(&server, "bob", "phone").await;
    let devices = laptop.devices().list().await.unwrap();
    assert_eq!(devices.iter().filter(|device| device.online == Some(true)).count(), 2);

    laptop.devices().logout(id_of(&devices, "phone")).await.unwrap();
    assert!(phone.current_user().await.unwrap_err().is_auth_expired());
    let devices = laptop.devices().list().await.unwrap();
    assert_eq!(devices.iter().filter(|device| device.online == Some(true)).count(), 1);
    laptop.devices().unbind(id_of(&devices, "phone")).await.unwrap();
    assert_eq!(laptop.devices().list().await.unwrap().len(), 1);
    assert!(laptop.devices().unbind("phone").await.is_err(), "there is no such device any more");

    let ann = logged_in(&server, "ann").await;
    let foreign = ann.devices().logout(id_of(&devices, "laptop")).await.unwrap_err();
    assert_eq!(foreign.kind(), ErrorKind::Api, "only one's own");
    laptop.current_user().await.unwrap();
}

#[tokio::test]
async fn a_logout_of_one_device_leaves_the_others() {
    let server = server().await;
    server.user("bob").await.unwrap();
    let laptop = on_device(&server, "bob", "laptop").await;
    let phone = on_device(&server, "bob", "phone").await;
    let token = laptop.token().unwrap();
    laptop.logout_current_device().await.unwrap();
    assert!(laptop.token().is_none());
    assert!(server.app.with_token(token).current_user().await.unwrap_err().is_auth_expired());
    phone.current_user().await.unwrap();
}

#[tokio::test]
async fn a_real_name_is_authenticated_by_its_owner() {
    let server = server().await;
    let bob = logged_in(&server, "bob").await;
    assert!(bob.principal().get_opt().await.unwrap().is_none());
    let person = PrincipalIdentity::person("BOB", "110101199003070000", "6222020000000000");
    bob.principal().authenticate(person).await.unwrap();
    let known = bob.principal().get_opt().await.unwrap().unwrap();
    assert_eq!(known.principal_type, Some(PrincipalType::Person));
    assert_eq!(known.user_id.as_deref(), Some(bob.user().unwrap().id.as_str()));
    let seen = server.management.principal().get(&bob.user().unwrap().id).await.unwrap();
    assert_eq!(seen.principal_name.as_deref(), Some("BOB"));
    for request in server.emulator.requests() {
        let query = format!("{:?}", request.query);
        assert!(!query.contains("110101199003070000"), "{query}");
    }
}

async fn next(events: &mut EventStream) -> Event {
    let next = tokio::time::timeout(Duration::from_secs(10), events.next());
    next.await.expect("something comes").expect("the stream goes on").unwrap()
}

#[tokio::test]
async fn a_user_s_events_reach_the_user_and_the_administrators() {
    const TYPE: &str = "custom_shop.visited";
    let server = server().await;
    let (bob, ann) = (logged_in(&server, "bob").await, logged_in(&server, "ann").await);
    let request = || Subscribe::new(TYPE).host(server.emulator.url());
    let mut of_bob = bob.events().subscribe(request());
    let mut of_ann = ann.events().subscribe(request());
    let mut of_all = server.management.events().subscribe(request());
    for stream in [&mut of_bob, &mut of_ann, &mut of_all] {
        assert_eq!(next(stream).await, Event::Subscribed);
    }
    bob.events().publish(TYPE, "by bob").await.unwrap();
    server.management.events().publish(TYPE, "by the shop").await.unwrap();
    for (stream, expected) in [
        (&mut of_bob, ["by bob", "by the shop"].as_slice()),
        (&mut of_all, ["by bob", "by the shop"].as_slice()),
        (&mut of_ann, ["by the shop"].as_slice()),
    ] {
        for text in expected {
            let Event::Message(message) = next(stream).await else { panic!("a message") };
            assert_eq!(message.text(), *text);
        }
    }
    let stranger = server.app.with_token("no token");
    let refused = stranger.events().subscribe(request()).next().await.unwrap();
    assert!(refused.unwrap_err().is_auth_expired());
}
