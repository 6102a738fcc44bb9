//! The rules, by what they are about. Each is an async function that talks to a server of its own.

mod bodies;
mod cancellation;
mod connections;
mod cookies;
mod errors;
mod executor;
mod head;
mod limit;
mod redirects;
mod repeats;
mod request;
mod reuse;
mod secrets;
mod short_bodies;
mod status;
mod tls;

use super::Rule;

/// All rules, in the order of the contract.
pub const RULES: &[Rule] = &concat();

const GROUPS: [&[Rule]; 16] = [
    status::RULES,
    redirects::RULES,
    repeats::RULES,
    cookies::RULES,
    request::RULES,
    head::RULES,
    bodies::RULES,
    short_bodies::RULES,
    limit::RULES,
    cancellation::RULES,
    executor::RULES,
    connections::RULES,
    reuse::RULES,
    errors::RULES,
    secrets::RULES,
    tls::RULES,
];

const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

const fn concat() -> [Rule; COUNT] {
    let mut rules = [GROUPS[0][0]; COUNT];
    let (mut next, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut index = 0;
        while index < GROUPS[group].len() {
            rules[next] = GROUPS[group][index];
            next += 1;
            index += 1;
        }
        group += 1;
    }
    rules
}
