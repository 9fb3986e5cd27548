//! The document's prose as comments.

/// Longest line of a comment.
const WIDTH: usize = 110;
/// Most lines of one: whole chapters stay where they are.
const LINES_MAX: usize = 8;

/// `## …` above an item or a field.
pub(super) fn documentation(indent: &str, text: Option<&str>) -> String {
    text.map(|text| comment(indent, "##", text)).unwrap_or_default()
}

/// `# …` on lines of its own.
pub(super) fn remark(indent: &str, text: &str) -> String {
    comment(indent, "#", text)
}

fn comment(indent: &str, mark: &str, text: &str) -> String {
    let mut lines = wrapped(text);
    if lines.len() > LINES_MAX {
        lines.truncate(LINES_MAX);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    lines.iter().map(|line| format!("{indent}{mark} {line}\n")).collect()
}

/// Paragraphs and list entries begin a line.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let words: Vec<String> = line.split_whitespace().map(printable).collect();
        let starts = words.first().is_some_and(|word| matches!(word.as_str(), "-" | "*" | "+") || word.starts_with('|') || word.starts_with('#') || word.starts_with("```"));
        goes_on &= !starts && !words.is_empty();
        for word in words {
            match lines.last_mut() {
                Some(last) if goes_on && last.chars().count() + word.chars().count() < WIDTH => last.push_str(&format!(" {word}")),
                _ => lines.push(word),
            }
            goes_on = true;
        }
    }
    lines
}

/// For the end of a line.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(printable).collect();
    let line = words.join(" ");
    if line.chars().count() <= WIDTH { line } else { format!("{} …", line.chars().take(WIDTH).collect::<String>()) }
}

fn printable(word: &str) -> String {
    word.chars().filter(|character| !character.is_control() && *character != '\u{feff}').collect()
}
