//! Everything that is done: the environment, files, the log, output. Thin, so that what is decided can be
//! tested without it.

pub mod belongings;
pub mod child;
pub mod deadline;
pub mod editor;
pub mod env;
pub mod files;
pub mod inspect;
pub mod log;
pub mod notify;
pub mod out;
pub mod pager;
pub mod paths;
pub mod rc;
pub mod replace;
pub mod save;
pub mod schedule;
pub mod settings_file;
pub mod stamp;
pub mod typist;
