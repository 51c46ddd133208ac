use authing_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::{Client, USER, text};

#[tokio::test]
async fn a_new_user_has_the_documented_defaults() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let user = admin.create_user(json!({ "username": "bob", "password": "pw" })).await.unwrap();
    assert_eq!(text(&user, "id").len(), 24);
    assert_eq!(user["status"], "Activated");
    assert_eq!(user["registerSource"], json!(["unknown"]));
    assert_eq!(user["gender"], "U");
    assert_eq!((&user["blocked"], &user["isDeleted"]), (&json!(false), &json!(false)));
    assert_eq!((&user["loginsCount"], &user["token"]), (&json!(0), &json!(null)));
    assert!(text(&user, "createdAt").ends_with("+00:00"));
    assert_eq!(text(&user, "password").len(), 32);
    let taken = admin.create_user(json!({ "username": "bob" })).await.unwrap_err();
    assert_eq!((taken.code, taken.message.as_str()), (2026, "用户已存在，请勿重复创建！"));
    assert_eq!(admin.create_user(json!({ "nickname": "x" })).await.unwrap_err().code, 500);
}

#[tokio::test]
async fn lists_are_paged_from_one_and_sorted_newest_first() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    for number in 0..12 {
        admin.create_user(json!({ "username": format!("u{number}") })).await.unwrap();
    }
    let query = "query($p: Int, $l: Int, $s: SortByEnum) \
        { users(page: $p, limit: $l, sortBy: $s) { totalCount list { username } } }";
    let names = async |variables: Value| {
        let page = admin.op("users", query, variables).await.unwrap();
        assert_eq!(page["totalCount"], 12);
        let list = page["list"].as_array().unwrap();
        list.iter().map(|user| text(user, "username").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(json!({})).await.len(), 10);
    assert_eq!(names(json!({ "p": 1, "l": 2 })).await, ["u11", "u10"]);
    assert_eq!(names(json!({ "p": 2, "l": 10 })).await, ["u1", "u0"]);
    assert_eq!(names(json!({ "p": 0, "l": 1 })).await, ["u11"]);
    assert_eq!(names(json!({ "p": 9 })).await, [""; 0]);
    assert_eq!(names(json!({ "l": 1, "s": "CREATEDAT_ASC" })).await, ["u0"]);
}

#[tokio::test]
async fn users_are_found_by_any_identifier() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let info = json!({
        "username": "bob", "email": "Bob@example.com", "phone": "13800000000",
        "externalId": "e-1", "nickname": "Bobby",
    });
    let bob = admin.create_user(info).await.unwrap();
    admin.create_user(json!({ "username": "ann" })).await.unwrap();
    let find = async |arguments: &str| {
        let query = format!("{{ findUser({arguments}) {{ id }} }}");
        admin.op("findUser", &query, json!({})).await.unwrap()["id"].clone()
    };
    assert_eq!(find("username: \"bob\"").await, bob["id"]);
    assert_eq!(find("email: \"BOB@example.com\"").await, bob["id"]);
    assert_eq!(find("externalId: \"e-1\"").await, bob["id"]);
    assert_eq!(find("username: \"Bob\"").await, Value::Null);
    assert_eq!(find("username: \"ann\", phone: \"13800000000\"").await, Value::Null);

    let search = async |query: &str| {
        let query = format!("{{ searchUser(query: \"{query}\") {{ totalCount }} }}");
        admin.op("searchUser", &query, json!({})).await.unwrap()["totalCount"].clone()
    };
    assert_eq!(search("BOBB").await, 1);
    assert_eq!(search("ann").await, 1);
    assert_eq!(search("zzz").await, 0);

    let exists = "{ isUserExists(phone: \"13800000000\") }";
    assert_eq!(Client::app(&emulator).op("isUserExists", exists, json!({})).await.unwrap(), true);
}

#[tokio::test]
async fn eighty_ids_are_fetched_at_once_and_no_more() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let query = "query($ids: [String!]!, $t: String) { userBatch(ids: $ids, type: $t) { id } }";
    let by_name = json!({ "ids": ["bob", "nobody"], "t": "username" });
    let found = admin.op("userBatch", query, by_name).await.unwrap();
    assert_eq!(found, json!([{ "id": bob["id"] }]));
    let batch = async |count: usize| {
        let ids = vec![text(&bob, "id"); count];
        let graphql = admin.op("userBatch", query, json!({ "ids": ids })).await;
        let rest = admin.rest("POST", "/api/v2/users/batch", json!({ "ids": ids })).await;
        assert_eq!(graphql.is_ok(), rest.is_ok());
        graphql.map_err(|failure| failure.code)
    };
    assert!(batch(80).await.is_ok());
    assert_eq!(batch(81).await.unwrap_err(), 2030);
}

