//! Departments as a file has them, against the emulator.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use authing_emulator::{Fault, FaultKind};
use authing_management::{
    CreateOrg, CreateUser, NewNode, NodeKey, UpdateNode, UserIdField,
    bulk::Format,
    orgs::departments::{
        ApplySync, ChangedField, DepartmentKey, Departments, FileRefused, Members, PlanError,
        ReadDepartments, ReadMembers, SyncFailed, SyncOrg, SyncPlan, SyncReport,
    },
    types::CreateUserInput,
};
use authing_tests::TestServer;
use futures_util::stream;
use tokio::sync::oneshot;

type Blocks = stream::Iter<std::vec::IntoIter<Result<Vec<u8>, Infallible>>>;

fn blocks(file: &str) -> Blocks {
    stream::iter(file.as_bytes().chunks(7).map(|block| Ok(block.to_vec())).collect::<Vec<_>>())
}

async fn departments(file: &str) -> Result<Departments, FileRefused> {
    ReadDepartments::new(Format::Csv, DepartmentKey::Code).read(blocks(file)).await
}

async fn paths(file: &str) -> Result<Departments, FileRefused> {
    ReadDepartments::new(Format::Csv, DepartmentKey::Path).read(blocks(file)).await
}

async fn members(file: &str) -> Result<Members, FileRefused> {
    let request = ReadMembers::new(Format::Csv, UserIdField::Username, DepartmentKey::Code);
    request.read(blocks(file)).await
}

async fn org(server: &TestServer) -> String {
    server.management.orgs().create(CreateOrg::new("Acme")).await.unwrap().id
}

async fn plan(server: &TestServer, org: &str, wanted: SyncOrg) -> SyncPlan {
    server.management.orgs().plan_sync(org, wanted).await.unwrap()
}

async fn apply(server: &TestServer, plan: &SyncPlan) -> Result<SyncReport, SyncFailed> {
    server.management.orgs().apply_sync(plan, ApplySync::new()).await
}

async fn sync(server: &TestServer, org: &str, wanted: SyncOrg) -> SyncReport {
    let report = apply(server, &plan(server, org, wanted).await).await.unwrap();
    assert_eq!(report.refused.len(), 0, "{report:?}");
    report
}

async fn state(server: &TestServer, org: &str) -> (String, String) {
    let orgs = server.management.orgs();
    let departments = orgs.get_departments(org, DepartmentKey::Code).await.unwrap();
    let key = UserIdField::Username;
    let members = orgs.get_department_members(org, DepartmentKey::Code, key).await.unwrap();
    let text = |file: Vec<u8>| String::from_utf8(file).unwrap();
    (text(departments.to_file(Format::Csv).unwrap()), text(members.to_file(Format::Csv).unwrap()))
}

const DEPARTMENTS: &str = "code,parentCode,name,description,order\n\
     dev,,研发,builds it,1\n\
     web,dev,前端,,\n\
     api,dev,后端,,2\n\
     ops,,运维,,\n";

const MEMBERS: &str = "username,departments\nli,/\nwang,web;api\nzhao,ops\n";

#[tokio::test]
async fn an_empty_organisation_becomes_what_the_file_says_and_then_nothing_is_left_to_do() {
    let server = TestServer::start().await.unwrap();
    for name in ["li", "wang", "zhao", "other"] {
        server.user(name).await.unwrap();
    }
    let org = org(&server).await;
    let wanted = async || {
        let departments = departments(DEPARTMENTS).await.unwrap();
        SyncOrg::new(departments).members(members(MEMBERS).await.unwrap()).prune()
    };
    let first = plan(&server, &org, wanted().await).await;
    let paths: Vec<_> = first.created.iter().map(|one| one.department.path.as_str()).collect();
    assert_eq!(paths, ["研发", "研发/前端", "研发/后端", "运维"]);
    assert_eq!(server.emulator.count_operation("addNodeV2"), 0, "a plan changes nothing");
    // A plan is data: it survives being written down.
    let kept: SyncPlan = serde_json::from_str(&serde_json::to_string(&first).unwrap()).unwrap();
    assert!(kept == first);
    assert!(!format!("{kept:?}").contains("研发"), "{kept:?}");

    let heard = Arc::new(Mutex::new(Vec::new()));
    let progress = heard.clone();
    let request = ApplySync::new().on_progress(move |report| {
        progress.lock().unwrap().push((report.done, report.steps));
    });
    let report = server.management.orgs().apply_sync(&kept, request).await.unwrap();
    assert_eq!((report.created, report.members_in, report.done), (4, 4, 8));
    assert_eq!(heard.lock().unwrap().last(), Some(&(8, 8)));

    let again = plan(&server, &org, wanted().await).await;
    assert!(again.is_empty(), "{again:?}");
    assert_eq!((again.unchanged_departments, again.unchanged_memberships), (4, 4));
}

