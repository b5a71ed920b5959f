// The best that we know for AVX-512 with IFMA: vectors written out, division by 100 as one 52-bit
// multiplication, tables in registers, outputs streamed past the caches as they come; of the year,
// one line a person, asked for 48 rows ahead, and outputs staged 64 rows at a time.
#include "bench/hand/hand.h"

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512IFMA__)

#include <immintrin.h>

#include "bench/hand/tables.h"

namespace pol::bench::hand {

bool has_best() {
    return true;
}

namespace {

constexpr std::int64_t kBlock = 64;

__m512i codes(const std::uint8_t* from) {
    return _mm512_cvtepu8_epi64(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
}
__m512i amounts(const std::int64_t* from) {
    return _mm512_loadu_si512(from);
}
__m512i of(std::int64_t value) {
    return _mm512_set1_epi64(value);
}
__m512i product(__m512i a, __m512i b) {
    return _mm512_madd52lo_epu64(_mm512_setzero_si512(), a, b);
}
/// (n + 50) / 100 of n below 2^50.
__m512i hundredth(__m512i n) {
    const __m512i raised = _mm512_add_epi64(n, of(50));
    return _mm512_madd52hi_epu64(_mm512_setzero_si512(), raised, of(45035996273705));
}
__m512i not_below_zero(__m512i a) {
    return _mm512_max_epi64(a, _mm512_setzero_si512());
}

/// Past the caches.
void put(std::int64_t* to, __m512i v) {
    _mm512_stream_si512(reinterpret_cast<__m512i*>(to), v);
}

/// 64 rows of one column.
struct alignas(64) Stage {
    std::int64_t values[kBlock];

    void stream(std::int64_t* to) const {
        for (std::int64_t i = 0; i < kBlock; i += 8) {
            _mm512_stream_si512(reinterpret_cast<__m512i*>(to + i), _mm512_load_si512(values + i));
        }
    }
};

}  // namespace

void chronic_best(const Chronic64& in, const Figures64& out, std::int64_t begin, std::int64_t end) {
    const __m512i employee =
        _mm512_setr_epi32(350'000, 350'000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m512i resident =
        _mm512_setr_epi32(240'000, 240'000, 1'300'000, 2'000'000, 2'800'000, 2'800'000, 2'800'000,
                          2'800'000, 2'800'000, 2'800'000, 0, 0, 0, 0, 0, 0);
    for (std::int64_t block = begin; block < end; block += kBlock) {
        for (std::int64_t at = 0; at < kBlock; at += 8) {
            const std::int64_t i = block + at;
            const __m512i insured = codes(in.insured.data() + i);
            const __m512i disease = codes(in.disease.data() + i);
            const __m512i scope = amounts(in.in_scope.data() + i);
            const __mmask8 is_employee = _mm512_testn_epi64_mask(insured, insured);
            const __m512i left =
                not_below_zero(_mm512_sub_epi64(of(50'000), amounts(in.ytd_deductible.data() + i)));
            const __m512i ded = _mm512_min_epi64(scope, left);
            const __m512i rate = _mm512_mask_blend_epi64(is_employee, of(60), of(75));
            const __m512i pay = hundredth(product(_mm512_sub_epi64(scope, ded), rate));
            const __m512i found =
                _mm512_mask_blend_epi64(is_employee, _mm512_permutexvar_epi32(disease, resident),
                                        _mm512_permutexvar_epi32(disease, employee));
            const __m512i cap = _mm512_and_si512(found, of(0xffffffff));
            const __m512i room =
                not_below_zero(_mm512_sub_epi64(cap, amounts(in.ytd_fund.data() + i)));
            const __m512i fund = _mm512_min_epi64(pay, room);
            put(out.ded.data() + i, ded);
            put(out.fund.data() + i, fund);
            put(out.person.data() + i, _mm512_sub_epi64(scope, fund));
        }
    }
    _mm_sfence();
}

void stay_best(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end) {
    const __m512i deductibles = _mm512_setr_epi64(120'000, 80'000, 40'000, 20'000, 0, 0, 0, 0);
    const __m512i rates =
        _mm512_setr_epi32(80, 85, 88, 92, 85, 90, 93, 97, 60, 65, 75, 85, 65, 70, 80, 90);
    for (std::int64_t block = begin; block < end; block += kBlock) {
        for (std::int64_t at = 0; at < kBlock; at += 8) {
            const std::int64_t i = block + at;
            const __m512i type = codes(in.type.data() + i);
            const __m512i level = codes(in.level.data() + i);
            const __m512i travel = codes(in.travel.data() + i);
            const auto holds = [&](const Line<std::uint8_t>& flags) {
                const __m512i v = codes(flags.data() + i);
                return _mm512_test_epi64_mask(v, v);
            };
            const __mmask8 is_employee = _mm512_cmplt_epu64_mask(type, of(2));
            const __mmask8 away = _mm512_cmpeq_epi64_mask(travel, of(2));
            const __mmask8 urgent = holds(in.urgent);
            const auto rushed = static_cast<__mmask8>(away & urgent);
            const auto planned = static_cast<__mmask8>(away & ~urgent);
            const auto settled =
                static_cast<__mmask8>(_mm512_cmpeq_epi64_mask(travel, of(1)) & holds(in.capital) &
                                      ~holds(in.papers) & holds(in.home));
            const auto lesser = static_cast<__mmask8>(planned | settled);
            const __m512i standard = _mm512_permutexvar_epi64(level, deductibles);
            const __m512i twice = _mm512_add_epi64(standard, standard);
            __m512i asked = _mm512_mask_blend_epi64(rushed, standard, twice);
            asked = _mm512_mask_add_epi64(asked, planned, twice, _mm512_srli_epi64(standard, 1));
            const __m512i scope = amounts(in.in_scope.data() + i);
            const __m512i ded = _mm512_min_epi64(scope, asked);
            const __m512i key = _mm512_add_epi64(_mm512_slli_epi64(type, 2), level);
            __m512i rate = _mm512_and_si512(_mm512_permutexvar_epi32(key, rates), of(0xffffffff));
            rate = _mm512_mask_sub_epi64(rate, lesser, rate, of(10));
            const __m512i raw = hundredth(product(_mm512_sub_epi64(scope, ded), rate));
            const __m512i cap =
                _mm512_mask_blend_epi64(is_employee, of(15'000'000), of(30'000'000));
            const __m512i room =
                not_below_zero(_mm512_sub_epi64(cap, amounts(in.ytd_basic.data() + i)));
            const __m512i basic = _mm512_min_epi64(raw, room);
            const __m512i rest = _mm512_sub_epi64(scope, basic);
            const auto band = [&](std::int64_t from, std::int64_t to) {
                return not_below_zero(_mm512_sub_epi64(_mm512_min_epi64(rest, of(to)), of(from)));
            };
            const auto part_rate = [&](std::int64_t full) {
                return _mm512_mask_blend_epi64(away, of(full), of(full - 10));
            };
            const __m512i zero = _mm512_setzero_si512();
            __m512i sum = _mm512_madd52lo_epu64(zero, band(2'000'000, 5'000'000), part_rate(60));
            sum = _mm512_madd52lo_epu64(sum, band(5'000'000, 10'000'000), part_rate(65));
            const __m512i above = not_below_zero(_mm512_sub_epi64(rest, of(10'000'000)));
            sum = _mm512_madd52lo_epu64(sum, above, part_rate(70));
            const __m512i beyond = product(_mm512_sub_epi64(raw, basic), of(90));
            const __m512i share = hundredth(_mm512_mask_blend_epi64(is_employee, sum, beyond));
            const __m512i large =
                not_below_zero(_mm512_sub_epi64(of(40'000'000), amounts(in.ytd_large.data() + i)));
            const __m512i second = _mm512_mask_min_epi64(share, is_employee, share, large);
            put(out.ded.data() + i, ded);
            put(out.fund.data() + i, basic);
            put(out.second.data() + i, second);
            put(out.person.data() + i, _mm512_sub_epi64(rest, second));
        }
    }
    _mm_sfence();
}

void year_best(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
               std::int64_t end) {
    constexpr std::int64_t kAhead = 48;
    Stage ded_stage;
    Stage fund_stage;
    Stage person_stage;
    const std::int32_t* person = in.person.data();
    for (std::int64_t block = begin; block < end; block += kBlock) {
        for (std::int64_t at = 0; at < kBlock; ++at) {
            const std::int64_t i = block + at;
            _mm_prefetch(reinterpret_cast<const char*>(sums + person[i + kAhead]), _MM_HINT_T0);
            Sums& own = sums[person[i]];
            const std::int64_t scope = in.in_scope[i];
            const std::int64_t left = 50'000 - own.deductible;
            const std::int64_t ded = scope < left ? scope : left;
            const std::int64_t rate = 75 - 15 * in.insured[i];
            const auto raised = static_cast<std::uint64_t>((scope - ded) * rate + 50);
            const auto pay = static_cast<std::int64_t>(raised / 100);
            const std::int64_t cap = kCap[in.insured[i] * 10 + in.disease[i]];
            std::int64_t room = cap - own.fund[in.disease[i]];
            room = room > 0 ? room : 0;
            const std::int64_t fund = pay < room ? pay : room;
            own.deductible += static_cast<std::int32_t>(ded);
            own.fund[in.disease[i]] += static_cast<std::int32_t>(fund);
            ded_stage.values[at] = ded;
            fund_stage.values[at] = fund;
            person_stage.values[at] = scope - fund;
        }
        ded_stage.stream(out.ded.data() + block);
        fund_stage.stream(out.fund.data() + block);
        person_stage.stream(out.person.data() + block);
    }
    _mm_sfence();
}

}  // namespace pol::bench::hand

#else

namespace pol::bench::hand {

bool has_best() {
    return false;
}

void chronic_best(const Chronic64& in, const Figures64& out, std::int64_t begin, std::int64_t end) {
    chronic_portable(in, out, begin, end);
}

void stay_best(const Stay& in, const Figures64& out, std::int64_t begin, std::int64_t end) {
    stay_portable(in, out, begin, end);
}

void year_best(const Year& in, const Figures64& out, Sums* sums, std::int64_t begin,
               std::int64_t end) {
    year_portable(in, out, sums, begin, end);
}

}  // namespace pol::bench::hand

#endif
