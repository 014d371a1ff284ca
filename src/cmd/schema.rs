//! `schema`: the JSON Schema of a file or an answer, for editors and programs.

use clap::Args;

use super::word;
use crate::error::Error;
use crate::host::out::Out;
use crate::model::keyed::Keyed as _;
use crate::model::schema::Schema;

#[derive(Args)]
pub(super) struct SchemaArgs {
    /// What it is the schema of
    #[arg(value_name = "NAME", value_parser = word(Schema::ALL))]
    name: Schema,
}

pub(super) fn schema(out: &Out, args: &SchemaArgs) -> Result<(), Error> {
    out.print_text(args.name.text().trim_end())
}
