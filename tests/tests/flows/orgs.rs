//! The organisations area of the administrator's client, against the emulator.

use std::time::Duration;

use authing_core::Operation;
use authing_emulator::{Directory, DirectoryNode, Emulator};
use authing_management::types::Selected;
use authing_management::{
    CreateOrg, Error, ExportedNode, Grantees, ImportNode, ListNodeMembers, ListOrgSummaries,
    ListOrgs, ManagementClient, NewNode, NodeKey, OrgsApi, Page, ResourceGrant, RestRequest,
    SetCustomField, SyncProvider, Target, UpdateNode,
    tenants::CreateTenant,
    types::{CustomData, Node, Org, OrgSummary, SortBy, UdfDataType, UdfTargetType, User},
    users::ListUserDepartments,
};
use authing_tests::TestServer;
use futures_util::TryStreamExt;
use serde_json::{Value, json};

const NOBODY: &str = "5f7ddfe62ba819802422362e";

/// Acme with its root, and below it `dev` with `web` and `api` below, and `ops`.
struct Acme {
    org: String,
    root: String,
    dev: String,
    web: String,
    api: String,
    ops: String,
}

impl Acme {
    async fn found(management: &ManagementClient) -> Self {
        let orgs = management.orgs();
        let made = orgs.create(CreateOrg::new("Acme").code("acme")).await.unwrap();
        let (org, root) = (made.id, made.root_node.id);
        let add = async |parent: &str, name: &str| {
            let node = NewNode::new(name).code(name.to_lowercase());
            orgs.add_node(&org, parent, node).await.unwrap().id
        };
        let dev = add(&root, "Dev").await;
        let (web, api, ops) =
            (add(&dev, "Web").await, add(&dev, "Api").await, add(&root, "Ops").await);
        Self { org, root, dev, web, api, ops }
    }
}

async fn node(server: &TestServer, id: &str) -> Node {
    server.management.orgs().get_node(id).await.unwrap()
}

async fn members(server: &TestServer, request: ListNodeMembers) -> Vec<String> {
    let users = server.management.orgs().list_members(request).items();
    users.map_ok(|user| user.username.unwrap_or_default()).try_collect().await.unwrap()
}

async fn people<const N: usize>(server: &TestServer, names: [&str; N]) -> [User; N] {
    let mut made = Vec::new();
    for name in names {
        server.emulator.advance(Duration::from_secs(1));
        made.push(server.user(name).await.unwrap());
    }
    made.try_into().unwrap()
}

/// The server's text for a refused request.
fn says<T: std::fmt::Debug>(result: Result<T, Error>, text: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.code().map(|code| code.number()), Some(500), "{error}");
    assert!(error.to_string().contains(text), "{error}");
}

#[tokio::test]
async fn organisations_are_paged_sorted_counted_and_deleted() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        server.emulator.advance(Duration::from_secs(1));
        ids.push(orgs.create(CreateOrg::new(name)).await.unwrap().id);
    }
    let names = async |request: ListOrgs| -> Vec<String> {
        let all = orgs.list(request).items();
        all.map_ok(|org| org.root_node.name).try_collect().await.unwrap()
    };
    assert_eq!(names(ListOrgs::new().limit(2)).await, ["c", "b", "a"], "newest first");
    let oldest_first = ListOrgs::new().limit(1).sort_by(SortBy::CreatedAtAsc);
    assert_eq!(names(oldest_first).await, ["a", "b", "c"]);

    let page = orgs.list_summaries(ListOrgSummaries::new().page(2).limit(2)).await.unwrap();
    assert_eq!((page.total_count, page.list.len()), (3, 1));
    assert_eq!(page.list[0].id, ids[0]);
    let all: Vec<_> =
        orgs.list_summaries(ListOrgSummaries::new().limit(2)).items().try_collect().await.unwrap();
    assert_eq!((all.len(), orgs.count().await.unwrap()), (3, 3));
    assert_eq!(all[0].root_node_id, Some(orgs.root_node(&ids[2]).await.unwrap().id));

    orgs.delete(&ids[1]).await.unwrap();
    says(orgs.delete(&ids[1]).await, "组织机构不存在");
    says(orgs.get(&ids[1]).await, "组织机构不存在");
    assert_eq!(names(ListOrgs::new()).await, ["c", "a"]);
}

