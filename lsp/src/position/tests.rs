use super::*;

const TEXT: &str = "äb\r\n😀c\rd\n";

fn at(line: u32, character: u32) -> Position {
    Position { line, character }
}

#[test]
fn columns_count_in_the_agreed_unit() {
    let (utf8, utf16) = (Lines::new(TEXT, Encoding::Utf8), Lines::new(TEXT, Encoding::Utf16));
    let c = TEXT.find('c').unwrap_or(0);
    assert_eq!((utf8.position(c), utf16.position(c)), (at(1, 4), at(1, 2)));
    assert_eq!((utf8.position(2), utf16.position(2)), (at(0, 2), at(0, 1)));
}

#[test]
fn every_character_goes_there_and_back() {
    for encoding in [Encoding::Utf8, Encoding::Utf16] {
        let lines = Lines::new(TEXT, encoding);
        for (offset, char) in TEXT.char_indices().filter(|(_, char)| !"\r\n".contains(*char)) {
            assert_eq!(lines.offset(lines.position(offset)), offset, "{char:?} in {encoding:?}");
        }
    }
}

#[test]
fn places_that_are_none_are_moved_to_the_nearest() {
    let lines = Lines::new(TEXT, Encoding::Utf16);
    assert_eq!(lines.offset(at(0, 99)), 3, "the end of the line, before its break");
    assert_eq!(lines.offset(at(1, 1)), 5, "within a pair of surrogates");
    assert_eq!(lines.offset(at(99, 0)), TEXT.len());
    assert_eq!(lines.position(1), at(0, 0), "within a character");
    assert_eq!(lines.position(9999), at(3, 0));
    assert_eq!(lines.span(Range { start: at(1, 2), end: at(0, 0) }), Span::new(9, 9));
}
