# table.jq: of results.json the rows of a table, with tabs between:
#   S NAME POINTS MOST NOTE
#   T NAME LAYER KIND POINTS MOST STATUS PRIMITIVE CALL WORDS    the test, and what it failed at
def failed_at:
  (capture("^[A-Za-z]+, call [0-9]+: (?<call>(?<primitive>[a-z_0-9]+)\\([^)]*\\))")
   + {words: ""})
  // (capture("^[A-Za-z]+: (?<primitive>[a-z_0-9]+): (?<words>[^\n]*)") + {call: ""})
  // {primitive: "", call: "", words: (split("\n")[0] // "")};
(input_filename | split("/")[-1] | rtrimstr(".json")) as $name
| ["S", $name, .score, .max_score, (.output | split("\n")[1:] | join("; "))],
  (.tests[]
   | (.name | capture("^(?<layer>[A-Za-z0-9]+) (?<kind>discipline|refinement|trace)")) as $of
   | (if .status == "passed" then {} else .output | failed_at end) as $at
   | ["T", $name, $of.layer, $of.kind, .score, .max_score, .status,
      $at.primitive, $at.call, $at.words])
| @tsv
