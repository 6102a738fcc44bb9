use glean_testkit::journal::ReceivedRequest;
use serde_json::json;

use crate::args::LogFormat;
use crate::output::note;

/// Logs a request once it is decided.
pub(crate) fn log(format: LogFormat, request: &ReceivedRequest) {
    match format {
        LogFormat::Json => note(&object(request)),
        LogFormat::Text => note(&line(request)),
        LogFormat::Off => {}
    }
}

fn object(request: &ReceivedRequest) -> String {
    let mut object = json!(request);
    if let Some(members) = object.as_object_mut() {
        // Nobody knows that yet.
        members.remove("delivered");
    }
    object.to_string()
}

fn line(request: &ReceivedRequest) -> String {
    let ReceivedRequest {
        number,
        method,
        path,
        status,
        ..
    } = request;
    let mut line = format!("{number} {method} {path} {}", status.as_u16());
    if let Some(fault) = &request.fault {
        line += &format!(", {fault}");
    }
    if let Some(why) = request.mismatch() {
        line += &format!(": {why}");
    }
    line
}
