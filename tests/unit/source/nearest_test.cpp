// Which known word a misspelt one may have meant.
#include "compiler/source/nearest.h"

#include <catch2/catch.hpp>

using namespace pol;

TEST_CASE("a longer word may differ more") {
    CHECK(allowed_distance("") == 0);
    CHECK(allowed_distance("当") == 0);
    CHECK(allowed_distance("起付") == 1);
    CHECK(allowed_distance("rate") == 1);
    CHECK(allowed_distance("limit") == 2);
    CHECK(allowed_distance("政策范围内金额") == 2);
    CHECK(allowed_distance(std::string(65, 'x')) == 0);
}

TEST_CASE("the nearest word is offered, the first of equals, and never the word itself") {
    CHECK(nearest("起付钱", {"封顶线", "起付线", "起付额"}) == "起付线");
    CHECK(nearest("benefti", {"rate", "benefit"}) == "benefit");
    CHECK(nearest("rate", {"rate", "date"}) == "date");
    CHECK(nearest("医疗类型", {"医疗类别", "机构类型"}) == "医疗类别");
    CHECK(nearest("毫不相干", {"医疗类别"}).empty());
    CHECK(nearest("当", {"但"}).empty());
    CHECK(nearest("rate", {}).empty());
    CHECK(nearest("rate", {std::string(300, 'x')}).empty());
}
