//! Parameters and results of fns and maps.

use super::says;

says! {
    a_map_makes_a_record: "
enum Service { standard }
map wrong(service: Service) -> text { a = 1 }
";
}
