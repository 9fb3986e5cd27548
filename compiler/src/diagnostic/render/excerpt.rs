//! A source as it is drawn: lines that are wider than the page are cut around the places that matter, `…` for what is left out.

use std::ops::Range;
use std::sync::Arc;

use crossdock_syntax::Span;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthChar;

/// Columns that the drawing takes for a tab.
const TAB: usize = 4;

/// A text, perhaps with gaps, under its file's name.
pub(super) struct Excerpt {
    name: String,
    original: Arc<str>,
    /// Only where something is left out.
    drawn: Option<Drawn>,
}

/// What is left of a text, and where each part of it is from.
struct Drawn {
    text: String,
    kept: Vec<Kept>,
}

struct Kept {
    original: Range<usize>,
    /// Of the part in the drawn text.
    start: usize,
}

impl Excerpt {
    /// `columns` is what there is for a line, `gap` what stands for the parts that are left out.
    pub fn new(name: String, original: Arc<str>, places: &[Span], columns: usize, gap: &str) -> Excerpt {
        let drawn = original.lines().any(|line| line.len() > columns).then(|| Drawn::of(&original, places, columns, gap));
        Excerpt { name, original, drawn }
    }

    /// Where a place of the file stands in what is drawn.
    pub fn place(&self, span: Span) -> (usize, usize) {
        let len = self.original.len();
        let (start, end) = ((span.start as usize).min(len), (span.end as usize).min(len));
        let (start, end) = self.drawn.as_ref().map_or((start, end), |drawn| (drawn.forwards(start), drawn.forwards(end)));
        (start, end.saturating_sub(start))
    }

    fn text(&self) -> &str {
        self.drawn.as_ref().map_or(&self.original, |drawn| &drawn.text)
    }

    /// Characters before an offset of the drawn text in its line of the file.
    fn column(&self, drawn: usize) -> usize {
        let offset = self.drawn.as_ref().map_or(drawn, |text| text.backwards(drawn));
        let before = self.original.get(..offset).unwrap_or("");
        before.chars().rev().take_while(|character| *character != '\n').count()
    }
}

impl SourceCode for Excerpt {
    /// Asked for a place without lines around it, the drawing wants its column: that of the file, in characters.
    fn read_span<'a>(&'a self, span: &SourceSpan, before: usize, after: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let found = self.text().as_bytes().read_span(span, before, after)?;
        let column = if before == 0 && after == 0 { self.column(span.offset()) } else { found.column() };
        Ok(Box::new(MietteSpanContents::new_named(self.name.clone(), found.data(), *found.span(), found.line(), column, found.line_count())))
    }
}

impl Drawn {
    fn of(original: &str, places: &[Span], columns: usize, gap: &str) -> Drawn {
        let mut drawn = Drawn { text: String::new(), kept: Vec::new() };
        let mut start = 0;
        for line in original.split_inclusive('\n') {
            let written = line.trim_end_matches(['\n', '\r']);
            drawn.line(written, start, &within(places, start, written.len()), columns, gap);
            drawn.keep(original, start + written.len()..start + line.len());
            start += line.len();
        }
        drawn
    }

    fn line(&mut self, line: &str, start: usize, places: &[Range<usize>], columns: usize, gap: &str) {
        let mut end = 0;
        for window in windows(line, places, columns) {
            if window.start > end {
                self.text.push_str(gap);
            }
            end = window.end;
            self.kept.push(Kept { original: start + window.start..start + window.end, start: self.text.len() });
            self.text.push_str(line.get(window).unwrap_or(""));
        }
        if end < line.len() {
            self.text.push_str(gap);
        }
    }

    fn keep(&mut self, original: &str, range: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(original.get(range.clone()).unwrap_or(""));
        self.kept.push(Kept { original: range, start });
    }

    /// Of an offset in the file; one that is left out stands at the end of the part before it.
    fn forwards(&self, offset: usize) -> usize {
        let before = self.kept.iter().rev().find(|kept| kept.original.start <= offset);
        before.map_or(0, |kept| kept.start + (offset.min(kept.original.end) - kept.original.start))
    }

    fn backwards(&self, offset: usize) -> usize {
        let before = self.kept.iter().rev().find(|kept| kept.start <= offset);
        before.map_or(0, |kept| (kept.original.start + (offset - kept.start)).min(kept.original.end))
    }
}

/// The places that lie on a line, relative to it.
fn within(places: &[Span], start: usize, len: usize) -> Vec<Range<usize>> {
    let end = start + len;
    let on_line = places.iter().map(|span| span.range()).filter(|span| span.start <= end && span.end >= start);
    on_line.map(|span| span.start.max(start) - start..span.end.min(end) - start).collect()
}

