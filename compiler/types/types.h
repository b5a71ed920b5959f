// Types, units and the vocabulary.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/types/typed.h"

namespace pol::types {

/// The names the compiler itself knows in the national vocabulary.
inline constexpr const char* kClaimRecord = "就诊";
inline constexpr const char* kResultRecord = "结算";
inline constexpr const char* kFundEnum = "基金";
inline constexpr const char* kHospitalField = "hosp_part_amt";
inline constexpr const char* kPersonField = "psn_part_amt";
inline constexpr const char* kLineList = "feedetail";

/// Types a resolved project. Each mistake is reported once; what depends on it has the error type
/// and is passed over. `lost` are names that broken syntax may have declared: they are not unknown.
///
/// Claims and what is said of them are typed where `filed` is null; otherwise the filings over that
/// record, which then stands for the claim: its fields are the vocabulary, `Typed::benefits` are
/// the filings. Definitions that only the others ask for are left fresh.
[[nodiscard]] Typed check(const syntax::Tree& tree, const resolve::Names& names,
                          const std::set<std::string>& lost, Diagnostics& diagnostics,
                          const syntax::RecordDecl* filed = nullptr);

/// The records that filings are over, in the order of the text.
[[nodiscard]] std::vector<const syntax::RecordDecl*> filed_records(const resolve::Names& names);

/// The record that a specimen of this name is made from, over whatever others, or the record of
/// this name; null where there is none.
[[nodiscard]] const syntax::RecordDecl*
specimen_record(const resolve::Names& names, resolve::ModuleIndex module, const std::string& name);

/// The type of a field of the claim or of an element of one of its lists. The parts of the total
/// are never absent: they are given or computed before any rule is asked.
[[nodiscard]] Type field_type(const abi::Field& field);

/// A literal of the tree as a value of `type`: money in fen, a rate in 1/10000, an enum's value, …;
/// nothing where it is no constant of that type. Texts become indices into `typed.texts`.
[[nodiscard]] std::optional<std::int64_t> constant(const syntax::Tree& tree, const Typed& typed,
                                                   syntax::ExprId id, const Type& type);

}  // namespace pol::types
