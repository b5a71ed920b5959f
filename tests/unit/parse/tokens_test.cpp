// Text to tokens: twins folded, keywords found, line ends kept where a clause ends.
#include "compiler/parse/tokens.h"

#include <catch2/catch.hpp>

#include "compiler/parse/fold.h"
#include "compiler/parse/keywords.h"

using namespace pol;
using namespace pol::parse;

namespace {

struct Read {
    SourceMap sources;
    Diagnostics diagnostics;
    std::vector<Token> tokens;

    explicit Read(std::string text) {
        const FileId file = sources.add("a.pol", std::move(text));
        tokens = tokenize(file, sources, diagnostics);
    }
    /// The tokens set apart by blanks; `¶` where a clause ends.
    [[nodiscard]] std::string shown() const {
        std::string out;
        for (const Token& t : tokens) {
            const std::string_view text = sources.text(FileId{0}).substr(t.begin, t.end - t.begin);
            out += out.empty() ? "" : " ";
            out += text.empty() ? (spelling(t.type, true).empty() ? "¶" : spelling(t.type, true))
                                : text;
        }
        return out;
    }
    [[nodiscard]] std::string codes() const {
        std::string out;
        for (const Diagnostic& d : diagnostics.all()) {
            out += (out.empty() ? "" : " ") + std::string(name_of(d.code));
        }
        return out;
    }
};

std::string tokens(std::string text) {
    return Read(std::move(text)).shown();
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("full-width twins are folded, other letters are one placeholder") {
    CHECK(fold_ascii("１２．５％") == "12.5%");
    CHECK(fold_ascii("，：；（）｛｝［］＝＜＞＋－×．、") == ",:;(){}[]=<>+-*.,");
    CHECK(fold_ascii("　") == " ");
    CHECK(fold_ascii("定义abc é") == "xxabc x");
    CHECK(fold_ascii("ＡＢ") == "xx");
    const Folded folded = fold("a定，");
    CHECK(folded.offsets == std::vector<std::uint32_t>{0, 1, 4, 7});
}

TEST_CASE("curly and straight quotation marks stay apart") {
    CHECK(tokens("出处 甲 = “一\"二”") == "出处 甲 = “一\"二”");
    CHECK(Read("出处 甲 = “一\"").codes() == "E0102");
    CHECK(Read("出处 甲 = \"一”").codes() == "E0102");
    CHECK(tokens("\"一\" \"二\"") == "\"一\" \"二\"");
}

TEST_CASE("a clause ends with its line, or at a semicolon") {
    CHECK(tokens("a\nb") == "a ¶ b");
    CHECK(tokens("a;b；c") == "a ¶ b ¶ c");
    CHECK(tokens("a\n\n\n;b\n") == "a ¶ b");
    CHECK(tokens("\n\na") == "a");
    CHECK(tokens("a // b\nc") == "a ¶ c");
    CHECK(tokens("a\r\nb") == "a ¶ b");
}

TEST_CASE("a line goes on where it ends in an operator, a comma or an opening word") {
    for (const std::string end :
         {"+",  "-",    "×",  "/",  "<",  "≤",    ">",    "≥",    ",",      "、",
          ":",  "=",    "且", "或", "非", "为",   "不为", "属于", "不属于", "在",
          "到", "满足", "于", "按", "当", "依据", "问",   "每"}) {
        INFO(end);
        CHECK(tokens("a " + end + "\nb") == "a " + end + " b");
    }
    CHECK(tokens("{\nb\n}") == "{ b }");
    CHECK(tokens("(\nb\nc\n)") == "( b c )");
    CHECK(tokens("[a\nb]") == "[ a b ]");
}

TEST_CASE("a line goes on where the next begins with an operator or a closing word") {
    for (const std::string begin :
         {"+",  "-",    "×",    "<",      "≥",      "=",  ",",  ")",  "且",   "或",
          "当", "依据", "取代", "叠加于", "择优于", "问", "得", "每", "满足", "结转"}) {
        INFO(begin);
        const bool closing = begin == ")";
        CHECK(tokens((closing ? "(a\n" : "a\n") + begin + " b") ==
              (closing ? "( a " : "a ") + begin + " b");
    }
    CHECK(tokens("a\n{ b }") == "a { b }");
}

TEST_CASE("elsewhere it ends") {
    for (const std::string begin : {"按", "为", "非", "基数", "有", "至", "其余", "1元", "("}) {
        INFO(begin);
        CHECK(Read("a\n" + begin).shown().starts_with("a ¶ " + begin));
    }
}

TEST_CASE("numbers, units, dates and percent signs") {
    CHECK(tokens("1.5万元 75% 75 % 2023-01-01 3 日 10个百分点 100000") ==
          "1.5万元 75% 75 % 2023-01-01 3 日 10个百分点 100000");
    CHECK(tokens("10 points 2.5 times 3 months").find("10 points") != std::string::npos);
    CHECK(Read("10 points").tokens.size() == 1);
    CHECK(Read("30 days").tokens.size() == 1);
    CHECK(Read("10 件").tokens.size() == 2);
    CHECK(Read("75 %").tokens.size() == 1);
}

TEST_CASE("what has no meaning is told once and left out") {
    CHECK(Read("a § b").codes() == "E0101");
    CHECK(tokens("a § b") == "a b");
    CHECK(Read("a\x01").codes() == "E0101");
}

TEST_CASE("brackets are mended where they do not match") {
    CHECK(Read("a }").codes() == "E0104");
    CHECK(tokens("a } b") == "a b");
    CHECK(Read("a ( b").codes() == "E0105");
    CHECK(tokens("a ( b") == "a ( b )");
    CHECK(tokens("a { ( b }") == "a { ( b ) }");
    CHECK(tokens("表 a { b\n参数 c").find("表 a { b } ¶ 参数 c") == 0);
}

TEST_CASE("limits are named") {
    CHECK(Read(repeated("(", 64) + "a" + repeated(")", 64)).codes().empty());
    CHECK(Read(repeated("(", 65) + "a" + repeated(")", 65)).codes() == "E0106");
    CHECK(Read(repeated("非 ", 65) + "a").codes() == "E0106");
    CHECK(Read("a" + repeated(" b", kLongestClause - 1)).codes().empty());
    CHECK(Read("a" + repeated(" b", kLongestClause)).codes() == "E0107");
    CHECK(Read(repeated("a b c\n", kLongestClause)).codes().empty());
    CHECK(Read("a\xFF").codes() == "E0108");
    CHECK(Read("a\xFF").tokens.empty());
}

TEST_CASE("a piece is lexed with its places in the whole") {
    const std::string text = "下调10个百分点";
    const auto begin = static_cast<std::uint32_t>(std::string("下调").size());
    const std::vector<Token> list = lex(text, begin, static_cast<std::uint32_t>(text.size()));
    REQUIRE(list.size() == 1);
    CHECK(list[0].begin == begin);
    CHECK(list[0].end == text.size());
}
