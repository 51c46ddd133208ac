//! Permission namespaces and their resources, against the emulator.

use authing_emulator::{Emulator, TokenAlgorithm};
use authing_management::{
    AclApi, CreatePolicy, ErrorCode, Grantees, ManagementClient, Target,
    acl::{
        CreateNamespace, CreateResource, ListNamespaces, ListResources, ResourceAction,
        UpdateNamespace, UpdateResource,
    },
    types::{ResourceType, Statement},
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;

/// The codes of all namespaces, in pages of one.
async fn namespaces(acl: &AclApi<'_>) -> Vec<String> {
    let all = acl.list_namespaces(ListNamespaces::new().limit(1)).items();
    all.map_ok(|namespace| namespace.code).try_collect().await.unwrap()
}

/// The codes of all resources of a namespace, in pages of two.
async fn resources(acl: &AclApi<'_>, namespace: &str) -> Vec<String> {
    let all = acl.in_namespace(namespace).list_resources(ListResources::new().limit(2)).items();
    all.map_ok(|resource| resource.code).try_collect().await.unwrap()
}

fn books() -> CreateResource {
    CreateResource::new("books", ResourceType::Data)
        .action("read", "Read books")
        .action("books:edit", "Change books")
}

#[tokio::test]
async fn every_application_has_a_namespace_and_more_can_be_made() {
    let server = TestServer::start().await.unwrap();
    let (acl, app) = (server.management.acl(), server.emulator.app_id());
    assert_eq!(namespaces(&acl).await, ["default", "system", app]);
    let shop = CreateNamespace::new("shop", "Shop").description("What is sold");
    let shop = acl.create_namespace(shop).await.unwrap();
    assert_eq!((shop.code.as_str(), shop.status, &shop.app_id), ("shop", Some(1), &None));
    assert_eq!(namespaces(&acl).await, ["default", "system", app, "shop"]);
    let page = acl.list_namespaces(ListNamespaces::new().limit(3)).await.unwrap();
    assert_eq!((page.total_count, page.list.len()), (4, 3));
    let of_app = &page.list[2];
    assert_eq!(of_app.app_id.as_deref(), Some(app));
    assert_eq!(of_app.app_name, of_app.name);
    assert!(acl.create_namespace(CreateNamespace::new("shop", "Again")).await.is_err());

    let other = server.emulator.create_application("Other", TokenAlgorithm::Hs256).unwrap();
    assert_eq!(namespaces(&acl).await.last(), Some(&other.id));
    // An id is not given twice.
    acl.delete_namespace(shop.id).await.unwrap();
    let again = acl.create_namespace(CreateNamespace::new("shop", "Shop")).await.unwrap();
    assert!(again.id > shop.id);
}

#[tokio::test]
async fn a_namespace_is_changed_by_id_and_by_code() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let shop = acl.create_namespace(CreateNamespace::new("shop", "Shop")).await.unwrap();
    let bob = server.user("bob").await.unwrap().id;
    acl.in_namespace("shop").create_resource(books()).await.unwrap();
    acl.in_namespace("shop").allow(Grantees::user(&bob), "books:1", "books:read").await.unwrap();

    let renamed = acl.update_namespace(shop.id, UpdateNamespace::new().code("store")).await;
    assert_eq!(renamed.unwrap().name.as_deref(), Some("Shop"));
    let described = UpdateNamespace::new().name("Store").description("Sold here");
    let store = acl.update_namespace("store", described).await.unwrap();
    assert_eq!((store.id, store.description.as_deref()), (shop.id, Some("Sold here")));
    // What is in it came along.
    assert_eq!(resources(&acl, "store").await, ["books"]);
    assert!(acl.in_namespace("store").is_allowed(&bob, "books:1", "books:read").await.unwrap());

    let taken = UpdateNamespace::new().code("default");
    assert!(acl.update_namespace("store", taken).await.is_err());
    let any = || UpdateNamespace::new().name("n");
    let unknown = Some(ErrorCode::NAMESPACE_TO_UPDATE_NOT_FOUND);
    assert_eq!(acl.update_namespace(99_999, any()).await.unwrap_err().code(), unknown);
    assert_eq!(acl.update_namespace("shop", any()).await.unwrap_err().code(), unknown);
    let unknown = Some(ErrorCode::NAMESPACE_TO_DELETE_NOT_FOUND);
    assert_eq!(acl.delete_namespace(99_999).await.unwrap_err().code(), unknown);
    assert_eq!(acl.delete_namespace("shop").await.unwrap_err().code(), unknown);
    for built_in in ["default", "system", server.emulator.app_id()] {
        assert!(acl.update_namespace(built_in, any()).await.is_err(), "{built_in}");
        assert!(acl.delete_namespace(built_in).await.is_err(), "{built_in}");
    }
}

#[tokio::test]
async fn a_namespace_takes_what_is_in_it_along() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let roles = server.management.roles().in_namespace("shop");
    let policies = server.management.policies().in_namespace("shop");
    let bob = server.user("bob").await.unwrap().id;
    let fill = async || {
        acl.create_namespace(CreateNamespace::new("shop", "Shop")).await.unwrap();
        let shop = acl.in_namespace("shop");
        shop.create_resource(books()).await.unwrap();
        shop.allow(Grantees::user(&bob), "books:1", "books:read").await.unwrap();
        roles.create("r").await.unwrap();
        let read = Statement::allow("books:*", ["books:read"]);
        policies.create(CreatePolicy::new("p", [read])).await.unwrap();
    };
    fill().await;
    acl.delete_namespace("shop").await.unwrap();
    assert_eq!(roles.get_opt("r").await.unwrap(), None);
    let gone = acl.in_namespace("shop").list_resources(ListResources::new()).page().await;
    assert!(gone.is_err(), "no such namespace");
    let nothing = acl.in_namespace("shop").is_allowed(&bob, "books:1", "books:read").await.unwrap();
    assert!(!nothing);
    // Another of the same code starts empty: every code is free.
    fill().await;
}

