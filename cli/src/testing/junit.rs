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

/// One suite for each file, in the order in which files first appear; valid by the XSD of Ant's JUnit reports, which is the strictest one in use.
pub fn junit(cases: &[Case], started: jiff::Timestamp) -> String {
    let mut files: Vec<&str> = Vec::new();
    for case in cases {
        if !files.contains(&case.file.as_str()) {
            files.push(&case.file);
        }
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (id, file) in files.into_iter().enumerate() {
        let of_file: Vec<&Case> = cases.iter().filter(|case| case.file == file).collect();
        out.push_str(&suite(id, file, &of_file, started));
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(id: usize, file: &str, cases: &[&Case], started: jiff::Timestamp) -> String {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let (name, time) = (escaped(file), cases.iter().map(|case| case.took).sum::<Duration>().as_secs_f64());
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\"", cases.len());
    let mut out = format!(
        "  <testsuite id=\"{id}\" package=\"crossdock\" name=\"{name}\" hostname=\"localhost\" timestamp=\"{}\" {counts} time=\"{time:.3}\">\n    <properties/>\n",
        started.strftime("%Y-%m-%dT%H:%M:%S")
    );
    for case in cases {
        let head = format!("    <testcase classname=\"{name}\" name=\"{}\" time=\"{:.3}\"", escaped(&case.name), case.took.as_secs_f64());
        out.push_str(&match &case.failure {
            None => format!("{head}/>\n"),
            Some(text) => {
                let first = text.lines().next().unwrap_or_default();
                format!("{head}>\n      <failure type=\"different\" message=\"{}\">{}</failure>\n    </testcase>\n", escaped(first), escaped(text))
            }
        });
    }
    out.push_str("    <system-out/>\n    <system-err/>\n  </testsuite>\n");
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
<testsuites>
  <testsuite id=\"0\" package=\"crossdock\" name=\"a.flow\" hostname=\"localhost\" timestamp=\"2026-01-15T12:00:00\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0.024\">
    <properties/>
    <testcase classname=\"a.flow\" name=\"a &quot;b&quot; &lt;c&gt; &amp; d\" time=\"0.012\"/>
    <testcase classname=\"a.flow\" name=\"y\" time=\"0.012\"/>
    <system-out/>
    <system-err/>
  </testsuite>
  <testsuite id=\"1\" package=\"crossdock\" name=\"b.flow\" hostname=\"localhost\" timestamp=\"2026-01-15T12:00:00\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0.012\">
    <properties/>
    <testcase classname=\"b.flow\" name=\"x\" time=\"0.012\">
      <failure type=\"different\" message=\"it differs\">it differs\n- 1\u{fffd}\n+ 2</failure>
    </testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>
";
        assert_eq!(junit(&cases, jiff::Timestamp::constant(1_768_478_400, 0)), expected);
    }
}
