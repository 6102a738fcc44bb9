use bytes::Bytes;
use glean_api::Glean;
use glean_api::models::AuthType;
use glean_api::transport::retry::Jitter;
use glean_api::transport::{Transport, transport_fn};
use glean_testkit::contract::{Credentials, GivenCredential, ServerCase};
use glean_testkit::{FakeGlean, GleanModel, ManualClock};
use http::{Request, Response};

use crate::{Ended, mint};

type Builder = glean_api::GleanBuilder<glean_api::DefaultTransport>;

/// Asks a fake that is set up as the case wants it.
///
/// The client makes the request if it can; else it gets the reply to the case's own.
pub(crate) async fn ask(case: &ServerCase) -> Ended {
    let clock = ManualClock::auto_advancing();
    let fake = FakeGlean::builder()
        .config(case.given.config().lenient())
        .clock(clock.clone())
        .in_process();
    let credentials = credentials(case, &fake).await;
    let request = case.request(fake.url(), &credentials).unwrap();

    let builder = || {
        let builder = Glean::builder().server_url(fake.url());
        let builder = builder.clock(clock.clone()).sleep(clock.clone());
        builder.jitter(Jitter::none())
    };
    let built = match configured(builder(), case, &request) {
        Some(builder) => builder.transport(fake.transport()).build(),
        None => {
            let response = answer(case, &fake, request).await;
            let instead = transport_fn(move |_| {
                let response = response.clone();
                async move { Ok(response) }
            });
            builder().anonymous().transport(instead).build()
        }
    };
    let result = mint(built).await;
    Ended { result, clock }
}

/// Configures a client that makes this request, if there is one.
fn configured(
    mut builder: Builder,
    case: &ServerCase,
    request: &Request<Bytes>,
) -> Option<Builder> {
    let template = &case.request;
    let is_plain = template.method == "POST"
        && template.path == "/rest/api/v1/createauthtoken"
        && template.body.is_empty()
        && ["accept", "content-length"].iter().all(|name| {
            let usual = if *name == "accept" {
                "application/json"
            } else {
                "0"
            };
            template.headers.get(name) == Some(usual)
        });
    if !is_plain {
        return None;
    }
    let mut is_anonymous = true;
    for (name, template) in template.headers.iter() {
        let value = request.headers()[name].to_str().unwrap();
        builder = match (name, template) {
            ("accept" | "content-length", _) => builder,
            ("authorization", "Bearer {credential}") => {
                is_anonymous = false;
                builder.api_token(value)
            }
            ("x-glean-actas", _) if !value.is_empty() => builder.act_as(value),
            ("x-glean-auth-type", "OAUTH") => builder.auth_type(AuthType::OAuth),
            ("x-glean-exclude-deprecated-after", "2026-10-15") => {
                builder.exclude_deprecated_after(value)
            }
            ("x-glean-include-experimental", "true") => builder.include_experimental(true),
            _ => return None,
        };
    }
    Some(if is_anonymous {
        builder.anonymous()
    } else {
        builder
    })
}

/// Answers the request of the case as it is.
async fn answer(case: &ServerCase, fake: &FakeGlean, request: Request<Bytes>) -> Response<Bytes> {
    if case.request.unframed {
        // A carrier would complete it.
        return GleanModel::new(case.given.config()).handle(&request);
    }
    fake.transport().send(request).await.unwrap()
}

async fn credentials(case: &ServerCase, fake: &FakeGlean) -> Credentials {
    let credentials = Credentials::built_in();
    if case.given.credential != GivenCredential::Minted {
        return credentials;
    }
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_user")
        .sleep(fake.clock().clone())
        .transport(fake.transport())
        .build();
    let minted = mint(glean).await.unwrap().value;
    credentials.minted(minted.token.expose_secret())
}
