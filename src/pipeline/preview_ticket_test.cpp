#include "pipeline/preview_ticket.hpp"

#include <gtest/gtest.h>

#include "wire/preview_text.hpp"

namespace greeninfer::pipeline {
namespace {

PreviewTicket whole_ticket() {
    PreviewTicket ticket{.expires_at_s = 1'800'000'000,
                         .summary = "One is so. Two is not.",
                         .outlines = {{"a first point", "a second", "a third"}, {"é", "b", "c", "d", "e"}}};
    ticket.client.fill(1);
    ticket.prompt.fill(2);
    ticket.spent = {.footprint = energy::Footprint{.it_energy = Energy::joules(1),
                                                   .energy_p5 = Energy::joules(0.5),
                                                   .energy = Energy::joules(1.2),
                                                   .energy_p95 = Energy::joules(3),
                                                   .carbon_p5 = Carbon::grams(0.1),
                                                   .carbon = Carbon::grams(0.2),
                                                   .carbon_p95 = Carbon::grams(0.4),
                                                   .evidence = energy::Evidence::attributed},
                    .cost = Money::usd(0.001)};
    return ticket;
}

TEST(PreviewTicket, ComesBackAsItWas) {
    const PreviewTicket ticket = whole_ticket();
    const auto back = unpack(pack(ticket));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->expires_at_s, ticket.expires_at_s);
    EXPECT_EQ(back->client, ticket.client);
    EXPECT_EQ(back->prompt, ticket.prompt);
    EXPECT_EQ(back->summary, ticket.summary);
    EXPECT_EQ(back->outlines, ticket.outlines);
    ASSERT_TRUE(back->spent.footprint);
    EXPECT_EQ(back->spent.footprint->energy_p95, Energy::joules(3));
    EXPECT_EQ(back->spent.footprint->carbon, Carbon::grams(0.2));
    EXPECT_EQ(back->spent.footprint->evidence, energy::Evidence::attributed);
    EXPECT_EQ(back->spent.cost, Money::usd(0.001));
}

TEST(PreviewTicket, UnknownStaysUnknown) {
    PreviewTicket ticket = whole_ticket();
    ticket.spent.cost.reset();
    ticket.spent.footprint->carbon.reset();
    auto back = unpack(pack(ticket));
    ASSERT_TRUE(back);
    EXPECT_FALSE(back->spent.cost || back->spent.footprint->carbon);
    ticket.spent = {};
    back = unpack(pack(ticket));
    ASSERT_TRUE(back);
    EXPECT_FALSE(back->spent.footprint);
}

TEST(PreviewTicket, AnythingElseIsNone) {
    const std::string bytes = pack(whole_ticket());
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(unpack(bytes.substr(0, size))) << size;
    EXPECT_FALSE(unpack(bytes + '\0'));
    PreviewTicket ticket = whole_ticket();
    ticket.outlines.assign(kOutlinesMost + 1, ticket.outlines[0]);
    EXPECT_FALSE(unpack(pack(ticket))) << "more than fit into an id";
    ticket = whole_ticket();
    ticket.outlines.clear();
    EXPECT_FALSE(unpack(pack(ticket)));
    ticket = whole_ticket();
    ticket.spent.cost = Money::usd(-1);
    EXPECT_FALSE(unpack(pack(ticket)));
}

TEST(PreviewTicket, TheLongestFitsIntoAnId) {
    PreviewTicket ticket = whole_ticket();
    ticket.summary.assign(2 * wire::kSentenceBytesMax + 1, 'x');
    const std::vector<std::string> longest(wire::kPreviewPointsMost, std::string(wire::kPointBytesMax, 'y'));
    ticket.outlines.assign(kOutlinesMost, longest);
    ASSERT_TRUE(unpack(pack(ticket)));
    EXPECT_LT(PreviewSeal("a key", false).seal(pack(ticket)).size(), 16U * 1024);
}

TEST(PreviewTicket, ASumWithAnUnknownPartIsUnknown) {
    const PreviewSpent one = whole_ticket().spent;
    const PreviewSpent both = sum_of(one, one);
    ASSERT_TRUE(both.footprint);
    EXPECT_DOUBLE_EQ(both.footprint->energy.as_joules(), 2.4);
    EXPECT_EQ(both.cost, Money::usd(0.002));
    EXPECT_FALSE(sum_of(one, {}).footprint);
    EXPECT_FALSE(sum_of(one, {}).cost);
}

}  // namespace
}  // namespace greeninfer::pipeline
