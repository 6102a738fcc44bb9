//! The hook for Dioxus, in components whose virtual DOM is driven by hand.

mod calls;
mod life;
mod readers;
mod view;
mod window;

use view::{Child, nodes, showing, view};
use window::Window;
