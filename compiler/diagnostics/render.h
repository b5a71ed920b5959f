// Diagnostics as text for a person or as JSON for a program.
#pragma once

#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/source_map.h"

namespace pol {

enum class Language : std::uint8_t { zh, en };

struct RenderStyle {
    Language language = Language::en;
    bool color = false;
};

/// One diagnostic with its source lines and carets; carets stand under wide characters correctly.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, const SourceMap& sources,
                                 RenderStyle style);

/// The message alone, on one line.
[[nodiscard]] std::string headline(const Diagnostic& diagnostic, Language language);

/// `{"code":"E0302","severity":"error","file":…,"line":…,"column":…,"message":…,"labels":[…],"hints":[…]}`
[[nodiscard]] std::string to_json(const Diagnostic& diagnostic, const SourceMap& sources,
                                  Language language);

}  // namespace pol