#[tokio::test]
async fn an_export_makes_an_equal_organisation_elsewhere() {
    let server = TestServer::start().await.unwrap();
    for name in ["li", "wang", "zhao"] {
        server.user(name).await.unwrap();
    }
    let first = org(&server).await;
    let wanted = SyncOrg::new(departments(DEPARTMENTS).await.unwrap());
    sync(&server, &first, wanted.members(members(MEMBERS).await.unwrap())).await;
    // One that nobody gave a code.
    let root = server.management.orgs().root_node(&first).await.unwrap().id;
    server.management.orgs().add_node(&first, root, NewNode::new("no code")).await.unwrap();
    let exported = state(&server, &first).await;
    let own = plan(&server, &first, SyncOrg::new(departments(&exported.0).await.unwrap())).await;
    assert!(own.is_empty(), "an export says of the organisation what it is: {own:?}");

    let second = org(&server).await;
    let wanted = SyncOrg::new(departments(&exported.0).await.unwrap());
    sync(&server, &second, wanted.members(members(&exported.1).await.unwrap())).await;
    assert_eq!(state(&server, &second).await, exported);

    // What the row by row export writes is the same form.
    let rows = server.management.orgs().export_nodes(&second, Format::Csv);
    let rows: Vec<_> = futures_util::TryStreamExt::try_collect(rows).await.unwrap();
    let rows = String::from_utf8(rows.concat()).unwrap();
    let same = plan(&server, &second, SyncOrg::new(departments(&rows).await.unwrap())).await;
    assert!(same.is_empty(), "{same:?}");
}

#[tokio::test]
async fn departments_are_moved_and_renamed_by_their_codes_and_removed_only_when_asked() {
    let server = TestServer::start().await.unwrap();
    for name in ["li", "wang", "zhao", "chen"] {
        server.user(name).await.unwrap();
    }
    let org = org(&server).await;
    let wanted = SyncOrg::new(departments(DEPARTMENTS).await.unwrap());
    let file = "username,departments\nli,dev\nwang,web;api\nzhao,ops\nchen,ops\n";
    sync(&server, &org, wanted.members(members(file).await.unwrap())).await;

    // Parent and child change places, one has another name, one is gone; so is a member.
    let turned = "code,parentCode,name,order\nweb,,界面,\ndev,web,研发,9\napi,dev,后端,\n";
    let people = "username,departments\nli,web\nwang,api\nzhao,api\n";
    let wanted = async |prune: bool| {
        let departments = departments(turned).await.unwrap();
        let wanted = SyncOrg::new(departments).members(members(people).await.unwrap());
        if prune { wanted.prune() } else { wanted }
    };
    let careful = plan(&server, &org, wanted(false).await).await;
    let moved: Vec<_> = careful
        .moved
        .iter()
        .map(|one| (&*one.department.key, &*one.from.key, &*one.to.key))
        .collect();
    assert_eq!(moved, [("web", "dev", "/"), ("dev", "/", "web")]);
    let renamed: Vec<_> =
        careful.renamed.iter().map(|one| (one.from.as_deref().unwrap(), &*one.to)).collect();
    assert_eq!(renamed, [("前端", "界面")]);
    assert_eq!(careful.removed.len(), 0);
    assert_eq!(careful.kept_departments[0].key, "ops");
    let kept: Vec<_> = careful.kept_members[0].users.iter().map(|user| &*user.key).collect();
    assert_eq!(kept, ["chen"]);
    let order = &careful.not_carried[0];
    assert_eq!((order.field, &*order.to), (ChangedField::Order, "9"));
    let report = apply(&server, &careful).await.unwrap();
    assert_eq!((report.moved, report.changed, report.removed), (2, 1, 0), "{report:?}");
    assert_eq!(report.refused.len(), 0, "{report:?}");
    assert_eq!(
        state(&server, &org).await.1,
        "username,departments\nchen,ops\nli,web\nwang,api\nzhao,api\n"
    );

    let pruned = plan(&server, &org, wanted(true).await).await;
    assert_eq!((pruned.removed.len(), pruned.members_out.len()), (1, 1));
    let report = apply(&server, &pruned).await.unwrap();
    assert_eq!((report.removed, report.members_out, report.refused.len()), (1, 1, 0));
    let (departments, members) = state(&server, &org).await;
    assert!(!departments.contains("ops") && !members.contains("chen"), "{departments}{members}");
}

