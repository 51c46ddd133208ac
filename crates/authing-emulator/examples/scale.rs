//! What the emulator costs as it fills up: `cargo run --release --example scale -- 1000 100000`.
//!
//! Prints a table: a start with a password and a login, pages and searches among so many users, the memory
//! that they take, logins after so many others, and what a change costs with a data file. The client
//! writes bare HTTP to one connection, so that what is measured is the emulator. The CPU time is that of
//! the whole process, where the system tells it.

use std::error::Error;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use authing_emulator::{Emulator, EmulatorBuilder};
use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Users made by one request.
const BATCH: usize = 80;

/// What the clients of this project ask of a user.
const USER: &str = "id arn status userPoolId username email emailVerified phone phoneVerified \
    identities { openid userIdInIdp userId connectionId isSocial provider userPoolId } \
    unionid openid nickname registerSource photo password oauth token tokenExpiredAt loginsCount \
    lastLogin lastIP signedUp blocked isDeleted device browser company name givenName familyName \
    middleName profile preferredUsername website gender birthdate zoneinfo locale address formatted \
    streetAddress locality region postalCode city province country createdAt updatedAt externalId";

/// One connection to an emulator.
struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    headers: String,
}

impl Client {
    fn connect(emulator: &Emulator) -> Outcome<Self> {
        let host = emulator.url().trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host)?;
        stream.set_nodelay(true)?;
        let headers = format!(
            "x-authing-userpool-id: {}\r\nx-authing-app-id: {}\r\n",
            emulator.user_pool_id(),
            emulator.app_id()
        );
        Ok(Self { stream: BufReader::new(stream), host, headers })
    }

    /// A connection with the administrator's token.
    fn administrator(emulator: &Emulator) -> Outcome<Self> {
        let mut client = Self::connect(emulator)?;
        let query = "query($pool: String!, $secret: String!) { accessToken(userPoolId: $pool, secret: $secret) { accessToken } }";
        let variables =
            json!({ "pool": emulator.user_pool_id(), "secret": emulator.user_pool_secret() });
        let body = client.graphql(query, &variables)?;
        let token = serde_json::from_slice::<Json>(&body)?;
        let token = token.pointer("/data/accessToken/accessToken").and_then(Json::as_str);
        let token = token.ok_or("no management token")?;
        client.headers.push_str(&format!("authorization: Bearer {token}\r\n"));
        Ok(client)
    }

    fn graphql(&mut self, query: &str, variables: &Json) -> Outcome<Vec<u8>> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let response = self.send("POST /graphql/v2", &body)?;
        if response.starts_with(b"{\"errors\"") {
            return Err(String::from_utf8_lossy(&response).into_owned().into());
        }
        Ok(response)
    }

    fn send(&mut self, target: &str, body: &str) -> Outcome<Vec<u8>> {
        let request = format!(
            "{target} HTTP/1.1\r\nhost: {}\r\n{}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.headers,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            if line.trim_end().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }

    /// Makes users named `user<number>`.
    fn fill(&mut self, numbers: std::ops::Range<usize>) -> Outcome<()> {
        let mut next = numbers.start;
        while next < numbers.end {
            let end = (next + BATCH).min(numbers.end);
            let fields: Vec<String> = (next..end)
                .map(|n| {
                    format!(
                        "u{n}: createUser(userInfo: {{ username: \"user{n}\", email: \"user{n}@example.com\", nickname: \"Nick {n}\", company: \"Example\" }}) {{ id }}"
                    )
                })
                .collect();
            self.graphql(&format!("mutation {{ {} }}", fields.join(" ")), &json!({}))?;
            next = end;
        }
        Ok(())
    }

    fn page(&mut self, limit: usize) -> Outcome<Vec<u8>> {
        let query = format!(
            "query users($page: Int, $limit: Int) {{ users(page: $page, limit: $limit) {{ totalCount list {{ {USER} }} }} }}"
        );
        self.graphql(&query, &json!({ "page": 1, "limit": limit }))
    }

    /// A page of the console.
    fn get(&mut self, path: &str) -> Outcome<Vec<u8>> {
        let page = self.send(&format!("GET {path}"), "")?;
        if !page.starts_with(b"<!DOCTYPE html>") {
            return Err(format!("{path} is not a page").into());
        }
        Ok(page)
    }

    fn search(&mut self, text: &str) -> Outcome<Vec<u8>> {
        let query = format!(
            "query search($query: String!) {{ searchUser(query: $query, page: 1, limit: 10) {{ totalCount list {{ {USER} }} }} }}"
        );
        self.graphql(&query, &json!({ "query": text }))
    }

    fn login(&mut self, cipher: &str) -> Outcome<Vec<u8>> {
        let query = format!(
            "mutation login($input: LoginByUsernameInput!) {{ loginByUsername(input: $input) {{ {USER} }} }}"
        );
        self.graphql(&query, &json!({ "input": { "username": "somebody", "password": cipher } }))
    }

    fn register(&mut self, cipher: &str) -> Outcome<Vec<u8>> {
        let query = "mutation register($input: RegisterByUsernameInput!) { registerByUsername(input: $input) { id } }";
        self.graphql(query, &json!({ "input": { "username": "somebody", "password": cipher } }))
    }
}

/// A password as a client sends it.
fn encrypted(emulator: &Emulator) -> Outcome<String> {
    let body: String =
        emulator.public_key().lines().filter(|line| !line.starts_with('-')).collect();
    let key = PublicEncryptingKey::from_der(&STANDARD.decode(body)?)?;
    let key = Pkcs1PublicEncryptingKey::new(key)?;
    let mut cipher = vec![0; key.ciphertext_size()];
    Ok(STANDARD.encode(key.encrypt(b"passw0rd", &mut cipher)?))
}

/// The CPU time of this process, where the system tells it.
fn cpu_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

/// The CPU time of the threads that are there now, more exactly.
fn cpu_of_threads() -> Option<Duration> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        // A thread may end meanwhile.
        let Ok(text) = std::fs::read_to_string(task.ok()?.path().join("schedstat")) else {
            continue;
        };
        nanoseconds += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(nanoseconds))
}

