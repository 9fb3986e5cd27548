//! JSON in lines, every number and text exactly as it was written.

/// Indents by two. What is no JSON comes out with all its characters, too.
pub fn pretty(json: &[u8]) -> String {
    let text = String::from_utf8_lossy(json);
    let mut out = String::with_capacity(text.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if quoted {
            out.push(char);
            quoted = escaped || char != '"';
            escaped = char == '\\' && !escaped;
            continue;
        }
        match char {
            '{' | '[' => {
                out.push(char);
                while chars.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                if let Some(end) = chars.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(char);
            }
            ',' => {
                out.push(char);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            char if char.is_ascii_whitespace() => {}
            char => {
                quoted = char == '"';
                out.push(char);
            }
        }
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn numbers_and_texts_stay_as_they_are() {
        assert_eq!(
            pretty(br#"{"a":1.10,"b":[{"c":"x, \"{y}\\"},[]],"d":{ }}"#),
            "{\n  \"a\": 1.10,\n  \"b\": [\n    {\n      \"c\": \"x, \\\"{y}\\\\\"\n    },\n    []\n  ],\n  \"d\": {}\n}"
        );
    }
}
