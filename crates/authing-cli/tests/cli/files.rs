//! Users from files and into files.

use std::{fs, path::PathBuf, time::Duration};

use serde_json::Value;

use crate::support::{Ran, World};

/// A file of this world.
fn file(world: &World, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = world.home().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn place(world: &World, name: &str) -> String {
    world.home().join(name).to_str().unwrap().to_owned()
}

fn usernames(world: &World) -> Vec<String> {
    let users = world.json_lines(&["users", "list", "--all"]);
    let mut names: Vec<_> =
        users.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn import(world: &World, arguments: &[&str]) -> Ran {
    world.authing(&["users", "import", "--yes"]).args(arguments).run()
}

#[test]
fn a_sheet_with_usual_columns_becomes_users_and_the_dry_run_has_said_so() {
    let world = World::new();
    let sheet =
        "用户名,姓名,邮箱,备注\nalice,爱丽丝,alice@example.com,x\nbob,鲍勃,bob@example.com,y\n";
    let path = file(&world, "people.csv", sheet);
    let arguments = [&*path, "--match", "username", "--without-column", "备注"];
    let ran = import(&world, &[&arguments[..], &["--dry-run"]].concat());
    ran.expect(0).says("      1  create").says("        2  rows").says("        2  created");
    assert!(usernames(&world).is_empty());

    import(&world, &arguments).expect(0).says("        2  created").tells("Target: user pool");
    assert_eq!(usernames(&world), ["alice", "bob"]);
    assert!(!PathBuf::from(format!("{path}.journal")).exists());
}

#[test]
fn an_update_is_foretold_field_by_field_in_both_languages() {
    let world = World::new();
    let path = file(&world, "a.csv", "username,name,company\nalice,Alice,Acme\n");
    import(&world, &[&path, "--match", "username"]).expect(0);
    let path = file(&world, "b.csv", "username,name,company\nalice,Alice Li,Acme\nbob,Bob,Acme\n");
    let arguments = [&*path, "--match", "username", "--existing", "update"];
    let dry = [&arguments[..], &["--dry-run"]].concat();
    import(&world, &dry).expect(0).says("      1  update      name\n").says("      2  create\n");
    let command = world.authing(&["users", "import"]).args(&dry).chinese();
    command.run().expect(0).says("更新        name").says("新建").tells("仅预演");

    let lines = import(&world, &[&dry[..], &["--json"]].concat());
    let lines: Vec<Value> =
        lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], serde_json::json!({"row": 1, "outcome": "updated", "fields": ["name"]}));
    assert_eq!(lines[1], serde_json::json!({"row": 2, "outcome": "created"}));
    assert_eq!(lines[2]["report"]["updated"], 1);
    let done = import(&world, &[&arguments[..], &["--json"]].concat());
    let done: Value = serde_json::from_str(done.expect(0).out.lines().last().unwrap()).unwrap();
    for count in ["rows", "created", "updated", "unchanged", "skipped", "rejected"] {
        assert_eq!(done["report"][count], lines[2]["report"][count], "{count}");
    }
}

#[test]
fn a_rejected_row_is_told_with_its_reason_and_kept_to_be_mended() {
    let world = World::new();
    let text = "username,email\nalice,a@example.com\nbob,a@example.com\n,c@example.com\ndan,d@example.com\n";
    let path = file(&world, "people.csv", text);
    let left = place(&world, "left.csv");
    let ran = import(&world, &[&path, "--match", "username", "--rejected", &left]);
    ran.expect(9).tells("Row 2: its `email` is that of another user, who is in row 1.");
    ran.tells("Row 3: ").says("        2  rejected");
    assert_eq!(usernames(&world), ["alice", "dan"]);
    let kept = fs::read_to_string(&left).unwrap();
    assert!(kept.contains("bob,a@example.com"), "{kept}");

    let mended = kept.replace("bob,a@example.com", "bob,b@example.com").replace(",,c@", ",cy,c@");
    fs::write(&left, mended).unwrap();
    import(&world, &[&left, "--match", "username"]).expect(0);
    assert_eq!(usernames(&world), ["alice", "bob", "cy", "dan"]);
}

