#include "schema/heading.h"

#include <functional>
#include <random>

#include "schema/testing.h"

namespace tmis::schema {
namespace {

using testing::line;
using testing::Lines;

const FieldSet& study_set() { return testing::catalogue().at("study_experience"); }
const FieldSet& basic() { return testing::catalogue().at("basic_information"); }

std::size_t index(const FieldSet& set, std::string_view id) { return set.field_index(id).value(); }

Error error_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const Error& e) {
    return e;
  }
  FAIL("no error");
  return Error{codes::internal};
}
Error refused(const FieldSet& set, Lines rows) {
  return error_of([&] {
    const Heading h = HeadingFinder{set}.find(rows);
    if (!h.unknown.empty()) refuse_heading(h.row, h.unknown);  // as RowReader does
  });
}
/// "column code" of each detail.
std::vector<std::string> details(const Error& e) {
  std::vector<std::string> out;
  for (const Finding& f : e.details()) out.push_back(std::to_string(f.column) + " " + f.code->name);
  return out;
}
using Faults = std::vector<std::string>;

TEST_CASE("every field of every table is found by id, Chinese and English label") {
  for (const FieldSet& set : testing::catalogue().all()) {
    CAPTURE(set.id);
    for (int form = 0; form < 3; ++form) {
      Line titles;
      titles.add().text = form == 0   ? "id_number"
                          : form == 1 ? "身份证件号"
                                      : "identity document number";
      for (const Field& f : set.fields)
        titles.add().text = form == 0 ? f.id : form == 1 ? f.label.zh : f.label.en;
      const Heading h = HeadingFinder{set}.match(titles);
      CHECK(h.who == Who::Kind::id_number);
      for (std::size_t i = 0; i < set.fields.size(); ++i) {
        CAPTURE(set.fields[i].id);
        // In the table of the person the number is a field of its own.
        if (set.fields[i].role == "identity_number") {
          CHECK(h.column_of[i] <= i + 1);
        } else {
          CHECK(h.column_of[i] == i + 1);
          CHECK(h.field_of[i + 1] == i);
        }
      }
    }
  }
}

TEST_CASE("stars, brackets, colons, spaces, width and case of a title don't matter") {
  const std::size_t field = index(study_set(), "institution");
  for (const char* title :
       {"institution", "INSTITUTION", "Institution*", "＊institution", "★获得学历的院校或机构",
        "获得学历的院校或机构（必填）", "获得学历的院校或机构(必填)", "获得学历的 院校或机构 *",
        "获得学历的\n院校或机构", "获得学历的院校或机构：", "获得学历的院校或机构【60字以内】",
        "ｉｎｓｔｉｔｕｔｉｏｎ", "※获得学历的院校或机构[text]", "　获得学历的院校或机构　"}) {
    const Heading h = HeadingFinder{study_set()}.match(line(title));
    CHECK_MESSAGE(h.field_of[0] == field, title);
  }
  const FieldSet& pay = testing::catalogue().at("basic_pay");
  for (const char* title :
       {"基本工资(元/月)", "基本工资（元/月）", "基本工资", "基本工资(元)", "基本工资*"})
    CHECK_MESSAGE(HeadingFinder{pay}.match(line(title)).field_of[0] == index(pay, "basic_salary"),
                  title);
}

TEST_CASE("a short form that two fields share names neither") {
  FieldSet set;
  set.fields.resize(2);
  set.fields[0].id = "a";
  set.fields[0].label = {"金额(元)", "amount (yuan)"};
  set.fields[1].id = "b";
  set.fields[1].label = {"金额(美元)", "amount (dollar)"};
  const HeadingFinder finder{set};
  CHECK(finder.match(line("金额")).field_of[0] == Heading::none);
  CHECK(finder.match(line("金额(美元)")).field_of[0] == 1);
  CHECK(finder.match(line("金额（元）")).field_of[0] == 0);
}

TEST_CASE(
    "the teacher is named by identity number, teacher number or staff number, the first there") {
  const auto who = [](std::string_view titles) {
    const Heading h = HeadingFinder{study_set()}.match(line(titles));
    static constexpr const char* kKinds[] = {"none", "id", "teacher", "staff"};
    const std::string kind = kKinds[static_cast<std::size_t>(h.who)];
    return h.who_column == Heading::none ? kind : kind + " " + std::to_string(h.who_column);
  };
  for (const char* t : {"id_number", "身份证件号", "身份证号", "身份证号码", "身份证件号码",
                        "Identity document number", "身份证件号*", "身份证号（18位）"})
    CHECK_MESSAGE(who(t) == "id 0", t);
  CHECK(who("获得学历|个人标识码") == "teacher 1");
  CHECK(who("teacher_number") == "teacher 0");
  CHECK(who("教职工号") == "staff 0");
  CHECK(who("教职工号|获得学历|身份证件号") == "id 2");
  CHECK(who("教职工号|个人标识码") == "teacher 1");
  CHECK(who("获得学历") == "none");
}

