//! Broken transports, each of which the suite finds out by the one rule that it breaks.

mod connecting;
mod errors;
mod exchanges;
mod headers;
mod replies;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::conformance::{Factory, Outcome, RULES, Rule, Setup, Violation};
use glean_transport::hyper_util_0_1::{Connector, HyperTransport};
use glean_transport::{Transport, TransportError};
use http::{Request, Response};

type Reply = Result<Response<Bytes>, TransportError>;

/// The transport that keeps the contract, from which each mutant departs in one thing.
///
/// The rules about TLS need a root that it trusts, which the platform's does not.
#[derive(Debug)]
struct Sound(HyperTransport<Connector>);

impl Sound {
    fn new() -> Self {
        Self(HyperTransport::new())
    }
}

#[async_trait]
impl Transport for Sound {
    async fn send(&self, request: Request<Bytes>) -> Reply {
        self.0.send(request).await
    }
}

/// A transport that does something of its own around the sound one.
struct Mutant<F> {
    sound: Arc<Sound>,
    send: F,
}

impl<F> fmt::Debug for Mutant<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mutant")
    }
}

#[async_trait]
impl<F, Fut> Transport for Mutant<F>
where
    F: Fn(Arc<Sound>, Request<Bytes>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Reply> + Send,
{
    async fn send(&self, request: Request<Bytes>) -> Reply {
        (self.send)(Arc::clone(&self.sound), request).await
    }
}

fn mutant<F, Fut>(send: F) -> Factory
where
    F: Fn(Arc<Sound>, Request<Bytes>) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Reply> + Send + 'static,
{
    factory(move |_| Mutant {
        sound: Arc::new(Sound::new()),
        send: send.clone(),
    })
}

fn factory<T: Transport>(make: impl Fn(&Setup) -> T + Send + Sync + 'static) -> Factory {
    use glean_testkit::conformance::Capability;
    Factory::new(make)
        .cannot(Capability::TlsRoot, "it trusts the platform's roots alone")
        .patience(Duration::from_secs(5))
}

/// Tries all rules, a few at a time, and gives those that are broken.
fn violations(factory: &Factory) -> Vec<Violation> {
    const AT_ONCE: usize = 8;
    let rules = Mutex::new(RULES.iter());
    let violations = Mutex::new(Vec::new());
    let try_rules = || {
        loop {
            let Some(rule) = rules.lock().unwrap().next() else {
                return;
            };
            if let Outcome::Failed(violation) = rule.check(factory) {
                violations.lock().unwrap().push(violation);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(try_rules);
        }
    });
    violations.into_inner().unwrap()
}

/// Checks that a mutant breaks one rule and no other, and that the violation names it.
#[track_caller]
fn breaks(rule: &str, factory: &Factory) {
    let violations = violations(factory);
    let texts: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 1, "broken rules: {texts:#?}");
    assert_eq!(violations[0].rule(), rule, "{}", texts[0]);
    assert!(
        texts[0].starts_with(&format!("the rule `{rule}` is broken: ")),
        "{}",
        texts[0]
    );
}

#[test]
fn the_sound_transport_breaks_no_rule() {
    let violations = violations(&factory(|_| Sound::new()));
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn the_names_of_the_rules_are_unique_and_their_clauses_are_sentences() {
    let mut names: Vec<&str> = RULES.iter().map(Rule::name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.clause().ends_with('.'), "{}", rule.name());
    }
}
