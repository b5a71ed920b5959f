#include "compiler/types/dump.h"

#include "compiler/syntax/dump.h"
#include "compiler/types/types.h"

namespace pol::types {
namespace {

class Dumper {
  public:
    Dumper(const syntax::Tree& tree, const Typed& typed, const SourceMap& sources)
        : tree_(tree), typed_(typed), sources_(sources) {}

    std::string run() {
        for (const abi::Enum& e : typed_.vocabulary.enums) {
            out_ += "enum " + e.name + (e.open ? " open" : "") + (e.prefix ? " prefix" : "") + ":";
            for (const abi::EnumValue& v : e.values) {
                out_ += " " + v.name + (v.code == v.name ? "" : "=" + v.code);
            }
            out_ += "\n";
        }
        for (const abi::Field& f : typed_.vocabulary.fields) {
            out_ += "field " + f.name + " as " + f.external + ": " + name(field_type(f)) + "\n";
        }
        for (const TableInfo& t : typed_.tables) {
            out_ += "table " + t.decl->name.text + " (";
            for (const ColumnInfo& k : t.keys) {
                out_ += k.name + ": " + name(k.type) + " ";
            }
            out_ += ":";
            for (const ColumnInfo& c : t.columns) {
                out_ += " " + c.name + ": " + name(c.type);
            }
            out_ += ") " + std::to_string(t.rows.size()) + " rows\n";
        }
        for (const ParamInfo& p : typed_.params) {
            out_ += "param " + p.decl->name.text + ": " + name(p.type) + "\n";
        }
        for (const DefineInfo& d : typed_.defines) {
            out_ += "define " + d.name + ": " + name(d.type) + "\n";
        }
        for (std::uint32_t i = 0; i < tree_.exprs.size(); ++i) {
            expression({i});
        }
        return std::move(out_);
    }

  private:
    std::string name(const Type& t) const {
        std::string text = t.is(Kind::enumeration) ? typed_.vocabulary.enums[t.ref].name
                                                   : std::string(texts_of(term_of(t.kind)).zh);
        if (t.is_error()) {
            text = "?";
        }
        if (t.scale > 0) {
            text += "·" + std::to_string(t.scale);
        }
        return text + (t.optional ? "?" : "");
    }

    // What was never asked for its type has none: the names of records in specimens, and what
    // stands in an error.
    void expression(syntax::ExprId id) {
        if (typed_.type(id).is_error()) {
            return;
        }
        out_ += sources_.describe(tree_[id].span) + " " + syntax::dump(tree_, id) + ": " +
                name(typed_.type(id)) + "\n";
    }

    const syntax::Tree& tree_;
    const Typed& typed_;
    const SourceMap& sources_;
    std::string out_;
};

}  // namespace

std::string dump(const syntax::Tree& tree, const Typed& typed, const SourceMap& sources) {
    return Dumper(tree, typed, sources).run();
}

}  // namespace pol::types
