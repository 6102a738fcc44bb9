/// Leaves out of serde's message what it repeats of the document, which may be a secret.
///
/// What stays are the kind of the value and what was expected. The names of members stay too.
pub(super) fn without_value(message: &str) -> String {
    for kind in [
        "unknown variant",
        "invalid type: string",
        "invalid value: string",
    ] {
        if let Some(rest) = message.strip_prefix(kind) {
            let expected = rest.rfind(", expected ").map_or("", |at| &rest[at..]);
            return format!("{kind}{expected}");
        }
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_left_out_whatever_it_holds() {
        for (message, expected) in [
            (
                "unknown variant `s3cret, expected`, expected `user` or `global` at line 1 column 2",
                "unknown variant, expected `user` or `global` at line 1 column 2",
            ),
            (
                "invalid type: string \"s3cret\", expected u64",
                "invalid type: string, expected u64",
            ),
            (
                "invalid type: integer `7`, expected a string",
                "invalid type: integer `7`, expected a string",
            ),
            (
                "unknown field `sead`, expected `seed`",
                "unknown field `sead`, expected `seed`",
            ),
        ] {
            assert_eq!(without_value(message), expected);
        }
    }
}
