#include "energy/rapl_meter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "energy/meter_guard.hpp"
#include "grid/answered_web_for_test.hpp"

namespace greeninfer::energy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// A powercap folder as the kernel shows it.
class RaplMeterTest : public ::testing::Test {
protected:
    RaplMeterTest() { fs::create_directories(root_); }
    ~RaplMeterTest() override { fs::remove_all(root_); }

    void write(const std::string& zone, const std::string& file, std::string_view text) {
        fs::create_directories(root_ / zone);
        std::ofstream(root_ / zone / file) << text << "\n";
    }
    void add_zone(const std::string& zone, std::string_view name, std::string_view energy) {
        write(zone, "name", name);
        write(zone, "energy_uj", energy);
        write(zone, "max_energy_range_uj", "262143328850");
    }

    const fs::path root_ = fs::temp_directory_path() / ("greeninfer_powercap_" + std::to_string(getpid()));
};

TEST_F(RaplMeterTest, CountsThePackagesAndNotWhatLiesInThem) {
    add_zone("intel-rapl:0", "package-0", "1000");
    add_zone("intel-rapl:0:0", "core", "600");
    add_zone("intel-rapl:0:1", "dram", "300");
    add_zone("intel-rapl:1", "psys", "5000");
    add_zone("intel-rapl-mmio:0", "package-0", "1000");
    write("intel-rapl", "enabled", "1");  // the control type itself, which is no zone
    const auto counts = grid::run_for_test(RaplMeter(root_, {}).read());
    ASSERT_TRUE(counts) << counts.error().detail;
    ASSERT_EQ(counts->size(), 1U);
    EXPECT_EQ(counts->front().microjoules, 1000U);
    EXPECT_EQ(counts->front().wraps_at, 262'143'328'850U);
}

TEST_F(RaplMeterTest, GoesOnWhenACounterWraps) {
    using namespace std::chrono_literals;
    MeterGuard guard(Power::watts(300));
    RaplMeter meter(root_, {});
    add_zone("intel-rapl:0", "package-0", "262143328000");
    ASSERT_TRUE(guard.accept(*grid::run_for_test(meter.read()), Moment()));
    add_zone("intel-rapl:0", "package-0", "1000");
    const auto counted = guard.accept(*grid::run_for_test(meter.read()), Moment() + 10s);
    ASSERT_TRUE(counted && *counted);
    EXPECT_EQ((*counted)->microjoules, 1850U);
}

TEST_F(RaplMeterTest, SaysHowToAllowReading) {
    add_zone("intel-rapl:0", "package-0", "1000");
    // A folder stands for a file that must not be read: permissions do not stop root, who may run this.
    fs::remove(root_ / "intel-rapl:0" / "energy_uj");
    fs::create_directories(root_ / "intel-rapl:0" / "energy_uj");
    const auto counts = grid::run_for_test(RaplMeter(root_, {}).read());
    ASSERT_FALSE(counts);
    EXPECT_THAT(counts.error().detail, HasSubstr("only root may by default"));
    EXPECT_THAT(counts.error().detail, HasSubstr("chgrp"));
    EXPECT_THAT(counts.error().detail, HasSubstr("intel-rapl:0/energy_uj"));
}

TEST_F(RaplMeterTest, SaysWhatIsNotThere) {
    EXPECT_THAT(grid::run_for_test(RaplMeter(root_, {}).read()).error().detail, HasSubstr("no intel-rapl zones"));
    EXPECT_THAT(grid::run_for_test(RaplMeter(root_ / "absent", {}).read()).error().detail,
                HasSubstr("no intel-rapl zones"));
    add_zone("intel-rapl:0", "package-0", "many");
    EXPECT_THAT(grid::run_for_test(RaplMeter(root_, {}).read()).error().detail, HasSubstr("holds no number"));
    add_zone("intel-rapl:0", "package-0", "5");
    EXPECT_THAT(grid::run_for_test(RaplMeter(root_, {"package", "core"}).read()).error().detail,
                HasSubstr("no zone 'core'"));
}

}  // namespace
}  // namespace greeninfer::energy