#[tokio::test]
async fn a_deleted_user_is_gone_and_frees_the_name() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let delete = "mutation($ids: [String!]!) { deleteUsers(ids: $ids) { code message } }";
    let delete = |id: &Value| admin.op("deleteUsers", delete, json!({ "ids": [id] }));
    let done = delete(&bob["id"]).await.unwrap();
    assert_eq!(done, json!({ "code": 200, "message": "删除成功！" }));
    assert_eq!(delete(&bob["id"]).await.unwrap_err().code, 2210);
    let path = format!("/api/v2/users/{}", text(&bob, "id"));
    assert_eq!(admin.rest("GET", &path, json!(null)).await.unwrap(), json!(null));
    admin.create_user(json!({ "username": "bob" })).await.unwrap();
}

#[tokio::test]
async fn a_resigned_user_moves_to_the_archive_and_can_come_back() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    admin.rest("POST", "/api/v3/resign-user", json!({ "userId": id })).await.unwrap();
    let archived = "{ archivedUsers { totalCount list { id status } } }";
    let archived = admin.op("archivedUsers", archived, json!({})).await.unwrap();
    assert_eq!(archived["list"], json!([{ "id": id, "status": "Resigned" }]));
    assert_eq!(
        admin.op("users", "{ users { totalCount } }", json!({})).await.unwrap()["totalCount"],
        0
    );
    assert_eq!(app.login_status(bob.token()).await["status"], false);
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().code, 2004);
    assert_eq!(admin.create_user(json!({ "username": "bob" })).await.unwrap_err().code, 2026);

    admin.rest("POST", &format!("/api/v2/users/{id}/activate"), json!({})).await.unwrap();
    app.login("bob", "passw0rd").await.unwrap();
    admin.rest("POST", &format!("/api/v2/users/{id}/suspend"), json!({})).await.unwrap();
    assert_eq!(app.login("bob", "passw0rd").await.unwrap_err().code, 2005);
    let batch = json!({ "userIds": [id, "nobody"] });
    let failure = admin.rest("POST", "/api/v3/resign-user-batch", batch).await.unwrap_err();
    assert_eq!(failure.code, 2004);
}

#[tokio::test]
async fn a_kept_password_is_stored_as_it_came() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let create = "mutation($i: CreateUserInput!) \
        { createUser(userInfo: $i, keepPassword: true) { password } }";
    let info = json!({ "username": "old", "password": admin.encrypt("from-elsewhere") });
    let user = admin.op("createUser", create, json!({ "i": info })).await.unwrap();
    assert_eq!(user["password"], "from-elsewhere");
    Client::app(&emulator).login("old", "from-elsewhere").await.unwrap();
}

#[tokio::test]
async fn administrators_set_what_users_may_not() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    admin
        .create_user(json!({ "email": "taken@example.com", "phone": "13900000000" }))
        .await
        .unwrap();
    let id = text(&bob, "id");
    let input = json!({
        "email": "New@example.com", "phone": "13800000000", "emailVerified": true,
        "password": admin.encrypt("set-by-admin"),
    });
    let user = admin.update_user(id, input).await.unwrap();
    assert_eq!((text(&user, "email"), &user["emailVerified"]), ("new@example.com", &json!(true)));
    Client::app(&emulator).login("bob", "set-by-admin").await.unwrap();
    let taken = admin.update_user(id, json!({ "email": "TAKEN@example.com" })).await.unwrap_err();
    assert_eq!(taken.code, 2200);
    let taken = admin.update_user(id, json!({ "phone": "13900000000" })).await.unwrap_err();
    assert_eq!(taken.code, 2035);
    assert_eq!(admin.update_user("nobody", json!({})).await.unwrap_err().code, 2004);
}

#[tokio::test]
async fn a_failed_creation_leaves_nothing_behind() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bad = admin.create_user(json!({ "username": "bob", "lastLogin": "yesterday" })).await;
    assert_eq!(bad.unwrap_err().code, 500);
    admin.create_user(json!({ "username": "bob" })).await.unwrap();
}

