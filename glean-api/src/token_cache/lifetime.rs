use std::time::{Duration, SystemTime, UNIX_EPOCH};

use glean_models::CreateAuthTokenResponse;

use super::moment::Moment;

/// How much of a token's time is kept back at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margins {
    /// How far off the clocks may be.
    pub(super) clock_skew: Duration,
    /// How long before its end a token is minted anew; `None`: never.
    pub(super) refresh_ahead: Option<Duration>,
}

/// A second: what a `Date` leaves out.
const SECOND: Duration = Duration::from_secs(1);

/// Until when a token is given out.
///
/// By two clocks, of which the first to run out counts: the wall clock may be set back, and the
/// monotonic one stands still while the machine sleeps.
#[derive(Clone, Copy)]
pub(super) struct Lifetime {
    wall_end: SystemTime,
    end: Duration,
    pub(super) refresh_at: Duration,
}

impl Lifetime {
    /// Reckons with a token that was minted between two moments; `date` is the reply's own time.
    ///
    /// The difference of two of the server's times is right however wrong this machine's clock is.
    pub(super) fn of_minted(
        token: &CreateAuthTokenResponse,
        date: Option<SystemTime>,
        begun: Moment,
        ended: Moment,
        margins: Margins,
    ) -> Self {
        let by_wall = ended.monotonic.saturating_add(token.expires_in(ended.wall));
        let by_date = date.map(|date| begun.monotonic.saturating_add(token.expires_in(date)));
        let end = match by_date {
            Some(by_date) if by_date.saturating_add(SECOND) < by_wall => {
                by_date.saturating_sub(SECOND)
            }
            _ => by_wall,
        };
        let whole = end.saturating_sub(ended.monotonic);
        Self::new(token, end, whole, margins)
    }

    /// Reckons with a token that somebody else minted.
    pub(super) fn of_stored(
        token: &CreateAuthTokenResponse,
        minted_at: SystemTime,
        now: Moment,
        margins: Margins,
    ) -> Self {
        let end = now.monotonic.saturating_add(token.expires_in(now.wall));
        Self::new(token, end, token.expires_in(minted_at), margins)
    }

    fn new(
        token: &CreateAuthTokenResponse,
        end: Duration,
        whole: Duration,
        margins: Margins,
    ) -> Self {
        let Margins {
            clock_skew,
            refresh_ahead,
        } = margins;
        let end = end.saturating_sub(clock_skew);
        let usable = whole.saturating_sub(clock_skew);
        let wall_end = token.expires_at().checked_sub(clock_skew);
        Self {
            wall_end: wall_end.unwrap_or(UNIX_EPOCH),
            end,
            refresh_at: match refresh_ahead {
                // Of a short life the first half is left in peace.
                Some(ahead) => end.saturating_sub(ahead.min(usable / 2)),
                None => Duration::MAX,
            },
        }
    }

    pub(super) fn is_over(&self, now: Moment) -> bool {
        now.monotonic >= self.end || now.wall >= self.wall_end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const HOUR: Duration = Duration::from_secs(3600);
    /// When the server mints, by its own clock.
    const SERVER: u64 = 1_800_000_000;

    fn margins(clock_skew: Duration) -> Margins {
        Margins {
            clock_skew,
            refresh_ahead: Some(30 * MINUTE),
        }
    }

    fn moment(monotonic: Duration, wall: u64) -> Moment {
        Moment {
            monotonic,
            wall: UNIX_EPOCH + Duration::from_secs(wall),
        }
    }

    /// A token of two hours, minted in no time while this machine's clock shows `wall`.
    fn minted(wall: u64, clock_skew: Duration) -> Lifetime {
        let token = CreateAuthTokenResponse::new("t0ken", SERVER as i64 + 7200);
        let date = Some(UNIX_EPOCH + Duration::from_secs(SERVER));
        let now = moment(HOUR, wall);
        Lifetime::of_minted(&token, date, now, now, margins(clock_skew))
    }

    #[test]
    fn with_clocks_that_agree_it_ends_when_the_token_does() {
        let lifetime = minted(SERVER, Duration::ZERO);

        assert!(!lifetime.is_over(moment(3 * HOUR - SECOND, SERVER + 7199)));
        assert!(lifetime.is_over(moment(3 * HOUR, SERVER + 7200)));
        assert_eq!(lifetime.refresh_at, 2 * HOUR + 30 * MINUTE);
    }

    #[test]
    fn either_clock_ends_it() {
        let lifetime = minted(SERVER, Duration::ZERO);

        assert!(lifetime.is_over(moment(3 * HOUR, SERVER)), "set back");
        assert!(lifetime.is_over(moment(HOUR, SERVER + 7200)), "slept");
    }

    #[test]
    fn a_clock_that_is_behind_the_servers_lengthens_no_life() {
        let lifetime = minted(SERVER - 600, Duration::ZERO);

        let just_before = moment(3 * HOUR - 2 * SECOND, SERVER - 600 + 7198);
        assert!(!lifetime.is_over(just_before));
        let end = moment(3 * HOUR - SECOND, SERVER - 600 + 7199);
        assert!(lifetime.is_over(end), "by this clock it lives on");
    }

    #[test]
    fn the_skew_is_kept_back() {
        let lifetime = minted(SERVER, MINUTE);

        assert!(!lifetime.is_over(moment(3 * HOUR - MINUTE - SECOND, SERVER + 7139)));
        assert!(lifetime.is_over(moment(3 * HOUR - MINUTE, SERVER)));
        assert!(lifetime.is_over(moment(HOUR, SERVER + 7140)));
        assert_eq!(lifetime.refresh_at, 3 * HOUR - 31 * MINUTE);
    }

    #[test]
    fn a_short_life_is_refreshed_at_its_half() {
        let token = CreateAuthTokenResponse::new("t0ken", SERVER as i64 + 600);
        let now = moment(HOUR, SERVER);

        let lifetime = Lifetime::of_minted(&token, None, now, now, margins(Duration::ZERO));

        assert_eq!(lifetime.refresh_at, HOUR + 5 * MINUTE);
    }

    #[test]
    fn a_stored_token_is_refreshed_by_its_whole_life() {
        let token = CreateAuthTokenResponse::new("t0ken", SERVER as i64 + 7200);
        let now = moment(HOUR, SERVER + 6600);
        let minted_at = UNIX_EPOCH + Duration::from_secs(SERVER);

        let lifetime = Lifetime::of_stored(&token, minted_at, now, margins(Duration::ZERO));

        assert!(!lifetime.is_over(now));
        assert!(lifetime.refresh_at < now.monotonic);
    }

    #[test]
    fn what_no_clock_can_count_is_clamped() {
        for expiration_time in [i64::MIN, 0, i64::MAX] {
            let token = CreateAuthTokenResponse::new("t0ken", expiration_time);
            let now = moment(HOUR, SERVER);

            let lifetime = Lifetime::of_minted(&token, None, now, now, margins(Duration::MAX));

            assert!(lifetime.is_over(now));
        }
    }
}