TEST_CASE("in the table of the person its own number names the teacher") {
  const Heading h = HeadingFinder{basic()}.match(line("教职工号|姓名|身份证件号|个人标识码"));
  CHECK(h.who == Who::Kind::id_number);
  CHECK(h.who_column == 2);
  CHECK(h.field_of[2] == index(basic(), "identity_document_number"));
  CHECK(h.field_of[0] == index(basic(), "staff_number"));
}

TEST_CASE("the heading is found below titles, notes and empty rows, and the rows follow it") {
  Lines rows{"青澜市第一小学教师学历登记表||||",
             "",
             "填表说明:红色为必填,请勿改动表头||",
             "单位:青澜市第一小学||2017年2月13日",
             "序号|身份证件号|获得学历*|入学年月（必填）|备  注",
             "1|11010519491231002X|21|2003-09|",
             "2|11010519491231002X|31|2007-09|"};
  // 备注 is no field of this table.
  const Heading other = HeadingFinder{study_set()}.find(rows);
  CHECK(other.row == 5);
  REQUIRE(other.unknown.size() == 1);
  CHECK(other.unknown[0].column == 5);

  Lines good{"青澜市第一小学教师学历登记表||||", "", "单位:青澜市第一小学||2017年2月13日",
             "序号|身份证件号|获得学历*|入学年月（必填）|退回原因",
             "1|11010519491231002X|21|2003-09|"};
  const Heading h = HeadingFinder{study_set()}.find(good);
  CHECK(h.row == 4);
  CHECK(h.who_column == 1);
  CHECK(h.field_of == std::vector<std::size_t>{Heading::none, Heading::none,
                                               index(study_set(), "education_level"),
                                               index(study_set(), "entry_month"), Heading::none});
  CHECK(h.aside == std::vector<bool>{true, false, false, false, true});
  Line next;
  REQUIRE(good.next(next));
  CHECK(next.number == 5);
}

TEST_CASE("a row of a form that names two fields among other words is no heading") {
  Lines rows{"说明|获得学历|请填代码|入学年月|请填年月|所学专业之外|不要改|表头|颜色",
             "身份证件号|获得学历|入学年月"};
  CHECK(HeadingFinder{study_set()}.find(rows).row == 2);
}

TEST_CASE("reasons of a rejects file and running numbers are passed over") {
  for (const char* t : {"tmis:reason", "退回原因", "reason for rejection", "Reason for rejection*",
                        "序号", "No.", "序 号", "#"}) {
    Lines rows{std::string("身份证件号|获得学历|") + t};
    const Heading h = HeadingFinder{study_set()}.find(rows);
    CHECK_MESSAGE(h.aside[2], t);
    CHECK(h.field_of[2] == Heading::none);
  }
  // 处分原因 is a field whose English label is "reason".
  const FieldSet& discipline = testing::catalogue().at("discipline");
  CHECK(HeadingFinder{discipline}.match(line("reason")).field_of[0] == index(discipline, "reason"));
}

TEST_CASE("all unknown columns are told at once, each with what may have been meant") {
  const Error e = refused(study_set(), {"身份证件号|获得学历|入学年分|xyz|所学专业|"});
  CHECK(e.code().name == std::string{"heading.unknown"});
  CHECK(details(e) == Faults{"3 heading.unknown", "4 heading.unknown"});
  CHECK(e.details()[0].value == "入学年分");
  CHECK(*testing::argument(e.details()[0].args, "column") == "C");
  CHECK(e.code().exit == Exit::rejected);
}

TEST_CASE("a column without a title is passed over") {
  Lines rows{"身份证件号||获得学历| |"};
  CHECK(HeadingFinder{study_set()}.find(rows).field_of[1] == Heading::none);
}

TEST_CASE("two columns for one field, or for the teacher, are refused") {
  CHECK(details(refused(study_set(), {"身份证件号|获得学历|所学专业|education_level"})) ==
        Faults{"4 heading.twice"});
  const Error e = refused(study_set(), {"身份证件号|获得学历|身份证号码"});
  CHECK(details(e) == Faults{"3 heading.twice"});
  CHECK(*testing::argument(e.details()[0].args, "first") == "A");
}

