use crate::support::{Outcome, Reply, Seen, assert_outcome};

fn expiring(number: &str) -> Reply {
    Reply::json(format!(r#"{{"token":"t0ken","expirationTime":{number}}}"#))
}

#[tokio::test]
async fn an_integer_that_fits_64_bits_signed_is_taken_however_it_is_spelled() {
    for (number, expiration_time) in [
        ("1893456000", 1_893_456_000),
        ("0", 0),
        ("-0", 0),
        ("-1", -1),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("1.893456e9", 1_893_456_000),
        ("1893456000.0", 1_893_456_000),
        ("1893456000.000000", 1_893_456_000),
        ("18934560000e-1", 1_893_456_000),
        ("1.893456E+9", 1_893_456_000),
        ("-0.0", 0),
        ("0e999", 0),
    ] {
        let expected = Outcome::minted("t0ken", expiration_time);
        assert_outcome(number, &expiring(number), expected).await;
    }
}

#[tokio::test]
async fn any_other_number_is_refused_without_being_named() {
    const OUT_OF_RANGE: &str = "expirationTime: expected an integer that fits 64 bits signed, \
                                found one out of range";
    const FRACTION: &str = "expirationTime: expected an integer, found a fraction";

    for (number, reason) in [
        ("9223372036854775808", OUT_OF_RANGE),
        ("-9223372036854777856", OUT_OF_RANGE),
        ("18446744073709551615", OUT_OF_RANGE),
        ("18446744073709551616", OUT_OF_RANGE),
        ("9223372036854775808.0", OUT_OF_RANGE),
        ("1e19", OUT_OF_RANGE),
        ("-1e300", OUT_OF_RANGE),
        ("1e400", "expirationTime: number out of range"),
        ("-1e400", "expirationTime: number out of range"),
        ("0.5", FRACTION),
        ("-0.5", FRACTION),
        ("1893456000.5", FRACTION),
        ("1e-300", FRACTION),
    ] {
        let reply = expiring(number);
        // What `serde_json` adds: where the number ends.
        let column = reply.content().len() - 1;
        let text =
            format!("createToken: the reply does not fit: {reason} at line 1 column {column}");
        let expected = Outcome::failed(Seen::misfit(&reply, &text));
        assert_outcome(number, &reply, expected).await;
    }
}

#[tokio::test]
async fn what_json_does_not_take_for_a_number_is_broken_json() {
    for (number, reason) in [
        ("01893456000", "invalid number at line 1 column 36"),
        ("+1", "expected value at line 1 column 35"),
        ("1.", "invalid number at line 1 column 37"),
        (".5", "expected value at line 1 column 35"),
        ("0x10", "expected `,` or `}` at line 1 column 36"),
        ("NaN", "expected value at line 1 column 35"),
        ("Infinity", "expected value at line 1 column 35"),
        ("-", "invalid number at line 1 column 36"),
    ] {
        let reply = expiring(number);
        let text = format!("createToken: the reply does not fit: broken JSON: {reason}");
        let expected = Outcome::failed(Seen::misfit(&reply, &text));
        assert_outcome(number, &reply, expected).await;
    }
}