#[tokio::test]
async fn a_code_is_taken_in_its_organisation_only() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let acme = Acme::found(&server.management).await;
    let web = || NewNode::new("Web again").code("web");
    says(orgs.add_node(&acme.org, &acme.root, web()).await, "节点 code 已存在");
    says(orgs.update_node(&acme.ops, UpdateNode::new().code("dev")).await, "节点 code 已存在");
    orgs.update_node(&acme.ops, UpdateNode::new().code("ops")).await.unwrap();
    orgs.add_node(&acme.org, &acme.root, "Web").await.unwrap();
    orgs.add_node(&acme.org, &acme.root, "Web").await.unwrap();
    let other = Acme::found(&server.management).await;
    let found = orgs.get_node(NodeKey::code(&other.org, "web")).await.unwrap();
    assert_eq!(found.id, other.web);
    assert_eq!(orgs.get_node_opt(NodeKey::code(&acme.org, "nothing")).await.unwrap(), None);
    assert!(orgs.get_node(NOBODY).await.unwrap_err().is_not_found());
    says(orgs.create(CreateOrg::new("X").code("非凡")).await, "合法的英文字符");

    // Nodes of another organisation are none of this one.
    says(orgs.add_node(&acme.org, &other.root, "X").await, "节点不存在");
    says(orgs.delete_node(&acme.org, &other.web).await, "节点不存在");
    says(orgs.move_node(&acme.org, &acme.web, &other.root).await, "节点不存在");
    says(orgs.add_node(NOBODY, &acme.root, "X").await, "组织机构不存在");
}

#[tokio::test]
async fn a_node_has_what_it_is_given() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let acme = Acme::found(&server.management).await;
    let full = NewNode::new("N").description("d").order(3).name_i18n("n").description_i18n("di");
    let made = orgs.add_node(&acme.org, &acme.ops, full).await.unwrap();
    assert_eq!((made.description.as_deref(), made.order), (Some("d"), Some(3)));
    assert_eq!(
        (made.name_i18n.as_deref(), made.description_i18n.as_deref()),
        (Some("n"), Some("di"))
    );
    assert_eq!((made.root, made.org_id.as_deref()), (Some(false), Some(acme.org.as_str())));
    let with_it = orgs.add_node_v1(&acme.org, &acme.ops, "M").await.unwrap();
    assert_eq!(with_it.tree().len(), 7);

    server.emulator.advance(Duration::from_secs(1));
    let changes = UpdateNode::new().name("N2").code("n2").description("d2");
    let changed = orgs.update_node(&made.id, changes).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.code.as_deref()), ("N2", Some("n2")));
    assert_eq!((changed.description.as_deref(), changed.order), (Some("d2"), Some(3)));
    assert_ne!(changed.updated_at, made.updated_at);
    says(orgs.update_node(NOBODY, UpdateNode::new()).await, "节点不存在");

    assert!(orgs.is_root_node(&acme.org, &acme.root).await.unwrap());
    assert!(!orgs.is_root_node(&acme.org, &acme.dev).await.unwrap());
    let children = orgs.list_children(&acme.dev).await.unwrap();
    let ids: Vec<_> = children.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, [&acme.web, &acme.api]);
    assert_eq!(children[0].depth, Some(1));
    says(orgs.list_children(NOBODY).await, "节点不存在");
    let found = orgs.search_nodes("eV").await.unwrap();
    assert_eq!(found.iter().map(|node| node.id.as_str()).collect::<Vec<_>>(), [&acme.dev]);
    assert!(orgs.search_nodes("nothing").await.unwrap().is_empty());
}

