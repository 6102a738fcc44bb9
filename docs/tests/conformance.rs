//! The contract of the seam, rule by rule, over the transport of "Write your own Transport".

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../examples/ureq_transport/classify.rs"]
mod classify;
#[path = "../examples/ureq_transport/transport.rs"]
mod transport;

use glean_testkit::conformance::{Capability, Factory};

use crate::transport::UreqTransport;

glean_testkit::conformance!(
    Factory::new(|setup| UreqTransport::trusting(&[&setup.root_certificate_pem()]).unwrap())
        .cannot(
            Capability::CloseOnDrop,
            "a thread can't be stopped: a dropped exchange is abandoned",
        )
        .cannot(
            Capability::ResetIsNoEnd,
            "ureq takes a reset for the end of a body that has no length",
        )
        .cannot(
            Capability::TlsTruncation,
            "ureq takes the end of TLS for the end of a body that has no length",
        )
);
