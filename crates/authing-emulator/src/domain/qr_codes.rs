//! Login by a QR code: one side shows it and waits, the other scans it and decides.

use serde_json::{Map, Value as Json, json};

use crate::base::error::{ApiError, ApiResult};
use crate::base::{failures, random};
use crate::domain::context::Cx;
use crate::domain::login::{self, Opening};
use crate::domain::views::{self, Dates};
use crate::state::qr_codes::{QrCode, QrState, Scene, Ticket};

/// How many codes a pool keeps.
const KEPT: usize = 1000;

/// Codes of a login that is not complete: the waiting side can go on with them.
const STEPS: [i64; 4] = [
    failures::MFA_REQUIRED.code,
    failures::APPLICATION_MFA_REQUIRED.code,
    failures::FIRST_LOGIN_RESET.code,
    failures::PASSWORD_RESET_FORCED.code,
];

/// Makes a code for the application of the request.
pub(crate) fn generate(cx: &mut Cx<'_>, scene: Scene, custom_data: Json) -> ApiResult<QrCode> {
    let app_id = cx.app()?.id.clone();
    let now = cx.now;
    let pool = cx.pool_mut()?;
    let seconds = pool.settings.qrcode_login_strategy.qrcode_expires_after;
    let code = QrCode {
        random: random::alphanumeric(30),
        scene,
        app_id,
        custom_data,
        created_at: now,
        expires_at: now.plus_seconds(seconds),
        state: QrState::Created,
    };
    if pool.qr_codes.len() >= KEPT {
        pool.qr_codes.remove(0);
    }
    pool.qr_codes.push(code.clone());
    Ok(code)
}

/// What the picture of a code says.
pub(crate) fn text(code: &QrCode, pool_id: &str) -> String {
    let seconds = code.expires_at.0.saturating_sub(code.created_at.0) / 1000;
    json!({
        "scene": code.scene,
        "random": code.random,
        "userPoolId": pool_id,
        "createdAt": code.created_at.to_rest(),
        "expiresIn": seconds,
        "customData": code.custom_data,
    })
    .to_string()
}

/// What the waiting side is told.
pub(crate) fn status(cx: &Cx<'_>, random: &str) -> ApiResult<Json> {
    let now = cx.now;
    let pool = cx.pool()?;
    let code = find(cx, random)?;
    let mut response = json!({
        "random": code.random, "userInfo": {}, "status": 0, "ticket": null, "scannedUserId": null,
    });
    let Some(members) = response.as_object_mut() else { return Ok(response) };
    let mut set = |name: &str, value: Json| members.insert(name.to_owned(), value);
    if code.is_expired(now) {
        set("status", json!(-1));
        return Ok(response);
    }
    let full = pool.settings.qrcode_login_strategy.return_full_user_info;
    match &code.state {
        QrState::Created => {}
        QrState::Scanned { user_id } => {
            set("status", json!(1));
            set("scannedUserId", json!(user_id));
            set("userInfo", user_info(cx, user_id, false)?);
        }
        QrState::Authorised { user_id, ticket } => {
            let ticket = ticket.as_ref().filter(|ticket| ticket.expires_at > now);
            set("status", json!(2));
            set("scannedUserId", json!(user_id));
            set("ticket", json!(ticket.map(|ticket| &ticket.text)));
            set("userInfo", user_info(cx, user_id, full)?);
        }
        QrState::Cancelled { user_id } => {
            set("status", json!(3));
            set("scannedUserId", json!(user_id));
        }
        QrState::Refused { user_id, code, message, data } => {
            set("scannedUserId", json!(user_id));
            if STEPS.contains(code) {
                set("status", json!(4));
                set("scannedResult", json!({ "code": code, "message": message, "data": data }));
            } else {
                set("status", json!(5));
                set("scannedResult", json!({ "code": code, "errmsg": message }));
            }
        }
    }
    Ok(response)
}

/// The phone has read the code.
pub(crate) fn scan(cx: &mut Cx<'_>, random: &str) -> ApiResult<()> {
    let user_id = cx.own_id()?;
    let code = open(cx, random)?;
    match &code.state {
        QrState::Created => code.state = QrState::Scanned { user_id },
        QrState::Scanned { user_id: known } if *known == user_id => {}
        _ => return Err(failures::QR_CODE_TAKEN.into()),
    }
    Ok(())
}

/// The phone's user agrees: what any login must pass is looked at now.
pub(crate) fn confirm(cx: &mut Cx<'_>, random: &str) -> ApiResult<()> {
    let user_id = cx.own_id()?;
    let app_id = require_scanned_by(cx, random, &user_id)?;
    let lang = cx.request.lang;
    let now = cx.now;
    cx.enter_app(&app_id)?;
    let strategy = cx.pool()?.settings.qrcode_login_strategy.clone();
    let state = match login::require_admitted(cx, &user_id) {
        Err(error) => QrState::Refused {
            user_id,
            code: error.code,
            message: error.message(lang).to_owned(),
            data: error.data.unwrap_or(Json::Null),
        },
        Ok(()) => {
            if strategy.return_full_user_info {
                login::complete(cx, &user_id, Opening::UserToken)?;
            }
            let ticket = Ticket {
                text: random::alphanumeric(40),
                expires_at: now.plus_seconds(strategy.ticket_expires_after),
            };
            QrState::Authorised { user_id, ticket: Some(ticket) }
        }
    };
    open(cx, random)?.state = state;
    Ok(())
}

/// The phone's user does not agree.
pub(crate) fn cancel(cx: &mut Cx<'_>, random: &str) -> ApiResult<()> {
    let user_id = cx.own_id()?;
    require_scanned_by(cx, random, &user_id)?;
    open(cx, random)?.state = QrState::Cancelled { user_id };
    Ok(())
}

