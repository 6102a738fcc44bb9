//! What a user interface binds to: the latest call of an operation, as a state to show.
//!
//! A [`Mutation`] holds what TanStack Query's `useMutation` gives: idle, pending, success or error,
//! with the variables, the data, the error and the failures so far. It is told to
//! [mutate](Mutation::mutate) and to [reset](Mutation::reset), and tells those who
//! [subscribe](Mutation::subscribe). It knows no framework and no runtime. With the feature `dioxus`,
//! `glean_api::dioxus_0_7` has a hook on it; the guide's page ["UI mutations"] shows that one, the same
//! core in Leptos, and field by field what is as in TanStack Query and what is not.
//!
//! ```
//! use glean_api::client::authentication::CreateToken;
//! use glean_api::mutation::{Mutation, MutationStatus};
//! use glean_api::{Glean, RequestOptions};
//! # use glean_testkit::FakeGlean;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # rt.block_on(async {
//! # let fake = FakeGlean::in_process();
//! # let glean = Glean::builder().server_url(fake.url()).api_token("glean_global");
//! # let glean = glean.transport(fake.transport()).sleep(fake.clock().clone()).build()?;
//! let mutation = Mutation::<CreateToken>::new(glean.core());
//! assert!(mutation.state().is_idle());
//!
//! let call = mutation.mutate_async(RequestOptions::new().act_as("ada@example.com"));
//! assert!(mutation.state().is_pending()); // already; whoever awaits the call drives it
//! let minted = call.await?;
//!
//! let state = mutation.state();
//! assert_eq!(state.status(), MutationStatus::Success);
//! assert_eq!(state.data().map(|data| data.expiration_time), Some(minted.expiration_time));
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! # Several calls
//!
//! The state is that of the latest call. An earlier one that is still under way goes on, and whoever
//! awaits it gets its result, but it no longer shows. After a reset none shows.
//!
//! # Cancellation
//!
//! Dropping the future of a call cancels it. If it is the one that shows, the mutation is idle again,
//! so that none stays pending for ever.
//!
//! # Secrets
//!
//! The state of a success holds the minted token until the next call or a reset, and so does whoever
//! keeps a copy of that state. `Debug` shows neither it nor a secret of the variables.
//!
//! ["UI mutations"]: https://github.com/glean-for-rust/glean-for-rust/blob/HEAD/docs/ui-mutations.md

mod builder;
mod callbacks;
mod future;
mod key;
#[expect(
    clippy::module_inception,
    reason = "each type is in the file of its noun"
)]
mod mutation;
mod shareable;
mod shown_call;
mod state;
mod status;
mod store;
mod subscription;
mod variables;

pub use builder::MutationBuilder;
pub use future::{MutationFuture, MutationTask};
pub use key::MutationKey;
pub use mutation::Mutation;
pub use shareable::Shareable;
pub use state::MutationState;
pub use status::MutationStatus;
pub use subscription::Subscription;
pub use variables::Variables;