#[tokio::test]
async fn paths_and_children_stay_true_when_a_node_moves() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let acme = Acme::found(&server.management).await;
    let before = node(&server, &acme.web).await;
    assert_eq!(before.path, [&*acme.root, &acme.dev, &acme.web]);
    assert_eq!(before.name_path, ["Acme", "Dev", "Web"]);
    assert_eq!(before.code_path, ["acme", "dev", "web"]);

    says(orgs.move_node(&acme.org, &acme.dev, &acme.web).await, "自己的子节点");
    says(orgs.move_node(&acme.org, &acme.root, &acme.web).await, "不能移动根节点");
    says(orgs.move_node(&acme.org, &acme.dev, NOBODY).await, "节点不存在");

    let org = orgs.move_node(&acme.org, &acme.dev, &acme.ops).await.unwrap();
    let tree = org.tree();
    let names: Vec<_> = tree.root().walk().map(|node| node.name.clone()).collect();
    assert_eq!(names, ["Acme", "Ops", "Dev", "Web", "Api"]);
    assert_eq!((tree.detached().count(), tree.len()), (0, 5));
    for node in tree.nodes() {
        assert_eq!(node.node().depth, Some(i64::try_from(TreeDepth::of(&org, &node.id)).unwrap()));
    }
    assert_eq!(node(&server, &acme.web).await.name_path, ["Acme", "Ops", "Dev", "Web"]);
    assert_eq!(node(&server, &acme.root).await.children, Some(vec![acme.ops.clone()]));
    assert_eq!(node(&server, &acme.ops).await.children, Some(vec![acme.dev.clone()]));
    assert_eq!(node(&server, &acme.web).await.depth, None, "only lists tell");
}

struct TreeDepth;

impl TreeDepth {
    /// How deep a node is, by its path.
    fn of(org: &Org, id: &str) -> usize {
        org.nodes.iter().find(|node| node.id == id).unwrap().path.len() - 1
    }
}

#[tokio::test]
async fn a_deleted_node_takes_all_below_it_along() {
    let server = TestServer::start().await.unwrap();
    let (orgs, acl) = (server.management.orgs(), server.management.acl());
    let acme = Acme::found(&server.management).await;
    let [ann] = people(&server, ["ann"]).await;
    orgs.add_members(&acme.web, [&ann.id]).await.unwrap();
    orgs.set_main_department(&ann.id, &acme.web).await.unwrap();
    server.management.roles().create("r").await.unwrap();
    orgs.add_roles(&acme.dev, ["r"]).await.unwrap();
    let grant = [ResourceGrant::new(Target::department(&acme.web), ["books:read"])];
    acl.authorize_resource("books:1", None, grant).await.unwrap();
    acl.allow(Grantees::role("r"), "films:1", "films:see").await.unwrap();

    let may = async |resource: &str, action: &str| {
        acl.is_allowed(&ann.id, resource, action).await.unwrap()
    };
    assert!(may("books:1", "books:read").await && may("films:1", "films:see").await);
    says(orgs.delete_node(&acme.org, &acme.root).await, "不能删除根节点");
    orgs.delete_node(&acme.org, &acme.dev).await.unwrap();
    says(orgs.delete_node(&acme.org, &acme.dev).await, "节点不存在");

    for gone in [&acme.dev, &acme.web, &acme.api] {
        assert_eq!(orgs.get_node_opt(gone).await.unwrap(), None);
    }
    assert!(!may("books:1", "books:read").await && !may("films:1", "films:see").await);
    let users = server.management.users();
    assert_eq!(users.list_departments(&ann.id).await.unwrap().total_count, 0);
    let ann = users.get(&ann.id).await.unwrap();
    assert_eq!(
        (ann.main_department_id, ann.main_department_code),
        (Selected::Empty, Selected::Empty)
    );
    let left = orgs.get(&acme.org).await.unwrap();
    assert_eq!(left.tree().len(), 2);
}

