use serde::Deserialize;

use super::StepSettings;
use crate::Chaos;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    rate: f64,
    seed: Option<u64>,
    among: Option<Vec<StepSettings>>,
}

#[derive(Deserialize)]
#[serde(try_from = "Raw")]
pub(super) struct ChaosSettings(pub(super) Chaos);

impl TryFrom<Raw> for ChaosSettings {
    type Error = &'static str;

    fn try_from(raw: Raw) -> Result<Self, Self::Error> {
        if !(0.0..=1.0).contains(&raw.rate) {
            return Err("`rate` is from 0 to 1");
        }
        let mut chaos = Chaos::new(raw.rate);
        if let Some(seed) = raw.seed {
            chaos = chaos.seed(seed);
        }
        if let Some(among) = raw.among {
            chaos = chaos.among(among.into_iter().map(StepSettings::into_reply));
        }
        Ok(Self(chaos))
    }
}
