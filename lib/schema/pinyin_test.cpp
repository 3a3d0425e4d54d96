// Letters as teachers type them, over the labels of the program's own code tables.
#include "schema/pinyin.h"

#include <algorithm>
#include <map>

#include "schema/code_search.h"
#include "schema/testing.h"

namespace tmis::schema {
namespace {

std::vector<std::string> labels_found(std::string_view table, std::string_view typed) {
  std::vector<std::string> out;
  for (const CodeEntry* entry : search(testing::catalogue().codes(table), typed).entries)
    out.push_back(entry->zh);
  return out;
}

}  // namespace

TEST_CASE("every ethnicity is found by the initials and by the pinyin that its people use") {
  // Written from GB/T 3304's own romanised names where those are pinyin, else from a dictionary.
  const std::map<std::string, std::string> spoken{{"汉族", "han zu"},
                                                  {"蒙古族", "meng gu zu"},
                                                  {"回族", "hui zu"},
                                                  {"藏族", "zang zu"},
                                                  {"维吾尔族", "wei wu er zu"},
                                                  {"苗族", "miao zu"},
                                                  {"彝族", "yi zu"},
                                                  {"壮族", "zhuang zu"},
                                                  {"布依族", "bu yi zu"},
                                                  {"朝鲜族", "chao xian zu"},
                                                  {"满族", "man zu"},
                                                  {"侗族", "dong zu"},
                                                  {"瑶族", "yao zu"},
                                                  {"白族", "bai zu"},
                                                  {"土家族", "tu jia zu"},
                                                  {"哈尼族", "ha ni zu"},
                                                  {"哈萨克族", "ha sa ke zu"},
                                                  {"傣族", "dai zu"},
                                                  {"黎族", "li zu"},
                                                  {"傈僳族", "li su zu"},
                                                  {"佤族", "wa zu"},
                                                  {"畲族", "she zu"},
                                                  {"高山族", "gao shan zu"},
                                                  {"拉祜族", "la hu zu"},
                                                  {"水族", "shui zu"},
                                                  {"东乡族", "dong xiang zu"},
                                                  {"纳西族", "na xi zu"},
                                                  {"景颇族", "jing po zu"},
                                                  {"柯尔克孜族", "ke er ke zi zu"},
                                                  {"土族", "tu zu"},
                                                  {"达斡尔族", "da wo er zu"},
                                                  {"仫佬族", "mu lao zu"},
                                                  {"羌族", "qiang zu"},
                                                  {"布朗族", "bu lang zu"},
                                                  {"撒拉族", "sa la zu"},
                                                  {"毛南族", "mao nan zu"},
                                                  {"仡佬族", "ge lao zu"},
                                                  {"锡伯族", "xi bo zu"},
                                                  {"阿昌族", "a chang zu"},
                                                  {"普米族", "pu mi zu"},
                                                  {"塔吉克族", "ta ji ke zu"},
                                                  {"怒族", "nu zu"},
                                                  {"乌孜别克族", "wu zi bie ke zu"},
                                                  {"俄罗斯族", "e luo si zu"},
                                                  {"鄂温克族", "e wen ke zu"},
                                                  {"德昂族", "de ang zu"},
                                                  {"保安族", "bao an zu"},
                                                  {"裕固族", "yu gu zu"},
                                                  {"京族", "jing zu"},
                                                  {"塔塔尔族", "ta ta er zu"},
                                                  {"独龙族", "du long zu"},
                                                  {"鄂伦春族", "e lun chun zu"},
                                                  {"赫哲族", "he zhe zu"},
                                                  {"门巴族", "men ba zu"},
                                                  {"珞巴族", "luo ba zu"},
                                                  {"基诺族", "ji nuo zu"},
                                                  {"穿青人", "chuan qing ren"},
                                                  {"其他", "qi ta"}};
  for (const auto& one : spoken) {
    const auto& label = one.first;
    CAPTURE(label);
    std::string initials, whole;
    for (const auto syllable : split(one.second, ' ')) {
      initials.push_back(syllable.front());
      whole.append(syllable);
    }
    CHECK(sounds_like(label, initials) == Sound::whole);
    CHECK(sounds_like(label, whole) == Sound::whole);
    const auto by_spaces = labels_found("ethnicity", one.second);
    CHECK(std::find(by_spaces.begin(), by_spaces.end(), label) != by_spaces.end());
  }
}

TEST_CASE("characters with several readings are found by the one that the name has") {
  CHECK(sounds_like("重庆市", "cqs") == Sound::whole);
  CHECK(sounds_like("重庆市", "chongqing") == Sound::start);
  CHECK(sounds_like("长沙市", "cs") == Sound::start);
  CHECK(sounds_like("长沙市", "changshashi") == Sound::whole);
  CHECK(sounds_like("六安市", "luan") == Sound::start);
  CHECK(sounds_like("蚌埠市", "bengbu") == Sound::start);
  CHECK(sounds_like("铅山县", "yanshan") == Sound::start);
  CHECK(sounds_like("女性", "nvxing") == Sound::whole);
  CHECK(sounds_like("女性", "nu") == Sound::start);
  CHECK(sounds_like("大学本科毕业", "bk") == Sound::within);
  CHECK(sounds_like("汉族", "hzz") == Sound::none);
  CHECK(sounds_like("汉族", "") == Sound::none);
}

TEST_CASE("a search puts what was meant first") {
  auto hz = labels_found("ethnicity", "hz");
  CHECK(hz.front() == "汉族");
  CHECK(std::find(hz.begin(), hz.end(), "回族") != hz.end());
  CHECK(labels_found("ethnicity", "hui") == std::vector<std::string>{"回族"});
  CHECK(labels_found("ethnicity", "汉") == std::vector<std::string>{"汉族"});
  CHECK(labels_found("ethnicity", "05") == std::vector<std::string>{"维吾尔族"});
  CHECK(search(testing::catalogue().codes("ethnicity"), "05").exact);
  CHECK(labels_found("ethnicity", "mongo").front() == "蒙古族");
  CHECK(labels_found("ethnicity", "zzzz").empty());
  CHECK(labels_found("ethnicity", "").size() ==
        testing::catalogue().codes("ethnicity").entries().size());
  CHECK(labels_found("country_region", "zg").front() == "中国");
}

}  // namespace tmis::schema
