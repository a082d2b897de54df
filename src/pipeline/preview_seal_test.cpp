#include "pipeline/preview_seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace greeninfer::pipeline {
namespace {

std::optional<Fault> fault_of(const PreviewSeal& seal, std::string_view id) {
    const auto opened = seal.open(id);
    if (opened) return std::nullopt;
    EXPECT_EQ(opened.error().field, "confirm.preview_id");
    return opened.error().fault;
}

TEST(PreviewSeal, OpensWhatItSealed) {
    const PreviewSeal seal("a key", true);
    for (const std::string& payload : {std::string(), std::string("\0\xff payload", 10)}) {
        const std::string id = seal.seal(payload);
        EXPECT_TRUE(id.starts_with("p1."));
        EXPECT_EQ(seal.open(id).value(), payload);
        EXPECT_EQ(PreviewSeal("a key", true).open(id).value(), payload) << "every process with the key";
    }
}

TEST(PreviewSeal, AnotherKeysIdIsForeign) {
    const std::string id = PreviewSeal("another key", true).seal("payload");
    EXPECT_EQ(fault_of(PreviewSeal("a key", true), id), Fault::preview_foreign);
    EXPECT_EQ(fault_of(*PreviewSeal::random(), id), Fault::preview_foreign);
    EXPECT_NE(PreviewSeal::random()->key_id(), PreviewSeal::random()->key_id());
}

TEST(PreviewSeal, AChangedIdIsChanged) {
    const PreviewSeal seal("a key", true);
    const std::string id = seal.seal("payload");
    for (const std::string& other :
         {std::string(), std::string("p1"), std::string("p1."), std::string("p1.."), id + "A", id + ".", "x" + id,
          id.substr(0, id.size() - 1), std::string("p2.") + id.substr(3)}) {
        EXPECT_EQ(fault_of(seal, other), Fault::preview_changed) << other;
    }
}

RC_GTEST_PROP(PreviewSeal, NoOtherIdOpens, (const std::string& payload)) {
    const PreviewSeal seal("a key", false);
    std::string id = seal.seal(payload);
    const auto at = *rc::gen::inRange<std::size_t>(0, id.size());
    const char other = *rc::gen::element('A', 'B', '7', '-', '_', '.', ' ', '\xff');
    const bool is_same = id[at] == other;
    id[at] = other;
    RC_ASSERT(seal.open(id).has_value() == is_same);
}

TEST(PreviewSeal, DigestsDependOnTheKey) {
    const PreviewSeal seal("a key", false);
    EXPECT_EQ(seal.digest("text"), PreviewSeal("a key", true).digest("text"));
    EXPECT_NE(seal.digest("text"), seal.digest("texts"));
    EXPECT_NE(seal.digest("text"), PreviewSeal("another", false).digest("text"));
}

}  // namespace
}  // namespace greeninfer::pipeline
