// Claims and settlements as the runtime holds them between reading and writing.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/abi/kernel.h"
#include "runtime/abi/manifest.h"
#include "runtime/fault/fault.h"

namespace pol::claims {

/// Language of the texts that people read.
enum class Lang : std::uint8_t { zh, en };

/// Texts as small integers, for one run. Begins with the manifest's constants.
class TextTable {
  public:
    explicit TextTable(const std::vector<std::string>& constants);
    TextTable(const TextTable&) = delete;
    TextTable& operator=(const TextTable&) = delete;
    ~TextTable() = default;
    [[nodiscard]] std::int64_t intern(std::string_view text);
    /// Forgets all texts but the first `count`.
    void keep(std::size_t count);
    [[nodiscard]] std::size_t size() const { return texts_.size(); }
    [[nodiscard]] const std::string& operator[](std::int64_t index) const {
        return texts_[static_cast<std::size_t>(index)];
    }

  private:
    std::deque<std::string> texts_;  ///< which never move
    std::unordered_map<std::string_view, std::int64_t> index_;
};

/// Something wrong with one claim, found at the border or by an engine.
struct ClaimFault {
    FaultCode code = FaultCode::none;
    std::string field;  ///< external name, elements from 0: `feedetail[2].pric`; empty where it
                        ///< concerns the whole record
    std::string text;   ///< in the user's words: expected and found
};

/// The elements of a list, row after row.
struct ListValues {
    std::int64_t count = 0;
    std::vector<std::int64_t> values;
    std::vector<std::uint8_t> present;
};

/// The lists of a claim as an engine reads them; they must outlive the views.
[[nodiscard]] std::vector<abi::ListView> views_of(const std::vector<ListValues>& lists);

/// One record of the input. A record with faults is never settled; it answers `fault` in its place.
struct Claim {
    std::size_t line = 0;  ///< of the input, from 1
    std::string setl_id;   ///< empty where the record has none
    std::string psn_no;
    bool reversal = false;  ///< refd_setl_flag
    std::string init_setl_id;
    std::vector<std::int64_t> values;  ///< by `Vocabulary::fields`, defaults applied
    std::vector<std::uint8_t> present;
    std::vector<ListValues> lists;  ///< by `Vocabulary::lists`
    std::vector<ClaimFault> faults;
};

/// What was settled, in words.
struct Reason {
    abi::AnswerKind kind = abi::AnswerKind::notice;
    std::string code;
    std::string text;
    std::string cite;
};

/// One record of the output.
struct Settled {
    std::string setl_id;
    std::string psn_no;
    abi::Status status = abi::Status::fault;
    std::string benefit;
    std::vector<Reason> reasons;
    std::vector<ClaimFault> faults;
    std::vector<std::int64_t> outputs;  ///< by `Vocabulary::results`; all zero after a fault
};

}  // namespace pol::claims
