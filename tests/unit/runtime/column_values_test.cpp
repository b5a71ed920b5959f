// The values of a column, put one by one and many at a time.
#include "runtime/batch/column_values.h"

#include <cstdint>
#include <vector>

#include <catch2/catch.hpp>

using namespace pol;
using abi::ColumnType;
using batch::ColumnValues;

TEST_CASE("values put at once are those put one by one, at any place and with gaps") {
    constexpr std::size_t rows = 300;
    std::vector<std::int64_t> given(rows);
    std::vector<std::uint64_t> there(rows / 64 + 1, ~std::uint64_t{0});
    for (std::size_t i = 0; i < rows; ++i) {
        given[i] = static_cast<std::int64_t>(i * 37 % 251);
        if (i % 7 == 3) {
            there[i / 64] &= ~(std::uint64_t{1} << (i % 64));
        }
    }
    const auto is_there = [&](std::size_t i) { return (there[i / 64] >> (i % 64) & 1) != 0; };
    for (const std::size_t first : {0U, 1U, 63U, 64U, 100U}) {
        for (const std::size_t from : {0U, 5U, 60U, 64U}) {
            const std::size_t count = rows - 100 - from;
            ColumnValues at_once(ColumnType::i64);
            ColumnValues narrow(ColumnType::u8);
            ColumnValues one_by_one(ColumnType::i64);
            for (ColumnValues* column : {&at_once, &narrow, &one_by_one}) {
                column->grow(first + count);
            }
            at_once.put_all(first, count, given.data(), from, there.data());
            std::vector<std::int64_t> known(count);
            for (std::size_t i = 0; i < count; ++i) {
                if (is_there(from + i)) {
                    one_by_one.put(first + i, given[from + i]);
                    known[i] = given[from + i];
                }
            }
            narrow.put_all(first, known, from, there.data());
            for (std::size_t row = 0; row < first + count; ++row) {
                INFO(first << " " << from << " " << row);
                CHECK(at_once.has(row) == one_by_one.has(row));
                CHECK(at_once.at(row) == one_by_one.at(row));
                CHECK(narrow.has(row) == one_by_one.has(row));
                CHECK(narrow.at(row) == one_by_one.at(row));
            }
            CHECK_FALSE(at_once.has_all(first, count));
            CHECK(at_once.has_all(first, is_there(from) ? 1 : 0));
        }
    }
}

TEST_CASE("values put from another column come in the order that is asked for") {
    ColumnValues from(ColumnType::i32);
    from.grow(70);
    for (std::size_t row = 0; row < 70; row += 2) {
        from.put(row, -static_cast<std::int64_t>(row));
    }
    const std::vector<std::uint32_t> rows{68, 1, 0, 69, 2};
    ColumnValues into(ColumnType::i32);
    into.grow(rows.size());
    into.put_from(from, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(into.has(i) == from.has(rows[i]));
        CHECK(into.at(i) == from.at(rows[i]));
    }
    CHECK(from.has_all(0, 1));
    CHECK_FALSE(from.has_all(0, 2));
}
