//! The backend of a page with Glean's Web SDK.
//!
//! A session cookie says who the user is. `POST /api/glean-token` gives that user, and nobody else, what the
//! SDK takes: `{token, expirationTime}`. The page beside it runs the real SDK. It is *no* model of a
//! sign-in: whoever asks to be one of the demo users is, so that it listens on loopback alone. A service
//! of your own takes the user from its identity provider.
//!
//! ```sh
//! cargo run -p web-sdk-backend
//! ```

mod backend;
mod counters;
mod health;
mod origin;
mod page;
mod problem;
mod same_origin;
mod serve;
mod sessions;
mod sign_in;
pub mod stand_in;
mod token;
mod tokens;
mod widget;

pub use backend::{Backend, router};
pub use origin::{InvalidOrigin, Origin};
pub use serve::serve;
pub use sessions::{Key, Sessions};
pub use tokens::tokens;
pub use widget::Widget;
