//! Decorators: transports around transports, for what is to happen around each attempt.
//!
//! [`TransportExt`](crate::TransportExt) puts them around any [`Transport`](crate::Transport):
//!
//! | method | decorator | what it does |
//! | --- | --- | --- |
//! | `with_hooks` | [`Hooked`] | runs [`Hooks`] before the request, after the response and on an error |
//! | `with_default_headers` | [`DefaultHeaders`] | adds headers where the request has none of their name |
//! | `with_tracing` | `Traced`, with the feature `tracing` | opens a span for each attempt |
//!
//! They compose in any order. The one put on last is the outermost: it sees the request first and the
//! response last. So what a decorator changes in a request is seen by those that were put on before
//! it. Retries lie above, so all of them see each attempt.

mod default_headers;
mod hooked;
mod hooks;
#[cfg(feature = "tracing")]
mod traced;

pub use default_headers::DefaultHeaders;
pub use hooked::Hooked;
pub use hooks::Hooks;
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub use traced::Traced;
