use std::time::Duration;

use glean_api::transport::retry::{RetryBudget, RetryConfig};

use super::{Setting, assert_refused, setting};

async fn assert_each(cases: impl IntoIterator<Item = (Setting, &str)>) {
    for (case, message) in cases {
        assert_refused(case, message).await;
    }
}

#[tokio::test]
async fn a_user_to_act_for_who_is_no_plausible_email() {
    const EDGES: &str = "act_as: it begins or ends with white space: trim it";
    const FOREIGN: &str = "act_as: it holds white space, a control character or one beyond ASCII";
    const NAMED: &str =
        "act_as: it is to be one bare address, as in `ada@example.com`, without a name";
    const AT: &str = "act_as: it is no e-mail address: it needs one `@`, as in `ada@example.com`";
    const LOCAL: &str =
        "act_as: it is no e-mail address: nothing before the `@`, or more than fits";
    const DOMAIN: &str = "act_as: it is no e-mail address: what follows the `@` is no domain";
    assert_each([
        (
            setting!(|it| it.act_as("")),
            "act_as: it is empty; to act for nobody, leave it out or call `.no_act_as()`",
        ),
        (setting!(|it| it.act_as("pl4nted@example.com\r\n")), EDGES),
        (setting!(|it| it.act_as(" pl4nted@example.com")), EDGES),
        (
            setting!(|it| it.act_as("pl4nted@example.com\r\nX-Evil: 1")),
            FOREIGN,
        ),
        (setting!(|it| it.act_as("pl4 nted@example.com")), FOREIGN),
        (
            setting!(|it| it.act_as("pl4nted\u{e4}@example.com")),
            FOREIGN,
        ),
        (setting!(|it| it.act_as("Ada<pl4nted@example.com>")), NAMED),
        (setting!(|it| it.act_as("a@b.c,pl4nted@example.com")), NAMED),
        (
            setting!(|it| it.act_as("mailto:pl4nted@example.com")),
            NAMED,
        ),
        (setting!(|it| it.act_as("pl4nted")), AT),
        (setting!(|it| it.act_as("pl4nted@@example.com")), AT),
        (setting!(|it| it.act_as("@pl4nted.example.com")), LOCAL),
        (
            setting!(|it| it.act_as(format!("{}@example.com", "pl4nted".repeat(10)))),
            LOCAL,
        ),
        (setting!(|it| it.act_as("pl4nted@")), DOMAIN),
        (setting!(|it| it.act_as("pl4nted@example..com")), DOMAIN),
        (setting!(|it| it.act_as("pl4nted@example.com.")), DOMAIN),
        (setting!(|it| it.act_as("pl4nted@-example.com")), DOMAIN),
    ])
    .await;
}

