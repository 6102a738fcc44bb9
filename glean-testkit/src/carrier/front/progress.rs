use std::time::Duration;

use bytes::Bytes;

use super::control::End;
use super::head_scan::HeadScan;
use crate::Fault;
use crate::fault::{Act, Phase};
use crate::model::Receipt;

/// How many bytes of a head pass a fault in it: version and status.
const OF_THE_HEAD: usize = "HTTP/1.1 200".len();

/// A reply on its way: how far it is, and what befalls it.
pub(super) struct Progress {
    /// The exchange's, unless the reply can't be said to arrive.
    receipt: Option<Receipt>,
    body: usize,
    written: usize,
    scan: HeadScan,
    head_end: Option<usize>,
    cut: Option<(Cut, End)>,
    pub(super) every: Option<Duration>,
    /// What is written in place of the reply.
    pub(super) instead: Bytes,
}

/// After how many bytes a reply breaks off.
#[derive(Clone, Copy)]
enum Cut {
    /// Of the whole.
    Bytes(usize),
    /// Of the body.
    Body(usize),
}

impl Progress {
    /// Plans a reply with a body of `body` bytes.
    pub(super) fn new(receipt: Receipt, body: usize, fault: Option<&Fault>) -> Self {
        let mut this = Self {
            receipt: Some(receipt),
            body,
            written: 0,
            scan: HeadScan::default(),
            head_end: None,
            cut: None,
            every: None,
            instead: Bytes::new(),
        };
        if let Some(fault) = fault {
            this.strike(fault);
        }
        this
    }

    fn strike(&mut self, fault: &Fault) {
        match fault.act() {
            Act::Drip(every) => {
                self.every = Some(*every);
                return;
            }
            Act::Garbage => self.instead = Bytes::from_static(b"\0\x01garbage\xff\r\n\r\n"),
            _ => {}
        }
        // Should the bytes of an oversized head all pass, nobody was meant to read them.
        self.receipt = None;
        let cut = match (fault.act(), fault.phase()) {
            (Act::Truncate(bytes), _) => Cut::Body((*bytes).min(self.body.saturating_sub(1))),
            (_, Phase::InHead) => Cut::Bytes(OF_THE_HEAD),
            (_, Phase::InBody) => Cut::Body(self.body / 2),
            _ => Cut::Bytes(0),
        };
        self.cut = End::of(fault).map(|end| (cut, end));
    }

    /// Says how many bytes of `piece` may pass.
    pub(super) fn room(&self, piece: &[u8]) -> usize {
        let at = match self.cut {
            None => return piece.len(),
            Some((Cut::Bytes(at), _)) => Some(at),
            Some((Cut::Body(at), _)) => self.head_end_with(piece).map(|end| end + at),
        };
        at.map_or(piece.len(), |at| {
            at.saturating_sub(self.written).min(piece.len())
        })
    }

    /// Gives the exchange's receipt if `piece` makes the reply whole.
    pub(super) fn completed_by(&self, piece: &[u8]) -> Option<Receipt> {
        let end = self.head_end_with(piece)? + self.body;
        self.receipt
            .filter(|_| self.written + piece.len() >= end && self.written < end)
    }

    pub(super) fn wrote(&mut self, piece: &[u8]) {
        if self.head_end.is_none() {
            self.head_end = self.scan.feed(piece).map(|end| self.written + end);
        }
        self.written += piece.len();
    }

    /// Says how the connection ends, if the reply has come so far.
    pub(super) fn end(&self) -> Option<End> {
        let (cut, end) = self.cut?;
        let at = match cut {
            Cut::Bytes(at) => at,
            Cut::Body(at) => self.head_end? + at,
        };
        (self.written >= at).then_some(end)
    }

    fn head_end_with(&self, piece: &[u8]) -> Option<usize> {
        self.head_end.or_else(|| {
            let mut scan = self.scan;
            scan.feed(piece).map(|end| self.written + end)
        })
    }
}
