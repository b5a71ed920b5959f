// Fee lines from a file of their own, one a record, keyed by `setl_id`. They are read before the
// claims and held as values, not as text, until their claim comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/claims/fields.h"
#include "runtime/claims/names.h"
#include "runtime/claims/records.h"

namespace pol::claims {

class FeeLines {
  public:
    /// What is given must outlive this. `file` is its name in messages.
    FeeLines(const abi::Vocabulary& vocabulary, FieldReader& fields, Lang lang, std::string file,
             std::vector<Notice>& notices);

    /// The columns of CSV, before its records.
    void look_at(const json::Value& columns);
    void add(const Record& record);

    /// Whether the claim of that number has lines here. They count as claimed from then on, also
    /// for a claim that cannot be read.
    [[nodiscard]] bool claim(const std::string& setl_id);
    /// Puts the lines of the claim behind those it has itself, with their defaults, and what is
    /// wrong with them among its faults. Only the first claim of a number gets them.
    void give(Claim& claim);
    /// Remarks on the lines that nobody claimed.
    void report_left();

  private:
    static constexpr std::uint32_t kNone = 0xffffffff;
    struct LineFault {
        std::uint32_t element = 0;    ///< of a record that cannot be read: the next one
        std::uint32_t field = kNone;  ///< none: of the record as a whole
        bool of_sign = false;         ///< none in a reversal, where amounts may be below zero
        ClaimFault fault;             ///< its text has the line's place
    };
    /// The lines of one claim.
    struct Entry {
        ListValues values;
        std::vector<std::uint32_t> lines;  ///< by element
        std::vector<LineFault> faults;     ///< in the order of the lines
        std::vector<std::uint32_t> seen;   ///< lines of all records, readable or not
        bool claimed = false;
    };
    void read(Entry& entry, const Record& record);
    void complete(Claim& claim, Entry& entry) const;
    void complete(Claim& claim, Entry& entry, std::size_t element, FieldFaults& faults) const;
    [[nodiscard]] ClaimFault placed(std::size_t line, ClaimFault fault) const;

    const abi::Vocabulary& vocabulary_;
    FieldReader& fields_;
    Lang lang_;
    std::string file_;
    std::vector<Notice>& notices_;
    UnknownNames names_;
    std::optional<std::uint32_t> list_;  ///< into `Vocabulary::lists`
    Scheme scheme_;
    std::unordered_map<std::string, Entry> entries_;  ///< by setl_id
};

}  // namespace pol::claims
