/// Looks for the blank line that ends a head, in pieces as they come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HeadScan {
    /// How many bytes of the blank line were there at the end of the last piece.
    matched: usize,
}

impl HeadScan {
    /// Gives how many bytes of `piece` belong to the head if it ends there.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Option<usize> {
        const BLANK: &[u8] = b"\r\n\r\n";
        for (index, byte) in piece.iter().enumerate() {
            self.matched = if *byte == BLANK[self.matched] {
                self.matched + 1
            } else {
                usize::from(*byte == b'\r')
            };
            if self.matched == BLANK.len() {
                self.matched = 0;
                return Some(index + 1);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_after_its_blank_line_wherever_it_is_split() {
        for head in [
            "HTTP/1.1 200 OK\r\na: b\r\n\r\n",
            "x\r\r\n\r\n",
            "\r\n\r\r\n\r\n",
        ] {
            let bytes = format!("{head}body\r\n\r\n").into_bytes();
            for split in 0..head.len() {
                let mut scan = HeadScan::default();
                assert_eq!(scan.feed(&bytes[..split]), None, "{head:?} at {split}");
                let end = scan.feed(&bytes[split..]);
                assert_eq!(end, Some(head.len() - split), "{head:?} at {split}");
            }
        }
    }
}