#[tokio::test]
async fn a_file_that_contradicts_itself_is_refused_with_row_and_column_and_nothing_is_sent() {
    let cases = [
        ("code,name\na,A\na,A\n", "row 2, column `code`: `a` is in row 1 already"),
        (
            "code,name\na,A\na,B\n",
            "row 2, column `code`: `a` has two names: row 1 says `A`, this row says `B`",
        ),
        (
            "部门名称,部门ID,父部门ID\nA,2,1\n",
            "row 1, column `父部门ID`: names no department of the file: `1`; if that is the organisation itself, \
             say so by `root`",
        ),
        (
            "code,parentCode,name\na,c,A\nb,a,B\nc,b,C\nd,c,D\n",
            "row 1, column `parentCode`: stands below itself: `a` → `c` → `b` → `a`",
        ),
        (
            "code,parentCode,name\na,a,A\n",
            "row 1, column `parentCode`: stands below itself: `a` → `a`",
        ),
        ("code,name\n,A\n", "row 1, column `code`: is empty"),
        ("code,name\na,\n", "row 1, column `name`: is empty"),
        ("code,name,order\na,A,x\n", "row 1, column `order`: is not a number"),
        ("code,name\n1.38E+10,A\n", "row 1, column `code`: is a number in scientific notation"),
        ("name\nA\n", "the file has no column `code`, by which departments are known here"),
        ("code,name,色\na,A,red\n", "column 3 (`色`) is none of departments; known are code"),
        (
            "部门ID,部门编号,部门名称\n1,1,A\n",
            "the columns `部门ID` and `部门编号` hold the same, `code`",
        ),
    ];
    for (file, problem) in cases {
        let told = departments(file).await.unwrap_err().to_string();
        assert!(told.starts_with(&format!("the file is refused: {problem}")), "{file}: {told}");
    }
    let told = paths("path\n研发//后端\n").await.unwrap_err().to_string();
    assert!(
        told.contains("row 1, column `path`: `研发//后端` is not a path of 1 to 100 names"),
        "{told}"
    );
    for (file, problem) in [
        ("username,departments\nwang,\n", "row 1, column `departments`: is empty"),
        ("username,departments\n,web\n", "row 1, column `username`: is empty"),
        ("username,部门,所属部门\nwang,a,b\n", "the columns `部门` and `所属部门` hold the same"),
        ("username\nwang\n", "the file has no column `departments`"),
        ("departments\nweb\n", "the file has no column `username`"),
    ] {
        let told = members(file).await.unwrap_err().to_string();
        assert!(told.starts_with(&format!("the file is refused: {problem}")), "{file}: {told}");
    }
    let many = format!("code,name\n{}", "a,A\n".repeat(500));
    let refused = departments(&many).await.unwrap_err();
    assert_eq!((refused.count(), refused.problems().len()), (499, 100));
    assert!(refused.to_string().ends_with("(and 498 more problems)"), "{refused}");

    let server = TestServer::start().await.unwrap();
    let org = org(&server).await;
    server.emulator.clear_requests();
    let wanted = SyncOrg::new(departments(DEPARTMENTS).await.unwrap());
    let wanted = wanted.members(members("username,部门\nwang,web;sales\n").await.unwrap());
    let refused = server.management.orgs().plan_sync(&org, wanted).await.unwrap_err();
    let PlanError::Refused(refused) = refused else { panic!("{refused}") };
    let told = refused.to_string();
    assert_eq!(
        told,
        "the file is refused: row 1, column `部门`: `sales` is not a department of the file"
    );
    assert_eq!(server.emulator.requests().len(), 0);
}

