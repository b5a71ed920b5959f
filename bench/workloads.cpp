#include "bench/workloads.h"

namespace pol::bench {
namespace {

/// SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014).
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::int64_t below(std::int64_t end) {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(end));
    }
    std::uint8_t code(std::int64_t end) { return static_cast<std::uint8_t>(below(end)); }

  private:
    std::uint64_t state_;
};

}  // namespace

template <class Fen>
Chronic<Fen> make_chronic(std::int64_t rows) {
    Random random(1);
    Chronic<Fen> made{Line<std::uint8_t>(rows), Line<std::uint8_t>(rows), Line<Fen>(rows),
                      Line<Fen>(rows), Line<Fen>(rows)};
    for (std::int64_t i = 0; i < rows; ++i) {
        made.insured[i] = random.code(2);
        made.disease[i] = random.code(10);
        made.in_scope[i] = static_cast<Fen>(random.below(3'000'000));
        made.ytd_deductible[i] = static_cast<Fen>(random.below(60'000));
        made.ytd_fund[i] = static_cast<Fen>(random.below(3'000'000));
    }
    return made;
}
template Chronic<std::int64_t> make_chronic(std::int64_t);
template Chronic<std::int32_t> make_chronic(std::int64_t);

Stay make_stays(std::int64_t rows) {
    Random random(2);
    const auto code = [&] { return Line<std::uint8_t>(rows); };
    const auto money = [&] { return Line<std::int64_t>(rows); };
    Stay made{code(), code(), code(), code(), code(), code(), code(), money(), money(), money()};
    for (std::int64_t i = 0; i < rows; ++i) {
        made.type[i] = random.code(4);
        made.level[i] = random.code(4);
        made.travel[i] = random.code(3);
        made.capital[i] = random.code(2);
        made.papers[i] = random.code(2);
        made.urgent[i] = random.code(2);
        made.home[i] = random.code(2);
        made.in_scope[i] = random.below(40'000'000);
        made.ytd_basic[i] = random.below(32'000'000);
        made.ytd_large[i] = random.below(42'000'000);
    }
    return made;
}

Year make_year(std::int64_t rows, std::int64_t people, std::int64_t second) {
    Random random(3);
    Year made{Line<std::uint8_t>(rows), Line<std::uint8_t>(rows), Line<std::int32_t>(rows),
              Line<std::int64_t>(rows), people};
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::int64_t half = people / 2;
        const std::int64_t person = second == 0  ? random.below(people)
                                    : i < second ? random.below(half)
                                                 : half + random.below(people - half);
        made.person[i] = static_cast<std::int32_t>(person);
        // A person is insured one way, all year.
        made.insured[i] =
            static_cast<std::uint8_t>(Random(static_cast<std::uint64_t>(person)).below(2));
        made.disease[i] = random.code(10);
        made.in_scope[i] = random.below(200'000);
    }
    return made;
}

}  // namespace pol::bench
