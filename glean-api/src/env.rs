use std::ffi::OsString;

use crate::RequestOptions;
use crate::credential::ApiToken;

/// Fills what is not set from environment variables; [`GleanBuilder::env`] lists them.
///
/// [`GleanBuilder::env`]: crate::GleanBuilder::env
pub(crate) fn fill(options: &mut RequestOptions, lookup: &dyn Fn(&str) -> Option<OsString>) {
    if options.credential.is_inherited() {
        with(options, lookup, "GLEAN_API_TOKEN", |options, token| {
            options.set_api_token(&ApiToken::from(token));
        });
    }
    if options.server.is_inherited() {
        with(
            options,
            lookup,
            "GLEAN_SERVER_URL",
            RequestOptions::set_server_url,
        );
    }
    if options.server.is_inherited() {
        with(
            options,
            lookup,
            "GLEAN_INSTANCE",
            RequestOptions::set_instance,
        );
    }
    if options.exclude_deprecated_after.is_inherited() {
        let variable = "X_GLEAN_EXCLUDE_DEPRECATED_AFTER";
        with(
            options,
            lookup,
            variable,
            RequestOptions::set_exclude_deprecated_after,
        );
    }
    if options.include_experimental.is_inherited() {
        with(
            options,
            lookup,
            "X_GLEAN_INCLUDE_EXPERIMENTAL",
            |options, include| match include.to_ascii_lowercase().as_str() {
                "true" | "1" => options.set_include_experimental(true),
                "false" | "0" => options.set_include_experimental(false),
                _ => options.refuse("include_experimental", "give `true` or `false`"),
            },
        );
    }
}

/// Reads whether to trace each attempt; `None` if the variable says nothing.
#[cfg(feature = "tracing")]
pub(crate) fn debug(
    options: &mut RequestOptions,
    lookup: &dyn Fn(&str) -> Option<OsString>,
) -> Option<bool> {
    let mut debug = None;
    with(options, lookup, "GLEAN_DEBUG", |options, text| {
        match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" => debug = Some(true),
            "0" | "false" | "no" | "off" => debug = Some(false),
            _ => options.refuse("debug", "give `1` or `0`"),
        }
    });
    debug
}

fn with(
    options: &mut RequestOptions,
    lookup: &dyn Fn(&str) -> Option<OsString>,
    variable: &str,
    set: impl FnOnce(&mut RequestOptions, &str),
) {
    let Some(value) = lookup(variable).filter(|value| !value.is_empty()) else {
        return;
    };
    let set_or_refuse = |options: &mut RequestOptions| match value.to_str() {
        Some(text) => set(options, text),
        None => options.refuse("value", "it is no UTF-8"),
    };
    options.naming(variable, set_or_refuse);
}
