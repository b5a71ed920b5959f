// The catalogue of messages: every code, note and term in both languages. A new mistake is a new
// row here and in catalogue.cpp, and a page in docs/errors.
#pragma once

#include <cstdint>
#include <string_view>

namespace pol {

enum class Severity : std::uint8_t { error, warning };

/// What is wrong. The first letter and four digits are the stable code: E01 text and syntax, E02
/// names and citations, E03 types and units, E04 rules as a whole.
enum class Code : std::uint16_t {
    E0101_stray_character,
    E0102_open_string,
    E0104_unopened,
    E0105_unclosed,
    E0106_too_deep,
    E0107_too_long,
    E0108_not_utf8,
    E0109_too_many,
    E0110_misspelt_keyword,
    E0111_missing_space,
    E0112_unexpected,
    E0113_unfinished,
    E0114_unknown_unit,
    E0115_bad_date,
    E0116_equals_in_expression,
    E0117_bad_year_start,
    E0190_not_supported,
    E0201_no_module,
    E0202_declared_twice,
    E0203_set_twice,
    E0204_unknown_module,
    E0205_unknown_source,
    E0206_unknown_clause,
    W0207_uncited_clause,
    E0208_unknown_clause_class,
    E0209_cite_without_source,
    E0210_adopt_one,
    E0211_nothing_to_change,
    E0301_unknown_type,
    E0302_enum_value_twice,
    E0303_unknown_value,
    E0304_field_twice,
    E0305_bad_default,
    E0306_bad_place,
    E0307_force_ends_first,
    E0308_no_date_field,
    E0309_unknown_rounding,
    E0310_set_alone,
    E0311_not_a_number,
    E0312_number_without_unit,
    E0313_number_too_large,
    E0314_too_precise,
    E0315_rate_above_whole,
    E0316_here_without_jurisdiction,
    E0317_unknown_name,
    E0318_no_field,
    E0319_no_column,
    E0320_no_members,
    E0321_not_a_table,
    E0322_key_count,
    E0323_not_a_list,
    E0324_mixed,
    E0325_argument_count,
    E0326_wrong_type,
    E0327_arms_differ,
    E0328_no_cases,
    E0329_case_twice,
    E0330_cases_missing,
    E0331_division,
    E0332_too_fine,
    E0333_no_product,
    E0334_cannot_compare,
    E0335_no_order,
    E0336_not_a_set,
    E0337_unknown_key,
    E0338_column_mixed,
    E0339_row_width,
    E0340_cell_count,
    E0341_not_constant,
    E0342_range_reversed,
    E0343_rows_overlap,
    E0344_dates_not_rising,
    E0345_depends_on_itself,
    E0346_not_a_value,
    E0347_no_rounding,
    E0348_rest_not_last,
    E0349_not_a_condition,
    E0350_unknown_fund,
    E0351_tier_twice,
    E0352_clause_twice,
    E0353_may_be_absent,
    E0354_clause_missing,
    E0355_no_year,
    E0356_not_a_key,
    E0357_no_period,
    E0358_unknown_specimen,
    E0359_wrong_shape,
    E0360_no_vocabulary,
    E0361_second_catalogue,
    E0362_unknown_line_part,
    E0401_lookup_may_miss,
    E0402_benefits_overlap,
    E0403_too_wide,
    E0404_specimen_field_missing,
    E0405_unknown_account,
    E0406_unknown_result,
    E0407_unknown_answer,
    E0408_parts_differ,
    E0409_unknown_fault,
};

/// What a label or a hint says.
enum class Note : std::uint16_t {
    first_declared_here,
    declared_here,
    first_is_here,
    module_is_here,
    write_instead,
    put_space_after,
    did_you_mean,
    expected_name,
    expected_name_or,
    expected_one_of,
    units_are,
    declare_source,
    clause_classes,
    rounding_modes,
    rounding_units,
    values_are,
    factor_instead,
    percent_instead,
    points_instead,
    multiply_instead,
    multiply_less,
    put_unit,
    add_cases,
    declare_rounding,
    declare_year,
    exclude_absence,
    second_name,
    line_parts,
    use_vocabulary,
    exclude_miss,
    accounts_are,
    narrow_condition,
};

/// Words of the language that messages say in their own language.
enum class Term : std::uint8_t {
    nothing,
    money,
    rate,
    points,
    factor,
    price,
    quantity,
    integer,
    boolean,
    date,
    duration,
    text,
    place,
    enumeration,
    record,
    list,
    table,
    value,
    base,
    deductible,
    limit,
    key,
    tier,
};

/// Both texts of a message; `{0}`, `{1}` are its arguments.
struct Texts {
    std::string_view zh;
    std::string_view en;
};

/// "E0110"
[[nodiscard]] std::string_view name_of(Code code);
[[nodiscard]] Severity severity_of(Code code);
[[nodiscard]] Texts texts_of(Code code);
[[nodiscard]] Texts texts_of(Note note);
[[nodiscard]] Texts texts_of(Term term);

}  // namespace pol
