//! `pattern`: JSON Schema's regular expressions (of JavaScript, found anywhere in the text) to ours (of the regex crate, matching all of it).

/// The same pattern for the whole text; none if it cannot be said.
pub(crate) fn whole(pattern: &str) -> Option<String> {
    let plain = ascii_classes(pattern);
    let whole = match anchored(&plain) {
        Some(inner) => inner.to_owned(),
        None => unanchored(&plain),
    };
    let is_known = |pattern: &str| regex::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build().is_ok() && crossdock_compiler::pattern::whole(pattern).is_ok();
    (is_known(&whole) && !whole.contains(char::is_control)).then_some(whole)
}

/// What stands between `^` and `$`, if they are about all of it.
fn anchored(pattern: &str) -> Option<&str> {
    let inner = before_end(pattern.strip_prefix('^')?)?;
    (!has_top_level_choice(inner)).then_some(inner)
}

/// What stands before a `$` at the end that means the end.
fn before_end(pattern: &str) -> Option<&str> {
    let inner = pattern.strip_suffix('$')?;
    let escapes = inner.chars().rev().take_while(|character| *character == '\\').count();
    (escapes % 2 == 0).then_some(inner)
}

fn has_top_level_choice(pattern: &str) -> bool {
    let (mut depth, mut class, mut escaped) = (0_i32, false, false);
    for character in pattern.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => depth += 1,
            ')' if !class => depth -= 1,
            '|' if !class && depth == 0 => return true,
            _ => {}
        }
    }
    false
}

fn unanchored(pattern: &str) -> String {
    match (pattern.strip_prefix('^'), before_end(pattern)) {
        (Some(inner), None) if !has_top_level_choice(inner) => format!("{inner}(?s:.*)"),
        (None, Some(inner)) if !has_top_level_choice(inner) => format!("(?s:.*){inner}"),
        _ => format!("(?s:.*)(?:{pattern})(?s:.*)"),
    }
}

/// JavaScript's `\d` and `\w` know ASCII alone.
fn ascii_classes(pattern: &str) -> String {
    let mut out = String::new();
    let (mut class, mut escaped) = (false, false);
    for character in pattern.chars() {
        match (escaped, character) {
            (true, 'd' | 'w') => {
                out.pop();
                let set = if character == 'd' { "0-9" } else { "A-Za-z0-9_" };
                out.push_str(&if class { set.to_owned() } else { format!("[{set}]") });
            }
            (false, '[') => {
                class = true;
                out.push('[');
            }
            (false, ']') => {
                class = false;
                out.push(']');
            }
            (_, other) => out.push(other),
        }
        escaped = !escaped && character == '\\';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_what_they_matched() {
        for (theirs, ours) in [
            ("^[A-Z]{2}$", Some("[A-Z]{2}")),
            (r"^\d{5}$", Some("[0-9]{5}")),
            (r"^[\d-]+$", Some("[0-9-]+")),
            ("^a", Some("a(?s:.*)")),
            ("a$", Some("(?s:.*)a")),
            ("a|b", Some("(?s:.*)(?:a|b)(?s:.*)")),
            ("^a|b$", Some("(?s:.*)(?:^a|b$)(?s:.*)")),
            ("^(a|b)$", Some("(a|b)")),
            (r"^a\$", Some(r"a\$(?s:.*)")),
            ("^(?!x).*$", None),
            ("(", None),
        ] {
            assert_eq!(whole(theirs).as_deref(), ours, "{theirs}");
        }
    }
}
