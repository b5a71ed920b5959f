// Whether anybody has a number twice, told in memory and on disk.
#include "runtime/data/twice_check.h"

#include <cstring>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace pol;
using data::TwiceCheck;

namespace {

const data::Shape kText{DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_INVALID, 0, 0, {}, {}, {}};

/// A column of texts as the database holds them.
class Texts {
  public:
    explicit Texts(std::vector<std::string> texts) : own_(std::move(texts)), held_(own_.size()) {
        for (std::size_t i = 0; i < own_.size(); ++i) {
            held_[i].value.inlined.length = static_cast<std::uint32_t>(own_[i].size());
            if (own_[i].size() <= data::kInlined) {
                std::memcpy(held_[i].value.inlined.inlined, own_[i].data(), own_[i].size());
            } else {
                held_[i].value.pointer.ptr = own_[i].data();
            }
        }
    }
    [[nodiscard]] data::View view() const { return {kText, held_.data(), nullptr, {}}; }

  private:
    std::vector<std::string> own_;
    std::vector<duckdb_string_t> held_;
};

std::string file() {
    return (std::filesystem::temp_directory_path() / fmt::format("pol-twice-{}", ::getpid()))
        .string();
}

/// Each thread's rows at once.
bool is_twice(std::size_t memory, const std::vector<std::vector<std::string>>& numbers,
              const std::vector<std::vector<std::string>>& people) {
    TwiceCheck check(memory, file());
    std::vector<std::thread> threads;
    threads.reserve(numbers.size());
    for (std::size_t t = 0; t < numbers.size(); ++t) {
        threads.emplace_back([&, t] {
            const Texts number(numbers[t]);
            const Texts person(people[t]);
            check.add({number.view(), person.view()}, {data::Path{0}, data::Path{1}},
                      numbers[t].size());
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const auto twice = check.may_be_twice(2);
    CHECK(std::filesystem::exists(file()) == (memory == 0));
    REQUIRE(twice.has_value());
    return *twice;
}

}  // namespace

TEST_CASE("a number twice is found among many, short and long, in memory and on disk") {
    constexpr std::size_t rows = 40'000;
    // By turns twelve bytes, which stand in their place, and more; numbers of one person, and one
    // number of many people.
    std::vector<std::vector<std::string>> numbers(2);
    std::vector<std::vector<std::string>> people(2);
    for (std::size_t i = 0; i < rows; ++i) {
        const bool is_long = i % 3 == 0;
        numbers[i % 2].push_back(i % 5 == 0 ? "the same of everybody"
                                            : fmt::format("{:0{}}", i, is_long ? 30 : 12));
        people[i % 2].push_back(i % 5 != 0 && i % 7 == 0 ? "P" : fmt::format("P{:09}", i));
    }
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30U}) {
        CHECK_FALSE(is_twice(memory, numbers, people));
        for (const std::size_t which : {std::size_t{0}, std::size_t{5}, std::size_t{7}, rows - 1}) {
            auto more_numbers = numbers;
            auto more_people = people;
            const std::size_t from = which / 2;
            more_numbers[1].push_back(numbers[which % 2][from]);
            more_people[1].push_back(people[which % 2][from]);
            CHECK(is_twice(memory, more_numbers, more_people));
        }
    }
}

TEST_CASE("rows without a number or a person are nobody's") {
    CHECK_FALSE(is_twice(1 << 20, {{"", "", "1", "1"}}, {{"P", "P", "", ""}}));
    CHECK_FALSE(is_twice(1 << 20, {{"12", "1"}}, {{"3", "23"}}));
    CHECK(is_twice(1 << 20, {{"12", "12"}}, {{"3", "3"}}));
}
