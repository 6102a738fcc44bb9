//! What a call can be told, for the client as a whole or for one call.

mod act_as;
mod date;
mod header;
mod request_options;
mod setters;
mod setting;

pub use request_options::RequestOptions;
pub(crate) use request_options::{ACT_AS, ExtraHeader};
pub(crate) use setters::option_setters;
pub(crate) use setting::Setting;
