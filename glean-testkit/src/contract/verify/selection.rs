use super::VerifyError;
use crate::contract::{Case, ServerCase, cases};

/// How like an id has to be, from 0 to 1, to be named in place of one that is unknown.
const LIKE: f64 = 0.8;

/// How many such ids are named at most.
const NAMED: usize = 3;

/// Finds the cases to ask: all, or those of the ids, in the order of the list.
pub(super) fn select(
    only: Option<&[String]>,
) -> Result<Vec<(&'static Case, &'static ServerCase)>, VerifyError> {
    let unknown = only
        .into_iter()
        .flatten()
        .find(|id| askable().all(|(case, _)| case.id != **id));
    if let Some(id) = unknown {
        return Err(VerifyError::UnknownCase {
            id: id.clone(),
            near: near(id),
        });
    }
    let is_meant = |case: &Case| only.is_none_or(|ids| ids.contains(&case.id));
    Ok(askable().filter(|(case, _)| is_meant(case)).collect())
}

fn askable() -> impl Iterator<Item = (&'static Case, &'static ServerCase)> {
    cases()
        .iter()
        .filter_map(|case| Some((case, case.server()?)))
}

fn near(id: &str) -> Vec<&'static str> {
    let id = id.to_lowercase();
    let mut like: Vec<_> = askable()
        .map(|(case, _)| (strsim::jaro_winkler(&case.id, &id), case.id.as_str()))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    // Stable: of two that are alike the first of the list comes first.
    like.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    like.into_iter().take(NAMED).map(|(_, id)| id).collect()
}
