#include "compiler/driver/column_engine.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "compiler/columns/inputs.h"
#include "compiler/columns/lists.h"
#include "compiler/driver/engine.h"
#include "compiler/ir/slice.h"

namespace pol::driver {
namespace {

std::vector<abi::ColumnOutput> everything(const ir::Program& program) {
    using What = abi::ColumnOutput::What;
    std::vector<abi::ColumnOutput> outputs;
    outputs.reserve(program.vocabulary.results.size() + 2 + program.answers.size());
    for (std::uint32_t r = 0; r < program.vocabulary.results.size(); ++r) {
        outputs.push_back({What::result, r, abi::ColumnType::i64});
    }
    outputs.push_back({What::status, 0, abi::ColumnType::u8});
    outputs.push_back({What::benefit, 0, abi::ColumnType::i32});
    for (std::uint32_t a = 0; a < program.answers.size(); ++a) {
        outputs.push_back({What::answer, a, abi::ColumnType::u8});
    }
    return outputs;
}

/// The numbers of the whole program in place of the slice's, for whoever is outside of the kernel.
void renumber(const ir::Numbers& whole, abi::ColumnKernel& kernel) {
    for (abi::ColumnOutput& output : kernel.outputs) {
        if (output.what == abi::ColumnOutput::What::answer) {
            output.index = whole.answer(output.index);
        }
    }
    if (kernel.accounts) {
        for (abi::BlockLayout::Sums& sums : kernel.accounts->accounts) {
            sums.account = whole.account(sums.account);
        }
    }
    kernel.benefits = whole.benefits;
}

}  // namespace

namespace {

/// What makes figures of lists, interpreted at first.
class ListCode {
  public:
    explicit ListCode(ir::Program program) : program_(std::move(program)) {
        engine_ = load_engine(program_, EngineKind::automatic, true, false);
    }
    ListCode(const ListCode&) = delete;
    ListCode& operator=(const ListCode&) = delete;

    void settle(const abi::ClaimView& claim, abi::Accounts& accounts,
                abi::Settlement& settlement) const {
        engine_->engine.plain(claim, accounts, settlement);
    }

  private:
    ir::Program program_;
    tl::expected<LoadedEngine, Error> engine_;
};

}  // namespace

class PlaceKernels {
  public:
    PlaceKernels(Slices slices, const ColumnsHow& how)
        : slices_(std::move(slices)), how_(how), made_(slices_.places.count()) {}

    /// What settles so many more rows of a place; null: they are settled one by one.
    const abi::ColumnKernel* kernel(std::size_t which, std::size_t rows) {
        Made& made = made_[which];
        if (made.rows < how_.rows_before) {
            made.rows += rows;
            return nullptr;
        }
        const PlaceColumns& columns = place(which);
        return columns.kernel ? &*columns.kernel : nullptr;
    }

    const PlaceColumns& place(std::size_t which) {
        Made& made = made_[which];
        std::call_once(made.once, [&] {
            make(which, made);
            made.is_there = true;
        });
        return made.columns;
    }

    [[nodiscard]] std::vector<std::size_t> without() const {
        std::vector<std::size_t> without;
        for (std::size_t i = 0; i < made_.size(); ++i) {
            if (made_[i].is_there && !made_[i].columns.kernel) {
                without.push_back(i);
            }
        }
        return without;
    }

  private:
    struct Made {
        std::once_flag once;
        std::atomic<bool> is_there = false;
        std::atomic<std::size_t> rows = 0;
        PlaceColumns columns;
        std::optional<codegen::ColumnJit> kernel;
    };

    void make(std::size_t which, Made& made) const {
        const ir::Slice slice = slices_.of(which);
        const auto flat = columns::flatten(
            slice.program, columns::inputs_of(slice.program.vocabulary), columns::Lists::figures);
        if (!flat) {
            made.columns.why.obstacle = flat.error();
            return;
        }
        if (flat->nodes.size() > how_.most_operations) {
            made.columns.why.obstacle = {columns::Obstacle::Why::long_program, std::string()};
            return;
        }
        abi::ColumnKernel kernel;
        auto code = add_kernel(which, slice.program, *flat, kernel);
        if (!code) {
            made.columns.why.error = code.error();
            return;
        }
        made.kernel.emplace(*std::move(code));
        add_lists(slice.program, *flat, kernel);
        renumber(slice.whole, kernel);
        made.columns.lanes = codegen::lanes_of(*flat, how_.processor);
        made.columns.kernel = std::move(kernel);
    }

