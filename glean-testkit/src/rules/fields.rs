use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{Method, Request};

use super::{accept, acting_user, auth_type, authorization, exclude_deprecated};
use super::{include_experimental, route};
use crate::contract::{Difference, GivenCredential};
use crate::credential::MagicStatus;
use crate::model::TOKEN_PREFIX;
use crate::quote::quote;
use crate::secrets::{Secrets, show_method, show_path};
use crate::{Fingerprint, ModelConfig};

/// A request as the rules see it, field by field, to be compared with another. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fields(Vec<Field>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    name: &'static str,
    is: Is,
    /// How it reads where it is expected.
    wanted: Cow<'static, str>,
    /// How it reads where it is found.
    found: Cow<'static, str>,
}

/// What a field comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Is {
    /// As its rule wants it; left out is often as good.
    Fine,
    /// As no client should send it, or nobody that the fake knows.
    Broken,
    /// Left out, where that makes a difference.
    Absent,
    Credential(GivenCredential),
}

/// How far one request is from another: fields that differ, then whether the credential does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Distance {
    fields: usize,
    credential: Kinship,
}

/// A client has one credential, and seldom of a wrong kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kinship {
    Same,
    OfOneKind,
    Foreign,
}

impl Fields {
    /// Takes a request apart, as far as it can be.
    pub(crate) fn of(
        request: &Request<Bytes>,
        config: &ModelConfig,
        now: SystemTime,
        secrets: &Secrets<'_>,
    ) -> Self {
        let reading = Reading {
            request,
            config,
            secrets,
        };
        Self(vec![
            reading.method(),
            reading.path(),
            reading.authorization(now),
            reading.acting_user(),
            reading.auth_type(),
            reading.header(
                ACCEPT.as_str(),
                accept::check(request.headers()).is_ok(),
                "what admits `application/json`, or nothing",
            ),
            reading.header(
                "x-glean-exclude-deprecated-after",
                exclude_deprecated::check(request.headers()).is_ok(),
                "a date of the form YYYY-MM-DD, or nothing",
            ),
            reading.header(
                "x-glean-include-experimental",
                include_experimental::check(request.headers()).is_ok(),
                "`true`, `false` or nothing",
            ),
            reading.header(
                CONTENT_LENGTH.as_str(),
                reading.has_its_length(),
                "the body's length, `0`",
            ),
            reading.body(),
        ])
    }

    /// Lists in what `found` differs from this.
    pub(crate) fn differences(&self, found: &Self) -> Vec<Difference> {
        self.differing(found)
            .map(|(wanted, found)| Difference {
                field: wanted.name.to_owned(),
                expected: wanted.wanted.clone().into_owned(),
                found: found.found.clone().into_owned(),
            })
            .collect()
    }

    /// Says how far `found` is from this.
    pub(crate) fn distance(&self, found: &Self) -> Distance {
        let kinship = self.differing(found).map(|(wanted, found)| {
            let (Is::Credential(wanted), Is::Credential(found)) = (&wanted.is, &found.is) else {
                return Kinship::Same;
            };
            match (wanted, found) {
                (
                    GivenCredential::Known { kind: wanted, .. },
                    GivenCredential::Known { kind: found, .. },
                ) if wanted == found => Kinship::OfOneKind,
                _ => Kinship::Foreign,
            }
        });
        Distance {
            fields: self.differing(found).count(),
            credential: kinship.max().unwrap_or(Kinship::Same),
        }
    }

    fn differing<'a>(&'a self, found: &'a Self) -> impl Iterator<Item = (&'a Field, &'a Field)> {
        let both = self.0.iter().zip(&found.0);
        both.filter(|(wanted, found)| wanted.is != found.is)
    }
}

/// A request that is being taken apart.
struct Reading<'a> {
    request: &'a Request<Bytes>,
    config: &'a ModelConfig,
    secrets: &'a Secrets<'a>,
}

