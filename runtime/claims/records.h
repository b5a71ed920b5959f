// The records of an input in any form, one after the other, as trees that are not understood yet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "runtime/claims/bytes.h"
#include "runtime/claims/json.h"
#include "runtime/claims/record.h"

namespace pol::claims {

enum class Form : std::uint8_t {
    json,   ///< an array of objects, or a single object
    jsonl,  ///< an object a line
    csv,    ///< a header row, then a record a row
};

/// The form of that name: json, jsonl, csv.
[[nodiscard]] std::optional<Form> form_named(std::string_view name);
/// The form that a file's name ends with; .ndjson is JSON Lines too.
[[nodiscard]] std::optional<Form> form_of_file(std::string_view file);

/// One record of an input.
struct Record {
    std::size_t line = 0;            ///< from 1
    json::Value root;                ///< an object; of a broken record what was read of it
    std::vector<ClaimFault> faults;  ///< of the text itself
    bool broken = false;             ///< it cannot be read; its names may still be known
};

/// A remark on the input that is no fault of one claim: an unknown field (once per field and file).
struct Notice {
    std::size_t line = 0;  ///< where it was first seen, from 1; 0: the file as a whole
    std::string field;     ///< foo, filing.foo, feedetail[].foo; or empty
    std::string text;
    bool of_lines = false;  ///< seen in the file of fee lines
};

/// An input before it is read.
struct Source {
    std::string name;             ///< as messages call it
    std::function<Bytes()> open;  ///< reads it from its beginning; called more than once
    std::optional<Form> form;     ///< nothing: as the text looks
    bool strict = false;          ///< JSON Lines are told from an array by the form alone
};

/// An input that is being read.
struct Records {
    Form form = Form::jsonl;
    json::Value columns;                          ///< of CSV: a record of the columns' names
    std::function<std::optional<Record>()> next;  ///< nothing at the end
};

/// Begins to read. The error is of the whole input, which cannot be read: two columns of one name,
/// a header that is no row, UTF-16.
[[nodiscard]] tl::expected<Records, std::string> open_records(const Source& source, Lang lang,
                                                              std::vector<Notice>& notices);

}  // namespace pol::claims