#[tokio::test]
async fn a_resource_is_made_found_changed_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let made = acl.create_resource(books().description("All books")).await.unwrap();
    let names: Vec<_> = made.actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(names, ["books:read", "books:edit"], "with the code before them");
    assert_eq!((made.namespace.as_deref(), made.namespace_id), (Some("default"), Some(1)));
    let by_code = acl.get_resource("books").await.unwrap();
    let by_id = acl.get_resource_by_id(made.id.as_deref().unwrap()).await.unwrap();
    assert_eq!((&by_code, &by_id), (&made, &made));
    assert_eq!(acl.get_resource_opt("films").await.unwrap(), None);
    assert!(acl.get_resource("films").await.unwrap_err().is_not_found());
    assert_eq!(acl.in_namespace("system").get_resource_opt("books").await.unwrap(), None);
    assert_eq!(acl.get_resource_by_id_opt("5f7ddfe62ba819802422362e").await.unwrap(), None);
    assert!(acl.create_resource(books()).await.is_err(), "the code is taken");
    assert!(
        acl.in_namespace("nowhere").create_resource(books()).await.is_err(),
        "no such namespace"
    );
    acl.in_namespace("system").create_resource(books()).await.unwrap();

    let changes = UpdateResource::new()
        .resource_type(ResourceType::Api)
        .api_identifier("https://api.example.com/books")
        .actions([ResourceAction::new("list", "List books")]);
    let changed = acl.update_resource("books", changes).await.unwrap();
    assert_eq!(changed.resource_type, Some(ResourceType::Api));
    assert_eq!(changed.actions, [ResourceAction::new("books:list", "List books")]);
    assert_eq!(changed.description.as_deref(), Some("All books"), "what was not named stays");
    let some = || UpdateResource::new().description("d");
    assert!(acl.update_resource("films", some()).await.is_err());

    acl.delete_resource("books").await.unwrap();
    assert!(acl.delete_resource("books").await.is_err());
    assert!(resources(&acl, "default").await.is_empty());
    assert_eq!(resources(&acl, "system").await, ["books"]);
}

#[tokio::test]
async fn a_batch_makes_all_resources_or_none_and_lists_go_on_to_the_end() {
    let server = TestServer::start().await.unwrap();
    let (acl, app) = (server.management.acl(), server.emulator.app_id());
    let of_app = acl.in_namespace(app);
    let menu = |code: &str| CreateResource::new(code, ResourceType::Menu);
    of_app.create_resource_many(["a", "b", "c"].map(menu)).await.unwrap();
    for (reason, batch) in
        [("taken", vec![menu("d"), menu("a")]), ("twice", vec![menu("d"), menu("d")])]
    {
        assert!(of_app.create_resource_many(batch).await.is_err(), "{reason}");
    }
    let nowhere = acl.in_namespace("x").create_resource_many([menu("d")]);
    assert!(nowhere.await.is_err(), "no such namespace");
    assert_eq!(resources(&acl, app).await, ["c", "b", "a"]);
    of_app.create_resource(CreateResource::new("e", ResourceType::Api)).await.unwrap();
    let menus = ListResources::new().resource_type(ResourceType::Menu);
    assert_eq!(of_app.list_resources(menus).await.unwrap().total_count, 3);
    assert!(resources(&acl, "default").await.is_empty());
}

#[tokio::test]
async fn a_resource_gives_rights_its_type_and_takes_those_given_on_it_along() {
    let server = TestServer::start().await.unwrap();
    let acl = server.management.acl();
    let bob = server.user("bob").await.unwrap().id;
    let api = "https://api.example.com/orders";
    let orders = CreateResource::new("orders", ResourceType::Api).api_identifier(api);
    acl.create_resource(orders).await.unwrap();
    for resource in ["orders:1", "orders:*", "others:1"] {
        acl.allow(Grantees::user(&bob), resource, "read").await.unwrap();
    }
    let list = async |kind| {
        let bob = Target::user(&bob);
        acl.list_authorized_resources(bob, kind).await.unwrap().list
    };
    let apis = list(Some(ResourceType::Api)).await;
    let seen: Vec<_> =
        apis.iter().map(|r| (r.code.as_str(), r.api_identifier.as_deref())).collect();
    assert_eq!(seen, [("orders:1", Some(api)), ("orders:*", Some(api))]);
    let data = list(Some(ResourceType::Data)).await;
    assert_eq!(data.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), ["others:1"]);
    acl.delete_resource("orders").await.unwrap();
    let left = list(None).await;
    assert_eq!(left, data);
}

#[tokio::test]
async fn namespaces_and_resources_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authing.json");
    let client = |emulator: &Emulator| {
        ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
            .host(emulator.url())
            .no_proxy()
            .build()
            .unwrap()
    };
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&first);
    let shop = CreateNamespace::new("shop", "Shop");
    let shop = management.acl().create_namespace(shop).await.unwrap();
    let made = management.acl().in_namespace("shop").create_resource(books()).await.unwrap();
    management
        .acl()
        .delete_namespace(
            management.acl().create_namespace(CreateNamespace::new("x", "X")).await.unwrap().id,
        )
        .await
        .unwrap();
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&second);
    let kept = management.acl().in_namespace("shop").get_resource("books").await.unwrap();
    assert_eq!(kept, made);
    let next = management.acl().create_namespace(CreateNamespace::new("y", "Y")).await.unwrap();
    assert_eq!(next.id, shop.id + 2, "the id of the deleted one is not given again");
}