#[tokio::test]
async fn members_come_go_move_and_are_listed_with_those_below() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let acme = Acme::found(&server.management).await;
    let [ann, bob, cid] = people(&server, ["ann", "bob", "cid"]).await;
    orgs.add_members(&acme.dev, [&ann.id]).await.unwrap();
    orgs.add_members(&acme.dev, [&ann.id]).await.unwrap();
    // Who is in two nodes is listed once.
    orgs.add_members(NodeKey::code(&acme.org, "web"), [&ann.id, &bob.id]).await.unwrap();
    let web = orgs.add_leaders(&acme.web, [&cid.id, &bob.id]).await.unwrap();
    assert_eq!(web.id, acme.web);
    assert!(orgs.add_members(&acme.web, [NOBODY]).await.is_err());
    says(orgs.add_members(NOBODY, [&ann.id]).await, "节点不存在");
    says(orgs.add_members(NodeKey::code(&acme.org, "x"), [&ann.id]).await, "节点不存在");

    let of = |key: &str| ListNodeMembers::new(key);
    assert_eq!(members(&server, of(&acme.dev)).await, ["ann"]);
    let all = || of(&acme.dev).include_children_nodes().limit(2);
    assert_eq!(members(&server, all()).await, ["cid", "bob", "ann"], "newest first");
    let by_code = ListNodeMembers::new(NodeKey::code(&acme.org, "dev"))
        .include_children_nodes()
        .sort_by(SortBy::CreatedAtAsc)
        .limit(1);
    assert_eq!(members(&server, by_code).await, ["ann", "bob", "cid"]);
    assert!(orgs.list_members(NOBODY).await.unwrap_err().is_not_found());

    orgs.move_members([&bob.id], &acme.web, &acme.ops).await.unwrap();
    says(orgs.move_members([&bob.id], &acme.web, &acme.ops).await, "不是该节点的成员");
    assert!(orgs.move_members([NOBODY], &acme.web, &acme.ops).await.is_err());
    says(orgs.move_members([&ann.id], &acme.web, NOBODY).await, "节点不存在");
    assert_eq!(members(&server, of(&acme.ops)).await, ["bob"]);
    assert_eq!(members(&server, of(&acme.web)).await, ["cid", "ann"]);
    orgs.remove_members(&acme.web, [&ann.id]).await.unwrap();
    orgs.remove_members(&acme.web, [&ann.id]).await.unwrap();
    assert_eq!(members(&server, of(&acme.web)).await, ["cid"]);
    assert_eq!(members(&server, of(&acme.dev)).await, ["ann"], "in other nodes they stay");

    server.management.users().delete(&cid.id).await.unwrap();
    assert!(members(&server, of(&acme.web)).await.is_empty());
}

#[tokio::test]
async fn members_bring_their_custom_data() {
    let server = TestServer::start().await.unwrap();
    let acme = Acme::found(&server.management).await;
    let [ann] = people(&server, ["ann"]).await;
    let field = SetCustomField::new(UdfTargetType::User, "age", UdfDataType::Number, "Age");
    server.management.custom_fields().set(field).await.unwrap();
    let age = CustomData::new().with("age", 22);
    server.management.users().set_custom_data(&ann.id, &age).await.unwrap();
    let orgs = server.management.orgs();
    orgs.add_members(&acme.web, [&ann.id]).await.unwrap();
    for key in [NodeKey::id(&acme.web), NodeKey::code(&acme.org, "web")] {
        let page = orgs.list_members(ListNodeMembers::new(key).with_custom_data()).await.unwrap();
        assert_eq!(page.list[0].typed_custom_data(), age);
    }
}

