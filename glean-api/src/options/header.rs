use http::{HeaderName, HeaderValue};

/// Reads an extra header. Its value counts as a secret: gateways take keys that way.
pub(super) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed: HeaderName = name
        .parse()
        .map_err(|_| "the name of an extra header is no token as HTTP has them".to_owned())?;
    if let Some(instead) = owner(&parsed) {
        return Err(format!(
            "`{parsed}` can't be given as an extra header: {instead}"
        ));
    }
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| format!("the value of `{parsed}` holds bytes that HTTP forbids"))?;
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// Says who sets a header that is not for callers, and how to have it set.
fn owner(name: &HeaderName) -> Option<&'static str> {
    Some(match name.as_str() {
        "authorization" => "use `.api_token(..)` or `.credential_provider(..)`",
        "x-glean-actas" | "x-scio-actas" => "use `.act_as(..)`",
        "x-glean-auth-type" => "use `.auth_type(..)`",
        "x-glean-exclude-deprecated-after" => "use `.exclude_deprecated_after(..)`",
        "x-glean-include-experimental" => "use `.include_experimental(..)`",
        "accept" | "content-type" => "the operation sets it",
        "content-length" | "transfer-encoding" | "host" | "connection" | "upgrade" | "te"
        | "trailer" | "expect" => "the HTTP layer sets it",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_sensitive_and_never_in_a_refusal() {
        let (name, value) = parse("X-Gateway-Key", "s3cret").unwrap();
        assert_eq!(
            (name.as_str(), value.is_sensitive()),
            ("x-gateway-key", true)
        );
        let refusal = parse("X-Gateway-Key", "s3cret\r\nX-Evil: 1").unwrap_err();
        assert_eq!(
            refusal,
            "the value of `x-gateway-key` holds bytes that HTTP forbids"
        );
        assert!(!parse("s3cret header", "x").unwrap_err().contains("s3cret"));
    }

    #[test]
    fn headers_with_an_owner_are_refused_with_the_way_to_set_them() {
        assert_eq!(
            parse("Authorization", "Bearer s3cret").unwrap_err(),
            "`authorization` can't be given as an extra header: use `.api_token(..)` or \
             `.credential_provider(..)`"
        );
        for name in [
            "Content-Length",
            "Host",
            "Accept",
            "X-Glean-ActAs",
            "x-scio-actas",
        ] {
            assert!(parse(name, "1").is_err(), "{name}");
        }
    }
}