TEST_CASE("a file without a heading, or without a column for the teacher, is refused") {
  CHECK(refused(study_set(), {}).code().name == std::string{"heading.missing"});
  CHECK(refused(study_set(), {"", "随便|写的|东西", "1|2|3"}).code().name ==
        std::string{"heading.missing"});
  CHECK(refused(study_set(), {"获得学历"}).code().name == std::string{"heading.missing"});
  const Error e = refused(study_set(), {"标题", "获得学历|所学专业"});
  CHECK(e.code().name == std::string{"heading.no-teacher"});
  CHECK(e.place().row == 2);
}

TEST_CASE("where most columns are unknown the nearest to a heading is explained") {
  const Error e = refused(study_set(),
                          {"登记表", "身份证件号|学历|学校|专业方向", "11010519491231002X|21|a|b"});
  CHECK(e.place().row == 2);
  CHECK(details(e) == Faults{"2 heading.unknown", "3 heading.unknown", "4 heading.unknown"});
}

TEST_CASE("a heading is looked for in the first 30 lines only") {
  std::vector<std::string> rows;
  const auto with_heading_at = [](int row) {
    struct Rows {
      int at, n = 0;
      bool next(Line& out) {
        ++n;
        out = line(n == at ? "身份证件号|获得学历" : "", static_cast<std::uint64_t>(n));
        return n <= 100;
      }
    };
    return Rows{row};
  };
  auto in_time = with_heading_at(30);
  CHECK(HeadingFinder{study_set()}.find(in_time).row == 30);
  auto too_late = with_heading_at(31);
  CHECK(error_of([&] { HeadingFinder{study_set()}.find(too_late); }).code().name ==
        std::string{"heading.missing"});
}

TEST_CASE("the only column may be the one that names the teacher") {
  Lines rows{"身份证件号"};
  CHECK(HeadingFinder{study_set()}.find(rows).who_column == 0);
}

TEST_CASE("a title of megabytes or of terminal codes is told in short and shown escaped") {
  const Error e = refused(study_set(), {"身份证件号|获得学历|" + std::string(5 << 20, 'x')});
  CHECK(e.details()[0].value.size() < 100);
  const Error escape = refused(study_set(), {"身份证件号|获得学历|\x1B[31m红"});
  CHECK(escape.details()[0].value.find('\x1B') == std::string::npos);
}

TEST_CASE("no line, however odd, breaks the search for a heading") {
  std::mt19937 random{7};
  static const std::vector<std::string> kPieces = {
      "身份证件号", "获得学历", "(",        ")",    "（",   "】", "*",  "★",  " ",
      "\n",         "\xFF",     "\xE4\xB8", "原因", "序号", "[",  "()", "：", "\xEF\xBB\xBF"};
  for (int i = 0; i < 3000; ++i) {
    Line l;
    for (std::size_t cells = random() % 6; cells > 0; --cells) {
      std::string& text = l.add().text;
      for (std::size_t n = random() % 5; n > 0; --n) text += kPieces[random() % kPieces.size()];
    }
    struct Once {
      const Line& l;
      bool done = false;
      bool next(Line& out) { return out = l, !std::exchange(done, true); }
    } once{l};
    try {
      const Heading h = HeadingFinder{study_set()}.find(once);
      CHECK(h.who_column < l.used);
      CHECK(h.field_of.size() == l.used);
    } catch (const Error& e) {
      CHECK(std::string{e.code().name}.starts_with("heading."));
    }
  }
}

TEST_CASE("a label is known with several remarks in brackets behind it") {
  for (const char* t :
       {"入学年月（必填）(格式2008-09)", "入学年月*[必填]【yyyy-mm】(见说明)", "入学\u200B年月"})
    CHECK_MESSAGE(
        HeadingFinder{study_set()}.match(line(t)).field_of[0] == index(study_set(), "entry_month"),
        t);
}

TEST_CASE("a name is a column of its own where the table has no such field") {
  const Heading h = HeadingFinder{study_set()}.match(line("姓 名*|身份证件号|获得学历"));
  CHECK(h.name_column == 0);
  CHECK(h.field_of[0] == Heading::none);
  CHECK(HeadingFinder{basic()}.match(line("姓名|身份证件号")).name_column == Heading::none);
  CHECK(details(refused(study_set(), {"姓名|身份证件号|获得学历|教师姓名"})) ==
        Faults{"4 heading.unknown"});
}

}  // namespace
}  // namespace tmis::schema
