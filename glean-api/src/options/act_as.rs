use http::HeaderValue;

/// Reads an e-mail address, plausibly one: it goes to Glean, which knows its users.
pub(super) fn parse(email: &str) -> Result<HeaderValue, &'static str> {
    if email.is_empty() {
        return Err("it is empty; to act for nobody, leave it out or call `.no_act_as()`");
    }
    if email.trim() != email {
        return Err("it begins or ends with white space: trim it");
    }
    for byte in email.bytes() {
        match byte {
            b',' | b';' | b'<' | b'>' | b'"' | b'(' | b')' | b'[' | b']' | b'\\' | b':' => {
                return Err(
                    "it is to be one bare address, as in `ada@example.com`, without a name",
                );
            }
            b'!'..=b'~' => {}
            _ => return Err("it holds white space, a control character or one beyond ASCII"),
        }
    }
    let mut parts = email.split('@');
    let (Some(local), Some(domain), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err("it is no e-mail address: it needs one `@`, as in `ada@example.com`");
    };
    // RFC 5321, 4.5.3.1.
    if local.is_empty() || local.len() > 64 || email.len() > 254 {
        return Err("it is no e-mail address: nothing before the `@`, or more than fits");
    }
    if domain
        .split('.')
        .any(|label| label.is_empty() || label.starts_with('-') || label.ends_with('-'))
    {
        return Err("it is no e-mail address: what follows the `@` is no domain");
    }
    let mut value = HeaderValue::from_str(email).map_err(|_| "HTTP forbids it")?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible_addresses_pass_unchanged_and_sensitive() {
        for email in [
            "ada@example.com",
            "a.b+c_d'e@sub.example.co",
            "root@localhost",
            "1@2.3",
        ] {
            let value = parse(email).unwrap();
            assert_eq!(value, email);
            assert!(value.is_sensitive());
        }
    }

    #[test]
    fn implausible_ones_are_refused() {
        for email in [
            "",
            " ",
            "ada",
            "@",
            "ada@",
            "@example.com",
            "ada@@example.com",
            "ada@example..com",
            "ada@-example.com",
            " ada@example.com",
            "ada@example.com\n",
            "ada@exa mple.com",
            "ada@example.com\r\nX-Evil: 1",
            "Ada <ada@example.com>",
            "a@b.c,d@e.f",
            "ädä@example.com",
            "ada@example.com,",
        ] {
            assert!(parse(email).is_err(), "{email:?}");
        }
        assert!(parse(&format!("{}@example.com", "a".repeat(65))).is_err());
    }
}
