//! What the guard logs.

use authing_test_support::logged;
use authing_web::Guard;

use crate::support::*;

#[test]
fn the_log_says_why_and_shows_no_token() {
    let (good, expired) = (token(), KEY.sign(&with(access_claims(), "exp", NOW - 60)));
    let work = async {
        assert_eq!(send(routes(guard().require_login()), bearer(&good)).await.status, 200);
        assert_eq!(send(routes(guard().require_login()), bearer(&expired)).await.status, 401);
        let guard = Guard::new(verifier(&nobody()));
        assert_eq!(send(routes(guard.require_login()), bearer(&good)).await.status, 503);
    };
    logged("logs::the_log_says_why_and_shows_no_token", work, |log| {
        assert!(log.contains("the token is rejected: the token expired at"), "{log}");
        assert!(log.contains("WARN") && log.contains("cannot be fetched"), "{log}");
        for secret in [&*good, &*expired, SECRET, "canary-nick"] {
            assert!(!log.contains(secret), "{log}");
        }
    });
}
