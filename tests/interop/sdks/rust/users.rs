//! The users of a pool.

use std::time::{Duration, SystemTime};

use authing_management::{
    CreateGroup, CreatePolicy, CreateRole, CreateUser, FilterUsers, FindUser, GetUser, GetUsers,
    ListUserActions, ListUsers, ManagementClient, PageRequest, SearchUsers, SetCustomField,
    UserIdField,
    types::{
        CreateUserInput, CustomData, CustomValue, ResourceType, Statement, UdfDataType,
        UdfTargetType, UpdateUserInput, User, UserKey,
    },
    users::IdentityKey,
};

use serde_json::json;

use crate::walk::{Failure, PASSWORD, Walk};

pub(crate) async fn walk(walk: &mut Walk) -> Result<(), Failure> {
    let client = walk.administrator()?;
    let [alice, bob, carol] = accounts(walk, &client).await?;
    let dave = custom_data(walk, &client, [&alice, &bob, &carol]).await?;
    lookups(walk, &client, [&alice, &bob, &carol]).await?;
    memberships(walk, &client, &alice).await?;
    rights(walk, &client, &alice).await?;
    counts(walk, &client, &alice).await?;
    sessions(walk, &client, &alice).await?;
    ends(walk, &client, &alice, [&bob, &carol, &dave]).await
}

async fn accounts(walk: &mut Walk, client: &ManagementClient) -> Result<[String; 3], Failure> {
    let users = client.users();
    let page = walk.step("list users", async { users.list(ListUsers::new()).await }).await?;
    assert_eq!(page.total_count, 0);
    let input = CreateUserInput::new()
        .username("alice")
        .email("alice@example.com")
        .phone("13800000001")
        .external_id("ext-1")
        .nickname("Alice")
        .password(PASSWORD);
    let alice =
        walk.step("create a user with a password", async { users.create(input).await }).await?.id;
    walk.name("<alice>", &alice)?;
    let input = CreateUserInput::new().username("bob");
    let bob = walk.step("create a user", async { users.create(input).await }).await?.id;
    walk.name("<bob>", &bob)?;
    let input = CreateUserInput::new().username("carol");
    let carol = walk.step("create another user", async { users.create(input).await }).await?.id;
    walk.name("<carol>", &carol)?;

    let is_alice = |user: &User| {
        assert_eq!((user.id.as_str(), user.nickname.as_deref()), (&*alice, Some("Alice")));
    };
    for (step, key) in [
        ("find a user by email", UserKey::email("alice@example.com")),
        ("find a user by username", UserKey::username("alice")),
        ("find a user by phone", UserKey::phone("13800000001")),
        ("find a user by external id", UserKey::external_id("ext-1")),
    ] {
        let user = walk.step(step, async { users.find(key).await }).await?;
        is_alice(&user.ok_or("alice is there")?);
    }
    is_alice(&walk.step("get a user", async { users.get(GetUser::new(&alice)).await }).await?);
    let changes = UpdateUserInput::new().nickname("Alicia").company("Authing");
    let user = walk.step("update a user", async { users.update(&alice, changes).await }).await?;
    assert_eq!(user.nickname.as_deref(), Some("Alicia"));
    assert_eq!(user.company.as_deref(), Some("Authing"));
    Ok([alice, bob, carol])
}

