//! Finds the end of a request (RFC 9112, sections 2.1, 6 and 7.1), and knows no more of HTTP.

/// A length or a chunk is malformed, so that the request has no end to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// Finds the end of the head, which includes its blank line.
pub(super) fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let blank = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some(blank + 4)
}

/// Finds the end of the head and of the body after it; `None` asks for more bytes.
pub(super) fn end_of_request(bytes: &[u8]) -> Result<Option<usize>, Malformed> {
    let Some(head) = end_of_head(bytes) else {
        return Ok(None);
    };
    match body_framing(&bytes[..head])? {
        Framing::Length(length) => {
            let end = head.checked_add(length).ok_or(Malformed)?;
            Ok((bytes.len() >= end).then_some(end))
        }
        Framing::Chunked => end_of_chunks(bytes, head),
    }
}

enum Framing {
    Length(usize),
    Chunked,
}

fn body_framing(head: &[u8]) -> Result<Framing, Malformed> {
    let mut length = None;
    for line in head.split(|byte| *byte == b'\n').skip(1) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let last = value.rsplit(|byte| *byte == b',').next().unwrap_or(value);
            return if last.trim_ascii().eq_ignore_ascii_case(b"chunked") {
                Ok(Framing::Chunked)
            } else {
                Err(Malformed)
            };
        }
        if name.eq_ignore_ascii_case(b"content-length") {
            let this = number(value, 10)?;
            if length.is_some_and(|other| other != this) {
                return Err(Malformed);
            }
            length = Some(this);
        }
    }
    Ok(Framing::Length(length.unwrap_or(0)))
}

fn end_of_chunks(bytes: &[u8], head: usize) -> Result<Option<usize>, Malformed> {
    let mut at = head;
    loop {
        let Some(data) = end_of_line(bytes, at) else {
            return Ok(None);
        };
        let line = &bytes[at..data];
        let size = line.split(|byte| *byte == b';').next().unwrap_or(line);
        let size = number(size.trim_ascii(), 16)?;
        if size == 0 {
            return Ok(end_of_trailers(bytes, data));
        }
        let end = data.checked_add(size).ok_or(Malformed)?;
        at = end.checked_add(2).ok_or(Malformed)?;
        if bytes.len() < at {
            return Ok(None);
        }
        if &bytes[end..at] != b"\r\n" {
            return Err(Malformed);
        }
    }
}

fn end_of_trailers(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let end = end_of_line(bytes, at)?;
        if end == at + 2 {
            return Some(end);
        }
        at = end;
    }
}

/// Finds the end of the line that begins at `start`, after its CRLF.
fn end_of_line(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    let line = rest.windows(2).position(|window| window == b"\r\n")?;
    Some(start + line + 2)
}

/// Reads digits alone: no sign, and at least one.
fn number(digits: &[u8], radix: u32) -> Result<usize, Malformed> {
    let text = std::str::from_utf8(digits).map_err(|_| Malformed)?;
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Malformed);
    }
    usize::from_str_radix(text, radix).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that the request ends where `request` does: with every byte before it missing or
    /// another one after it.
    fn assert_ends(request: &str) {
        let followed = format!("{request}G");
        for length in 0..request.len() {
            let end = end_of_request(&followed.as_bytes()[..length]);
            assert_eq!(end, Ok(None), "{length} bytes of {request:?}");
        }
        for bytes in [request, &followed] {
            let end = end_of_request(bytes.as_bytes());
            assert_eq!(end, Ok(Some(request.len())), "{bytes:?}");
        }
    }

    #[test]
    fn a_request_without_a_length_ends_with_its_head() {
        assert_ends("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
    }

    #[test]
    fn a_body_is_as_long_as_its_content_length() {
        assert_ends("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
        assert_ends(
            "POST / HTTP/1.1\r\ncontent-length:  5 \r\nContent-Length: 5\r\n\r\n\r\n\r\n\n",
        );
        assert_ends("POST / HTTP/1.1\r\ncontent-length: 0\r\n\r\n");
    }

    #[test]
    fn a_chunked_body_ends_after_its_trailers() {
        assert_ends("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n");
        assert_ends(
            "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n\
             A;name=value\r\n0123456\r\n9\r\n1\r\nx\r\n0\r\none: 1\r\ntwo: 2\r\n\r\n",
        );
    }

    #[test]
    fn a_chunked_body_is_not_measured_by_a_content_length() {
        assert_ends(
            "POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n\
             3\r\nabc\r\n0\r\n\r\n",
        );
    }

    #[test]
    fn a_malformed_length_is_told() {
        for header in [
            "content-length: -1",
            "content-length: +1",
            "content-length:",
            "content-length: 1, 1",
            "content-length: a",
            "content-length: 1\r\ncontent-length: 2",
            "content-length: 18446744073709551615",
            "content-length: 99999999999999999999",
            "transfer-encoding: gzip",
        ] {
            let request = format!("POST / HTTP/1.1\r\n{header}\r\n\r\n");
            assert_eq!(
                end_of_request(request.as_bytes()),
                Err(Malformed),
                "{header}"
            );
        }
    }

    #[test]
    fn a_malformed_chunk_is_told() {
        for chunk in [
            "\r\n",
            "x\r\n",
            "-1\r\n",
            "1\r\nabc",
            "ffffffffffffffff\r\n",
            "fffffffffffffffff\r\n",
        ] {
            let request = format!("POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n{chunk}");
            assert_eq!(
                end_of_request(request.as_bytes()),
                Err(Malformed),
                "{chunk:?}"
            );
        }
    }
}
