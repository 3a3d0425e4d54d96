// Chinese by ear: whether letters that people type are the pinyin of a label, whole or by initials.
// Which labels are asked, and what else a search looks at, is left to code_search.
#pragma once

#include <string_view>

namespace tmis::schema {

/// Better ones are greater: from a later character of the label on, from its first, all of it.
enum class Sound { none, within, start, whole };

/// How `letters` (a–z and digits, without tones; v for ü) fit `label`: of each character they give
/// the whole syllable or its beginning, "hz", "hanz" and "hanzu" for 汉族. A character with several
/// readings may have any of them: 重庆 is cq, 长沙 cs, 藏族 zz. Signs in the label are passed over.
Sound sounds_like(std::string_view label, std::string_view letters);

}  // namespace tmis::schema