/// The most memory that this process has had, in megabytes, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? / 1024)
}

/// Does something several times and tells the median of the wall clock and the mean of the CPU time.
fn measure(what: &str, times: u32, mut work: impl FnMut() -> Outcome<Vec<u8>>) -> Outcome<()> {
    let mut measured = Vec::new();
    let before = cpu_of_threads();
    for _ in 0..times {
        let begin = Instant::now();
        work()?;
        measured.push(begin.elapsed());
    }
    let after = cpu_of_threads();
    measured.sort();
    let cpu = before.zip(after).map(|(before, after)| after.saturating_sub(before) / times);
    row(what, measured.get(measured.len() / 2).copied(), cpu)?;
    Ok(())
}

fn row(what: &str, wall: Option<Duration>, cpu: Option<Duration>) -> io::Result<()> {
    let shown = |time: Option<Duration>| {
        time.map_or("?".to_owned(), |time| format!("{:.2}", time.as_secs_f64() * 1000.0))
    };
    writeln!(io::stdout().lock(), "| {what} | {} | {} |", shown(wall), shown(cpu))
}

/// One test: an emulator, somebody who has a password, and their login.
fn one_test(builder: EmulatorBuilder) -> Outcome<()> {
    let emulator = builder.start_blocking()?;
    let cipher = encrypted(&emulator)?;
    let mut client = Client::connect(&emulator)?;
    client.register(&cipher)?;
    client.login(&cipher)?;
    Ok(())
}

fn starts() -> Outcome<()> {
    for (what, tests) in [("the first test of a process", 1), ("each of 50 tests after it", 50)] {
        let (begin, cpu) = (Instant::now(), cpu_time());
        for _ in 0..tests {
            one_test(Emulator::builder())?;
        }
        let cpu = cpu.zip(cpu_time()).map(|(before, after)| (after - before) / tests);
        let wall = Some(begin.elapsed() / tests);
        row(&format!("start, password and login: {what}"), wall, cpu)?;
    }
    Ok(())
}