#[tokio::test]
async fn a_sync_that_breaks_off_goes_on_where_it_was() {
    let server = Arc::new(TestServer::start().await.unwrap());
    server.user("wang").await.unwrap();
    let org = org(&server).await;
    let rows: String = (0..40).map(|n| format!("d{n},,Department {n}\n")).collect();
    let file = format!("code,parentCode,name\n{rows}");
    let wanted = async || {
        let people = members("username,departments\nwang,d3;d39\n").await.unwrap();
        SyncOrg::new(departments(&file).await.unwrap()).members(people)
    };
    let first = plan(&server, &org, wanted().await).await;
    let faulty = server.clone();
    let request = ApplySync::new().attempts(2).on_progress(move |report| {
        let (kind, times) = match report.created {
            // Carried out, and the response is lost; and then the network is down for good.
            9 => (FaultKind::TruncateBody, 1),
            20 => (FaultKind::DropConnection, 100),
            _ => return,
        };
        faulty.emulator.inject(Fault::new(kind).operation("addNodeV2").times(times));
    });
    let failed = server.management.orgs().apply_sync(&first, request).await.unwrap_err();
    let before = failed.report().created;
    assert_eq!(before, 20, "{failed:?}");
    assert!(failed.to_string().contains("of 42 steps: plan again to go on"), "{failed}");

    server.emulator.clear_faults();
    assert_eq!(
        server.emulator.count_operation("addNodeV2"),
        22,
        "the lost response is not asked for twice"
    );
    let rest = plan(&server, &org, wanted().await).await;
    assert_eq!(rest.created.len() as u64, 40 - before, "the second run does the rest");
    let report = apply(&server, &rest).await.unwrap();
    assert_eq!((report.created, report.members_in, report.refused.len()), (40 - before, 2, 0));
    assert!(plan(&server, &org, wanted().await).await.is_empty());
    let (departments, _) = state(&server, &org).await;
    assert_eq!(departments.lines().count(), 41, "none was made twice");
}

#[tokio::test]
async fn a_sync_that_is_stopped_says_how_far_it_came() {
    let server = TestServer::start().await.unwrap();
    let org = org(&server).await;
    let wanted = async || SyncOrg::new(departments(DEPARTMENTS).await.unwrap());
    let (stop, stopped) = oneshot::channel();
    let mut stop = Some(stop);
    let request =
        ApplySync::new().stop_when(async { stopped.await.unwrap() }).on_progress(move |report| {
            if report.created == 2 {
                stop.take().unwrap().send(()).unwrap();
            }
        });
    let first = plan(&server, &org, wanted().await).await;
    let failed = server.management.orgs().apply_sync(&first, request).await.unwrap_err();
    assert!(failed.was_stopped());
    assert_eq!(failed.to_string(), "the sync ended after 2 of 4 steps: plan again to go on");
    let report = sync(&server, &org, wanted().await).await;
    assert_eq!(report.created, 2);
}

