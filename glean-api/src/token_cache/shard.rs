use std::sync::Arc;

use super::key::{Key, ShardId, ShardKeys};
use super::store::StoreKey;
use crate::{GleanCore, RequestOptions};

/// One way to mint: a client, the options of its calls, and where their tokens belong.
pub(super) struct Shard {
    pub(super) id: ShardId,
    pub(super) core: GleanCore,
    options: RequestOptions,
    /// What the tokens are kept under in a store; without it they are kept in none.
    pub(super) namespace: Option<Arc<str>>,
}

impl Shard {
    pub(super) fn new(
        keys: &ShardKeys,
        core: GleanCore,
        options: RequestOptions,
        namespace: Option<Arc<str>>,
    ) -> Self {
        Self {
            id: keys.id(&core, &options),
            core,
            options,
            namespace,
        }
    }

    pub(super) fn in_namespace(&self, namespace: Arc<str>) -> Self {
        Self {
            id: self.id,
            core: self.core.clone(),
            options: self.options.clone(),
            namespace: Some(namespace),
        }
    }

    /// Gives the options of a call that mints for a user; empty is whom the credential stands for.
    pub(super) fn options_for(&self, user: &str) -> RequestOptions {
        let options = self.options.clone();
        match user {
            "" => options,
            user => options.act_as(user),
        }
    }

    pub(super) fn store_key(&self, key: &Key) -> Option<StoreKey> {
        let namespace = self.namespace.as_ref()?;
        Some(StoreKey::new(Arc::clone(namespace), key.user()))
    }
}
