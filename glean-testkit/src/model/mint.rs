use fastrand::Rng;

/// What each token starts with, so that nobody takes it for a real one.
pub(crate) const TOKEN_PREFIX: &str = "fake-glean-";

/// Makes tokens: the same seed gives the same ones, and one mint never gives one twice.
#[derive(Debug)]
pub(crate) struct Mint {
    rng: Rng,
    minted: u64,
}

impl Mint {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            minted: 0,
        }
    }

    pub(crate) fn next_token(&mut self) -> String {
        self.minted += 1;
        let random: String = (0..32).map(|_| self.rng.alphanumeric()).collect();
        format!("{TOKEN_PREFIX}{}-{random}", self.minted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_the_tokens_and_none_comes_twice() {
        let mint = |seed| {
            let mut mint = Mint::new(seed);
            (0..1000).map(|_| mint.next_token()).collect::<Vec<_>>()
        };
        let tokens = mint(1);
        assert_eq!(tokens, mint(1));
        assert_ne!(tokens, mint(2));
        let distinct: std::collections::HashSet<_> = tokens.iter().collect();
        assert_eq!(distinct.len(), tokens.len());
        assert!(tokens.iter().all(|token| token.starts_with(TOKEN_PREFIX)));
    }
}