impl Reading<'_> {
    fn method(&self) -> Field {
        let method = self.request.method();
        Field {
            name: "method",
            is: fine(method == Method::POST),
            wanted: "`POST`".into(),
            found: quote(&show_method(method)).into(),
        }
    }

    fn path(&self) -> Field {
        let path = self.request.uri().path();
        let found = if self.secrets.stand_in(path.as_bytes()) {
            self.show(path)
        } else {
            quote(&show_path(path)).into()
        };
        let wanted = route::path(self.config);
        Field {
            name: "path",
            is: fine(path == wanted),
            wanted: quote(&wanted).into(),
            found,
        }
    }

    fn authorization(&self, now: SystemTime) -> Field {
        let (is, found) = match authorization::read(self.request.headers()) {
            Err(_) => (Is::Broken, "what is not of this form".into()),
            Ok(None) => (Is::Absent, "nothing".into()),
            Ok(Some(secret)) => {
                let given = self.given(secret, now);
                let found = format!("{given} ({})", Fingerprint::of(secret));
                (Is::Credential(given), found.into())
            }
        };
        let wanted = match &is {
            Is::Credential(given) => format!("`Bearer` and {given}").into(),
            _ => "nothing".into(),
        };
        Field {
            name: "authorization",
            is,
            wanted,
            found,
        }
    }

    fn given(&self, secret: &str, now: SystemTime) -> GivenCredential {
        if let Some(known) = self.config.find_credential(secret) {
            return GivenCredential::Known {
                kind: known.kind(),
                state: known.state_at(now),
            };
        }
        match MagicStatus::parse(secret) {
            Some(asked) if self.config.status_credentials => GivenCredential::AsksFor(asked.into()),
            _ if secret.starts_with(TOKEN_PREFIX) => GivenCredential::Minted,
            _ => GivenCredential::Unknown,
        }
    }

    fn acting_user(&self) -> Field {
        let (is, found) = match acting_user::read(self.request.headers()) {
            Err(_) => (Is::Broken, "what names no one user".into()),
            Ok(None) => (Is::Absent, "nothing".into()),
            Ok(Some(user)) => {
                // An address is shown as it is, unless it is a secret.
                let is_shown = user.contains('@') && !self.secrets.stand_in(user.as_bytes());
                let found = if is_shown {
                    quote(user).into()
                } else {
                    self.show(user)
                };
                (fine(self.config.find_user(user).is_some()), found)
            }
        };
        let wanted = match is {
            Is::Absent => "nothing",
            _ => "a user whom this fake knows",
        };
        Field {
            name: acting_user::NAMES[0],
            is,
            wanted: wanted.into(),
            found,
        }
    }

    fn auth_type(&self) -> Field {
        let name = "x-glean-auth-type";
        match auth_type::read(self.request.headers()) {
            Ok(true) => self.header(name, true, "`OAUTH`"),
            Ok(false) => Field {
                is: Is::Absent,
                ..self.header(name, true, "nothing")
            },
            Err(_) => self.header(name, false, "`OAUTH`"),
        }
    }

    /// An ordinary client sends the length of a `POST`, so it is missed there alone.
    fn has_its_length(&self) -> bool {
        let headers = self.request.headers();
        let length = self.request.body().len().to_string();
        let mut lengths = headers.get_all(CONTENT_LENGTH).iter().peekable();
        if lengths.peek().is_none() {
            let is_framed = headers.contains_key(TRANSFER_ENCODING);
            return is_framed || self.request.method() != Method::POST;
        }
        lengths.all(|it| it == length.as_str())
    }

    fn body(&self) -> Field {
        let length = self.request.body().len();
        let found = match length {
            0 => "no body".into(),
            1 => "1 byte".into(),
            _ => format!("{length} bytes").into(),
        };
        Field {
            name: "body",
            is: fine(length == 0),
            wanted: "no body".into(),
            found,
        }
    }

    fn header(&self, name: &'static str, is_fine: bool, wanted: &'static str) -> Field {
        let values: Vec<_> = self
            .request
            .headers()
            .get_all(name)
            .iter()
            .map(|value| self.show(&String::from_utf8_lossy(value.as_bytes())))
            .collect();
        let found = match values.as_slice() {
            [] => "nothing".into(),
            values => values.join(" and ").into(),
        };
        Field {
            name,
            is: fine(is_fine),
            wanted: wanted.into(),
            found,
        }
    }

    fn show(&self, text: &str) -> Cow<'static, str> {
        quote(&self.secrets.show(text)).into()
    }
}

fn fine(is_fine: bool) -> Is {
    if is_fine { Is::Fine } else { Is::Broken }
}
