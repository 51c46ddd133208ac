//! Devices: made by end users, kept by administrators.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use crate::base::clock::Timestamp;
use crate::base::error::{ApiError, ApiResult};
use crate::base::{failures, jwt, random};
use crate::domain::context::Cx;
use crate::handler::{Access, Call, DONE, Paging, Reply, Route, Source, get, post, routes};
use crate::state::devices::{Device, DeviceState, DeviceUser};

pub(crate) const ROUTES: &[Route] = &routes(
    Source::Client("JavaScript SDK"),
    [
        post("/api/v3/create-device", Access::User, create),
        get("/api/v3/mydevices/list", Access::User, list_own),
        post("/api/v3/mydevices/revoke-session", Access::User, log_out_own),
        post("/api/v3/mydevices/unbind", Access::User, unbind_own),
        post("/api/v3/metadata/filter", Access::Management, list),
        get("/api/v3/metadata/get-row", Access::Management, detail),
        post("/api/v3/device-status", Access::Management, status),
        post("/api/v3/delete-device", Access::Management, remove),
        post("/api/v3/disable-device", Access::Management, disable),
        post("/api/v3/enable-device", Access::Management, enable),
        post("/api/v3/suspend-device", Access::Management, suspend),
        post("/api/v3/get-user-devices", Access::Management, list_of_user),
        post("/api/v3/delete-device-by-user", Access::Management, remove_of_user),
        post("/api/v3/disable-device-by-user", Access::Management, disable_of_user),
        post("/api/v3/enable-device-by-user", Access::Management, enable_of_user),
        post("/api/v3/suspend-device-by-user", Access::Management, suspend_of_user),
    ],
);

/// A browser tells of itself. The same fingerprint is the same device, whoever uses it.
fn create(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Input {
        device_unique_id: String,
        #[serde(flatten)]
        properties: Map<String, Json>,
    }
    let input: Input = call.read()?;
    if input.device_unique_id.is_empty() {
        return Err(failures::BAD_REQUEST.into());
    }
    let (user_id, ip, now) = (cx.own_id()?, cx.request.client_ip.clone(), cx.now);
    let token = jwt::fingerprint(cx.request.token.as_deref().unwrap_or_default());
    let devices = &mut cx.pool_mut()?.devices;
    let known = devices.iter().position(|device| device.unique_id == input.device_unique_id);
    let mut device = known.map(|index| devices.remove(index)).unwrap_or_else(|| Device {
        id: random::object_id(),
        unique_id: input.device_unique_id,
        properties: Map::new(),
        state: DeviceState::default(),
        login_count: 0,
        ip: String::new(),
        login_time: now,
        created_at: now,
        users: Vec::new(),
    });
    device.properties.extend(input.properties);
    device.login_count = device.login_count.saturating_add(1);
    device.login_time = now;
    device.ip.clone_from(&ip);
    match device.users.iter_mut().find(|user| user.user_id == user_id) {
        Some(user) => {
            (user.ip, user.login_time) = (ip, now);
            if !user.tokens.contains(&token) {
                user.tokens.push(token);
            }
        }
        None => device.users.push(DeviceUser {
            id: random::object_id(),
            user_id,
            state: DeviceState::default(),
            ip,
            login_time: now,
            tokens: vec![token],
        }),
    }
    let response = row(&device, now);
    devices.push(device);
    Ok(Reply::Data(DONE, response))
}

fn row(device: &Device, now: Timestamp) -> Json {
    let state = device.state.at(now);
    let mut row = Json::Object(device.properties.clone());
    row["id"] = json!(device.id);
    row["deviceUniqueId"] = json!(device.unique_id);
    row["status"] = json!(state.as_str());
    row["endTime"] = json!(state.until());
    row["loginCount"] = json!(device.login_count);
    row["loginTime"] = json!(device.login_time);
    row["metaCreateTime"] = json!(device.created_at);
    row["ip"] = json!(device.ip);
    row
}

