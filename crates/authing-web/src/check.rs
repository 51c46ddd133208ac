//! Whether who sent a request meets a requirement.

use std::time::{Duration, SystemTime};

use authing_protocols::BoxFuture;
use serde_json::Value;

use crate::{
    error::{AuthError, StepUp, StepUpCause},
    permission::{Permissions, Unavailable},
    requirement::{Condition, RecentLogin, TwoFactorLogin},
    role::HasRole,
    verified::{Claims, CurrentUser, Verified},
};

/// Who sent the request, and who knows what the token does not tell.
pub(crate) struct Check<'c> {
    pub(crate) verified: &'c Verified,
    pub(crate) source: Option<&'c dyn Permissions>,
    pub(crate) roles_from_token: bool,
    pub(crate) now: SystemTime,
}

/// What the token tells about a condition.
enum Known {
    Met,
    Unmet(AuthError),
    /// The server must be asked.
    Open,
}

impl<'c> Check<'c> {
    pub(crate) async fn meets(&self, condition: &Condition) -> Result<(), AuthError> {
        match self.known(condition) {
            Known::Met => Ok(()),
            Known::Unmet(error) => Err(error),
            Known::Open => self.ask(condition).await,
        }
    }

    fn known(&self, condition: &Condition) -> Known {
        match condition {
            Condition::AnyLogin => Known::Met,
            Condition::UserLogin => match self.user() {
                Ok(_) => Known::Met,
                Err(error) => Known::Unmet(error),
            },
            Condition::Scope(scope) if self.verified.has_scope(scope) => Known::Met,
            Condition::Scope(scope) => Known::Unmet(AuthError::InsufficientScope(scope.clone())),
            Condition::Role(role) if role.code().is_empty() => {
                Known::Unmet(AuthError::EmptyRequirement("role"))
            }
            Condition::Role(role) if self.claims_role(role) => Known::Met,
            Condition::Role(role) => self.open_or(|| AuthError::MissingRole(role.clone())),
            Condition::Permission(permission)
                if permission.resource().is_empty() || permission.action().is_empty() =>
            {
                Known::Unmet(AuthError::EmptyRequirement("permission"))
            }
            Condition::Permission(_) => self.open_or(|| AuthError::NoSource("permissions")),
            Condition::Tenant(tenant) if tenant.is_empty() => {
                Known::Unmet(AuthError::EmptyRequirement("tenant"))
            }
            Condition::Tenant(tenant) => {
                match self.verified.extra().get("tenant_id").and_then(Value::as_str) {
                    Some(own) if own == tenant => Known::Met,
                    // Logged in for another one.
                    Some(_) => Known::Unmet(AuthError::NotInTenant(tenant.clone())),
                    None => self.open_or(|| AuthError::NotInTenant(tenant.clone())),
                }
            }
            Condition::Org(org) if org.is_empty() => {
                Known::Unmet(AuthError::EmptyRequirement("organisation"))
            }
            Condition::Org(_) => self.open_or(|| AuthError::NoSource("organisations")),
            Condition::RecentLogin(recent) => told(self.is_recent(recent)),
            Condition::TwoFactor(factor) => told(self.has_second_factor(factor)),
            Condition::All(all) => {
                let mut open = false;
                for one in all {
                    match self.known(one) {
                        Known::Met => {}
                        Known::Open => open = true,
                        unmet @ Known::Unmet(_) => return unmet,
                    }
                }
                if open { Known::Open } else { Known::Met }
            }
            Condition::Any(any) => {
                let (mut open, mut unmet) = (false, None);
                for one in any {
                    match self.known(one) {
                        Known::Met => return Known::Met,
                        Known::Open => open = true,
                        Known::Unmet(error) => unmet = Some(most_helpful(unmet, error)),
                    }
                }
                match unmet {
                    _ if open => Known::Open,
                    Some(error) => Known::Unmet(error),
                    None => Known::Unmet(AuthError::EmptyRequirement("alternative")),
                }
            }
        }
    }

    /// Asks for what the token does not tell.
    fn ask<'a>(&'a self, condition: &'a Condition) -> BoxFuture<'a, Result<(), AuthError>>
    where
        'c: 'a,
    {
        Box::pin(async move {
            match condition {
                Condition::All(all) => {
                    for one in all {
                        self.meets(one).await?;
                    }
                    Ok(())
                }
                Condition::Any(any) => {
                    let mut unmet = None;
                    for one in any {
                        match self.meets(one).await {
                            Ok(()) => return Ok(()),
                            Err(error) => unmet = Some(most_helpful(unmet, error)),
                        }
                    }
                    Err(unmet.unwrap_or(AuthError::EmptyRequirement("alternative")))
                }
                one => self.ask_for(one).await,
            }
        })
    }

    async fn ask_for(&self, condition: &Condition) -> Result<(), AuthError> {
        let user = self.user()?;
        let source = self.source.ok_or(AuthError::NoSource("permissions"))?;
        let (told, refusal) = match condition {
            Condition::Permission(permission) => {
                (source.is_allowed(&user, permission).await, AuthError::Denied)
            }
            Condition::Role(role) => {
                (source.has_role(&user, role).await, AuthError::MissingRole(role.clone()))
            }
            Condition::Tenant(id) => {
                (source.is_in_tenant(&user, id).await, AuthError::NotInTenant(id.clone()))
            }
            Condition::Org(id) => {
                (source.is_in_org(&user, id).await, AuthError::NotInOrg(id.clone()))
            }
            // The token tells of all others.
            _ => return Err(AuthError::Denied),
        };
        match told {
            Ok(true) => Ok(()),
            Ok(false) => Err(refusal),
            Err(Unavailable { unsupported: Some(what), .. }) => Err(AuthError::NoSource(what)),
            Err(error) => Err(AuthError::PermissionsUnavailable(error)),
        }
    }

