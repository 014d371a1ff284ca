//! The program: reads its surroundings, runs the library, and is the only way out.

use std::process::ExitCode;

use connect::host::env::Env;

fn main() -> ExitCode {
    ExitCode::from(connect::run(std::env::args_os(), &Env::from_process()))
}
