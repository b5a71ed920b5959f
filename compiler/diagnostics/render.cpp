#include "compiler/diagnostics/render.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "runtime/value/text.h"

namespace pol {
namespace {

std::string_view in(Texts texts, Language language) {
    return language == Language::zh ? texts.zh : texts.en;
}

// `{0}` and `{1}` replaced by the arguments; other braces stand as they are.
std::string fill(std::string_view text, const std::vector<Arg>& args, Language language) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool placeholder = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' &&
                                 text[i + 1] >= '0' && text[i + 1] <= '9';
        if (!placeholder) {
            out += text[i];
            continue;
        }
        const auto index = static_cast<std::size_t>(text[i + 1] - '0');
        if (index < args.size()) {
            const Arg& arg = args[index];
            if (const auto* term = std::get_if<Term>(&arg)) {
                out += in(texts_of(*term), language);
            } else {
                out += std::get<std::string>(arg);
            }
        }
        i += 2;
    }
    return out;
}

struct Colors {
    std::string_view bold, error, warning, note, off;
};
constexpr Colors kColors{"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[36m", "\x1b[0m"};
constexpr Colors kPlain{"", "", "", "", ""};

std::size_t characters(std::string_view text) {
    std::size_t n = 0;
    for (const char c : text) {
        n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return n;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t i = 0;
    while (i < text.size() && count > 0) {
        ++i;
        while (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) {
            ++i;
        }
        --count;
    }
    return text.substr(0, i);
}

// A source line with a mark under the span; a tab counts as one column and is shown as a space.
std::string excerpt(Span span, const SourceMap& sources, std::string_view color,
                    const Colors& colors, std::string_view says) {
    const LineColumn from = sources.line_column(span.file, span.begin);
    const LineColumn to = sources.line_column(span.file, span.end);
    std::string line(sources.line(span.file, from.line));
    std::replace(line.begin(), line.end(), '\t', ' ');
    const std::size_t end_column = to.line == from.line ? to.column : characters(line) + 1;
    const std::string_view before = first_characters(line, from.column - 1);
    const std::string_view upto = first_characters(line, end_column - 1);
    const std::size_t width = std::max<std::size_t>(1, display_width(upto) - display_width(before));
    const std::string number = std::to_string(from.line);
    std::string out = fmt::format("  {}{} |{} {}\n", colors.note, number, colors.off, line);
    out += fmt::format("  {}{} |{} {}{}{}{}", colors.note, std::string(number.size(), ' '),
                       colors.off, std::string(display_width(before), ' '), color,
                       std::string(width, '^'), colors.off);
    if (!says.empty()) {
        out += fmt::format(" {}{}{}", color, says, colors.off);
    }
    return out + "\n";
}

}  // namespace

std::string headline(const Diagnostic& diagnostic, Language language) {
    return fill(in(texts_of(diagnostic.code), language), diagnostic.args, language);
}

std::string render(const Diagnostic& diagnostic, const SourceMap& sources, RenderStyle style) {
    const Colors& colors = style.color ? kColors : kPlain;
    const bool error = severity_of(diagnostic.code) == Severity::error;
    const std::string_view color = error ? colors.error : colors.warning;
    const bool zh = style.language == Language::zh;
    const std::string_view word = error ? (zh ? "错误" : "error") : (zh ? "提醒" : "warning");
    std::string out =
        fmt::format("{}{}{}: {}{} {}{}: {}{}{}\n", colors.bold, sources.describe(diagnostic.span),
                    colors.off, color, word, name_of(diagnostic.code), colors.off, colors.bold,
                    headline(diagnostic, style.language), colors.off);
    out += excerpt(diagnostic.span, sources, color, colors, "");
    for (const Label& label : diagnostic.labels) {
        const std::string says =
            fill(in(texts_of(label.note), style.language), label.args, style.language);
        out += fmt::format("  {}{}{}\n", colors.note, sources.describe(label.span), colors.off);
        out += excerpt(label.span, sources, colors.note, colors, says);
    }
    for (const Hint& hint : diagnostic.hints) {
        out +=
            fmt::format("  {}{}{} {}\n", colors.note, zh ? "提示：" : "hint:", colors.off,
                        fill(in(texts_of(hint.note), style.language), hint.args, style.language));
    }
    return out;
}

std::string to_json(const Diagnostic& diagnostic, const SourceMap& sources, Language language) {
    const auto place = [&](Span span) {
        const LineColumn at = sources.line_column(span.file, span.begin);
        const LineColumn end = sources.line_column(span.file, span.end);
        return nlohmann::ordered_json{{"file", sources.name(span.file)},
                                      {"line", at.line},
                                      {"column", at.column},
                                      {"end_line", end.line},
                                      {"end_column", end.column}};
    };
    nlohmann::ordered_json json{
        {"code", name_of(diagnostic.code)},
        {"severity", severity_of(diagnostic.code) == Severity::error ? "error" : "warning"}};
    json.update(place(diagnostic.span));
    json["message"] = headline(diagnostic, language);
    json["labels"] = nlohmann::ordered_json::array();
    for (const Label& label : diagnostic.labels) {
        auto one = place(label.span);
        one["message"] = fill(in(texts_of(label.note), language), label.args, language);
        json["labels"].push_back(std::move(one));
    }
    json["hints"] = nlohmann::ordered_json::array();
    for (const Hint& hint : diagnostic.hints) {
        json["hints"].push_back(fill(in(texts_of(hint.note), language), hint.args, language));
    }
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace pol
