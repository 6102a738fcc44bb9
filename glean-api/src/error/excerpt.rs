use std::fmt::Write;

/// The most characters of a server's text that an error shows.
const LENGTH: usize = 200;

/// Takes the first 200 characters, with control and direction characters escaped.
pub(crate) fn escape(text: &str) -> String {
    let text = text.trim();
    let mut shown = String::with_capacity(text.len().min(LENGTH * 4));
    for (index, character) in text.chars().enumerate() {
        if index == LENGTH {
            shown.push('…');
            break;
        }
        if character.is_control() || turns_direction(character) {
            let _ = write!(shown, "{}", character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Characters that make a terminal or a log viewer show the rest of the line in another order.
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(
            escape("a\nb\r\u{1b}[31m\u{202e}c\0"),
            "a\\nb\\r\\u{1b}[31m\\u{202e}c\\u{0}"
        );
    }

    #[test]
    fn text_is_cut_after_200_characters_not_bytes() {
        assert_eq!(escape(&"ä".repeat(200)), "ä".repeat(200));
        assert_eq!(escape(&"ä".repeat(201)), format!("{}…", "ä".repeat(200)));
    }
}
