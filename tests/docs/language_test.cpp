// docs/language: every block marked `pol` compiles, as the page says.
#include <catch2/catch.hpp>

#include "tests/docs/page.h"
#include "tests/support/policies.h"

using namespace pol;

TEST_CASE("the policies on the language page compile") {
    std::string head;
    std::size_t count = 0;
    for (const docs::Block& block :
         docs::blocks_of(test::read_file(test::root() / "docs/language/README.md"))) {
        if (block.info != "pol") {
            continue;
        }
        ++count;
        // A later block stands after the head, in a file of its own; one may bring its own head.
        const bool own_head = block.text.find("模块 ") != std::string::npos;
        const auto c = test::compile_text(own_head ? block.text : head + block.text);
        if (head.empty()) {
            head = block.text;
        }
        INFO(block.text << "\n" << test::messages(*c));
        CHECK(test::codes(*c).empty());
    }
    CHECK(count > 8);
}
