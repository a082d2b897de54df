// Hashes the files again, as whoever checks a report would.
#include "app/data_set.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

namespace greeninfer::app {
namespace {

std::string first_twelve_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::array<char, 13> text = {};
    return std::fgets(text.data(), text.size(), pipe.get()) ? text.data() : "";
}

TEST(DataSet, IsNamedByTheFilesThatAnybodyCanHash) {
    const std::string folder = "cd " GREENINFER_SOURCE_DIR " && ";
    const std::string model = first_twelve_of(folder + "sha256sum weights/energy_model.json");
    const std::string tables = first_twelve_of(
        folder +
        "cd src/grid && cat cloud_regions.cpp electricity_maps_zones.cpp ember_countries.cpp fuel_factor_table.cpp | "
        "sha256sum");
    ASSERT_EQ(model.size(), 12u);
    ASSERT_EQ(tables.size(), 12u);
    EXPECT_TRUE(data_set_version().contains("energy model " + model)) << data_set_version();
    EXPECT_TRUE(data_set_version().contains("grid tables " + tables)) << data_set_version();
}

}  // namespace
}  // namespace greeninfer::app
