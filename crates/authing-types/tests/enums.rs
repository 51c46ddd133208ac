//! Enums keep words they do not know.
#![cfg(test)]

use authing_types::*;

#[test]
fn a_known_word_reads_and_writes() {
    let json = r#"["Activated","Suspended"]"#;
    let statuses: Vec<UserStatus> = serde_json::from_str(json).unwrap();
    assert_eq!(statuses, [UserStatus::Activated, UserStatus::Suspended]);
    assert_eq!(serde_json::to_string(&statuses).unwrap(), json);
}

#[test]
fn an_unknown_word_survives() {
    let kind: ResourceType = serde_json::from_str(r#""HOLOGRAM""#).unwrap();
    assert_eq!(kind, ResourceType::Unknown("HOLOGRAM".to_owned()));
    assert_eq!(kind.to_string(), "HOLOGRAM");
    assert_eq!(serde_json::to_string(&kind).unwrap(), r#""HOLOGRAM""#);
}

#[test]
fn an_escaped_word_is_read_too() {
    let status: UserStatus = serde_json::from_str(r#""\u0041ctivated""#).unwrap();
    assert_eq!(status, UserStatus::Activated);
}

#[test]
fn a_word_has_one_spelling_however_it_is_asked_for() {
    assert_eq!(SortBy::CreatedAtDesc.as_str(), "CREATEDAT_DESC");
    assert_eq!(SortBy::from("CREATEDAT_DESC"), SortBy::CreatedAtDesc);
    assert_eq!(PolicyAssignmentTargetType::AkSk.to_string(), "AK_SK");
    assert_eq!(
        EmailTemplateType::PasswordResetNotification.as_str(),
        "PASSWORD_RESETED_NOTIFICATION"
    );
    assert_eq!(UdfDataType::from("DATETIME"), UdfDataType::DateTime);
}

#[test]
fn anything_but_a_word_is_refused() {
    assert!(serde_json::from_str::<UserStatus>("1").is_err());
}

#[test]
fn debug_shows_an_unknown_word_only_if_it_is_one() {
    let shown = |word: &str| format!("{:?}", UserStatus::from(word));
    assert_eq!(shown("PAUSED"), r#"Unknown("PAUSED")"#);
    assert_eq!(shown("Activated"), "Activated");
    for text in ["ann@x.example", "a b", "蔡", "a\nb", &"a".repeat(41)] {
        assert_eq!(shown(text), "Unknown(..)", "{text}");
    }
}
