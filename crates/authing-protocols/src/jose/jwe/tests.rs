//! The published vectors: RFC 7516 appendix A.1, RFC 7518 appendices B and C.

use super::*;

const A1: &str = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.\
    OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe\
    ipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDb\
    Sv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaV\
    mqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je8\
    1860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi\
    6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b.\
    5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji\
    SdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ";

const PLAIN: &[u8] = b"A cipher system must not be required to be secret, and it must be able to \
    fall into the hands of the enemy without inconvenience";
const AAD: &[u8] = b"The second principle of Auguste Kerckhoffs";
const IV: &str = "1af38c2dc2b96ffdd86694092341bc04";

fn rsa() -> DecryptionKey {
    DecryptionKey::from_pem(include_str!("rfc7516_a1.pem")).unwrap()
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[test]
fn the_example_of_rfc_7516_a1_is_decrypted() {
    let plain = decrypt(A1, &rsa()).unwrap();
    assert_eq!(*plain, "The true sign of intelligence is not knowledge but imagination.");
}

#[test]
fn the_example_of_rfc_7516_a1_is_refused_with_any_bit_changed() {
    for (at, byte) in A1.bytes().enumerate() {
        let other = if byte == b'A' { b'B' } else { b'A' };
        let mut changed = A1.as_bytes().to_vec();
        changed[at] = other;
        let changed = String::from_utf8(changed).unwrap();
        assert!(decrypt(&changed, &rsa()).is_err(), "byte {at}");
    }
}

#[test]
fn the_keys_of_rfc_7518_c_agree() {
    let key = DecryptionKey::from_pem(include_str!("rfc7518_c.pem")).unwrap();
    let PrivateMaterial::P256(key) = &*key.0 else { panic!("an elliptic curve key") };
    let header = Header::read(
        br#"{"alg":"ECDH-ES","enc":"A128GCM","apu":"QWxpY2U","apv":"Qm9i","epk":{"kty":"EC",
            "crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
            "y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}"#,
    )
    .unwrap();
    let cek = agree(key, &header, "A128GCM", 16).unwrap();
    let expected = [86, 170, 141, 234, 248, 35, 109, 32, 92, 34, 40, 205, 113, 167, 16, 26];
    assert_eq!(**cek, expected);
}

#[test]
fn the_cbc_hmac_examples_of_rfc_7518_b_are_decrypted_and_their_tags_checked() {
    for (half, ciphertext, tag) in [
        (
            16,
            "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9\
             a94ac9b47ad2655c5f10f9aef71427e2fc6f9b3f399a221489f16362c7032336\
             09d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b\
             384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade5\
             4b8851ffb598f7f80074b9473c82e2db",
            "652c3fa36b0a7c5b3219fab3a30bc1c4",
        ),
        (
            32,
            "4affaaadb78c31c5da4b1b590d10ffbd3dd8d5d302423526912da037ecbcc7bd\
             822c301dd67c373bccb584ad3e9279c2e6d12a1374b77f077553df829410446b\
             36ebd97066296ae6427ea75c2e0846a11a09ccf5370dc80bfecbad28c73f09b3\
             a3b75e662a2594410ae496b2e2e6609e31e6e02cc837f053d21f37ff4f51950b\
             be2638d09dd7a4930930806d0703b1f6",
            "4dd3b4c088a7f45c216839645b2012bf2e6269a8c56a816dbc1b267761955bc5",
        ),
    ] {
        let cek: Vec<u8> = (0..2 * half as u8).collect();
        let sealed = |tag| Sealed { aad: AAD, iv: hex(IV), ciphertext: hex(ciphertext), tag };
        assert_eq!(**open_cbc_hmac(&cek, half, sealed(hex(tag))).unwrap(), *PLAIN);
        let mut other = hex(tag);
        other[half - 1] ^= 1;
        assert!(open_cbc_hmac(&cek, half, sealed(other)).is_none());
        let short = hex(tag)[..half - 1].to_vec();
        assert!(open_cbc_hmac(&cek, half, sealed(short)).is_none());
    }
}

#[test]
fn a_header_that_asks_for_more_than_decryption_is_refused() {
    let key = rsa();
    let (_, rest) = A1.split_once('.').unwrap();
    for (header, expected) in [
        (r#"{"alg":"RSA1_5","enc":"A256GCM"}"#, "alg `RSA1_5`"),
        (r#"{"alg":"dir","enc":"A256GCM"}"#, "alg `dir`"),
        (r#"{"alg":"ECDH-ES","enc":"A256GCM"}"#, "alg `ECDH-ES`"),
        (r#"{"alg":"RSA-OAEP","enc":"A192CBC-HS384"}"#, "enc `A192CBC-HS384`"),
        (r#"{"alg":"RSA-OAEP","enc":"A256GCM","zip":"DEF"}"#, "`zip`"),
        (r#"{"alg":"RSA-OAEP","enc":"A256GCM","crit":["exp"],"exp":1}"#, "`crit`"),
        (r#"{"alg":"RSA-OAEP","enc":"A256GCM","cty":"image/png"}"#, "something else"),
        (r#"{"alg":"RSA-OAEP","enc":"A256GCM","enc":"A128GCM"}"#, "`enc` twice"),
    ] {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let token = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header));
        let error = decrypt(&token, &key).unwrap_err().to_string();
        assert!(error.contains(expected), "{header}: {error}");
    }
}