#[tokio::test]
async fn the_main_department_follows_the_node_and_is_lost_with_the_membership() {
    let server = TestServer::start().await.unwrap();
    let (orgs, users) = (server.management.orgs(), server.management.users());
    let acme = Acme::found(&server.management).await;
    let [ann] = people(&server, ["ann"]).await;
    let main = async || {
        let ann = users.get(&ann.id).await.unwrap();
        (ann.main_department_id, ann.main_department_code)
    };
    let some =
        |id: &str, code: &str| (Selected::Value(id.to_owned()), Selected::Value(code.to_owned()));
    for node in [&acme.web, &acme.ops] {
        orgs.add_members(node, [&ann.id]).await.unwrap();
    }
    orgs.set_main_department(&ann.id, &acme.web).await.unwrap();
    assert_eq!(main().await, some(&acme.web, "web"));
    orgs.update_node(&acme.web, UpdateNode::new().code("www")).await.unwrap();
    assert_eq!(main().await, some(&acme.web, "www"));
    let in_org = |org: &str| ListUserDepartments::new(&ann.id).org_id(org);
    let departments = users.list_departments(in_org(&acme.org)).await.unwrap();
    let marked: Vec<_> = departments
        .list
        .iter()
        .map(|entry| (entry.department.name.as_str(), entry.is_main_department))
        .collect();
    assert_eq!(marked, [("Web", true), ("Ops", false)]);
    assert_eq!(users.list_departments(in_org(NOBODY)).await.unwrap().total_count, 0);

    orgs.remove_members(&acme.ops, [&ann.id]).await.unwrap();
    assert_eq!(main().await, some(&acme.web, "www"));
    orgs.move_members([&ann.id], &acme.web, &acme.api).await.unwrap();
    assert_eq!(main().await, (Selected::Empty, Selected::Empty));
    orgs.set_main_department(&ann.id, &acme.api).await.unwrap();
    orgs.clear_main_department(&ann.id).await.unwrap();
    assert_eq!(main().await, (Selected::Empty, Selected::Empty));
    says(orgs.set_main_department(&ann.id, NOBODY).await, "节点不存在");
    assert!(orgs.set_main_department(NOBODY, &acme.api).await.is_err());
}

#[tokio::test]
async fn roles_and_rights_come_down_the_tree() {
    let server = TestServer::start().await.unwrap();
    let (orgs, acl) = (server.management.orgs(), server.management.acl());
    let app = server.emulator.app_id();
    let acme = Acme::found(&server.management).await;
    let [ann] = people(&server, ["ann"]).await;
    orgs.add_members(&acme.web, [&ann.id]).await.unwrap();
    server.management.roles().create("r").await.unwrap();
    server.management.roles().in_namespace(app).create("s").await.unwrap();
    acl.allow(Grantees::role("r"), "books:1", "books:read").await.unwrap();

    orgs.add_roles(&acme.root, ["r"]).await.unwrap();
    orgs.add_roles(&acme.web, ["r"]).await.unwrap();
    orgs.in_namespace(app).add_roles(&acme.dev, ["s"]).await.unwrap();
    assert!(orgs.add_roles(&acme.dev, ["nothing"]).await.is_err());
    assert!(orgs.add_roles(NOBODY, ["r"]).await.is_err());
    let of_app = orgs.in_namespace(app);
    let codes = async |orgs: &OrgsApi<'_>, key: NodeKey| -> Vec<String> {
        let page = orgs.list_roles(key).await.unwrap();
        page.list.into_iter().map(|role| role.code).collect()
    };
    assert_eq!(codes(&orgs, NodeKey::id(&acme.web)).await, ["r"], "once, though given twice");
    assert_eq!(codes(&orgs, NodeKey::code(&acme.org, "api")).await, ["r"], "from the root");
    assert_eq!(codes(&of_app, NodeKey::id(&acme.web)).await, ["s"]);
    assert!(codes(&of_app, NodeKey::id(&acme.ops)).await.is_empty());
    assert!(orgs.list_roles(NOBODY).await.unwrap_err().is_not_found());
    assert!(acl.is_allowed(&ann.id, "books:1", "books:read").await.unwrap());

    let grant = |action| [ResourceGrant::new(Target::department(&acme.dev), [action])];
    acl.in_namespace(app).authorize_resource("films:1", None, grant("films:see")).await.unwrap();
    let resources = async |orgs: &OrgsApi<'_>, key: NodeKey| -> Vec<String> {
        let page = orgs.list_authorized_resources(key, None).await.unwrap();
        page.list.into_iter().map(|resource| resource.code).collect()
    };
    let web = || NodeKey::code(&acme.org, "web");
    assert_eq!(resources(&orgs.in_namespace("default"), web()).await, ["books:1"]);
    assert_eq!(resources(&of_app, web()).await, ["films:1"]);
    assert_eq!(resources(&orgs, web()).await, ["books:1", "films:1"], "of all namespaces");
    assert_eq!(resources(&orgs, NodeKey::id(&acme.ops)).await, ["books:1"]);
    assert!(orgs.list_authorized_resources(NOBODY, None).await.unwrap_err().is_not_found());

    // What comes from above changes with the place in the tree.
    orgs.move_node(&acme.org, &acme.web, &acme.ops).await.unwrap();
    assert_eq!(resources(&orgs, web()).await, ["books:1"]);
    orgs.remove_roles(&acme.root, ["r"]).await.unwrap();
    assert_eq!(codes(&orgs, NodeKey::id(&acme.api)).await, [] as [&str; 0]);
    assert_eq!(codes(&orgs, NodeKey::id(&acme.web)).await, ["r"], "its own stays");
}