#[test]
fn a_file_of_rejected_rows_that_is_there_is_left_alone() {
    let world = World::new();
    let path = file(&world, "people.csv", "username\nalice\n");
    let mine = file(&world, "mine.csv", "mine");
    let ran = import(&world, &[&path, "--match", "username", "--rejected", &mine]);
    ran.expect(3).tells("is there already");
    import(&world, &[&path, "--match", "username", "--rejected", &path]).expect(2);
    let journal = format!("{path}.journal");
    import(&world, &[&path, "--match", "username", "--rejected", &journal]).expect(2);
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    assert!(usernames(&world).is_empty());
}

#[test]
fn a_file_that_is_none_is_one_sentence_and_sends_nothing() {
    let world = World::new();
    let not_text = file(&world, "people.csv", [0xc4, 0xe3, 0xba, 0xc3, b',', b'b', b'\n']);
    let column = file(&world, "column.csv", "username,Wohnort\nalice,Berlin\n");
    let no_key = file(&world, "no-key.csv", "email\na@example.com\n");
    let no_sheet = file(&world, "book.xlsx", "no workbook");
    let folder = world.home().to_str().unwrap().to_owned();
    for (path, more, code, sentence) in [
        (&*not_text, &[][..], 3, "cannot be imported: "),
        (&column, &[], 3, "Wohnort"),
        (&no_key, &[], 3, "username"),
        (&no_sheet, &[], 3, "cannot be read: "),
        (&place(&world, "none.csv"), &[], 3, "There is no file "),
        (&folder, &["--format", "csv"], 3, "is a folder, not a file"),
        (&folder, &[], 2, "does not say what it is"),
        (&column, &["--sheet", "a"], 2, "--sheet is for workbooks"),
        (&column, &["--delimiter", "ab"], 2, "one ASCII letter"),
    ] {
        let ran = import(&world, &[&[path, "--match", "username"][..], more].concat());
        ran.expect(code).tells(sentence);
        assert_eq!(ran.err.matches("error:").count(), 1, "{}", ran.err);
    }
    assert_eq!(world.emulator.count_operation("createUser"), 0);
    let ran = world.authing(&["users", "import", &folder, "--format", "csv", "--match", "email"]);
    ran.chinese().run().expect(3).tells("是文件夹,不是文件");
}

#[test]
fn without_yes_and_without_a_terminal_nothing_is_imported() {
    let world = World::new();
    let path = file(&world, "people.csv", "username\nalice\n");
    let ran = world.authing(&["users", "import", &path, "--match", "username"]).run();
    ran.expect(8).tells("Nothing was changed");
    assert_eq!(world.emulator.count_operation("createUser"), 0);
}

