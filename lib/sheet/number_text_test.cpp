#include "sheet/number_text.h"

#include <doctest/doctest.h>

namespace tmis::sheet {
namespace {

TEST_CASE("whole numbers of up to 15 digits come as they are") {
  CHECK(number_text("0") == "0");
  CHECK(number_text("42") == "42");
  CHECK(number_text("-7") == "-7");
  CHECK(number_text("430102199001012") == "430102199001012");
  CHECK(number_text("1.5E3") == "1500");
  CHECK(number_text("3600.0") == "3600");
}

TEST_CASE(
    "an identity number that a spreadsheet took for a number shows that its digits are lost") {
  CHECK(number_text("4.3010219900101203E+17") == "4.30102199001012E+17");
  CHECK(number_text("430102199001012000") == "4.30102199001012E+17");
}

TEST_CASE("fractions come with at most 15 digits, as the spreadsheet shows them") {
  CHECK(number_text("0.1") == "0.1");
  CHECK(number_text("5.0999999999999996") == "5.1");
  CHECK(number_text("0.30000000000000004") == "0.3");
  CHECK(number_text("2345.6000000000004") == "2345.6");
  CHECK(number_text("0.00001") == "0.00001");
  CHECK(number_text("-1E-3") == "-0.001");
  CHECK(number_text("1E-20") == "1E-20");
}

TEST_CASE("what is no number is none") {
  CHECK_FALSE(number_text(""));
  CHECK_FALSE(number_text("abc"));
  CHECK_FALSE(number_text("1 2"));
  CHECK_FALSE(number_text("inf"));
  CHECK_FALSE(number_text("nan"));
  CHECK_FALSE(number_text("1e999"));
}

TEST_CASE("serial numbers are days of both systems") {
  CHECK(date_text("42614", NumberKind::date, false) == "2016-09-01");
  CHECK(date_text("41152", NumberKind::date, true) == "2016-09-01");
  CHECK(date_text("61", NumberKind::date, false) == "1900-03-01");
  CHECK(date_text("59", NumberKind::date, false) == "1900-02-28");
  CHECK(date_text("1", NumberKind::date, false) == "1900-01-01");
  CHECK(date_text("0", NumberKind::date, true) == "1904-01-01");
  CHECK(date_text("2958465", NumberKind::date, false) == "9999-12-31");
}

TEST_CASE("the 29 February 1900 of spreadsheets comes as what it is, to be refused as a date") {
  CHECK(date_text("60", NumberKind::date, false) == "1900-02-29");
}

TEST_CASE("a part of a day is a time") {
  CHECK(date_text("42614.5", NumberKind::date, false) == "2016-09-01 12:00:00");
  CHECK(date_text("42614.99999999", NumberKind::date, false) == "2016-09-02");
  CHECK(date_text("0.354166666666667", NumberKind::time, false) == "08:30:00");
}

TEST_CASE("numbers that are no dates, and lengths of time, are left numbers") {
  CHECK_FALSE(date_text("-1", NumberKind::date, false));
  CHECK_FALSE(date_text("2958466", NumberKind::date, false));
  CHECK_FALSE(date_text("0", NumberKind::date, false));
  CHECK_FALSE(date_text("1.5", NumberKind::time, false));
}

TEST_CASE("built-in formats of dates, Chinese ones too") {
  for (const unsigned id : {14u, 15u, 16u, 17u, 22u, 27u, 31u, 36u, 50u, 57u, 58u})
    CHECK(builtin_kind(id) == NumberKind::date);
  for (const unsigned id : {18u, 21u, 32u, 45u, 47u, 55u})
    CHECK(builtin_kind(id) == NumberKind::time);
  for (const unsigned id : {0u, 1u, 2u, 4u, 9u, 11u, 37u, 40u, 48u, 49u, 59u})
    CHECK(builtin_kind(id) == NumberKind::number);
}

TEST_CASE("custom formats are dates by y, m, d outside quotes and brackets") {
  for (const char* code :
       {"yyyy-mm-dd", "yyyy\"\xE5\xB9\xB4\"m\"\xE6\x9C\x88\"d\"\xE6\x97\xA5\"", "[$-804]yyyy/m/d;@",
        "[DBNum1][$-804]m\"\xE6\x9C\x88\"d\"\xE6\x97\xA5\"", "mmm-yy", "YYYY\\-MM\\-DD", "m/d",
        "yyyy-mm-dd hh:mm:ss", "yyyy\xE5\xB9\xB4mm\xE6\x9C\x88"})
    CHECK_MESSAGE(format_kind(code) == NumberKind::date, code);
  for (const char* code :
       {"h:mm", "[h]:mm:ss", "h:mm AM/PM", "mm:ss.0", "h\"\xE6\x97\xB6\"mm\"\xE5\x88\x86\""})
    CHECK_MESSAGE(format_kind(code) == NumberKind::time, code);
  for (const char* code : {"General", "0.00", "#,##0", "0\"day\"", "0_d", "\\d0", "@", "0.00E+00",
                           "[Red]0", "0%", "0;\"dmy\"", "\"unclosed d", "[unclosed d"})
    CHECK_MESSAGE(format_kind(code) == NumberKind::number, code);
}

}  // namespace
}  // namespace tmis::sheet