/// Names, codes and descriptions of a tree, and how its nodes hang together.
fn shape(tree: &ExportedNode) -> ImportNode {
    ImportNode::from(tree)
}

#[tokio::test]
async fn a_tree_goes_in_and_comes_out_the_same() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    let tree = ImportNode::new("非凡").code("feifan").description("公司").children([
        ImportNode::new("Ops").code("ops"),
        ImportNode::new("Dev")
            .code("dev")
            .child(ImportNode::new("Back end").description("servers"))
            .child(ImportNode::new("Back end")),
    ]);
    let made = orgs.import(tree.clone()).await.unwrap();
    let exported = orgs.export(&made.id).await.unwrap();
    assert_eq!(shape(&exported), tree);
    assert_eq!(Some(&exported.id), made.root_node_id.as_ref());
    let [ann, bob] = people(&server, ["ann", "bob"]).await;
    orgs.add_members(&exported.id, [&ann.id]).await.unwrap();
    orgs.add_leaders(NodeKey::code(&made.id, "dev"), [&bob.id]).await.unwrap();

    // A copy has the same tree and no members.
    let exported = orgs.export(&made.id).await.unwrap();
    let copy = orgs.import(ImportNode::from(&exported)).await.unwrap();
    let all = orgs.export_all().await.unwrap();
    assert_eq!(all.iter().map(shape).collect::<Vec<_>>(), [tree.clone(), tree]);
    let of = |tree: &ExportedNode| -> Vec<(String, usize)> {
        tree.walk().map(|node| (node.name.clone().unwrap(), node.members.len())).collect()
    };
    let with_members = of(&all[0]);
    assert_eq!(with_members[0], ("非凡".to_owned(), 1));
    assert_eq!(with_members[2], ("Dev".to_owned(), 1));
    assert_eq!(all[0].members[0].username.as_deref(), Some("ann"));
    assert_eq!(all[0].children[1].leader_user_id.as_ref(), Some(&bob.id));
    assert!(of(&all[1]).iter().all(|(_, members)| *members == 0));
    assert_ne!(copy.id, made.id);

    // All or nothing.
    let twice = ImportNode::new("X")
        .child(ImportNode::new("Y").code("y"))
        .children([ImportNode::new("Z").child(ImportNode::new("Y").code("y"))]);
    says(orgs.import(twice).await, "节点 code 已存在");
    assert_eq!(orgs.count().await.unwrap(), 2);
    says(orgs.export(NOBODY).await, "组织机构不存在");
}

#[tokio::test]
async fn a_tenant_has_one_organisation_which_goes_with_it() {
    let server = TestServer::start_current().await.unwrap();
    let (orgs, tenants) = (server.management.orgs(), server.management.tenants());
    let app = server.emulator.app_id();
    let tenant = tenants.create(CreateTenant::new("T", [app])).await.unwrap().id;
    let other = tenants.create(CreateTenant::new("U", [app])).await.unwrap().id;
    let of_tenant = CreateOrg::new("Acme").tenant_id(&tenant);
    let org = orgs.clone().with_tenant_id().create(of_tenant.clone()).await.unwrap();
    assert_eq!(org.tenant_id.as_ref(), Some(&tenant));
    assert!(!orgs.get(&org.id).await.unwrap().tenant_id.is_selected());
    says(orgs.create(of_tenant).await, "已存在组织机构");
    says(orgs.create(CreateOrg::new("X").tenant_id(NOBODY)).await, "租户不存在");
    orgs.add_node(&org.id, &org.root_node.id, "Dev").await.unwrap();

    let found = orgs.list_by_tenant(&tenant).await.unwrap();
    let names: Vec<_> = found[0].walk().filter_map(|node| node.name.clone()).collect();
    assert_eq!((found.len(), names), (1, vec!["Acme".to_owned(), "Dev".to_owned()]));
    assert!(orgs.list_by_tenant(&other).await.unwrap().is_empty());
    says(orgs.list_by_tenant(NOBODY).await, "租户不存在");

    tenants.delete(&tenant).await.unwrap();
    assert_eq!(orgs.count().await.unwrap(), 0);
    assert_eq!(orgs.get_node_opt(&org.root_node.id).await.unwrap(), None);
}

