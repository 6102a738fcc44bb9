use std::error::Error;
use std::iter::successors;

use crate::TransportErrorKind::{Body, Other, TooLarge};
use crate::{TransportError, TransportErrorKind};

type BoxError = Box<dyn Error + Send + Sync>;

pub(super) type Classify = fn(&(dyn Error + 'static)) -> Option<TransportErrorKind>;

/// Classifies a failure before the reply's head was there.
pub(super) fn head(error: BoxError, given: Option<Classify>) -> TransportError {
    classified(error, given, Other)
}

/// Classifies a failure while the body was read: the request has been seen, whatever an error's type
/// says of connecting.
pub(super) fn body(error: BoxError, given: Option<Classify>) -> TransportError {
    let error = classified(error, given, Body);
    if error.may_have_been_processed() {
        error
    } else {
        TransportError::new(Body, error)
    }
}

fn classified(
    error: BoxError,
    given: Option<Classify>,
    otherwise: TransportErrorKind,
) -> TransportError {
    let kind = causes(&*error).find_map(|cause| given.and_then(|classify| classify(cause)));
    if kind.is_none() && error.is::<TransportError>() {
        // A transport of ours beneath: its error goes out as it is.
        return match error.downcast::<TransportError>() {
            Ok(error) => *error,
            Err(error) => TransportError::new(otherwise, error),
        };
    }
    let kind = kind.or_else(|| causes(&*error).find_map(known));
    TransportError::new(kind.unwrap_or(otherwise), error)
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    successors(Some(error), |error| (*error).source())
}

/// Gives the kind of an error that tells by its type.
fn known(error: &(dyn Error + 'static)) -> Option<TransportErrorKind> {
    if let Some(error) = error.downcast_ref::<TransportError>() {
        return Some(error.kind());
    }
    if error.is::<http_body_util::LengthLimitError>() {
        return Some(TooLarge);
    }
    #[cfg(feature = "hyper-no-tls")]
    if let Some(error) = error.downcast_ref::<hyper_util::client::legacy::Error>() {
        return Some(crate::hyper_util_0_1::kind(error));
    }
    #[cfg(feature = "reqwest-no-tls")]
    if let Some(error) = error.downcast_ref::<reqwest::Error>() {
        return Some(crate::reqwest_0_13::kind(error));
    }
    None
}
