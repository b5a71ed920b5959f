// The three workloads as data: columns of claims, made from a seed.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

namespace pol::bench {

/// A column whose values begin at a cache line and go on for 64 rows past the last one.
template <class T>
class Line {
  public:
    Line() = default;
    explicit Line(std::int64_t rows)
        : rows_(rows), values_(static_cast<T*>(std::aligned_alloc(4096, bytes(rows)))) {
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(bytes(rows) / sizeof(T)); ++i) {
            values_.get()[i] = T{};
        }
    }
    [[nodiscard]] T* data() const { return values_.get(); }
    [[nodiscard]] std::int64_t size() const { return rows_; }
    T& operator[](std::int64_t i) const { return values_.get()[i]; }

  private:
    static std::size_t bytes(std::int64_t rows) {
        const std::size_t needed = (static_cast<std::size_t>(rows) + 128) * sizeof(T);
        return (needed + 4095) / 4096 * 4096;
    }
    struct Free {
        void operator()(T* values) const { std::free(values); }
    };
    std::int64_t rows_ = 0;
    std::unique_ptr<T, Free> values_;
};

/// W1: what a claim of chronic disease gives. Money is fen.
template <class Fen>
struct Chronic {
    Line<std::uint8_t> insured, disease;
    Line<Fen> in_scope, ytd_deductible, ytd_fund;
};

/// W2: what a stay gives.
struct Stay {
    Line<std::uint8_t> type, level, travel, capital, papers, urgent, home;
    Line<std::int64_t> in_scope, ytd_basic, ytd_large;
};

/// W3: the claims of a year in the order of their dates; people are 0, 1, ….
struct Year {
    Line<std::uint8_t> insured, disease;
    Line<std::int32_t> person;
    Line<std::int64_t> in_scope;
    std::int64_t people = 0;
};

/// Three or four figures a claim.
template <class Fen>
struct Figures {
    Line<Fen> ded, fund, second, person;
};

template <class Fen>
[[nodiscard]] Chronic<Fen> make_chronic(std::int64_t rows);
[[nodiscard]] Stay make_stays(std::int64_t rows);
/// Rows from `second` on are of the second half of the people, those before of the first; with
/// `second` 0 all rows are of all people.
[[nodiscard]] Year make_year(std::int64_t rows, std::int64_t people, std::int64_t second);

}  // namespace pol::bench
