#include "grid/zone_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "grid/grid_settings.hpp"

namespace greeninfer::grid {
namespace {

TEST(ZoneTable, HasThePublishedFiguresOf2025) {
    struct Row {
        std::string_view zone;
        double grams;
    };
    for (const Row& row : {Row{"US-TEX-ERCO", 363}, Row{"US-MIDA-PJM", 418}, Row{"SG", 483}, Row{"FR", 31},
                           Row{"SE-SE3", 20}, Row{"DE", 342}, Row{"GB", 176}, Row{"US-CAL-CISO", 208}}) {
        SCOPED_TRACE(row.zone);
        const ZoneFigure* const figure = find_zone(row.zone);
        ASSERT_NE(figure, nullptr);
        EXPECT_EQ(figure->grams_per_kwh, row.grams);
        EXPECT_EQ(figure->origin->year, 2025);
        EXPECT_EQ(name_of(figure->origin->signal), "average_lifecycle_consumption");
    }
}

TEST(ZoneTable, HasCountriesByThreeLettersWithAnotherSignal) {
    const ZoneFigure* const austria = find_zone("AUT");
    ASSERT_NE(austria, nullptr);
    EXPECT_EQ(austria->origin->licence, "CC BY 4.0");
    EXPECT_EQ(austria->origin->year, std::nullopt);
    EXPECT_EQ(name_of(austria->origin->signal), "average_lifecycle_production");
}

TEST(ZoneTable, KnowsNoOtherName) {
    for (const std::string_view zone : {"", "us-tex-erco", "US-TEX", "ZZZ", "WORLD"}) {
        SCOPED_TRACE(zone);
        EXPECT_EQ(find_zone(zone), nullptr);
    }
}

TEST(ZoneTable, IsSortedAndPlausibleThroughout) {
    std::size_t rows = 0;
    for (const auto table : zone_tables()) {
        EXPECT_TRUE(std::ranges::is_sorted(table, {}, &ZoneFigure::zone));
        for (const ZoneFigure& figure : table) {
            SCOPED_TRACE(figure.zone);
            EXPECT_EQ(find_zone(figure.zone), &figure) << "another table hides it";
            EXPECT_GE(figure.grams_per_kwh, 0);
            EXPECT_LE(figure.grams_per_kwh, kHighestGramsPerKwh);
            ++rows;
        }
    }
    EXPECT_EQ(rows, 352 + 210);
}

}  // namespace
}  // namespace greeninfer::grid
