// Requirements as tables show them.
#include "cmd/credits_tables.h"

#include "base/message.h"

namespace tmis::cmd {

Values requirement_cells(const workflow::RequirementLine& line) {
  const auto& r = *line.requirement;
  return {Value{r.id},
          Value{language() == Language::zh ? r.zh : r.en},
          line.year == 0 ? Value{} : Value{std::int64_t{line.year}},
          amount(r.at_least),
          amount(line.have),
          amount(line.shortfall)};
}

Table requirements_table(const std::vector<workflow::RequirementLine>& lines) {
  Table table{{{"requirement"},
               {"label"},
               {"year", Kind::number},
               amount_column("at_least"),
               amount_column("have"),
               amount_column("short"),
               {"until"},
               {"met", Kind::boolean},
               {"state", Kind::text, {}, "state.credits."}},
              {}};
  for (const auto& line : lines) {
    Values row = requirement_cells(line);
    row.insert(row.end(), {Value{to_iso(line.until)},
                           Value{std::int64_t{line.state == workflow::CreditState::met}},
                           Value{workflow::name(line.state)}});
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace tmis::cmd
