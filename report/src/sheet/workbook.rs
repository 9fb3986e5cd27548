//! The workbook: one sheet each for mappings, tables and records, and one to sign.

use crossdock_compiler::Checked;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Table, answers, mappings, messages, records, tables};
use crate::mapping::{Kind, MapSheet};
use crate::samples::Samples;

/// The library refused to write the workbook.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct SheetError(#[from] XlsxError);

/// Excel's number for the paper.
const A3: u8 = 8;
/// Points of a line of text, and of the highest row that there is.
const LINE: usize = 14;
const ROW_MAX: usize = 409;

/// Most characters of a cell.
const CELL_MAX: usize = 32_000;

/// The bytes of an `.xlsx` file.
pub fn workbook(checked: &Checked, sheets: &[MapSheet], samples: &Samples, title: &str) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    // The same project gives the same bytes, whenever it is written.
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let styles = Styles::new();
    overview(workbook.add_worksheet(), sheets, title, &styles)?;
    for table in [mappings(sheets), answers(checked), messages(checked), tables(checked), records(checked, samples)].iter().filter(|table| !table.rows.is_empty()) {
        fill(workbook.add_worksheet(), table, &styles)?;
    }
    Ok(workbook.save_to_buffer()?)
}

struct Styles {
    title: Format,
    head: Format,
    cell: Format,
    code: Format,
    faint: Format,
}

impl Styles {
    fn new() -> Styles {
        let cell =
            Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border_bottom(FormatBorder::Hair).set_border_bottom_color(Color::RGB(0xD0_D5_DD)).set_font_size(10);
        Styles {
            title: Format::new().set_bold().set_font_size(16),
            head: Format::new().set_bold().set_font_color(Color::White).set_background_color(Color::RGB(0x1F_3A_5F)).set_align(FormatAlign::VerticalCenter),
            code: cell.clone().set_font_name("Consolas"),
            faint: cell.clone().set_font_color(Color::RGB(0x8A_93_A1)).set_italic(),
            cell,
        }
    }
}

/// What is to be signed, and by whom.
fn overview(sheet: &mut Worksheet, sheets: &[MapSheet], title: &str, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_name("Sign-off")?;
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    let heads = [("Map", 34.0), ("Makes", 24.0), ("From", 36.0), ("Fields set", 12.0), ("Left out", 12.0), ("Name", 22.0), ("Date", 14.0), ("Signature", 26.0)];
    for (column, (head, width)) in (0_u16..).zip(heads) {
        sheet.write_string_with_format(2, column, head, &styles.head)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, map) in (3_u32..).zip(sheets) {
        let count = |kind| map.rows.iter().filter(|row| row.kind == kind).count() as u32;
        sheet.write_string_with_format(row, 0, &map.name, &styles.code)?;
        sheet.write_string_with_format(row, 1, &map.target, &styles.cell)?;
        sheet.write_string_with_format(row, 2, map.params.join(", "), &styles.cell)?;
        sheet.write_number_with_format(row, 3, count(Kind::Field), &styles.cell)?;
        sheet.write_number_with_format(row, 4, count(Kind::Unset), &styles.cell)?;
        sheet.set_row_height(row, 24)?;
        for column in 5..8 {
            sheet.write_blank(row, column, &styles.cell)?;
        }
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn fill(sheet: &mut Worksheet, table: &Table, styles: &Styles) -> Result<(), XlsxError> {
    sheet.set_name(table.name)?;
    for (column, (head, width)) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, *head, &styles.head)?;
        sheet.set_column_width(column, f64::from(*width))?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        sheet.set_row_height(row, height(cells, table))?;
        let is_unset = cells.iter().any(|cell| cell == "(not set)" || cell == "(ignored)");
        for (column, (cell, (head, _))) in (0_u16..).zip(cells.iter().zip(&table.columns)) {
            let style = match *head {
                _ if is_unset => &styles.faint,
                "Rule" | "Target" | "Source" | "Field" | "Input" | "Result" | "Type" | "Answer" | "Address" | "Written" | "Sample" => &styles.code,
                _ => &styles.cell,
            };
            let shown: String = cell.chars().take(CELL_MAX).collect();
            sheet.write_string_with_format(row, column, shown, style)?;
        }
    }
    sheet.set_row_height(0, 20)?;
    sheet.set_freeze_panes(1, 2)?;
    let (last_row, last_column) = (table.rows.len() as u32, table.columns.len().saturating_sub(1) as u16);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A3).set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// As high as its longest cell, wrapped: not every program finds that out by itself.
fn height(cells: &[String], table: &Table) -> f64 {
    let lines = |text: &str, width: u16| -> usize { text.lines().map(|line| line.chars().count().div_ceil(usize::from(width).saturating_sub(1).max(1)).max(1)).sum() };
    let most = cells.iter().zip(&table.columns).map(|(cell, (_, width))| lines(cell, *width)).max().unwrap_or(1).max(1);
    f64::from((most * LINE + 2).min(ROW_MAX) as u16)
}
