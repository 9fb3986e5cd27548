//! Codes of lifecycles and ownership.

super::codes! {
    E0650 "A lifecycle of something else",
    E0651 "A lifecycle's key that may be missing",
    E0652 "Two lifecycles of one record",
    E0653 "A lifecycle without moves",
    E0654 "No such state",
    E0655 "A final state that is left",
    E0656 "A time limit that cannot be",
    E0657 "Never in time",
    E0660 "In no state",
    E0661 "No such move",
    E0662 "Not theirs to move",
    E0665 "Nothing to own",
    E0666 "Two owners",
    E0667 "Set by another than its owner",
    W0650 "A state that is never reached",
    W0651 "A dead end",
}
