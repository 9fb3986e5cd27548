//! What a project does, told to people: where fields come from and go to, the mappings that analysts sign off, what changed between two versions.
//!
//! Checked programs in, text and bytes out; nothing is read or written besides.

mod diff;
mod lineage;
mod mapping;
mod rows;
mod samples;
mod sheet;
mod site;
mod source;
mod words;

pub use diff::{Change, Diff, How, Impact, OutputChange, Outputs, Point, Sample, SampleError};
pub use lineage::{LineageError, LineageReport, lineage};
pub use mapping::{Came, Kind, MapSheet, Row, sheets};
pub use samples::Samples;
pub use sheet::{SheetError, csv_of_answers, csv_of_mappings, csv_of_records, csv_of_tables, workbook};
pub use site::{Page, site};
