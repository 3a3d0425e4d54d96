// verdicts SCHEMA < documents: for each line 1 (fits), 0 (doesn't) or ! (no JSON); what ajv.mjs
// compares with.
#include <iostream>
#include <string>

#include "base/file.h"
#include "schema/validator.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    const std::string path = argv[1];
    const auto slash = path.rfind('/');
    const auto validator = tmis::schema::schema_of(path.substr(0, slash), path.substr(slash + 1));
    for (std::string line; std::getline(std::cin, line);) {
      try {
        std::cout << (validator.validate(line).empty() ? "1\n" : "0\n");
      } catch (const tmis::Error&) {
        std::cout << "!\n";
      }
    }
  } catch (const tmis::Error& e) {
    std::cerr << e.what() << "\n";
    return 1;
  }
}
