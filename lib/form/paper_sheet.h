// A list as an office hands it in: A4 lying, title, heading repeated on each page, checkpoint at
// the foot; as PDF or as a workbook that prints so. What stands in it is the caller's.
#pragma once

#include <string>
#include <vector>

#include "form/pdf.h"
#include "journal/desk.h"

namespace tmis::form {

class Pen;

struct PaperSheet {
  struct Column {
    std::string title;
    double width = 10;  // in characters; columns share the page in this proportion
    bool number = false;
  };
  std::string title;
  std::string under_title;  // organisation and day
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// What stands at the foot of a page: the checkpoint of the file, and the time.
Foot present_foot(Desk& desk);

/// That foot on page `n` of `of`.
void draw_foot(Pen& pen, const Foot& foot, int n, int of);

/// Writes it; the ending of `path` says as what. Throws file.ending (2) for another one than .pdf
/// and .xlsx, form.no-font, file.unwritable (7).
void write_paper_sheet(const PaperSheet& sheet, const Foot& foot, const std::string& path);

}  // namespace tmis::form