#[tokio::test]
async fn a_users_paths_lead_from_the_organisation_to_the_departments() {
    let server = TestServer::start().await.unwrap();
    let acme = Acme::found(&server.management).await;
    let [ann] = people(&server, ["ann"]).await;
    for node in [&acme.web, &acme.root] {
        server.management.orgs().add_members(node, [&ann.id]).await.unwrap();
    }
    let paths = server.management.users().list_orgs(&ann.id).await.unwrap();
    assert_eq!(paths.len(), 2);
    assert_eq!(paths[0].nodes.len(), 1);
    let org = paths[1].org.as_ref().unwrap();
    assert_eq!((&org.id, org.root_node_id.as_ref()), (&acme.org, Some(&acme.root)));
    let names: Vec<_> = paths[1].nodes.iter().filter_map(|node| node.name.as_deref()).collect();
    assert_eq!(names, ["Acme", "Dev", "Web"]);
    assert_eq!(paths[1].department().unwrap().id, acme.web);
}

#[tokio::test]
async fn an_organisation_follows_the_directory_it_is_synchronised_from() {
    let server = TestServer::start().await.unwrap();
    let orgs = server.management.orgs();
    says(orgs.start_sync(SyncProvider::DingTalk).await, "你还没有配置钉钉通讯录");
    says(orgs.start_sync(SyncProvider::WeCom).await, "你还没有配置企业微信通讯录");
    let ad = || SyncProvider::active_directory("c1");
    says(orgs.start_sync(ad()).await, "AD 连接器不存在");

    let dev = DirectoryNode::new("Dev").code("dev").child(DirectoryNode::new("Web").code("web"));
    let before = DirectoryNode::new("Acme").child(dev).child(DirectoryNode::new("Old"));
    server.emulator.set_directory(Directory::active_directory("c1", before));
    orgs.start_sync(ad()).await.unwrap();
    let first = orgs.list(ListOrgs::new()).await.unwrap().list.remove(0);
    assert_eq!(first.tree().len(), 4);
    let web = first.tree().get_by_code("web").unwrap().id.clone();

    // Web moves up, Dev gets another name, Old is closed, New is opened.
    let after = DirectoryNode::new("Acme")
        .child(DirectoryNode::new("Web").code("web"))
        .child(DirectoryNode::new("Research").code("dev").child(DirectoryNode::new("New")));
    server.emulator.set_directory(Directory::active_directory("c1", after));
    orgs.start_sync(ad()).await.unwrap();
    orgs.start_sync(ad()).await.unwrap();
    let second = orgs.get(&first.id).await.unwrap();
    let mut names: Vec<_> = second.nodes.iter().map(|node| node.name_path[1..].join("/")).collect();
    names.sort_unstable();
    assert_eq!(names, ["", "Research", "Research/New", "Web"]);
    assert_eq!(second.tree().get_by_code("web").unwrap().id, web, "the same node");
    assert_eq!(orgs.count().await.unwrap(), 1);

    orgs.delete(&first.id).await.unwrap();
    orgs.start_sync(ad()).await.unwrap();
    assert_eq!(orgs.count().await.unwrap(), 1, "it is made again");
    says(orgs.start_sync(SyncProvider::active_directory("c2")).await, "AD 连接器不存在");
}

