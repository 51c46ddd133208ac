//! What goes wrong in a protocol, as people are told.

use authing_protocols::{Error, Timestamp, jose::TokenError};

use crate::{exit::Exit, failure::Failure, shown::excerpt};

pub(super) fn failure(error: &Error) -> Failure {
    match error {
        Error::Call(error) => Failure::from(error),
        Error::Token(error) => Failure::new(
            Exit::No,
            text!("The token is refused: {}.", "令牌无效:{}。", reason(error)),
        ),
        Error::OAuth(refusal) => {
            let code = excerpt(refusal.code().as_str(), 60);
            let description = refusal.description().map(|text| format!(": {}", excerpt(text, 300)));
            let description = description.unwrap_or_default();
            let description = description.trim_end_matches(['.', '。']);
            Failure::new(
                Exit::Denied,
                text!(
                    "The server refused the login ({code}){description}.",
                    "服务器拒绝了登录({code}){description}。"
                ),
            )
        }
        other => {
            let problem = excerpt(&other.to_string(), 400);
            let problem = problem.trim_end_matches('.');
            Failure::new(Exit::Failed, text!("It failed: {problem}.", "操作失败:{problem}。"))
        }
    }
}

/// Why a token is refused.
pub(super) fn reason(error: &TokenError) -> String {
    let english = || excerpt(&error.to_string(), 500).trim_end_matches('.').to_owned();
    match error {
        TokenError::NotAToken => text!(
            "it is not a signed token, which has three parts with dots between them. An OAuth 2.0 access token and a refresh token are opaque: only the server knows about them",
            "不是签名令牌(应由三段组成,以点分隔)。OAuth 2.0 的访问令牌与刷新令牌不含内容,只有服务器能识别"
        ),
        TokenError::Expired { at, by, .. } => {
            let (at, by) = (Timestamp::from(*at), span(by.as_secs()));
            text!("it expired at {at}, {by} ago", "已于 {at} 过期({by}前)")
        }
        TokenError::NotYetValid { at, .. } => {
            let at = Timestamp::from(*at);
            text!("it is not valid before {at}: compare the clocks", "{at} 起才生效,请核对时钟")
        }
        TokenError::Signature => text!(
            "its signature is wrong: it is forged or changed, or made with another key or secret",
            "签名不正确:令牌被伪造或改动过,或由其他密钥签发"
        ),
        TokenError::SecretNeeded { .. } => text!(
            "it is signed with the application's secret (HS256), which is not at hand: add --secret-stdin, or set AUTHING_APP_SECRET",
            "它由应用密钥签名(HS256),但没有提供密钥:请加上 --secret-stdin 或设置 AUTHING_APP_SECRET"
        ),
        TokenError::Issuer { expected, found, .. } => {
            let (expected, found) = (excerpt(expected, 200), excerpt(found, 200));
            text!(
                "it was issued by `{found}`, and expected is `{expected}`: compare --app-host or --issuer",
                "签发者是 `{found}`,应为 `{expected}`,请核对 --app-host 或 --issuer"
            )
        }
        TokenError::Audience { expected, found, .. } => {
            let (expected, found) = (excerpt(expected, 100), excerpt(&found.join(", "), 200));
            text!(
                "it was made for `{found}`, and not for `{expected}`: compare --app-id",
                "受众是 `{found}`,而不是 `{expected}`,请核对 --app-id"
            )
        }
        TokenError::UnknownKey { .. } => text!(
            "no key of this application's server fits it: is it another application's?",
            "该应用的服务器没有与之对应的公钥,可能属于其他应用"
        ),
        _ => english(),
    }
}

/// A span of time in words: the two largest parts.
pub(super) fn span(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => text!("{seconds} s", "{seconds} 秒"),
        (0, 0, minutes) => text!("{minutes} min", "{minutes} 分钟"),
        (0, hours, minutes) => text!("{hours} h {minutes} min", "{hours} 小时 {minutes} 分钟"),
        (days, hours, _) => text!("{days} d {hours} h", "{days} 天 {hours} 小时"),
    }
}