async fn custom_data(
    walk: &mut Walk,
    client: &ManagementClient,
    [alice, bob, carol]: [&str; 3],
) -> Result<String, Failure> {
    let users = client.users();
    let fields = [
        ("active", UdfDataType::Boolean),
        ("age", UdfDataType::Number),
        ("joined", UdfDataType::DateTime),
        ("school", UdfDataType::String),
        ("tags", UdfDataType::Object),
    ];
    walk.step("define custom fields", async {
        for (key, kind) in fields {
            let field = SetCustomField::new(UdfTargetType::User, key, kind, key);
            assert_eq!(client.custom_fields().set(field).await?.key, key);
        }
        Ok::<_, Failure>(())
    })
    .await?;
    let request = CreateUser::new(CreateUserInput::new().username("dave"))
        .custom_data(CustomData::new().with("age", 30));
    let dave =
        walk.step("create a user with custom data", async { users.create(request).await }).await?;
    walk.name("<dave>", &dave.id)?;
    assert_eq!(age(&dave.typed_custom_data()), Some(30));

    // 2021-01-02T03:04:05Z
    let joined = SystemTime::UNIX_EPOCH + Duration::from_secs(1_609_556_645);
    let data = CustomData::new()
        .with("active", true)
        .with("age", 22)
        .with("joined", joined)
        .with("school", "华中科技大学")
        .with("tags", json!({ "year": [1, 2] }));
    walk.step("set custom data", async { users.set_custom_data(alice, &data).await }).await?;
    let read = walk.step("get custom data", async { users.get_custom_data(alice).await }).await?;
    for (key, value) in data.iter() {
        match (value, read.get(key)) {
            (CustomValue::DateTime(_), Some(CustomValue::DateTime(read))) => {
                assert_eq!(read.to_system_time(), Some(joined));
            }
            (value, read) => assert!(read == Some(value), "{key} was read back"),
        }
    }
    let forty = CustomData::new().with("age", 40);
    let fifty = CustomData::new().with("age", 50);
    walk.step("set custom data of many users", async {
        users.set_custom_data_many([(bob, &forty), (carol, &fifty)]).await
    })
    .await?;
    let many = walk
        .step("get custom data of many users", async {
            users.get_custom_data_many([bob, carol]).await
        })
        .await?;
    assert_eq!(many.get(bob).and_then(age), Some(40));
    assert_eq!(many.get(carol).and_then(age), Some(50));
    let fields = walk.step("list the fields", async { users.list_custom_data(bob).await }).await?;
    let forty = fields.iter().find(|field| field.key == "age").ok_or("no such field")?;
    assert!(forty.value == CustomValue::from(40));
    walk.step("set one field", async { users.set_custom_value(alice, "school", "HUST").await })
        .await?;
    let read = users.get_custom_data(alice).await?;
    assert!(read.get("school") == Some(&CustomValue::from("HUST")));
    walk.step("remove one field", async { users.remove_custom_value(alice, "school").await })
        .await?;
    assert!(users.get_custom_data(alice).await?.get("school").is_none());
    walk.step("remove one field by the older call", async {
        users.remove_custom_value(alice, "tags").await
    })
    .await?;
    assert!(users.get_custom_data(alice).await?.get("tags").is_none());

    let request = FindUser::by(UserKey::username("alice")).with_custom_data();
    let user =
        walk.step("find a user with custom data", async { users.find(request).await }).await?;
    assert_eq!(age(&user.ok_or("alice is there")?.typed_custom_data()), Some(22));
    let request = GetUser::new(alice).with_custom_data();
    let user = walk.step("get a user with custom data", async { users.get(request).await }).await?;
    assert_eq!(age(&user.typed_custom_data()), Some(22));
    let request = ListUsers::new().with_custom_data();
    let page =
        walk.step("list users with custom data", async { users.list(request).await }).await?;
    let mut ages: Vec<_> = page.list.iter().map(|user| age(&user.typed_custom_data())).collect();
    ages.sort_unstable();
    assert_eq!(ages, [Some(22), Some(30), Some(40), Some(50)]);
    Ok(dave.id)
}

async fn lookups(
    walk: &mut Walk,
    client: &ManagementClient,
    [alice, bob, carol]: [&str; 3],
) -> Result<(), Failure> {
    let users = client.users();
    let page =
        walk.step("search users", async { users.search(SearchUsers::new("alic")).await }).await?;
    assert_eq!(ids(&page.list), [alice]);
    let request = GetUsers::new([alice, bob]);
    let found = walk.step("get many users", async { users.get_many(request).await }).await?;
    let mut found = ids(&found);
    let mut wanted = [alice, bob];
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    let request = GetUsers::by(UserIdField::Username, ["bob"]);
    let found =
        walk.step("get many users by username", async { users.get_many(request).await }).await?;
    assert_eq!(ids(&found), [bob]);
    let request = GetUsers::new([carol]);
    let found = walk
        .step("get many users by the older call", async { users.get_many(request).await })
        .await?;
    assert_eq!(ids(&found), [carol]);
    let all = FilterUsers::new();
    let page = walk.step("filter users", async { users.filter(all).await }).await?;
    assert_eq!(page.total_count, 4);
    let key = UserKey::username("alice");
    assert!(walk.step("a user exists", async { users.exists(key).await }).await?);
    let key = UserKey::email("no@example.com");
    assert!(!walk.step("a user does not exist", async { users.exists(key).await }).await?);
    Ok(())
}