fn logins() -> Outcome<()> {
    let emulator = Emulator::builder().start_blocking()?;
    let cipher = encrypted(&emulator)?;
    let mut client = Client::connect(&emulator)?;
    client.register(&cipher)?;
    let mut done = 0;
    for count in [100, 1000, 5000] {
        while done < count {
            client.login(&cipher)?;
            done += 1;
        }
        measure(&format!("a login after {count} logins"), 51, || client.login(&cipher))?;
        done += 51;
    }
    Ok(())
}

fn users(counts: &[usize]) -> Outcome<()> {
    let emulator = Emulator::builder().start_blocking()?;
    let mut client = Client::administrator(&emulator)?;
    let mut made = 0;
    for &count in counts {
        client.fill(made..count)?;
        made = count;
        let of = format!("of {count} users");
        measure(&format!("page of 10 {of}"), 31, || client.page(10))?;
        measure(&format!("page of 1000 {of}"), 11, || client.page(1000))?;
        let one = format!("user{}@", count - 1);
        client.search(&one)?;
        measure(&format!("search for one {of}"), 11, || client.search(&one))?;
        measure(&format!("search that finds all {of}"), 11, || client.search("USER"))?;
        let middle = format!("/_console/users?page={}", count / 50);
        for (what, path) in [
            ("overview", "/"),
            ("first page of users", "/_console/users"),
            ("page of users in the middle", &middle),
            ("search for one", &format!("/_console/users?q={one}")),
            ("search that finds all", "/_console/users?q=USER"),
        ] {
            measure(&format!("console: {what} {of}"), 11, || client.get(path))?;
        }
        if let Some(peak) = peak() {
            writeln!(io::stdout().lock(), "| peak memory {of} | {peak} MB | |")?;
        }
    }
    Ok(())
}

/// What a request costs with a data file, once those before it are saved.
fn data_file(mut made: usize) -> Outcome<()> {
    let of = made;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("authing.json");
    let emulator = Emulator::builder().data_file(&file).start_blocking()?;
    let mut client = Client::administrator(&emulator)?;
    client.fill(0..made)?;
    emulator.stop()?;
    let emulator = Emulator::builder().data_file(&file).start_blocking()?;
    let mut client = Client::administrator(&emulator)?;
    std::thread::sleep(Duration::from_secs(2));
    let pause = Duration::from_secs(3);
    let written = || -> u64 {
        let length = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |file| file.len());
        length(&file) + length(&folder.path().join("authing.json.log"))
    };
    for (what, changes) in [("a read", 0_u32), ("a change", 1), ("each of 20 changes", 20)] {
        let (before, length) = (cpu_of_threads(), written());
        for _ in 0..changes {
            client.fill(made..made + 1)?;
            made += 1;
            std::thread::sleep(Duration::from_millis(150));
        }
        if changes == 0 {
            client.page(10)?;
        }
        std::thread::sleep(pause);
        let cpu = before.zip(cpu_of_threads()).map(|(before, after)| after.saturating_sub(before));
        let what = format!("{what} with a data file of {of} users, saving included");
        row(&what, None, cpu.map(|cpu| cpu / changes.max(1)))?;
        let bytes = written().saturating_sub(length) / u64::from(changes.max(1));
        writeln!(io::stdout().lock(), "| written for it | {bytes} bytes | |")?;
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let counts: Result<Vec<usize>, _> = std::env::args().skip(1).map(|n| n.parse()).collect();
    let counts = counts?;
    writeln!(io::stdout().lock(), "| what | ms | of it CPU |\n| --- | --- | --- |")?;
    starts()?;
    logins()?;
    users(&counts)?;
    if let Some(&count) = counts.get(1).or(counts.first()) {
        data_file(count.min(100_000))?;
    }
    Ok(())
}