/// Which parts of a line are drawn, in their order: all of it where it fits, else some columns around each of the places.
fn windows(line: &str, places: &[Range<usize>], columns: usize) -> Vec<Range<usize>> {
    let ruler = Ruler::of(line);
    if ruler.width() <= columns {
        return std::iter::once(0..line.len()).collect();
    }
    let mut points: Vec<usize> = places.iter().flat_map(|place| ruler.points(place, columns / 2)).collect();
    if points.is_empty() {
        points.push(0);
    }
    points.sort_unstable();
    points.dedup();
    let share = (columns / points.len()).max(8);
    let mut windows: Vec<Range<usize>> = Vec::new();
    for point in points {
        let left = point.saturating_sub(share / 2).min(ruler.width().saturating_sub(share));
        match windows.last_mut() {
            Some(last) if left <= last.end => last.end = last.end.max(left + share),
            _ => windows.push(left..left + share),
        }
    }
    windows.into_iter().map(|window| ruler.offset(window.start)..ruler.offset(window.end)).collect()
}

/// The columns of a line as the drawing counts them, by their offsets.
struct Ruler(Vec<(usize, usize)>);

impl Ruler {
    fn of(line: &str) -> Ruler {
        let mut column = 0;
        let mut marks = Vec::with_capacity(line.len() + 1);
        for (offset, character) in line.char_indices() {
            let width = if character == '\t' { TAB - column % TAB } else { character.width().unwrap_or(0) };
            // A mark that stands on the character before it is never parted from it.
            if width > 0 {
                marks.push((offset, column));
            }
            column += width;
        }
        marks.push((line.len(), column));
        Ruler(marks)
    }

    fn width(&self) -> usize {
        self.0.last().map_or(0, |(_, column)| *column)
    }

    fn column(&self, offset: usize) -> usize {
        self.0.iter().rev().find(|(at, _)| *at <= offset).map_or(0, |(_, column)| *column)
    }

    fn offset(&self, column: usize) -> usize {
        self.0.iter().find(|(_, at)| *at >= column).or(self.0.last()).map_or(0, |(offset, _)| *offset)
    }

    /// The middle of a place, or both ends of one that is wider than this.
    fn points(&self, place: &Range<usize>, widest: usize) -> Vec<usize> {
        let (start, end) = (self.column(place.start), self.column(place.end));
        if end - start <= widest { vec![start.midpoint(end)] } else { vec![start, end] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is drawn of the text for the first place of a word in it.
    fn drawn(text: &str, word: &str) -> (String, String, usize) {
        let start = text.find(word).unwrap_or(0) as u32;
        let span = Span { start, end: start + word.len() as u32 };
        let excerpt = Excerpt::new("a.flow".to_owned(), text.into(), &[span], 40, "…");
        let (at, len) = excerpt.place(span);
        (excerpt.text().to_owned(), excerpt.text().get(at..at + len).unwrap_or("").to_owned(), excerpt.column(at))
    }

    #[test]
    fn short_lines_are_drawn_as_they_are() {
        assert_eq!(drawn("a = b\nc = wrong", "wrong"), ("a = b\nc = wrong".to_owned(), "wrong".to_owned(), 4));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}wrong{}\nnext", "a ".repeat(100), " b".repeat(100));
        let (text, place, column) = drawn(&line, "wrong");
        assert_eq!(text, "…a a a a a a a a a wrong b b b b b b b b …\nnext");
        assert_eq!((place.as_str(), column), ("wrong", 200));
    }

    #[test]
    fn wide_characters_take_two_columns_and_marks_none() {
        let line = format!("\t{}wrong{}", "漢".repeat(60), "e\u{301}".repeat(60));
        let (text, place, column) = drawn(&line, "wrong");
        assert_eq!((place.as_str(), column), ("wrong", 61));
        assert_eq!(text, format!("…{}wrong{}…", "漢".repeat(9), "e\u{301}".repeat(17)));
    }

    #[test]
    fn a_place_that_is_wider_than_the_page_shows_both_ends() {
        let line = format!("a = \"{}\"", "x".repeat(200));
        let (text, place, column) = drawn(&line, &line[4..]);
        assert_eq!(text, format!("a = \"{}…{}\"", "x".repeat(15), "x".repeat(19)));
        assert_eq!((place, column), (text[4..].to_owned(), 4));
    }

    #[test]
    fn a_long_line_beside_the_place_shows_its_beginning() {
        let text = format!("{}\r\nwrong", "z".repeat(100));
        assert_eq!(drawn(&text, "wrong").0, format!("{}…\r\nwrong", "z".repeat(40)));
    }
}