#[tokio::test]
async fn organisations_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let client = |emulator: &Emulator| {
        ManagementClient::builder(emulator.user_pool_id(), emulator.user_pool_secret())
            .host(emulator.url())
            .public_key(emulator.public_key())
            .no_proxy()
            .build()
            .unwrap()
    };
    let first = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&first);
    let acme = Acme::found(&management).await;
    first.set_directory(Directory::ding_talk(DirectoryNode::new("Ding")));
    management.orgs().start_sync(SyncProvider::DingTalk).await.unwrap();
    let before = management.orgs().get(&acme.org).await.unwrap();
    first.stop().unwrap();

    let second = Emulator::builder().data_file(&file).start().await.unwrap();
    let management = client(&second);
    assert_eq!(management.orgs().get(&acme.org).await.unwrap(), before);
    management.orgs().start_sync(SyncProvider::DingTalk).await.unwrap();
    assert_eq!(management.orgs().count().await.unwrap(), 2, "the directory is known still");
}

#[tokio::test]
async fn what_other_official_sdks_ask_for_is_served_too() {
    const CHILDREN: Operation = Operation::get("test.children", "/api/v2/orgs/children");
    const PAGINATION: Operation = Operation::get("test.pagination", "/api/v2/orgs/pagination");
    const IMPORT: Operation = Operation::post("test.import", "/api/v2/orgs/import");
    let server = TestServer::start().await.unwrap();
    let acme = Acme::found(&server.management).await;
    let below = async |depth: Option<&str>| -> Vec<(String, i64)> {
        let request = RestRequest::new(CHILDREN.management())
            .query("nodeId", &acme.root)
            .query_opt("depth", depth);
        let nodes: Vec<Node> = server.management.rest(request).await.unwrap();
        nodes.into_iter().map(|node| (node.name, node.depth.unwrap())).collect()
    };
    let names = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
        list.iter().map(|(name, depth)| ((*name).to_owned(), *depth)).collect()
    };
    assert_eq!(below(None).await, names(&[("Dev", 1), ("Ops", 1)]));
    let two = names(&[("Dev", 1), ("Ops", 1), ("Web", 2), ("Api", 2)]);
    assert_eq!(below(Some("2")).await, two);

    server.management.orgs().create(CreateOrg::new("Other")).await.unwrap();
    let request = RestRequest::new(PAGINATION.management()).query("limit", -1);
    let all: Page<Org> = server.management.rest(request).await.unwrap();
    let sizes: Vec<_> = all.list.iter().map(|org| org.tree().len()).collect();
    assert_eq!((all.total_count, sizes), (2, vec![1, 5]));

    // A tree comes as text too; another kind of file is refused by name.
    let import = |filetype: &str, file: &str| {
        let body = json!({"filetype": filetype, "file": file});
        RestRequest::new(IMPORT.management()).json(&body)
    };
    let tree = r#"{"name": "Text", "code": "text", "children": null}"#;
    let made: OrgSummary = server.management.rest(import("json", tree)).await.unwrap();
    let root = server.management.orgs().root_node(&made.id).await.unwrap();
    assert_eq!((root.name.as_str(), root.code.as_deref()), ("Text", Some("text")));
    let broken = server.management.rest::<Value>(import("json", "{")).await.unwrap_err();
    assert_eq!(broken.code().map(|code| code.number()), Some(2231), "{broken}");
    let excel = server.management.rest::<Value>(import("excel", "")).await.unwrap_err();
    assert_eq!(excel.code().map(|code| code.number()), Some(501), "{excel}");
    assert!(excel.to_string().contains("does not implement a file of type"), "{excel}");
}

#[tokio::test]
async fn a_directory_is_set_over_http() {
    let server = TestServer::start().await.unwrap();
    let url = format!("{}/_emulator/directories", server.emulator.url());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let directory = json!({
        "provider": "wechatwork",
        "root": {"name": "Acme", "children": [{"name": "Dev", "code": "dev"}]},
    });
    http.post(&url).json(&directory).send().await.unwrap().error_for_status().unwrap();
    let orgs = server.management.orgs();
    orgs.start_sync(SyncProvider::WeCom).await.unwrap();
    assert_eq!(orgs.search_nodes("dev").await.unwrap()[0].name_path, ["Acme", "Dev"]);
    let unknown = json!({"provider": "ldap", "root": {"name": "Acme"}});
    assert!(!http.post(&url).json(&unknown).send().await.unwrap().status().is_success());
}
