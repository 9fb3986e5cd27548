//! Codes of the parser.

super::codes! {
    E0101 "Something else should stand here",
    E0102 "A bracket is not closed",
    E0103 "A closing bracket too many",
    E0104 "A text is not closed",
    E0105 "Not part of this version",
    E0106 "A character without meaning here",
    E0107 "Nested too deeply",
    E0108 "A comma is missing",
    E0109 "Comparisons cannot be chained",
    E0110 "Written otherwise in Flow",
    E0111 "No such character",
    E0112 "Outside of any item",
    E0113 "A misspelt keyword",
}
