// Passwords that everyone tries first, those of Chinese offices among them. All in lower case,
// sorted, none under 8 bytes (those are refused by their length).
#include "keys/common_passwords.h"

#include <algorithm>
#include <array>

namespace tmis::keys {
namespace {

constexpr auto kCommon = std::to_array<std::string_view>({
    "!qaz2wsx",      "00000000",      "000000000",    "0000000000",   "01234567",
    "0123456789",    "0987654321",    "110110110",    "110119120",    "11111111",
    "111111111",     "1111111111",    "11112222",     "11223344",     "1122334455",
    "112233445566",  "119119119",     "120120120",    "12121212",     "123123123",
    "123321123",     "12341234",      "12344321",     "123454321",    "123456123",
    "123456654321",  "12345678",      "123456789",    "1234567890",   "12345678910",
    "1234567899",    "123456789a",    "123456789abc", "123456789q",   "12345678a",
    "12345678abc",   "12345678q",     "12345679",     "1234567a",     "123456aa",
    "123456abc",     "123456qq",      "12345qwert",   "1234qwer",     "123qwe123",
    "123qweasd",     "13141314",      "13145200",     "1314520520",   "13579246",
    "135792468",     "1357924680",    "147147147",    "147258369",    "147852369",
    "15201314",      "159357456",     "159753456",    "168168168",    "16888888",
    "18888888",      "1a2b3c4d",      "1a2s3d4f",     "1q2w3e4r",     "1q2w3e4r5t",
    "1qaz!qaz",      "1qaz1qaz",      "1qaz2wsx",     "1qaz@wsx",     "1qazxsw2",
    "22222222",      "24681012",      "246813579",    "258258258",    "2wsx3edc",
    "33333333",      "369369369",     "3edc4rfv",     "44444444",     "456456456",
    "518518518",     "51885188",      "52013140",     "520131400",    "52013141",
    "5201314520",    "5201314a",      "52052052",     "520520520",    "55555555",
    "5845201314",    "66666666",      "666666666",    "66668888",     "741852963",
    "7758258a",      "7758520a",      "77585210",     "7758521a",     "77588521",
    "77777777",      "789456123",     "789789789",    "87654321",     "88886666",
    "88888888",      "888888888",     "8888888888",   "963852741",    "98765432",
    "987654321",     "99999999",      "999999999",    "a1234567",     "a12345678",
    "a123456789",    "a1b2c3d4",      "aa123456",     "aa12345678",   "aaa123456",
    "aaaa1234",      "aaaaaaaa",      "aaaaaaaaa",    "aabbccdd",     "ab123456",
    "abababab",      "abc12345",      "abc123456",    "abc123456789", "abcd1234",
    "abcd12345",     "abcd123456",    "abcde123",     "abcdefg1",     "abcdefgh",
    "admin123",      "admin1234",     "admin12345",   "admin123456",  "admin888",
    "admin8888",     "administrator", "aini1314",     "alibaba1",     "as123456",
    "asd123456",     "asdf1234",      "asdfasdf",     "asdfghjk",     "asdfghjkl",
    "banzhuren",     "baseball",      "beijing123",   "beijing2008",  "caonima1",
    "caonima123",    "cc123456",      "changeit",     "changeme",     "chen123456",
    "china123",      "china2008",     "computer",     "default1",     "dragon123",
    "football",      "guest123",      "huang123",     "huawei123",    "iloveyou",
    "iloveyou1",     "iloveyou1314",  "iloveyou520",  "internet",     "jiaoshi1",
    "jiaoshi123",    "jiaoshi123456", "jiaoyu123",    "jiaoyu123456", "jiaoyuju",
    "jordan23",      "l123456789",    "laoshi123",    "laoshi123456", "letmein1",
    "letmein123",    "li123456",      "lilili123",    "liu123456",    "ll123456",
    "manager1",      "manager123",    "michael1",     "mima1234",     "mima12345",
    "mima123456",    "mimamima",      "monkey123",    "mypassword",   "nihao123",
    "nihao123456",   "p@ssw0rd",      "p@ssword",     "pa55word",     "passw0rd",
    "passwd123",     "password",      "password1",    "password12",   "password123",
    "password2017",  "princess",      "q1234567",     "q12345678",    "q123456789",
    "q1w2e3r4",      "q1w2e3r4t5",    "qaz123456",    "qazwsx123",    "qazwsxedc",
    "qq123456",      "qq12345678",    "qq123456789",  "qwe123456",    "qweasdzxc",
    "qwer1234",      "qwerasdf",      "qwert123",     "qwert12345",   "qwerty12",
    "qwerty123",     "qwertyqwerty",  "qwertyui",     "qwertyuiop",   "root1234",
    "root123456",    "s123456789",    "school123",    "school123456", "shanghai",
    "shifan123",     "starwars",      "student1",     "student123",   "sunshine",
    "superman",      "system123",     "taobao123",    "teacher1",     "teacher123",
    "teacher123456", "test1234",      "test12345",    "test123456",   "tmis1234",
    "tmis123456",    "trustno1",      "user1234",     "user123456",   "w123456789",
    "wang1234",      "wang123456",    "wangwang",     "wangwei1",     "wangwei123",
    "weixin123",     "weixin123456",  "welcome1",     "welcome123",   "welcome2017",
    "whatever",      "woaini12",      "woaini123",    "woaini1314",   "woaini520",
    "woaini5201314", "woaini521",     "woaiwojia",    "woaizhongguo", "wobuzhidao",
    "wodemima",      "wodemima123",   "woshishui",    "wsx123456",    "x123456789",
    "xiaoming",      "xiaoxiao",      "xuesheng",     "xuesheng123",  "xuexiao1",
    "xuexiao123",    "xuexiao123456", "xx123456",     "yang123456",   "z123456789",
    "zaq12wsx",      "zaq1zaq1",      "zhang123",     "zhang123456",  "zhangwei",
    "zhangwei123",   "zhao1234",      "zhongguo",     "zhonghua",     "zhou1234",
    "zx123456",      "zxc123456",     "zxcvbnm1",     "zxcvbnm123",   "zz123456",
});

static_assert(std::is_sorted(kCommon.begin(), kCommon.end()));

}  // namespace

bool is_common(std::string_view lower) {
  return std::binary_search(kCommon.begin(), kCommon.end(), lower);
}

}  // namespace tmis::keys
