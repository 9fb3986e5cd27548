//! What version control leaves in a file where two people changed the same place: it is told once, and the first version is read.

use crate::problem::{Fix, Problem};
use crate::span::Span;

const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The text with blanks in place of the marks and of the second versions, so that all places stay what they are; none without conflicts.
pub(crate) fn first_versions(text: &str) -> Option<(String, Vec<Problem>)> {
    if !text.contains(MARKS[0]) && !text.contains(MARKS[3]) {
        return None;
    }
    let conflicts = conflicts(text);
    let mut clean = text.to_owned();
    for span in conflicts.iter().flatten() {
        let blanks: String = span.text(text).chars().map(|letter| if letter == '\n' { "\n".to_owned() } else { " ".repeat(letter.len_utf8()) }).collect();
        clean.replace_range(span.range(), &blanks);
    }
    Some((clean, conflicts.iter().filter_map(|removed| problem(text, removed)).collect()))
}

/// For each conflict the runs of whole lines that are left out.
fn conflicts(text: &str) -> Vec<Vec<Span>> {
    let mut found: Vec<Vec<Span>> = Vec::new();
    let (mut open, mut second) = (false, false);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len();
        let mark = MARKS.iter().position(|mark| line.starts_with(mark) && (open || !line.starts_with("=======")));
        match mark {
            Some(0) => found.push(vec![span]),
            Some(_) if open => extend(&mut found, span),
            Some(3) => found.push(vec![span]),
            _ if second => extend(&mut found, span),
            _ => {}
        }
        open = mark.map_or(open, |mark| mark != 3);
        second = mark.map_or(second, |mark| open && mark != 0);
    }
    found
}

fn extend(found: &mut [Vec<Span>], span: Span) {
    match found.last_mut().and_then(|removed| removed.last_mut()).filter(|last| last.end == span.start) {
        Some(last) => last.end = span.end,
        None => found.iter_mut().last().into_iter().for_each(|removed| removed.push(span)),
    }
}

fn problem(text: &str, removed: &[Span]) -> Option<Problem> {
    let first = removed.first()?;
    let line = first.text(text).lines().next()?.trim_end();
    let place = Span::new(first.start as usize, first.start as usize + line.len());
    Some(Problem {
        code: "E0120",
        message: "two people changed this place, and the version control could not join it".to_owned(),
        labels: vec![(place, "a mark of the version control".to_owned())],
        help: Some("Keep one of the two versions, and delete the other one and the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`.".to_owned()),
        fix: Some(Fix { title: "keep the first version".to_owned(), edits: removed.iter().map(|span| (*span, String::new())).collect() }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_version_is_blank() {
        let text = "a\n<<<<<<< mine\nb\n||||||| base\nx\n=======\nüc\n>>>>>>> theirs\nd\n=======\n";
        let (clean, problems) = first_versions(text).unwrap_or_default();
        assert_eq!(clean.split_whitespace().collect::<Vec<_>>(), ["a", "b", "d", "======="]);
        assert_eq!((clean.len(), problems.len()), (text.len(), 1));
        assert!(first_versions("a = b\n=======\n").is_none());
    }
}
