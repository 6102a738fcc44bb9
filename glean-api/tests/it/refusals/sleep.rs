//! Time-outs and retries without anything to wait with.

#[cfg(not(feature = "tokio"))]
mod without_tokio {
    use std::error::Error as _;
    use std::time::Duration;

    use glean_api::transport::retry::{MissingSleep, RetryConfig};
    use glean_api::{Error, ErrorKind, Glean, GleanBuilder, RequestOptions};

    use crate::refusals::build;
    use crate::support::{Reply, recording};

    const MESSAGE: &str = "a time-out, a deadline or retries are on and there is nothing to wait \
                           with: give `.sleep(..)`, turn on the feature `tokio`, or switch them \
                           off by `.no_timeout()`, `.no_deadline()` and `.no_retries()`";

    fn assert_missing(name: &str, error: &Error, message: &str) {
        assert_eq!(error.to_string(), message, "{name}");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name}");
        assert!(error.source().unwrap().is::<MissingSleep>(), "{name}");
        assert_eq!(error.attempts(), 0, "{name}");
        assert_eq!(error.stop_reason(), None, "{name}");
    }

    fn bare() -> GleanBuilder {
        Glean::builder().instance("acme").anonymous()
    }

    #[test]
    fn a_client_with_nothing_to_wait_with_does_not_build() {
        let second = Duration::from_secs(1);
        for (name, builder) in [
            ("default", bare()),
            ("timeout", bare().timeout(second)),
            ("deadline", bare().no_timeout().deadline(second)),
            (
                "retries",
                bare().no_timeout().retries(RetryConfig::backoff()),
            ),
        ] {
            assert_missing(name, &build(builder).unwrap_err(), MESSAGE);
        }
        build(bare().no_timeout()).unwrap();
        build(bare().sleep(crate::support::AtOnce)).unwrap();
    }

    #[tokio::test]
    async fn nor_does_such_a_client_make_a_call_that_waits() {
        let second = Duration::from_secs(1);
        let (transport, requests) = recording(&Reply::new(500));
        let glean = bare().no_timeout().transport(transport).build().unwrap();
        for (name, options) in [
            ("timeout", RequestOptions::new().timeout(second)),
            ("deadline", RequestOptions::new().deadline(second)),
            (
                "retries",
                RequestOptions::new().retries(RetryConfig::backoff()),
            ),
        ] {
            let call = glean.client().authentication().create_token();
            let error = call.options(options).await.unwrap_err();
            assert_missing(name, &error, &format!("createToken: {MESSAGE}"));
        }
        assert_eq!(requests.lock().unwrap().len(), 0);
    }
}

#[cfg(feature = "tokio")]
#[test]
fn with_the_feature_tokio_there_is_always_something_to_wait_with() {
    let builder = glean_api::Glean::builder().instance("acme").anonymous();
    super::build(builder).unwrap();
}
