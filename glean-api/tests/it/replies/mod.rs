//! What a client owes its caller, reply by reply, over a socket and in process alike.

mod broken;
mod echo;
mod limit;
mod misfit;
mod numbers;
mod problems;
mod redirects;
mod success;
mod text;
mod unexpected;
mod wait;
