/// The most characters of another's text that are shown.
const LENGTH: usize = 120;

/// Puts a text between backticks, with control characters escaped, and cut.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    for (index, character) in text.trim().chars().enumerate() {
        if index == LENGTH {
            quoted.push('…');
            break;
        }
        if character.is_control() || turns_direction(character) {
            quoted.extend(character.escape_default());
        } else {
            quoted.push(character);
        }
    }
    quoted.push('`');
    quoted
}

/// Characters that make a terminal show the rest of the line in another order.
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}
