#include "wire/reported_energy.hpp"

#include <gtest/gtest.h>

#include "wire/reply_view.hpp"
#include "wire/stream_assembler.hpp"
#include "wire/stream_pieces_for_test.hpp"

namespace greeninfer::wire {
namespace {

constexpr auto kMetered = ReportedEnergy::Kind::metered;
constexpr auto kModelled = ReportedEnergy::Kind::modelled;

EnergyReport figure(ReportedEnergy::Kind kind, double low_joules, double high_joules) {
    return {.energy = ReportedEnergy{kind, Energy::joules(low_joules), Energy::joules(high_joules)}};
}

constexpr EnergyReport kRefused{.energy = {}, .is_refused = true};

// Nothing expected is said by an empty report.
void expect_near(const EnergyReport& found, const EnergyReport& expected) {
    EXPECT_EQ(found.is_refused, expected.is_refused);
    ASSERT_EQ(found.energy.has_value(), expected.energy.has_value());
    if (!expected.energy) return;
    EXPECT_EQ(found.energy->kind, expected.energy->kind);
    EXPECT_NEAR(found.energy->low.as_joules(), expected.energy->low.as_joules(), 1e-9);
    EXPECT_NEAR(found.energy->high.as_joules(), expected.energy->high.as_joules(), 1e-9);
}

struct Row {
    const char* name;
    const char* members;  // of a whole reply, beside the choices
    EnergyReport expected;
};

const Row kRows[] = {
    {"joules", R"("energy":{"energy_joules":13.5})", figure(kMetered, 13.5, 13.5)},
    {"kilowatt-hours", R"("energy":{"energy_kwh":0.00001})", figure(kMetered, 36, 36)},
    {"watt-hours", R"("energy":{"wh":0.01,"g_co2e":0.002})", figure(kMetered, 36, 36)},
    {"two units that agree", R"("energy":{"energy_joules":36,"energy_kwh":0.0000101})", figure(kMetered, 36, 36)},
    {"a wrong unit", R"("energy":{"energy_joules":36,"energy_kwh":0.01})", kRefused},
    {"carbon as a range", R"("usage":{"carbon":{"kWh":{"min":0.00001,"max":0.00003},"kgCO2eq":{"min":1,"max":2}}})",
     figure(kModelled, 36, 108)},
    {"carbon as a number", R"("usage":{"carbon":{"kWh":0.00001}})", figure(kModelled, 36, 36)},
    {"carbon the wrong way round", R"("usage":{"carbon":{"kWh":{"max":0.00001,"min":0.00003}}})",
     figure(kModelled, 36, 108)},
    {"measured beats modelled", R"("usage":{"carbon":{"kWh":1e-5}},"energy":{"energy_joules":5})",
     figure(kMetered, 5, 5)},
    {"whatever comes first", R"("energy":{"energy_joules":5},"usage":{"carbon":{"kWh":1e-5}})", figure(kMetered, 5, 5)},
    {"zero is no measurement", R"("energy":{"energy_joules":0})", kRefused},
    {"zeros of a model", R"("usage":{"carbon":{"kWh":{"min":0.0,"max":0.0}}})", kRefused},
    {"negative", R"("energy":{"energy_joules":-3})", kRefused},
    {"more than an answer can take", R"("energy":{"energy_kwh":1.5})", kRefused},
    {"text", R"("energy":{"energy_joules":"13.5"})", kRefused},
    {"null", R"("energy":{"energy_joules":null})", {}},
    {"another energy", R"("energy":"high")", {}},
    {"another carbon", R"("usage":{"carbon":[1,2]})", {}},
    {"no energy", R"("usage":{"prompt_tokens":3})", {}},
};

TEST(ReportedEnergy, IsReadFromAWholeReply) {
    for (const Row& row : kRows) {
        SCOPED_TRACE(row.name);
        std::string body = fmt::format(R"({{"choices":[],{}}})", row.members);
        const auto view = read_reply(PaddedView::of(body));
        ASSERT_TRUE(view) << view.error().detail;
        expect_near(view->reported_energy, row.expected);
        if (view->usage) EXPECT_EQ(view->usage->reported_energy, view->reported_energy);
    }
}

const std::string kComment = ": energy {\"energy_joules\":13.5,\"wh\":0.00375,\"g_co2e\":0.001}\n\n";
const std::string kUsage = chunk("[]", R"(,"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7})");
const EnergyReport kSaid = figure(kMetered, 13.5, 13.5);

TEST(ReportedEnergy, IsReadFromACommentAndPassedOn) {
    for (const auto& stream :
         {kRole + kText + kFinish + kUsage + kComment + kDone, kRole + kText + kComment + kFinish + kUsage + kDone}) {
        StreamFilter filter({.client_wants_usage = true});
        std::string out;
        filter.feed(stream, out);
        EXPECT_EQ(out + kDone, stream);  // byte for byte
        expect_near(filter.reported_energy(), kSaid);
        expect_near(filter.usage().value().reported_energy, kSaid);
        EXPECT_EQ(filter.usage()->completion_tokens, 2U);
    }
}

TEST(ReportedEnergy, IsKnownOfAStreamWithoutUsage) {
    StreamFilter filter({});
    std::string out;
    filter.feed(kRole + kText + kFinish + kComment + kDone, out);
    expect_near(filter.reported_energy(), kSaid);
    EXPECT_EQ(filter.usage(), std::nullopt);  // tokens stay unknown
}

TEST(ReportedEnergy, IsReadHoweverTheStreamIsCut) {
    const std::string stream = kRole + kText + kFinish + kUsage + kComment + kDone;
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        const Filtered result = filtered(Reads{stream.substr(0, cut), stream.substr(cut)});
        expect_near(result.usage.value().reported_energy, kSaid);
    }
}

