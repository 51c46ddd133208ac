//! Sessions of logged-in visitors, and their cookies.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::http::{HeaderMap, HeaderValue, header};

/// What the server knows of each visitor, by the value of a cookie. A real service would keep it
/// in a database and let it expire.
#[derive(Debug)]
pub struct Sessions<T>(Mutex<HashMap<String, T>>);

impl<T> Default for Sessions<T> {
    fn default() -> Self {
        Self(Mutex::new(HashMap::new()))
    }
}

impl<T: Clone> Sessions<T> {
    /// Begins a session under a random id, from the operating system.
    ///
    /// # Errors
    ///
    /// When the system has no randomness.
    pub fn insert(&self, value: T) -> Result<String, getrandom::Error> {
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random)?;
        let id: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        self.all().insert(id.clone(), value);
        Ok(id)
    }

    /// The value of a session that has not ended.
    pub fn get(&self, id: &str) -> Option<T> {
        self.all().get(id).cloned()
    }

    /// Changes a session, unless it has ended meanwhile.
    pub fn replace(&self, id: &str, value: T) {
        if let Some(session) = self.all().get_mut(id) {
            *session = value;
        }
    }

    /// Ends a session.
    pub fn remove(&self, id: &str) -> Option<T> {
        self.all().remove(id)
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split("; "))
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// No script reads it, and no other site's form sends it. Add `Secure` behind `https`.
pub fn set_cookie(name: &str, value: &str, seconds: Option<u32>) -> HeaderValue {
    let life = seconds.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{life}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// Makes the browser forget a cookie.
pub fn remove_cookie(name: &str) -> HeaderValue {
    set_cookie(name, "", Some(0))
}