#[tokio::test]
async fn a_duration_of_zero() {
    assert_each([
        (
            setting!(|it| it.timeout(Duration::ZERO)),
            "timeout: it is zero; to switch it off, call `.no_timeout()`",
        ),
        (
            setting!(|it| it.deadline(Duration::ZERO)),
            "deadline: it is zero; to switch it off, call `.no_deadline()`",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_backoff_that_does_not_back_off() {
    assert_each([
        (
            setting!(|it| it.retries(RetryConfig::backoff().exponent(0.5))),
            "retries: the backoff exponent is 0.5; it must be a number of at least 1",
        ),
        (
            setting!(|it| it.retries(RetryConfig::backoff().exponent(f64::NAN))),
            "retries: the backoff exponent is NaN; it must be a number of at least 1",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_retry_budget_that_holds_nothing_down() {
    assert_each([
        (
            setting!(|it| it.retry_budget(RetryBudget::default().ratio(1.5))),
            "retry_budget: the budget's ratio is 1.5; it must be a number from 0 to 1",
        ),
        (
            setting!(|it| it.retry_budget(RetryBudget::default().ratio(-0.1))),
            "retry_budget: the budget's ratio is -0.1; it must be a number from 0 to 1",
        ),
        (
            setting!(|it| it.retry_budget(RetryBudget::default().ratio(f64::NAN))),
            "retry_budget: the budget's ratio is NaN; it must be a number from 0 to 1",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_header_that_http_forbids() {
    const NAME: &str = "header: the name of an extra header is no token as HTTP has them";
    const VALUE: &str = "header: the value of `x-key` holds bytes that HTTP forbids";
    assert_each([
        (setting!(|it| it.header("", "pl4nted")), NAME),
        (setting!(|it| it.header("x pl4nted", "1")), NAME),
        (setting!(|it| it.header("x-key: pl4nted", "1")), NAME),
        (setting!(|it| it.header("x-\u{e4}", "pl4nted")), NAME),
        (
            setting!(|it| it.header("X-Key", "pl4nted\r\nX-Evil: 1")),
            VALUE,
        ),
        (setting!(|it| it.header("X-Key", "pl4nted\n")), VALUE),
        (setting!(|it| it.header("X-Key", "pl4nted\0")), VALUE),
        (setting!(|it| it.header("X-Key", "pl4nted\u{7f}")), VALUE),
    ])
    .await;
}

#[tokio::test]
async fn a_header_that_belongs_to_the_client() {
    macro_rules! owned {
        ($($name:literal: $instead:literal,)*) => {
            [$((
                setting!(|it| it.header($name, "pl4nted")),
                concat!("header: `", $name, "` can't be given as an extra header: ", $instead),
            ),)*]
        };
    }
    assert_each(owned! {
        "authorization": "use `.api_token(..)` or `.credential_provider(..)`",
        "x-glean-actas": "use `.act_as(..)`",
        "x-scio-actas": "use `.act_as(..)`",
        "x-glean-auth-type": "use `.auth_type(..)`",
        "x-glean-exclude-deprecated-after": "use `.exclude_deprecated_after(..)`",
        "x-glean-include-experimental": "use `.include_experimental(..)`",
        "accept": "the operation sets it",
        "content-type": "the operation sets it",
        "content-length": "the HTTP layer sets it",
        "transfer-encoding": "the HTTP layer sets it",
        "host": "the HTTP layer sets it",
        "connection": "the HTTP layer sets it",
        "upgrade": "the HTTP layer sets it",
        "te": "the HTTP layer sets it",
        "trailer": "the HTTP layer sets it",
        "expect": "the HTTP layer sets it",
    })
    .await;
    assert_each([(
        setting!(|it| it.header("AUTHORIZATION", "pl4nted")),
        "header: `authorization` can't be given as an extra header: use `.api_token(..)` or \
         `.credential_provider(..)`",
    )])
    .await;
}

#[tokio::test]
async fn values_that_their_header_can_not_hold() {
    const DATE: &str = "exclude_deprecated_after: it is to be a date of the form YYYY-MM-DD, such \
                        as 2026-11-24";
    assert_each([
        (setting!(|it| it.exclude_deprecated_after("")), DATE),
        (setting!(|it| it.exclude_deprecated_after("pl4nted")), DATE),
        (
            setting!(|it| it.exclude_deprecated_after("2026-02-30")),
            DATE,
        ),
        (
            setting!(|it| it.exclude_deprecated_after("2026-11-24T00:00:00Z")),
            DATE,
        ),
        (
            setting!(|it| it.exclude_deprecated_after("2026-11-24\n")),
            DATE,
        ),
        (
            setting!(|it| it.auth_type("".into())),
            "auth_type: it is empty; to send none, call `.no_auth_type()`",
        ),
        (
            setting!(|it| it.auth_type("pl4nted\r\nX-Evil: 1".into())),
            "auth_type: it holds bytes that HTTP forbids",
        ),
        (
            setting!(|it| it.user_agent_suffix(" ")),
            "user_agent_suffix: it is empty; to send none, call `.no_user_agent_suffix()`",
        ),
        (
            setting!(|it| it.user_agent_suffix("pl4nted\r\nX-Evil: 1")),
            "user_agent_suffix: it holds bytes that HTTP forbids",
        ),
    ])
    .await;
}

#[tokio::test]
async fn of_several_refusals_the_first_is_told() {
    assert_each([
        (
            setting!(|it| it
                .act_as("pl4nted")
                .api_token("pl4nted\n")
                .timeout(Duration::ZERO)),
            "act_as: it is no e-mail address: it needs one `@`, as in `ada@example.com`",
        ),
        (
            setting!(|it| it.timeout(Duration::ZERO).timeout(Duration::from_secs(1))),
            "timeout: it is zero; to switch it off, call `.no_timeout()`",
        ),
    ])
    .await;
}
