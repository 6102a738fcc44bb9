use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use super::bucket::Bucket;
use super::{RateLimit, RateLimits};
use crate::contract::Spent;
use crate::credential::ADA;

/// Above so many addresses, those whose bucket is full are forgotten.
const ADDRESSES: usize = 1024;

/// Limits under way.
#[derive(Debug)]
pub(crate) struct Limiter {
    limits: RateLimits,
    deployment: Bucket,
    addresses: BTreeMap<IpAddr, Bucket>,
    /// As many as a fake knows.
    users: BTreeMap<String, Bucket>,
    /// What is to be empty when the first call comes.
    spent: Option<Spent>,
}

/// A call is over a limit.
pub(crate) struct Limited {
    pub(crate) wait: Duration,
    pub(crate) why: &'static str,
}

impl Limiter {
    pub(crate) fn new(limits: RateLimits, spent: Option<Spent>) -> Self {
        Self {
            limits,
            deployment: Bucket::default(),
            addresses: BTreeMap::new(),
            users: BTreeMap::new(),
            spent,
        }
    }

    pub(crate) fn limits(&self) -> RateLimits {
        self.limits
    }

    /// Counts a call for the deployment and its address, unless one of them has no room.
    pub(crate) fn admit(&mut self, peer: Option<IpAddr>, now: Duration) -> Result<(), Limited> {
        self.spend(now);
        let deployment = self.limits.deployment;
        let address = self.limits.address.zip(peer);
        if let Some(limit) = deployment {
            check(
                self.deployment,
                limit,
                now,
                "the deployment is over its rate limit",
            )?;
        }
        if let Some((limit, peer)) = address {
            if self.addresses.len() >= ADDRESSES {
                self.addresses
                    .retain(|_, bucket| !bucket.is_full(limit, now));
            }
            let bucket = self.addresses.entry(peer).or_default();
            check(*bucket, limit, now, "the address is over its rate limit")?;
            bucket.take(limit, now);
        }
        if let Some(limit) = deployment {
            self.deployment.take(limit, now);
        }
        Ok(())
    }

    /// Empties a bucket, with the first call alone: it fills from then on.
    fn spend(&mut self, now: Duration) {
        let (bucket, limit) = match self.spent.take() {
            None => return,
            Some(Spent::Deployment) => (&mut self.deployment, self.limits.deployment),
            Some(Spent::User) => {
                let bucket = self.users.entry(ADA.to_owned()).or_default();
                (bucket, self.limits.user)
            }
        };
        if let Some(limit) = limit {
            for _ in 0..limit.burst {
                bucket.take(limit, now);
            }
        }
    }

    /// Counts a call for a user, unless there is no room.
    pub(crate) fn admit_user(&mut self, user: Option<&str>, now: Duration) -> Result<(), Limited> {
        let Some((limit, user)) = self.limits.user.zip(user) else {
            return Ok(());
        };
        let mut bucket = self.users.get(user).copied().unwrap_or_default();
        check(bucket, limit, now, "the user is over the rate limit")?;
        bucket.take(limit, now);
        self.users.insert(user.to_owned(), bucket);
        Ok(())
    }
}

fn check(
    bucket: Bucket,
    limit: RateLimit,
    now: Duration,
    why: &'static str,
) -> Result<(), Limited> {
    let wait = bucket.wait(limit, now);
    if wait.is_zero() {
        Ok(())
    } else {
        Err(Limited { wait, why })
    }
}
