//! The binary `fake-glean` as a process.

mod export;
mod running;
mod serve;
mod verify;

use std::process::Command;

/// Makes a command of the binary, without what the environment may have for it.
fn fake_glean(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fake-glean"));
    command.args(arguments);
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("FAKE_GLEAN_") || name == "GLEAN_LIVE")
        {
            command.env_remove(name);
        }
    }
    command
}

/// What a command that ended has left.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
