//! Bytes to lines and columns, and back.

/// The line starts of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of the first character of each line.
    starts: Vec<u32>,
    len: u32,
}

/// Both count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
    /// Unicode scalar values.
    Characters,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1);
        LineIndex { starts: std::iter::once(0).chain(ends).collect(), len: text.len() as u32 }
    }

    /// Of the text that this index was made of. An offset beyond its end, or within a character, counts as the place before.
    pub fn line_column(&self, text: &str, offset: usize, columns: Columns) -> LineColumn {
        let offset = (offset as u32).min(self.len);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let prefix = floor(text, start as usize, offset as usize);
        LineColumn { line: line as u32, column: width(prefix, columns) }
    }

    /// The byte offset; beyond the end of a line it is that end.
    pub fn offset(&self, text: &str, place: LineColumn, columns: Columns) -> usize {
        let Some(start) = self.starts.get(place.line as usize) else { return text.len() };
        let end = self.starts.get(place.line as usize + 1).map_or(self.len, |next| next.saturating_sub(1));
        let line = text.get(*start as usize..end as usize).unwrap_or("");
        let mut column = 0;
        for (at, character) in line.char_indices() {
            if column >= place.column {
                return *start as usize + at;
            }
            column += width(character.encode_utf8(&mut [0; 4]), columns);
        }
        end as usize
    }

    pub fn lines(&self) -> usize {
        self.starts.len()
    }
}

fn floor(text: &str, start: usize, mut end: usize) -> &str {
    while end > start && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or("")
}

fn width(text: &str, columns: Columns) -> u32 {
    match columns {
        Columns::Utf8 => text.len() as u32,
        Columns::Utf16 => text.encode_utf16().count() as u32,
        Columns::Characters => text.chars().count() as u32,
    }
}
