/// Entries in their order: all of them, or the last `n`.
#[derive(Clone, Debug)]
pub(crate) struct Recent<T> {
    kept: Vec<T>,
    limit: Option<usize>,
    total: usize,
}

impl<T> Recent<T> {
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Twice as many as are wanted stand in memory, so that most need not be moved; and the latest does
    /// in any case.
    pub(crate) fn push(&mut self, entry: T) {
        self.total += 1;
        self.kept.push(entry);
        if let Some(limit) = self.limit {
            if self.kept.len() > limit.saturating_mul(2).max(1) {
                self.kept.drain(..self.kept.len() - limit.max(1));
            }
        }
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        &self.kept[self.first()..]
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        let first = self.first();
        &mut self.kept[first..]
    }

    /// Gives the latest entry, whatever the limit.
    pub(crate) fn latest(&self) -> Option<&T> {
        self.kept.last()
    }

    /// Counts every entry, also those no longer kept.
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    fn first(&self) -> usize {
        self.limit
            .map_or(0, |limit| self.kept.len().saturating_sub(limit))
    }
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            limit: None,
            total: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_are_kept_and_all_are_counted() {
        for limit in [0, 1, 3, 10] {
            let mut recent = Recent::new(Some(limit));
            for entry in 1..=1000 {
                recent.push(entry);
                let first = entry + 1 - limit.min(entry);
                assert_eq!(recent.as_slice(), (first..=entry).collect::<Vec<_>>());
                assert_eq!(recent.latest(), Some(&entry));
                assert!(
                    recent.kept.len() <= (2 * limit).max(1),
                    "{}",
                    recent.kept.len()
                );
            }
            assert_eq!(recent.total(), 1000);
        }
    }

    #[test]
    fn without_a_limit_all_are_kept() {
        let mut recent = Recent::default();
        (0..1000).for_each(|entry| recent.push(entry));
        assert_eq!(recent.as_slice().len(), 1000);
    }
}
