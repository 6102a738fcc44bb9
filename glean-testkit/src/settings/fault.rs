use std::time::Duration;

use serde::Deserialize;

use crate::{Fault, Phase, Reply};

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FaultName {
    Reset,
    Close,
    Stall,
    Truncate,
    Drip,
    Garbage,
    OversizedHead,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PhaseName {
    BeforeRead,
    AfterRead,
    AfterMint,
    InHead,
    InBody,
}

impl PhaseName {
    fn phase(self) -> Phase {
        match self {
            Self::BeforeRead => Phase::BeforeRead,
            Self::AfterRead => Phase::AfterRead,
            Self::AfterMint => Phase::AfterMint,
            Self::InHead => Phase::InHead,
            Self::InBody => Phase::InBody,
        }
    }
}

/// What a step says of its fault.
#[derive(Clone, Copy)]
pub(super) struct FaultSettings {
    pub(super) fault: Option<FaultName>,
    pub(super) phase: Option<PhaseName>,
    pub(super) bytes: Option<usize>,
    pub(super) every_ms: Option<u64>,
}

impl FaultSettings {
    /// Gives the rulebook's reply with the fault, if there is one.
    pub(super) fn read(self) -> Result<Option<Reply>, String> {
        let Self {
            fault,
            phase,
            bytes,
            every_ms,
        } = self;
        let reply = match (fault, phase, bytes, every_ms) {
            (None, None, None, None) => return Ok(None),
            (Some(FaultName::Reset), Some(phase), None, None) => Fault::reset(phase.phase()),
            (Some(FaultName::Close), Some(phase), None, None) => Fault::close(phase.phase()),
            (Some(FaultName::Stall), Some(phase), None, None) => Fault::stall(phase.phase()),
            (Some(FaultName::Truncate), None, Some(bytes), None) => Fault::truncate(bytes),
            (Some(FaultName::Drip), None, None, Some(every)) => {
                Fault::drip(Duration::from_millis(every))
            }
            (Some(FaultName::Garbage), None, None, None) => Fault::garbage(),
            (Some(FaultName::OversizedHead), None, None, None) => Fault::oversized_head(),
            _ => {
                return Err(
                    "`reset`, `close` and `stall` go with a `phase`, `truncate` with `bytes`, `drip` \
                     with `every_ms`, and `garbage` and `oversized_head` with none of them"
                        .to_owned(),
                );
            }
        };
        Ok(Some(reply))
    }
}