TEST(ReportedEnergy, IsKnownOfAnAssembledReply) {
    StreamAssembler assembler({});
    assembler.feed(kRole + kText + kComment + kFinish + kUsage + kDone);
    expect_near(assembler.reported_energy(), kSaid);
    expect_near(assembler.usage().value().reported_energy, kSaid);
}

TEST(ReportedEnergy, OfAStreamsUsageIsRead) {
    const auto usage = chunk("[]", R"(,"usage":{"prompt_tokens":5,"carbon":{"kWh":{"min":1e-5,"max":3e-5}}})");
    const Filtered result = filtered(kRole + kText + kFinish + usage + kDone);
    expect_near(result.usage.value().reported_energy, figure(kModelled, 36, 108));
}

struct CommentRow {
    const char* name;
    std::string_view frame;
    EnergyReport expected;
};

const CommentRow kComments[] = {
    {"with a space", ": energy {\"energy_joules\":1}\n\n", figure(kMetered, 1, 1)},
    {"without", ":energy {\"energy_joules\":1}\r\n\r\n", figure(kMetered, 1, 1)},
    {"after another", ": ping\n: energy {\"wh\":0.01}\n\n", figure(kMetered, 36, 36)},
    {"before data", ": energy {\"energy_joules\":1}\ndata: {}\n\n", figure(kMetered, 1, 1)},
    {"another word", ": energyless {\"energy_joules\":1}\n\n", {}},
    {"not JSON", ": energy a lot\n\n", {}},
    {"not whole", ": energy {\"energy_joules\":1\n\n", {}},
    {"negative", ": energy {\"energy_joules\":-1}\n\n", kRefused},
    {"data that looks like one", "data: energy {\"energy_joules\":1}\n\n", {}},
    {"nothing", "", {}},
};

TEST(ReportedEnergy, CommentsAreReadAsMeant) {
    for (const CommentRow& row : kComments) {
        SCOPED_TRACE(row.name);
        expect_near(read_energy_comment(row.frame), row.expected);
    }
}

}  // namespace
}  // namespace greeninfer::wire
