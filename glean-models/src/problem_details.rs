use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::JsonValue;
use crate::kind_reader::{self, KindReader};
use crate::member_name::MemberName;
use crate::number::Number;

/// What a server says of an error, as `application/problem+json` (RFC 9457).
///
/// To RFC 9457's members Glean adds `code`, `documentation_url` and `request_id`. Every member may
/// be absent, and createToken itself answers many errors with plain text instead.
///
/// ```
/// use glean_models::ProblemDetails;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let body = r#"{"title": "Too Many Requests", "status": 429, "code": "rate_limit_exceeded"}"#;
/// let problem: ProblemDetails = serde_json::from_str(body)?;
///
/// assert_eq!(problem.status, Some(429));
/// assert_eq!(problem.code.as_deref(), Some("rate_limit_exceeded"));
/// # Ok(())
/// # }
/// ```
///
/// # Serde
///
/// Deserializing takes any JSON object and refuses the other kinds. A known member whose value has
/// the wrong type is ignored, as though it were absent: RFC 9457, section 3.1, demands it. Of
/// members with the same name the last one counts.
///
/// Serializing leaves out what is `None` and writes the extensions beside the known members. An
/// extension that bears a known member's name is not written.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProblemDetails {
    /// `type`: a URI reference that identifies the kind of problem. Absent means `about:blank`.
    pub problem_type: Option<String>,
    /// A short summary of the kind of problem, for a human.
    pub title: Option<String>,
    /// The HTTP status code, as the server that met the problem set it. It is advisory: the
    /// response's own status may differ.
    pub status: Option<u16>,
    /// What went wrong this time, for a human.
    pub detail: Option<String>,
    /// A URI reference that identifies this occurrence.
    pub instance: Option<String>,
    /// Glean's code for a program to act on, such as `token_expired` or `rate_limit_exceeded`.
    pub code: Option<String>,
    /// Where Glean documents the problem.
    pub documentation_url: Option<String>,
    /// Glean's identifier of the request, to quote to its support.
    pub request_id: Option<String>,
    /// All other members, by name.
    pub extensions: BTreeMap<String, JsonValue>,
}

const TYPE: &str = "type";
const TITLE: &str = "title";
const STATUS: &str = "status";
const DETAIL: &str = "detail";
const INSTANCE: &str = "instance";
const CODE: &str = "code";
const DOCUMENTATION_URL: &str = "documentation_url";
const REQUEST_ID: &str = "request_id";

const KNOWN: [&str; 8] = [
    TYPE,
    TITLE,
    STATUS,
    DETAIL,
    INSTANCE,
    CODE,
    DOCUMENTATION_URL,
    REQUEST_ID,
];

impl ProblemDetails {
    /// Makes a problem of which nothing is known; set its fields to say more.
    ///
    /// ```
    /// use glean_models::ProblemDetails;
    ///
    /// let mut problem = ProblemDetails::new();
    /// problem.status = Some(503);
    /// problem.code = Some("service_unavailable".to_owned());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Serialize for ProblemDetails {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write(&mut map, TYPE, self.problem_type.as_ref())?;
        write(&mut map, TITLE, self.title.as_ref())?;
        write(&mut map, STATUS, self.status.as_ref())?;
        write(&mut map, DETAIL, self.detail.as_ref())?;
        write(&mut map, INSTANCE, self.instance.as_ref())?;
        write(&mut map, CODE, self.code.as_ref())?;
        write(&mut map, DOCUMENTATION_URL, self.documentation_url.as_ref())?;
        write(&mut map, REQUEST_ID, self.request_id.as_ref())?;
        for (name, value) in &self.extensions {
            if !KNOWN.contains(&name.as_str()) {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

fn write<M: SerializeMap>(
    map: &mut M,
    name: &str,
    value: Option<&impl Serialize>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(name, value))
}

impl<'de> Deserialize<'de> for ProblemDetails {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, ProblemDetailsReader)
    }
}

struct ProblemDetailsReader;

impl<'de> KindReader<'de> for ProblemDetailsReader {
    type Value = ProblemDetails;

    const EXPECTED: &'static str = "an object";

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<ProblemDetails, A::Error> {
        let mut problem = ProblemDetails::new();
        while let Some((MemberName(name), value)) = members.next_entry()? {
            match &*name {
                TYPE => problem.problem_type = text(value),
                TITLE => problem.title = text(value),
                STATUS => problem.status = status(&value),
                DETAIL => problem.detail = text(value),
                INSTANCE => problem.instance = text(value),
                CODE => problem.code = text(value),
                DOCUMENTATION_URL => problem.documentation_url = text(value),
                REQUEST_ID => problem.request_id = text(value),
                _ => {
                    problem.extensions.insert(name.into_owned(), value);
                }
            }
        }
        Ok(problem)
    }
}

fn text(value: JsonValue) -> Option<String> {
    match value {
        JsonValue::String(text) => Some(text),
        _ => None,
    }
}

fn status(value: &JsonValue) -> Option<u16> {
    let status = match value {
        JsonValue::Integer(integer) => *integer,
        JsonValue::Float(float) => Number::Float(*float).to_integer().ok()?,
        _ => return None,
    };
    u16::try_from(status).ok()
}