#[tokio::test]
async fn a_step_that_no_longer_fits_is_reported_and_not_forced() {
    let server = TestServer::start().await.unwrap();
    server.user("wang").await.unwrap();
    let org = org(&server).await;
    sync(&server, &org, SyncOrg::new(departments(DEPARTMENTS).await.unwrap())).await;
    let file = "code,parentCode,name\ndev,,研发部\nweb,ops,前端\napi,dev,后端 2\nnew,dev,新\nbelow,new,下\n";
    let file = format!("{file}ops,,运维\n");
    let wanted = SyncOrg::new(departments(&file).await.unwrap());
    let kept = plan(&server, &org, wanted).await;

    // Meanwhile somebody else was at work.
    let orgs = server.management.orgs();
    let id = async |code: &str| orgs.get_node(NodeKey::code(&org, code)).await.unwrap().id;
    orgs.update_node(id("dev").await, UpdateNode::new().name("R&D")).await.unwrap();
    orgs.update_node(id("api").await, UpdateNode::new().name("后端 2")).await.unwrap();
    orgs.move_node(&org, id("web").await, id("api").await).await.unwrap();
    orgs.add_node(&org, id("ops").await, NewNode::new("other").code("new")).await.unwrap();

    let report = apply(&server, &kept).await.unwrap();
    let refused: Vec<_> = report
        .refused
        .iter()
        .map(|step| format!("{}: {}", step.department().key, step.error()))
        .collect();
    assert_eq!(
        refused,
        [
            "new: somebody has made another department with the code `new`",
            "web: somebody has moved it elsewhere since the plan was made",
            "dev: somebody has changed its `name` since the plan was made",
        ]
    );
    assert_eq!((report.already, report.created), (1, 1), "{report:?}");
    let (now, _) = state(&server, &org).await;
    assert!(now.contains("R&D") && now.contains("web,api,"), "{now}");
}

#[tokio::test]
async fn a_department_with_others_than_the_plan_knows_is_not_removed() {
    let server = TestServer::start().await.unwrap();
    let wang = server.user("wang").await.unwrap();
    let org = org(&server).await;
    sync(&server, &org, SyncOrg::new(departments(DEPARTMENTS).await.unwrap())).await;
    let wanted = SyncOrg::new(departments("code,name\ndev,研发\n").await.unwrap()).prune();
    let kept = plan(&server, &org, wanted).await;
    let keys: Vec<_> = kept.removed.iter().map(|one| &*one.key).collect();
    assert_eq!(keys, ["ops", "api", "web"], "those below before those above");
    let orgs = server.management.orgs();
    let id = async |code: &str| orgs.get_node(NodeKey::code(&org, code)).await.unwrap().id;
    orgs.add_members(id("api").await, [wang.id]).await.unwrap();
    orgs.add_node(&org, id("ops").await, NewNode::new("night").code("night")).await.unwrap();
    let report = apply(&server, &kept).await.unwrap();
    let refused: Vec<_> = report.refused.iter().map(|step| step.error().to_string()).collect();
    assert!(refused[0].starts_with("1 departments stand below it"), "{refused:?}");
    assert!(refused[1].starts_with("1 users are in it"), "{refused:?}");
    assert_eq!(report.removed, 1);
    let (now, _) = state(&server, &org).await;
    assert!(now.contains("night") && now.contains("api") && !now.contains("web"), "{now}");
}

#[tokio::test]
async fn the_files_of_wecom_and_a_sheet_of_people_are_read_as_they_are() {
    let server = TestServer::start().await.unwrap();
    for (name, id) in [("zhang", "A001"), ("qian", "A002"), ("sun", "A003")] {
        let user = CreateUserInput::new().username(name).external_id(id);
        server.management.users().create(CreateUser::new(user)).await.unwrap();
    }
    let org = org(&server).await;
    let wecom = "部门名称,部门ID,父部门ID,排序\n某公司,1,0,\n研发,2,1,100\n后端,3,2,\n销售,4,1,\n";
    let read = ReadDepartments::new(Format::Csv, DepartmentKey::Code).root("1");
    let departments = read.read(blocks(wecom)).await.unwrap();
    let people = "姓名,工号,手机,部门\n张三,A001,13800000001,3；4\n钱四,A002,,1\n周五,A009,,2\n";
    let read =
        ReadMembers::new(Format::Csv, UserIdField::ExternalId, DepartmentKey::Code).root("1");
    let by_id = read.read(blocks(people)).await.unwrap();
    let first = plan(&server, &org, SyncOrg::new(departments.clone()).members(by_id)).await;
    let unknown: Vec<_> = first.unknown_users.iter().map(|user| (user.row, &*user.key)).collect();
    assert_eq!(unknown, [(3, "A009")]);
    apply(&server, &first).await.unwrap();
    let (now, who) = state(&server, &org).await;
    assert_eq!(
        now,
        "code,parentCode,name,nameI18n,description,descriptionI18n,order\n2,,研发,,,,100\n3,2,后端,,,,\n4,,销售,,,,\n"
    );
    assert_eq!(who, "username,departments\nqian,/\nzhang,3;4\n");

    // The same people by a sheet with paths: nothing changes but who is new in it.
    let people = "员工姓名,工号,所属部门\n张三,A001,某公司/研发/后端;某公司/销售\n钱四,A002,某公司\n孙六,A003,/研发\n";
    let read =
        ReadMembers::new(Format::Csv, UserIdField::ExternalId, DepartmentKey::Path).root("某公司");
    let by_path = read.read(blocks(people)).await.unwrap();
    let second = plan(&server, &org, SyncOrg::new(departments).members(by_path)).await;
    assert_eq!((second.unchanged_memberships, second.members_in.len(), second.steps()), (3, 1, 1));
    assert_eq!(second.members_in[0].department.path, "研发");
}