    /// The error is LLVM's own words.
    tl::expected<codegen::ColumnJit, std::string> add_kernel(std::size_t which,
                                                             const ir::Program& program,
                                                             const columns::Program& flat,
                                                             abi::ColumnKernel& kernel) const {
        codegen::ColumnOptions options;
        options.wanted = everything(program);
        options.processor = how_.processor;
        options.care = how_.care;
        auto code = compiled(which, flat, options);
        if (!code) {
            return code;
        }
        kernel.inputs = flat.inputs;
        kernel.outputs = options.wanted;
        kernel.settle = code->kernel();
        if (!flat.accounts.empty()) {
            kernel.accounts = codegen::layout_of(flat);
        }
        return code;
    }

    [[nodiscard]] tl::expected<codegen::ColumnJit, std::string>
    compiled(std::size_t which, const columns::Program& flat,
             const codegen::ColumnOptions& options) const {
        const std::string name =
            fmt::format("columns-{}-{}-{}", codegen::name_of(how_.processor),
                        how_.care == codegen::Care::best ? "best" : "quick", which);
        if (slices_.kept != nullptr) {
            if (const auto object = slices_.kept->get(name)) {
                return codegen::ColumnJit::load(*object);
            }
        }
        const auto object = codegen::ColumnJit::object(flat, options);
        if (!object) {
            return tl::unexpected(object.error());
        }
        if (slices_.kept != nullptr) {
            slices_.kept->put(name, *object);
        }
        return codegen::ColumnJit::load(*object);
    }

    static void add_lists(const ir::Program& program, const columns::Program& flat,
                          abi::ColumnKernel& kernel) {
        auto of_lists = columns::list_program(program, flat.figures);
        if (!of_lists) {
            return;
        }
        abi::ListEngine& lists = kernel.lists.emplace();
        for (const ir::NodeId figure : flat.figures) {
            lists.figures.push_back(columns::column_of(program, figure));
        }
        lists.fields = columns::fields_read(program, flat.figures);
        lists.lists = columns::lists_read(program, flat.figures);
        // Most claims have no list, so the first that has one compiles this.
        lists.engine.plain = [code = std::make_shared<ListCode>(*std::move(of_lists))](
                                 const abi::ClaimView& claim, abi::Accounts& accounts,
                                 abi::Settlement& settlement) {
            code->settle(claim, accounts, settlement);
        };
    }

    Slices slices_;
    ColumnsHow how_;
    std::vector<Made> made_;
};

const PlaceColumns& LoadedColumns::place(std::size_t which) const {
    return code->place(which);
}

void LoadedColumns::make_all(unsigned threads) const {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t which = next++; which < engine.places.count(); which = next++) {
            (void)place(which);
        }
    };
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i) {
        others.emplace_back(work);
    }
    work();
}

std::vector<std::size_t> LoadedColumns::without() const {
    return code->without();
}

LoadedColumns load_columns(const ir::Program& program, const ColumnsHow& how) {
    return load_columns(slices_of(program), program.vocabulary, how);
}

LoadedColumns load_columns(Slices slices, const abi::Vocabulary& vocabulary,
                           const ColumnsHow& how) {
    LoadedColumns loaded;
    loaded.engine.fields = columns::inputs_of(vocabulary);
    loaded.engine.lists = slices.lists;
    loaded.engine.by_person = slices.reads_accounts;
    loaded.engine.places = slices.places;
    loaded.code = std::make_shared<PlaceKernels>(std::move(slices), how);
    loaded.engine.kernel = [code = loaded.code](std::size_t which, std::size_t rows) {
        return code->kernel(which, rows);
    };
    return loaded;
}

}  // namespace pol::driver