/// The user's own devices. One is online while a token lives that it told of itself with.
fn list_own(cx: &mut Cx<'_>, _call: &Call) -> ApiResult<Reply> {
    let (user_id, now) = (cx.own_id()?, cx.now);
    let pool = cx.pool()?;
    let lives = |fingerprint: &String| pool.tokens.lives(fingerprint, now);
    let held = pool.devices.iter().filter_map(|device| {
        let user = device.users.iter().find(|user| user.user_id == user_id)?;
        Some(json!({
            "device": row(device, now),
            "lastIp": user.ip,
            "lastLoginTime": user.login_time.to_rest(),
            "online": user.tokens.iter().any(lives),
        }))
    });
    Ok(Reply::data(held.collect()))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnDevice {
    device_id: String,
}

/// Ends the sessions that the user has on a device, named by its id or its fingerprint.
fn log_out_own(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let device: OwnDevice = call.read()?;
    let ended = std::mem::take(&mut own_hold(cx, &device)?.tokens);
    let pool = cx.pool_mut()?;
    for fingerprint in &ended {
        pool.tokens.revoke(fingerprint);
    }
    done()
}

/// Takes a device off the user's list. Nobody stays logged in there.
fn unbind_own(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let reply = log_out_own(cx, call)?;
    let id = own_hold(cx, &call.read()?)?.id.clone();
    for device in &mut cx.pool_mut()?.devices {
        device.users.retain(|user| user.id != id);
    }
    Ok(reply)
}

fn own_hold<'a>(cx: &'a mut Cx<'_>, named: &OwnDevice) -> ApiResult<&'a mut DeviceUser> {
    let user_id = cx.own_id()?;
    let devices = cx.pool_mut()?.devices.iter_mut();
    let mut named = devices
        .filter(|device| device.id == named.device_id || device.unique_id == named.device_id);
    let users = named.next().map(|device| device.users.iter_mut());
    let mut own = users.into_iter().flatten().filter(|user| user.user_id == user_id);
    own.next().ok_or_else(|| failures::DEVICE_NOT_FOUND.into())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rows {
    model_id: String,
    page: Option<usize>,
    limit: Option<usize>,
}

impl Rows {
    /// The page asked for: 50 rows at most. Of the server's tables there are these two only.
    fn of(call: &Call, model: &str) -> ApiResult<Paging> {
        let rows: Self = call.read()?;
        if rows.model_id != model {
            let what = format!("the table {} of POST /api/v3/metadata/filter", rows.model_id);
            return Err(ApiError::not_emulated(&what));
        }
        Ok(Paging { page: rows.page.unwrap_or(1), limit: rows.limit.unwrap_or(10).min(50) })
    }
}

fn list(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let paging = Rows::of(call, "device")?;
    let now = cx.now;
    Ok(Reply::data(paging.cut(&cx.pool()?.devices, |device| row(device, now))))
}

fn detail(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    if call.required("modelId")? != "device" {
        return Err(ApiError::not_emulated("other tables of GET /api/v3/metadata/get-row"));
    }
    let now = cx.now;
    let device = device_mut(cx, call.required("rowId")?)?;
    Ok(Reply::data(row(device, now)))
}

fn device_mut<'a>(cx: &'a mut Cx<'_>, id: &str) -> ApiResult<&'a mut Device> {
    let found = cx.pool_mut()?.devices.iter_mut().find(|device| device.id == id);
    found.ok_or_else(|| failures::DEVICE_NOT_FOUND.into())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    id: String,
    user_id: Option<String>,
    end_time: Option<i64>,
}

impl Target {
    /// A suspension ends some time.
    fn suspended(&self, now: Timestamp) -> ApiResult<DeviceState> {
        let end = self.end_time.map(Timestamp).filter(|end| *end > now);
        end.map(DeviceState::Suspended).ok_or_else(|| failures::BAD_REQUEST.into())
    }
}

fn done() -> ApiResult<Reply> {
    Ok(Reply::Data(DONE, json!({ "success": true })))
}

fn status(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let target: Target = call.read()?;
    let now = cx.now;
    let state = device_mut(cx, &target.id)?.state.at(now);
    let mut response = json!({ "status": state.as_str() });
    if let Some(until) = state.until() {
        response["diffTime"] = json!(until.0.saturating_sub(now.0).div_euclid(1000));
    }
    Ok(Reply::data(response))
}

fn remove(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let target: Target = call.read()?;
    device_mut(cx, &target.id)?;
    cx.pool_mut()?.devices.retain(|device| device.id != target.id);
    done()
}

fn disable(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let target: Target = call.read()?;
    device_mut(cx, &target.id)?.state = DeviceState::Deactivated;
    done()
}

fn enable(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let target: Target = call.read()?;
    device_mut(cx, &target.id)?.state = DeviceState::Activated;
    done()
}

fn suspend(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let target: Target = call.read()?;
    let state = target.suspended(cx.now)?;
    device_mut(cx, &target.id)?.state = state;
    done()
}

fn list_of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let paging = Rows::of(call, "device_rely")?;
    let user_id = cx.user(call.required("userId")?)?.id.clone();
    let now = cx.now;
    let held: Vec<(&Device, &DeviceUser)> = cx
        .pool()?
        .devices
        .iter()
        .filter_map(|device| {
            Some((device, device.users.iter().find(|user| user.user_id == user_id)?))
        })
        .collect();
    let page = paging.cut(&held, |(device, user)| {
        let state = user.state.at(now);
        json!({
            "id": user.id,
            "deviceName": device.properties.get("name"),
            "os": device.properties.get("os"),
            "version": device.properties.get("version"),
            "userId": user.user_id,
            "deviceUniqueId": device.unique_id,
            "deviceRowId": device.id,
            "status": state.as_str(),
            "ip": user.ip,
            "loginTime": user.login_time,
            "isTrust": true,
            "endTime": state.until(),
        })
    });
    Ok(Reply::data(page))
}

/// A user's hold on a device, named by its own id or by the device's.
fn hold_mut<'a>(cx: &'a mut Cx<'_>, target: &Target) -> ApiResult<&'a mut DeviceUser> {
    let user_id = target.user_id.as_deref().ok_or(failures::BAD_REQUEST)?;
    cx.user(user_id)?;
    let holds = cx.pool_mut()?.devices.iter_mut().flat_map(|device| {
        let named = device.id == target.id;
        device.users.iter_mut().filter(move |user| named || user.id == target.id)
    });
    let mut own = holds.filter(|user| user.user_id == user_id);
    own.next().ok_or_else(|| failures::DEVICE_NOT_FOUND.into())
}

fn remove_of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let id = hold_mut(cx, &call.read()?)?.id.clone();
    for device in &mut cx.pool_mut()?.devices {
        device.users.retain(|user| user.id != id);
    }
    done()
}

fn disable_of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    hold_mut(cx, &call.read()?)?.state = DeviceState::Deactivated;
    done()
}

fn enable_of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    hold_mut(cx, &call.read()?)?.state = DeviceState::Activated;
    done()
}

fn suspend_of_user(cx: &mut Cx<'_>, call: &Call) -> ApiResult<Reply> {
    let target: Target = call.read()?;
    let state = target.suspended(cx.now)?;
    hold_mut(cx, &target)?.state = state;
    done()
}
