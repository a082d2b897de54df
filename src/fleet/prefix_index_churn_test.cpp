// A day of conversations in simulated time: what the index takes must not grow, whatever comes and goes.
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <string>

#include "fleet/prefix_index.hpp"

namespace greeninfer::fleet {
namespace {

constexpr std::size_t kCeilingBytes = 2 * 1024 * 1024;

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    file >> all >> resident;
    return resident * 4096;
}

class Day {
public:
    Day() {
        for (int i = 0; i < 64; ++i) endpoints_.push_back(IndexedEndpoint::in(index_, 2000));
    }

    // One request a second: turns of conversations, most of which are new; some attempts fail, some are forgotten.
    void hour() {
        for (int i = 0; i < 3600; ++i, now_ += std::chrono::seconds(1)) request();
        // An endpoint dies and another comes, and one was restarted.
        endpoints_[pick(64)] = nullptr;
        for (auto& one : endpoints_) {
            if (!one) one = IndexedEndpoint::in(index_, 500 + pick(3000));
        }
        index_->clear(endpoints_[pick(64)]->number());
    }

    const PrefixIndex& index() const { return *index_; }

private:
    void request() {
        prompt_.clear();
        const std::string text = std::to_string(pick(4) == 0 ? pick(50) : random_());
        TextBlocks blocks(root_of_texts(1, "m", text), prompt_);
        blocks.add(std::string(kBlockBytes * (1 + pick(60)), 'x'));
        index_->match(prompt_, now_, found_);
        const EndpointNumber endpoint = endpoints_[pick(64)]->number();
        index_->expect(endpoint, prompt_, now_);
        const std::size_t end = pick(10);
        if (end == 0) index_->withdraw(endpoint, prompt_);
        if (end > 1) index_->confirm(endpoint, prompt_, now_);
    }
    std::size_t pick(std::size_t of) { return random_() % of; }

    std::mt19937_64 random_{1};
    std::shared_ptr<PrefixIndex> index_ = std::make_shared<PrefixIndex>(kCeilingBytes, 1);
    std::vector<std::shared_ptr<const IndexedEndpoint>> endpoints_;
    std::vector<BlockHash> prompt_;
    PrefixMatch found_;
    Moment now_{std::chrono::hours(100)};
};

// The sanitizers keep what the test itself has freed, to find whoever uses it.
constexpr bool kKeepsNothingFreed = !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);

TEST(PrefixIndexChurn, ADayTakesNoMoreMemoryThanItsFirstHours) {
    Day day;
    const std::size_t reserved = day.index().reserved_bytes();
    EXPECT_LE(reserved, kCeilingBytes);
    for (int hour = 0; hour < 4; ++hour) day.hour();
    const std::size_t resident = resident_bytes();
    const std::size_t blocks = day.index().blocks();
    EXPECT_GT(blocks, 10'000u) << "the pool must be in use for this to mean anything";
    for (int hour = 4; hour < 24; ++hour) day.hour();
    EXPECT_EQ(day.index().reserved_bytes(), reserved);
    if (kKeepsNothingFreed) EXPECT_LE(resident_bytes(), resident + 256 * 1024) << "a flat slope over twenty hours";
    EXPECT_LE(day.index().blocks() * HeldBlocks::kBytesPerBlock, kCeilingBytes);
}

}  // namespace
}  // namespace greeninfer::fleet