#[tokio::test]
async fn identities_are_linked_once_and_unlinked_by_source() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let bob = admin.create_user(json!({ "username": "bob" })).await.unwrap();
    let ann = admin.create_user(json!({ "username": "ann" })).await.unwrap();
    let body = |user: &Value| {
        json!({
            "userId": user["id"], "userIdInIdp": "77", "isSocial": true,
            "identifier": "github", "extIdpId": "x1",
        })
    };
    admin.rest("POST", "/api/v2/users/identity/link", body(&bob)).await.unwrap();
    let twice = admin.rest("POST", "/api/v2/users/identity/link", body(&ann)).await.unwrap_err();
    assert_eq!(twice.code, 2215);
    let query = format!(
        "{{ findUser(identity: {{ provider: \"github\", userIdInIdp: \"77\" }}) {{ {USER} }} }}"
    );
    let found = admin.op("findUser", &query, json!({})).await.unwrap();
    assert_eq!(found["identities"], json!([{ "provider": "github", "userIdInIdp": "77" }]));
    admin.rest("POST", "/api/v2/users/identity/unlink", body(&bob)).await.unwrap();
    let gone = admin.rest("POST", "/api/v2/users/identity/unlink", body(&bob)).await.unwrap_err();
    assert_eq!(gone.code, 2216);
}

#[tokio::test]
async fn linking_accounts_moves_identities_and_deletes_the_second() {
    let emulator = Emulator::start().await.unwrap();
    let admin = Client::admin(&emulator).await;
    let app = Client::app(&emulator);
    let (bob, _) = app.registered("bob").await;
    let (ann, ann_id) = app.registered("ann").await;
    let body = json!({
        "userId": ann_id, "userIdInIdp": "77", "isSocial": true,
        "identifier": "github", "extIdpId": "x1",
    });
    admin.rest("POST", "/api/v2/users/identity/link", body).await.unwrap();
    let tokens = json!({ "primaryUserToken": bob.token(), "secondaryUserToken": ann.token() });
    bob.rest("POST", "/api/v2/users/link", tokens).await.unwrap();
    let me = bob.rest("GET", "/api/v2/users/me", json!(null)).await.unwrap();
    assert_eq!(me["identities"][0]["provider"], "github");
    assert_eq!(app.login("ann", "passw0rd").await.unwrap_err().code, 2004);
    let body = json!({ "primaryUserToken": bob.token(), "provider": "github" });
    bob.rest("POST", "/api/v2/users/unlink", body.clone()).await.unwrap();
    assert_eq!(bob.rest("POST", "/api/v2/users/unlink", body).await.unwrap_err().code, 2216);
}

#[tokio::test]
async fn users_may_change_their_profile_but_not_their_addresses() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let (bob, id) = app.registered("bob").await;
    let query = format!("mutation($i: UpdateUserInput!) {{ updateUser(input: $i) {{ {USER} }} }}");
    let update = |input| bob.op("updateUser", &query, json!({ "i": input }));
    assert_eq!(update(json!({ "nickname": "Nick" })).await.unwrap()["nickname"], "Nick");
    assert!(update(json!({ "nickname": null })).await.unwrap()["nickname"].is_null());
    assert_eq!(update(json!({ "email": "x@example.com" })).await.unwrap_err().code, 2225);
    assert_eq!(update(json!({ "phone": "13800000000" })).await.unwrap_err().code, 2226);
    assert_eq!(update(json!({ "password": "x" })).await.unwrap_err().code, 2018);

    app.register("ann", "pw").await.unwrap();
    assert_eq!(update(json!({ "username": "ann" })).await.unwrap_err().code, 2034);
    let (eve, _) = app.registered("eve").await;
    let foreign = eve.update_user(&id, json!({ "nickname": "Eve" })).await.unwrap_err();
    assert_eq!((foreign.code, foreign.message.as_str()), (1001, "无权限执行此项操作"));
}

#[tokio::test]
async fn the_security_level_counts_what_protects_the_account() {
    let emulator = Emulator::start().await.unwrap();
    let app = Client::app(&emulator);
    let input =
        json!({ "email": "a@example.com", "password": app.encrypt("weak"), "forceLogin": true });
    let user = app.input("registerByEmail", input).await.unwrap();
    let ann = app.with_token(user["token"].as_str().unwrap());
    let level = ann.rest("GET", "/api/v2/users/me/security-level", json!(null)).await.unwrap();
    assert_eq!(
        level,
        json!({
            "score": 65, "email": true, "phone": false, "password": true,
            "passwordSecurityLevel": 1, "mfa": false,
        })
    );
}