#[test]
fn standard_input_is_a_file_too() {
    let world = World::new();
    let ran = world
        .authing(&["users", "import", "-", "--match", "username", "--format", "jsonl", "--yes"]);
    ran.input("{\"username\":\"alice\"}\n{\"username\":\"bob\"}\n").run().expect(0);
    assert_eq!(usernames(&world), ["alice", "bob"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_an_import_with_its_report_and_the_same_command_does_the_rest() {
    use std::process::Stdio;

    use rustix::process::{Pid, Signal, kill_process};

    const ROWS: usize = 600;
    let world = World::new();
    let rows: String = (0..ROWS).map(|row| format!("user-{row:04}\n")).collect();
    let path = file(&world, "people.csv", format!("username\n{rows}"));
    let arguments = ["--match", "username", "--concurrency", "2", "--existing", "skip", "--json"];
    let mut stops = 0;
    let last = loop {
        let mut command =
            world.authing(&["users", "import", "--yes", &path]).args(&arguments).command();
        let before = world.emulator.count_operation("createUser");
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        if stops < 2 {
            // It is under way: some are made, and more are to come.
            let deadline = std::time::Instant::now() + Duration::from_secs(60);
            while world.emulator.count_operation("createUser") < before + 40 {
                assert!(std::time::Instant::now() < deadline, "nothing is imported");
                std::thread::yield_now();
            }
            kill_process(Pid::from_child(&child), Signal::INT).unwrap();
        }
        let ran = Ran::from(child.wait_with_output().unwrap());
        let report: Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
        if stops == 2 {
            ran.expect(0);
            break report;
        }
        ran.expect(130).tells("Stopping").tells("To go on with row");
        assert!(report["report"]["created"].as_u64().unwrap() < ROWS as u64, "{report}");
        stops += 1;
        // An import that goes on writes its rejected rows again, and over nothing else.
        let mine = file(&world, "mine.csv", "mine");
        let ran = import(
            &world,
            &[&path, "--match", "username", "--existing", "skip", "--dry-run", "--rejected", &mine],
        );
        ran.expect(3).tells("is there already");
        assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    };
    // Its report is that of an import which was never interrupted.
    assert_eq!(last["report"]["created"], ROWS, "{last}");
    assert_eq!(last["report"]["skipped"], 0, "{last}");
    assert!(last["report"]["doneBefore"].as_u64().unwrap() > 0, "{last}");
    let expected: Vec<_> = (0..ROWS).map(|row| format!("user-{row:04}")).collect();
    assert_eq!(usernames(&world), expected);
    assert_eq!(world.emulator.count_operation("createUser"), ROWS);
}

#[test]
fn an_export_is_what_an_import_reads() {
    let (world, other) = (World::new(), World::new());
    let text = "username,name,email\nalice,爱丽丝,alice@example.com\nbob,\"B, \"\"O\"\" b\",bob@example.com\n";
    // One after the other, so that an export has them in this order.
    let in_order = ["--match", "username", "--concurrency", "1"];
    let people = file(&world, "people.csv", text);
    import(&world, &[&[&*people][..], &in_order].concat()).expect(0);
    let columns = ["--columns", "username,name,email", "--map", "姓名=name"];
    let path = place(&world, "out.csv");
    let ran = world.authing(&["users", "export", &path, "--bom"]).args(&columns).run();
    ran.expect(0).tells("Wrote ");
    let first = fs::read_to_string(&path).unwrap();
    assert!(first.starts_with("\u{feff}username,姓名,email\n"), "{first}");
    import(&other, &[&[&*path][..], &in_order].concat()).expect(0);
    let again = other.authing(&["users", "export"]).args(&columns).run();
    assert_eq!(format!("\u{feff}{}", again.expect(0).out), first);
}

#[test]
fn an_export_replaces_nothing_unasked_and_leaves_nothing_half_written() {
    let world = World::new();
    import(&world, &[&file(&world, "people.csv", "username\nalice\n"), "--match", "username"])
        .expect(0);
    let mine = file(&world, "mine.csv", "mine");
    world.authing(&["users", "export", &mine]).run().expect(3).tells("--force");
    assert_eq!(fs::read_to_string(&mine).unwrap(), "mine");
    world.authing(&["users", "export", &mine, "--force"]).run().expect(0);
    assert!(fs::read_to_string(&mine).unwrap().contains("alice"));

    let folder = world.home().to_str().unwrap().to_owned();
    world.authing(&["users", "export", &folder]).run().expect(3).tells("is a folder");
    world.authing(&["users", "export", "/none/a.csv"]).run().expect(3).tells("There is no folder");
    world.authing(&["users", "export", "a.xlsx"]).run().expect(2).tells("Workbooks are read");
    let ran = world.authing(&["users", "export", "--columns", "username,secret"]).run();
    ran.expect(2).tells("`secret`");
    assert!(ran.out.is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_sentence() {
    let world = World::new();
    world.authing(&["users", "export", "/dev/full"]).run().expect(3).tells("the disk is full");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = world.authing(&["users", "export"]).command();
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error:"));
}

#[cfg(unix)]
#[test]
fn whoever_closes_the_pipe_ends_an_export_without_a_failure() {
    use std::process::Stdio;

    let world = World::new();
    let rows: String = (0..300).map(|row| format!("user-{row:04}\n")).collect();
    let path = file(&world, "people.csv", format!("username\n{rows}"));
    import(&world, &[&path, "--match", "username"]).expect(0);
    let mut command = world.authing(&["users", "export"]).command();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
}
