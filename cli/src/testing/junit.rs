//! Results as JUnit XML, which most build servers read.

use std::time::Duration;

pub struct Case {
    /// The file the test stands in.
    pub file: String,
    pub name: String,
    pub took: Duration,
    /// What went wrong, if anything.
    pub failure: Option<String>,
}

/// One suite for each file, in the order in which files first appear.
pub fn junit(cases: &[Case]) -> String {
    let mut files: Vec<&str> = Vec::new();
    for case in cases {
        if !files.contains(&case.file.as_str()) {
            files.push(&case.file);
        }
    }
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{failures}\">\n", cases.len());
    for file in files {
        let of_file: Vec<&Case> = cases.iter().filter(|case| case.file == file).collect();
        out.push_str(&suite(file, &of_file));
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(file: &str, cases: &[&Case]) -> String {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let mut out = format!("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\">\n", escaped(file), cases.len());
    for case in cases {
        let head = format!("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3}\"", escaped(file), escaped(&case.name), case.took.as_secs_f64());
        out.push_str(&match &case.failure {
            None => format!("{head}/>\n"),
            Some(text) => {
                let first = text.lines().next().unwrap_or_default();
                format!("{head}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", escaped(first), escaped(text))
            }
        });
    }
    out.push_str("  </testsuite>\n");
    out
}

/// XML cannot hold most control characters, not even escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(char),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            char if char.is_control() => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_suite_a_file_and_nothing_that_breaks_xml() {
        let case = |file: &str, name: &str, failure: Option<&str>| Case { file: file.into(), name: name.into(), took: Duration::from_millis(12), failure: failure.map(Into::into) };
        let cases = [case("a.flow", "a \"b\" <c> & d", None), case("b.flow", "x", Some("it differs\n- 1\u{1b}\n+ 2")), case("a.flow", "y", None)];
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites tests=\"3\" failures=\"1\">
  <testsuite name=\"a.flow\" tests=\"2\" failures=\"0\">
    <testcase classname=\"a.flow\" name=\"a &quot;b&quot; &lt;c&gt; &amp; d\" time=\"0.012\"/>
    <testcase classname=\"a.flow\" name=\"y\" time=\"0.012\"/>
  </testsuite>
  <testsuite name=\"b.flow\" tests=\"1\" failures=\"1\">
    <testcase classname=\"b.flow\" name=\"x\" time=\"0.012\">
      <failure message=\"it differs\">it differs\n- 1\u{fffd}\n+ 2</failure>
    </testcase>
  </testsuite>
</testsuites>
";
        assert_eq!(junit(&cases), expected);
    }
}
