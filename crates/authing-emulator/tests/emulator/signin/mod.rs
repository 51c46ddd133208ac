//! The pages that people log in with, besides the password's.

mod choices;
mod codes;
mod factor;
mod forms;
mod identity_provider;
mod protocols;
mod qr_code;
mod register;
mod reset;

use authing_emulator::Emulator;
use aws_lc_rs::hmac;
use serde_json::{Value, json};

use crate::client::{Client, text};
use crate::oidc::browser::{Browser, Shown};
use crate::oidc::provider::Provider;

/// The key of authenticators, and what stands for it when it is lost.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const RECOVERY_CODE: &str = "bc5a-6879-1111-2222-3333-4444";

/// Begins a login and opens a page of the visit.
async fn open(provider: &Provider, browser: &mut Browser, page: &str) -> Shown {
    open_at(browser, &provider.request(&[]), page).await
}

/// The same for a login that begins at this address.
async fn open_at(browser: &mut Browser, start: &str, page: &str) -> Shown {
    let started = browser.get(start).await;
    assert!(started.location().ends_with("/login"), "{}", started.location());
    let shown = browser.get(&started.location().replace("/login", &format!("/{page}"))).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    shown
}

/// Another page of the same visit.
fn page_of(shown: &Shown, page: &str) -> String {
    let (start, _) = shown.url.rsplit_once('/').unwrap();
    format!("{start}/{page}")
}

/// Has a code sent to the account of the form, and gives the page that asks for it.
async fn send(browser: &mut Browser, page: &Shown, account: &str) -> Shown {
    browser.submit(page, &[("action", "send"), ("account", account)]).await
}

/// Has a code sent, and sends the form with it and more.
async fn with_code(
    provider: &Provider,
    browser: &mut Browser,
    page: &Shown,
    account: &str,
    more: &[(&str, &str)],
) -> Shown {
    let asked = send(browser, page, account).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = provider.emulator.last_code(account).unwrap();
    let mut fields = vec![("account", account), ("code", code.as_str())];
    fields.extend_from_slice(more);
    browser.submit(&asked, &fields).await
}

/// What the id token says of a login.
async fn claims(provider: &Provider, shown: &Shown) -> Value {
    let code = shown.param("code").unwrap_or_else(|| panic!("{}", shown.location()));
    let tokens = provider.redeem(&code, &[]).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    provider.verified(tokens.text("id_token")).await
}

/// What an alert of the page says.
fn alert(shown: &Shown) -> &str {
    assert_eq!(shown.status, 400, "{}", shown.body);
    let (_, rest) =
        shown.body.split_once("role=\"alert\">").unwrap_or_else(|| panic!("{}", shown.body));
    rest.split('<').next().unwrap()
}

/// Gives `bob` an authenticator.
async fn import_totp(provider: &Provider) {
    let body = json!({ "userId": provider.user_id, "secret": KEY, "recoveryCode": RECOVERY_CODE });
    let admin = Client::admin(&provider.emulator).await;
    admin.rest("POST", "/api/v2/mfa/totp/import", body).await.unwrap();
}

/// What an authenticator with this key shows (RFC 6238).
fn totp(emulator: &Emulator, key: &str) -> String {
    let bits: String = key
        .bytes()
        .map(|letter| match letter {
            b'A'..=b'Z' => letter - b'A',
            digit => digit - b'2' + 26,
        })
        .map(|value| format!("{value:05b}"))
        .collect();
    let bytes: Vec<u8> = (0..bits.len() / 8)
        .map(|place| u8::from_str_radix(&bits[place * 8..place * 8 + 8], 2).unwrap())
        .collect();
    let now = emulator.now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let tag = hmac::sign(&key, &(now / 30).to_be_bytes());
    let start = usize::from(tag.as_ref()[19] & 0x0f);
    let word: [u8; 4] = tag.as_ref()[start..start + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000)
}

/// The users of the pool, found by a word.
async fn found(emulator: &Emulator, word: &str) -> Vec<Value> {
    let query = "query($q: String!) { searchUser(query: $q) \
        { list { id username email phone emailVerified phoneVerified registerSource loginsCount } } }";
    let admin = Client::admin(emulator).await;
    let list = admin.op("searchUser", query, json!({ "q": word })).await.unwrap();
    list["list"].as_array().unwrap().clone()
}

/// Makes another user.
async fn another(provider: &Provider, info: Value) -> String {
    let admin = Client::admin(&provider.emulator).await;
    text(&admin.create_user(info).await.unwrap(), "id").to_owned()
}