#[tokio::test]
async fn paths_make_what_stands_above_them_and_know_no_rename() {
    let server = TestServer::start().await.unwrap();
    let org = org(&server).await;
    let wanted = SyncOrg::new(paths("部门\n研发/后端\n销售\n研发/前端\n").await.unwrap());
    let first = plan(&server, &org, wanted).await;
    let made: Vec<_> = first.created.iter().map(|one| &*one.department.key).collect();
    assert_eq!(made, ["销售", "研发", "研发/后端", "研发/前端"]);
    apply(&server, &first).await.unwrap();
    let wanted = SyncOrg::new(paths("部门\n研发/后台\n销售\n研发/前端\n").await.unwrap()).prune();
    let second = plan(&server, &org, wanted).await;
    assert_eq!((second.created.len(), second.renamed.len(), second.removed.len()), (1, 0, 1));
    apply(&server, &second).await.unwrap();
    let orgs = server.management.orgs();
    let now = orgs.get_departments(&org, DepartmentKey::Path).await.unwrap();
    let now = String::from_utf8(now.to_file(Format::Csv).unwrap()).unwrap();
    let rows: Vec<_> = now.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(rows, ["path", "研发", "研发/前端", "研发/后台", "销售"]);

    // Siblings of one name have one path, so that nobody could tell which of them is meant.
    let root = orgs.root_node(&org).await.unwrap().id;
    orgs.add_node(&org, root, NewNode::new("销售")).await.unwrap();
    let wanted = SyncOrg::new(paths("部门\n销售\n").await.unwrap());
    let error = orgs.plan_sync(&org, wanted).await.unwrap_err();
    let PlanError::Call(error) = error else { panic!("{error}") };
    assert!(
        error.to_string().starts_with("two departments of the organisation have the path `销售`"),
        "{error}"
    );
}

#[tokio::test]
async fn ids_change_what_is_there_and_make_nothing() {
    let server = TestServer::start().await.unwrap();
    let org = org(&server).await;
    sync(&server, &org, SyncOrg::new(departments(DEPARTMENTS).await.unwrap())).await;
    let orgs = server.management.orgs();
    let all = orgs.get_departments(&org, DepartmentKey::Id).await.unwrap();
    let file = String::from_utf8(all.to_file(Format::Csv).unwrap()).unwrap();
    let file = file.replace(",api,", ",backend,").replace("后端", "服务");
    let read = |file: String| async move {
        ReadDepartments::new(Format::Csv, DepartmentKey::Id).read(blocks(&file)).await.unwrap()
    };
    let report = sync(&server, &org, SyncOrg::new(read(file.clone()).await)).await;
    assert_eq!((report.changed, report.moved, report.created), (2, 0, 0));
    let renamed = orgs.get_node(NodeKey::code(&org, "backend")).await.unwrap();
    assert_eq!(renamed.name, "服务");
    let stranger = read(format!("{file}5f7ddfe62ba819802422362e,,x,X,,,,\n")).await;
    let error = orgs.plan_sync(&org, SyncOrg::new(stranger)).await.unwrap_err().to_string();
    assert!(error.contains("no department with the id `5f7ddfe62ba819802422362e`"), "{error}");
}
