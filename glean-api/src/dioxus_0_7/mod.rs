//! A hook for Dioxus on [`mutation`](crate::mutation).
//!
//! It needs Dioxus's core alone, and goes with each of its renderers.
//!
//! ```
//! use dioxus_core::{Element, VNode};
//! use glean_api::dioxus_0_7::use_create_token_mutation;
//! use glean_api::{Glean, RequestOptions};
//!
//! fn sign_in() -> Element {
//!     let glean: Glean = dioxus_hooks::use_context();
//!     let mutation = use_create_token_mutation(glean.core());
//!     // For a button, with `rsx!`: `onclick: on_click`.
//!     let on_click = move |_: ()| mutation.mutate(RequestOptions::new());
//! #   let _ = on_click;
//!     match mutation.state().error() {
//!         Some(error) => Err(dioxus_core::anyhow!("{error}").into()),
//!         None => VNode::empty(),
//!     }
//! }
//! ```

mod use_mutation;

pub use use_mutation::{UseMutation, use_create_token_mutation, use_mutation};
