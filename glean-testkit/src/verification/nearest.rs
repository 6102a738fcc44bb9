use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::UNIX_EPOCH;

use crate::ModelConfig;
use crate::contract::{BodyRule, Case, Credentials, Difference, cases};
use crate::model::TOKEN_PREFIX;
use crate::rules::{self, Distance, Fields};
use crate::secrets::Secrets;

/// The requests of the contract's cases, to find those that a request is like.
#[derive(Clone)]
pub(super) struct Examples(Vec<Example>);

#[derive(Clone)]
struct Example {
    case: &'static Case,
    fields: Fields,
    /// Why the rulebook refuses it.
    refusal: Option<String>,
    mints: bool,
}

static AT_THE_ROOT: LazyLock<Examples> = LazyLock::new(|| Examples::made_below(""));

impl Examples {
    /// Gives the cases that a server is asked, below a path.
    pub(super) fn below(prefix: &str) -> Cow<'static, Self> {
        match prefix {
            "" => Cow::Borrowed(&AT_THE_ROOT),
            prefix => Cow::Owned(Self::made_below(prefix)),
        }
    }

    fn made_below(prefix: &str) -> Self {
        let config = ModelConfig::default().path_prefix(prefix);
        let credentials = Credentials::built_in().minted(TOKEN_PREFIX);
        let now = UNIX_EPOCH;
        let examples = cases().iter().filter_map(|case| {
            let asked = case.server()?;
            // The built-in credentials leave nothing unfilled.
            let request = asked.request(prefix, &credentials).ok()?;
            let secrets = Secrets::of(request.headers());
            let refusal = rules::refusal(&request, &config, now);
            Some(Example {
                case,
                fields: Fields::of(&request, &config, now, &secrets),
                refusal: refusal.map(|refusal| refusal.why.into_owned()),
                mints: matches!(asked.expect.body, BodyRule::Minted(_)),
            })
        });
        Self(examples.collect())
    }

    /// Finds the case that says of such a request that it is refused for this reason.
    pub(super) fn refused(&self, why: &str, fields: &Fields) -> Option<&'static Case> {
        let same = |example: &&Example| example.refusal.as_deref() == Some(why);
        Some(self.nearest(same, fields)?.case)
    }

    /// Finds the case nearest to a request among those that mint, and in what the request differs.
    pub(super) fn minted(&self, fields: &Fields) -> Option<(&'static Case, Vec<Difference>)> {
        let nearest = self.nearest(|example| example.mints, fields)?;
        Some((nearest.case, nearest.fields.differences(fields)))
    }

    /// Of several that are as near, the first one of the list.
    fn nearest(&self, is_meant: impl Fn(&&Example) -> bool, fields: &Fields) -> Option<&Example> {
        let distance = |example: &&Example| -> Distance { example.fields.distance(fields) };
        self.0.iter().filter(is_meant).min_by_key(distance)
    }
}