/// Uses up a ticket: its user is logged in to the application of the code.
pub(crate) fn exchange(cx: &mut Cx<'_>, ticket: &str) -> ApiResult<Json> {
    let strategy = &cx.pool()?.settings.qrcode_login_strategy;
    if !cx.is_administrator() && !strategy.allow_exchange_user_info_from_browser {
        return Err(failures::FORBIDDEN.into());
    }
    let (user_id, app_id) = use_ticket(cx, |_, kept| kept.text == ticket)?;
    cx.enter_app(&app_id)?;
    login::complete(cx, &user_id, Opening::UserToken)?;
    views::user_of(cx, &user_id, Dates::Rest)
}

/// What a page that shows a code finds when it looks.
pub(crate) enum Seen {
    Waiting,
    Scanned,
    /// The user of the phone has agreed; nobody gets this again.
    Authorised {
        user_id: String,
    },
    /// Nothing comes of this code: the phone's user did not agree, or nobody did in time.
    Over(ApiError),
    /// The user agreed, and something more is wanted, or nothing helps.
    Refused(ApiError),
}

/// Looks at a code of the request's application, and takes what it brings.
pub(crate) fn collect(cx: &mut Cx<'_>, random: &str) -> ApiResult<Seen> {
    let now = cx.now;
    let app_id = cx.app()?.id.clone();
    let code = find(cx, random)?;
    if code.app_id != app_id {
        return Err(failures::QR_CODE_NOT_FOUND.into());
    }
    if code.is_expired(now) {
        return Ok(Seen::Over(failures::QR_CODE_EXPIRED.into()));
    }
    Ok(match &code.state {
        QrState::Created => Seen::Waiting,
        QrState::Scanned { .. } => Seen::Scanned,
        QrState::Cancelled { .. } => Seen::Over(failures::QR_CODE_CANCELLED.into()),
        QrState::Refused { code, message, data, .. } => {
            Seen::Refused(ApiError::own(*code, message.clone()).with_data(data.clone()))
        }
        QrState::Authorised { .. } => {
            let (user_id, _) = use_ticket(cx, |code, _| code == random)?;
            login::complete(cx, &user_id, Opening::Protocol)?;
            Seen::Authorised { user_id }
        }
    })
}

/// Whether anything may come of a code yet.
pub(crate) fn is_alive(cx: &Cx<'_>, random: &str) -> bool {
    find(cx, random).is_ok_and(|code| {
        !code.is_expired(cx.now) && !matches!(code.state, QrState::Cancelled { .. })
    })
}

/// Uses up the ticket that is meant, by its code's name and itself. The result is its user, and the
/// application that they are logged in to.
fn use_ticket(
    cx: &mut Cx<'_>,
    is_meant: impl Fn(&str, &Ticket) -> bool,
) -> ApiResult<(String, String)> {
    let now = cx.now;
    let found = cx.pool_mut()?.qr_codes.iter_mut().find_map(|code| match &mut code.state {
        QrState::Authorised { user_id, ticket: kept } => {
            let fits = |kept: &Ticket| is_meant(&code.random, kept) && kept.expires_at > now;
            kept.as_ref().is_some_and(fits).then(|| {
                *kept = None;
                (user_id.clone(), code.app_id.clone())
            })
        }
        _ => None,
    });
    found.ok_or_else(|| failures::TICKET_INVALID.into())
}

/// Makes the application that a code is for that of the request.
pub(crate) fn enter_app(cx: &mut Cx<'_>, random: &str) -> ApiResult<()> {
    let mut codes = cx.state.pools.iter().flat_map(|pool| &pool.qr_codes);
    let found = codes.find(|code| code.random == random).map(|code| code.app_id.clone());
    cx.enter_app(&found.ok_or(failures::QR_CODE_NOT_FOUND)?)
}

fn user_info(cx: &Cx<'_>, user_id: &str, full: bool) -> ApiResult<Json> {
    let user = views::user_of(cx, user_id, Dates::Rest)?;
    if full {
        return Ok(user);
    }
    let shown = ["nickname", "photo"];
    let shown: Map<String, Json> = shown
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), user.get(*name)?.clone())))
        .collect();
    Ok(Json::Object(shown))
}

fn find<'a>(cx: &'a Cx<'_>, random: &str) -> ApiResult<&'a QrCode> {
    let found = cx.pool()?.qr_codes.iter().find(|code| code.random == random);
    found.ok_or_else(|| failures::QR_CODE_NOT_FOUND.into())
}

/// A code that can still be scanned or decided about.
fn open<'a>(cx: &'a mut Cx<'_>, random: &str) -> ApiResult<&'a mut QrCode> {
    let now = cx.now;
    let elsewhere =
        cx.state.pools.iter().any(|pool| pool.qr_codes.iter().any(|code| code.random == random));
    let found = cx.pool_mut()?.qr_codes.iter_mut().find(|code| code.random == random);
    match found {
        Some(code) if code.is_expired(now) => Err(failures::QR_CODE_EXPIRED.into()),
        Some(code) => Ok(code),
        None if elsewhere => Err(failures::USER_OF_OTHER_POOL.into()),
        None => Err(ApiError::from(failures::QR_CODE_NOT_FOUND)),
    }
}

/// Only who has scanned a code decides; the result is the application it is for.
fn require_scanned_by(cx: &mut Cx<'_>, random: &str, user_id: &str) -> ApiResult<String> {
    let code = open(cx, random)?;
    match &code.state {
        QrState::Scanned { user_id: scanner } if scanner == user_id => Ok(code.app_id.clone()),
        QrState::Created => Err(failures::QR_CODE_NOT_SCANNED.into()),
        _ => Err(failures::QR_CODE_TAKEN.into()),
    }
}