    /// Open where somebody can be asked about the user, and otherwise not met.
    fn open_or(&self, unmet: impl FnOnce() -> AuthError) -> Known {
        match (self.user(), self.source) {
            (Err(error), _) => Known::Unmet(error),
            (Ok(_), Some(_)) => Known::Open,
            (Ok(_), None) => Known::Unmet(unmet()),
        }
    }

    fn user(&self) -> Result<CurrentUser, AuthError> {
        CurrentUser::of(self.verified).ok_or(AuthError::NoUser)
    }

    /// Whether the token's claim `roles` holds a role. An entry is a code, or an object with `code` and
    /// `namespace`.
    fn claims_role(&self, role: &HasRole) -> bool {
        let Some(Value::Array(claimed)) = self.verified.extra().get("roles") else { return false };
        let is_user = self.verified.user_id().is_some();
        let is_it = |entry: &Value| match entry {
            Value::String(code) => role.namespace().is_none() && code == role.code(),
            Value::Object(entry) => {
                let text = |name| entry.get(name).and_then(Value::as_str);
                let namespace = text("namespace").unwrap_or("default");
                text("code") == Some(role.code())
                    && namespace == role.namespace().unwrap_or("default")
            }
            _ => false,
        };
        self.roles_from_token && is_user && claimed.iter().any(is_it)
    }

    fn is_recent(&self, recent: &RecentLogin) -> Result<(), AuthError> {
        let max_age = recent.max_age();
        self.age_within(max_age).map_err(|cause| step_up(Some(max_age), &[], cause))
    }

    fn has_second_factor(&self, factor: &TwoFactorLogin) -> Result<(), AuthError> {
        let unmet = |cause| step_up(factor.max_age(), factor.acr_values(), cause);
        let Authentication { acr, amr, .. } = Authentication::of(self.verified);
        let by_acr = acr.is_some_and(|acr| factor.acr_values().iter().any(|one| one == acr));
        if !by_acr && !is_second_factor(amr) {
            return Err(unmet(StepUpCause::NoSecondFactor));
        }
        factor.max_age().map_or(Ok(()), |max_age| self.age_within(max_age)).map_err(unmet)
    }

    fn age_within(&self, max_age: Duration) -> Result<(), StepUpCause> {
        let at = Authentication::of(self.verified).time.ok_or(StepUpCause::UnknownAge)?;
        // A login in the future is refused with the token, but for the leeway.
        let age = self.now.duration_since(at).unwrap_or_default();
        if age.as_secs() <= max_age.as_secs() { Ok(()) } else { Err(StepUpCause::TooOld) }
    }
}

fn told(result: Result<(), AuthError>) -> Known {
    match result {
        Ok(()) => Known::Met,
        Err(error) => Known::Unmet(error),
    }
}

fn step_up(max_age: Option<Duration>, acr_values: &[String], cause: StepUpCause) -> AuthError {
    AuthError::StepUp(StepUp { max_age, acr_values: acr_values.to_vec(), cause })
}

/// How and when the user proved who they are.
struct Authentication<'v> {
    time: Option<SystemTime>,
    acr: Option<&'v str>,
    amr: &'v [String],
}

impl<'v> Authentication<'v> {
    fn of(verified: &'v Verified) -> Self {
        let (time, acr, amr) = match verified.claims() {
            Claims::Access(claims) => (claims.auth_time, &claims.acr, &claims.amr),
            Claims::Id(claims) => (claims.auth_time, &claims.acr, &claims.amr),
            Claims::User(claims) => (claims.auth_time, &claims.acr, &claims.amr),
            Claims::Session(claims) => (claims.auth_time, &claims.acr, &claims.amr),
        };
        Self { time, acr: acr.as_deref(), amr }
    }
}

/// The kinds of methods of RFC 8176: two methods of one kind are one factor.
#[derive(Clone, Copy, PartialEq)]
enum Factor {
    Known,
    Possessed,
    OfTheBody,
}

fn is_second_factor(amr: &[String]) -> bool {
    if amr.iter().any(|method| method == "mfa") {
        return true;
    }
    let mut factors = amr.iter().filter_map(|method| {
        Some(match method.as_str() {
            "pwd" | "pin" | "kba" => Factor::Known,
            "otp" | "sms" | "tel" | "hwk" | "swk" | "sc" | "pop" => Factor::Possessed,
            "face" | "fpt" | "iris" | "retina" | "vbm" => Factor::OfTheBody,
            _ => return None,
        })
    });
    let first = factors.next();
    factors.any(|factor| Some(factor) != first)
}

/// Of the reasons of several alternatives the one that helps most: that it is not known whether one is
/// met, then what the user can do something about, then the first.
fn most_helpful(before: Option<AuthError>, error: AuthError) -> AuthError {
    let rank = |error: &AuthError| match error {
        _ if error.status().is_server_error() => 3,
        AuthError::StepUp(_) => 2,
        AuthError::InsufficientScope(_) => 1,
        _ => 0,
    };
    match before {
        Some(before) if rank(&before) >= rank(&error) => before,
        _ => error,
    }
}