async fn memberships(
    walk: &mut Walk,
    client: &ManagementClient,
    alice: &str,
) -> Result<(), Failure> {
    let users = client.users();
    let request = CreateGroup::new("g1", "Group");
    let group =
        walk.step("create a group", async { client.groups().create(request).await }).await?;
    assert_eq!(group.code, "g1");
    walk.step("join a group", async { users.add_group(alice, "g1").await }).await?;
    let page = walk.step("list groups", async { users.list_groups(alice).await }).await?;
    assert_eq!(page.list.iter().map(|group| &*group.code).collect::<Vec<_>>(), ["g1"]);
    walk.step("leave a group", async { users.remove_group(alice, "g1").await }).await?;
    assert_eq!(users.list_groups(alice).await?.total_count, 0);

    let request = CreateRole::new("r1").description("Role");
    let role = walk.step("create a role", async { client.roles().create(request).await }).await?;
    assert_eq!(role.code, "r1");
    walk.step("add a role", async { users.add_roles(alice, ["r1"]).await }).await?;
    let page = walk.step("list roles", async { users.list_roles(alice).await }).await?;
    assert_eq!(page.list.iter().map(|role| &*role.code).collect::<Vec<_>>(), ["r1"]);
    assert!(walk.step("has a role", async { users.has_role(alice, "r1").await }).await?);
    walk.step("remove a role", async { users.remove_roles(alice, ["r1"]).await }).await?;
    assert_eq!(users.list_roles(alice).await?.total_count, 0);
    let orgs = walk.step("list organisations", async { users.list_orgs(alice).await }).await?;
    assert!(orgs.is_empty());
    let page = walk.step("list departments", async { users.list_departments(alice).await }).await?;
    assert_eq!(page.total_count, 0);
    let tenants = walk.step("list tenants", async { users.list_tenants(alice).await }).await?;
    assert!(tenants.is_empty());
    Ok(())
}

/// What a user may do, by policies.
async fn rights(walk: &mut Walk, client: &ManagementClient, alice: &str) -> Result<(), Failure> {
    let users = client.users();
    let statement = Statement::allow("books:*", ["books:read"]);
    client.policies().create(CreatePolicy::new("readers", [statement])).await?;
    walk.step("add policies", async { users.add_policies(alice, ["readers"]).await }).await?;
    let page = walk
        .step("list policies", async { users.list_policies(alice, PageRequest::default()).await })
        .await?;
    assert_eq!(page.total_count, 1);
    let here = users.in_namespace("default");
    let page = walk
        .step("list authorized resources", async {
            here.list_authorized_resources(alice, Some(ResourceType::Data)).await
        })
        .await?;
    assert_eq!(page.total_count, 0, "there is no such resource");
    let found = walk
        .step("check rights on many resources", async {
            here.check_permissions_many(alice, ["books:1", "films:1"]).await
        })
        .await?;
    assert_eq!(found.len(), 1);
    walk.step("list rights on a kind of resource", async {
        here.list_authorized_resources_of_kind(alice, "books").await
    })
    .await?;
    walk.step("remove policies", async { users.remove_policies(alice, ["readers"]).await }).await?;
    assert_eq!(users.list_policies(alice, PageRequest::default()).await?.total_count, 0);
    Ok(())
}

async fn counts(walk: &mut Walk, client: &ManagementClient, alice: &str) -> Result<(), Failure> {
    let users = client.users();
    let identity = || IdentityKey::social(alice, "github", "source-1");
    walk.step("link an identity", async { users.link_identity(identity(), "gh-1").await }).await?;
    walk.step("unlink an identity", async { users.unlink_identity(identity()).await }).await?;
    let app = walk.info("appId");
    walk.step("count the logins of an application", async {
        users.count_application_logins(&app).await
    })
    .await?;
    walk.step("count the users with a field", async {
        users.count_custom_field_users(&app, "age").await
    })
    .await?;
    Ok(())
}

async fn sessions(walk: &mut Walk, client: &ManagementClient, alice: &str) -> Result<(), Failure> {
    let users = client.users();
    let token =
        walk.step("make a user's token", async { users.refresh_token(alice).await }).await?;
    assert!(token.token.is_some());
    walk.step("check a user's login status", async { users.check_login_status(alice).await })
        .await?;
    walk.step("log users off", async { users.kick_many([alice]).await }).await?;
    assert!(!users.check_login_status(alice).await?.is_login);
    walk.step("log a user off", async { users.logout(alice).await }).await?;
    Ok(())
}

async fn ends(
    walk: &mut Walk,
    client: &ManagementClient,
    alice: &str,
    others: [&str; 3],
) -> Result<(), Failure> {
    let users = client.users();
    walk.step("list user actions", async { users.list_user_actions(ListUserActions::new()).await })
        .await?;
    let page = walk
        .step("list archived users", async { users.list_archived(PageRequest::default()).await })
        .await?;
    assert_eq!(page.total_count, 0);
    let [bob, carol, dave] = others;
    walk.step("let a user leave", async { users.resign(bob).await }).await?;
    walk.step("let many users leave", async { users.resign_many([carol, dave]).await }).await?;
    walk.step("delete a user", async { users.delete(alice).await }).await?;
    walk.step("delete many users", async { users.delete_many(others).await }).await?;
    assert_eq!(users.list(ListUsers::new()).await?.total_count, 0);
    Ok(())
}

fn age(data: &CustomData) -> Option<i64> {
    match data.get("age") {
        Some(CustomValue::Number(number)) => number.as_i64(),
        _ => None,
    }
}

fn ids(users: &[User]) -> Vec<&str> {
    users.iter().map(|user| user.id.as_str()).collect()
}
