use std::fmt;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Whose values are never shown, whether or not they are marked.
const SECRET: [HeaderName; 5] = [
    AUTHORIZATION,
    PROXY_AUTHORIZATION,
    COOKIE,
    SET_COOKIE,
    // A person's address, and the one header here that is not HTTP's.
    HeaderName::from_static("x-glean-actas"),
];

/// Gives those of `headers` that may be shown; `None` if there is none of them.
///
/// `Debug` writes a map of names to lists of values: tracing's field names are fixed when the code is
/// compiled, so that there can't be a field for each header.
pub(super) fn shown_headers<'a>(
    names: &'a [HeaderName],
    headers: &'a HeaderMap,
) -> Option<impl fmt::Debug + use<'a>> {
    let is_there = names.iter().any(|name| headers.contains_key(name));
    is_there.then_some(ShownHeaders { names, headers })
}

struct ShownHeaders<'a> {
    names: &'a [HeaderName],
    headers: &'a HeaderMap,
}

impl fmt::Debug for ShownHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.names.iter();
        let there = names.filter(|name| self.headers.contains_key(*name));
        f.debug_map()
            .entries(there.map(|name| {
                let headers = self.headers;
                (name.as_str(), ShownValues { name, headers })
            }))
            .finish()
    }
}

struct ShownValues<'a> {
    name: &'a HeaderName,
    headers: &'a HeaderMap,
}

impl fmt::Debug for ShownValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_secret = |value: &HeaderValue| value.is_sensitive() || SECRET.contains(self.name);
        let mut list = f.debug_list();
        for value in self.headers.get_all(self.name) {
            match is_secret(value) {
                true => list.entry(&format_args!("[redacted]")),
                false => list.entry(value),
            };
        }
        list.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(names: &[&str], headers: &[(&str, &str)]) -> Option<String> {
        let names: Vec<HeaderName> = names.iter().map(|name| name.parse().unwrap()).collect();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        shown_headers(&names, &map).map(|shown| format!("{shown:?}"))
    }

    #[test]
    fn headers_of_the_list_are_shown_in_its_order_with_their_repeats() {
        let headers = [("x-a", "1"), ("x-b", "2"), ("x-c", "3"), ("x-a", "\"4\"")];
        assert_eq!(
            shown(&["x-c", "x-z", "x-a"], &headers).as_deref(),
            Some(r#"{"x-c": ["3"], "x-a": ["1", "\"4\""]}"#)
        );
        assert_eq!(shown(&["x-z"], &headers), None);
        assert_eq!(shown(&[], &headers), None);
    }

    #[test]
    fn a_value_that_is_a_secret_by_its_name_or_its_mark_is_redacted() {
        for name in &SECRET {
            let shown = shown(&[name.as_str()], &[(name.as_str(), "s3cret")]);
            let redacted = format!("{{{:?}: [[redacted]]}}", name.as_str());
            assert_eq!(shown, Some(redacted));
        }

        let mut marked = HeaderValue::from_static("s3cret");
        marked.set_sensitive(true);
        let name = HeaderName::from_static("x-gateway-key");
        let headers = HeaderMap::from_iter([(name.clone(), marked)]);
        let names = [name];
        let shown = format!("{:?}", shown_headers(&names, &headers).unwrap());
        assert_eq!(shown, r#"{"x-gateway-key": [[redacted]]}"#);
    }
}
