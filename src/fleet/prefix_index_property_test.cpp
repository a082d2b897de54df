// The prefix index against the plainest model of it: a list per endpoint, looked through from the beginning.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <list>
#include <map>
#include <string>

#include "fleet/prefix_index.hpp"

namespace greeninfer::fleet {
namespace {

constexpr std::size_t kEndpoints = 5;
constexpr std::size_t kCapacity = 12;

struct NaiveBlock {
    BlockHash hash;
    std::optional<Moment> expires;
};

// Newest first.
class NaiveEndpoint {
public:
    void touch(BlockHash hash, std::optional<Moment> expires) {
        const auto known = std::ranges::find(blocks_, hash, &NaiveBlock::hash);
        if (known != blocks_.end()) {
            if (!known->expires) expires.reset();
            blocks_.erase(known);
        } else if (blocks_.size() >= kCapacity) {
            blocks_.pop_back();
        }
        blocks_.push_front({hash, expires});
    }
    void withdraw(BlockHash hash) {
        std::erase_if(blocks_, [hash](const NaiveBlock& one) { return one.hash == hash && one.expires; });
    }
    void expire(Moment now) {
        std::erase_if(blocks_, [now](const NaiveBlock& one) { return one.expires && *one.expires <= now; });
    }
    void clear() { blocks_.clear(); }
    std::size_t matched(const std::vector<BlockHash>& prompt) const {
        std::size_t count = 0;
        while (count < prompt.size() && std::ranges::find(blocks_, prompt[count], &NaiveBlock::hash) != blocks_.end())
            ++count;
        return count;
    }
    std::size_t size() const { return blocks_.size(); }

private:
    std::list<NaiveBlock> blocks_;
};

// Of few letters, so that they share beginnings.
std::string a_text() {
    return *rc::gen::resize(15, rc::gen::container<std::string>(rc::gen::element('a', 'a', 'a', 'a', 'b', 'c')));
}

std::vector<BlockHash> prompt_of(std::string_view letters) {
    std::vector<BlockHash> hashes;
    TextBlocks blocks(root_of_texts(3, "m", "client"), hashes);
    for (const char letter : letters) blocks.add(std::string(kBlockBytes, letter));
    return hashes;
}

struct Both {
    PrefixIndex index{256 * 1024, 3};
    std::vector<EndpointNumber> numbers;
    std::vector<NaiveEndpoint> naive{kEndpoints};
    std::vector<std::vector<std::string>> sent{kEndpoints};
    Moment now{std::chrono::hours(100)};

    Both() {
        for (std::size_t i = 0; i < kEndpoints; ++i) numbers.push_back(*index.add(kCapacity));
    }

    // Nothing builds on what it hoped for. Otherwise a hole is left, beyond which the index may look and the naive
    // model does not: that other request is on its way, and the engine will have both.
    bool may_be_withdrawn(std::size_t which, std::string_view text) const {
        return std::ranges::all_of(sent[which], [text](std::string_view other) {
            return text.empty() || other.empty() || text[0] != other[0] || text.starts_with(other);
        });
    }

    void change() {
        const std::size_t which = *rc::gen::inRange<std::size_t>(0, kEndpoints);
        const std::string text = a_text();
        const auto prompt = prompt_of(text);
        const auto kept = std::span(prompt).first(std::min(prompt.size(), kCapacity));
        const int action = *rc::gen::weightedElement<int>({{5, 0}, {5, 1}, {2, 2}, {2, 3}, {1, 4}});
        if (action < 2) sent[which].push_back(text);
        if (action == 0) {
            index.expect(numbers[which], prompt, now);
            for (std::size_t i = kept.size(); i > 0; --i) {
                naive[which].touch(kept[i - 1], now + PrefixIndex::kExpectedFor);
            }
        } else if (action == 1) {
            index.confirm(numbers[which], prompt, now);
            for (std::size_t i = kept.size(); i > 0; --i) naive[which].touch(kept[i - 1], std::nullopt);
        } else if (action == 2) {
            if (!may_be_withdrawn(which, text)) return;
            index.withdraw(numbers[which], prompt);
            for (const BlockHash hash : prompt) naive[which].withdraw(hash);
        } else if (action == 3) {
            now += std::chrono::milliseconds(*rc::gen::inRange(0, 1500));
        } else {
            index.clear(numbers[which]);
            naive[which].clear();
        }
    }

    void compare() {
        const auto prompt = prompt_of(a_text());
        PrefixMatch found;
        index.match(prompt, now, found);
        for (std::size_t i = 0; i < kEndpoints; ++i) {
            naive[i].expire(now);
            RC_ASSERT(found.blocks[numbers[i]] == naive[i].matched(prompt));
            RC_ASSERT(index.blocks(numbers[i]) == naive[i].size());
        }
    }
};

RC_GTEST_PROP(PrefixIndex, FindsWhatANaiveMapFinds, ()) {
    Both both;
    const int steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
        both.change();
        both.compare();
    }
}

}  // namespace
}  // namespace greeninfer::fleet
